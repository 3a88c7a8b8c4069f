"""What happens when somebody presses a button of the leaderboard; see `cogs/ui/presses.py`.

A public board stays as it is: whoever presses gets a private one, which then turns in its place.
"""

from __future__ import annotations

import re
from typing import Any, Self

from discord import app_commands
from discord.ui import Button, DynamicItem, LayoutView

from bot.study.board.standings import Period
from cogs.errors import AnyInteraction, RefusedError
from cogs.services import services_of
from cogs.ui import board, quiz_ids
from cogs.ui.delivery import Illustrated, deliver, turn
from cogs.ui.quiz_ids import BoardAct, topic_key
from cogs.ui.safety import guarded

MOST_TOPICS = 10_000
"""Topics among which one is looked for: all of them."""
ELSEWHERE = "This leaderboard belongs to another server. /leaderboard shows the one of this server."

AnyButton = Button[Any]


def guild_of(interaction: AnyInteraction) -> int:
    """Return the server that somebody is in. Raises NoPrivateMessage where that is none."""
    if interaction.guild_id is None:
        raise app_commands.NoPrivateMessage
    return interaction.guild_id


async def board_page(  # noqa: PLR0913 - each is a choice of whoever looks
    interaction: AnyInteraction,
    period: Period | None,
    *,
    topic: str | None = None,
    number: int | None = None,
    season: int | None = None,
    private: bool = True,
) -> Illustrated:
    """Return a page of the board as whoever asks sees it, or, where it is not `private`, as everybody does.

    Without a period it is the running season; before the first one was begun, all time. `topic` is the key of one
    ("-" for none), `number` that of the page: without it, it is the one with whoever asks, unless others would learn
    from that where a hidden member stands.
    """
    guild, boards = guild_of(interaction), services_of(interaction.client).boards
    seasons = len(await boards.seasons(guild))
    if period is None or period is Period.SEASON:
        period = Period.SEASON if seasons > 1 else Period.ALL
    about = await _topic(interaction, topic) if topic else None
    viewer = interaction.user.id if private or not await boards.hidden(guild, interaction.user.id) else None
    page = await boards.page(guild, period, viewer, topic=about, number=number, season=season)
    can_attach = interaction.app_permissions.attach_files
    picture = await boards.picture(page, board.title_of(page)) if page.rows and can_attach else None
    return board.board(page, picture, seasons, private=private)


async def gains_page(interaction: AnyInteraction, period: Period) -> LayoutView:
    """Return who improved most, as whoever asks sees it."""
    guild, boards = guild_of(interaction), services_of(interaction.client).boards
    found = await boards.improvement(guild, period, interaction.user.id)
    return board.gains(found, period, len(await boards.seasons(guild)), private=True)


async def _topic(interaction: AnyInteraction, key: str) -> str | None:
    """The topic with a key. Raises RefusedError where the quiz never asked about it."""
    if key == topic_key(None):
        return None
    for topic in await services_of(interaction.client).boards.topics(guild_of(interaction), "", MOST_TOPICS):
        if topic_key(topic) == key:
            return topic
    raise RefusedError(board.GONE_TOPIC)


class PagePress(DynamicItem[AnyButton], template=quiz_ids.BOARD):
    """A button that turns to a page."""

    def __init__(self, item: AnyButton, period: Period, season: int, page: int, topic: str) -> None:
        super().__init__(item)
        self._period, self._season, self._page, self._topic = period, season, page, topic

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, Period(match["period"]), int(match["season"]), int(match["page"]), match["topic"])

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Turn to the page."""
        season = self._season or None
        drawing = board_page(interaction, self._period, topic=self._topic, number=self._page, season=season)
        await turn(interaction, drawing)


class OpenPress(DynamicItem[AnyButton], template=quiz_ids.OPENED):
    """A button that opens a board at the page of whoever presses it."""

    def __init__(self, item: AnyButton, period: Period, season: int, topic: str) -> None:
        super().__init__(item)
        self._period, self._season, self._topic = period, season, topic

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, Period(match["period"]), int(match["season"]), match["topic"])

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Open the board."""
        await turn(interaction, board_page(interaction, self._period, topic=self._topic, season=self._season or None))


class GainsPress(DynamicItem[AnyButton], template=quiz_ids.GAINS):
    """A button that shows who improved most."""

    def __init__(self, item: AnyButton, period: Period) -> None:
        super().__init__(item)
        self._period = period

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, Period(match["period"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Show the improvement board."""
        await turn(interaction, gains_page(interaction, self._period))


class RecapPress(DynamicItem[AnyButton], template=quiz_ids.RECAP):
    """The button below a recap that opens the board as it is now."""

    def __init__(self, item: AnyButton, guild: int) -> None:
        super().__init__(item)
        self._guild = guild

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, int(match["guild"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Open the board."""
        if self._guild != interaction.guild_id:
            raise RefusedError(ELSEWHERE)
        await deliver(interaction, board_page(interaction, None))


class HidingPress(DynamicItem[AnyButton], template=quiz_ids.HIDING):
    """The button with which a member is left out of what others see, or no longer."""

    def __init__(self, item: AnyButton, act: BoardAct) -> None:
        super().__init__(item)
        self._act = act

    @classmethod
    async def from_custom_id(cls, _: AnyInteraction, item: Any, match: re.Match[str], /) -> Self:
        """Read the id of the button that was pressed."""
        return cls(item, BoardAct(match["act"]))

    @guarded
    async def callback(self, interaction: AnyInteraction) -> None:
        """Hide or show whoever pressed, and say so."""
        await deliver(interaction, self._hidden(interaction, hidden=self._act is BoardAct.HIDE))

    @staticmethod
    async def _hidden(interaction: AnyInteraction, *, hidden: bool) -> LayoutView:
        await services_of(interaction.client).boards.hide(guild_of(interaction), interaction.user.id, hidden)
        return board.hiding(hidden=hidden)


BOARD_PRESSES = (PagePress, OpenPress, GainsPress, RecapPress, HidingPress)
"""All of them: they are known by their ids alone, so the bot has to be told once."""
