"""What the board says in words: its days, the line below its title, the text for those who cannot see the picture."""

from __future__ import annotations

from datetime import date

from bot.store.protocol.board import EVER, Span
from bot.study.board.standings import Page, Period, Row
from bot.study.wording import counted

LONGEST_ALT = 1024
"""Characters of a description of a picture; Discord takes no more."""
LONGEST_NAME = 32
LONGEST_TOPIC = 60


def span_text(span: Span) -> str:
    """Return days in words: `16 to 22 November 2026`, or `up to 22 November 2026` from the beginning on."""
    first, last = span.first, span.last
    if first == EVER.first:
        return f"up to {_day(last)}"
    if first >= last:
        return _day(last)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day} to {_day(last)}"
    if first.year == last.year:
        return f"{first.day} {first:%B} to {_day(last)}"
    return f"{_day(first)} to {_day(last)}"


def caption(page: Page) -> tuple[str, ...]:
    """Return what a page shows, in pieces: its days, its topic, how many members, and which of the pages it is."""
    parts = [span_text(page.span), counted(page.members, "member")]
    if page.topic:
        parts.insert(1, _cut(page.topic, LONGEST_TOPIC))
    if page.pages > 1:
        parts.append(f"page {page.number + 1:,} of {page.pages:,}")
    return tuple(parts)


def nobody(page: Page) -> str:
    """Return the sentence for a page without rows."""
    about = f" about {_cut(page.topic, LONGEST_TOPIC)}" if page.topic else ""
    when = {
        Period.WEEK: " this week",
        Period.MONTH: " this month",
        Period.SEASON: " in this season",
        Period.ALL: "",
    }[page.period]
    return f"Nobody has answered a quiz question{about}{when} yet."


def moved_text(row: Row) -> str:
    """Return the change of place in words: `up 2`, `down 1`, `same place`, `new`."""
    if row.moved is None:
        return "new"
    if not row.moved:
        return "same place"
    return f"{'up' if row.moved > 0 else 'down'} {abs(row.moved):,}"


def accuracy_text(share: float) -> str:
    """Return a share as whole per cent, where only all of it is 100 % and only nothing 0 %."""
    whole = round(share * 100)
    if whole == 100 and share < 1:
        whole = 99
    if whole == 0 and share > 0:
        whole = 1
    return f"{whole}%"


def alt_text(page: Page, title: str) -> str:
    """Return all that the picture of a page shows, in words, for screen readers; at most 1,024 characters."""
    said = f"{title}. {', '.join(caption(page))}."
    compared = any(row.moved is not None for row in page.rows)
    for row in page.rows:
        streak = f", streak {row.streak:,}" if row.streak else ""
        moved = f", {moved_text(row)}" if compared else ""
        points = f"{row.points:,} points, {accuracy_text(row.accuracy)} right{streak}{moved}"
        said += f" {row.place:,}. {_cut(row.name, LONGEST_NAME)}: {points}."
    return _cut(said, LONGEST_ALT)


def _day(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _cut(text: str, limit: int) -> str:
    return text if len(text) <= limit else f"{text[: limit - 1].rstrip()}…"
