"""The posts to come: what the schedule says, without the days that are settled."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import date, datetime, timedelta
from itertools import islice

from bot.store.protocol.postings import PostingKey, PostingKind, PostingStore
from bot.store.protocol.schedules import Schedule
from bot.study.daily.schedule import dues, is_current

_BACK = timedelta(days=2)
"""A quiz that is due and may still be posted was due less long ago."""
_MOST = 20
"""Days with a quiz that are looked at."""


async def upcoming(postings: PostingStore, schedule: Schedule, now: datetime) -> AsyncIterator[tuple[date, datetime]]:
    """Yield the next days with a quiz and when it is posted; one that is due and not settled is posted now."""
    for day, due in islice(dues(schedule, max(now - _BACK, schedule.since)), _MOST):
        if due <= now and not is_current(schedule, day, now):
            continue
        posting = await postings.get(PostingKey(schedule.guild, PostingKind.QUIZ, day))
        if posting is None or posting.at is None:
            yield day, max(due, now)
