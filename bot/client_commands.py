"""Discord told of the commands, once for every change of them, and in one place."""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from contextlib import suppress

import discord
from discord.app_commands import AppCommand, CommandTree

from bot.store.protocol import MetaStore

KEY = "commands"
"""Where the store keeps what was told: application, place and fingerprint, with blanks between them."""
EVERYWHERE = "everywhere"

_log = logging.getLogger(__name__)


async def told_commands(tree: CommandTree[discord.Client], meta: MetaStore, guild: int | None) -> dict[str, int]:
    """Tell Discord of the commands where they are others than those it has; return their ids by name.

    They are told for all servers, or for one `guild` alone. Where they were told in another place before, they are
    taken away there: nobody sees a command twice. Raises HTTPException where Discord refuses.
    """
    place = None if guild is None else discord.Object(guild)
    if place is not None:
        tree.copy_global_to(guild=place)
        tree.clear_commands(guild=None)
    wanted = [str(tree.client.application_id), str(guild or EVERYWHERE), _fingerprint(tree, place)]
    told = (await meta.get(KEY) or "").split()
    there = await tree.fetch_commands(guild=place)
    if told != wanted or _names(tree, place) != {command.name for command in there}:
        there = await tree.sync(guild=place)
        if told[:1] == wanted[:1] and told[1] != wanted[1]:
            await _take_away(tree, told[1])
        await meta.put(KEY, " ".join(wanted))
        _log.info("Discord was told of %d commands.", len(there))
    return _ids(there)


def _fingerprint(tree: CommandTree[discord.Client], place: discord.Object | None) -> str:
    payloads = sorted(json.dumps(command.to_dict(tree), sort_keys=True) for command in tree.get_commands(guild=place))
    return hashlib.sha256("\n".join(payloads).encode()).hexdigest()


def _names(tree: CommandTree[discord.Client], place: discord.Object | None) -> set[str]:
    return {command.name for command in tree.get_commands(guild=place)}


async def _take_away(tree: CommandTree[discord.Client], place: str) -> None:
    """Take the commands away where they were before: the tree has none for that place."""
    with suppress(discord.HTTPException):  # the bot may have been sent away from there
        await tree.sync(guild=None if place == EVERYWHERE else discord.Object(int(place)))


def _ids(commands: Sequence[AppCommand]) -> dict[str, int]:
    return {command.name: command.id for command in commands}
