"""Streaks: the quiz days in a row on which a member took part."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

FREEZE_EVERY = 7
"""Days of a streak that earn a freeze."""


@dataclass(frozen=True, slots=True)
class Streak:
    """The quiz days played in a row, and the freezes left: each bridges one quiz day without an answer."""

    days: int = 0
    freezes: int = 0


def streak(quiz_days: Sequence[date], played: Collection[date], forgiven: Collection[date] = ()) -> Streak:
    """Return the streak of a member who answered on the days `played`.

    `quiz_days` are the days on which the group had a quiz, in order: days without one neither count nor break anything.
    Who missed one of the days `forgiven` has missed nothing: that quiz can still be played, or hardly could be. Every
    seventh day of a streak earns a freeze, which the next missed day uses up.
    """
    days = freezes = 0
    for day in quiz_days:
        if day in played:
            days += 1
            freezes += days % FREEZE_EVERY == 0
        elif day in forgiven:
            continue
        elif freezes:
            freezes -= 1
        else:
            days = 0
    return Streak(days, freezes)
