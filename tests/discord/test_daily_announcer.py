"""What is posted for a whole group: where it may be, that it is found again, and what becomes of refusals."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import discord
import pytest
from simcord.env import Env

from bot.study.daily.announcing import Announcement, QuizCard, RefusedError, UnsureError
from cogs.announcer import AWAY, LEFT, DiscordAnnouncer
from tests.discord import daily, seen
from tests.discord.daily import allow
from tests.discord.seen import Place, place_in

ALL = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


@pytest.fixture
def announcer(simcord_env: Env) -> DiscordAnnouncer:
    return DiscordAnnouncer(simcord_env.bot)


def last(place: Place) -> discord.Message:
    assert place.channel.last_message is not None
    return place.channel.last_message


def sent(env: Env) -> Any:
    """The body of the last request to Discord."""
    return env.http_requests[-1].json


def announcements(place: Place) -> list[Announcement]:
    quiz = daily.quiz(place.guild.id)
    return [daily.card(place.guild.id), daily.results(quiz), daily.recap(place.guild.id, hardest=daily.question())]


async def test_it_is_ready_when_discord_is(simcord_env: Env, announcer: DiscordAnnouncer) -> None:
    assert announcer.ready()
    await simcord_env.bot.close()
    assert not announcer.ready()


async def test_nothing_is_missing_where_all_is_allowed(here: Place, announcer: DiscordAnnouncer) -> None:
    assert announcer.missing(here.guild.id, here.channel.id) == ""


@pytest.mark.parametrize(
    ("denied", "named"),
    [
        (["embed_links"], "the permission Embed Links"),
        (["attach_files"], "the permission Attach Files"),
        (["read_message_history"], "the permission Read Message History"),
        (["embed_links", "read_message_history"], "the permissions Embed Links and Read Message History"),
        (["send_messages"], "the permissions Send Messages, Embed Links and Attach Files"),
        (
            ["view_channel"],
            "the permissions View Channel, Send Messages, Embed Links, Attach Files and Read Message History",
        ),
    ],
)
async def test_every_missing_permission_is_named(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer, denied: list[str], named: str
) -> None:
    """By the names that Discord's settings have, with all that go with the lack of another."""
    await allow(simcord_env, here.channel, **dict.fromkeys(denied, False))
    them = "them" if "permissions" in named else "it"
    assert announcer.missing(here.guild.id, here.channel.id) == (
        f"I lack {named} in <#{here.channel.id}>: open Edit Channel, then Permissions, and allow {them} for my role."
    )


async def test_threads_are_looked_at_only_where_they_are_wanted(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer
) -> None:
    await allow(simcord_env, here.channel, create_public_threads=False)
    assert announcer.missing(here.guild.id, here.channel.id) == ""
    with_threads = DiscordAnnouncer(simcord_env.bot, thread=True)
    assert "the permission Create Public Threads in" in with_threads.missing(here.guild.id, here.channel.id)


async def test_a_deleted_channel_and_a_server_that_was_left_are_said(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer
) -> None:
    simcord_env.backend.delete_channel(here.channel.id)
    await simcord_env.settle()
    assert "was deleted or is hidden from me" in announcer.missing(here.guild.id, here.channel.id)
    found = simcord_env.bot.get_guild(here.guild.id)
    assert found is not None
    found.unavailable = True
    assert announcer.missing(here.guild.id, here.channel.id) == AWAY
    assert not await announcer.tell_managers(here.guild.id, "Hello.")
    simcord_env.backend.remove_guild(here.guild.id)
    await simcord_env.settle()
    assert announcer.missing(here.guild.id, here.channel.id) == LEFT
    assert not await announcer.tell_managers(here.guild.id, "Hello.")


async def test_what_was_sent_is_found_by_its_buttons(here: Place, announcer: DiscordAnnouncer) -> None:
    """Each of them alone, among messages of others, and not before it was sent."""
    others = announcements(here)
    for announcement in announcements(here):
        assert await announcer.find(here.channel.id, announcement, daily.OPENS - timedelta(days=999)) is None
        await here.member.send(here.channel, "q:5:play")
        message = await announcer.send(here.channel.id, announcement, "nonce")
        await here.member.send(here.channel, "more talk")
        others.remove(announcement)
        since = last(here).created_at - timedelta(minutes=1)
        assert await announcer.find(here.channel.id, announcement, since) == message
        assert await announcer.find(here.channel.id, announcement, since + timedelta(days=1)) is None
        for other in others:
            assert await announcer.find(here.channel.id, other, since) is None


