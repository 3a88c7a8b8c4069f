"""What is posted by itself: each thing once, whatever happens in between."""

from __future__ import annotations

import asyncio
from datetime import date, datetime, timedelta

import pytest

from bot.store.protocol import Store
from bot.store.protocol.postings import Claim, Posting, PostingKey, PostingKind
from tests.contract.daily import CHANNEL, DAY, GUILD, NOW, OTHER, UNKNOWN_IDS, day

KEY = PostingKey(GUILD, PostingKind.QUIZ, DAY)
LEASE = timedelta(minutes=5)
FIRST, LATER = Claim(first=True), Claim(first=False)


def minute(number: float) -> datetime:
    return NOW + timedelta(minutes=number)


async def claim(store: Store, at: float, key: PostingKey = KEY) -> Claim | None:
    """Claim for five minutes, so many minutes after NOW."""
    return await store.postings.claim(key, minute(at), minute(at) + LEASE)


async def done(store: Store, steps: list[tuple[str, float]]) -> list[Claim | bool | None]:
    """Do some steps, each so many minutes after NOW, and return what the store says to them."""
    said: list[Claim | bool | None] = []
    for step, at in steps:
        match step:
            case "claim":
                said.append(await claim(store, at))
            case "sent":
                said.append(await store.postings.sent(KEY, CHANNEL, int(at), minute(at)))
            case "miss":
                said.append(await store.postings.miss(KEY, minute(at)))
            case _:
                await store.postings.release(KEY)
    return said


async def test_one_of_many_gets_the_claim(store: Store) -> None:
    claims = await asyncio.gather(*(claim(store, 0) for _ in range(20)))
    assert [found for found in claims if found] == [FIRST]


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([("claim", 0), ("claim", 4.9)], [FIRST, None], id="the claim holds"),
        pytest.param([("claim", 0), ("claim", 5)], [FIRST, LATER], id="it ran out at this moment"),
        pytest.param([("claim", 0), ("claim", 60), ("claim", 64)], [FIRST, LATER, None], id="the second holds, too"),
        pytest.param([("claim", 0), ("claim", 60), ("claim", 99)], [FIRST, LATER, LATER], id="both ran out"),
        pytest.param([("claim", 0), ("release", 0), ("claim", 1)], [FIRST, FIRST], id="the first was given up"),
        pytest.param(
            [("claim", 0), ("release", 0), ("claim", 1), ("claim", 9)],
            [FIRST, FIRST, LATER],
            id="the first was given up, the second ran out",
        ),
        pytest.param(
            [("claim", 0), ("claim", 9), ("release", 0), ("claim", 10)],
            [FIRST, LATER, LATER],
            id="a later one was given up",
        ),
        pytest.param(
            [("claim", 0), ("release", 0), ("release", 0), ("claim", 1), ("claim", 2)],
            [FIRST, FIRST, None],
            id="given up twice",
        ),
        pytest.param([("release", 0), ("claim", 0)], [FIRST], id="nothing was claimed"),
        pytest.param([("claim", 0), ("sent", 1), ("claim", 60)], [FIRST, True, None], id="it was sent"),
        pytest.param([("claim", 0), ("miss", 1), ("claim", 60)], [FIRST, True, None], id="it was missed"),
        pytest.param([("sent", 0), ("release", 0), ("claim", 60)], [True, None], id="what was sent is not given up"),
        pytest.param([("claim", 0), ("release", 0), ("sent", 1)], [FIRST, True], id="given up, yet sent"),
        pytest.param([("claim", 0), ("sent", 60)], [FIRST, True], id="sent after the claim ran out"),
        pytest.param([("sent", 0), ("sent", 1), ("miss", 2)], [True, False, False], id="sent for good"),
        pytest.param([("miss", 0), ("sent", 1), ("miss", 2)], [True, False, False], id="missed for good"),
    ],
)
async def test_claims(store: Store, steps: list[tuple[str, float]], expected: list[Claim | bool | None]) -> None:
    assert await done(store, steps) == expected


