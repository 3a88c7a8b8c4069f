"""A real bot over small notes, in a simulated Discord."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from simcord.env import Env

from bot import client
from bot.client import StudyBot
from bot.scheduler import Ticker
from bot.settings import Settings
from bot.store.memory import MemoryStore
from bot.store.protocol import Store
from bot.study.library import Library, Scopes
from bot.study.questions import Questions, make_questions
from bot.study.services import Services, assemble
from knowledge.files import Source
from knowledge.index import Summary, build
from knowledge.quiz.model import Question
from tests.conftest import WriteNotes
from tests.discord import seen

# SimCord waits that long for tasks that do nothing more; ours need no time between two steps.
assert Env._settle_internal.__kwdefaults__ is not None
Env._settle_internal.__kwdefaults__["idle"] = 0.001

NOTES = {
    "queues.md": """# Amazon SQS

## Visibility timeout

- The default visibility timeout is 30 seconds.
- The maximum visibility timeout is 12 hours.

## Message size

- A message has at most 256 KB of text.

## Dead-letter queue

- A dead-letter queue takes the messages that could not be processed.
""",
    "functions.md": """# AWS Lambda

## Limits

- The maximum execution time of a function is 15 minutes.
- The memory of a function is between 128 MB and 10,240 MB.
""",
}


class FixedClock:
    """A clock that goes on only when it is told to."""

    def __init__(self) -> None:
        self._now = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Go on by a span of time."""
        self._now += by


class StillTicker(Ticker):
    """Never ticks by itself: APScheduler knows only the time of the machine, and here a test says what time it is."""

    def start(self) -> None:
        """Do nothing; `tests.discord.daily.tick` does what a tick does."""


@pytest.fixture(autouse=True)
def no_tick_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client, "Ticker", StillTicker)


async def build_here(sources: Sequence[Source], data_dir: Path) -> Summary:
    """Read notes in a thread: for small ones a process of its own takes longer to start than they to read."""
    return await asyncio.to_thread(build, sources, data_dir)


async def make_here(notes: Path, data_dir: Path, scopes: Scopes) -> tuple[Question, ...]:
    """Make questions in a thread, for the same reason."""
    return await asyncio.to_thread(make_questions, notes, data_dir, scopes)


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def settings(write: WriteNotes, tmp_path: Path) -> Settings:
    """Settings with a folder of small notes, and a data directory that is not there yet."""
    return Settings(notes_dir=write(NOTES), data_dir=tmp_path / "data")


@pytest.fixture
def store() -> Store:
    return MemoryStore()


@pytest.fixture
def services(settings: Settings, store: Store, clock: FixedClock) -> Services:
    library = Library(settings.notes_dir, settings.data_dir, build_here, clock)
    rng = random.Random(7)  # noqa: S311 - nothing secret is drawn from it
    return assemble(library, store, Questions(library, make_here), clock, rng)


@pytest.fixture
def simcord_bot(settings: Settings, services: Services) -> StudyBot:
    return StudyBot(settings, services)


@pytest.fixture
async def simcord_env(simcord_bot: StudyBot) -> AsyncIterator[Env]:
    """The bot in its simulated Discord; what it raised and nobody read fails the test, and so does what is too long."""
    env = Env(simcord_bot)
    await env.start()
    try:
        yield env
    finally:
        await env.shutdown()
        await simcord_bot.close()
    env._raise_errors_since(env._errors_acknowledged)
    assert list(seen.faults(env)) == []


@pytest.fixture(autouse=True)
def nothing_unforeseen(request: pytest.FixtureRequest, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """No test ends with an incident that it did not ask for with `@pytest.mark.incidents`."""
    with caplog.at_level(logging.INFO):
        yield
    if request.node.get_closest_marker("incidents") is None:
        found = [record.getMessage() for record in caplog.get_records("call") if hasattr(record, "incident")]
        assert found == []
