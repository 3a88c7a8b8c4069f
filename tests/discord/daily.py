"""Quizzes and what follows from them, as values for the tests of what is posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import discord
from discord.abc import Snowflake
from simcord.actors import MemberActor
from simcord.builders import ChannelHandle
from simcord.env import Env

from bot.store.protocol.attempts import Result
from bot.store.protocol.board import Span
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.study.board.standings import Page, Period, Row
from bot.study.board.streaks import Streak
from bot.study.daily.announcing import HardestQuestion, NewStreak, Podium, QuizCard, Results, WeeklyRecap
from tests.discord.seen import Place

DAY = date(2027, 3, 1)
OPENS = datetime(2027, 3, 1, 8, tzinfo=UTC)
HOSTILE = "@everyone <@&5> **bold** \u202edlrow\u202c [x](https://evil.example) `code` # ~~gone~~ || spoiler ||"
"""Text of a note or a name that would ping, hide and turn around if it could."""
PNG = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xa75\x81\x84\x00\x00\x00\x00IEND\xaeB`\x82"
)


def question(key: str = "a", prompt: str = "What is the maximum visibility timeout?", **changed: Any) -> QuizQuestion:
    """A question of which the second choice is right."""
    values: dict[str, Any] = {
        "choices": ("15 minutes", "12 hours", "4 days", "14 days"),
        "answer": 1,
        "explanation": "The maximum visibility timeout is 12 hours.",
        "topic": ("Amazon SQS", "Visibility timeout"),
        "file": "queues.md",
        "start_line": 6,
        "end_line": 6,
    }
    return QuizQuestion(id=key, kind="value", prompt=prompt, **{**values, **changed})


def quiz(guild: int = 7, questions: Sequence[QuizQuestion] | None = None, **changed: Any) -> Quiz:
    """A posted quiz that is open."""
    asked = (question("a"), question("b", topic=("AWS Lambda",)), question("c", topic=("Amazon SQS", "Size")))
    values: dict[str, Any] = {
        "id": 5,
        "day": DAY,
        "number": 12,
        "channel": 70,
        "closes_at": OPENS + timedelta(hours=20),
        "message": 700,
        "opened_at": OPENS,
    }
    return Quiz(guild=guild, questions=tuple(asked if questions is None else questions), **{**values, **changed})


def results(of: Quiz, *, names: Sequence[str] = ("Ann", "Bob"), choices: Sequence[int] = (1, 4, 2, 1)) -> Results:
    """Results of a quiz in which all named have the same."""
    podium = tuple(Podium(1, Result(number, name, len(of.counted), 3)) for number, name in enumerate(names))
    streaks = tuple(NewStreak(number, name, Streak(7, 1)) for number, name in enumerate(names))
    chosen = tuple(tuple(choices[: len(each.choices)]) for each in of.questions)
    return Results(of, len(names), chosen, frozenset(of.counted[:1]), podium, streaks)


def recap(guild: int = 7, *, name: str = "Ann", hardest: QuizQuestion | None = None) -> WeeklyRecap:
    """A week in which ten members have the same name."""
    found = Row(1, 1, name, 240, 24, 30, 7, 2)
    page = Page(Period.WEEK, Span(DAY - timedelta(days=6), DAY), (found,) * 10, 0, 2, 12)
    asked = None if hardest is None else HardestQuestion(quiz(guild, [hardest]), 0, 2, 9)
    return WeeklyRecap(guild, DAY, page, PNG, asked)


def card(guild: int = 7, **changed: Any) -> QuizCard:
    """The card of a quiz that nobody has played."""
    return QuizCard(quiz(guild), **changed)


def manager_of(env: Env, place: Place) -> MemberActor:
    """Return somebody who may manage the server and nothing more."""
    role = place.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    return place.guild.add_member(env.create_user(f"{place.guild.name}-manager"), roles=[role])


async def tick(env: Env) -> None:
    """Do what the bot does every twenty seconds."""
    await env.bot._tick()  # type: ignore[attr-defined] # it is our bot
    await env.settle()


async def allow(env: Env, channel: ChannelHandle, **permissions: bool | None) -> None:
    """Change what the bot may do in a channel, as its settings can; None leaves it to the server."""
    assert env.bot.user is not None
    overwrite = discord.PermissionOverwrite(**permissions)
    allowed, denied = overwrite.pair()
    env.backend.set_overwrite(channel.id, _overwrite(env.bot.user, allowed, denied))
    await env.settle()


def _overwrite(user: Snowflake, allowed: discord.Permissions, denied: discord.Permissions) -> Any:
    from simcord.backend.models import Overwrite  # noqa: PLC0415 - its own kind of value
    from simcord.enums import OverwriteType  # noqa: PLC0415

    return Overwrite(target_id=user.id, type=OverwriteType.MEMBER, allow=allowed.value, deny=denied.value)
