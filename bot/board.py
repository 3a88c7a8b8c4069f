"""The leaderboard in the terminal chat: what was typed after the command, and the page that it asks for."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bot import board_render
from bot.clock import Clock
from bot.render import Block, Line, Look
from bot.text import one_line

if TYPE_CHECKING:
    from bot.store.protocol import Store
    from bot.study.board.standings import Page, Period

NOT_YET = "There is no leaderboard yet: it begins with the daily quiz, which /daily setup starts on Discord."


@dataclass(frozen=True, slots=True)
class Wish:
    """What was typed after the command: `guild` is None where none was named, `period` where the usual one is meant."""

    guild: str | None = None
    period: Period | None = None
    topic: str | None = None


def read_wish(words: str) -> Wish:
    """Read `[guild ID] [PERIOD] [TOPIC]`; what is no period is a topic."""
    from bot.study.board.standings import Period

    left = words.split()
    guild = None
    if len(left) > 1 and left[0].casefold() == "guild":
        guild, left = left[1], left[2:]
    period = None
    if left and left[0].casefold() in set(Period):
        period, left = Period(left[0].casefold()), left[1:]
    return Wish(guild, period, " ".join(left) or None)


@dataclass(frozen=True, slots=True)
class Leaderboard:
    """Reads the board of the group whose state is in a folder; the folder and what is in it are never made."""

    data_dir: Path
    clock: Clock

    def told(self, words: str) -> Sequence[Block]:
        """Return the page that was asked for, or one sentence that says why there is none."""
        import asyncio

        from bot.store.protocol import StoreError
        from bot.store.sqlite import FILE_NAME

        database = self.data_dir / FILE_NAME
        if not database.exists():
            return (Line(NOT_YET),)
        try:
            return asyncio.run(self._told(database, read_wish(words)))
        except StoreError as error:
            return (Line(one_line(str(error)), Look.WARNING),)

    async def _told(self, database: Path, wish: Wish) -> Sequence[Block]:
        from bot.store.snapshot import snapshot

        async with snapshot(database) as store:
            guilds = [schedule.guild for schedule in await store.schedules.all()]
            chosen = [guild for guild in guilds if wish.guild in {None, str(guild)}]
            if not guilds:
                return (Line(NOT_YET),)
            if len(chosen) != 1:
                return board_render.which(guilds)
            return board_render.page(await self._page(store, chosen[0], wish))

    async def _page(self, store: Store, guild: int, wish: Wish) -> Page:
        from bot.study.board.boards import Boards
        from bot.study.board.standings import Period

        boards = Boards(store, self.clock)
        begun = len(await boards.seasons(guild)) > 1
        usual = Period.SEASON if begun else Period.ALL
        return await boards.page(guild, wish.period or usual, None, topic=wish.topic)
