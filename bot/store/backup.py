"""Copies of the store's file: made while a program works with it, and put back in its place."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import count
from pathlib import Path

from sqlite_utils import Database

from bot.store.checkup import is_sound
from bot.store.database import BUSY_SECONDS
from bot.store.failures import damaged, explained, kind_of
from bot.store.migrations import check_known, migrations
from bot.store.protocol import StoreError
from bot.store.whole_file import whole_file

_NO_BACKUP = "{file} is no backup of Studybot: name a file that `studybot backup` has made."
_DAMAGED = "{file} is damaged: restore another backup."
_SPOILT = {
    sqlite3.SQLITE_NOTADB: _NO_BACKUP,
    sqlite3.SQLITE_CORRUPT: _DAMAGED,
    sqlite3.SQLITE_CANTOPEN: "{file} cannot be read: give this user permission to read it.",
}
_BROKEN = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_LOG = "-wal"
"""What SQLite adds to the name of a file for its write-ahead log."""


def back_up(database: Path, target: Path, *, replace: bool = False) -> None:
    """Copy the store's file as it is at this moment to a file of its own, and check the copy.

    Raises StoreError where there is no such file or it is damaged, and where the target is there and not to be
    replaced; OSError where the target cannot be written.
    """
    if not database.exists():
        raise StoreError(f"There is no {database.name} in DATA_DIR yet: the first start of the bot makes it.")
    if target.exists() and (not replace or target.samefile(database) or not target.is_file()):
        raise StoreError(f"{target} is there already: name another file{'' if replace else ', or add --force'}.")
    with whole_file(target) as new:
        try:
            _copy(database, new)
            with closing(_connected(new)) as copy:
                if not is_sound(copy):
                    raise damaged(database)
        except sqlite3.Error as error:
            raise explained(error, database) from error


def restore(backup: Path, database: Path) -> Path | None:
    """Put a backup in the place of the store's file, and return under which name the old one is kept; None without one.

    Raises StoreError, and leaves everything as it is, where the backup is missing, damaged, of another program or of a
    newer one, or where a program holds the store's file; OSError where a file cannot be written.
    """
    if not backup.is_file():
        raise StoreError(f"There is no file {backup}: name a backup.")
    if database.exists() and backup.samefile(database):
        raise StoreError(f"{backup} is the database itself: name a backup.")
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with _held(database), whole_file(database) as new:
            _take_in(backup, new)
            return _kept(database) if database.exists() else None
    except sqlite3.Error as error:
        raise explained(error, database) from error


def _take_in(backup: Path, new: Path) -> None:
    """Copy a backup and check the copy."""
    try:
        _copy(backup, new)
        with closing(_connected(new)) as copy:
            _check(copy, backup)
    except sqlite3.Error as error:
        sentence = _SPOILT.get(kind_of(error))
        if sentence is None:
            raise explained(error, backup) from error
        raise StoreError(sentence.format(file=backup)) from error


def _check(copy: sqlite3.Connection, backup: Path) -> None:
    """Raise StoreError where a copy of a backup is not sound, not ours, or of a newer program."""
    if not is_sound(copy):
        raise StoreError(_DAMAGED.format(file=backup))
    db = Database(copy)
    if not migrations.applied(db):
        raise StoreError(_NO_BACKUP.format(file=backup))
    try:
        check_known(db)
    except StoreError as error:
        raise StoreError(f"{backup} cannot be restored: {error}") from error


def _copy(source: Path, target: Path) -> None:
    """Copy a database in one step, with what its log has, into one file without a log.

    Raises OSError where there is no room for it.
    """
    try:
        with closing(_connected(source)) as old, closing(_connected(target)) as new:
            old.execute("PRAGMA query_only = ON")
            old.backup(new)
            new.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.Error as error:
        if kind_of(error) == sqlite3.SQLITE_FULL:  # only the target is written
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(target)) from error
        raise


def _connected(path: Path) -> sqlite3.Connection:
    """A connection to a file that is there; where it may only be read, SQLite does that.

    Asking to read only would leave the files of the write-ahead log behind.
    """
    uri = f"{path.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


@contextmanager
def _held(database: Path) -> Iterator[None]:
    """Nobody else has the file open meanwhile, and all that was written is in it; a broken one nobody can hold."""
    if not database.exists():
        yield
        return
    with closing(_connected(database)) as db:
        try:
            db.execute("PRAGMA locking_mode = EXCLUSIVE")
            db.execute("PRAGMA journal_mode = DELETE")  # refused while anybody else has it open
            db.execute("BEGIN EXCLUSIVE")
        except sqlite3.Error as error:
            if kind_of(error) not in _BROKEN:
                raise
        yield


def _kept(database: Path) -> Path:
    """Give the file a second name, which it keeps when another takes its first one."""
    names = (database.with_name(f"{database.name}.before-restore-{number}") for number in count(1))
    kept = next(name for name in names if not name.exists())
    try:
        kept.hardlink_to(database)
    except OSError:  # not every file system has second names
        shutil.copy2(database, kept)
    log = database.with_name(database.name + _LOG)
    if log.exists():  # of a broken file: it must not be taken for that of the new one
        log.replace(kept.with_name(kept.name + _LOG))
    return kept
