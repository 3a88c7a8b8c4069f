"""Playing the daily quiz: each member alone, each answer once, and nothing by whoever may not."""

from __future__ import annotations

import asyncio
from datetime import timedelta

import pytest
from simcord.env import Env

from bot.client import StudyBot
from bot.settings import Settings
from bot.study.daily.playing import Turn
from bot.study.services import BETWEEN_SHARES, Services
from cogs.ui import delivery, quiz_run
from cogs.ui.quiz_ids import QuizAct, of_choice, of_quiz, of_report
from cogs.ui.quiz_presses import NOT_DONE, NOT_PLAYED, REPORTED, REPORTED_BEFORE, STILL_OPEN
from tests.discord import seen
from tests.discord.conftest import FixedClock
from tests.discord.quizzes import OPEN, Posted, answered, letter_of, play, post, send_buttons, send_press
from tests.discord.seen import Place, place_in

LARGEST_ID = 2**63 - 1


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


@pytest.fixture
async def posted(simcord_env: Env, services: Services, here: Place) -> Posted:
    return await post(simcord_env, services, here)


async def test_a_run_is_one_private_message_from_the_first_question_to_the_result(here: Place, posted: Posted) -> None:
    shown = await seen.press(here.member, posted.card, "Play")
    assert shown.ephemeral
    for number, (mark, onward) in enumerate([("1", "Next"), ("0", "Next"), ("1", "See result")], start=1):
        assert f"Quiz 1 · Question {number} of 3" in seen.text(shown)
        question = posted.quiz.questions[number - 1]
        assert all(f" {choice}" in seen.text(shown) for choice in question.choices)
        assert question.explanation not in seen.text(shown)
        verdict = await seen.press(here.member, shown, letter_of(shown, posted.quiz, right=mark == "1"))
        assert verdict.id == shown.id
        assert ("✓ Right" if mark == "1" else "✗ Wrong") in seen.text(verdict)
        assert f"> {question.explanation}" in seen.text(verdict)
        assert f"{question.file}:{question.start_line}" in seen.text(verdict)
        shown = await seen.press(here.member, verdict, onward)
    assert "### Quiz 1: 2 of 3 right\n🟩🟥🟩\n-# right, wrong, right\n**20 points**" in seen.text(shown)
    assert "Place 1 of 1 player so far" in seen.text(shown)
    assert list(seen.buttons(shown)) == ["Share"]


async def test_a_run_that_was_left_is_resumed(here: Place, posted: Posted) -> None:
    """Also from another message; who is through sees the result."""
    await play(here.member, posted, "1")
    shown = await seen.press(here.member, posted.card, "Play")
    assert "Question 2 of 3" in seen.text(shown)
    await play(here.member, posted, "11")
    shown = await seen.press(here.member, posted.card, "Play")
    assert "3 of 3 right" in seen.text(shown)


async def test_members_play_for_themselves(here: Place, posted: Posted) -> None:
    await play(here.member, posted, "11")
    shown = await seen.press(here.stranger, posted.card, "Play")
    assert "Question 1 of 3" in seen.text(shown)


async def test_a_run_goes_on_after_a_restart(
    simcord_env: Env, settings: Settings, services: Services, here: Place, posted: Posted
) -> None:
    """With the very message that was there before."""
    shown = await play(here.member, posted, "1")
    await simcord_env.restart_bot(StudyBot(settings, services))
    shown = await seen.press(here.member, shown, "Next")
    assert "Question 2 of 3" in seen.text(shown)
    shown = await seen.press(here.member, shown, letter_of(shown, posted.quiz, right=True))
    assert "✓ Right" in seen.text(shown)


async def test_the_first_answer_counts(services: Services, here: Place, posted: Posted) -> None:
    """A second press, in whatever message, shows what was chosen first, and leads on."""
    first = await seen.press(here.member, posted.card, "Play")
    second = await seen.press(here.member, posted.card, "Play")
    await seen.press(here.member, first, letter_of(first, posted.quiz, right=False))
    shown = await seen.press(here.member, second, letter_of(second, posted.quiz, right=True))
    assert quiz_run.ANSWERED_BEFORE in seen.text(shown)
    assert "✗ Wrong" in seen.text(shown)
    (kept,) = await services.store.attempts.of(posted.quiz.id, here.member.id)
    assert kept.choice != posted.quiz.questions[0].answer
    assert "Question 2 of 3" in seen.text(await seen.press(here.member, shown, "Next"))


async def test_presses_at_the_same_moment_count_once(
    simcord_env: Env, services: Services, here: Place, posted: Posted
) -> None:
    """Each of them gets the verdict on the one that was kept."""
    shown = await seen.press(here.member, posted.card, "Play")
    letters = [custom_id for label, custom_id in seen.buttons(shown).items() if len(label) == 1]
    results = [send_press(simcord_env, here.member, shown, custom_id) for custom_id in letters]
    await simcord_env.settle()
    assert all(result.acknowledged for result in results)
    (kept,) = await services.store.attempts.of(posted.quiz.id, here.member.id)
    assert f"{posted.quiz.questions[0].choices[kept.choice]} **(" in seen.text(shown)
    assert seen.text(shown).count("your answer") == 1


