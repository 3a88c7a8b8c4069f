"""Messages brought to whoever pressed, chose or typed: at once where they are ready, else as soon as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import partial

from discord.ui import LayoutView

from cogs.errors import AnyInteraction

PATIENCE = 1.0
"""Seconds after which Discord is told to wait for the answer; it gives up after three."""


async def deliver(interaction: AnyInteraction, drawing: Awaitable[LayoutView], *, private: bool = True) -> None:
    """Respond with a new message: once, however long it takes to draw. A private one is seen by one person only."""
    defer = partial(interaction.response.defer, ephemeral=private, thinking=True)
    view = await _drawn(drawing, defer)
    if interaction.response.is_done():
        await interaction.followup.send(view=view, ephemeral=private)
    else:
        await interaction.response.send_message(view=view, ephemeral=private)


async def turn(interaction: AnyInteraction, drawing: Awaitable[LayoutView]) -> None:
    """Put a message in the place of the one with the button; a public one stays and the presser gets a private one."""
    if interaction.message is None or not interaction.message.flags.ephemeral:
        await deliver(interaction, drawing)
        return
    view = await _drawn(drawing, interaction.response.defer)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=view)
    else:
        await interaction.response.edit_message(view=view)


async def _drawn(drawing: Awaitable[LayoutView], defer: Callable[[], Awaitable[object]]) -> LayoutView:
    """Return what is drawn; where that takes long, `defer` first."""
    task = asyncio.ensure_future(drawing)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            await defer()
        return await task
    finally:
        task.cancel()
