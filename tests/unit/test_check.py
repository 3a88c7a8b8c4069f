"""The check of notes: what each rule finds, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.check.matching import COMPARED, Saying, met
from knowledge.check.model import Finding, Rule
from knowledge.check.run import beside, check
from knowledge.files import NoteFile, Skipped, decode, read_notes

ROOT = Path(__file__).parents[2]


def findings(*texts: str, there: tuple[str, ...] = ()) -> tuple[Finding, ...]:
    """What is found in notes `a.md`, `b.md`, ... with these texts, beside which there are some other files."""
    files = [NoteFile(f"{name}.md", "", text) for name, text in zip("abcdef", texts, strict=False)]
    return check(files, there.__contains__)


def places(rule: Rule, *texts: str, there: tuple[str, ...] = ()) -> list[str]:
    """Where a rule finds something: `a3` is line 3 of the first note."""
    return [f"{f.file[0]}{f.line}" for f in findings(*texts, there=there) if f.rule is rule]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# SQS\n\n## Limits\n\n## Quiz\n\ntext\n", ["a3"], id="the next heading is as high"),
        pytest.param("# SQS\n\n## Limits\n", ["a1", "a3"], id="only an empty heading below"),
        pytest.param("SQS\n===\n", ["a1"], id="underlined"),
        pytest.param("# SQS\n\n---\n\n# SNS\n\ntext\n", ["a1"], id="a rule is no content"),
        pytest.param("# SQS\n\n<!-- to be written -->\n", ["a1"], id="a comment is no content"),
        pytest.param("# SQS\n\n[aws]: https://aws.amazon.com\n", ["a1"], id="the target of a link is no content"),
        pytest.param("What is a queue?\n\nWhat is a topic?\n\nA channel.\n", ["a1"], id="a question without answer"),
        pytest.param("# SQS\n\n## Limits\n\n- 12 hours\n", [], id="a deeper heading has content"),
        pytest.param("# SQS\n\n```\ncode\n```\n", [], id="code"),
        pytest.param("# SQS\n\n| Name |\n| --- |\n", [], id="the head of a table"),
        pytest.param("# SQS\n\n![](queue.png)\n\n# SNS\n\ntext\n", [], id="a picture"),
        pytest.param("# SQS\n\n**Messages are deleted.**\n\n# SNS\n\ntext\n", [], id="a bold statement"),
        pytest.param("# SQS\n\n**Important**\n\n# SNS\n\ntext\n", [], id="a bold line is a statement of its own"),
        pytest.param("", [], id="an empty note"),
    ],
)
def test_headings_without_content(text: str, expected: list[str]) -> None:
    assert places(Rule.EMPTY_HEADING, text, there=("queue.png",)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("max 12h\n", ["a1"], id="a bare value"),
        pytest.param("Maximum size: 256 KB\n", ["a1"], id="an attribute of nothing"),
        pytest.param("# Limits\n\n- 12 hours\n", ["a3"], id="below a heading that names nothing"),
        pytest.param("Limits:\n\n- 12 hours\n", ["a3"], id="below a line that names nothing"),
        pytest.param("| Property | Value |\n| --- | --- |\n| Maximum | 12 h |\n", ["a3"], id="in a table"),
        pytest.param("It is a queue.\n", ["a1"], id="it"),
        pytest.param("Its messages expire.\n", ["a1"], id="its"),
        pytest.param("These are deleted after a while.\n", ["a1"], id="these"),
        pytest.param("# SQS\n\nmax 12h\n\nIt is a queue.\n", [], id="below a heading"),
        pytest.param("**SQS**\n\n- max 12h\n", [], id="below a bold line"),
        pytest.param("SQS:\n\n- max 12h\n- It is a queue.\n", [], id="below a line with a name"),
        pytest.param("- SQS\n  - max 12h\n", [], id="below an item"),
        pytest.param("SQS keeps messages for 14 days\n", [], id="a sentence with its subject"),
        pytest.param("SQS: 12 hours\n", [], id="a term"),
        pytest.param("| Service | Maximum |\n| --- | --- |\n| SQS | 12 h |\n", [], id="a table with its subject"),
        pytest.param("It is important to delete messages.\n", [], id="it stands for nothing"),
        pytest.param("These are my notes.\n", [], id="these notes"),
        pytest.param("This queue is slow.\n", [], id="this queue"),
        pytest.param("Chapter 3\n", [], id="a number of no quantity"),
        pytest.param("```\nmax 12h\n```\n", [], id="code"),
        pytest.param("How long is it?\n\n- [ ] 12 hours\n- [x] 3 hours\n", [], id="choices"),
    ],
)
def test_facts_without_a_subject(text: str, expected: list[str]) -> None:
    assert places(Rule.NO_SUBJECT, text) == expected


SQS = "# Amazon SQS\n\n## Visibility timeout\n\n- Maximum visibility timeout: 12 hours\n"
LONG = "Delete a message from the queue before its visibility timeout ends, or another consumer processes it again.\n"


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([f"{SQS}- Maximum visibility timeout: 12 hours\n"], ["a6"], id="word for word"),
        pytest.param([SQS, "# SQS\n\nThe max. visibility timeout is 720 minutes.\n"], ["b3"], id="other words"),
        pytest.param([SQS, "# Amazon SQS\n\n## Visibility timeout\n\nmax 12h\n"], ["b5"], id="said by its headings"),
        pytest.param([f"# SQS\n\n{LONG}", f"# Exam\n\n{LONG}"], ["b3"], id="a long one, whatever stands above"),
        pytest.param([f"# SQS\n\n{LONG}\nMore.\n\n{LONG}\n{LONG}"], ["a7", "a9"], id="each against the first"),
        pytest.param(["# SQS\n\n| Delay | 0 s |\n|---|---|\n| Most | 9 s |\n| Most | 9 s |\n"], ["a6"], id="rows"),
        pytest.param(["# Rolling\n\nNo extra cost\n", "# Immutable\n\nNo extra cost\n"], [], id="of two things"),
        pytest.param(["# SQS\n\n## A\n\n- S3 calls SNS\n\n## B\n\n- SNS calls S3\n"], [], id="the other way round"),
        pytest.param(["# SQS\n\nMessages can be lost.\n\nMessages can't be lost.\n"], [], id="the opposite"),
        pytest.param([SQS.replace("12", "11"), SQS], [], id="another value"),
        pytest.param(
            ["# SQS\n\n## Limits\n\n- a\n\n## Quiz\n\n- b\n", "# SNS\n\n## Limits\n\n- c\n"], [], id="headings"
        ),
        pytest.param([f"# SQS\n\n```\n{LONG}```\n\n```\n{LONG}```\n"], [], id="code"),
        pytest.param(["# Q\n\n**A?**\n\n- [x] Yes\n- [ ] No\n\n**B?**\n\n- [x] Yes\n- [ ] No\n"], [], id="choices"),
        pytest.param(["# SQS\n\n|A|B|\n|-|-|\n|c|d|\n\n# SNS\n\n|A|B|\n|-|-|\n|e|f|\n"], [], id="heads of tables"),
        pytest.param(["# Fast\n\n- Fastest deployment\n  - Fastest deployment\n"], [], id="an item and its own detail"),
        pytest.param([f"# SQS\n\n- Standard\n  - {LONG}- FIFO\n  - {LONG}"], [], id="details of two items"),
        pytest.param(["# Commands\n\n- pyenv version\n- pyenv versions\n"], [], id="short and of the same stem"),
        pytest.param(["# Flags\n\n- a: opens the file\n- a+: opens the file\n"], [], id="another sign"),
        pytest.param(["timeout: 30 s\n", "timeout: 30 s\n"], [], id="of nobody knows what"),
    ],
)
def test_facts_written_down_twice(texts: list[str], expected: list[str]) -> None:
    assert places(Rule.DUPLICATE, *texts) == expected


def test_a_brand_before_a_name_does_not_make_it_another_thing() -> None:
    """Where several titles begin with one word, it does not tell what they are of."""
    brands = ("# Amazon SNS\n\ntopics\n", "# Amazon S3\n\nbuckets\n")
    assert places(Rule.DUPLICATE, SQS, "# SQS\n\nmax visibility timeout: 12 h\n", *brands) == ["b3"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        pytest.param([SQS, "# Amazon SQS\n\nmax visibility timeout is 10 hours\n"], ["b3"], id="other words"),
        pytest.param([SQS, "# Amazon SQS\n\n## Visibility timeout\n\nup to 10 h\n"], ["b5"], id="said by its headings"),
        pytest.param([SQS, "# Amazon SQS\n\n| Limit | |\n|-|-|\n| Visibility timeout | max 9 h |\n"], ["b5"], id="row"),
        pytest.param(
            [
                "# SQS\n\nMessage retention: default 4 days, at most 14 days\n",
                "# SQS\n\nMax message retention: 9 days\n",
            ],
            ["b3"],
            id="one of several bounds",
        ),
        pytest.param(["# SQS\n\nDelay: 0 to 15 minutes\n", "# SQS\n\nDelay: 0 to 20 minutes\n"], ["b3"], id="ranges"),
        pytest.param(
            ["# SQS\n\nMessages in flight: 9 at most\n", "# SQS\n\nmax 8 messages in flight\n"], ["b3"], id="n"
        ),
        pytest.param([SQS, "# Amazon SQS\n\nmin visibility timeout: 0 s\n"], [], id="another bound"),
        pytest.param([SQS, "# Amazon SQS\n\ndefault visibility timeout: 30 s\n"], [], id="the default is no bound"),
        pytest.param([SQS, "# Amazon SQS\n\nmax visibility timeout: 720 minutes\n"], [], id="the same in other units"),
        pytest.param([SQS, "# Amazon SNS\n\nmax visibility timeout: 10 hours\n"], [], id="of another thing"),
        pytest.param([SQS, "# Amazon SQS\n\nmax polling time: 20 s\n"], [], id="another attribute"),
        pytest.param([SQS, "# Amazon SQS\n\nmax visibility timeout: 3 calls\n"], [], id="another kind of value"),
        pytest.param(
            ["# SQS\n\nMax message size: 256 KB at the time of the exam\n", "# SQS\n\nMax message size: 1 MB\n"],
            [],
            id="the line says when it holds",
        ),
        pytest.param(
            ["# SQS\n\nMax message size: 1 MB since August 2025\n", "# SQS\n\nMax message size: 256 KB\n"],
            [],
            id="the line says since when",
        ),
        pytest.param(["# SQS\n\nFor example 5 messages\n", "# SQS\n\nFor example 7 messages\n"], [], id="examples"),
        pytest.param(["# SQS\n\n- max 3 queues\n- max 5 queues\n"], [], id="lines of one list"),
        pytest.param(["# Plan\n\n## A\n\nPart 1: 5 s\n\n## B\n\nPart 2: 7 s\n"], [], id="numbered things"),
        pytest.param(["# Wars\n\nThe war ended in 1918.\n", "# Wars\n\nThe war ended in 1945.\n"], [], id="years"),
        pytest.param(["# SQS\n\n```\nmax size 1 KB\n```\n", "# SQS\n\nmax size 2 KB\n"], [], id="code"),
    ],
)
def test_values_that_disagree(texts: list[str], expected: list[str]) -> None:
    assert places(Rule.DISAGREEMENT, *texts) == expected


def test_a_disagreement_shows_both_sides() -> None:
    (found,) = findings(SQS, "# Amazon SQS\n\nmax visibility timeout is 10 hours\n")
    assert found.message == (
        '"max visibility timeout is 10 hours" disagrees with a.md:5, "Maximum visibility timeout: 12 hours": '
        "correct one of them, or write when each holds."
    )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("[x](gone.md)\n", ["a1"], id="no such file"),
        pytest.param("one\ntwo ![x](./gone.png)\n", ["a2"], id="no such picture, on its own line"),
        pytest.param("# T\n\n[x](#gone)\n", ["a3"], id="no such heading"),
        pytest.param("[x](b.md#gone)\n", ["a1"], id="no such heading of another note"),
        pytest.param('<img src="gone.png"> and <a href="gone.md">x</a>\n', ["a1", "a1"], id="HTML"),
        pytest.param("[x][there]\n\n[there]: gone.md\n", ["a3"], id="by name"),
        pytest.param("| [x](gone.md) |\n|---|\n| [y](gone.md) |\n", ["a1", "a3"], id="in a table"),
        pytest.param("# [x](gone.md)\n\ntext\n", ["a1"], id="in a heading"),
        pytest.param("[x](b.md) [y](./sub/) [z](sub/my%20file.pdf?raw=1)\n", [], id="what is there"),
        pytest.param("# My `code` & _Notes_!\n\n[x](#my-code--notes) [y](a.md#My-Code--Notes)\n", [], id="anchors"),
        pytest.param("# Twice\n\na\n\n# Twice\n\n[x](#twice) [y](#twice-1)\n", [], id="headings of the same name"),
        pytest.param("# Größe 🚀\n\n[x](#gr%C3%B6%C3%9Fe-)\n", [], id="letters of other languages"),
        pytest.param('<a id="here"></a> [x](#here) [y](#top) [z](#)\n', [], id="anchors that were set"),
        pytest.param("[x](sub/c.pdf#page=2)\n", [], id="the anchor of what is no note"),
        pytest.param("[x](https://a.b/c) [y](//a.b) [z](mailto:a@b.c) [w](www.a.b)\n", [], id="addresses"),
        pytest.param("[x](/etc/passwd) [y](../outside.md)\n", [], id="outside of the folder"),
        pytest.param("`[x](gone.md)`\n\n```\n[x](gone.md)\n```\n\n<!-- [x](gone.md) -->\n", [], id="code and comments"),
        pytest.param("a[1](not a link) [ ] [x] (gone.md)\n", [], id="no links"),
    ],
)
def test_links_that_lead_nowhere(text: str, expected: list[str]) -> None:
    there = ("sub", "sub/my file.pdf", "sub/c.pdf")
    assert places(Rule.DEAD_LINK, text, "# Other\n\ntext\n", there=there) == expected


def test_links_are_relative_to_their_note() -> None:
    note = NoteFile("sub/a.md", "", "[x](b.md) [y](../c.md) [z](d.md)\n")
    assert [f.message[:6] for f in check([note], {"sub/b.md", "c.md"}.__contains__)] == ['"d.md"']


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("# T\n\n```\nnever closed\n", ["a3"], id="a fence that is never closed"),
        pytest.param("<pre>\nnever closed\n", ["a1"], id="HTML that is never closed"),
        pytest.param("[SQS]: 256KB\n", ["a1"], id="on the first line"),
        pytest.param("See [a].\n\n[a]: b\n\n[c]:\nhttps://d.e\n", [], id="the target of a link, on two lines"),
        pytest.param("# T\n\n[SQS]: 256KB\n", ["a3"], id="a fact that Markdown takes for the target of a link"),
        pytest.param("# T\n\n[aws]: https://aws.amazon.com\n\n[^1]: note\n", [], id="targets of links, footnotes"),
        pytest.param("---\ntitle: T\n---\n\n# T\n\n- \n\n***\n", [], id="front matter, empty items, rules"),
    ],
)
def test_what_could_not_be_read_as_it_was_meant(text: str, expected: list[str]) -> None:
    assert places(Rule.UNREADABLE, text) == expected


def test_what_could_not_be_read_at_all() -> None:
    legacy = decode("# Café\n\nGrößenänderung, naïve Übung\n".encode("cp1252"), "b.md")
    found = check([legacy, Skipped("a.md", "it is not text: save it as a plain text file in UTF-8")], bool)
    assert [(f.rule, f.file, f.line, f.message) for f in found] == [
        (Rule.UNREADABLE, "a.md", 1, "The file was skipped: it is not text: save it as a plain text file in UTF-8."),
        (Rule.UNREADABLE, "b.md", 1, "It is not UTF-8; it was read as cp1252: better save it as UTF-8."),
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        pytest.param("**A?**\n\n- [ ] b\n- [ ] c\n", "has no choice that is ticked", id="no tick"),
        pytest.param("**A?**\n\n- [x] b\n- [x] c\n", "has 2 choices that are ticked", id="two ticks"),
        pytest.param("**A?**\n\n- [x] b\n", "has a single choice", id="one choice"),
        pytest.param(
            "**A?**\n\n- [x] b\n- c\n- [ ] d\n", "has other lines beside its choices", id="an item without box"
        ),
        pytest.param("# Quiz\n\nA is\n\n- [ ] b\n- [ ] c\n", "has no choice that is ticked", id="below a heading"),
        pytest.param(f"**A?**\n\n- [x] {'b' * 81}\n- [ ] c\n", "has a choice that is too long", id="a long choice"),
        pytest.param(f"## {'a ' * 150}?\n\n- [x] b\n- [ ] c\n", "is too long to be asked", id="a long question"),
        pytest.param("**A?**\n\n- [x] b c\n- [ ] **B** C\n", "has one choice twice", id="the same choice"),
        pytest.param(
            "**A?**\n\n- [x] right\n" + "".join(f"- [ ] {i}\n" for i in range(10)), "has too many choices", id="eleven"
        ),
        pytest.param("**A?**\n\n- [x] b\n- [ ] c\n", "", id="as it should be"),
        pytest.param("- A?\n  - [ ] b\n  - [x] c\n", "", id="in a list"),
        pytest.param("# To do\n\n- [x] read\n- [x] write\n- [ ] learn\n", "", id="things to do"),
        pytest.param("# To do\n\n- [ ] read\n", "", id="a thing to do"),
    ],
)
def test_quiz_questions_that_cannot_be_asked(text: str, told: str) -> None:
    messages = [f.message for f in findings(text) if f.rule is Rule.QUIZ]
    assert len(messages) == bool(told)
    assert all(told in message for message in messages)


def test_findings_come_by_file_and_line() -> None:
    found = findings("# SQS\n\n## Queues\n\n[x](gone.md)\n", "max 12h\n\n# Empty\n")
    assert [(f.file, f.line) for f in found] == [("a.md", 5), ("b.md", 1), ("b.md", 3)]


@pytest.mark.parametrize(
    "name", ["notes", *(f"tests/data/subjects/{name}" for name in ("biology", "history", "python"))]
)
def test_the_shipped_notes_are_clean(name: str) -> None:
    assert check(read_notes(ROOT / name), beside(ROOT / name)) == ()


def test_files_are_looked_for_beside_the_notes(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.md").write_text("[x](sub) [y](a.md) [z](gone.md)\n", encoding="utf-8")
    for root in (tmp_path, tmp_path / "a.md"):
        assert [f.message[:9] for f in check(read_notes(root), beside(root))] == ['"gone.md"']


def test_work_grows_with_the_notes_and_not_with_their_square() -> None:
    """However many statements have a key in common, each is compared with few."""
    sayings = [Saying(None, frozenset()) for _ in range(500)]  # type: ignore[arg-type] # met looks at the keys alone
    pairs = list(met((saying, ["one", "two"]) for saying in sayings))
    assert len(pairs) <= len(sayings) * COMPARED * 2
