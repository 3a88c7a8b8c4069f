"""The daily quizzes of all guilds: at each tick what is due is posted, and what is over is closed, each once."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfoNotFoundError

from bot.clock import Clock
from bot.store.protocol import Store, StoreError
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.store.protocol.schedules import Schedule
from bot.study.daily.announcing import Announcer, QuizCard, RefusedError, UnsureError
from bot.study.daily.choosing import NothingToAskError, QuestionSource, as_asked, chosen
from bot.study.daily.closing import Closing, card_of
from bot.study.daily.missed import Missed, tell
from bot.study.daily.once import LEASE, Once, nonce_of
from bot.study.daily.opening import Opening
from bot.study.daily.outages import Outages
from bot.study.daily.recap import Recaps, RecapSource
from bot.study.daily.schedule import LOOK_BACK, LOST_ZONE, day_of, is_current, unsettled, unsettled_recaps
from bot.study.daily.setup import NO_SCHEDULE
from bot.study.daily.upcoming import upcoming

__all__ = ["LEASE", "DailyQuizzes", "PostError", "Posted", "as_asked", "nonce_of"]

IN_A_ROW = 100
"""Schedules that are looked at before others have a turn: what members press is not to wait for all of them."""
AT_ONCE = 8
"""Guilds that are served at the same time: a slow one holds up none of the others."""

_T = TypeVar("_T")

_log = logging.getLogger(__name__)


class PostError(Exception):
    """No quiz can be posted or foreseen. Its text is one sentence that is safe to show and says what to do."""


@dataclass(frozen=True, slots=True)
class Posted:
    """Today's quiz; `already` says that it was posted before."""

    quiz: Quiz
    already: bool


@dataclass(frozen=True, slots=True)
class _Work:
    """What there is to do for a guild: quizzes to close, days that want a quiz, days that want a recap.

    Of the `doubtful` among the days nobody knows whether their quiz was posted. `trouble` is why there is no telling
    what is due.
    """

    guild: int
    over: Sequence[Quiz]
    schedule: Schedule | None = None
    days: Sequence[date] = ()
    doubtful: AbstractSet[date] = frozenset()
    recaps: Sequence[date] = ()
    trouble: str = ""


