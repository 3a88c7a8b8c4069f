"""Flash cards: which questions can be asked without choices, and whether a typed answer is right."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.lexicon import ALIAS, Lexicon, phrase
from knowledge.question import Vocabulary
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.typed_values import is_same_value, value_of
from knowledge.quiz.typed_words import Term, distance, is_same, is_slip, terms
from knowledge.words import scan

MOST_WORDS = 4
"""Words of a term that can be asked for without choices."""
LONGEST_TYPED = 200
"""Characters. What is longer is an essay and no answer to a card."""

_QUOTED = re.compile(r"“(.*)”")


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a typed answer is worth.

    `expected` is the right choice, `matched` the choice that the answer was taken for; empty where it was none.
    """

    right: bool
    expected: str
    matched: str = ""


def cards(questions: Sequence[Question]) -> tuple[Question, ...]:
    """Return the questions that can be asked without their choices."""
    return tuple(question for question in questions if is_card(question))


def is_card(question: Question) -> bool:
    """True where the right choice is a value or a short term that the prompt alone leads to."""
    if question.kind not in {QuizKind.VALUE, QuizKind.GAP, QuizKind.DEFINITION}:
        return False
    if question.kind is QuizKind.DEFINITION and not _asks_for_term(question):
        return False
    return value_of(question.right) is not None or len(scan(question.right)) <= MOST_WORDS


def _asks_for_term(question: Question) -> bool:
    """True for a question from the description to the term: what it quotes, if anything, is the longer of the two."""
    quoted = _QUOTED.search(question.prompt)
    return quoted is None or len(quoted[1]) > len(question.right)


def grade(question: Question, typed: str, vocabulary: Vocabulary | None = None) -> Verdict:
    """Judge a typed answer; `vocabulary` are the words of the notes, with what they are also called.

    Right is what differs from the right choice in its spelling alone: case, spacing, articles, plural, the name of the
    maker, how a number or a unit is written, another name for the same thing, a small slip. Another number or unit,
    a negation, one of the other choices, and what is nearer to one of them is wrong.
    """
    wrong = [choice for choice in question.choices if choice != question.right]
    if len(typed) > LONGEST_TYPED or not scan(typed):
        return Verdict(right=False, expected=question.right)
    if value_of(question.right) is not None:
        matched = next((c for c in (question.right, *wrong) if is_same_value(typed, c, question.prompt)), "")
    else:
        matched = _taken_for(typed, question.right, wrong, vocabulary)
    return Verdict(matched == question.right, question.right, matched)


def _taken_for(typed: str, right: str, wrong: Sequence[str], vocabulary: Vocabulary | None) -> str:
    """The choice that typed words are; empty where they are none."""
    given = (*terms(typed), *terms(typed.lower()))  # a slip in "CodeStar" may turn up as a capital: "CodeSStar"
    for choice in (right, *wrong):
        if any(is_same(a, b) for a in given for b in terms(choice)):
            return choice
    if vocabulary is not None:
        named = [choice for choice in (right, *wrong) if _is_alias(given, terms(choice), vocabulary.lexicon)]
        if named:
            return named[0] if len(named) == 1 else ""
    known = vocabulary.by_word if vocabulary is not None else ()
    if any(is_slip(a, b, known) for a in given for b in terms(right)):
        nearest = min((_distance(given, choice) for choice in wrong), default=LONGEST_TYPED)
        return right if _distance(given, right) < nearest else ""
    return ""


def _distance(given: Sequence[Term], choice: str) -> int:
    return min(distance(a, b) for a in given for b in terms(choice))


def _is_alias(given: Sequence[Term], choice: Sequence[Term], lexicon: Lexicon) -> bool:
    """True for two names of one thing, whichever of them the other one is listed under."""
    names, others = ({phrase(term.text) for term in ways} for ways in (given, choice))
    return any(
        way.weight >= ALIAS and way.terms in to
        for of, to in ((names, others), (others, names))
        for name in of
        for way in lexicon.get(name, ())
    )
