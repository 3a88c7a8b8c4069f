"""The questions that were asked, and what people thought of the answers."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question that somebody asked. Who it was is not known.

    `guild` is None for a direct message; `found` says whether the notes answered; `helpful` and `unhelpful` count the
    votes on the answer.
    """

    id: int
    guild: int | None
    text: str
    asked_at: datetime
    found: bool
    helpful: int = 0
    unhelpful: int = 0


class AskedStore(Protocol):
    """The questions that were asked, and what people thought of the answers.

    An answer is *voted down* when it has as many votes against it as for it, and one at least. A *gap* is a question
    whose answer was not found or is voted down, and that nobody has settled.
    """

    async def add(self, text: str, guild: int | None, at: datetime, *, found: bool, private: bool = False) -> int:
        """Keep a question and return its id. A private one is never offered to others."""
        ...

    async def get(self, asked_id: int) -> AskedQuestion | None:
        """Return a question; None where the store has none of this id."""
        ...

    async def vote(self, asked_id: int, voter: bytes, *, helpful: bool) -> bool:
        """Keep what a voter thinks of the answer, in place of what that voter thought before.

        `voter` must name nobody: a keyed hash. False where the store has no question of this id.
        """
        ...

    async def good(self, guild: int, most: int) -> tuple[str, ...]:
        """Return questions of a guild that were answered, not voted down and not private, each once, latest first."""
        ...

    async def gaps(self, guild: int, most: int) -> tuple[AskedQuestion, ...]:
        """Return the gaps of a guild, latest first."""
        ...

    async def settle(self, guild: int, asked_ids: Collection[int]) -> int:
        """Take gaps of this guild off the list for good; return how many of these were gaps of it."""
        ...

    async def forget(self, *, before: datetime, gaps_before: datetime) -> int:
        """Delete the questions asked before a time, and the gaps asked before another; return how many went."""
        ...
