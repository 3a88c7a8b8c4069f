"""Laws of the blocks that days are summed up in."""

from __future__ import annotations

from datetime import date

from hypothesis import example, given
from hypothesis import strategies as st

from bot.store.sqlite.blocks import SIZES, blocks, widened

days = st.integers(1, 1_000)
LAST = date.max.toordinal()


def days_of(first: int, last: int) -> list[int]:
    return [
        day
        for block in blocks(first, last)
        for day in range(block.size * block.number, block.size * (block.number + 1))
    ]


@given(days, days)
@example(64, 127)
@example(1, 1)
def test_the_blocks_of_a_span_have_each_of_its_days_once(first: int, last: int) -> None:
    assert days_of(first, last) == list(range(first, last + 1))


@given(days, st.integers(0, 400))
def test_a_span_is_few_blocks(first: int, length: int) -> None:
    smaller = SIZES[:-1]
    assert len(blocks(first, first + length)) <= 2 * 3 * len(smaller) + length // SIZES[-1] + 1


@given(st.integers(1, LAST), st.integers(1, LAST), days, days)
@example(1, LAST, 1, 1_000)
@example(LAST, 1, 5, 5)
def test_a_widened_span_has_the_same_of_the_known_days(first: int, last: int, one: int, other: int) -> None:
    known = sorted((one, other))
    widest = widened(first, last, *known)
    for day in (known[0], known[1], (known[0] + known[1]) // 2, first, last):
        if known[0] <= day <= known[1]:
            assert (widest[0] <= day <= widest[1]) is (first <= day <= last)


def test_all_days_there_are_become_blocks_of_the_largest_size() -> None:
    assert {block.size for block in blocks(*widened(1, LAST, 739_677, 739_696))} == {SIZES[-1]}
