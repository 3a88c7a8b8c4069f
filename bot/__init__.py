"""The running program: settings, command line, terminal chat, Discord bot, and what builds and closes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.settings import Settings

if TYPE_CHECKING:
    from bot.client import create_bot

__all__ = ["Settings", "create_bot"]


def __getattr__(name: str) -> object:
    """Load the Discord bot where it is asked for: the terminal starts sooner without it."""
    if name == "create_bot":
        from bot.client import create_bot

        return create_bot
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
