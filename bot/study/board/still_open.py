"""Which quizzes of a group can still be played: they break no streak, and nobody is told their answers."""

from __future__ import annotations

from datetime import date, datetime

from bot.store.protocol import Store

MOST_OPEN = 2
"""Quizzes of a guild that can be open at once: that of yesterday evening and that of today."""


async def open_days(store: Store, guild: int, now: datetime) -> frozenset[date]:
    """Return the days whose quiz takes answers. Raises StoreError."""
    return frozenset(quiz.day for quiz in await store.quizzes.latest(guild, MOST_OPEN) if quiz.is_open(now))
