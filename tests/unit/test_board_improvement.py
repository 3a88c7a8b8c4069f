"""The improvement board: gains only, places shared by equals, a row of one's own."""

from __future__ import annotations

from datetime import date

import pytest

from bot.store.protocol.board import Progress, Span
from bot.study.board.improvement import improvement
from bot.study.board.standings import PAGE

NOW, BEFORE = Span(date(2027, 3, 1), date(2027, 3, 7)), Span(date(2027, 2, 1), date(2027, 2, 28))


def progress(member: int, right: int, answered: int, right_before: int, answered_before: int) -> Progress:
    return Progress(member, f"Member {member}", right, answered, right_before, answered_before)


def test_gains_are_shown_and_losses_are_not() -> None:
    found = improvement(NOW, BEFORE, [progress(1, 5, 5, 1, 5), progress(2, 3, 5, 3, 5), progress(3, 1, 5, 5, 5)], None)
    assert [row.member for row in found.rows] == [1]
    assert (found.span, found.before, found.own) == (NOW, BEFORE, None)


def test_equal_gains_share_a_place_however_they_came_about() -> None:
    # As binary fractions 9/10 - 6/10 is a little more than 3/10.
    many = [progress(1, 6, 6, 2, 6), progress(2, 3, 10, 0, 10), progress(3, 9, 10, 6, 10), progress(4, 1, 5, 0, 5)]
    assert [row.place for row in improvement(NOW, BEFORE, many, None).rows] == [1, 2, 2, 4]


def test_a_row_says_what_was_gained() -> None:
    (row,) = improvement(NOW, BEFORE, [progress(1, 9, 10, 3, 6)], None).rows
    assert (row.accuracy, row.accuracy_before, row.answered) == (0.9, 0.5, 10)
    assert row.gained == pytest.approx(0.4)


@pytest.mark.parametrize(
    ("own", "place"),
    [
        (progress(9, 5, 5, 0, 5), 1),
        (progress(9, 4, 5, 2, 5), 3),
        (progress(9, 4, 10, 3, 10), 4),
        (progress(9, 2, 5, 2, 5), None),
        (progress(9, 0, 5, 5, 5), None),
    ],
)
def test_whoever_looks_sees_the_own_gain_or_loss(own: Progress, place: int | None) -> None:
    others = [progress(1, 5, 5, 1, 5), progress(2, 4, 5, 1, 5), progress(3, 3, 5, 1, 5)]
    found = improvement(NOW, BEFORE, others, own)
    assert found.own is not None
    assert found.own.place == place
    assert 9 not in {row.member for row in found.rows}


def test_it_has_one_page() -> None:
    many = [progress(member, 5, 5, 1, 5) for member in range(PAGE + 3)]
    assert len(improvement(NOW, BEFORE, many, None).rows) == PAGE
