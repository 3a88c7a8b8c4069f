"""What the program under test tells its parent, and what it is told at its start."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

FIRST_MOMENT = datetime.fromisoformat("2027-03-01T00:00:00+00:00")
RATE = 200
"""Seconds that pass for the program in one second."""
LANDS_WITHIN = timedelta(minutes=3)
"""How long a message is at most on its way: shorter than a lease. It arrives also where the program is killed."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What one life of the program is about. In the last one nothing fails, nobody plays, and it ends by itself."""

    data_dir: Path
    channel: Path
    start: datetime
    seed: int
    last: bool = False


@dataclass(frozen=True, slots=True)
class Started:
    """The program has opened its store and begins to work."""


@dataclass(frozen=True, slots=True)
class Acknowledged:
    """A member was told that this choice is kept; `new` where it was kept just now."""

    quiz: int
    place: int
    member: int
    choice: int
    new: bool


@dataclass(frozen=True, slots=True)
class Sending:
    """Something is about to be sent to a channel."""


@dataclass(frozen=True, slots=True)
class Found:
    """A message was found of which the program did not know that it had sent it."""


@dataclass(frozen=True, slots=True)
class Wrong:
    """Something happened that must not happen."""

    what: str


@dataclass(frozen=True, slots=True)
class Rested:
    """The last life is over: everything due up to this moment was settled, or never will be."""

    now: datetime


Word = Started | Acknowledged | Sending | Found | Wrong | Rested
