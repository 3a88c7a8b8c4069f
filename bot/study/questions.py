"""The quiz questions that the notes of a guild give, made in the background and kept until the notes change."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from bot.study.aside import aside
from bot.study.library import Library, Scopes
from knowledge.base import KnowledgeBase
from knowledge.quiz.model import Question

MOST_SETS = 16
"""Sets of questions that are kept: all guilds without notes of their own share one."""

Make = Callable[[Path, Path, Scopes], Awaitable[tuple[Question, ...]]]
"""Makes the questions from the notes in these scopes, as `make_questions` does."""


def make_questions(notes: Path, data_dir: Path, scopes: Scopes) -> tuple[Question, ...]:
    """Return the questions that the knowledge base in a folder gives; takes seconds where there are many notes.

    Raises NotesError where it cannot be read.
    """
    with KnowledgeBase(notes, data_dir) as knowledge:
        knowledge.renew()
        return knowledge.questions(scopes)


async def make_aside(notes: Path, data_dir: Path, scopes: Scopes) -> tuple[Question, ...]:
    """Do what `make_questions` does, in another process."""
    return await aside(make_questions, notes, data_dir, scopes)


class Questions:
    """The questions of each guild. Belongs to one event loop."""

    def __init__(self, library: Library, make: Make = make_aside) -> None:
        """`make` makes the questions from the notes of the library."""
        self._library, self._make = library, make
        self._one_at_a_time = asyncio.Lock()
        self._sets: dict[Scopes, tuple[datetime | None, tuple[Question, ...]]] = {}

    async def of(self, guild: int | None) -> tuple[Question, ...]:
        """Return the questions from the notes that this guild sees, in order of file and line.

        Raises NotesError where the notes cannot be read.
        """
        scopes = await self._library.scopes(guild)
        async with self._one_at_a_time:
            read_at = self._library.read_at
            kept = self._sets.pop(scopes, None)
            if kept is None or kept[0] != read_at:
                kept = read_at, await self._make(self._library.notes, self._library.data_dir, scopes)
            self._sets[scopes] = kept
            if len(self._sets) > MOST_SETS:
                del self._sets[next(iter(self._sets))]  # the one that was asked for longest ago
            return kept[1]
