"""The part `quizzes` of the store in memory."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from itertools import count

from bot.store.memory.tables import Tables
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion


class MemoryQuizzes:
    """The quizzes; see `QuizStore`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables
        self._ids = count(1)

    async def create(
        self, guild: int, day: date, channel: int, questions: Sequence[QuizQuestion], closes_at: datetime
    ) -> Quiz:
        """Keep a new quiz and return it; where guild and day have one, that one is returned as it is."""
        found = await self.on(guild, day)
        if found is not None:
            return found
        number = max((quiz.number for quiz in self._tables.quizzes(guild)), default=0) + 1
        quiz = Quiz(next(self._ids), guild, day, number, channel, closes_at, tuple(questions))
        self._tables.created[quiz.id] = quiz
        return await self.get(quiz.id) or quiz

    async def withdraw(self, quiz_id: int) -> bool:
        """Delete a quiz that was never posted; False, and nothing is changed, where it was, or somebody answered."""
        quiz = await self.get(quiz_id)
        if quiz is None or quiz.message is not None or any(self._tables.attempts_at(quiz)):
            return False
        del self._tables.created[quiz_id]
        return True

    async def close(self, quiz_id: int, at: datetime) -> bool:
        """Take no more answers; False where it is closed already or there is none."""
        quiz = self._tables.created.get(quiz_id)
        if quiz is None or quiz.closed_at is not None:
            return False
        self._tables.created[quiz_id] = replace(quiz, closed_at=at)
        return True

    async def hinder(self, began: datetime, ended: datetime) -> int:
        """Keep that nobody could play from one time to another; return how many posted quizzes are hindered by that."""
        quizzes = [quiz for quiz in map(self._tables.quiz, self._tables.created) if quiz is not None]
        lost = {quiz.id for quiz in quizzes if _is_hindered(quiz, began, ended)}
        self._tables.hindered |= lost
        return len(lost)

    async def get(self, quiz_id: int) -> Quiz | None:
        """Return a quiz; None where there is none of this id."""
        return self._tables.quiz(quiz_id)

    async def on(self, guild: int, day: date) -> Quiz | None:
        """Return the quiz of a guild and day; None where it has none."""
        return next((quiz for quiz in self._tables.quizzes(guild) if quiz.day == day), None)

    async def latest(self, guild: int, most: int) -> tuple[Quiz, ...]:
        """Return the posted quizzes of a guild, latest first."""
        posted = [quiz for quiz in self._tables.quizzes(guild) if quiz.message is not None]
        return tuple(posted[::-1][:most])

    async def unfinished(self, now: datetime) -> tuple[Quiz, ...]:
        """Return the quizzes that have to close by `now` and whose results are not settled, by day, then by id."""
        posted = [quiz for quiz in map(self._tables.quiz, self._tables.created) if quiz and quiz.message is not None]
        over = [quiz for quiz in posted if quiz.closes_at <= now]
        waiting = [
            quiz for quiz in over if not self._tables.settled(PostingKey(quiz.guild, PostingKind.RESULTS, quiz.day))
        ]
        return tuple(sorted(waiting, key=lambda quiz: (quiz.day, quiz.id)))

    async def asked(self, guild: int) -> Mapping[str, date]:
        """Return the ids of the questions that a guild was asked, each with the last day."""
        return {question.id: quiz.day for quiz in self._tables.quizzes(guild) for question in quiz.questions}

    async def topics(self, guild: int) -> tuple[str, ...]:
        """Return the headings above the questions that a guild was asked, most often asked first, then in their order.

        Headings that differ in case alone are one.
        """
        spellings: dict[str, set[str]] = defaultdict(set)
        asked: dict[str, int] = defaultdict(int)
        for quiz in self._tables.quizzes(guild):
            for question in quiz.questions:
                for heading in question.topic:
                    spellings[heading.casefold()].add(heading)
                for key in {heading.casefold() for heading in question.topic}:
                    asked[key] += 1
        return tuple(min(spellings[key]) for key in sorted(asked, key=lambda key: (-asked[key], key)))


def _is_hindered(quiz: Quiz, began: datetime, ended: datetime) -> bool:
    if quiz.opened_at is None:
        return False
    return min(quiz.closes_at, ended) - max(quiz.opened_at, began) > (quiz.closes_at - quiz.opened_at) / 2
