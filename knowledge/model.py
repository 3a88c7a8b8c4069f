"""The values that pass between the rooms of `knowledge`: all frozen, none with behaviour of its own."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

SHARED_SCOPE = "shared"
"""The scope of the notes that everybody may read; a guild's own notes carry that guild's id."""


class Kind(StrEnum):
    """What a block is in the outline of a note."""

    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    ROW = "row"
    CODE = "code"
    MARKUP = "markup"
    """Lines that carry no words: rules, table borders, front matter, link targets. Kept, never searched."""


@dataclass(frozen=True, slots=True)
class Block:
    """One heading or passage of a note, in source order.

    `start` and `end` are 1-based inclusive lines. `parent` is the index (in the note's list of blocks) of the
    heading, list item or introducing line that this block hangs under; `last` is the index of its last
    descendant, so that a block with all it owns is the slice `[index, last]`.
    """

    kind: Kind
    start: int
    end: int
    text: str
    parent: int | None
    last: int
    level: int = 0
    """Headings: 1-6 as written, 7 for a bold line, 8 for a quoted subhead, 9 for a question in a line of its own."""
    term: str = ""
    """What the block defines, where it has the form `**term**: text`, `term - text` or `term: text`."""
    lead: bool = False
    """True for a line that introduces what follows it (it ends in a colon, or is a caption of a list)."""
    ticked: bool | None = None
    """A task: whether its box is ticked; None for what is no task."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note as read: its blocks, and what the reader wants its author to know."""

    blocks: tuple[Block, ...]
    warnings: tuple[str, ...] = ()
    unplaced: tuple[int, ...] = ()
    """Lines that fit no shape of Markdown around them, and are kept as plain words."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A place in the notes, as shown to people and programs. `file` is relative to the notes folder."""

    file: str
    start_line: int
    end_line: int
    heading: tuple[str, ...]
    text: str
    score: float = 0.0
    depths: tuple[int, ...] = ()
    """For each line of `text`, below how many others of its lines it hangs; empty where that is not known."""
    code: frozenset[int] = frozenset()
    """Which lines of `text`, counted from 0, are code: there every blank counts."""


@dataclass(frozen=True, slots=True)
class Side:
    """One of the statements that disagree."""

    text: str
    file: str
    start_line: int
    end_line: int


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two or more places that state different values for the same thing."""

    topic: str
    sides: tuple[Side, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What the notes say to a question.

    `answer` is empty where `answered` is false; then `suggestions` names the nearest topics.
    `passages` are best first, at most ten; `confidence` is between 0 and 1.
    """

    question: str
    answered: bool
    answer: str
    confidence: float
    passages: tuple[Passage, ...] = ()
    quotes: tuple[Passage, ...] = ()
    """The passages that `answer` is made of, in its order: their texts, a line break between them."""
    disagreements: tuple[Disagreement, ...] = ()
    suggestions: tuple[str, ...] = field(default=())
