"""The program under test: the services of the daily quiz over the store in a file, with members who play.

It is started again and again, and killed while it runs. What it knows of earlier lives it knows from the store.
"""

from __future__ import annotations

import asyncio
import logging
import random
import time as seconds
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import product
from multiprocessing.connection import Connection

from bot.store.protocol import Store
from bot.store.protocol.attempts import Outcome
from bot.store.protocol.postings import PostingKind
from bot.store.protocol.schedules import Schedule
from bot.store.sqlite import SqliteStore
from bot.study.board.boards import Boards
from bot.study.daily.playing import Answered, Playing
from bot.study.daily.posting import LEASE, DailyQuizzes
from bot.study.daily.review import Reviews
from knowledge.quiz.model import Question, QuizKind
from tests.crash.channel import ChannelFile, FileAnnouncer, Message
from tests.crash.words import FIRST_MOMENT, RATE, Acknowledged, Orders, Rested, Started, Word, Wrong

ZONES = (
    "Pacific/Auckland", "Asia/Tokyo", "Asia/Kolkata", "Asia/Dubai", "Europe/Helsinki", "Europe/Berlin",
    "Europe/London", "America/Sao_Paulo", "America/New_York", "America/Denver", "Pacific/Honolulu", "Pacific/Apia",
)  # fmt: skip
HOURS = (7, 9)
SCHEDULES = tuple(
    Schedule(guild, 10 * guild, time(hour), zone, FIRST_MOMENT, questions=3, open_hours=10)
    for guild, (zone, hour) in enumerate(product(ZONES, HOURS), start=1)
)
"""Guilds all over the world: a quiz is due at nearly every hour."""
QUESTIONS = tuple(
    Question(
        f"q{number}", QuizKind.VALUE, f"What is number {number}?", ("w", "x", "y", "z"), number % 4, "The line.",
        (f"Part {number % 7}",), "notes.md", number, number, fact=f"fact {number}",
    )
    for number in range(1, 91)
)  # fmt: skip
MEMBERS, AT_ONCE = 200, 24
"""Members of a guild, and how many of them press buttons at the same time."""
TICK = timedelta(seconds=20)
QUIET = 12
"""Rounds of the last life, each longer than a lease."""


class Clock:
    """A clock that begins where it is told to, and goes fast, or only when it is told to."""

    def __init__(self, start: datetime, rate: int) -> None:
        self._start, self._rate, self._began = start, rate, seconds.monotonic()

    def now(self) -> datetime:
        """The moment at which the program takes itself to be."""
        return self._start + timedelta(seconds=self._rate * (seconds.monotonic() - self._began))

    def skip(self, span: timedelta) -> None:
        """Go on by a span at once."""
        self._start += span


class FixedQuestions:
    """The same questions for every guild: notes are not what is tested here."""

    async def of(self, guild: int | None) -> tuple[Question, ...]:  # noqa: ARG002 - the same for all
        """Return the questions."""
        return QUESTIONS


class Errors(logging.Handler):
    """Tells the parent of every error that the program logs."""

    def __init__(self, tell: Callable[[Word], None]) -> None:
        super().__init__(logging.ERROR)
        self._tell = tell

    def emit(self, record: logging.LogRecord) -> None:
        """Tell the parent."""
        self._tell(Wrong(self.format(record)))


def live(orders: Orders, parent: Connection) -> None:
    """Run until somebody kills the program; in the last life until all is settled."""
    tell: Callable[[Word], None] = parent.send
    logging.basicConfig(handlers=[Errors(tell)], force=True)
    asyncio.run(_live(orders, tell))


async def _live(orders: Orders, tell: Callable[[Word], None]) -> None:
    store = SqliteStore(orders.data_dir)
    await store.open()
    tell(Started())
    await _set_up(store)
    rng, clock = random.Random(orders.seed), Clock(orders.start, 0 if orders.last else RATE)
    file = ChannelFile(orders.channel)
    announcer = FileAnnouncer(file, clock.now, rng, tell, faulty=not orders.last)
    daily = DailyQuizzes(store, FixedQuestions(), Boards(store, clock), clock)
    if orders.last:
        for _ in range(QUIET):
            clock.skip(LEASE + TICK)
            await daily.tick(announcer)
        tell(Rested(clock.now()))
        await store.close()
        return
    crowd = Crowd(store, clock, file, rng, tell)
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(_tick(daily, announcer))
        for _ in range(AT_ONCE):
            tasks.create_task(crowd.play())


async def _set_up(store: Store) -> None:
    for schedule in SCHEDULES:
        if await store.schedules.get(schedule.guild) is None:
            await store.schedules.put(schedule)


async def _tick(daily: DailyQuizzes, announcer: FileAnnouncer) -> None:
    while True:
        await daily.tick(announcer)
        await asyncio.sleep(TICK.total_seconds() / RATE)


class Crowd:
    """Members who press the buttons of the messages that they see, and managers who retire questions."""

    def __init__(
        self, store: Store, clock: Clock, file: ChannelFile, rng: random.Random, tell: Callable[[Word], None]
    ) -> None:
        self._clock, self._file, self._rng, self._tell = clock, file, rng, tell
        self._playing, self._reviews = Playing(store, clock), Reviews(store, clock)

    async def play(self) -> None:
        """Press buttons without an end."""
        while True:
            cards = [each for each in self._file.messages if each.kind is PostingKind.QUIZ]
            there = [card for card in cards[-len(SCHEDULES) :] if card.is_there(self._clock.now())]
            if there:
                await self._press(self._rng.choice(there))
            await asyncio.sleep(0.001)

    async def _press(self, card: Message) -> None:
        member = 1000 * card.guild + self._rng.randrange(MEMBERS)
        turn = await self._playing.turn(card.quiz, member)
        if turn.quiz is None:
            self._tell(Wrong(f"Quiz {card.quiz} of {card.guild} was posted on {card.day} and is not known."))
            return
        place = self._rng.randrange(len(turn.quiz.questions)) if turn.place is None else turn.place
        presses = self._rng.choice((1, 1, 1, 2))
        answers = [self._answer(card.quiz, place, member) for _ in range(presses)]
        for answered in await asyncio.gather(*answers):
            new = answered.state is Outcome.KEPT
            if answered.chosen is not None:
                self._tell(Acknowledged(card.quiz, place, member, answered.chosen, new))
            elif new:
                self._tell(
                    Wrong(f"An answer of {member} to question {place} of quiz {card.quiz} was kept and is gone.")
                )
        if self._rng.random() < 0.01:
            question = turn.quiz.questions[place].id
            await self._rng.choice((self._retire, self._reinstate))(card.guild, question)

    async def _answer(self, quiz: int, place: int, member: int) -> Answered:
        return await self._playing.answer(quiz, place, self._rng.randrange(4), member, f"Member {member}")

    async def _retire(self, guild: int, question: str) -> None:
        await self._reviews.retire(guild, question, 1)

    async def _reinstate(self, guild: int, question: str) -> None:
        await self._reviews.reinstate(guild, question)
