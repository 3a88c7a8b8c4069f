"""What every engine of the store can do, and the records that go in and out.

The store is made of parts, one for each theme: `store.meta`, `store.asked`. Every write is one method and one unit: it
happens as a whole or not at all, and once it has returned it is kept, whatever happens to the program. Every method may
raise StoreError. Times are aware and come from the caller.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


class StoreError(Exception):
    """The store cannot do what was asked. Its text is one sentence that is safe to show and says what to do."""


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


class MetaStore(Protocol):
    """Small facts of the program itself, by name."""

    async def get(self, key: str) -> str | None:
        """Return what was put under this name; None where nothing was."""
        ...

    async def put(self, key: str, value: str) -> None:
        """Keep a value under a name, in place of an earlier one."""
        ...


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


class Store(Protocol):
    """The state of the groups."""

    @property
    def meta(self) -> MetaStore:
        """Small facts of the program itself."""
        ...

    @property
    def asked(self) -> AskedStore:
        """The questions that were asked."""
        ...

    @property
    def secret(self) -> bytes:
        """The key under which voters are hashed: the same at every start, and kept apart from the records."""
        ...

    async def open(self) -> None:
        """Make the store ready; everything else may be called only between this and `close`.

        Raises StoreError where the state cannot be kept or read.
        """
        ...

    async def close(self) -> None:
        """Finish what was accepted and close the store. Closing a closed store does nothing."""
        ...
