"""The part `schedules` of the store in SQLite."""

from __future__ import annotations

from datetime import date, time
from typing import Any

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol.schedules import Recap, Schedule
from bot.store.sqlite.values import key, moment, stored

_WEEK = range(7)


class SqliteSchedules:
    """The schedules and the seasons; see `ScheduleStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def get(self, guild: int) -> Schedule | None:
        """Return the schedule of a guild; None where it never set one up."""

        def read(db: Database) -> Schedule | None:
            return next(map(_schedule, db.query("SELECT * FROM schedule WHERE guild = ?", [key(guild)])), None)

        return await self._file.read(read)

    async def all(self) -> tuple[Schedule, ...]:
        """Return all schedules, in order of guild."""
        return await self._file.read(
            lambda db: tuple(map(_schedule, db.query("SELECT * FROM schedule ORDER BY guild")))
        )

    async def put(self, schedule: Schedule) -> None:
        """Keep a schedule in place of the one that its guild had."""

        def write(db: Database) -> None:
            sql = """
                INSERT OR REPLACE INTO schedule (
                    guild, channel, time, zone, since, questions, open_hours, weekdays, role, thread,
                    recap_weekday, recap_time, paused, trouble
                ) VALUES (
                    :guild, :channel, :time, :zone, :since, :questions, :open_hours, :weekdays, :role, :thread,
                    :recap_weekday, :recap_time, :paused, :trouble
                )
            """
            db.execute(sql, _row(schedule))

        await self._file.write(write)

    async def note_trouble(self, guild: int, trouble: str) -> bool:
        """Keep why nothing can be posted, or "" that it can again; False where that is what was kept already."""

        def write(db: Database) -> bool:
            sql = "UPDATE schedule SET trouble = :trouble WHERE guild = :guild AND trouble <> :trouble"
            return db.execute(sql, {"guild": key(guild), "trouble": trouble}).rowcount > 0

        return await self._file.write(write)

    async def start_season(self, guild: int, first_day: date) -> int:
        """Begin a season on a day and return its number."""

        def write(db: Database) -> int:
            season = [guild, first_day.toordinal()]
            db.execute("INSERT INTO season (guild, first_day) VALUES (?, ?) ON CONFLICT DO NOTHING", season)
            sql = "SELECT count(*) + 1 FROM season WHERE guild = ? AND first_day <= ?"
            return int(db.execute(sql, season).fetchone()[0])

        return await self._file.write(write)

    async def seasons(self, guild: int) -> tuple[date, ...]:
        """Return the first days of the seasons that were begun, in order."""

        def read(db: Database) -> tuple[date, ...]:
            sql = "SELECT first_day FROM season WHERE guild = ? ORDER BY first_day"
            return tuple(date.fromordinal(day) for (day,) in db.execute(sql, [key(guild)]))

        return await self._file.read(read)


def _row(schedule: Schedule) -> dict[str, Any]:
    return {
        "guild": schedule.guild,
        "channel": schedule.channel,
        "time": schedule.time.isoformat(),
        "zone": schedule.zone,
        "since": stored(schedule.since),
        "questions": schedule.questions,
        "open_hours": schedule.open_hours,
        "weekdays": sum(1 << weekday for weekday in schedule.weekdays),
        "role": schedule.role,
        "thread": schedule.thread,
        "recap_weekday": schedule.recap and schedule.recap.weekday,
        "recap_time": schedule.recap and schedule.recap.time.isoformat(),
        "paused": schedule.paused,
        "trouble": schedule.trouble,
    }


def _schedule(row: dict[str, Any]) -> Schedule:
    recap_time = row["recap_time"]
    return Schedule(
        guild=row["guild"],
        channel=row["channel"],
        time=time.fromisoformat(row["time"]),
        zone=row["zone"],
        since=moment(row["since"]),
        questions=row["questions"],
        open_hours=row["open_hours"],
        weekdays=frozenset(weekday for weekday in _WEEK if row["weekdays"] >> weekday & 1),
        role=row["role"],
        thread=bool(row["thread"]),
        recap=None if recap_time is None else Recap(row["recap_weekday"], time.fromisoformat(recap_time)),
        paused=bool(row["paused"]),
        trouble=row["trouble"],
    )
