"""The token and the install link: read without a network, and never asking for more than is needed."""

from __future__ import annotations

import base64
from urllib.parse import parse_qs, urlsplit

import discord
import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.invite import PERMISSIONS, client_id, invite_link
from bot.run import checked_client_id
from bot.settings import SettingsError


def token_of(number: int) -> str:
    first = base64.urlsafe_b64encode(str(number).encode()).decode().rstrip("=")
    return f"{first}.GAbCdE.{'x' * 38}"


@given(st.integers(10**16, 10**19))
def test_a_token_tells_whose_it_is(number: int) -> None:
    assert client_id(token_of(number)) == number


@pytest.mark.parametrize(
    "token",
    [
        "",
        "abc",
        "Bot " + token_of(123456789012345678),
        token_of(123456789012345678) + " # mine",
        token_of(123456789012345678).rpartition(".")[0],
        f"{base64.urlsafe_b64encode(b'no number, but text').decode()}.GAbCdE.{'x' * 38}",
        f"{'_' * 24}.GAbCdE.{'x' * 38}",
        f"{'ä' * 24}.GAbCdE.{'x' * 38}",
    ],
)
def test_what_is_no_token_tells_nothing(token: str) -> None:
    assert client_id(token) is None


@pytest.mark.parametrize("token", ["", "no token"])
def test_without_a_usable_token_one_sentence_says_where_to_get_one(token: str) -> None:
    with pytest.raises(SettingsError) as caught:
        checked_client_id(token)
    assert "https://discord.com/developers/applications" in str(caught.value)
    assert "`studybot chat` needs none" in str(caught.value)


def test_the_bits_are_those_of_discord() -> None:
    named = discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    assert sum(PERMISSIONS.values()) == named.value


def test_the_link_asks_for_the_commands_and_for_nothing_dangerous() -> None:
    link = urlsplit(invite_link(123456789012345678))
    asked = parse_qs(link.query)
    assert (link.scheme, link.netloc, link.path) == ("https", "discord.com", "/oauth2/authorize")
    assert asked["client_id"] == ["123456789012345678"]
    assert asked["scope"] == ["bot applications.commands"]
    granted = discord.Permissions(int(asked["permissions"][0]))
    assert granted.send_messages
    assert not granted & discord.Permissions.elevated()
    assert not granted.mention_everyone
