"""The notes as the makers of questions see them: lines with what stands above, beside and below them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge.lexicon import Lexicon
from knowledge.model import Block, Kind, Note
from knowledge.question import STOP_WORDS
from knowledge.reader import read_note, split_lines
from knowledge.words import scan, spellings, stem, terms_of

STOP_TERMS = frozenset(stem(word) for word in STOP_WORDS)


@lru_cache(maxsize=131_072)
def content(text: str) -> frozenset[str]:
    """Return the terms of a text that carry meaning: no stop words, no single letters."""
    return frozenset(t for t in terms_of(text) if t not in STOP_TERMS and (len(t) > 1 or t.isdigit()))


@dataclass(frozen=True, slots=True)
class Line:
    """A block of a note in its place.

    `headings` are the headings above, the nearest last; `parent` is the index of what it hangs under; `children` are
    the indexes of what hangs under it, without lines that carry no words.
    """

    index: int
    path: str
    block: Block
    headings: tuple[str, ...]
    section: int | None
    """The nearest heading's index; None for what stands above the first heading."""
    parent: int | None
    children: tuple[int, ...]

    @property
    def text(self) -> str:
        """The line without marks of Markdown."""
        return self.block.text

    @property
    def term(self) -> str:
        """What the line defines or gives a value for: of a row with two cells, the first."""
        if self.block.kind is Kind.ROW:
            cells = self.text.split(" | ")
            return cells[0] if len(cells) == 2 else ""
        return self.block.term

    @property
    def kind(self) -> Kind:
        """What it is in the outline of its note."""
        return self.block.kind


class Notebook:
    """All lines of some notes, in order of file and line."""

    def __init__(self, notes: Iterable[tuple[str, str]], lexicon: Lexicon) -> None:
        """`notes` are the texts of the notes, each with its path; `lexicon` says which words mean the same."""
        texts = tuple(notes)
        self.lexicon = lexicon
        self.lines = tuple(_lines((path, read_note(text)) for path, text in texts))
        self._source = {path: split_lines(text) for path, text in texts}

    def __getitem__(self, index: int) -> Line:
        return self.lines[index]

    def source(self, line: Line) -> str:
        """Return the first of the lines of its file that a line stands on, with its marks."""
        return self._source[line.path][line.block.start - 1]

    @cached_property
    def terms(self) -> tuple[frozenset[str], ...]:
        """The content terms of each line's own words."""
        return tuple(content(line.text) if line.kind is not Kind.MARKUP else frozenset() for line in self.lines)

    @cached_property
    def lines_with(self) -> dict[str, frozenset[int]]:
        """For each term, the lines in which it stands."""
        found: dict[str, set[int]] = defaultdict(set)
        for index, terms in enumerate(self.terms):
            for term in terms:
                found[term].add(index)
        return {term: frozenset(lines) for term, lines in found.items()}

    @cached_property
    def word_counts(self) -> dict[str, int]:
        """How often each lower-case word occurs."""
        counts: dict[str, int] = defaultdict(int)
        for line in self.lines:
            if line.kind is not Kind.MARKUP:
                for word in scan(line.text):
                    for spelling in spellings(word.surface):
                        counts[spelling] += 1
        return dict(counts)

    @cached_property
    def _capitals(self) -> dict[str, tuple[int, int]]:
        """For each word, how often it stands inside a line with a capital, and how often without."""
        found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
        for line in self.lines:
            if line.kind in {Kind.PARAGRAPH, Kind.ITEM}:
                for word in scan(line.text)[1:]:
                    found[word.surface.lower()][word.surface[:1].islower()] += 1
        return {word: (upper, lower) for word, (upper, lower) in found.items()}

    def is_name(self, word: str) -> bool:
        """Return whether the notes write a word as a name: with a capital wherever it stands."""
        upper, lower = self._capitals.get(word.lower(), (0, 0))
        return upper > 2 * lower

    def above(self, line: Line) -> Iterable[Line]:
        """Return what a line hangs under, the nearest first."""
        while line.parent is not None:
            line = self.lines[line.parent]
            yield line

    def beside(self, line: Line) -> tuple[Line, ...]:
        """Return the lines that hang under the same line or heading, this one among them."""
        if line.parent is None:
            return (line,)
        return tuple(self.lines[i] for i in self.lines[line.parent].children)

    def below(self, line: Line) -> tuple[Line, ...]:
        """Return the lines that hang directly under this one."""
        return tuple(self.lines[i] for i in line.children)


def _lines(notes: Iterable[tuple[str, Note]]) -> Iterator[Line]:
    first = 0
    for path, note in notes:
        headings: list[tuple[str, ...]] = []
        sections: list[int | None] = []
        children: dict[int, list[int]] = defaultdict(list)
        for i, block in enumerate(note.blocks):
            if block.parent is not None and block.kind is not Kind.MARKUP:
                children[block.parent].append(first + i)
        for i, block in enumerate(note.blocks):
            above = None if block.parent is None else note.blocks[block.parent]
            if block.parent is None or above is None:
                headings.append(())
                sections.append(None)
            elif above.kind is Kind.HEADING:
                headings.append((*headings[block.parent], above.text))
                sections.append(first + block.parent)
            else:
                headings.append(headings[block.parent])
                sections.append(sections[block.parent])
            parent = None if block.parent is None else first + block.parent
            yield Line(
                first + i, path, block, headings[i], sections[i], parent, tuple(children[i])
            )  # fmt: skip
        first += len(note.blocks)
