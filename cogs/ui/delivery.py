"""Messages brought to whoever pressed, chose or typed: at once where they are ready, else as soon as they are."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import partial

from discord import File
from discord.ui import LayoutView

from cogs.errors import AnyInteraction

PATIENCE = 1.0
"""Seconds after which Discord is told to wait for the answer; it gives up after three."""


@dataclass(frozen=True, slots=True)
class Illustrated:
    """A message with the files that it shows. It can be sent once: that uses the files up."""

    view: LayoutView
    files: tuple[File, ...]


Drawing = Awaitable[LayoutView | Illustrated]


async def deliver(interaction: AnyInteraction, drawing: Drawing, *, private: bool = True) -> None:
    """Respond with a new message: once, however long it takes to draw. A private one is seen by one person only."""
    defer = partial(interaction.response.defer, ephemeral=private, thinking=True)
    drawn = await _drawn(drawing, defer)
    if interaction.response.is_done():
        await interaction.followup.send(view=drawn.view, files=drawn.files, ephemeral=private)
    else:
        await interaction.response.send_message(view=drawn.view, files=drawn.files, ephemeral=private)


async def turn(interaction: AnyInteraction, drawing: Drawing) -> None:
    """Put a message in the place of the one with the button; a public one stays and the presser gets a private one."""
    if interaction.message is None or not interaction.message.flags.ephemeral:
        await deliver(interaction, drawing)
        return
    drawn = await _drawn(drawing, interaction.response.defer)
    if interaction.response.is_done():
        await interaction.edit_original_response(view=drawn.view, attachments=drawn.files)
    else:
        await interaction.response.edit_message(view=drawn.view, attachments=drawn.files)


async def _drawn(drawing: Drawing, defer: Callable[[], Awaitable[object]]) -> Illustrated:
    """Return what is drawn; where that takes long, `defer` first."""
    task = asyncio.ensure_future(drawing)
    try:
        await asyncio.wait({task}, timeout=PATIENCE)
        if not task.done():
            await defer()
        drawn = await task
        return drawn if isinstance(drawn, Illustrated) else Illustrated(drawn, ())
    finally:
        task.cancel()