async def test_a_question_that_was_taken_out_meanwhile_counts_for_nobody(
    services: Services, here: Place, posted: Posted
) -> None:
    """The press says so and leads on to the next one; the others are counted anew."""
    shown = await seen.press(here.member, posted.card, "Play")
    await services.store.reviews.retire(here.guild.id, "timeout", 1, services.clock.now())
    shown = await seen.press(here.member, shown, letter_of(shown, posted.quiz, right=True))
    assert seen.text(shown).startswith(quiz_run.TAKEN_OUT)
    assert "Question 1 of 2" in seen.text(shown)
    assert await services.store.attempts.of(posted.quiz.id, here.member.id) == ()


async def test_an_answer_after_closing_time_is_not_taken(
    services: Services, here: Place, posted: Posted, clock: FixedClock
) -> None:
    """The button below the quiz says that it has closed, and shows what one reached."""
    shown = await play(here.member, posted, "1")
    shown = await seen.press(here.member, shown, "Next")
    fresh = await seen.press(here.stranger, posted.card, "Play")
    clock.advance(OPEN)
    late = await seen.press(here.member, shown, letter_of(shown, posted.quiz, right=True))
    assert seen.text(late).startswith(quiz_run.TOO_LATE)
    assert "1 of 3 right" in seen.text(late)
    assert len(await services.store.attempts.of(posted.quiz.id, here.member.id)) == 1
    late = await seen.press(here.stranger, fresh, letter_of(fresh, posted.quiz, right=True))
    assert "takes no more answers" in seen.text(late)
    again = await seen.press(here.member, posted.card, "Play")
    assert "1 of 3 right" in seen.text(again)
    assert "takes no more answers" in seen.text(again)
    assert "takes no more answers" in seen.text(await seen.press(here.stranger, posted.card, "Play"))


async def test_a_quiz_of_another_server_cannot_be_touched(
    simcord_env: Env, services: Services, here: Place, posted: Posted
) -> None:
    there, quiz = place_in(simcord_env, "beta"), posted.quiz
    forged = [of_quiz(quiz.id, act) for act in QuizAct]
    forged += [of_choice(quiz.id, 0, 1), of_report(quiz.id, 0)]
    sent = await send_buttons(simcord_env, there.channel, *forged)
    for custom_id in forged:
        shown = seen.answer(await there.member.click(sent, custom_id=custom_id))
        assert shown.ephemeral
        assert seen.text(shown) == quiz_run.UNKNOWN
    assert await services.store.attempts.players(quiz.id) == 0
    assert await services.store.reviews.reports(here.guild.id) == ()


async def test_a_forged_press_says_what_is_wrong_with_it(
    simcord_env: Env, services: Services, here: Place, posted: Posted
) -> None:
    """Quizzes, questions and choices that do not exist; the numbers may be larger than any."""
    quiz = posted.quiz.id
    forged = {
        of_quiz(quiz + 1, QuizAct.PLAY): quiz_run.UNKNOWN,
        of_quiz(10**19 - 1, QuizAct.PLAY): quiz_run.UNKNOWN,
        of_choice(LARGEST_ID, 0, 0): quiz_run.UNKNOWN,
        of_choice(quiz, 3, 0): quiz_run.UNKNOWN_CHOICE,
        of_choice(quiz, 0, 99): quiz_run.UNKNOWN_CHOICE,
        of_report(quiz, 99): quiz_run.UNKNOWN_QUESTION,
        of_report(0, 0): quiz_run.UNKNOWN,
        of_quiz(quiz, QuizAct.SHARE): NOT_DONE,
        of_quiz(quiz, QuizAct.RESULTS): STILL_OPEN,
    }
    sent = await send_buttons(simcord_env, here.channel, *forged)
    before = seen.text(sent), seen.buttons(sent)
    for custom_id, sentence in forged.items():
        shown = seen.answer(await here.member.click(sent, custom_id=custom_id))
        assert shown.ephemeral
        assert seen.text(shown).startswith(sentence)
        assert shown.id != sent.id
    assert (seen.text(sent), seen.buttons(sent)) == before
    assert await services.store.attempts.players(quiz) == 0
    assert await services.store.reviews.reports(here.guild.id) == ()


