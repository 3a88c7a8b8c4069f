"""When a quiz is due: a function of wall time, time zone and day alone.

A quiz is due at the first moment of its zone at which the wall clock has reached its time. So a time that a clock
change skips is due at the change, and one that comes twice is due the first time.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Container, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from bot.store.protocol.schedules import Schedule
from bot.study.daily.zone_table import zone_info

GRACE = timedelta(hours=1)
"""How long after it was due a quiz or a recap may be posted, also where its day is over by then."""
LOOK_BACK = 7
"""Days before today that may still have to be settled."""
LONGEST_OPEN = timedelta(hours=24)
MOMENTS_KEPT = 20_000
"""Many guilds have their quiz at the same time in the same zone, and every tick asks again when that is."""
LOST_ZONE = "Its time zone is not known on this machine any more: choose another one with /daily setup."
"""What managers are told where a function here raises ZoneInfoNotFoundError."""

_DAY = timedelta(days=1)
_SECOND = timedelta(seconds=1)


def due_at(schedule: Schedule, day: date) -> datetime | None:
    """Return the moment, in UTC, at which the quiz of a local date is due.

    None where that weekday has none, and where there was no such date: a zone that moved across the date line.
    """
    if day.weekday() not in schedule.weekdays:
        return None
    return moment(day, schedule.time, schedule.zone)


def recap_due_at(schedule: Schedule, day: date) -> datetime | None:
    """Return the moment, in UTC, at which the recap of a local date is due; None where that day has none."""
    if schedule.recap is None or day.weekday() != schedule.recap.weekday:
        return None
    return moment(day, schedule.recap.time, schedule.zone)


@lru_cache(maxsize=MOMENTS_KEPT)
def moment(day: date, wall: time, zone_name: str) -> datetime | None:
    """Return the first moment, in UTC, at which the clock of a zone has reached this time; None on a skipped date."""
    zone = zone_info(zone_name)
    if _reached(datetime.combine(day, time.min), zone).astimezone(zone).date() != day:
        return None
    return _reached(datetime.combine(day, wall), zone)


def _reached(local: datetime, zone: ZoneInfo) -> datetime:
    reached = local.replace(tzinfo=zone).astimezone(UTC)
    if reached.astimezone(zone).replace(tzinfo=None) == local:
        return reached
    # The clock skips this time. The moments that the offsets before and after the change give have it between them.
    earliest = local.replace(tzinfo=zone, fold=1).astimezone(UTC)
    changed = bisect_left(
        range(round((reached - earliest) / _SECOND)),
        local,
        key=lambda seconds: (earliest + seconds * _SECOND).astimezone(zone).replace(tzinfo=None),
    )
    return earliest + changed * _SECOND


def day_of(schedule: Schedule, now: datetime) -> date:
    """Return the local date at a moment."""
    return now.astimezone(zone_info(schedule.zone)).date()


def is_current(schedule: Schedule, day: date, now: datetime) -> bool:
    """Return whether the quiz of a day may still be posted: while its day lasts, and for GRACE after it was due."""
    return is_in_time(schedule, day, due_at(schedule, day), now)


def is_in_time(schedule: Schedule, day: date, due: datetime | None, now: datetime) -> bool:
    """Return whether what was due on a day may still be posted: while the day lasts, and for GRACE after it was due."""
    return day >= day_of(schedule, now) or (due is not None and now < due + GRACE)


def dues(schedule: Schedule, since: datetime) -> Iterator[tuple[date, datetime]]:
    """Yield the days with a quiz and when it is due, from a moment on, without an end; nothing without weekdays."""
    day = day_of(schedule, since) - _DAY  # a time that is skipped before midnight is due on the next day
    while schedule.weekdays:
        due = due_at(schedule, day)
        if due is not None and due >= since:
            yield day, due
        day += _DAY


def next_dues(schedule: Schedule, now: datetime, count: int) -> tuple[datetime, ...]:
    """Return the next moments, in UTC, at which a quiz is due, whether or not that of its day is posted already."""
    return tuple(due for _, (_, due) in zip(range(count), dues(schedule, max(now, schedule.since)), strict=False))


def unsettled(schedule: Schedule, now: datetime, settled: Container[tuple[int, date]]) -> tuple[date, ...]:
    """Return the days up to today whose quiz is due and not settled, none while paused.

    `settled` holds guilds with days.
    """
    if schedule.paused:
        return ()
    return _unsettled(schedule, now, settled, due_at)


def unsettled_recaps(schedule: Schedule, now: datetime, settled: Container[tuple[int, date]]) -> tuple[date, ...]:
    """Return the days up to today whose recap is due and not settled, none while paused.

    `settled` holds guilds with days.
    """
    if schedule.recap is None or schedule.paused:
        return ()
    return _unsettled(schedule, now, settled, recap_due_at)


def _unsettled(
    schedule: Schedule,
    now: datetime,
    settled: Container[tuple[int, date]],
    due_on: Callable[[Schedule, date], datetime | None],
) -> tuple[date, ...]:
    today = day_of(schedule, now)
    days = (today - back * _DAY for back in range(LOOK_BACK, -1, -1))
    return tuple(
        day
        for day in days
        if (schedule.guild, day) not in settled
        and (due := due_on(schedule, day)) is not None
        and schedule.since <= due <= now
    )


def closing_time(schedule: Schedule, day: date, now: datetime) -> datetime:
    """Return when the quiz of a day closes that is opened now: after its hours, at the latest when the next is due."""
    over = now + timedelta(hours=schedule.open_hours)
    next_due = next((due for other, due in dues(schedule, now) if other > day and due > now), over)
    return min(over, next_due)
