"""Posting something exactly once, whatever happens to the program in between.

A posting is claimed in the store before anything is sent. Where an earlier claim ran out, nobody knows whether it led
to a message, so the channel is searched for it first. What is sent carries a nonce made from its key, by which Discord
knows a second try. Only then the id of the message is kept.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.store.protocol.postings import Claim, PostingKey, PostingStore
from bot.study.daily.announcing import Announcement, Announcer, RefusedError

LEASE = timedelta(minutes=5)
"""For how long a claim holds: longer than a search and the longest send with all its tries."""
CLOCKS_APART = timedelta(hours=1)
"""By how much the clock that a posting was made by may have differed from that of Discord."""


class UnreadableError(RefusedError):
    """The channel could not be searched, so it is open whether an earlier claim has sent."""


def nonce_of(key: PostingKey) -> str:
    """Return what Discord knows a posting by: 24 characters, the same for the same key."""
    return hashlib.blake2b(f"{key.guild}/{key.kind}/{key.day}".encode(), digest_size=12).hexdigest()


class Once:
    """Claims postings and sends them."""

    def __init__(self, postings: PostingStore, clock: Clock) -> None:
        self._postings, self._clock = postings, clock

    async def claim(self, key: PostingKey) -> Claim | None:
        """Claim a posting; None where it is settled, or somebody else is at it."""
        now = self._clock.now()
        return await self._postings.claim(key, now, now + LEASE)

    async def found(
        self, announcer: Announcer, claim: Claim, channel: int, announcement: Announcement, since: datetime
    ) -> int | None:
        """Return the message that an earlier claim led to, after keeping its id; None where there is none.

        `since` is before it can have been sent. Raises UnreadableError, and UnsureError, after which the claim is to
        run out by itself.
        """
        if claim.first:
            return None
        try:
            message = await announcer.find(channel, announcement, since - CLOCKS_APART)
        except RefusedError as error:
            raise UnreadableError(str(error)) from error
        if message is not None:
            await self._postings.sent(announcement.key, channel, message, self._clock.now())
        return message

    async def send(self, announcer: Announcer, channel: int, announcement: Announcement) -> int:
        """Send what is claimed and was not found, keep the id of its message and return it.

        Raises RefusedError, and UnsureError, after which the claim is to run out by itself.
        """
        message = await announcer.send(channel, announcement, nonce_of(announcement.key))
        await self._postings.sent(announcement.key, channel, message, self._clock.now())
        return message

    async def post(
        self, announcer: Announcer, claim: Claim, channel: int, announcement: Announcement, since: datetime
    ) -> int:
        """Find what is claimed, or else send it; return its message. Raises as `found` and `send` do.

        Where it was refused the claim is given up.
        """
        async with self.given_up_if_refused(announcement.key):
            message = await self.found(announcer, claim, channel, announcement, since)
            return await self.send(announcer, channel, announcement) if message is None else message

    @asynccontextmanager
    async def given_up_if_refused(self, key: PostingKey) -> AsyncIterator[None]:
        """Give up a claim where what is done with it ends in RefusedError: from then on somebody else may have it."""
        try:
            yield
        except RefusedError:
            await self._postings.release(key)
            raise
