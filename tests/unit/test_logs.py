"""The log: with the time and its zone, one entry a line, and no token in it wherever it came from."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest

from bot.logs import HIDDEN, set_up_logs

TOKEN = "MTIzNDU2Nzg5MDEyMzQ1Njc4.GAbCdE.abcdefghijklmnopqrstuvwxyz0123456789AB"  # noqa: S105 - of no bot
OTHER = "OTg3NjU0MzIxMDk4NzY1NDMy.GzYxWv.ZYXWVUTSRQPONMLKJIHGFEDCBA9876543210zz"


@pytest.fixture
def stream() -> Iterator[io.StringIO]:
    """What is logged; the logging of the tests is put back at the end."""
    root = logging.getLogger()
    kept = root.handlers[:], root.level
    levels = {name: logging.getLogger(name).level for name in ("discord", "watchfiles")}
    yield io.StringIO()
    root.handlers[:], level = kept
    root.setLevel(level)
    for name, least in levels.items():
        logging.getLogger(name).setLevel(least)
    logging.captureWarnings(capture=False)


def fail(secret: str) -> None:
    raise RuntimeError(f"Authorization: Bot {secret}")


@pytest.mark.parametrize("style", ["text", "json"])
@pytest.mark.parametrize("secret", [TOKEN, OTHER, "my.short-token"])
def test_no_token_is_ever_written(stream: io.StringIO, style: str, secret: str) -> None:
    set_up_logs(stream, "debug", style, "my.short-token")
    log = logging.getLogger("discord.http")
    log.warning("plain %s", secret)
    log.warning("in a value: %r", {"Authorization": f"Bot {secret}"})
    log.warning("beside it", extra={"place": secret})
    logging.getLogger(secret).warning("as a name")
    try:
        fail(secret)
    except RuntimeError:
        log.exception("with a traceback of %s", secret)
    written = stream.getvalue()
    assert written.count("\n") >= 5
    assert secret not in written
    assert HIDDEN in written
    assert "RuntimeError" in written


def test_the_keys_of_interactions_are_hidden_too(stream: io.StringIO) -> None:
    set_up_logs(stream, "debug", "text", "")
    logging.getLogger("aiohttp").warning("POST https://discord.com/api/v10/interactions/12/aW50ZXJhY3Rpb24/callback")
    assert f"/interactions/12/{HIDDEN}/callback" in stream.getvalue()


def test_a_line_of_text_has_the_time_with_its_zone_and_all_details(stream: io.StringIO) -> None:
    set_up_logs(stream, "info", "text", "")
    logging.getLogger("bot").info("two\nlines", extra={"incident": "K7QF2M", "at": "ask"})
    assert re.fullmatch(
        r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}[+-]\d\d:\d\d INFO bot: two\\nlines \(incident=K7QF2M, at=ask\)\n",
        stream.getvalue(),
    )


def test_a_line_of_json_is_one_object(stream: io.StringIO) -> None:
    set_up_logs(stream, "info", "json", "")
    try:
        fail("nothing")
    except RuntimeError:
        logging.getLogger("bot").exception("two\nlines", extra={"incident": "K7QF2M"})
    (line,) = stream.getvalue().splitlines()
    entry = json.loads(line)
    assert (entry["level"], entry["logger"], entry["message"]) == ("error", "bot", "two\nlines")
    assert entry["incident"] == "K7QF2M"
    assert entry["traceback"].startswith("Traceback")
    assert re.search(r"[+-]\d\d:\d\d$", entry["time"])


def test_only_what_is_asked_for_is_told(stream: io.StringIO) -> None:
    set_up_logs(stream, "warning", "text", "")
    logging.getLogger("bot").info("not this")
    logging.getLogger("discord.gateway").info("nor this")
    logging.getLogger("bot").warning("this")
    assert stream.getvalue().count("\n") == 1
    set_up_logs(stream, "debug", "text", "")
    logging.getLogger("discord.gateway").debug("every event: of no use to anybody")
    assert stream.getvalue().count("\n") == 1
