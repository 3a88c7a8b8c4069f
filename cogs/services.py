"""The door from a command to what it works with."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol, cast

import discord

from bot.study.services import Services
from cogs.card_renewal import CardRenewal


class Host(Protocol):
    """What the commands know of the bot that they run in."""

    @property
    def services(self) -> Services:
        """What the commands work with."""
        ...

    @property
    def command_ids(self) -> Mapping[str, int]:
        """The ids that Discord gave the commands, by their names; a name that is missing is not known yet."""
        ...

    @property
    def renewal(self) -> CardRenewal:
        """What renews the public cards of quizzes."""
        ...


def host_of(client: discord.Client) -> Host:
    """Return the bot that a client is; every client that these commands are loaded into is one."""
    return cast("Host", client)


def services_of(client: discord.Client) -> Services:
    """Return what the commands of this bot work with: `services_of(interaction.client)`, or in `setup(bot)`."""
    return host_of(client).services