async def test_the_nonce_goes_with_what_is_sent(simcord_env: Env, here: Place, announcer: DiscordAnnouncer) -> None:
    for announcement in announcements(here):
        await announcer.send(here.channel.id, announcement, "q7-2027-03-01")
        assert (sent(simcord_env)["nonce"], sent(simcord_env)["enforce_nonce"]) == ("q7-2027-03-01", True)


async def test_only_the_role_that_was_set_up_is_pinged(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer
) -> None:
    role = here.guild.create_role("quizzers")
    hostile = daily.question(prompt=f"{daily.HOSTILE} <@{here.member.id}> <@&{role.id}>")
    quiz = daily.quiz(here.guild.id, [hostile], channel=here.channel.id)
    none: dict[str, Any] = {"parse": []}
    await announcer.send(here.channel.id, QuizCard(quiz, role=role.id), "a")
    allowed = sent(simcord_env)["allowed_mentions"]
    assert (allowed.get("parse", []), [int(each) for each in allowed["roles"]]) == ([], [role.id])
    assert f"<@&{role.id}>" in seen.text(last(here))
    await announcer.renew(here.channel.id, last(here).id, QuizCard(quiz, 3, role.id))
    assert sent(simcord_env)["allowed_mentions"] == none
    unpinged: list[Announcement] = [QuizCard(quiz), daily.results(quiz), daily.recap(hardest=hostile)]
    for announcement in unpinged:
        await announcer.send(here.channel.id, announcement, "b")
        assert sent(simcord_env)["allowed_mentions"] == none
        assert not last(here).role_mentions
        assert not last(here).mentions
        assert not last(here).mention_everyone


@pytest.mark.parametrize(
    ("status", "code", "kind", "says"),
    [
        (403, 50013, RefusedError, "Discord does not let me post in"),
        (403, 50001, RefusedError, "Discord does not let me post in"),
        (404, 10003, RefusedError, "was deleted or is hidden from me"),
        (400, 50035, RefusedError, "did not accept"),
        (429, 0, UnsureError, "HTTP 429"),
        (500, 0, UnsureError, "HTTP 500"),
        (503, 0, UnsureError, "HTTP 503"),
    ],
)
async def test_a_refusal_is_told_from_what_nobody_knows(  # noqa: PLR0913, PLR0917 - the columns of a table
    simcord_env: Env,
    here: Place,
    announcer: DiscordAnnouncer,
    status: int,
    code: int,
    kind: type[Exception],
    says: str,
) -> None:
    path = f"/channels/{here.channel.id}/messages"
    for asking in (announcer.send(here.channel.id, daily.card(here.guild.id), "n"), find(announcer, here)):
        simcord_env.inject_error("*", path, status=status, code=code, message="secret")
        with pytest.raises(kind) as caught:
            await asking
        assert says in str(caught.value)
        assert "secret" not in str(caught.value)
    assert await announcer.send(here.channel.id, daily.card(here.guild.id), "n") == last(here).id


def find(announcer: DiscordAnnouncer, place: Place) -> Any:
    return announcer.find(place.channel.id, daily.card(place.guild.id), daily.OPENS - timedelta(days=999))


