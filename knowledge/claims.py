"""Values as sentences claim them: which bound of a thing they are, and which of them contradict each other.

What an answer shows as a disagreement and what the check of the notes reports as one is decided here, in one place.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from knowledge.quantities import Quantity

SAME = 0.021
"""Relative difference up to which two values count as the same: 1,000 and 1,024 are a matter of units."""


class Bound(Enum):
    """What a value is to the thing that it is stated of."""

    MOST = auto()
    LEAST = auto()
    DEFAULT = auto()


WORDS = {
    Bound.MOST: re.compile(
        r"\b(?:max\w*|limits?|biggest|largest|longest|highest|most|up to|at most|how (?:big|large|long) can)\b",
        re.IGNORECASE,
    ),
    Bound.LEAST: re.compile(r"\b(?:min|minimum|minimal|smallest|shortest|lowest|least)\b", re.IGNORECASE),
    Bound.DEFAULT: re.compile(r"\bdefault\w*\b", re.IGNORECASE),
}
_RANGE = re.compile(r"\bbetween\b.*\d.*\band\b.*\d|\d\s*(?:\w+\s*)?(?:-|–|to)\s*\d", re.IGNORECASE)
_BRACKETED = re.compile(r"\([^()]*\)")
_LISTING = re.compile(r"[,&+/]| and | vs\.? ")


@dataclass(frozen=True, slots=True)
class Claim:
    """A value as a sentence states it.

    `names` are the names in the sentence beside that of the thing it is about; `under` is what its line hangs under.
    """

    quantity: Quantity
    names: frozenset[str]
    under: Hashable


def bound_of(text: str) -> Bound | None:
    """Return the bound that a text speaks of; None where it speaks of none."""
    return next((bound for bound, words in WORDS.items() if words.search(text)), None)


def is_range(text: str) -> bool:
    """True for words that give two ends of a range: "between 1 and 10 minutes"."""
    return bool(_RANGE.search(text))


def stated(sentence: str, found: Sequence[Quantity], bound: Bound | None) -> Quantity | None:
    """Return which of the quantities of a sentence is this bound of something; None where that is not plain."""
    if not found:
        return None
    if bound is Bound.DEFAULT:
        word = WORDS[bound].search(sentence)
        return min(found, key=lambda q: min(abs(q.start - word.end()), abs(word.start() - q.end))) if word else None
    if bound is not None:
        plain = WORDS[bound].search(sentence) or (len(found) > 1 and is_range(sentence))
        extreme = max if bound is Bound.MOST else min
        return extreme(found, key=lambda q: q.value) if plain else None
    return found[0] if len(found) == 1 and bound_of(sentence) is None else None


def contradict(a: Claim, b: Claim) -> bool:
    """True for two claims about one thing that cannot both hold; lines of one list speak of different things."""
    comparable = a.quantity.family is b.quantity.family and a.quantity.per == b.quantity.per
    elsewhere = bool(a.names - b.names and b.names - a.names)
    x, y = a.quantity.value, b.quantity.value
    return comparable and a.under != b.under and not elsewhere and abs(x - y) > SAME * max(abs(x), abs(y))


def lists_several(heading: str) -> bool:
    """True for a heading that lists things ("SQS, SNS & Kinesis"): it leaves open which of them a line below means."""
    return bool(_LISTING.search(_BRACKETED.sub("", heading)))
