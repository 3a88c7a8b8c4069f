"""The token of a bot, and the link with which a server invites it."""

from __future__ import annotations

import base64
import binascii
import re

HOW_TO_GET_ONE = (
    "get one at https://discord.com/developers/applications (your application, Bot, Reset Token) and put it into .env "
    "as DISCORD_TOKEN. `studybot chat` needs none."
)
"""What to do without a token that works, to stand behind a colon."""

PERMISSIONS = {
    "view_channel": 1 << 10,
    "send_messages": 1 << 11,
    "embed_links": 1 << 14,
    "attach_files": 1 << 15,
    "read_message_history": 1 << 16,
    "create_public_threads": 1 << 35,
    "send_messages_in_threads": 1 << 38,
}
"""The least that the features need, by Discord's names and bits."""

_TOKEN = re.compile(r"([\w-]{20,40})\.[\w-]{4,12}\.[\w-]{20,80}", re.ASCII)


def client_id(token: str) -> int | None:
    """Return the id of the bot that a token belongs to; None for what has not the shape of a token."""
    match = _TOKEN.fullmatch(token)
    if match is None:
        return None
    coded = match[1]
    try:
        number = base64.urlsafe_b64decode(coded + "=" * (-len(coded) % 4)).decode("ascii")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return int(number) if number.isdecimal() else None


def invite_link(client: int) -> str:
    """Return the link with which who manages a server invites the bot with this id."""
    return (
        f"https://discord.com/oauth2/authorize?client_id={client}"
        f"&scope=bot+applications.commands&permissions={sum(PERMISSIONS.values())}"
    )
