"""The leaderboard: everybody sees it, each looks around in private, and nobody is on it who does not want to be."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

import pytest
from simcord.asserts import assert_error
from simcord.env import Env
from simcord.results import ResponseMessage

from bot.study.board.standings import Period
from bot.study.pace import MOST, TooFastError
from bot.study.services import Services
from cogs.errors import RefusedError
from cogs.ui.board import GONE_TOPIC, HOW_IT_FILLS, NOBODY_IMPROVED, NOTHING_BEFORE, NOW_HIDDEN, NOW_SHOWN
from cogs.ui.board_presses import ELSEWHERE
from cogs.ui.quiz_ids import of_board, of_gains, of_opened, of_recap
from tests.discord import seen
from tests.discord.conftest import FixedClock
from tests.discord.daily import allow
from tests.discord.quizzes import answered, keep_quiz, send_buttons
from tests.discord.seen import Place, place_in

PNG = b"\x89PNG"
A_DAY = timedelta(days=1)


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


async def played(services: Services, place: Place, marks: Mapping[str, str], days_ago: int = 0) -> None:
    """Keep a quiz of a day with the answers of members, by their names; ann and bob are the two of the place."""
    day = services.clock.now().date() - days_ago * A_DAY
    quiz = await keep_quiz(services, place, day)
    ids = {"ann": place.member.id, "bob": place.stranger.id}
    for number, (name, each) in enumerate(marks.items(), start=1):
        await answered(services, quiz, ids.get(name, number), name, each)


async def board(place: Place, **options: str) -> ResponseMessage:
    return seen.answer(await place.member.slash(place.channel, "leaderboard", **options))


def lines(shown: ResponseMessage) -> list[str]:
    """Return the lines of the places, without what stands above and below them."""
    return [line for line in seen.text(shown).split("\n") if "**" in line and ":" in line]


async def test_everybody_sees_places_points_and_a_picture(services: Services, here: Place) -> None:
    await played(services, here, {"ann": "110", "bob": "111", "cat": "100", "dan": "001"})
    shown = await board(here)
    assert not shown.ephemeral
    assert lines(shown) == [
        "🥇 Gold · **1. bob**: 30 points, 100% right, streak 1 day",
        "🥈 Silver · **2. ann**: 20 points, 67% right, streak 1 day",
        "🥉 Bronze · **3. cat**: 10 points, 33% right, streak 1 day",
        "🥉 Bronze · **3. dan**: 10 points, 33% right, streak 1 day",
    ]
    (picture,) = shown.attachments
    assert (await picture.read()).startswith(PNG)
    (gallery,) = [part for part in seen.parts(seen.components(shown)) if part["type"] == 12]
    (item,) = gallery["items"]
    assert item["media"]["url"].endswith("leaderboard.png")
    assert "1. bob: 30 points" in item["description"]


async def test_it_opens_on_the_page_of_whoever_asks(services: Services, here: Place) -> None:
    await played(services, here, {**{f"m{number}": "111" for number in range(12)}, "ann": "100"})
    shown = await board(here)
    assert lines(shown) == [
        *(f"🥇 Gold · **1. m{number}**: 30 points, 100% right, streak 1 day" for number in (10, 11)),
        "**13. ann**: 10 points, 33% right, streak 1 day",
    ]


async def test_who_presses_gets_a_page_of_their_own(services: Services, here: Place) -> None:
    """The public board stays; the private one then turns in its place."""
    await played(services, here, {**{f"m{number}": "111" for number in range(12)}, "ann": "100", "bob": "010"})
    shown = await board(here)
    before = seen.text(shown)
    own = await seen.press(here.stranger, shown, "Back")
    assert own.ephemeral
    assert own.id != shown.id
    assert seen.text(shown) == before
    assert "You: place 13, 10 points" in seen.text(own)
    assert (await seen.press(here.stranger, own, "Next")).id == own.id
    assert "You:" not in seen.text(own)
    assert [file.filename for file in own.attachments] == ["leaderboard.png"]


async def test_a_period_and_a_topic_keep_to_what_belongs_to_them(
    services: Services, here: Place, clock: FixedClock
) -> None:
    """The week begins on Monday, which today is."""
    await played(services, here, {"ann": "111", "bob": "000"}, 3)
    await played(services, here, {"ann": "001", "bob": "110"})
    assert clock.now().weekday() == 0
    assert lines(await board(here, period="week"))[0].startswith("🥇 Gold · **1. bob**: 20 points")
    assert lines(await board(here, period="all"))[0].startswith("🥇 Gold · **1. ann**: 40 points")
    about = await board(here, period="all", topic="aws lambda")
    assert lines(about)[0].startswith("🥇 Gold · **1. ann**: 10 points")
    assert "AWS Lambda" in seen.text(about)
    turned = await seen.press(here.member, about, "Week")
    assert lines(turned)[0].startswith("🥇 Gold · **1. bob**: 10 points")
    assert "AWS Lambda" in seen.text(turned)


async def test_topics_are_offered_and_others_are_not_taken(simcord_env: Env, services: Services, here: Place) -> None:
    await played(services, here, {"ann": "1"})
    offered = await here.member.autocomplete(here.channel, "leaderboard", "topic", "sqs")
    assert [choice["value"] for choice in offered] == ["Amazon SQS"]
    shown = await board(here, topic="zebra crossing")
    assert_error(simcord_env, RefusedError)
    assert shown.ephemeral
    assert seen.text(shown) == GONE_TOPIC


async def test_an_empty_board_says_how_it_fills(here: Place) -> None:
    shown = await board(here, period="week")
    assert f"Nobody has answered a quiz question this week yet. {HOW_IT_FILLS}" in seen.text(shown)
    assert shown.attachments == []


async def test_seasons_begin_anew_and_wipe_nothing(services: Services, here: Place, clock: FixedClock) -> None:
    """Without a period, the running season; before the first was begun, that is all time."""
    await played(services, here, {"ann": "111"})
    first = await board(here)
    assert "Leaderboard · All time" in seen.text(first)
    assert "Season" not in seen.buttons(first)
    assert "Leaderboard · All time" in seen.text(await board(here, period="season"))
    clock.advance(A_DAY)
    await services.boards.start_season(here.guild.id)
    shown = await board(here)
    assert "Leaderboard · Season 2" in seen.text(shown)
    assert HOW_IT_FILLS in seen.text(shown)
    earlier = await seen.press(here.member, shown, "Season 1")
    assert "Leaderboard · Season 1" in seen.text(earlier)
    assert lines(earlier) == ["🥇 Gold · **1. ann**: 30 points, 100% right, streak 1 day"]
    assert "Leaderboard · Season 2" in seen.text(await seen.press(here.member, earlier, "Season 2"))
    assert earlier.attachments == []


async def test_who_hides_is_seen_by_nobody_else(services: Services, here: Place) -> None:
    """The place that a hidden member would have is shown to that member alone."""
    await played(services, here, {"ann": "111", "bob": "100"})
    shown = await board(here)
    said = await seen.press(here.member, shown, "Hide me")
    assert said.ephemeral
    assert seen.text(said) == NOW_HIDDEN
    public = await board(here)
    assert not public.ephemeral
    assert "ann" not in seen.text(public)
    assert "You" not in seen.text(public)
    private = await seen.press(here.member, public, "Month")
    assert "You would stand at place 1: 30 points" in seen.text(private)
    assert "You would stand" not in seen.text(await seen.press(here.stranger, public, "Month"))
    assert seen.text(await seen.press(here.member, private, "Show me")) == NOW_SHOWN
    assert "ann" in seen.text(await board(here))


async def test_the_page_that_opens_tells_nobody_where_a_hidden_member_stands(services: Services, here: Place) -> None:
    await played(services, here, {**{f"m{number}": "111" for number in range(12)}, "ann": "100"})
    await services.boards.hide(here.guild.id, here.member.id, hidden=True)
    public = await board(here)
    assert "page 1 of 2" in seen.text(public)
    assert "page 2 of 2" in seen.text(await seen.press(here.member, public, "Month"))


async def test_who_improved_most_is_compared_with_the_own_past(services: Services, here: Place) -> None:
    for days_ago in (8, 9):
        await played(services, here, {"ann": "100", "bob": "111"}, days_ago)
    await played(services, here, {"ann": "111", "bob": "111"}, 1)
    await played(services, here, {"ann": "111", "bob": "100"}, 0)
    shown = await board(here, period="week")
    assert NOBODY_IMPROVED in seen.text(await seen.press(here.member, shown, "Most improved"))
    month = await seen.press(here.stranger, shown, "Month")
    await seen.press(here.stranger, month, "Most improved")
    assert "Most improved · This month" in seen.text(month)
    assert month.attachments == []
    back = await seen.press(here.stranger, month, "Points")
    assert "Leaderboard · This month" in seen.text(back)


async def test_a_recap_leads_to_the_board_of_its_own_server(simcord_env: Env, services: Services, here: Place) -> None:
    await played(services, here, {"ann": "111"})
    marker = of_recap(here.guild.id, services.clock.now().date())
    shown = await seen.press(here.stranger, await send_buttons(simcord_env, here.channel, marker), marker)
    assert shown.ephemeral
    assert lines(shown) == ["🥇 Gold · **1. ann**: 30 points, 100% right, streak 1 day"]
    there = place_in(simcord_env, "beta")
    sent = await send_buttons(simcord_env, there.channel, marker)
    assert seen.text(await seen.press(there.member, sent, marker)) == ELSEWHERE


async def test_a_forged_press_finds_a_page_or_says_what_is_wrong(
    simcord_env: Env, services: Services, here: Place
) -> None:
    await played(services, here, {"ann": "111"})
    far, strange = of_board(Period.SEASON, 999_999, season=999_999), of_opened(Period.WEEK, topic="zebra")
    sent = await send_buttons(simcord_env, here.channel, far, strange, of_gains(Period.ALL))
    assert lines(await seen.press(here.member, sent, far)) == [
        "🥇 Gold · **1. ann**: 30 points, 100% right, streak 1 day"
    ]
    assert seen.text(await seen.press(here.member, sent, strange)) == GONE_TOPIC
    assert NOTHING_BEFORE in seen.text(await seen.press(here.member, sent, of_gains(Period.ALL)))


async def test_where_files_may_not_be_attached_the_words_come_alone(
    simcord_env: Env, services: Services, here: Place
) -> None:
    await played(services, here, {"ann": "111"})
    await allow(simcord_env, here.channel, attach_files=False)
    shown = await board(here)
    assert shown.attachments == []
    assert lines(shown) == ["🥇 Gold · **1. ann**: 30 points, 100% right, streak 1 day"]


async def test_names_are_shown_letter_for_letter_and_nobody_is_pinged(services: Services, here: Place) -> None:
    await played(services, here, {"@everyone": "111", "# *x*\n||y||": "110", "\u202e\u200b": "100"})
    shown = seen.text(await board(here))
    assert "**1. @\u200beveryone**" in shown
    assert r"**2. \# \*x\* \|\|y\|\|**" in shown
    assert "**3. Somebody**" in shown


async def test_who_asks_too_often_has_to_wait(simcord_env: Env, here: Place) -> None:
    for _ in range(MOST):
        await board(here)
    assert "You are faster than I am" in seen.text(await board(here))
    assert_error(simcord_env, TooFastError)


async def test_it_is_offered_in_servers_alone(simcord_env: Env, here: Place) -> None:
    assert "leaderboard" in here.member.available_commands(here.channel)
    (command,) = [each for each in simcord_env.bot.tree.get_commands() if each.name == "leaderboard"]  # type: ignore[attr-defined] # ours
    assert command.to_dict(simcord_env.bot.tree)["contexts"] == [0]  # type: ignore[attr-defined] # ours
    help_text = seen.text(seen.answer(await here.member.slash(here.channel, "help")))
    assert "/leaderboard:" in help_text
