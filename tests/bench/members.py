"""A crowd that plays the daily quiz, in a process of its own: how long each press waits for the bot.

The bot runs in a simulated Discord, whose own work is included, with its real store on the disk. All members press Play
within one second, and later all an answer. `python -m tests.bench.members` prints one JSON object, times in seconds.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import discord
from simcord import interactions
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.builders import GuildHandle
from simcord.enums import InteractionType
from simcord.env import Env
from simcord.results import InteractionResult

from bot.client import create_bot
from bot.run import spare_what_stays
from bot.settings import Settings
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.study.daily.announcing import QuizCard
from bot.study.services import Services
from cogs.ui.quiz_card import quiz_card
from cogs.ui.quiz_ids import QuizAct, of_choice, of_quiz

MEMBERS = 500
WITHIN = 1.0
"""Seconds over which their presses are spread."""
LONGEST_WAIT = 60.0
NOTE = "# Numbers\n\n- The largest number of members is 500.\n"
QUESTION = QuizQuestion(
    "q", "value", "What is the largest number of members?", ("100", "250", "500", "1,000"), 2,
    "The largest number of members is 500.", ("Numbers",), "numbers.md", 3, 3,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Press:
    """A press, ready to be sent: what Discord would send, and its own record of it."""

    interaction: int
    payload: dict[str, Any]
    result: InteractionResult


class Arrivals(list[Any]):
    """The log of what reached Discord, with the moments at which interactions were acknowledged."""

    def __init__(self) -> None:
        super().__init__()
        self.at: dict[int, float] = {}

    def append(self, entry: Any, /) -> None:
        """Take an entry: the first answer to an interaction is its acknowledgement."""
        super().append(entry)
        if entry.path.endswith("/callback"):
            self.at.setdefault(int(entry.path.split("/")[2]), perf_counter())


class Crowd:
    """A server with members, and a quiz that they play."""

    def __init__(self, env: Env) -> None:
        self._env = env
        self._arrivals = env.backend.http_requests = Arrivals()
        self._guild: GuildHandle = env.create_guild("bench")
        self.channel = self._guild.create_text_channel("study")
        self.members = [self._guild.add_member(env.create_user(f"member{number}")) for number in range(MEMBERS)]

    async def post(self, services: Services) -> tuple[Quiz, discord.Message]:
        """Post a quiz of two questions."""
        store, now, channel = services.store, services.clock.now(), self._env.bot.get_channel(self.channel.id)
        assert isinstance(channel, discord.TextChannel)
        key = PostingKey(self._guild.id, PostingKind.QUIZ, now.date())
        questions = [QUESTION, replace(QUESTION, id="r")]
        quiz = await store.quizzes.create(key.guild, key.day, channel.id, questions, now + timedelta(days=1))
        card = await channel.send(view=quiz_card(QuizCard(quiz)))
        await store.postings.claim(key, now, now + timedelta(minutes=5))
        await store.postings.sent(key, channel.id, card.id, now)
        return quiz, card

    def press(self, member: MemberActor, message: int, custom_id: str) -> Press:
        """Return a press of a button of a message."""
        backend = self._env.backend
        stored = backend.get_message(self.channel.id, message)
        record, payload = interactions.base_payload(
            backend,
            type=InteractionType.MESSAGE_COMPONENT,
            channel_id=self.channel.id,
            guild_id=self._guild.id,
            user_id=member.id,
            data={"custom_id": custom_id, "component_type": 2},
        )
        record.source_message_id = message
        payload["message"] = dict(serializers.message_payload(backend, stored))
        return Press(record.id, payload, InteractionResult(self._env, record))

    async def send(self, presses: Sequence[Press]) -> list[float]:
        """Send presses, spread over a second; return how long each waited, in seconds. Unanswered ones are left out."""
        sent: dict[int, float] = {}
        begun = perf_counter()
        for number, press in enumerate(presses):
            await asyncio.sleep(begun + WITHIN * number / len(presses) - perf_counter())
            sent[press.interaction] = perf_counter()
            self._env.backend.emit("INTERACTION_CREATE", press.payload)
        deadline = perf_counter() + LONGEST_WAIT
        while perf_counter() < deadline:  # what happens inside has no event to wait for
            if sent.keys() <= self._arrivals.at.keys():
                break
            await asyncio.sleep(0.01)
        await self._env.settle()
        return sorted(self._arrivals.at[each] - at for each, at in sent.items() if each in self._arrivals.at)

    def shows_verdict(self, press: Press) -> bool:
        """Return whether the message of a press says by now that something is right or wrong."""
        shown = self._env.backend.get_message(self.channel.id, int(press.payload["message"]["id"]))
        return f"> {QUESTION.explanation}" in json.dumps(shown.components)


async def measure(folder: Path) -> dict[str, Any]:
    """Measure both presses of everybody."""
    notes = folder / "notes"
    notes.mkdir()
    (notes / "numbers.md").write_text(NOTE, encoding="utf-8")
    bot = create_bot(Settings(notes_dir=notes, data_dir=folder / "data"))
    env = Env(bot, shard_count=1)
    await env.start()
    spare_what_stays()
    try:
        crowd = Crowd(env)
        quiz, card = await crowd.post(bot.services)
        plays = [crowd.press(member, card.id, of_quiz(quiz.id, QuizAct.PLAY)) for member in crowd.members]
        opened = await crowd.send(plays)
        answers = [
            crowd.press(member, play.result.response.id, of_choice(quiz.id, 0, number % len(QUESTION.choices)))
            for number, (member, play) in enumerate(zip(crowd.members, plays, strict=True))
            if play.result.response is not None and play.result.response.ephemeral
        ]
        answered = await crowd.send(answers)
        return {
            "members": MEMBERS,
            "opened": opened,
            "answered": answered,
            "told": sum(crowd.shows_verdict(press) for press in answers),
            "kept": await bot.services.store.attempts.players(quiz.id),
        }
    finally:
        await bot.close()
        await env.shutdown()


def main() -> None:
    """Measure in an event loop of its own."""
    discord.utils.setup_logging(level=logging.ERROR)
    with TemporaryDirectory(prefix="studybot-bench-") as folder:
        print(json.dumps(asyncio.run(measure(Path(folder)))))


if __name__ == "__main__":
    main()
