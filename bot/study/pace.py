"""How often one person may ask: enough for anybody who reads the answers."""

from __future__ import annotations

import math
from collections import deque
from datetime import datetime, timedelta

from bot.clock import Clock

MOST = 12
WITHIN = timedelta(minutes=1)


class TooFastError(Exception):
    """Somebody asks too often. `seconds` says how long to wait; `again` that this was not heard the last time."""

    def __init__(self, seconds: int, *, again: bool = False) -> None:
        super().__init__(f"Wait {seconds} seconds.")
        self.seconds, self.again = seconds, again


class Pace:
    """Lets everybody do something `most` times `within` a span of time."""

    def __init__(self, clock: Clock, most: int = MOST, within: timedelta = WITHIN) -> None:
        self._clock, self._most, self._within = clock, most, within
        self._taken: dict[int, deque[datetime]] = {}
        self._told: set[int] = set()

    def spend(self, person: int) -> None:
        """Count one time for a person, known by the Discord id. Raises TooFastError where that is one too many."""
        now = self._clock.now()
        self._forget(now - self._within)
        times = self._taken.setdefault(person, deque())
        if len(times) == self._most:
            again = person in self._told
            self._told.add(person)
            raise TooFastError(max(1, math.ceil((times[0] + self._within - now).total_seconds())), again=again)
        self._told.discard(person)
        times.append(now)

    def _forget(self, before: datetime) -> None:
        for person, times in list(self._taken.items()):
            while times and times[0] <= before:
                times.popleft()
            if not times:
                del self._taken[person]
                self._told.discard(person)
