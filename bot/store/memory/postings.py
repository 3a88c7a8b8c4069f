"""The part `postings` of the store in memory."""

from __future__ import annotations

from datetime import date, datetime

from bot.store.memory.tables import Tables
from bot.store.protocol.postings import Claim, Posting, PostingKey, PostingKind


class MemoryPostings:
    """The postings; see `PostingStore`."""

    def __init__(self, tables: Tables) -> None:
        self._postings = tables.postings
        self._settled = tables.settled
        self._leases: dict[PostingKey, datetime] = {}
        self._unsure: set[PostingKey] = set()
        """Those with a claim that ran out: it may have led to a message."""

    async def claim(self, key: PostingKey, now: datetime, until: datetime) -> Claim | None:
        """Claim a posting until a time; None where it is settled or somebody else's claim still holds at `now`."""
        lease = self._leases.get(key)
        if self._settled(key) or (lease is not None and now < lease):
            return None
        if lease is not None:
            self._unsure.add(key)
        self._postings[key] = Posting(key)
        self._leases[key] = until
        return Claim(first=key not in self._unsure)

    async def sent(self, key: PostingKey, channel: int, message: int, at: datetime) -> bool:
        """Keep which message a posting became; False where it was settled before."""
        return self._settle(Posting(key, channel, message, at))

    async def release(self, key: PostingKey) -> None:
        """Give up the claim of a posting."""
        self._leases.pop(key, None)

    async def miss(self, key: PostingKey, at: datetime) -> bool:
        """Keep that a posting was missed for good; False where it was settled before."""
        return self._settle(Posting(key, at=at, missed=True))

    async def get(self, key: PostingKey) -> Posting | None:
        """Return what became of a posting; None where nobody ever claimed or missed it."""
        return self._postings.get(key)

    async def settled(self, kind: PostingKind, since: date) -> frozenset[tuple[int, date]]:
        """Return guild and day of the postings that were sent or missed, for the days from this one on."""
        return frozenset(
            (key.guild, key.day)
            for key, posting in self._postings.items()
            if key.kind is kind and key.day >= since and posting.at is not None
        )

    async def doubtful(self, kind: PostingKind, since: date) -> frozenset[tuple[int, date]]:
        """Return guild and day of the unsettled postings that a claim may have sent, for the days from this one on."""
        return frozenset(
            (key.guild, key.day)
            for key in self._unsure | self._leases.keys()
            if key.kind is kind and key.day >= since and not self._settled(key)
        )

    async def missed(self, guild: int, kind: PostingKind, since: date) -> tuple[date, ...]:
        """Return the days from this one on whose posting was missed, in order."""
        missed = (posting.key for posting in self._postings.values() if posting.missed)
        return tuple(sorted(key.day for key in missed if (key.guild, key.kind) == (guild, kind) and key.day >= since))

    def _settle(self, posting: Posting) -> bool:
        if self._settled(posting.key):
            return False
        self._postings[posting.key] = posting
        return True
