"""Watching the notes: each edit is taken up, whatever happens to the folders, and trouble ends nothing."""

from __future__ import annotations

import asyncio
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from watchfiles import Change

from bot.study import watch as watching
from bot.study.library import Library
from bot.study.watch import Edits, NotesFilter, Watcher, edits, take_up
from knowledge.files import NotesError, Skipped
from knowledge.index import Summary
from tests.conftest import WriteNotes


class Told(Library):
    """A library that counts how often it was told to read again, and then does what it is given."""

    def __init__(self, outcomes: Sequence[Summary | Exception]) -> None:
        super().__init__(Path("notes"), Path("data"))
        self.outcomes = list(outcomes)

    async def refresh(self) -> Summary:
        """Return or raise the next outcome."""
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, Exception):
            raise outcome
        return outcome


def given(times: int, done: Callable[[], object]) -> Edits:
    """A stream of so many edits; `done` is called when the last was taken up."""

    def stream(_: Sequence[Path], __: Event) -> Iterator[None]:
        yield from [None] * times
        done()

    return stream


async def watched_until_the_end(library: Library, times: int) -> None:
    loop, end = asyncio.get_running_loop(), asyncio.Event()
    watcher = Watcher(library, (), given(times, lambda: loop.call_soon_threadsafe(end.set)))
    watcher.start()
    await end.wait()
    watcher.close()


async def test_every_edit_is_taken_up_one_after_the_other() -> None:
    library = Told([Summary()] * 3)
    await watched_until_the_end(library, 3)
    assert library.outcomes == []


async def test_trouble_is_logged_and_the_next_edit_is_taken_up(caplog: pytest.LogCaptureFixture) -> None:
    library = Told([NotesError("There is no folder notes."), ZeroDivisionError(), Summary()])
    await watched_until_the_end(library, 3)
    assert library.outcomes == []
    assert "the old ones stay in use: There is no folder notes." in caplog.text
    assert "ZeroDivisionError" in caplog.text


async def test_what_changed_is_logged(caplog: pytest.LogCaptureFixture) -> None:
    summary = Summary(3, 70, 2, 1, (Skipped("big.md", "it is too big"),), ("queues.md, line 3: odd",))
    with caplog.at_level(logging.INFO):
        await take_up(Told([summary]))
    assert "2 read, 1 removed; there are 3 with 70 passages" in caplog.text
    assert "Skipped big.md: it is too big." in caplog.text
    assert "queues.md, line 3: odd" in caplog.text


async def test_nothing_is_read_after_it_was_closed() -> None:
    library = Told([Summary()])
    asked = Event()

    def stream(_: Sequence[Path], stop: Event) -> Iterator[None]:
        stop.wait(10)
        yield
        asked.set()  # only where the edit was taken up

    watcher = Watcher(library, (), stream)
    watcher.start()
    watcher.close()
    watcher.close()
    assert not await asyncio.to_thread(asked.wait, 0.01)
    assert library.outcomes == [Summary()]


def first(found: Iterator[None], change: Callable[[], object]) -> bool:
    """Make a change again and again until the stream tells of it: nobody can tell when the system began to watch."""

    async def both() -> bool:
        waiting = asyncio.create_task(asyncio.to_thread(next, found, "nothing"))
        while not waiting.done():
            change()
            await asyncio.wait((waiting,), timeout=0.15)
        return await waiting is None

    return asyncio.run(asyncio.wait_for(both(), 20))


def test_edits_are_seen_also_when_the_folder_was_deleted_and_came_back(
    write: WriteNotes, notes: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "LOOK_AGAIN", 0.02)
    stop = Event()
    found = edits((notes, notes / "not there"), stop)
    assert first(found, lambda: write({"a.md": "# A"}))
    assert first(found, lambda: shutil.rmtree(notes, ignore_errors=True))
    assert first(found, lambda: write({"b.md": "# B"}))
    assert first(found, lambda: write({"deep/er/c.md": "# C"}))
    stop.set()
    assert list(found) == []


def test_where_the_system_gives_no_watch_the_files_are_looked_at_instead(
    notes: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    asked: list[bool | None] = []

    def watch(*_: Path, force_polling: bool | None, **__: Any) -> Iterator[set[tuple[Change, str]]]:
        asked.append(force_polling)
        if not force_polling:
            raise OSError("OS file watch limit reached")
        yield {(Change.modified, "a.md")}

    monkeypatch.setattr(watching, "watch", watch)
    monkeypatch.setattr(watching, "LOOK_AGAIN", 0.0)
    next(edits((notes,), Event()))
    assert asked == [None, True]
    assert "looked at again and again" in caplog.text


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("a.md", True),
        ("A.MARKDOWN", True),
        ("a.txt", True),
        ("aliases.toml", True),
        ("folder.v2", True),
        ("workspace.json", False),
        (".git/HEAD", False),
        ("a.md~", False),
        (".a.md.swp", False),
    ],
)
def test_only_what_may_change_the_answers_counts(notes: Path, path: str, *, counts: bool) -> None:
    place = notes / path
    place.parent.mkdir(exist_ok=True)
    if path.startswith("folder"):
        place.mkdir()
    else:
        place.touch()
    assert NotesFilter()(Change.modified, str(place)) is counts
