"""The order in which a member sees the choices: by chance, fair, and never against what the author relied on."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study.daily.order import shown_order

IDS = st.integers(1, 2**63 - 1)
PLACES = st.integers(0, 9)
PLAIN = st.lists(st.text("klmnopqrst", min_size=3, max_size=12), min_size=2, max_size=10, unique=True)

MEMBERS = range(10**17, 10**17 + 400)


def fixed(*choices: str) -> set[int]:
    """The indices of the choices that everybody sees where they stand."""
    orders = [shown_order(1, 0, member, choices) for member in MEMBERS[:60]]
    return {index for index in range(len(choices)) if all(order[index] == index for order in orders)}


@given(IDS, PLACES, IDS, PLAIN)
def test_every_choice_is_shown_once_and_always_at_the_same_place(
    quiz: int, place: int, member: int, choices: list[str]
) -> None:
    order = shown_order(quiz, place, member, choices)
    assert sorted(order) == list(range(len(choices)))
    assert order == shown_order(quiz, place, member, tuple(choices))


@settings(derandomize=True, max_examples=40)  # by chance, one in a million would be further off
@given(IDS, PLACES, PLAIN)
def test_the_right_answer_is_as_often_at_one_place_as_at_another(quiz: int, place: int, choices: list[str]) -> None:
    """For whichever choice is the right one: over many members each place has its share, within six deviations."""
    size = len(choices)
    share = len(MEMBERS) / size
    allowed = 6 * (share * (1 - 1 / size)) ** 0.5
    orders = [shown_order(quiz, place, member, choices) for member in MEMBERS]
    for shown_at in range(size):
        for times in Counter(order[shown_at] for order in orders).values():
            assert abs(times - share) <= allowed


def test_members_and_questions_have_orders_of_their_own() -> None:
    members = {shown_order(1, 0, member, "wxyz") for member in MEMBERS}
    places = {shown_order(1, place, MEMBERS[0], "wxyz") for place in range(10)}
    quizzes = {shown_order(quiz, 0, MEMBERS[0], "wxyz") for quiz in range(40)}
    assert len(members) == 24
    assert len(places) > 4
    assert len(quizzes) > 12


@pytest.mark.parametrize(
    "last",
    [
        "All of the above",
        "all of the above.",
        "None of the above",
        "All of these",
        "None of these",
        "None of them",
        "Any of these",
        "Both of these",
        "Two of the above",
        "All the above",
        "None of the other options",
        "All of these answers are correct",
        "All are correct",
        "None is right",
        "Neither of them",
        "Both",
        "Neither",
        "None",
        "Both queues and topics",
        "Neither queues nor topics",
        "More than one of these",
        " All of the above ",
        "It can be any of the above",
    ],
)
def test_a_last_choice_that_speaks_of_the_others_stays_last(last: str) -> None:
    assert fixed("a queue", "a topic", "a stream", last) == {3}


def test_several_last_choices_that_speak_of_the_others_stay_last() -> None:
    assert fixed("a queue", "a topic", "a stream", "All of the above", "None of the above") == {3, 4}


@pytest.mark.parametrize(
    "choice",
    [
        "both a and b",
        "Both A and B",
        "A and B",
        "A, B and C",
        "a, b, and c",
        "A or C",
        "Only A",
        "C only",
        "Neither A nor B",
        "All except C",
        "Answers A and C",
        "(a) and (b)",
        "A & B",
        "1 and 2",
        "A and B are correct",
    ],
)
@pytest.mark.parametrize("at", [0, 3])
def test_where_a_choice_names_others_by_letter_all_stay(choice: str, at: int) -> None:
    choices = ["a queue", "a topic", "a stream"]
    choices.insert(at, choice)
    assert fixed(*choices) == {0, 1, 2, 3}


def test_where_a_choice_speaks_of_those_above_and_more_come_below_all_stay() -> None:
    assert fixed("a queue", "a topic", "both of the above", "a stream") == {0, 1, 2, 3}


@pytest.mark.parametrize(
    "last",
    [
        "All instances of a region",
        "A queue",
        "a",
        "B",
        "12",
        "Two",
        "A and more",
        "Any region",
        "The layer above",
        "none-blocking calls",
        "C++",
        "A record",
        "An answer",
    ],
)
def test_an_ordinary_last_choice_changes_places_like_the_others(last: str) -> None:
    assert fixed("a queue", "a topic", "a stream", last) == set()


def test_choices_that_are_letters_or_numbers_themselves_change_places() -> None:
    assert fixed("A", "B", "AB", "0") == set()
    assert fixed("1", "2", "3", "4") == set()
