"""What went wrong with a file of the store, as a sentence that says what to do.

It names no folder of the machine: members of a group may read it.
"""

from __future__ import annotations

import sqlite3
from pathlib import Path

from bot.store.protocol import StoreError

_BUSY = "Another program holds {file} in DATA_DIR: end that program, or try again in a moment."
_FORBIDDEN = "{file} in DATA_DIR cannot be written: give this user permission to write it and its folder."
_SENTENCES = {
    sqlite3.SQLITE_BUSY: _BUSY,
    sqlite3.SQLITE_LOCKED: _BUSY,
    sqlite3.SQLITE_READONLY: _FORBIDDEN,
    sqlite3.SQLITE_PERM: _FORBIDDEN,
    sqlite3.SQLITE_CANTOPEN: _FORBIDDEN,
    sqlite3.SQLITE_FULL: "The disk with DATA_DIR is full, so nothing can be kept: make room on it.",
    sqlite3.SQLITE_IOERR: "The disk with DATA_DIR reported an error: check the disk, then start Studybot again.",
    sqlite3.SQLITE_CORRUPT: (
        "{file} in DATA_DIR is damaged: put a backup in its place, or move it away to start with an empty one."
    ),
    sqlite3.SQLITE_NOTADB: (
        "{file} in DATA_DIR is not a database of Studybot: put a backup in its place, or move it away."
    ),
}
_UNUSABLE = "{file} cannot be kept in DATA_DIR ({cause}): set DATA_DIR to a folder that may be written."


def damaged(path: Path) -> StoreError:
    """Return the error for a file whose content is not sound."""
    return StoreError(_SENTENCES[sqlite3.SQLITE_CORRUPT].format(file=path.name))


def kind_of(error: sqlite3.Error) -> int:
    """Return which of SQLite's errors it is, without the details; 0 for one that is not SQLite's own."""
    return getattr(error, "sqlite_errorcode", 0) & 0xFF


def explained(error: Exception, path: Path) -> Exception:
    """Return the StoreError for what disk, file or another program did; a fault of our own is returned as it is."""
    sentence = None
    if isinstance(error, sqlite3.Error):
        sentence = _SENTENCES.get(kind_of(error))
    elif isinstance(error, OSError):
        sentence = _UNUSABLE.replace("{cause}", error.strerror or type(error).__name__)
    if sentence is None:
        return error
    found = StoreError(sentence.format(file=path.name))
    found.__cause__ = error
    return found
