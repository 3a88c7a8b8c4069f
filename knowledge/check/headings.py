"""Headings without content."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.check.model import Finding, Page, Rule, quoted
from knowledge.model import Kind
from knowledge.reader import QUESTION_LEVEL

_MARKED = frozenset({1, 2, 3, 4, 5, 6, QUESTION_LEVEL})
"""The levels of headings that are plainly meant as such: a bold line or a quote may be a statement of its own."""
_PICTURE = re.compile(r"!\[|<img\b", re.IGNORECASE)


def empty_headings(page: Page) -> Iterator[Finding]:
    """Find headings and questions with nothing below them, not even a deeper heading that has something."""
    filled = _filled(page)
    for index, block in enumerate(page.note.blocks):
        if block.kind is not Kind.HEADING or index in filled:
            continue
        if block.level == QUESTION_LEVEL:
            told = "has no answer below it: write the answer, or remove the question."
        else:
            told = "has nothing below it: write what belongs there, remove it, or make the next heading a deeper one."
        yield Finding(Rule.EMPTY_HEADING, page.path, block.start, f"{quoted(block.text)} {told}")


def _filled(page: Page) -> set[int]:
    """The indexes of what has content: words or a picture, at whatever depth."""
    blocks = page.note.blocks
    filled: set[int] = set()
    heading = None
    for index, block in enumerate(blocks):
        if block.kind is Kind.HEADING:
            heading = index
        if block.kind is Kind.MARKUP:  # a picture has no words, and so no place of its own below a heading
            if heading is not None and _PICTURE.search(page.source(block)):
                filled.add(heading)
        elif block.kind is not Kind.HEADING or block.level not in _MARKED:
            filled.add(index)
    for index in range(len(blocks) - 1, -1, -1):
        parent = blocks[index].parent
        if index in filled and parent is not None:
            filled.add(parent)
    return filled
