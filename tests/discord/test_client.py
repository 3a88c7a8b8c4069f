"""The bot itself: what it starts with, what it tells Discord, and how it ends."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from discord.ext import commands
from simcord.env import Env

import cogs
from bot import create_bot
from bot.client import PRESENCE, StartError, StudyBot
from bot.settings import Settings
from bot.store.memory import MemoryStore
from bot.store.protocol import Store
from bot.study.asking import KEPT
from bot.study.services import Services
from cogs.errors import AnyInteraction
from knowledge.files import NotesError
from tests.discord.conftest import FixedClock

Restarted = Callable[..., StudyBot]


@pytest.fixture
def another(settings: Settings, services: Services) -> Restarted:
    """Make another bot on the same state, as after a restart."""

    def make(**changed: Any) -> StudyBot:
        store = changed.pop("store", services.store)
        again = create_bot(replace(settings, **changed), clock=services.clock)
        return StudyBot(replace(settings, **changed), replace(again.services, store=store))

    return make


def told(env: Env) -> list[str]:
    """Where commands were told, in order."""
    paths = [entry.path for entry in env.http_requests if entry.method == "PUT" and entry.path.endswith("/commands")]
    return [path.split("/")[-2] if "guilds" in path else "everywhere" for path in paths]


def test_making_a_bot_touches_nothing(settings: Settings) -> None:
    bot = create_bot(settings)
    assert not settings.data_dir.exists()
    intents = discord.Intents.default()
    assert bot.intents == intents
    assert not any((intents.message_content, intents.members, intents.presences))
    assert bot.allowed_mentions is not None
    assert list(bot.allowed_mentions.to_dict().items()) == [("parse", [])]


async def test_it_starts_with_all_that_is_in_cogs_and_says_what_it_is_for(
    simcord_env: Env, simcord_bot: StudyBot, services: Services
) -> None:
    assert {"ask", "help"} <= {command.name for command in simcord_bot.tree.get_commands()}
    assert set(simcord_bot.command_ids) == {command.name for command in simcord_bot.tree.get_commands()}
    assert simcord_bot._connection._activity == discord.CustomActivity(PRESENCE).to_dict()
    assert services.library.summary.files == 2
    assert told(simcord_env) == ["everywhere"]


async def test_commands_are_told_again_only_when_they_changed(simcord_env: Env, another: Restarted) -> None:
    ids = dict(simcord_env.bot.command_ids)  # type: ignore[attr-defined] # it is our bot
    second = another()
    await simcord_env.restart_bot(second)
    assert told(simcord_env) == ["everywhere"]
    assert second.command_ids == ids
    third = another()

    @third.tree.command(name="new", description="A new command")
    async def new(_: discord.Interaction[Any]) -> None: ...

    await simcord_env.restart_bot(third)
    assert told(simcord_env) == ["everywhere"] * 2
    assert "new" in third.command_ids
    for bot in (second, third):
        await bot.close()


async def test_commands_that_were_lost_on_the_side_of_discord_are_told_again(
    simcord_env: Env, another: Restarted
) -> None:
    assert simcord_env.bot.application_id is not None
    await simcord_env.bot.http.bulk_upsert_global_commands(simcord_env.bot.application_id, [])
    second = another()
    await simcord_env.restart_bot(second)
    assert "ask" in second.command_ids
    await second.close()


async def test_in_development_they_are_told_to_one_server_and_taken_away_elsewhere(
    simcord_env: Env, another: Restarted
) -> None:
    guild = simcord_env.create_guild("Workshop")
    developed = another(dev_guild_id=guild.id)
    await simcord_env.restart_bot(developed)
    assert told(simcord_env) == ["everywhere", str(guild.id), "everywhere"]
    assert await developed.tree.fetch_commands() == []
    assert "ask" in developed.command_ids
    channel = guild.create_text_channel("general")
    member = guild.add_member(simcord_env.create_user("ada"))
    assert (await member.slash(channel, "help")).response is not None
    released = another()
    await simcord_env.restart_bot(released)
    assert await released.tree.fetch_commands(guild=discord.Object(guild.id)) == []
    assert {command.name for command in await released.tree.fetch_commands()} == set(released.command_ids)
    for bot in (developed, released):
        await bot.close()


async def started(bot: StudyBot, *faults: tuple[str, str, int, int]) -> str:
    """Start a bot against a Discord with these faults; return the sentence it ends with, empty where it starts."""
    env = Env(bot)
    for method, path, status, code in faults:
        env.inject_error(method, path, status=status, code=code, times=None)
    try:
        await env.start()
    except (StartError, NotesError) as error:
        return str(error)
    else:
        await env.shutdown()
        return ""
    finally:
        await bot.close()


async def test_a_server_in_development_that_has_no_bot_stops_the_start(another: Restarted) -> None:
    said = await started(another(dev_guild_id=5), ("*", "/applications/*/guilds/5/commands", 403, 50001))
    assert "DEV_GUILD_ID" in said


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        pytest.param("/oauth2/applications/@me", 503, "HTTP 503", id="Discord is down"),
        pytest.param("/applications/*/commands", 403, "HTTP 403", id="the commands are forbidden"),
        pytest.param("/applications/*/commands", 500, "", id="the commands can wait until the next start"),
    ],
)
async def test_what_discord_refuses_at_the_start(another: Restarted, path: str, status: int, says: str) -> None:
    said = await started(another(), ("*", path, status, 0))
    assert says in said
    assert bool(said) is bool(says)


@pytest.mark.parametrize(
    ("error", "says"),
    [
        (discord.LoginFailure("Improper token has been passed."), "does not accept the token: get one at https://"),
        (ConnectionRefusedError(111, "refused"), "cannot be reached"),
        (TimeoutError(), "cannot be reached"),
    ],
)
async def test_a_refused_token_and_a_missing_network_are_one_sentence(
    settings: Settings, error: Exception, says: str
) -> None:
    class Network(discord.http.HTTPClient):
        async def static_login(self, token: str) -> Any:  # noqa: ARG002 - as the library calls it
            raise error

    bot = create_bot(settings)
    bot.http = Network(asyncio.get_running_loop())
    with pytest.raises(StartError) as caught:
        await bot.login("x")
    await bot.close()
    assert says in str(caught.value)
    assert "`studybot chat` needs none" in str(caught.value)


async def test_notes_that_are_not_there_stop_the_start(another: Restarted, tmp_path: Path) -> None:
    assert "There is no folder or file" in await started(another(notes_dir=tmp_path / "none"))


@pytest.fixture
def more_cogs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder whose modules are loaded with those of `cogs/`."""
    folder = tmp_path / "more"
    folder.mkdir()
    monkeypatch.setattr(cogs, "__path__", [*cogs.__path__, str(folder)])
    known = set(sys.modules)
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    yield folder
    for name in set(sys.modules) - known:
        del sys.modules[name]


