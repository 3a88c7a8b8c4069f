"""What went wrong, for whoever asked: the one place that turns a failure into a sentence, and into an entry of the log.

What nobody could foresee gets an incident number, which is in the log with its cause. No text of an exception is shown
but of those that are made to be shown.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import discord
from discord import app_commands

from bot.invite import PERMISSIONS
from bot.store.protocol import StoreError
from bot.study.asking import QuestionError
from bot.study.daily.posting import PostError
from bot.study.daily.setup import SetupError
from bot.study.pace import TooFastError
from cogs.services import services_of
from knowledge.files import NotesError

_log = logging.getLogger(__name__)

_UNKNOWN_INTERACTION, _ALREADY_ANSWERED = 10062, 40060
"""Discord's codes for an interaction that came too late, and for one that was answered before."""
_GONE = frozenset({10003, 10004, 10008})
"""Discord's codes for a channel, a server and a message that are no more."""
_TO_ANSWER = tuple(name for name in PERMISSIONS if name != "create_public_threads")
"""Threads are opened below quizzes only: their lack keeps nobody from an answer."""
_BRINGS = {"view_channel": set(PERMISSIONS) - {"view_channel"}, "send_messages": {"embed_links", "attach_files"}}
"""Permissions without which Discord grants others to nobody."""
_DIGITS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Those that nobody mistakes for one another when reading them out."""

AnyInteraction = discord.Interaction[Any]


class RefusedError(Exception):
    """Something that this person may not do, or not in this way. Its text is a sentence that is safe to show."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What to say of a failure. `level` is that of its entry in the log; from WARNING on it has an incident number."""

    sentence: str
    level: int = logging.ERROR


_UNFORESEEN = Failure("Something went wrong on my side.")
_CHANGED = Failure("This command has changed. Restart Discord (Ctrl+R), then try it again.", logging.WARNING)
_COMMAND_FAILURES = {
    app_commands.NoPrivateMessage: Failure("This works only in a server.", logging.DEBUG),
    app_commands.CheckFailure: Failure("You may not do this here.", logging.DEBUG),
    app_commands.CommandNotFound: _CHANGED,
    app_commands.CommandSignatureMismatch: _CHANGED,
    app_commands.TransformerError: Failure(
        "One of the values does not fit: choose one that is offered.", logging.DEBUG
    ),
}
"""What to say of the errors of commands; the first kind that fits."""


async def report(interaction: AnyInteraction, error: BaseException) -> None:
    """Tell whoever caused an interaction, and the log, what went wrong with it. Never raises for what Discord does."""
    failure = explain(error, missing_permissions(interaction.app_permissions) if interaction.guild_id else ())
    text = _logged(failure, error, services_of(interaction.client).rng, _place_of(interaction))
    try:
        await _tell(interaction, text)
    except discord.HTTPException as refused:
        _log.warning("Nobody could be told: Discord refused it (%s, code %s).", refused.status, refused.code)


async def report_message(message: discord.Message, client: discord.Client, error: BaseException) -> None:
    """Tell whoever wrote a message, and the log, what went wrong with answering it.

    Who goes on asking too often is told once: a flood of messages is not to become one of answers.
    """
    if isinstance(error, TooFastError) and error.again:
        return
    failure = explain(error, _missing_at(message) if isinstance(error, discord.Forbidden) else ())
    place = {"at": "message", "guild": message.guild and message.guild.id, "channel": message.channel.id}
    text = _logged(failure, error, services_of(client).rng, place)
    try:
        await message.channel.send(text, reference=message.to_reference(fail_if_not_exists=False))
    except discord.HTTPException as refused:
        await _tell_in_private(message, text, refused)


async def report_event(event: str, values: Iterable[object], client: discord.Client, error: BaseException) -> None:
    """Report what went wrong in a listener of an event to whom its values lead, and if to nobody, to the log."""
    for value in values:
        if isinstance(value, discord.Message):
            await report_message(value, client, error)
            return
    _logged(explain(error), error, services_of(client).rng, {"at": event})


def missing_permissions(granted: discord.Permissions) -> tuple[str, ...]:
    """Return the names of the permissions that the bot needs and was not granted, as Discord shows them.

    One whose lack brings the lack of others stands for them.
    """
    missing = [name for name in _TO_ANSWER if not getattr(granted, name)]
    brought = {other for name in missing for other in _BRINGS.get(name, ())}
    return _shown(name for name in missing if name not in brought)


