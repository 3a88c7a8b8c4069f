"""One quiz for each guild and day, never two, never none, whatever goes wrong; results and recap once."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.store.memory import MemoryStore
from bot.store.protocol import StoreError
from bot.store.protocol.attempts import Attempt
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.store.protocol.schedules import Recap, Schedule
from bot.study.daily.announcing import Announcement, QuizCard, Results
from bot.study.daily.missed import missed_text
from bot.study.daily.posting import LEASE, DailyQuizzes, Posted, PostError, as_asked, nonce_of
from bot.study.daily.schedule import LOST_ZONE
from tests.daily_fakes import (
    GONE,
    REFUSAL,
    CrashError,
    FakeAnnouncer,
    FakeQuestions,
    FakeRecaps,
    Fault,
    MovableClock,
    made_question,
)

GUILD, OTHER, CHANNEL, OTHER_CHANNEL = 1, 2, 10, 20
FIRST = date(2027, 3, 1)
"""A Monday."""
EARLY = datetime(2027, 3, 1, 6, tzinfo=UTC)
"""Two hours before the quiz of that day is due."""
PLAN = Schedule(GUILD, CHANNEL, time(8), "UTC", EARLY)
DAY, HOUR, TICK = timedelta(days=1), timedelta(hours=1), timedelta(seconds=20)


class Running:
    """A bot that runs the daily quiz, with its store, its clock and its Discord."""

    def __init__(self) -> None:
        self.clock = MovableClock(EARLY)
        self.store = MemoryStore()
        self.announcer = FakeAnnouncer(self.clock)
        self.questions = FakeQuestions()
        self.recaps = FakeRecaps()
        self.daily = self.another()

    def another(self) -> DailyQuizzes:
        """Another one over the same store: after a restart, or in another process."""
        return DailyQuizzes(self.store, self.questions, self.recaps, self.clock)

    async def planned(self, plan: Schedule = PLAN, **changes: Any) -> None:
        """Keep a schedule."""
        await self.store.schedules.put(replace(plan, **changes))

    async def tick(self, later: timedelta = TICK) -> None:
        """Let time pass, and do what is due then; a crash is a restart."""
        self.clock.at += later
        try:
            await self.daily.tick(self.announcer)
        except CrashError:
            self.daily = self.another()

    async def ticks(self, within: timedelta, every: timedelta = TICK) -> None:
        """Tick and tick for some time."""
        for _ in range(within // every):
            await self.tick(every)

    async def quiz(self, day: date = FIRST, guild: int = GUILD) -> Quiz:
        """The quiz of a day."""
        quiz = await self.store.quizzes.on(guild, day)
        assert quiz is not None
        return quiz

    async def trouble(self) -> str:
        """Why nothing can be posted, as it is kept."""
        schedule = await self.store.schedules.get(GUILD)
        assert schedule is not None
        return schedule.trouble

    async def played(self, quiz: Quiz, *members: int) -> None:
        """Let members answer the first question."""
        for member in members:
            await self.store.attempts.add(Attempt(quiz.id, 0, member, 0, self.clock.at), f"Member {member}")


@pytest.fixture
def bot() -> Running:
    return Running()


async def test_a_quiz_is_posted_once_when_it_is_due(bot: Running) -> None:
    await bot.planned(role=99)
    await bot.tick(2 * HOUR - TICK)
    assert bot.announcer.messages == []
    await bot.ticks(HOUR)
    [message] = bot.announcer.messages
    quiz = await bot.quiz()
    assert isinstance(message.announcement, QuizCard)
    assert message.announcement.role == 99
    assert message.announcement.played == 0
    assert (message.channel, message.at) == (CHANNEL, EARLY + 2 * HOUR)
    assert (quiz.message, quiz.opened_at, quiz.number) == (message.id, message.at, 1)
    assert quiz.closes_at == message.at + 20 * HOUR
    assert bot.announcer.searched == [], "nothing is looked for where nothing can be"


async def test_every_day_has_its_quiz_and_its_results(bot: Running) -> None:
    await bot.planned()
    await bot.ticks(10 * DAY, HOUR)
    days = [FIRST + number * DAY for number in range(10)]
    assert bot.announcer.days() == days
    assert bot.announcer.days(PostingKind.RESULTS) == days
    assert bot.announcer.told == []


async def test_guilds_have_their_quiz_at_their_own_time(bot: Running) -> None:
    await bot.planned(zone="Asia/Kolkata", since=EARLY - DAY)
    await bot.planned(guild=OTHER, channel=OTHER_CHANNEL, zone="America/New_York")
    await bot.ticks(DAY, timedelta(minutes=30))
    at = {message.key.guild: message.at for message in bot.announcer.of(PostingKind.QUIZ) if message.key.day == FIRST}
    assert at == {GUILD: EARLY + timedelta(minutes=30), OTHER: datetime(2027, 3, 1, 13, tzinfo=UTC)}


async def test_only_the_chosen_weekdays_have_a_quiz(bot: Running) -> None:
    await bot.planned(weekdays=frozenset({0, 2}))
    await bot.ticks(9 * DAY, HOUR)
    assert [day.day for day in bot.announcer.days()] == [1, 3, 8]


@pytest.mark.parametrize(
    ("zone", "wall", "first", "posted"),
    [
        ("Europe/Berlin", "02:30", "2027-03-27", ["27 01:30", "28 01:00", "29 00:30"]),
        ("Europe/Berlin", "02:30", "2027-10-30", ["30 00:30", "31 00:30", "01 01:30"]),
        ("Africa/Cairo", "00:00", "2027-04-29", ["28 22:00", "29 22:00", "30 21:00"]),
        ("America/Nuuk", "23:30", "2027-03-27", ["28 01:00", "29 00:30", "30 00:30"]),
    ],
)
async def test_a_day_with_a_clock_change_has_one_quiz(
    bot: Running, zone: str, wall: str, first: str, posted: list[str]
) -> None:
    begin = datetime.fromisoformat(first).replace(tzinfo=UTC) - 4 * HOUR
    bot.clock.at = begin
    await bot.planned(zone=zone, time=time.fromisoformat(wall), since=begin)
    await bot.ticks(4 * DAY, timedelta(minutes=30))
    quizzes = [each for each in bot.announcer.of(PostingKind.QUIZ) if each.key.day >= date.fromisoformat(first)][:3]
    assert [f"{message.at:%d %H:%M}" for message in quizzes] == posted
    days = [date.fromisoformat(first) + number * DAY for number in range(3)]
    assert [message.key.day for message in quizzes] == days


# What goes wrong while a quiz is posted.


@pytest.mark.parametrize(
    ("fault", "searches"),
    [
        (Fault.CRASH_BEFORE, 1),
        (Fault.CRASH_AFTER, 1),
        (Fault.UNSURE_LOST, 1),
        (Fault.UNSURE_SENT, 1),
        (Fault.REFUSED, 0),
    ],
)
async def test_a_fault_leads_to_one_message_all_the_same(bot: Running, fault: Fault, searches: int) -> None:
    await bot.planned()
    bot.announcer.faults.append(fault)
    await bot.tick(2 * HOUR)
    await bot.ticks(3 * LEASE)
    [message] = bot.announcer.messages
    assert (await bot.quiz()).message == message.id
    assert len(bot.announcer.searched) == searches
    assert await bot.trouble() == ""


async def test_while_a_claim_holds_nobody_sends_or_looks(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.CRASH_BEFORE)
    await bot.tick(2 * HOUR)
    await bot.ticks(LEASE - TICK)
    assert (bot.announcer.messages, bot.announcer.searched) == ([], [])
    await bot.tick()
    assert len(bot.announcer.messages) == 1


async def test_a_crash_between_the_message_and_its_id_keeps_answers(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.CRASH_AFTER)
    await bot.tick(2 * HOUR)
    quiz = await bot.quiz()
    await bot.played(quiz, 7)
    await bot.ticks(2 * LEASE)
    assert (await bot.quiz()).id == quiz.id
    assert await bot.store.attempts.players(quiz.id) == 1


async def test_a_crash_before_the_quiz_is_kept_leads_to_one_message(bot: Running) -> None:
    await bot.planned()
    await bot.store.postings.claim(PostingKey(GUILD, PostingKind.QUIZ, FIRST), EARLY, EARLY + 2 * HOUR + LEASE)
    await bot.tick(2 * HOUR)
    assert bot.announcer.messages == []
    await bot.tick(LEASE)
    assert len(bot.announcer.messages) == 1


async def test_two_faults_in_a_row_lead_to_one_message(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.extend([Fault.UNSURE_LOST, Fault.CRASH_AFTER])
    await bot.tick(2 * HOUR)
    await bot.ticks(3 * LEASE)
    assert len(bot.announcer.messages) == 1
    assert (await bot.quiz()).message is not None


async def test_a_quiz_made_for_hours_that_are_over_is_made_anew(bot: Running) -> None:
    await bot.planned(open_hours=2)
    bot.announcer.faults.append(Fault.CRASH_BEFORE)
    await bot.tick(2 * HOUR)
    await bot.tick(6 * HOUR)
    [message] = bot.announcer.messages
    quiz = await bot.quiz()
    assert quiz.message == message.id
    assert quiz.closes_at == message.at + 2 * HOUR


async def test_a_quiz_made_for_another_channel_is_made_anew(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.UNSURE_LOST)
    await bot.tick(2 * HOUR)
    await bot.planned(channel=OTHER_CHANNEL)
    await bot.tick(LEASE)
    assert [message.channel for message in bot.announcer.messages] == [OTHER_CHANNEL]
    assert (await bot.quiz()).channel == OTHER_CHANNEL


async def test_a_quiz_that_may_be_in_another_channel_is_looked_for_there(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.UNSURE_SENT)
    await bot.tick(2 * HOUR)
    await bot.planned(channel=OTHER_CHANNEL)
    await bot.tick(LEASE)
    assert [message.channel for message in bot.announcer.messages] == [CHANNEL]
    assert (await bot.quiz()).channel == CHANNEL


async def test_while_the_history_cannot_be_read_nothing_is_sent_again(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.UNSURE_SENT)
    await bot.tick(2 * HOUR)
    await bot.planned(channel=OTHER_CHANNEL)
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.ticks(2 * LEASE)
    assert len(bot.announcer.messages) == 1
    assert await bot.trouble() == GONE
    bot.announcer.lacking.clear()
    await bot.tick()
    assert (await bot.quiz()).message == bot.announcer.messages[0].id
    assert await bot.trouble() == ""


# Trouble that managers can mend.


async def test_a_closed_channel_is_told_once_and_the_quiz_comes_when_it_is_open(bot: Running) -> None:
    await bot.planned()
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.ticks(4 * HOUR)
    assert bot.announcer.told == [
        (GUILD, f"The daily quiz could not be posted. {GONE} It is posted as soon as that works again.")
    ]
    assert await bot.trouble() == GONE
    bot.announcer.lacking.clear()
    await bot.tick()
    assert bot.announcer.days() == [FIRST]
    assert await bot.trouble() == ""
    assert len(bot.announcer.told) == 1


async def test_a_channel_closed_for_days_is_not_told_each_day(bot: Running) -> None:
    await bot.planned()
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.ticks(4 * DAY, HOUR)
    assert len(bot.announcer.told) == 1
    bot.announcer.lacking.clear()
    await bot.ticks(3 * HOUR, HOUR)
    assert bot.announcer.days() == [FIRST + 4 * DAY]
    missed = await bot.store.postings.missed(GUILD, PostingKind.QUIZ, FIRST)
    assert missed == tuple(FIRST + number * DAY for number in range(4))
    assert len(bot.announcer.told) == 1


async def test_trouble_that_comes_back_is_told_again(bot: Running) -> None:
    await bot.planned()
    for _ in range(2):
        bot.announcer.lacking[CHANNEL] = GONE
        await bot.tick(2 * HOUR)
        bot.announcer.lacking.clear()
        await bot.tick(TICK)
        await bot.tick(22 * HOUR - TICK)
    assert len(bot.announcer.told) == 2


async def test_what_discord_refuses_is_trouble(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.extend([Fault.REFUSED] * 3)
    await bot.tick(2 * HOUR)
    assert await bot.trouble() == REFUSAL
    assert await bot.store.quizzes.on(GUILD, FIRST) is None
    await bot.ticks(3 * TICK)
    assert bot.announcer.days() == [FIRST]
    assert (await bot.trouble(), len(bot.announcer.told)) == ("", 1)


async def test_a_refused_quiz_takes_none_away_that_somebody_else_posts_at_that_moment(
    bot: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.REFUSED)
    release, send = bot.store.postings.release, bot.announcer.send
    sending, gate = asyncio.Event(), asyncio.Event()
    others: list[asyncio.Task[Posted]] = []

    async def slow(channel: int, announcement: Announcement, nonce: str) -> int:
        sending.set()
        await gate.wait()
        return await send(channel, announcement, nonce)

    async def while_another_posts(key: PostingKey) -> None:
        await release(key)
        monkeypatch.setattr(bot.announcer, "send", slow)
        others.append(asyncio.create_task(bot.another().post_now(GUILD, bot.announcer)))
        await sending.wait()

    monkeypatch.setattr(bot.store.postings, "release", while_another_posts)
    await bot.tick(2 * HOUR)
    gate.set()
    [posted] = await asyncio.gather(*others)
    [message] = bot.announcer.messages
    assert isinstance(message.announcement, QuizCard)
    assert await bot.quiz() == posted.quiz
    assert (posted.quiz.id, posted.quiz.message) == (message.announcement.quiz.id, message.id)


async def test_managers_who_cannot_be_told_stop_nothing(bot: Running) -> None:
    await bot.planned()
    bot.announcer.hears = False
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.tick(2 * HOUR)
    assert await bot.trouble() == GONE


@pytest.mark.parametrize(
    ("numbers", "notes", "sentence"),
    [
        (range(0), "", "The notes give no questions for a quiz: add notes with /notes add."),
        (range(9), "The notes cannot be read: look at the folder.", "The notes cannot be read: look at the folder."),
    ],
)
async def test_without_questions_the_managers_are_told(bot: Running, numbers: range, notes: str, sentence: str) -> None:
    await bot.planned()
    bot.questions.questions, bot.questions.trouble = FakeQuestions(numbers).questions, notes
    await bot.ticks(3 * HOUR, HOUR)
    [(_, text)] = bot.announcer.told
    assert sentence in text
    bot.questions.questions, bot.questions.trouble = FakeQuestions().questions, ""
    await bot.tick()
    assert (bot.announcer.days(), await bot.trouble()) == ([FIRST], "")


async def test_one_guilds_trouble_never_stops_another(bot: Running) -> None:
    await bot.planned()
    await bot.planned(guild=OTHER, channel=OTHER_CHANNEL)
    await bot.planned(guild=3, zone="Nowhere/Gone")
    broken = bot.announcer.missing

    def missing(guild: int, channel: int) -> str:
        if guild == GUILD:
            raise RuntimeError("nobody foresaw this")
        return broken(guild, channel)

    bot.announcer.missing = missing  # type: ignore[method-assign] # a bug in one guild
    await bot.tick(2 * HOUR)
    assert [message.key.guild for message in bot.announcer.messages] == [OTHER]


async def test_a_time_zone_that_is_no_more_is_told_once_and_closes_the_quiz_that_is_open(bot: Running) -> None:
    await bot.planned()
    await bot.tick(2 * HOUR)
    await bot.planned(zone="Nowhere/Gone")
    await bot.ticks(2 * DAY, HOUR)
    assert bot.announcer.told == [
        (GUILD, f"The daily quiz could not be posted. {LOST_ZONE} It is posted as soon as that works again.")
    ]
    assert bot.announcer.days(PostingKind.RESULTS) == [FIRST]
    for asked in (bot.daily.post_now(GUILD, bot.announcer), bot.daily.preview(GUILD)):
        with pytest.raises(PostError, match=LOST_ZONE):
            await asked
    await bot.planned(since=bot.clock.at)
    await bot.ticks(DAY, HOUR)
    assert bot.announcer.days() == [FIRST, FIRST + 2 * DAY, FIRST + 3 * DAY]


async def test_a_store_that_fails_ends_the_tick_and_the_next_one_goes_on(
    bot: Running, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    await bot.planned()

    async def failing(*_: object) -> None:
        raise StoreError("The disk is full: free some space.")

    with monkeypatch.context() as broken:
        broken.setattr(bot.store.quizzes, "create", failing)
        await bot.tick(2 * HOUR)
    assert "The daily quizzes have to wait" in caplog.text
    await bot.ticks(LEASE)
    assert bot.announcer.days() == [FIRST]


async def test_nothing_happens_while_discord_is_not_connected(bot: Running) -> None:
    await bot.planned()
    bot.announcer.connected = False
    await bot.tick(2 * HOUR)
    assert (bot.announcer.messages, await bot.trouble()) == ([], "")
    bot.announcer.connected = True
    await bot.tick()
    assert bot.announcer.days() == [FIRST]


# Downtime, clocks, several processes.


async def test_after_hours_of_downtime_the_quiz_is_late(bot: Running) -> None:
    await bot.planned()
    await bot.tick(17 * HOUR + 59 * timedelta(minutes=1))
    assert bot.announcer.days() == [FIRST]
    assert (await bot.quiz()).closes_at == datetime(2027, 3, 2, 8, tzinfo=UTC), "when the next one is due"
    assert bot.announcer.told == []


@pytest.mark.parametrize(
    ("away", "missed", "posted"),
    [
        (timedelta(hours=18), [1], []),
        (timedelta(days=1, hours=3), [1], [2]),
        (timedelta(days=3, hours=1), [1, 2, 3], []),
        (timedelta(days=21, hours=3), [15, 16, 17, 18, 19, 20, 21], [22]),
    ],
)
async def test_older_quizzes_are_reported_once_and_not_posted(
    bot: Running, away: timedelta, missed: list[int], posted: list[int]
) -> None:
    await bot.planned()
    await bot.tick(away)
    await bot.ticks(LEASE)
    assert [day.day for day in bot.announcer.days()] == posted
    assert bot.announcer.told == [(GUILD, missed_text([date(2027, 3, day) for day in missed]))]
    kept = await bot.store.postings.missed(GUILD, PostingKind.QUIZ, FIRST)
    assert [day.day for day in kept] == missed


def test_missed_days_are_told_in_one_sentence() -> None:
    days = [FIRST, FIRST + DAY, FIRST + 2 * DAY]
    assert missed_text(days) == (
        "The daily quiz of 1 March, 2 March and 3 March was missed: I was not running, or could not reach Discord, "
        "when it was due."
    )
    assert missed_text(days[:1]) == (
        "The daily quiz of 1 March was missed: I was not running, or could not reach Discord, when it was due."
    )


@pytest.mark.parametrize("fault", [Fault.CRASH_AFTER, Fault.CRASH_BEFORE])
async def test_a_quiz_in_doubt_is_looked_up_after_days_of_downtime(bot: Running, fault: Fault) -> None:
    await bot.planned()
    bot.announcer.faults.append(fault)
    await bot.tick(2 * HOUR)
    await bot.tick(3 * DAY - HOUR)
    await bot.ticks(LEASE)
    there = fault is Fault.CRASH_AFTER
    assert bot.announcer.days(PostingKind.RESULTS) == ([FIRST] if there else [])
    missed = [] if there else [FIRST]
    assert bot.announcer.told == [(GUILD, missed_text([*missed, FIRST + DAY, FIRST + 2 * DAY]))]
    assert (await bot.store.quizzes.on(GUILD, FIRST) is not None) is there


async def test_a_quiz_in_doubt_in_a_channel_that_is_gone_is_missed(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.CRASH_AFTER)
    await bot.tick(2 * HOUR)
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.tick(DAY)
    assert await bot.store.postings.missed(GUILD, PostingKind.QUIZ, FIRST) == (FIRST,)


async def test_a_clock_that_is_put_back_gives_no_second_quiz(bot: Running) -> None:
    await bot.planned()
    await bot.tick(3 * HOUR)
    await bot.tick(-2 * HOUR)
    await bot.ticks(5 * HOUR, HOUR)
    bot.clock.at += DAY
    await bot.tick()
    bot.clock.at -= DAY
    await bot.ticks(30 * HOUR, HOUR)
    assert bot.announcer.days() == [FIRST, FIRST + DAY]


async def test_two_processes_post_once(bot: Running) -> None:
    await bot.planned(recap=Recap(0, time(8)))
    others = [bot.another() for _ in range(3)]
    for _ in range(30):
        bot.clock.at += HOUR
        await asyncio.gather(*(each.tick(bot.announcer) for each in (bot.daily, *others)))
    assert bot.announcer.days() == [FIRST, FIRST + DAY]
    assert bot.announcer.days(PostingKind.RESULTS) == [FIRST]
    assert bot.announcer.days(PostingKind.RECAP) == [FIRST]


async def test_a_claim_of_another_process_that_crashed_is_taken_over(bot: Running) -> None:
    await bot.planned()
    bot.announcer.faults.append(Fault.CRASH_AFTER)
    bot.clock.at += 2 * HOUR
    with suppress(CrashError):
        await bot.another().tick(bot.announcer)
    await bot.ticks(2 * LEASE)
    assert bot.announcer.days() == [FIRST]
    assert (await bot.quiz()).message is not None


async def test_overlapping_ticks_are_harmless(bot: Running) -> None:
    await bot.planned()
    bot.clock.at += 2 * HOUR
    await asyncio.gather(*(bot.daily.tick(bot.announcer) for _ in range(5)))
    assert bot.announcer.days() == [FIRST]
    assert bot.announcer.told == []


async def test_a_slow_guild_holds_up_no_other(bot: Running) -> None:
    await bot.planned()
    await bot.planned(guild=OTHER, channel=OTHER_CHANNEL)
    gate, others_served, send = asyncio.Event(), asyncio.Event(), bot.announcer.send

    async def slow(channel: int, announcement: Announcement, nonce: str) -> int:
        if channel == CHANNEL:
            await gate.wait()
        sent = await send(channel, announcement, nonce)
        others_served.set()
        return sent

    bot.announcer.send = slow  # type: ignore[method-assign] # Discord is slow in one channel
    bot.clock.at += 2 * HOUR
    tick = asyncio.create_task(bot.daily.tick(bot.announcer))
    await others_served.wait()
    assert [message.key.guild for message in bot.announcer.messages] == [OTHER]
    gate.set()
    await tick
    assert len(bot.announcer.messages) == 2


# What the quiz asks.


async def test_a_quiz_asks_what_was_previewed(bot: Running) -> None:
    await bot.planned()
    previewed = await bot.daily.preview(GUILD)
    assert len({question.id for question in previewed}) == 5
    assert await bot.daily.preview(GUILD) == previewed
    await bot.tick(2 * HOUR)
    assert (await bot.quiz()).questions == previewed
    tomorrow = await bot.daily.preview(GUILD)
    assert not {question.id for question in tomorrow} & {question.id for question in previewed}
    await bot.tick(DAY)
    assert (await bot.quiz(FIRST + DAY)).questions == tomorrow


async def test_guilds_with_the_same_notes_are_asked_different_questions(bot: Running) -> None:
    await bot.planned()
    await bot.planned(guild=OTHER)
    assert await bot.daily.preview(GUILD) != await bot.daily.preview(OTHER)


async def test_the_preview_of_a_paused_quiz_is_what_comes_after_it(bot: Running) -> None:
    await bot.planned()
    previewed = await bot.daily.preview(GUILD)
    await bot.planned(paused=True)
    assert await bot.daily.preview(GUILD) == previewed


async def test_retired_questions_are_not_asked(bot: Running) -> None:
    await bot.planned(questions=10)
    bot.questions.questions = FakeQuestions(range(6)).questions
    await bot.tick(2 * HOUR)
    for question in (await bot.quiz()).questions[:4]:
        await bot.store.reviews.retire(GUILD, question.id, 99, bot.clock.at)
    assert len(await bot.daily.preview(GUILD)) == 2


async def test_where_there_are_fewer_questions_than_wanted_those_are_asked(bot: Running) -> None:
    await bot.planned(questions=10)
    bot.questions.questions = FakeQuestions(range(3)).questions
    await bot.tick(2 * HOUR)
    assert len((await bot.quiz()).questions) == 3


async def test_without_questions_or_schedule_there_is_no_preview(bot: Running) -> None:
    with pytest.raises(PostError, match="There is no daily quiz here yet"):
        await bot.daily.preview(GUILD)
    await bot.planned()
    bot.questions.questions = ()
    with pytest.raises(PostError, match="The notes give no questions"):
        await bot.daily.preview(GUILD)


def test_a_question_is_kept_as_it_was_asked() -> None:
    made = made_question(4)
    asked = as_asked(made)
    assert (asked.id, asked.kind, asked.right, asked.retired) == (made.id, "value", "a", False)
    shared = ("prompt", "choices", "answer", "explanation", "topic", "file", "start_line", "end_line")
    assert [getattr(asked, name) for name in shared] == [getattr(made, name) for name in shared]


def test_every_posting_has_a_nonce_of_its_own() -> None:
    keys = [
        PostingKey(guild, kind, FIRST + day * DAY) for guild in (1, 11) for kind in PostingKind for day in range(99)
    ]
    assert len({nonce_of(key) for key in keys}) == len(keys)
    assert max(map(len, map(nonce_of, [*keys, PostingKey(2**64, PostingKind.RESULTS, date.max)]))) <= 25


# Posting now.


async def test_posting_now_is_todays_quiz(bot: Running) -> None:
    await bot.planned(thread=True)
    posted = await bot.daily.post_now(GUILD, bot.announcer)
    assert (posted.already, posted.quiz) == (False, await bot.quiz())
    assert (posted.quiz.day, posted.quiz.message) == (FIRST, bot.announcer.messages[0].id)
    again = await bot.daily.post_now(GUILD, bot.announcer)
    assert (again.already, again.quiz) == (True, posted.quiz)
    await bot.ticks(20 * HOUR, HOUR)
    assert bot.announcer.days() == [FIRST]


@pytest.mark.parametrize("changes", [{"paused": True}, {"weekdays": frozenset({3})}])
async def test_posting_now_needs_no_due_quiz(bot: Running, changes: dict[str, Any]) -> None:
    await bot.planned(**changes)
    await bot.daily.post_now(GUILD, bot.announcer)
    assert bot.announcer.days() == [FIRST]
    await bot.ticks(22 * HOUR, HOUR)
    assert bot.announcer.days(PostingKind.RESULTS) == [FIRST]


async def refused(bot: Running) -> None:
    bot.announcer.faults.append(Fault.REFUSED)


async def closed(bot: Running) -> None:
    bot.announcer.lacking[CHANNEL] = GONE


async def unsure(bot: Running) -> None:
    bot.announcer.faults.append(Fault.UNSURE_LOST)


async def empty(bot: Running) -> None:
    bot.questions.questions = ()


async def away(bot: Running) -> None:
    bot.announcer.connected = False


async def claimed(bot: Running) -> None:
    await bot.store.postings.claim(PostingKey(GUILD, PostingKind.QUIZ, FIRST), bot.clock.at, bot.clock.at + LEASE)


async def missed(bot: Running) -> None:
    await bot.store.postings.miss(PostingKey(GUILD, PostingKind.QUIZ, FIRST), bot.clock.at)


@pytest.mark.parametrize(
    ("befalls", "sentence"),
    [
        (refused, REFUSAL),
        (closed, GONE),
        (unsure, "Discord did not say whether it took the quiz: look for it in ten minutes."),
        (empty, "The notes give no questions for a quiz: add notes with /notes add."),
        (away, "Discord is not connected at the moment: try again in a minute."),
        (claimed, "Today's quiz is being posted at this moment: look for it in ten minutes."),
        (missed, "Today's quiz was given up before: the next one comes by itself."),
    ],
)
async def test_posting_now_says_why_it_cannot(
    bot: Running, befalls: Callable[[Running], Awaitable[None]], sentence: str
) -> None:
    await bot.planned()
    await befalls(bot)
    with pytest.raises(PostError) as caught:
        await bot.daily.post_now(GUILD, bot.announcer)
    assert str(caught.value) == sentence
    assert await bot.trouble() == "", "whoever asked for it knows"


async def test_posting_now_needs_a_schedule(bot: Running) -> None:
    with pytest.raises(PostError, match=r"^There is no daily quiz here yet: /daily setup makes one\.$"):
        await bot.daily.post_now(GUILD, bot.announcer)


@pytest.mark.parametrize("paused", [True, False])
async def test_a_quiz_posted_now_before_a_crash_is_found(bot: Running, *, paused: bool) -> None:
    await bot.planned(paused=paused)
    bot.announcer.faults.append(Fault.CRASH_AFTER)
    with suppress(CrashError):
        await bot.daily.post_now(GUILD, bot.announcer)
    await bot.ticks(2 * LEASE)
    assert (await bot.quiz()).message == bot.announcer.messages[0].id
    await bot.ticks(22 * HOUR, HOUR)
    assert bot.announcer.days() == [FIRST]
    assert bot.announcer.days(PostingKind.RESULTS) == [FIRST]


async def test_a_post_and_a_tick_at_once_give_one_quiz(bot: Running) -> None:
    await bot.planned()
    bot.clock.at += 2 * HOUR
    _, posted = await asyncio.gather(
        bot.daily.tick(bot.announcer), bot.daily.post_now(GUILD, bot.announcer), return_exceptions=True
    )
    assert bot.announcer.days() == [FIRST]
    assert not isinstance(posted, BaseException) or isinstance(posted, PostError)


# Closing.


async def test_a_quiz_is_closed_with_its_results(bot: Running) -> None:
    await bot.planned()
    await bot.tick(2 * HOUR)
    await bot.played(await bot.quiz(), 7, 8)
    await bot.tick(20 * HOUR - TICK)
    assert (await bot.quiz()).closed_at is None
    await bot.tick()
    [message] = bot.announcer.of(PostingKind.RESULTS)
    assert isinstance(message.announcement, Results)
    assert message.announcement.played == 2
    quiz = await bot.quiz()
    assert quiz.closed_at == message.at == quiz.closes_at
    [card] = bot.announcer.renewed
    assert (card.quiz.closed_at, card.played) == (quiz.closed_at, 2)
    await bot.ticks(HOUR)
    assert len(bot.announcer.messages) == 2
    assert len(bot.announcer.renewed) == 1


async def test_results_come_also_where_nobody_played(bot: Running) -> None:
    await bot.planned()
    await bot.tick(2 * HOUR)
    await bot.tick(20 * HOUR)
    [message] = bot.announcer.of(PostingKind.RESULTS)
    assert isinstance(message.announcement, Results)
    assert message.announcement.played == 0


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
async def test_results_are_posted_once_whatever_goes_wrong(bot: Running, fault: Fault) -> None:
    await bot.planned()
    await bot.tick(2 * HOUR)
    bot.announcer.faults.append(fault)
    await bot.tick(20 * HOUR)
    await bot.ticks(2 * LEASE)
    assert bot.announcer.days(PostingKind.RESULTS) == [FIRST]
    posting = await bot.store.postings.get(PostingKey(GUILD, PostingKind.RESULTS, FIRST))
    assert posting is not None
    assert posting.message == bot.announcer.of(PostingKind.RESULTS)[0].id


async def test_results_come_before_the_next_quiz(bot: Running) -> None:
    await bot.planned(open_hours=24)
    await bot.tick(2 * HOUR)
    await bot.tick(DAY)
    assert [(message.key.kind, message.key.day.day) for message in bot.announcer.messages[1:]] == [
        (PostingKind.RESULTS, 1),
        (PostingKind.QUIZ, 2),
    ]


async def test_a_pause_stops_no_closing(bot: Running) -> None:
    await bot.planned(recap=Recap(1, time(4)))
    await bot.tick(2 * HOUR)
    await bot.planned(recap=Recap(1, time(4)), paused=True)
    await bot.ticks(40 * HOUR, HOUR)
    assert [message.key.kind for message in bot.announcer.messages] == [PostingKind.QUIZ, PostingKind.RESULTS]


async def test_results_stay_in_the_channel_of_their_quiz(bot: Running) -> None:
    await bot.planned()
    await bot.tick(2 * HOUR)
    await bot.planned(channel=OTHER_CHANNEL)
    await bot.tick(20 * HOUR)
    assert [message.channel for message in bot.announcer.of(PostingKind.RESULTS)] == [CHANNEL]


async def test_results_wait_three_days_for_their_channel(bot: Running) -> None:
    await bot.planned(weekdays=frozenset({0}))
    await bot.tick(2 * HOUR)
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.ticks(20 * HOUR + 3 * DAY, HOUR)
    assert [quiz.day for quiz in await bot.store.quizzes.unfinished(bot.clock.at)] == [FIRST]
    await bot.tick()
    assert await bot.store.quizzes.unfinished(bot.clock.at) == ()
    bot.announcer.lacking.clear()
    await bot.tick()
    assert bot.announcer.of(PostingKind.RESULTS) == []
    assert (await bot.quiz()).closed_at is not None


async def test_results_that_could_not_be_posted_come_later(bot: Running) -> None:
    await bot.planned(weekdays=frozenset({0}))
    await bot.tick(2 * HOUR)
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.ticks(2 * DAY, HOUR)
    bot.announcer.lacking.clear()
    await bot.tick()
    assert bot.announcer.days(PostingKind.RESULTS) == [FIRST]
    assert bot.announcer.told == []


async def test_a_card_is_as_the_quiz_is_now(bot: Running) -> None:
    await bot.planned(role=99)
    await bot.tick(2 * HOUR)
    quiz = await bot.quiz()
    await bot.played(quiz, 7, 8, 9)
    assert await bot.daily.card(quiz.id) == QuizCard(quiz, 3, 99)
    assert await bot.daily.card(quiz.id + 1) is None


async def test_a_thread_is_opened_where_it_is_wanted(bot: Running) -> None:
    await bot.planned(thread=True)
    bot.announcer.faults.append(Fault.CRASH_AFTER)
    await bot.tick(2 * HOUR)
    await bot.ticks(2 * LEASE)
    assert bot.announcer.threads == [(bot.announcer.messages[0].id, "Quiz 1, 1 March")]


# The weekly recap.


async def test_the_recap_comes_once_a_week(bot: Running) -> None:
    await bot.planned(recap=Recap(2, time(18)))
    await bot.ticks(15 * DAY, HOUR)
    assert [day.day for day in bot.announcer.days(PostingKind.RECAP)] == [3, 10]
    assert [message.at.hour for message in bot.announcer.of(PostingKind.RECAP)] == [18, 18]


@pytest.mark.parametrize("fault", [fault for fault in Fault if fault is not Fault.NONE])
async def test_the_recap_is_posted_once_whatever_goes_wrong(bot: Running, fault: Fault) -> None:
    await bot.planned(recap=Recap(0, time(7)), weekdays=frozenset({3}))
    bot.announcer.faults.append(fault)
    await bot.tick(HOUR)
    await bot.ticks(2 * LEASE)
    assert bot.announcer.days(PostingKind.RECAP) == [FIRST]


async def test_a_week_without_answers_has_no_recap(bot: Running) -> None:
    await bot.planned(recap=Recap(0, time(7)))
    bot.recaps.empty = True
    await bot.ticks(2 * HOUR, HOUR)
    bot.recaps.empty = False
    await bot.ticks(HOUR)
    assert bot.announcer.of(PostingKind.RECAP) == []
    assert bot.announcer.told == []


async def test_a_recap_that_is_a_day_late_is_dropped(bot: Running) -> None:
    await bot.planned(recap=Recap(0, time(7)), weekdays=frozenset({3}))
    await bot.tick(18 * HOUR)
    assert (bot.announcer.messages, bot.announcer.told) == ([], [])


async def test_a_recap_at_the_end_of_its_day_has_some_time(bot: Running) -> None:
    await bot.planned(recap=Recap(0, time(23, 59)), weekdays=frozenset({3}))
    await bot.tick(18 * HOUR + timedelta(minutes=30))
    assert bot.announcer.days(PostingKind.RECAP) == [FIRST]


async def test_a_recap_waits_for_its_channel_while_the_day_lasts(bot: Running) -> None:
    await bot.planned(recap=Recap(0, time(7)), weekdays=frozenset({3}))
    bot.announcer.lacking[CHANNEL] = GONE
    await bot.ticks(4 * HOUR, HOUR)
    bot.announcer.lacking.clear()
    await bot.tick()
    assert bot.announcer.days(PostingKind.RECAP) == [FIRST]


async def test_results_wait_while_nobody_knows(bot: Running, caplog: pytest.LogCaptureFixture) -> None:
    await bot.planned(weekdays=frozenset({0}))
    await bot.tick(2 * HOUR)
    bot.announcer.faults.append(Fault.UNSURE_LOST)
    await bot.tick(20 * HOUR)
    assert "Discord left open whether it took a message" in caplog.text
    assert "Traceback" not in caplog.text
