"""The law of the daily quiz: one for each guild and local date, never two, never none, wherever the program crashes."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.memory import MemoryStore
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.schedules import Schedule
from bot.study.daily.posting import DailyQuizzes
from bot.study.daily.schedule import LOOK_BACK, due_at, is_current
from tests.daily_fakes import CrashError, FakeAnnouncer, FakeQuestions, FakeRecaps, Fault, MovableClock

START = datetime(2027, 3, 26, 20, tzinfo=UTC)
"""Two days before the clocks change in Europe."""
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PLANS = (
    Schedule(1, 10, time(2, 30), "Europe/Berlin", START),
    Schedule(2, 20, time(8), "Asia/Kolkata", START),
)
LATE_AT_NIGHT = Schedule(3, 30, time(23, 30), "America/Nuuk", START)
"""Its quiz can be made up for during one hour only."""
PARTS = ("meta", "schedules", "postings", "quizzes", "attempts", "reviews", "members", "board")


class Fuse:
    """Ends the program at some of the calls of its surroundings: before they have done anything, or after."""

    def __init__(self, crashes: Sequence[tuple[int, bool]]) -> None:
        """`crashes` say how many calls go well before each, and whether the call is done before it."""
        self._crashes = list(crashes)
        self._left = self._crashes[0][0] if crashes else -1

    def through(self, call: Callable[..., Any]) -> Callable[..., Any]:
        """Return a call that may crash the program."""

        async def called(*args: Any, **named: Any) -> Any:
            self._left -= 1
            if self._left or not self._crashes:
                return await call(*args, **named)
            _, done_before = self._crashes.pop(0)
            self._left = self._crashes[0][0] if self._crashes else -1
            if done_before:
                await call(*args, **named)
            raise CrashError

        return called


class Burning:
    """Something whose every asynchronous method goes through a fuse."""

    def __init__(self, inner: object, fuse: Fuse) -> None:
        self._inner, self._fuse = inner, fuse

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._inner, name)
        return self._fuse.through(found) if asyncio.iscoroutinefunction(found) else found


class BurningStore:
    """A store whose every method may crash the program."""

    def __init__(self, store: MemoryStore, fuse: Fuse) -> None:
        for part in PARTS:
            setattr(self, part, Burning(getattr(store, part), fuse))


class Group:
    """The guilds with their quizzes over some days, with crashes and faults."""

    def __init__(self, crashes: Sequence[tuple[int, bool]], faults: Sequence[Fault]) -> None:
        self.clock, self.store = MovableClock(START), MemoryStore()
        self.announcer = FakeAnnouncer(self.clock)
        self.announcer.faults.extend(faults)
        self._fuse = Fuse(crashes)

    async def plan(self, plans: Sequence[Schedule]) -> None:
        """Keep schedules."""
        for plan in plans:
            await self.store.schedules.put(plan)

    def calm(self) -> None:
        """Let everything go well from now on."""
        self.announcer.faults.clear()
        self._fuse = Fuse(())

    async def tick(self, later: timedelta) -> None:
        """Tick in a program that was just started."""
        self.clock.at += later
        store: Any = BurningStore(self.store, self._fuse)
        announcer: Any = Burning(self.announcer, self._fuse)
        daily = DailyQuizzes(store, FakeQuestions(), FakeRecaps(), self.clock)
        try:
            await daily.tick(announcer)
        except CrashError:
            return

    async def states(self, day: date, plan: Schedule, kind: PostingKind) -> tuple[int, bool, bool]:
        """How many messages there are, whether the one is known, and whether it is missed."""
        posting = await self.store.postings.get(PostingKey(plan.guild, kind, day))
        there = [each.id for each in self.announcer.of(kind, plan.guild) if each.key.day == day]
        known = posting is not None and posting.message is not None and [posting.message] == there
        return len(there), known, posting is not None and posting.missed


crash_points = st.lists(st.tuples(st.integers(1, 60), st.booleans()), max_size=6)
faults = st.lists(st.sampled_from(Fault), max_size=5)


@given(crash_points, faults)
@settings(max_examples=30)
def test_wherever_it_crashes_each_day_has_one_quiz_and_one_result(
    crashes: Sequence[tuple[int, bool]], befall: Sequence[Fault]
) -> None:
    async def days() -> None:
        group = Group(crashes, befall)
        await group.plan(PLANS)
        for _ in range(3 * 24):
            await group.tick(HOUR)
        for plan in PLANS:
            expected = [date(2027, 3, 27) + number * DAY for number in range(2)]
            for day in expected:
                assert await group.states(day, plan, PostingKind.QUIZ) == (1, True, False)
            for day in expected[:1]:
                assert await group.states(day, plan, PostingKind.RESULTS) == (1, True, False)
        assert Counter(message.key for message in group.announcer.messages).most_common(1)[0][1] == 1
        assert not any("missed" in text for _, text in group.announcer.told)

    asyncio.run(days())


@given(
    crash_points,
    faults,
    st.lists(st.timedeltas(timedelta(seconds=20), timedelta(hours=40)), min_size=1, max_size=12),
)
@settings(max_examples=40)
def test_after_downtime_each_day_is_posted_once_or_missed(
    crashes: Sequence[tuple[int, bool]], befall: Sequence[Fault], steps: Sequence[timedelta]
) -> None:
    async def days() -> None:
        group = Group(crashes, befall)
        await group.plan((*PLANS, LATE_AT_NIGHT))
        for step in steps:
            await group.tick(step)
        group.calm()
        for _ in range(5):
            await group.tick(timedelta(minutes=6))
        now = group.clock.at
        for plan in (*PLANS, LATE_AT_NIGHT):
            for number in range(-1, (now - START).days + 2):
                day = START.date() + number * DAY
                due = due_at(plan, day)
                assert due is not None
                count, known, missed = await group.states(day, plan, PostingKind.QUIZ)
                assert count <= 1
                assert known is (count == 1)
                if due < START or due > now:
                    assert (count, missed) == (0, False)
                elif now - due < LOOK_BACK * DAY:
                    assert (count == 1) is not missed
                    assert not missed or not is_current(plan, day, now)

    asyncio.run(days())
