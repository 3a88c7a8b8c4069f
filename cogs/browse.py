"""Looking around in the notes without a question."""

from __future__ import annotations

from discord import app_commands
from discord.ext import commands

from cogs.errors import AnyInteraction
from cogs.services import services_of
from cogs.ui.delivery import deliver
from cogs.ui.ids import LONGEST_WORDS
from cogs.ui.lookups import search_page, topic_page


class Browse(commands.Cog):
    """Searching and browsing. Both are shown to the one alone who looks around."""

    @app_commands.command()
    @app_commands.describe(words="What to look for, for instance: dead letter queue")
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.allowed_installs(guilds=True)
    async def search(self, interaction: AnyInteraction, words: app_commands.Range[str, 1, LONGEST_WORDS]) -> None:
        """Find the places of the notes that speak of some words."""
        services_of(interaction.client).pace.spend(interaction.user.id)
        await deliver(interaction, search_page(interaction, words))

    @app_commands.command()
    @app_commands.allowed_contexts(guilds=True, dms=True)
    @app_commands.allowed_installs(guilds=True)
    async def topics(self, interaction: AnyInteraction) -> None:
        """Browse what the notes are about."""
        await deliver(interaction, topic_page(interaction, None))


async def setup(bot: commands.Bot) -> None:
    """Add the commands to the bot."""
    await bot.add_cog(Browse())
