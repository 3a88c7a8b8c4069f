"""Says the things of the daily quiz in channels: the port `Announcer` on Discord."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from io import BytesIO

import discord
from discord.abc import Messageable
from discord.ui import LayoutView

from bot.study.daily.announcing import Announcement, QuizCard, RefusedError, Results, UnsureError, WeeklyRecap
from bot.study.wording import listed
from cogs.ui import quiz_ids
from cogs.ui.layout import says
from cogs.ui.quiz_card import quiz_card
from cogs.ui.quiz_ids import QuizAct
from cogs.ui.recap import PICTURE, description, weekly_recap
from cogs.ui.results import results
from cogs.ui.text import one_line

LONGEST_WAIT = 120.0
"""Seconds after which something is given up, tries again included: a claim holds for longer than two of them."""
MOST_HISTORY = 2_000
"""Messages that are looked through for one of ours, latest first: what is looked for was sent a short while ago."""
POSTING = ("view_channel", "send_messages", "embed_links", "attach_files", "read_message_history")
"""What the bot must be allowed to do where it posts. The history is where it sees whether it has posted already."""
FOR_THREADS = "create_public_threads"
LEFT = "I am not in this server any more."
AWAY = "Discord does not reach this server at the moment."

_LONGEST_NAME = 100
_LONGEST_GUILD = 100
_GONE = frozenset({10003, 10004})
"""Discord's codes for a channel and a server that are no more."""

_log = logging.getLogger(__name__)


class DiscordAnnouncer:
    """Posts for `DailyQuizzes`. With `thread`, what is missing for threads below the quizzes is missing, too."""

    def __init__(self, client: discord.Client, *, thread: bool = False) -> None:
        self._client = client
        self._needed = (*POSTING, FOR_THREADS) if thread else POSTING

    def ready(self) -> bool:
        """Return whether Discord is connected, so that what it says of guilds and channels is known."""
        return self._client.is_ready() and not self._client.is_closed()

    def missing(self, guild: int, channel: int) -> str:
        """Return why nothing can be posted in a channel, in one sentence for managers; "" where everything can be."""
        found = self._client.get_guild(guild)
        if found is None:
            return LEFT
        if found.unavailable:
            return AWAY
        place = found.get_channel(channel)
        if place is None:
            return _hidden(channel)
        granted = place.permissions_for(found.me)
        lacking = [name for name in self._needed if not getattr(granted, name)]
        return _lacking(channel, lacking) if lacking else ""

    async def send(self, channel: int, announcement: Announcement, nonce: str) -> int:
        """Send an announcement and return the id of its message. The same nonce again gives the same message.

        Raises RefusedError where nothing was sent, UnsureError where nobody knows.
        """
        place = self._client.get_partial_messageable(channel)
        view, pings = _drawn(announcement), _pings(announcement)
        async with self._asked(announcement.key.guild, channel):
            if isinstance(announcement, WeeklyRecap):
                sent = await place.send(view=view, file=_picture(announcement), allowed_mentions=pings, nonce=nonce)
            else:
                sent = await place.send(view=view, allowed_mentions=pings, nonce=nonce)
        return sent.id

    async def find(self, channel: int, announcement: Announcement, since: datetime) -> int | None:
        """Return the id of the message that an announcement became, by what its buttons carry; None where none is.

        Raises RefusedError where the history cannot be read, UnsureError where Discord failed.
        """
        guild, wanted = announcement.key.guild, marker(announcement)
        missing = self.missing(guild, channel)
        if missing:  # without leave to read the history Discord shows an empty one
            raise RefusedError(missing)
        place = self._client.get_partial_messageable(channel)
        async with self._asked(guild, channel):
            async for message in place.history(limit=MOST_HISTORY, after=since, oldest_first=False):
                if message.author == self._client.user and wanted in custom_ids(message):
                    return message.id
        return None

    async def renew(self, channel: int, message: int, card: QuizCard) -> None:
        """Show the card of a quiz as it is now. A message that is gone or closed to the bot is left alone."""
        shown = self._client.get_partial_messageable(channel).get_partial_message(message)
        async with _left_alone("renewed", f"The card {message}"):
            await shown.edit(view=quiz_card(card), allowed_mentions=discord.AllowedMentions.none())

    async def open_thread(self, channel: int, message: int, name: str) -> None:
        """Open a thread for talk below a message, if it has none. A refusal is left alone."""
        place = self._client.get_channel(channel)
        if isinstance(place, discord.TextChannel):
            async with _left_alone("given a thread", f"The quiz {message}"):
                await place.get_partial_message(message).create_thread(name=name[:_LONGEST_NAME])

    async def tell_managers(self, guild: int, text: str) -> bool:
        """Tell the managers something: in the system channel, else directly to the owner; False where neither works."""
        found = self._client.get_guild(guild)
        if found is None or found.unavailable:
            return False
        channel = found.system_channel
        if channel is not None and _may_write(channel.permissions_for(found.me)) and await _told(channel, says(text)):
            return True
        name = one_line(found.name, _LONGEST_GUILD)
        owner = await self._owner(found)
        return owner is not None and await _told(owner, says(f"**About your server {name}:** {text}"))

    async def _owner(self, guild: discord.Guild) -> discord.User | None:
        """Who owns a server. Members are not known to the bot by themselves, so Discord is asked."""
        owner: discord.User | None = None
        if guild.owner_id is not None:
            async with _left_alone("looked up", f"The owner {guild.owner_id}"):
                owner = await self._client.fetch_user(guild.owner_id)
        return owner

    @asynccontextmanager
    async def _asked(self, guild: int, channel: int) -> AsyncIterator[None]:
        """Ask Discord for something, for so long at most; what goes wrong is RefusedError or UnsureError."""
        try:
            async with asyncio.timeout(LONGEST_WAIT):
                yield
        except discord.HTTPException as error:
            if error.status == 429 or error.status >= 500:
                raise UnsureError(f"Discord answered with HTTP {error.status}.") from error
            raise RefusedError(self._refusal(guild, channel, error)) from error
        except Exception as error:
            raise UnsureError(f"The connection to Discord broke ({type(error).__name__}).") from error

    def _refusal(self, guild: int, channel: int, error: discord.HTTPException) -> str:
        """Why Discord refused, in a sentence: what it knows may be newer than what is known here."""
        if error.code in _GONE:
            return _hidden(channel)
        if isinstance(error, discord.Forbidden | discord.NotFound):
            return self.missing(guild, channel) or (
                f"Discord does not let me post in <#{channel}>: check what its settings allow my role."
            )
        _log.warning("Discord did not accept what was to be posted.", exc_info=error)
        return (
            f"Discord did not accept what I wanted to post in <#{channel}>: whoever runs this bot finds why in its log."
        )


