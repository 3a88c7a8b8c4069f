"""Notes that are edited while the program runs: a watch on their folders that has the library read them again."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import closing
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, DefaultFilter, watch

from bot.study.library import GUILDS_FOLDER, Library
from knowledge.files import SUFFIXES, NotesError
from knowledge.index import Summary
from knowledge.lexicon import ALIASES_FILE

LOOK_AGAIN = 2.0
"""Seconds between two looks whether the folders themselves came, went or were replaced."""

Edits = Callable[[Sequence[Path], Event], Iterator[None]]
"""Yields once after each edit of something in the folders, until the event is set."""

_log = logging.getLogger(__name__)


def watched(notes: Path, data_dir: Path) -> tuple[Path, ...]:
    """Return the folders (or the file) that hold notes; they need not exist."""
    return (notes, data_dir / GUILDS_FOLDER)


class NotesFilter(DefaultFilter):
    """Lets through what may change the answers: notes, aliases, and folders."""

    def __call__(self, change: Change, path: str) -> bool:  # noqa: D102 - as in the class above it
        place = Path(path)
        counts = place.suffix.lower() in SUFFIXES or place.name == ALIASES_FILE or not place.is_file()
        return counts and super().__call__(change, path)


def edits(roots: Sequence[Path], stop: Event) -> Iterator[None]:
    """Yield after each edit of the notes below `roots`, until `stop` is set.

    A root may be missing, and may go and come back. Where the system has no more watches to give, the files are
    looked at every few tenths of a second instead.
    """
    polling: bool | None = None  # None: as the system can do it
    known = _present(roots)
    while not stop.is_set():
        try:
            yield from _until_replaced(roots, known, stop, polling=polling)
        except (OSError, RuntimeError) as error:
            if not polling:
                _log.warning("The notes cannot be watched (%s); they are looked at again and again instead.", error)
            polling = True
            stop.wait(LOOK_AGAIN)
        now = _present(roots)
        if now != known:
            known = now
            yield


def _until_replaced(
    roots: Sequence[Path], known: Mapping[Path, tuple[int, int]], stop: Event, *, polling: bool | None
) -> Iterator[None]:
    """Yield after each edit below the roots that are there, until one of the roots is another than before."""
    if not known:
        stop.wait(LOOK_AGAIN)
        return
    batches = watch(
        *known,
        watch_filter=NotesFilter(),
        stop_event=stop,
        rust_timeout=int(LOOK_AGAIN * 1000),
        yield_on_timeout=True,
        force_polling=polling,
        ignore_permission_denied=True,
    )
    with closing(batches):
        for batch in batches:
            if batch:
                yield
            if _present(roots) != known:
                return


def _present(roots: Sequence[Path]) -> dict[Path, tuple[int, int]]:
    """The roots that are there, each with what tells it from another of the same name."""
    found = {}
    for root in roots:
        try:
            status = root.stat()
        except OSError:
            continue
        found[root] = (status.st_dev, status.st_ino)
    return found


class Watcher:
    """Has a library read its notes again after each edit, from a thread that waits for edits.

    A thread and no task: what waits for the system is kept out of the event loop.
    """

    def __init__(self, library: Library, roots: Sequence[Path], edits: Edits = edits) -> None:
        self._library, self._roots, self._edits = library, roots, edits
        self._stop = Event()

    def start(self) -> None:
        """Begin to watch. Needs a running event loop, in which the notes are then read again."""
        Thread(target=self._run, args=(asyncio.get_running_loop(),), name="watcher", daemon=True).start()

    def close(self) -> None:
        """Stop watching. Stopping again does nothing."""
        self._stop.set()

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        for _ in self._edits(self._roots, self._stop):
            if not self._taken_up(loop):
                return

    def _taken_up(self, loop: asyncio.AbstractEventLoop) -> bool:
        """Read the notes again and wait for the end of it; False where the program is at its end."""
        if self._stop.is_set() or loop.is_closed():
            return False
        done = asyncio.run_coroutine_threadsafe(take_up(self._library), loop)
        while not (self._stop.is_set() or loop.is_closed()):
            try:
                done.result(LOOK_AGAIN)
            except TimeoutError:
                continue
            except CancelledError:
                return False
            return True
        return False


async def take_up(library: Library) -> None:
    """Read the notes again and log what changed, or why they could not be read."""
    try:
        summary = await library.refresh()
    except NotesError as error:
        _log.warning("The notes were edited, but the old ones stay in use: %s", error)
    except Exception:  # noqa: BLE001 - the next edit is to be taken up whatever went wrong with this one
        _log.exception("The notes were edited and could not be read again.")
    else:
        log_summary(summary)


def log_summary(summary: Summary) -> None:
    """Log what was read, what was skipped and what the notes' authors should know."""
    _log.info(
        "Notes: %d read, %d removed; there are %d with %d passages.",
        summary.changed,
        summary.removed,
        summary.files,
        summary.passages,
    )
    for skipped in summary.skipped:
        _log.warning("Skipped %s: %s.", skipped.path, skipped.reason)
    for warning in summary.warnings:
        _log.info("%s", warning)
