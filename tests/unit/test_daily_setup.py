"""Setting up the daily quiz: what managers type, what is told beforehand, pausing and resuming."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.store.memory import MemoryStore
from bot.store.protocol.attempts import Attempt
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.schedules import EVERY_DAY, Recap, Schedule
from bot.study.daily.posting import DailyQuizzes
from bot.study.daily.schedule import LOST_ZONE
from bot.study.daily.setup import DailySetup, SetupError, Wanted
from tests.daily_fakes import GONE, FakeAnnouncer, FakeQuestions, FakeRecaps, MovableClock

GUILD, CHANNEL, OTHER_CHANNEL = 1, 10, 11
MONDAY = datetime(2027, 3, 1, 6, tzinfo=UTC)
WANTED = Wanted(CHANNEL, "8:00", "Berlin")


class Desk:
    """A manager's desk: the set-up with its store, clock and Discord."""

    def __init__(self) -> None:
        self.clock = MovableClock(MONDAY)
        self.store = MemoryStore()
        self.announcer = FakeAnnouncer(self.clock)
        self.setup = DailySetup(self.store, self.clock)
        self.daily = DailyQuizzes(self.store, FakeQuestions(), FakeRecaps(), self.clock)

    async def kept(self) -> Schedule:
        """The schedule that is kept."""
        schedule = await self.store.schedules.get(GUILD)
        assert schedule is not None
        return schedule

    async def dues(self, wanted: Wanted = WANTED) -> list[str]:
        """When the next quizzes come after a set-up, in UTC."""
        return told((await self.setup.set_up(GUILD, wanted, self.announcer)).next_dues)

    async def tick(self, **later: int) -> None:
        """Let time pass, and do what is due then."""
        self.clock.at += timedelta(**later)
        await self.daily.tick(self.announcer)


def told(dues: tuple[datetime, ...]) -> list[str]:
    return [f"{due:%d %H:%M}" for due in dues]


@pytest.fixture
def desk() -> Desk:
    return Desk()


async def test_everything_that_is_wanted_is_kept(desk: Desk) -> None:
    wanted = Wanted(
        CHANNEL, "8pm", "new york", 7, 12, "mon-fri", role=99, thread=True, recap_day="sunday", recap_time="18:30"
    )
    done = await desk.setup.set_up(GUILD, wanted, desk.announcer)
    assert await desk.kept() == done.schedule
    assert done.schedule == Schedule(
        guild=GUILD,
        channel=CHANNEL,
        time=time(20),
        zone="America/New_York",
        since=MONDAY,
        questions=7,
        open_hours=12,
        weekdays=frozenset(range(5)),
        role=99,
        thread=True,
        recap=Recap(6, time(18, 30)),
    )
    assert desk.announcer.messages == []


async def test_what_is_left_out_has_usual_values(desk: Desk) -> None:
    await desk.dues()
    kept = await desk.kept()
    assert (kept.questions, kept.open_hours, kept.weekdays, kept.recap) == (5, 20, EVERY_DAY, None)


async def test_the_recap_comes_with_the_quiz_unless_it_has_a_time(desk: Desk) -> None:
    await desk.dues(replace(WANTED, recap_day="sun"))
    assert (await desk.kept()).recap == Recap(6, time(8))


async def test_the_next_three_posts_are_told(desk: Desk) -> None:
    assert await desk.dues() == ["01 07:00", "02 07:00", "03 07:00"]
    assert await desk.dues(replace(WANTED, weekdays="tue")) == ["02 07:00", "09 07:00", "16 07:00"]


async def test_after_todays_time_the_first_quiz_comes_tomorrow(desk: Desk) -> None:
    desk.clock.at = MONDAY + timedelta(hours=1, seconds=1)
    assert await desk.dues() == ["02 07:00", "03 07:00", "04 07:00"]
    await desk.tick()
    assert desk.announcer.messages == []


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        (replace(WANTED, time="soon"), "That is no time of day: type it like 8:00, 20:15 or 8 pm."),
        (replace(WANTED, zone="xyzzyq"), "There is no such time zone: type the nearest large city, "),
        (replace(WANTED, zone="+5:30"), "Nobody can tell which time zone that is: type the city, such as Kolkata"),
        (replace(WANTED, weekdays="never"), "Those are no weekdays: type them like Mon-Fri, "),
        (replace(WANTED, questions=0), "A quiz has 1 to 10 questions: choose a number between them."),
        (replace(WANTED, questions=11), "A quiz has 1 to 10 questions: choose a number between them."),
        (replace(WANTED, open_hours=0), "A quiz is open for 1 to 24 hours: choose a number between them."),
        (replace(WANTED, open_hours=25), "A quiz is open for 1 to 24 hours: choose a number between them."),
        (replace(WANTED, recap_time="8:00"), "The recap needs a day: choose the weekday on which it is posted."),
        (replace(WANTED, recap_day="weekend"), "The recap is posted once a week: type one weekday, such as Sunday."),
        (replace(WANTED, recap_day="sun", recap_time="soon"), "That is no time of day: "),
    ],
)
async def test_what_cannot_be_is_refused_in_one_sentence(desk: Desk, wanted: Wanted, sentence: str) -> None:
    with pytest.raises(SetupError) as caught:
        await desk.setup.set_up(GUILD, wanted, desk.announcer)
    assert str(caught.value).startswith(sentence)
    assert await desk.store.schedules.all() == ()


async def test_where_the_bot_may_not_post_nothing_is_kept(desk: Desk) -> None:
    await desk.dues()
    desk.announcer.lacking[OTHER_CHANNEL] = GONE
    done = await desk.setup.set_up(GUILD, replace(WANTED, channel=OTHER_CHANNEL), desk.announcer)
    assert done.missing == GONE
    assert (await desk.kept()).channel == CHANNEL


