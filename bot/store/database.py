"""An SQLite file with two threads of its own: one that writes, one that reads.

No coroutine ever holds a transaction, and no wait for the disk blocks the event loop. Writes that arrive while the disk
is busy gather and become one transaction, so that they share one flush; each still succeeds or fails by itself.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any, Self, TypeVar

from sqlite_utils import Database

from bot.store.failures import damaged, explained
from bot.store.migrations import upgrade
from bot.store.protocol import StoreError

T = TypeVar("T")
Unit = Callable[[Database], T]
"""What is done with the file as a whole or not at all. It may run a second time where the first came to nothing, so it
changes nothing but the file."""

MOST_TOGETHER = 500
"""Writes in one transaction: with more of them the first would wait long for the last."""
BUSY_SECONDS = 5.0
"""How long to wait for another program that holds the file."""


class DatabaseFile:
    """The file, usable between `open` and `close`. Belongs to one event loop."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._open: _Connections | None = None
        self._waiting: list[_Write] = []
        self._writing: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Open the file, make it where it is missing, and bring it to the newest form.

        Raises StoreError where that cannot be done, or the file is damaged.
        """
        try:
            self._open = await _Connections.open(self._path)
        except (OSError, sqlite3.Error) as error:
            raise explained(error, self._path) from error

    async def close(self) -> None:
        """Finish what was accepted and close the file; nothing else is accepted from here on."""
        connections, self._open = self._open, None
        if connections is None:
            return
        if self._writing is not None:
            await asyncio.wait({self._writing})
        await connections.reader.close()
        await connections.writer.close()  # last, so that SQLite folds the log into the file

    async def read(self, unit: Unit[T]) -> T:
        """Return what a unit reads: all of it from one state of the file, which has every write that has returned."""
        try:
            return await self._connections.reader.run(partial(_reading, unit))
        except sqlite3.Error as error:
            raise explained(error, self._path) from error

    async def write(self, unit: Unit[T]) -> T:
        """Do a unit, and return what it returns when it is on the disk.

        What the unit raises is raised here, and then it has changed nothing. A caller that stops waiting does not
        stop the unit.
        """
        writer = self._connections.writer
        loop = asyncio.get_running_loop()
        done: asyncio.Future[T] = loop.create_future()
        self._waiting.append(_Write(unit, done))
        if self._writing is None:
            self._writing = loop.create_task(self._write_waiting(writer))
        return await done

    async def _write_waiting(self, writer: _Connection) -> None:
        while self._waiting:
            group, self._waiting = self._waiting[:MOST_TOGETHER], self._waiting[MOST_TOGETHER:]
            outcomes = await writer.run(partial(_group, [write.unit for write in group]))
            for write, outcome in zip(group, outcomes, strict=True):
                self._answer(write, outcome)
        self._writing = None

    def _answer(self, write: _Write, outcome: _Outcome) -> None:
        if write.done.done():  # its caller stopped waiting
            return
        if outcome.error is None:
            write.done.set_result(outcome.value)
        else:
            write.done.set_exception(explained(outcome.error, self._path))

    @property
    def _connections(self) -> _Connections:
        if self._open is None:
            raise StoreError("The database is closed: wait until Studybot has started again.")
        return self._open


@dataclass(frozen=True, slots=True)
class _Write:
    unit: Unit[Any]
    done: asyncio.Future[Any]


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a unit: its value, or what it raised."""

    value: Any = None
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class _Connection:
    """A connection and the one thread that may use it."""

    thread: ThreadPoolExecutor
    db: Database

    @classmethod
    async def open(cls, name: str, connect: Callable[[], Database]) -> Self:
        thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix=name)
        try:
            return cls(thread, await asyncio.get_running_loop().run_in_executor(thread, connect))
        except BaseException:
            thread.shutdown(wait=False)
            raise

    async def run(self, work: Unit[T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self.thread, work, self.db)

    async def close(self) -> None:
        await self.run(Database.close)
        self.thread.shutdown(wait=False)


@dataclass(frozen=True, slots=True)
class _Connections:
    reader: _Connection
    writer: _Connection

    @classmethod
    async def open(cls, path: Path) -> Self:
        writer = await _Connection.open("store-writer", partial(_writer, path))
        try:
            return cls(await _Connection.open("store-reader", partial(_reader, path)), writer)
        except BaseException:
            await writer.close()
            raise


def _writer(path: Path) -> Database:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = _connected(path)
    try:
        _check_sound(db, path)
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        upgrade(db)
        db.execute("PRAGMA foreign_keys = ON")
    except BaseException:
        db.close()
        raise
    return db


def _check_sound(db: Database, path: Path) -> None:
    if db.execute("PRAGMA quick_check(1)").fetchone() != ("ok",):
        raise damaged(path)


def _reader(path: Path) -> Database:
    db = _connected(path)
    db.execute("PRAGMA query_only = ON")
    return db


def _connected(path: Path) -> Database:
    return Database(sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None))


def _reading(unit: Unit[T], db: Database) -> T:
    with db.atomic():
        return unit(db)


def _group(units: Sequence[Unit[Any]], db: Database) -> list[_Outcome]:
    """Do units in one transaction; one that fails is rolled back alone. Returns when all is on the disk."""
    try:
        db.execute("BEGIN IMMEDIATE")
    except sqlite3.Error as error:
        return [_Outcome(error=error) for _ in units]
    try:
        outcomes = [_alone(unit, db) for unit in units]
        db.execute("COMMIT")
    except Exception as error:  # noqa: BLE001 - whatever it was is told to every caller
        db.rollback()
        # One of them has taken all others down with it (a full disk does that): each gets a transaction of its own.
        return [_Outcome(error=error)] if len(units) == 1 else [o for unit in units for o in _group([unit], db)]
    return outcomes


def _alone(unit: Unit[Any], db: Database) -> _Outcome:
    db.execute("SAVEPOINT unit")
    try:
        value = unit(db)
    except Exception as error:
        if not db.conn.in_transaction:  # SQLite has rolled back everything, and not only this unit
            raise
        db.execute("ROLLBACK TO unit")
        db.execute("RELEASE unit")
        return _Outcome(error=error)
    db.execute("RELEASE unit")
    return _Outcome(value)
