"""The part `meta` of the store in SQLite."""

from __future__ import annotations

from sqlite_utils import Database

from bot.store.database import DatabaseFile


class SqliteMeta:
    """Small facts of the program itself; see `MetaStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def get(self, key: str) -> str | None:
        """Return what was put under this name; None where nothing was."""

        def read(db: Database) -> str | None:
            row = db.execute("SELECT value FROM meta WHERE key = ?", [key]).fetchone()
            return row and str(row[0])

        return await self._file.read(read)

    async def put(self, key: str, value: str) -> None:
        """Keep a value under a name, in place of an earlier one."""

        def write(db: Database) -> None:
            db.execute(
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                [key, value],
            )

        await self._file.write(write)
