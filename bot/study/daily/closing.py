"""Closing a quiz: its card says so, and its results are posted once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.study.daily.announcing import Announcer, QuizCard, RefusedError
from bot.study.daily.once import Once
from bot.study.daily.results import results_of

GIVE_UP = timedelta(days=3)
"""How long after its end the results of a quiz wait for a channel that takes them."""


async def card_of(store: Store, quiz: Quiz) -> QuizCard:
    """Return the card of a quiz as it is now."""
    schedule = await store.schedules.get(quiz.guild)
    return QuizCard(quiz, await store.attempts.players(quiz.id), schedule.role if schedule else None)


@dataclass(frozen=True, slots=True)
class Closing:
    """Closes quizzes."""

    store: Store
    clock: Clock
    once: Once

    async def close(self, quiz: Quiz, announcer: Announcer) -> None:
        """Close a quiz whose time is over and post its results; where that cannot be done yet, it is tried again.

        Raises UnsureError where nobody knows whether the results are posted.
        """
        now = self.clock.now()
        if quiz.closed_at is None:
            await self._show_closed(replace(quiz, closed_at=now), announcer)
            await self.store.quizzes.close(quiz.id, now)
        try:
            if not announcer.missing(quiz.guild, quiz.channel):
                await self._post_results(quiz, announcer)
                return
        except RefusedError:
            pass  # tried again until it is given up
        if now - quiz.closes_at > GIVE_UP:
            await self.store.postings.miss(_key(quiz), now)

    async def _show_closed(self, quiz: Quiz, announcer: Announcer) -> None:
        """Renew the card before the store has it closed: after a crash in between that is done again."""
        if quiz.message is not None:
            await announcer.renew(quiz.channel, quiz.message, await card_of(self.store, quiz))

    async def _post_results(self, quiz: Quiz, announcer: Announcer) -> None:
        claim = await self.once.claim(_key(quiz))
        closed = await self.store.quizzes.get(quiz.id)
        if claim is not None and closed is not None:
            results = await results_of(closed, self.store)
            await self.once.post(announcer, claim, closed.channel, results, closed.closes_at)


def _key(quiz: Quiz) -> PostingKey:
    return PostingKey(quiz.guild, PostingKind.RESULTS, quiz.day)
