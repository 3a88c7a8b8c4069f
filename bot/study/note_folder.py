"""The folder of a guild's own notes on disk: what is in it, and files put in and taken out.

No name leads out of it: only names that `file_names` made safe are written, and only names that the folder itself lists
are removed. Links are not followed. Everything here waits for the disk: call it from a thread.
"""

from __future__ import annotations

import errno
import math
import os
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from bot.study.file_names import same_name
from knowledge.files import SUFFIXES, Skipped, StorageError, decode

MOST_FILES = 50
"""Files of one guild."""
MOST_BYTES = 5 * 1024**2
"""Bytes of all files of one guild together."""
MOST_BYTES_A_FILE = 1024**2
"""Bytes of one file that is sent: about 500 pages."""

_NEW = ".new-"
"""How the names of files begin that are being written: hidden, so that they are never read as notes."""
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_FORBIDDEN = frozenset({errno.EACCES, errno.EPERM, errno.EROFS})


class NotTakenError(Exception):
    """A file is not taken. Its text says why, in words that follow "x.md was not added: " and are safe to show."""


@dataclass(frozen=True, slots=True)
class OwnFile:
    """A file of a guild's own notes: its name in the folder, and its bytes."""

    name: str
    size: int


@dataclass(frozen=True, slots=True)
class Put:
    """A file that was put in: under which name, and whether it took the place of another."""

    name: str
    replaced: bool


def own_files(folder: Path) -> tuple[OwnFile, ...]:
    """Return the notes that lie in a folder itself, in order of name; none where there is no such folder.

    Raises StorageError where the folder cannot be read.
    """
    try:
        return _listed(folder)
    except OSError as error:
        raise StorageError(f"The notes of this server cannot be listed: {_because(error)}.") from error


def put(folder: Path, name: str, content: bytes) -> Put:
    """Put a file into a folder, which is made where it is missing; a file of the same name is replaced.

    `name` must be a safe one. The file is there as a whole or not at all. Raises NotTakenError where it cannot be
    taken, or not be written; everything then stays as it was.
    """
    _check_text(content, name)
    try:
        files = _listed(folder)
        earlier = next((file for file in files if same_name(file.name) == same_name(name)), None)
        _check_room([file for file in files if file != earlier], len(content))
        folder.mkdir(parents=True, exist_ok=True)
        _clear(folder)
        _write(folder, earlier.name if earlier else name, content)
    except OSError as error:
        raise NotTakenError(_because(error)) from error
    return Put(earlier.name if earlier else name, replaced=earlier is not None)


def remove(folder: Path, name: str) -> bool:
    """Take the file of this name out of a folder; False where it has none.

    Raises StorageError where the file cannot be removed.
    """
    try:
        if name not in {file.name for file in _listed(folder)}:
            return False
        (folder / name).unlink(missing_ok=True)
    except OSError as error:
        raise StorageError(f"The file cannot be removed: {_because(error)}.") from error
    return True


def amount(size: int) -> str:
    """Return a number of bytes in words, rounded up: `3 KB`, `1.4 MB`."""
    if size < 1024**2:
        return f"{math.ceil(size / 1024):,} KB"
    return f"{math.ceil(size * 10 / 1024**2) / 10:,.1f}".removesuffix(".0") + " MB"


def _listed(folder: Path) -> tuple[OwnFile, ...]:
    if folder.is_symlink() or folder.parent.is_symlink():  # anything could be behind it
        raise OSError(errno.ELOOP, "the folder is a link")
    try:
        with os.scandir(folder) as entries:
            found = [_own_file(entry) for entry in entries if _is_note(entry)]
    except FileNotFoundError:
        return ()
    return tuple(sorted(found, key=lambda file: (same_name(file.name), file.name)))


def _is_note(entry: os.DirEntry[str]) -> bool:
    suffix = Path(entry.name).suffix.lower()
    return suffix in SUFFIXES and not entry.name.startswith(".") and not entry.is_dir(follow_symlinks=False)


def _own_file(entry: os.DirEntry[str]) -> OwnFile:
    return OwnFile(entry.name, entry.stat(follow_symlinks=False).st_size)


def _check_text(content: bytes, name: str) -> None:
    if not content.strip():
        raise NotTakenError("it is empty")
    if len(content) > MOST_BYTES_A_FILE:
        raise NotTakenError(too_large(len(content)))
    read = decode(content, name)
    if isinstance(read, Skipped):
        raise NotTakenError(read.reason)


def too_large(size: int) -> str:
    """Return why a file of so many bytes is not taken."""
    return f"it has {amount(size)} and the limit is {amount(MOST_BYTES_A_FILE)}: split it up"


def _check_room(others: Sequence[OwnFile], size: int) -> None:
    if len(others) >= MOST_FILES:
        raise NotTakenError(f"this server has {len(others)} files and the limit is {MOST_FILES}: remove one first")
    used = sum(file.size for file in others)
    if used + size > MOST_BYTES:
        raise NotTakenError(
            f"it has {amount(size)}, and {amount(used)} of the {amount(MOST_BYTES)} of this server are used: "
            "remove a file first"
        )


def _clear(folder: Path) -> None:
    """Clear away what a program that was killed left half-written."""
    for leftover in folder.glob(f"{_NEW}*"):
        leftover.unlink(missing_ok=True)


def _write(folder: Path, name: str, content: bytes) -> None:
    """Write beside, then put in place in one step: a link of this name is replaced and not followed."""
    handle, new = tempfile.mkstemp(prefix=_NEW, dir=folder)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(new).replace(folder / name)
    except BaseException:
        with suppress(OSError):
            Path(new).unlink()
        raise


def _because(error: OSError) -> str:
    """Why the disk did not do it, and what to do; without the folder, which members of the server may read."""
    if error.errno in _FULL:
        return "the disk of the bot is full: whoever runs it has to make room"
    if error.errno in _FORBIDDEN:
        return "the bot may not write to its own folder: whoever runs it has to permit that"
    cause = error.strerror or type(error).__name__
    return f"the disk of the bot refused it ({cause}): whoever runs it has to look at DATA_DIR"
