"""The part `board` of the store in memory."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from bot.store.memory.tables import Tables
from bot.store.protocol.attempts import Attempt
from bot.store.protocol.board import Hard, Progress, Span, Standing, Standings
from bot.store.protocol.quizzes import Quiz, QuizQuestion


@dataclass(slots=True)
class _Tally:
    """How many attempts count, and how many of them are right."""

    right: int = 0
    answered: int = 0

    def add(self, question: QuizQuestion, attempt: Attempt) -> None:
        self.answered += 1
        self.right += attempt.choice == question.answer

    @property
    def share(self) -> Fraction:
        return Fraction(self.right, self.answered)


class MemoryBoard:
    """What follows from the attempts; see `BoardStore`."""

    def __init__(self, tables: Tables) -> None:
        self._tables = tables

    async def standings(
        self, guild: int, span: Span, *, topic: str | None = None, first_row: int = 0, most: int = 10
    ) -> Standings:
        """Return the rows of the board from one on."""
        rows = self._rows(guild, self._by_member(guild, span, topic))
        return Standings(tuple(rows[first_row : first_row + most]), len(rows))

    async def standing(self, guild: int, span: Span, member: int, *, topic: str | None = None) -> Standing | None:
        """Return where a member stands, for a hidden one where it would; None where nothing of that member counts."""
        rows = self._rows(guild, self._by_member(guild, span, topic), asked_for=member)
        return next((row for row in rows if row.member == member), None)

    async def places(
        self, guild: int, span: Span, members: Collection[int], *, topic: str | None = None
    ) -> Mapping[int, int]:
        """Return the places of those of some members who have one, for a hidden one where it would have it."""
        found = {member: await self.standing(guild, span, member, topic=topic) for member in members}
        return {member: standing.place for member, standing in found.items() if standing is not None}

    async def progress(self, guild: int, span: Span, before: Span, least: int) -> tuple[Progress, ...]:
        """Return the members with at least so many answers, and at least one, in both spans."""
        now, then = self._by_member(guild, span), self._by_member(guild, before)
        enough = [
            member
            for member in sorted(now.keys() & then.keys())
            if min(now[member].answered, then[member].answered) >= least and (guild, member) not in self._tables.hidden
        ]
        enough.sort(key=lambda m: (then[m].share - now[m].share, -now[m].answered, m))
        return tuple(
            Progress(m, self._name(guild, m), now[m].right, now[m].answered, then[m].right, then[m].answered)
            for m in enough
        )

    async def played(self, guild: int, members: Collection[int]) -> Mapping[int, frozenset[date]]:
        """Return for each of some members the days on which they answered a question of the quiz, retired ones too."""
        days = [
            (attempt.member, quiz.day)
            for quiz in self._tables.quizzes(guild)
            for attempt in self._tables.attempts_at(quiz)
        ]
        return {member: frozenset(day for by, day in days if by == member) for member in members}

    async def quiz_days(self, guild: int) -> tuple[date, ...]:
        """Return the days on which a quiz was posted, in order."""
        return tuple(quiz.day for quiz in self._tables.quizzes(guild) if quiz.message is not None)

    async def hindered_days(self, guild: int) -> frozenset[date]:
        """Return the days whose quiz was hindered."""
        return frozenset(quiz.day for quiz in self._tables.quizzes(guild) if quiz.id in self._tables.hindered)

    async def hardest(self, guild: int, span: Span, least: int) -> Hard | None:
        """Return the question with the smallest share of right answers among those with at least so many answers.

        Hidden members count here, as nobody is named. Of several the latest by day, then by place.
        """
        tallies: dict[tuple[date, int, int], _Tally] = {}
        for quiz, question, attempt in self._counted(guild, span, None):
            tallies.setdefault((quiz.day, attempt.place, quiz.id), _Tally()).add(question, attempt)
        enough = [(day, place, quiz) for (day, place, quiz), t in tallies.items() if t.answered >= least]
        if not enough:
            return None
        hardest = min(sorted(enough, reverse=True), key=lambda key: tallies[key].share)
        _, place, quiz_id = hardest
        return Hard(quiz_id, place, tallies[hardest].right, tallies[hardest].answered)

    def _counted(self, guild: int, span: Span, topic: str | None) -> Iterator[tuple[Quiz, QuizQuestion, Attempt]]:
        """Every attempt that counts."""
        for quiz in self._tables.quizzes(guild):
            if span.first <= quiz.day <= span.last:
                for attempt in self._tables.attempts_at(quiz):
                    question = quiz.questions[attempt.place]
                    if not question.retired and (topic is None or _below(question, topic)):
                        yield quiz, question, attempt

    def _by_member(self, guild: int, span: Span, topic: str | None = None) -> dict[int, _Tally]:
        tallies: dict[int, _Tally] = {}
        for _, question, attempt in self._counted(guild, span, topic):
            tallies.setdefault(attempt.member, _Tally()).add(question, attempt)
        return tallies

    def _rows(self, guild: int, tallies: Mapping[int, _Tally], asked_for: int | None = None) -> list[Standing]:
        """All rows of a board: those who are not hidden, and the one asked for."""
        shown = {m: t for m, t in tallies.items() if m == asked_for or (guild, m) not in self._tables.hidden}
        order = sorted(shown, key=lambda m: (-shown[m].right, shown[m].answered - shown[m].right, m))
        rows: list[Standing] = []
        for row, member in enumerate(order):
            tally = shown[member]
            place = rows[-1].place if rows and rows[-1].right == tally.right else row + 1
            rows.append(Standing(row, place, member, self._name(guild, member), tally.right, tally.answered))
        return rows

    def _name(self, guild: int, member: int) -> str:
        return self._tables.names[guild, member]


def _below(question: QuizQuestion, topic: str) -> bool:
    return topic.casefold() in {heading.casefold() for heading in question.topic}
