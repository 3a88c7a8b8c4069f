"""The composition root: builds the parts of the program once, and closes them in reverse order."""

from __future__ import annotations

import hashlib
import os
import random
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from bot.clock import Clock
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.files import NotesError, StorageError
from knowledge.index import Progress, Summary

if TYPE_CHECKING:
    from bot.study.services import Services


@dataclass(frozen=True, slots=True)
class App:
    """The program, ready to use."""

    notes: Path
    knowledge: KnowledgeBase
    summary: Summary
    """What was done to bring the knowledge base up to date with the notes."""
    notices: tuple[str, ...] = ()
    """Sentences that whoever started the program should read."""
    history: Path | None = None
    """Where the terminal chat keeps what was typed; None where nothing can be kept."""
    data_dir: Path | None = None
    """Where the state of the groups is, if there is any."""


@contextmanager
def open_app(
    settings: Settings, notes: Path | None = None, *, progress: Progress | None = None, spare: bool = False
) -> Iterator[App]:
    """Open the program for `notes` (default: those of the settings), with its knowledge base up to date.

    With `spare`, a knowledge base that cannot be kept in DATA_DIR is made in a temporary folder instead. Raises
    NotesError when the notes cannot be read, or no knowledge base can be kept.
    """
    with ExitStack() as stack:
        yield _open(stack, settings, settings.notes_dir if notes is None else notes, progress, spare=spare)


def _open(stack: ExitStack, settings: Settings, notes: Path, progress: Progress | None, *, spare: bool) -> App:
    folder = knowledge_dir(settings, notes)
    try:
        knowledge, summary = _ready(stack, notes, folder, progress)
    except StorageError as error:
        if not spare:
            raise
        knowledge, summary = _spare(stack, notes, progress, error)
        notice = (
            f"{folder} cannot be written, so the knowledge base is only kept until the end of this run: "
            "set DATA_DIR to a folder that may be written."
        )
        return App(notes, knowledge, summary, (notice,), data_dir=settings.data_dir)
    notices = (f"The knowledge base was built anew, because {summary.rebuilt}.",) if summary.rebuilt else ()
    return App(notes, knowledge, summary, notices, settings.data_dir / "chat_history", settings.data_dir)


def knowledge_dir(settings: Settings, notes: Path) -> Path:
    """Return where the knowledge base of these notes is kept.

    Only the configured notes have theirs in DATA_DIR itself: a look into another folder must not make them be read
    anew the next time.
    """
    place = os.path.realpath(notes)
    if place == os.path.realpath(settings.notes_dir):
        return settings.data_dir
    return settings.data_dir / "other" / hashlib.sha256(os.fsencode(place)).hexdigest()[:12]


def _ready(stack: ExitStack, notes: Path, folder: Path, progress: Progress | None) -> tuple[KnowledgeBase, Summary]:
    knowledge = stack.enter_context(KnowledgeBase(notes, folder))
    return knowledge, knowledge.refresh(progress)


def _spare(
    stack: ExitStack, notes: Path, progress: Progress | None, error: NotesError
) -> tuple[KnowledgeBase, Summary]:
    """A knowledge base in a folder that goes when the program ends; raises `error` where that does not help."""
    try:
        return _ready(stack, notes, Path(stack.enter_context(TemporaryDirectory(prefix="studybot-"))), progress)
    except (NotesError, OSError):
        raise error from None


def build_services(settings: Settings, clock: Clock, rng: random.Random) -> Services:
    """Return what the Discord commands work with. Nothing is touched before it is `opened`."""
    from bot.store.sqlite import SqliteStore
    from bot.study.library import Library
    from bot.study.questions import Questions
    from bot.study.services import assemble

    library = Library(settings.notes_dir, settings.data_dir, clock=clock)
    return assemble(library, SqliteStore(settings.data_dir), Questions(library), clock, rng)


@asynccontextmanager
async def opened(services: Services, settings: Settings) -> AsyncIterator[None]:
    """Open the services and watch the notes; close all in reverse order.

    Raises StoreError or NotesError where the state or the notes cannot be used.
    """
    from bot.study.watch import Watcher, log_summary, watched

    async with AsyncExitStack() as stack:
        stack.push_async_callback(services.store.close)
        await services.store.open()
        stack.push_async_callback(services.library.close)
        await services.library.start()
        log_summary(services.library.summary)
        watcher = Watcher(services.library, watched(settings.notes_dir, settings.data_dir))
        stack.callback(watcher.close)
        watcher.start()
        yield
