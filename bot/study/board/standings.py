"""The board as members see it: rows with points, places, streaks, and the page that somebody is on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from bot.store.protocol.board import Span

POINTS = 10
"""For a right answer. Speed earns nothing."""
PAGE = 10
"""Rows of a page."""


class Period(StrEnum):
    """What the board looks back on, up to today."""

    WEEK = "week"
    MONTH = "month"
    SEASON = "season"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Row:
    """A member on the board. `moved` is how many places up since the period before; None for a newcomer."""

    place: int
    member: int
    name: str
    points: int
    right: int
    answered: int
    streak: int
    moved: int | None = None

    @property
    def accuracy(self) -> float:
        """The share of right answers."""
        return self.right / self.answered if self.answered else 0.0


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the board, `number` from 0. `own` is the row of whoever looks, which may be on another page.

    `season` is the number of the season, where the period is one. `hidden` says that whoever looks is left out for the
    others; `own` then tells where the member would stand.
    """

    period: Period
    span: Span
    rows: tuple[Row, ...]
    number: int
    pages: int
    members: int
    topic: str | None = None
    season: int | None = None
    own: Row | None = None
    hidden: bool = False