async def test_what_is_shared_tells_everybody_how_one_did_and_nothing_else(here: Place, posted: Posted) -> None:
    verdict = await play(here.member, posted, "101")
    shown = await seen.press(here.member, verdict, "See result")
    result = await here.member.click(shown, custom_id=seen.buttons(shown)["Share"])
    (shared,) = result.followups
    assert not shared.ephemeral
    assert seen.text(shared) == "**alpha-ann** · Quiz 1: 2 of 3 right\n🟩🟥🟩\n-# right, wrong, right"
    assert seen.buttons(shared) == {}
    assert list(seen.buttons(shown)) == ["Shared"]
    assert [part["disabled"] for part in seen.parts(seen.components(shown)) if part["type"] == 2] == [True]


async def test_a_result_is_shared_once_however_often_it_is_pressed(
    simcord_env: Env, here: Place, posted: Posted, clock: FixedClock
) -> None:
    """A finger on a phone presses twice; the private message opened anew has the button again, for later."""
    shown = await seen.press(here.member, await play(here.member, posted, "101"), "See result")
    share = seen.buttons(shown)["Share"]
    results = [send_press(simcord_env, here.member, shown, share) for _ in range(3)]
    await simcord_env.settle()
    assert all(result.acknowledged for result in results)
    public = [message for message in here.channel.history() if "alpha-ann" in seen.text(message)]
    assert len(public) == 1
    again = await seen.press(here.member, posted.card, "Play")
    clock.advance(BETWEEN_SHARES)
    assert len((await here.member.click(again, custom_id=share)).followups) == 1


async def test_a_share_that_takes_long_is_acknowledged_in_time(
    here: Place, posted: Posted, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Discord gives up after three seconds."""
    shown = await seen.press(here.member, await play(here.member, posted, "101"), "See result")
    monkeypatch.setattr(delivery, "PATIENCE", 0.01)
    turn = services.playing.turn

    async def slow_turn(quiz: int, member: int) -> Turn:
        await asyncio.sleep(0.05)
        return await turn(quiz, member)

    monkeypatch.setattr(services.playing, "turn", slow_turn)
    result = await here.member.click(shown, custom_id=seen.buttons(shown)["Share"])
    assert result.deferred
    assert len(result.followups) == 1
    assert list(seen.buttons(shown)) == ["Shared"]


async def test_nothing_is_shared_before_the_end(simcord_env: Env, here: Place, posted: Posted) -> None:
    sent = await send_buttons(simcord_env, here.channel, of_quiz(posted.quiz.id, QuizAct.SHARE))
    await play(here.member, posted, "11")
    refused = seen.answer(await here.member.click(sent, custom_id=of_quiz(posted.quiz.id, QuizAct.SHARE)))
    assert refused.ephemeral
    assert seen.text(refused) == NOT_DONE


async def test_a_question_is_reported_once_by_each_member(services: Services, here: Place, posted: Posted) -> None:
    """The verdict stays where it is."""
    verdict = await play(here.member, posted, "0")
    before = seen.text(verdict)
    thanks = await seen.press(here.member, verdict, "Report")
    assert thanks.ephemeral
    assert seen.text(thanks) == REPORTED
    assert seen.text(await seen.press(here.member, verdict, "Report")) == REPORTED_BEFORE
    assert seen.text(verdict) == before
    (report,) = await services.store.reviews.reports(here.guild.id)
    assert (report.question, report.reporters) == ("timeout", 1)


async def test_ones_own_answers_are_for_oneself_and_only_after_the_end(
    simcord_env: Env, services: Services, here: Place, posted: Posted, clock: FixedClock
) -> None:
    marker = of_quiz(posted.quiz.id, QuizAct.RESULTS)
    sent = await send_buttons(simcord_env, here.channel, marker)
    await answered(services, posted.quiz, here.member.id, "ann", "10-")
    assert seen.text(await seen.press(here.member, sent, marker)) == STILL_OPEN
    clock.advance(OPEN + timedelta(minutes=1))
    await services.store.quizzes.close(posted.quiz.id, clock.now())
    shown = await seen.press(here.member, sent, marker)
    assert shown.ephemeral
    assert "✓ Right, your answer: 12 hours" in seen.text(shown)
    assert "✗ Wrong, your answer: 512 MB\n✓ Right: 10,240 MB" in seen.text(shown)
    assert "✗ You did not answer it.\n✓ Right: 256 KB" in seen.text(shown)
    assert seen.text(await seen.press(here.stranger, sent, marker)) == NOT_PLAYED


async def test_a_name_is_shown_letter_for_letter(
    simcord_env: Env, services: Services, here: Place, posted: Posted
) -> None:
    nick = "**@everyone** [x](y)"
    hostile = here.guild.add_member(simcord_env.create_user("hostile"), nick=nick)
    shown = await seen.press(hostile, await play(hostile, posted, "111"), "See result")
    (shared,) = (await hostile.click(shown, custom_id=seen.buttons(shown)["Share"])).followups
    assert seen.text(shared).startswith(r"**\*\*@" + "\u200b" + r"everyone\*\* \[x\](y)** · Quiz 1: 3 of 3 right")
    (kept,) = await services.store.attempts.results(posted.quiz.id)
    assert kept.name == nick
