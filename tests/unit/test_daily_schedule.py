"""When a quiz is due: the odd zones, clock changes, weekdays, and what still has to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.store.protocol.schedules import Recap, Schedule
from bot.study.daily.schedule import (
    closing_time,
    day_of,
    due_at,
    is_current,
    next_dues,
    recap_due_at,
    unsettled,
    unsettled_recaps,
)

LONG_AGO = datetime(1990, 1, 1, tzinfo=UTC)
BERLIN = Schedule(1, 2, time(8), "Europe/Berlin", LONG_AGO)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def in_zone(zone: str, wall: str) -> Schedule:
    return replace(BERLIN, zone=zone, time=time.fromisoformat(wall))


@pytest.mark.parametrize(
    ("zone", "wall", "day", "due"),
    [
        ("Asia/Kolkata", "08:00", "2027-03-01", "2027-03-01T08:00+05:30"),
        ("Asia/Kathmandu", "08:00", "2027-03-01", "2027-03-01T08:00+05:45"),
        ("Australia/Eucla", "00:10", "2027-03-01", "2027-03-01T00:10+08:45"),
        ("Pacific/Chatham", "03:00", "2027-09-26", "2027-09-26T03:45+13:45"),
        ("Pacific/Chatham", "03:00", "2027-04-04", "2027-04-04T03:00+13:45"),
        ("Pacific/Kiritimati", "00:00", "2027-03-01", "2027-03-01T00:00+14:00"),
        ("Pacific/Pago_Pago", "23:59", "2027-03-01", "2027-03-01T23:59-11:00"),
        ("America/St_Johns", "02:30", "2027-03-14", "2027-03-14T03:00-02:30"),
        # half an hour is skipped, and comes twice
        ("Australia/Lord_Howe", "02:00", "2026-10-04", "2026-10-04T02:30+11:00"),
        ("Australia/Lord_Howe", "02:10", "2026-10-04", "2026-10-04T02:30+11:00"),
        ("Australia/Lord_Howe", "02:30", "2026-10-04", "2026-10-04T02:30+11:00"),
        ("Australia/Lord_Howe", "01:45", "2027-04-04", "2027-04-04T01:45+11:00"),
        # an hour is skipped, and comes twice
        ("Europe/Berlin", "02:30", "2027-03-28", "2027-03-28T03:00+02:00"),
        ("Europe/Berlin", "02:30", "2027-10-31", "2027-10-31T02:30+02:00"),
        ("Europe/Berlin", "00:10", "2027-03-28", "2027-03-28T00:10+01:00"),
        ("America/New_York", "02:00", "2027-03-14", "2027-03-14T03:00-04:00"),
        ("America/New_York", "01:30", "2027-11-07", "2027-11-07T01:30-04:00"),
        # the change is at midnight
        ("Africa/Cairo", "00:00", "2027-04-30", "2027-04-30T01:00+03:00"),
        ("Africa/Cairo", "23:30", "2027-10-28", "2027-10-28T23:30+03:00"),
        ("America/Santiago", "00:30", "2027-09-05", "2027-09-05T01:00-03:00"),
        ("America/Santiago", "23:30", "2027-04-03", "2027-04-03T23:30-03:00"),
        ("Asia/Beirut", "00:15", "2027-03-28", "2027-03-28T01:00+03:00"),
        ("Asia/Beirut", "23:30", "2027-10-30", "2027-10-30T23:30+03:00"),
        ("America/Asuncion", "00:00", "2023-10-01", "2023-10-01T01:00-03:00"),
        ("America/Asuncion", "23:30", "2024-03-23", "2024-03-23T23:30-03:00"),
        ("America/Havana", "00:30", "2027-03-14", "2027-03-14T01:00-04:00"),
        ("America/Havana", "00:30", "2027-11-07", "2027-11-07T00:30-04:00"),
        # the last hour of a day is skipped
        ("America/Nuuk", "22:59", "2027-03-27", "2027-03-27T22:59-02:00"),
        ("America/Nuuk", "23:30", "2027-03-27", "2027-03-28T00:00-01:00"),
        ("America/Nuuk", "23:30", "2027-03-28", "2027-03-28T23:30-01:00"),
        # a change of more than one hour, and one that goes back a day
        ("Antarctica/Troll", "02:00", "2027-03-28", "2027-03-28T03:00+02:00"),
        ("Pacific/Kwajalein", "08:00", "1993-08-20", "1993-08-20T08:00-12:00"),
        ("Pacific/Kwajalein", "08:00", "1993-08-22", "1993-08-22T08:00+12:00"),
        ("Pacific/Apia", "23:59", "2011-12-29", "2011-12-29T23:59-10:00"),
        ("Pacific/Apia", "00:00", "2011-12-31", "2011-12-31T00:00+14:00"),
    ],
)
def test_a_quiz_is_due_when_the_clock_first_reaches_its_time(zone: str, wall: str, day: str, due: str) -> None:
    assert due_at(in_zone(zone, wall), date.fromisoformat(day)) == at(due)


@pytest.mark.parametrize(("zone", "day"), [("Pacific/Apia", "2011-12-30"), ("Pacific/Kwajalein", "1993-08-21")])
def test_a_date_that_a_zone_skipped_has_no_quiz(zone: str, day: str) -> None:
    assert due_at(in_zone(zone, "00:00"), date.fromisoformat(day)) is None
    assert due_at(in_zone(zone, "08:00"), date.fromisoformat(day)) is None


def test_only_the_chosen_weekdays_have_a_quiz() -> None:
    workdays = replace(BERLIN, weekdays=frozenset(range(5)))
    friday = date(2027, 3, 5)
    assert due_at(workdays, friday) == at("2027-03-05T08:00+01:00")
    assert due_at(workdays, friday + DAY) is None
    assert next_dues(workdays, at("2027-03-05T08:01+01:00"), 2) == (
        at("2027-03-08T08:00+01:00"),
        at("2027-03-09T08:00+01:00"),
    )


def test_a_moment_that_is_due_now_is_still_to_come() -> None:
    now = at("2027-03-01T08:00+01:00")
    assert next_dues(BERLIN, now, 1) == (now,)
    assert next_dues(BERLIN, now + timedelta(microseconds=1), 1) == (now + DAY,)


def test_nothing_is_due_before_the_schedule_was_set_up() -> None:
    plan = replace(BERLIN, since=at("2027-03-03T07:59+01:00"))
    assert next_dues(plan, at("2027-03-01T00:00+01:00"), 1) == (at("2027-03-03T08:00+01:00"),)


def test_the_recap_has_a_weekday_and_a_time_of_its_own() -> None:
    plan = replace(BERLIN, recap=Recap(6, time(18, 30)), weekdays=frozenset({0}))
    sunday = date(2027, 3, 28)
    assert recap_due_at(plan, sunday) == at("2027-03-28T18:30+02:00")
    assert recap_due_at(plan, sunday + DAY) is None
    assert recap_due_at(BERLIN, sunday) is None


@pytest.mark.parametrize(
    ("plan", "day", "now", "current"),
    [
        (BERLIN, "2027-03-01", "2027-03-01T08:00+01:00", True),
        (BERLIN, "2027-03-01", "2027-03-01T23:59+01:00", True),
        (BERLIN, "2027-03-01", "2027-03-02T00:00+01:00", False),
        (in_zone("Europe/Berlin", "23:50"), "2027-03-01", "2027-03-02T00:49+01:00", True),
        (in_zone("Europe/Berlin", "23:50"), "2027-03-01", "2027-03-02T00:50+01:00", False),
        (in_zone("America/Nuuk", "23:30"), "2027-03-27", "2027-03-28T00:59-01:00", True),
        (in_zone("America/Nuuk", "23:30"), "2027-03-27", "2027-03-28T01:00-01:00", False),
        (replace(BERLIN, weekdays=frozenset({1})), "2027-03-01", "2027-03-01T20:00+01:00", True),
        (replace(BERLIN, weekdays=frozenset({1})), "2027-03-01", "2027-03-02T00:00+01:00", False),
    ],
)
def test_a_late_quiz_is_posted_while_its_day_lasts_or_an_hour(
    plan: Schedule, day: str, now: str, *, current: bool
) -> None:
    assert is_current(plan, date.fromisoformat(day), at(now)) is current


def test_what_is_unsettled_goes_back_a_week_and_not_before_the_set_up() -> None:
    now = at("2027-03-20T09:00+01:00")
    today = day_of(BERLIN, now)
    week = [today - back * DAY for back in range(7, -1, -1)]
    assert unsettled(BERLIN, now, frozenset()) == tuple(week)
    assert unsettled(BERLIN, now, {(1, day) for day in week[:-2]}) == tuple(week[-2:])
    assert unsettled(BERLIN, now, {(2, day) for day in week}) == tuple(week), "another guild's days are its own"
    assert unsettled(BERLIN, now - 61 * MINUTE, {(1, day) for day in week[:-1]} | {(1, week[0] - DAY)}) == ()
    assert unsettled(replace(BERLIN, since=now - 2 * HOUR), now, frozenset()) == (today,)
    assert unsettled(replace(BERLIN, since=now - HOUR), now, frozenset()) == (today,), "set up at the very moment"
    assert unsettled(replace(BERLIN, since=now), now, frozenset()) == ()
    assert unsettled(replace(BERLIN, paused=True), now, frozenset()) == ()


def test_recaps_are_unsettled_on_their_day_alone() -> None:
    now = at("2027-03-20T09:00+01:00")
    saturdays = replace(BERLIN, recap=Recap(5, time(9)))
    assert unsettled_recaps(saturdays, now, frozenset()) == (date(2027, 3, 13), date(2027, 3, 20))
    assert unsettled_recaps(saturdays, now - MINUTE, {(1, date(2027, 3, 13))}) == ()
    assert unsettled_recaps(replace(saturdays, paused=True), now, frozenset()) == ()
    assert unsettled_recaps(BERLIN, now, frozenset()) == ()


@pytest.mark.parametrize(
    ("plan", "now", "closes"),
    [
        (BERLIN, "2027-03-01T08:00+01:00", "2027-03-02T04:00+01:00"),
        (BERLIN, "2027-03-01T20:00+01:00", "2027-03-02T08:00+01:00"),
        (replace(BERLIN, open_hours=1), "2027-03-01T20:00+01:00", "2027-03-01T21:00+01:00"),
        (replace(BERLIN, open_hours=24), "2027-03-01T08:00:20+01:00", "2027-03-02T08:00+01:00"),
        (replace(BERLIN, weekdays=frozenset({0})), "2027-03-01T20:00+01:00", "2027-03-02T16:00+01:00"),
        (BERLIN, "2027-03-01T06:00+01:00", "2027-03-02T02:00+01:00"),
    ],
    ids=["on time", "late: until the next", "late, short", "never beyond the next", "no quiz tomorrow", "early"],
)
def test_a_quiz_closes_after_its_hours_or_when_the_next_is_due(plan: Schedule, now: str, closes: str) -> None:
    assert closing_time(plan, date(2027, 3, 1), at(now)) == at(closes)


def test_the_local_date_is_that_of_the_zone() -> None:
    now = at("2027-03-01T10:30+00:00")
    zones = ("Pacific/Pago_Pago", "UTC", "Pacific/Kiritimati")
    assert [day_of(in_zone(zone, "08:00"), now).day for zone in zones] == [28, 1, 2]
    assert day_of(BERLIN, now) == now.astimezone(ZoneInfo("Europe/Berlin")).date()
