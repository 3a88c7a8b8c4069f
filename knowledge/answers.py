"""From ranked candidates to the answer: what is quoted, whether it answers at all, what else to offer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from knowledge.disagreements import disagreements
from knowledge.forms import Form
from knowledge.index import Index
from knowledge.model import Answer, Kind, Passage
from knowledge.question import Question
from knowledge.ranking import Ranker
from knowledge.second_look import Candidate
from knowledge.spans import LONGEST, Span, span_of

ANSWERED = 0.5
"""Confidence from which a question counts as answered."""
SIDES_FOUND = 0.6
"""Confidence in a comparison whose sides were found in two places."""
MOST_PASSAGES = 10
MOST_SUGGESTIONS = 4
LONGEST_SUGGESTION = 80
"""Characters: what a button can show."""
NEARLY_AS_GOOD = 1.5
"""Difference of score below which a second place is quoted beside the best: odds of about nine to two."""
MOST_QUOTES = 3
ROOM_FOR_SECOND = 60
"""Characters that must be left for a second place to be quoted."""


Quote = tuple[Candidate, Span]
"""A candidate with the words of it that are quoted: all of its span, or less where room is short."""


def answer(index: Index, candidates: Sequence[Candidate], ranker: Ranker, weights: Mapping[str, float]) -> Answer:
    """Return what the notes say: an answer with its places, or none with the nearest topics.

    `weights` say what each piece of evidence counts for there being an answer at all.
    """
    question = ranker.question
    confidence = max(confidence_of(question, candidates, weights), _both_sides(candidates, ranker))
    if confidence < ANSWERED:
        return Answer(
            question.text,
            answered=False,
            answer="",
            confidence=round(confidence, 3),
            passages=passages(index, candidates),
            suggestions=suggestions(candidates),
        )
    quoted = quote(index, candidates, ranker)
    return Answer(
        question.text,
        answered=True,
        answer="\n".join(span.text for _, span in quoted),
        confidence=round(confidence, 3),
        passages=passages(index, candidates, quoted),
        quotes=tuple(passage(index, candidate, span) for candidate, span in quoted),
        disagreements=disagreements(index, candidates, ranker),
    )


def suggestions(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the nearest topics to a question that the notes do not answer: headings of the best places."""
    found: dict[str, None] = {}
    for candidate in candidates:
        above = [r for r in candidate.hit.place.above if r.kind is Kind.HEADING]
        for heading in (
            [candidate.hit.place.record] if candidate.hit.place.record.kind is Kind.HEADING else []
        ) + above[:1]:
            if len(heading.text) <= LONGEST_SUGGESTION:
                found.setdefault(heading.text)
    return tuple(found)[:MOST_SUGGESTIONS]


def confidence_of(question: Question, candidates: Sequence[Candidate], weights: Mapping[str, float]) -> float:
    """Return how likely it is that the best candidate answers the question, between 0 and 1."""
    if not candidates:
        return 0.0
    evidence = {"one": 1.0, **evidence_of(question, candidates)}
    return 1.0 / (1.0 + math.exp(-sum(weights.get(name, 0.0) * value for name, value in evidence.items())))


def evidence_of(question: Question, candidates: Sequence[Candidate]) -> dict[str, float]:
    """Return what speaks for and against the best candidate being an answer at all, each of the order of 1.

    Few on purpose: what was added to these made no difference on questions that the weights were not fitted to.
    """
    best, concepts = candidates[0], question.concepts
    total = sum(c.weight for c in concepts) or 1.0
    expressed = sorted((c.weight * s for c, s in zip(concepts, best.strengths, strict=True)), reverse=True)
    names = [s for c, s in zip(concepts, best.strengths, strict=True) if c.name]
    numeric = question.form is Form.VALUE
    return {
        "first": max(0.0, best.hit.score / 15.0),
        "asked": min(1.0, len(concepts) / 8.0),  # a long question is never covered as fully as a short one
        "second_concept": expressed[1] if len(expressed) > 1 else 0.0,
        "names_found": float(bool(names) and min(names) > 0.5),
        "exact_above": best.hit.features["exact_above"],
        "density": best.hit.features["density"],
        "agreement": _agreement(candidates),
        "foreign": float(any(c.foreign for c in concepts)),
        "unknown": sum(c.weight for c in concepts if not c.known and not c.foreign) / total,
        "numeric": float(numeric),
        "unattached": float(numeric and best.features["attached"] < 0.3),
        "uncounted": float(question.counted is not None and not best.features["counted_here"]),
    }


def _agreement(candidates: Sequence[Candidate]) -> float:
    """How clearly the best place leads: 0 where the next one is as good, near 1 where it is far behind."""
    best = candidates[0]
    rival = next((c for c in candidates[1:] if _apart(c.span, (best.span,))), None)
    return 1.0 if rival is None else 1.0 - math.exp(rival.score - best.score)


