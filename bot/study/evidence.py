"""What a place in the notes says of a word: in its own text, in the headings above it, in the name of its file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import PurePath

from rapidfuzz.distance import OSA

from bot.study.reply import Word, content
from knowledge.lexicon import shipped
from knowledge.model import Passage
from knowledge.words import spellings, stem, terms_of, words_of


def says(place: Passage, word: Word) -> bool:
    """Whether a place says a word: itself, by another of the same meaning, or but for a slip."""
    terms, spelt = _said_by(place)
    if terms.issuperset(word.terms) or any(terms.issuperset(way.terms) for way in shipped().get(word.terms, ())):
        return True
    return all(any(_near(part, other) for other in spelt) for part in spellings(word.surface))


def says_all(place: Passage, words: Iterable[Word]) -> bool:
    """Whether a place says every one of these words."""
    return all(says(place, word) for word in words)


def lines(places: Iterable[Passage]) -> list[Passage]:
    """Return each line of the places as a place of its own."""
    return [replace(place, text=line) for place in places for line in place.text.splitlines()]


def titled(place: Passage, words: Sequence[Word]) -> bool:
    """Whether a place is about these words: they stand in its headings or begin one of its lines."""
    beginnings = (replace(line, text=" ".join(line.text.split()[: len(words) + 1])) for line in lines([place]))
    return any(says_all(beginning, words) for beginning in beginnings)


def headed(line: Passage, word: Word) -> bool:
    """Whether a word is the first of a line, as the thing that a list tells of is."""
    return any(first.terms == word.terms for first in content(line.text)[:1])


def title(place: Passage) -> frozenset[str]:
    """Return the terms that say what the whole note is about: its first heading, else the name of its file."""
    return frozenset(terms_of(place.heading[0] if place.heading else PurePath(place.file).stem))


def names(words: Iterable[Word], title_terms: frozenset[str]) -> bool:
    """Whether words name a title, give or take one word of it: "lambda" names "AWS Lambda"."""
    terms = {term for word in words for term in word.terms}
    return bool(terms & title_terms) and len(title_terms - terms) <= 1


@lru_cache(maxsize=1024)
def _said_by(place: Passage) -> tuple[frozenset[str], frozenset[str]]:
    """The terms and the words of a place."""
    words = frozenset(words_of(" ".join((PurePath(place.file).stem, *place.heading, place.text))))
    return frozenset(map(stem, words)), words


def _near(word: str, other: str) -> bool:
    """Whether a word is the beginning of another, or a slip of it that keeps the first letter."""
    if word[0] != other[0] or len(word) < 3:
        return False
    slips = min(len(word) // 4, 2)
    return other.startswith(word) or OSA.distance(word, other, score_cutoff=slips) <= slips
