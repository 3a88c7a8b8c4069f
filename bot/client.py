"""The Discord bot: what it starts with, what it loads, and how it ends."""

from __future__ import annotations

import asyncio
import importlib
import logging
import pkgutil
import random
import sys
from collections.abc import Mapping
from contextlib import AsyncExitStack
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands, tasks

import cogs
from bot.app import build_services, opened
from bot.client_commands import told_commands
from bot.clock import Clock, SystemClock
from bot.invite import HOW_TO_GET_ONE
from bot.scheduler import Ticker
from bot.settings import Settings
from bot.store.protocol import StoreError
from bot.study.services import Services
from cogs.announcer import DiscordAnnouncer
from cogs.card_renewal import CardRenewal
from cogs.errors import report, report_event

PRESENCE = "Answers from your notes: /ask"
LONGEST_END = 10.0
"""Seconds for which a shutdown waits for the answers that are being given."""
ANSWERING = ("discord.py: ", "CommandTree-invoker", "discord-ui-")
"""How discord.py names the tasks in which it calls what answers people."""

_log = logging.getLogger(__name__)


class StartError(Exception):
    """The bot cannot start. Its text is one sentence that is safe to show and says what to do."""


def create_bot(settings: Settings, *, clock: Clock | None = None, rng: random.Random | None = None) -> StudyBot:
    """Return the bot, ready to run. Nothing is read, written or sent before it logs in.

    `clock` takes the place of the machine's, `rng` that of real chance.
    """
    chance = rng or random.Random()  # noqa: S311 - nothing secret is drawn from it
    return StudyBot(settings, build_services(settings, clock or SystemClock(), chance))


class StudyTree(app_commands.CommandTree["StudyBot"]):
    """The slash commands and context menus."""

    async def on_error(self, interaction: discord.Interaction[Any], error: app_commands.AppCommandError, /) -> None:
        """Tell whoever used a command what went wrong with it."""
        await report(interaction, error)


class StudyBot(commands.AutoShardedBot):
    """Studybot on Discord. What its commands do is in `cogs/`."""

    def __init__(self, settings: Settings, services: Services) -> None:
        """`services` are opened when the bot logs in, and closed with it."""
        discord.VoiceClient.warn_nacl = discord.VoiceClient.warn_dave = False  # nobody is to install what nobody uses
        super().__init__(
            command_prefix=commands.when_mentioned,
            help_command=None,
            tree_cls=StudyTree,
            intents=discord.Intents.default(),
            allowed_mentions=discord.AllowedMentions.none(),
            activity=discord.CustomActivity(PRESENCE),
            allowed_contexts=app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False),
            allowed_installs=app_commands.AppInstallationType(guild=True, user=False),
            shard_count=1,  # until Discord says otherwise, see `connect`
            max_messages=None,  # nobody asks for old messages, and they would fill the memory
        )
        self.services = services
        self.command_ids: Mapping[str, int] = {}
        self._announcer = DiscordAnnouncer(self)
        self.renewal = CardRenewal(services.daily, self._announcer)
        self._ticker = Ticker(self._tick)
        self._settings = settings
        self._open = AsyncExitStack()
        self._begun = False
        self._end: asyncio.Task[None] | None = None

    async def login(self, token: str) -> None:
        """Log in and make everything ready.

        Raises StartError, NotesError or StoreError where that is not possible.
        """
        self._begun = True
        try:
            await super().login(token)
        except discord.LoginFailure as error:
            raise StartError(f"Discord does not accept the token: {HOW_TO_GET_ONE}") from error
        except discord.HTTPException as error:
            raise StartError(f"Discord refused the start (HTTP {error.status}): try again in a few minutes.") from error
        except OSError as error:
            raise StartError("Discord cannot be reached: check the network. `studybot chat` needs none.") from error

    async def connect(self, *, reconnect: bool = True) -> None:
        """Work until `close`, with as many shards as Discord asks for."""
        self.shard_count = None  # type: ignore[assignment] # so the library is told to ask for the number
        await super().connect(reconnect=reconnect)

    async def setup_hook(self) -> None:
        """Open what the commands work with, load them, and tell Discord of them."""
        await self._open.enter_async_context(opened(self.services, self._settings))
        for module in pkgutil.iter_modules(cogs.__path__, f"{cogs.__name__}."):
            await self._load(module.name)
        await self._tell_commands()
        self._forget.start()

    async def on_ready(self) -> None:
        """Begin to post what is due, now that the servers are known. Comes again after each loss of the connection."""
        if self._end is None:
            self._ticker.start()

    async def on_message(self, message: discord.Message, /) -> None:
        """Do nothing: there are no commands in messages. Questions in messages are a matter of `cogs/`."""

    async def on_error(self, event_method: str, /, *args: Any, **_: Any) -> None:
        """Tell whoever caused an event what went wrong with it."""
        error = sys.exc_info()[1]
        if error is not None:
            await report_event(event_method, args, self, error)

    async def close(self) -> None:
        """End in order: what is being posted and answered is finished, then Discord is left, then all is closed."""
        if self._end is None:
            self._end = asyncio.create_task(self._end_in_order())
        await asyncio.shield(self._end)

    async def _end_in_order(self) -> None:
        await self._ticker.stop()
        answers = {task for task in asyncio.all_tasks() if task.get_name().startswith(ANSWERING)}
        if answers:
            _, unfinished = await asyncio.wait(answers, timeout=LONGEST_END)
            if unfinished:
                _log.warning("%d answers were not finished in time.", len(unfinished))
        await self.renewal.close()
        self._forget.cancel()
        try:
            if self._begun:  # the library cannot end what has not begun
                await super().close()
        finally:
            await self._open.aclose()

    async def _tick(self) -> None:
        await self.services.daily.tick(self._announcer)

    @tasks.loop(hours=24)
    async def _forget(self) -> None:
        """Forget what has been remembered for long enough."""
        try:
            forgotten = await self.services.asking.forget()
        except StoreError as error:  # it would end the loop for good
            _log.warning("Old questions could not be forgotten: %s", error)
        else:
            _log.info("%d old questions were forgotten.", forgotten)

    async def _load(self, name: str) -> None:
        """Load the commands of a module of `cogs/`; one without `setup` is there for the others.

        Not as an extension: that would run anew a module that others have imported, and its errors would be unknown.
        """
        try:
            module = importlib.import_module(name)
            if hasattr(module, "setup"):
                await module.setup(self)
        except Exception as error:
            _log.exception("The commands in %s cannot be loaded.", name)
            raise StartError(
                f"The commands in {name} cannot be loaded ({type(error).__name__}): install Studybot again, "
                "or take out what was changed there."
            ) from error

    async def _tell_commands(self) -> None:
        guild = self._settings.dev_guild_id
        try:
            self.command_ids = await told_commands(self.tree, self.services.store.meta, guild)
        except discord.HTTPException as error:
            if error.status >= 500:
                _log.warning(
                    "Discord could not be told of the commands; that is done at the next start.", exc_info=True
                )
                return
            if guild is None or error.status != 403:
                raise
            raise StartError(
                f"The bot is not in the server {guild} that DEV_GUILD_ID names: invite it there, or remove the setting."
            ) from error
