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
from knowledge.model import Disagreement, Kind, Side
from knowledge.quantities import UNITS, Family, Quantity, quantities
from knowledge.ranking import Ranker, match, terms
from knowledge.second_look import Candidate
from knowledge.spans import SENTENCE, shortened
from knowledge.words import scan, stem, terms_of

EXPRESSED = 0.6
"""How well each thing asked must be expressed, by the sentence itself or by what it hangs under."""
LOOKED_AT = 10
"""Candidates, best first, whose statements are compared."""
SAME = 0.021
"""Relative difference up to which two values count as the same: 1,000 and 1,024 are a matter of units."""
LONGEST_SIDE = 300

_MOST = re.compile(
    r"\b(?:max\w*|limits?|biggest|largest|longest|highest|most|up to|at most|how (?:big|large|long) can)\b",
    re.IGNORECASE,
)
_LEAST = re.compile(r"\b(?:min|minimum|minimal|smallest|shortest|lowest|least)\b", re.IGNORECASE)
_DEFAULT = re.compile(r"\bdefault\w*\b", re.IGNORECASE)


_RANGE = re.compile(r"\bbetween\b.*\d.*\band\b.*\d|\d\s*(?:\w+\s*)?(?:-|–|to)\s*\d", re.IGNORECASE)
_LISTING = re.compile(r"[,&+/]| and | vs\.? ")
_BOUNDS = ((_MOST, max), (_LEAST, min))


@dataclass(frozen=True, slots=True)
class _Statement:
    quantity: Quantity
    text: str
    record: Record
    names: frozenset[str]
    """Names in it that the question does not mention."""


def disagreements(index: Index, candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Disagreement, ...]:
    """Return what the best candidates disagree on, for a question that asks for a value; mostly nothing."""
    if ranker.question.form is not Form.VALUE:
        return ()
    stated = [s for candidate in candidates[:LOOKED_AT] for s in _statements(candidate, ranker)]
    sides = stated[:1]
    for statement in stated[1:]:
        if all(_contradict(statement, side) for side in sides):
            sides.append(statement)
    if len(sides) < 2:
        return ()
    topic = " ".join(concept.word for concept in ranker.question.concepts if concept.known)
    return (Disagreement(topic, tuple(_side(index, side) for side in sides)),)


def _contradict(a: _Statement, b: _Statement) -> bool:
    """True for two statements about one thing that cannot both hold; lines of one list speak of different things."""
    comparable = a.quantity.family is b.quantity.family and a.quantity.per == b.quantity.per
    siblings = a.record.parent == b.record.parent and a.record.file == b.record.file
    elsewhere = bool(a.names - b.names and b.names - a.names)
    x, y = a.quantity.value, b.quantity.value
    return comparable and not siblings and not elsewhere and abs(x - y) > SAME * max(abs(x), abs(y))


def _statements(candidate: Candidate, ranker: Ranker) -> Iterator[_Statement]:
    place = candidate.hit.place
    near = [r for r in place.above if r.kind is not Kind.HEADING]
    headings = [r for r in (place.record, *place.above) if r.kind is Kind.HEADING]
    # A heading further up that lists several things ("SQS, SNS & Kinesis") does not say which of them this is about.
    single = [r for r in headings[1:] if not _LISTING.search(r.text)]
    context = [ranker.look(r)[1] for r in (*near, *headings[:1], *single)]
    for block in candidate.span.blocks:
        for sentence in SENTENCE.split(block.text):
            found = [q for q in quantities(sentence) if _wanted(q, ranker)]
            chosen = _chosen(sentence, found, ranker.question.text)
            if chosen is not None and _about_it(sentence, context, ranker):
                yield _Statement(chosen, sentence, block, _names(sentence, ranker))


def _about_it(sentence: str, context: Sequence[Sequence[float]], ranker: Ranker) -> bool:
    where = terms(" ".join(terms_of(sentence)))
    for i, concept in enumerate(ranker.question.concepts):
        bound = any(pattern.search(concept.word) for pattern in (_MOST, _LEAST, _DEFAULT))
        if not bound and max(match(where, concept), *(row[i] for row in context), 0.0) < EXPRESSED:
            return False
    return True


def _names(sentence: str, ranker: Ranker) -> frozenset[str]:
    asked = {term for concept in ranker.question.concepts for way in concept.ways for term in way.terms}
    capital = [w.surface for w in scan(sentence) if w.start and w.surface[:1].isupper()]
    return frozenset(name.lower() for name in capital if not asked & set(terms_of(name)) and name.lower() not in UNITS)


def _wanted(quantity: Quantity, ranker: Ranker) -> bool:
    family, counted = ranker.question.family, ranker.question.counted
    if family not in {None, Family.COUNT}:
        return quantity.family is family
    nouns = {way.terms[-1] for way in counted.ways} if counted else set()
    return quantity.family is Family.COUNT and stem(quantity.noun) in nouns


def _chosen(sentence: str, found: Sequence[Quantity], question: str) -> Quantity | None:
    """The quantity of a sentence that the question means; None where that is not plain."""
    if not found:
        return None
    for bound, extreme in _BOUNDS:
        if bound.search(question):
            plain = bound.search(sentence) or (len(found) > 1 and _RANGE.search(sentence))
            return extreme(found, key=lambda q: q.value) if plain else None
    if _DEFAULT.search(question):
        word = _DEFAULT.search(sentence)
        return min(found, key=lambda q: min(abs(q.start - word.end()), abs(word.start() - q.end))) if word else None
    return found[0] if len(found) == 1 and not any(b.search(sentence) for b in (_MOST, _LEAST, _DEFAULT)) else None


def _side(index: Index, statement: _Statement) -> Side:
    record = statement.record
    return Side(shortened(statement.text, LONGEST_SIDE), index.path(record.file), record.start, record.end)
