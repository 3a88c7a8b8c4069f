"""All questions of some notes: every kind proposes drafts, the rules decide; few and good beats many."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from knowledge.quiz.choices import in_place, same_choice, tag, wrong_choices
from knowledge.quiz.difficulty import estimate
from knowledge.quiz.kinds import authored, definition, gap, listing, means, order, series, value
from knowledge.quiz.material import Material
from knowledge.quiz.model import Draft, Question
from knowledge.quiz.notebook import Notebook, content
from knowledge.quiz.rules import FEW, LONGEST_IS_RIGHT, is_longest, violations
from knowledge.words import terms_of

KINDS: tuple[Callable[[Material], Iterable[Draft]], ...] = (
    authored.drafts,
    definition.drafts,
    means.drafts,
    listing.drafts,
    order.drafts,
    series.drafts,
    value.drafts,
    gap.drafts,
)
"""What makes questions. A new kind is a module in `kinds/` and an entry here."""
_QUOTED = re.compile(r"^.*?(?=“.*____.*”$)")
"""What stands before a sentence with a gap: two that are asked for the same words are the same question."""
MOST_OF_A_LINE = 3
"""Questions on one line of the notes."""


def make_questions(notebook: Notebook, seed: int = 0) -> tuple[Question, ...]:
    """Return the questions that the notes give, in order of file and line; always the same for a seed.

    The seed decides at which place the right choice stands, and nothing else.
    """
    material = Material(notebook)
    drafts = sorted((draft for make in KINDS for draft in make(material)), key=lambda d: (-d.quality, d.line))
    kept = _balanced(list(_distinct(_completed(drafts, notebook, seed))))
    place = {(line.path, line.block.start): line.index for line in reversed(notebook.lines)}
    return tuple(sorted(kept, key=lambda q: (place[q.file, q.start_line], q.prompt)))


def _completed(drafts: Iterable[Draft], notebook: Notebook, seed: int) -> Iterator[Question]:
    for draft in drafts:
        line = notebook[draft.line]
        key = tag(draft.kind, *terms_of(draft.fact))
        if draft.as_written:
            choices = (*draft.pool[: draft.position], draft.right, *draft.pool[draft.position :])
            answer = draft.position
        else:
            choices, answer = in_place(draft.right, wrong_choices(draft), f"{key}/{seed}")
        question = Question(
            id=key,
            kind=draft.kind,
            prompt=draft.prompt,
            choices=choices,
            answer=answer,
            explanation=draft.explanation,
            topic=tuple(heading for heading in line.headings if heading != draft.prompt),
            file=line.path,
            start_line=line.block.start,
            end_line=line.block.end,
            fact=f"{line.path}:{line.block.start}",
            by_hand=draft.as_written,
        )
        if not violations(question):
            yield replace(question, difficulty=estimate(question))


def _distinct(questions: Iterable[Question]) -> Iterator[Question]:
    """Leave out what was asked before: the same words, the same fact in the same words elsewhere, too much of a line."""
    asked: set[str] = set()
    answered: dict[tuple[str, str], list[frozenset[str]]] = defaultdict(list)
    ids: set[str] = set()
    lines: Counter[tuple[str, int]] = Counter()
    for made in questions:
        question = made
        words = " ".join(terms_of(_QUOTED.sub("", question.prompt)))
        line = (question.file, question.start_line)
        answer = (question.fact, same_choice(question.right))
        said = content(question.prompt.partition(": ")[2] or question.prompt)
        again = any(2 * len(said & before) > min(len(said), len(before)) for before in answered[answer])
        if words in asked or again or lines[line] >= MOST_OF_A_LINE:
            continue
        asked.add(words)
        answered[answer].append(said)
        lines[line] += 1
        if question.id in ids:  # the same words in two places: told apart by what they stand under
            question = replace(question, id=tag(question.id, question.file, *question.topic))
        if question.id not in ids:
            ids.add(question.id)
            yield question


def _balanced(questions: list[Question]) -> list[Question]:
    """Leave out the least good of the questions whose right choice is the longest, where they are too many."""
    allowed = int(LONGEST_IS_RIGHT * max(len(questions), FEW))
    longest = [question for question in questions if is_longest(question)]
    out = {question.id for question in longest[allowed:]}
    return [question for question in questions if question.id not in out]