@pytest.mark.parametrize(
    "error", [ConnectionResetError(104, "reset"), TimeoutError(), RuntimeError("Session is closed")]
)
async def test_a_broken_connection_leaves_it_open(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    async def broken(*_: Any, **__: Any) -> Any:
        raise error

    monkeypatch.setattr(simcord_env.bot.http, "request", broken)
    with pytest.raises(UnsureError):
        await announcer.send(here.channel.id, daily.card(here.guild.id), "n")
    with pytest.raises(UnsureError):
        await find(announcer, here)
    await announcer.renew(here.channel.id, 1, daily.card(here.guild.id))
    await announcer.open_thread(here.channel.id, 1, "Quiz")
    assert not await announcer.tell_managers(here.guild.id, "Hello.")


async def test_a_history_that_may_not_be_read_is_no_empty_one(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer
) -> None:
    """Discord would answer with no messages at all: it would be posted twice."""
    await announcer.send(here.channel.id, daily.card(here.guild.id), "n")
    await allow(simcord_env, here.channel, read_message_history=False)
    with pytest.raises(RefusedError, match="Read Message History"):
        await find(announcer, here)


async def test_a_card_is_renewed(simcord_env: Env, here: Place, announcer: DiscordAnnouncer) -> None:
    message = await announcer.send(here.channel.id, daily.card(here.guild.id), "n")
    assert "Nobody has played so far." in seen.text(last(here))
    await announcer.renew(here.channel.id, message, daily.card(here.guild.id, played=3))
    assert "3 members have played so far." in seen.text(last(here))
    for status in (403, 404, 500):
        simcord_env.inject_error("PATCH", "/channels/*/messages/*", status=status)
        await announcer.renew(here.channel.id, message, daily.card(here.guild.id, played=9))
    await announcer.renew(here.channel.id, message + 1, daily.card(here.guild.id, played=9))
    simcord_env.backend.delete_channel(here.channel.id)
    await announcer.renew(here.channel.id, message, daily.card(here.guild.id, played=9))


async def test_a_thread_is_opened_once(simcord_env: Env, here: Place, announcer: DiscordAnnouncer) -> None:
    message = await announcer.send(here.channel.id, daily.card(here.guild.id), "n")
    await announcer.open_thread(here.channel.id, message, "Quiz 12 " + "x" * 200)
    (thread,) = here.channel.threads
    assert thread.name is not None
    assert thread.name.startswith("Quiz 12")
    assert len(thread.name) == 100
    simcord_env.inject_error("POST", "/channels/*/messages/*/threads", status=400, code=160004)
    await announcer.open_thread(here.channel.id, message, "Quiz 12")
    simcord_env.inject_error("POST", "/channels/*/messages/*/threads", status=403, code=50013)
    await announcer.open_thread(here.channel.id, message, "Quiz 12")
    await announcer.open_thread(here.channel.id + 1, message, "Quiz 12")
    assert len(here.channel.threads) == 1


async def test_managers_are_told_in_the_system_channel(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer
) -> None:
    system = here.guild.create_text_channel("system")
    simcord_env.backend.edit_guild(here.guild.id, {"system_channel_id": system.id})
    await simcord_env.settle()
    assert await announcer.tell_managers(here.guild.id, "I cannot post.")
    assert system.last_message is not None
    assert seen.text(system.last_message) == "I cannot post."
    assert here.guild.owner.dm_channel.history() == []


@pytest.mark.parametrize("reason", ["there is none", "it may not be seen", "it may not be written to", "it refuses"])
async def test_without_a_system_channel_the_owner_is_told_directly(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer, reason: str
) -> None:
    """Members are not known to the bot, so the owner is looked up."""
    system = here.guild.create_text_channel("system")
    if reason != "there is none":
        simcord_env.backend.edit_guild(here.guild.id, {"system_channel_id": system.id})
    if reason == "it may not be seen":
        await allow(simcord_env, system, view_channel=False)
    if reason == "it may not be written to":
        await allow(simcord_env, system, send_messages=False)
    if reason == "it refuses":
        simcord_env.inject_error("POST", f"/channels/{system.id}/messages", status=403, code=50013)
    await simcord_env.settle()
    assert await announcer.tell_managers(here.guild.id, "I cannot post.")
    (told,) = here.guild.owner.dm_channel.history()
    assert seen.text(told) == "**About your server alpha:** I cannot post."
    assert system.last_message is None


async def test_an_owner_who_takes_no_messages_is_not_told(
    simcord_env: Env, here: Place, announcer: DiscordAnnouncer
) -> None:
    simcord_env.inject_error("POST", "/channels/*/messages", status=403, code=50007)
    assert not await announcer.tell_managers(here.guild.id, "I cannot post.")
    simcord_env.inject_error("GET", "/users/*", status=404, code=10013)
    assert not await announcer.tell_managers(here.guild.id, "I cannot post.")
