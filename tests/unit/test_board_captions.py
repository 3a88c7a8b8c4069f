"""What the board says in words."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.protocol.board import EVER, Span
from bot.study.board.captions import LONGEST_ALT, accuracy_text, alt_text, caption, moved_text, nobody, span_text
from bot.study.board.standings import Page, Period, Row

WEEK = Span(date(2027, 3, 1), date(2027, 3, 7))


def row(place: int = 1, name: str = "Ann", points: int = 100, **more: int | None) -> Row:
    given = {"member": place, "right": points // 10, "answered": points // 10 + 3, "streak": 4, "moved": 2, **more}
    return Row(place=place, name=name, points=points, **given)  # type: ignore[arg-type]


def page(*rows: Row, **more: object) -> Page:
    given = {"period": Period.WEEK, "span": WEEK, "number": 0, "pages": 1, "members": len(rows), **more}
    return Page(rows=rows, **given)  # type: ignore[arg-type]


def test_the_text_for_those_who_cannot_see_the_picture_says_all_of_it() -> None:
    said = alt_text(page(row(1, "李明", 120), row(2, "Bob", 110, moved=-1, streak=0), members=2), "This week")
    assert said == (
        "This week. 1 to 7 March 2027, 2 members. "
        "1. 李明: 120 points, 80% right, streak 4, up 2. "
        "2. Bob: 110 points, 79% right, down 1."
    )


def test_without_anything_before_nobody_is_new() -> None:
    assert "new" not in alt_text(page(row(moved=None), row(2, moved=None)), "This week")
    assert "new" in alt_text(page(row(moved=None), row(2, moved=0)), "This week")


@given(st.text(max_size=200), st.integers(1, 10))
def test_the_text_is_never_longer_than_discord_takes(name: str, rows: int) -> None:
    assert len(alt_text(page(*[row(10**6, name, 10**9)] * rows, topic=name), name)) <= LONGEST_ALT


def test_ten_usual_rows_are_said_whole() -> None:
    said = alt_text(page(*(row(place, "A usual name", 10 * place) for place in range(1, 11))), "This week")
    assert "10. A usual name: 100 points, 77% right, streak 4, up 2." in said


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2027, 3, 7), date(2027, 3, 7), "7 March 2027"),
        (date(2027, 3, 1), date(2027, 3, 7), "1 to 7 March 2027"),
        (date(2027, 3, 29), date(2027, 4, 4), "29 March to 4 April 2027"),
        (date(2026, 12, 28), date(2027, 1, 3), "28 December 2026 to 3 January 2027"),
        (EVER.first, date(2027, 1, 3), "up to 3 January 2027"),
    ],
)
def test_days(first: date, last: date, said: str) -> None:
    assert span_text(Span(first, last)) == said


def test_what_a_page_shows() -> None:
    assert caption(page(row())) == ("1 to 7 March 2027", "1 member")
    many = page(row(), topic="Amazon SQS", members=12_345, number=2, pages=1235)
    assert caption(many) == ("1 to 7 March 2027", "Amazon SQS", "12,345 members", "page 3 of 1,235")


@pytest.mark.parametrize(
    ("period", "topic", "said"),
    [
        (Period.WEEK, None, "Nobody has answered a quiz question this week yet."),
        (Period.MONTH, "SQS", "Nobody has answered a quiz question about SQS this month yet."),
        (Period.SEASON, None, "Nobody has answered a quiz question in this season yet."),
        (Period.ALL, None, "Nobody has answered a quiz question yet."),
    ],
)
def test_a_board_without_anybody(period: Period, topic: str | None, said: str) -> None:
    assert nobody(page(period=period, topic=topic)) == said


@pytest.mark.parametrize(("moved", "said"), [(None, "new"), (0, "same place"), (3, "up 3"), (-1200, "down 1,200")])
def test_changes_of_place(moved: int | None, said: str) -> None:
    assert moved_text(row(moved=moved)) == said


@pytest.mark.parametrize(
    ("share", "said"), [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.996, "99%"), (1, "100%"), (2 / 3, "67%")]
)
def test_only_all_is_a_hundred_per_cent(share: float, said: str) -> None:
    assert accuracy_text(share) == said
