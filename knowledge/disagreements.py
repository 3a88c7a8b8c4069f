"""Where notes state different values for the same thing: both are shown, each with its place.

Only questions for a value are looked at, and only statements that are about the very thing asked: they hold its names,
stand near its attribute, and mean the same bound of it (the most, the least, the default).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.forms import Form
from knowledge.index import Index, Record
from knowledge.model import Disagreement, Side
from knowledge.quantities import Family, Quantity, quantities
from knowledge.ranking import Ranker
from knowledge.second_look import Candidate, attached
from knowledge.spans import SENTENCE

CLOSE_ENOUGH = 0.6
"""How much of what is asked must stand near a value (see `second_look.attached`)."""
NAMED = 0.6
LOOKED_AT = 10
"""Candidates, best first, whose statements are compared."""
SAME = 0.021
"""Relative difference up to which two values count as the same: 1,000 and 1,024 are a matter of units."""
LONGEST_SIDE = 300

_MOST = re.compile(r"\b(?:max\w*|limits?|biggest|largest|longest|highest|most|up to|at most|how (?:big|large|long) can)\b", re.IGNORECASE)
_LEAST = re.compile(r"\b(?:min|minimum|minimal|smallest|shortest|lowest|least)\b", re.IGNORECASE)
_DEFAULT = re.compile(r"\bdefault\w*\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Statement:
    value: float
    family: Family
    per: str
    text: str
    record: Record


def disagreements(index: Index, candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Disagreement, ...]:
    """Return what the best candidates disagree on, for a question that asks for a value; mostly nothing."""
    if ranker.question.form is not Form.VALUE or not candidates:
        return ()
    stated = [s for candidate in candidates[:LOOKED_AT] for s in _statements(candidate, ranker)]
    if not stated:
        return ()
    leading = stated[0]
    sides: list[_Statement] = [leading]
    for statement in stated[1:]:
        comparable = statement.family is leading.family and statement.per == leading.per
        if comparable and all(_differ(statement.value, side.value) for side in sides):
            sides.append(statement)
    if len(sides) < 2 or len({side.record.id for side in sides}) < len(sides):
        return ()
    topic = " ".join(concept.word for concept in ranker.question.concepts if concept.known)
    return (Disagreement(topic, tuple(_side(index, side) for side in sides)),)


def _statements(candidate: Candidate, ranker: Ranker) -> Iterator[_Statement]:
    concepts = ranker.question.concepts
    if any(c.name and s < NAMED for c, s in zip(concepts, candidate.strengths, strict=True)):
        return
    for block in candidate.span.blocks:
        for sentence in SENTENCE.split(block.text):
            found = [q for q in quantities(sentence) if _wanted(q, ranker)]
            chosen = _chosen(sentence, found, ranker.question.text)
            if chosen is not None and attached(sentence, chosen, ranker, candidate.strengths) >= CLOSE_ENOUGH:
                yield _Statement(chosen.value, chosen.family, chosen.per, sentence, block)


def _wanted(quantity: Quantity, ranker: Ranker) -> bool:
    family = ranker.question.family
    if family is None or family is Family.COUNT:
        counted = ranker.question.counted
        nouns = {term for way in counted.ways for term in way.terms} if counted else set()
        return quantity.family is Family.COUNT and any(quantity.noun.startswith(term[:5]) for term in nouns) and bool(quantity.noun)
    return quantity.family is family


def _chosen(sentence: str, found: Sequence[Quantity], question: str) -> Quantity | None:
    """The quantity of a sentence that the question means; None where that is not plain."""
    if not found:
        return None
    if _MOST.search(question):
        return max(found, key=lambda q: q.value)
    if _LEAST.search(question):
        return min(found, key=lambda q: q.value)
    if _DEFAULT.search(question):
        word = _DEFAULT.search(sentence)
        return min(found, key=lambda q: min(abs(q.start - word.end()), abs(word.start() - q.end))) if word else None
    return found[0] if len(found) == 1 else None


def _differ(a: float, b: float) -> bool:
    return abs(a - b) > SAME * max(abs(a), abs(b)) * 1.2


def _side(index: Index, statement: _Statement) -> Side:
    record = statement.record
    return Side(statement.text[:LONGEST_SIDE], index.path(record.file), record.start, record.end)
