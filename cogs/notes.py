"""The notes for those who manage the server: which there are, files of their own, and what is missing."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from pathlib import PurePath

import discord
from discord import app_commands
from discord.ext import commands
from discord.ui import LayoutView

from bot.study.guild_notes import FetchError, Upload, own_path
from cogs.errors import AnyInteraction, RefusedError
from cogs.managers import FOR_SERVERS, IN_SERVERS, NEEDED, managed_guild
from cogs.services import services_of
from cogs.ui import notes as drawn
from cogs.ui.delivery import deliver
from cogs.ui.limits import OPTION
from cogs.ui.note_presses import NOTE_PRESSES, gaps_page, list_page
from cogs.ui.safety import offering
from cogs.ui.text import size

LONGEST_FETCH = 60.0
"""Seconds for which an attachment may take to arrive."""
NOT_FETCHED = "Discord did not hand it over: send it again"

_log = logging.getLogger(__name__)


class Notes(commands.Cog):
    """The notes of a server. All of it is shown to the one alone who manages them."""

    notes = app_commands.Group(
        name="notes",
        description="The notes of this server, and what they lack",
        guild_only=True,
        allowed_contexts=IN_SERVERS,
        allowed_installs=FOR_SERVERS,
        default_permissions=NEEDED,
    )

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot
        self._services = services_of(bot)

    async def cog_load(self) -> None:
        """Answer to the buttons."""
        self._bot.add_dynamic_items(*NOTE_PRESSES)

    async def cog_unload(self) -> None:
        """Take the buttons back."""
        self._bot.remove_dynamic_items(*NOTE_PRESSES)

    @notes.command(name="list")
    async def show(self, interaction: AnyInteraction) -> None:
        """Show the notes: what was read, what was left out and why."""
        await deliver(interaction, list_page(interaction, self._begun(interaction)))

    @notes.command()
    async def reload(self, interaction: AnyInteraction) -> None:
        """Read the notes again and show what changed. Edited files are read without it, too."""
        await deliver(interaction, self._reloaded(self._begun(interaction)))

    @notes.command()
    @app_commands.describe(
        file="A .md, .markdown or .txt file; one of the same name is replaced",
        file2="Another file",
        file3="Another file",
        file4="Another file",
        file5="Another file",
    )
    async def add(  # noqa: PLR0913, PLR0917 - Discord shows each file as an option
        self,
        interaction: AnyInteraction,
        file: discord.Attachment,
        file2: discord.Attachment | None = None,
        file3: discord.Attachment | None = None,
        file4: discord.Attachment | None = None,
        file5: discord.Attachment | None = None,
    ) -> None:
        """Add files to the notes, for the members of this server alone."""
        sent = [_upload(attachment) for attachment in (file, file2, file3, file4, file5) if attachment]
        await deliver(interaction, self._added(self._begun(interaction), sent))

    @notes.command()
    @app_commands.describe(name="A file of this server's own notes")
    async def remove(self, interaction: AnyInteraction, name: str) -> None:
        """Remove a file of this server's own notes."""
        await deliver(interaction, self._confirmation(self._begun(interaction), name))

    @remove.autocomplete("name")
    @offering
    async def _own_names(self, interaction: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        stored = await self._services.notes.stored(managed_guild(interaction))
        fitting = (file.name for file in stored if typed.casefold() in own_path(file.name).casefold())
        return [app_commands.Choice(name=name, value=name) for name in fitting if size(name) <= OPTION]

    @notes.command()
    async def gaps(self, interaction: AnyInteraction) -> None:
        """Show what was asked here and has no good answer: a list of what to write next."""
        await deliver(interaction, gaps_page(interaction, self._begun(interaction)))

    def _begun(self, interaction: AnyInteraction) -> int:
        """The server in which a command was used, by somebody who may and not too often."""
        guild = managed_guild(interaction)
        self._services.pace.spend(interaction.user.id)
        return guild

    async def _reloaded(self, guild: int) -> LayoutView:
        return drawn.changes(await self._services.notes.reload(guild))

    async def _added(self, guild: int, sent: Sequence[Upload]) -> LayoutView:
        return drawn.additions(await self._services.notes.add(guild, sent))

    async def _confirmation(self, guild: int, name: str) -> LayoutView:
        for file in await self._services.notes.stored(guild):
            if name in {file.name, own_path(file.name)}:
                return drawn.confirmation(file)
        raise RefusedError(drawn.GONE)


def _upload(attachment: discord.Attachment) -> Upload:
    """An attachment under the name that its sender gave it: Discord keeps letters beyond ASCII in the title alone."""
    suffix = PurePath(attachment.filename).suffix
    title = attachment.title or ""
    name = attachment.filename if not title else title if title.endswith(suffix) else f"{title}{suffix}"

    async def fetch() -> bytes:
        try:
            async with asyncio.timeout(LONGEST_FETCH):
                return await attachment.read()
        except Exception as error:  # whatever went wrong with this file, the others are taken
            _log.warning("An attachment could not be fetched.", exc_info=True)
            raise FetchError(NOT_FETCHED) from error

    return Upload(name, attachment.size, fetch)


async def setup(bot: commands.Bot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Notes(bot))
