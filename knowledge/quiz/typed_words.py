"""Whether typed words are a term: case, spacing, articles and plural do not count, and small slips are forgiven.

A slip makes no other word. So what is a word of English or of the notes is never taken for a slip of another one,
however near it is: "meiosis" is not "mitosis" misspelt.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from knowledge.spelling import english_frequency, opposite
from knowledge.words import Word, scan, spellings

NEGATIONS = frozenset("no not never none neither nor non without cannot except".split())
SHORTEST_SLIP, LONG = 4, 8
"""Letters of a word from which on one slip is forgiven, and two."""

_LEADING = frozenset("a an the it is it's its they are they're aws amazon".split())
"""Words before a term that belong to a sentence, or name the maker of a thing."""
_NUMERALS = {
    name: str(n) for n, name in enumerate("zero one two three four five six seven eight nine ten eleven twelve".split())
}
_PLURALS = (
    ("ies", "y"), ("es", ""), ("s", ""), ("ves", "f"), ("i", "us"), ("a", "um"), ("a", "on"), ("ae", "a"), ("es", "is"),
    ("ices", "ix"), ("ices", "ex"),
)  # fmt: skip
_CONTRARY = tuple(
    tuple(group.split())
    for group in (
        "endo exo ecto", "hyper hypo", "inter intra extra", "micro macro", "mono di tri poly", "homo hetero",
        "pre post", "in ex out", "im ex", "en de", "up down", "anti ante",
    )
)  # fmt: skip
"""Beginnings that turn a word into its counterpart."""


@dataclass(frozen=True, slots=True)
class Term:
    """A term as it is compared: its words in parts and lower case, numbers as digits.

    `exact` are those in which every letter counts: abbreviations, and names with digits. `text` is what was written.
    """

    words: tuple[str, ...]
    exact: frozenset[str] = frozenset()
    text: str = ""

    @property
    def letters(self) -> str:
        """All words in one piece."""
        return "".join(self.words)


def terms(text: str) -> tuple[Term, ...]:
    """Return the ways to take a text: as it stands, and without what leads in."""
    words = scan(text)
    kept = words
    while len(kept) > 1 and kept[0].surface != "A" and kept[0].surface.casefold() in _LEADING:
        kept = kept[1:]
    ways = [words, kept] if len(kept) < len(words) else [words]
    return tuple(_term(way, text[way[0].start :]) for way in ways if way)


def _term(words: Sequence[Word], text: str) -> Term:
    parts: list[str] = []
    exact: set[str] = set()
    for word in words:
        own = spellings(word.surface)
        own = own[:-1] if len(own) > 2 and own[-1] == "".join(own[:-1]) else own
        parts += [_NUMERALS.get(part, part) for part in own]
        exact.update(part for part in own if word.surface.isupper() or not part.isalpha())
    return Term(tuple(parts), frozenset(exact), text)


def is_same(typed: Term, term: Term) -> bool:
    """Return whether two terms differ in nothing that counts."""
    if typed.letters == term.letters:
        return bool(term.letters)
    return len(typed.words) == len(term.words) and all(
        a == b or (b not in term.exact and not _singulars(a).isdisjoint(_singulars(b)))
        for a, b in zip(typed.words, term.words, strict=True)
    )


def is_slip(typed: Term, term: Term, known: Container[str] = ()) -> bool:
    """Return whether a typed term is another one with small slips; `known` are the words of the notes."""
    if NEGATIONS.intersection(typed.words) != NEGATIONS.intersection(term.words):
        return False
    if len(typed.words) == len(term.words):
        return all(
            is_same(Term((a,)), Term((b,), term.exact)) or (b not in term.exact and is_misspelt(a, b, known))
            for a, b in zip(typed.words, term.words, strict=True)
        )
    blank_forgotten = len(typed.words) < len(term.words) and not term.exact
    return blank_forgotten and is_misspelt(typed.letters, term.letters, known)


def distance(typed: Term, term: Term) -> int:
    """Return how many letters have to be changed, added, left out or turned to make one of the other."""
    return OSA.distance(typed.letters, term.letters)


def is_misspelt(typed: str, word: str, known: Container[str] = ()) -> bool:
    """Return whether a typed word is another one with small slips, both in lower case; `known` as in `is_slip`."""
    allowed = 0 if len(word) < SHORTEST_SLIP else 1 if len(word) < LONG else 2
    return (
        OSA.distance(typed, word, score_cutoff=allowed) <= allowed
        and typed.isalpha()
        and typed not in known
        and not english_frequency(typed)
        and not _is_contrary(typed, word)
    )


def _is_contrary(typed: str, word: str) -> bool:
    """True where a beginning makes the one the opposite of the other: "unversioned", "exocytosis"."""
    for group in _CONTRARY:
        first = next((prefix for prefix in group if typed.startswith(prefix)), "")
        second = next((prefix for prefix in group if word.startswith(prefix)), "")
        if first and second and first != second:
            return True
    one_left_out = len(typed) == len(word) - 1 and typed[0] == word[0]
    return opposite(typed, word) and not one_left_out


def _singulars(word: str) -> frozenset[str]:
    """The word, and all that it may be the plural of."""
    found = {word}
    found.update(
        word[: -len(end)] + instead for end, instead in _PLURALS if word.endswith(end) and len(word) > len(end) + 2
    )
    return frozenset(found)
