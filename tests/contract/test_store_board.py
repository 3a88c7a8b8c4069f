"""What follows from the attempts: places, progress, days played."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bot.store.protocol import Store
from bot.store.protocol.board import EVER, Hard, Progress, Span, Standing
from tests.contract.daily import DAY, GUILD, NOW, OTHER, UNKNOWN_IDS, answers, day, posted, question, quiz_on

HIDDEN = 5


async def rows(
    store: Store, span: Span = EVER, *, topic: str | None = None, guild: int = GUILD
) -> list[tuple[int, int, int, int]]:
    """Place, member, right and answered of a whole board."""
    found = await store.board.standings(guild, span, topic=topic, most=100)
    assert found.total == len(found.rows)
    assert [row.row for row in found.rows] == list(range(found.total))
    return [(row.place, row.member, row.right, row.answered) for row in found.rows]


async def tied(store: Store) -> None:
    """Members 1 and 2 share the first place, 4 and 6 the fourth; 5 is hidden and would share the first."""
    quiz = await posted(store, DAY, *map(question, "abc"))
    await answers(store, quiz, {6: "-+.", 4: "+..", 3: "-..", 2: "++.", 1: "++-", HIDDEN: "+.+"})
    await answers(store, await posted(store, day(1), question("d")), {7: "+", 3: "+"})
    await store.members.hide(GUILD, HIDDEN, hidden=True)


async def test_equal_members_share_a_place_and_fewer_wrong_ones_come_first(store: Store) -> None:
    await tied(store)
    assert await rows(store) == [(1, 2, 2, 2), (1, 1, 2, 3), (3, 4, 1, 1), (3, 7, 1, 1), (3, 3, 1, 2), (3, 6, 1, 2)]
    assert await rows(store, Span(DAY, DAY)) == [(1, 2, 2, 2), (1, 1, 2, 3), (3, 4, 1, 1), (3, 6, 1, 2), (5, 3, 0, 1)]


@pytest.mark.parametrize(
    ("first_row", "most", "members"),
    [(0, 2, [2, 1]), (2, 3, [4, 7, 3]), (5, 10, [6]), (6, 10, []), (10**30, 10, []), (0, 0, [])],
)
async def test_pages_of_a_board(store: Store, first_row: int, most: int, members: list[int]) -> None:
    await tied(store)
    page = await store.board.standings(GUILD, EVER, first_row=first_row, most=most)
    assert [row.member for row in page.rows] == members
    assert [row.row for row in page.rows] == list(range(first_row, first_row + len(members)))
    assert page.total == 6


async def test_where_a_member_stands_is_its_row_of_the_board(store: Store) -> None:
    await tied(store)
    for row in (await store.board.standings(GUILD, EVER)).rows:
        assert await store.board.standing(GUILD, EVER, row.member) == row
        assert row.name == f"member {row.member}"
    assert await store.board.standing(GUILD, EVER, 99) is None
    assert await store.board.standing(GUILD, Span(day(1), day(1)), 1) is None


async def test_a_hidden_member_is_told_where_it_would_stand(store: Store) -> None:
    await tied(store)
    own = Standing(row=2, place=1, member=HIDDEN, name="member 5", right=2, answered=2)
    assert await store.board.standing(GUILD, EVER, 1) == Standing(1, 1, 1, "member 1", 2, 3)
    found = await store.board.standing(GUILD, EVER, HIDDEN)
    assert found == Standing(1, own.place, own.member, own.name, own.right, own.answered), "between 2 and 1"
    await store.members.hide(GUILD, HIDDEN, hidden=False)
    assert [row[1] for row in await rows(store)][:3] == [2, HIDDEN, 1]


async def test_where_a_member_stands_on_one_day_is_its_row_of_that_day(store: Store) -> None:
    await tied(store)
    on = Span(DAY, DAY)
    for row in (await store.board.standings(GUILD, on)).rows:
        assert await store.board.standing(GUILD, on, row.member) == row
    assert await store.board.standing(GUILD, on, HIDDEN) == Standing(1, 1, HIDDEN, "member 5", 2, 2)
    assert await store.board.standing(GUILD, on, 7) is None
    assert await store.board.standing(GUILD, on, 1, topic="none such") is None


async def test_places_of_some_members(store: Store) -> None:
    await tied(store)
    assert await store.board.places(GUILD, EVER, [1, 2, 3, HIDDEN, 99, *UNKNOWN_IDS]) == {1: 1, 2: 1, 3: 3, HIDDEN: 1}
    assert await store.board.places(GUILD, Span(day(1), day(1)), [1, 3]) == {3: 1}
    assert await store.board.places(GUILD, EVER, []) == {}


@pytest.mark.parametrize("unknown", UNKNOWN_IDS)
async def test_an_unknown_guild_or_member(store: Store, unknown: int) -> None:
    await tied(store)
    assert await rows(store, guild=unknown) == []
    assert await store.board.standing(unknown, EVER, 1) is None
    assert await store.board.standing(GUILD, EVER, unknown) is None
    assert await store.board.progress(unknown, EVER, EVER, 1) == ()
    assert await store.board.played(GUILD, [unknown]) == {unknown: frozenset()}
    assert await store.board.played(unknown, [1]) == {1: frozenset()}
    assert await store.board.quiz_days(unknown) == ()
    assert await store.board.hardest(unknown, EVER, 1) is None


async def test_a_board_is_of_one_guild(store: Store) -> None:
    await answers(store, await posted(store), {1: "+"})
    await answers(store, await posted(store, guild=OTHER), {1: "-", 2: "+"})
    assert await rows(store) == [(1, 1, 1, 1)]
    assert await rows(store, guild=OTHER) == [(1, 2, 1, 1), (2, 1, 0, 1)]


SPANS = [(first, last) for first in range(-1, 12) for last in range(first, 12)]


async def test_a_span_has_its_first_and_its_last_day_and_those_between(store: Store) -> None:
    days = (0, 1, 3, 4, 9)
    for number in days:
        await answers(store, await posted(store, day(number), question(f"on {number}")), {1: "+"})
    for first, last in SPANS:
        within = sum(first <= number <= last for number in days)
        expected = [(1, 1, within, within)] if within else []
        assert await rows(store, Span(day(first), day(last))) == expected, (first, last)


@pytest.mark.parametrize("span", [EVER, Span(date.min, DAY), Span(DAY, date.max)])
async def test_spans_may_have_no_beginning_or_end(store: Store, span: Span) -> None:
    await answers(store, await posted(store), {1: "+"})
    assert await rows(store, span) == [(1, 1, 1, 1)]


async def test_the_first_and_the_last_day_of_all_count(store: Store) -> None:
    await answers(store, await posted(store, date.min), {1: "+"})
    await answers(store, await posted(store, date.max), {1: "-", 2: "-"})
    assert await rows(store) == [(1, 1, 1, 2), (2, 2, 0, 1)]
    assert await rows(store, Span(date.min, date.min)) == [(1, 1, 1, 1)]
    assert await rows(store, Span(DAY, date.max)) == [(1, 1, 0, 1), (1, 2, 0, 1)]
    assert await rows(store, Span(DAY, DAY)) == []


async def test_a_span_that_ends_before_it_begins_has_nothing(store: Store) -> None:
    await answers(store, await posted(store), {1: "+"})
    assert await rows(store, Span(day(1), day(-1))) == []
    assert await rows(store, Span(date.max, date.min)) == []


@pytest.mark.parametrize(
    ("topic", "expected"),
    [
        ("SQS", [(1, 2, 2, 2), (2, 1, 1, 2)]),
        ("sqs", [(1, 2, 2, 2), (2, 1, 1, 2)]),
        ("LIMITS", [(1, 1, 1, 1), (1, 2, 1, 1)]),
        ("größe", [(1, 2, 1, 1), (2, 1, 0, 1)]),
        ("GRÖSSE", [(1, 2, 1, 1), (2, 1, 0, 1)]),
        ("S3", [(1, 1, 1, 1)]),
        ("SQ", []),
        ("", []),
        ("'; --", []),
    ],
)
async def test_a_topic_is_a_heading_in_any_case(
    store: Store, topic: str, expected: list[tuple[int, int, int, int]]
) -> None:
    questions = [
        question("a", topic=("SQS", "Limits")),
        question("b", topic=("sqs", "Größe", "Sqs")),
        question("c", topic=("S3",)),
        question("d", topic=()),
    ]
    await answers(store, await posted(store, DAY, *questions), {1: "+-++", 2: "++.-"})
    assert await rows(store, topic=topic) == expected
    found = {row[1]: await store.board.standing(GUILD, EVER, row[1], topic=topic) for row in expected}
    assert {member: row.place for member, row in found.items() if row} == {row[1]: row[0] for row in expected}
    assert await store.board.places(GUILD, EVER, [1, 2], topic=topic) == {row[1]: row[0] for row in expected}


async def test_what_is_retired_does_not_count_and_what_is_reinstated_does(store: Store) -> None:
    await answers(
        store, await posted(store, day(0), question("a"), question("b", topic=("S3",))), {1: "+-", 2: "-+", 3: "+."}
    )
    await answers(store, await posted(store, day(1), question("a")), {1: "-", 2: "+"})
    before = await rows(store)
    assert before == [(1, 2, 2, 3), (2, 3, 1, 1), (2, 1, 1, 3)]
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await rows(store) == [(1, 2, 1, 1), (2, 1, 0, 1)]
    assert await rows(store, topic="SQS") == []
    assert await store.board.standing(GUILD, EVER, 3) is None
    await answers(store, await posted(store, day(2), question("c"), question("a")), {3: "+."})
    await store.reviews.reinstate(GUILD, "a")
    assert await rows(store) == [(1, 3, 2, 2), (1, 2, 2, 3), (3, 1, 1, 3)]
    assert await rows(store, Span(day(0), day(1))) == before


async def test_a_quiz_counts_while_it_is_open_and_when_its_message_is_not_known(store: Store) -> None:
    await answers(store, await quiz_on(store), {1: "+"})
    assert await rows(store) == [(1, 1, 1, 1)]


async def test_a_board_is_up_to_date_after_every_change(store: Store) -> None:
    quiz = await posted(store)
    assert await rows(store) == []
    await answers(store, quiz, {1: "-"})
    assert await rows(store) == [(1, 1, 0, 1)]
    await answers(store, quiz, {2: "+"})
    assert await rows(store) == [(1, 2, 1, 1), (2, 1, 0, 1)]
    await store.members.hide(GUILD, 2, hidden=True)
    assert await rows(store) == [(1, 1, 0, 1)]
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await rows(store) == []


async def test_progress_is_the_gain_in_the_share_of_right_answers(store: Store) -> None:
    before = await posted(store, day(0), *map(question, "abcd"))
    now = await posted(store, day(1), *map(question, "efgh"))
    await answers(store, before, {1: "+---", 2: "----", 3: "++++", 4: "+-..", HIDDEN: "----", 6: "++--", 8: "+-.."})
    await answers(store, now, {1: "++--", 2: "+-+-", 3: "++++", 4: "+...", HIDDEN: "++++", 7: "++++", 8: "+-+-"})
    await store.members.hide(GUILD, HIDDEN, hidden=True)
    spans = Span(day(1), day(1)), Span(day(0), day(0))
    found = await store.board.progress(GUILD, *spans, 1)
    assert [progress.member for progress in found] == [2, 4, 1, 3, 8]
    assert found[0] == Progress(2, "member 2", 2, 4, 0, 4)
    assert [progress.member for progress in await store.board.progress(GUILD, *spans, 3)] == [2, 1, 3]
    assert await store.board.progress(GUILD, *spans, 5) == ()
    assert await store.board.progress(GUILD, spans[0], Span(day(5), day(9)), 0) == ()


async def test_days_played_are_days_with_an_answer_retired_ones_too(store: Store) -> None:
    await answers(store, await posted(store, day(0)), {1: "+-", 2: ".-"})
    await answers(store, await posted(store, day(3)), {1: "."})
    await answers(store, await posted(store, day(4)), {1: "-", HIDDEN: "+"})
    await answers(store, await posted(store, day(5), guild=OTHER), {1: "+"})
    await store.members.hide(GUILD, HIDDEN, hidden=True)
    await store.reviews.retire(GUILD, "a", 1, NOW)
    assert await store.board.played(GUILD, [1, 2, 3, HIDDEN]) == {
        1: {day(0), day(4)},
        2: {day(0)},
        3: frozenset(),
        HIDDEN: {day(4)},
    }


async def test_quiz_days_are_those_of_posted_quizzes(store: Store) -> None:
    for number in (4, 0, 9):
        await posted(store, day(number))
    await quiz_on(store, day(5))
    await posted(store, day(6), guild=OTHER)
    assert await store.board.quiz_days(GUILD) == (day(0), day(4), day(9))


async def test_the_hardest_question_has_the_smallest_share_of_right_answers(store: Store) -> None:
    first = await posted(store, day(0), *map(question, "abc"))
    last = await posted(store, day(1), *map(question, "def"))
    await answers(store, first, {1: "-+-", 2: "--.", 3: "+-.", HIDDEN: "--."})
    await answers(store, last, {1: "+-+", 2: "--+", 3: "-+."})
    await store.members.hide(GUILD, HIDDEN, hidden=True)
    assert await store.board.hardest(GUILD, EVER, 1) == Hard(first.id, 2, 0, 1)
    assert await store.board.hardest(GUILD, EVER, 2) == Hard(first.id, 1, 1, 4), "the later place of two"
    assert await store.board.hardest(GUILD, Span(day(1), day(9)), 3) == Hard(last.id, 1, 1, 3)
    assert await store.board.hardest(GUILD, EVER, 5) is None
    await store.reviews.retire(GUILD, "b", 1, NOW)
    assert await store.board.hardest(GUILD, EVER, 4) == Hard(first.id, 0, 1, 4)
    assert await store.board.hardest(GUILD, Span(day(2), DAY + timedelta(days=99)), 1) is None


async def test_of_equally_hard_questions_the_latest_is_told(store: Store) -> None:
    await answers(store, await posted(store, day(2), *map(question, "ab")), {1: "--"})
    await answers(store, await posted(store, day(1), *map(question, "cd")), {1: "--"})
    hardest = await store.board.hardest(GUILD, EVER, 1)
    assert hardest is not None
    assert (await store.quizzes.on(GUILD, day(2))) == await store.quizzes.get(hardest.quiz)
    assert hardest.place == 1
