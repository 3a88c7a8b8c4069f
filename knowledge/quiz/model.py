"""The values of the quiz: what a maker of questions proposes, and what a question is. All frozen."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

LONGEST_PROMPT = 300
LONGEST_CHOICE = 80
MOST_CHOICES = 4
FEWEST_CHOICES = 3
"""Choices of a question that is made. A hand-written one has as many as its author gave it."""


class QuizKind(StrEnum):
    """What a question is made from, and so how it asks."""

    VALUE = "value"
    """What is the maximum ...?"""
    DEFINITION = "definition"
    """From the description to the term, or from the term to its description."""
    AUTHORED = "authored"
    """Written by the author of the notes as a question."""
    BELONGS = "belongs"
    """Which belongs to a list, or which does not."""
    ORDER = "order"
    """What comes directly after."""
    GAP = "gap"
    """A sentence of the notes with a gap."""


@dataclass(frozen=True, slots=True)
class Question:
    """A multiple-choice question with its explanation and its place in the notes.

    `answer` is the index of the right one of `choices`. `explanation` is the note's own line, without marks of
    Markdown. `topic` is the heading path. `difficulty` is between 0 (easy) and 1, by the form of the question alone.
    """

    id: str
    kind: QuizKind
    prompt: str
    choices: tuple[str, ...]
    answer: int
    explanation: str
    topic: tuple[str, ...]
    file: str
    start_line: int
    end_line: int
    fact: str = ""
    """The line of the notes that it asks about: of two questions with the same fact, one may give the other away."""
    difficulty: float = 0.5
    by_hand: bool = False
    """Written by the author of the notes, with its choices, and used as it stands."""

    @property
    def right(self) -> str:
        """The right choice."""
        return self.choices[self.answer]


@dataclass(frozen=True, slots=True)
class Draft:
    """A question before its wrong choices are chosen.

    `pool` holds what may serve as wrong choices, the most fitting first; what breaks a rule is passed over. `line` is
    the index of the source line, `fact` names what is asked in the words of that line.
    """

    kind: QuizKind
    prompt: str
    right: str
    pool: tuple[str, ...]
    line: int
    explanation: str
    fact: str
    quality: float = 0.5
    """How likely it is that a teacher would keep it, between 0 and 1: decides which of two questions on a line stays."""
    as_written: bool = False
    """A hand-written question: all of `pool` are its wrong choices, in the order of its author, `right` at `position`."""
    position: int = field(default=0)
