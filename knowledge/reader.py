"""Markdown to blocks: the parser finds the shapes, this module gives them their meaning.

Three steps, each a plain function over values: `_leaves` lists what the parser saw (and sweeps up every line that
it did not place), `_split` takes paragraphs apart where their author meant several lines, and `_outline` decides
what hangs under what. Every line that is not blank ends up in exactly one block.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from markdown_it import MarkdownIt
from markdown_it.token import Token

from knowledge.inline import Inline, render, strip_html
from knowledge.model import Block, Kind, Note

BOLD_LEVEL = 7
QUOTE_LEVEL = 8
QUESTION_LEVEL = 9
WIDEST_MARGIN = 100
"""Characters of indentation and marks before a line's text that are told apart; what is nested deeper is still read,
as if it were nested as deep as this."""
MOST_REPAIRS = 5
"""Rounds of repairs to one file, each of which costs one more parse."""
MOST_WARNINGS = 10
SHORT_CAPTION = 8
"""Words. A line of its own before a list, no longer than this and without a full stop, is that list's caption."""

_LINE_BREAK = re.compile(r"\r\n|\r|\n")
_MARGIN = re.compile(r"(?:[ \t>]|(?P<mark>[-*+]|\d{1,9}[.)])(?=[ \t]))*")
_YAML = re.compile(r"\w[^:]*:(?:\s|$)|\s|- |#")
_FENCE = re.compile(r"[ \t>]*(?:(?:[-*+]|\d+[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})")
_FENCE_END = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")
_HTML_OPEN = re.compile(
    r"<(?:!--|\?|!\[CDATA\[|![A-Z]|(?:pre|script|style|textarea)(?=[\s>]|$)[^<>]*>?)", re.IGNORECASE
)
_HTML_ENDS = (("<!--", "-->"), ("<?", "?>"), ("<![", "]]>"), ("<!", ">"), ("<", "</"))
_BREAK_ALONE = re.compile(r"\s*<br\s*/?>\s*", re.IGNORECASE)
_LINK_TARGET = re.compile(r"\s*\[[^\]^][^\]]*\]:\s*<?\S*[/.#:@]")
_HARD_BREAK = re.compile(r"(?:<br\s*/?>|\\)\s*$|  $", re.IGNORECASE)
_WORDLESS = (_FENCE, _BREAK_ALONE, _LINK_TARGET)
_DASH_ITEM = re.compile(r"^\s*(?:[-*+–—•·▪◦●➢→]|\d{1,2}\)|[a-hA-H]\))\s+")
_BOLD_TERM = re.compile(r"^\s*(?:\*\*|__)[^*_]{1,60}(?:\*\*|__)\s*(?::|-|–|—|=)|^\s*(?:\*\*|__)[^*_]{1,60}:(?:\*\*|__)")
_FOOTNOTE = re.compile(r"\[\^[^\]]+\]:\s")
_BOX = re.compile(r"\[([ xX])\](?:\s|$)")
_OPEN_BOLD = re.compile(r"^\*\*\s*|\s*\*\*$")
"""A mark that is never closed, and so no part of a title; `__init__` and `*args` may well be one."""
_LABEL = re.compile(r"\[[ xX]\](?:\s+|$)|\[\^[^\]]+\]:\s+")
"""The box of a task or the mark of a footnote, before its words."""
_TERM = re.compile(r"^(?P<term>[^\s:][^:]{0,58}?)(?::\s+|\s+[-–—=]+>?\s*)(?=\S)")
_SENTENCE_END = re.compile(r"[.!]['\")]?$")
_COMMAND = re.compile(r"://|--|[{}$]|^\S+/\S+$")


@dataclass(frozen=True, slots=True)
class _Leaf:
    """One shape of the source, before it has a place in the outline."""

    kind: Kind
    start: int
    end: int
    content: str
    depth: int = 0
    level: int = 0
    first: bool = False
    """The first leaf of its list item: the item itself."""
    quoted: bool = False
    table: int = 0
    """Tables: the line on which the table starts; its rows belong together."""
    swept: bool = False
    """Found on no shape's lines, so that it does not say where in the outline it stands."""


