"""What the program posts by itself: each thing once, whatever happens to the program in between.

A posting is *claimed* before anything is sent, *sent* when the id of its message is kept, or *missed*. A claim holds
for the time of a lease; one that ran out may have led to a message or not, so whoever claims next looks for it first.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol


class PostingKind(StrEnum):
    """What is posted."""

    QUIZ = "quiz"
    RESULTS = "results"
    RECAP = "recap"


@dataclass(frozen=True, slots=True)
class PostingKey:
    """What a posting is known by: there is one of a kind for each guild and day."""

    guild: int
    kind: PostingKind
    day: date


@dataclass(frozen=True, slots=True)
class Posting:
    """What became of a posting. `message` is None until it is known to be sent; `at` is when it was settled."""

    key: PostingKey
    channel: int | None = None
    message: int | None = None
    at: datetime | None = None
    missed: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """The right to send. Where it is not the `first`, an earlier one may have sent: look for the message before."""

    first: bool


class PostingStore(Protocol):
    """The postings by their keys."""

    async def claim(self, key: PostingKey, now: datetime, until: datetime) -> Claim | None:
        """Claim a posting until a time; None where it is settled or somebody else's claim still holds at `now`."""
        ...

    async def sent(self, key: PostingKey, channel: int, message: int, at: datetime) -> bool:
        """Keep which message a posting became; False where it was settled before, which then stays."""
        ...

    async def release(self, key: PostingKey) -> None:
        """Give up the claim of a posting: this time nothing was sent for sure. An earlier claim is not forgotten."""
        ...

    async def miss(self, key: PostingKey, at: datetime) -> bool:
        """Keep that a posting was missed for good; False where it was settled before, which then stays."""
        ...

    async def get(self, key: PostingKey) -> Posting | None:
        """Return what became of a posting; None where nobody ever claimed or missed it."""
        ...

    async def settled(self, kind: PostingKind, since: date) -> frozenset[tuple[int, date]]:
        """Return guild and day of the postings that were sent or missed, for the days from this one on."""
        ...

    async def doubtful(self, kind: PostingKind, since: date) -> frozenset[tuple[int, date]]:
        """Return guild and day of the unsettled postings that a claim may have sent, for the days from this one on.

        These are the claimed ones, whether or not the claim still holds, except where nothing was sent for sure.
        """
        ...

    async def missed(self, guild: int, kind: PostingKind, since: date) -> tuple[date, ...]:
        """Return the days from this one on whose posting was missed, in order."""
        ...
