"""The store in an SQLite file: `study.db`. Each part of it is a module of its own."""

from __future__ import annotations

import asyncio
from pathlib import Path

from bot.store.database import DatabaseFile
from bot.store.secret import load_secret
from bot.store.sqlite.asked import SqliteAsked
from bot.store.sqlite.attempts import SqliteAttempts
from bot.store.sqlite.board import SqliteBoard
from bot.store.sqlite.members import SqliteMembers
from bot.store.sqlite.meta import SqliteMeta
from bot.store.sqlite.postings import SqlitePostings
from bot.store.sqlite.quizzes import SqliteQuizzes
from bot.store.sqlite.reviews import SqliteReviews
from bot.store.sqlite.schedules import SqliteSchedules

FILE_NAME = "study.db"
SECRET_NAME = "study.key"  # noqa: S105 - the name of the file, not the key


class SqliteStore:
    """The store of a group that runs one program; see `bot.store.protocol`."""

    def __init__(self, data_dir: Path) -> None:
        """Nothing is touched before `open`."""
        self._data_dir = data_dir
        self._file = DatabaseFile(data_dir / FILE_NAME)
        self._secret = b""
        self.meta = SqliteMeta(self._file)
        self.asked = SqliteAsked(self._file)
        self.schedules = SqliteSchedules(self._file)
        self.postings = SqlitePostings(self._file)
        self.quizzes = SqliteQuizzes(self._file)
        self.attempts = SqliteAttempts(self._file)
        self.reviews = SqliteReviews(self._file)
        self.members = SqliteMembers(self._file)
        self.board = SqliteBoard(self._file)

    @property
    def secret(self) -> bytes:
        """The key that voters are hashed with. It has a file of its own: a copy of the database names nobody."""
        return self._secret

    async def open(self) -> None:
        """Open the file in the data directory, both made where they are missing."""
        await self._file.open()
        try:
            self._secret = await asyncio.to_thread(load_secret, self._data_dir / SECRET_NAME)
        except BaseException:
            await self._file.close()
            raise

    async def close(self) -> None:
        """Finish what was accepted and close the file."""
        await self._file.close()
