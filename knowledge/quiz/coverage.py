"""How much of the notes the questions ask for: heading by heading, how many facts and how many questions."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.model import Question
from knowledge.quiz.notebook import Line, Notebook
from knowledge.quiz.subjects import is_table_head
from knowledge.words import scan

FEWEST_WORDS = 4
"""Words of a line that says something."""
RICH = 3
"""Facts of a section from which on it should have a question."""


@dataclass(frozen=True, slots=True)
class Section:
    """What stands directly under a heading: `topic` is its path, empty for what stands above the first heading."""

    file: str
    line: int
    topic: tuple[str, ...]
    facts: int
    questions: int


@dataclass(frozen=True, slots=True)
class Coverage:
    """The sections that have facts or questions, in order of file and line."""

    sections: tuple[Section, ...]

    @property
    def facts(self) -> int:
        """The facts of all sections."""
        return sum(section.facts for section in self.sections)

    @property
    def questions(self) -> int:
        """The questions of all sections."""
        return sum(section.questions for section in self.sections)

    @property
    def unasked(self) -> tuple[Section, ...]:
        """The sections that no question is about."""
        return tuple(section for section in self.sections if not section.questions)

    @property
    def rich(self) -> tuple[Section, ...]:
        """The sections with three and more facts."""
        return tuple(section for section in self.sections if section.facts >= RICH)

    @property
    def share(self) -> float:
        """The share of the rich sections that have a question; 1 where there are none."""
        return sum(section.questions > 0 for section in self.rich) / len(self.rich) if self.rich else 1.0

    @property
    def worst_first(self) -> tuple[Section, ...]:
        """The sections by the share of their facts that is asked for, those with most facts first among equals."""
        return tuple(sorted(self.sections, key=lambda s: (s.questions / max(s.facts, 1), -s.facts)))


def coverage(notebook: Notebook, questions: Sequence[Question]) -> Coverage:
    """Return what these questions cover of the notes that they were made from."""
    section_at = {(line.path, line.block.start): _section(line) for line in notebook.lines}
    facts = Counter(_section(line) for line in notebook.lines if is_fact(line, notebook))
    asked = Counter(section_at[question.file, question.start_line] for question in questions)
    return Coverage(tuple(_described(key, notebook, facts, asked) for key in sorted({*facts, *asked})))


_Key = tuple[str, int]
"""A section: its file, and the index of its heading; -1 for what stands above the first one."""


def _section(line: Line) -> _Key:
    return line.path, -1 if line.section is None else line.section


def _described(key: _Key, notebook: Notebook, facts: Counter[_Key], asked: Counter[_Key]) -> Section:
    file, index = key
    if index < 0:
        return Section(file, 1, (), facts[key], asked[key])
    heading = notebook[index]
    return Section(file, heading.block.start, (*heading.headings, heading.text), facts[key], asked[key])


def is_fact(line: Line, notebook: Notebook) -> bool:
    """True for a line that says something: no code, nothing that only leads to what follows, no aside."""
    says = line.kind in {Kind.PARAGRAPH, Kind.ITEM, Kind.ROW} and len(scan(line.text)) >= FEWEST_WORDS
    leads = (line.block.lead and bool(line.children)) or is_table_head(line)
    aside = phrasing.is_aside(line) or phrasing.is_to_do(line, notebook)
    return says and not leads and line.block.ticked is not False and not aside
