"""The part `postings` of the store in SQLite."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol.postings import Claim, Posting, PostingKey, PostingKind
from bot.store.sqlite.values import key as id_key
from bot.store.sqlite.values import moment_or_none, stored


class SqlitePostings:
    """The postings; see `PostingStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def claim(self, key: PostingKey, now: datetime, until: datetime) -> Claim | None:
        """Claim a posting until a time; None where it is settled or somebody else's claim still holds at `now`."""

        def write(db: Database) -> Claim | None:
            sql = """
                INSERT INTO posting (kind, day, guild, lease) VALUES (:kind, :day, :guild, :until)
                ON CONFLICT DO UPDATE SET unsure = unsure OR lease IS NOT NULL, lease = excluded.lease
                WHERE at IS NULL AND (lease IS NULL OR lease <= :now)
                RETURNING unsure
            """
            row = db.execute(sql, _key(key) | {"now": stored(now), "until": stored(until)}).fetchone()
            return None if row is None else Claim(first=not row[0])

        return await self._file.write(write)

    async def sent(self, key: PostingKey, channel: int, message: int, at: datetime) -> bool:
        """Keep which message a posting became; False where it was settled before."""
        return await self._settle(Posting(key, channel, message, at))

    async def release(self, key: PostingKey) -> None:
        """Give up the claim of a posting."""

        def write(db: Database) -> None:
            sql = "UPDATE posting SET lease = NULL WHERE kind = :kind AND day = :day AND guild = :guild"
            db.execute(sql, _key(key))

        await self._file.write(write)

    async def miss(self, key: PostingKey, at: datetime) -> bool:
        """Keep that a posting was missed for good; False where it was settled before."""
        return await self._settle(Posting(key, at=at, missed=True))

    async def get(self, key: PostingKey) -> Posting | None:
        """Return what became of a posting; None where nobody ever claimed or missed it."""

        def read(db: Database) -> Posting | None:
            sql = "SELECT channel, message, at FROM posting WHERE kind = :kind AND day = :day AND guild = :guild"
            row = db.execute(sql, _key(key)).fetchone()
            if row is None:
                return None
            channel, message, at = row
            missed = at is not None and message is None
            return Posting(key, channel, message, moment_or_none(at), missed)

        return await self._file.read(read)

    async def settled(self, kind: PostingKind, since: date) -> frozenset[tuple[int, date]]:
        """Return guild and day of the postings that were sent or missed, for the days from this one on."""

        def read(db: Database) -> frozenset[tuple[int, date]]:
            sql = "SELECT guild, day FROM posting WHERE kind = ? AND day >= ? AND at IS NOT NULL"
            rows = db.execute(sql, [kind, since.toordinal()])
            return frozenset((guild, date.fromordinal(day)) for guild, day in rows)

        return await self._file.read(read)

    async def doubtful(self, kind: PostingKind, since: date) -> frozenset[tuple[int, date]]:
        """Return guild and day of the unsettled postings that a claim may have sent, for the days from this one on."""

        def read(db: Database) -> frozenset[tuple[int, date]]:
            sql = """
                SELECT guild, day FROM posting
                WHERE kind = ? AND day >= ? AND at IS NULL AND (unsure OR lease IS NOT NULL)
            """
            rows = db.execute(sql, [kind, since.toordinal()])
            return frozenset((guild, date.fromordinal(day)) for guild, day in rows)

        return await self._file.read(read)

    async def missed(self, guild: int, kind: PostingKind, since: date) -> tuple[date, ...]:
        """Return the days from this one on whose posting was missed, in order."""

        def read(db: Database) -> tuple[date, ...]:
            sql = """
                SELECT day FROM posting
                WHERE kind = ? AND day >= ? AND guild = ? AND at IS NOT NULL AND message IS NULL ORDER BY day
            """
            rows = db.execute(sql, [kind, since.toordinal(), id_key(guild)])
            return tuple(date.fromordinal(day) for (day,) in rows)

        return await self._file.read(read)

    async def _settle(self, posting: Posting) -> bool:
        values = {"channel": posting.channel, "message": posting.message, "at": posting.at and stored(posting.at)}

        def write(db: Database) -> bool:
            sql = """
                INSERT INTO posting (kind, day, guild, channel, message, at)
                VALUES (:kind, :day, :guild, :channel, :message, :at)
                ON CONFLICT DO UPDATE SET channel = excluded.channel, message = excluded.message, at = excluded.at
                WHERE at IS NULL
            """
            return db.execute(sql, _key(posting.key) | values).rowcount > 0

        return await self._file.write(write)


def _key(key: PostingKey) -> dict[str, Any]:
    return {"kind": key.kind, "day": key.day.toordinal(), "guild": id_key(key.guild)}
