"""What happens when who manages the daily quiz presses a button; see `cogs/ui/presses.py`."""

from __future__ import annotations

import re
from typing import Any, Self

from discord.ui import Button, DynamicItem, LayoutView

from cogs.errors import AnyInteraction
from cogs.managers import managed_guild
from cogs.services import services_of
from cogs.ui import daily, quiz_ids
from cogs.ui.delivery import turn
from cogs.ui.layout import says
from cogs.ui.quiz_ids import DailyAct
from cogs.ui.safety import guarded


class PreviewPress(DynamicItem[Button[Any]], template=quiz_ids.PREVIEW):
    """A button that turns to a page of the next quiz."""

    def __init__(self, item: Button[Any], page: int) -> None:
        super().__init__(item)
        self._page = page

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["page"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Turn to the page."""
        await turn(interaction, preview_page(interaction, managed_guild(interaction), self._page))


class SeasonPress(DynamicItem[Button[Any]], template=quiz_ids.SEASON):
    """A button that starts a season, or leaves the present one."""

    def __init__(self, item: Button[Any], act: DailyAct) -> None:
        super().__init__(item)
        self._act = act

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, DailyAct(match["act"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Start a season or leave it, and say so."""
        await turn(interaction, self._decided(interaction, managed_guild(interaction)))

    async def _decided(self, interaction: AnyInteraction, guild: int) -> LayoutView:
        if self._act is DailyAct.NO_SEASON:
            return says(daily.SEASON_LEFT)
        return daily.season_begun(await services_of(interaction.client).boards.start_season(guild))


async def preview_page(interaction: AnyInteraction, guild: int, number: int = 0) -> LayoutView:
    """Return a page of what the next quiz of a server would ask."""
    return daily.preview(await services_of(interaction.client).daily.preview(guild), number)


DAILY_PRESSES = (PreviewPress, SeasonPress)
"""All of them: they are known by their ids alone, so the bot has to be told once."""
