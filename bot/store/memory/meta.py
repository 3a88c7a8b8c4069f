"""The part `meta` of the store in memory."""

from __future__ import annotations


class MemoryMeta:
    """Small facts of the program itself; see `MetaStore`."""

    def __init__(self) -> None:
        self._values: dict[str, str] = {}

    async def get(self, key: str) -> str | None:
        """Return what was put under this name; None where nothing was."""
        return self._values.get(key)

    async def put(self, key: str, value: str) -> None:
        """Keep a value under a name, in place of an earlier one."""
        self._values[key] = value
