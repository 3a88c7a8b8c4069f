"""Small facts of the program itself."""

from __future__ import annotations

from typing import Protocol


class MetaStore(Protocol):
    """Small facts of the program itself, by name."""

    async def get(self, key: str) -> str | None:
        """Return what was put under this name; None where nothing was."""
        ...

    async def put(self, key: str, value: str) -> None:
        """Keep a value under a name, in place of an earlier one."""
        ...