@pytest.mark.parametrize("source", ["def setup(", "raise RuntimeError('secret')", "async def setup(bot): 1 / 0"])
async def test_broken_commands_stop_the_start_with_a_sentence(another: Restarted, more_cogs: Path, source: str) -> None:
    (more_cogs / "zz_broken.py").write_text(source, encoding="utf-8")
    said = await started(another())
    assert "The commands in cogs.zz_broken cannot be loaded" in said
    assert "secret" not in said


async def test_a_module_that_only_helps_others_is_left_alone(another: Restarted, more_cogs: Path) -> None:
    (more_cogs / "zz_helper.py").write_text("VALUE = 1\n", encoding="utf-8")
    assert await started(another()) == ""


class WatchedStore(MemoryStore):
    """A store that notes its end."""

    def __init__(self) -> None:
        super().__init__()
        self.ends = 0

    async def close(self) -> None:
        """Count the end."""
        self.ends += 1


async def test_it_ends_once_and_closes_all(another: Restarted) -> None:
    store: Store = WatchedStore()
    bot = another(store=store)
    async with simcord.run(bot):
        pass
    await asyncio.gather(bot.close(), bot.close())
    await bot.close()
    assert bot.is_closed()
    assert store.ends == 1  # type: ignore[attr-defined] # it is the one above
    with pytest.raises(NotesError, match="not open"):
        await bot.services.library.ask("anything", None)


