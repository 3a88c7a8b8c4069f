"""What the notes lack: questions without a good answer, alike ones together, as a list of what to write next."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from rapidfuzz.distance import OSA
from rapidfuzz.process import extractOne

from bot.store.protocol import AskedQuestion
from knowledge.question import STOP_WORDS
from knowledge.words import scan, spellings, stem

SHORTEST_NEAR = 5
"""Characters of a word that may be a slip of another; shorter ones have too many neighbours: "sns" and "sqs"."""


class Why(StrEnum):
    """Why a question is a gap."""

    NOT_FOUND = "not found"
    UNHELPFUL = "not helpful"


@dataclass(frozen=True, slots=True)
class Gap:
    """Questions that want the same written down.

    `question` is how it was put most often (of several such, the latest); `last` is when it was asked last.
    """

    question: str
    why: Why
    times: int
    last: datetime
    asked_ids: tuple[int, ...]


def grouped(questions: Iterable[AskedQuestion]) -> tuple[Gap, ...]:
    """Return the gaps that these questions show: the most often asked first, of equals the latest."""
    latest = sorted(questions, key=lambda question: (question.asked_at, question.id), reverse=True)
    meanings = _meanings([question.text for question in latest])
    groups: dict[tuple[Why, frozenset[str]], list[AskedQuestion]] = {}
    for question in latest:
        why = Why.UNHELPFUL if question.found else Why.NOT_FOUND
        groups.setdefault((why, meanings[question.text]), []).append(question)
    gaps = [_gap(why, group) for (why, _), group in groups.items()]
    return tuple(sorted(gaps, key=lambda gap: -gap.times))


def _gap(why: Why, group: Sequence[AskedQuestion]) -> Gap:
    [(usual, _)] = Counter(question.text for question in group).most_common(1)
    return Gap(usual, why, len(group), group[0].asked_at, tuple(question.id for question in group))


def _meanings(texts: Iterable[str]) -> dict[str, frozenset[str]]:
    """What each text asks for: its terms in any order, a slip taken as the commoner of two spellings."""
    words = {text: _words(text) for text in texts}
    counts = Counter(word for text in words for word in words[text])
    meant: dict[str, str] = {}
    known: dict[str, list[str]] = defaultdict(list)
    for word, _ in counts.most_common():
        meant[word] = _near(word, known[word[0]]) or word
        if meant[word] is word and _misspellable(word):
            known[word[0]].append(word)
    return {text: frozenset(stem(meant[word]) for word in found) or frozenset({text}) for text, found in words.items()}


def _words(text: str) -> list[str]:
    """The words of a text, compounds taken apart, without those that only make it a question if it has others."""
    parts = [spellings(word.surface) for word in scan(text)]
    words = [word for found in parts for word in (found[:-1] if len(found) > 1 else found)]
    return [word for word in words if word not in STOP_WORDS] or words


def _near(word: str, known: Sequence[str]) -> str | None:
    """The known word of the same first letter that this one is at most one slip away from."""
    if not _misspellable(word):
        return None
    found = extractOne(word, known, scorer=OSA.distance, score_cutoff=1)
    return found[0] if found else None


def _misspellable(word: str) -> bool:
    return len(word) >= SHORTEST_NEAR and word.isalpha()
