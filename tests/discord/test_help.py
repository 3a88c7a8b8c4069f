"""`/help`: seen by one person, and naming only what that person may do in that place."""

from __future__ import annotations

from typing import Any

import discord
import pytest
from discord import app_commands
from simcord.components import walk_components
from simcord.env import Env
from simcord.results import InteractionResult

from bot.client import StudyBot
from bot.settings import Settings
from bot.study.services import Services
from cogs.errors import AnyInteraction
from cogs.help import AnyCommand, help_text


def manage() -> app_commands.Group:
    """A group for those who manage the server."""
    group = app_commands.Group(
        name="manage",
        description="What the managers do",
        guild_only=True,
        default_permissions=discord.Permissions(manage_guild=True),
    )

    @group.command(name="list", description="Lists")
    async def listed(_: AnyInteraction) -> None: ...

    @group.command(name="drop", description="Drops")
    async def drop(_: AnyInteraction) -> None: ...

    return group


@pytest.fixture
def simcord_bot(settings: Settings, services: Services) -> StudyBot:
    bot = StudyBot(settings, services)
    bot.tree.add_command(manage())
    return bot


def text_of(result: InteractionResult) -> str:
    assert result.response is not None
    assert result.response.ephemeral
    parts = walk_components(result.response.components)
    return "\n".join(part["content"] for part in parts if isinstance(part.get("content"), str))


async def test_it_names_what_this_person_may_do_here(simcord_env: Env, simcord_bot: StudyBot) -> None:
    guild = simcord_env.create_guild()
    channel = guild.create_text_channel("general")
    manager = guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    administrator = guild.create_role("administrator", permissions=discord.Permissions(administrator=True))
    mia = guild.add_member(simcord_env.create_user("mia"))
    kim = guild.add_member(simcord_env.create_user("kim"), roles=[manager])
    abe = guild.add_member(simcord_env.create_user("abe"), roles=[administrator])
    ids = simcord_bot.command_ids
    for person, manages in ((mia, False), (kim, True), (abe, True)):
        text = text_of(await person.slash(channel, "help"))
        assert f"</ask:{ids['ask']}>" in text
        assert (
            f"</manage list:{ids['manage']}> </manage drop:{ids['manage']}>: What the managers do" in text
        ) is manages
        assert "**Ask the notes**" in text
        assert len(text) < 1_500
    in_private = text_of(await mia.user.slash("help"))
    assert "</ask:" in in_private
    assert "manage" not in in_private


def test_a_command_whose_id_is_not_known_can_at_least_be_typed() -> None:
    group: AnyCommand = manage()
    text = help_text([group], {})
    assert "/manage list /manage drop: What the managers do" in text


def test_it_fits_into_a_message() -> None:
    """As many commands as ours could ever be, with the longest descriptions that Discord takes."""

    async def nothing(_: discord.Interaction[Any]) -> None: ...

    listed: list[AnyCommand] = [
        app_commands.Command(name=f"command-{number}", description="d" * 100, callback=nothing) for number in range(25)
    ]
    assert len(help_text(listed, {command.name: 10**18 for command in listed})) < 4_000
