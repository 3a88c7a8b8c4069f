"""Small pieces of sentences: names, days, places."""

from __future__ import annotations

from datetime import date

from cogs.ui.text import one_line

SOMEBODY = "Somebody"
"""Stands for a name of which nothing can be shown."""


def member_name(name: str, limit: int) -> str:
    """Return how a member is called, with at most `limit` characters."""
    return one_line(name, limit) or SOMEBODY


def day_words(day: date) -> str:
    """Return a local date in words: `Monday 1 March 2027`. A timestamp would be another day elsewhere in the world."""
    return f"{day:%A} {day.day} {day:%B} {day.year}"


def ordinal(number: int) -> str:
    """Return the name of a place: `1st`, `2nd`, `11th`."""
    ending = "th" if number % 100 in {11, 12, 13} else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number:,}{ending}"
