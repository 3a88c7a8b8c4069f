"""Failures: each becomes a sentence for whoever caused it and an entry of the log, whatever it was that failed."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from discord import app_commands
from discord.ext import commands
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env
from simcord.results import ResponseMessage

from bot.client import StudyBot
from bot.settings import Settings
from bot.store.protocol import StoreError
from bot.study.asking import QuestionError
from bot.study.pace import TooFastError
from bot.study.services import Services
from cogs.errors import AnyInteraction, RefusedError, explain, missing_permissions
from cogs.ui.safety import MOST_CHOICES, SafeModal, guarded, offering
from knowledge.files import NotesError

INTERNAL = "the text of an exception"
INCIDENT = re.compile(r"-# Incident ([2-9A-HJ-NP-Z]{6}): ")
UNFORESEEN = "Something went wrong on my side."


def refused(status: int, code: int = 0) -> discord.HTTPException:
    kind = {403: discord.Forbidden, 404: discord.NotFound}.get(status, discord.HTTPException)
    kind = discord.DiscordServerError if status >= 500 else kind
    return kind(SimpleNamespace(status=status, reason=INTERNAL), {"code": code, "message": INTERNAL})


class Named(app_commands.Transformer):
    """What a value is read with."""


@pytest.mark.parametrize(
    ("error", "says", "numbered"),
    [
        (RefusedError("Only who asked may do this."), "Only who asked may do this.", False),
        (QuestionError("Ask with words."), "Ask with words.", False),
        (NotesError("The notes have no file a.md."), "The notes have no file a.md.", True),
        (StoreError("The disk is full."), "The disk is full.", True),
        (TooFastError(1), "Ask again in 1 second, please.", False),
        (TooFastError(20), "Ask again in 20 seconds, please.", False),
        (app_commands.NoPrivateMessage(INTERNAL), "This works only in a server.", False),
        (app_commands.MissingPermissions(["manage_guild"]), "you need the permission Manage Server", False),
        (app_commands.BotMissingPermissions(["embed_links"]), "I lack the permission Embed Links", True),
        (app_commands.BotMissingPermissions(["embed_links", "send_messages"]), "Embed Links and Send Messages", True),
        (app_commands.CheckFailure(INTERNAL), "You may not do this here.", False),
        (app_commands.CommandNotFound("x", []), "This command has changed.", True),
        (app_commands.TransformerError("x", discord.AppCommandOptionType.string, Named()), "does not fit", False),
        (app_commands.AppCommandError(INTERNAL), UNFORESEEN, True),
        (refused(403, 50013), "Discord does not let me do this here", True),
        (refused(404, 10003), "was deleted", True),
        (refused(404, 10062), "That took too long for Discord.", True),
        (refused(400, 40060), "That took too long for Discord.", True),
        (refused(400, 50035), "Discord did not accept my answer.", True),
        (refused(429), "Discord has trouble at the moment.", True),
        (refused(503), "Discord has trouble at the moment.", True),
        (discord.RateLimited(3.0), "Discord has trouble at the moment.", True),
        (ZeroDivisionError(INTERNAL), UNFORESEEN, True),
        (discord.LoginFailure(INTERNAL), UNFORESEEN, True),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else None,
)
def test_every_failure_has_its_sentence(error: Exception, says: str, *, numbered: bool) -> None:
    found = explain(error)
    assert says in found.sentence
    assert INTERNAL not in found.sentence
    assert (found.level >= logging.WARNING) is numbered


def test_the_cause_of_a_failed_command_is_what_counts() -> None:
    command = app_commands.Command(name="x", description="x", callback=Failing.fail.callback)
    inner = app_commands.CommandInvokeError(command, TooFastError(5))
    assert "5 seconds" in explain(app_commands.CommandInvokeError(command, inner)).sentence


def test_a_missing_permission_is_named() -> None:
    missing = missing_permissions(all_but("read_message_history", "send_messages_in_threads"))
    assert missing == ("Read Message History", "Send Messages In Threads")
    assert "permissions Read Message History and Send Messages In Threads" in explain(refused(403), missing).sentence
    assert missing_permissions(discord.Permissions.all()) == ()


def test_a_permission_stands_for_those_that_are_lost_with_it() -> None:
    assert missing_permissions(discord.Permissions.none()) == ("View Channel",)
    assert missing_permissions(all_but("send_messages", "embed_links", "attach_files")) == ("Send Messages",)


def all_but(*names: str) -> discord.Permissions:
    return discord.Permissions.all() ^ discord.Permissions(**dict.fromkeys(names, True))


class Failing(commands.Cog):
    """What fails in every way that there is."""

    failure: Callable[[], Exception] = ZeroDivisionError
    deferred = False

    def __init__(self, bot: StudyBot) -> None:
        bot.tree.add_command(app_commands.ContextMenu(name="Fail", callback=self.menu))
        bot.add_dynamic_items(FailingButton, FailingSelect)

    @app_commands.command(description="Fails")
    async def fail(self, interaction: AnyInteraction, word: str = "") -> None:  # noqa: ARG002 - it is what is completed
        """Fail, before or after a first response."""
        if Failing.deferred:
            await interaction.response.defer(thinking=True)
        raise Failing.failure()

    @fail.autocomplete("word")
    @offering
    async def _offer(self, _: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        if typed == "fail":
            raise Failing.failure()
        return [app_commands.Choice(name=str(number), value=str(number)) for number in range(30)]

    @app_commands.command(description="Shows what fails")
    async def show(self, interaction: AnyInteraction) -> None:
        """Show a button and a select."""
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Fail", custom_id="fail:button"))
        view.add_item(
            discord.ui.Select(
                custom_id="fail:select", options=[discord.SelectOption(label="a"), discord.SelectOption(label="b")]
            )
        )
        await interaction.response.send_message(view=view)
        view.stop()

    @app_commands.command(description="Asks for what fails")
    async def form(self, interaction: AnyInteraction) -> None:
        """Show a form."""
        await interaction.response.send_modal(FailingModal())

    async def menu(self, _: AnyInteraction, __: discord.Message) -> None:
        """Fail."""
        raise Failing.failure()

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Fail at what people write."""
        if not message.author.bot:
            raise Failing.failure()


