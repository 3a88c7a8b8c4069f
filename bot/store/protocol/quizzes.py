"""The daily quizzes with their questions, as they were asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class QuizQuestion:
    """A question as it was asked: later changes of the notes do not change it.

    `id` is that of the question in the notes, `answer` the index of the right one of `choices`, `topic` the heading
    path. A `retired` one is not asked any more, and no attempt at it counts.
    """

    id: str
    kind: str
    prompt: str
    choices: tuple[str, ...]
    answer: int
    explanation: str
    topic: tuple[str, ...]
    file: str
    start_line: int
    end_line: int
    retired: bool = False

    @property
    def right(self) -> str:
        """The right choice."""
        return self.choices[self.answer]


@dataclass(frozen=True, slots=True)
class Quiz:
    """The quiz of a guild and day.

    `number` counts the quizzes of the guild from 1. `channel` is where it was sent, or is to be. `message` and
    `opened_at` are None until its posting is known to be sent; `closed_at` is None until it was closed, which happens
    at `closes_at` or somewhat later. Its questions are known by their place in `questions`, from 0.
    """

    id: int
    guild: int
    day: date
    number: int
    channel: int
    closes_at: datetime
    questions: tuple[QuizQuestion, ...]
    message: int | None = None
    opened_at: datetime | None = None
    closed_at: datetime | None = None

    @property
    def counted(self) -> tuple[int, ...]:
        """The places of the questions that are not retired."""
        return tuple(place for place, question in enumerate(self.questions) if not question.retired)

    def is_open(self, now: datetime) -> bool:
        """True while answers are taken."""
        return self.closed_at is None and now < self.closes_at


class QuizStore(Protocol):
    """The quizzes. Where a quiz comes out, its questions say whether they are retired in its guild by now."""

    async def create(
        self, guild: int, day: date, channel: int, questions: Sequence[QuizQuestion], closes_at: datetime
    ) -> Quiz:
        """Keep a new quiz and return it; where guild and day have one, that one is returned as it is."""
        ...

    async def withdraw(self, quiz_id: int) -> bool:
        """Delete a quiz that was never posted; False, and nothing is changed, where it was, or somebody answered."""
        ...

    async def close(self, quiz_id: int, at: datetime) -> bool:
        """Take no more answers; False where it is closed already or there is none."""
        ...

    async def hinder(self, began: datetime, ended: datetime) -> int:
        """Keep that nobody could play from one time to another; return how many posted quizzes are hindered by that.

        Hindered is a quiz that loses more than half of the time for which it is open, from its posting to `closes_at`.
        """
        ...

    async def get(self, quiz_id: int) -> Quiz | None:
        """Return a quiz; None where there is none of this id."""
        ...

    async def on(self, guild: int, day: date) -> Quiz | None:
        """Return the quiz of a guild and day; None where it has none."""
        ...

    async def latest(self, guild: int, most: int) -> tuple[Quiz, ...]:
        """Return the posted quizzes of a guild, latest first."""
        ...

    async def unfinished(self, now: datetime) -> tuple[Quiz, ...]:
        """Return the posted quizzes of all guilds that have to close by `now` and whose results are not settled.

        The earliest day comes first.
        """
        ...

    async def asked(self, guild: int) -> Mapping[str, date]:
        """Return the ids of the questions that a guild was asked, each with the last day."""
        ...

    async def topics(self, guild: int) -> tuple[str, ...]:
        """Return the headings above the questions that a guild was asked, each once, most often asked first."""
        ...
