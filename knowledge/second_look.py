"""The second look: the best places again, judged by the very words that would be shown as the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.forms import Form
from knowledge.index import Index
from knowledge.model import Kind
from knowledge.quantities import Family, Quantity, quantities
from knowledge.question import Concept
from knowledge.ranking import (
    CONTRASTS,
    DECIDES,
    EXPLAINS,
    NAMED_ABOVE,
    Ranker,
    Strengths,
    Terms,
    match,
    near_quantity,
    terms,
    title_of,
)
from knowledge.search import Hit
from knowledge.spans import LONGEST, Span, span_of
from knowledge.words import terms_of

LOOKED_AT = 12
"""Places that get a second look."""
NO_LIMIT = re.compile(
    r"\b(?:unlimited|no (?:\w+ )?limits?|infinite|indefinitely|as (?:many|long|much) as|free of charge"
    r"|no (?:additional |extra )?(?:charge|cost))\b",
    re.IGNORECASE,
)
"""What answers a question for a value without giving a number."""
NEAR = 70
"""Characters to either side of a quantity that say what it is a quantity of."""
HEADING_WORTH = 0.85
"""What a concept counts that stands in a heading above, where it counts 1 in the words of the answer."""

SECOND_FEATURES = (
    "first_score",
    "covered",
    "own",
    "best_line",
    "length",
    "value_here",
    "family_here",
    "counted_here",
    "attached",
    "no_value",
    "heading_gap",
    "defined",
    "opens",
    "exact",
    "kind",
    "lines",
    "names",
    "missing_name",
    "both",
    "contrasts",
    "explains",
    "decides",
    "code",
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place with the words that would answer, its final score and what both looks saw."""

    hit: Hit
    span: Span
    score: float
    features: Mapping[str, float]
    strengths: tuple[float, ...]
    """For each concept of the question how well the answer (with its headings) expresses it."""
    own: tuple[float, ...]
    """The same for the words of the answer alone."""


def second_look(index: Index, hits: Sequence[Hit], ranker: Ranker, weights: Mapping[str, float]) -> list[Candidate]:
    """Return the best hits with their spans, best first by both looks."""
    looked = []
    for hit in hits[:LOOKED_AT]:
        span = span_of(index, hit.place, ranker)
        strengths, own, features = _look(hit, span, ranker, hits[0].score)
        score = sum(weights.get(n, 0.0) * v for n, v in features.items())
        looked.append(Candidate(hit, span, score, features, strengths, own))
    looked.sort(key=lambda c: (-c.score, c.hit.place.record.id))
    return looked


def _look(
    hit: Hit, span: Span, ranker: Ranker, top: float
) -> tuple[tuple[float, ...], tuple[float, ...], dict[str, float]]:
    concepts = ranker.question.concepts
    headings = [ranker.look(r)[1] for r in hit.place.above if r.kind is Kind.HEADING]
    context = [HEADING_WORTH * max((row[i] for row in headings), default=0.0) for i in range(len(concepts))]
    lines = [
        (text, ranker.look(block)[1] if text == block.text else _expressed(text, concepts))
        for text, block in zip(span.lines, span.blocks, strict=True)
    ]
    own = [max(row[i] for _, row in lines) for i in range(len(concepts))]
    own = [
        max(o, NAMED_ABOVE / HEADING_WORTH * x) if c.name else o for o, x, c in zip(own, context, concepts, strict=True)
    ]
    covered = [max(o, c) for o, c in zip(own, context, strict=True)]

    f = dict.fromkeys(SECOND_FEATURES, 0.0)
    f["first_score"] = hit.score - top
    f["covered"], f["own"] = ranker.share(covered), ranker.share(own)
    f["best_line"] = max(ranker.share(_in_context(row, context, 0.9)) for _, row in lines)
    f["length"] = min(1.0, len(span.text) / LONGEST)
    f["code"] = float(hit.place.record.kind is Kind.CODE)
    f["opens"] = max(ranker.share(_expressed(" ".join(b.text.split()[:5]), concepts)) for b in span.blocks)
    f["exact"] = max(hit.features["exact_term"], hit.features["exact_above"])
    if hit.place.record.kind is Kind.HEADING:  # a heading promises; do the lines below it keep the promise?
        f["heading_gap"] = max(0.0, hit.features["own"] - f["own"])
    f.update(_names(concepts, covered))
    f.update(_kind(span, ranker))
    if ranker.question.form is Form.VALUE:
        f.update(_value(lines, ranker, covered))
    else:
        f.update(_form(span, ranker, covered))
    return tuple(covered), tuple(own), f