class DailyQuizzes:
    """The daily quizzes of all guilds. Any number of them may work over one store at the same time."""

    def __init__(self, store: Store, questions: QuestionSource, boards: RecapSource, clock: Clock) -> None:
        self._store, self._questions, self._clock = store, questions, clock
        once = Once(store.postings, clock)
        self._outages = Outages(store, clock)
        self._opening = Opening(store, questions, clock, once)
        self._missed = Missed(store, clock, once, self._opening)
        self._closing = Closing(store, clock, once)
        self._recaps = Recaps(store, boards, clock, once)

    async def tick(self, announcer: Announcer) -> None:
        """Do for all guilds what is to be done by now. What goes wrong is in the log, and is tried again."""
        if not announcer.ready():
            return
        try:
            await self._outages.notice()
            work = await self._work()
            await _for_each(work, lambda each: self._serve(each, announcer))
        except StoreError:
            _log.exception("The daily quizzes have to wait: the store does not work.")

    async def post_now(self, guild: int, announcer: Announcer) -> Posted:
        """Post today's quiz of a guild, whether or not it is due, and also while paused.

        Raises PostError, StoreError.
        """
        schedule = await self._schedule(guild)
        day = day_of(schedule, self._clock.now())
        before = await self._store.quizzes.on(guild, day)
        if before is not None and before.message is not None:
            return Posted(before, already=True)
        if not announcer.ready():
            raise PostError("Discord is not connected at the moment: try again in a minute.")
        try:
            quiz = await self._opening.open(schedule, day, announcer)
        except (RefusedError, NothingToAskError) as error:
            raise PostError(str(error)) from error
        except UnsureError as error:
            raise PostError("Discord did not say whether it took the quiz: look for it in ten minutes.") from error
        if quiz is not None:
            return Posted(quiz, already=False)
        return await self._posted_by_others(guild, day)

    async def _posted_by_others(self, guild: int, day: date) -> Posted:
        quiz = await self._store.quizzes.on(guild, day)
        if quiz is not None and quiz.message is not None:
            return Posted(quiz, already=True)
        posting = await self._store.postings.get(PostingKey(guild, PostingKind.QUIZ, day))
        if posting is not None and posting.missed:
            raise PostError("Today's quiz was given up before: the next one comes by itself.")
        raise PostError("Today's quiz is being posted at this moment: look for it in ten minutes.")

    async def preview(self, guild: int) -> tuple[QuizQuestion, ...]:
        """Return what the next quiz of a guild asks, as long as the notes stay. Raises PostError, StoreError."""
        schedule = await self._schedule(guild)
        async for day, _ in upcoming(self._store.postings, schedule, self._clock.now()):
            quiz = await self._store.quizzes.on(guild, day)
            if quiz is not None:
                return quiz.questions
            try:
                return await chosen(self._store, self._questions, schedule, day)
            except NothingToAskError as error:
                raise PostError(str(error)) from error
        raise PostError("No quiz is to come: choose other weekdays with /daily setup.")

    async def card(self, quiz_id: int) -> QuizCard | None:
        """Return the card of a quiz as it is now; None where there is no such quiz. Raises StoreError."""
        quiz = await self._store.quizzes.get(quiz_id)
        return None if quiz is None else await card_of(self._store, quiz)

    async def _schedule(self, guild: int) -> Schedule:
        schedule = await self._store.schedules.get(guild)
        if schedule is None:
            raise PostError(NO_SCHEDULE)
        try:
            day_of(schedule, self._clock.now())
        except ZoneInfoNotFoundError as error:
            raise PostError(LOST_ZONE) from error
        return schedule

    async def _work(self) -> list[_Work]:
        """What there is to do, guild by guild."""
        now = self._clock.now()
        horizon = (now - timedelta(days=LOOK_BACK + 1)).date()
        over = _by_guild((quiz.guild, quiz) for quiz in await self._store.quizzes.unfinished(now))
        doubtful = _by_guild(await self._store.postings.doubtful(PostingKind.QUIZ, horizon))
        quizzes = await self._store.postings.settled(PostingKind.QUIZ, horizon)
        recaps = await self._store.postings.settled(PostingKind.RECAP, horizon)
        work: dict[int, _Work] = {guild: _Work(guild, ended) for guild, ended in over.items()}
        for number, schedule in enumerate(await self._store.schedules.all()):
            if number % IN_A_ROW == 0:
                await asyncio.sleep(0)
            guild, open_claims = schedule.guild, frozenset(doubtful.get(schedule.guild, ()))
            ended = over.get(guild, ())
            try:
                days = open_claims.union(unsettled(schedule, now, quizzes))
                recap_days = unsettled_recaps(schedule, now, recaps)
            except ZoneInfoNotFoundError:
                work[guild] = _Work(guild, ended, schedule, trouble=LOST_ZONE)
                continue
            if days or recap_days:
                work[guild] = _Work(guild, ended, schedule, sorted(days), open_claims, recap_days)
        return list(work.values())

    async def _serve(self, work: _Work, announcer: Announcer) -> None:
        for quiz in work.over:
            await _apart(work.guild, self._closing.close(quiz, announcer))
        if work.schedule is None:
            return
        if work.trouble:
            await _apart(work.guild, self._note(work.schedule, work.trouble, announcer))
            return
        late = [day for day in work.days if not self._is_to_be_posted(work.schedule, day)]
        await _apart(work.guild, self._missed.give_up(work.schedule, late, work.doubtful, announcer))
        for day in work.days:
            if day not in late:
                await _apart(work.guild, self._post(work.schedule, day, announcer))
        for day in work.recaps:
            await _apart(work.guild, self._recaps.post(work.schedule, day, announcer))

    def _is_to_be_posted(self, schedule: Schedule, day: date) -> bool:
        return not schedule.paused and is_current(schedule, day, self._clock.now())

    async def _post(self, schedule: Schedule, day: date, announcer: Announcer) -> None:
        try:
            await self._opening.open(schedule, day, announcer)
        except (RefusedError, NothingToAskError) as error:
            await self._note(schedule, str(error), announcer)

    async def _note(self, schedule: Schedule, trouble: str, announcer: Announcer) -> None:
        """Tell the managers why nothing can be posted, once."""
        if trouble != schedule.trouble and await self._store.schedules.note_trouble(schedule.guild, trouble):
            text = f"The daily quiz could not be posted. {trouble} It is posted as soon as that works again."
            await tell(announcer, schedule.guild, text)


async def _apart(guild: int, doing: Awaitable[None]) -> None:
    """Do something for a guild whose failure is to stop nothing else but where the store fails."""
    try:
        await doing
    except StoreError:
        raise
    except UnsureError as error:
        _log.warning("Discord left open whether it took a message for guild %d: %s", guild, error)
    except Exception:  # noqa: BLE001 - whatever it is, the other guilds are to have their quiz
        _log.exception("Something failed in the daily quiz of guild %d.", guild)


async def _for_each(work: Iterable[_Work], do: Callable[[_Work], Awaitable[None]]) -> None:
    """Do something for each guild, for some at the same time; then raise what one of them could not go on after."""
    places = asyncio.Semaphore(AT_ONCE)

    async def in_turn(each: _Work) -> None:
        async with places:
            await do(each)

    done = await asyncio.gather(*map(in_turn, work), return_exceptions=True)
    for error in done:
        if error is not None:
            raise error


def _by_guild(pairs: Iterable[tuple[int, _T]]) -> Mapping[int, list[_T]]:
    found: defaultdict[int, list[_T]] = defaultdict(list)
    for guild, value in pairs:
        found[guild].append(value)
    return found
