"""Which word was meant: misspelt words are judged against the notes' own vocabulary, not against a dictionary.

The dictionary only says which spellings are good English and how common they are, so that "rice" is not "corrected"
to "price" where the notes happen to know the one and not the other.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract
from spellchecker import SpellChecker

SHORTEST_CORRECTED = 4
"""Characters. Shorter words have too many neighbours: "sns" and "sqs" are one slip apart."""
COMMON_ENGLISH = 1_000
"""Occurrences in the dictionary's corpus (about 10^9 words) from which an English word counts as well known."""
MOST_COMMON_ENGLISH = 5_000_000


@lru_cache(maxsize=1)
def _english() -> SpellChecker:
    return SpellChecker(language="en")


def english_frequency(word: str) -> int:
    """Return how often an English word occurs in the dictionary's corpus; 0 for what is no English word."""
    return int(_english()[word])


@lru_cache(maxsize=65_536)
def likely_frequency(word: str) -> int:
    """Return how common a word is, a slip taken as the commonest English word that it may be a slip of."""
    frequency = english_frequency(word)
    if frequency or len(word) < SHORTEST_CORRECTED:
        return frequency
    frequencies = _english().word_frequency.dictionary
    return max((frequencies[near] for near in _english().edit_distance_1(word)), default=0)


def informativeness(word: str) -> float:
    """Return between 0.2 (said in every second sentence) and 1 (a name or a rare word) for a word of English."""
    frequency = likely_frequency(word)
    if frequency < 2:
        return 1.0
    return max(0.2, 1.0 - math.log(frequency) / math.log(MOST_COMMON_ENGLISH))


def corrections(
    word: str, spellings: Sequence[str], counts: Sequence[int] | None = None, most: int = 3
) -> list[tuple[str, float]]:
    """Return the `spellings` that `word` may be a slip of, with how likely each is (0 to 1), best first.

    `counts` says how often each of them occurs, in the same order. Two slips are allowed in words of seven letters or
    more, one below that, only turned neighbours in words of three, none in shorter ones; turned neighbours are one
    slip (optimal string alignment). Well-known English words are never corrected.
    """
    if len(word) == SHORTEST_CORRECTED - 1 and word.isalpha() and english_frequency(word) < COMMON_ENGLISH:
        turned = {word[1] + word[0] + word[2], word[0] + word[2] + word[1]} - {word}
        return [(spelling, 0.85) for spelling in spellings if spelling in turned][:most]
    if len(word) < SHORTEST_CORRECTED or not word.isalpha():
        return []
    known = english_frequency(word) >= COMMON_ENGLISH
    if known:
        return []
    allowed = 2 if len(word) >= 7 else 1
    found: list[tuple[str, float]] = []
    for spelling, slips, position in extract(
        word, spellings, scorer=OSA.distance, score_cutoff=allowed, limit=12, processor=None
    ):
        if len(spelling) < SHORTEST_CORRECTED or not spelling.isalpha() or opposite(word, spelling):
            continue
        likely = (
            1.0
            - 0.16 * slips
            - (0.25 if spelling[0] != word[0] else 0.0)
            + 0.02 * math.log1p(counts[position] if counts else 0)
        )
        found.append((spelling, min(likely, 0.97)))
    found.sort(key=lambda pair: (-pair[1], pair[0]))
    best = found[0][1] if found else 0.0
    return [pair for pair in found if pair[1] >= max(best - 0.12, 0.5)][:most]


def expansions(word: str, spellings: Sequence[str], counts: Sequence[int], most: int = 2) -> list[tuple[str, float]]:
    """Return the `spellings` that `word` may be short for ("val": value, "hdr": header), likeliest first.

    A short form is the beginning of the word, or its first letter with some of the consonants that follow.
    """
    if not 3 <= len(word) <= 5 or not word.isalpha() or english_frequency(word) >= COMMON_ENGLISH * 20:
        return []
    bare = not set(word[1:]) & set("aeiou")
    found = []
    for spelling, count in zip(spellings, counts, strict=True):
        if count < 2 or spelling[0] != word[0] or not len(word) + 1 < len(spelling) <= 14 or not spelling.isalpha():
            continue
        if spelling.startswith(word):
            found.append((0.8, count, spelling))
        elif bare and _skeleton(word, spelling):
            found.append((0.75, count, spelling))
    found.sort(key=lambda entry: (-entry[0], -entry[1], entry[2]))
    return [(spelling, weight) for weight, _, spelling in found[:most]]


def _skeleton(word: str, spelling: str) -> bool:
    """True where the letters of `word` stand in `spelling` in order, and it ends on the last of its consonants."""
    rest = iter(spelling)
    if not all(letter in rest for letter in word):
        return False
    consonants = [c for c in spelling.rstrip("s") if c not in "aeiou"]
    return bool(consonants) and word[-1] == consonants[-1]


def variants(word: str, spellings: Sequence[str]) -> list[str]:
    """Return slips of `word` that stand in the notes themselves ("definations" for "definitions").

    `spellings` need only be those that begin with the same letter: hardly a slip is in the first.
    """
    if len(word) < 7 or not word.isalpha():
        return []
    near = extract(word, spellings, scorer=OSA.distance, score_cutoff=1, limit=6, processor=None)
    return [s for s, _, _ in near if s != word and s.isalpha() and not opposite(word, s) and english_frequency(s) == 0]


def opposite(a: str, b: str) -> bool:
    """Return whether one is the other, give or take a slip, with a prefix that turns its meaning round."""
    for word, other in ((a, b), (b, a)):
        for prefix in ("a", "an", "un", "in", "im", "ir", "il", "non", "dis", "de"):
            turned = word.startswith(prefix) and not other.startswith(prefix)
            if turned and OSA.distance(word[len(prefix) :], other, score_cutoff=1) <= 1:
                return True
    return False
