"""Text of strangers: shown letter for letter, whatever it tries."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cogs.ui.text import clean, code_block, cut, escaped, label, one_line, shown, size

TRICKS = st.lists(
    st.one_of(
        st.text(),
        st.sampled_from("@everyone @here <@1> <@!1> <@&1> <#1> </ask:1> <t:1> <:a:1> <id:home> [a](http://b)".split()),
        st.sampled_from("``` `` ` ** __ ~~ || > >>> # -# - + 1. \\ \\\\ http://a_b_c/~d".split()),
        st.sampled_from("\u202e \u2066 \u200b \u200d \ufeff \ud800 \U0001f1e9\U0001f1ea \U0001f44d\U0001f3fd".split()),
        st.sampled_from(["\U0001f468\u200d\U0001f469\u200d\U0001f467", "e" + 6 * "\u0301"]),
        st.sampled_from(["\n", "\n\n\n", " ", "\t", "\r\n", "\u2028", "\x00"]),
    ),
    max_size=30,
).map("".join)
LIMITS = st.integers(1, 300)


def as_discord_shows(text: str) -> str:
    """Return what a reader sees of marked text in which every mark is escaped."""
    return re.sub(r"\\([^0-9A-Za-z\s])", r"\1", text).replace("\u200b", "")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words, 3,008 MB (about 3 GB).", "plain words, 3,008 MB (about 3 GB)."),
        ("snake_case and *stars* and ~~no~~", r"snake\_case and \*stars\* and \~\~no\~\~"),
        ("a ``` fence", r"a \`\`\` fence"),
        ("||secret||", r"\|\|secret\|\|"),
        ("[bank](https://evil.example)", r"\[bank\](https://evil.example)"),
        ("see https://example.com/a_b?c=d_e", "see https://example.com/a_b?c=d_e"),
        ("# big", r"\# big"),
        ("-# small", r"\-# small"),
        ("> quote\n>>> more", "\\> quote\n\\>>> more"),
        ("- item\n  + item", "\\- item\n  \\+ item"),
        ("1. one\n1986. year", "1\\. one\n1986\\. year"),
        ("3.5 GB", "3.5 GB"),
        (r"C:\temp", r"C:\\temp"),
        ("@everyone @here", "@\u200beveryone @\u200bhere"),
        ("<@1> <@!1> <@&1> <#1>", "\\<@\u200b1> \\<@\u200b!1> \\<@\u200b&1> \\<#1>"),
        ("</ask:1> <t:1:R> <:smile:1>", r"\</ask:1> \<t:1:R> \<:smile:1>"),
        ("https://x.example/@everyone", "https://x.example/@\u200beveryone"),
        ("mail me@example.com", "mail me@example.com"),
    ],
)
def test_marks_are_shown_and_not_obeyed(text: str, expected: str) -> None:
    assert escaped(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\u202eb\u2066c\u200fd", "abcd"),
        ("a\u200bb\u2060c\ufeffd\xade", "abcde"),
        ("\U000e0041\u3164x", "x"),
        ("a\x00\x1bb\x7f", "ab"),
        ("a\r\nb\rc\u2028d\x0be", "a\nb\nc\nd\ne"),
        ("\ud800x", "\ufffdx"),
        ("a\u200db", "ab"),
        ("\U0001f469\u200d\U0001f4bb", "\U0001f469\u200d\U0001f4bb"),
        ("\u0645\u06cc\u200c\u062e\u0648", "\u0645\u06cc\u200c\u062e\u0648"),
        ("\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("e" + "\u0301" * 50, "e" + "\u0301" * 4),
        ("a\tb", "a   b"),
    ],
)
def test_what_cannot_be_seen_is_gone(text: str, expected: str) -> None:
    assert clean(text) == expected


@pytest.mark.parametrize(
    ("text", "limit", "expected"),
    [
        ("short", 5, "short"),
        ("a few short words", 12, "a few short…"),
        ("a few short words", 13, "a few short…"),
        ("endlessword", 6, "endle…"),
        ("ab \U0001f468\u200d\U0001f469\u200d\U0001f467 cd", 8, "ab…"),
        ("abcd\U0001f1e9\U0001f1ea\U0001f1eb\U0001f1f7", 10, "abcd\U0001f1e9\U0001f1ea…"),
        ("abcde\u0301f", 6, "abcd…"),
        ("ab\U0001f44d\U0001f3fdcdef", 6, "ab…"),
    ],
)
def test_a_cut_leaves_whole_words_and_whole_signs(text: str, limit: int, expected: str) -> None:
    assert cut(text, limit) == expected
    assert size(cut(text, limit)) <= limit


@pytest.mark.parametrize(
    ("limit", "expected"), [(2, "…"), (3, r"\_…"), (4, r"\_…"), (5, r"\_\_…"), (9, r"\_\_init…"), (12, r"\_\_init\_\_")]
)
def test_no_escape_is_cut_in_two(limit: int, expected: str) -> None:
    assert shown("__init__", limit) == expected


@given(TRICKS, LIMITS)
def test_nothing_works_that_a_stranger_wrote(text: str, limit: int) -> None:
    marked = shown(text, limit)
    assert size(marked) <= limit
    assert not re.search(r"@(everyone|here|[!&]?\d)", marked, re.IGNORECASE)
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069\ud800-\udfff\x00-\x08]", marked)
    bare = re.sub(r"\\[^0-9A-Za-z\s]", "x", re.sub(r"https?://\S+", "", marked))
    assert not re.search(r"[`*_~|<\[\]\\]", bare)
    assert not re.search(r"^ *(#{1,3}|-#|>{1,3}|[-+]|\d+\.)\s", bare, re.MULTILINE)


@given(TRICKS)
def test_a_reader_sees_what_was_written(text: str) -> None:
    seen = as_discord_shows(shown(text, 10_000))
    assert "".join(seen.split()) == "".join(clean(text).split())


@given(TRICKS, LIMITS)
def test_one_line_is_one_line(text: str, limit: int) -> None:
    for line in (one_line(text, limit), label(text, limit)):
        assert "\n" not in line
        assert size(line) <= limit


@given(TRICKS, st.integers(20, 300))
def test_a_block_of_code_ends_where_it_shall(text: str, limit: int) -> None:
    block = code_block(text, limit)
    assert size(block) <= limit
    assert block.startswith("```\n")
    assert block.endswith("\n```")
    assert "```" not in block[4:-4]
    assert "@everyone" not in block


def test_a_block_of_code_keeps_its_lines() -> None:
    assert code_block("{\n    'a': 1,\n\n}\n", 100) == "```\n{\n    'a': 1,\n\n}\n```"
