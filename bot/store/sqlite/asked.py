"""The part `asked` of the store in SQLite."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol import AskedQuestion
from bot.store.sqlite.values import key, moment, stored


class SqliteAsked:
    """The questions that were asked; see `AskedStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def add(self, text: str, guild: int | None, at: datetime, *, found: bool, private: bool = False) -> int:
        """Keep a question and return its id."""

        def write(db: Database) -> int:
            sql = "INSERT INTO asked (guild, text, asked_at, found, private) VALUES (?, ?, ?, ?, ?)"
            return int(db.execute(sql, [guild, text, stored(at), found, private]).lastrowid or 0)

        return await self._file.write(write)

    async def get(self, asked_id: int) -> AskedQuestion | None:
        """Return a question; None where the store has none of this id."""

        def read(db: Database) -> AskedQuestion | None:
            rows = db.query("SELECT * FROM asked_question WHERE id = ?", [key(asked_id)])
            return next(map(_question, rows), None)

        return await self._file.read(read)

    async def vote(self, asked_id: int, voter: bytes, *, helpful: bool) -> bool:
        """Keep what a voter thinks of the answer; False where the store has no question of this id."""

        def write(db: Database) -> bool:
            sql = """
                INSERT INTO vote (asked_id, voter, helpful) SELECT id, ?, ? FROM asked WHERE id = ?
                ON CONFLICT (asked_id, voter) DO UPDATE SET helpful = excluded.helpful
            """
            return db.execute(sql, [voter, helpful, key(asked_id)]).rowcount > 0

        return await self._file.write(write)

    async def good(self, guild: int, most: int) -> tuple[str, ...]:
        """Return questions that were answered well, each once, latest first."""

        def read(db: Database) -> tuple[str, ...]:
            sql = """
                SELECT text FROM asked_question WHERE guild = ? AND found AND NOT private AND NOT voted_down
                GROUP BY text ORDER BY max(asked_at) DESC, max(id) DESC LIMIT ?
            """
            return tuple(text for (text,) in db.execute(sql, [guild, most]))

        return await self._file.read(read)

    async def gaps(self, guild: int, most: int) -> tuple[AskedQuestion, ...]:
        """Return the gaps of a guild, latest first."""

        def read(db: Database) -> tuple[AskedQuestion, ...]:
            sql = "SELECT * FROM asked_question WHERE guild = ? AND gap ORDER BY asked_at DESC, id DESC LIMIT ?"
            return tuple(map(_question, db.query(sql, [guild, most])))

        return await self._file.read(read)

    async def settle(self, guild: int, asked_ids: Collection[int]) -> int:
        """Take gaps of this guild off the list for good; return how many."""

        def write(db: Database) -> int:
            sql = """
                UPDATE asked SET settled = 1
                WHERE id = (SELECT id FROM asked_question WHERE id = ? AND guild = ? AND gap)
            """
            return sum(db.execute(sql, [key(asked_id), guild]).rowcount for asked_id in asked_ids)

        return await self._file.write(write)

    async def forget(self, *, before: datetime, gaps_before: datetime) -> int:
        """Delete the questions asked before a time, and the gaps asked before another; return how many went."""

        def write(db: Database) -> int:
            sql = """
                DELETE FROM asked
                WHERE id IN (SELECT id FROM asked_question WHERE asked_at < CASE WHEN gap THEN ? ELSE ? END)
            """
            return db.execute(sql, [stored(gaps_before), stored(before)]).rowcount

        return await self._file.write(write)


def _question(row: dict[str, Any]) -> AskedQuestion:
    return AskedQuestion(
        id=row["id"],
        guild=row["guild"],
        text=row["text"],
        asked_at=moment(row["asked_at"]),
        found=bool(row["found"]),
        helpful=row["helpful"],
        unhelpful=row["unhelpful"],
    )
