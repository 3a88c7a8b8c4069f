"""What notes state, sentence by sentence, each with what it is said of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import NamedTuple

from knowledge.check.meaning import Meaning, meaning
from knowledge.check.model import Page
from knowledge.claims import lists_several
from knowledge.model import Block, Kind
from knowledge.spans import SENTENCE

BRAND = 3
"""Titles of notes that begin with one word ("Amazon SQS", "Amazon S3", ...): so many, and it tells no things apart."""
LONGEST = 1000
"""Characters of a sentence: what is longer is none, and not compared."""

_PASSAGES = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a note with what it is said of."""

    page: Page
    index: int
    text: str
    meaning: Meaning
    near: frozenset[str]
    """The terms of the nearest heading, label or line above it that names something."""
    above: frozenset[str]
    """The terms of all that stands above it, as far as they name something."""
    listed: frozenset[str]
    """The terms of headings above it that list several things, in place of `above`: it may be about any of them."""
    first: bool
    """False where other sentences of its block stand before it."""

    @property
    def block(self) -> Block:
        """The block that it is of."""
        return self.page.note.blocks[self.index]

    @property
    def place(self) -> str:
        """Its place in the notes: `sqs.md:12`."""
        return f"{self.page.path}:{self.block.start}"


def statements(pages: Sequence[Page]) -> Iterator[Statement]:
    """Yield every sentence of the notes in order; no headings, code, quiz choices, questions or heads of tables."""
    brands = _brands(pages)
    for page in pages:
        contexts: list[_Context] = []
        title = meaning(PurePosixPath(page.path).stem).label
        for index, block in enumerate(page.note.blocks):
            context = _Context() if block.parent is None else contexts[block.parent]
            if _states(block):
                known = context if context.near else _Context(title, title)
                for number, sentence in enumerate(SENTENCE.split(block.text)):
                    if len(sentence) <= LONGEST:
                        yield Statement(page, index, sentence, meaning(sentence), *known, first=not number)
            contexts.append(_below(block, context, brands) if block.last > index else context)


class _Context(NamedTuple):
    """What stands above some lines: see `Statement`."""

    near: frozenset[str] = _NOTHING
    above: frozenset[str] = _NOTHING
    listed: frozenset[str] = _NOTHING


def _states(block: Block) -> bool:
    head = block.kind is Kind.ROW and block.lead
    return block.kind in _PASSAGES and block.ticked is None and not head and not block.text.endswith(("?", ":"))


def _below(block: Block, context: _Context, brands: frozenset[str]) -> _Context:
    """What stands above the lines that a block owns."""
    said = meaning(block.text[:LONGEST])
    titled = block.kind is Kind.HEADING or block.kind is Kind.ROW
    names = (said.label - brands or said.label) if titled else said.terms
    near = names or context.near
    if block.kind is Kind.HEADING and lists_several(block.text):
        return _Context(near, context.above, context.listed | names)
    return _Context(near, context.above | names, context.listed)


def _brands(pages: Iterable[Page]) -> frozenset[str]:
    """The words with which the titles of several notes begin: they say whose things these are, and not which."""
    titles: dict[str, set[frozenset[str]]] = defaultdict(set)
    for page in pages:
        title = next((block.text for block in page.note.blocks if block.kind is Kind.HEADING), "")
        names, first = meaning(title).label, meaning(title.partition(" ")[0]).label
        if len(first) == 1 < len(names):
            titles[min(first)].add(names)
    return frozenset(word for word, found in titles.items() if len(found) >= BRAND)
