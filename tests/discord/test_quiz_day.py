"""A whole day of two groups: set up, posted, played, restarted, closed, looked back on."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest
from simcord.actors import MemberActor
from simcord.env import Env
from simcord.results import ResponseMessage

from bot.client import StudyBot
from bot.settings import Settings
from bot.store.protocol import Store
from bot.store.protocol.quizzes import Quiz
from bot.store.sqlite import SqliteStore
from bot.study.library import Library
from bot.study.questions import Questions
from bot.study.services import Services, assemble
from cogs.card_renewal import BETWEEN
from tests.conftest import WriteNotes
from tests.discord import seen
from tests.discord.conftest import NOTES, FixedClock, build_here, make_here
from tests.discord.daily import manager_of, tick
from tests.discord.quizzes import Posted, letter_of
from tests.discord.seen import Place, place_in

SUMS = "# Sums\n\n## Quiz\n\n" + "\n".join(
    f"**How much is {number} and {number}?**\n\n- [ ] {2 * number + 1}\n- [x] {2 * number}\n- [ ] {2 * number + 2}\n"
    for number in range(11, 31)
)
MARKS = {
    "ann": "11111",
    "bob": "11110",
    "cat": "11110",
    "dan": "11100",
    "eve": "11011",
    "fay": "00000",
    "gus": "10101",
    "hal": "01010",
    "ida": "11111",
    "jon": "10000",
    "kim": "00111",
    "lea": "01",
}
"""What twelve members answer, question by question: 1 is right. The last one never comes back after two."""
LEAVER = "kim"
"""Stops after two questions, and goes on after the restart."""
SEED = 20


@pytest.fixture
def settings(write: WriteNotes, settings: Settings) -> Settings:
    """Notes with as many questions as a quiz wants."""
    return replace(settings, notes_dir=write({**NOTES, "sums.md": SUMS}))


@pytest.fixture
def store(settings: Settings) -> Store:
    """The state on the disk, for the bot that is there after the restart."""
    return SqliteStore(settings.data_dir)


class Run:
    """A member who plays, press by press."""

    def __init__(self, who: MemberActor, posted: Posted, marks: str) -> None:
        self.who, self.posted = who, posted
        self.left = list(marks)
        self.shown: ResponseMessage | None = None

    async def press(self) -> None:
        """Do the next thing: open the quiz, answer, or go on."""
        labels = {} if self.shown is None else seen.buttons(self.shown)
        if self.shown is None:
            self.shown = await seen.press(self.who, self.posted.card, "Play")
        elif onward := labels.keys() & {"Next", "See result"}:
            await seen.press(self.who, self.shown, onward.pop())
        else:
            letter = letter_of(self.shown, self.posted.quiz, right=self.left.pop(0) == "1")
            await seen.press(self.who, self.shown, letter)

    @property
    def is_over(self) -> bool:
        """Whether there is nothing more to press: all was answered, and the result is shown."""
        return not self.left and (self.shown is None or "See result" not in seen.buttons(self.shown))


async def mixed(runs: list[Run], rng: random.Random, presses: int = 10_000) -> None:
    """Let members press in whatever order, until all are through or so many presses were made."""
    for _ in range(presses):
        going_on = [run for run in runs if not run.is_over]
        if not going_on:
            return
        await rng.choice(going_on).press()


async def set_up(env: Env, place: Place, time: str, zone: str) -> None:
    options = {"channel": place.channel, "time": time, "timezone": zone, "questions": 5, "open_hours": 20}
    assert seen.answer(await manager_of(env, place).slash(place.channel, "daily setup", **options)).ephemeral


async def only_quiz(services: Services, place: Place) -> Posted:
    """Return the one quiz of a server with its one message."""
    (quiz,) = await services.store.quizzes.latest(place.guild.id, 9)
    (card,) = place.channel.history()
    assert quiz.message == card.id
    return Posted(quiz, card)


def members_of(env: Env, place: Place, names: Mapping[str, str]) -> dict[str, MemberActor]:
    return {name: place.guild.add_member(env.create_user(name)) for name in names}


def reborn(settings: Settings, clock: FixedClock) -> StudyBot:
    """Return a bot that knows nothing but what is on the disk."""
    library = Library(settings.notes_dir, settings.data_dir, build_here, clock)
    rng = random.Random(1)  # noqa: S311 - nothing secret is drawn from it
    return StudyBot(
        settings, assemble(library, SqliteStore(settings.data_dir), Questions(library, make_here), clock, rng)
    )


def places_of(points: Mapping[str, int]) -> Iterator[tuple[int, str, int]]:
    """Yield place, name and points as the board has to have them: equals share a place."""
    for name, own in sorted(points.items(), key=lambda each: -each[1]):
        yield 1 + sum(other > own for other in points.values()), name, own


async def test_a_day_of_two_groups(
    simcord_env: Env, simcord_bot: StudyBot, settings: Settings, clock: FixedClock
) -> None:
    alpha, beta = place_in(simcord_env, "alpha"), place_in(simcord_env, "beta")
    await set_up(simcord_env, alpha, "10:30", "Europe/Berlin")
    await set_up(simcord_env, beta, "00:30", "Pacific/Auckland")

    # It is nine by UTC. The one group's time comes at half past nine, the other's at half past eleven, on its next day.
    await tick(simcord_env)
    assert (alpha.channel.history(), beta.channel.history()) == ([], [])
    clock.advance(timedelta(minutes=30))
    for _ in range(2):
        await tick(simcord_env)
    here = await only_quiz(simcord_bot.services, alpha)
    assert beta.channel.history() == []
    clock.advance(timedelta(hours=2))
    for _ in range(2):
        await tick(simcord_env)
    there = await only_quiz(simcord_bot.services, beta)
    assert (here.quiz.day, there.quiz.day) == (date(2027, 3, 1), date(2027, 3, 2))
    assert "Nobody has played so far." in seen.text(here.card)

    # Twelve members in mixed order; one stops half-way.
    members = members_of(simcord_env, alpha, MARKS)
    rng = random.Random(SEED)  # noqa: S311 - it only mixes
    runs = {name: Run(who, here, MARKS[name]) for name, who in members.items()}
    runs[LEAVER] = Run(members[LEAVER], here, MARKS[LEAVER][:2])
    await mixed(list(runs.values()), rng, presses=60)
    await simcord_env.advance_time(BETWEEN)
    assert "Question" in "".join(seen.text(run.shown) for run in runs.values() if run.shown is not None)

    # The bot is started again in the middle: everybody goes on in the message that was open.
    bot = reborn(settings, clock)
    await simcord_bot.close()
    await simcord_env.restart_bot(bot)
    try:
        await mixed(list(runs.values()), rng)
        resumed = Run(members[LEAVER], here, MARKS[LEAVER][2:])
        await resumed.press()
        assert resumed.shown is not None
        assert "Question 3 of 5" in seen.text(resumed.shown)
        await mixed([resumed], rng)
        others = [Run(there_member, there, "11111") for there_member in (beta.member, beta.stranger)]
        await mixed(others, rng)
        await simcord_env.advance_time(BETWEEN)
        (card,) = alpha.channel.history()
        assert "12 members have played so far." in seen.text(card)
        assert "2 members have played so far." in seen.text(beta.channel.history()[0])
        await evening(simcord_env, bot, clock, alpha, here.quiz, members)
        assert len(beta.channel.history()) == 1, "the other quiz is still open"
        board = seen.text(seen.answer(await beta.member.slash(beta.channel, "leaderboard", period="all")))
        assert "2 members" in board
        assert not any(f". {name}**" in board for name in MARKS)
    finally:
        await bot.close()


async def evening(  # noqa: PLR0913, PLR0917 - all that the day led to
    env: Env, bot: StudyBot, clock: FixedClock, place: Place, quiz: Quiz, members: Mapping[str, MemberActor]
) -> None:
    """The quiz closes once; results, own answers and the board have the sums of what was answered."""
    right = {name: marks.count("1") for name, marks in MARKS.items()}
    clock.advance(timedelta(hours=18, minutes=1))
    for _ in range(3):
        await tick(env)
    card, results = sorted(place.channel.history(), key=lambda message: message.id)
    assert "**Closed.** 12 members played." in seen.text(card)
    said = seen.text(results)
    assert "12 members played." in said
    assert "**1st** ann and ida: 5 of 5 right" in said
    assert "**3rd** bob, cat and eve: 4 of 5 right" in said
    late = seen.text(await seen.press(members["lea"], card, "Play"))
    assert "takes no more answers" in late
    assert "1 of 5 right" in late
    own = seen.text(await seen.press(members["gus"], results, "Your answers"))
    assert (own.count("✓ Right, your answer"), own.count("✗ Wrong, your answer")) == (3, 2)

    shown = seen.answer(await members["ann"].slash(place.channel, "leaderboard", period="all"))
    everybody = seen.text(shown) + seen.text(await seen.press(members["ann"], shown, "Next"))
    for rank, name, points in places_of({name: 10 * number for name, number in right.items()}):
        assert f"**{rank}. {name}**: {points} point" in everybody
    assert {result.name: result.right for result in await bot.services.store.attempts.results(quiz.id)} == right
