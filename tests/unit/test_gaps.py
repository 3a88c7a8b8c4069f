"""Questions without a good answer, grouped when alike."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.protocol import AskedQuestion
from bot.study.gaps import Gap, Why, grouped

START = datetime(2027, 1, 1, tzinfo=UTC)


def asked(*texts: str, found: bool = False) -> list[AskedQuestion]:
    """Questions that were asked a minute apart, latest first as the store gives them."""
    return [
        AskedQuestion(number, 1, text, START + timedelta(minutes=number), found, unhelpful=int(found))
        for number, text in reversed(list(enumerate(texts, start=1)))
    ]


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("what is the max size of a table", "Max table size?", True),
        ("what is the maximum retention", "whats the maximum retentoin", True),
        ("how do I restore a backup", "how to restore backups", True),
        ("what is a dead-letter queue", "dead letter queue?", True),
        ("what is sns", "what is sqs", False),
        ("max memory of a lambda", "max timeout of a lambda", False),
        ("afferent nerve", "efferent nerve", False),
        ("version 1 of the api", "version 2 of the api", False),
        ("what is it", "who was that", False),
        ("???", "???", True),
        ("Где лимиты?", "где лимиты", True),
    ],
)
def test_what_counts_as_alike(one: str, other: str, *, alike: bool) -> None:
    assert (len(grouped(asked(one, other))) == 1) is alike


def test_a_gap_tells_how_often_and_when_last_and_never_who() -> None:
    gaps = grouped(
        asked("mysql port", "what is kinesis", "the port of mysql", "kinesis?", "port of mysqll", "the port of mysql")
    )
    assert gaps == (
        Gap("the port of mysql", Why.NOT_FOUND, 4, START + timedelta(minutes=6), (6, 5, 3, 1)),
        Gap("kinesis?", Why.NOT_FOUND, 2, START + timedelta(minutes=4), (4, 2)),
    )


def test_what_was_not_found_stays_apart_from_what_did_not_help() -> None:
    both = [*asked("what is kinesis"), *asked("what is kinesis", found=True)]
    assert {gap.why for gap in grouped(both)} == {Why.NOT_FOUND, Why.UNHELPFUL}


def test_nothing_asked_leaves_no_gap() -> None:
    assert grouped([]) == ()


@given(st.lists(st.tuples(st.text("absqz 5é?", max_size=12), st.booleans()), max_size=30))
def test_every_question_is_in_one_gap(texts: Sequence[tuple[str, bool]]) -> None:
    """Whatever was asked, nothing is lost and nothing is counted twice, and the most asked comes first."""
    questions = [
        AskedQuestion(number, 1, text, START + timedelta(minutes=number), found)
        for number, (text, found) in enumerate(texts)
    ]
    gaps = grouped(questions)
    assert sorted(asked_id for gap in gaps for asked_id in gap.asked_ids) == list(range(len(questions)))
    assert [gap.times for gap in gaps] == sorted((len(gap.asked_ids) for gap in gaps), reverse=True)
    assert all(gap.question in {questions[asked_id].text for asked_id in gap.asked_ids} for gap in gaps)
