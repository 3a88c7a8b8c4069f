"""Whether Discord accepts a token: asked once, without a bot."""

from __future__ import annotations

import asyncio

import discord
from discord.http import HTTPClient

from bot.doctor import Standing

LONGEST_WAIT = 5.0
"""Seconds for which Discord is waited for."""


def ask_discord(token: str) -> Standing:
    """Return what Discord says of a token."""
    return asyncio.run(_asked(token))


async def _asked(token: str) -> Standing:
    http = HTTPClient(asyncio.get_running_loop())
    try:
        async with asyncio.timeout(LONGEST_WAIT):
            user = await http.static_login(token)
    except discord.LoginFailure:
        return Standing(accepted=False)
    except discord.HTTPException as error:
        return Standing(accepted=None, said=f"it answered with HTTP {error.status}")
    except TimeoutError:
        return Standing(accepted=None, said=f"it did not answer within {LONGEST_WAIT:.0f} seconds")
    except Exception:  # noqa: BLE001 - whatever the network does, it says nothing of the token
        return Standing(accepted=None, said="it cannot be reached from here")
    finally:
        await http.close()
    return Standing(accepted=True, said=user["username"])
