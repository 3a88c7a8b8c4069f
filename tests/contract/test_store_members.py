"""Who is hidden."""

from __future__ import annotations

import pytest

from bot.store.protocol import Store
from tests.contract.daily import GUILD, OTHER, RIGHT, UNKNOWN_IDS, answer, posted


async def test_a_member_is_hidden_in_one_guild(store: Store) -> None:
    await store.members.hide(GUILD, 1, hidden=True)
    await store.members.hide(GUILD, 1, hidden=True)
    assert await store.members.hidden(GUILD, 1)
    assert not await store.members.hidden(OTHER, 1)
    assert not await store.members.hidden(GUILD, 2)
    await store.members.hide(GUILD, 1, hidden=False)
    assert not await store.members.hidden(GUILD, 1)


async def test_hidden_stays_hidden_when_it_answers(store: Store) -> None:
    await store.members.hide(GUILD, 1, hidden=True)
    quiz = await posted(store)
    await answer(store, quiz, 1, RIGHT, name="Ada")
    (result,) = await store.attempts.results(quiz.id)
    assert (result.name, result.hidden) == ("Ada", True)
    await store.members.hide(GUILD, 1, hidden=False)
    (result,) = await store.attempts.results(quiz.id)
    assert (result.name, result.hidden) == ("Ada", False)


@pytest.mark.parametrize("unknown", UNKNOWN_IDS)
async def test_an_unknown_member_is_not_hidden(store: Store, unknown: int) -> None:
    await store.members.hide(GUILD, 1, hidden=True)
    assert not await store.members.hidden(GUILD, unknown)
    assert not await store.members.hidden(unknown, 1)
