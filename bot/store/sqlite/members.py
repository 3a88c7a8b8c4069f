"""The part `members` of the store in SQLite."""

from __future__ import annotations

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.sqlite.values import key


class SqliteMembers:
    """Who is hidden; see `MemberStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def hide(self, guild: int, member: int, *, hidden: bool) -> None:
        """Keep whether a member is left out of what others see."""

        def write(db: Database) -> None:
            sql = """
                INSERT INTO member (guild, id, hidden) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET hidden = excluded.hidden
            """
            db.execute(sql, [guild, member, hidden])

        await self._file.write(write)

    async def hidden(self, guild: int, member: int) -> bool:
        """Return whether a member is left out; False for one that nobody knows."""

        def read(db: Database) -> bool:
            sql = "SELECT hidden FROM member WHERE guild = ? AND id = ?"
            return bool(db.execute(sql, [key(guild), key(member)]).fetchone() == (1,))

        return await self._file.read(read)
