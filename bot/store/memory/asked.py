"""The part `asked` of the store in memory."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import count, islice

from bot.store.protocol.asked import AskedQuestion


@dataclass(slots=True)
class _Row:
    """A question with what is known of it; `votes` are by voter."""

    question: AskedQuestion
    private: bool
    settled: bool = False
    votes: dict[bytes, bool] = field(default_factory=dict)

    @property
    def counted(self) -> AskedQuestion:
        helpful = sum(self.votes.values())
        return replace(self.question, helpful=helpful, unhelpful=len(self.votes) - helpful)

    @property
    def voted_down(self) -> bool:
        return self.counted.unhelpful > 0 and self.counted.unhelpful >= self.counted.helpful

    @property
    def gap(self) -> bool:
        return not self.settled and (not self.question.found or self.voted_down)


class MemoryAsked:
    """The questions that were asked; see `AskedStore`."""

    def __init__(self) -> None:
        self._rows: dict[int, _Row] = {}
        self._ids = count(1)

    async def add(self, text: str, guild: int | None, at: datetime, *, found: bool, private: bool = False) -> int:
        """Keep a question and return its id."""
        asked_id = next(self._ids)
        self._rows[asked_id] = _Row(AskedQuestion(asked_id, guild, text, at, found), private)
        return asked_id

    async def get(self, asked_id: int) -> AskedQuestion | None:
        """Return a question; None where the store has none of this id."""
        row = self._rows.get(asked_id)
        return None if row is None else row.counted

    async def vote(self, asked_id: int, voter: bytes, *, helpful: bool) -> bool:
        """Keep what a voter thinks of the answer; False where the store has no question of this id."""
        row = self._rows.get(asked_id)
        if row is not None:
            row.votes[voter] = helpful
        return row is not None

    async def good(self, guild: int, most: int) -> tuple[str, ...]:
        """Return questions that were answered well, each once, latest first."""
        good = (row for row in self._latest(guild) if row.question.found and not row.private and not row.voted_down)
        return tuple(islice(dict.fromkeys(row.question.text for row in good), most))

    async def gaps(self, guild: int, most: int) -> tuple[AskedQuestion, ...]:
        """Return the gaps of a guild, latest first."""
        return tuple(islice((row.counted for row in self._latest(guild) if row.gap), most))

    async def settle(self, guild: int, asked_ids: Collection[int]) -> int:
        """Take gaps of this guild off the list for good; return how many."""
        rows = [row for row in self._latest(guild) if row.question.id in asked_ids and row.gap]
        for row in rows:
            row.settled = True
        return len(rows)

    async def forget(self, *, before: datetime, gaps_before: datetime) -> int:
        """Delete the questions asked before a time, and the gaps asked before another; return how many went."""
        gone = [i for i, row in self._rows.items() if row.question.asked_at < (gaps_before if row.gap else before)]
        for asked_id in gone:
            del self._rows[asked_id]
        return len(gone)

    def _latest(self, guild: int) -> list[_Row]:
        rows = [row for row in self._rows.values() if row.question.guild == guild]
        return sorted(rows, key=lambda row: (row.question.asked_at, row.question.id), reverse=True)
