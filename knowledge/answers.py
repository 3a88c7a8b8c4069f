"""From ranked candidates to the answer: what is quoted, whether it answers at all, what else to offer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

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
MOST_PASSAGES = 10
MOST_SUGGESTIONS = 4
LONGEST_SUGGESTION = 80
"""Characters: what a button can show."""
NEARLY_AS_GOOD = 1.5
"""Difference of score below which a second place is quoted beside the best: odds of about nine to two."""
ROOM_FOR_SECOND = 60
"""Characters that must be left for a second place to be quoted."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The spans that make up an answer, best first, and the candidates they come from."""

    spans: tuple[Span, ...]

    @property
    def text(self) -> str:
        """The answer: its spans, a line for each block."""
        return "\n".join(span.text for span in self.spans)


def answer(index: Index, candidates: Sequence[Candidate], ranker: Ranker, weights: Mapping[str, float]) -> Answer:
    """Return what the notes say: an answer with its places, or none with the nearest topics.

    `weights` say what each piece of evidence counts for there being an answer at all.
    """
    question = ranker.question
    confidence = confidence_of(question, candidates, weights)
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
        answer=quoted.text,
        confidence=round(confidence, 3),
        passages=passages(index, candidates, quoted.spans),
        disagreements=disagreements(index, candidates, ranker),
    )


def suggestions(candidates: Sequence[Candidate]) -> tuple[str, ...]:
    """Return the nearest topics to a question that the notes do not answer: headings of the best places."""
    found: dict[str, None] = {}
    for candidate in candidates:
        above = [r for r in candidate.hit.place.above if r.kind is Kind.HEADING]
        for heading in ([candidate.hit.place.record] if candidate.hit.place.record.kind is Kind.HEADING else []) + above[:1]:
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
    """Return what speaks for and against the best candidate being an answer at all, each between 0 and 1.

    Few on purpose: what was added to these made no difference on questions that the weights were not fitted to.
    """
    best, concepts = candidates[0], question.concepts
    total = sum(c.weight for c in concepts) or 1.0
    expressed = sorted((c.weight * s for c, s in zip(concepts, best.strengths, strict=True)), reverse=True)
    names = [s for c, s in zip(concepts, best.strengths, strict=True) if c.name]
    numeric = question.form is Form.VALUE
    return {
        "first": min(1.0, max(0.0, best.hit.score / 15.0)),
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


def quote(index: Index, candidates: Sequence[Candidate], ranker: Ranker) -> Quote:
    """Choose the words of the answer.

    One span, as a rule. A comparison whose best span lacks one side gets the best span for that side; where another
    place fits nearly as well, both are quoted, as long as they fit into one answer.
    """
    best = candidates[0]
    if ranker.question.form is Form.DIFFERENCE:
        other = _other_side(best, candidates[1:], ranker)
        if other is not None:
            return _both(index, best, other, ranker)
    return Quote((best.span, *_equals(index, best, candidates[1:], ranker)))


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


def _both(index: Index, first: Candidate, second: Candidate, ranker: Ranker) -> Quote:
    if len(first.span.text) + len(second.span.text) + 1 <= LONGEST:
        return Quote((first.span, second.span))
    half = (LONGEST - 1) // 2
    short = min((first, second), key=lambda c: len(c.span.text))
    room = max(half, LONGEST - 1 - len(short.span.text))
    spans = [
        c.span if len(c.span.text) <= half else span_of(index, c.hit.place, ranker, room if c is not short else half)
        for c in (first, second)
    ]
    return Quote(tuple(spans)) if sum(len(s.text) for s in spans) < LONGEST else Quote((first.span,))


def _equals(index: Index, best: Candidate, others: Sequence[Candidate], ranker: Ranker) -> list[Span]:
    spans = [best.span]
    for candidate in others:
        room = LONGEST - sum(len(s.text) + 1 for s in spans)
        if best.score - candidate.score > NEARLY_AS_GOOD or room < ROOM_FOR_SECOND or len(spans) > 2:
            break
        if not _apart(candidate.span, spans):
            continue
        span = candidate.span if len(candidate.span.text) <= room else span_of(index, candidate.hit.place, ranker, room)
        if len(span.text) <= room:
            spans.append(span)
    return spans[1:]


def _apart(span: Span, others: Sequence[Span]) -> bool:
    """True where a span shares no block with the others and does not merely repeat one of them."""
    taken = {block.id for other in others for block in other.blocks}
    texts = {other.text.casefold() for other in others}
    return not any(block.id in taken for block in span.blocks) and span.text.casefold() not in texts


def passages(index: Index, candidates: Sequence[Candidate], first: Sequence[Span] = ()) -> tuple[Passage, ...]:
    """Return the places that were found, best first and without repeating a line, at most ten."""
    found: list[Passage] = []
    taken: set[int] = set()
    by_blocks = {tuple(b.id for b in c.span.blocks): c for c in candidates}
    leading = [by_blocks[key] for span in first if (key := tuple(b.id for b in span.blocks)) in by_blocks]
    for candidate in (*leading, *candidates):
        span = candidate.span
        repeated = sum(block.id in taken for block in span.blocks)
        if 2 * repeated > len(span.blocks) or len(found) == MOST_PASSAGES:
            continue
        taken |= {block.id for block in span.blocks}
        found.append(passage(index, candidate))
    return tuple(found)


def passage(index: Index, candidate: Candidate) -> Passage:
    """Return one candidate as a passage: where it stands, under which headings, and its words."""
    place, span = candidate.hit.place, candidate.span
    path = [r for r in reversed(place.above) if r.kind is Kind.HEADING]
    if place.record.kind is Kind.HEADING:
        path.append(place.record)
    return Passage(
        index.path(place.record.file),
        span.start,
        span.end,
        tuple(r.text for r in path),
        span.text,
        round(candidate.score, 3),
    )
