"""The days of each period of the board, and the days it is compared with."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.protocol.board import EVER, Span
from bot.study.board.periods import before, four_weeks_before, seasons_of, span_of
from bot.study.board.standings import Period

DAY = timedelta(days=1)


def day(text: str) -> date:
    return date.fromisoformat(text)


def span(text: str) -> Span:
    first, last = text.split("..")
    return Span(day(first) if first else EVER.first, day(last))


@pytest.mark.parametrize(
    ("period", "today", "expected", "compared"),
    [
        # A week begins on Monday, in whatever year that is.
        (Period.WEEK, "2027-03-01", "2027-03-01..2027-03-01", "2027-02-22..2027-02-28"),
        (Period.WEEK, "2027-03-07", "2027-03-01..2027-03-07", "2027-02-22..2027-02-28"),
        (Period.WEEK, "2027-01-01", "2026-12-28..2027-01-01", "2026-12-21..2026-12-27"),
        (Period.WEEK, "2028-01-03", "2028-01-03..2028-01-03", "2027-12-27..2028-01-02"),
        # A month is that of the calendar, and is compared with a whole one.
        (Period.MONTH, "2027-03-31", "2027-03-01..2027-03-31", "2027-02-01..2027-02-28"),
        (Period.MONTH, "2028-03-15", "2028-03-01..2028-03-15", "2028-02-01..2028-02-29"),
        (Period.MONTH, "2027-01-01", "2027-01-01..2027-01-01", "2026-12-01..2026-12-31"),
        # All time is compared with what it was a week ago.
        (Period.ALL, "2027-01-03", "..2027-01-03", "..2026-12-27"),
    ],
)
def test_the_days_of_a_period(period: Period, today: str, expected: str, compared: str) -> None:
    found = span_of(period, day(today), seasons_of((), day(today)))
    assert found == span(expected)
    assert before(period, found, ()) == span(compared)


@pytest.mark.parametrize(
    ("begun", "today", "expected"),
    [
        ((), "2027-03-10", ["..2027-03-10"]),
        (("2027-03-01",), "2027-03-10", ["..2027-02-28", "2027-03-01..2027-03-10"]),
        (("2027-03-10",), "2027-03-10", ["..2027-03-09", "2027-03-10..2027-03-10"]),
        (
            ("2026-12-30", "2027-01-01"),
            "2027-03-10",
            ["..2026-12-29", "2026-12-30..2026-12-31", "2027-01-01..2027-03-10"],
        ),
        # The zone of the schedule was changed to one where it is still yesterday.
        (("2027-03-10",), "2027-03-09", ["..2027-03-09", "2027-03-10..2027-03-10"]),
    ],
)
def test_seasons_follow_one_another_up_to_today(begun: tuple[str, ...], today: str, expected: list[str]) -> None:
    seasons = seasons_of([day(first) for first in begun], day(today))
    assert seasons == tuple(map(span, expected))
    assert span_of(Period.SEASON, day(today), seasons) == seasons[-1]
    assert [before(Period.SEASON, season, seasons) for season in seasons] == [None, *seasons[:-1]]


@pytest.mark.parametrize(
    ("of", "expected"),
    [("2027-03-01..2027-03-07", "2027-02-01..2027-02-28"), ("2027-01-01..2027-01-01", "2026-12-04..2026-12-31")],
)
def test_the_four_weeks_before(of: str, expected: str) -> None:
    assert four_weeks_before(span(of)) == span(expected)


def test_there_is_nothing_before_all_time() -> None:
    assert four_weeks_before(span("..2027-03-07")) is None


@given(st.dates(date(2000, 1, 1), date(2100, 1, 1)), st.sampled_from([Period.WEEK, Period.MONTH]))
def test_a_period_is_compared_with_the_days_right_before_it(today: date, period: Period) -> None:
    now = span_of(period, today, ())
    then = before(period, now, ())
    assert then is not None
    assert now.first <= today == now.last
    assert then.last == now.first - DAY
    assert span_of(period, then.last, ()) == then