def split_lines(text: str) -> list[str]:
    """Split where an editor does (CRLF, CR, LF), so that line numbers are those of the file on disk."""
    return _LINE_BREAK.split(text)


def read_note(text: str) -> Note:
    """Read one note.

    Takes the decoded text of a Markdown or plain-text file; returns its blocks in source order. Never raises for
    any text: what cannot be understood is kept as plain lines.
    """
    lines = split_lines(text.removeprefix("\ufeff").replace("\0", "\ufffd"))
    front = _front_matter(lines)
    tamed = [_tamed(line, above) for above, line in zip(["", *lines[front:]], lines[front:], strict=False)]
    tokens, warnings = _parse([""] * front + tamed)
    leaves = _sweep(_leaves(tokens), lines, front)
    blocks = _outline([part for leaf in leaves for part in _split(leaf)])
    unplaced = tuple(leaf.start for leaf in leaves if leaf.swept and leaf.kind is Kind.PARAGRAPH)
    return Note(blocks, tuple(warnings), unplaced)


def _front_matter(lines: Sequence[str]) -> int:
    """The number of lines of YAML that the note begins with; a rule above a first paragraph begins none."""
    if lines[0].rstrip() != "---" or len(lines) < 2 or not re.match(r"\w[^:]*:", lines[1]):
        return 0
    for i, line in enumerate(lines[1:], start=1):
        if line.rstrip() in {"---", "..."}:
            return i + 1
        if line.strip() and not _YAML.match(line):
            return 0
    return 0


def _tamed(line: str, above: str) -> str:
    """The line as the parser gets it.

    Not nested beyond reason; `<br>` alone starts no block of HTML, nor does an empty bullet underline a heading.
    """
    if len(line) > WIDEST_MARGIN:
        margin = _MARGIN.match(line)
        if margin and margin.end() > WIDEST_MARGIN:
            return f"{line[:WIDEST_MARGIN]} {margin['mark'] or ''} {line[margin.end() :]}"
    empty = _BREAK_ALONE.fullmatch(line) or (above.strip() and line.strip() in {"-", "="})
    return "" if empty else line


def _parse(lines: list[str]) -> tuple[list[Token], list[str]]:
    """Parse, taking out every mark that opens a block which is never closed: it would swallow all that follows."""
    parser = (
        MarkdownIt("commonmark", {"maxNesting": 4 * WIDEST_MARGIN}).enable("table").disable(["inline", "text_join"])
    )
    unclosed: set[int] = set()
    for last_round in [False] * MOST_REPAIRS + [True]:
        tokens = parser.parse("\n".join(lines))
        found = [t for t in tokens if t.type in _SHAPES and t.map and not _closed(t, lines)]
        if not found:
            break
        opened = [token.map[0] for token in found if token.map]
        unclosed.update(opened)
        for line in range(opened[0], len(lines)) if last_round else opened:
            fence = _FENCE.match(lines[line])
            lines[line] = lines[line][: fence.start(1)] if fence else _HTML_OPEN.sub(" ", lines[line])
    else:
        tokens = parser.parse("\n".join(lines))
    told = [f"line {line + 1}: the block that starts here is never closed" for line in sorted(unclosed)]
    more = len(told) - MOST_WARNINGS
    return tokens, told if more <= 0 else [*told[:MOST_WARNINGS], f"and {more:,} more such blocks"]


def _closed(token: Token, lines: Sequence[str]) -> bool:
    if token.type == "html_block":
        block = token.content.lstrip()
        opened = _HTML_OPEN.match(block)
        return opened is None or next(end in block for start, end in _HTML_ENDS if opened.group().startswith(start))
    if token.type != "fence" or token.map is None:
        return True
    first, last = token.map[0], min(token.map[1], len(lines)) - 1
    end = _FENCE_END.fullmatch(lines[last])
    if last <= first or end is None or not end.group(1).startswith(token.markup):
        return False
    return not re.search(rf"^ {{0,3}}{re.escape(token.markup)} *\w[^`\n]*$", token.content, re.MULTILINE)


