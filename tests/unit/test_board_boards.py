"""The boards of a group: pages, places, changes of place, who is hidden, seasons, the recap."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta

import pytest

from bot.store.protocol.board import EVER, Span
from bot.store.protocol.schedules import Schedule
from bot.study.board.boards import Boards
from bot.study.board.standings import PAGE, POINTS, Page, Period
from tests.unit.daily_game import ANN, BOB, CAT, DAN, EVE, FIRST_DAY, GUILD, OTHER_GUILD, Game, question

DAY = timedelta(days=1)
STRANGER = 999


class Group(Game):
    """A game with its boards. Its first day is a Monday."""

    def __init__(self) -> None:
        super().__init__()
        self.boards = Boards(self.store, self.clock)

    async def day(self, day: int, marks: Mapping[int, str]) -> None:
        """Play the whole quiz of a day."""
        quiz = await self.post(day=day)
        for member, right in marks.items():
            await self.play(quiz, member, right)

    async def page(self, period: Period = Period.WEEK, viewer: int | None = None, **more: object) -> Page:
        """Look at a page."""
        return await self.boards.page(GUILD, period, viewer, **more)  # type: ignore[arg-type]


@pytest.fixture
def group() -> Group:
    """A group without a quiz so far."""
    return Group()


def members(page: Page) -> list[int]:
    return [row.member for row in page.rows]


def moves(page: Page) -> dict[int, int | None]:
    return {row.member: row.moved for row in page.rows}


async def test_ten_points_for_a_right_answer_and_equals_share_a_place(group: Group) -> None:
    await group.day(0, {ANN: "110", BOB: "111", CAT: "11-", DAN: "100", EVE: "000"})
    page = await group.page()
    assert [(row.place, row.member, row.points) for row in page.rows] == [
        (1, BOB, 3 * POINTS),
        (2, CAT, 2 * POINTS),
        (2, ANN, 2 * POINTS),
        (4, DAN, POINTS),
        (5, EVE, 0),
    ]
    assert [row.accuracy for row in page.rows] == pytest.approx([1, 1, 2 / 3, 1 / 3, 0])
    assert (page.members, page.number, page.pages, page.topic, page.season) == (5, 0, 1, None, None)


async def test_a_board_without_anybody_is_one_empty_page(group: Group) -> None:
    page = await group.page(viewer=ANN, number=3)
    assert (page.rows, page.number, page.pages, page.members, page.own) == ((), 0, 1, 0, None)


async def test_a_quiz_counts_in_the_week_of_its_day(group: Group) -> None:
    await group.day(6, {ANN: "111"})
    assert members(await group.page()) == [ANN]
    await group.day(7, {BOB: "1"})
    assert members(await group.page()) == [BOB]
    assert members(await group.page(Period.MONTH)) == [ANN, BOB]


@pytest.mark.parametrize(
    ("zone", "first"), [("Pacific/Auckland", 1), ("UTC", 1), ("America/Los_Angeles", -6), ("Nowhere/Gone", 1)]
)
async def test_today_is_that_of_the_group(group: Group, zone: str, first: int) -> None:
    schedule = Schedule(GUILD, 1, time(8), zone, datetime(2027, 1, 1, tzinfo=UTC))
    await group.store.schedules.put(schedule)
    group.clock.at = datetime(2027, 3, 1, 5, tzinfo=UTC)  # Monday; in Los Angeles still Sunday
    assert (await group.page()).span.first == FIRST_DAY + (first - 1) * DAY


@pytest.fixture
async def crowd(group: Group) -> Group:
    """The first member has most right answers, the second one fewer, and so on."""
    quiz = await group.post(*(question(f"q{number}") for number in range(25)))
    for member in range(25):
        await group.play(quiz, member, "1" * (25 - member))
    return group


@pytest.mark.parametrize(
    ("viewer", "number", "shown"),
    [
        (None, None, 0),
        (STRANGER, None, 0),
        (3, None, 0),
        (9, None, 0),
        (10, None, 1),
        (22, None, 2),
        (22, 0, 0),
        (3, 1, 1),
        (None, 7, 2),
        (None, -1, 0),
    ],
)
async def test_the_board_opens_on_the_page_with_the_viewer(
    crowd: Group, viewer: int | None, number: int | None, shown: int
) -> None:
    page = await crowd.page(viewer=viewer, number=number)
    assert (page.number, page.pages, page.members) == (shown, 3, 25)
    assert members(page) == list(range(shown * PAGE, min(25, (shown + 1) * PAGE)))


async def test_the_own_row_is_there_on_every_page(crowd: Group) -> None:
    page = await crowd.page(viewer=22, number=0)
    assert page.own is not None
    assert (page.own.member, page.own.place) == (22, 23)
    assert page.own == (await crowd.page(viewer=22)).rows[2]


async def test_who_never_played_has_no_row(crowd: Group) -> None:
    assert (await crowd.page(viewer=STRANGER)).own is None


async def test_the_last_one_on_a_page_of_their_own_is_hidden(crowd: Group) -> None:
    for member in range(21, 25):
        await crowd.boards.hide(GUILD, member, hidden=True)
    await crowd.boards.hide(GUILD, 20, hidden=True)
    page = await crowd.page(viewer=20)
    assert (page.number, page.pages, page.members, page.hidden) == (1, 2, 20, True)
    assert page.own is not None
    assert page.own.place == 21


async def test_a_week_is_compared_with_the_week_before(group: Group) -> None:
    await group.day(0, {ANN: "111", BOB: "110", CAT: "100"})
    await group.day(7, {CAT: "111", BOB: "110", ANN: "100", DAN: "000"})
    assert moves(await group.page()) == {CAT: 2, BOB: 0, ANN: -2, DAN: None}


async def test_who_paused_for_a_week_is_new_again(group: Group) -> None:
    await group.day(0, {ANN: "111"})
    await group.day(14, {ANN: "111"})
    assert moves(await group.page()) == {ANN: None}


async def test_a_month_is_compared_with_the_month_before(group: Group) -> None:
    await group.day(30, {ANN: "111", BOB: "110"})
    await group.day(31, {BOB: "111", ANN: "110"})
    assert moves(await group.page(Period.MONTH)) == {BOB: 1, ANN: -1}


async def test_all_time_is_compared_with_a_week_ago(group: Group) -> None:
    await group.day(0, {ANN: "111", BOB: "110"})
    await group.day(6, {BOB: "111"})
    assert moves(await group.page(Period.ALL)) == {BOB: None, ANN: None}
    group.clock.at += DAY
    assert moves(await group.page(Period.ALL)) == {BOB: 1, ANN: -1}


async def test_a_season_is_compared_with_the_one_before_and_the_first_with_nothing(group: Group) -> None:
    await group.day(0, {ANN: "111", BOB: "110"})
    assert moves(await group.page(Period.SEASON)) == {ANN: None, BOB: None}
    group.clock.at += DAY
    await group.boards.start_season(GUILD)
    await group.day(1, {BOB: "111", ANN: "110"})
    assert moves(await group.page(Period.SEASON)) == {BOB: 1, ANN: -1}


async def test_a_topic_has_places_of_its_own(group: Group) -> None:
    other = replace(question("a"), topic=("Lambda",))
    for day, right in ((0, {ANN: "01", BOB: "10"}), (7, {ANN: "10", BOB: "01"})):
        quiz = await group.post(other, question("b"), day=day)
        for member, marks in right.items():
            await group.play(quiz, member, marks)
    assert moves(await group.page(topic="lambda")) == {ANN: 1, BOB: -1}
    assert moves(await group.page(topic="amazon sqs")) == {BOB: 1, ANN: -1}
    assert members(await group.page(topic="Kinesis")) == []


async def test_a_row_tells_the_streak(group: Group) -> None:
    await group.day(0, {ANN: "1", BOB: "1"})
    await group.day(1, {ANN: "1"})
    await group.day(2, {ANN: "1", BOB: "1"})
    assert {row.member: row.streak for row in (await group.page()).rows} == {ANN: 3, BOB: 1}


async def test_what_can_still_be_played_breaks_nothing(group: Group) -> None:
    await group.day(0, {ANN: "1"})
    await group.post(day=1, open_for=30 * timedelta(hours=1))
    quiz = await group.post(day=2)
    assert [row.streak for row in (await group.page()).rows] == [1]
    group.close(quiz)
    assert [row.streak for row in (await group.page()).rows] == [0]


async def test_a_streak_goes_on_beyond_the_period_and_the_topic(group: Group) -> None:
    for day in range(5, 9):
        await group.day(day, {ANN: "1"})
    assert [row.streak for row in (await group.page(topic="Limits")).rows] == [4]


async def test_nobody_sees_a_hidden_member(group: Group) -> None:
    await group.day(0, {ANN: "111", BOB: "110"})
    await group.boards.hide(GUILD, ANN, hidden=True)
    for viewer in (BOB, None):
        page = await group.page(viewer=viewer)
        assert [(row.place, row.member) for row in page.rows] == [(1, BOB)]
        assert (page.members, page.hidden) == (1, False)


async def test_hidden_members_see_where_they_would_stand(group: Group) -> None:
    await group.day(0, {ANN: "111", BOB: "110"})
    await group.day(7, {ANN: "110", BOB: "111"})
    await group.boards.hide(GUILD, ANN, hidden=True)
    page = await group.page(viewer=ANN)
    assert page.hidden
    assert members(page) == [BOB]
    assert page.own is not None
    assert (page.own.place, page.own.points, page.own.streak, page.own.moved) == (2, 20, 2, -1)


async def test_hiding_can_be_taken_back(group: Group) -> None:
    await group.day(0, {ANN: "111"})
    for hidden in (True, False):
        await group.boards.hide(GUILD, ANN, hidden=hidden)
        assert await group.boards.hidden(GUILD, ANN) is hidden
    assert members(await group.page()) == [ANN]
    assert not await group.boards.hidden(OTHER_GUILD, ANN)


async def test_without_any_begun_there_is_one_season(group: Group) -> None:
    await group.day(0, {ANN: "111"})
    assert await group.boards.seasons(GUILD) == (Span(EVER.first, FIRST_DAY),)
    page = await group.page(Period.SEASON)
    assert (page.season, members(page)) == (1, [ANN])


@pytest.mark.parametrize(("season", "shown", "on_it"), [(None, 2, BOB), (1, 1, ANN), (2, 2, BOB), (9, 2, BOB)])
async def test_an_earlier_season_can_still_be_seen(group: Group, season: int | None, shown: int, on_it: int) -> None:
    await group.day(0, {ANN: "111"})
    group.clock.at += DAY
    assert await group.boards.start_season(GUILD) == 2
    await group.day(1, {BOB: "111"})
    page = await group.page(Period.SEASON, season=season)
    assert (page.season, members(page)) == (shown, [on_it])


async def test_begun_twice_on_a_day_it_is_one_season(group: Group) -> None:
    assert [await group.boards.start_season(GUILD) for _ in range(2)] == [2, 2]


@pytest.fixture
async def later(group: Group) -> Group:
    """Four weeks with a quiz of five questions each, then a week with one."""
    questions = [question(key) for key in "abcde"]
    quiz = await group.post(*questions, day=27)
    for member, right in {ANN: "10000", BOB: "11111", CAT: "1111-", DAN: "11000"}.items():
        await group.play(quiz, member, right)
    quiz = await group.post(*questions, day=28)
    for member, right in {ANN: "11100", BOB: "11110", CAT: "11111", DAN: "11110", EVE: "11111"}.items():
        await group.play(quiz, member, right)
    return group


async def test_improvement_is_of_those_who_answered_enough_in_both(later: Group) -> None:
    found = await later.boards.improvement(GUILD, Period.WEEK, None)
    assert [(row.place, row.member) for row in found.rows] == [(1, ANN), (1, DAN)]
    assert found.span == Span(FIRST_DAY + 28 * DAY, FIRST_DAY + 28 * DAY)
    assert found.before == Span(FIRST_DAY, FIRST_DAY + 27 * DAY)


@pytest.mark.parametrize(("viewer", "gained"), [(BOB, -0.2), (ANN, 0.4), (CAT, None), (EVE, None), (STRANGER, None)])
async def test_a_loss_is_shown_to_oneself_alone(later: Group, viewer: int, gained: float | None) -> None:
    found = await later.boards.improvement(GUILD, Period.WEEK, viewer)
    assert BOB not in {row.member for row in found.rows}
    assert (found.own.gained if found.own else None) == (None if gained is None else pytest.approx(gained))


async def test_a_hidden_member_sees_the_own_gain_alone(later: Group) -> None:
    await later.boards.hide(GUILD, ANN, hidden=True)
    found = await later.boards.improvement(GUILD, Period.WEEK, ANN)
    assert [row.member for row in found.rows] == [DAN]
    assert found.own is not None
    assert (found.own.member, found.own.place) == (ANN, 1)


@pytest.mark.parametrize("period", [Period.ALL, Period.SEASON])
async def test_all_time_has_nothing_before_it(later: Group, period: Period) -> None:
    found = await later.boards.improvement(GUILD, period, ANN)
    assert (found.before, found.rows, found.own) == (None, (), None)


async def test_the_week_of_a_recap_ends_with_its_day(group: Group) -> None:
    for day, member in ((0, ANN), (1, BOB), (7, CAT)):
        await group.day(day, {member: "111"})
    page = await group.boards.week(GUILD, FIRST_DAY + 7 * DAY)
    assert page.span == Span(FIRST_DAY + DAY, FIRST_DAY + 7 * DAY)
    assert members(page) == [BOB, CAT]


async def test_a_recap_has_the_board_its_picture_and_the_hardest_question(group: Group) -> None:
    quiz = await group.post("a", "b", "c")
    for member, right in {ANN: "101", BOB: "111", CAT: "100"}.items():
        await group.play(quiz, member, right)
    group.close(quiz)
    recap = await group.boards.recap(GUILD, FIRST_DAY)
    assert recap is not None
    assert recap.page == await group.boards.week(GUILD, FIRST_DAY)
    assert recap.picture.startswith(b"\x89PNG")
    assert recap.hardest is not None
    assert (recap.hardest.quiz.id, recap.hardest.place) == (quiz.id, 1)
    assert (recap.hardest.right, recap.hardest.answered) == (1, 3)


async def test_a_recap_tells_no_question_that_can_still_be_answered(group: Group) -> None:
    await group.day(0, {ANN: "101", BOB: "111", CAT: "111"})
    await group.day(1, {ANN: "000", BOB: "000", CAT: "000"})
    recap = await group.boards.recap(GUILD, FIRST_DAY + DAY)
    assert recap is not None
    assert recap.hardest is not None
    assert recap.hardest.quiz.day == FIRST_DAY


@pytest.mark.parametrize("hidden", [True, False])
async def test_a_week_without_anybody_has_no_recap(group: Group, *, hidden: bool) -> None:
    await group.day(0, {ANN: "111"} if hidden else {})
    await group.boards.hide(GUILD, ANN, hidden=hidden)
    assert await group.boards.recap(GUILD, FIRST_DAY) is None


@pytest.mark.parametrize(
    ("typed", "most", "found"),
    [
        ("", 25, ["Amazon SQS", "Limits", "AWS Lambda"]),
        ("", 1, ["Amazon SQS"]),
        ("a", 25, ["Amazon SQS", "AWS Lambda"]),
        ("LAMB aws", 25, ["AWS Lambda"]),
        ("kinesis", 25, []),
    ],
)
async def test_topics_are_completed(group: Group, typed: str, most: int, found: list[str]) -> None:
    await group.post("a", "b", replace(question("c"), topic=("AWS Lambda",)))
    assert list(await group.boards.topics(GUILD, typed, most)) == found
