"""The part `members` of the store in memory."""

from __future__ import annotations

from bot.store.memory.tables import Tables


class MemoryMembers:
    """Who is hidden; see `MemberStore`."""

    def __init__(self, tables: Tables) -> None:
        self._hidden = tables.hidden

    async def hide(self, guild: int, member: int, *, hidden: bool) -> None:
        """Keep whether a member is left out of what others see."""
        if hidden:
            self._hidden.add((guild, member))
        else:
            self._hidden.discard((guild, member))

    async def hidden(self, guild: int, member: int) -> bool:
        """Return whether a member is left out; False for one that nobody knows."""
        return (guild, member) in self._hidden