def _leaves(tokens: Sequence[Token]) -> Iterator[_Leaf]:
    opened: Counter[str] = Counter()
    maps: dict[str, list[int]] = {}
    cells: list[str] = []
    level, before = 0, ""
    for token in tokens:
        name, _, _ = token.type.rpartition("_")
        opened[name] += token.nesting
        if token.nesting > 0 and token.map:
            maps[name] = token.map
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "tr_open":
            cells = []
        elif token.type == "inline" and opened["tr"]:
            cells.append(render(token.content).text)
        elif token.type == "tr_close":
            start, end = maps["tr"]
            text = " | ".join(cells)
            yield _Leaf(Kind.ROW, start + 1, end, text, depth=opened["list_item"], table=maps["table"][0] + 1)
        elif (token.type == "inline" or token.type in _SHAPES) and token.map:
            yield _Leaf(
                _SHAPES.get(token.type, Kind.HEADING if opened["heading"] else Kind.PARAGRAPH),
                token.map[0] + 1,
                token.map[1],
                strip_html(token.content) if token.type == "html_block" else token.content,
                depth=opened["list_item"],
                level=level if opened["heading"] else 0,
                first=before == "list_item_open",
                quoted=opened["blockquote"] > 0,
            )
        if token.type not in {"paragraph_open", "blockquote_open"}:
            before = token.type


_SHAPES = {"fence": Kind.CODE, "code_block": Kind.CODE, "html_block": Kind.PARAGRAPH, "hr": Kind.MARKUP}


def _sweep(found: Iterator[_Leaf], lines: Sequence[str], front: int) -> list[_Leaf]:
    """Add a leaf for every run of lines that no leaf covers, and trim blank lines at the ends of the others."""
    leaves: list[_Leaf] = []
    placed = 0
    for leaf in found:
        start, end = max(leaf.start, placed + 1), min(leaf.end, len(lines))
        while start <= end and not lines[start - 1].strip():
            start += 1
        while end >= start and not lines[end - 1].strip():
            end -= 1
        if start > end:
            continue
        leaves += _unplaced(lines, placed + 1, start - 1, front)
        leaves.append(replace(leaf, start=start, end=end))
        placed = end
    return leaves + _unplaced(lines, placed + 1, len(lines), front)


def _unplaced(lines: Sequence[str], start: int, end: int, front: int) -> list[_Leaf]:
    leaves = []
    for number in range(start, end + 1):
        line = lines[number - 1]
        if line.strip():
            words = number > front and re.search(r"\w", line) and not any(p.match(line) for p in _WORDLESS)
            kind = Kind.PARAGRAPH if words else Kind.MARKUP
            leaves.append(_Leaf(kind, number, number, line.strip().lstrip("-*+>|# \t"), swept=True))
    return leaves


def _split(leaf: _Leaf) -> Iterator[_Leaf]:
    """Take a paragraph apart at hard breaks and at lines that look like list items of another fashion."""
    lines = leaf.content.split("\n")
    if leaf.kind is not Kind.PARAGRAPH or len(lines) != leaf.end - leaf.start + 1:
        yield leaf
        return
    begin = 0
    marks = [0, 0]
    for i in range(1, len(lines) + 1):
        marks = [count + lines[i - 1].count(mark) for count, mark in zip(marks, ("**", "`"), strict=True)]
        if i < len(lines) and (any(count % 2 for count in marks) or not _breaks(lines[i - 1], lines[i])):
            continue
        part = "\n".join(lines[begin:i])
        dash = _DASH_ITEM.match(part)
        depth = leaf.depth + 1 if dash else leaf.depth
        yield replace(
            leaf,
            start=leaf.start + begin,
            end=leaf.start + i - 1,
            content=(part[dash.end() :] if dash else part).removesuffix("\\"),
            depth=depth,
            first=bool(dash) or (leaf.first and begin == 0),
        )
        begin = i


def _breaks(above: str, below: str) -> bool:
    return bool(_HARD_BREAK.search(above) or any(p.match(below) for p in (_DASH_ITEM, _BOLD_TERM, _FOOTNOTE)))


