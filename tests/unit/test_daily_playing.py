"""Playing the daily quiz: turns, answers, summaries, whatever happens in between."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.store.protocol.attempts import Outcome
from bot.study.board.streaks import Streak
from bot.study.daily.order import shown_order
from bot.study.daily.playing import TurnState, grid
from tests.unit.daily_game import ANN, BOB, CAT, DAN, GUILD, MANAGER, OTHER_GUILD, Game, question

MOMENT = timedelta(microseconds=1)


@pytest.fixture
def game() -> Game:
    """A group without a quiz so far."""
    return Game()


async def test_a_quiz_is_asked_question_by_question_in_order(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    turn = await game.playing.turn(quiz.id, ANN)
    for place in range(3):
        assert (turn.state, turn.place, turn.number, turn.of) == (TurnState.ASKING, place, place + 1, 3)
        assert turn.order == shown_order(quiz.id, place, ANN, "wxyz")
        assert turn.summary is None
        turn = (await game.choose(quiz, ANN, place, 0)).next
    assert (turn.state, turn.place) == (TurnState.DONE, None)


async def test_an_answer_says_what_was_chosen_and_whether_it_is_right(game: Game) -> None:
    quiz = await game.post(question("a", answer=2), "b")
    answered = await game.choose(quiz, ANN, 0, 2)
    assert (answered.state, answered.chosen, answered.right, answered.repeated) == (Outcome.KEPT, 2, True, False)
    assert answered.question == quiz.questions[0]
    assert answered.order == shown_order(quiz.id, 0, ANN, "wxyz")
    wrong = await game.choose(quiz, ANN, 1, 3)
    assert (wrong.state, wrong.chosen, wrong.right, wrong.repeated) == (Outcome.KEPT, 3, False, False)


async def test_only_the_first_choice_counts_and_a_later_press_shows_it(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.choose(quiz, ANN, 0, 1)
    again = await game.choose(quiz, ANN, 0, 0)
    assert (again.state, again.chosen, again.right, again.repeated) == (Outcome.REPEATED, 1, False, True)
    assert again.next.place == 1
    assert (await game.store.attempts.choices(quiz.id))[0] == (0, 1, 0, 0)


async def test_the_same_button_pressed_twice_is_one_answer(game: Game) -> None:
    quiz = await game.post("a", "b")
    first, second = await game.choose(quiz, ANN, 0, 0), await game.choose(quiz, ANN, 0, 0)
    assert (first.repeated, second.repeated) == (False, True)
    assert second.right
    assert second.next == first.next


async def test_an_old_message_shows_the_first_choice_and_goes_on_where_the_member_is(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.play(quiz, ANN, "10")
    old = await game.choose(quiz, ANN, 0, 3)
    assert (old.chosen, old.repeated, old.next.place) == (0, True, 2)


async def test_a_question_may_be_answered_before_its_turn(game: Game) -> None:
    """Buttons of a message that was never shown cannot be pressed, but nothing depends on that."""
    quiz = await game.post("a", "b", "c")
    answered = await game.choose(quiz, ANN, 1, 0)
    assert (answered.state, answered.next.place, answered.next.number) == (Outcome.KEPT, 0, 1)
    after = await game.choose(quiz, ANN, 0, 0)
    assert (after.next.place, after.next.number) == (2, 3)


async def test_members_play_apart(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.choose(quiz, ANN, 0, 0)
    assert (await game.playing.turn(quiz.id, ANN)).place == 1
    assert (await game.playing.turn(quiz.id, BOB)).place == 0


async def test_a_quiz_is_resumed_after_a_restart(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    before = (await game.choose(quiz, ANN, 0, 0)).next
    game.restart()
    assert await game.playing.turn(quiz.id, ANN) == before


async def test_a_quiz_whose_message_is_not_known_yet_is_played_like_any_other(game: Game) -> None:
    """The program may have died between sending and keeping the message."""
    now = game.clock.at
    quiz = await game.store.quizzes.create(GUILD, now.date(), 1, [question("a")], now + timedelta(hours=1))
    assert (await game.playing.turn(quiz.id, ANN)).state is TurnState.ASKING
    answered = await game.choose(quiz, ANN, 0, 0)
    assert (answered.state, answered.next.state) == (Outcome.KEPT, TurnState.DONE)


async def test_answers_are_taken_up_to_the_moment_of_closing(game: Game) -> None:
    quiz = await game.post("a", "b")
    game.clock.at = quiz.closes_at - MOMENT
    assert (await game.choose(quiz, ANN, 0, 0)).state is Outcome.KEPT
    game.clock.at = quiz.closes_at
    late = await game.choose(quiz, ANN, 1, 0)
    assert (late.state, late.chosen, late.right, late.repeated) == (Outcome.CLOSED, None, False, False)
    assert late.question == quiz.questions[1]
    assert late.next.state is TurnState.CLOSED


async def test_a_quiz_that_was_closed_takes_no_more_answers_before_its_time(game: Game) -> None:
    quiz = await game.post("a")
    await game.store.quizzes.close(quiz.id, game.clock.at)
    assert (await game.playing.turn(quiz.id, ANN)).state is TurnState.CLOSED
    assert (await game.choose(quiz, ANN, 0, 0)).state is Outcome.CLOSED


async def test_the_last_answer_of_a_quiz_that_is_about_to_close_ends_with_its_summary(game: Game) -> None:
    quiz = await game.post("a")
    game.clock.at = quiz.closes_at - MOMENT
    turn = (await game.choose(quiz, ANN, 0, 0)).next
    assert turn.state is TurnState.DONE
    game.close(quiz)
    closed = await game.playing.turn(quiz.id, ANN)
    assert closed.state is TurnState.CLOSED
    assert closed.summary == turn.summary


async def test_after_closing_an_old_button_shows_the_first_choice(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.choose(quiz, ANN, 0, 1)
    game.close(quiz)
    late = await game.choose(quiz, ANN, 0, 0)
    assert (late.chosen, late.right, late.repeated) == (1, False, True)


async def test_after_closing_who_took_part_has_a_summary_and_who_did_not_has_none(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.play(quiz, ANN, "10")
    game.close(quiz)
    turn = await game.playing.turn(quiz.id, ANN)
    assert (turn.state, turn.chosen) == (TurnState.CLOSED, (0, 1, None))
    assert turn.summary is not None
    assert turn.summary.marks == (True, False, None)
    assert (await game.playing.turn(quiz.id, BOB)).summary is None


async def test_a_turn_has_all_that_the_member_chose(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.choose(quiz, ANN, 0, 3)
    await game.choose(quiz, ANN, 1, 0)
    await game.reviews.retire(GUILD, "a", MANAGER)
    assert (await game.playing.turn(quiz.id, ANN)).chosen == (3, 0, None)


async def test_retired_questions_are_not_asked(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.reviews.retire(GUILD, "a", MANAGER)
    turn = await game.playing.turn(quiz.id, ANN)
    assert (turn.place, turn.number, turn.of) == (1, 1, 2)
    await game.reviews.retire(GUILD, "c", MANAGER)
    done = (await game.choose(quiz, ANN, 1, 0)).next
    assert (done.state, done.of) == (TurnState.DONE, 1)
    assert done.summary is not None
    assert (done.summary.right, done.summary.of, done.summary.marks) == (1, 1, (True,))


async def test_a_question_that_was_retired_while_it_was_on_the_screen_is_passed_over(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.playing.turn(quiz.id, ANN)
    await game.reviews.retire(GUILD, "a", MANAGER)
    answered = await game.choose(quiz, ANN, 0, 0)
    assert (answered.state, answered.chosen, answered.repeated) == (Outcome.RETIRED, None, False)
    assert answered.question is not None
    assert answered.question.retired
    assert (answered.next.place, answered.next.number, answered.next.of) == (1, 1, 1)


async def test_retiring_the_last_open_question_ends_the_quiz(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.choose(quiz, ANN, 0, 0)
    await game.reviews.retire(GUILD, "b", MANAGER)
    answered = await game.choose(quiz, ANN, 1, 0)
    assert (answered.state, answered.next.state) == (Outcome.RETIRED, TurnState.DONE)


async def test_an_answer_to_a_question_that_is_retired_later_no_longer_counts_until_it_is_taken_back(
    game: Game,
) -> None:
    quiz = await game.post("a", "b")
    await game.play(quiz, ANN, "10")
    await game.reviews.retire(GUILD, "a", MANAGER)
    summary = (await game.playing.turn(quiz.id, ANN)).summary
    assert summary is not None
    assert (summary.right, summary.points, summary.marks) == (0, 0, (False,))
    await game.reviews.reinstate(GUILD, "a")
    summary = (await game.playing.turn(quiz.id, ANN)).summary
    assert summary is not None
    assert (summary.right, summary.points, summary.marks) == (1, 10, (True, False))


async def test_a_question_taken_back_is_asked_who_finished_without_it(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.reviews.retire(GUILD, "a", MANAGER)
    assert (await game.choose(quiz, ANN, 1, 0)).next.state is TurnState.DONE
    await game.reviews.reinstate(GUILD, "a")
    turn = await game.playing.turn(quiz.id, ANN)
    assert (turn.state, turn.place) == (TurnState.ASKING, 0)


async def test_a_quiz_all_of_whose_questions_are_retired_has_nothing_to_ask(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.choose(quiz, ANN, 0, 0)
    for key in "ab":
        await game.reviews.retire(GUILD, key, MANAGER)
    for member in (ANN, BOB):
        turn = await game.playing.turn(quiz.id, member)
        assert (turn.state, turn.of, turn.place) == (TurnState.DONE, 0, None)
        assert turn.summary is not None
        assert (turn.summary.right, turn.summary.of, turn.summary.points, grid(turn.summary)) == (0, 0, 0, "")


async def test_a_question_is_retired_in_its_own_group_alone(game: Game) -> None:
    here, there = await game.post("a", "b"), await game.post("a", "b", guild=OTHER_GUILD)
    await game.reviews.retire(GUILD, "a", MANAGER)
    assert (await game.playing.turn(here.id, ANN)).place == 1
    assert (await game.playing.turn(there.id, ANN)).place == 0


async def test_a_quiz_that_does_not_exist_says_so(game: Game) -> None:
    turn = await game.playing.turn(99, ANN)
    assert (turn.state, turn.quiz, turn.summary) == (TurnState.UNKNOWN, None, None)
    answered = await game.playing.answer(99, 0, 0, ANN, "Ann")
    assert (answered.state, answered.quiz, answered.question, answered.right) == (Outcome.UNKNOWN, None, None, False)
    assert answered.next == turn


async def test_a_quiz_that_was_withdrawn_says_so(game: Game) -> None:
    now = game.clock.at
    quiz = await game.store.quizzes.create(GUILD, now.date(), 1, [question("a")], now + timedelta(hours=1))
    await game.store.quizzes.withdraw(quiz.id)
    assert (await game.choose(quiz, ANN, 0, 0)).next.state is TurnState.UNKNOWN


@pytest.mark.parametrize(("place", "choice"), [(3, 0), (-1, 0), (99, 0)])
async def test_a_question_that_does_not_exist_changes_nothing(game: Game, place: int, choice: int) -> None:
    quiz = await game.post("a", "b", "c")
    answered = await game.choose(quiz, ANN, place, choice)
    assert (answered.state, answered.question, answered.right) == (Outcome.UNKNOWN, None, False)
    assert answered.next == await game.playing.turn(quiz.id, ANN)


@pytest.mark.parametrize("choice", [4, -1, 99])
async def test_a_choice_that_does_not_exist_changes_nothing(game: Game, choice: int) -> None:
    quiz = await game.post("a", "b", "c")
    answered = await game.choose(quiz, ANN, 0, choice)
    assert (answered.state, answered.chosen, answered.right, answered.next.place) == (Outcome.UNKNOWN, None, False, 0)


async def test_a_summary_has_points_marks_streak_and_place(game: Game) -> None:
    await game.play(await game.post("a", "b", "c", day=0), ANN, "111")
    await game.post("d", "e", "f", day=2)
    quiz = await game.post("g", "h", "i", day=3)
    await game.play(quiz, BOB, "111")
    await game.play(quiz, CAT, "11-")
    summary = (await game.play(quiz, ANN, "101")).next.summary
    assert summary is not None
    assert (summary.right, summary.of, summary.points) == (2, 3, 20)
    assert summary.marks == (True, False, True)
    assert grid(summary) == "🟩🟥🟩"
    assert summary.streak == Streak(1)
    assert (summary.place, summary.players) == (2, 3)


async def test_a_question_without_an_answer_has_a_square_of_its_own(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.play(quiz, ANN, "0-1")
    game.close(quiz)
    summary = (await game.playing.turn(quiz.id, ANN)).summary
    assert summary is not None
    assert grid(summary) == "🟥⬜🟩"


async def test_equals_share_a_place_and_hidden_members_take_none_from_others(game: Game) -> None:
    quiz = await game.post("a", "b", "c")
    await game.store.members.hide(GUILD, BOB, hidden=True)
    for member, right in {BOB: "111", CAT: "110", DAN: "100", ANN: "110"}.items():
        await game.play(quiz, member, right)

    async def place_of(member: int) -> int:
        summary = (await game.playing.turn(quiz.id, member)).summary
        assert summary is not None
        assert summary.players == 4
        return summary.place

    assert [await place_of(member) for member in (ANN, CAT, DAN)] == [1, 1, 3]
    assert await place_of(BOB) == 1


async def test_who_has_nothing_that_counts_stands_last(game: Game) -> None:
    quiz = await game.post("a", "b")
    await game.play(quiz, BOB, "10")
    await game.play(quiz, CAT, "00")
    await game.play(quiz, ANN, "1")
    await game.reviews.retire(GUILD, "a", MANAGER)
    game.close(quiz)
    summary = (await game.playing.turn(quiz.id, ANN)).summary
    assert summary is not None
    assert (summary.right, summary.of, summary.place, summary.players) == (0, 1, 3, 3)


async def test_a_streak_goes_over_days_without_a_quiz_but_not_over_a_quiz_left_out(game: Game) -> None:
    for day in (0, 1, 4):
        answered = await game.play(await game.post(f"q{day}", day=day), ANN, "1")
    assert answered.next.summary is not None
    assert answered.next.summary.streak == Streak(3)
    await game.post("left out", day=5)
    answered = await game.play(await game.post("q6", day=6), ANN, "1")
    assert answered.next.summary is not None
    assert answered.next.summary.streak == Streak(1)


async def test_yesterdays_quiz_breaks_no_streak_while_it_can_be_played(game: Game) -> None:
    await game.play(await game.post("a", day=0), ANN, "1")
    await game.post("b", day=1, open_for=timedelta(hours=30))
    today = await game.post("c", day=2)
    answered = await game.play(today, ANN, "1")
    assert answered.next.summary is not None
    assert answered.next.summary.streak == Streak(2)
    game.clock.at += timedelta(hours=6)
    summary = (await game.playing.turn(today.id, ANN)).summary
    assert summary is not None
    assert summary.streak == Streak(1)


async def test_the_summary_of_an_earlier_quiz_has_the_streak_of_its_day(game: Game) -> None:
    first = await game.post("a", day=0)
    await game.play(first, ANN, "1")
    await game.play(await game.post("b", day=1), ANN, "1")
    summary = (await game.playing.turn(first.id, ANN)).summary
    assert summary is not None
    assert summary.streak == Streak(1)


PRESSES = st.lists(
    st.one_of(
        st.tuples(st.just("answer"), st.sampled_from([ANN, BOB]), st.integers(-1, 4), st.integers(-1, 4)),
        st.tuples(st.just("retire"), st.sampled_from("abcd")),
        st.tuples(st.just("reinstate"), st.sampled_from("abcd")),
        st.tuples(st.just("close")),
    ),
    max_size=25,
)


@given(PRESSES)
async def test_whatever_is_pressed_in_whatever_order_the_first_choices_count_and_nothing_else(
    presses: list[tuple[object, ...]],
) -> None:
    game = Game()
    quiz = await game.post("a", "b", "c", "d")
    first: dict[tuple[int, int], int] = {}
    retired: set[str] = set()
    for press in presses:
        match press:
            case ("answer", int(member), int(place), int(choice)):
                possible = place in range(4) and choice in range(4) and "abcd"[place] not in retired
                if possible and game.clock.at < quiz.closes_at:
                    first.setdefault((member, place), choice)
                answered = await game.choose(quiz, member, place, choice)
                assert answered.chosen == first.get((member, place))
                assert answered.next == await game.playing.turn(quiz.id, member)
            case ("retire", str(key)):
                await game.reviews.retire(GUILD, key, MANAGER)
                retired.add(key)
            case ("reinstate", str(key)):
                await game.reviews.reinstate(GUILD, key)
                retired.discard(key)
            case _:
                game.close(quiz)
        game.restart()
    for member in (ANN, BOB):
        turn = await game.playing.turn(quiz.id, member)
        assert turn.chosen == tuple(first.get((member, place)) for place in range(4))
        own = [first.get((member, place)) for place in range(4) if "abcd"[place] not in retired]
        if turn.summary is not None:
            assert turn.summary.marks == tuple(None if choice is None else choice == 0 for choice in own)
            assert turn.summary.right == own.count(0)
