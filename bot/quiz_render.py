"""How questions look in a terminal or a pipe: pure functions from what the quiz says to lines of text."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence

from bot import render
from bot.render import BLANK, Block, Line, Look
from bot.study.practice import LETTERS, Practice, Turn
from bot.study.wording import counted
from bot.text import one_line
from knowledge.model import Passage
from knowledge.quiz.coverage import RICH, Coverage, Section
from knowledge.quiz.grading import Verdict
from knowledge.quiz.model import Question


def as_json(found: Iterable[Question], *, typed: bool = False) -> Iterator[str]:
    """Yield each question as a one-line JSON object for other programs; `typed` leaves it its right choice alone."""
    for question in found:
        yield _json(
            id=question.id,
            kind=question.kind,
            prompt=question.prompt,
            choices=[question.right] if typed else question.choices,
            answer=0 if typed else question.answer,
            explanation=question.explanation,
            topic=question.topic,
            file=question.file,
            start_line=question.start_line,
            end_line=question.end_line,
        )


def coverage_json(found: Coverage) -> Iterator[str]:
    """Yield each section with its facts and questions as a one-line JSON object, the worst first."""
    for section in found.worst_first:
        yield _json(
            file=section.file,
            line=section.line,
            topic=section.topic,
            facts=section.facts,
            questions=section.questions,
        )


def _json(**values: object) -> str:
    return json.dumps(values, ensure_ascii=True)  # ASCII for the reason given in `render.as_json`


def questions(found: Sequence[Question], *, typed: bool = False) -> tuple[Block, ...]:
    """Return questions for reading, each with its answer, the line that explains it, and where that stands."""
    width = len(str(len(found))) + 2
    blocks: list[Block] = []
    for number, question in enumerate(found, 1):
        indent = " " * width
        blocks += [Line(one_line(question.prompt), Look.TITLE, f"{f'{number}.':<{width}}")]
        if typed:
            blocks.append(Line(one_line(question.right), Look.ANSWER, f"{indent}Answer: "))
        else:
            blocks += _choices(question, indent, marked=True)
        blocks += [*_explained(question, indent), BLANK]
    return (*blocks, Line(f"{counted(len(found), 'flash card' if typed else 'question')}."))


def asked(practice: Practice) -> tuple[Block, ...]:
    """Return the present question of a practice, as it is asked."""
    question = practice.now.question
    lead = f"{practice.number}. "
    if practice.now.card:
        return (Line(one_line(question.prompt), Look.TITLE, lead, "  (type the answer)"),)
    return (Line(one_line(question.prompt), Look.TITLE, lead), *_choices(question, " " * len(lead), marked=False))


def judged(turn: Turn, verdict: Verdict | None) -> tuple[Block, ...]:
    """Return what became of a question: right or wrong (None: it was skipped), the right answer, its line and place."""
    question = turn.question
    right = one_line(question.right) if turn.card else f"{LETTERS[question.answer]}) {one_line(question.right)}"
    lead = "Skipped. The answer: " if verdict is None else "Right: " if verdict.right else "Wrong. The answer: "
    look = Look.WARNING if verdict is not None and not verdict.right else Look.ANSWER
    return (Line(right, look, lead), *_explained(question, "  "))


def tally(practice: Practice) -> Line:
    """Return how a practice went."""
    done = practice.right + practice.wrong
    said = f"{counted(done, 'question')} answered, {practice.right:,} right" if done else "No question answered"
    return Line(f"{said}{f', {practice.skipped:,} skipped' if practice.skipped else ''}.", Look.TITLE)


def source(question: Question) -> Passage:
    """Return the place of the notes that a question is made from."""
    return Passage(question.file, question.start_line, question.end_line, question.topic, question.explanation)


def _choices(question: Question, indent: str, *, marked: bool) -> list[Block]:
    return [
        Line(one_line(choice), Look.ANSWER, f"{indent}{LETTERS[i]}) ", "  <- right")
        if marked and i == question.answer
        else Line(one_line(choice), lead=f"{indent}{LETTERS[i]}) ")
        for i, choice in enumerate(question.choices)
    ]


def _explained(question: Question, indent: str) -> tuple[Block, ...]:
    """The line that a question is made from, where that is more than the answer itself, and its place."""
    place = Line(render.place(source(question)), Look.PLACE, indent)
    if question.explanation == question.right:
        return (place,)
    return (Line(one_line(question.explanation), lead=indent), place)


def coverage(found: Coverage) -> tuple[Block, ...]:
    """Return the sections of the notes with their facts and questions, the worst first, and the totals at the end."""
    rows = [Line("facts  questions  section", Look.PLACE), *map(_section, found.worst_first)]
    sections, unasked = counted(len(found.sections), "section"), counted(len(found.unasked), "section")
    facts, asked_for = counted(found.facts, "fact"), counted(found.questions, "question")
    return (
        *rows,
        BLANK,
        Line(f"{sections}, {facts}, {asked_for}; {unasked} without a question.", Look.TITLE),
        Line(f"Of those with {RICH} facts or more, {found.share:.0%} have a question."),
    )


def _section(section: Section) -> Line:
    place = Passage(section.file, section.line, section.line, section.topic, "")
    return Line(render.place(place), lead=f"{section.facts:>5}  {section.questions:>9}  ")
