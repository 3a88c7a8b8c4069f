"""Laws that the check keeps for every text: it never raises, and what it finds lies within the notes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from knowledge.check.run import check
from knowledge.files import NoteFile
from knowledge.reader import split_lines

WORDS = st.sampled_from(
    [
        *"SQS queue Timeout max min default 12 12h 256KB 3 – : ; , . ? ! - it This is not can't up to and %".split(),
        *"[x](y.md) [x](#y) ![x](%ff) [x]( <a href=y> <!-- ` ** | [ ] [x] [^1] (default 日本語 😀 \0 \u2028".split(),
        "at the time",
    ]
)
WRITTEN = st.lists(WORDS, max_size=8).map(" ".join)
STARTS = st.sampled_from(
    ["", "# ", "## ", "- ", "  - ", "- [ ] ", "- [x] ", "1. ", "> ", "| ", "|-|", "```", "<pre>", "[a]: ", "---"]
)
LINES = st.tuples(STARTS, WRITTEN | st.text(max_size=20)).map("".join)
TEXTS = st.lists(LINES, max_size=12).flatmap(
    lambda lines: st.sampled_from(["\n", "\n\n", "\r\n", "\r"]).map(lambda e: e.join(lines))
)


@given(st.lists(TEXTS, max_size=3), st.booleans())
@example(["# A\n\n[x](\0) [y](%00) [z](%ff)\n"], False)  # noqa: FBT003 - the value of a strategy, not an option
def test_every_finding_lies_within_the_notes(texts: list[str], there: bool) -> None:  # noqa: FBT001
    files = [NoteFile(f"{number}.md", "", text) for number, text in enumerate(texts)]
    found = check(files, lambda _: there)
    assert list(found) == sorted(found, key=lambda f: (f.file, f.line))
    lines = {file.path: len(split_lines(file.text)) for file in files}
    assert all(1 <= finding.line <= lines[finding.file] for finding in found)
    assert all(finding.message.endswith(".") for finding in found)


@given(TEXTS)
def test_a_note_keeps_its_findings_beside_a_copy_of_it(text: str) -> None:
    alone = check([NoteFile("a.md", "", text)], bool)
    beside = check([NoteFile("a.md", "", text), NoteFile("b.md", "", text)], bool)
    assert alone == tuple(finding for finding in beside if finding.file == "a.md")


@pytest.mark.parametrize("text", ["(" * 5_000, "[" * 5_000, "a " * 5_000, "1," * 5_000, "<a " * 5_000, "- " * 5_000])
def test_what_nobody_writes_is_checked_too(text: str) -> None:
    assert all(finding.line == 1 for finding in check([NoteFile("a.md", "", text)], bool))
