"""What happens when who manages the notes presses a button or chooses from a select; see `cogs/ui/presses.py`."""

from __future__ import annotations

import re
from typing import Any, Self

from discord.ui import Button, DynamicItem, LayoutView, Select

from cogs.errors import AnyInteraction, RefusedError
from cogs.managers import managed_guild
from cogs.services import services_of
from cogs.ui import note_ids, notes
from cogs.ui.delivery import turn
from cogs.ui.note_ids import Act
from cogs.ui.safety import guarded


class PagePress(DynamicItem[Button[Any]], template=note_ids.PAGE):
    """A button that turns to a page of the files, or of what is missing."""

    def __init__(self, item: Button[Any], act: Act, page: int) -> None:
        super().__init__(item)
        self._act, self._page = act, page

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, Act(match["act"]), int(match["page"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Turn to the page."""
        page = list_page if self._act is Act.LIST else gaps_page
        await turn(interaction, page(interaction, managed_guild(interaction), self._page))


class FilePress(DynamicItem[Button[Any]], template=note_ids.FILE):
    """A button that says what is to become of a file."""

    def __init__(self, item: Button[Any], act: Act, key: str) -> None:
        super().__init__(item)
        self._act, self._key = act, key

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, Act(match["act"]), match["key"])

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Remove the file or leave it, and say so."""
        await turn(interaction, self._decided(interaction, managed_guild(interaction)))

    async def _decided(self, interaction: AnyInteraction, guild: int) -> LayoutView:
        service = services_of(interaction.client).notes
        for file in await service.stored(guild):
            if note_ids.key_of(file.name) == self._key:
                removing = self._act is Act.REMOVE
                return notes.removed(file, await service.remove(guild, file.name)) if removing else notes.kept(file)
        raise RefusedError(notes.GONE)


class GapChoice(DynamicItem[Select[Any]], template=note_ids.SETTLE):
    """The select that marks gaps as done."""

    def __init__(self, item: Select[Any], page: int) -> None:
        super().__init__(item)
        self._page = page

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the select: what was chosen is known by then."""
        return cls(item, int(match["page"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Take the gaps off the list and show what is left."""
        await turn(interaction, self._settled(interaction, managed_guild(interaction)))

    async def _settled(self, interaction: AnyInteraction, guild: int) -> LayoutView:
        asking = services_of(interaction.client).asking
        chosen = {int(value) for value in self.item.values}
        for gap in await asking.gaps(guild):
            if chosen.intersection(gap.asked_ids):
                await asking.settle(guild, gap.asked_ids)
        return await gaps_page(interaction, guild, self._page)


async def list_page(interaction: AnyInteraction, guild: int, number: int = 0) -> LayoutView:
    """Return a page of the notes that a server sees."""
    return notes.list_page(await services_of(interaction.client).notes.listing(guild), number)


async def gaps_page(interaction: AnyInteraction, guild: int, number: int = 0) -> LayoutView:
    """Return a page of what the notes of a server lack."""
    return notes.gaps_page(await services_of(interaction.client).asking.gaps(guild), number)


NOTE_PRESSES = (PagePress, FilePress, GapChoice)
"""All of them: they are known by their ids alone, so the bot has to be told once."""
