"""Times in which the bot was not there: what members missed then is not held against them."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.store.protocol import Store

AWAKE = "awake"
"""Under what name the store keeps when the bot was last there, in ISO format."""
KEPT_EVERY = timedelta(minutes=1)
SHORTEST = timedelta(minutes=10)
"""A shorter absence is none: a restart, an update."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Outages:
    """Notices, by when the bot was last there, that it was away."""

    store: Store
    clock: Clock

    async def notice(self) -> None:
        """Keep that the bot is there; after an outage, also which quizzes it hindered. Raises StoreError."""
        now = self.clock.now()
        kept = await self.store.meta.get(AWAKE)
        last = now if kept is None else datetime.fromisoformat(kept)
        if now - last > SHORTEST:
            hindered = await self.store.quizzes.hinder(last, now)
            _log.info("The bot was away since %s; %d quizzes could hardly be played.", last.isoformat(), hindered)
        if kept is None or not timedelta() <= now - last < KEPT_EVERY:
            await self.store.meta.put(AWAKE, now.isoformat())
