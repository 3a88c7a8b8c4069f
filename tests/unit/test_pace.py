"""How often one person may ask: a law over every order of asking."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.pace import Pace, TooFastError


class Hand:
    """A clock that stands where it was put."""

    def __init__(self) -> None:
        self.at = datetime(2027, 1, 1, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self.at


def test_who_asks_too_often_is_told_how_long_to_wait_and_may_then_ask_again() -> None:
    clock = Hand()
    pace = Pace(clock, 2, timedelta(seconds=30))
    pace.spend(1)
    clock.at += timedelta(seconds=10)
    pace.spend(1)
    with pytest.raises(TooFastError) as caught:
        pace.spend(1)
    assert (caught.value.seconds, caught.value.again) == (20, False)
    with pytest.raises(TooFastError) as caught:
        pace.spend(1)
    assert caught.value.again
    pace.spend(2)
    clock.at += timedelta(seconds=20)
    pace.spend(1)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 40)), max_size=60))
def test_nobody_gets_more_than_allowed_within_any_span_and_waiting_helps(steps: list[tuple[int, int]]) -> None:
    clock, most, within = Hand(), 3, timedelta(seconds=30)
    pace = Pace(clock, most, within)
    granted: dict[int, list[datetime]] = {}
    for person, seconds in steps:
        clock.at += timedelta(seconds=seconds)
        try:
            pace.spend(person)
        except TooFastError as error:
            clock.at += timedelta(seconds=error.seconds)
            pace.spend(person)
        granted.setdefault(person, []).append(clock.at)
    for times in granted.values():
        assert all(later - first >= within for first, later in zip(times, times[most:], strict=False))


def test_who_stopped_asking_is_forgotten() -> None:
    clock = Hand()
    pace = Pace(clock, 2, timedelta(seconds=30))
    for person in range(100):
        pace.spend(person)
    clock.at += timedelta(seconds=30)
    pace.spend(1)
    assert set(pace._taken) == {1}
