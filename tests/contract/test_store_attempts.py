"""Who chose what: the record that all scores follow from."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest

from bot.store.protocol import Store
from bot.store.protocol.attempts import Attempt, AttemptRecord, Outcome, Recorded, Result
from tests.contract.daily import (
    CLOSES,
    DAY,
    GUILD,
    NOW,
    OTHER,
    RIGHT,
    UNKNOWN_IDS,
    WRONG,
    answer,
    answers,
    day,
    posted,
    question,
    quiz_on,
)

BEFORE_CLOSING = (CLOSES - NOW) / timedelta(minutes=1)


@pytest.mark.parametrize("member", [1, OTHER])
async def test_an_attempt_is_kept(store: Store, member: int) -> None:
    quiz = await posted(store)
    recorded = await answer(store, quiz, member, WRONG, place=1, minutes=3)
    attempt = Attempt(quiz.id, 1, member, WRONG, NOW + timedelta(minutes=3))
    assert recorded == Recorded(Outcome.KEPT, attempt)
    assert await store.attempts.of(quiz.id, member) == (attempt,)


async def test_the_first_attempt_stays(store: Store) -> None:
    quiz = await posted(store)
    first = await answer(store, quiz, 1, WRONG, name="early")
    again = Recorded(Outcome.REPEATED, first.attempt)
    assert await answer(store, quiz, 1, RIGHT, minutes=1, name="late") == again
    assert [result.name for result in await store.attempts.results(quiz.id)] == ["early"]
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await answer(store, quiz, 1, RIGHT) == again
    await store.quizzes.close(quiz.id, CLOSES)
    assert await answer(store, quiz, 1, RIGHT) == again
    assert await store.attempts.choices(quiz.id) == ((1, 0, 0, 0), (0, 0, 0, 0))


async def test_of_many_at_once_one_is_the_first(store: Store) -> None:
    quiz = await posted(store)
    recorded = await asyncio.gather(*(answer(store, quiz, 1, number % 4) for number in range(40)))
    assert [r.outcome for r in recorded].count(Outcome.KEPT) == 1
    assert {r.attempt for r in recorded} == set(await store.attempts.of(quiz.id, 1))


@pytest.mark.parametrize(
    ("minutes", "outcome"),
    [(-99, Outcome.KEPT), (BEFORE_CLOSING - 0.001, Outcome.KEPT), (BEFORE_CLOSING, Outcome.CLOSED)],
)
async def test_answers_are_taken_up_to_the_closing_time(store: Store, minutes: int, outcome: Outcome) -> None:
    quiz = await posted(store)
    assert (await answer(store, quiz, 1, RIGHT, minutes=minutes)).outcome is outcome
    assert await store.attempts.players(quiz.id) == (outcome is Outcome.KEPT)


async def test_a_closed_quiz_takes_no_answers_whatever_the_time(store: Store) -> None:
    quiz = await posted(store)
    await store.quizzes.close(quiz.id, NOW + timedelta(hours=1))
    assert await answer(store, quiz, 1, RIGHT) == Recorded(Outcome.CLOSED)
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await answer(store, quiz, 1, RIGHT) == Recorded(Outcome.CLOSED)
    assert await store.attempts.results(quiz.id) == ()


async def test_a_retired_question_takes_no_answers(store: Store) -> None:
    quiz = await posted(store)
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await answer(store, quiz, 1, RIGHT, place=0) == Recorded(Outcome.RETIRED)
    assert (await answer(store, quiz, 1, RIGHT, place=1)).outcome is Outcome.KEPT
    await store.reviews.reinstate(GUILD, "a")
    assert (await answer(store, quiz, 1, RIGHT, place=0)).outcome is Outcome.KEPT


@pytest.mark.parametrize("forged", [-1, 2, 4, 2**63, -(2**63) - 1, 10**30])
async def test_what_was_forged_is_unknown(store: Store, forged: int) -> None:
    quiz = await posted(store, DAY, question("a"), question("b", choices=2))
    unknown = Recorded(Outcome.UNKNOWN)
    assert await store.attempts.add(Attempt(forged, 0, 1, RIGHT, NOW), "x") == unknown
    assert await answer(store, quiz, 1, RIGHT, place=forged) == unknown
    assert await answer(store, quiz, 1, forged, place=1) == unknown
    assert await store.attempts.players(quiz.id) == 0


@pytest.mark.parametrize("unknown", UNKNOWN_IDS)
async def test_an_unknown_quiz_or_member(store: Store, unknown: int) -> None:
    quiz = await posted(store)
    await answer(store, quiz, 1, RIGHT)
    assert await store.attempts.of(unknown, 1) == ()
    assert await store.attempts.of(quiz.id, unknown) == ()
    assert await store.attempts.players(unknown) == 0
    assert await store.attempts.choices(unknown) == ()
    assert await store.attempts.results(unknown) == ()
    assert await store.attempts.records(unknown) == ()


async def test_a_quiz_that_is_not_known_to_be_posted_takes_answers(store: Store) -> None:
    """Its message is out there, where the program ended before it kept the id."""
    assert (await answer(store, await quiz_on(store), 1, RIGHT)).outcome is Outcome.KEPT


async def test_attempts_of_a_member_are_by_place(store: Store) -> None:
    quiz = await posted(store, DAY, *map(question, "abc"))
    for place in (2, 0, 1):
        await answer(store, quiz, 1, RIGHT, place)
        await answer(store, quiz, 2, WRONG, place)
    assert [attempt.place for attempt in await store.attempts.of(quiz.id, 1)] == [0, 1, 2]


async def test_choices_are_counted_for_each_question(store: Store) -> None:
    quiz = await posted(store, DAY, question("a"), question("b", choices=2), question("c", choices=3))
    for member, place, choice in ((1, 0, 3), (2, 0, 3), (3, 0, 0), (1, 1, 1)):
        await answer(store, quiz, member, choice, place)
    await store.reviews.retire(GUILD, "a", 1, NOW)
    await store.members.hide(GUILD, 1, hidden=True)
    assert await store.attempts.choices(quiz.id) == ((1, 0, 0, 2), (0, 1), (0, 0, 0))
    assert await store.attempts.players(quiz.id) == 3


async def test_results_are_in_order_of_what_was_reached(store: Store) -> None:
    quiz = await posted(store, DAY, *map(question, "abc"))
    await answers(store, quiz, {9: "+-.", 8: "++-", 6: "+..", 5: "--.", 4: "-.."})
    await answer(store, quiz, 7, RIGHT, minutes=-1)
    await answer(store, quiz, 3, RIGHT)
    await store.members.hide(GUILD, 8, hidden=True)
    results = await store.attempts.results(quiz.id)
    assert [(r.member, r.right, r.answered, r.hidden) for r in results] == [
        (8, 2, 3, True),
        (7, 1, 1, False),
        (3, 1, 1, False),
        (6, 1, 1, False),
        (9, 1, 2, False),
        (4, 0, 1, False),
        (5, 0, 2, False),
    ]


async def test_results_leave_retired_questions_out_and_nobody_else(store: Store) -> None:
    quiz = await posted(store)
    await answers(store, quiz, {1: "+-", 2: "-+", 3: "+."})
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await store.attempts.results(quiz.id) == (
        Result(2, "member 2", 1, 1),
        Result(3, "member 3", 0, 0),
        Result(1, "member 1", 0, 1),
    )


async def test_a_member_is_called_as_at_the_last_attempt_in_each_guild(store: Store) -> None:
    quiz, theirs = await posted(store), await posted(store, guild=OTHER)
    await answer(store, quiz, 1, RIGHT, 0, name="first")
    await answer(store, quiz, 1, RIGHT, 1, name="אבג 😀")
    await answer(store, theirs, 1, RIGHT, 0, name="elsewhere")
    assert [result.name for result in await store.attempts.results(quiz.id)] == ["אבג 😀"]
    assert {record.name for record in await store.attempts.records(GUILD)} == {"אבג 😀"}


async def test_records_have_all_of_a_guild_in_order(store: Store) -> None:
    late, early = await posted(store, day(1)), await posted(store, day(0))
    await posted(store, guild=OTHER)
    await answer(store, late, 1, RIGHT, 1, minutes=9)
    await answer(store, late, 1, WRONG, 0, minutes=5)
    await answer(store, early, 2, RIGHT, 0, minutes=7)
    await answer(store, early, 3, RIGHT, 0, minutes=6)
    await answer(store, early, 1, 3, 0, minutes=6)
    await store.reviews.retire(GUILD, "b", 1, NOW)
    records = await store.attempts.records(GUILD)
    assert [(r.quiz, r.place, r.member) for r in records] == [
        (early.id, 0, 1),
        (early.id, 0, 3),
        (early.id, 0, 2),
        (late.id, 0, 1),
        (late.id, 1, 1),
    ]
    at = NOW + timedelta(minutes=9)
    assert records[-1] == AttemptRecord(
        GUILD,
        day(1),
        late.id,
        1,
        "b",
        question("b").prompt,
        1,
        "member 1",
        "choice 1",
        right=True,
        counted=False,
        at=at,
    )
    assert [record.right for record in records] == [False, True, True, False, True]
    assert [record.counted for record in records] == [True, True, True, True, False]