async def test_what_became_of_a_posting(store: Store) -> None:
    assert await store.postings.get(KEY) is None
    await claim(store, 0)
    assert await store.postings.get(KEY) == Posting(KEY)
    await store.postings.release(KEY)
    assert await store.postings.get(KEY) == Posting(KEY)
    assert await store.postings.sent(KEY, CHANNEL, OTHER, minute(1))
    sent = Posting(KEY, CHANNEL, OTHER, minute(1))
    assert await store.postings.get(KEY) == sent
    assert not await store.postings.sent(KEY, 1, 1, minute(2))
    assert await store.postings.get(KEY) == sent


async def test_a_missed_posting_has_no_message(store: Store) -> None:
    assert await store.postings.miss(KEY, minute(3))
    assert not await store.postings.sent(KEY, 1, 1, minute(4))
    assert await store.postings.get(KEY) == Posting(KEY, at=minute(3), missed=True)


async def test_kinds_guilds_and_days_have_nothing_to_do_with_each_other(store: Store) -> None:
    keys = [
        PostingKey(guild, kind, on)
        for guild in (GUILD, OTHER)
        for kind in PostingKind
        for on in (date.min, DAY, date.max)
    ]
    assert [await claim(store, 0, key) for key in keys] == [FIRST] * len(keys)
    assert await store.postings.sent(keys[0], CHANNEL, 1, NOW)
    assert [await store.postings.get(key) for key in keys[1:]] == [Posting(key) for key in keys[1:]]


@pytest.mark.parametrize("guild", UNKNOWN_IDS)
async def test_a_guild_without_postings(store: Store, guild: int) -> None:
    key = PostingKey(guild, PostingKind.RECAP, DAY)
    await store.postings.release(key)
    assert await store.postings.get(key) is None
    assert await store.postings.missed(guild, PostingKind.RECAP, date.min) == ()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param([("claim", 0)], True, id="the claim may hold or not"),
        pytest.param([("claim", 0), ("release", 0)], False, id="nothing was sent"),
        pytest.param([("claim", 0), ("claim", 9), ("release", 0)], True, id="the earlier claim may have sent"),
        pytest.param([("claim", 0), ("sent", 1)], False, id="sent"),
        pytest.param([("claim", 0), ("claim", 9), ("miss", 10)], False, id="missed"),
        pytest.param([("release", 0)], False, id="nothing was claimed"),
    ],
)
async def test_what_is_doubtful(store: Store, steps: list[tuple[str, float]], *, expected: bool) -> None:
    await done(store, steps)
    found = {(GUILD, DAY)} if expected else frozenset()
    assert await store.postings.doubtful(PostingKind.QUIZ, DAY) == found
    assert await store.postings.doubtful(PostingKind.QUIZ, day(1)) == frozenset()
    assert await store.postings.doubtful(PostingKind.RESULTS, DAY) == frozenset()


async def test_what_is_settled_and_what_was_missed(store: Store) -> None:
    for number, guild in ((0, GUILD), (1, GUILD), (1, OTHER), (2, GUILD)):
        await store.postings.sent(PostingKey(guild, PostingKind.QUIZ, day(number)), CHANNEL, number + 1, NOW)
    for number, guild in ((5, GUILD), (3, GUILD), (4, OTHER)):
        await store.postings.miss(PostingKey(guild, PostingKind.QUIZ, day(number)), NOW)
    await claim(store, 0, PostingKey(GUILD, PostingKind.QUIZ, day(6)))
    await store.postings.miss(PostingKey(GUILD, PostingKind.RESULTS, day(3)), NOW)
    settled = await store.postings.settled(PostingKind.QUIZ, day(1))
    assert settled == {
        (GUILD, day(1)),
        (OTHER, day(1)),
        (GUILD, day(2)),
        (GUILD, day(3)),
        (OTHER, day(4)),
        (GUILD, day(5)),
    }
    assert await store.postings.settled(PostingKind.QUIZ, day(6)) == frozenset()
    assert await store.postings.settled(PostingKind.RESULTS, date.min) == {(GUILD, day(3))}
    assert await store.postings.missed(GUILD, PostingKind.QUIZ, date.min) == (day(3), day(5))
    assert await store.postings.missed(GUILD, PostingKind.QUIZ, day(4)) == (day(5),)
    assert await store.postings.missed(OTHER, PostingKind.QUIZ, date.min) == (day(4),)
