"""Questions that members reported, and those that managers retired."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Report:
    """A question that members reported and no manager has decided on yet.

    `quiz` and `place` say where it was asked last, `reporters` how many members reported it, `at` when that was last.
    """

    question: str
    quiz: int
    place: int
    reporters: int
    at: datetime


class ReviewStore(Protocol):
    """Reports and retirements, by guild and the id of the question."""

    async def report(self, quiz: int, place: int, member: int, at: datetime) -> bool:
        """Keep that a member finds fault with a question; False where the member did before, or there is none.

        A question that managers kept is reported anew by the next report.
        """
        ...

    async def reports(self, guild: int) -> tuple[Report, ...]:
        """Return what managers have to decide on: most reported first, then latest. None of it is retired."""
        ...

    async def keep(self, guild: int, question: str, by: int, at: datetime) -> bool:
        """Decide that a reported question stays; False where nothing was reported."""
        ...

    async def retire(self, guild: int, question: str, by: int, at: datetime) -> bool:
        """Retire a question: no attempt at it counts any more, and its reports are decided on.

        False where it was retired or never asked there.
        """
        ...

    async def reinstate(self, guild: int, question: str) -> bool:
        """Take a question back among the others, its attempts count again; False where it was not retired."""
        ...

    async def retired(self, guild: int) -> frozenset[str]:
        """Return the ids of the questions that are retired in a guild."""
        ...
