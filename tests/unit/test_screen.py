"""What lines look like: in a pipe, on a wide and on a narrow terminal, with and without colours."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from bot.render import BLANK, Block, Columns, Line, Look, figures, found_topics, plain, summary, topics
from bot.screen import PlainScreen, TerminalScreen, screen_for
from bot.text import clean, cut, one_line
from knowledge.base import Topic
from knowledge.evaluation import score
from knowledge.files import Skipped
from knowledge.index import Summary


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        """Return that it is one."""
        return True


def drawn(*blocks: Block, width: int = 80, colours: bool = False) -> str:
    """Return what a terminal of this width gets."""
    stream = io.StringIO()
    system = "standard" if colours else None
    TerminalScreen(Console(file=stream, width=width, color_system=system, force_terminal=True)).show(blocks)  # type: ignore[arg-type]
    return stream.getvalue()


def test_a_long_line_goes_on_below_its_own_beginning() -> None:
    rows = drawn(Line("one two three four five six", lead=" 1  "), width=16).splitlines()
    assert rows == [" 1  one two", "    three four", "    five six"]


def test_no_row_is_wider_than_the_terminal_nor_than_one_likes_to_read() -> None:
    text = "word " * 200 + "x" * 500
    assert max(map(len, drawn(Line(text, lead="    "), width=40).splitlines())) == 40
    assert max(map(len, drawn(Line(text), width=400).splitlines())) == 100


def test_wide_characters_take_two_columns() -> None:
    rows = drawn(Line("可视性超时的最大值是十二小时" * 4), width=20).splitlines()
    assert max(map(len, rows)) == 10


def test_no_row_ends_in_blanks() -> None:
    block = Columns(((Line("a"), Line("b")), (Line("c"),)))
    assert all(row == row.rstrip() for row in drawn(Line("one two three " * 9), block, BLANK).splitlines())


def test_sides_stand_beside_each_other_where_there_is_room() -> None:
    sides = Columns(((Line("3 GB"), Line("a.md:3")), (Line("10,240 MB"), Line("b.md:7"))))
    assert [row.split() for row in drawn(sides, width=80).splitlines()] == [
        ["3", "GB", "10,240", "MB"],
        ["a.md:3", "b.md:7"],
    ]
    assert drawn(sides, width=40).splitlines() == ["3 GB", "a.md:3", "10,240 MB", "b.md:7"]
    assert plain([sides]).splitlines() == ["3 GB", "a.md:3", "10,240 MB", "b.md:7"]


def test_each_look_has_its_own_style_and_marks_in_a_note_have_none() -> None:
    looks = {look: drawn(Line("[bold]x[/bold] :smile: 12", look), colours=True) for look in Look}
    assert all("[bold]x[/bold] :smile: 12" in shown for shown in looks.values())
    assert len(set(looks.values())) == len(Look)
    assert "\x1b" not in looks[Look.PLAIN]


def test_a_pipe_gets_whole_lines_without_colours_and_without_hints() -> None:
    stream = io.StringIO()
    long = "word " * 100 + "end"
    PlainScreen(stream).show([Line(long, Look.ANSWER), Line("/more", Look.HINT), Line("x", lead=" 1  ", tail="  +2")])
    assert stream.getvalue() == f"{long}\n 1  x  +2\n"


@pytest.mark.parametrize(
    ("environ", "coloured"),
    [
        pytest.param({"TERM": "xterm"}, True, id="a terminal"),
        pytest.param({"TERM": "xterm", "NO_COLOR": "1"}, False, id="NO_COLOR"),
        pytest.param({"TERM": "xterm", "NO_COLOR": ""}, True, id="an empty NO_COLOR counts as not set"),
        pytest.param({"TERM": "dumb"}, False, id="a dumb terminal"),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    environ: dict[str, str],
    coloured: bool,  # noqa: FBT001 - a column of the table
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    stream = Terminal()
    screen_for(stream, environ).show([Line("12 hours", Look.TITLE)])
    assert ("\x1b[" in stream.getvalue()) is coloured
    assert isinstance(screen_for(io.StringIO(), environ), PlainScreen)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        pytest.param("a\x1b[31mb\x1b[0mc", "abc", id="colours"),
        pytest.param("a\x1b]0;title\x07b", "ab", id="window title"),
        pytest.param("a\x1b]0;never ended\nb", "a\nb", id="window title that never ends"),
        pytest.param("a\x1b\x1b[31m[31mb", "a[31mb", id="a sequence inside a sequence"),
        pytest.param("a\x9b31mb\x85\x7f\x00c", "abc", id="8-bit controls"),
        pytest.param("a\r\nb\rc", "a\nb\nc", id="line ends"),
        pytest.param("a\tb\u2028c", "a b c", id="blanks"),
        pytest.param("a\u202eb\u2066c", "abc", id="turned text"),
        pytest.param("שלום 👩\u200d👧 é", "שלום 👩\u200d👧 é", id="scripts and emoji stay"),
        pytest.param("a\ud800b", "a\N{REPLACEMENT CHARACTER}b", id="half a character"),
    ],
)
def test_text_is_cleaned_of_all_that_drives_a_terminal(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_a_million_characters_are_cut_at_a_word() -> None:
    assert one_line("two words " * 100_000, 15) == "two words two…"
    assert one_line("x" * 1_000_000, 15) == "x" * 14 + "…"
    assert cut("short", 5) == "short"


def test_the_summary_says_what_was_read_and_what_was_not_and_why() -> None:
    done = Summary(
        3, 1234, 1, 2, (Skipped("b.md", "it is not text"),), ("a.md, line 3: never closed",), "it was damaged"
    )
    assert plain(summary(done)).splitlines() == [
        "3 files, 1,234 passages.",
        "1 read anew, 2 unchanged, 2 removed.",
        "The knowledge base was built anew, because it was damaged.",
        "Skipped b.md: it is not text.",
        "Look at a.md, line 3: never closed.",
    ]


def topic(file: str, line: int, *path: str) -> Topic:
    return Topic(file, line, path, 1)


def test_many_topics_are_shown_as_deep_as_one_can_take_in() -> None:
    many = [topic("a.md", 1, "Title")]
    for section in range(10):
        many.append(topic("a.md", 2, "Title", f"Section {section}"))
        many += [topic("a.md", 3, "Title", f"Section {section}", f"Detail {n}") for n in range(10)]
    rows = plain(topics(many)).splitlines()
    assert rows == ["a.md", "  Title", *(f"    Section {n}  +10" for n in range(10))]


def test_topics_without_end_are_cut_off_with_a_count() -> None:
    rows = plain(topics([topic("a.md", n, f"Topic {n}") for n in range(1000)])).splitlines()
    assert rows[-2:] == ["  Topic 199", "... and 800 more"]


def test_found_topics_repeat_no_heading_above_them() -> None:
    found = [topic("a.md", 1, "A", "one"), topic("a.md", 2, "A", "two"), topic("b.md", 1, "A", "one")]
    assert plain(found_topics(found)).splitlines() == [
        "a.md",
        "    A",
        " 1    one",
        " 2    two",
        "b.md",
        "    A",
        " 3    one",
    ]


def test_figures_of_groups_stand_below_each_other() -> None:
    assert plain(figures({"all": score([]), "paraphrase": score([])})).splitlines() == ["all", "paraphrase"]


def test_nothing_is_imported_for_a_pipe_that_only_a_terminal_needs() -> None:
    source = (Path(__file__).parents[2] / "bot" / "screen.py").read_text(encoding="utf-8")
    top = [line for line in source.splitlines() if line.startswith(("import ", "from "))]
    assert not [line for line in top if "rich" in line]
