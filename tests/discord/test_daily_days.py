"""Days of groups: what is posted when, and what becomes of it when something is in the way."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import discord
import pytest
from simcord.env import Env

from bot import client
from bot.client import StudyBot
from bot.settings import Settings
from bot.store.memory import MemoryStore
from bot.store.protocol import StoreError
from bot.store.protocol.quizzes import Quiz
from bot.study.daily.setup import Wanted
from bot.study.services import Services
from cogs.announcer import DiscordAnnouncer
from cogs.card_renewal import BETWEEN
from cogs.ui.text import one_line
from tests.conftest import WriteNotes
from tests.discord import seen
from tests.discord.conftest import FixedClock, StillTicker
from tests.discord.daily import allow, tick
from tests.discord.seen import Place, place_in
from tests.discord.test_daily import AUTHORED

NOON_UTC = datetime(2027, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def settings(write: WriteNotes, settings: Settings) -> Settings:
    """Notes with more questions of their own than a quiz has."""
    return replace(settings, notes_dir=write({"numbers.md": AUTHORED}))


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


async def scheduled(env: Env, services: Services, place: Place, **changed: Any) -> None:
    """Set the quiz of a server up: at noon UTC, unless something else is wanted."""
    wanted = Wanted(**{"channel": place.channel.id, "time": "12:00", "zone": "UTC", **changed})
    done = await services.setup.set_up(place.guild.id, wanted, DiscordAnnouncer(env.bot))
    assert done.missing == ""


async def latest(services: Services, place: Place) -> Quiz:
    (found, *_) = await services.store.quizzes.latest(place.guild.id, 1)
    return found


async def play(services: Services, quiz: Quiz, member: int, name: str, right: int) -> None:
    """Answer all questions of a quiz, the first ones right."""
    for place, asked in enumerate(quiz.questions):
        choice = asked.answer if place < right else (asked.answer + 1) % len(asked.choices)
        await services.playing.answer(quiz.id, place, choice, member, name)


def texts(place: Place) -> list[str]:
    return [seen.text(message) for message in place.channel.history()]


def told(place: Place) -> list[str]:
    """What the owner of a server was told directly."""
    return [seen.text(message) for message in place.guild.owner.dm_channel.history()]


async def at(env: Env, clock: FixedClock, moment: datetime) -> None:
    """Go on to a moment and tick there."""
    clock.advance(moment - clock.now())
    await tick(env)


def touch(env: Env, quiz: int) -> None:
    """Have the card of a quiz renewed, by the bot and so in its own time."""
    with env._bot_scope():
        env.bot.renewal.touch(quiz)  # type: ignore[attr-defined] # it is our bot


async def test_two_groups_get_theirs_at_noon_where_they_live(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    there = place_in(simcord_env, "beta")
    await scheduled(simcord_env, services, here, zone="Asia/Kolkata", open_hours=2)
    await scheduled(simcord_env, services, there, zone="America/New_York", questions=3)
    posted: list[tuple[int, int]] = []
    for hour in range(12):
        await at(simcord_env, clock, datetime(2027, 3, 2, 6, tzinfo=UTC) + timedelta(minutes=60 * hour + 31))
        posted.append((len(texts(here)), len(texts(there))))
    assert posted == [(1, 0)] * 2 + [(2, 0)] * 9 + [(2, 1)]
    assert "Quiz 1 · Tuesday 2 March 2027" in texts(there)[0]
    assert "3 questions about" in texts(there)[0]
    assert "### Quiz 1 · Tuesday 2 March 2027: results" in texts(here)[1]


async def test_a_day_from_the_card_to_the_results(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here)
    await at(simcord_env, clock, NOON_UTC)
    quiz = await latest(services, here)
    for member, right in ((here.member, 5), (here.stranger, 2)):
        await play(services, quiz, member.id, member.user.name, right)
    await tick(simcord_env)
    assert len(texts(here)) == 1
    await at(simcord_env, clock, quiz.closes_at)
    await tick(simcord_env)
    card, results = here.channel.history()
    assert "**Closed.** 2 members played." in seen.text(card)
    text = seen.text(results)
    assert "**1st** alpha-ann: 5 of 5 right\n**2nd** alpha-bob: 2 of 5 right" in text
    for asked in quiz.questions:
        assert one_line(asked.prompt, 400) in text
        assert f"**{one_line(asked.right, 400)}** (right)" in text
        assert f"{asked.file}:{asked.start_line}" in text
    assert "closed" in seen.text(await seen.press(here.member, card, "Play")).lower()
    assert "Your answers" in seen.text(await seen.press(here.member, results, "Your answers"))


async def test_the_role_is_pinged_with_the_quiz_and_with_nothing_else(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    role = here.guild.create_role("quizzers", mentionable=True)
    await scheduled(simcord_env, services, here, role=role.id, recap_day="Tuesday", recap_time="10:00")
    await at(simcord_env, clock, NOON_UTC)
    quiz = await latest(services, here)
    await play(services, quiz, here.member.id, "@everyone", 3)
    await at(simcord_env, clock, quiz.closes_at)
    await at(simcord_env, clock, datetime(2027, 3, 2, 10, tzinfo=UTC))
    card, results, recap = here.channel.history()
    assert [mentioned.id for mentioned in card.role_mentions] == [role.id]
    for message in (results, recap):
        assert (message.role_mentions, message.mentions, message.mention_everyone) == ([], [], False)
    path = f"/channels/{here.channel.id}/messages"
    sent: list[Any] = [entry.json for entry in simcord_env.http_requests if entry.path == path]
    assert [each["allowed_mentions"].get("roles", []) for each in sent] == [[role.id], [], []]
    assert [each["allowed_mentions"].get("parse", []) for each in sent] == [[], [], []]


async def test_a_thread_for_talk_is_opened_below_each_quiz(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here, thread=True)
    await at(simcord_env, clock, NOON_UTC)
    (thread,) = here.channel.threads
    assert thread.name == "Quiz 1, 1 March"
    assert thread.id == (await latest(services, here)).message


async def test_a_recap_comes_with_its_picture(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here, recap_day="Monday", recap_time="18:00", open_hours=2)
    await at(simcord_env, clock, NOON_UTC)
    quiz = await latest(services, here)
    for number in range(4):
        await play(services, quiz, 900 + number, f"Member {number}", number)
    await at(simcord_env, clock, quiz.closes_at)
    await at(simcord_env, clock, datetime(2027, 3, 1, 18, tzinfo=UTC))
    await tick(simcord_env)
    _, _, recap = here.channel.history()
    (picture,) = recap.attachments
    assert picture.filename == "board.png"
    assert (picture.description or "").startswith("The week on the board.")
    assert "Member 3" in (picture.description or "")
    text = seen.text(recap)
    assert "**1. Member 3**: 30 points, 60% right, streak 1 day" in text
    assert "**The hardest question of the week**" in text
    assert "0 of 4 got it right" in text
    assert "Member 3" in seen.text(await seen.press(here.member, recap, "Leaderboard"))


async def test_a_recap_gives_nothing_away_of_a_quiz_that_is_open(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here, recap_day="Monday", recap_time="18:00")
    await at(simcord_env, clock, NOON_UTC)
    for number in range(4):
        await play(services, await latest(services, here), 900 + number, f"Member {number}", 0)
    await at(simcord_env, clock, datetime(2027, 3, 1, 18, tzinfo=UTC))
    assert "Member 3" in texts(here)[1]
    assert "hardest" not in texts(here)[1]


async def test_a_refusal_is_told_once_and_it_goes_on_by_itself(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here)
    path = f"/channels/{here.channel.id}/messages"
    simcord_env.inject_error("POST", path, status=403, code=50013, times=3)
    await at(simcord_env, clock, NOON_UTC)
    for _ in range(2):
        await tick(simcord_env)
    assert texts(here) == []
    await tick(simcord_env)
    await tick(simcord_env)
    assert len(texts(here)) == 1
    (said,) = told(here)
    assert said.startswith("**About your server alpha:** The daily quiz could not be posted. Discord does not let me")
    assert f"<#{here.channel.id}>" in said


async def test_a_lost_permission_is_named_once_and_the_quiz_comes_late(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here)
    await allow(simcord_env, here.channel, embed_links=False)
    for minute in range(5):
        await at(simcord_env, clock, NOON_UTC + timedelta(minutes=minute))
    assert texts(here) == []
    (said,) = told(here)
    assert "I lack the permission Embed Links in" in said
    await allow(simcord_env, here.channel)
    await at(simcord_env, clock, NOON_UTC + timedelta(hours=3))
    assert len(texts(here)) == 1
    await allow(simcord_env, here.channel, view_channel=False)
    await at(simcord_env, clock, NOON_UTC + timedelta(days=1))
    assert "View Channel" in told(here)[-1]
    assert len(told(here)) == 2


async def test_a_deleted_channel_keeps_the_schedule_and_another_one_takes_over(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here)
    simcord_env.backend.delete_channel(here.channel.id)
    for minute in range(3):
        await at(simcord_env, clock, NOON_UTC + timedelta(minutes=minute))
    (said,) = told(here)
    assert "was deleted or is hidden from me" in said
    assert await services.store.schedules.get(here.guild.id) is not None
    fresh = here.guild.create_text_channel("fresh")
    await scheduled(simcord_env, services, here, channel=fresh.id)
    await tick(simcord_env)
    assert len(fresh.history()) == 1
    assert (await latest(services, here)).channel == fresh.id


@pytest.mark.parametrize("restarted", [False, True])
async def test_a_crash_between_sending_and_keeping_posts_nothing_twice(  # noqa: PLR0913, PLR0917 - fixtures
    simcord_env: Env,
    here: Place,
    services: Services,
    settings: Settings,
    clock: FixedClock,
    monkeypatch: pytest.MonkeyPatch,
    *,
    restarted: bool,
) -> None:
    """What was sent is found in the channel by the button that it carries."""
    clock.advance(simcord_env.now() - clock.now())  # messages bear the time of the simulated Discord
    due = clock.now() + timedelta(minutes=1)
    await scheduled(simcord_env, services, here, time=f"{due:%H:%M}")
    store = services.store
    assert isinstance(store, MemoryStore)
    keep = store.postings.sent

    async def fail(*_: Any) -> bool:
        monkeypatch.setattr(store.postings, "sent", keep)
        raise StoreError("The disk is full.")

    monkeypatch.setattr(store.postings, "sent", fail)
    clock.advance(timedelta(minutes=2))
    await tick(simcord_env)
    assert len(texts(here)) == 1
    assert await store.quizzes.latest(here.guild.id, 1) == ()
    bot = StudyBot(settings, services)
    if restarted:
        await simcord_env.restart_bot(bot)
    for _ in range(3):
        await here.member.send(here.channel, "Where is the quiz?")
        clock.advance(timedelta(minutes=3))
        await tick(simcord_env)
    cards = [message for message in here.channel.history() if message.author.bot]
    assert len(cards) == 1
    assert (await latest(services, here)).message == cards[0].id
    assert "Question 1 of 5" in seen.text(await seen.press(here.member, cards[0], "Play"))
    await bot.close()


async def test_what_was_due_while_the_bot_was_away_is_posted_late(
    simcord_env: Env, here: Place, services: Services, settings: Settings, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here)
    await at(simcord_env, clock, NOON_UTC)
    bot = StudyBot(settings, services)
    await simcord_env.restart_bot(bot)
    await at(simcord_env, clock, NOON_UTC + timedelta(days=2, hours=7))
    found = texts(here)
    assert sum("Quiz 1 · Monday" in each and "results" not in each for each in found) == 1
    assert sum(": results" in each for each in found) == 1
    assert sum("Quiz 2 · Wednesday 3 March 2027" in each for each in found) == 1
    assert any("Tuesday" in each or "2 March" in each for each in told(here))
    await bot.close()


async def test_the_public_count_is_renewed_at_most_every_ten_seconds(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock
) -> None:
    await scheduled(simcord_env, services, here)
    await at(simcord_env, clock, NOON_UTC)
    quiz = await latest(services, here)

    def edits() -> int:
        return sum(entry.method == "PATCH" for entry in simcord_env.http_requests)

    async def joined(*members: int) -> None:
        for member in members:
            await services.playing.answer(quiz.id, 0, 0, member, "Member")
            touch(simcord_env, quiz.id)
        await simcord_env.settle()

    await joined(1)
    assert (edits(), "1 member has played so far." in texts(here)[0]) == (1, True)
    await joined(*range(2, 100))
    await simcord_env.advance_time(BETWEEN - 1)
    assert edits() == 1
    await simcord_env.advance_time(1)
    assert (edits(), "99 members have played so far." in texts(here)[0]) == (2, True)
    await simcord_env.advance_time(10 * BETWEEN)
    assert edits() == 2
    await joined(100)
    assert (edits(), "100 members have played so far." in texts(here)[0]) == (3, True)
    touch(simcord_env, quiz.id + 1)
    await simcord_env.settle()
    assert edits() == 3


async def test_a_count_that_cannot_be_renewed_disturbs_nobody(
    simcord_env: Env, here: Place, services: Services, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    await scheduled(simcord_env, services, here)
    await at(simcord_env, clock, NOON_UTC)
    quiz = await latest(services, here)

    async def fail(_: int) -> None:
        monkeypatch.undo()
        raise StoreError("The disk is full.")

    monkeypatch.setattr(services.store.quizzes, "get", fail)
    touch(simcord_env, quiz.id)
    await simcord_env.advance_time(BETWEEN)
    simcord_env.inject_error("PATCH", "/channels/*/messages/*", status=500)
    for _ in range(2):
        await services.playing.answer(quiz.id, 0, 0, here.member.id, "Ann")
        touch(simcord_env, quiz.id)
        await simcord_env.advance_time(BETWEEN)
    assert "1 member has played so far." in texts(here)[0]


async def test_ticking_begins_when_discord_is_there_and_ends_first(
    settings: Settings, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    events: list[tuple[str, bool]] = []

    class Recorded(StillTicker):
        def start(self) -> None:
            events.append(("start", bot.is_ready()))

        async def stop(self) -> None:
            events.append(("stop", bot.is_closed()))

    monkeypatch.setattr(client, "Ticker", Recorded)
    bot = StudyBot(settings, services)
    env = Env(bot)
    await env.start()
    await env.shutdown()
    await bot.close()
    assert events == [("start", True), ("stop", False)]


async def test_nothing_is_posted_before_discord_is_there(
    settings: Settings, services: Services, clock: FixedClock
) -> None:
    """Servers and channels are not known by then: all of them would seem to be deleted."""
    bot = StudyBot(settings, services)
    await services.setup.set_up(7, Wanted(channel=70, time="12:00", zone="UTC"), Absent())
    clock.advance(NOON_UTC - clock.now())
    await services.daily.tick(DiscordAnnouncer(bot))
    found = await services.store.schedules.get(7)
    assert found is not None
    assert found.trouble == ""
    await bot.close()


class Absent(DiscordAnnouncer):
    """Lacks nothing, and is nowhere."""

    def __init__(self) -> None:
        super().__init__(discord.Client(intents=discord.Intents.none()))

    def missing(self, guild: int, channel: int) -> str:  # noqa: ARG002 - as the port has it
        """Nothing."""
        return ""
