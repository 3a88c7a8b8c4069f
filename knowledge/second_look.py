"""The second look: the best places again, judged by the very words that would be shown as the answer."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.forms import Form
from knowledge.index import Index
from knowledge.model import Kind
from knowledge.quantities import Family, Quantity, quantities
from knowledge.ranking import CONTRASTS, DECIDES, EXPLAINS, NAMED_ABOVE, Ranker, match, near_quantity, terms, title_of
from knowledge.search import Hit
from knowledge.spans import LONGEST, Span, span_of
from knowledge.words import terms_of

LOOKED_AT = 24
"""Places that get a second look."""
NO_LIMIT = re.compile(
    r"\b(?:unlimited|no (?:\w+ )?limits?|infinite|indefinitely|as (?:many|long|much) as|free of charge|no (?:additional |extra )?(?:charge|cost))\b",
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
    question, concepts, total = ranker.question, ranker.question.concepts, ranker.total
    headings = [ranker.look(r)[1] for r in hit.place.above if r.kind is Kind.HEADING]
    context = [HEADING_WORTH * max((row[i] for row in headings), default=0.0) for i in range(len(concepts))]
    lines = [
        (
            text,
            ranker.look(block)[1]
            if text == block.text
            else [match(terms(" ".join(terms_of(text))), c) for c in concepts],
        )
        for text, block in zip(span.lines, span.blocks, strict=True)
    ]
    own = [max(row[i] for _, row in lines) for i in range(len(concepts))]
    own = [
        max(o, NAMED_ABOVE / HEADING_WORTH * x) if c.name else o for o, x, c in zip(own, context, concepts, strict=True)
    ]
    covered = [max(o, c) for o, c in zip(own, context, strict=True)]

    def share(strengths: Sequence[float]) -> float:
        return sum(c.weight * s for c, s in zip(concepts, strengths, strict=True)) / total

    def in_context(row: Sequence[float], worth: float, around: Sequence[float]) -> float:
        return share([max(s, worth * a) for s, a in zip(row, around, strict=True)])

    f = dict.fromkeys(SECOND_FEATURES, 0.0)
    f["first_score"] = hit.score - top
    f["covered"], f["own"] = share(covered), share(own)
    f["best_line"] = max(in_context(row, 0.9, context) for _, row in lines)
    f["length"] = min(1.0, len(span.text) / LONGEST)
    f["code"] = float(hit.place.record.kind is Kind.CODE)
    f["opens"] = max(share([match(terms(" ".join(b.own.split()[:5])), c) for c in concepts]) for b in span.blocks)
    if hit.place.record.kind is Kind.HEADING:  # a heading promises; do the lines below it keep the promise?
        f["heading_gap"] = max(0.0, hit.features["own"] - f["own"])
    f["exact"] = max(hit.features["exact_term"], hit.features["exact_above"])
    if question.kind is not None:
        asked = question.text.casefold()
        f["kind"] = float(any(m.group().casefold() not in asked for m in question.kind.finditer(span.text)))
    names = [i for i, c in enumerate(concepts) if c.name and c.known]
    if names:
        weight = sum(concepts[i].weight for i in names)
        f["names"] = sum(concepts[i].weight * covered[i] for i in names) / weight
        f["missing_name"] = float(any(covered[i] == 0 for i in names))
    match question.form:
        case Form.VALUE:
            for text, row in lines:
                if NO_LIMIT.search(text):
                    f["value_here"] = f["attached"] = max(f["attached"], in_context(row, 0.6, covered))
                if found := quantities(text):
                    here = in_context(row, 0.6, covered)
                    f["value_here"] = max(f["value_here"], here)
                    if any(q.family is question.family for q in found):
                        f["family_here"] = max(f["family_here"], here)
                    wanted = [
                        q for q in found if question.family in {None, Family.COUNT} or q.family is question.family
                    ]
                    f["attached"] = max([f["attached"], *(attached(text, q, ranker, covered) for q in wanted)])
                    counted = question.counted
                    if counted is not None and any(near_quantity(text, q.end, counted) for q in found):
                        f["counted_here"] = 1.0
            f["no_value"] = float(not f["value_here"])
        case Form.DEFINITION:
            f["defined"] = max(ranker.exactly(title_of(block)) for block in span.blocks)
        case Form.LIST:
            f["lines"] = min(1.0, len(lines) / 5)
        case Form.DIFFERENCE:
            f["both"] = min((s for s, c in zip(covered, concepts, strict=True) if c.weight > 0.4), default=1.0)
            f["contrasts"] = float(bool(CONTRASTS.search(span.text)))
        case Form.WHY:
            f["explains"] = float(bool(EXPLAINS.search(span.text)))
        case Form.YESNO:
            f["decides"] = float(bool(DECIDES.search(span.text)))
        case _:
            pass
    return tuple(covered), tuple(own), f


def attached(text: str, quantity: Quantity, ranker: Ranker, covered: Sequence[float]) -> float:
    """How much of what is asked, names apart, stands near a quantity; what stands elsewhere in the answer counts half."""
    near = terms(" ".join(terms_of(text[max(0, quantity.start - NEAR) : quantity.end + NEAR])))
    asked = [(c, s) for c, s in zip(ranker.question.concepts, covered, strict=True) if not c.name]
    total = sum(c.weight for c, _ in asked)
    return sum(c.weight * max(match(near, c), 0.5 * s) for c, s in asked) / total if total else 1.0
