"""Which questions to ask: spread over topics and kinds, no fact twice, what was not asked before first."""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from rapidfuzz.distance import OSA

from knowledge.lexicon import phrase
from knowledge.quiz.choices import number
from knowledge.quiz.model import Question
from knowledge.quiz.notebook import STOP_TERMS
from knowledge.words import terms_of

SHORTEST_SLIP, LONG = 4, 8
"""Letters of a word from which on one slip is forgiven, and two."""
_CHANCES = 1 << 32
_EXTENSION = re.compile(r"\.\w+$")

_Chance = Callable[[Question], float]
"""The logarithm of a number between 0 and 1 that is drawn for a question: the lower, the sooner it comes."""


def choose(
    questions: Sequence[Question], n: int, *, topic: str | None = None, seen: Mapping[str, Any], seed: int
) -> tuple[Question, ...]:
    """Return `n` questions in the order in which to ask them; fewer where there are fewer facts to ask.

    Headings take turns: none has a second question before all others had one. Among headings, those of different files
    and chapters take turns. A kind becomes the less likely the more of it there is. `seen` says of the questions that
    were asked before when that was last, in anything that has an order: they come after all others, the longest ago
    first. `topic` keeps to what is `about` it. The same arguments always give the same questions.
    """
    candidates = questions if topic is None else about(questions, topic)
    drawn = {q.id: math.log10((1 + number(f"{seed}/{q.id}", _CHANCES)) / _CHANCES) for q in candidates}

    def chance(question: Question) -> float:
        return drawn[question.id]

    def asked(question: Question) -> tuple[Any, ...]:
        return (True, seen[question.id]) if question.id in seen else (False,)

    best = {q.fact: q for q in sorted(candidates, key=lambda q: (asked(q), chance(q)), reverse=True)}
    tiers = _grouped(sorted(best.values(), key=asked), asked)
    order = [question for tier in tiers for question in _spread(tier, chance)]
    return tuple(order[: max(n, 0)])


def _spread(questions: Iterable[Question], chance: _Chance) -> Iterator[Question]:
    """The questions with their headings taking turns, and the lines below each heading."""
    headings = _grouped(sorted(questions, key=chance), lambda q: (q.file, q.topic))
    for turn in _turns(_in_turn(_grouped(below, lambda q: q.start_line), chance) for below in headings):
        yield from _by_place(turn, chance)


def _by_place(questions: list[Question], chance: _Chance, depth: int = 0) -> list[Question]:
    """The questions, one of each heading, with the files taking turns, and in each file the headings below it."""
    if len(questions) == 1:
        return questions
    groups = _grouped(questions, lambda q: (q.file, *q.topic, "")[depth])
    return _in_turn((_by_place(group, chance, depth + 1) for group in groups), chance)


def _in_turn(queues: Iterable[Iterable[Question]], chance: _Chance) -> list[Question]:
    """The questions of some queues that take turns, each turn with its kinds mixed."""
    kinds: Counter[str] = Counter()
    return [question for turn in _turns(queues) for question in _mixed(turn, chance, kinds)]


def _mixed(questions: Iterable[Question], chance: _Chance, kinds: Counter[str]) -> Iterator[Question]:
    """The questions by chance, each ten times less likely for every one of its kind that came before."""
    waiting = {group[0].kind: deque(group) for group in _grouped(sorted(questions, key=chance), lambda q: q.kind)}
    while waiting:
        kind = min(waiting, key=lambda kind: chance(waiting[kind][0]) + kinds[kind])
        kinds[kind] += 1
        yield waiting[kind].popleft()
        if not waiting[kind]:
            del waiting[kind]


def _turns(queues: Iterable[Iterable[Question]]) -> Iterator[list[Question]]:
    """What is first in each queue, then what is second in each that is long enough, and so on."""
    waiting = [deque(queue) for queue in queues]
    while waiting:
        yield [queue.popleft() for queue in waiting]
        waiting = [queue for queue in waiting if queue]


def _grouped(questions: Iterable[Question], key: Callable[[Question], Hashable]) -> list[list[Question]]:
    """The questions with the same key together, in the order of the first of each."""
    groups: dict[Hashable, list[Question]] = defaultdict(list)
    for question in questions:
        groups[key(question)].append(question)
    return list(groups.values())


def about(questions: Sequence[Question], topic: str) -> tuple[Question, ...]:
    """Return the questions whose headings and file name have all words of a topic, in any order.

    Case and plural do not matter. A word that none of them has is taken as a slip of the nearest one that they have.
    """
    had = [frozenset(terms_of(" ".join((_EXTENSION.sub("", q.file), *q.topic)))) for q in questions]
    known = frozenset[str]().union(*had)
    words = phrase(topic)
    meant = [_meant(word, known) for word in words if word not in STOP_TERMS] or [_meant(w, known) for w in words]
    return tuple(q for q, terms in zip(questions, had, strict=True) if meant and all(terms & ways for ways in meant))


def _meant(term: str, known: frozenset[str]) -> frozenset[str]:
    """The known terms that one stands for: itself, or else the nearest within the slips that its length forgives."""
    if term in known or len(term) < SHORTEST_SLIP or not term.isalpha():
        return frozenset((term,))
    allowed = 2 if len(term) >= LONG else 1
    slips = {other: OSA.distance(term, other, score_cutoff=allowed) for other in known if len(other) >= SHORTEST_SLIP}
    nearest = min(slips.values(), default=allowed + 1)
    return frozenset(other for other, count in slips.items() if count == nearest <= allowed)
