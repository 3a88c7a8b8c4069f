"""The running program: settings, command line, terminal chat, and what builds and closes them."""

from bot.settings import Settings

__all__ = ["Settings"]
