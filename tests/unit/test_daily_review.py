"""Reviews: what members report, what managers are offered, and what becomes of their decisions."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.study.daily.review import RECENT, Candidate, Reported
from tests.unit.daily_game import ANN, BOB, CAT, FIRST_DAY, GUILD, MANAGER, OTHER_GUILD, Game, opening, question


@pytest.fixture
def game() -> Game:
    """A group without a quiz so far."""
    return Game()


async def offered(game: Game, typed: str = "", most: int = 25) -> list[str]:
    return [candidate.id for candidate in await game.reviews.candidates(GUILD, typed, most)]


async def test_a_member_reports_a_question_once(game: Game) -> None:
    quiz = await game.post("a", "b")
    assert await game.reviews.report(quiz.id, 0, ANN) is Reported.NEW
    assert await game.reviews.report(quiz.id, 0, ANN) is Reported.AGAIN
    assert await game.reviews.report(quiz.id, 0, BOB) is Reported.NEW
    assert await game.reviews.report(quiz.id, 1, ANN) is Reported.NEW


@pytest.mark.parametrize(("quiz", "place"), [(99, 0), (1, 2), (1, -1)])
async def test_a_question_that_does_not_exist_is_not_reported(game: Game, quiz: int, place: int) -> None:
    posted = await game.post("a", "b")
    assert await game.reviews.report(quiz if quiz == 99 else posted.id, place, ANN) is Reported.UNKNOWN
    assert await game.reviews.reported(GUILD) == ()


async def test_managers_see_reported_questions_with_how_they_were_answered(game: Game) -> None:
    quiz = await game.post("a", question("b", answer=2))
    for member, choice in {ANN: 2, BOB: 1, CAT: 2}.items():
        await game.choose(quiz, member, 1, choice)
    await game.reviews.report(quiz.id, 1, ANN)
    await game.reviews.report(quiz.id, 1, BOB)
    (reviewed,) = await game.reviews.reported(GUILD)
    assert reviewed.question == quiz.questions[1]
    assert (reviewed.quiz.id, reviewed.report.place, reviewed.report.reporters) == (quiz.id, 1, 2)
    assert (reviewed.right, reviewed.answered) == (2, 3)
    assert await game.reviews.reported(OTHER_GUILD) == ()


async def test_the_most_reported_question_comes_first_then_the_latest_report(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    for place, member in ((0, ANN), (1, ANN), (1, BOB), (2, ANN)):
        game.clock.at += timedelta(minutes=1)
        await game.reviews.report(quiz.id, place, member)
    assert [each.question.id for each in await game.reviews.reported(GUILD)] == ["b", "c", "a"]


async def test_a_decision_settles_a_report(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    for place in range(2):
        await game.reviews.report(quiz.id, place, ANN)
    assert await game.reviews.keep(GUILD, "a", MANAGER)
    assert not await game.reviews.keep(GUILD, "a", MANAGER)
    assert await game.reviews.retire(GUILD, "b", MANAGER)
    assert await game.reviews.reported(GUILD) == ()


async def test_a_question_that_was_kept_can_be_reported_anew(game: Game) -> None:
    quiz = await game.post("a")
    await game.reviews.report(quiz.id, 0, ANN)
    await game.reviews.keep(GUILD, "a", MANAGER)
    assert await game.reviews.report(quiz.id, 0, BOB) is Reported.NEW
    assert [each.report.reporters for each in await game.reviews.reported(GUILD)] == [1]


async def test_retiring_and_reinstating_say_whether_they_changed_anything(game: Game) -> None:
    await game.post("a")
    assert not await game.reviews.reinstate(GUILD, "a")
    assert await game.reviews.retire(GUILD, "a", MANAGER)
    assert not await game.reviews.retire(GUILD, "a", MANAGER)
    assert await game.reviews.reinstate(GUILD, "a")
    assert not await game.reviews.reinstate(GUILD, "a")


async def test_only_what_a_group_was_asked_is_retired_there(game: Game) -> None:
    await game.post("a")
    assert not await game.reviews.retire(GUILD, "never asked", MANAGER)
    assert not await game.reviews.retire(OTHER_GUILD, "a", MANAGER)


async def test_any_question_that_was_asked_can_be_looked_at(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.play(quiz, ANN, "01")
    looked = await game.reviews.look(GUILD, "b")
    assert looked is not None
    assert (looked.question, looked.quiz.id) == (quiz.questions[1], quiz.id)
    assert (looked.report.place, looked.report.reporters, looked.report.at) == (1, 0, opening(FIRST_DAY))
    assert (looked.right, looked.answered) == (1, 1)
    assert await game.reviews.look(GUILD, "c") is None
    assert await game.reviews.look(OTHER_GUILD, "a") is None


async def test_a_look_shows_the_report_and_the_last_quiz_of_a_question(game: Game) -> None:
    await game.post("a", "b", day=0)
    later = await game.post("x", "a", day=5)
    await game.reviews.report(later.id, 1, ANN)
    reported, quiet = await game.reviews.look(GUILD, "a"), await game.reviews.look(GUILD, "b")
    assert reported is not None
    assert quiet is not None
    assert (reported.quiz.id, reported.report.place, reported.report.reporters) == (later.id, 1, 1)
    assert (quiet.quiz.day, quiet.report.reporters) == (FIRST_DAY, 0)


async def test_a_retired_question_can_be_looked_at(game: Game) -> None:
    await game.post("a")
    await game.reviews.retire(GUILD, "a", MANAGER)
    looked = await game.reviews.look(GUILD, "a")
    assert looked is not None
    assert looked.question.retired


async def test_the_latest_questions_are_offered_first_each_once(game: Game) -> None:
    await game.post("a", "b", day=0)
    await game.post("c", "a", day=1)
    assert await offered(game) == ["c", "a", "b"]
    first = (await game.reviews.candidates(GUILD, ""))[1]
    assert first == Candidate("a", "Which one?", FIRST_DAY + timedelta(days=1), 2, retired=False)
    assert await game.reviews.candidates(OTHER_GUILD, "") == ()


async def test_reported_questions_are_offered_before_all_others(game: Game) -> None:
    first = await game.post("a", "b", day=0)
    await game.post("c", "d", day=1)
    await game.reviews.report(first.id, 1, ANN)
    assert await offered(game) == ["b", "c", "d", "a"]


async def test_a_reported_question_is_offered_however_long_ago_it_was_asked(game: Game) -> None:
    old = await game.post("old", day=0)
    for day in range(1, RECENT + 1):
        await game.post(f"q{day}", day=day)
    assert "old" not in await offered(game, most=100)
    await game.reviews.report(old.id, 0, ANN)
    assert (await offered(game, most=100))[0] == "old"


async def test_retired_questions_are_offered_to_be_reinstated(game: Game) -> None:
    await game.post("a", "b")
    await game.reviews.retire(GUILD, "a", MANAGER)
    candidates = await game.reviews.candidates(GUILD, "")
    assert [(candidate.id, candidate.retired) for candidate in candidates] == [("a", True), ("b", False)]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ["a", "b", "c"]),
        ("  ", ["a", "b", "c"]),
        ("?", ["a", "b", "c"]),
        ("timeout", ["a", "b"]),
        ("TIMEOUT", ["a", "b"]),
        ("timeout max", ["a"]),
        ("vis", ["a", "b"]),
        ("maximum visibility timeout", ["a"]),
        ("cafe", ["c"]),
        ("Café", ["c"]),
        ("out", []),
        ("banana", []),
    ],
)
async def test_candidates_are_found_by_words_of_the_prompt(game: Game, typed: str, expected: list[str]) -> None:
    await game.post(
        question("a", "What is the maximum visibility timeout?"),
        question("b", "What is the default visibility timeout?"),
        question("c", "When does the Café open?"),
    )
    assert await offered(game, typed) == expected


async def test_no_more_are_offered_than_asked_for(game: Game) -> None:
    for day in range(4):
        await game.post(*(f"q{day}-{number}" for number in range(10)), day=day)
    assert len(await offered(game)) == 25
    assert len(await offered(game, most=3)) == 3
