"""Places of the notes: where they stand, what they say, the lines around them, pages of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Protocol

from discord.ui import Container, LayoutView, Section, Separator, TextDisplay

from cogs.ui.layout import AnyButton, button, message, rows, small
from cogs.ui.limits import TEXTS
from cogs.ui.text import ELLIPSIS, clean, code_block, cut, one_line, size
from knowledge.base import Line
from knowledge.model import Passage

ON_PAGE = 3
"""Places of one page: what a phone shows without much scrolling."""
MARGIN = 4
"""Lines shown before and after those that are quoted."""
NOTHING = "(nothing that can be shown)"

_LONGEST_HEADING = 80
_LONGEST_PATH = 100
_LONGEST_FILE = 80
_LONGEST_EXCERPT = 420
_LONGEST_TITLE = 200
_LONGEST_LINE = 1_500
"""Characters of a line that is read for itself: some authors write whole paragraphs in one."""
_LONGEST_LINE_BESIDE = 160
_LINES_AT_ONCE = 1_500
"""Characters of lines beyond which those further away are left out."""
_LEAST_PART = 40
"""Characters below which a further line of a passage is left out."""
_DEEPEST = 3
_ALL_LINES = TEXTS - 1_000
"""Characters for all blocks of lines in one message: the rest is for where they stand."""


class InNotes(Protocol):
    """Whatever stands in some lines of a note."""

    @property
    def file(self) -> str:
        """The name of the note."""
        ...

    @property
    def start_line(self) -> int:
        """The first line, from 1."""
        ...

    @property
    def end_line(self) -> int:
        """The last line."""
        ...


def where(passage: Passage) -> str:
    """Return where a passage stands, for small print: `SQS › Visibility timeout · sqs.md:12`."""
    path = heading_path(passage.heading)
    return f"{path} · {file_and_lines(passage)}" if path else file_and_lines(passage)


def file_and_lines(at: InNotes) -> str:
    """Return the file and the lines of a place: `sqs.md:12` or `sqs.md:12-14`."""
    lines = str(at.start_line) if at.start_line == at.end_line else f"{at.start_line}-{at.end_line}"
    return f"{one_line(at.file, _LONGEST_FILE)}:{lines}"


def heading_path(headings: Sequence[str]) -> str:
    """Return the headings above a place, the nearest last; without room for all, the uppermost are left out."""
    kept: list[str] = []
    room = _LONGEST_PATH
    for heading in reversed(headings):
        text = one_line(heading, _LONGEST_HEADING)
        room -= size(text) + 3
        if kept and room < 0:
            return " › ".join(["…", *kept])
        kept.insert(0, text)
    return " › ".join(kept)


def words_of(passage: Passage, limit: int, *, large: bool = False) -> str:
    """Return what a passage says, with at most `limit` characters: its lines as a list, its code as code.

    With `large`, the last line is a headline.
    """
    parts: list[str] = []
    room = limit
    for piece in _pieces(passage, large=large):
        if parts and room < _LEAST_PART:
            return "\n".join(parts if parts[-1].endswith(ELLIPSIS) else [*parts, ELLIPSIS])
        part = code_block(piece.text, room) if piece.is_code else one_line(piece.text, room - len(piece.mark))
        if part:
            parts.append(piece.mark + part)
            room -= size(parts[-1]) + 1
    return "\n".join(parts) or NOTHING


@dataclass(frozen=True, slots=True)
class _Piece:
    """A line of a passage with the mark that is set before it, or lines of code that belong together."""

    text: str
    mark: str = ""
    is_code: bool = False


def _pieces(passage: Passage, *, large: bool) -> Iterator[_Piece]:
    lines = passage.text.split("\n")
    depths = passage.depths if len(passage.depths) == len(lines) else (0,) * len(lines)
    # What all the other lines hang under is no item of their list, and a line alone is no list.
    no_item = depths[0] if len(lines) == 1 or min(depths[1:]) > depths[0] else -1
    for is_code, numbers in groupby(range(len(lines)), key=passage.code.__contains__):
        if is_code:
            yield _Piece("\n".join(lines[number] for number in numbers), is_code=True)
            continue
        for number in numbers:
            indent = "  " * min(depths[number] - no_item - 1, _DEEPEST)
            item = "" if depths[number] == no_item else f"{indent}- "
            yield _Piece(lines[number], "### " if large and number == len(lines) - 1 else item)


def around(found: Sequence[tuple[Passage, Sequence[Line]]]) -> LayoutView:
    """Return the lines around some places with their numbers, those of the places marked."""
    share = _ALL_LINES // max(len(found), 1)
    blocks = [f"{small(where(passage))}\n{nearest_lines(lines, share)}" for passage, lines in found]
    hint = small("The lines marked > are the ones that are quoted.")
    return message(*(TextDisplay(block) for block in blocks), TextDisplay(hint))


def nearest_lines(lines: Sequence[Line], limit: int) -> str:
    """Return lines as a block of code; where they are too many, those furthest from the quoted ones are left out."""
    quoted = [line.number for line in lines if line.quoted] or [0]
    rows = numbered_lines(lines)
    for margin in range(MARGIN, -1, -1):
        near = range(quoted[0] - margin, quoted[-1] + margin + 1)
        text = "\n".join(row for row, line in zip(rows, lines, strict=True) if line.number in near)
        if size(text) < min(limit, _LINES_AT_ONCE):
            break
    return code_block(text, limit)


def numbered_lines(lines: Sequence[Line]) -> list[str]:
    """Return lines of a note with their numbers; where some are quoted, a `>` marks these. Long ones are cut."""
    width = max((len(str(line.number)) for line in lines), default=1)
    beside = any(not line.quoted for line in lines)
    return [_numbered_line(line, width, beside=beside) for line in lines]


def _numbered_line(line: Line, width: int, *, beside: bool) -> str:
    text = clean(line.text).replace("\n", " ").rstrip()
    mark = "" if not beside else "> " if line.quoted and text else "  "
    return f"{mark}{line.number:>{width}} {cut(text, _LONGEST_LINE if line.quoted else _LONGEST_LINE_BESIDE)}".rstrip()


@dataclass(frozen=True, slots=True)
class Pages:
    """How one gets about in a list of places: the ids of the buttons, by the number of a page or of a place."""

    turn: Callable[[int], str]
    place: Callable[[int], str]


def page(title: str, found: Sequence[Passage], number: int, pages: Pages) -> LayoutView:
    """Return a page of places, each with a button for the lines around it; a number too high is the last page.

    `title` may be of strangers; `found` holds one place at least.
    """
    last = (len(found) - 1) // ON_PAGE
    number = min(number, last)
    first = number * ON_PAGE
    shown_places = [
        Section[LayoutView](
            TextDisplay(f"{words_of(passage, _LONGEST_EXCERPT)}\n{small(where(passage))}"),
            accessory=button("Open", pages.place(index)),
        )
        for index, passage in enumerate(found[first : first + ON_PAGE], first)
    ]
    inside = [item for place in shown_places for item in (Separator[LayoutView](), place)]
    box = Container[LayoutView](TextDisplay(f"**{one_line(title, _LONGEST_TITLE)}**"), *inside)
    if not last:
        return message(box)
    box.add_item(TextDisplay(small(f"Page {number + 1} of {last + 1}")))
    return message(box, *rows(turning(number, last, pages.turn)))


def turning(number: int, last: int, turn: Callable[[int], str]) -> list[AnyButton]:
    """Return the buttons to the page before and to the page after, as far as there are such pages."""
    back = [button("Back", turn(number - 1))] if number else []
    return [*back, button("Next", turn(number + 1))] if number < last else back
