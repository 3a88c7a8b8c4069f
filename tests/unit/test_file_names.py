"""Names of files that people send: nothing in them leads anywhere, hides anything, or is lost without need."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.file_names import LONGEST_NAME, safe_name, same_name


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param("sqs.md", "sqs.md", id="as it is"),
        pytest.param("Zellbiologie Übung 3.txt", "Zellbiologie Übung 3.txt", id="letters and blanks stay"),
        pytest.param("細胞.md", "細胞.md", id="of any script"),
        pytest.param("NOTES.MD", "NOTES.md", id="the type in small letters"),
        pytest.param("../../x.md", "x.md", id="up two folders"),
        pytest.param("/etc/cron.d/x.md", "x.md", id="from the root"),
        pytest.param("..\\..\\boot.txt", "boot.txt", id="folders of Windows"),
        pytest.param("C:\\x.md", "x.md", id="a drive"),
        pytest.param("C:x.md", "C-x.md", id="a drive without a folder, or a stream"),
        pytest.param("\uff0e\uff0e\uff0fx.md", "x.md", id="folders in wide characters"),
        pytest.param("CON.txt", "_CON.txt", id="a device"),
        pytest.param("nul .md", "_nul.md", id="a device and a blank"),
        pytest.param("com\u00b9.tar.md", "_com1.tar.md", id="a device in superscript"),
        pytest.param("console.md", "console.md", id="no device"),
        pytest.param(".hidden.md", "hidden.md", id="hidden"),
        pytest.param("...md", "note.md", id="dots alone"),
        pytest.param(".md", "note.md", id="a type alone"),
        pytest.param("\U0001f600.md", "note.md", id="no letter at all"),
        pytest.param("a\u202e.md", "a.md", id="turned around"),
        pytest.param("gnp.\u202edm.md", "gnp.dm.md", id="turned to look like another type"),
        pytest.param("a\u200b\ufeff\x00\x7f.md", "a.md", id="unseen characters"),
        pytest.param("two\nlines\t.md", "two lines.md", id="on two lines"),
        pytest.param('a<b>c:"d|e?f*.md', "a-b-c--d-e-f-.md", id="what Windows forbids"),
        pytest.param("e\u0301.md", "\u00e9.md", id="two ways to write a letter"),
        pytest.param(".env", "", id="settings"),
        pytest.param("x.md.exe", "", id="a program"),
        pytest.param("x.pdf", "", id="another type"),
        pytest.param("md", "", id="no type"),
        pytest.param("", "", id="nothing"),
        pytest.param("aliases.toml", "", id="the aliases"),
    ],
)
def test_a_name_is_made_safe(sent: str, kept: str) -> None:
    assert safe_name(sent) == kept


@given(st.text(max_size=150), st.sampled_from([".md", ".txt", ".Markdown", " .md", ".exe", ""]))
def test_every_name_is_safe_or_refused(stem: str, suffix: str) -> None:
    name = safe_name(stem + suffix)
    if not name:
        return
    assert len(name.encode()) <= LONGEST_NAME
    assert not name.startswith((".", " "))
    assert name.endswith((".md", ".txt", ".markdown"))
    assert not set(name) & set('/\\<>:"|?*')
    assert all(unicodedata.category(character)[0] != "C" for character in name)
    assert safe_name(name) == name, "a safe name stays as it is"


def test_a_long_name_is_cut_between_letters() -> None:
    name = safe_name("画" * 200 + ".md")
    assert name == "画" * ((LONGEST_NAME - 3) // 3) + ".md"


@pytest.mark.parametrize(("one", "other"), [("A.md", "a.md"), ("e\u0301.md", "\u00c9.md"), ("straße.md", "STRASSE.md")])
def test_names_that_some_file_system_takes_for_one(one: str, other: str) -> None:
    assert same_name(one) == same_name(other)
