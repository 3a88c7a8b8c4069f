"""Laws of the schedule: in every time zone each local date has one quiz, at the first moment the wall clock says so.

What the clocks of a zone show is a list of stretches with one offset each. Within a stretch a due moment is the wall
time less the offset, so it is enough to look at every day away from the changes of the clock with a few times, and near
each change with the times at which something turns: those of the change itself before and after, and their neighbours.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import given
from hypothesis import strategies as st

from bot.store.protocol.schedules import EVERY_DAY, Schedule
from bot.study.daily.schedule import GRACE, day_of, due_at, dues, is_current, moment, next_dues

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)
FIRST, LAST = date(2026, 1, 1), date(2028, 12, 31)
BEGIN, END = datetime(2025, 12, 25, tzinfo=UTC), datetime(2029, 1, 8, tzinfo=UTC)
ZONES = sorted(available_timezones() - {"Factory"})
USUAL_TIMES = (time(0), time(8), time(23, 59))

Stretch = tuple[datetime, timedelta]
"""From when on a zone has which offset."""


def offset_at(zone: ZoneInfo, at: datetime) -> timedelta:
    offset = at.astimezone(zone).utcoffset()
    assert offset is not None
    return offset


def _shows(zone: ZoneInfo, start: datetime, offset: timedelta) -> Callable[[int], int]:
    """Whether a zone has an offset so many seconds after a start."""
    return lambda seconds: int(offset_at(zone, start + timedelta(seconds=seconds)) == offset)


@cache
def stretches(name: str) -> tuple[Stretch, ...]:
    """How the offset of a zone changes from 2026 to 2028, to the second; no zone changes twice within a week."""
    zone = ZoneInfo(name)
    found = [(BEGIN, offset_at(zone, BEGIN))]
    for week in range(1, (END - BEGIN).days // 7 + 1):
        at = BEGIN + 7 * week * DAY
        after = offset_at(zone, at)
        if after != found[-1][1]:
            change = bisect_left(range(7 * 24 * 3600), 1, key=_shows(zone, at - 7 * DAY, after))
            found.append((at - 7 * DAY + timedelta(seconds=change), after))
    return tuple(found)


def reached(day: date, wall: time, clock: tuple[Stretch, ...]) -> datetime:
    """The first moment at which a clock shows a wall time or a later one, found by walking along its stretches."""
    local = datetime.combine(day, wall, UTC)
    ends = [begin for begin, _ in clock[1:]] + [END]
    return min(
        max(local - offset, begin) for (begin, offset), end in zip(clock, ends, strict=True) if local - offset < end
    )


def turning_times(clock: tuple[Stretch, ...]) -> Iterator[tuple[date, time]]:
    """The days around each change, with the wall times around which something turns."""
    for (_, before), (change, after) in pairwise(clock):
        walls = {(change + offset).replace(second=0) for offset in (before, after)}
        turns = {(wall + step * MINUTE).time() for wall in walls for step in (-1, 0, 1)}
        middle = (min(walls) + (max(walls) - min(walls)) / 2).time()
        for step in range(-2, 3):
            for wall in {*turns, middle, *USUAL_TIMES}:
                yield (change + after).date() + step * DAY, wall


def schedule(zone: str, wall: time, **others: object) -> Schedule:
    return Schedule(1, 2, wall, zone, datetime(2026, 1, 1, tzinfo=UTC), **others)  # type: ignore[arg-type]


def test_each_zone_changes_as_its_stretches_say() -> None:
    """The stretches that the other tests rely on are those of the zone, on every single day."""
    for name in ZONES:
        clock, zone = stretches(name), ZoneInfo(name)
        begins = [begin for begin, _ in clock]
        for number in range((END - BEGIN).days):
            at = BEGIN + number * DAY
            assert offset_at(zone, at) == clock[bisect_right(begins, at) - 1][1], (name, at)


def test_every_local_date_of_every_zone_has_one_due_moment() -> None:
    """It is the first one at which the wall clock has reached the time, whatever the clock does that day."""
    days = [FIRST + number * DAY for number in range((LAST - FIRST).days + 1)]
    for clock, name in {stretches(name): name for name in ZONES}.items():
        for day, wall in turning_times(clock):
            assert moment(day, wall, name) == reached(day, wall, clock), (name, day, wall)
        for day in days[::2]:
            assert moment(day, time(8), name) == reached(day, time(8), clock), (name, day)


def test_due_moments_follow_each_other_in_every_zone() -> None:
    """None is lost and none comes twice: they increase with the days, and none is more than 26 hours after the last."""
    for clock, name in {stretches(name): name for name in ZONES}.items():
        around = {(day, wall) for day, wall in turning_times(clock)} or {(FIRST, time(8))}
        for day, wall in around:
            today, tomorrow = moment(day, wall, name), moment(day + DAY, wall, name)
            assert today is not None
            assert tomorrow is not None
            assert today < tomorrow <= today + 26 * timedelta(hours=1), (name, day, wall)


@given(
    zone=st.sampled_from(ZONES),
    day=st.dates(FIRST, LAST),
    wall=st.times().map(lambda each: each.replace(second=0, microsecond=0)),
    late=st.timedeltas(timedelta(0), timedelta(days=3)),
)
def test_a_quiz_may_be_late_while_its_day_lasts(zone: str, day: date, wall: time, late: timedelta) -> None:
    plan = schedule(zone, wall)
    due = due_at(plan, day)
    assert due is not None
    now = due + late
    assert is_current(plan, day, now) is (now.astimezone(ZoneInfo(zone)).date() <= day or late < GRACE)
    assert is_current(plan, day, due)


@given(
    zone=st.sampled_from(ZONES),
    now=st.datetimes(datetime(2026, 1, 2), datetime(2028, 12, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware
    wall=st.times(),
    weekdays=st.frozensets(st.integers(0, 6), min_size=1),
)
def test_the_next_dues_are_those_of_the_next_days(
    zone: str, now: datetime, wall: time, weekdays: frozenset[int]
) -> None:
    plan = schedule(zone, wall, weekdays=weekdays)
    today = day_of(plan, now)
    expected = [due for step in range(-1, 30) if (due := due_at(plan, today + step * DAY)) and due >= now]
    assert next_dues(plan, now, 3) == tuple(expected[:3])
    assert list(next_dues(plan, now, 5)) == sorted(set(next_dues(plan, now, 5)))


def test_no_weekdays_mean_no_quiz() -> None:
    plan = schedule("UTC", time(8), weekdays=frozenset())
    assert list(dues(plan, plan.since)) == []
    assert due_at(plan, FIRST) is None
    assert due_at(schedule("UTC", time(8), weekdays=EVERY_DAY), FIRST) == datetime(2026, 1, 1, 8, tzinfo=UTC)
