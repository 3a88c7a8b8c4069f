"""Times of day and weekdays as people write them."""

from __future__ import annotations

from datetime import time

import pytest

from bot.study.daily.times import TimeError, parse_time, parse_weekdays, weekdays_text

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("8:00", time(8)),
        ("8am", time(8)),
        ("8", time(8)),
        ("20.15", time(20, 15)),
        ("8:05 pm", time(20, 5)),
        ("0800", time(8)),
        ("800", time(8)),
        ("2015", time(20, 15)),
        ("noon", time(12)),
        ("Midnight", time(0)),
        ("12am", time(0)),
        ("12 pm", time(12)),
        ("12:30 a.m.", time(0, 30)),
        ("8 P.M.", time(20)),
        ("7p", time(19)),
        ("08:00:00", time(8)),
        ("8h", time(8)),
        ("8h30", time(8, 30)),
        ("20,15", time(20, 15)),
        ("20 Uhr", time(20)),
        ("at 9", time(9)),
        ("9 o'clock", time(9)),
        ("9 o\u2019clock", time(9)),
        ("  8 : 30  ", time(8, 30)),
        ("0", time(0)),
        ("23:59", time(23, 59)),
        ("\uff18\uff1a\uff10\uff10", time(8)),
    ],
)
def test_a_time_is_read_as_people_write_it(typed: str, meant: time) -> None:
    assert parse_time(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        *("", "soon", "24:00", "25", "8:60", "8:5", "13 pm", "0 am", "-8", "8:00 8:00", "8 am pm", "8:00 UTC", "12345"),
        *("💥", "8" * 4000, "\u0663" * 3000),
    ],
)
def test_what_is_no_time_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(TimeError, match=r"^That is no time of day: type it like 8:00, 20:15 or 8 pm\.$"):
        parse_time(typed)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("mon-fri", {MON, TUE, WED, THU, FRI}),
        ("Mon, Wed", {MON, WED}),
        ("Mon Wed Fri", {MON, WED, FRI}),
        ("weekdays", {MON, TUE, WED, THU, FRI}),
        ("weekend", {SAT, SUN}),
        ("every day", set(range(7))),
        ("Daily", set(range(7))),
        ("monday to thursday", {MON, TUE, WED, THU}),
        ("Monday \u2013 Thursday", {MON, TUE, WED, THU}),
        ("fri-mon", {FRI, SAT, SUN, MON}),
        ("tue and thurs", {TUE, THU}),
        ("on Mondays & Saturdays", {MON, SAT}),
        ("Tu/Th", {TUE, THU}),
        ("weekdays and sunday", {MON, TUE, WED, THU, FRI, SUN}),
        ("mon.", {MON}),
        ("mon-mon", {MON}),
        ("every tuesday", {TUE}),
    ],
)
def test_weekdays_are_read_as_people_write_them(typed: str, meant: set[int]) -> None:
    assert parse_weekdays(typed) == meant


@pytest.mark.parametrize("typed", ["", "t", "s", "funday", "1-5", "mon-", "-", "never", "monfri", "mon-wed-fri", "and"])
def test_what_are_no_weekdays_is_refused_with_what_to_type(typed: str) -> None:
    with pytest.raises(TimeError, match=r"^Those are no weekdays: type them like Mon-Fri, .* or every day\.$"):
        parse_weekdays(typed)


@pytest.mark.parametrize(
    ("days", "text"),
    [
        (set(range(7)), "every day"),
        ({MON, TUE, WED, THU, FRI}, "Monday to Friday"),
        ({SAT, SUN}, "Saturday and Sunday"),
        ({FRI, SAT, SUN, MON}, "Friday to Monday"),
        ({MON, WED, FRI}, "Monday, Wednesday and Friday"),
        ({TUE}, "Tuesday"),
        ({SUN, MON}, "Monday and Sunday"),
    ],
)
def test_weekdays_in_words(days: set[int], text: str) -> None:
    assert weekdays_text(days) == text
