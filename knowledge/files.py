"""Notes on disk: which files there are, and their text whatever its encoding. Reads nothing outside the folder."""

from __future__ import annotations

import codecs
import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from charset_normalizer import from_bytes

from knowledge.model import SHARED_SCOPE

SUFFIXES = frozenset({".md", ".markdown", ".txt"})
MAX_BYTES = 8 * 1024 * 1024
"""Bytes. A note is written by hand; a larger file is an export or a log, and would slow every question down."""

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LEGACY = "cp1252 cp1250 cp1251 cp1253 cp1254 cp1255 cp1256 koi8_r cp932 euc_jp gb18030 big5 euc_kr".split()
"""What editors wrote before UTF-8; only these are guessed, because rarer ones fit almost any text."""
_WESTERN = "cp1252"
_SAMPLE = 65_536


class NotesError(Exception):
    """The notes cannot be read at all. Its text is one sentence that is safe to show and says what to do."""


class StorageError(NotesError):
    """The knowledge base cannot be kept where it should be. Its text is as that of NotesError."""


@dataclass(frozen=True, slots=True)
class Source:
    """A folder (or one file) of notes and the scope that may read them."""

    scope: str
    root: Path


@dataclass(frozen=True, slots=True)
class NoteFile:
    """A file that was read: `path` is relative to the notes folder, with forward slashes."""

    path: str
    sha256: str
    text: str
    warning: str = ""


@dataclass(frozen=True, slots=True)
class Skipped:
    """A file that was not read, and why, in words that follow "skipped X: "."""

    path: str
    reason: str
    scope: str = SHARED_SCOPE
    """Who would have been allowed to read it."""


def check_root(root: Path) -> None:
    """Raise NotesError unless `root` is a folder or file that can be read."""
    try:
        mode = root.stat().st_mode
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise NotesError(
            f"There is no folder or file {root}: create it, or name another with --notes or NOTES_DIR."
        ) from None
    except OSError as error:
        raise NotesError(f"{root} cannot be read ({_cause(error)}): name another with --notes or NOTES_DIR.") from error
    if not stat.S_ISDIR(mode) and not stat.S_ISREG(mode):
        raise NotesError(f"{root} is neither a folder nor a file: name another with --notes or NOTES_DIR.")
    if not os.access(root, os.R_OK | (os.X_OK if stat.S_ISDIR(mode) else 0)):
        raise NotesError(f"{root} cannot be read: give this user permission to read it.")


def read_notes(root: Path) -> Iterator[NoteFile | Skipped]:
    """Read every note below `root` (or `root` itself, if it is a file), in order of path.

    Raises NotesError when `root` does not exist or may not be read. Hidden files and folders are left alone; a file
    or folder that cannot be used is reported, not raised.
    """
    check_root(root)
    if root.is_file():
        yield read_file(root, _name(Path(root.name)))
        return
    base = root.resolve()
    for path, unusable in _walk(root):
        relative = _name(path.relative_to(root))
        if unusable:
            yield Skipped(relative, unusable)
        elif not _is_within(path, base):
            yield Skipped(relative, "it is a link to a place outside the notes folder")
        else:
            yield read_file(path, relative)


def _walk(root: Path) -> list[tuple[Path, str]]:
    """The notes below a folder, in order of path, and the folders among them that cannot be used, with the reason."""
    found: list[tuple[Path, str]] = []

    def unreadable(error: OSError) -> None:
        found.append((Path(error.filename), f"the folder could not be read ({_cause(error)})"))

    for folder, folders, names in os.walk(root, onerror=unreadable):
        folders[:] = [name for name in folders if not name.startswith(".")]
        linked = [path for name in folders if (path := Path(folder, name)).is_symlink()]
        found += [(path, "it is a link to a folder, and those are not followed") for path in linked]
        notes = (name for name in names if Path(name).suffix.lower() in SUFFIXES and not name.startswith("."))
        found += [(Path(folder, name), "") for name in notes]
    return sorted(found)


def _is_within(path: Path, base: Path) -> bool:
    try:
        return path.resolve().is_relative_to(base)
    except (OSError, RuntimeError):  # a link that leads back to itself
        return False


def _name(path: Path) -> str:
    """The path as text: a name that is no valid UTF-8 could be neither stored nor printed."""
    return os.fsencode(path.as_posix()).decode("utf-8", errors="backslashreplace")


def _cause(error: OSError) -> str:
    return error.strerror or type(error).__name__


def read_file(path: Path, relative: str) -> NoteFile | Skipped:
    """Read and decode one file; never raises."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            return Skipped(relative, "it is not a regular file")
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1)
            if len(raw) > MAX_BYTES:
                return Skipped(relative, _too_big(os.fstat(file.fileno()).st_size))
    except FileNotFoundError:
        return Skipped(relative, "it was deleted while the notes were read")
    except PermissionError:
        return Skipped(relative, "this user may not read it: change its permissions")
    except OSError as error:
        return Skipped(relative, f"it could not be read ({_cause(error)})")
    return decode(raw, relative)


def _too_big(size: int) -> str:
    return f"it has {size / 1024**2:,.1f} MB and the limit is {MAX_BYTES / 1024**2:,.0f} MB: split it up"


def decode(raw: bytes, relative: str) -> NoteFile | Skipped:
    """Turn the bytes of a note into text: by its byte order mark, as UTF-8, else by the likeliest encoding."""
    digest = hashlib.sha256(raw).hexdigest()
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return NoteFile(relative, digest, raw.decode(encoding, errors="replace"))
    if b"\0" in raw[:_SAMPLE]:
        return Skipped(relative, "it is not text: save it as a plain text file in UTF-8")
    try:
        return NoteFile(relative, digest, raw.decode("utf-8"))
    except UnicodeDecodeError:
        pass
    if _share_of_controls(raw) > 0.05:
        return Skipped(relative, "it is not text: save it as a plain text file in UTF-8")
    encoding = _legacy_encoding(raw)
    text = raw.decode(encoding, errors="replace")
    return NoteFile(relative, digest, text, f"it is not UTF-8; it was read as {encoding}: better save it as UTF-8")


def _legacy_encoding(raw: bytes) -> str:
    """The likeliest encoding of what is not UTF-8; where most is ASCII, only a better fit beats the Western one."""
    sample = raw if len(raw) <= _SAMPLE else raw[:_SAMPLE].rpartition(b"\n")[0] or raw[:_SAMPLE]
    guesses = from_bytes(sample, cp_isolation=list(_LEGACY))
    best = guesses.best()
    western = max((guess.coherence for guess in guesses if _WESTERN in guess.could_be_from_charset), default=0.0)
    mostly_ascii = sum(byte > 127 for byte in sample) < 0.3 * len(sample)
    if best is None or (mostly_ascii and best.coherence < western + 0.05):
        return _WESTERN
    return best.encoding


def _share_of_controls(raw: bytes) -> float:
    sample = raw[:_SAMPLE]
    return sum(byte < 32 and byte not in b"\t\n\r\f" for byte in sample) / max(len(sample), 1)
