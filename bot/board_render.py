"""How the leaderboard looks in a terminal or a pipe: pure functions from a page of it to lines of text."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from bot.render import BLANK, Block, Line, Look
from bot.study.wording import counted
from bot.text import one_line

if TYPE_CHECKING:
    from bot.study.board.standings import Page, Row

HEADINGS = ("place", "moved", "points", "right", "streak")
NAMELESS = "(no name)"
UNSEEN = frozenset("CMZ")
"""Kinds of characters that show nothing by themselves: controls, marks, blanks."""
LONGEST_NAME = 40
LONGEST_CAPTION = 120
GAP = "  "


def page(found: Page) -> tuple[Block, ...]:
    """Return a page of the board as a table. Names stand last: their width on a screen is nobody's guess."""
    from bot.study.board.captions import caption, nobody

    title = Line(one_line(" · ".join(caption(found)), LONGEST_CAPTION), Look.PLACE, "Leaderboard: ")
    if not found.rows:
        return (Line(one_line(nobody(found))),)
    table = [HEADINGS, *map(_cells, found.rows)]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    headings, *leads = (GAP.join(map(str.rjust, cells, widths)) + GAP for cells in table)
    rows = (Line(_name(row), Look.ANSWER, lead) for lead, row in zip(leads, found.rows, strict=True))
    return (title, Line(f"{headings}member", Look.PLACE), *rows, *_others(found))


def which(guilds: Sequence[int]) -> tuple[Block, ...]:
    """Return which groups there are, where it is not clear which one is meant."""
    return (
        Line("Which server? Those with a leaderboard:"),
        *(Line(f"/leaderboard guild {guild}", lead="  ") for guild in guilds),
    )


def _name(row: Row) -> str:
    seen = any(unicodedata.category(character)[0] not in UNSEEN for character in row.name)
    return one_line(row.name, LONGEST_NAME) if seen else NAMELESS


def _cells(row: Row) -> tuple[str, ...]:
    from bot.study.board.captions import accuracy_text, moved_text

    streak = counted(row.streak, "day") if row.streak else "-"
    return f"{row.place:,}.", moved_text(row), f"{row.points:,}", accuracy_text(row.accuracy), streak


def _others(found: Page) -> Iterator[Block]:
    others = found.members - len(found.rows)
    if others:
        yield BLANK
        yield Line(f"{counted(others, 'more member')}: the whole board is on Discord.", Look.HINT)
