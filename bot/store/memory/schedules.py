"""The part `schedules` of the store in memory."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import replace
from datetime import date

from bot.store.protocol.schedules import Schedule


class MemorySchedules:
    """The schedules and the seasons; see `ScheduleStore`."""

    def __init__(self) -> None:
        self._schedules: dict[int, Schedule] = {}
        self._seasons: dict[int, set[date]] = {}

    async def get(self, guild: int) -> Schedule | None:
        """Return the schedule of a guild; None where it never set one up."""
        return self._schedules.get(guild)

    async def all(self) -> tuple[Schedule, ...]:
        """Return all schedules, in order of guild."""
        return tuple(schedule for _, schedule in sorted(self._schedules.items()))

    async def put(self, schedule: Schedule) -> None:
        """Keep a schedule in place of the one that its guild had."""
        self._schedules[schedule.guild] = schedule

    async def note_trouble(self, guild: int, trouble: str) -> bool:
        """Keep why nothing can be posted, or "" that it can again; False where that is what was kept already."""
        schedule = self._schedules.get(guild)
        if schedule is None or schedule.trouble == trouble:
            return False
        self._schedules[guild] = replace(schedule, trouble=trouble)
        return True

    async def start_season(self, guild: int, first_day: date) -> int:
        """Begin a season on a day and return its number."""
        self._seasons.setdefault(guild, set()).add(first_day)
        return bisect_right(await self.seasons(guild), first_day) + 1

    async def seasons(self, guild: int) -> tuple[date, ...]:
        """Return the first days of the seasons that were begun, in order."""
        return tuple(sorted(self._seasons.get(guild, ())))
