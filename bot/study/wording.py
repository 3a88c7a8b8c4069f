"""Pieces of sentences that are said everywhere: numbers with their nouns, and lists."""

from __future__ import annotations

from collections.abc import Sequence


def counted(number: int, what: str) -> str:
    """Return a number with its noun: `1 question`, `1,200 questions`."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def listed(words: Sequence[str], joint: str = "and") -> str:
    """Return words as people list them, `a, b and c` or with another joint; empty where there are none."""
    *others, last = words or [""]
    return f"{', '.join(others)} {joint} {last}" if others else last
