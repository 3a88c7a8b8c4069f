"""Fit the weights of the search to question sets, and say what they reach on questions that they were not fitted to.

    python -m tests.bench.fit [--write] [--folds 5] NOTES=QUESTIONS.jsonl ...

Each NOTES is a folder of notes, each QUESTIONS a set in the format of `studybot eval`. Three small linear models are
fitted one after the other: the order of places (softmax over the candidates of a question, after ListNet, Cao et al.
2007), the order of answers (the same), and whether there is an answer at all (logistic regression). `--write` puts
the weights fitted to all questions into `knowledge/data/weights.json`.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from knowledge import answers, evaluation
from knowledge.base import KnowledgeBase, Weights
from knowledge.evaluation import Case, Figures
from knowledge.model import SHARED_SCOPE, Answer, Passage
from knowledge.question import understand
from knowledge.ranking import FEATURES, Ranker
from knowledge.search import Hit, search
from knowledge.second_look import SECOND_FEATURES, Candidate, second_look
from knowledge.spans import Span, span_of

Vector: TypeAlias = NDArray[np.float64]
SCOPES = (SHARED_SCOPE,)
FIRST_LOOKED_AT = 80
PARTLY_RIGHT = 0.15
"""What a place counts that is the right one, though its words do not hold the answer."""
FIXED = {"no_value": -3.0, "defined": 2.0, "heading_gap": -1.0}
"""Set by principle, since too few questions turn on them: a question for a number wants one, "what is X" wants the line
that says what X is, and a heading is only as good as what stands below it."""
MOST_SILENT = 0.07
"""Share of the answerable questions that may go unanswered when the bias is set."""
WEIGHTS = Path(__file__).parents[2] / "knowledge" / "data" / "weights.json"


@dataclass(frozen=True, slots=True)
class Rows:
    """The candidates of one question: their features and how right each is (0 to 1)."""

    features: Vector
    right: Vector


@dataclass(frozen=True, slots=True)
class Put:
    """A question put to a knowledge base, with the places that were found by equal weights."""

    group: str
    base: KnowledgeBase
    case: Case
    ranker: Ranker
    hits: tuple[Hit, ...]
    first: Rows


def _put(group: str, base: KnowledgeBase, case: Case, weights: Weights) -> Put:
    """Find the candidates of a question; the weights only decide which of very many are kept."""
    words = base.vocabulary(SCOPES)
    ranker = Ranker(understand(case.question, words), weights.first)
    hits = tuple(search(base.index, ranker, words, SCOPES)[:FIRST_LOOKED_AT])
    features = [[hit.features.get(name, 0.0) for name in FEATURES] for hit in hits]
    right = (
        [_rightness(base, case, hit, span_of(base.index, hit.place, ranker)) for hit in hits] if case.answerable else []
    )
    return Put(group, base, case, ranker, hits, Rows(np.array(features), np.array(right)))


def _rightness(base: KnowledgeBase, case: Case, hit: Hit, span: Span) -> float:
    passage = Passage(base.index.path(hit.place.record.file), span.start, span.end, (), span.text)
    answer = Answer(case.question, answered=True, answer=span.text, confidence=1.0, passages=(passage,))
    if evaluation.is_right(case, answer):
        return 1.0
    return PARTLY_RIGHT if evaluation.first_hit(case, answer) else 0.0


def _rescored(put: Put, first: Mapping[str, float]) -> list[Hit]:
    scored = [
        Hit(hit.place, sum(first[name] * hit.features.get(name, 0.0) for name in FEATURES), hit.features)
        for hit in put.hits
    ]
    return sorted(scored, key=lambda hit: -hit.score)


def fit_order(
    rows: Iterable[Rows],
    fixed: Mapping[int, float] | None = None,
    l2: float = 0.002,
    steps: int = 400,
    rate: float = 0.15,
) -> Vector:
    """Fit weights so that right candidates come first: softmax over each question's candidates, by Adam.

    `fixed` holds the weights that are set and not fitted, by position.
    """
    useful = [r for r in rows if len(r.right) and r.right.max() > 0]
    w = np.zeros(useful[0].features.shape[1])
    mean, spread = np.zeros_like(w), np.zeros_like(w)
    for step in range(1, steps + 1):
        gradient = -l2 * w
        for row in useful:
            scores = row.features @ w
            chance = np.exp(scores - scores.max())
            chance /= chance.sum()
            wanted = chance * row.right
            gradient += row.features.T @ (wanted / (wanted.sum() + 1e-12) - chance) / len(useful)
        mean, spread = 0.9 * mean + 0.1 * gradient, 0.999 * spread + 0.001 * gradient**2
        pace = rate * (1 - 0.9 * step / steps)
        for position, value in (fixed or {}).items():
            w[position] = value
        w = w + pace * (mean / (1 - 0.9**step)) / (np.sqrt(spread / (1 - 0.999**step)) + 1e-8)
    for position, value in (fixed or {}).items():
        w[position] = value
    return w


def fit_answered(evidence: Vector, answerable: Vector, l2: float = 0.3) -> Vector:
    """Fit a logistic regression, both classes weighing the same; the last weight is the bias."""
    x = np.hstack([evidence, np.ones((len(evidence), 1))])
    share = np.where(answerable == 1, 0.5 / answerable.sum(), 0.5 / (1 - answerable).sum())
    w = np.zeros(x.shape[1])
    keep = np.append(np.full(evidence.shape[1], l2 / len(x)), 0.0)
    for _ in range(60):  # Newton's method
        p = 1 / (1 + np.exp(-x @ w))
        gradient = x.T @ (share * (answerable - p)) - keep * w
        curvature = (x * (share * p * (1 - p))[:, None]).T @ x + np.diag(keep) + 1e-9 * np.eye(len(w))
        w = w + np.linalg.solve(curvature, gradient)
    return w


def fit(puts: Sequence[Put]) -> Weights:
    """Fit all three models to some questions."""
    first = dict(zip(FEATURES, fit_order(p.first for p in puts if p.case.answerable).tolist(), strict=True))
    looked = [(p, second_look(p.base.index, _rescored(p, first), p.ranker, {})) for p in puts]
    rows = [
        Rows(
            np.array([[c.features[name] for name in SECOND_FEATURES] for c in found]),
            np.array([_rightness(p.base, p.case, c.hit, c.span) for c in found]),
        )
        for p, found in looked
        if p.case.answerable and found
    ]
    by_position = {SECOND_FEATURES.index(name): value for name, value in FIXED.items()}
    second = dict(zip(SECOND_FEATURES, fit_order(rows, by_position).tolist(), strict=True))
    known, evidence, answerable = [], [], []
    for p, found in looked:
        if ordered := _reordered(found, second):
            gathered = answers.evidence_of(p.ranker.question, ordered)
            known = list(gathered)
            evidence.append(list(gathered.values()))
            answerable.append(float(p.case.answerable))
    x, y = np.array(evidence), np.array(answerable)
    w = fit_answered(x, y)
    chances = np.sort(1 / (1 + np.exp(-(x[y == 1] @ w[:-1] + w[-1]))))
    edge = chances[int(MOST_SILENT * len(chances))]
    w[-1] -= float(np.log(edge / (1 - edge)))
    return Weights(first, second, {**dict(zip(known, w[:-1].tolist(), strict=True)), "one": float(w[-1])})


def _reordered(found: Sequence[Candidate], second: Mapping[str, float]) -> list[Candidate]:
    scored = [
        Candidate(c.hit, c.span, sum(second[n] * v for n, v in c.features.items()), c.features, c.strengths, c.own)
        for c in found
    ]
    return sorted(scored, key=lambda c: (-c.score, c.hit.place.record.id))


def answer(put: Put, weights: Weights) -> Answer:
    """Answer a question with other weights than the shipped ones."""
    found = second_look(put.base.index, _rescored(put, weights.first), put.ranker, weights.second)
    return answers.answer(put.base.index, found, put.ranker, weights.answered)


def cross_validate(puts: Sequence[Put], folds: int) -> list[tuple[Put, Answer]]:
    """Answer every question with weights fitted to the questions of the other folds."""
    pairs: list[tuple[Put, Answer]] = []
    for fold in range(folds):
        weights = fit([p for i, p in enumerate(puts) if i % folds != fold])
        pairs += [(p, answer(p, weights)) for i, p in enumerate(puts) if i % folds == fold]
    return pairs


def _report(name: str, pairs: Sequence[tuple[Put, Answer]]) -> None:
    for group in ("all", *dict.fromkeys(put.group for put, _ in pairs)):
        chosen = [(put.case, found) for put, found in pairs if group in {"all", put.group}]
        figures: Figures = evaluation.score(chosen)
        length = sum(len(found.answer) for _, found in chosen) / max(1, sum(found.answered for _, found in chosen))
        print(
            f"{name:8} {group:28}",
            "  ".join(f"{k} {v:.1f}" for k, v in figures.named()),
            f" length {length:.0f}",
            flush=True,
        )


def main() -> None:
    """Fit, cross-validate, report, and write the weights if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("sets", nargs="+", metavar="NOTES=QUESTIONS", help="a folder of notes and questions about it")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--write", action="store_true", help="write the weights fitted to all questions")
    parser.add_argument("--hold-out", metavar="QUESTIONS", help="also fit without this set and report it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        bases: dict[str, KnowledgeBase] = {}
        puts: list[Put] = []
        equal = Weights({"covered": 6.0, "own": 2.5, "missing_names": -2.0, "pairs": 1.0, "lexical": 2.0}, {}, {})
        for pair in options.sets:
            notes, questions = pair.split("=", 1)
            if notes not in bases:
                bases[notes] = KnowledgeBase(Path(notes), Path(scratch) / str(len(bases)))
                bases[notes].refresh()
            puts += [
                _put(questions[-28:], bases[notes], case, equal) for case in evaluation.load_cases(Path(questions))
            ]
        order = np.random.default_rng(7).permutation(len(puts))
        puts = [puts[i] for i in order]
        if options.hold_out:
            held = [p for p in puts if p.group == options.hold_out[-28:]]
            weights = fit([p for p in puts if p.group != options.hold_out[-28:]])
            _report("held out", [(p, answer(p, weights)) for p in held])
        if options.folds > 1:
            _report("crossed", cross_validate(puts, options.folds))
        weights = fit(puts)
        _report("fitted", [(p, answer(p, weights)) for p in puts])
        if options.write:
            rounded = {
                part: {name: round(value, 3) for name, value in getattr(weights, part).items()}
                for part in ("first", "second", "answered")
            }
            WEIGHTS.write_text(json.dumps(rounded, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
