"""Which statements of some notes speak of the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from knowledge.check.statements import Statement
from knowledge.model import Kind

COMPARED = 8
"""Statements that a further one with the same words is compared with: what is said more often is a figure of speech."""


@dataclass(frozen=True)
class Saying:
    """A statement as a rule reads it: `says` are the terms that it compares."""

    statement: Statement
    says: frozenset[str]

    @cached_property
    def whole(self) -> frozenset[str]:
        """What it says together with what stands above it."""
        return self.says | self.statement.near | self.statement.above


def of_one_thing(a: Saying, b: Saying) -> bool:
    """True for two statements that are made of the same thing, by what stands above them and what they name."""
    s, t = a.statement, b.statement
    if not (s.first and t.first) or are_apart(s, t):
        return False
    if not all(statement.near or statement.meaning.subject for statement in (s, t)):
        return False
    # In one note, what stands further above may well list all the things that are told apart below it.
    around_a, around_b = (a.says | s.near, b.says | t.near) if s.page is t.page else (a.whole, b.whole)
    near_is_shared = s.near <= around_b and t.near <= around_a
    near_is_named = s.near <= b.says or t.near <= a.says
    return (near_is_shared or near_is_named) and (_is_explained(s, b) or _is_explained(t, a))


def _is_explained(statement: Statement, other: Saying) -> bool:
    """True where the other one knows of all that stands above a statement, and of one of the things listed there."""
    listed = statement.listed
    one_of_them = not listed or not listed.isdisjoint(other.whole | other.statement.listed)
    return one_of_them and statement.above <= other.whole


def are_apart(earlier: Statement, later: Statement) -> bool:
    """True where the outline of a note tells two statements apart: one is a detail of the other, or of another item."""
    if earlier.page is not later.page:
        return False
    above = tuple(later.page.above(later.block))
    if any(earlier.block is block for block in above):
        return True
    parent = next(later.page.above(earlier.block), None)
    if parent is None or not above or parent is above[0]:
        return False
    return parent.kind is above[0].kind is Kind.ITEM and parent.parent == above[0].parent


_S = TypeVar("_S", bound=Saying)


def met(found: Iterable[tuple[_S, Iterable[Hashable]]]) -> Iterator[tuple[_S, _S]]:
    """Yield the pairs that have one of their keys in common, the earlier one first.

    Takes time in proportion to the number of keys: where many have a key in common, only the first are looked at.
    """
    known: dict[Hashable, list[_S]] = defaultdict(list)
    for later, keys in found:
        groups = [known[key] for key in dict.fromkeys(keys)]
        for earlier in {id(saying): saying for group in groups for saying in group}.values():
            yield earlier, later
        for group in groups:
            if len(group) < COMPARED:
                group.append(later)
