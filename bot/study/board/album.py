"""Pictures of the board, each drawn once and kept for a while."""

from __future__ import annotations

import asyncio
from collections import OrderedDict

from bot.study.board.picture import BoardPicture, draw

MOST_KEPT = 32
"""Pictures that are kept, about 100 kB each; the one not asked for the longest goes first."""


class Album:
    """The pictures drawn last, by what they show. Belongs to one event loop, which it never holds up."""

    def __init__(self) -> None:
        self._kept: OrderedDict[BoardPicture, bytes] = OrderedDict()
        self._drawing = asyncio.Lock()

    async def get(self, picture: BoardPicture) -> bytes:
        """Return a picture as PNG. One is drawn at a time: who asks for the same meanwhile gets that."""
        async with self._drawing:
            drawn = self._kept.get(picture)
            if drawn is None:
                drawn = self._kept[picture] = await asyncio.to_thread(draw, picture)
            self._kept.move_to_end(picture)
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
            return drawn