def marker(announcement: Announcement) -> str:
    """Return the custom_id by which the message of an announcement is known."""
    if isinstance(announcement, WeeklyRecap):
        return quiz_ids.of_recap(announcement.guild, announcement.day)
    act = QuizAct.RESULTS if isinstance(announcement, Results) else QuizAct.PLAY
    return quiz_ids.of_quiz(announcement.quiz.id, act)


def custom_ids(message: discord.Message) -> set[str]:
    """Return the custom_ids of all components of a message, those inside others too."""
    found = (getattr(item, "custom_id", None) for item in LayoutView.from_message(message).walk_children())
    return {custom_id for custom_id in found if custom_id}


def _drawn(announcement: Announcement) -> LayoutView:
    if isinstance(announcement, QuizCard):
        return quiz_card(announcement)
    return results(announcement) if isinstance(announcement, Results) else weekly_recap(announcement)


def _pings(announcement: Announcement) -> discord.AllowedMentions:
    """Whom an announcement may ping: the role that was configured, with a quiz, and nobody else ever."""
    role = announcement.role if isinstance(announcement, QuizCard) else None
    if role is None:
        return discord.AllowedMentions.none()
    return discord.AllowedMentions(everyone=False, users=False, replied_user=False, roles=[discord.Object(role)])


def _picture(recap: WeeklyRecap) -> discord.File:
    return discord.File(BytesIO(recap.picture), filename=PICTURE, description=description(recap))


def _hidden(channel: int) -> str:
    return (
        f"The channel <#{channel}> was deleted or is hidden from me: allow me View Channel there, "
        "or choose another one with /daily setup."
    )


def _lacking(channel: int, names: Sequence[str]) -> str:
    """What to do about missing permissions, by their names in Discord's settings."""
    shown = listed([name.replace("_", " ").title() for name in names])
    plural, them = ("permissions", "them") if len(names) > 1 else ("permission", "it")
    return (
        f"I lack the {plural} {shown} in <#{channel}>: open Edit Channel, then Permissions, "
        f"and allow {them} for my role."
    )


def _may_write(granted: discord.Permissions) -> bool:
    return granted.view_channel and granted.send_messages


async def _told(place: Messageable, view: LayoutView) -> bool:
    """Send a message that is no announcement; False where Discord did not take it."""
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            await place.send(view=view, allowed_mentions=discord.AllowedMentions.none())
    except Exception as error:  # noqa: BLE001 - whatever went wrong, somebody else may be told
        _log.warning("The managers could not be told: %s", error)
        return False
    return True


@asynccontextmanager
async def _left_alone(done: str, what: str) -> AsyncIterator[None]:
    """Go on where Discord does not do something that can be done without."""
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            yield
    except Exception as error:  # noqa: BLE001 - whatever went wrong, it can be done without
        _log.warning("%s could not be %s: %s", what, done, error)