class FailingButton(discord.ui.DynamicItem[discord.ui.Button[Any]], template="fail:button"):
    """A button that fails."""

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, __: Any, /) -> FailingButton:
        """Return the button that was pressed."""
        return cls(item)

    @guarded
    async def callback(self, _: AnyInteraction) -> None:
        """Fail."""
        raise Failing.failure()


class FailingSelect(discord.ui.DynamicItem[discord.ui.Select[Any]], template="fail:select"):
    """A select that fails."""

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, __: Any, /) -> FailingSelect:
        """Return the select that was used."""
        return cls(item)

    @guarded
    async def callback(self, _: AnyInteraction) -> None:
        """Fail."""
        raise Failing.failure()


class FailingModal(SafeModal, title="Fail"):
    """A form that fails."""

    field: discord.ui.Label[FailingModal] = discord.ui.Label(
        text="Word", component=discord.ui.TextInput(custom_id="word")
    )

    async def on_submit(self, _: AnyInteraction) -> None:
        """Fail."""
        raise Failing.failure()


@pytest.fixture
async def simcord_bot(settings: Settings, services: Services, monkeypatch: pytest.MonkeyPatch) -> StudyBot:
    monkeypatch.setattr(Failing, "failure", lambda: ZeroDivisionError(INTERNAL))
    monkeypatch.setattr(Failing, "deferred", False)
    bot = StudyBot(settings, services)
    await bot.add_cog(Failing(bot))
    return bot


@pytest.fixture
def channel(simcord_env: Env) -> ChannelHandle:
    return simcord_env.create_guild("Group").create_text_channel("general")


@pytest.fixture
def ada(simcord_env: Env, channel: ChannelHandle) -> MemberActor:  # noqa: ARG001 - it makes the server that she is in
    return simcord_env.guild.add_member(simcord_env.create_user("ada"))


def acknowledge(env: Env) -> None:
    """Say that the bot raised what it was made to raise."""
    assert all(isinstance(error, Exception) for error in env.errors)


Act = Callable[[MemberActor, ChannelHandle], Any]


async def _shown(ada: MemberActor, channel: ChannelHandle) -> ResponseMessage:
    shown = (await ada.slash(channel, "show")).response
    assert shown is not None
    return shown


async def _press(ada: MemberActor, channel: ChannelHandle) -> Any:
    return await ada.click(await _shown(ada, channel), custom_id="fail:button")


async def _select(ada: MemberActor, channel: ChannelHandle) -> Any:
    return await ada.select(await _shown(ada, channel), ["a"], custom_id="fail:select")


async def _submit(ada: MemberActor, channel: ChannelHandle) -> Any:
    return await ada.submit_modal(await ada.slash(channel, "form"), {"word": "x"})


async def _menu(ada: MemberActor, channel: ChannelHandle) -> Any:
    return await ada.context_menu(channel, "Fail", await _shown(ada, channel))


async def _command(ada: MemberActor, channel: ChannelHandle) -> Any:
    return await ada.slash(channel, "fail")


WAYS: dict[str, Act] = {"command": _command, "button": _press, "select": _select, "form": _submit, "menu": _menu}


