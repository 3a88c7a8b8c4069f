"""The notes for many people at once: the knowledge base behind an async door that never holds up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from bot.clock import Clock, SystemClock
from bot.study.aside import aside
from knowledge.base import KnowledgeBase, Line, Topic
from knowledge.files import NotesError, Source
from knowledge.index import KnownFile, Summary, build
from knowledge.model import SHARED_SCOPE, Answer, Passage

GUILDS_FOLDER = "guilds"
OWN_FOLDER = "ours"
"""The folder that a guild's own notes are in. It is part of their names, so that none is taken for a shared note."""

Build = Callable[[Sequence[Source], Path], Awaitable[Summary]]
"""Brings the knowledge base in a folder up to date with these notes, as `knowledge.index.build` does."""
Scopes = tuple[str, ...]

_T = TypeVar("_T")


async def build_aside(sources: Sequence[Source], data_dir: Path) -> Summary:
    """Do what `knowledge.index.build` does, in another process."""
    return await aside(build, sources, data_dir)


def scope_of(guild: int) -> str:
    """Return the scope of the notes that only this guild may read."""
    return f"g{guild}"


def guild_notes_dir(data_dir: Path, guild: int) -> Path:
    """Return the folder of a guild's own notes; it need not exist."""
    return data_dir / GUILDS_FOLDER / str(guild) / OWN_FOLDER


def note_sources(notes: Path, data_dir: Path) -> tuple[Source, ...]:
    """Return what there is to read: the shared notes, and the own notes of each guild that has a folder for them."""
    folders = sorted((data_dir / GUILDS_FOLDER).glob("*"))
    own = (Source(scope_of(int(folder.name)), folder) for folder in folders if _is_guild(folder))
    return (Source(SHARED_SCOPE, notes), *own)


def _is_guild(folder: Path) -> bool:
    return folder.name.isascii() and folder.name.isdecimal() and folder.is_dir()


class Library:
    """The shared notes and those of each guild, asked from the event loop.

    `guild` says who asks: its members see the shared notes and their own; None sees only the shared ones. What can go
    wrong with the notes is a NotesError. The knowledge base lives on a thread of its own; while notes are read again,
    it goes on answering from what it has.
    """

    def __init__(self, notes: Path, data_dir: Path, build: Build = build_aside, clock: Clock | None = None) -> None:
        """`notes` is the shared folder (or one file); `build` reads again what changed in a running program.

        `clock` takes the place of the machine's.
        """
        self.notes, self.data_dir = notes, data_dir
        self._build = build
        self._clock = clock or SystemClock()
        self._thread = ThreadPoolExecutor(1, "library")
        self._knowledge: KnowledgeBase | None = None
        self._refreshing = asyncio.Lock()
        self._summary = Summary()
        self._read_at: datetime | None = None
        self._trouble = ""

    @property
    def summary(self) -> Summary:
        """What was found when the notes were last read without trouble."""
        return self._summary

    @property
    def read_at(self) -> datetime | None:
        """When that was; None before the start."""
        return self._read_at

    @property
    def trouble(self) -> str:
        """Why the notes could not be read the last time, in a sentence that is safe to show; empty where they could."""
        return self._trouble

    async def start(self) -> None:
        """Read what changed in the notes and open the knowledge base; call it once, before everything else.

        Raises NotesError when the notes cannot be read or the knowledge base cannot be kept.
        """
        self._took(await self._on_thread(self._open))

    async def close(self) -> None:
        """Answer what was asked until now and close the knowledge base. Closing it again does nothing."""
        if self._knowledge is not None:
            await self._on_thread(self._shut)
        self._thread.shutdown(wait=False)

    async def scopes(self, guild: int | None) -> Scopes:
        """Return the scopes of the notes that this guild sees."""
        return await self._read(lambda _, scopes: scopes, guild)

    async def ask(self, question: str, guild: int | None) -> Answer:
        """Answer a question from the notes."""
        return await self._read(lambda knowledge, scopes: knowledge.ask(question, scopes), guild)

    async def search(self, words: str, guild: int | None, most: int = 10) -> tuple[Passage, ...]:
        """Return the passages that speak of these words, best first, whether or not they answer anything."""
        return await self._read(lambda knowledge, scopes: knowledge.search(words, scopes, most), guild)

    async def topics(self, guild: int | None) -> tuple[Topic, ...]:
        """Return the headings of the notes, in order of file and line."""
        return await self._read(lambda knowledge, scopes: knowledge.topics(scopes), guild)

    async def files(self, guild: int | None) -> tuple[KnownFile, ...]:
        """Return the notes that this guild sees as they were when they were read, in order of path."""
        return await self._read(lambda knowledge, scopes: knowledge.files(scopes), guild)

    async def around(self, file: str, start: int, end: int, guild: int | None, margin: int = 4) -> tuple[Line, ...]:
        """Return lines `start` to `end` of a note with `margin` lines before and after, as they were when read.

        Raises NotesError when this guild sees no such file.
        """
        return await self._read(lambda knowledge, scopes: knowledge.around(file, start, end, margin, scopes), guild)

    async def refresh(self) -> Summary:
        """Read what changed in the notes, those of guilds that are new included, and return what was done.

        Raises NotesError when that is not possible; everything then stays as it was, and `trouble` says why.
        """
        async with self._refreshing:
            try:
                sources = await asyncio.to_thread(note_sources, self.notes, self.data_dir)
                self._took(await self._build(sources, self.data_dir))
                await self._on_thread(self._renew)
            except NotesError as error:
                self._trouble = str(error)
                raise
            self._trouble = ""
            return self._summary

    def _took(self, summary: Summary) -> None:
        self._summary, self._read_at = summary, self._clock.now()

    async def _read(self, call: Callable[[KnowledgeBase, Scopes], _T], guild: int | None) -> _T:
        self._opened()

        def called() -> _T:
            knowledge = self._opened()
            return call(knowledge, _scopes(knowledge, guild))

        return await self._on_thread(called)

    async def _on_thread(self, call: Callable[[], _T]) -> _T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, call)

    def _open(self) -> Summary:
        own = note_sources(self.notes, self.data_dir)[1:]
        self._knowledge = KnowledgeBase(self.notes, self.data_dir, own)
        summary = self._knowledge.refresh()
        self._warm(self._knowledge)
        return summary

    def _opened(self) -> KnowledgeBase:
        if self._knowledge is None:
            raise NotesError("The notes are not open: they are being read, or the bot is shutting down.")
        return self._knowledge

    def _renew(self) -> None:
        knowledge = self._opened()
        knowledge.renew()
        self._warm(knowledge)

    @staticmethod
    def _warm(knowledge: KnowledgeBase) -> None:
        """Derive now what the first question would otherwise wait for."""
        knowledge.ask("what is the maximum?")

    def _shut(self) -> None:
        self._opened().close()
        self._knowledge = None


def _scopes(knowledge: KnowledgeBase, guild: int | None) -> Scopes:
    """The scopes that a guild's members see; its own only where it has notes: what is derived for it costs memory."""
    if guild is None or scope_of(guild) not in knowledge.index.scopes():
        return (SHARED_SCOPE,)
    return (SHARED_SCOPE, scope_of(guild))
