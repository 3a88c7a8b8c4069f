"""Laws that the reader keeps for every text: nothing is lost, nothing is counted twice, everything has its place."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from knowledge.inline import render
from knowledge.model import Note
from knowledge.reader import read_note, split_lines

ROOT = Path(__file__).parents[2]
SHIPPED = sorted([*(ROOT / "notes").glob("*.md"), *(ROOT / "tests" / "data" / "subjects").rglob("*.md")])

Read = Callable[[str], Note]

WORDS = st.sampled_from(
    """alpha Lambda SQS's 12h **bold** *slanted* `code` [label](address) ![picture](x.png) <b>html</b> <placeholder>
    a<br> b<br/> Types: what? done. **term**: X - – ** ` [ ] ![ < <!-- | || \\ & &amp; https://example.com [^1] ::
    “quoted” it’s SQS→SNS 日本語 עברית naïve 😀""".split()
)
ANY_TEXT = st.text(max_size=30)
WRITTEN = st.lists(WORDS, max_size=8).map(" ".join)
INLINE = WRITTEN | ANY_TEXT
INDENT = st.sampled_from(["", "", "", " ", "  ", "   ", "    ", "\t", "      ", "\t\t"])
MARK = st.sampled_from(["-", "*", "+", "1.", "2)", "- [ ]", "- [x]", "–", "•", "a)"])
FENCE = st.sampled_from(["```", "~~~", "````", "```python", "``` x", "`` `"])
SPECIAL = st.sampled_from(
    [
        *"""--- *** === - * # ## > ``` ~~~ <br> <div> </div> <pre> <!-- --> <?php |---|---|""".split(),
        *("[a]: /b", "[SQS]: 256KB", "[^1]: note", "<details><summary>S</summary>", "---\na: b\n---"),
        *("\u200b", "\u00a0", "\u2028", "\x0c", "\x85", "\0", "\ufeff"),
    ]
)


@st.composite
def lists(draw: st.DrawFn) -> str:
    """A list whose items are nested, marked and spaced as people do, which is to say in every way."""
    items = draw(
        st.lists(st.tuples(INDENT, MARK, blocks_in_items, st.sampled_from(["\n", "\n\n"])), min_size=1, max_size=6)
    )
    return "".join(f"{indent}{mark} {text}{end}" for indent, mark, text, end in items)


blocks_in_items = st.one_of(
    WRITTEN,
    WRITTEN.map(lambda text: f"## {text}"),
    WRITTEN.map(lambda text: f"{text}:"),
    st.tuples(WRITTEN, INDENT, INLINE).map(lambda parts: f"{parts[0]}\n\n{parts[1]}{parts[2]}"),
    st.tuples(FENCE, INDENT, WRITTEN).map(lambda parts: f"{parts[0]}\n{parts[1]}{parts[2]}\n{parts[1]}{parts[0]}"),
)
paragraphs = st.lists(INLINE, min_size=1, max_size=4).map("\n".join)
headings = st.one_of(
    st.tuples(st.integers(1, 7), INLINE).map(lambda parts: f"{'#' * parts[0]} {parts[1]}"),
    st.tuples(paragraphs, st.sampled_from(["---", "===", "-", "="])).map("\n".join),
    WRITTEN.map(lambda text: f"**{text}**"),
    WRITTEN.map(lambda text: f"{text}?"),
)
tables = st.lists(st.lists(INLINE, min_size=1, max_size=3).map(" | ".join), min_size=1, max_size=4).map(
    lambda rows: "\n".join([f"| {rows[0]} |", "|---|---|", *(f"| {row} |" for row in rows[1:])])
)
fences = st.tuples(FENCE, paragraphs, FENCE | st.just("")).map("\n".join)
html = st.tuples(st.sampled_from(["div", "pre", "details", "b", "br", "my-bucket"]), paragraphs, st.booleans()).map(
    lambda parts: f"<{parts[0]}>\n{parts[1]}\n" + f"</{parts[0]}>" * parts[2]
)


def quoted(text: str) -> str:
    return "\n".join(f"> {line}" for line in text.split("\n"))


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.split("\n"))


plain = st.one_of(paragraphs, headings, lists(), tables, fences, html, SPECIAL)
pieces = st.one_of(plain, plain.map(quoted), plain.map(indented), ANY_TEXT)
notes = st.tuples(
    st.lists(st.tuples(pieces, st.sampled_from(["\n", "\n\n", "\n\n\n"])).map("".join), max_size=8).map("".join),
    st.sampled_from(["\n", "\r\n", "\r"]),
).map(lambda parts: parts[0].replace("\n", parts[1]))


@settings(max_examples=150)
@given(notes)
@example("")
@example("- a\n  -\n  - b\n\n    ## c\n- d")
@example("- Types:\n**Bold**\n  2) x\n1. y")
def test_every_note_is_read_lawfully(read_lawfully: Read, text: str) -> None:
    """Every line that is not blank lies in one block; the blocks are in order and own slices of each other."""
    read_lawfully(text)


@given(st.text(max_size=200))
def test_every_text_is_read_lawfully(read_lawfully: Read, text: str) -> None:
    """The laws hold for what is no note at all."""
    read_lawfully(text)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_shipped_notes_are_read_lawfully(read_lawfully: Read, path: Path) -> None:
    """The notes that come with the project keep the laws, and their authors need not be warned of anything."""
    assert read_lawfully(path.read_text(encoding="utf-8")).warnings == ()


@given(notes)
def test_a_prefix_of_blank_lines_only_moves_a_note(text: str) -> None:
    """Blank lines above a note move its blocks down and change nothing else, unless it begins with front matter."""
    text = f"# Title\n{text}"
    moved = [(b.kind, b.start + 3, b.end + 3, b.text, b.parent, b.last) for b in read_note(text).blocks]
    assert [(b.kind, b.start, b.end, b.text, b.parent, b.last) for b in read_note("\n\n\n" + text).blocks] == moved


@given(notes)
def test_every_kind_of_line_end_gives_the_same_outline(text: str) -> None:
    """What ends the lines makes no difference to what a note says, nor to its line numbers."""
    lines = split_lines(text)
    assert read_note("\r\n".join(lines)) == read_note("\n".join(lines)) == read_note("\r".join(lines))


@given(notes)
def test_the_words_of_a_passage_stand_in_its_lines(text: str) -> None:
    """A passage quotes: each of its words of letters stands in the lines that it claims, in the same spelling."""
    lines = split_lines(text)
    for block in read_note(text).blocks:
        source = "\n".join(lines[block.start - 1 : block.end])
        if "&" not in source:  # an entity stands for another character
            assert [word for word in block.text.split() if word.isalnum() and word not in source] == []


@given(INLINE | st.text(max_size=200))
def test_rendered_text_is_one_tidy_line(content: str) -> None:
    """Rendered words are one line without blanks at its ends or doubled inside; the bold ones are their beginning."""
    inline = render(content)
    assert inline.text == " ".join(inline.text.split())
    assert inline.text.startswith(inline.bold)


@given(st.text(alphabet="abc XYZ 0123 .,;:?()'\"-–/@", max_size=100))
def test_text_without_marks_is_kept(content: str) -> None:
    """Where there is no mark of Markdown, rendering keeps every character but spare blanks."""
    assert render(content).text == " ".join(content.split())