def explain(error: BaseException, missing: Iterable[str] = ()) -> Failure:
    """Return what to say of an error; `missing` are the permissions that the bot lacks where it happened."""
    while isinstance(error, app_commands.CommandInvokeError | app_commands.TransformerError) and (
        cause := getattr(error, "original", None) or error.__cause__
    ):
        error = cause
    if isinstance(error, RefusedError | QuestionError | SetupError | PostError):
        return Failure(str(error), logging.DEBUG)
    if isinstance(error, NotesError | StoreError):
        return Failure(str(error), logging.WARNING)
    if isinstance(error, TooFastError):
        return Failure(_too_fast(error.seconds), logging.DEBUG)
    if isinstance(error, app_commands.AppCommandError):
        return _explain_command(error)
    if isinstance(error, discord.HTTPException | discord.RateLimited):
        return _explain_discord(error, tuple(missing))
    return _UNFORESEEN


def _explain_command(error: app_commands.AppCommandError) -> Failure:
    if isinstance(error, app_commands.BotMissingPermissions):
        return Failure(_lacking(_shown(error.missing_permissions)), logging.WARNING)
    if isinstance(error, app_commands.MissingPermissions):
        needed = _listed(_shown(error.missing_permissions))
        return Failure(f"For this you need the permission {needed} in this server.", logging.DEBUG)
    return next((failure for kind, failure in _COMMAND_FAILURES.items() if isinstance(error, kind)), _UNFORESEEN)


def _explain_discord(error: discord.HTTPException | discord.RateLimited, missing: tuple[str, ...]) -> Failure:
    if isinstance(error, discord.RateLimited) or error.status == 429 or error.status >= 500:
        return Failure("Discord has trouble at the moment. Try again in a minute.", logging.WARNING)
    if error.code in {_UNKNOWN_INTERACTION, _ALREADY_ANSWERED}:
        return Failure("That took too long for Discord. Try it again.", logging.WARNING)
    if error.code in _GONE:
        return Failure("What this belongs to was deleted.", logging.WARNING)
    if isinstance(error, discord.Forbidden):
        return Failure(_lacking(missing), logging.WARNING)
    return Failure("Discord did not accept my answer.")


def _too_fast(seconds: int) -> str:
    unit = "second" if seconds == 1 else "seconds"
    return f"You are faster than I am. Ask again in {seconds} {unit}, please."


def _lacking(missing: tuple[str, ...]) -> str:
    if not missing:
        return "Discord does not let me do this here: ask who manages the server to check my permissions."
    plural = "permissions" if len(missing) > 1 else "permission"
    return f"In this channel I lack the {plural} {_listed(missing)}: ask who manages the server to give me that."


def _shown(names: Iterable[str]) -> tuple[str, ...]:
    """The names of permissions as Discord's settings have them: `manage_guild` is "Manage Server" there."""
    return tuple(name.replace("guild", "server").replace("_", " ").title() for name in names)


def _listed(names: tuple[str, ...]) -> str:
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def _logged(failure: Failure, error: BaseException, rng: random.Random, details: Mapping[str, object]) -> str:
    """Write a failure into the log; return its sentence, with the number of the entry where that may help."""
    if failure.level < logging.WARNING:
        _log.log(failure.level, "Refused: %s", failure.sentence, extra=details)
        return failure.sentence
    incident = "".join(rng.choices(_DIGITS, k=6))
    message = f"{type(error).__name__} became: {failure.sentence}"
    _log.log(failure.level, "%s", message, exc_info=error, extra={"incident": incident, **details})
    return f"{failure.sentence}\n-# Incident {incident}: whoever runs this bot finds the cause in its log."


def _missing_at(message: discord.Message) -> tuple[str, ...]:
    """The permissions that the bot lacks where a message was written, as far as it knows the place."""
    if message.guild is None or isinstance(message.channel, discord.PartialMessageable):
        return ()
    return missing_permissions(message.channel.permissions_for(message.guild.me))


def _place_of(interaction: AnyInteraction) -> dict[str, object]:
    """Where an interaction came from, without who caused it: who asked is kept nowhere."""
    data: dict[str, Any] = dict(interaction.data or {})
    command = interaction.command.qualified_name if interaction.command else None
    item = str(data.get("custom_id", "")).partition(":")[0]  # what follows may be what somebody looked for
    at = command or item or interaction.type.name
    return {"at": at, "guild": interaction.guild_id, "channel": interaction.channel_id}


async def _tell(interaction: AnyInteraction, text: str) -> None:
    if interaction.is_expired() or interaction.type is discord.InteractionType.autocomplete:
        return  # there is no way left to say it, or none at all
    if not interaction.response.is_done():
        try:
            await interaction.response.send_message(text, ephemeral=True)
        except discord.HTTPException as refused:
            if refused.code != _ALREADY_ANSWERED:
                raise
        else:
            return
    await interaction.followup.send(text, ephemeral=True)


async def _tell_in_private(message: discord.Message, text: str, refused: discord.HTTPException) -> None:
    """Tell the author where the bot may write to: in the channel it may not, or no more."""
    try:
        await message.author.send(text)
    except discord.HTTPException:
        _log.warning("Nobody could be told: Discord refused it (%s, code %s).", refused.status, refused.code)