@dataclass(slots=True)
class _Owner:
    """A block that what follows may hang under: a heading, a list item, an introducing line or a table's head."""

    kind: Kind
    index: int
    depth: int
    level: int = 0
    leads: bool = False
    """An item that introduces the items beside it."""
    table: int = 0
    listing: bool = False
    """An introducing line that has got its list: a plain paragraph after it is no part of it."""

    def owns(self, leaf: _Leaf, *, level: int, leads: bool) -> bool:
        within = leaf.depth > self.depth or (leaf.depth == self.depth and not leaf.first)
        match self.kind:
            case Kind.ROW:
                return leaf.table == self.table
            case Kind.HEADING if self.depth:
                return leaf.depth >= self.depth and not 0 < level <= self.level
            case Kind.HEADING:
                return leaf.depth > 1 or not 0 < level <= self.level
            case Kind.ITEM if level:
                return leaf.depth > self.depth
            case Kind.ITEM:
                beside = leaf.kind in {Kind.CODE, Kind.ROW} or (leaf.first and leaf.depth == self.depth and not leads)
                return within or (self.leads and beside)
            case _:
                return not level and within and not (self.listing and leaf.depth == self.depth)

    def use(self, leaf: _Leaf, *, continues: bool) -> bool:
        """Take note of a leaf that this block owns; return False where it is the last."""
        if self.kind is Kind.ITEM:
            return leaf.depth >= self.depth
        if self.kind is Kind.PARAGRAPH:
            self.listing = self.listing or leaf.depth > self.depth
            return leaf.depth > self.depth or continues
        return True


