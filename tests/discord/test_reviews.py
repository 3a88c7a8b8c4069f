"""Reported questions: those who manage the server look at them and decide, and the scores follow."""

from __future__ import annotations

import discord
import pytest
from simcord.actors import MemberActor
from simcord.env import Env

from bot.settings import Settings
from bot.store.protocol.reviews import Report
from bot.study.services import Services
from cogs.ui.quiz_ids import ReviewAct, of_reported, of_review
from cogs.ui.reviews import NEVER_ASKED, NO_LINES, NOTHING_REPORTED
from tests.discord import seen
from tests.discord.quizzes import Posted, answered, post, send_buttons
from tests.discord.seen import Place, place_in

NOT_ALLOWED = "For this you need the permission Manage Server in this server."


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


@pytest.fixture
def manager(simcord_env: Env, here: Place) -> MemberActor:
    role = here.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    return here.guild.add_member(simcord_env.create_user("manager"), roles=[role])


@pytest.fixture
async def posted(simcord_env: Env, services: Services, here: Place) -> Posted:
    """A quiz that two members played, with two reports about its first question and one about its second."""
    posted = await post(simcord_env, services, here)
    await answered(services, posted.quiz, here.member.id, "ann", "010")
    await answered(services, posted.quiz, here.stranger.id, "bob", "111")
    for place, member in ((0, here.member), (0, here.stranger), (1, here.member)):
        await services.reviews.report(posted.quiz.id, place, member.id)
    return posted


async def reports(services: Services, place: Place) -> tuple[Report, ...]:
    return await services.store.reviews.reports(place.guild.id)


async def right(services: Services, posted: Posted, who: MemberActor) -> tuple[int, int]:
    """Return how many right answers of how many count for a member."""
    (result,) = [each for each in await services.store.attempts.results(posted.quiz.id) if each.member == who.id]
    return result.right, result.answered


async def test_reported_questions_are_shown_one_by_one_with_their_lines(
    simcord_env: Env, here: Place, manager: MemberActor, posted: Posted
) -> None:
    """The one that most reported first; only the manager sees them."""
    sent = await send_buttons(simcord_env, here.channel, of_reported())
    shown = await seen.press(manager, sent, "v:list")
    assert shown.ephemeral
    assert "Reported by 2 members" in seen.text(shown)
    assert f"- ✓ right: {posted.quiz.questions[0].right} (chosen 1×)" in seen.text(shown)
    assert "1 member of 2 got it right." in seen.text(shown)
    assert "-# queues.md:6" in seen.text(shown)
    assert ">  6 - The maximum visibility timeout is 12 hours." in seen.text(shown)
    assert seen.text(shown).endswith("1 of 2 reported questions")
    after = await seen.press(manager, shown, "Next")
    assert after.id == shown.id
    assert posted.quiz.questions[1].prompt in seen.text(shown)


async def test_a_retired_question_counts_for_nobody_until_it_is_put_back(
    simcord_env: Env, services: Services, here: Place, manager: MemberActor, posted: Posted
) -> None:
    sent = await send_buttons(simcord_env, here.channel, of_reported())
    shown = await seen.press(manager, sent, "v:list")
    assert await right(services, posted, here.stranger) == (3, 3)
    shown = await seen.press(manager, shown, "Retire")
    assert seen.text(shown).startswith("**Retired.**")
    assert await right(services, posted, here.stranger) == (2, 2)
    assert [report.question for report in await reports(services, here)] == ["memory"]
    shown = await seen.press(manager, shown, "Put back")
    assert seen.text(shown).startswith("**Put back.**")
    assert await right(services, posted, here.stranger) == (3, 3)
    shown = await seen.press(manager, shown, "Other reported questions")
    assert posted.quiz.questions[1].prompt in seen.text(shown)


async def test_a_question_that_is_kept_waits_no_longer(
    simcord_env: Env, services: Services, here: Place, manager: MemberActor, posted: Posted
) -> None:
    """When all are decided, the list says so."""
    sent = await send_buttons(simcord_env, here.channel, of_reported(), of_reported(7))
    for _ in range(2):
        shown = await seen.press(manager, await seen.press(manager, sent, "v:list:7"), "Keep")
        assert seen.text(shown).startswith("**Kept.**")
    assert await reports(services, here) == ()
    assert await right(services, posted, here.stranger) == (3, 3)
    assert seen.text(await seen.press(manager, sent, "v:list")) == NOTHING_REPORTED


async def test_only_managers_decide(simcord_env: Env, services: Services, here: Place, posted: Posted) -> None:
    forged = [of_reported(), of_reported(0), *(of_review(act, "timeout") for act in ReviewAct)]
    sent = await send_buttons(simcord_env, here.channel, *forged)
    for custom_id in forged:
        shown = await seen.press(here.member, sent, custom_id)
        assert shown.ephemeral
        assert seen.text(shown) == NOT_ALLOWED
    assert len(await reports(services, here)) == 2
    assert await right(services, posted, here.stranger) == (3, 3)


async def test_managers_decide_about_their_own_server_alone(
    simcord_env: Env, services: Services, here: Place, posted: Posted
) -> None:
    there = place_in(simcord_env, "beta")
    role = there.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    other = there.guild.add_member(simcord_env.create_user("other"), roles=[role])
    forged = [of_review(act, "timeout") for act in ReviewAct]
    sent = await send_buttons(simcord_env, there.channel, of_reported(), *forged)
    for custom_id in forged:
        assert seen.text(await seen.press(other, sent, custom_id)) == NEVER_ASKED
    assert seen.text(await seen.press(other, sent, "v:list")) == NOTHING_REPORTED
    assert len(await reports(services, here)) == 2
    assert await right(services, posted, here.stranger) == (3, 3)


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (ReviewAct.RETIRE, "**Retired** already"),
        (ReviewAct.KEEP, "It stays"),
        (ReviewAct.REINSTATE, "It was not retired"),
    ],
)
async def test_a_decision_that_was_made_before_says_so(  # noqa: PLR0913, PLR0917 - fixtures and cases
    simcord_env: Env, services: Services, here: Place, manager: MemberActor, posted: Posted, act: ReviewAct, said: str
) -> None:
    sent = await send_buttons(simcord_env, here.channel, of_review(act, "size"))
    if act is ReviewAct.RETIRE:
        await services.reviews.retire(here.guild.id, "size", manager.id)
    shown = await seen.press(manager, sent, of_review(act, "size"))
    assert seen.text(shown).startswith(said)
    assert posted.quiz.questions[2].prompt in seen.text(shown)


@pytest.mark.usefixtures("posted")
async def test_a_note_that_is_gone_keeps_nobody_from_deciding(
    simcord_env: Env, services: Services, settings: Settings, here: Place, manager: MemberActor
) -> None:
    (settings.notes_dir / "queues.md").unlink()
    await services.library.refresh()
    sent = await send_buttons(simcord_env, here.channel, of_reported())
    shown = await seen.press(manager, sent, "v:list")
    assert NO_LINES in seen.text(shown)
    await seen.press(manager, shown, "Retire")
    assert await services.store.reviews.retired(here.guild.id) == {"timeout"}
