"""Asking: by command, by mention, in a direct message, by a reply, and from a message's menu."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import discord
from discord import app_commands
from discord.ext import commands

from bot.study.pace import Pace, TooFastError
from cogs.errors import AnyInteraction, RefusedError
from cogs.services import host_of, services_of
from cogs.ui import answers
from cogs.ui.answering import answer
from cogs.ui.heard import Heard, heard_in, words_of_message
from cogs.ui.layout import command, says
from cogs.ui.limits import OPTION
from cogs.ui.presses import PRESSES
from cogs.ui.safety import offering
from cogs.ui.text import size

CONTEXTS = app_commands.AppCommandContext(guild=True, dm_channel=True, private_channel=False)
INSTALLS = app_commands.AppInstallationType(guild=True, user=False)
BETWEEN_HINTS = timedelta(minutes=10)
"""How often one person is told how to ask: who has read it once may do without."""
NO_WORDS = "That message has no words that I could look up in the notes."


class Ask(commands.Cog):
    """Questions, and the buttons below their answers."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot
        self._services = services_of(bot)
        self._hints = Pace(self._services.clock, 1, BETWEEN_HINTS)
        self._menu = app_commands.ContextMenu(
            name="Ask the notes", callback=self.ask_the_notes, allowed_contexts=CONTEXTS, allowed_installs=INSTALLS
        )

    async def cog_load(self) -> None:
        """Offer the menu and answer to the buttons."""
        self._bot.tree.add_command(self._menu)
        self._bot.add_dynamic_items(*PRESSES)

    async def cog_unload(self) -> None:
        """Take the menu and the buttons back."""
        self._bot.tree.remove_command(self._menu.name, type=self._menu.type)
        self._bot.remove_dynamic_items(*PRESSES)

    @app_commands.command()
    @app_commands.describe(question="What you want to know, in your own words", private="Show the answer to you alone")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.allowed_installs(guilds=True)
    async def ask(self, interaction: AnyInteraction, question: str, private: bool = False) -> None:  # noqa: FBT001, FBT002 - Discord shows it as an option
        """Ask your notes: the answer is a piece of them, with its place."""
        await answer(interaction, question, private=private)

    @ask.autocomplete("question")
    @offering
    async def _completions(self, interaction: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._services.asking.completions(typed, interaction.guild_id)
        # A choice that had to be cut would be another question.
        return [app_commands.Choice(name=text, value=text) for text in found if size(text) <= OPTION]

    async def ask_the_notes(self, interaction: AnyInteraction, message: discord.Message) -> None:
        """Answer a message, whoever wrote it."""
        words = words_of_message(message.content)
        if not words:
            raise RefusedError(NO_WORDS)
        await answer(interaction, words, private=False)

    @commands.Cog.listener()
    async def on_message(self, message: discord.Message) -> None:
        """Answer a message that is for the bot."""
        heard = self._bot.user and heard_in(message, self._bot.user)
        if not heard:
            return
        if heard.question:
            await self._answer(message, heard)
        else:
            with suppress(TooFastError):
                self._hints.spend(message.author.id)
                await self._hint(message, heard)

    async def _answer(self, message: discord.Message, heard: Heard) -> None:
        self._services.pace.spend(message.author.id)
        guild = message.guild.id if message.guild else None
        asked = await self._services.asking.ask(heard.question, guild, about=heard.about, private=guild is None)
        await _reply(message, answers.answer(asked, asker=message.author.id if guild else None))

    async def _hint(self, message: discord.Message, heard: Heard) -> None:
        ask = command("ask", host_of(self._bot).command_ids)
        if heard.about is not None:
            text = "I cannot read this reply. To go on from an answer, press **Ask further** below it, or mention me."
        else:
            text = (
                f"Ask me about your notes: write your question after my name, or use {ask}. "
                f"To have somebody's message answered, hold it and choose Apps, then {self._menu.name}."
            )
        await _reply(message, says(text))


async def _reply(message: discord.Message, view: discord.ui.LayoutView) -> None:
    """Reply to a message, or write below it where it was deleted by then."""
    await message.channel.send(view=view, reference=message.to_reference(fail_if_not_exists=False))


async def setup(bot: commands.Bot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Ask(bot))
