"""Streaks: what counts, what breaks one, and what a freeze is good for."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.board.streaks import FREEZE_EVERY, Streak, streak

FIRST = date(2027, 3, 1)

MARKS = st.text("x.", max_size=60)
"""A quiz day each: played or not."""


def days(marks: str) -> list[date]:
    return [FIRST + timedelta(days=index) for index in range(len(marks))]


def played(marks: str) -> frozenset[date]:
    return frozenset(day for day, mark in zip(days(marks), marks, strict=True) if mark == "x")


def after(marks: str, *forgiven: date) -> Streak:
    return streak(days(marks), played(marks), forgiven)


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ("", Streak(0, 0)),
        (".", Streak(0, 0)),
        ("x", Streak(1, 0)),
        ("xxx", Streak(3, 0)),
        ("xx.", Streak(0, 0)),
        ("xx.x", Streak(1, 0)),
        ("xxxxxx.", Streak(0, 0)),
        ("xxxxxxx", Streak(7, 1)),
        ("xxxxxxx.", Streak(7, 0)),
        ("xxxxxxx.x", Streak(8, 0)),
        ("xxxxxxx..", Streak(0, 0)),
        ("xxxxxxx.x.", Streak(0, 0)),
        ("xxxxxxxxxxxxxx", Streak(14, 2)),
        ("xxxxxxxxxxxxxx..", Streak(14, 0)),
        ("xxxxxxxxxxxxxx..x", Streak(15, 0)),
        ("xxxxxxx.xxxxxxx", Streak(14, 1)),
        ("xxxxxxx..xxxxxxx", Streak(7, 1)),
    ],
)
def test_a_streak_is_days_played_in_a_row_with_a_freeze_for_every_seven(marks: str, expected: Streak) -> None:
    assert after(marks) == expected


def test_a_quiz_that_can_still_be_played_breaks_nothing() -> None:
    assert after("xx.", days("xx.")[-1]) == Streak(2, 0)
    assert after("xx..", days("xx..")[-1]) == Streak(0, 0)
    assert after("xx..", *days("xx..")[-2:]) == Streak(2, 0)


def test_a_quiz_that_can_still_be_played_uses_up_no_freeze() -> None:
    assert after("xxxxxxx.", days("xxxxxxx.")[-1]) == Streak(7, 1)


@given(MARKS)
def test_a_day_that_is_played_makes_a_streak_longer_by_one(marks: str) -> None:
    """So a streak never falls while every quiz day is played."""
    assert after(marks + "x").days == after(marks).days + 1


@given(MARKS)
def test_a_freeze_is_earned_every_seven_days(marks: str) -> None:
    before, now = after(marks), after(marks + "x")
    assert now.freezes - before.freezes == (now.days % FREEZE_EVERY == 0)


@given(MARKS)
def test_a_missed_day_costs_a_freeze_or_the_streak(marks: str) -> None:
    before, now = after(marks), after(marks + ".")
    bridged = Streak(before.days, before.freezes - 1)
    assert now == (bridged if before.freezes else Streak(0, 0))


@given(MARKS, st.data())
def test_days_without_a_quiz_change_nothing(marks: str, data: st.DataObject) -> None:
    gaps = data.draw(st.lists(st.integers(0, 30), min_size=len(marks), max_size=len(marks)))
    spread = [FIRST + timedelta(days=index + sum(gaps[: index + 1])) for index in range(len(marks))]
    on = {day for day, mark in zip(spread, marks, strict=True) if mark == "x"}
    elsewhere = {FIRST + timedelta(days=index) for index in range(2000)}.difference(spread)
    assert streak(spread, on | elsewhere) == after(marks)


@given(MARKS)
def test_a_quiz_that_can_still_be_played_changes_nothing_until_it_is_played(marks: str) -> None:
    assert after(marks + ".", days(marks + ".")[-1]) == after(marks)
    assert after(marks + "x", days(marks + "x")[-1]) == after(marks + "x")
