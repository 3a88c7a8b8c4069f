"""The values of the check: a finding, and a note as the rules see it. All frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from knowledge.files import NoteFile
from knowledge.model import Block, Note
from knowledge.reader import read_note, split_lines


class Rule(StrEnum):
    """What is wrong with a place in the notes."""

    EMPTY_HEADING = "empty-heading"
    NO_SUBJECT = "no-subject"
    DUPLICATE = "duplicate"
    DISAGREEMENT = "disagreement"
    DEAD_LINK = "dead-link"
    UNREADABLE = "unreadable"
    QUIZ = "quiz"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to mend. `line` is 1-based, `message` a sentence that says what is wrong and what to do."""

    rule: Rule
    file: str
    line: int
    message: str


@dataclass(frozen=True, slots=True)
class Page:
    """A note that was read: its blocks in source order, and its lines as they are in the file."""

    file: NoteFile
    note: Note
    lines: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path of the note, relative to the folder of the notes."""
        return self.file.path

    def above(self, block: Block) -> Iterator[Block]:
        """Yield what a block hangs under, the nearest first."""
        while block.parent is not None:
            block = self.note.blocks[block.parent]
            yield block

    def source(self, block: Block) -> str:
        """Return the lines of a block as they are in the file, with their marks."""
        return "\n".join(self.lines[block.start - 1 : block.end])


def page(file: NoteFile) -> Page:
    """Return a note as the rules see it."""
    return Page(file, read_note(file.text), tuple(split_lines(file.text)))


def quoted(text: str) -> str:
    """Return some words of the notes between quotation marks, short enough for a message."""
    words = " ".join(text.split())
    return f'"{words}"' if len(words) <= LONGEST_QUOTE else f'"{words[: LONGEST_QUOTE - 1].rstrip()}…"'


LONGEST_QUOTE = 60
"""Characters of the notes in a message: enough to know the line again."""
