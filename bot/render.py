"""How values look in a terminal or a pipe: pure functions from what the knowledge base says to lines of text.

A line says what it is, not which colour it has: `plain` makes text of lines, `bot/screen.py` draws them. What comes
from a note or from whoever asks is cleaned here, so that it can neither drive the terminal nor pose as the program.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum, auto

from bot.study.wording import counted
from bot.text import LONGEST, clean, cut, one_line
from knowledge.base import Line as NoteLine
from knowledge.base import Topic
from knowledge.evaluation import Figures, Pair
from knowledge.index import Summary
from knowledge.model import Answer, Disagreement, Passage, Side

LONGEST_HEADING = 60
"""Characters of one heading in a place; some notes have whole exam questions as headings."""
LONGEST_EXCERPT = 200
"""Characters of a line of another place: enough to see whether it is worth opening."""
EXCERPT_LINES = 3
MOST_TOPICS = 80
"""Headings in the overview of topics: what would be more is left out from the deepest level up."""
MOST_TOPICS_AT_ALL = 200
"""Headings shown where even the uppermost level has more than that."""
LONGEST_TOPIC = 120
"""Characters of a heading in the tree."""
NOT_IN_NOTES = "That is not in the notes."


class Look(Enum):
    """What a line is."""

    PLAIN = auto()
    ANSWER = auto()
    PLACE = auto()
    TITLE = auto()
    WARNING = auto()
    HINT = auto()


@dataclass(frozen=True, slots=True)
class Line:
    """A line to show. `lead` stands before it; where the line is wrapped, blanks stand in its place."""

    text: str
    look: Look = Look.PLAIN
    lead: str = ""
    tail: str = ""
    """Goes on after the text, less loud."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Cells that belong side by side; one below the other where there is no room."""

    cells: tuple[tuple[Line, ...], ...]


Block = Line | Columns
BLANK = Line("")


def plain(blocks: Iterable[Block]) -> str:
    """Return the lines as text, each on one line, however wide."""
    rows: list[str] = []
    for block in blocks:
        lines = (block,) if isinstance(block, Line) else [line for cell in block.cells for line in cell]
        rows += [(line.lead + line.text + line.tail).rstrip() for line in lines]
    return "\n".join(rows)


def as_json(question: str, answer: Answer) -> str:
    """Return an answer as the one-line JSON object that other programs read; `question` as it was asked."""
    value = {
        "question": question,
        "answered": answer.answered,
        "answer": answer.answer,
        "confidence": answer.confidence,
        "passages": [
            {
                "file": passage.file,
                "start_line": passage.start_line,
                "end_line": passage.end_line,
                "heading": list(passage.heading),
                "text": passage.text,
                "score": passage.score,
            }
            for passage in answer.passages
        ],
        "disagreements": [
            {
                "topic": found.topic,
                "sides": [
                    {"text": s.text, "file": s.file, "start_line": s.start_line, "end_line": s.end_line}
                    for s in found.sides
                ],
            }
            for found in answer.disagreements
        ],
        "suggestions": list(answer.suggestions),
    }
    # ASCII: notes have line separators and broken characters that would end the line, or the program that reads it.
    return json.dumps(value, ensure_ascii=True)


def place(passage: Passage) -> str:
    """Return where a passage stands: `SQS › Settings · sqs.md:12`."""
    headings = " › ".join(one_line(heading, LONGEST_HEADING) for heading in passage.heading)
    where = _where(passage)
    return f"{headings} · {where}" if headings else where


def _where(at: Passage | Side) -> str:
    lines = str(at.start_line) if at.start_line == at.end_line else f"{at.start_line}-{at.end_line}"
    return f"{one_line(at.file)}:{lines}"


def answer(found: Answer) -> tuple[Block, ...]:
    """Return an answer for reading: its words, then where they stand; or that the notes have none."""
    if not found.answered:
        nearest = "; ".join(one_line(topic) for topic in found.suggestions)
        return (Line(NOT_IN_NOTES), *([Line(nearest, Look.PLACE, "  Nearest: ")] if nearest else []))
    blocks: list[Block] = []
    for passage in found.quotes:
        blocks += [*answer_lines(passage.text), Line(place(passage), Look.PLACE, "  ")]
    return (*blocks, *disagreements(found.disagreements))


def answer_lines(text: str) -> list[Block]:
    """Return the words of an answer as lines, as the notes divide them."""
    return [Line(line, Look.ANSWER) for line in clean(text).split("\n") if line.strip()]


def disagreements(found: Sequence[Disagreement]) -> tuple[Block, ...]:
    """Return what the notes disagree about, the sides beside each other, each with its source."""
    blocks: list[Block] = []
    for disagreement in found:
        blocks.append(Line(f"Your notes disagree about {one_line(disagreement.topic)}:", Look.WARNING))
        blocks.append(
            Columns(
                tuple(
                    (Line(one_line(side.text), Look.ANSWER, "  "), Line(_where(side), Look.PLACE, "  "))
                    for side in disagreement.sides
                )
            )
        )
    return tuple(blocks)


def excerpt(number: int, passage: Passage) -> tuple[Block, ...]:
    """Return a numbered place: the first lines of what it says, then where it stands."""
    lines = [line for line in clean(passage.text).split("\n") if line.strip()]
    shown = [one_line(line, LONGEST_EXCERPT) for line in lines[:EXCERPT_LINES]] or ["(empty)"]
    if len(lines) > EXCERPT_LINES:
        shown[-1] = f"{shown[-1].rstrip('…')} …"
    leads = [f"{number:>2}  ", *["    "] * (len(shown) - 1)]
    return (
        *(Line(text, lead=lead) for lead, text in zip(leads, shown, strict=True)),
        Line(place(passage), Look.PLACE, "    "),
    )


