"""The ticker: at once, again and again, one at a time, and it ends in order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import pytest

from bot import scheduler
from bot.scheduler import Ticker


@pytest.fixture(autouse=True)
def often(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tick often enough for a test."""
    monkeypatch.setattr(scheduler, "EVERY", 0.01)


class Ticks:
    """Counts ticks, and does something at each."""

    def __init__(self, then: Callable[[], Awaitable[object]] | None = None) -> None:
        self.begun = self.ended = 0
        self.first, self.beyond_two = asyncio.Event(), asyncio.Event()
        self._then = then

    async def __call__(self) -> None:
        """Count, and do it."""
        self.begun += 1
        self.first.set()
        if self.begun > 2:
            self.beyond_two.set()
        if self._then:
            await self._then()
        self.ended += 1


async def test_it_ticks_until_it_is_stopped() -> None:
    ticks = Ticks()
    ticker = Ticker(ticks)
    ticker.start()
    ticker.start()
    await asyncio.wait_for(ticks.beyond_two.wait(), 5)
    await ticker.stop()
    seen = ticks.begun
    await asyncio.sleep(5 * scheduler.EVERY)
    assert ticks.begun == ticks.ended == seen
    await ticker.stop()


async def test_the_first_tick_comes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Who was down for hours posts what is due as soon as Discord is there."""
    monkeypatch.setattr(scheduler, "EVERY", 3_600)
    ticks = Ticks()
    ticker = Ticker(ticks)
    ticker.start()
    await asyncio.wait_for(ticks.first.wait(), 5)
    await ticker.stop()


async def test_a_tick_that_fails_is_logged_and_the_next_one_comes(caplog: pytest.LogCaptureFixture) -> None:
    async def fail() -> None:
        raise ZeroDivisionError

    ticks = Ticks(fail)
    ticker = Ticker(ticks)
    ticker.start()
    await asyncio.wait_for(ticks.beyond_two.wait(), 5)
    await ticker.stop()
    assert {record.levelno for record in caplog.records if record.name == "bot.scheduler"} == {logging.ERROR}


async def test_no_tick_begins_before_the_last_one_ended() -> None:
    go_on = asyncio.Event()
    ticks = Ticks(go_on.wait)
    ticker = Ticker(ticks)
    ticker.start()
    await asyncio.wait_for(ticks.first.wait(), 5)
    await asyncio.sleep(5 * scheduler.EVERY)
    assert (ticks.begun, ticks.ended) == (1, 0)
    go_on.set()
    await asyncio.wait_for(ticks.beyond_two.wait(), 5)
    await ticker.stop()


async def test_the_end_waits_for_the_tick_under_way() -> None:
    go_on = asyncio.Event()
    ticks = Ticks(go_on.wait)
    ticker = Ticker(ticks)
    ticker.start()
    await asyncio.wait_for(ticks.first.wait(), 5)
    ending = asyncio.create_task(ticker.stop())
    await asyncio.wait({ending}, timeout=5 * scheduler.EVERY)
    assert not ending.done()
    go_on.set()
    await ending
    assert (ticks.begun, ticks.ended) == (1, 1)


async def test_the_end_does_not_wait_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scheduler, "LONGEST_END", 0.01)
    begun, ended = asyncio.Event(), asyncio.Event()

    async def hang() -> None:
        begun.set()
        try:
            await asyncio.Event().wait()
        finally:
            ended.set()

    ticker = Ticker(hang)
    ticker.start()
    await asyncio.wait_for(begun.wait(), 5)
    await ticker.stop()
    await asyncio.wait_for(ended.wait(), 5)