class _Outliner:
    """Walks the leaves once and says for each what it hangs under: the innermost of the blocks that still own."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.owners: list[_Owner] = []
        self.adrift: list[int] = []
        """Lines without words, whose place is that of what follows them."""

    def add(self, leaf: _Leaf, following: _Leaf | None) -> None:
        inline = Inline(leaf.content.strip("\n"), "") if leaf.kind in _VERBATIM else render(leaf.content)
        label = _LABEL.match(inline.text)
        text = inline.text[label.end() :] if label else inline.text
        if leaf.kind is Kind.MARKUP or not _is_visible(text):
            self._markup(leaf, text)
        elif level := leaf.level or _pseudo_level(leaf, inline, following):
            self._heading(leaf, text, level)
        elif leaf.kind is Kind.ROW:
            self._row(leaf, text)
        else:
            self._passage(leaf, text, inline.bold, following)

    def _markup(self, leaf: _Leaf, text: str) -> None:
        if leaf.kind is Kind.MARKUP and not leaf.swept:  # a rule ends whatever stands above it
            self.owners = [owner for owner in self.owners if owner.kind is Kind.HEADING]
        self.adrift.append(len(self.blocks))
        self.blocks.append(Block(Kind.MARKUP, leaf.start, leaf.end, text, None, len(self.blocks)))

    def _heading(self, leaf: _Leaf, text: str, level: int) -> None:
        parent, index = self._owner(leaf, level=level), len(self.blocks)
        text = _OPEN_BOLD.sub("", text).rstrip(": ") or text
        self.blocks.append(Block(Kind.HEADING, leaf.start, leaf.end, text, parent, index, level=level))
        self.owners.append(_Owner(Kind.HEADING, index, leaf.depth if leaf.depth > 1 else 0, level=level))

    def _row(self, leaf: _Leaf, text: str) -> None:
        parent, index = self._owner(leaf), len(self.blocks)
        head = not self.owners or self.owners[-1].kind is not Kind.ROW
        self.blocks.append(Block(Kind.ROW, leaf.start, leaf.end, text, parent, index, lead=head))
        if head:
            self.owners.append(_Owner(Kind.ROW, index, leaf.depth, table=leaf.table))

    def _passage(self, leaf: _Leaf, text: str, bold: str, following: _Leaf | None) -> None:
        is_item = leaf.first and leaf.kind is Kind.PARAGRAPH
        kind = Kind.ITEM if is_item else leaf.kind
        lead = _is_lead(leaf, text, following)
        leads = is_item and lead and following is not None and _is_beside(leaf, following)
        continues = not lead and _continues_lead(leaf, following)
        parent, index = self._owner(leaf, leads=leads, continues=continues), len(self.blocks)
        term = _term(text, bold, leaf.kind)
        ticked = _ticked(leaf.content) if is_item else None
        self.blocks.append(Block(kind, leaf.start, leaf.end, text, parent, index, term=term, lead=lead, ticked=ticked))
        if is_item or lead:
            self.owners.append(_Owner(kind, index, leaf.depth, leads=leads))

    def _owner(self, leaf: _Leaf, *, level: int = 0, leads: bool = False, continues: bool = False) -> int | None:
        """Close every block that this leaf does not belong to, and return the one that is left."""
        while self.owners and not self.owners[-1].owns(leaf, level=level, leads=leads):
            self.owners.pop()
        parent = self.owners[-1].index if self.owners else None
        if self.owners and not self.owners[-1].use(leaf, continues=continues):
            self.owners.pop()
        return parent


def _ticked(content: str) -> bool | None:
    box = _BOX.match(content)
    return None if box is None else box.group(1) != " "


_VERBATIM = {Kind.CODE, Kind.ROW, Kind.MARKUP}


def _outline(leaves: Sequence[_Leaf]) -> tuple[Block, ...]:
    outliner = _Outliner()
    for i, leaf in enumerate(leaves):
        outliner.add(leaf, leaves[i + 1] if i + 1 < len(leaves) else None)
    blocks = outliner.blocks
    for i in reversed(outliner.adrift):
        blocks[i] = replace(blocks[i], parent=blocks[i + 1].parent if i + 1 < len(blocks) else None)
    last = list(range(len(blocks)))
    for i in range(len(blocks) - 1, -1, -1):
        parent = blocks[i].parent
        if parent is not None:
            last[parent] = max(last[parent], last[i])
    return tuple(replace(block, last=last[i]) for i, block in enumerate(blocks))


def _is_visible(text: str) -> bool:
    return any(c.isprintable() and not c.isspace() for c in text)


def _pseudo_level(leaf: _Leaf, inline: Inline, following: _Leaf | None) -> int:
    """The level of a line that acts as a heading without being one; 0 where it does not."""
    text = inline.text
    if leaf.kind is not Kind.PARAGRAPH or leaf.depth or not text:
        return 0
    if text.endswith("?") and leaf.start == leaf.end and not re.search(r"[.!?]\s.*[.!?]\s.*[.!?]\s", text):
        return BOLD_LEVEL if _all_bold(inline) else QUESTION_LEVEL
    if following is None or _SENTENCE_END.search(text):
        return 0
    if _all_bold(inline) and len(text) <= 100:
        return BOLD_LEVEL
    short = len(text.split()) <= SHORT_CAPTION and not _COMMAND.search(text)
    return QUOTE_LEVEL if leaf.quoted and leaf.start == leaf.end and short and not following.quoted else 0


def _all_bold(inline: Inline) -> bool:
    return bool(inline.bold) and inline.text.rstrip(": ") == inline.bold.rstrip(": ")


def _is_lead(leaf: _Leaf, text: str, following: _Leaf | None) -> bool:
    if following is None or leaf.kind is not Kind.PARAGRAPH:
        return False
    if text.endswith(":"):
        return True
    caption = leaf.depth == 0 and len(text.split()) <= SHORT_CAPTION and not re.search(r"[.!?;,]$", text)
    return caption and following.first and following.depth == 1 and not _COMMAND.search(text)


def _is_beside(item: _Leaf, following: _Leaf) -> bool:
    """True where what an item introduces is not inside it, but beside it: the next items, or a block after the list."""
    return following.depth == item.depth or (following.depth < item.depth and not following.first)


def _continues_lead(leaf: _Leaf, following: _Leaf | None) -> bool:
    """A run of short lines after "one of the following:" belongs together."""
    if following is None or leaf.kind is not Kind.PARAGRAPH or leaf.first:
        return leaf.first
    both = (leaf.content.rstrip(), following.content.rstrip())
    if following.kind is not Kind.PARAGRAPH or following.first:
        return False
    return all(len(c) <= 90 and not c.endswith((".", ":")) for c in both) or all(_TERM.match(c) for c in both)


def _term(text: str, bold: str, kind: Kind) -> str:
    if kind is Kind.CODE:
        return ""
    if bold and text.startswith(bold) and text != bold and re.match(r"\s*[:–—=-]", text[len(bold.rstrip(": ")) :]):
        return bold.rstrip(": ")
    found = _TERM.match(text)
    return found["term"].strip() if found and len(found["term"].split()) <= 7 else ""
