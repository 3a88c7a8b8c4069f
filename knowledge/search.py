"""From a question to ranked places: candidates by full-text index, then a closer look at each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.index import Index, Record
from knowledge.model import Kind
from knowledge.question import Concept, Question, Vocabulary
from knowledge.ranking import Place, Ranker

CANDIDATES = 32
"""Places that get a closer look, for each of two ways to look them up."""
MOST_POSTINGS = 2_500
"""Postings that one look-up may read. Beyond it the commonest words of a question only help to rank."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A place with its score and the features that gave it."""

    place: Place
    score: float
    features: Mapping[str, float]


def search(index: Index, ranker: Ranker, words: Vocabulary, scopes: Sequence[str]) -> list[Hit]:
    """Return the places of the notes that may answer the ranker's question, best first."""
    if not any(concept.known for concept in ranker.question.concepts):
        return []
    places = _with_above(index, _candidates(index, ranker.question, words, scopes))
    hits = [Hit(place, *ranker.score(place)) for place in places]
    hits.sort(key=lambda hit: (-hit.score, hit.place.record.file, hit.place.record.id))
    return hits


def _candidates(index: Index, question: Question, words: Vocabulary, scopes: Sequence[str]) -> list[Record]:
    known = [c for c in question.concepts if c.known]
    found: dict[int, Record] = {}
    strict = _affordable(known, words, weakest=0.8)
    names = [c for c in known if c.name]
    others = [c for c in known if not c.name]
    expressions = [_any(strict), _any(_affordable(known, words, weakest=0.0))]
    if names and others:
        named, rest = _affordable(names, words, weakest=0.8), _affordable(others, words, weakest=0.0)
        expressions.append(f"({_any(named)}) AND ({_any(rest)})")
    for expression in dict.fromkeys(e for e in expressions if e):
        matched = index.match(_scoped(expression, scopes, index), CANDIDATES)
        for record in matched:  # BM25 has another scale for every query and size of notes: the best counts 1
            found.setdefault(record.id, replace(record, rank=record.rank / matched[0].rank))
    return list(found.values())


def _affordable(concepts: Sequence[Concept], words: Vocabulary, weakest: float) -> list[tuple[str, ...]]:
    """The ways to look up, rarest first, as long as their postings are affordable."""
    ways = sorted(
        {way.terms for c in concepts for way in c.ways if way.weight >= weakest},
        key=lambda terms: min(words.terms[t][0] for t in terms),
    )
    chosen: list[tuple[str, ...]] = []
    spent = 0
    for way in ways:
        spent += min(words.terms[t][0] for t in way)
        if chosen and spent > MOST_POSTINGS:
            break
        chosen.append(way)
    return chosen


def _any(ways: Sequence[tuple[str, ...]]) -> str:
    return " OR ".join(
        f"({' AND '.join(_quoted(t) for t in way)})" if len(way) > 1 else _quoted(way[0]) for way in dict.fromkeys(ways)
    )


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _scoped(expression: str, scopes: Sequence[str], index: Index) -> str:
    if index.scopes() <= set(scopes):
        return f"{{own above below}} : ({expression})"
    within = " OR ".join(f"scope : {_quoted(scope)}" for scope in scopes)
    return f"({within}) AND ({{own above below}} : ({expression}))"


def _with_above(index: Index, records: Sequence[Record]) -> list[Place]:
    """Fetch what stands above every candidate, level by level."""
    known: dict[int, Record] = {r.id: r for r in records}
    wanted = {r.parent for r in records if r.parent is not None} - known.keys()
    while wanted:
        known.update(index.blocks(wanted))
        wanted = {r.parent for r in known.values() if r.parent is not None} - known.keys()
    places = []
    for record in records:
        if record.kind is Kind.MARKUP:
            continue
        above = []
        parent = record.parent
        while parent is not None:
            above.append(known[parent])
            parent = known[parent].parent
        places.append(Place(record, tuple(above)))
    return places
