"""The store in memory, for tests and for a program that is to keep nothing: it ends with the program.

It keeps what happened and derives everything else anew each time: slow and plain, so that faster engines can be held
against it.
"""

from __future__ import annotations

import secrets

from bot.store.memory.asked import MemoryAsked
from bot.store.memory.attempts import MemoryAttempts
from bot.store.memory.board import MemoryBoard
from bot.store.memory.members import MemoryMembers
from bot.store.memory.meta import MemoryMeta
from bot.store.memory.postings import MemoryPostings
from bot.store.memory.quizzes import MemoryQuizzes
from bot.store.memory.reviews import MemoryReviews
from bot.store.memory.schedules import MemorySchedules
from bot.store.memory.tables import Tables
from bot.store.secret import LENGTH


class MemoryStore:
    """The store of one run; see `bot.store.protocol`."""

    def __init__(self) -> None:
        tables = Tables()
        self.meta = MemoryMeta()
        self.asked = MemoryAsked()
        self.schedules = MemorySchedules()
        self.postings = MemoryPostings(tables)
        self.quizzes = MemoryQuizzes(tables)
        self.attempts = MemoryAttempts(tables)
        self.reviews = MemoryReviews(tables)
        self.members = MemoryMembers(tables)
        self.board = MemoryBoard(tables)
        self.secret = secrets.token_bytes(LENGTH)

    async def open(self) -> None:
        """Do nothing: there is nothing to open."""

    async def close(self) -> None:
        """Do nothing: what is kept stays until the store goes."""
