"""The weekly recap, posted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.schedules import Schedule
from bot.study.daily.announcing import Announcer, RefusedError, WeeklyRecap
from bot.study.daily.once import Once
from bot.study.daily.schedule import is_in_time, recap_due_at


class RecapSource(Protocol):
    """Looks back on weeks."""

    async def recap(self, guild: int, day: date) -> WeeklyRecap | None:
        """Return the seven days up to and with a day looked back on; None where nobody answered in them."""
        ...


@dataclass(frozen=True, slots=True)
class Recaps:
    """Posts recaps."""

    store: Store
    source: RecapSource
    clock: Clock
    once: Once

    async def post(self, schedule: Schedule, day: date, announcer: Announcer) -> None:
        """Post the recap that is due on a day, as long as a quiz would be; one that is too late or empty is dropped.

        Raises UnsureError where nobody knows whether it is posted.
        """
        key = PostingKey(schedule.guild, PostingKind.RECAP, day)
        now = self.clock.now()
        due = recap_due_at(schedule, day)
        if due is None:
            return
        if not is_in_time(schedule, day, due, now):
            await self.store.postings.miss(key, now)
            return
        if announcer.missing(schedule.guild, schedule.channel):
            return
        claim = await self.once.claim(key)
        if claim is None:
            return
        recap = await self.source.recap(schedule.guild, day)
        if recap is None:
            await self.store.postings.miss(key, now)
            return
        try:
            await self.once.post(announcer, claim, schedule.channel, recap, due)
        except RefusedError:
            return  # tried again while the day lasts
