"""Names of files that people send, made fit for any file system: what they say is kept, what they could do is not."""

from __future__ import annotations

import re
import unicodedata

from knowledge.files import SUFFIXES

LONGEST_NAME = 96
"""Bytes in UTF-8. So it fits into every file system, and into an option of Discord, which holds 100 characters."""
UNNAMED = "note"
"""The name of a file whose own has nothing that can be used."""

_RESERVED = re.compile(r"(?:con|prn|aux|nul|com\d|lpt\d)\s*(?:\.|$)", re.IGNORECASE)
"""Names that Windows takes for devices, whatever follows behind a dot."""
_FORBIDDEN = re.compile(r'[<>:"|?*]')


def safe_name(name: str) -> str:
    """Return the name under which a file that is called so is kept; empty where it is no .md, .markdown or .txt file.

    It names no folder, is not hidden, has only characters that can be seen, and is the same for all ways to write the
    same letters. A safe name is left as it is.
    """
    last = re.split(r"[/\\]", _visible(unicodedata.normalize("NFKC", _visible(name))))[-1]
    stem, dot, ending = last.rpartition(".")
    suffix = f"{dot}{ending}".lower()
    if suffix not in SUFFIXES:
        return ""
    stem = _bare(_FORBIDDEN.sub("-", stem))
    if not any(character.isalnum() for character in stem):
        stem = UNNAMED
    if _RESERVED.match(stem):
        stem = f"_{stem}"
    return _shortened(stem, LONGEST_NAME - len(suffix)) + suffix


def same_name(name: str) -> str:
    """Return what two names have in common that some file system takes for one: their letters, in whatever case."""
    return unicodedata.normalize("NFKC", name).casefold()


def _visible(text: str) -> str:
    """A text without characters that cannot be seen or stand for nothing; each run of blanks is one."""
    seen = (c for c in text if c.isspace() or not unicodedata.category(c).startswith("C"))
    return " ".join("".join(seen).split())


def _bare(stem: str) -> str:
    """A name without what would hide it, and without what Windows drops at its end."""
    return stem.strip(" .")


def _shortened(stem: str, most: int) -> str:
    return _bare(stem.encode()[:most].decode(errors="ignore"))
