"""The questions that were asked, and the votes on their answers."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta, timezone

import pytest

from bot.store.protocol import AskedQuestion, Store

NOW = datetime(2027, 3, 28, 1, 30, 0, 123_456, tzinfo=UTC)
GUILD, OTHER = 10, 2**63 - 1
UNKNOWN_IDS = (-1, 0, 99, 2**63, 10**30)


async def add(store: Store, text: str = "q", *, guild: int | None = GUILD, minutes: int = 0, found: bool = True) -> int:
    return await store.asked.add(text, guild, NOW + timedelta(minutes=minutes), found=found)


async def vote(store: Store, asked_id: int, *, helpful: int = 0, unhelpful: int = 0) -> None:
    for number in range(helpful + unhelpful):
        assert await store.asked.vote(asked_id, f"voter {number}".encode(), helpful=number < helpful)


async def gap_texts(store: Store, guild: int = GUILD, most: int = 10) -> list[str]:
    return [question.text for question in await store.asked.gaps(guild, most)]


@pytest.mark.parametrize("guild", [GUILD, OTHER, None])
async def test_a_question_comes_back_as_it_was_added(store: Store, guild: int | None) -> None:
    text = "what's the 'max'? \N{PILE OF POO} שלום %_\\" + "x" * 3_000
    asked_id = await store.asked.add(text, guild, NOW, found=False)
    assert await store.asked.get(asked_id) == AskedQuestion(asked_id, guild, text, NOW, found=False)


async def test_times_are_moments_whatever_their_zone(store: Store) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    asked_id = await store.asked.add("q", GUILD, there, found=True)
    found = await store.asked.get(asked_id)
    assert found is not None
    assert found.asked_at == NOW


@pytest.mark.parametrize("asked_id", UNKNOWN_IDS)
async def test_an_unknown_question_is_none_and_takes_no_vote(store: Store, asked_id: int) -> None:
    await add(store)
    assert await store.asked.get(asked_id) is None
    assert not await store.asked.vote(asked_id, b"a", helpful=True)


async def test_a_later_vote_replaces_the_earlier_one(store: Store) -> None:
    asked_id, other = await add(store), await add(store)
    await vote(store, asked_id, helpful=2, unhelpful=1)
    await store.asked.vote(asked_id, b"voter 0", helpful=False)
    await store.asked.vote(asked_id, b"voter 0", helpful=False)
    found, untouched = await store.asked.get(asked_id), await store.asked.get(other)
    assert found is not None
    assert untouched is not None
    assert (found.helpful, found.unhelpful) == (1, 2)
    assert (untouched.helpful, untouched.unhelpful) == (0, 0)


@pytest.mark.parametrize(
    ("found", "votes", "good", "gap"),
    [
        (True, (0, 0), True, False),
        (True, (1, 0), True, False),
        (True, (2, 1), True, False),
        (True, (1, 1), False, True),
        (True, (0, 1), False, True),
        (False, (0, 0), False, True),
        (False, (3, 0), False, True),
    ],
)
async def test_what_is_good_and_what_is_a_gap(
    store: Store, *, found: bool, votes: tuple[int, int], good: bool, gap: bool
) -> None:
    asked_id = await add(store, "q", found=found)
    await vote(store, asked_id, helpful=votes[0], unhelpful=votes[1])
    assert (await store.asked.good(GUILD, 10) == ("q",)) is good
    assert (await gap_texts(store) == ["q"]) is gap


async def test_good_questions_are_of_one_guild_each_once_latest_first(store: Store) -> None:
    await add(store, "old", minutes=1)
    await add(store, "often", minutes=0)
    await add(store, "often", minutes=5)
    await add(store, "same time, later id", minutes=5)
    await add(store, "theirs", guild=OTHER)
    await add(store, "direct", guild=None)
    await store.asked.add("private", GUILD, NOW, found=True, private=True)
    assert await store.asked.good(GUILD, 10) == ("same time, later id", "often", "old")
    assert await store.asked.good(GUILD, 2) == ("same time, later id", "often")
    assert await store.asked.good(OTHER, 10) == ("theirs",)


async def test_gaps_are_of_one_guild_latest_first(store: Store) -> None:
    await add(store, "old", minutes=1, found=False)
    await add(store, "new", minutes=2, found=False)
    await add(store, "older, voted down", minutes=0)
    await vote(store, 3, unhelpful=1)
    await add(store, "theirs", guild=OTHER, found=False)
    await add(store, "direct", guild=None, found=False)
    assert await gap_texts(store) == ["new", "old", "older, voted down"]
    assert await gap_texts(store, most=1) == ["new"]
    assert await gap_texts(store, OTHER) == ["theirs"]


async def test_what_is_settled_is_a_gap_no_more(store: Store) -> None:
    ours, voted, fine = await add(store, "a", found=False), await add(store, "b"), await add(store, "c")
    await vote(store, voted, unhelpful=1)
    theirs = await add(store, "d", guild=OTHER, found=False)
    assert await store.asked.settle(GUILD, [ours, voted, fine, theirs, *UNKNOWN_IDS]) == 2
    assert await store.asked.settle(GUILD, [ours, voted]) == 0
    await vote(store, voted, unhelpful=2)
    assert await gap_texts(store) == []
    assert await gap_texts(store, OTHER) == ["d"]
    assert await store.asked.good(GUILD, 10) == ("c",), "an answer that was voted down is not offered, settled or not"


async def test_forgetting_keeps_open_gaps_longer(store: Store) -> None:
    gone = [await add(store, "answered", minutes=0), await add(store, "settled gap", minutes=1, found=False)]
    await store.asked.settle(GUILD, gone)
    await vote(store, gone[0], helpful=1)
    gone.append(await add(store, "very old gap", minutes=-60, found=False))
    kept = [await add(store, "open gap", found=False), await add(store, "new", minutes=10)]
    voted = await add(store, "voted down")
    await vote(store, voted, unhelpful=1)
    kept.append(voted)
    limits = {"before": NOW + timedelta(minutes=10), "gaps_before": NOW}
    assert await store.asked.forget(**limits) == len(gone)
    assert await store.asked.forget(**limits) == 0
    assert [await store.asked.get(asked_id) for asked_id in gone] == [None] * len(gone)
    assert None not in [await store.asked.get(asked_id) for asked_id in kept]
    assert not await store.asked.vote(gone[0], b"late", helpful=True)


async def test_the_id_of_a_forgotten_question_is_not_used_again(store: Store) -> None:
    forgotten = await add(store)
    assert await store.asked.forget(before=NOW + timedelta(days=1), gaps_before=NOW) == 1
    assert await add(store) > forgotten


async def test_many_at_once_are_all_kept_each_once(store: Store) -> None:
    ids = await asyncio.gather(*(add(store, f"q {number}") for number in range(600)))
    assert len(set(ids)) == 600
    await asyncio.gather(*(store.asked.vote(ids[0], bytes([n % 100]), helpful=True) for n in range(300)))
    found = [await store.asked.get(asked_id) for asked_id in ids]
    assert [question.text for question in found if question] == [f"q {number}" for number in range(600)]
    assert found[0] is not None
    assert found[0].helpful == 100
