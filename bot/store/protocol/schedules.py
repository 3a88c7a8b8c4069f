"""When each guild has its quiz."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Protocol

EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Recap:
    """When the weekly recap is posted: the weekday (0 is Monday) and the wall time in the zone of the schedule."""

    weekday: int
    time: time


@dataclass(frozen=True, slots=True)
class Schedule:
    """When and where a guild has its quiz.

    `time` is a wall time and `zone` an IANA name: an offset is never stored. Nothing is due before `since`, which is
    when the schedule was set up, changed or resumed last. `weekdays` are numbers, 0 is Monday. `role` is pinged with
    each quiz. `thread` asks for a thread below each quiz. `trouble` is why the last quiz could not be posted, as the
    managers were told; empty where all is well.
    """

    guild: int
    channel: int
    time: time
    zone: str
    since: datetime
    questions: int = 5
    open_hours: int = 20
    weekdays: frozenset[int] = EVERY_DAY
    role: int | None = None
    thread: bool = False
    recap: Recap | None = None
    paused: bool = False
    trouble: str = ""


class ScheduleStore(Protocol):
    """The schedules, at most one for each guild, and the seasons of its leaderboard."""

    async def get(self, guild: int) -> Schedule | None:
        """Return the schedule of a guild; None where it never set one up."""
        ...

    async def all(self) -> tuple[Schedule, ...]:
        """Return all schedules, the paused ones too, in order of guild."""
        ...

    async def put(self, schedule: Schedule) -> None:
        """Keep a schedule in place of the one that its guild had."""
        ...

    async def note_trouble(self, guild: int, trouble: str) -> bool:
        """Keep why nothing can be posted, or "" that it can again; False where that is what was kept already."""
        ...

    async def start_season(self, guild: int, first_day: date) -> int:
        """Begin a season on a day and return its number, from 1 on. Begun twice on one day, it is one season.

        What was before the first season that was begun is season 1, so the first one begun is number 2.
        """
        ...

    async def seasons(self, guild: int) -> tuple[date, ...]:
        """Return the first days of the seasons that were begun, in order."""
        ...
