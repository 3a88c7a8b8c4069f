"""Messages: within Discord's limits whatever the notes say, and what matters first."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from discord.ui import LayoutView
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study.asking import Asked
from bot.study.outline import outline
from cogs.ui import answers, ids, places, topics
from cogs.ui.answering import FurtherQuestion
from cogs.ui.limits import modal_faults
from cogs.ui.text import label
from knowledge.base import Line, Topic
from knowledge.model import Answer, Disagreement, Passage, Side

LARGEST_ID = 2**63 - 1
PIECES = [
    "x" * 700,
    "a_b*" * 300,
    "\N{ROCKET}" * 400,
    "word " * 150,
    "```\n" * 50,
    "\n" * 30,
    "@everyone ",
    "\u202e",
    "<@1>",
]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
LINE_NUMBERS = st.integers(1, 9_999_999)


@st.composite
def passages(draw: st.DrawFn) -> Passage:
    text = draw(TEXTS)
    lines = text.count("\n") + 1
    depths = tuple(draw(st.lists(st.integers(0, 9), min_size=lines, max_size=lines))) if draw(st.booleans()) else ()
    code = draw(st.frozensets(st.integers(0, lines - 1)))
    first = draw(LINE_NUMBERS)
    headings = tuple(draw(st.lists(TEXTS, max_size=6)))
    return Passage(draw(TEXTS), first, first + draw(st.integers(0, 99)), headings, text, 0.0, depths, code)


SIDES = st.builds(Side, TEXTS, TEXTS, LINE_NUMBERS, LINE_NUMBERS)
DISAGREEMENTS = st.builds(Disagreement, TEXTS, st.lists(SIDES, min_size=2, max_size=10).map(tuple))


@st.composite
def asked_questions(draw: st.DrawFn) -> Asked:
    quotes = tuple(draw(st.lists(passages(), min_size=1, max_size=3)))
    found = (*quotes, *draw(st.lists(passages(), max_size=10)))
    question = draw(TEXTS)
    if draw(st.booleans()):
        disagreements = tuple(draw(st.lists(DISAGREEMENTS, max_size=3)))
        answer = Answer(
            question,
            answered=True,
            answer="x",
            confidence=1.0,
            passages=found,
            quotes=quotes,
            disagreements=disagreements,
        )
    else:
        suggestions = tuple(draw(st.lists(TEXTS, max_size=6)))
        answer = Answer(question, answered=False, answer="", confidence=0.0, passages=found, suggestions=suggestions)
    return Asked(draw(st.sampled_from([1, LARGEST_ID])), question, None, answer)


LINES = st.lists(st.tuples(TEXTS, st.booleans()), max_size=40).map(
    lambda rows: tuple(Line(number, text, quoted) for number, (text, quoted) in enumerate(rows, 9_999_990))
)
TOPICS = st.lists(st.tuples(st.sampled_from(["a.md", "b" * 300]), TEXTS), max_size=80)


def walk(view: LayoutView) -> Iterator[Any]:
    yield from view.walk_children()


def texts(view: LayoutView) -> list[str]:
    return [item.content for item in walk(view) if hasattr(item, "content")]


def buttons(view: LayoutView) -> dict[str, str]:
    return {item.label: item.custom_id for item in walk(view) if getattr(item, "label", None)}


def custom_ids(view: LayoutView) -> list[str]:
    return [item.custom_id for item in walk(view) if getattr(item, "custom_id", None)]


def is_known(custom_id: str) -> bool:
    """Return whether just one kind of press fits."""
    patterns = [ids.ANSWER, ids.SEARCH, ids.TOPIC, ids.DELETE, re.compile(re.escape(ids.CHOOSE))]
    return sum(pattern.fullmatch(custom_id) is not None for pattern in patterns) == 1


@settings(max_examples=40)
@given(asked_questions(), st.booleans(), st.sampled_from([None, 2**64 - 1]))
def test_every_answer_can_be_sent(asked: Asked, repeat: bool, asker: int | None) -> None:  # noqa: FBT001 - drawn
    """Building a message holds it to the limits, so that it is built is all that is to be shown."""
    view = answers.answer(asked, repeat=repeat, asker=asker)
    assert all(map(is_known, custom_ids(view)))
    assert not any("@everyone" in text for text in texts(view))


@settings(max_examples=40)
@given(asked_questions(), st.integers(0, 999))
def test_every_page_of_places_can_be_sent(asked: Asked, number: int) -> None:
    view = answers.places_page(asked, number)
    found = answers.other_places(asked.answer)
    assert (view is None) == (not found)
    if view is not None:
        assert all(map(is_known, custom_ids(view)))


@settings(max_examples=40)
@given(st.lists(passages(), min_size=1, max_size=10), TEXTS.filter(lambda words: label(words, 80)), st.integers(0, 999))
def test_every_page_of_a_search_can_be_sent(found: list[Passage], words: str, number: int) -> None:
    assert all(map(is_known, custom_ids(answers.search_page(words, found, number))))


@settings(max_examples=40)
@given(st.lists(st.tuples(passages(), LINES), min_size=1, max_size=3))
def test_lines_around_every_place_can_be_sent(found: list[tuple[Passage, tuple[Line, ...]]]) -> None:
    assert texts(places.around(found))


@settings(max_examples=40)
@given(TOPICS, LINES, st.integers(0, 9_999))
def test_every_topic_can_be_sent(headings: list[tuple[str, str]], lines: tuple[Line, ...], number: int) -> None:
    found = outline([Topic(file, at, (heading,), at) for at, (file, heading) in enumerate(sorted(headings), 1)])
    for place in found.values():
        view = topics.topic_page(found, place, number, topics.portions(lines))
        assert all(map(is_known, custom_ids(view)))


def quote(text: str, *depths: int, code: tuple[int, ...] = (), heading: tuple[str, ...] = ("SQS",)) -> Passage:
    return Passage("sqs.md", 12, 12 + text.count("\n"), heading, text, 0.0, depths, frozenset(code))


def asked_with(*quotes: Passage, disagreements: tuple[Disagreement, ...] = (), about: str = "") -> Asked:
    return Asked(7, "q", 1, Answer("q", True, "x", 1.0, quotes, quotes, disagreements), about)  # noqa: FBT003


@pytest.mark.parametrize(
    ("passage", "expected"),
    [
        (quote("At most 12 hours."), "### At most 12 hours."),
        (quote("Read replicas:\nat most 5", 0, 1), "Read replicas:\n### at most 5"),
        (quote("long " * 40), ("long " * 40).strip()),
        (quote("one\ntwo", 0, 0), "- one\n- two"),
        (quote("Steps:\nopen\nclose\nlock it", 0, 1, 1, 2), "Steps:\n- open\n- close\n  - lock it"),
        (
            quote("Type:\n{\n  1\n}\nThen go on.", 0, 1, 1, 1, 1, code=(1, 2, 3)),
            "Type:\n```\n{\n  1\n}\n```\n- Then go on.",
        ),
        (quote("a\n\u200b\nb"), "- a\n- b"),
        (quote("\u200b"), "(nothing that can be shown)"),
    ],
)
def test_a_quote_is_set_as_it_reads_best(passage: Passage, expected: str) -> None:
    assert texts(answers.answer(asked_with(passage))) == [expected, f"-# SQS · {places.file_and_lines(passage)}"]


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ((), "sqs.md:12"),
        (("SQS", "Limits"), "SQS › Limits · sqs.md:12"),
        (("x" * 70, "y" * 40, "z" * 40), f"… › {'y' * 40} › {'z' * 40} · sqs.md:12"),
        (("a" * 200,), f"{'a' * 79}… · sqs.md:12"),
        (("What is *it*?", "a\nb"), r"What is \*it\*? › a b · sqs.md:12"),
    ],
)
def test_where_a_quote_stands(heading: tuple[str, ...], expected: str) -> None:
    assert places.where(quote("x", heading=heading)) == expected


@pytest.mark.parametrize(
    ("beside", "shown"),
    [("short", [8, 9, 10, 11, 12, 13, 14, 15, 16]), ("x" * 400, [11, 12, 13]), ("y " * 900, [11, 12, 13])],
)
def test_as_many_lines_around_a_place_as_one_reads_at_once(beside: str, shown: list[int]) -> None:
    """The nearest are shown, the place itself is whole."""
    lines = [Line(number, "z" * 900 if number == 12 else beside, quoted=number == 12) for number in range(8, 17)]
    (text, hint) = texts(places.around([(quote("z"), lines)]))
    rows = text.split("\n")[2:-1]
    assert [int(row[2:].split()[0]) for row in rows] == shown
    assert f"> 12 {'z' * 900}" in rows
    assert hint == "-# The lines marked > are the ones that are quoted."


def test_a_disagreement_names_both_sides_with_their_places() -> None:
    sides = (Side("at most 12 h", "a.md", 3, 3), Side("at most 10 h", "b.md", 7, 8))
    view = answers.answer(asked_with(quote("At most 12 hours."), disagreements=(Disagreement("timeout", sides),)))
    assert texts(view)[-1].split("\n") == [
        "**Your notes disagree about timeout:**",
        *("> at most 12 h", "-# a.md:3", "> at most 10 h", "-# b.md:7-8"),
    ]


def test_a_follow_up_is_shown_as_it_was_understood() -> None:
    assert texts(answers.answer(asked_with(quote("x"), about="earlier")))[0] == "-# Understood as: q"


def test_the_nearest_topics_lead_to_the_topics_or_to_what_the_notes_say_of_them() -> None:
    """The second where a topic is not above one of the places that were found; twice the same is offered once."""
    found = Answer("q", False, "", 0.1, (quote("x", heading=("SQS", "Limits")),), suggestions=("Limits", "SNS", "SNS"))  # noqa: FBT003
    shown = buttons(answers.answer(Asked(7, "q", None, found)))
    (limits,) = (key for key, place in outline([Topic("sqs.md", 1, ("SQS", "Limits"), 1)]).items() if place.path)
    assert shown == {"Limits": f"t:{limits}:open", "SNS": "s:more:0:SNS", "Nearest places": "a:7:more:0"}


def test_a_modal_can_be_sent() -> None:
    assert list(modal_faults(FurtherQuestion(LARGEST_ID, private=True).to_dict())) == []
