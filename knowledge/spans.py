"""From a place to the words of the answer: the span that answers, and no more."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat

from knowledge.forms import Form
from knowledge.index import Index, Record
from knowledge.model import Kind
from knowledge.quantities import quantities
from knowledge.ranking import Place, Ranker, match, terms
from knowledge.words import terms_of

LONGEST = 600
"""Characters of an answer."""
COMFORTABLE = 420
"""Characters up to which a paragraph is quoted whole; of a longer one, the sentences that answer."""
_CRISP = frozenset({Form.VALUE, Form.DEFINITION})
"""Forms whose answer is one line, as a rule."""
FAR = 3
"""Lines between an introducing line and what it introduces, beyond which the place shown is the latter."""
VALUE_ROOM = 260
"""Characters: a value is answered by the line that states it and little more."""
COMPANY = 450
"""Characters up to which a short line is shown with the lines beside it."""
NEIGHBOURS = 10
"""Blocks to either side in which company is looked for."""
REACH = 2
"""How many lines of other kinds may stand between the lines that are shown together."""
LONGEST_PARENT = 220
"""Characters. A longer introducing line is left to the heading path."""

SENTENCE = re.compile(r"(?<=[.!?])['\")\]]*\s+(?=[\"'(A-Z0-9*`$])")


@dataclass(frozen=True, slots=True)
class Span:
    """The words of the answer and the blocks they were taken from, in source order."""

    lines: tuple[str, ...]
    blocks: tuple[Record, ...]

    @property
    def text(self) -> str:
        """The answer as text, a line for each block."""
        return "\n".join(self.lines)

    @property
    def depths(self) -> tuple[int, ...]:
        """For each line of the text, below how many other blocks of the span it hangs."""
        found: dict[int | None, int] = {}
        for block in self.blocks:
            found[block.id] = found.get(block.parent, -1) + 1
        return tuple(found[block.id] for block in self._by_line())

    @property
    def code(self) -> frozenset[int]:
        """Which lines of the text, counted from 0, are code."""
        return frozenset(number for number, block in enumerate(self._by_line()) if block.kind is Kind.CODE)

    def _by_line(self) -> Iterator[Record]:
        """For each line of the text, the block that it is of: code has several lines."""
        for text, block in zip(self.lines, self.blocks, strict=True):
            yield from repeat(block, text.count("\n") + 1)

    @property
    def start(self) -> int:
        """The first line in the file; an introducing line further up (the head of a table) is only quoted."""
        introduced = len(self.blocks) > 1 and self.blocks[1].parent == self.blocks[0].id
        apart = introduced and self.blocks[1].start - self.blocks[0].end > FAR
        return min(b.start for b in self.blocks[apart:])

    @property
    def end(self) -> int:
        """The last line in the file."""
        return max(b.end for b in self.blocks)


def span_of(index: Index, place: Place, ranker: Ranker, room: int = LONGEST) -> Span:
    """Return the span that answers at a place: its own words, what it owns, and the line it cannot do without.

    It has at most `room` characters.
    """
    record = place.record
    below = [b for b in index.span(record.id + 1, record.last) if b.kind is not Kind.MARKUP]
    if record.kind is Kind.HEADING:
        return _section(record, below, ranker, room)
    chosen = [record]
    parent = place.above[0] if place.above else None
    if parent is not None and parent.kind is not Kind.HEADING and len(parent.text) <= min(LONGEST_PARENT, room // 2):
        chosen.insert(0, parent)
    texts = {b.id: b.text for b in chosen}
    before = sum(len(t) + 1 for i, t in texts.items() if i != record.id)
    texts[record.id] = _excerpt(record.text, ranker, min(COMFORTABLE, room - before))
    left = room - sum(len(t) + 1 for t in texts.values())
    for block in _best_run(below, ranker, ranker.look(record)[1], _roomy(ranker, left)):
        chosen.append(block)
        texts[block.id] = block.text
    used = sum(len(t) + 1 for t in texts.values())
    for block in _company(index, place, ranker, min(room, COMPANY) - used):
        chosen.append(block)
        texts[block.id] = block.text
    chosen.sort(key=lambda b: b.id)
    return Span(tuple(texts[b.id] for b in chosen), tuple(chosen))


def _company(index: Index, place: Place, ranker: Ranker, room: int) -> list[Record]:
    """The lines beside a short one that belong to the same thought, as long as they fit into `room` characters."""
    record, parent = place.record, place.above[0] if place.above else None
    if (
        room <= 0
        or parent is None
        or record.kind not in {Kind.ITEM, Kind.PARAGRAPH}
        or ranker.question.form is Form.VALUE
    ):
        return []
    nearby = index.span(max(parent.id + 1, record.id - NEIGHBOURS), min(parent.last, record.id + NEIGHBOURS))
    siblings = [
        b for b in nearby if b.parent == parent.id and b.id != record.id and b.kind is record.kind and b.last == b.id
    ]
    if ranker.question.form is not Form.LIST:
        siblings = [b for b in siblings if b.id > record.id]
    siblings.sort(key=lambda b: (abs(b.id - record.id), b.id < record.id))
    kept: list[Record] = []
    for block in siblings:
        if len(block.text) + 1 > room or abs(block.id - record.id) > len(kept) + REACH:
            break
        kept.append(block)
        room -= len(block.text) + 1
    return kept


def _section(heading: Record, below: Sequence[Record], ranker: Ranker, room: int) -> Span:
    """What stands under a heading: from its beginning, or around the lines that say most of what was asked."""
    if not below:
        return Span((shortened(heading.text, room),), (heading,))
    run = _best_run(below, ranker, ranker.look(heading)[1], _roomy(ranker, room))
    if run:
        return Span(tuple(b.text for b in run), tuple(run))
    best = max(below, key=lambda b: (_gain(b, ranker, ranker.look(heading)[1]), -b.id))
    return Span((_excerpt(best.text, ranker, room),), (best,))


def _roomy(ranker: Ranker, room: int) -> int:
    """The room for lines beside the one that answers: little where a value is asked for."""
    return min(room, VALUE_ROOM) if ranker.question.form in _CRISP else room


def _gain(block: Record, ranker: Ranker, known: Sequence[float]) -> float:
    """How much of the question a block adds to what is known without it."""
    own = ranker.look(block)[1]
    gain = sum(c.weight * max(0.0, o - k) for c, o, k in zip(ranker.question.concepts, own, known, strict=True))
    if ranker.question.form is Form.VALUE:
        family = ranker.question.family
        found = quantities(block.text)
        gain += 0.15 * bool(found) + 0.15 * any(q.family is family for q in found)
    return gain


def _best_run(blocks: Sequence[Record], ranker: Ranker, known: Sequence[float], room: int) -> list[Record]:
    """The run of neighbouring blocks, within `room` characters, that adds most; the earliest of equals."""
    best: tuple[float, int, int] = (-1.0, 0, 0)
    gains = [_gain(b, ranker, known) for b in blocks]
    for first in range(len(blocks)):
        size, score, last = 0, 0.0, first
        for i in range(first, len(blocks)):
            size += len(blocks[i].text) + 1
            if size > room + 1 or (i > first and blocks[i].kind is Kind.HEADING):
                break
            score += gains[i]
            last = i + 1
        if last > first and score > best[0] + 1e-9:
            best = (score, first, last)
        if first > 60:
            break
    return list(blocks[best[1] : best[2]])


def _excerpt(text: str, ranker: Ranker, limit: int) -> str:
    """The run of whole sentences, within `limit` characters, that says most of what is asked for."""
    if len(text) <= limit:
        return text
    sentences = SENTENCE.split(text)
    concepts = ranker.question.concepts
    scores = []
    for sentence in sentences:
        where = terms(" ".join(terms_of(sentence)))
        score = sum(c.weight * match(where, c) for c in concepts)
        if ranker.question.form is Form.VALUE and quantities(sentence):
            score += 0.5
        scores.append(score)
    best = max(range(len(sentences)), key=lambda i: (scores[i], -i))
    first = last = best
    size = len(sentences[best])
    while True:
        options = []
        if last + 1 < len(sentences) and size + len(sentences[last + 1]) + 1 <= limit:
            options.append((scores[last + 1] + 0.01, last + 1))
        if first > 0 and size + len(sentences[first - 1]) + 1 <= limit:
            options.append((scores[first - 1], first - 1))
        if not options:
            break
        _, chosen = max(options)
        size += len(sentences[chosen]) + 1
        first, last = min(first, chosen), max(last, chosen)
    return shortened(" ".join(sentences[first : last + 1]), limit)


def shortened(text: str, limit: int) -> str:
    """Cut a text at a word so that it has at most `limit` characters, an ellipsis included."""
    return text if len(text) <= limit else text[: limit - 1].rsplit(" ", 1)[0].rstrip() + "…"
