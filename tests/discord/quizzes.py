"""Quizzes that were posted in a simulated Discord, for the tests of what members and managers do with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import discord
from discord.ui import LayoutView
from simcord import interactions
from simcord.actors import MemberActor
from simcord.backend import serializers
from simcord.builders import ChannelHandle
from simcord.enums import InteractionType
from simcord.env import Env
from simcord.results import InteractionResult, ResponseMessage

from bot.store.protocol.attempts import Attempt
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.study.daily.announcing import QuizCard
from bot.study.services import Services
from cogs.ui.layout import button, message, rows
from cogs.ui.quiz_card import quiz_card
from tests.discord import seen
from tests.discord.seen import Place

OPEN = timedelta(hours=20)
TIMEOUT = QuizQuestion(
    "timeout", "value", "What is the *maximum* visibility timeout?", ("30 seconds", "12 hours", "3 days", "7 days"), 1,
    "The maximum visibility timeout is 12 hours.", ("Amazon SQS", "Visibility timeout"), "queues.md", 6, 6,
)  # fmt: skip
MEMORY = QuizQuestion(
    "memory", "value", "How much memory may a function have?", ("512 MB", "1 GB", "10,240 MB"), 2,
    "The memory of a function is between 128 MB and 10,240 MB.", ("AWS Lambda", "Limits"), "functions.md", 6, 6,
)  # fmt: skip
SIZE = QuizQuestion(
    "size", "value", "How large is a message at most?", ("256 KB", "1 MB", "2 MB", "64 KB"), 0,
    "A message has at most 256 KB of text.", ("Amazon SQS", "Message size"), "queues.md", 10, 10,
)  # fmt: skip
QUESTIONS = (TIMEOUT, MEMORY, SIZE)


@dataclass(frozen=True)
class Posted:
    """A quiz with its public message."""

    quiz: Quiz
    card: discord.Message


async def send(env: Env, channel: ChannelHandle, view: LayoutView) -> discord.Message:
    """Have the bot send a message that everybody in a channel sees."""
    found = env.bot.get_channel(channel.id)
    assert isinstance(found, discord.TextChannel)
    return await found.send(view=view)


async def send_buttons(env: Env, channel: ChannelHandle, *custom_ids: str) -> discord.Message:
    """Have the bot send buttons with these ids, each with its id on it: what nobody would send but a forger."""
    groups = (custom_ids[first : first + 5] for first in range(0, len(custom_ids), 5))
    return await send(env, channel, message(*rows(*([button(each, each) for each in group] for group in groups))))


async def keep_quiz(services: Services, place: Place, day: date, questions: Sequence[QuizQuestion] = QUESTIONS) -> Quiz:
    """Keep a quiz that opens now, as the posting of one does."""
    now, store = services.clock.now(), services.store
    quiz = await store.quizzes.create(place.guild.id, day, place.channel.id, questions, now + OPEN)
    key = PostingKey(place.guild.id, PostingKind.QUIZ, day)
    await store.postings.claim(key, now, now + timedelta(minutes=5))
    await store.postings.sent(key, place.channel.id, 1, now)
    kept = await store.quizzes.get(quiz.id)
    assert kept is not None
    return kept


async def post(env: Env, services: Services, place: Place, questions: Sequence[QuizQuestion] = QUESTIONS) -> Posted:
    """Post the quiz of today."""
    quiz = await keep_quiz(services, place, services.clock.now().date(), questions)
    return Posted(quiz, await send(env, place.channel, quiz_card(QuizCard(quiz))))


async def answered(services: Services, quiz: Quiz, member: int, name: str, marks: str) -> None:
    """Keep answers to the questions of a quiz in order: 1 is a right one, 0 a wrong one, - leaves one out."""
    for place, mark in enumerate(marks):
        if mark != "-":
            question = quiz.questions[place]
            choice = question.answer if mark == "1" else (question.answer + 1) % len(question.choices)
            attempt = Attempt(quiz.id, place, member, choice, services.clock.now())
            await services.store.attempts.add(attempt, name)


def send_press(env: Env, who: MemberActor, shown: ResponseMessage, custom_id: str) -> InteractionResult:
    """Send a press off and wait for nothing, so that several are under way at the same time."""
    record, payload = interactions.base_payload(
        env.backend,
        type=InteractionType.MESSAGE_COMPONENT,
        channel_id=shown.channel_id,
        guild_id=who.guild.id,
        user_id=who.id,
        data={"custom_id": custom_id, "component_type": 2},
    )
    record.source_message_id = shown.id
    payload["message"] = dict(serializers.message_payload(env.backend, shown._message))
    env.backend.emit("INTERACTION_CREATE", payload)
    return InteractionResult(env, record)


def letter_of(shown: ResponseMessage, quiz: Quiz, *, right: bool) -> str:
    """Return the letter of a right or of a wrong choice of the question that is shown."""
    letters = {label: custom_id.split(":") for label, custom_id in seen.buttons(shown).items() if len(label) == 1}
    for label, (_, _, place, choice) in letters.items():
        if (quiz.questions[int(place)].answer == int(choice)) is right:
            return label
    raise AssertionError("no question is shown")


async def play(who: MemberActor, posted: Posted, marks: str) -> ResponseMessage:
    """Press Play and answer from the next question on: 1 is right, 0 is wrong; return what is shown then."""
    shown = await seen.press(who, posted.card, "Play")
    for mark in marks:
        if "Next" in seen.buttons(shown):
            shown = await seen.press(who, shown, "Next")
        shown = await seen.press(who, shown, letter_of(shown, posted.quiz, right=mark == "1"))
    return shown
