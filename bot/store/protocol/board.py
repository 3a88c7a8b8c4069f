"""What follows from the attempts: places, progress, days played. Only attempts that count are counted.

An attempt counts unless its question is retired. It counts on the day of its quiz, whenever it was made, also
while that quiz is still open.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included."""

    first: date
    last: date


EVER = Span(date.min, date.max)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a member stands: those with as many right answers share a place, the next has the place after all of them.

    `row` counts from 0 in the order of the board: by right answers, then by fewer wrong ones, then by member.
    """

    row: int
    place: int
    member: int
    name: str
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class Standings:
    """Some rows of a board, and how many rows it has."""

    rows: tuple[Standing, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How a member answered in a span, and in the one before."""

    member: int
    name: str
    right: int
    answered: int
    right_before: int
    answered_before: int


@dataclass(frozen=True, slots=True)
class Hard:
    """A question of a span and how it was answered."""

    quiz: int
    place: int
    right: int
    answered: int


class BoardStore(Protocol):
    """Queries over the attempts of a guild. `topic` keeps to the questions below a heading of that name, in any case.

    Hidden members are left out where members are named, unless one is asked for.
    """

    async def standings(
        self, guild: int, span: Span, *, topic: str | None = None, first_row: int = 0, most: int = 10
    ) -> Standings:
        """Return the rows of the board from one on."""
        ...

    async def standing(self, guild: int, span: Span, member: int, *, topic: str | None = None) -> Standing | None:
        """Return where a member stands, for a hidden one where it would; None where nothing of that member counts."""
        ...

    async def places(
        self, guild: int, span: Span, members: Collection[int], *, topic: str | None = None
    ) -> Mapping[int, int]:
        """Return the places of those of some members who have one."""
        ...

    async def progress(self, guild: int, span: Span, before: Span, least: int) -> tuple[Progress, ...]:
        """Return the members with at least so many answers in both spans.

        The greatest gain in the share of right ones comes first, then most answers, then by member.
        """
        ...

    async def played(self, guild: int, members: Collection[int]) -> Mapping[int, frozenset[date]]:
        """Return for each of some members the days on which they answered a question of the quiz, retired ones too."""
        ...

    async def quiz_days(self, guild: int) -> tuple[date, ...]:
        """Return the days on which a quiz was posted, in order."""
        ...

    async def hindered_days(self, guild: int) -> frozenset[date]:
        """Return the days whose quiz was hindered."""
        ...

    async def hardest(self, guild: int, span: Span, least: int) -> Hard | None:
        """Return the question with the smallest share of right answers among those with at least so many answers.

        Of several the latest by day, then by place; None where there is none.
        """
        ...
