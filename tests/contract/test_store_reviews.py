"""Questions that members reported, and those that managers retired."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.store.protocol import Store
from bot.store.protocol.quizzes import Quiz
from bot.store.protocol.reviews import Report
from tests.contract.daily import DAY, GUILD, NOW, OTHER, RIGHT, UNKNOWN_IDS, answer, day, posted, question, quiz_on

MANAGER = 500


def minute(number: int) -> datetime:
    return NOW + timedelta(minutes=number)


async def report(store: Store, quiz: Quiz, place: int, member: int, at: int = 0) -> bool:
    return await store.reviews.report(quiz.id, place, member, minute(at))


async def test_a_member_reports_a_question_once(store: Store) -> None:
    quiz = await posted(store)
    assert await report(store, quiz, 0, 1)
    assert not await report(store, quiz, 0, 1, at=5)
    assert await report(store, quiz, 0, 2, at=1)
    assert await store.reviews.reports(GUILD) == (Report("a", quiz.id, 0, 2, minute(1)),)


async def test_a_question_is_the_same_in_every_quiz_of_a_guild(store: Store) -> None:
    first = await posted(store, day(0), question("a"), question("b"))
    last = await posted(store, day(2), question("b"), question("a"), question("a"))
    between, theirs = await posted(store, day(1)), await posted(store, guild=OTHER)
    assert await report(store, first, 0, 1)
    assert not await report(store, last, 1, 1)
    assert await report(store, between, 0, 2)
    assert await report(store, theirs, 0, 1)
    assert await store.reviews.reports(GUILD) == (Report("a", last.id, 2, 2, NOW),)
    assert await store.reviews.reports(OTHER) == (Report("a", theirs.id, 0, 1, NOW),)


async def test_most_reported_come_first_then_latest(store: Store) -> None:
    quiz = await posted(store, DAY, *map(question, "abcde"))
    for place, member, at in ((0, 1, 9), (3, 1, 9), (1, 1, 1), (1, 2, 2), (4, 1, 10)):
        await report(store, quiz, place, member, at)
    assert [found.question for found in await store.reviews.reports(GUILD)] == ["b", "e", "a", "d"]


@pytest.mark.parametrize("unknown", [-1, 2, 2**63, 10**30])
async def test_what_there_is_not_cannot_be_reported(store: Store, unknown: int) -> None:
    quiz = await posted(store)
    assert not await report(store, quiz, unknown, 1)
    assert not await store.reviews.report(unknown, 0, 1, NOW)
    assert await store.reviews.reports(GUILD) == ()


@pytest.mark.parametrize("unknown", UNKNOWN_IDS)
async def test_an_unknown_guild(store: Store, unknown: int) -> None:
    quiz = await posted(store)
    await report(store, quiz, 0, 1)
    assert await store.reviews.reports(unknown) == ()
    assert await store.reviews.retired(unknown) == frozenset()
    assert not await store.reviews.keep(unknown, "a", MANAGER, NOW)
    assert not await store.reviews.retire(unknown, "a", MANAGER, NOW)
    assert not await store.reviews.reinstate(unknown, "a")


async def test_a_question_that_is_kept_can_be_reported_anew(store: Store) -> None:
    quiz = await posted(store)
    assert not await store.reviews.keep(GUILD, "a", MANAGER, NOW)
    await report(store, quiz, 0, 1)
    await report(store, quiz, 0, 2)
    await report(store, quiz, 1, 1)
    assert await store.reviews.keep(GUILD, "a", MANAGER, minute(1))
    assert not await store.reviews.keep(GUILD, "a", MANAGER, minute(1))
    assert [found.question for found in await store.reviews.reports(GUILD)] == ["b"]
    assert await report(store, quiz, 0, 2, at=3)
    assert not await report(store, quiz, 0, 2, at=4)
    assert Report("a", quiz.id, 0, 1, minute(3)) in await store.reviews.reports(GUILD)


async def test_retiring_and_reinstating(store: Store) -> None:
    quiz = await posted(store)
    await quiz_on(store, guild=OTHER)
    assert not await store.reviews.retire(GUILD, "never asked", MANAGER, NOW)
    assert not await store.reviews.reinstate(GUILD, "a")
    assert await store.reviews.retire(GUILD, "a", MANAGER, NOW)
    assert not await store.reviews.retire(GUILD, "a", MANAGER, NOW)
    assert await store.reviews.retired(GUILD) == {"a"}
    assert await store.reviews.retired(OTHER) == frozenset()
    assert await store.reviews.reinstate(GUILD, "a")
    assert not await store.reviews.reinstate(GUILD, "a")
    assert await store.reviews.retired(GUILD) == frozenset()
    assert (await answer(store, quiz, 1, RIGHT)).attempt is not None


async def test_who_retires_a_question_has_decided_on_its_reports(store: Store) -> None:
    quiz = await posted(store)
    await report(store, quiz, 0, 1)
    await store.reviews.retire(GUILD, "a", MANAGER, NOW)
    assert await store.reviews.reports(GUILD) == ()
    assert await report(store, quiz, 0, 2)
    assert await store.reviews.reports(GUILD) == (), "none of what is reported is retired"
    await store.reviews.reinstate(GUILD, "a")
    assert await store.reviews.reports(GUILD) == (Report("a", quiz.id, 0, 1, NOW),)


async def test_a_question_of_a_withdrawn_quiz_was_never_asked(store: Store) -> None:
    quiz = await quiz_on(store)
    await report(store, quiz, 0, 1)
    await store.quizzes.withdraw(quiz.id)
    assert await store.reviews.reports(GUILD) == ()
    assert not await store.reviews.retire(GUILD, "a", MANAGER, NOW)
