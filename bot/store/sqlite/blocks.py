"""Days in blocks: a span of days is a few blocks, each with its sums, instead of many days."""

from __future__ import annotations

from typing import NamedTuple

SIZES = (1, 4, 16, 64)
"""Days of a block. Block n of a size has the days from n times the size on, as `date.toordinal` counts them."""


class Block(NamedTuple):
    """One block of days."""

    size: int
    number: int


def blocks(first: int, last: int) -> list[Block]:
    """Return the fewest blocks that are the days from `first` to `last`, in order."""
    found: list[Block] = []
    while first <= last:
        size = next(size for size in reversed(SIZES) if first % size == 0 and first + size - 1 <= last)
        found.append(Block(size, first // size))
        first += size
    return found


def widened(first: int, last: int, known_first: int, known_last: int) -> tuple[int, int]:
    """Return a span that has the same ones of the known days, cut to them, and ends with whole blocks where it may.

    Beyond the known days there is nothing: what lies there may be in the span or not.
    """
    largest = SIZES[-1]
    if first <= known_first:
        first = known_first // largest * largest
    if last >= known_last:
        last = (known_last // largest + 1) * largest - 1
    return first, last
