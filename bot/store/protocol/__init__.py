"""What every engine of the store can do, and the records that go in and out.

The store is made of parts, one for each theme: `store.meta`, `store.asked`, `store.quizzes` and so on. Every write is
one method and one unit: it happens as a whole or not at all, and once it has returned it is kept, whatever happens to
the program. Every method may raise StoreError. Times are aware and come from the caller. Guilds, channels, messages and
members are the numbers that Discord knows them by; a *day* is a local date of a guild.
"""

from __future__ import annotations

from typing import Protocol

from bot.store.protocol.asked import AskedQuestion, AskedStore
from bot.store.protocol.attempts import AttemptStore
from bot.store.protocol.board import BoardStore
from bot.store.protocol.members import MemberStore
from bot.store.protocol.meta import MetaStore
from bot.store.protocol.postings import PostingStore
from bot.store.protocol.quizzes import QuizStore
from bot.store.protocol.reviews import ReviewStore
from bot.store.protocol.schedules import ScheduleStore

__all__ = ["AskedQuestion", "AskedStore", "MetaStore", "Store", "StoreError"]


class StoreError(Exception):
    """The store cannot do what was asked. Its text is one sentence that is safe to show and says what to do."""


class Store(Protocol):
    """The state of the groups."""

    @property
    def meta(self) -> MetaStore:
        """Small facts of the program itself."""
        ...

    @property
    def asked(self) -> AskedStore:
        """The questions that were asked."""
        ...

    @property
    def schedules(self) -> ScheduleStore:
        """When each guild has its quiz."""
        ...

    @property
    def postings(self) -> PostingStore:
        """What was posted by itself, each thing once."""
        ...

    @property
    def quizzes(self) -> QuizStore:
        """The daily quizzes with their questions."""
        ...

    @property
    def attempts(self) -> AttemptStore:
        """Who chose what."""
        ...

    @property
    def reviews(self) -> ReviewStore:
        """Questions that were reported, and those that were retired."""
        ...

    @property
    def members(self) -> MemberStore:
        """How members are called, and who is hidden."""
        ...

    @property
    def board(self) -> BoardStore:
        """What follows from the attempts: places, progress, days played."""
        ...

    @property
    def secret(self) -> bytes:
        """The key under which voters are hashed: the same at every start, and kept apart from the records."""
        ...

    async def open(self) -> None:
        """Make the store ready; everything else may be called only between this and `close`.

        Raises StoreError where the state cannot be kept or read.
        """
        ...

    async def close(self) -> None:
        """Finish what was accepted and close the store. Closing a closed store does nothing."""
        ...
