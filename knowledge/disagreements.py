"""Where notes state different values for the same thing: both are shown, each with its place.

Only questions for a value are looked at, and only statements that are about the very thing asked: they hold its names,
stand near its attribute, and mean the same bound of it (the most, the least, the default).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.claims import Claim, bound_of, contradict, lists_several, stated
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
LONGEST_SIDE = 300


@dataclass(frozen=True, slots=True)
class _Statement:
    claim: Claim
    """Its names are those that the question does not mention."""
    text: str
    record: Record


def disagreements(index: Index, candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Disagreement, ...]:
    """Return what the best candidates disagree on, for a question that asks for a value; mostly nothing."""
    if ranker.question.form is not Form.VALUE:
        return ()
    found = [s for candidate in candidates[:LOOKED_AT] for s in _statements(candidate, ranker)]
    sides = found[:1]
    for statement in found[1:]:
        if all(contradict(statement.claim, side.claim) for side in sides):
            sides.append(statement)
    if len(sides) < 2:
        return ()
    topic = " ".join(concept.word for concept in ranker.question.concepts if concept.known)
    return (Disagreement(topic, tuple(_side(index, side) for side in sides)),)


def _statements(candidate: Candidate, ranker: Ranker) -> Iterator[_Statement]:
    place = candidate.hit.place
    near = [r for r in place.above if r.kind is not Kind.HEADING]
    headings = [r for r in (place.record, *place.above) if r.kind is Kind.HEADING]
    single = [r for r in headings[1:] if not lists_several(r.text)]
    context = [ranker.look(r)[1] for r in (*near, *headings[:1], *single)]
    for block in candidate.span.blocks:
        for sentence in SENTENCE.split(block.text):
            found = [q for q in quantities(sentence) if _wanted(q, ranker)]
            chosen = stated(sentence, found, bound_of(ranker.question.text))
            if chosen is not None and _about_it(sentence, context, ranker):
                claim = Claim(chosen, _names(sentence, ranker), (block.file, block.parent))
                yield _Statement(claim, sentence, block)


def _about_it(sentence: str, context: Sequence[Sequence[float]], ranker: Ranker) -> bool:
    where = terms(" ".join(terms_of(sentence)))
    for i, concept in enumerate(ranker.question.concepts):
        if bound_of(concept.word) is None and max(match(where, concept), *(row[i] for row in context), 0.0) < EXPRESSED:
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


def _side(index: Index, statement: _Statement) -> Side:
    record = statement.record
    return Side(shortened(statement.text, LONGEST_SIDE), index.path(record.file), record.start, record.end)
