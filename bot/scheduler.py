"""Wakes the program: calls one function again and again. What is due is decided by whoever is called."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime

from apscheduler.schedulers.asyncio import AsyncIOScheduler

EVERY = 20
"""Seconds between two ticks."""
LONGEST_END = 10.0
"""Seconds for which the end waits for a tick that is under way."""

_log = logging.getLogger(__name__)


class Ticker:
    """Calls a function once it is started, and then every twenty seconds, never twice at the same time.

    A tick that takes longer, or a machine that slept, costs the ticks in between and nothing else: the next one comes.
    """

    def __init__(self, tick: Callable[[], Awaitable[None]]) -> None:
        self._tick = tick
        self._scheduler = AsyncIOScheduler(timezone=UTC)
        self._under_way: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to tick; again, where it has begun already, does nothing."""
        if self._scheduler.running:
            return
        self._scheduler.add_job(
            self._call,
            "interval",
            seconds=EVERY,
            next_run_time=datetime.now(UTC),
            misfire_grace_time=None,
            coalesce=True,
            max_instances=1,
        )
        self._scheduler.start()

    async def stop(self) -> None:
        """Tick no more, and wait for the tick that is under way."""
        if not self._scheduler.running:
            return
        self._scheduler.remove_all_jobs()
        if self._under_way is not None:
            _, late = await asyncio.wait({self._under_way}, timeout=LONGEST_END)
            if late:
                _log.warning("What was being posted was not finished in time.")
        self._scheduler.shutdown()
        await asyncio.sleep(0)  # it ends in the next round of the event loop

    async def _call(self) -> None:
        self._under_way = asyncio.current_task()
        try:
            await self._tick()
        except Exception:  # noqa: BLE001 - whatever it was, the next tick is to come
            _log.exception("A tick failed; the next one comes in %d seconds.", EVERY)
        finally:
            self._under_way = None
