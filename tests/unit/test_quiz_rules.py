"""The rules that a program can check: for each of them a question that breaks it, and one that just keeps it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from knowledge.quiz.model import LONGEST_CHOICE, LONGEST_PROMPT, Question, QuizKind
from knowledge.quiz.rules import is_longest, violations, violations_together

GOOD = Question(
    id="a1",
    kind=QuizKind.VALUE,
    prompt="Amazon SQS: what is the maximum visibility timeout?",
    choices=("30 seconds", "15 minutes", "12 hours", "14 days"),
    answer=2,
    explanation="Maximum visibility timeout: 12 hours",
    topic=("Amazon SQS", "Visibility timeout"),
    file="sqs.md",
    start_line=5,
    end_line=5,
    fact="sqs.md:5",
)
WRITTEN = replace(GOOD, kind=QuizKind.AUTHORED, by_hand=True, prompt="Amazon SQS: when is it seen again?")

PROMPT = "the prompt is empty or too long"
RIGHT = "no choice is the right one"
NUMBER = "too few or too many choices"
SAME = "two choices are the same"
CHOICE = "a choice is empty or too long"
EXPLANATION = "there is no explanation"
POINTING = "the prompt points at something outside of it"
ADDRESS = "there is an address in it"
OPEN = "a bracket or a quotation mark is not closed"
TOLD = "the prompt gives the answer away"
LENGTH = "the choices are of very different length"
NO_QUESTION = "the prompt asks nothing"


def test_a_good_question_breaks_no_rule() -> None:
    assert violations(GOOD) == ()
    assert violations(WRITTEN) == ()


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        pytest.param({"prompt": ""}, PROMPT, id="no prompt"),
        pytest.param({"prompt": "w" * LONGEST_PROMPT + "?"}, PROMPT, id="long prompt"),
        pytest.param({"answer": 4}, RIGHT, id="answer after the last choice"),
        pytest.param({"answer": -1}, RIGHT, id="answer before the first choice"),
        pytest.param({"choices": ("12 hours", "14 days"), "answer": 0}, NUMBER, id="two choices"),
        pytest.param({"choices": ("1 h", "2 h", "3 h", "4 h", "5 h")}, NUMBER, id="five choices"),
        pytest.param({"choices": ("30 seconds", "14 days", "12 hours", "14 days")}, SAME, id="a choice twice"),
        pytest.param({"choices": ("30 seconds", "12 Hours", "12 hours", "14 days")}, SAME, id="but for capitals"),
        pytest.param({"choices": ("30 seconds", "12-hours", "12 hours", "14 days")}, SAME, id="but for a hyphen"),
        pytest.param({"choices": ("30 seconds", "", "12 hours", "14 days")}, CHOICE, id="empty choice"),
        pytest.param({"choices": ("x" * 81, "y" * 81, "z" * 81), "answer": 0}, CHOICE, id="long choices"),
        pytest.param({"explanation": ""}, EXPLANATION, id="no explanation"),
        pytest.param({"prompt": "How long can it be hidden?"}, POINTING, id="it"),
        pytest.param({"prompt": "They are hidden for how long?"}, POINTING, id="they"),
        pytest.param({"prompt": "Which of the following is the maximum?"}, POINTING, id="the following"),
        pytest.param({"prompt": "What is the timeout described above?"}, POINTING, id="above"),
        pytest.param({"prompt": "What is the timeout (see below)?"}, POINTING, id="see below"),
        pytest.param({"prompt": "What does https://example.org/sqs say?"}, ADDRESS, id="address in the prompt"),
        pytest.param({"choices": ("www.a.org", "www.b.org", "www.c.org"), "answer": 0}, ADDRESS, id="addresses"),
        pytest.param({"prompt": "What is the timeout (of a message?"}, OPEN, id="bracket"),
        pytest.param({"prompt": "What is the timeout of a “message?"}, OPEN, id="quotation marks"),
        pytest.param({"prompt": 'What is the timeout of a "message?'}, OPEN, id="straight quotation marks"),
        pytest.param({"prompt": "What is the timeout of a `message?"}, OPEN, id="code"),
        pytest.param({"choices": ("30 seconds", "15 minutes)", "12 hours", "14 days")}, OPEN, id="bracket in a choice"),
        pytest.param({"prompt": "Which timeout in hours is the maximum?"}, TOLD, id="a word of the right choice alone"),
        pytest.param({"choices": ("a", "b " * 30, "12 hours"), "answer": 2}, LENGTH, id="one far longer"),
        pytest.param({"choices": ("12 h", "of a " * 10, "13 h"), "answer": 1}, LENGTH, id="the right one far longer"),
        pytest.param({"prompt": "Amazon SQS: the maximum visibility timeout."}, NO_QUESTION, id="no question"),
    ],
)
def test_a_question_that_breaks_a_rule_is_caught(changed: dict[str, Any], broken: str) -> None:
    assert broken in violations(replace(GOOD, **changed))


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"prompt": "w" * (LONGEST_PROMPT - 1) + "?"}, id="prompt of full length"),
        pytest.param({"choices": tuple(c * LONGEST_CHOICE for c in "xyz"), "answer": 0}, id="choices of full length"),
        pytest.param({"choices": ("30 seconds", "12 hours", "14 days"), "answer": 1}, id="three choices"),
        pytest.param({"prompt": "SQS: fill the gap. “hidden for up to ____”"}, id="a gap"),
        pytest.param({"prompt": "Which timeout of a message (in SQS) is the “maximum” here?"}, id="closed brackets"),
        pytest.param(
            {"prompt": "Which timeout in hours?", "choices": ("2 hours", "15 minutes", "12 hours")}, id="a shared word"
        ),
        pytest.param({"prompt": "SQS: what is the maximum in a unit, with an item?"}, id="words that begin with it"),
    ],
)
def test_a_question_that_just_keeps_the_rules_is_kept(changed: dict[str, Any]) -> None:
    assert violations(replace(GOOD, **changed)) == ()


@pytest.mark.parametrize(
    ("changed", "broken"),
    [
        ({"prompt": ""}, PROMPT),
        ({"answer": 4}, RIGHT),
        ({"choices": ("12 hours",), "answer": 0}, NUMBER),
        ({"choices": ("yes", "Yes", "no"), "answer": 0}, SAME),
        ({"choices": ("yes", "n" * (LONGEST_CHOICE + 1)), "answer": 0}, CHOICE),
        ({"explanation": ""}, EXPLANATION),
    ],
)
def test_a_question_written_by_hand_must_be_usable(changed: dict[str, Any], broken: str) -> None:
    assert violations(replace(WRITTEN, **changed)) == (broken,)


@pytest.mark.parametrize(
    "changed",
    [
        {"choices": ("yes", "no"), "answer": 0},
        {"choices": tuple("abcdef"), "answer": 5},
        {"prompt": "Hours: is it the following?"},
        {"prompt": "See https://example.org."},
        {"choices": ("no", "yes, for every message of the queue"), "answer": 1},
    ],
)
def test_a_question_written_by_hand_is_left_as_its_author_put_it(changed: dict[str, Any]) -> None:
    assert violations(replace(WRITTEN, **changed)) == ()


LONGEST = replace(GOOD, choices=("1 s", "2 s", "12 hours"), answer=2)


def numbered(*questions: Question) -> list[Question]:
    return [replace(q, id=f"q{i}", prompt=f"{i}. {q.prompt}") for i, q in enumerate(questions)]


def test_questions_that_all_differ_break_no_rule_together() -> None:
    assert violations_together(()) == ()
    assert violations_together(numbered(*[GOOD] * 30)) == ()


def test_an_id_must_not_occur_twice() -> None:
    assert violations_together([GOOD, replace(GOOD, prompt="Another one?")]) == ("the same id twice: a1",)


def test_a_question_must_not_be_asked_twice() -> None:
    (broken,) = violations_together([GOOD, replace(GOOD, id="a2", prompt=GOOD.prompt.upper())])
    assert broken.startswith("the same question twice: ")


def test_the_same_words_with_another_answer_are_another_question() -> None:
    assert violations_together([GOOD, replace(GOOD, id="a2", answer=1)]) == ()


def test_the_right_choice_must_not_be_the_longest_as_a_rule() -> None:
    kept, broken = [LONGEST] * 35 + [GOOD] * 65, [LONGEST] * 36 + [GOOD] * 64
    assert violations_together(numbered(*kept)) == ()
    assert violations_together(numbered(*broken)) == ("the right choice is the longest in 36 of 100 questions",)


@pytest.mark.parametrize(
    ("choices", "longest"),
    [
        (("12 hours", "1 day", "30 s"), True),
        (("12 hours", "13 hours", "30 s"), False),
        (("12 hours", "30 seconds", "1 s"), False),
    ],
)
def test_the_longest_choice_is_longer_than_every_other(choices: tuple[str, ...], *, longest: bool) -> None:
    assert is_longest(replace(GOOD, choices=choices, answer=0)) is longest
