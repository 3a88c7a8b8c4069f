"""A look at the file of the store that leaves it as it is, also while a program works with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from sqlite_utils import Database

from bot.store.database import BUSY_SECONDS
from bot.store.failures import damaged, explained
from bot.store.migrations import check_known, migrations


@dataclass(frozen=True, slots=True)
class Checkup:
    """What a file is like: whether there is one, and how many steps it is behind this program."""

    there: bool
    behind: int = 0


def check_up(path: Path) -> Checkup:
    """Look at a file of the store, all of it.

    Raises StoreError where it cannot be read, is damaged, or was written by a newer program.
    """
    try:
        if not path.exists():
            return Checkup(there=False)
        # Not read-only: that would leave the files of the write-ahead log behind.
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=rw", uri=True, timeout=BUSY_SECONDS)) as opened:
            db = Database(opened)
            db.execute("PRAGMA query_only = ON")
            if not is_sound(opened):
                raise damaged(path)
            check_known(db)
            return Checkup(there=True, behind=len(migrations.pending(db)))
    except (OSError, sqlite3.Error) as error:
        raise explained(error, path) from error


def is_sound(db: sqlite3.Connection) -> bool:
    """Return whether all pages of a file are what they should be. Raises sqlite3.Error where that cannot be told."""
    return bool(db.execute("PRAGMA integrity_check(1)").fetchone() == ("ok",))
