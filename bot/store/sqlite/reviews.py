"""The part `reviews` of the store in SQLite."""

from __future__ import annotations

from datetime import datetime

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol.reviews import Report
from bot.store.sqlite.values import key, moment, stored


class SqliteReviews:
    """Reports and retirements; see `ReviewStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def report(self, quiz: int, place: int, member: int, at: datetime) -> bool:
        """Keep that a member finds fault with a question; False where the member did before, or there is none."""

        def write(db: Database) -> bool:
            sql = """
                INSERT INTO report (guild, question, member, at)
                SELECT guild, id, ?, ? FROM question_now WHERE quiz = ? AND place = ?
                ON CONFLICT DO UPDATE SET at = excluded.at, decided_by = NULL, decided_at = NULL
                WHERE decided_at IS NOT NULL
            """
            return db.execute(sql, [member, stored(at), key(quiz), key(place)]).rowcount > 0

        return await self._file.write(write)

    async def reports(self, guild: int) -> tuple[Report, ...]:
        """Return what managers have to decide on: most reported first, then latest, then by the id of the question."""

        def read(db: Database) -> tuple[Report, ...]:
            sql = """
                WITH
                    reported AS (
                        SELECT question, count(*) AS reporters, max(at) AS at
                        FROM report WHERE guild = ?1 AND decided_at IS NULL GROUP BY question
                    ),
                    asked AS (
                        SELECT
                            id, quiz, place,
                            row_number() OVER (PARTITION BY id ORDER BY day DESC, place DESC) AS times_ago
                        FROM question_now WHERE guild = ?1 AND NOT retired
                    )
                SELECT question, quiz, place, reporters, at
                FROM reported JOIN asked ON asked.id = reported.question AND times_ago = 1
                ORDER BY reporters DESC, at DESC, question
            """
            rows = db.execute(sql, [key(guild)])
            return tuple(Report(question, quiz, place, many, moment(at)) for question, quiz, place, many, at in rows)

        return await self._file.read(read)

    async def keep(self, guild: int, question: str, by: int, at: datetime) -> bool:
        """Decide that a reported question stays; False where nothing was reported."""
        return await self._file.write(lambda db: _decide(db, guild, question, by, at))

    async def retire(self, guild: int, question: str, by: int, at: datetime) -> bool:
        """Retire a question, which also decides on its reports; False where it was retired or never asked there."""

        def write(db: Database) -> bool:
            sql = """
                INSERT INTO retirement (guild, question, retired_by, retired_at)
                SELECT guild, id, ?, ? FROM question_now WHERE guild = ? AND id = ? LIMIT 1
                ON CONFLICT DO NOTHING
            """
            if not db.execute(sql, [by, stored(at), key(guild), question]).rowcount:
                return False
            _decide(db, guild, question, by, at)
            return True

        return await self._file.write(write)

    async def reinstate(self, guild: int, question: str) -> bool:
        """Take a question back among the others; False where it was not retired."""

        def write(db: Database) -> bool:
            sql = "DELETE FROM retirement WHERE guild = ? AND question = ?"
            return db.execute(sql, [key(guild), question]).rowcount > 0

        return await self._file.write(write)

    async def retired(self, guild: int) -> frozenset[str]:
        """Return the ids of the questions that are retired in a guild."""

        def read(db: Database) -> frozenset[str]:
            rows = db.execute("SELECT question FROM retirement WHERE guild = ?", [key(guild)])
            return frozenset(question for (question,) in rows)

        return await self._file.read(read)


def _decide(db: Database, guild: int, question: str, by: int, at: datetime) -> bool:
    """Take the reports of a question off the list; False where there were none."""
    sql = """
        UPDATE report SET decided_by = ?, decided_at = ?
        WHERE guild = ? AND question = ? AND decided_at IS NULL
    """
    return db.execute(sql, [by, stored(at), key(guild), question]).rowcount > 0
