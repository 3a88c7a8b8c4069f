"""A guild's own notes: files that its managers add and remove, and what became of them and of the shared ones."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from bot.study import note_folder
from bot.study.file_names import safe_name, same_name
from bot.study.library import OWN_FOLDER, Library, guild_notes_dir, scope_of
from bot.study.note_folder import MOST_BYTES_A_FILE, NotTakenError, OwnFile, Put
from knowledge.files import NotesError, Skipped
from knowledge.index import KnownFile
from knowledge.model import SHARED_SCOPE

WRONG_TYPE = "only .md, .markdown and .txt files can be notes"
TWICE = "another of these files has the same name: rename one of them"


class FetchError(Exception):
    """A file that was sent could not be fetched. Its text says why, as that of NotTakenError does."""


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that was sent: its name and size in bytes as stated, and what fetches it or raises FetchError."""

    name: str
    size: int
    fetch: Callable[[], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Added:
    """What became of a file that was sent.

    `path` is how the notes name it, empty where it was not taken: `refused` then says why. `known` is what was made of
    it, None where the notes could not be read.
    """

    sent_as: str
    path: str = ""
    replaced: bool = False
    refused: str = ""
    known: KnownFile | None = None


@dataclass(frozen=True, slots=True)
class Additions:
    """What became of files that were sent; `trouble` says why the notes could not be read afterwards."""

    files: tuple[Added, ...]
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of a file that was to go: whether there was one, and why the notes could not be read afterwards."""

    found: bool
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Listing:
    """The notes that a guild sees, and what is the matter with them.

    `stored` are the own files on the disk. `read_at` is when the notes were last read, `trouble` why they could not be
    read since.
    """

    own: tuple[KnownFile, ...]
    shared: tuple[KnownFile, ...]
    skipped: tuple[Skipped, ...]
    stored: tuple[OwnFile, ...]
    read_at: datetime | None
    trouble: str


@dataclass(frozen=True, slots=True)
class Changes:
    """What a guild sees of the notes being read again: notes that are new or have another text, and those that went."""

    read: tuple[KnownFile, ...]
    removed: tuple[str, ...]
    skipped: tuple[Skipped, ...]


class GuildNotes:
    """The notes as the managers of a guild deal with them. Every method may raise NotesError.

    Paths are those by which answers name a note; the name of an own file is its path without the folder.
    """

    def __init__(self, data_dir: Path, library: Library) -> None:
        self._data_dir, self._library = data_dir, library
        self._changing = asyncio.Lock()

    async def listing(self, guild: int) -> Listing:
        """Return the notes that this guild sees."""
        files = await self._library.files(guild)
        return Listing(
            tuple(file for file in files if file.scope != SHARED_SCOPE),
            tuple(file for file in files if file.scope == SHARED_SCOPE),
            self._skipped(guild),
            await self.stored(guild),
            self._library.read_at,
            self._library.trouble,
        )

    async def stored(self, guild: int) -> tuple[OwnFile, ...]:
        """Return the guild's own files on the disk, in order of name."""
        return await asyncio.to_thread(note_folder.own_files, self._folder(guild))

    async def reload(self, guild: int) -> Changes:
        """Read the notes again and return what changed for this guild since they were last read."""
        before = {_key(file): file.sha256 for file in await self._library.files(guild)}
        await self._library.refresh()
        after = await self._library.files(guild)
        gone = before.keys() - {_key(file) for file in after}
        return Changes(
            tuple(file for file in after if before.get(_key(file)) != file.sha256),
            tuple(sorted(path for _, path in gone)),
            self._skipped(guild),
        )

    async def add(self, guild: int, uploads: Sequence[Upload]) -> Additions:
        """Add files to the guild's own notes and read them. One that cannot be taken does not hold up the others."""
        added: list[Added] = []
        names: set[str] = set()
        for upload in uploads:
            name = safe_name(upload.name)
            added.append(await self._added(guild, upload, name, twice=same_name(name) in names))
            names.add(same_name(name))
        if all(file.refused for file in added):
            return Additions(tuple(added))
        trouble = await self._taken_up()
        known = {file.path: file for file in await self._library.files(guild) if file.scope == scope_of(guild)}
        return Additions(tuple(replace(file, known=known.get(file.path)) for file in added), trouble)

    async def remove(self, guild: int, name: str) -> Removal:
        """Remove one of the guild's own files for good."""
        async with self._changing:
            found = await asyncio.to_thread(note_folder.remove, self._folder(guild), name)
        return Removal(found, await self._taken_up() if found else "")

    async def _added(self, guild: int, upload: Upload, name: str, *, twice: bool) -> Added:
        try:
            done = await self._put(guild, upload, name, twice=twice)
        except (NotTakenError, FetchError) as error:
            return Added(upload.name, refused=str(error))
        return Added(upload.name, own_path(done.name), done.replaced)

    async def _put(self, guild: int, upload: Upload, name: str, *, twice: bool) -> Put:
        if not name:
            raise NotTakenError(WRONG_TYPE)
        if twice:
            raise NotTakenError(TWICE)
        if upload.size > MOST_BYTES_A_FILE:
            raise NotTakenError(note_folder.too_large(upload.size))
        content = await upload.fetch()
        async with self._changing:
            return await asyncio.to_thread(note_folder.put, self._folder(guild), name, content)

    async def _taken_up(self) -> str:
        """Read the notes; return why that could not be done, empty where it could."""
        try:
            await self._library.refresh()
        except NotesError as error:
            return str(error)
        return ""

    def _skipped(self, guild: int) -> tuple[Skipped, ...]:
        seen = {SHARED_SCOPE, scope_of(guild)}
        return tuple(file for file in self._library.summary.skipped if file.scope in seen)

    def _folder(self, guild: int) -> Path:
        return guild_notes_dir(self._data_dir, guild)


def _key(file: KnownFile) -> tuple[str, str]:
    return file.scope, file.path


def own_path(name: str) -> str:
    """Return the path by which answers name an own file of this name."""
    return f"{OWN_FOLDER}/{name}"
