"""Practising alone: one question after another, choices and flash cards in turn, judged at once and counted."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.quiz.choosing import choose
from knowledge.quiz.grading import Verdict, cards
from knowledge.quiz.model import Question

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"

Judge = Callable[[Question, str], Verdict]
"""Judges what was typed to a question."""

_LETTER = re.compile(r"\(?([a-z])[).:]?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question and how it is asked: as a `card` without its choices, or with them."""

    question: Question
    card: bool


@dataclass(frozen=True, slots=True)
class Practice:
    """A run of questions and how it went so far."""

    turns: tuple[Turn, ...]
    """What is asked now, then what is to come; empty once everything was asked."""
    right: int = 0
    wrong: int = 0
    skipped: int = 0

    @property
    def over(self) -> bool:
        """True once everything was asked."""
        return not self.turns

    @property
    def now(self) -> Turn:
        """The present question; there is one until the run is over."""
        return self.turns[0]

    @property
    def number(self) -> int:
        """The how manieth the present question is, counted from 1."""
        return self.right + self.wrong + self.skipped + 1


def start(questions: Sequence[Question], seen: Mapping[str, int], seed: int) -> Practice:
    """Return a run through these questions; `seen` says when those were that were asked before: they come last."""
    order = choose(questions, len(questions), seen=seen, seed=seed)
    new = [question for question in order if question.id not in seen]
    return Practice((*_alternating(new), *_alternating(order[len(new) :])))


def _alternating(questions: Sequence[Question]) -> Iterator[Turn]:
    """The questions in their order, but for every second turn: that has the next flash card, while there are any."""
    in_order, as_cards = iter(questions), iter(cards(questions))
    asked: set[str] = set()
    while len(asked) < len(questions):
        card = next((q for q in as_cards if q.id not in asked), None) if len(asked) % 2 else None
        question = card or next(q for q in in_order if q.id not in asked)
        asked.add(question.id)
        yield Turn(question, card is not None)


def answered(practice: Practice, typed: str, judge: Judge) -> tuple[Practice, Verdict | None]:
    """Return the run at its next question, and the verdict on what was typed to the present one.

    Where none of the choices that it was asked with was typed, there is no verdict, and the question stays.
    """
    question, turns = practice.now.question, practice.turns[1:]
    verdict = judge(question, typed) if practice.now.card else _choice(question, typed, judge)
    if verdict is None:
        return practice, None
    if verdict.right:
        return replace(practice, turns=turns, right=practice.right + 1), verdict
    return replace(practice, turns=turns, wrong=practice.wrong + 1), verdict


def passed(practice: Practice) -> Practice:
    """Return the run at its next question, without an answer to the present one."""
    return replace(practice, turns=practice.turns[1:], skipped=practice.skipped + 1)


def _choice(question: Question, typed: str, judge: Judge) -> Verdict | None:
    """The verdict on a choice that was named by its letter or its words; None for anything else."""
    letter = _LETTER.fullmatch(typed.strip())
    if letter is None:
        verdict = judge(question, typed)
        return verdict if verdict.matched else None
    chosen = LETTERS.index(letter[1].upper())
    if chosen >= len(question.choices):
        return None
    return Verdict(chosen == question.answer, question.right, question.choices[chosen])