def _expressed(text: str, concepts: Sequence[Concept]) -> list[float]:
    where = Terms(terms_of(text))
    return [match(where, concept) for concept in concepts]


def _in_context(row: Strengths, around: Strengths, worth: float) -> list[float]:
    return [max(s, worth * a) for s, a in zip(row, around, strict=True)]


def _names(concepts: Sequence[Concept], covered: Strengths) -> dict[str, float]:
    named = [(c.weight, s) for c, s in zip(concepts, covered, strict=True) if c.name and c.known]
    if not named:
        return {}
    return {
        "names": sum(w * s for w, s in named) / sum(w for w, _ in named),
        "missing_name": float(any(s == 0 for _, s in named)),
    }


def _kind(span: Span, ranker: Ranker) -> dict[str, float]:
    pattern, asked = ranker.question.kind, ranker.question.text.casefold()
    if pattern is None:
        return {}
    return {"kind": float(any(m.group().casefold() not in asked for m in pattern.finditer(span.text)))}


def _value(lines: Sequence[tuple[str, Strengths]], ranker: Ranker, covered: Strengths) -> dict[str, float]:
    """What there is of the value asked for: any, of the right family, of the thing counted, near what is asked."""
    question = ranker.question
    f = dict.fromkeys(("value_here", "family_here", "counted_here", "attached"), 0.0)
    for text, row in lines:
        found = quantities(text)
        here = ranker.share(_in_context(row, covered, 0.6))
        if found or NO_LIMIT.search(text):
            f["value_here"] = max(f["value_here"], here)
        if NO_LIMIT.search(text):
            f["attached"] = max(f["attached"], here)
        if any(q.family is question.family for q in found):
            f["family_here"] = max(f["family_here"], here)
        for q in found:
            if question.family in {None, Family.COUNT, q.family}:
                f["attached"] = max(f["attached"], attached(text, q, ranker, covered))
            if question.counted is not None and near_quantity(text, q.end, question.counted):
                f["counted_here"] = 1.0
    return {**f, "no_value": float(not f["value_here"])}


def _form(span: Span, ranker: Ranker, covered: Strengths) -> dict[str, float]:
    match ranker.question.form:
        case Form.DEFINITION:
            return {"defined": max(ranker.exactly(title_of(block)) for block in span.blocks)}
        case Form.LIST:
            return {"lines": min(1.0, len(span.lines) / 5)}
        case Form.DIFFERENCE:
            heavy = [s for s, c in zip(covered, ranker.question.concepts, strict=True) if c.weight > 0.4]
            return {"both": min(heavy, default=1.0), "contrasts": float(bool(CONTRASTS.search(span.text)))}
        case Form.WHY:
            return {"explains": float(bool(EXPLAINS.search(span.text)))}
        case Form.YESNO:
            return {"decides": float(bool(DECIDES.search(span.text)))}
        case _:
            return {}


def attached(text: str, quantity: Quantity, ranker: Ranker, covered: Strengths) -> float:
    """Return how much of what is asked, names apart, stands near a quantity; elsewhere in the answer it counts half."""
    near = terms(" ".join(terms_of(text[max(0, quantity.start - NEAR) : quantity.end + NEAR])))
    asked = [(c, s) for c, s in zip(ranker.question.concepts, covered, strict=True) if not c.name]
    total = sum(c.weight for c, _ in asked)
    return sum(c.weight * max(match(near, c), 0.5 * s) for c, s in asked) / total if total else 1.0
