"""What the daily quiz says to a whole group, and the port through which it is said.

The values say what there is to say; how it looks is a matter of whoever implements `Announcer`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from bot.store.protocol.attempts import Result
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.study.board.standings import Page
from bot.study.board.streaks import Streak

MOST_PODIUM = 3
"""Places that the results name."""


class RefusedError(Exception):
    """Discord refused, or would: nothing was sent. The text is one sentence for the managers, safe to show."""


class UnsureError(Exception):
    """Nobody knows whether it was sent: the connection broke, or Discord failed."""


@dataclass(frozen=True, slots=True)
class QuizCard:
    """The public message of a quiz. `played` is how many members have answered at least one question."""

    quiz: Quiz
    played: int = 0
    role: int | None = None

    @property
    def key(self) -> PostingKey:
        """What it is known by."""
        return PostingKey(self.quiz.guild, PostingKind.QUIZ, self.quiz.day)


@dataclass(frozen=True, slots=True)
class Podium:
    """One who stands on the podium of a quiz: `place` is shared by equals."""

    place: int
    result: Result


@dataclass(frozen=True, slots=True)
class NewStreak:
    """A streak that reached a number of days worth a word with this quiz."""

    member: int
    name: str
    streak: Streak


@dataclass(frozen=True, slots=True)
class Results:
    """What a closed quiz led to.

    `choices` say for each question how often each choice was chosen; `hard` are the places of the questions that fewer
    than a third got right, by enough answers to mean something. Hidden members count, but are not named.
    """

    quiz: Quiz
    played: int
    choices: tuple[tuple[int, ...], ...]
    hard: frozenset[int]
    podium: tuple[Podium, ...]
    streaks: tuple[NewStreak, ...]

    @property
    def key(self) -> PostingKey:
        """What it is known by."""
        return PostingKey(self.quiz.guild, PostingKind.RESULTS, self.quiz.day)


@dataclass(frozen=True, slots=True)
class HardestQuestion:
    """The question of a week that the smallest share got right."""

    quiz: Quiz
    place: int
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class WeeklyRecap:
    """A week looked back on: the first page of its board with picture, and its hardest question.

    `day` is the day on which it is posted, `page` the board of the seven days up to it.
    """

    guild: int
    day: date
    page: Page
    picture: bytes
    hardest: HardestQuestion | None

    @property
    def key(self) -> PostingKey:
        """What it is known by."""
        return PostingKey(self.guild, PostingKind.RECAP, self.day)


Announcement = QuizCard | Results | WeeklyRecap


class Announcer(Protocol):
    """Says things in channels of a guild. Knows Discord."""

    def ready(self) -> bool:
        """Return whether Discord is connected, so that what it says of guilds and channels is known."""
        ...

    def missing(self, guild: int, channel: int) -> str:
        """Return why nothing can be posted in a channel, in one sentence for managers; "" where everything can be.

        Where the channel is gone or the bot is not in the guild, it says so; else it names every missing permission.
        """
        ...

    async def send(self, channel: int, announcement: Announcement, nonce: str) -> int:
        """Send an announcement and return the id of its message. The same nonce again gives the same message.

        Raises RefusedError where nothing was sent, UnsureError where nobody knows.
        """
        ...

    async def find(self, channel: int, announcement: Announcement, since: datetime) -> int | None:
        """Return the id of the message that an announcement became, by what its buttons carry; None where none is.

        Raises RefusedError where the history cannot be read, UnsureError where Discord failed.
        """
        ...

    async def renew(self, channel: int, message: int, card: QuizCard) -> None:
        """Show the card of a quiz as it is now. A message that is gone or closed to the bot is left alone."""
        ...

    async def open_thread(self, channel: int, message: int, name: str) -> None:
        """Open a thread for talk below a message, if it has none. A refusal is left alone."""
        ...

    async def tell_managers(self, guild: int, text: str) -> bool:
        """Tell the managers something: in the system channel, else directly to the owner; False where neither works."""
        ...
