"""Opening the quiz of a day: its questions are chosen, and its card is posted once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.postings import Claim, PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.store.protocol.schedules import Schedule
from bot.study.daily.announcing import Announcer, QuizCard, RefusedError
from bot.study.daily.choosing import QuestionSource, chosen
from bot.study.daily.once import Once
from bot.study.daily.schedule import LONGEST_OPEN, closing_time


def earliest_opening(quiz: Quiz) -> datetime:
    """Return a moment before which a quiz cannot have been posted."""
    return quiz.closes_at - LONGEST_OPEN


@dataclass(frozen=True, slots=True)
class Opening:
    """Opens quizzes."""

    store: Store
    questions: QuestionSource
    clock: Clock
    once: Once

    async def open(self, schedule: Schedule, day: date, announcer: Announcer) -> Quiz | None:
        """Post the quiz of a day; None where it is settled already, or somebody else is at it.

        Raises RefusedError and NothingToAskError, with a sentence for the managers, where nothing is posted, and
        UnsureError where that is open: the claim then runs out, and the next try looks for the message.
        """
        missing = announcer.missing(schedule.guild, schedule.channel)
        if missing:
            raise RefusedError(missing)
        kept = await self.store.quizzes.on(schedule.guild, day)
        questions = kept.questions if kept else await chosen(self.store, self.questions, schedule, day)
        key = PostingKey(schedule.guild, PostingKind.QUIZ, day)
        claim = await self.once.claim(key)
        if claim is None:
            return None
        made = schedule.guild, day, schedule.channel, questions, closing_time(schedule, day, self.clock.now())
        quiz = await self.store.quizzes.create(*made)
        async with self.once.given_up_if_refused(key):
            message = await self.message_of(quiz, claim, announcer)
            if message is None:
                if self._is_outdated(quiz, schedule) and await self.store.quizzes.withdraw(quiz.id):
                    quiz = await self.store.quizzes.create(*made)
                message = await self._send(quiz, schedule.role, announcer)
        if schedule.thread:
            await announcer.open_thread(quiz.channel, message, f"Quiz {quiz.number}, {quiz.day.day} {quiz.day:%B}")
        if schedule.trouble:
            await self.store.schedules.note_trouble(schedule.guild, "")
        return await self.store.quizzes.get(quiz.id)

    async def message_of(self, quiz: Quiz, claim: Claim, announcer: Announcer) -> int | None:
        """Return the message of a quiz that an earlier claim may have posted; None where there is none.

        Raises UnreadableError, UnsureError.
        """
        return await self.once.found(announcer, claim, quiz.channel, QuizCard(quiz), earliest_opening(quiz))

    def _is_outdated(self, quiz: Quiz, schedule: Schedule) -> bool:
        """True for a quiz that was made for another channel, or for hours that are over."""
        return quiz.channel != schedule.channel or not quiz.is_open(self.clock.now())

    async def _send(self, quiz: Quiz, role: int | None, announcer: Announcer) -> int:
        try:
            return await self.once.send(announcer, quiz.channel, QuizCard(quiz, role=role))
        except RefusedError:
            await self.store.quizzes.withdraw(quiz.id)  # while it is still claimed: nobody else is sending it
            raise