async def test_discord_says_how_many_shards_there_are(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[int | None] = []

    async def connect(bot: StudyBot, *, reconnect: bool) -> None:
        assert reconnect
        asked.append(bot.shard_count)

    monkeypatch.setattr(commands.AutoShardedBot, "connect", connect)
    await create_bot(settings).connect()
    assert asked == [None]


async def test_what_was_asked_long_ago_is_forgotten_while_it_runs(
    simcord_env: Env, services: Services, clock: FixedClock
) -> None:
    kept = await services.store.asked.add("max timeout?", 1, clock.now(), found=True)
    await simcord_env.advance_time(timedelta(hours=30).total_seconds())
    assert await services.store.asked.get(kept) is not None
    clock.advance(KEPT + timedelta(days=1))
    await simcord_env.advance_time(timedelta(hours=30).total_seconds())
    assert await services.store.asked.get(kept) is None


async def test_one_that_never_started_ends_as_well(settings: Settings) -> None:
    bot = create_bot(settings)
    await bot.close()
    assert not settings.data_dir.exists()


class Press(discord.ui.DynamicItem[discord.ui.Button[Any]], template="slow"):
    """A button whose press waits until it may go on."""

    held: Held

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, __: Any, /) -> Press:
        """Return the button that was pressed."""
        return cls(item)

    async def callback(self, interaction: AnyInteraction) -> None:
        """Wait, then respond."""
        await self.held.wait()
        await interaction.response.send_message("done")


class Held(commands.Cog):
    """Commands, buttons and messages that are answered when they may be."""

    def __init__(self) -> None:
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        Press.held = self

    async def wait(self) -> None:
        """Wait until it may go on."""
        self.begun.set()
        await self.go_on.wait()

    @app_commands.command(description="Waits")
    async def slow(self, interaction: AnyInteraction) -> None:
        """Wait, then respond."""
        await self.wait()
        await interaction.response.send_message("done")

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Wait, then answer."""
        if not message.author.bot:
            await self.wait()
            await message.channel.send("done")


@pytest.mark.parametrize("how", ["command", "button", "message"])
async def test_an_answer_in_flight_is_finished_before_it_ends(simcord_env: Env, another: Restarted, how: str) -> None:
    held, bot = Held(), another()
    await bot.add_cog(held)
    bot.add_dynamic_items(Press)
    await simcord_env.restart_bot(bot)
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    ada = guild.add_member(simcord_env.create_user("ada"))
    if how == "button":
        view = discord.ui.View()
        view.add_item(discord.ui.Button(label="Slow", custom_id="slow"))
        sent = await channel_of(bot, channel).send(view=view)
        view.stop()
        asking: asyncio.Task[object] = asyncio.create_task(ada.click(sent, custom_id="slow"))
    elif how == "command":
        asking = asyncio.create_task(ada.slash(channel, "slow"))
    else:
        asking = asyncio.create_task(ada.send(channel, "slow"))
    await held.begun.wait()
    ending = asyncio.create_task(bot.close())
    for _ in range(10):
        await asyncio.sleep(0)
    assert not bot.is_closed()
    held.go_on.set()
    await asyncio.gather(asking, ending)
    assert bot.is_closed()
    assert channel.last_message is not None
    assert channel.last_message.content == "done"


def channel_of(bot: StudyBot, channel: Any) -> discord.TextChannel:
    found = bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return found
