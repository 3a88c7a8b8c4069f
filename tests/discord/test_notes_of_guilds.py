"""Notes in use: each server sees the shared ones and its own, and an edit is live without a restart."""

from __future__ import annotations

import asyncio

from simcord.components import walk_components
from simcord.env import Env
from simcord.results import InteractionResult

from bot import create_bot
from bot.settings import Settings
from bot.study.library import guild_notes_dir
from bot.study.services import Services


def text_of(result: InteractionResult) -> str:
    assert result.response is not None
    parts = walk_components(result.response.components)
    return "\n".join(part["content"] for part in parts if isinstance(part.get("content"), str))


async def test_two_servers_never_see_each_others_notes(
    simcord_env: Env, settings: Settings, services: Services
) -> None:
    animals = {simcord_env.create_guild("Red"): "walrus", simcord_env.create_guild("Blue"): "heron"}
    for guild, animal in animals.items():
        folder = guild_notes_dir(settings.data_dir, guild.id)
        folder.mkdir(parents=True)
        (folder / "own.md").write_text(f"# Mascot\n\n- The mascot of the group is a {animal}.\n", encoding="utf-8")
    await services.library.refresh()
    said = {}
    for guild in animals:
        channel = guild.create_text_channel("general")
        member = guild.add_member(simcord_env.create_user(f"member of {guild.name}"))
        said[guild.name] = text_of(await member.slash(channel, "ask", question="what is the mascot of the group?"))
        assert "12 hours" in text_of(await member.slash(channel, "ask", question="max visibility timeout"))
        stranger = text_of(await member.user.slash("ask", question="what is the mascot of the group?"))
        assert not any(animal in stranger for animal in animals.values())
    assert ("walrus" in said["Red"], "heron" in said["Red"]) == (True, False)
    assert ("walrus" in said["Blue"], "heron" in said["Blue"]) == (False, True)


async def test_an_edited_note_is_live_within_seconds_without_a_restart(settings: Settings) -> None:
    """The bot as it is run, with its own watch and its own process that reads."""
    bot = create_bot(settings)
    env = Env(bot)
    await env.start()
    guild = env.create_guild()
    channel = guild.create_text_channel("general")
    member = guild.add_member(env.create_user("ada"))
    assert "12 hours" in text_of(await member.slash(channel, "ask", question="max visibility timeout"))
    note = settings.notes_dir / "queues.md"
    edited = note.read_text(encoding="utf-8").replace("12 hours", "13 hours")
    for _ in range(100):
        if bot.services.library.summary.changed == 1:
            break
        note.write_text(edited, encoding="utf-8")  # again: nobody can tell when the system began to watch
        await asyncio.sleep(0.1)
    assert "13 hours" in text_of(await member.slash(channel, "ask", question="max visibility timeout"))
    await env.shutdown()
    await bot.close()
