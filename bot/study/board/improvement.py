"""The improvement board: everybody against their own past, not against each other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from bot.store.protocol.board import Progress, Span
from bot.study.board.standings import PAGE

LEAST_ANSWERS = 5
"""Answers that a member needs in each of the two spans: fewer say nothing."""


@dataclass(frozen=True, slots=True)
class ImprovedRow:
    """How a member answers now and before, as shares of right answers. `gained` is the difference, below 0 for a loss.

    `place` is shared by those with the same gain; None where nothing was gained.
    """

    place: int | None
    member: int
    name: str
    gained: float
    accuracy: float
    accuracy_before: float
    answered: int


@dataclass(frozen=True, slots=True)
class Improvement:
    """The members who gained most, at most a page of them. `own` is the row of whoever looks, also where it is a loss.

    `before` are the days compared with; None where the span goes back to the beginning, and then nobody has a row.
    """

    span: Span
    before: Span | None
    rows: tuple[ImprovedRow, ...] = ()
    own: ImprovedRow | None = None


def improvement(span: Span, before: Span, progress: Sequence[Progress], own: Progress | None) -> Improvement:
    """Return the board from the members who answered enough in both spans, greatest gain first.

    `own` is whoever looks, who may be hidden and then is not among them; None for one who answered too little.
    """
    gains = [gain for each in progress if (gain := _gain(each)) > 0]
    rows = tuple(_row(each, gains) for each in progress[: min(len(gains), PAGE)])
    return Improvement(span, before, rows, None if own is None else _row(own, gains))


def _gain(progress: Progress) -> Fraction:
    """Exact, so that equal gains share a place."""
    return Fraction(progress.right, progress.answered) - Fraction(progress.right_before, progress.answered_before)


def _row(progress: Progress, gains: Sequence[Fraction]) -> ImprovedRow:
    gained = _gain(progress)
    return ImprovedRow(
        place=1 + sum(gain > gained for gain in gains) if gained > 0 else None,
        member=progress.member,
        name=progress.name,
        gained=float(gained),
        accuracy=progress.right / progress.answered,
        accuracy_before=progress.right_before / progress.answered_before,
        answered=progress.answered,
    )
