"""Playing the daily quiz, and deciding about the questions that members reported: buttons, and no commands."""

from __future__ import annotations

from discord.ext import commands

from cogs.ui.quiz_presses import QUIZ_PRESSES
from cogs.ui.review_presses import REVIEW_PRESSES


class Play(commands.Cog):
    """The buttons below a quiz, below its questions, its results and its reports."""

    def __init__(self, bot: commands.Bot) -> None:
        self._bot = bot

    async def cog_load(self) -> None:
        """Answer to the buttons."""
        self._bot.add_dynamic_items(*QUIZ_PRESSES, *REVIEW_PRESSES)

    async def cog_unload(self) -> None:
        """Take the buttons back."""
        self._bot.remove_dynamic_items(*QUIZ_PRESSES, *REVIEW_PRESSES)


async def setup(bot: commands.Bot) -> None:
    """Add the buttons to the bot."""
    await bot.add_cog(Play(bot))
