"""The key that voters are hashed with, in a file that only this user may read."""

from __future__ import annotations

import os
import secrets
from pathlib import Path

from bot.store.failures import explained

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
    """A new key, put in place in one step: a crash leaves no half of it."""
    key = secrets.token_bytes(LENGTH)
    new = path.with_name(f"{path.name}.new")
    new.unlink(missing_ok=True)
    new.touch(mode=0o600)
    with new.open("wb") as file:
        file.write(key)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    return key
