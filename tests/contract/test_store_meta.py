"""The small facts of the program, its key, and the store as a whole."""

from __future__ import annotations

import asyncio

from bot.store.protocol import Store


async def test_meta_keeps_the_last_value(store: Store) -> None:
    assert await store.meta.get("fingerprint") is None
    await store.meta.put("fingerprint", "a")
    await store.meta.put("fingerprint", "")
    await store.meta.put("other", "ü\n\N{RIGHT-TO-LEFT MARK}")
    assert await store.meta.get("fingerprint") == ""
    assert await store.meta.get("other") == "ü\n\N{RIGHT-TO-LEFT MARK}"


async def test_the_secret_is_a_key_of_full_length(store: Store) -> None:
    assert len(store.secret) == 32


async def test_what_was_written_is_read_at_once(store: Store) -> None:
    async def write_then_read(key: str) -> bool:
        await store.meta.put(key, key)
        return await store.meta.get(key) == key

    assert all(await asyncio.gather(*(write_then_read(str(number)) for number in range(50))))


async def test_closing_twice_does_nothing(store: Store) -> None:
    await store.close()
    await store.close()
