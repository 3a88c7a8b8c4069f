"""How well a place in the notes answers a question: a few named features and one weight for each.

Every feature is between 0 and 1 and says one thing that a reader could check. The weights were fitted (see
`docs/decisions.md`); nothing here knows a single word of any subject.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from operator import mul

from knowledge.forms import Form
from knowledge.index import Record
from knowledge.lexicon import Phrase
from knowledge.model import Kind
from knowledge.quantities import Family, quantities
from knowledge.question import Concept, Question
from knowledge.words import scan, spellings, stem, terms_of

EXPLAINS = re.compile(
    r"\b(?:because|since|so that|in order to|due to|caused? by|causes?|reason|therefore|this means|which means|means"
    r"|as a result|to (?:avoid|prevent|reduce|improve|ensure|protect)|otherwise|if you|when you|can't|cannot)\b",
    re.IGNORECASE,
)  # fmt: skip
_INSTRUCTS = re.compile(
    r"\b(?:use|using|create|enable|configure|run|set|add|specify|need to|must|should|by \w+ing|you can|first|then)\b"
    r"|^\w+ing\b",
    re.IGNORECASE,
)
DECIDES = re.compile(
    r"\b(?:yes|no|not|cannot|can't|can|only|never|always|must|supports?|supported|doesn't|don't|isn't|won't|possible|able"
    r"|allows?|required?|unlimited|by default)\b",
    re.IGNORECASE,
)
CONTRASTS = re.compile(
    r"\b(?:while|whereas|unlike|but|vs\.?|versus|instead|compared|however|on the other hand|than)\b", re.IGNORECASE
)
_DEFINES = re.compile(
    r"^(?:\W*\w+\W+){0,7}?(?:is|are|refers to|means|lets|allows|enables|provides|helps|=)\s", re.IGNORECASE
)
_SUBJECT = re.compile(
    r"^(?:an?|the|each|every)?\s*((?:[\w@./()&-]+\s){1,6}?)"
    r"(?:is|are|means|refers to|was|were|allows?|lets?|provides?|enables?|helps?)\s",
    re.IGNORECASE,
)
_ARTICLES = frozenset("a an the of amazon aws what is are in for to and how".split())
LONGEST_TITLE = 70
"""Characters. A longer heading is a sentence, not a title."""
_CHORES = re.compile(
    r"^(?:to-?\s?do\b.*|table of contents|contents|toc|links?|references?|resources|further reading|sources?)$",
    re.IGNORECASE,
)


NAMED_ABOVE = 0.93
"""What a name counts that stands in a heading or parent, where it counts 1 in the line: the section is about it."""
WINDOW = 28
"""Terms: about one long sentence, compounds counted in parts and whole."""


Strengths = Sequence[float]
"""How well something is expressed, one figure (0 to 1) for each concept of the question."""


@dataclass(frozen=True, slots=True)
class Place:
    """A candidate with what stands above it, nearest first."""

    record: Record
    above: tuple[Record, ...]


class Terms:
    """A run of terms, ready for look-ups; where each stands is worked out only when it is asked for."""

    __slots__ = ("_positions", "members", "sequence")

    def __init__(self, sequence: Sequence[str]) -> None:
        """Take the terms in their order."""
        self.sequence = sequence
        self.members = frozenset(sequence)
        self._positions: dict[str, list[int]] | None = None

    @property
    def positions(self) -> Mapping[str, Sequence[int]]:
        """For each term where it stands."""
        if self._positions is None:
            self._positions = {}
            for i, term in enumerate(self.sequence):
                self._positions.setdefault(term, []).append(i)
        return self._positions


def terms(text: str) -> Terms:
    """Take apart a space-separated run of terms."""
    return Terms(text.split())


def holds(where: Terms, phrase: Phrase) -> float:
    """Return 1 where a phrase of several terms stands in a run of terms, 0.7 where its terms stand apart, else 0."""
    if not where.members.issuperset(phrase):
        return 0.0
    # Compounds stand in the index in parts and whole, so a neighbour may be up to three positions away.
    for start in where.positions[phrase[0]]:
        at = start
        for term in phrase[1:]:
            at = next((p for p in where.positions[term] if 0 < p - at <= 3), -1)
            if at < 0:
                break
        else:
            return 1.0
    return 0.7


def match(where: Terms, concept: Concept) -> float:
    """Return how well a run of terms expresses a concept: the weight of the best way that it holds."""
    best = 0.0
    for term, weight in concept.single:
        if term in where.members:
            best = weight
            break
    for way in concept.joint:
        if way.weight <= best:
            break
        best = max(best, way.weight * holds(where, way.terms))
    return best


FEATURES = (
    "covered",
    "covered_squared",
    "own",
    "own_exact",
    "window",
    "bm25",
    "own_names",
    "near_names",
    "missing_names",
    "below",
    "pairs",
    "density",
    "is_heading",
    "question_heading",
    "is_code",
    "is_row",
    "bare",
    "chore",
    "value",
    "value_family",
    "counted",
    "no_value",
    "defines",
    "defines_form",
    "opens",
    "exact_term",
    "exact_above",
    "defined",
    "listed",
    "contrasts",
    "explains",
    "instructs",
    "decides",
    "lexical",
    "kind",
    "no_kind",
    "early",
)


class Ranker:
    """Scores places for one question. Holds nothing but what it has already looked at for this question."""

    def __init__(self, question: Question, weights: Mapping[str, float]) -> None:
        self.question = question
        self.weights = weights
        self.total = sum(c.weight for c in question.concepts) or 1.0
        self.names = [c for c in question.concepts if c.name and c.known]
        self._seen: dict[int, tuple[Terms, list[float]]] = {}
        self._contexts: dict[tuple[int, int | None], tuple[Strengths, Strengths, Strengths]] = {}
        self._heft = [c.weight for c in question.concepts]

    def look(self, record: Record) -> tuple[Terms, list[float]]:
        """Return the terms of a block and how well it expresses each concept."""
        found = self._seen.get(record.id)
        if found is None:
            where = terms(record.own)
            found = (where, [match(where, c) for c in self.question.concepts])
            self._seen[record.id] = found
        return found

    def score(self, place: Place) -> tuple[float, dict[str, float]]:
        """Return the score of a place (only the order of scores means something) and the features that gave it."""
        features = self.features(place)
        return sum(self.weights.get(name, 0.0) * value for name, value in features.items()), features

    def features(self, place: Place) -> dict[str, float]:
        """Return what there is to say for and against a place, by name (see FEATURES)."""
        question, record = self.question, place.record
        concepts = question.concepts
        where, own = self.look(record)
        parent, heading, path = self._context(place)
        under = _matches(terms(record.below), concepts) if record.below else [0.0] * len(concepts)
        own = [
            max(o, NAMED_ABOVE * max(p, h)) if c.name else o
            for o, p, h, c in zip(own, parent, heading, concepts, strict=True)
        ]
        covered = [
            max(o, 0.9 * p, 0.85 * h, 0.7 * a, 0.6 * u)
            for o, p, h, a, u in zip(own, parent, heading, path, under, strict=True)
        ]
        f = {
            "covered": self.share(covered),
            "own": self.share(own),
            "own_exact": self.share([s if s > 0.8 else 0.0 for s in own]),
            "window": self._window(where, own, [max(p, h) for p, h in zip(parent, heading, strict=True)]),
            "bm25": self._bm25(where, own),
            "below": self.share([max(0.0, u - max(o, p)) for u, o, p in zip(under, own, parent, strict=True)]),
            "lexical": record.rank,
        }
        f["covered_squared"] = f["covered"] ** 2
        f.update(self._names(own, parent, heading, path, under))
        f.update(self._shape(place, where, own))
        f["early"] = 1.0 / (record.id - record.parent) if record.parent is not None else 0.0
        if question.kind is not None:
            f["kind"] = float(
                any(m.group().lower() not in question.text.lower() for m in question.kind.finditer(record.text))
            )
            f["no_kind"] = 1.0 - f["kind"]
        f.update(self._form(record, place.above))
        return f

    def _context(self, place: Place) -> tuple[Strengths, Strengths, Strengths]:
        """How well each concept is expressed by the parents, by the headings, and by anything above a place.

        Nearer blocks count more, but for the last, which takes in the name of the file; places of one section share it.
        """
        key = (place.record.file, place.record.parent)
        if key not in self._contexts:
            rows = [(r.kind is Kind.HEADING, self.look(r)[1]) for r in place.above]
            width = len(self.question.concepts)
            root = place.above[-1] if place.above else place.record
            file = _matches(terms(root.above), self.question.concepts)
            self._contexts[key] = (
                _strongest([row for is_heading, row in rows if not is_heading], width, 0.85),
                _strongest([row for is_heading, row in rows if is_heading], width, 0.85),
                _strongest([file, *(row for _, row in rows)], width, 1.0),
            )
        return self._contexts[key]

    def share(self, strengths: Strengths) -> float:
        """Return how much of the question is expressed, by weight: 1 is all of it."""
        return float(sum(map(mul, self._heft, strengths))) / self.total

    def _window(self, where: Terms, own: Sequence[float], around: Sequence[float]) -> float:
        """The best coverage within one sentence's length of the own words, what stands above counting as context."""
        concepts = self.question.concepts
        total = self.total
        if len(where.sequence) <= WINDOW:
            return self.share([max(o, 0.8 * a) for o, a in zip(own, around, strict=True)])
        hits: list[tuple[int, int]] = []
        for i, concept in enumerate(concepts):
            if own[i] > 0:
                for way in concept.ways:
                    if way.weight >= 0.9 * own[i] and all(t in where.positions for t in way.terms):
                        hits += [(p, i) for p in where.positions.get(way.terms[0], ())]
        hits.sort()
        base = [0.8 * a for a in around]
        best = sum(c.weight * b for c, b in zip(concepts, base, strict=True))
        for k, (start, _) in enumerate(hits):
            inside = {i for p, i in hits[k:] if p - start < WINDOW}
            best = max(
                best, sum(c.weight * (max(own[i], base[i]) if i in inside else base[i]) for i, c in enumerate(concepts))
            )
        return best / total

    def _bm25(self, where: Terms, own: Sequence[float]) -> float:
        """Okapi BM25 over the own words (k1 = 1.2, b = 0.6, typical length 18 terms), as a share of its maximum."""
        norm = 1.2 * (0.4 + 0.6 * len(where.sequence) / 18.0)
        score = 0.0
        for concept, strength in zip(self.question.concepts, own, strict=True):
            if strength:
                count = max((len(where.positions.get(way.terms[0], ())) for way in concept.ways), default=0)
                score += concept.weight * strength * count * 2.2 / (count + norm)
        return min(1.0, score / (2.2 * self.total))

    def _names(
        self,
        own: Sequence[float],
        parent: Sequence[float],
        heading: Sequence[float],
        path: Sequence[float],
        under: Sequence[float],
    ) -> dict[str, float]:
        concepts = self.question.concepts
        total = sum(c.weight for c in self.names)
        if not total:
            return {"own_names": 0.0, "near_names": 0.0, "missing_names": 0.0}
        at = [i for i, c in enumerate(concepts) if c.name and c.known]
        near = sum(concepts[i].weight * max(own[i], parent[i], heading[i]) for i in at) / total
        anywhere = (
            sum(concepts[i].weight * max(own[i], parent[i], heading[i], path[i], 0.8 * under[i]) for i in at) / total
        )
        return {
            "own_names": sum(concepts[i].weight * own[i] for i in at) / total,
            "near_names": near,
            "missing_names": 1.0 - anywhere,
        }

    def _shape(self, place: Place, where: Terms, own: Strengths) -> dict[str, float]:
        record, count = place.record, len(where.sequence)
        return {
            "pairs": self._pairs(where, own),
            "density": min(1.0, 2.0 * sum(s > 0 for s in own) / (count + 4)),
            "is_heading": float(record.kind is Kind.HEADING),
            "question_heading": float(record.kind is Kind.HEADING and record.text.endswith("?")),
            "is_code": float(record.kind is Kind.CODE),
            "is_row": float(record.kind is Kind.ROW),
            "bare": float(count < 4 and not record.below),
            "chore": float(any(_CHORES.match(r.text) for r in (record, *place.above) if len(r.text) < 40)),
        }

    def _pairs(self, where: Terms, own: Sequence[float]) -> float:
        """The share of neighbouring concepts of the question that stand near each other here."""
        concepts = self.question.concepts
        total = near = 0.0
        for i in range(len(concepts) - 1):
            weight = min(concepts[i].weight, concepts[i + 1].weight)
            total += weight
            if own[i] > 0 and own[i + 1] > 0:
                gap = _gap(where, concepts[i], concepts[i + 1])
                near += weight * (1.0 if gap <= 2 else 0.6 if gap <= 5 else 0.2 if gap <= 12 else 0.0)
        return near / total if total else 0.0

    def _form(self, record: Record, above: Sequence[Record]) -> dict[str, float]:
        """What there is of the form of answer that the question asks for."""
        form, text = self.question.form, record.text
        f = {"exact_term": self.exactly(title_of(record)), "exact_above": self.exactly(above[0].text) if above else 0.0}
        f["defined"] = f["exact_term"] if form is Form.DEFINITION else 0.0
        if record.kind is not Kind.HEADING and (form is Form.VALUE or self.question.counted):
            f.update(self._value(record))
        if form in {Form.DEFINITION, Form.OPEN, Form.WHICH}:
            f.update(self._definition(record, form))
        match form:
            case Form.LIST:
                owns = record.lead or record.last - record.id >= 2
                f["listed"] = 1.0 if owns else min(1.0, text.count(",") / 3.0)
            case Form.DIFFERENCE:
                f["contrasts"] = float(bool(CONTRASTS.search(text)))
            case Form.WHY:
                f["explains"] = float(bool(EXPLAINS.search(text)))
            case Form.HOWTO:
                f["instructs"] = float(bool(_INSTRUCTS.search(text)))
            case Form.YESNO:
                f["decides"] = float(bool(DECIDES.search(text)))
            case _:
                pass
        return f

    def exactly(self, title: str) -> float:
        """Return how nearly a title is what is asked about: the share of it asked times the share asked it holds."""
        if not 0 < len(title) <= LONGEST_TITLE:
            return 0.0
        where = _title_terms(title)
        if not where.sequence:
            return 0.0
        held = [c for c in self.question.concepts if match(where, c) > 0.6]
        said = {t for c in held for way in c.ways if way.weight > 0.6 for t in way.terms}
        precision = sum(t in said for t in where.sequence) / len(where.sequence)
        return precision * sum(c.weight for c in held) / self.total

    def _value(self, record: Record) -> dict[str, float]:
        found = quantities(record.text)
        family, counted = self.question.family, self.question.counted
        f = {"value": float(bool(found)), "no_value": float(not found)}
        if family in {Family.TIME, Family.SIZE, Family.MONEY, Family.LENGTH, Family.PERCENT}:
            f["value_family"] = float(any(q.family is family for q in found))
        elif family is Family.COUNT:
            f["value_family"] = float(any(q.family is Family.COUNT for q in found))
        if counted is not None:
            f["counted"] = float(any(near_quantity(record.text, q.end, counted) for q in found))
        return f

    def _definition(self, record: Record, form: Form) -> dict[str, float]:
        defined = _title_terms(record.term) if record.term else None
        concepts = self.question.concepts
        f = {"defines": 0.0}
        if defined and concepts:
            hit = sum(c.weight for c in concepts if match(defined, c) > 0.6)
            f["defines"] = hit / self.total
        if form is Form.DEFINITION:
            f["defines_form"] = float(bool(_DEFINES.match(record.text)) or bool(record.term))
        head = Terms(self.look(record)[0].sequence[:6])
        f["opens"] = sum(c.weight for c in concepts if match(head, c) > 0.6) / self.total
        return f


