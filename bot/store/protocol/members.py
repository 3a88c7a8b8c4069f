"""How members are called, and who is hidden."""

from __future__ import annotations

from typing import Protocol


class MemberStore(Protocol):
    """The members of guilds, as far as they took part."""

    async def hide(self, guild: int, member: int, *, hidden: bool) -> None:
        """Keep whether a member is left out of what others see."""
        ...

    async def hidden(self, guild: int, member: int) -> bool:
        """Return whether a member is left out; False for one that nobody knows."""
        ...
