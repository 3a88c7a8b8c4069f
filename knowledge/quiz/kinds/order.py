"""What comes directly after what, first and last, in lists that say they are in order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise, takewhile

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.choices import number
from knowledge.quiz.kinds.listing import ASIDES, LONGEST_HEAD, member
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_CHOICE, Draft, QuizKind
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.slips import has_slip
from knowledge.quiz.things import clean_name

FEWEST_STEPS = 4
FEWEST_FOR_ENDS = 5
"""Steps of a list of which one may ask for the first and the last."""
MOST_STEPS_ASKED = 3
_NUMBERED = re.compile(r"\s*\d+[.)]\s")
_SAYS_ORDER = re.compile(
    r"\bin (?:\w+ )?order\b|\border (?:is|of)\b|\blife ?cycle\b|^(?:the\s)?(?:(?!of\b)\w+\s)?(?:steps|phases|stages)\b",
    re.IGNORECASE,
)
_UNORDERED = re.compile(
    r"\b(?:no order|any order|unordered|in no particular|kinds|types|ways|points|methods)\b", re.IGNORECASE
)
_ARROWS = re.compile(r"\s*(?:-{1,2}>|→|⇒|=>)\s*")
_PRONOUN = re.compile(r"(?:it|they|he|she|this|these)\b", re.IGNORECASE)
_PREFIX = frozenset({"pre", "post", "before", "after"})


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions on steps; none where two lists disagree on what follows a step."""
    found = [
        (line, steps)
        for line in material.notebook.lines
        if not phrasing.is_aside(line) and (steps := _steps(line, material.notebook))
    ]
    following: dict[str, set[str]] = defaultdict(set)
    for _, steps in found:
        for before, after in pairwise((*steps, "")):
            following[_plain(before)].add(_plain(after))
    asked: set[tuple[str, str]] = set()
    for line, steps in found:
        for draft in _order(line, steps, material):
            before = _plain(draft.fact.split(" then ")[0])
            key = (draft.prompt.rsplit(": ", 1)[-1], _plain(draft.right))
            if key not in asked and len(following.get(before, ())) <= 1:
                asked.add(key)
                yield draft


def _plain(step: str) -> str:
    return " ".join(sorted(content(step)))


def _order(line: Line, steps: tuple[str, ...], material: Material) -> Iterator[Draft]:
    subject = _subject(line, material.notebook)
    if len(steps) < FEWEST_STEPS or not subject or len(subject) > LONGEST_HEAD or _UNORDERED.search(subject):
        return
    told = " → ".join(steps)
    start = number(f"{subject} order", len(steps) - 1)
    for i in range(min(MOST_STEPS_ASKED, (len(steps) - 1) // 2)):
        at = (start + 2 * i) % (len(steps) - 1)
        before, after = steps[at], steps[at + 1]
        if _PREFIX.issuperset(content(before) ^ content(after)):
            continue  # "pre build" tells what follows
        wrong = [step for step in (*steps[at + 2 :], *reversed(steps[:at])) if step not in {before, after}]
        yield Draft(
            QuizKind.ORDER, f"{subject}: what comes directly after “{before}”?", after, tuple(wrong), line.index, told,
            f"{before} then {after}", 0.85,
        )  # fmt: skip
        if at and len(steps) > FEWEST_STEPS and not _PREFIX & (content(steps[at - 1]) | content(before)):
            yield Draft(
                QuizKind.ORDER, f"{subject}: what comes directly before “{before}”?", steps[at - 1],
                tuple(step for step in (*reversed(steps[: at - 1]), *steps[at + 1 :])), line.index, told,
                f"{steps[at - 1]} then {before}", 0.82,
            )  # fmt: skip
    if len(steps) >= FEWEST_FOR_ENDS:
        for end, right, others in (("first", steps[0], steps[1:]), ("last", steps[-1], steps[-2::-1])):
            prompt = f"{subject}: what comes {end}?"
            yield Draft(QuizKind.ORDER, prompt, right, others, line.index, told, f"{end} {right}", 0.8)


def _subject(line: Line, notebook: Notebook) -> str:
    """What the steps are the steps of."""
    about = phrasing.context(line, notebook)
    if _ARROWS.search(line.text):
        named = (
            phrasing.bare(line.text.split(":")[0])
            if ":" in line.text and len(line.text.split(":")[0].split()) <= 4
            else ""
        )
    else:
        named = (
            phrasing.heading_name(line.text)
            if line.kind is Kind.HEADING
            else ASIDES.sub("", clean_name(line.block.term) or line.text).rstrip(" :")
        )
    return " › ".join(
        part for part in (about, named) if part and not (part is named and content(named) <= content(about))
    )


def _steps(line: Line, notebook: Notebook) -> tuple[str, ...]:
    """The steps of a list that says it is in order, or of a line with arrows."""
    if line.kind in {Kind.ITEM, Kind.PARAGRAPH} and len(_ARROWS.findall(line.text)) >= FEWEST_STEPS - 1:
        chain = [ASIDES.sub("", part).strip(" .:") for part in _ARROWS.split(line.text.split(":")[-1])]
        return tuple(chain) if len(set(chain)) == len(chain) and all(2 < len(step) <= 50 for step in chain) else ()
    below = [child for child in notebook.below(line) if child.kind is Kind.ITEM]
    numbered = list(takewhile(lambda child: _NUMBERED.match(notebook.source(child)), below))
    listed = numbered or below
    if not numbered and (len(listed) != len(line.children) or not _SAYS_ORDER.search(ASIDES.sub("", line.text))):
        return ()
    names = [member(child) for child in listed]
    usable = all(
        not _PRONOUN.match(n) and 2 <= len(n) <= LONGEST_CHOICE and not has_slip(n, notebook) and "?" not in n
        for n in names
    )
    return tuple(names) if usable and len(set(names)) == len(names) else ()
