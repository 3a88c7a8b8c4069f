"""A stand-in for Discord: an append-only file that keeps what was sent, also when the program is killed.

It is stricter than Discord: it knows no nonce, so nothing but the program's own care keeps a message from being sent
twice.
"""

from __future__ import annotations

import asyncio
import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from bot.store.protocol.postings import PostingKey, PostingKind
from bot.study.daily.announcing import Announcement, QuizCard, RefusedError, Results, UnsureError
from tests.crash.words import LANDS_WITHIN, RATE, Found, Sending, Word

REFUSED, LOST, UNANSWERED, CLOSED = 0.1, 0.1, 0.1, 0.1
"""How likely it is that a send is refused, never arrives, or arrives without our knowing; that a channel is closed."""


@dataclass(frozen=True, slots=True)
class Message:
    """A message in a channel, there to be seen from `lands` on."""

    id: int
    channel: int
    kind: PostingKind
    guild: int
    day: str
    quiz: int
    lands: str

    @property
    def key(self) -> PostingKey:
        """What was posted."""
        return PostingKey(self.guild, self.kind, date.fromisoformat(self.day))

    def is_there(self, now: datetime) -> bool:
        """True once it has arrived."""
        return datetime.fromisoformat(self.lands) <= now


class ChannelFile:
    """All messages of all channels, a line each."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._messages = [*_read(path)]

    @property
    def messages(self) -> tuple[Message, ...]:
        """The messages in the order in which they were sent."""
        return tuple(self._messages)

    def append(self, channel: int, announcement: Announcement, lands: datetime) -> Message:
        """Keep a message for good."""
        assert isinstance(announcement, QuizCard | Results)
        key, quiz = announcement.key, announcement.quiz.id
        number = len(self._messages) + 1
        message = Message(number, channel, key.kind, key.guild, key.day.isoformat(), quiz, lands.isoformat())
        file = os.open(self._path, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        try:
            os.write(file, f"{json.dumps(asdict(message))}\n".encode())  # in one piece, or not at all
            os.fsync(file)
        finally:
            os.close(file)
        self._messages.append(message)
        return message


def _read(path: Path) -> Iterator[Message]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            fields = json.loads(line)
            yield Message(**fields | {"kind": PostingKind(fields["kind"])})


class FileAnnouncer:
    """Says things in the channels of a file: an `Announcer`. Where it is `faulty`, it is slow and fails at random."""

    def __init__(
        self,
        file: ChannelFile,
        now: Callable[[], datetime],
        rng: random.Random,
        tell: Callable[[Word], None],
        *,
        faulty: bool,
    ) -> None:
        self._file, self._now, self._rng, self._tell, self._faulty = file, now, rng, tell, faulty
        self._closed = rng.random() < CLOSED if faulty else False

    def ready(self) -> bool:
        """Return True: a file is always connected."""
        return True

    def missing(self, guild: int, channel: int) -> str:
        """Return what some lives of the program find missing everywhere."""
        return f"Channel {channel} of {guild} is closed." if self._closed else ""

    async def send(self, channel: int, announcement: Announcement, nonce: str) -> int:  # noqa: ARG002 - see above
        """Send an announcement, which may fail in any way."""
        self._tell(Sending())
        fate = self._rng.random() if self._faulty else 1.0
        if fate < REFUSED:
            raise RefusedError("Not today.")
        if fate < REFUSED + LOST:
            raise UnsureError("It never arrived.")
        on_its_way = LANDS_WITHIN * self._rng.random() ** 3 if self._faulty else timedelta()  # mostly short
        message = self._file.append(channel, announcement, self._now() + on_its_way)
        await asyncio.sleep(on_its_way.total_seconds() / RATE)
        if fate < REFUSED + LOST + UNANSWERED:
            raise UnsureError("It arrived, and the connection broke.")
        return message.id

    async def find(self, channel: int, announcement: Announcement, since: datetime) -> int | None:
        """Return the message that an announcement became, if it has arrived."""
        if self._faulty and self._rng.random() < LOST:
            raise UnsureError("The history could not be read.")
        for message in self._file.messages:
            is_it = (message.channel, message.key) == (channel, announcement.key)
            if is_it and message.is_there(self._now()) and not message.is_there(since):
                self._tell(Found())
                return message.id
        return None

    async def renew(self, channel: int, message: int, card: QuizCard) -> None:
        """Do nothing: nobody looks at the card."""

    async def open_thread(self, channel: int, message: int, name: str) -> None:
        """Do nothing: nobody talks."""

    async def tell_managers(self, guild: int, text: str) -> bool:  # noqa: ARG002 - nobody listens
        """Say that they were told."""
        return True
