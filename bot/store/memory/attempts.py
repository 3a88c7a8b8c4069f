"""The part `attempts` of the store in memory."""

from __future__ import annotations

from collections import defaultdict

from bot.store.memory.tables import Tables
from bot.store.protocol.attempts import Attempt, AttemptRecord, Outcome, Recorded, Result
from bot.store.protocol.quizzes import Quiz


class MemoryAttempts:
    """The attempts; see `AttemptStore`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def add(self, attempt: Attempt, name: str) -> Recorded:
        """Keep an attempt, and how the member is called now, where the quiz takes answers at the time of the attempt.

        Anything but KEPT has changed nothing.
        """
        kept = self._tables.attempts.get((attempt.quiz, attempt.place, attempt.member))
        if kept is not None:
            return Recorded(Outcome.REPEATED, kept)
        quiz = self._tables.quiz(attempt.quiz)
        if quiz is None or attempt.place not in range(len(quiz.questions)):
            return Recorded(Outcome.UNKNOWN)
        question = quiz.questions[attempt.place]
        if attempt.choice not in range(len(question.choices)):
            return Recorded(Outcome.UNKNOWN)
        if not quiz.is_open(attempt.at):
            return Recorded(Outcome.CLOSED)
        if question.retired:
            return Recorded(Outcome.RETIRED)
        self._tables.attempts[attempt.quiz, attempt.place, attempt.member] = attempt
        self._tables.names[quiz.guild, attempt.member] = name
        return Recorded(Outcome.KEPT, attempt)

    async def of(self, quiz: int, member: int) -> tuple[Attempt, ...]:
        """Return the attempts of a member at a quiz, by the place of the question."""
        own = (
            attempt for attempt in self._tables.attempts.values() if (attempt.quiz, attempt.member) == (quiz, member)
        )
        return tuple(sorted(own, key=lambda attempt: attempt.place))

    async def players(self, quiz: int) -> int:
        """Return how many members have answered at least one question of a quiz."""
        return len({attempt.member for attempt in self._tables.attempts.values() if attempt.quiz == quiz})

    async def choices(self, quiz: int) -> tuple[tuple[int, ...], ...]:
        """Return for each question of a quiz how often each choice was chosen; () where there is no such quiz."""
        found = self._tables.quiz(quiz)
        if found is None:
            return ()
        counts = [[0] * len(question.choices) for question in found.questions]
        for attempt in self._tables.attempts_at(found):
            counts[attempt.place][attempt.choice] += 1
        return tuple(map(tuple, counts))

    async def results(self, quiz: int) -> tuple[Result, ...]:
        """Return what everybody reached in a quiz, hidden members too."""
        found = self._tables.quiz(quiz)
        if found is None:
            return ()
        by_member: dict[int, list[Attempt]] = defaultdict(list)
        for attempt in self._tables.attempts_at(found):
            by_member[attempt.member].append(attempt)
        last = {member: max(attempt.at for attempt in own) for member, own in by_member.items()}
        results = [self._result(found, member, own) for member, own in by_member.items()]
        return tuple(sorted(results, key=lambda r: (-r.right, r.answered - r.right, last[r.member], r.member)))

    def _result(self, quiz: Quiz, member: int, own: list[Attempt]) -> Result:
        counted = [attempt for attempt in own if attempt.place in quiz.counted]
        right = sum(attempt.choice == quiz.questions[attempt.place].answer for attempt in counted)
        key = (quiz.guild, member)
        return Result(member, self._tables.names[key], right, len(counted), hidden=key in self._tables.hidden)

    async def records(self, guild: int) -> tuple[AttemptRecord, ...]:
        """Return all attempts of a guild, in order of day, place of the question, time and member."""
        records = [
            self._record(quiz, attempt)
            for quiz in self._tables.quizzes(guild)
            for attempt in self._tables.attempts_at(quiz)
        ]
        return tuple(sorted(records, key=lambda r: (r.day, r.place, r.at, r.member)))

    async def guilds(self) -> tuple[int, ...]:
        """Return the guilds with attempts, in order."""
        return tuple(sorted({self._tables.created[attempt.quiz].guild for attempt in self._tables.attempts.values()}))

    def _record(self, quiz: Quiz, attempt: Attempt) -> AttemptRecord:
        question = quiz.questions[attempt.place]
        return AttemptRecord(
            guild=quiz.guild,
            day=quiz.day,
            quiz=quiz.id,
            place=attempt.place,
            question=question.id,
            prompt=question.prompt,
            member=attempt.member,
            name=self._tables.names[quiz.guild, attempt.member],
            choice=question.choices[attempt.choice],
            right=attempt.choice == question.answer,
            counted=not question.retired,
            at=attempt.at,
        )
