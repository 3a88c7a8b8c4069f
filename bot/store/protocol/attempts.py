"""Who chose what: the record that all scores follow from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Attempt:
    """What a member chose, the first time: the `place` of the question in its quiz, the index of the `choice`."""

    quiz: int
    place: int
    member: int
    choice: int
    at: datetime


class Outcome(Enum):
    """What became of an attempt."""

    KEPT = auto()
    REPEATED = auto()
    """The member had answered before; that attempt stays."""
    CLOSED = auto()
    RETIRED = auto()
    UNKNOWN = auto()
    """There is no such quiz, question or choice."""


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of an attempt, and the attempt that is kept: None unless it is KEPT or REPEATED.

    Who had answered is REPEATED also when the quiz is closed or the question retired by now.
    """

    outcome: Outcome
    attempt: Attempt | None = None


@dataclass(frozen=True, slots=True)
class Result:
    """What a member reached in one quiz, by the questions that are not retired."""

    member: int
    name: str
    right: int
    answered: int
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class AttemptRecord:
    """An attempt with all that it is about, for an export."""

    guild: int
    day: date
    quiz: int
    place: int
    question: str
    prompt: str
    member: int
    name: str
    choice: str
    right: bool
    counted: bool
    at: datetime


class AttemptStore(Protocol):
    """The attempts. A member has one for each question of each quiz, the first."""

    async def add(self, attempt: Attempt, name: str) -> Recorded:
        """Keep an attempt, and how the member is called now, where the quiz takes answers at that time.

        Anything but KEPT has changed nothing.
        """
        ...

    async def of(self, quiz: int, member: int) -> tuple[Attempt, ...]:
        """Return the attempts of a member at a quiz, by the place of the question."""
        ...

    async def players(self, quiz: int) -> int:
        """Return how many members have answered at least one question of a quiz."""
        ...

    async def choices(self, quiz: int) -> tuple[tuple[int, ...], ...]:
        """Return for each question of a quiz how often each choice was chosen; () where there is no such quiz."""
        ...

    async def results(self, quiz: int) -> tuple[Result, ...]:
        """Return what everybody reached who answered a question of a quiz, retired ones and hidden members too.

        Most right ones come first, then fewest wrong ones, then the earliest last attempt, then by member.
        """
        ...

    async def records(self, guild: int) -> tuple[AttemptRecord, ...]:
        """Return all attempts of a guild, in order of day, place of the question, time and member."""
        ...

    async def guilds(self) -> tuple[int, ...]:
        """Return the guilds with attempts, in order."""
        ...
