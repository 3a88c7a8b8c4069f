"""What words say, in a form in which two ways to put the same thing are equal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial

from knowledge.claims import WORDS
from knowledge.quantities import Quantity, quantities
from knowledge.words import fold, scan, stem, terms_of

_SAYS_NOTHING = frozenset(
    stem(word)
    for word in """a an the and of to in on at by for with from as is are was were be been being am it its this that
    these those there you your yours we our they their them he she his her i which who can will may does do did has have
    had having so then into via onto also just any each per""".split()
)
"""Function words. Those that turn a statement around (not, no, without, only, or, before) are none of them."""
_MEASURES = frozenset(
    stem(word)
    for word in """size limit timeout retention period delay memory latency throughput port price cost rate interval
    duration length lifetime ttl quota age date temperature count window height depth width distance
    speed weight mass range time total average about around approximately roughly more less than between only usually
    once twice or not no""".split()
)
"""Words that name an attribute, or say how it is meant, but not the thing that has it."""
_GENERAL = frozenset(
    stem(word)
    for word in """overview introduction intro basics summary general details concepts terminology terms glossary
    definitions notes tips types kinds settings features options limits facts important misc miscellaneous useful other
    others know good remember exam background key main what how why quiz questions recap review advanced common
    properties part chapter section unit todo list contents table name description example attention warning hint column
    row value number amount meaning information info nb""".split()
)
"""Words of headings and labels that name no thing of their own."""
_BOUNDS = frozenset(bound.name.lower() for bound in WORDS)
_NEGATED = re.compile(r"(?:\bcan|n['’])t\b|\bcannot\b|\bnever\b", re.IGNORECASE)
_SIGNS = re.compile(r"[+<>=≤≥±^~]")
"""What words do not show: `a+` is not `a`, and `<` is not `>`."""


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a text says: its terms without function words, and its values, each in the base unit of its family.

    A bound ("max", "at most", "limit") is one of the terms, whatever the word for it. `all` tells terms that stand in
    the text twice from those that stand there once.
    """

    terms: frozenset[str]
    all: frozenset[str]
    names: tuple[str, ...]
    """What is written with a capital, in order."""

    @property
    def label(self) -> frozenset[str]:
        """The terms that tell one heading from another; empty for "Limits", "Exam tips"."""
        return self.terms - _GENERAL - _BOUNDS

    @property
    def subject(self) -> frozenset[str]:
        """The terms that name a thing; empty for "Limits", "Maximum size", "12 hours"."""
        return frozenset(term for term in self.label - _MEASURES if not term.isdigit())


@lru_cache(maxsize=16_384)
def meaning(text: str) -> Meaning:
    """Return what a text says."""
    found = quantities(text)
    rest = _NEGATED.sub(" not ", _without(text, found))
    for bound, words in WORDS.items():
        rest = words.sub(partial(_as_bound, f" {bound.name.lower()} "), rest)
    terms = [term for term in terms_of(rest) if term not in _SAYS_NOTHING]
    counted = frozenset(_told_apart([*terms, *_SIGNS.findall(text)]))
    names = tuple(fold(word.surface) for word in scan(rest) if word.surface != word.surface.lower())
    return Meaning(frozenset(terms), counted | frozenset(map(value_term, found)), names)


def _as_bound(bound: str, found: re.Match[str]) -> str:
    """The bound in place of a word for it; `maxLength` is no such word, but a name."""
    return bound if found.group()[1:] in {found.group()[1:].lower(), found.group()[1:].upper()} else found.group()


def _told_apart(terms: Iterable[str]) -> Iterator[str]:
    """The terms, each with a mark where it stood there before."""
    seen: Counter[str] = Counter()
    for term in terms:
        yield f"{term}*{seen[term]}" if seen[term] else term
        seen[term] += 1


def _without(text: str, found: tuple[Quantity, ...]) -> str:
    for quantity in reversed(found):
        text = f"{text[: quantity.start]} {text[quantity.end :]}"
    return text


def value_term(quantity: Quantity) -> str:
    """Return a value as a term: equal for "15 minutes" and "900 seconds"."""
    return f"{quantity.family}={quantity.value:g}/{quantity.per}"
