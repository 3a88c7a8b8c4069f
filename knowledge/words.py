"""Text to words, and words to terms: the one place that decides when two spellings are the same word.

A *word* is a lower-cased spelling; a *term* is its stem, what the index stores and the search compares. Compound
spellings count as a whole and in parts, so that `PutMetricData`, `put metric data` and `put-metric-data` meet.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, NamedTuple

import Stemmer

LONGEST_WORD = 64
"""Characters. Longer runs are hashes or encoded data; they are cut so that none costs more than a word."""

SHORTEST_STEMMED = 3
"""Characters. Words up to this length are mostly abbreviations: "EBS" is not the plural of "EB"."""

_STEMMER: Final = Stemmer.Stemmer("english")
_WORD = re.compile(
    r"[\w\u0300-\u036f]+(?:(?:[-./:@_']+|(?<=\d),(?=\d{3}(?!\d)))[\w\u0300-\u036f]+)*(?:\+\+|#)?|\$", re.UNICODE
)
_PART = re.compile(r"\d+(?:\.\d+)+|(?:[^\W_][\u0300-\u036f]*)+(?:\+\+|#)?", re.UNICODE)
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z]{2})")
_PLURAL_NAME = re.compile(r"([A-Z][A-Z0-9]+)s")
_NUMBER_UNIT = re.compile(r"(\d+)([a-z]{1,12})")
_GROUPED = re.compile(r"(?<=\d),(?=\d{3}(?!\d))")
_APOSTROPHES = str.maketrans(
    {"’": "'", "‘": "'", "`": " ", "´": "'", "“": '"', "”": '"', "\u00ad": None, "\u200b": None}
)
_POSSESSIVE = re.compile(r"'(?:s|re|ve|ll|d|m|t)?\b|'$")
_ACCENTS = re.compile(r"[\u0300-\u036f]")
_WIDE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_NUMERALS = {
    name: str(n) for n, name in enumerate("two three four five six seven eight nine ten eleven twelve".split(), start=2)
}
_LIGATURES = {"+": "plus", "#": "sharp", ".": "d"}
"""Letters in place of the signs that SQLite's tokenizer would split at."""


class Word(NamedTuple):
    """A spelling in its place: `surface` as written, `start` and `end` as offsets into the text."""

    surface: str
    start: int
    end: int


@lru_cache(maxsize=4_096)  # a few megabytes: what asks of a text asks again soon
def scan(text: str) -> tuple[Word, ...]:
    """Return the words of a text in order, compounds in one piece."""
    text = text.translate(_APOSTROPHES)
    return tuple([Word(m.group(), m.start(), m.end()) for m in _WORD.finditer(text)])


@lru_cache(maxsize=65_536)
def spellings(surface: str) -> tuple[str, ...]:
    """Return the lower-case words that one written word stands for: its parts, then the compound as a whole.

    `Lambda@Edge` gives `lambda`, `edge`, `lambdaedge`; `256KB` gives `256`, `kb`; `C++` gives `c++`.
    """
    surface = _GROUPED.sub("", _POSSESSIVE.sub("", surface))
    if plural := _PLURAL_NAME.fullmatch(surface):
        surface = plural.group(1)
    parts: list[str] = []
    for piece in _PART.findall(surface):
        for camel in _CAMEL.split(piece) if not piece.isupper() else [piece]:
            word = fold(camel)
            united = _NUMBER_UNIT.fullmatch(word)
            parts += united.groups() if united else list(word) if _WIDE.search(word) else [word]
    parts = [part[:LONGEST_WORD] for part in parts if part]
    whole = "".join(parts)
    compound = len(parts) > 1 and len(whole) <= LONGEST_WORD and not _WIDE.search(whole)
    return (*parts, whole) if compound else tuple(parts)


@lru_cache(maxsize=65_536)
def fold(word: str) -> str:
    """Return a word without case and accents."""
    word = word.casefold()
    if word.isascii():
        return word
    apart = unicodedata.normalize("NFKD", word)
    folded = unicodedata.normalize("NFC", _ACCENTS.sub("", apart)).casefold()  # other scripts stay as they are written
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """Return the term of one lower-case word: numerals as digits, everything else by the Snowball English stemmer."""
    word = _NUMERALS.get(word, word)
    if not word.isascii() or not word.isalpha():
        return "".join(_LIGATURES.get(c, c) for c in word)
    return _STEMMER.stemWord(word) if len(word) > SHORTEST_STEMMED else word


def words_of(text: str) -> list[str]:
    """Return the lower-case words of a text, compounds in parts and whole."""
    return [spelling for word in scan(text) for spelling in spellings(word.surface)]


def terms_of(text: str) -> list[str]:
    """Return the terms of a text, in order, compounds in parts and whole."""
    return [stem(spelling) for word in scan(text) for spelling in spellings(word.surface)]
