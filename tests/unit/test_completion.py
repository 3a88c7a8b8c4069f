"""What a half-typed question may become."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.study.completion import MOST, heading_questions, near, offers, starters
from knowledge.base import Topic

TEXTS = (
    "What is the maximum visibility timeout?",
    "Amazon SQS: Visibility timeout",
    "Amazon SQS: Dead-letter queue",
    "AWS Lambda: Limits",
    "Amazon SNS: Topics",
    "Les cafés de la Révolution",
)


@pytest.mark.parametrize(
    ("typed", "best"),
    [
        ("vis", "What is the maximum visibility timeout?"),
        ("sqs vis", "Amazon SQS: Visibility timeout"),
        ("queue sqs", "Amazon SQS: Dead-letter queue"),
        ("what are the limi", "AWS Lambda: Limits"),
        ("LAMBDA", "AWS Lambda: Limits"),
        ("visibilty", "What is the maximum visibility timeout?"),
        ("lamdba limits", "AWS Lambda: Limits"),
        ("revolution cafe", "Les cafés de la Révolution"),
        ("what is", "What is the maximum visibility timeout?"),
    ],
)
def test_the_nearest_text_comes_first(typed: str, best: str) -> None:
    assert near(offers(TEXTS), typed)[0][0] == best


@pytest.mark.parametrize("typed", ["zzz", "🦆", "qs", "!!"])
def test_what_is_near_nothing_gives_nothing(typed: str) -> None:
    assert near(offers(TEXTS), typed) == []


def test_too_long_for_a_choice_is_left_out() -> None:
    fitting, long = "x" * 100, "x" * 101
    assert offers([fitting, long, "🦆" * 50, "🦆" * 51, fitting]).texts == (fitting, "🦆" * 50)


@given(st.lists(st.text("ab cé?", max_size=8), max_size=40), st.text("ab cé?", max_size=8))
def test_scores_are_shares_and_in_order(texts: Sequence[str], typed: str) -> None:
    found = near(offers(texts), typed)
    scores = [score for _, score in found]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1.000_001 for score in scores)
    assert {text for text, _ in found} <= set(texts)
    assert len(found) == len({text for text, _ in found}) <= MOST


@given(st.lists(st.text("abcd", min_size=4, max_size=8), min_size=1, max_size=20), st.data())
def test_every_beginning_of_a_word_finds_it(texts: Sequence[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    begun = text[: data.draw(st.integers(4, len(text)))]
    assert text in {found for found, _ in near(offers(texts[:MOST]), begun)}


TOPICS = (
    Topic("a.md", 1, ("Amazon SQS",), 9),
    Topic("a.md", 3, ("Amazon SQS", "Visibility timeout"), 4),
    Topic("a.md", 9, ("Amazon SQS", "Visibility timeout", "Why twice?"), 1),
    Topic("a.md", 12, ("Amazon SQS", "Which one?"), 1),
    Topic("a.md", 14, ("Amazon SQS", "Empty"), 0),
    Topic("b.md", 1, ("AWS Lambda",), 5),
    Topic("b.md", 4, ("AWS Lambda", "How much?"), 1),
)


def test_headings_are_offered_as_one_would_ask_for_them() -> None:
    assert heading_questions(TOPICS) == (
        "Amazon SQS",
        "Amazon SQS: Visibility timeout",
        "Why twice?",
        "Which one?",
        "AWS Lambda",
        "How much?",
    )


def test_starters_are_questions_of_every_note_then_what_the_notes_are_about() -> None:
    assert starters(TOPICS) == ("Why twice?", "How much?", "Which one?", "Amazon SQS", "AWS Lambda")
