"""What a half-typed question may become: headings of the notes and questions that were answered before."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from rapidfuzz.distance import OSA
from rapidfuzz.process import extract

from knowledge.base import Topic
from knowledge.question import STOP_WORDS
from knowledge.words import words_of

MOST = 25
LONGEST = 100
"""UTF-16 units, which is how Discord's clients count: what one choice can show."""

_BEGUN, _SLIP = 0.9, 0.7
"""What a word counts that is only begun, or misspelt, where the word itself counts 1."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Texts to choose from, the better ones first, ready to be looked up by their words."""

    texts: tuple[str, ...]
    words: tuple[str, ...]
    """All words of the texts, sorted."""
    where: Mapping[str, Sequence[int]]
    """For each word the positions of the texts that have it."""


def offers(texts: Sequence[str]) -> Offers:
    """Return these texts ready to be looked up; those that are too long for a choice are left out."""
    fitting = tuple(dict.fromkeys(text for text in texts if len(text.encode("utf-16-le")) <= 2 * LONGEST))
    where: dict[str, list[int]] = defaultdict(list)
    for position, text in enumerate(fitting):
        for word in dict.fromkeys(words_of(text)):
            where[word].append(position)
    return Offers(fitting, tuple(sorted(where)), where)


def near(offered: Offers, typed: str) -> list[tuple[str, float]]:
    """Return the texts that have words that were typed, begun or misspelt included, best first.

    Each comes with the share of the typed words that it has, in which rare words count more than common ones: between 0
    and 1, so that scores from several offers can be compared.
    """
    words = words_of(typed)
    wanted = dict.fromkeys([word for word in words if word not in STOP_WORDS] or words)
    most = math.log1p(len(offered.texts))
    scores: dict[int, float] = defaultdict(float)
    for word in wanted:
        best: dict[int, float] = {}
        for known, weight in _meant(word, offered.words):
            positions = offered.where[known]
            worth = weight * math.log1p(len(offered.texts) / len(positions)) / most / len(wanted)
            best.update({position: worth for position in positions if worth > best.get(position, 0.0)})
        for position, worth in best.items():
            scores[position] += worth
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    return [(offered.texts[position], score) for position, score in ranked[:MOST]]


def _meant(word: str, known: Sequence[str]) -> list[tuple[str, float]]:
    """The known words that a typed one is, begins or, where there are none of these, is a slip of."""
    start = bisect_left(known, word)
    found = []
    while start < len(known) and known[start].startswith(word):
        found.append((known[start], 1.0 if known[start] == word else _BEGUN))
        start += 1
    if found or len(word) < 4:
        return found
    slips = extract(word, known, scorer=OSA.distance, score_cutoff=2 if len(word) >= 7 else 1, limit=5)
    return [(other, _SLIP) for other, _, _ in slips]


def heading_questions(topics: Sequence[Topic]) -> tuple[str, ...]:
    """Return the headings as one would ask for them: questions as they stand, others with the subject before them."""
    return tuple(dict.fromkeys(_asked(topic) for topic in topics if topic.passages))


def _asked(topic: Topic) -> str:
    own = topic.path[-1]
    return own if len(topic.path) == 1 or own.endswith("?") else f"{topic.path[0]}: {own}"


def starters(topics: Sequence[Topic]) -> tuple[str, ...]:
    """Return what a newcomer may ask: questions that stand in the notes, of each file in turn, then the subjects."""
    by_file: dict[str, list[str]] = defaultdict(list)
    for topic in topics:
        if topic.path[-1].endswith("?"):
            by_file[topic.file].append(topic.path[-1])
    subjects = [topic.path[0] for topic in topics if len(topic.path) == 1]
    return tuple(dict.fromkeys((*_in_turn(list(by_file.values())), *subjects)))


def _in_turn(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    return (text for turn in zip_longest(*rows) for text in turn if text is not None)