async def test_a_change_after_todays_quiz_gives_no_second_one(desk: Desk) -> None:
    await desk.dues()
    await desk.tick(hours=1)
    desk.clock.at += timedelta(hours=3)
    assert await desk.dues(replace(WANTED, time="20:00")) == ["02 19:00", "03 19:00", "04 19:00"]
    await desk.tick(hours=12)
    assert desk.announcer.days() == [date(2027, 3, 1)]


async def test_a_quiz_that_waits_for_its_channel_is_posted_in_the_new_one(desk: Desk) -> None:
    await desk.dues()
    desk.announcer.lacking[CHANNEL] = GONE
    await desk.tick(hours=2)
    assert await desk.dues(replace(WANTED, channel=OTHER_CHANNEL, questions=3)) == ["01 08:00", "02 07:00", "03 07:00"]
    await desk.tick(seconds=20)
    [message] = desk.announcer.messages
    assert (message.channel, message.key.day) == (OTHER_CHANNEL, date(2027, 3, 1))
    assert desk.announcer.told == [
        (GUILD, f"The daily quiz could not be posted. {GONE} It is posted as soon as that works again.")
    ]


async def test_another_time_begins_anew(desk: Desk) -> None:
    await desk.dues()
    desk.announcer.lacking[CHANNEL] = GONE
    await desk.tick(hours=2)
    desk.announcer.lacking.clear()
    assert await desk.dues(replace(WANTED, time="7:00")) == ["02 06:00", "03 06:00", "04 06:00"]


async def test_a_paused_quiz_is_not_posted(desk: Desk) -> None:
    await desk.dues()
    assert (await desk.setup.pause(GUILD)).paused
    assert (await desk.setup.pause(GUILD)).paused
    await desk.tick(hours=3)
    shown = await desk.setup.show(GUILD, desk.announcer)
    assert shown is not None
    assert shown.next_dues == ()
    assert desk.announcer.messages == []


async def test_resumed_after_todays_time_it_goes_on_tomorrow(desk: Desk) -> None:
    await desk.dues()
    await desk.setup.pause(GUILD)
    await desk.tick(days=2, hours=2)
    resumed = await desk.setup.resume(GUILD)
    assert told(resumed.next_dues) == ["04 07:00", "05 07:00", "06 07:00"]
    await desk.tick(hours=1)
    assert (desk.announcer.messages, desk.announcer.told) == ([], [])
    await desk.tick(hours=22)
    assert desk.announcer.days() == [date(2027, 3, 4)]


async def test_resumed_before_todays_time_it_goes_on_today(desk: Desk) -> None:
    await desk.dues()
    await desk.setup.pause(GUILD)
    desk.clock.at += timedelta(days=1)
    assert told((await desk.setup.resume(GUILD)).next_dues)[0] == "02 07:00"


async def test_resuming_what_is_not_paused_changes_nothing(desk: Desk) -> None:
    await desk.dues()
    before = await desk.kept()
    desk.clock.at += timedelta(hours=2)
    resumed = await desk.setup.resume(GUILD)
    assert await desk.kept() == before
    assert told(resumed.next_dues)[0] == "01 08:00", "today's quiz waits to be posted"


async def test_without_a_quiz_there_is_nothing_to_pause(desk: Desk) -> None:
    for doing in (desk.setup.pause, desk.setup.resume):
        with pytest.raises(SetupError, match=r"^There is no daily quiz here yet: /daily setup makes one\.$"):
            await doing(GUILD)
    assert await desk.setup.show(GUILD, desk.announcer) is None


async def test_the_overview_tells_how_it_stands(desk: Desk) -> None:
    await desk.dues()
    desk.announcer.connected = False
    await desk.tick(days=2)
    desk.announcer.connected = True
    await desk.tick(hours=2)
    quiz = await desk.store.quizzes.on(GUILD, date(2027, 3, 3))
    assert quiz is not None
    for member in (7, 8):
        await desk.store.attempts.add(Attempt(quiz.id, 0, member, 0, desk.clock.at), "Ann")
    await desk.store.reviews.report(quiz.id, 0, 7, desk.clock.at)
    desk.announcer.lacking[CHANNEL] = GONE
    shown = await desk.setup.show(GUILD, desk.announcer)
    assert shown is not None
    assert (shown.latest, shown.played, shown.reports, shown.missing) == (quiz, 2, 1, GONE)
    assert shown.missed == (date(2027, 3, 1), date(2027, 3, 2))
    assert told(shown.next_dues) == ["04 07:00", "05 07:00", "06 07:00"]


async def test_where_the_time_zone_is_no_more_another_one_helps(desk: Desk) -> None:
    await desk.setup.set_up(GUILD, WANTED, desk.announcer)
    await desk.store.schedules.put(replace(await desk.kept(), zone="Nowhere/Gone"))
    for asked in (desk.setup.show(GUILD, desk.announcer), desk.setup.resume(GUILD)):
        with pytest.raises(SetupError, match=LOST_ZONE):
            await asked
    assert (await desk.setup.pause(GUILD)).paused
    assert await desk.dues() == ["01 07:00", "02 07:00", "03 07:00"]


async def test_a_day_that_was_posted_early_is_not_told_again(desk: Desk) -> None:
    await desk.dues()
    await desk.daily.post_now(GUILD, desk.announcer)
    shown = await desk.setup.show(GUILD, desk.announcer)
    assert shown is not None
    assert told(shown.next_dues)[0] == "02 07:00"
    posting = await desk.store.postings.get(PostingKey(GUILD, PostingKind.QUIZ, date(2027, 3, 1)))
    assert posting is not None
    assert posting.message is not None