def quote(index: Index, candidates: Sequence[Candidate], ranker: Ranker) -> tuple[Quote, ...]:
    """Choose the words of the answer, best first; together at most `LONGEST` characters.

    One span, as a rule. A comparison whose best span lacks one side gets the best span for that side; where another
    place fits nearly as well, both are quoted, as long as they fit into one answer.
    """
    best = candidates[0]
    if ranker.question.form is Form.DIFFERENCE:
        other = _other_side(best, candidates[1:], ranker)
        if other is not None:
            return _both(index, best, other, ranker)
    return ((best, best.span), *_equals(index, best, candidates[1:], ranker))


def _other_side(best: Candidate, others: Sequence[Candidate], ranker: Ranker) -> Candidate | None:
    """The candidate that says most about what the best one leaves out, if it leaves out something that matters."""
    concepts = ranker.question.concepts
    missing = [i for i, c in enumerate(concepts) if c.known and c.weight > 0.3 and best.strengths[i] < 0.5]
    if not missing:
        return None

    def gain(candidate: Candidate) -> float:
        return sum(concepts[i].weight * candidate.strengths[i] for i in missing) + 0.1 * (candidate.score - best.score)

    fitting = [c for c in others if _apart(c.span, (best.span,)) and any(c.strengths[i] >= 0.5 for i in missing)]
    return max(fitting, key=gain, default=None)


def _both_sides(candidates: Sequence[Candidate], ranker: Ranker) -> float:
    """The confidence in a comparison whose two sides stand in two places that together say all that is asked."""
    if ranker.question.form is not Form.DIFFERENCE or not candidates:
        return 0.0
    other = _other_side(candidates[0], candidates[1:], ranker)
    if other is None:
        return 0.0
    together = (max(pair) for pair in zip(candidates[0].strengths, other.strengths, strict=True))
    return SIDES_FOUND if all(strength >= 0.5 for strength in together) else 0.0


def _both(index: Index, first: Candidate, second: Candidate, ranker: Ranker) -> tuple[Quote, ...]:
    half = (LONGEST - 1) // 2
    shorter = min(len(first.span.text), len(second.span.text), half)
    room = LONGEST - 1 - shorter
    quoted = tuple(
        (c, _within(index, c, ranker, half if len(c.span.text) == shorter else room)) for c in (first, second)
    )
    fits = sum(len(span.text) for _, span in quoted) < LONGEST
    return quoted if fits else ((first, first.span),)


def _within(index: Index, candidate: Candidate, ranker: Ranker, room: int) -> Span:
    span = candidate.span
    return span if len(span.text) <= room else span_of(index, candidate.hit.place, ranker, room)


def _equals(index: Index, best: Candidate, others: Sequence[Candidate], ranker: Ranker) -> list[Quote]:
    """The places that fit nearly as well as the best, as far as there is room for them."""
    quoted = [(best, best.span)]
    for candidate in others:
        taken = [span for _, span in quoted]
        room = LONGEST - sum(len(span.text) + 1 for span in taken)
        too_weak = best.score - candidate.score > NEARLY_AS_GOOD
        if too_weak or room < ROOM_FOR_SECOND or len(quoted) == MOST_QUOTES:
            break
        if _apart(candidate.span, taken):
            span = _within(index, candidate, ranker, room)
            if len(span.text) <= room:
                quoted.append((candidate, span))
    return quoted[1:]


def _apart(span: Span, others: Sequence[Span]) -> bool:
    """True where a span shares no block with the others and does not merely repeat one of them."""
    taken = {block.id for other in others for block in other.blocks}
    texts = {other.text.casefold() for other in others}
    return not any(block.id in taken for block in span.blocks) and span.text.casefold() not in texts


def passages(index: Index, candidates: Sequence[Candidate], quoted: Sequence[Quote] = ()) -> tuple[Passage, ...]:
    """Return the places that were found, what is quoted first, without showing the same lines again; at most ten."""
    found: list[Passage] = []
    taken: set[int] = set()
    for candidate, span in (*quoted, *((c, c.span) for c in candidates)):
        shown = sum(block.id in taken for block in span.blocks)
        if 2 * shown <= len(span.blocks) and len(found) < MOST_PASSAGES:
            taken |= {block.id for block in span.blocks}
            found.append(passage(index, candidate, span))
    return tuple(found)


def passage(index: Index, candidate: Candidate, span: Span) -> Passage:
    """Return a span as a passage: where it stands, under which headings, and its words."""
    record = candidate.hit.place.record
    above = (*candidate.hit.place.above[::-1], record)
    heading = tuple(r.text for r in above if r.kind is Kind.HEADING)
    file, score = index.path(record.file), round(candidate.score, 3)
    return Passage(file, span.start, span.end, heading, span.text, score, span.depths, span.code)
