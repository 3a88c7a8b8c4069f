"""`/help`: what this person can do here, ready to be tapped."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import discord
from discord import app_commands
from discord.ext import commands

from cogs.errors import AnyInteraction
from cogs.services import host_of
from cogs.ui.layout import command as tappable
from cogs.ui.layout import says

AnyCommand = app_commands.Command[Any, ..., Any] | app_commands.Group | app_commands.ContextMenu

INTRODUCTION = (
    "I answer from the notes, and show where each answer stands. Mention me with a question, write to me directly, "
    "or reply to one of my answers to go on from there."
)


class Help(commands.Cog):
    """The command that explains the others."""

    @app_commands.command(name="help", description="What you can do here")
    async def show(self, interaction: AnyInteraction) -> None:
        """List the commands that this person may use in this place."""
        usable = [command for command in _all_commands(interaction) if may_use(command, interaction)]
        await interaction.response.send_message(
            view=says(help_text(usable, host_of(interaction.client).command_ids)), ephemeral=True
        )


def may_use(command: AnyCommand, interaction: AnyInteraction) -> bool:
    """Return whether a person may use a command where an interaction comes from, as far as the bot can know."""
    if interaction.guild_id is None:
        contexts = command.allowed_contexts
        return not command.guild_only and (contexts is None or contexts.dm_channel is not False)
    needed, granted = command.default_permissions, interaction.permissions
    return needed is None or granted.administrator or needed <= granted


def help_text(usable: Iterable[AnyCommand], ids: Mapping[str, int]) -> str:
    """Return the help that lists these commands; those with an id can be tapped."""
    menus: list[str] = []
    lines: list[str] = []
    for command in sorted(usable, key=lambda command: command.name):
        if isinstance(command, app_commands.ContextMenu):
            menus.append(f"**{command.name}**: right-click or hold a message, then choose Apps")
        elif isinstance(command, app_commands.Group):
            parts = " ".join(tappable(part.qualified_name, ids) for part in command.commands)
            lines.append(f"{parts}: {command.description}")
        else:
            lines.append(f"{tappable(command.name, ids)}: {command.description}")
    return "\n".join((INTRODUCTION, "", *lines, *menus))


def _all_commands(interaction: AnyInteraction) -> list[AnyCommand]:
    tree = interaction.client.tree
    guild = discord.Object(interaction.guild_id) if interaction.guild_id else None
    own: list[AnyCommand] = tree.get_commands(guild=guild) if guild else []
    return [*tree.get_commands(), *own]


async def setup(bot: commands.Bot) -> None:
    """Add the command to the bot."""
    await bot.add_cog(Help())
