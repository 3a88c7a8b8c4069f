"""The daily quizzes with their questions, as they were asked."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import date, timedelta, timezone

import pytest

from bot.store.protocol import Store
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from tests.contract.daily import (
    CHANNEL,
    CLOSES,
    DAY,
    GUILD,
    NOW,
    OTHER,
    RIGHT,
    UNKNOWN_IDS,
    answer,
    day,
    posted,
    question,
    quiz_on,
)


async def test_a_quiz_comes_back_as_it_was_made(store: Store) -> None:
    odd = QuizQuestion("ü'\"", "кінд", "?\n\u200f", ("שלום", "", "x" * 3_000), 2, "\\ %_", (), "o/n.md", 1, 2**31)
    quiz = await quiz_on(store, DAY, question("a"), odd)
    assert quiz == Quiz(quiz.id, GUILD, DAY, 1, CHANNEL, CLOSES, (question("a"), odd))
    assert await store.quizzes.get(quiz.id) == quiz
    assert await store.quizzes.on(GUILD, DAY) == quiz
    assert quiz.questions[1].right == "x" * 3_000


async def test_a_guild_and_day_have_one_quiz(store: Store) -> None:
    quizzes = await asyncio.gather(*(quiz_on(store, DAY, question(str(number))) for number in range(10)))
    assert len(set(quizzes)) == 1
    assert (await quiz_on(store)).questions == quizzes[0].questions


async def test_quizzes_of_a_guild_are_numbered(store: Store) -> None:
    numbers = [(await quiz_on(store, day(number))).number for number in (0, 1, 5, 3)]
    assert numbers == [1, 2, 3, 4]
    assert (await quiz_on(store, guild=OTHER)).number == 1


@pytest.mark.parametrize("on", [date.min, date.max])
async def test_the_first_and_the_last_day_are_days(store: Store, on: date) -> None:
    quiz = await quiz_on(store, on)
    assert await store.quizzes.on(GUILD, on) == quiz
    assert await store.quizzes.asked(GUILD) == {"a": on, "b": on}


async def test_times_are_moments_whatever_their_zone(store: Store) -> None:
    there = CLOSES.astimezone(timezone(timedelta(hours=-9, minutes=-30)))
    quiz = await store.quizzes.create(GUILD, DAY, CHANNEL, [question()], there)
    assert quiz.closes_at == CLOSES


@pytest.mark.parametrize("unknown", UNKNOWN_IDS)
async def test_an_unknown_quiz(store: Store, unknown: int) -> None:
    await quiz_on(store)
    assert await store.quizzes.get(unknown) is None
    assert await store.quizzes.on(unknown, DAY) is None
    assert not await store.quizzes.close(unknown, NOW)
    assert not await store.quizzes.withdraw(unknown)
    assert await store.quizzes.latest(unknown, 5) == ()
    assert await store.quizzes.asked(unknown) == {}
    assert await store.quizzes.topics(unknown) == ()


async def test_a_quiz_is_posted_where_and_when_its_posting_was_sent(store: Store) -> None:
    quiz = await quiz_on(store)
    key = PostingKey(GUILD, PostingKind.QUIZ, DAY)
    await store.postings.claim(key, NOW, CLOSES)
    assert await store.quizzes.get(quiz.id) == quiz
    await store.postings.sent(key, CHANNEL + 1, 5, NOW)
    assert await store.quizzes.get(quiz.id) == replace(quiz, channel=CHANNEL + 1, message=5, opened_at=NOW)


async def test_a_quiz_whose_posting_was_missed_is_not_posted(store: Store) -> None:
    quiz = await quiz_on(store)
    await store.postings.miss(PostingKey(GUILD, PostingKind.QUIZ, DAY), NOW)
    assert await store.quizzes.get(quiz.id) == quiz
    assert await store.quizzes.latest(GUILD, 5) == ()
    assert await store.quizzes.withdraw(quiz.id)


async def test_a_quiz_is_closed_once(store: Store) -> None:
    quiz = await posted(store)
    assert await store.quizzes.close(quiz.id, CLOSES)
    assert not await store.quizzes.close(quiz.id, CLOSES + timedelta(hours=1))
    assert await store.quizzes.get(quiz.id) == replace(quiz, closed_at=CLOSES)


async def test_a_withdrawn_quiz_leaves_nothing_but_its_id(store: Store) -> None:
    quiz = await quiz_on(store)
    assert await store.quizzes.withdraw(quiz.id)
    assert not await store.quizzes.withdraw(quiz.id)
    assert await store.quizzes.on(GUILD, DAY) is None
    assert await store.quizzes.asked(GUILD) == {}
    assert await store.quizzes.topics(GUILD) == ()
    again = await quiz_on(store)
    assert again.id > quiz.id, "an old button cannot lead to a new quiz"
    assert again.number == quiz.number


async def test_a_number_is_not_given_twice(store: Store) -> None:
    first, _ = await quiz_on(store, day(0)), await quiz_on(store, day(1))
    await store.quizzes.withdraw(first.id)
    assert (await quiz_on(store, day(2))).number == 3


@pytest.mark.parametrize("seen", ["posted", "answered"])
async def test_a_quiz_that_people_saw_is_not_withdrawn(store: Store, seen: str) -> None:
    quiz = await (posted(store) if seen == "posted" else quiz_on(store))
    if seen == "answered":  # its message went out just before a crash
        await answer(store, quiz, 1, RIGHT)
    assert not await store.quizzes.withdraw(quiz.id)
    assert await store.quizzes.get(quiz.id) == quiz


async def test_the_latest_are_posted_ones_of_the_guild(store: Store) -> None:
    quizzes = [await posted(store, day(number)) for number in (2, 0, 1)]
    await quiz_on(store, day(3))
    await posted(store, day(5), guild=OTHER)
    assert await store.quizzes.latest(GUILD, 10) == (quizzes[0], quizzes[2], quizzes[1])
    assert await store.quizzes.latest(GUILD, 1) == (quizzes[0],)


async def test_unfinished_are_posted_ones_that_are_over_and_have_no_results(store: Store) -> None:
    sent, missed, claimed, over = [await posted(store, day(number)) for number in (5, 4, 3, 2)]
    earlier = await posted(store, day(1), guild=OTHER)
    same_day = await posted(store, day(2), guild=OTHER)
    await quiz_on(store, day(0))
    await store.postings.sent(PostingKey(GUILD, PostingKind.RESULTS, sent.day), CHANNEL, 1, NOW)
    await store.postings.miss(PostingKey(GUILD, PostingKind.RESULTS, missed.day), NOW)
    await store.postings.claim(PostingKey(GUILD, PostingKind.RESULTS, claimed.day), NOW, CLOSES)
    await store.quizzes.close(claimed.id, CLOSES)
    expected = (earlier, over, same_day, replace(claimed, closed_at=CLOSES))
    assert await store.quizzes.unfinished(CLOSES) == expected
    assert await store.quizzes.unfinished(CLOSES - timedelta(microseconds=1)) == ()


async def test_a_quiz_kept_after_its_results_were_settled_is_finished(store: Store) -> None:
    await store.postings.miss(PostingKey(GUILD, PostingKind.RESULTS, day(0)), NOW)
    await posted(store, day(0))
    assert await store.quizzes.unfinished(CLOSES) == ()


async def test_what_was_asked_has_its_last_day(store: Store) -> None:
    await quiz_on(store, day(4), question("a"), question("b"))
    await quiz_on(store, day(2), question("a"), question("c"))
    await quiz_on(store, day(9), question("a"), guild=OTHER)
    assert await store.quizzes.asked(GUILD) == {"a": day(4), "b": day(4), "c": day(2)}


async def test_topics_are_headings_most_often_asked_first(store: Store) -> None:
    limits, other_case = question("a", topic=("SQS", "Limits")), question("b", topic=("sqs", "Größe"))
    twice = question("c", topic=("Limits", "limits", "Ärger"))
    await quiz_on(store, day(0), limits, other_case, question("d", topic=()))
    await quiz_on(store, day(1), limits, twice)
    await quiz_on(store, day(1), question("e", topic=("Theirs",)), guild=OTHER)
    assert await store.quizzes.topics(GUILD) == ("Limits", "SQS", "Größe", "Ärger")


async def test_a_quiz_says_which_questions_are_retired_by_now(store: Store) -> None:
    quiz = await quiz_on(store, DAY, replace(question("a"), retired=True), question("b"))
    theirs = await quiz_on(store, guild=OTHER)
    assert quiz.counted == (0, 1), "what came in says nothing of that"
    await store.reviews.retire(GUILD, "b", 1, NOW)
    found = await store.quizzes.get(quiz.id)
    assert found is not None
    assert [asked.retired for asked in found.questions] == [False, True]
    assert found.counted == (0,)
    assert await store.quizzes.get(theirs.id) == theirs
    assert (await quiz_on(store, day(1))).counted == (0,), "also in a new quiz"
    await store.reviews.reinstate(GUILD, "b")
    assert await store.quizzes.get(quiz.id) == quiz


@pytest.mark.parametrize(
    ("began", "ended", "hindered"),
    [
        (timedelta(), timedelta(hours=10), False),  # half of it is left
        (timedelta(), timedelta(hours=10, seconds=1), True),
        (timedelta(hours=-50), timedelta(hours=10), False),  # before it was posted nothing is lost
        (timedelta(hours=9), timedelta(days=3), True),
        (timedelta(hours=10), timedelta(days=3), False),
        (timedelta(days=-3), timedelta(days=3), True),
        (timedelta(days=-3), timedelta(), False),
        (timedelta(days=1), timedelta(days=3), False),
    ],
)
async def test_a_quiz_that_loses_more_than_half_of_its_time_is_hindered(
    store: Store,
    began: timedelta,
    ended: timedelta,
    hindered: bool,  # noqa: FBT001 - a column of the table
) -> None:
    await posted(store)
    await quiz_on(store, day(1))  # never posted, so nobody could have played it
    assert await store.quizzes.hinder(NOW + began, NOW + ended) == int(hindered)
    assert await store.board.hindered_days(GUILD) == ({DAY} if hindered else frozenset())
    assert await store.board.hindered_days(OTHER) == frozenset()


async def test_what_was_hindered_stays_hindered(store: Store) -> None:
    await posted(store)
    for _ in range(2):
        assert await store.quizzes.hinder(NOW, CLOSES) == 1
    assert await store.quizzes.hinder(CLOSES, CLOSES + timedelta(days=1)) == 0
    assert await store.board.hindered_days(GUILD) == {DAY}
