"""The leaderboard of a server."""

from __future__ import annotations

from typing import Literal

from discord import app_commands
from discord.ext import commands

from bot.study.board.standings import Period
from cogs.errors import AnyInteraction
from cogs.services import services_of
from cogs.ui.board_presses import BOARD_PRESSES, board_page, guild_of
from cogs.ui.delivery import deliver
from cogs.ui.limits import OPTION
from cogs.ui.quiz_ids import topic_key
from cogs.ui.safety import offering
from cogs.ui.text import size


class Leaderboard(commands.Cog):
    """The command that shows the board, and the buttons below it."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot
        self._services = services_of(bot)

    async def cog_load(self) -> None:
        """Answer to the buttons."""
        self._bot.add_dynamic_items(*BOARD_PRESSES)

    async def cog_unload(self) -> None:
        """Take the buttons back."""
        self._bot.remove_dynamic_items(*BOARD_PRESSES)

    @app_commands.command()
    @app_commands.describe(
        period="Which days count: without it the running season, or all time where none was begun",
        topic="Only the questions about one topic",
    )
    @app_commands.guild_only()
    @app_commands.allowed_contexts(guilds=True, dms=False)
    @app_commands.allowed_installs(guilds=True)
    async def leaderboard(
        self,
        interaction: AnyInteraction,
        period: Literal["week", "month", "season", "all"] | None = None,
        topic: str | None = None,
    ) -> None:
        """Show who has how many points in the daily quiz, from the page on which you are."""
        self._services.pace.spend(interaction.user.id)
        chosen = Period(period) if period else None
        key = topic_key(topic.strip()) if topic else None
        await deliver(interaction, board_page(interaction, chosen, topic=key, private=False), private=False)

    @leaderboard.autocomplete("topic")
    @offering
    async def _topics(self, interaction: AnyInteraction, typed: str) -> list[app_commands.Choice[str]]:
        found = await self._services.boards.topics(guild_of(interaction), typed)
        # A choice that had to be cut would be another topic.
        return [app_commands.Choice(name=topic, value=topic) for topic in found if size(topic) <= OPTION]


async def setup(bot: commands.Bot) -> None:
    """Add the command to the bot."""
    await bot.add_cog(Leaderboard(bot))
