"""The rules that a question must keep, as far as a program can check them: of one question, and of all together."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from knowledge.quiz.choices import gives_away, is_similar, is_told, same_choice
from knowledge.quiz.model import FEWEST_CHOICES, LONGEST_CHOICE, LONGEST_PROMPT, MOST_CHOICES, Question, QuizKind
from knowledge.quiz.phrasing import EASY

LONGEST_IS_RIGHT = 0.35
"""Share of the questions whose right choice may be the longest one."""
FEW = 20
"""Questions up to which that share is taken of this many: of a few questions, a few may."""

_POINTING = re.compile(
    rf"\b(?:it(?!{EASY})|the following|as follows|see (?:above|below)|above|below)\b|^(?:they|this|these|those|he|she)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.")
_PAIRS = (("(", ")"), ("[", "]"), ("“", "”"))


def violations(question: Question) -> tuple[str, ...]:
    """Return the rules that a question breaks, each in a few words; empty for a good one.

    A question that somebody wrote by hand is only held to what would make it unusable.
    """
    unusable = _form(question)
    return tuple(unusable if unusable or question.by_hand else _content(question))


def _form(question: Question) -> list[str]:
    found = []
    if not 0 < len(question.prompt) <= LONGEST_PROMPT:
        found.append("the prompt is empty or too long")
    if not 0 <= question.answer < len(question.choices):
        found.append("no choice is the right one")
    if len(question.choices) < 2 or (
        not question.by_hand and not FEWEST_CHOICES <= len(question.choices) <= MOST_CHOICES
    ):
        found.append("too few or too many choices")
    if len({same_choice(choice) for choice in question.choices}) < len(question.choices):
        found.append("two choices are the same")
    if any(not 0 < len(choice) <= LONGEST_CHOICE for choice in question.choices):
        found.append("a choice is empty or too long")
    if not question.explanation:
        found.append("there is no explanation")
    return found


def _content(question: Question) -> list[str]:
    found = []
    texts = (question.prompt, *question.choices)
    wrong = [choice for i, choice in enumerate(question.choices) if i != question.answer]
    if _POINTING.search(question.prompt):
        found.append("the prompt points at something outside of it")
    if any(_ADDRESS.search(text) for text in texts):
        found.append("there is an address in it")
    if any(text.count(a) != text.count(b) for text in texts for a, b in _PAIRS) or any(
        t.count("`") % 2 or t.count('"') % 2 for t in texts
    ):
        found.append("a bracket or a quotation mark is not closed")
    told = is_told if question.kind is QuizKind.AUTHORED else gives_away
    if told(question.prompt, question.right, wrong):
        found.append("the prompt gives the answer away")
    if any(not is_similar(choice, question.right) for choice in wrong):
        found.append("the choices are of very different length")
    if not question.prompt.endswith(("?", "”")):
        found.append("the prompt asks nothing")
    return found


def is_longest(question: Question) -> bool:
    """True where no wrong choice is as long as the right one."""
    return all(len(choice) < len(question.right) for i, choice in enumerate(question.choices) if i != question.answer)


def violations_together(questions: Sequence[Question]) -> tuple[str, ...]:
    """Return the rules that some questions break as a set, each in a few words."""
    found = []
    for name, values in (
        ("id", [q.id for q in questions]),
        ("question", [(q.prompt.casefold(), q.right.casefold()) for q in questions]),
    ):
        twice = [value for value, count in Counter(values).items() if count > 1]
        found += [f"the same {name} twice: {value}" for value in twice]
    longest = sum(map(is_longest, questions))
    if longest > LONGEST_IS_RIGHT * max(len(questions), FEW):
        found.append(f"the right choice is the longest in {longest} of {len(questions)} questions")
    return tuple(found)
