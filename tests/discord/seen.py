"""What people see of a message of the bot."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from discord import InteractionResponseType
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle, UserHandle
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from cogs.ui.limits import choice_faults, message_faults, modal_faults


@dataclass(frozen=True)
class Place:
    """A server with a channel, one who asks, and somebody else."""

    guild: GuildHandle
    channel: ChannelHandle
    member: MemberActor
    stranger: MemberActor


def mention(env: Env) -> str:
    """Return what a member writes to speak to the bot."""
    assert env.bot.user is not None
    return env.bot.user.mention


def place_in(env: Env, name: str) -> Place:
    """Return a new server with a channel and two members."""
    guild = env.create_guild(name)
    channel = guild.create_text_channel("study")
    member, stranger = (guild.add_member(env.create_user(f"{name}-{who}")) for who in ("ann", "bob"))
    return Place(guild, channel, member, stranger)


def parts(components: Sequence[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield the components of a message as they go over the wire, with those inside others."""
    for component in components:
        yield component
        yield from parts(component.get("components", ()))
        if "accessory" in component:
            yield component["accessory"]


def components(message: Any) -> list[dict[str, Any]]:
    """Return the components of whatever SimCord hands out as a message."""
    if isinstance(message, ResponseMessage):
        return message.components
    return [component.to_dict() for component in message.components]


def text(message: Any) -> str:
    """Return all texts of a message, one below the other, as they were sent."""
    found = [part["content"] for part in parts(components(message)) if part["type"] == 10]
    return "\n".join([*([message.content] if message.content else []), *found])


def buttons(message: Any) -> dict[str, str]:
    """Return the ids of the buttons of a message by their labels; of several with one label, the first."""
    found: dict[str, str] = {}
    for part in parts(components(message)):
        if part["type"] == 2:
            found.setdefault(part["label"], part["custom_id"])
    return found


def options(message: Any) -> dict[str, str]:
    """Return the values of what can be chosen by its labels."""
    selects = [part for part in parts(components(message)) if part["type"] == 3]
    return {option["label"]: option["value"] for select in selects for option in select["options"]}


def answer(result: InteractionResult) -> ResponseMessage:
    """Return the one message that an interaction led to."""
    assert result.response is not None
    assert result.followups == []
    return result.response


async def press(who: MemberActor | UserHandle, message: Any, label: str) -> ResponseMessage:
    """Press a button and return what it led to."""
    return answer(await who.click(message, custom_id=buttons(message)[label]))


def faults(env: Env) -> Iterator[str]:
    """Yield what Discord would have refused of all that the bot sent; SimCord takes some of it."""
    for request in env.http_requests:
        if not isinstance(request.json, dict):
            continue
        if request.path.endswith("/callback"):
            data = request.json.get("data") or {}
            match request.json["type"]:
                case InteractionResponseType.modal.value:
                    yield from modal_faults(data)
                case InteractionResponseType.autocomplete_result.value:
                    yield from choice_faults(data["choices"])
                case _:
                    yield from message_faults(data)
        elif "/messages" in request.path or "/webhooks/" in request.path:
            yield from message_faults(request.json)
