"""What a press on a message about the notes says; see `cogs/ui/ids.py`."""

from __future__ import annotations

import re
from enum import StrEnum
from hashlib import blake2s


class Act(StrEnum):
    """What a button does."""

    LIST = "list"
    """Turns to the page of this number of the files."""
    GAPS = "gaps"
    """Turns to the page of this number of what the notes lack."""
    REMOVE = "remove"
    """Removes the file with this key."""
    KEEP = "keep"
    """Leaves the file with this key where it is."""


PAGE = re.compile(rf"n:(?P<act>{Act.LIST}|{Act.GAPS}):(?P<page>[0-9]{{1,3}})")
FILE = re.compile(rf"n:(?P<act>{Act.REMOVE}|{Act.KEEP}):(?P<key>[0-9a-f]{{16}})")
SETTLE = re.compile(r"n:settle:(?P<page>[0-9]{1,3})")


def of_page(act: Act, number: int) -> str:
    """Return the id of a button that turns to a page."""
    return f"n:{act}:{number}"


def of_file(act: Act, name: str) -> str:
    """Return the id of a button for the own file of this name."""
    return f"n:{act}:{key_of(name)}"


def of_settle(page: int) -> str:
    """Return the id of the select that marks gaps of this page as done."""
    return f"n:settle:{page}"


def key_of(name: str) -> str:
    """Return a short key for the name of a file, which may be longer than an id may be."""
    return blake2s(name.encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
