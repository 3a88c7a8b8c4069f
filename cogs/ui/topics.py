"""The headings of the notes as a tree to walk through: one message, turned from place to place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from discord import SelectOption
from discord.ui import ActionRow, Container, Item, LayoutView, Select, TextDisplay

from bot.study.outline import ROOT, Outline, Place
from bot.study.wording import counted
from cogs.ui import ids
from cogs.ui.layout import AnyButton, button, message, rows, small
from cogs.ui.limits import OPTION, OPTIONS
from cogs.ui.places import heading_path, numbered_lines, turning
from cogs.ui.text import code_block, label, one_line, size
from knowledge.base import Line

NO_TOPICS = "The notes have no headings. /search looks into their text."
GONE = "The notes no longer have this topic, or it has another name now. /topics shows what there is."

_LINES_OF_PAGE = 1_800
"""Characters of a note on one page: what one reads on a phone in one go."""
_ALL_LINES = 3_000
_LONGEST_TITLE = 400
_LONGEST_FILE = 80
_UNTITLED = "(no name)"


def start(outline: Outline) -> Place:
    """Return where to begin: above all files, or in the only one."""
    root = outline[ROOT]
    return outline[root.below[0]] if len(root.below) == 1 else root


def topic_page(outline: Outline, place: Place, number: int, texts: Sequence[str] = ()) -> LayoutView:
    """Return a page of a place: its own lines, and the topics below it to choose from.

    `texts` are the `portions` of the lines that belong to the place alone. A number too high is the last page.
    """
    last_choice = max(len(place.below) - 1, 0) // OPTIONS
    last = max(last_choice, len(texts) - 1)
    number = min(number, last)
    box = Container[LayoutView](TextDisplay(_title(place)))
    if number < len(texts):
        box.add_item(TextDisplay(code_block(texts[number], _ALL_LINES)))
    if last:
        box.add_item(TextDisplay(small(f"Page {number + 1} of {last + 1}")))
    items: list[Item[Any]] = [box]
    if place.below:
        first = min(number, last_choice) * OPTIONS
        items.append(ActionRow(_choice([outline[key] for key in place.below[first : first + OPTIONS]])))
    up = [_up(outline, place)] if place.key not in {ROOT, start(outline).key} else []
    return message(*items, *rows([*up, *turning(number, last, lambda to: ids.of_topic(place.key, to))]))


def portions(lines: Sequence[Line]) -> list[str]:
    """Return lines of a note with their numbers, in portions that one reads in one go."""
    texts: list[str] = []
    for row in numbered_lines(lines):
        if texts and size(texts[-1]) + size(row) < _LINES_OF_PAGE:
            texts[-1] += f"\n{row}"
        else:
            texts.append(row)
    return texts


def _title(place: Place) -> str:
    if place.key == ROOT:
        return "### Topics\nWhat the notes are about, file by file."
    title = f"### {one_line(place.title, _LONGEST_TITLE) or _UNTITLED}"
    above = [one_line(place.file, _LONGEST_FILE)]
    if len(place.path) > 1:
        above.append(heading_path(place.path[:-1]))
    return f"{title}\n{small(' › '.join(above))}" if place.path else title


def _choice(below: Sequence[Place]) -> Select[LayoutView]:
    options = [
        SelectOption(label=label(place.title, OPTION) or _UNTITLED, value=place.key, description=_extent(place))
        for place in below
    ]
    return Select(custom_id=ids.CHOOSE, options=options, placeholder="Choose a topic")


def _extent(place: Place) -> str:
    """How much stands at a place."""
    number, what = (len(place.below), "topic") if place.below else (place.passages, "passage")
    return counted(number, what) if number else "nothing below it"


def _up(outline: Outline, place: Place) -> AnyButton:
    """The button to the page of the place above on which this one is offered."""
    return button("Up", ids.of_topic(place.above, outline[place.above].below.index(place.key) // OPTIONS))
