"""Quiz questions that somebody wrote by hand and that cannot be asked as they stand."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from knowledge.check.model import Finding, Page, Rule, quoted
from knowledge.model import Block, Kind
from knowledge.quiz.choices import same_choice
from knowledge.quiz.kinds.authored import MOST_WRITTEN
from knowledge.quiz.model import LONGEST_CHOICE, LONGEST_PROMPT

_QUIZ = re.compile(r"\b(?:quiz(?:zes)?|questions|self-?test|test yourself|multiple[- ]choice)\b", re.IGNORECASE)
"""Words of a heading below which a task list is a question, and no list of things to do."""


def unusable_questions(page: Page) -> Iterator[Finding]:
    """Find questions with choices of which not exactly one is ticked, or that break another rule of their form."""
    below: dict[int, list[Block]] = defaultdict(list)
    for block in page.note.blocks:
        if block.parent is not None and block.kind is not Kind.MARKUP:
            below[block.parent].append(block)
    for parent, children in below.items():
        question = page.note.blocks[parent]
        choices = [child for child in children if child.ticked is not None]
        if choices and _is_question(page, question) and (wrong := _wrong(question, choices, children)):
            yield Finding(Rule.QUIZ, page.path, question.start, f"{quoted(question.text)} {wrong}.")


def _is_question(page: Page, block: Block) -> bool:
    asked = block.text.endswith("?")
    return asked or any(_QUIZ.search(above.text) for above in page.above(block) if above.kind is Kind.HEADING)


def _wrong(question: Block, choices: Sequence[Block], children: Sequence[Block]) -> str:
    """What keeps a question from being asked, and what to do about it; empty where nothing does."""
    ticked = sum(choice.ticked is True for choice in choices)
    longest = max(choices, key=lambda choice: len(choice.text))
    faults = (
        (len(choices) < 2, "has a single choice: write at least two"),
        (not ticked, "has no choice that is ticked: write [x] before the right one"),
        (ticked > 1, f"has {ticked} choices that are ticked: leave [x] before one of them"),
        (
            len({same_choice(choice.text) for choice in choices}) < len(choices),
            "has one choice twice: change one of them",
        ),
        (len(choices) > MOST_WRITTEN, f"has too many choices: {MOST_WRITTEN} are the most"),
        (len(choices) < len(children), "has other lines beside its choices: put them below a heading of their own"),
        (len(question.text) > LONGEST_PROMPT, f"is too long to be asked: {LONGEST_PROMPT} characters are the most"),
        (
            len(longest.text) > LONGEST_CHOICE,
            f"has a choice that is too long, {quoted(longest.text)}: {LONGEST_CHOICE} characters are the most",
        ),
    )
    return next((told for is_so, told in faults if is_so), "")
