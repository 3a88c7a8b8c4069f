"""How hard a question is: by its form at first, by how it was answered once it was asked often enough."""

from __future__ import annotations

from knowledge.quiz.model import Question, QuizKind

_BY_KIND = {
    QuizKind.DEFINITION: 0.4,
    QuizKind.BELONGS: 0.45,
    QuizKind.GAP: 0.5,
    QuizKind.AUTHORED: 0.5,
    QuizKind.VALUE: 0.6,
    QuizKind.ORDER: 0.65,
}
PRIOR = 8
"""Answers that the estimate by form counts as much as."""


def estimate(question: Question) -> float:
    """Return a first guess between 0 (easy) and 1 (hard), from the kind, the choices and the length of the question."""
    guessing = 0.05 * (len(question.choices) - 3)
    reading = 0.1 * min(len(question.prompt) / 300, 1.0)
    return round(min(1.0, max(0.0, _BY_KIND[question.kind] + guessing + reading)), 3)


def learned(prior: float, right: int, answers: int) -> float:
    """Return the difficulty after `answers` answers of which `right` were right.

    It is the share of wrong ones, with the prior counting as `PRIOR` answers (the mean of a beta distribution).

    Raises ValueError where there are more right answers than answers.
    """
    if not 0 <= right <= answers:
        raise ValueError(f"{right} of {answers} answers cannot be right")
    return (prior * PRIOR + answers - right) / (PRIOR + answers)
