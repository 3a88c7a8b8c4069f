"""The key that voters are hashed with, in a file that only this user may read."""

from __future__ import annotations

import secrets
from pathlib import Path

from bot.store.failures import explained
from bot.store.whole_file import whole_file

LENGTH = 32
"""Bytes."""


def load_secret(path: Path) -> bytes:
    """Return the key in a file; a new one, kept there, where there is no usable one.

    Raises StoreError where it can be neither read nor kept.
    """
    try:
        found = path.read_bytes() if path.exists() else b""
        return found if len(found) == LENGTH else _make(path)
    except OSError as error:
        raise explained(error, path) from error


def _make(path: Path) -> bytes:
    key = secrets.token_bytes(LENGTH)
    with whole_file(path) as new:
        new.write_bytes(key)
    return key
