"""What is pressed, chosen or typed never fails in silence: what hands every failure of the interface to `cogs.errors`.

discord.py itself only logs the failures of dynamic items and of autocompletes.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any, TypeVar

import discord
from discord import app_commands

from cogs.errors import AnyInteraction, report

MOST_CHOICES = 25
"""Choices of an autocomplete that Discord takes."""

_T = TypeVar("_T")
_Callback = Callable[[_T, AnyInteraction], Coroutine[Any, Any, None]]
_Choices = list[app_commands.Choice[str]]
_Autocomplete = Callable[[_T, AnyInteraction, str], Coroutine[Any, Any, _Choices]]


def guarded(callback: _Callback[_T]) -> _Callback[_T]:
    """Wrap the callback of a dynamic item, so that whoever pressed it is told of a failure."""

    @wraps(callback)
    async def reported(self: _T, interaction: AnyInteraction) -> None:
        try:
            await callback(self, interaction)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            await report(interaction, error)

    return reported


def offering(autocomplete: _Autocomplete[_T]) -> _Autocomplete[_T]:
    """Wrap an autocomplete, so that a failure offers nothing instead of an error, and nothing is offered too much."""

    @wraps(autocomplete)
    async def reported(self: _T, interaction: AnyInteraction, current: str) -> _Choices:
        try:
            return (await autocomplete(self, interaction, current))[:MOST_CHOICES]
        except Exception as error:  # noqa: BLE001 - whatever it is, it is reported
            await report(interaction, error)
            return []

    return reported


class SafeModal(discord.ui.Modal):
    """A modal whose failures are reported."""

    async def on_error(  # type: ignore[override] # as discord.py's own modal has it
        self, interaction: AnyInteraction, error: Exception
    ) -> None:
        """Report the failure of what was done with its fields."""
        await report(interaction, error)
