"""Whether a typed value is the one that was asked for: number and unit count, their spelling does not."""

from __future__ import annotations

import math
import re

from knowledge.quantities import UNITS, Family, Quantity, quantities
from knowledge.quiz.typed_words import NEGATIONS, is_misspelt
from knowledge.words import words_of

_FILLERS = frozenset("a an the is are it its exactly of".split())
_BESIDE = {"maximum": "max most up to at limit", "minimum": "min least at"}
"""What may be typed beside a value where the prompt asks for such a bound."""
_GROUPS = re.compile(r"(?<=\d)[ _'’](?=\d{3}(?!\d))")
_ONE = re.compile(r"^an?\s+(?=[^\W\d_]+$)", re.IGNORECASE)
_MINUS = re.compile(r"(?:^|\s)[-−–]\s?$")  # noqa: RUF001 - people write any of these for a minus
_WORD = re.compile(r"[^\W\d_]+")
_DENOMINATIONS = ("$ usd dollar", "€ eur", "£", "°c celsius", "°f fahrenheit", "kelvin")
"""Units of one family that cannot be turned into each other, each with the ways to write it."""


def value_of(text: str) -> Quantity | None:
    """Return the quantity that a text is; None for anything else and anything more."""
    found = quantities(text)
    return found[0] if len(found) == 1 and not words_of(_beside(found[0], text)) else None


def is_same_value(typed: str, right: str, prompt: str) -> bool:
    """Return whether a typed text is the value `right`, with nothing beside it but words that the prompt has too."""
    typed = _with_unit_of(right, _GROUPS.sub("", _ONE.sub("1 ", " ".join(typed.split()))))
    wanted, found = value_of(right), quantities(typed)
    if wanted is None or len(found) != 1:
        return False
    given = found[0]
    asked = frozenset(words_of(prompt))
    allowed = (asked | _FILLERS | {w for bound in asked & _BESIDE.keys() for w in _BESIDE[bound].split()}) - NEGATIONS
    return (
        given.family is wanted.family
        and math.isclose(given.value, wanted.value, rel_tol=1e-9)
        and _is_negative(given, typed) == _is_negative(wanted, right)
        and _denomination(given, typed) == _denomination(wanted, right)
        and (given.per == wanted.per or given.per in asked)
        and allowed.issuperset(words_of(_beside(given, typed)))
    )


def _with_unit_of(right: str, typed: str) -> str:
    """The typed text with the unit of `right` where it has a slip of that."""
    units = [word for word in words_of(right) if word in UNITS]

    def meant(found: re.Match[str]) -> str:
        word = found[0].casefold()
        return next((unit for unit in units if word not in UNITS and is_misspelt(word, unit)), found[0])

    return _WORD.sub(meant, typed)


def _beside(quantity: Quantity, text: str) -> str:
    return f"{text[: quantity.start]} {text[quantity.end :]}"


def _is_negative(quantity: Quantity, text: str) -> bool:
    return bool(_MINUS.search(text[: quantity.start]))


def _denomination(quantity: Quantity, text: str) -> str:
    """The unit itself, where units of one family cannot be turned into each other; else nothing."""
    if quantity.family not in {Family.MONEY, Family.TEMPERATURE}:
        return ""
    written = text[quantity.start : quantity.end].casefold()
    return next((ways for ways in _DENOMINATIONS if any(way in written for way in ways.split())), "")
