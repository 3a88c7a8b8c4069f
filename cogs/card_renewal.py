"""The public count of a quiz, renewed while members play: soon, and never so often that it floods Discord."""

from __future__ import annotations

import asyncio
import logging
from typing import Protocol

from bot.store.protocol import StoreError
from bot.study.daily.announcing import Announcer, QuizCard

BETWEEN = 10.0
"""Seconds between two edits of one card."""

_log = logging.getLogger(__name__)


class Cards(Protocol):
    """Where the cards of quizzes come from."""

    async def card(self, quiz_id: int) -> QuizCard | None:
        """Return the card of a quiz as it is now; None where there is no such quiz."""
        ...


class CardRenewal:
    """Renews public cards: the first change at once, those within the next ten seconds together after them."""

    def __init__(self, cards: Cards, announcer: Announcer) -> None:
        self._cards = cards
        self._announcer = announcer
        self._touched: set[int] = set()
        self._tasks: dict[int, asyncio.Task[None]] = {}

    def touch(self, quiz_id: int) -> None:
        """Have the card of a quiz show what has changed. Returns at once and never fails."""
        self._touched.add(quiz_id)
        if quiz_id not in self._tasks:
            self._tasks[quiz_id] = asyncio.create_task(self._renew_while_touched(quiz_id))

    async def close(self) -> None:
        """End what is under way. What is not shown by then is shown when the quiz is closed."""
        tasks = list(self._tasks.values())
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _renew_while_touched(self, quiz_id: int) -> None:
        try:
            while quiz_id in self._touched:
                self._touched.discard(quiz_id)
                await self._renew(quiz_id)
                await asyncio.sleep(BETWEEN)
        finally:
            self._touched.discard(quiz_id)
            del self._tasks[quiz_id]

    async def _renew(self, quiz_id: int) -> None:
        try:
            card = await self._cards.card(quiz_id)
            if card is not None and card.quiz.message is not None:
                await self._announcer.renew(card.quiz.channel, card.quiz.message, card)
        except StoreError as error:
            _log.warning("The card of quiz %d could not be renewed: %s", quiz_id, error)
