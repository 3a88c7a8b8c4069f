"""The streaks of members, worked out from what the store has kept."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from bot.store.protocol import Store
from bot.study.board.still_open import open_days
from bot.study.board.streaks import Streak, streak

IN_A_ROW = 200
"""Members whose streaks are worked out before others have a turn: in a large group all of them take seconds."""


async def streaks_of(
    store: Store, guild: int, members: Sequence[int], now: datetime, until: date = date.max
) -> Mapping[int, Streak]:
    """Return the streaks of some members over the quiz days up to one. Raises StoreError.

    A quiz that can still be played at `now`, or hardly could be while the bot was away, breaks none.
    """
    days = [day for day in await store.board.quiz_days(guild) if day <= until]
    forgiven = await open_days(store, guild, now) | await store.board.hindered_days(guild)
    streaks: dict[int, Streak] = {}
    for start in range(0, len(members), IN_A_ROW):
        some = members[start : start + IN_A_ROW]
        played = await store.board.played(guild, some)
        streaks |= {member: streak(days, played[member], forgiven) for member in some}
    return streaks
