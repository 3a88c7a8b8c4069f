"""Quizzes that are too late to be posted: they are marked as missed, and the managers are told."""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.schedules import Schedule
from bot.study.daily.announcing import Announcer, UnsureError
from bot.study.daily.once import Once, UnreadableError
from bot.study.daily.opening import Opening
from bot.study.wording import listed

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Missed:
    """Gives quizzes up."""

    store: Store
    clock: Clock
    once: Once
    opening: Opening

    async def give_up(
        self, schedule: Schedule, days: Iterable[date], doubtful: AbstractSet[date], announcer: Announcer
    ) -> None:
        """Mark the quizzes of some days as missed, and tell the managers in one sentence.

        Those of `doubtful` days may have been posted: that is looked up first. Managers who know of a trouble with the
        quiz are not told again at the end of each day.
        """
        keys = [PostingKey(schedule.guild, PostingKind.QUIZ, day) for day in days]
        missed = [key.day for key in keys if await self._is_missed(key, announcer, doubtful=key.day in doubtful)]
        if missed and not schedule.trouble:
            await tell(announcer, schedule.guild, missed_text(missed))

    async def _is_missed(self, key: PostingKey, announcer: Announcer, *, doubtful: bool) -> bool:
        """Mark a quiz as missed; False where it turns out to be posted, or Discord does not tell."""
        try:
            if doubtful and not await self._is_nowhere(key, announcer):
                return False
        except UnsureError as error:
            _log.warning("Discord did not tell whether there is a quiz of guild %d: %s", key.guild, error)
            return False
        return await self.store.postings.miss(key, self.clock.now())

    async def _is_nowhere(self, key: PostingKey, announcer: Announcer) -> bool:
        """Look for the message of a quiz; False where it was found, or somebody else is at it."""
        claim = await self.once.claim(key)
        if claim is None:
            return False
        quiz = await self.store.quizzes.on(key.guild, key.day)
        if quiz is None:
            return True
        try:
            if await self.opening.message_of(quiz, claim, announcer) is not None:
                return False
        except UnreadableError:
            _log.warning("The channel of a quiz of guild %d cannot be searched for it.", key.guild)
        await self.store.quizzes.withdraw(quiz.id)
        return True


def missed_text(days: Sequence[date]) -> str:
    """Return in one sentence that the quizzes of some days were missed."""
    named = listed([f"{day.day} {day:%B}" for day in days])
    return f"The daily quiz of {named} was missed: I was not running, or could not reach Discord, when it was due."


async def tell(announcer: Announcer, guild: int, text: str) -> None:
    """Tell the managers of a guild something; where that cannot be done, it is in the log."""
    if not await announcer.tell_managers(guild, text):
        _log.warning("The managers of guild %d could not be told: %s", guild, text)
