"""`studybot doctor`: each point by itself, each failure with what to do, and never a change or a token shown."""

from __future__ import annotations

import asyncio
import errno
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import discord
import pytest
from aiohttp import web

from bot import client_check, doctor
from bot.cli import main
from bot.client_check import ask_discord
from bot.doctor import Finding, Standing, State, examine
from bot.store.checkup import Checkup, check_up
from bot.store.protocol import StoreError
from bot.store.sqlite import FILE_NAME, SqliteStore
from bot.study.library import guild_notes_dir
from knowledge.base import KnowledgeBase
from tests.conftest import WriteNotes
from tests.unit.test_invite import token_of

OWNER = 123456789012345678
TOKEN = token_of(OWNER)
LINK = f"https://discord.com/oauth2/authorize?client_id={OWNER}"


class At:
    """A clock that stands."""

    def __init__(self, year: int) -> None:
        self._year = year

    def now(self) -> datetime:
        """The first of May."""
        return datetime(self._year, 5, 1, 9, 30, tzinfo=UTC)


Examined = Callable[..., dict[str, list[Finding]]]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
def examined(write: WriteNotes, data: Path, tmp_path: Path) -> Examined:
    """Examine a place with small notes, a token that Discord accepts, and these settings; return what was found."""
    notes = write({"queues.md": "# Queues\n\n- A queue is a line.\n"})

    def run(
        standing: Standing | Exception = Standing(accepted=True, said="Owl"),  # noqa: B008 - it never changes
        year: int = 2027,
        **settings: str,
    ) -> dict[str, list[Finding]]:
        def ask(token: str) -> Standing:
            assert token == TOKEN
            if isinstance(standing, Exception):
                raise standing
            return standing

        environ = {"DISCORD_TOKEN": TOKEN, "NOTES_DIR": str(notes), "DATA_DIR": str(data), **settings}
        found: dict[str, list[Finding]] = {}
        for finding in examine(environ, ask, At(year), tmp_path / ".env"):
            assert TOKEN not in str(finding)
            assert "\n" not in str(finding)
            found.setdefault(finding.about, []).append(finding)
        return found

    return run


def states(found: Mapping[str, list[Finding]]) -> dict[str, list[State]]:
    return {about: [finding.state for finding in findings] for about, findings in found.items()}


def only(found: Mapping[str, list[Finding]], about: str) -> tuple[State, str]:
    (finding,) = found[about]
    return finding.state, finding.said


def test_where_all_is_well_every_point_says_so_and_nothing_is_made(examined: Examined, data: Path) -> None:
    found = examined()
    assert set(states(found)) == {
        *("Python", "Clock", "Time zones", "Settings", "Token", "DATA_DIR", "Notes", "Aliases"),
        *("Knowledge base", "study.db", "Install link"),
    }
    assert all(state is State.OK for state_list in states(found).values() for state in state_list)
    assert found["Install link"][0].said.startswith(LINK)
    assert not data.exists()


@pytest.mark.parametrize(
    ("settings", "standing", "state", "says"),
    [
        ({"DISCORD_TOKEN": ""}, AssertionError(), State.FAILS, "There is none: get one at https://discord.com/dev"),
        ({"DISCORD_TOKEN": "abc"}, AssertionError(), State.FAILS, "is no Discord token: get one at https://discord"),
        ({}, Standing(accepted=False), State.FAILS, "Discord does not accept it: get one at https://discord.com/dev"),
        ({}, Standing(accepted=None, said="no network"), State.LOOK, "could not be asked whether it is valid: no net"),
        ({}, Standing(accepted=True, said="Owl"), State.OK, f"accepted by Discord, for the bot Owl ({OWNER})"),
    ],
)
def test_the_token(
    examined: Examined, settings: dict[str, str], standing: Standing | Exception, state: State, says: str
) -> None:
    """A network that is missing is no failure; a token that is missing is one, and the terminal needs none."""
    found = examined(standing, **settings)
    assert only(found, "Token")[0] is state
    assert says in only(found, "Token")[1]
    assert (state is State.FAILS and "accept" not in says) == ("Install link" not in found)
    assert ("`studybot chat` needs none" in only(found, "Token")[1]) is (state is State.FAILS)


def test_settings_that_cannot_be_read_end_it(examined: Examined) -> None:
    found = examined(AssertionError(), LOG_LEVEL="loud")
    assert only(found, "Settings") == (State.FAILS, "LOG_LEVEL must be one of debug, info, warning, error.")
    assert "Notes" not in found