def opened(passage: Passage, lines: Sequence[NoteLine]) -> tuple[Block, ...]:
    """Return lines of a note with their numbers; a bar marks those that belong to the place itself."""
    width = len(str(lines[-1].number)) if lines else 1
    return (Line(place(passage), Look.PLACE), *(_opened_line(line, passage, width) for line in lines))


def _opened_line(line: NoteLine, passage: Passage, width: int) -> Line:
    marked = passage.start_line <= line.number <= passage.end_line
    look, mark = (Look.ANSWER, "▌") if marked else (Look.PLAIN, " ")
    return Line(_as_written(line.text), look, f"{mark} {line.number:>{width}}  ")


def _as_written(text: str) -> str:
    """A line of a note with its indentation, which `one_line` would take away."""
    return cut(clean(text).replace("\n", " ").rstrip(), LONGEST)


def topics(found: Sequence[Topic]) -> tuple[Block, ...]:
    """Return the headings of the notes as a tree under their files, as deep as one can take in."""
    tops = Counter(topic.file for topic in found if len(topic.path) == 1)
    # The one heading above all others is the title of its file: only what stands below it says what the file has.
    levels = [len(topic.path) - (tops[topic.file] == 1) for topic in found]
    deepest = max(levels, default=1)
    while deepest > 1 and sum(level <= deepest for level in levels) > MOST_TOPICS:
        deepest -= 1
    shown = [topic for topic, level in zip(found, levels, strict=True) if level <= deepest]
    hidden = Counter(
        (topic.file, topic.path[: deepest + (tops[topic.file] == 1)])
        for topic, level in zip(found, levels, strict=True)
        if level > deepest
    )
    blocks: list[Block] = []
    file = None
    for topic in shown[:MOST_TOPICS_AT_ALL]:
        if topic.file != file:
            blocks.append(Line(one_line(topic.file), Look.TITLE))
            file = topic.file
        below = hidden[topic.file, topic.path]
        blocks.append(_topic(topic, "  " * len(topic.path), f"  +{below}" if below else ""))
    if len(shown) > MOST_TOPICS_AT_ALL:
        blocks.append(Line(f"... and {len(shown) - MOST_TOPICS_AT_ALL:,} more", Look.PLACE))
    return tuple(blocks)


def found_topics(found: Sequence[Topic]) -> tuple[Block, ...]:
    """Return some headings as a numbered tree: each under its file and the headings above it."""
    blocks: list[Block] = []
    file = None
    above: tuple[str, ...] = ()
    for number, topic in enumerate(found, 1):
        if topic.file != file:
            blocks.append(Line(one_line(topic.file), Look.TITLE))
            file, above = topic.file, ()
        for depth, heading in enumerate(topic.path[:-1], 1):
            if above[:depth] != topic.path[:depth]:
                blocks.append(Line(one_line(heading, LONGEST_HEADING), Look.PLACE, "    " + "  " * (depth - 1)))
        blocks.append(_topic(topic, f"{number:>2}  " + "  " * (len(topic.path) - 1)))
        above = topic.path
    return tuple(blocks)


def _topic(topic: Topic, lead: str, tail: str = "") -> Line:
    return Line(one_line(topic.path[-1], LONGEST_TOPIC), lead=lead, tail=tail)


def summary(done: Summary) -> tuple[Block, ...]:
    """Return what was read, what was skipped and why, and what the authors of the notes should know."""
    unchanged = max(done.files - done.changed, 0)
    blocks: list[Block] = [
        Line(f"{counted(done.files, 'file')}, {counted(done.passages, 'passage')}.", Look.TITLE),
        Line(f"{done.changed:,} read anew, {unchanged:,} unchanged, {done.removed:,} removed."),
    ]
    if done.rebuilt:
        blocks.append(Line(f"The knowledge base was built anew, because {done.rebuilt}."))
    skipped = [Line(f"{one_line(s.path)}: {one_line(s.reason)}.", Look.WARNING, "Skipped ") for s in done.skipped]
    warnings = [Line(f"{one_line(warning)}.", Look.WARNING, "Look at ") for warning in done.warnings]
    return (*blocks, *skipped, *warnings)


def figures(groups: Mapping[str, Figures]) -> tuple[Block, ...]:
    """Return the figures of some groups of questions, a line for each, one below the other."""
    width = max(len(name) for name in groups) + 2
    return tuple(
        Line("  ".join(f"{name} {_figure(value)}" for name, value in found.named()), lead=f"{one_line(group):<{width}}")
        for group, found in groups.items()
    )


def _figure(value: float) -> str:
    return f"{value:>4}" if isinstance(value, int) else f"{value:>5.1f}"


def misses(pairs: Sequence[Pair]) -> tuple[Block, ...]:
    """Return questions that did not get what they deserve: asked, wanted, said."""
    blocks: list[Block] = []
    for case, said in pairs:
        wanted = " or ".join(" + ".join(alternative) for alternative in case.gold) or "(nothing)"
        blocks += [
            BLANK,
            Line(one_line(case.question), Look.TITLE, f"{case.id} [{case.style}/{case.type}] "),
            Line(one_line(wanted), lead="  wanted  "),
            Line(one_line(said.answer, 300) if said.answered else "(declined)", lead="  said    "),
        ]
    return tuple(blocks)
