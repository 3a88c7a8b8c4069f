"""Setting up, looking at, pausing and resuming the daily quiz of a guild."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfoNotFoundError

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.postings import PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.store.protocol.schedules import EVERY_DAY, Recap, Schedule
from bot.study.daily.announcing import Announcer
from bot.study.daily.schedule import LOOK_BACK, LOST_ZONE, day_of
from bot.study.daily.times import TimeError, parse_time, parse_weekdays
from bot.study.daily.upcoming import upcoming
from bot.study.daily.zones import ZoneError, zone_named

MOST_QUESTIONS = 10
MOST_HOURS = 24
SHOWN_DUES = 3
"""Posts that are told beforehand."""
NO_SCHEDULE = "There is no daily quiz here yet: /daily setup makes one."


class SetupError(Exception):
    """The quiz cannot be set up like this. Its text is one sentence that is safe to show and says what to do."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """How a manager wants the quiz, times and days as typed. Without a time the recap comes with the quiz."""

    channel: int
    time: str
    zone: str
    questions: int = 5
    open_hours: int = 20
    weekdays: str | None = None
    role: int | None = None
    thread: bool = False
    recap_day: str | None = None
    recap_time: str | None = None


@dataclass(frozen=True, slots=True)
class SetUp:
    """What was set up, with the next posts; `missing` is what the bot lacks in the channel: then nothing is kept."""

    schedule: Schedule
    next_dues: tuple[datetime, ...]
    missing: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """How the daily quiz of a guild stands.

    `next_dues` are the next posts, none while paused; `latest` is the quiz posted last, open or not, with how many
    `played`; `missed` are the days of the last week without their quiz; `reports` counts the questions to decide on;
    `missing` is what the bot lacks in the channel, where that was asked for.
    """

    schedule: Schedule
    next_dues: tuple[datetime, ...]
    latest: Quiz | None = None
    played: int = 0
    missed: tuple[date, ...] = ()
    reports: int = 0
    missing: str = ""


class DailySetup:
    """Keeps the schedules of all guilds."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store, self._clock = store, clock

    async def set_up(self, guild: int, wanted: Wanted, announcer: Announcer) -> SetUp:
        """Keep a schedule in place of the one that the guild had, unless the bot may not post there.

        A quiz that was due before is not made up for; but where only other things than time, zone and days change, one
        that still waits to be posted goes on waiting. Raises SetupError, StoreError.
        """
        now = self._clock.now()
        schedule = _schedule(guild, wanted, now)
        missing = announcer.missing(guild, wanted.channel)
        earlier = await self._store.schedules.get(guild)
        if earlier is not None and not earlier.paused and _rhythm(earlier) == _rhythm(schedule):
            schedule = replace(schedule, since=earlier.since)
        if not missing:
            await self._store.schedules.put(schedule)
        return SetUp(schedule, await self._next_dues(schedule), missing)

    async def show(self, guild: int, announcer: Announcer) -> Overview | None:
        """Return how the quiz of a guild stands; None where it has none. Raises SetupError, StoreError."""
        schedule = await self._store.schedules.get(guild)
        if schedule is None:
            return None
        return replace(await self._overview(schedule), missing=announcer.missing(guild, schedule.channel))

    async def pause(self, guild: int) -> Schedule:
        """Post no quiz and no recap until it is resumed. Raises SetupError where there is none, StoreError."""
        paused = replace(await self._kept(guild), paused=True)
        await self._store.schedules.put(paused)
        return paused

    async def resume(self, guild: int) -> Overview:
        """Go on after a pause, from now on. Raises SetupError where there is no quiz, StoreError."""
        schedule = await self._kept(guild)
        if schedule.paused:
            schedule = replace(schedule, paused=False, since=self._clock.now())
            await self._store.schedules.put(schedule)
        return await self._overview(schedule)

    async def _kept(self, guild: int) -> Schedule:
        schedule = await self._store.schedules.get(guild)
        if schedule is None:
            raise SetupError(NO_SCHEDULE)
        return schedule

    async def _overview(self, schedule: Schedule) -> Overview:
        try:
            guild, today = schedule.guild, day_of(schedule, self._clock.now())
        except ZoneInfoNotFoundError as error:
            raise SetupError(LOST_ZONE) from error
        latest = next(iter(await self._store.quizzes.latest(guild, 1)), None)
        return Overview(
            schedule,
            () if schedule.paused else await self._next_dues(schedule),
            latest,
            0 if latest is None else await self._store.attempts.players(latest.id),
            await self._store.postings.missed(guild, PostingKind.QUIZ, today - timedelta(days=LOOK_BACK)),
            len(await self._store.reviews.reports(guild)),
        )

    async def _next_dues(self, schedule: Schedule) -> tuple[datetime, ...]:
        found: list[datetime] = []
        async for _, due in upcoming(self._store.postings, schedule, self._clock.now()):
            found.append(due)
            if len(found) == SHOWN_DUES:
                break
        return tuple(found)


def _schedule(guild: int, wanted: Wanted, now: datetime) -> Schedule:
    if not 1 <= wanted.questions <= MOST_QUESTIONS:
        raise SetupError(f"A quiz has 1 to {MOST_QUESTIONS} questions: choose a number between them.")
    if not 1 <= wanted.open_hours <= MOST_HOURS:
        raise SetupError(f"A quiz is open for 1 to {MOST_HOURS} hours: choose a number between them.")
    try:
        return Schedule(
            guild=guild,
            channel=wanted.channel,
            time=parse_time(wanted.time),
            zone=zone_named(wanted.zone, now).name,
            since=now,
            questions=wanted.questions,
            open_hours=wanted.open_hours,
            weekdays=parse_weekdays(wanted.weekdays) if wanted.weekdays else EVERY_DAY,
            role=wanted.role,
            thread=wanted.thread,
            recap=_recap(wanted),
        )
    except (TimeError, ZoneError) as error:
        raise SetupError(str(error)) from error


def _recap(wanted: Wanted) -> Recap | None:
    if not wanted.recap_day:
        if wanted.recap_time:
            raise SetupError("The recap needs a day: choose the weekday on which it is posted.")
        return None
    days = parse_weekdays(wanted.recap_day)
    if len(days) > 1:
        raise SetupError("The recap is posted once a week: type one weekday, such as Sunday.")
    return Recap(min(days), parse_time(wanted.recap_time or wanted.time))


def _rhythm(schedule: Schedule) -> Iterable[object]:
    """What decides when a quiz is due."""
    return schedule.time, schedule.zone, schedule.weekdays
