"""A Discord with injected faults and what else the daily quiz works with, for tests of when it is posted."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import Enum, auto

from bot.store.protocol.board import Span
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.study.board.standings import Page, Period
from bot.study.daily.announcing import Announcement, QuizCard, RefusedError, UnsureError, WeeklyRecap
from bot.study.daily.posting import nonce_of
from knowledge.files import NotesError
from knowledge.quiz.model import Question, QuizKind

NONCE_KEPT = timedelta(minutes=3)
"""How long the same nonce gives the same message."""
REFUSAL = "Discord does not let me post there."
GONE = "The channel was deleted: choose another one with /daily setup."


class CrashError(BaseException):
    """The program ends at once, in the middle of what it does."""


class Fault(Enum):
    """What becomes of a send."""

    NONE = auto()
    CRASH_BEFORE = auto()
    """The program ends before anything is sent."""
    CRASH_AFTER = auto()
    """The message is there; the program ends before it learns of that."""
    REFUSED = auto()
    UNSURE_LOST = auto()
    """Nobody knows, and nothing was sent."""
    UNSURE_SENT = auto()
    """Nobody knows, and the message is there."""


class MovableClock:
    """A clock that is set by hand."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment that it is set to."""
        return self.at


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a channel."""

    id: int
    channel: int
    announcement: Announcement
    nonce: str
    at: datetime

    @property
    def key(self) -> PostingKey:
        """What it announces."""
        return self.announcement.key


class FakeAnnouncer:
    """An `Announcer` that keeps messages in a list. `faults` befall the next sends in turn."""

    def __init__(self, clock: MovableClock) -> None:
        self.clock = clock
        self.connected = True
        self.messages: list[Message] = []
        self.faults: deque[Fault] = deque()
        self.lacking: dict[int, str] = {}
        """Why nothing can be posted, by channel."""
        self.searched: list[PostingKey] = []
        self.renewed: list[QuizCard] = []
        self.threads: list[tuple[int, str]] = []
        self.told: list[tuple[int, str]] = []
        self.hears = True

    def of(self, kind: PostingKind, guild: int | None = None) -> list[Message]:
        """The messages of a kind, those of one guild or of all."""
        return [each for each in self.messages if each.key.kind is kind and guild in {None, each.key.guild}]

    def days(self, kind: PostingKind = PostingKind.QUIZ, guild: int | None = None) -> list[date]:
        """The days of the messages of a kind, in the order in which they were sent."""
        return [each.key.day for each in self.of(kind, guild)]

    def ready(self) -> bool:
        """Return whether Discord is connected."""
        return self.connected

    def missing(self, guild: int, channel: int) -> str:  # noqa: ARG002 - the port has it
        """Return why nothing can be posted in a channel."""
        return self.lacking.get(channel, "")

    async def send(self, channel: int, announcement: Announcement, nonce: str) -> int:
        """Send an announcement, with the next fault."""
        assert nonce == nonce_of(announcement.key)
        assert len(nonce) <= 25
        if self.lacking.get(channel):
            raise RefusedError(self.lacking[channel])
        match self.faults.popleft() if self.faults else Fault.NONE:
            case Fault.CRASH_BEFORE:
                raise CrashError
            case Fault.REFUSED:
                raise RefusedError(REFUSAL)
            case Fault.UNSURE_LOST:
                raise UnsureError("Nobody knows.")
            case Fault.CRASH_AFTER:
                self._put(channel, announcement, nonce)
                raise CrashError
            case Fault.UNSURE_SENT:
                self._put(channel, announcement, nonce)
                raise UnsureError("Nobody knows.")
            case _:
                return self._put(channel, announcement, nonce)

    async def find(self, channel: int, announcement: Announcement, since: datetime) -> int | None:
        """Return the id of the message of an announcement: a quiz and its results are known by the quiz's id."""
        self.searched.append(announcement.key)
        if self.lacking.get(channel):
            raise RefusedError(self.lacking[channel])
        for message in self.messages:
            if (
                message.channel == channel
                and message.at >= since
                and _mark(message.announcement) == _mark(announcement)
            ):
                return message.id
        return None

    async def renew(self, channel: int, message: int, card: QuizCard) -> None:  # noqa: ARG002 - the port has them
        """Keep what the card would show."""
        self.renewed.append(card)

    async def open_thread(self, channel: int, message: int, name: str) -> None:  # noqa: ARG002 - the port has it
        """Open a thread, once for each message."""
        if message not in {thread for thread, _ in self.threads}:
            self.threads.append((message, name))

    async def tell_managers(self, guild: int, text: str) -> bool:
        """Keep what the managers are told, if they can be told."""
        if self.hears:
            self.told.append((guild, text))
        return self.hears

    def _put(self, channel: int, announcement: Announcement, nonce: str) -> int:
        now = self.clock.now()
        for message in self.messages:
            if message.nonce == nonce and abs(now - message.at) < NONCE_KEPT:
                return message.id
        self.messages.append(Message(1000 + len(self.messages), channel, announcement, nonce, now))
        return self.messages[-1].id


def _mark(announcement: Announcement) -> object:
    """What the buttons of a message carry."""
    if isinstance(announcement, WeeklyRecap):
        return announcement.key
    return announcement.key.kind, announcement.quiz.id


def made_question(number: int) -> Question:
    """A question as the notes give it."""
    return Question(
        f"q{number}", QuizKind.VALUE, f"Which {number}?", ("a", "b", "c", "d"), 0, "The line.",
        ("Amazon SQS", f"Part {number}"), "sqs.md", number, number, fact=f"fact {number}",
    )  # fmt: skip


class FakeQuestions:
    """Gives the questions that are put into it, or the trouble with the notes."""

    def __init__(self, numbers: Iterable[int] = range(1, 31)) -> None:
        self.questions = tuple(map(made_question, numbers))
        self.trouble = ""

    async def of(self, guild: int | None) -> tuple[Question, ...]:  # noqa: ARG002 - the port has it
        """Return the questions, or raise NotesError."""
        if self.trouble:
            raise NotesError(self.trouble)
        return self.questions


class FakeRecaps:
    """Looks back on every week, but where there was nothing."""

    def __init__(self) -> None:
        self.empty = False

    async def recap(self, guild: int, day: date) -> WeeklyRecap | None:
        """Return a recap without rows; None if it is to be empty."""
        if self.empty:
            return None
        page = Page(Period.WEEK, Span(day - timedelta(days=6), day), (), 0, 0, 0)
        return WeeklyRecap(guild, day, page, b"", None)
