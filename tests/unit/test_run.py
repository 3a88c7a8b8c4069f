"""`studybot run`: how it starts, how it ends, and what it says where it cannot start."""

from __future__ import annotations

import asyncio
import gc
import os
import signal
import subprocess
import sys
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest

from bot.cli import main
from bot.client import StartError
from bot.run import SIGNALS, run_until_stopped
from bot.store.protocol import StoreError
from knowledge.files import NotesError
from tests.unit.test_invite import token_of

TOKEN = token_of(123456789012345678)


class Stub:
    """A bot that notes what is done with it; `working` is what it does until it is closed."""

    def __init__(self, working: Callable[[], Awaitable[None]], starting: Callable[[], None] = lambda: None) -> None:
        self.working, self.starting = working, starting
        self.done: list[str] = []

    async def login(self, token: str) -> None:
        """Begin."""
        self.done.append(f"login {token}")
        self.starting()

    async def connect(self) -> None:
        """Work."""
        self.done.append("connect")
        try:
            await self.working()
        except asyncio.CancelledError:
            self.done.append("stopped")
            raise

    async def close(self) -> None:
        """End."""
        self.done.append("close")


@pytest.fixture(autouse=True)
def nothing_stays_frozen() -> Iterator[None]:
    """A bot that runs keeps what is there away from the garbage collector; the tests are to be collected."""
    yield
    gc.unfreeze()


@pytest.mark.parametrize("number", SIGNALS)
async def test_a_signal_ends_it_in_order(number: signal.Signals) -> None:
    async def stop() -> None:
        os.kill(os.getpid(), number)
        await asyncio.Event().wait()

    bot = Stub(stop)
    await run_until_stopped(bot, "t")
    assert bot.done == ["login t", "connect", "stopped", "close"]
    assert signal.getsignal(number) in {signal.default_int_handler, signal.SIG_DFL}, "a second one has its usual effect"


async def test_a_bot_that_ends_by_itself_is_closed() -> None:
    async def nothing() -> None:
        pass

    bot = Stub(nothing)
    await run_until_stopped(bot, "t")
    assert bot.done == ["login t", "connect", "close"]


async def test_a_bot_that_cannot_start_is_closed_and_its_error_raised() -> None:
    async def never() -> None:
        raise AssertionError

    def fail() -> None:
        raise StartError("No.")

    bot = Stub(never, fail)
    with pytest.raises(StartError, match="No"):
        await run_until_stopped(bot, "t")
    assert bot.done == ["login t", "close"]


@pytest.mark.parametrize("number", SIGNALS)
def test_a_real_process_ends_with_exit_code_0(number: signal.Signals) -> None:
    program = (
        "import asyncio\n"
        "from bot.run import run_until_stopped\n"
        "class Bot:\n"
        "    async def login(self, token): pass\n"
        "    async def connect(self): print('ready', flush=True); await asyncio.Event().wait()\n"
        "    async def close(self): print('closed', flush=True)\n"
        "asyncio.run(run_until_stopped(Bot(), 't'))\n"
    )
    with subprocess.Popen([sys.executable, "-c", program], stdout=subprocess.PIPE, text=True) as process:  # noqa: S603 - our own program
        assert process.stdout is not None
        assert process.stdout.readline() == "ready\n"
        process.send_signal(number)
        assert process.stdout.read() == "closed\n"
    assert process.returncode == 0


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Callable[..., str]:
    """Run `studybot run` with a token, where running the bot does what is given; return what it wrote, code first."""
    monkeypatch.chdir(tmp_path)

    def command(token: str, failure: Exception | None = None) -> str:
        async def ran(_: object, __: str) -> None:
            if failure is not None:
                raise failure

        monkeypatch.setattr("bot.run.run_until_stopped", ran)
        monkeypatch.setattr("bot.run.set_up_logs", lambda *_: None)
        monkeypatch.setenv("DISCORD_TOKEN", token)
        code = main(["run"])
        said = capsys.readouterr()
        return f"{code}\n{said.out}{said.err}"

    return command


def test_it_says_how_to_invite_the_bot(run: Callable[..., str], tmp_path: Path) -> None:
    said = run(TOKEN)
    assert said.startswith("0\nInvite the bot to a server: https://discord.com/oauth2/authorize?")
    assert "client_id=123456789012345678" in said
    assert list(tmp_path.iterdir()) == [], "nothing is made before the bot logs in"


@pytest.mark.parametrize("token", ["", "not a token"])
def test_without_a_usable_token_it_says_where_to_get_one(run: Callable[..., str], token: str) -> None:
    said = run(token)
    assert said.startswith("1\n")
    assert "https://discord.com/developers/applications" in said
    assert "`studybot chat` needs none" in said
    assert said.count("\n") == 2


@pytest.mark.parametrize(
    "failure",
    [StartError("Just this."), StoreError("Just this."), NotesError("Just this.")],
    ids=lambda e: type(e).__name__,
)
def test_what_stops_the_start_is_one_sentence(run: Callable[..., str], failure: Exception) -> None:
    assert run(TOKEN, failure).endswith("\nJust this.\n")
    assert run(TOKEN, failure).startswith("1\n")


def test_the_terminal_starts_without_discord() -> None:
    program = (
        "import sys\n"
        "import bot, bot.app, bot.chat, bot.cli\n"
        "assert not {'discord', 'asyncio', 'aiohttp', 'watchfiles'} & set(sys.modules)\n"
        "assert callable(bot.create_bot) and 'discord' in sys.modules\n"
    )
    subprocess.run([sys.executable, "-c", program], check=True)  # noqa: S603 - our own program
