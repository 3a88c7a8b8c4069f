"""The bot in a simulated Discord, in a process of its own: how long people wait, and how long the event loop is held.

`python -m tests.bench.chat_bot FOLDER` prints one JSON object. The folder has `notes/` and `questions.json`, made by
the steps `prepare` or `adopt` of `worker.py`.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import logging
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import partial
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

import discord
from simcord import interactions
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle, GuildHandle
from simcord.enums import InteractionType
from simcord.env import Env
from simcord.results import InteractionResult

from bot.client import StudyBot, create_bot
from bot.run import spare_what_stays
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from tests.bench.measure import AT_ONCE

ASKED = 60
"""Questions that are timed."""
WARM_UP = 5
TICK = 0.001
"""Seconds between two looks of the loop monitor."""
LONGEST_WAIT = 120.0

Figures = dict[str, Any]


class Monitor:
    """Wakes up every millisecond and remembers how much too late it was: so long something held the event loop."""

    def __init__(self) -> None:
        self.longest = 0.0

    async def watch(self) -> None:
        """Watch until cancelled."""
        while True:
            started = perf_counter()
            await asyncio.sleep(TICK)
            self.longest = max(self.longest, perf_counter() - started - TICK)


@asynccontextmanager
async def monitored() -> AsyncIterator[Monitor]:
    """Watch the event loop while something runs."""
    monitor = Monitor()
    task = asyncio.get_running_loop().create_task(monitor.watch())
    try:
        yield monitor
    finally:
        task.cancel()


class Stage:
    """A server with members, and the bot in it."""

    def __init__(self, env: Env) -> None:
        self.env = env
        self.guild: GuildHandle = env.create_guild("bench")
        self.channel: ChannelHandle = self.guild.create_text_channel("study")

    def member(self, name: str) -> MemberActor:
        """Return a new member."""
        return self.guild.add_member(self.env.create_user(name))

    def send(self, member: MemberActor, question: str) -> InteractionResult:
        """Send `/ask` off and wait for nothing."""
        root = self.env.backend.find_command("ask", self.guild.id, type=1)
        assert root is not None
        data = {
            "id": root["id"],
            "name": "ask",
            "type": 1,
            "options": [{"name": "question", "type": 3, "value": question}],
        }
        record, payload = interactions.base_payload(
            self.env.backend,
            type=InteractionType.APPLICATION_COMMAND,
            channel_id=self.channel.id,
            guild_id=self.guild.id,
            user_id=member.id,
            data=data,
        )
        self.env.backend.emit("INTERACTION_CREATE", payload)
        return InteractionResult(self.env, record)

    async def ask(self, member: MemberActor, question: str) -> None:
        """Send `/ask` off and return when Discord got the first response to it."""
        result = self.send(member, question)
        await _until(lambda: result.acknowledged)

    async def ask_all(self, questions: Mapping[str, str]) -> None:
        """Let many members, by their names, ask at the same moment; return when all have their answers."""
        results = [self.send(self.member(name), question) for name, question in questions.items()]
        await _until(lambda: all(result.response or result.followups for result in results), every=20 * TICK)


async def _until(done: Callable[[], bool], every: float = TICK / 2) -> None:
    deadline = perf_counter() + LONGEST_WAIT
    while not done():  # what happens inside has no event to wait for
        if perf_counter() > deadline:
            raise TimeoutError("the bot did not answer")
        await asyncio.sleep(every)


async def measure(work: Path) -> Figures:
    """Measure everything on the notes in a folder."""
    questions = [row[0] for row in json.loads((work / "questions.json").read_text(encoding="utf-8"))]
    settings = Settings(notes_dir=work / "notes", data_dir=work / "bot")
    bare = _bare(settings, questions)
    bot = create_bot(settings)
    env = Env(bot, shard_count=1)
    await env.start()
    spare_what_stays()
    try:
        stage = Stage(env)
        first = await _first_responses(stage, questions)
        async with monitored() as asking:
            for n, question in enumerate(questions[:ASKED]):
                await stage.ask(stage.member(f"asker{n}"), question)
        async with monitored() as reloading:
            reload_seconds = await _timed(lambda: _reload(bot, settings.notes_dir, stage, questions))
        crowd = {f"member{n}": questions[n % len(questions)] for n in range(AT_ONCE)}
        all_answered = await _timed(lambda: stage.ask_all(crowd))
    finally:
        await bot.close()
        await env.shutdown()
    return {
        "bare": median(bare),
        "first": median(first),
        "held_asking": asking.longest,
        "held_reloading": reloading.longest,
        "reload": reload_seconds,
        "crowd": all_answered,
    }


def _bare(settings: Settings, questions: list[str]) -> list[float]:
    """Seconds of the bare calls: the same questions put to the knowledge base itself."""
    with KnowledgeBase(settings.notes_dir, settings.data_dir) as knowledge:
        knowledge.refresh()
        times = []
        for question in [*questions[:WARM_UP], *questions[:ASKED]]:
            started = perf_counter()
            knowledge.ask(question)
            times.append(perf_counter() - started)
    return times[WARM_UP:]


async def _first_responses(stage: Stage, questions: list[str]) -> list[float]:
    times = []
    for n, question in enumerate([*questions[:WARM_UP], *questions[:ASKED]]):
        member = stage.member(f"student{n}")
        times.append(await _timed(partial(stage.ask, member, question)))
    return times[WARM_UP:]


async def _reload(bot: StudyBot, notes: Path, stage: Stage, questions: list[str]) -> None:
    """Change a file and read it again, while somebody goes on asking."""
    _change(notes)
    reading = asyncio.get_running_loop().create_task(bot.services.library.refresh())
    for n in itertools.count():
        if reading.done():
            break
        await stage.ask(stage.member(f"meanwhile{n}"), questions[n % len(questions)])  # nobody may ask too often
    await reading


def _change(notes: Path) -> None:
    changed = next(path for path in sorted(notes.rglob("*")) if path.is_file())
    with changed.open("a", encoding="utf-8") as file:
        file.write("\n\n- The maximum of a change is 41 hours.\n")


async def _timed(call: Callable[[], Awaitable[Any]]) -> float:
    started = perf_counter()
    await call()
    return perf_counter() - started


def main(work: Path) -> Figures:
    """Measure in an event loop of its own."""
    discord.utils.setup_logging(level=logging.ERROR)
    return asyncio.run(measure(work))


if __name__ == "__main__":
    print(json.dumps(main(Path(sys.argv[1]))))
