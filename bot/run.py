"""`studybot run`: the Discord bot from its start to its end."""

from __future__ import annotations

import asyncio
import gc
import signal
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from bot.client import create_bot
from bot.invite import HOW_TO_GET_ONE, client_id, invite_link
from bot.logs import set_up_logs
from bot.settings import Settings, SettingsError

SIGNALS = (signal.SIGINT, signal.SIGTERM)


class Runnable(Protocol):
    """What is run: the bot, or what stands in for it."""

    async def login(self, token: str) -> None:
        """Make everything ready."""

    async def connect(self) -> None:
        """Work until `close`."""

    async def close(self) -> None:
        """End what was begun, wherever it stands."""


def run(settings: Settings, say: Callable[[str], object]) -> None:
    """Run the bot until it is stopped by SIGTERM or Ctrl-C; `say` is told how to invite it.

    Raises SettingsError where there is no usable token, and StartError, NotesError or StoreError where it cannot start.
    """
    client = checked_client_id(settings.discord_token)
    set_up_logs(sys.stderr, settings.log_level, settings.log_format, settings.discord_token)
    say(f"Invite the bot to a server: {invite_link(client)}")
    asyncio.run(run_until_stopped(create_bot(settings), settings.discord_token))


def checked_client_id(token: str) -> int:
    """Return the id of the bot that a token belongs to. Raises SettingsError where it is none."""
    if not token:
        raise SettingsError(f"There is no Discord token: {HOW_TO_GET_ONE}")
    client = client_id(token)
    if client is None:
        raise SettingsError(f"What DISCORD_TOKEN holds is no Discord token: {HOW_TO_GET_ONE}")
    return client


async def run_until_stopped(bot: Runnable, token: str) -> None:
    """Run a bot until it ends by itself or a signal comes, and close it in any case.

    A second signal has its usual effect. What the bot raises is raised.
    """
    loop = asyncio.get_running_loop()
    stopped = asyncio.Event()

    def stop() -> None:
        for number in SIGNALS:
            loop.remove_signal_handler(number)
        stopped.set()

    with suppress(NotImplementedError):  # on Windows, where Ctrl-C cancels this task instead
        for number in SIGNALS:
            loop.add_signal_handler(number, stop)
    working, stopping = asyncio.create_task(_work(bot, token)), asyncio.create_task(stopped.wait())
    try:
        await asyncio.wait((working, stopping), return_when=asyncio.FIRST_COMPLETED)
    finally:
        ended = working.done()
        for task in (working, stopping):
            task.cancel()
        await asyncio.gather(working, stopping, return_exceptions=True)
        await bot.close()
    if ended:
        working.result()


async def _work(bot: Runnable, token: str) -> None:
    await bot.login(token)
    spare_what_stays()
    await bot.connect()


def spare_what_stays() -> None:
    """Keep the garbage collector, which stops the whole program, from what is there now and stays to the end.

    With large notes it would be busy for up to a tenth of a second, again and again.
    """
    gc.collect()
    gc.freeze()
