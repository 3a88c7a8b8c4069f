"""In which order a member sees the choices of a question."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence

_POINTS = re.compile(
    r"""
    (?: all | any | none | both | neither ) \W*
    | (?: all | any | none | both | either | neither | one | two | three | some | more\ than\ one )
      (?: \s+of )? (?: \s+the )? (?: \s+other )?
      \s+ (?: above | below | these | those | them | others? | options | choices | answers | statements
            | previous | preceding | following | listed | mentioned ) \b .*
    | (?: all | none | both | neither ) \s+ (?: is | are ) \b .*
    | both \s+ .+ \s+ and \s+ .+
    | neither \s+ .+ \s+ nor \s+ .+
    | .* \b the \s+ above \W*
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A choice that speaks of the other choices: "all of the above", "none of these", "both queues and topics"."""

_LABEL = r"\(?[a-j1-9]\)?"
_ONLY = r"(?: both | either | neither | only | just | answers? | options? | choices? | all \s+ (?: but | except ) )"
_LABELS = re.compile(
    rf"""
    (?: {_ONLY} \s+ )* {_LABEL}
    (?: (?: \s* , \s* (?: (?: and | or | nor ) \s+ )? | \s+ (?: and | or | nor ) \s+ | \s* [&+/] \s* ) {_LABEL} )+
    (?: \s+ .* )?
    | (?: {_ONLY} \s+ )+ {_LABEL} \W*
    | {_LABEL} \s+ (?: only | alone ) \W*
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A choice that names others by their letters: "both A and B", "only C", "1, 2 and 4"."""


def shown_order(quiz_id: int, place: int, member: int, choices: Sequence[str]) -> tuple[int, ...]:
    """Return the indices of the choices of a question in the order in which a member sees them, always the same.

    Each order is as likely as any other, but for what the author of a hand-written question relied on: last choices
    that speak of the others stay last, and where a choice names others by letter, or speaks of those above it while
    more come below, all stay where they are.
    """
    free = _free(choices)
    mixed = sorted(range(free), key=lambda index: _chance(quiz_id, place, member, index))
    return (*mixed, *range(free, len(choices)))


def _free(choices: Sequence[str]) -> int:
    """How many of the choices, from the first on, may change places."""
    pointing = [bool(_POINTS.fullmatch(choice.strip())) for choice in choices]
    free = len(choices)
    while free and pointing[free - 1]:
        free -= 1
    kept = any(pointing[:free]) or any(_LABELS.fullmatch(choice.strip()) for choice in choices)
    return 0 if kept else free


def _chance(*key: int) -> bytes:
    return hashlib.blake2b("/".join(map(str, key)).encode(), digest_size=8).digest()
