"""The results of a quiz: shares, hard questions, the podium, new streaks."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.protocol.quizzes import Quiz
from bot.study.board.streaks import Streak
from bot.study.daily.announcing import Results
from bot.study.daily.results import MOST_NAMED, results_of
from tests.unit.daily_game import ANN, BOB, CAT, DAN, EVE, GUILD, MANAGER, OTHER_GUILD, Game, question


@pytest.fixture
def game() -> Game:
    """A group without a quiz so far."""
    return Game()


async def played(game: Game, quiz: Quiz, marks: Mapping[int, str]) -> Results:
    """The results after these members answered like that, in this order."""
    for member, right in marks.items():
        await game.play(quiz, member, right)
    game.close(quiz)
    return await results_of(await game.again(quiz), game.store)


def podium(results: Results) -> list[tuple[int, str, int]]:
    return [(each.place, each.result.name, each.result.right) for each in results.podium]


async def test_the_share_of_each_choice_is_counted(game: Game) -> None:
    quiz = await game.post(question("a", answer=1), "b", "c")
    for member, choice in {ANN: 1, BOB: 1, CAT: 3}.items():
        await game.choose(quiz, member, 0, choice)
    await game.choose(quiz, ANN, 1, 2)
    results = await played(game, quiz, {})
    assert results.choices == ((0, 2, 0, 1), (0, 0, 1, 0), (0, 0, 0, 0))
    assert results.played == 3
    assert results.quiz == await game.again(quiz)


async def test_a_quiz_that_nobody_played_has_empty_results(game: Game) -> None:
    results = await played(game, await game.post("a", "b"), {})
    assert (results.played, results.podium, results.streaks, results.hard) == (0, (), (), frozenset())
    assert results.choices == ((0,) * 4, (0,) * 4)


@pytest.mark.parametrize(
    ("right", "answered", "hard"),
    [(0, 2, False), (0, 3, True), (1, 3, False), (1, 4, True), (2, 6, False), (1, 6, True), (3, 10, True)],
)
async def test_a_question_that_fewer_than_a_third_got_right_is_hard(
    game: Game, *, right: int, answered: int, hard: bool
) -> None:
    quiz = await game.post("a", "b")
    results = await played(game, quiz, {member: "1" if member < right else "0" for member in range(answered)})
    assert results.hard == ({0} if hard else set())


async def test_a_retired_question_is_not_marked_as_hard(game: Game) -> None:
    quiz = await game.post("a", "b")
    for member in (ANN, BOB, CAT):
        await game.play(quiz, member, "00")
    await game.reviews.retire(GUILD, "a", MANAGER)
    assert (await played(game, quiz, {})).hard == {1}


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ({ANN: "110", BOB: "111"}, [(1, "Bob", 3), (2, "Ann", 2)]),
        (
            {ANN: "110", BOB: "111", CAT: "100", DAN: "100"},
            [(1, "Bob", 3), (2, "Ann", 2), (3, "Cat", 1), (3, "Dan", 1)],
        ),
        (
            {ANN: "110", BOB: "110", CAT: "100", DAN: "1--"},
            [(1, "Ann", 2), (1, "Bob", 2), (3, "Dan", 1), (3, "Cat", 1)],
        ),
        ({ANN: "111", BOB: "111", CAT: "111", DAN: "110"}, [(1, "Ann", 3), (1, "Bob", 3), (1, "Cat", 3)]),
        ({ANN: "111", BOB: "110", CAT: "110", DAN: "100"}, [(1, "Ann", 3), (2, "Bob", 2), (2, "Cat", 2)]),
        ({ANN: "000", BOB: "100"}, [(1, "Bob", 1)]),
        ({ANN: "000"}, []),
    ],
)
async def test_the_podium_has_the_first_three_places_and_equals_share_one(
    game: Game, marks: Mapping[int, str], expected: Sequence[tuple[int, str, int]]
) -> None:
    assert podium(await played(game, await game.post("a", "b", "c"), marks)) == expected


async def test_the_podium_names_no_more_than_ten(game: Game) -> None:
    quiz = await game.post("a", "b")
    results = await played(game, quiz, {ANN: "11", **dict.fromkeys(range(1, 15), "10")})
    assert [each.place for each in results.podium] == [1, *[2] * (MOST_NAMED - 1)]
    assert results.played == 15


async def test_hidden_members_count_but_are_not_named(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.store.members.hide(GUILD, ANN, hidden=True)
    results = await played(game, quiz, {ANN: "111", BOB: "110"})
    assert podium(results) == [(1, "Bob", 2)]
    assert results.played == 2
    assert results.choices[0] == (2, 0, 0, 0)


async def test_retired_questions_do_not_count_for_the_podium(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.play(quiz, ANN, "10")
    await game.play(quiz, BOB, "01")
    await game.reviews.retire(GUILD, "a", MANAGER)
    assert podium(await played(game, quiz, {})) == [(1, "Bob", 1)]


async def test_a_quiz_all_of_whose_questions_are_retired_has_no_podium(game: Game) -> None:
    quiz = await game.post("a")
    await game.play(quiz, ANN, "1")
    await game.reviews.retire(GUILD, "a", MANAGER)
    results = await played(game, quiz, {})
    assert (results.played, results.podium, results.hard) == (1, (), frozenset())


@pytest.mark.parametrize(("days", "worth"), [(2, False), (3, True), (4, False), (7, True), (8, False), (14, True)])
async def test_a_streak_is_worth_a_word_on_some_days(game: Game, *, days: int, worth: bool) -> None:
    for day in range(days):
        quiz = await game.post(f"q{day}", day=day)
        results = await played(game, quiz, {ANN: "0"})
    expected = [(ANN, "Ann", Streak(days, days // 7))] if worth else []
    assert [(each.member, each.name, each.streak) for each in results.streaks] == expected


async def test_who_did_not_play_reached_no_streak_with_this_quiz(game: Game) -> None:
    """A freeze keeps the streak at seven, which was told the day before."""
    for day in range(7):
        await game.play(await game.post(f"q{day}", day=day), ANN, "1")
    assert (await played(game, await game.post("q7", day=7), {BOB: "1"})).streaks == ()


async def test_the_longest_streaks_come_first_and_hidden_members_are_left_out(game: Game) -> None:
    for day in range(7):
        quiz = await game.post(f"q{day}", day=day)
        await game.play(quiz, ANN, "1")
        if day >= 4:
            for member in (CAT, EVE, BOB):
                await game.play(quiz, member, "0")
    await game.store.members.hide(GUILD, EVE, hidden=True)
    results = await played(game, quiz, {})
    assert [(each.name, each.streak.days) for each in results.streaks] == [("Ann", 7), ("Bob", 3), ("Cat", 3)]


async def test_the_streaks_of_a_large_group_are_worked_out_in_parts(
    game: Game, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.study.board.kept_streaks.IN_A_ROW", 2)
    for day in range(3):
        quiz = await game.post(day=day)
        streaks = (await played(game, quiz, dict.fromkeys((ANN, BOB, CAT, DAN, EVE), "1"))).streaks
    assert {each.member for each in streaks} == {ANN, BOB, CAT, DAN, EVE}


async def test_a_later_quiz_changes_no_streak_of_an_earlier_one(game: Game) -> None:
    for day in range(3):
        quiz = await game.post(f"q{day}", day=day)
        await game.play(quiz, ANN, "1")
    await game.post("later", day=3)
    assert [each.streak.days for each in (await results_of(quiz, game.store)).streaks] == [3]


async def test_groups_are_apart(game: Game) -> None:
    here, there = await game.post("a", "b"), await game.post("a", "b", guild=OTHER_GUILD)
    await game.play(here, ANN, "11")
    results = await played(game, there, {BOB: "10"})
    assert podium(results) == [(1, "Bob", 1)]
    assert results.choices[0] == (1, 0, 0, 0)


@settings(max_examples=50)
@given(st.dictionaries(st.integers(1, 40), st.tuples(st.text("01-", min_size=4, max_size=4), st.booleans())))
async def test_the_podium_is_what_a_recount_gives(marks: Mapping[int, tuple[str, bool]]) -> None:
    game = Game()
    quiz = await game.post("a", "b", "c", "d")
    for member, (_, hidden) in marks.items():
        await game.store.members.hide(GUILD, member, hidden=hidden)
    results = await played(game, quiz, {member: right for member, (right, _) in marks.items() if set(right) != {"-"}})
    seen = {member: right.count("1") for member, (right, hidden) in marks.items() if "1" in right and not hidden}
    places = {member: 1 + sum(other > right for other in seen.values()) for member, right in seen.items()}
    expected = sorted(place for place in places.values() if place <= 3)[:MOST_NAMED]
    assert [each.place for each in results.podium] == expected
    assert all(each.place == places[each.result.member] for each in results.podium)
    assert [sum(counts) for counts in results.choices] == [
        sum(right[place] != "-" for right, _ in marks.values()) for place in range(4)
    ]
