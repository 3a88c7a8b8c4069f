"""Completions for one guild, quick enough for every key: what they are made from is kept until it changes."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TypeVar

from bot.store.protocol import Store
from bot.study.completion import MOST, Offers, heading_questions, near, offers, starters
from bot.study.library import Library
from knowledge.index import Summary

MOST_GOOD = 500
"""Earlier questions that are offered, the latest."""
MOST_GUILDS = 50
"""Guilds whose completions are kept: a thousand headings take about half a megabyte."""
GOOD_STARTERS = 10

_Key = TypeVar("_Key")
_Value = TypeVar("_Value")


@dataclass(frozen=True, slots=True)
class _Headings:
    made_from: Summary
    offers: Offers
    starters: tuple[str, ...]


class Completer:
    """Offers headings that a guild can see and questions that it has asked. Shows nothing of one guild to another."""

    def __init__(self, library: Library, store: Store) -> None:
        self._library, self._store = library, store
        self._headings: dict[int | None, _Headings] = {}
        self._good: dict[int, Offers] = {}

    async def near(self, typed: str, guild: int | None) -> tuple[str, ...]:
        """Return what a half-typed question may become, best first; for nothing typed, what one may ask at all."""
        good = await self._good_of(guild)
        headings = await self._headings_of(guild)
        if not typed.strip():
            return tuple(dict.fromkeys((*good.texts[:GOOD_STARTERS], *headings.starters)))[:MOST]
        found = sorted([*near(good, typed), *near(headings.offers, typed)], key=lambda pair: -pair[1])
        return tuple(dict.fromkeys(text for text, _ in found))[:MOST]

    def changed(self, guild: int | None) -> None:
        """Look at the questions of a guild anew the next time."""
        if guild is not None:
            self._good.pop(guild, None)

    async def _good_of(self, guild: int | None) -> Offers:
        if guild is None:  # what one person asked in private is offered to nobody
            return offers(())
        if guild not in self._good:
            texts = await self._store.asked.good(guild, MOST_GOOD)
            _keep(self._good, guild, offers(texts))
        return self._good[guild]

    async def _headings_of(self, guild: int | None) -> _Headings:
        now = self._library.summary
        kept = self._headings.get(guild)
        if kept is None or kept.made_from is not now:
            topics = await self._library.topics(guild)
            made = await asyncio.to_thread(lambda: offers(heading_questions(topics)))
            kept = _Headings(now, made, offers(starters(topics)).texts[:MOST])
            _keep(self._headings, guild, kept)
        return kept


def _keep(kept: dict[_Key, _Value], key: _Key, value: _Value) -> None:
    """Keep a value, and let the one go that was kept first when there are too many."""
    kept[key] = value
    if len(kept) > MOST_GUILDS:
        del kept[next(iter(kept))]
