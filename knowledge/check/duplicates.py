"""Facts that are written down twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.check.matching import Saying, are_apart, met, of_one_thing
from knowledge.check.model import Finding, Rule, quoted
from knowledge.check.statements import Statement

LONG = 9
"""Terms. A statement of so many is no coincidence: said twice, it is the same, whatever stands above it."""
SHORT = 3
"""Terms. Items of one list may be so short that they differ in nothing but their endings: `version`, `versions`."""
_POINTS = re.compile(r"\b(?:this|these|those|it|they)\b", re.IGNORECASE)
"""Words that stand for something in the sentence before."""


def duplicates(found: Iterable[Statement]) -> Iterator[Finding]:
    """Find statements that say the same of the same thing as an earlier one; one finding for each line."""
    told: set[tuple[str, int]] = set()
    sayings = (Saying(s, s.meaning.all) for s in found if s.meaning.terms)
    for earlier, later in met((saying, _keys(saying)) for saying in sayings):
        place = (later.statement.page.path, later.statement.block.start)
        if place not in told and _same(earlier, later):
            told.add(place)
            message = f"{quoted(later.statement.text)} says the same as {earlier.statement.place}: keep one of them."
            yield Finding(Rule.DUPLICATE, *place, message)


def _keys(saying: Saying) -> Iterator[frozenset[str]]:
    """What it says, alone and with what stands above it: part of another's words may stand in a heading here."""
    yield saying.says
    yield saying.says | saying.statement.near
    yield saying.whole


def _same(a: Saying, b: Saying) -> bool:
    s, t = a.statement, b.statement
    if s.block is t.block or are_apart(s, t) or _order(s, t) != _order(t, s):
        return False
    if a.says == b.says and len(a.says) >= LONG and all(x.first or not _POINTS.search(x.text) for x in (s, t)):
        return True
    beside = s.page is t.page and s.block.parent == t.block.parent
    if beside and len(a.says) <= SHORT and s.text.casefold() != t.text.casefold():
        return False
    same = a.says == b.says or a.says == b.says | t.near or b.says == a.says | s.near
    return same and of_one_thing(a, b)


def _order(a: Statement, b: Statement) -> list[str]:
    """The names in one statement that are in the other too, in their order: "A calls B" is not "B calls A"."""
    return [name for name in a.meaning.names if name in b.meaning.names]
