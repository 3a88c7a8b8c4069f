"""Where lines are shown: as plain text in a pipe, or drawn to the width and with the colours of a terminal."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Mapping
from itertools import zip_longest
from typing import IO, TYPE_CHECKING, Literal, Protocol

from bot.render import Block, Columns, Line, Look, plain

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

WIDEST = 100
"""Columns. Longer rows are tiring to read, however wide the terminal is."""
NARROWEST_COLUMN = 30
"""Columns that each of several cells needs to stand beside the others."""
GUTTER = 3

_STYLES: Mapping[Look, str] = {
    Look.PLAIN: "",
    Look.ANSWER: "bold",
    Look.PLACE: "dim",
    Look.TITLE: "bold cyan",
    Look.WARNING: "yellow",
    Look.HINT: "dim italic",
}
_LEAD_STYLE = "cyan"


class Screen(Protocol):
    """Shows lines to whoever is there."""

    def show(self, blocks: Iterable[Block]) -> None:
        """Show these lines at once, whatever happens next."""


class PlainScreen:
    """Writes text without colours, a line for each line, however wide."""

    def __init__(self, stream: IO[str]) -> None:
        self._stream = stream

    def show(self, blocks: Iterable[Block]) -> None:
        """Write the lines and flush them: whoever reads the pipe waits for them. Hints are for people at a prompt."""
        kept = [block for block in blocks if isinstance(block, Columns) or block.look is not Look.HINT]
        self._stream.write(plain(kept) + "\n")
        self._stream.flush()


class TerminalScreen:
    """Draws to the width of a terminal, in colours unless they are not wanted."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def show(self, blocks: Iterable[Block]) -> None:
        """Draw the lines; long ones go on under their own beginning."""
        width = min(self._console.width, WIDEST)
        for block in blocks:
            rows = self._wrapped(block, width) if isinstance(block, Line) else self._side_by_side(block, width)
            for row in rows:
                row.rstrip()
                self._console.print(row, soft_wrap=True)

    def _wrapped(self, line: Line, width: int) -> list[Text]:
        """Return a line as rows of at most `width` columns, each indented by as much as the line's lead takes."""
        from rich.cells import cell_len
        from rich.text import Text

        text = Text(line.text, _STYLES[line.look])
        text.append(line.tail, _STYLES[Look.PLACE])
        indent = cell_len(line.lead)
        rows = text.wrap(self._console, max(width - indent, 1), overflow="fold") or [Text("")]
        leads = [line.lead, *[" " * indent] * (len(rows) - 1)]
        return [Text.assemble((lead, _LEAD_STYLE), row) for lead, row in zip(leads, rows, strict=True)]

    def _side_by_side(self, columns: Columns, width: int) -> list[Text]:
        """Return cells as rows in columns of equal width; one below the other where they would be too narrow."""
        from rich.text import Text

        each = (width - GUTTER * (len(columns.cells) - 1)) // max(len(columns.cells), 1)
        if each < NARROWEST_COLUMN:
            return [row for cell in columns.cells for line in cell for row in self._wrapped(line, width)]
        cells = [[row for line in cell for row in self._wrapped(line, each)] for cell in columns.cells]
        rows: list[Text] = []
        for beside in zip_longest(*cells, fillvalue=Text()):
            row = Text()
            for column, part in enumerate(beside):
                row.pad_right(column * (each + GUTTER) - row.cell_len)
                row.append_text(part)
            rows.append(row)
        return rows


def screen_for(stream: IO[str], environ: Mapping[str, str] = os.environ) -> Screen:
    """Return the screen that suits a stream: a terminal's own, or plain text."""
    if not stream.isatty():
        return PlainScreen(stream)
    from rich.console import Console  # a pipe need not wait for what only a terminal needs

    plainly = bool(environ.get("NO_COLOR")) or environ.get("TERM") == "dumb"
    colours: Literal["auto"] | None = None if plainly else "auto"
    return TerminalScreen(Console(file=stream, color_system=colours, highlight=False, markup=False, emoji=False))


def is_interactive() -> bool:
    """Return whether a person types and reads: standard input and output are both a terminal."""
    # A stream is None where the program was started without it.
    return all(stream is not None and stream.isatty() for stream in (sys.stdin, sys.stdout))
