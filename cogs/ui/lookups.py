"""What is looked up in the notes without a question, and drawn."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from discord.ui import LayoutView

from bot.study.outline import ROOT, outline
from bot.study.places import distinct
from cogs.errors import AnyInteraction, RefusedError
from cogs.services import services_of
from cogs.ui import answers, places, topics
from knowledge.base import Line
from knowledge.model import Passage

CHANGED = "The notes have changed since then, and no longer have this. Ask again with /ask, please."
LAST_LINE = 10**7
"""Beyond the end of every note."""


async def lines_around(interaction: AnyInteraction, found: Sequence[Passage]) -> LayoutView:
    """Return the lines around these places as they are now."""
    if not found:
        raise RefusedError(CHANGED)
    library = services_of(interaction.client).library
    lines: list[tuple[Passage, Sequence[Line]]] = []
    for at in found:
        guild, margin = interaction.guild_id, places.MARGIN
        lines.append((at, await library.around(at.file, at.start_line, at.end_line, guild, margin)))
    return places.around(lines)


async def found_for(interaction: AnyInteraction, words: str) -> Sequence[Passage]:
    """Return the places that speak of some words."""
    return distinct(await services_of(interaction.client).asking.search(words, interaction.guild_id))


async def search_page(interaction: AnyInteraction, words: str, number: int = 0) -> LayoutView:
    """Return a page of the places that speak of some words."""
    found = await found_for(interaction, words)
    return answers.search_page(words, found, number) if found else answers.nothing_found(words)


async def topic_page(interaction: AnyInteraction, key: str | None, number: int = 0) -> LayoutView:
    """Return a page of the topic with this key; without one, where the topics begin.

    What takes longer the larger the notes are is done in a thread: the event loop goes on.
    """
    library = services_of(interaction.client).library
    tree = await asyncio.to_thread(outline, await library.topics(interaction.guild_id))
    if not tree[ROOT].below:
        raise RefusedError(topics.NO_TOPICS)
    place = topics.start(tree) if key is None else tree.get(key)
    if place is None:
        raise RefusedError(topics.GONE)
    first, last = place.first, LAST_LINE if place.last is None else place.last
    lines = await library.around(place.file, first, last, interaction.guild_id, 0) if first else ()
    return topics.topic_page(tree, place, number, await asyncio.to_thread(topics.portions, lines))