@pytest.mark.incidents
@pytest.mark.parametrize("way", WAYS)
async def test_whoever_caused_a_failure_is_told_alone_and_the_log_has_the_cause(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle, caplog: pytest.LogCaptureFixture, way: str
) -> None:
    result = await WAYS[way](ada, channel)
    said = result.response if result.response and result.response.ephemeral else result.followups[-1]
    assert said.ephemeral
    assert said.content.startswith(UNFORESEEN)
    assert INTERNAL not in said.content
    number = INCIDENT.search(said.content)
    assert number is not None
    (record,) = [r for r in caplog.get_records("call") if getattr(r, "incident", None) == number[1]]
    assert record.exc_info is not None
    assert record.exc_info[0] is not None
    assert "ZeroDivisionError" in "".join(traceback.format_exception(record.exc_info[1]))
    assert str(ada.id) not in caplog.text, "who asked is kept nowhere"
    acknowledge(simcord_env)


@pytest.mark.incidents
async def test_a_failure_after_the_first_response_is_told_in_a_further_one(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Failing, "deferred", True)
    result = await ada.slash(channel, "fail")
    everything = [*result.followups, result.response]
    assert any(message and message.content.startswith(UNFORESEEN) for message in everything)
    acknowledge(simcord_env)


async def test_what_a_person_did_wrong_is_no_incident(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Failing, "failure", lambda: TooFastError(9))
    result = await ada.slash(channel, "fail")
    assert result.response is not None
    assert result.response.content == "You are faster than I am. Ask again in 9 seconds, please."
    acknowledge(simcord_env)


@pytest.mark.incidents
async def test_an_autocomplete_that_fails_offers_nothing(ada: MemberActor, channel: ChannelHandle) -> None:
    assert await ada.autocomplete(channel, "fail", "word", "fail") == []
    assert len(await ada.autocomplete(channel, "fail", "word", "any")) == MOST_CHOICES


@pytest.mark.incidents
@pytest.mark.parametrize("private", [False, True])
async def test_a_message_that_could_not_be_answered_is_answered_with_the_failure(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle, *, private: bool
) -> None:
    await (ada.send_dm("anything") if private else ada.send(channel, "anything"))
    place = ada.user.dm_channel if private else channel
    (said,) = [message.content for message in place.history() if message.content.startswith(UNFORESEEN)]
    assert INCIDENT.search(said)
    acknowledge(simcord_env)


@pytest.mark.parametrize("again", [False, True])
async def test_a_flood_of_messages_is_answered_once(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle, monkeypatch: pytest.MonkeyPatch, *, again: bool
) -> None:
    monkeypatch.setattr(Failing, "failure", lambda: TooFastError(9, again=again))
    await ada.send(channel, "anything")
    assert len(channel.history()) == (1 if again else 2)
    acknowledge(simcord_env)


@pytest.mark.incidents
async def test_where_the_bot_may_not_write_the_author_is_told_in_private_what_is_missing(
    simcord_env: Env, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Failing, "failure", lambda: refused(403, 50013))
    guild = simcord_env.create_guild()
    muted = guild.create_text_channel(
        "muted", overwrites={guild.default_role: discord.PermissionOverwrite(send_messages=False)}
    )
    administrator = guild.create_role("writer", permissions=discord.Permissions(administrator=True))
    writer = guild.add_member(simcord_env.create_user("wes"), roles=[administrator])
    await writer.send(muted, "anything")
    told = writer.user.dm_channel.last_message
    assert told is not None
    assert "I lack the permission Send Messages:" in told.content
    assert muted.last_message is not None
    assert muted.last_message.content == "anything"
    acknowledge(simcord_env)


@pytest.mark.incidents
@pytest.mark.parametrize("fault", [(403, 50001), (404, 10062), (404, 10003), (400, 40060), (429, 0), (500, 0)])
@pytest.mark.parametrize("times", [1, None], ids=["once", "always"])
async def test_what_discord_refuses_ends_nothing(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle, fault: tuple[int, int], times: int | None
) -> None:
    status, code = fault
    for path in ("/interactions/*/*/callback", "/webhooks/*/*"):
        simcord_env.inject_error("POST", path, status=status, code=code, message=INTERNAL, times=times)
    result = await ada.slash(channel, "help")
    if result.response is not None:
        assert INTERNAL not in result.response.content
    acknowledge(simcord_env)
    simcord_env.backend.faults.clear()
    assert (await ada.slash(channel, "help")).response is not None


@pytest.mark.incidents
async def test_numbers_differ_and_come_from_the_chance_that_was_given(
    simcord_env: Env, ada: MemberActor, channel: ChannelHandle
) -> None:
    said = [(await ada.slash(channel, "fail")).response for _ in range(3)]
    numbers = [INCIDENT.search(message.content) for message in said if message is not None]
    assert len({number[1] for number in numbers if number}) == 3
    acknowledge(simcord_env)