@lru_cache(maxsize=32_768)
def _title_terms(title: str) -> Terms:
    """The terms of a title, without its articles."""
    parts = [spellings(word.surface) for word in scan(title)]
    return Terms([stem(part) for found in parts if found and found[0] not in _ARTICLES for part in found])


def title_of(record: Record) -> str:
    """What a block says that it is about: a heading or caption, a defined term, the X of "X is …"; else nothing."""
    if record.kind is Kind.HEADING or record.lead:
        return record.text
    found = _SUBJECT.match(record.text)
    return record.term or (found.group(1) if found else "")


def _strongest(rows: Sequence[Sequence[float]], width: int, decay: float) -> list[float]:
    """For each concept the best match over several blocks, nearest first, each further one counting less."""
    best = [0.0] * width
    factor = 1.0
    for row in rows:
        best = [max(b, factor * value) for b, value in zip(best, row, strict=True)]
        factor *= decay
    return best


def _matches(where: Terms, concepts: Sequence[Concept]) -> list[float]:
    return [match(where, c) for c in concepts]


def _gap(where: Terms, a: Concept, b: Concept) -> int:
    first = [p for way in a.ways for p in where.positions.get(way.terms[-1], ())]
    second = [p for way in b.ways for p in where.positions.get(way.terms[0], ())]
    return min((abs(q - p) - (1 if q > p else 0) for p in first for q in second if p != q), default=99)


def near_quantity(text: str, end: int, counted: Concept) -> bool:
    """True where what is counted stands within the next few words after a number (or just before it)."""
    after = terms(" ".join(terms_of(text[end : end + 45])))
    before = terms(" ".join(terms_of(text[max(0, end - 40) : end])))
    return match(after, counted) > 0.6 or match(before, counted) > 0.6
