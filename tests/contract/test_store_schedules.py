"""When each guild has its quiz, and its seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time, timedelta, timezone

import pytest

from bot.store.protocol import Store
from bot.store.protocol.schedules import Recap, Schedule
from tests.contract.daily import CHANNEL, GUILD, NOW, OTHER, UNKNOWN_IDS, day

PLAIN = Schedule(GUILD, CHANNEL, time(8), "Europe/Berlin", NOW)


@pytest.mark.parametrize(
    "schedule",
    [
        pytest.param(PLAIN, id="plain"),
        pytest.param(replace(PLAIN, guild=OTHER, channel=OTHER, role=OTHER), id="greatest ids"),
        pytest.param(replace(PLAIN, time=time(23, 59, 59, 5), zone="Australia/Lord_Howe"), id="odd time"),
        pytest.param(replace(PLAIN, questions=10, open_hours=24, thread=True, paused=True), id="all options"),
        pytest.param(replace(PLAIN, weekdays=frozenset({0, 6})), id="weekdays"),
        pytest.param(replace(PLAIN, weekdays=frozenset()), id="no weekday"),
        pytest.param(replace(PLAIN, recap=Recap(0, time(0))), id="recap at the first moment of the week"),
        pytest.param(replace(PLAIN, recap=Recap(6, time(18, 30))), id="recap"),
        pytest.param(replace(PLAIN, trouble='It\'s "gone" 😀'), id="trouble"),
    ],
)
async def test_a_schedule_comes_back_as_it_was_put(store: Store, schedule: Schedule) -> None:
    await store.schedules.put(schedule)
    assert await store.schedules.get(schedule.guild) == schedule
    assert await store.schedules.all() == (schedule,)


async def test_since_is_a_moment_whatever_its_zone(store: Store) -> None:
    there = NOW.astimezone(timezone(timedelta(hours=5, minutes=45)))
    await store.schedules.put(replace(PLAIN, since=there))
    assert await store.schedules.get(GUILD) == PLAIN


async def test_a_later_schedule_takes_the_place_of_the_earlier_one(store: Store) -> None:
    await store.schedules.put(replace(PLAIN, recap=Recap(1, time(9)), role=5, trouble="no permission"))
    await store.schedules.put(PLAIN)
    assert await store.schedules.get(GUILD) == PLAIN


@pytest.mark.parametrize("guild", UNKNOWN_IDS)
async def test_a_guild_without_a_schedule(store: Store, guild: int) -> None:
    await store.schedules.put(PLAIN)
    assert await store.schedules.get(guild) is None
    assert not await store.schedules.note_trouble(guild, "no permission")
    assert await store.schedules.seasons(guild) == ()


async def test_all_schedules_are_in_order_of_guild(store: Store) -> None:
    schedules = [replace(PLAIN, guild=guild, paused=guild == 3) for guild in (3, OTHER, 1)]
    for schedule in schedules:
        await store.schedules.put(schedule)
    assert [schedule.guild for schedule in await store.schedules.all()] == [1, 3, OTHER]


async def test_trouble_is_noted_once(store: Store) -> None:
    await store.schedules.put(PLAIN)
    assert not await store.schedules.note_trouble(GUILD, "")
    assert await store.schedules.note_trouble(GUILD, "no permission")
    assert not await store.schedules.note_trouble(GUILD, "no permission")
    assert await store.schedules.note_trouble(GUILD, "no channel")
    assert await store.schedules.get(GUILD) == replace(PLAIN, trouble="no channel")
    assert await store.schedules.note_trouble(GUILD, "")
    assert await store.schedules.get(GUILD) == PLAIN


async def test_seasons_are_numbered_from_the_one_before_the_first_that_was_begun(store: Store) -> None:
    assert await store.schedules.start_season(GUILD, day(10)) == 2
    assert await store.schedules.start_season(GUILD, day(10)) == 2
    assert await store.schedules.start_season(GUILD, day(20)) == 3
    assert await store.schedules.start_season(OTHER, day(5)) == 2
    assert await store.schedules.seasons(GUILD) == (day(10), day(20))
    assert await store.schedules.seasons(OTHER) == (day(5),)


async def test_seasons_are_in_order_of_their_days(store: Store) -> None:
    for first_day, number in ((day(20), 2), (date.min, 2), (date.max, 4), (day(10), 3)):
        assert await store.schedules.start_season(GUILD, first_day) == number
    assert await store.schedules.seasons(GUILD) == (date.min, day(10), day(20), date.max)
