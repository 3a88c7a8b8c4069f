"""Practising: what is asked next, what counts as an answer, and how a run adds up."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from bot.study.practice import Practice, answered, passed, start
from knowledge.quiz.grading import Verdict, grade, is_card
from knowledge.quiz.model import Question, QuizKind


def question(
    number: int, kind: QuizKind = QuizKind.GAP, choices: Sequence[str] = ("queue", "topic", "stream")
) -> Question:
    return Question(
        f"q{number}", kind, "Which?", tuple(choices), 0, "line", ("A",), "a.md", number, number, fact=f"fact {number}"
    )


QUEUE = question(1)
HOURS = question(2, choices=("12 hours", "6 hours", "1 day"))
LETTERS = question(3, QuizKind.AUTHORED, ("C", "A", "B"))
LONG = question(4, QuizKind.BELONGS, ("a queue in which messages wait for their reader", "a topic", "a stream"))


def asked(practice: Practice, *typed: str) -> Practice:
    for each in typed:
        practice, _ = answered(practice, each, grade)
    return practice


@pytest.mark.parametrize(
    ("present", "typed", "verdict"),
    [
        (QUEUE, "a", Verdict(right=True, expected="queue", matched="queue")),
        (QUEUE, "A", Verdict(right=True, expected="queue", matched="queue")),
        (QUEUE, " A) ", Verdict(right=True, expected="queue", matched="queue")),
        (QUEUE, "(a)", Verdict(right=True, expected="queue", matched="queue")),
        (QUEUE, "a.", Verdict(right=True, expected="queue", matched="queue")),
        (QUEUE, "b", Verdict(right=False, expected="queue", matched="topic")),
        (QUEUE, "c:", Verdict(right=False, expected="queue", matched="stream")),
        (QUEUE, "Queue", Verdict(right=True, expected="queue", matched="queue")),
        (QUEUE, "a topic", Verdict(right=False, expected="queue", matched="topic")),
        (HOURS, "12h", Verdict(right=True, expected="12 hours", matched="12 hours")),
        (HOURS, "24 hours", Verdict(right=False, expected="12 hours", matched="1 day")),
        (LETTERS, "a", Verdict(right=True, expected="C", matched="C")),
        (LETTERS, "c", Verdict(right=False, expected="C", matched="B")),
        (
            LONG,
            "A queue in which messages wait for their reader.",
            Verdict(right=True, expected=LONG.right, matched=LONG.right),
        ),
    ],
)
def test_a_choice_is_named_by_its_letter_or_its_words(present: Question, typed: str, verdict: Verdict) -> None:
    after, said = answered(start([present], {}, 0), typed, grade)
    assert said == verdict
    assert (after.over, after.right, after.wrong) == (True, int(verdict.right), int(not verdict.right))


@pytest.mark.parametrize("typed", ["d", "z", "2", "banana", "", "?", "é", "ab", "a b", "x" * 5000])
def test_what_is_none_of_the_choices_is_no_answer(typed: str) -> None:
    practice = start([QUEUE], {}, 0)
    assert answered(practice, typed, grade) == (practice, None)


def test_a_flash_card_takes_any_answer_and_is_right_or_wrong() -> None:
    first = start([QUEUE, HOURS, question(5)], {}, 0)
    second = asked(first, "a")
    assert (first.now.card, second.now.card) == (False, True)
    after, verdict = answered(second, "banana", grade)
    assert verdict == Verdict(right=False, expected=second.now.question.right)
    assert (after.right, after.wrong) == (1, 1)


def test_every_second_question_is_a_card_as_long_as_there_are_any() -> None:
    practice = start([LETTERS, LONG, question(6, QuizKind.ORDER), QUEUE, HOURS], {}, 0)
    forms = []
    while not practice.over:
        assert practice.now.card <= is_card(practice.now.question)
        forms.append(practice.now.card)
        practice = passed(practice)
    assert forms[1] is True
    assert sum(forms) <= 2
    assert forms[::2] == [False] * 3


def test_a_run_asks_everything_once_and_adds_up() -> None:
    practice = start([question(n) for n in range(10)], {}, 3)
    seen = []
    while not practice.over:
        seen.append(practice.now.question.id)
        practice = passed(practice) if practice.number % 3 == 0 else asked(practice, "queue")
    assert sorted(seen) == sorted(f"q{n}" for n in range(10))
    assert (practice.right, practice.wrong, practice.skipped) == (7, 0, 3)


def test_what_was_asked_before_comes_last() -> None:
    practice = start([question(n) for n in range(5)], {"q0": 2, "q1": 1, "q2": 3}, 0)
    order = [practice.now.question.id]
    while not (practice := passed(practice)).over:
        order.append(practice.now.question.id)
    assert set(order[:2]) == {"q3", "q4"}
    assert order[2:] == ["q1", "q0", "q2"]


def test_a_new_question_comes_before_an_old_flash_card() -> None:
    practice = start([LETTERS, LONG, QUEUE], {QUEUE.id: 0}, 0)
    assert {turn.question.id for turn in practice.turns[:2]} == {LETTERS.id, LONG.id}


def test_a_run_through_nothing_is_over_at_once() -> None:
    practice = start([], {}, 0)
    assert practice == Practice(())
    assert practice.over
