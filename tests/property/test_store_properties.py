"""Laws of the store: whatever is done to it in whatever order, every engine says the same."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.memory import MemoryStore
from bot.store.protocol import Store
from bot.store.sqlite import SqliteStore

START = datetime(2027, 1, 1, tzinfo=UTC)

days = st.integers(0, 5)
ids = st.integers(1, 12)
guilds = st.sampled_from([1, 2, None])
adds = st.tuples(st.just("add"), st.sampled_from("abc"), guilds, days, st.booleans(), st.booleans())
votes = st.tuples(st.just("vote"), ids, st.sampled_from([b"x", b"y", b"z"]), st.booleans())
settlings = st.tuples(st.just("settle"), st.sampled_from([1, 2]), st.lists(ids, max_size=4))
forgettings = st.tuples(st.just("forget"), days, days)
restarts = st.tuples(st.just("restart"))
actions = st.lists(st.one_of(adds, adds, votes, votes, settlings, forgettings, restarts), max_size=25)


async def done(store: Store, action: Sequence[object]) -> object:
    """Do one action and return what the store says to it."""
    match action:
        case ("add", str(text), None | int() as guild, int(day), bool(found), bool(private)):
            return await store.asked.add(text, guild, START + timedelta(days=day), found=found, private=private)
        case ("vote", int(asked_id), bytes(voter), bool(helpful)):
            return await store.asked.vote(asked_id, voter, helpful=helpful)
        case ("settle", int(guild), list(asked_ids)):
            return await store.asked.settle(guild, asked_ids)
        case ("forget", int(day), int(gap_day)):
            before, gaps_before = START + timedelta(days=day), START + timedelta(days=gap_day)
            return await store.asked.forget(before=before, gaps_before=gaps_before)
    return None


async def seen(store: Store) -> list[object]:
    """All that can be read from a store."""
    questions = [await store.asked.get(asked_id) for asked_id in range(1, 26)]
    lists = [
        (await store.asked.good(guild, most), await store.asked.gaps(guild, most))
        for guild in (1, 2)
        for most in (2, 30)
    ]
    return [*questions, *lists]


@given(actions)
@settings(max_examples=25)
def test_every_engine_says_the_same(actions: Sequence[Sequence[object]]) -> None:
    async def compare(folder: Path) -> None:
        memory: Store = MemoryStore()
        sqlite: Store = SqliteStore(folder)
        await sqlite.open()
        for action in actions:
            if action[0] == "restart":
                await sqlite.close()
                sqlite = SqliteStore(folder)
                await sqlite.open()
            assert await done(memory, action) == await done(sqlite, action)
        assert await seen(memory) == await seen(sqlite)
        await sqlite.close()

    with TemporaryDirectory() as folder:
        asyncio.run(compare(Path(folder)))