def test_a_file_of_settings_that_others_may_read(examined: Examined, tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("LOG_LEVEL=info\n", encoding="utf-8")
    dotenv.chmod(0o644)
    state, said = only(examined(), "Settings")
    assert state is State.LOOK
    assert f"`chmod 600 {dotenv}`" in said
    dotenv.chmod(0o600)
    assert only(examined(), "Settings") == (State.OK, f"from {dotenv} and the environment")


def test_commands_for_one_server_alone_are_told(examined: Examined) -> None:
    state, said = only(examined(DEV_GUILD_ID="123456789012345678"), "Commands")
    assert state is State.LOOK
    assert "Only the server 123456789012345678 gets them" in said


@pytest.mark.parametrize(("version", "state"), [((3, 10, 13), State.FAILS), ((3, 11, 0), State.OK), ((4, 0), State.OK)])
def test_python(version: tuple[int, ...], state: State) -> None:
    assert doctor.python(version).state is state


def test_a_clock_that_stands_in_the_past(examined: Examined) -> None:
    assert only(examined(year=1970), "Clock") == (
        State.FAILS,
        "It says 1970-05-01 09:30 UTC, which is past: set it, or Discord cannot be reached.",
    )


def test_a_machine_without_time_zones(examined: Examined, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "ZONES", ("UTC", "Europe/Nowhere"))
    state, said = only(examined(), "Time zones")
    assert state is State.LOOK
    assert said.startswith("There is no Europe/Nowhere here. Install the package tzdata")


@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
def test_a_data_directory_that_cannot_be_written(
    examined: Examined, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    def refuse(**_: Any) -> Any:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(tempfile, "TemporaryFile", refuse)
    state, said = only(examined(), "DATA_DIR")
    assert state is State.FAILS
    assert said.endswith(f"cannot be written ({os.strerror(number)}): set DATA_DIR to a folder that may be written.")


def test_a_data_directory_that_is_a_file(examined: Examined, data: Path) -> None:
    data.touch()
    assert only(examined(), "DATA_DIR")[0] is State.FAILS


def test_a_disk_that_is_nearly_full(examined: Examined, monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=50 * 1024**2))
    assert only(examined(), "DATA_DIR") == (State.LOOK, f"{data} has 50 MB left: make room on that disk.")


def test_notes_that_are_not_there(examined: Examined, tmp_path: Path) -> None:
    state, said = only(examined(NOTES_DIR=str(tmp_path / "none")), "Notes")
    assert state is State.FAILS
    assert said.startswith("There is no folder or file")


def test_a_folder_without_notes(examined: Examined, notes: Path) -> None:
    (notes / "queues.md").unlink()
    assert only(examined(), "Notes") == (
        State.LOOK,
        f"There are none in {notes}: put .md, .markdown or .txt files there.",
    )


def test_notes_that_are_left_out_are_named(examined: Examined, write: WriteNotes, data: Path) -> None:
    write({f"{number}.md": b"\0" for number in range(7)})
    own = guild_notes_dir(data, 5)
    own.mkdir(parents=True)
    (own / "own.md").write_text("# Own\n", encoding="utf-8")
    found = examined()["Notes"]
    assert found[0].said.startswith("2 files in ")
    assert found[0].said.endswith(" and of 1 server")
    assert [finding.state for finding in found[1:]] == [State.LOOK] * 6
    assert found[1].said == "0.md is left out: it is not text: save it as a plain text file in UTF-8."
    assert found[-1].said == "2 more are left out: `studybot index` lists them all."


def test_aliases(examined: Examined, write: WriteNotes) -> None:
    write({"aliases.toml": 'q = "queue"\nl = "line"\n'})
    assert only(examined(), "Aliases") == (State.OK, "2 names")
    write({"aliases.toml": "= ="})
    state, said = only(examined(), "Aliases")
    assert state is State.FAILS
    assert "aliases.toml cannot be used" in said


def test_the_knowledge_base(examined: Examined, notes: Path, data: Path, write: WriteNotes) -> None:
    """None, one up to date, one behind, one that is damaged: the next start mends each."""
    about = "Knowledge base"
    assert only(examined(), about) == (State.OK, "not made yet: the first start makes it")
    write({"open.md": "# A\n\n```\nnever closed\n"})
    with KnowledgeBase(notes, data) as base:
        base.refresh()
    found = examined()
    assert only(found, about) == (State.OK, "up to date")
    assert found["Notes"][-1].said == "1 place should be mended: `studybot index` lists them."
    (notes / "queues.md").unlink()
    assert only(examined(), about) == (State.OK, "1 note changed: the next start reads them")
    (data / "knowledge.db").write_bytes(b"no database")
    assert only(examined(), about) == (State.OK, "the next start makes it anew, because it was damaged")


async def made(data: Path) -> None:
    store = SqliteStore(data)
    await store.open()
    await store.close()


def test_the_database(examined: Examined, data: Path) -> None:
    assert only(examined(), FILE_NAME) == (State.OK, "not made yet: the first start makes it")
    asyncio.run(made(data))
    before = sorted(data.iterdir())
    assert only(examined(), FILE_NAME) == (State.OK, "sound")
    assert sorted(data.iterdir()) == before
    with opened(data) as db:
        db.execute("DELETE FROM _sqlite_migrations WHERE name = 'create_asked'")
    assert only(examined(), FILE_NAME)[1].startswith("sound, of an older version")
    with opened(data) as db:
        db.execute("UPDATE _sqlite_migrations SET name = 'of the future' WHERE name = 'create_meta'")
    state, said = only(examined(), FILE_NAME)
    assert state is State.FAILS
    assert "newer Studybot" in said


@contextmanager
def opened(data: Path) -> Iterator[sqlite3.Connection]:
    """A connection past all our code."""
    db = sqlite3.connect(data / FILE_NAME)
    try:
        yield db
        db.commit()
    finally:
        db.close()


def files_in(folder: Path) -> list[Path]:
    return list(folder.iterdir())


def test_a_damaged_database(examined: Examined, data: Path) -> None:
    data.mkdir()
    (data / FILE_NAME).write_bytes(b"no database, but some text that is long enough" * 100)
    state, said = only(examined(), FILE_NAME)
    assert state is State.FAILS
    assert "put a backup in its place" in said


async def test_a_database_in_use_is_looked_at_and_left_alone(data: Path) -> None:
    store = SqliteStore(data)
    await store.open()
    await store.meta.put("a", "b")
    assert await asyncio.to_thread(check_up, data / FILE_NAME) == Checkup(there=True)
    assert await store.meta.get("a") == "b"
    await store.close()
    assert {path.name for path in files_in(data)} == {FILE_NAME, "study.key"}


def test_a_database_that_may_not_be_read(data: Path) -> None:
    (data / FILE_NAME).mkdir(parents=True)
    with pytest.raises(StoreError, match=r"study\.db in DATA_DIR"):
        check_up(data / FILE_NAME)


@pytest.fixture
async def discord_stub(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Something that answers in the place of Discord, with a status; or keeps waiting whoever asks."""
    stub = SimpleNamespace(status=200, keeps_waiting=False, asked=[])
    the_end = asyncio.Event()

    async def respond(request: web.Request) -> web.Response:
        stub.asked.append((request.method, request.path, request.headers["Authorization"]))
        if stub.keeps_waiting:
            await the_end.wait()
        body = b'{"username": "Owl", "id": "1"}'
        return web.Response(body=body, status=stub.status, headers={"Content-Type": "application/json"})

    application = web.Application()
    application.router.add_route("*", "/{path:.*}", respond)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    monkeypatch.setattr(discord.http.Route, "BASE", f"http://127.0.0.1:{port}/api")
    stub.stop = runner.cleanup
    yield stub
    the_end.set()
    await runner.cleanup()


@pytest.mark.parametrize(
    ("status", "keeps_waiting", "standing"),
    [
        (200, False, Standing(accepted=True, said="Owl")),
        (401, False, Standing(accepted=False)),
        (403, False, Standing(accepted=None, said="it answered with HTTP 403")),
        (200, True, Standing(accepted=None, said="it did not answer within 0 seconds")),
    ],
)
async def test_discord_is_asked_once_and_not_for_long(
    discord_stub: Any, monkeypatch: pytest.MonkeyPatch, status: int, *, keeps_waiting: bool, standing: Standing
) -> None:
    monkeypatch.setattr(client_check, "LONGEST_WAIT", 0.1 if keeps_waiting else 5.0)
    discord_stub.status, discord_stub.keeps_waiting = status, keeps_waiting
    assert await asyncio.to_thread(ask_discord, TOKEN) == standing
    assert discord_stub.asked == [("GET", "/api/users/@me", f"Bot {TOKEN}")]


async def test_no_network_is_no_verdict(discord_stub: Any) -> None:
    await discord_stub.stop()
    unreachable = Standing(accepted=None, said="it cannot be reached from here")
    assert await asyncio.to_thread(ask_discord, TOKEN) == unreachable


@pytest.mark.parametrize(("token", "code"), [("", 1), (TOKEN, 0)])
def test_the_exit_code_says_whether_the_bot_could_run(  # noqa: PLR0913, PLR0917 - fixtures
    write: WriteNotes,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    token: str,
    code: int,
) -> None:
    write({"queues.md": "# Queues\n"})
    monkeypatch.chdir(tmp_path)
    for name in ("NOTES_DIR", "DATA_DIR", "DEV_GUILD_ID", "LOG_LEVEL", "LOG_FORMAT"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DISCORD_TOKEN", token)
    monkeypatch.setattr(client_check, "ask_discord", lambda _: Standing(accepted=None, said="no network"))
    assert main(["doctor"]) == code
    out = capsys.readouterr().out
    assert all(line.startswith(("ok    ", "look  ", "FAILS ", "The bot c")) for line in out.splitlines())
    assert out.endswith("The bot can run: `studybot run`.\n" if not code else "mend what FAILS.\n")
    assert "FAILS" in out if code else LINK in out
