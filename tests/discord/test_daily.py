"""`/daily` for those who manage the server: setting up, looking, pausing, posting, taking questions out."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import discord
import pytest
import simcord
from discord import app_commands
from simcord.actors import MemberActor
from simcord.asserts import assert_error
from simcord.env import Env

from bot.client import StudyBot
from bot.settings import Settings
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.store.protocol.schedules import EVERY_DAY, Recap, Schedule
from bot.study.daily.posting import PostError
from bot.study.daily.setup import NO_SCHEDULE, SetupError
from bot.study.pace import MOST, TooFastError
from bot.study.services import Services
from cogs.daily import NO_PING
from cogs.errors import RefusedError
from cogs.ui import daily as drawn
from cogs.ui.text import one_line
from tests.conftest import WriteNotes
from tests.discord import seen
from tests.discord.conftest import NOTES, FixedClock
from tests.discord.daily import allow, manager_of, tick
from tests.discord.seen import Place, place_in

COMMANDS = ("setup", "show", "pause", "resume", "post", "preview", "retire", "season")
AUTHORED = "# Numbers\n\n## Quiz\n\n" + "\n".join(
    f"**How much is {number} and {number}?**\n\n- [ ] {2 * number + 1}\n- [x] {2 * number}\n- [ ] {2 * number + 2}\n"
    for number in range(11, 31)
)


@pytest.fixture
def settings(write: WriteNotes, settings: Settings) -> Settings:
    """Notes with more questions of their own than a quiz has."""
    return replace(settings, notes_dir=write({**NOTES, "numbers.md": AUTHORED}))


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


@pytest.fixture
def manager(simcord_env: Env, here: Place) -> MemberActor:
    return manager_of(simcord_env, here)


async def used(who: MemberActor, place: Place, command: str, **options: Any) -> Any:
    """Use a command; return what it showed to that person alone."""
    shown = seen.answer(await who.slash(place.channel, f"daily {command}", **options))
    assert shown.ephemeral
    return shown


async def said(who: MemberActor, place: Place, command: str, **options: Any) -> str:
    return seen.text(await used(who, place, command, **options))


async def set_up(who: MemberActor, place: Place, **options: Any) -> str:
    wanted = {"channel": place.channel, "time": "12:00", "timezone": "Europe/Berlin", **options}
    return await said(who, place, "setup", **wanted)


async def kept(services: Services, place: Place) -> Schedule:
    found = await services.store.schedules.get(place.guild.id)
    assert found is not None
    return found


async def latest(services: Services, place: Place) -> Quiz:
    (found, *_) = await services.store.quizzes.latest(place.guild.id, 1)
    return found


def stamp(at: datetime) -> str:
    return f"<t:{int(at.timestamp())}:F> (<t:{int(at.timestamp())}:R>)"


def berlin(day: int, hour: int, minute: int = 0) -> datetime:
    """A moment in March 2027, before the clocks change."""
    return datetime(2027, 3, day, hour - 1, minute, tzinfo=UTC)


async def test_only_managers_are_offered_the_commands(simcord_bot: StudyBot, here: Place, manager: MemberActor) -> None:
    names = {f"daily {command}" for command in COMMANDS}
    assert names <= set(manager.available_commands(here.channel))
    assert not names & set(here.stranger.available_commands(here.channel))
    (group,) = [command for command in simcord_bot.tree.get_commands() if command.name == "daily"]
    wire = group.to_dict(simcord_bot.tree)
    assert (wire["default_member_permissions"], wire["contexts"]) == (discord.Permissions(manage_guild=True).value, [0])


async def test_a_server_that_shows_them_to_all_lets_only_managers_use_them(
    simcord_env: Env, here: Place, services: Services
) -> None:
    here.guild.set_command_permissions(
        simcord_env.bot.command_ids["daily"],  # type: ignore[attr-defined] # ours
        {here.guild.default_role: True},
    )
    options: dict[str, dict[str, Any]] = {
        "setup": {"channel": here.channel, "time": "8:00", "timezone": "Europe/Berlin"},
        "retire": {"question": "x"},
    }
    for command in COMMANDS:
        text = await said(here.stranger, here, command, **options.get(command, {}))
        assert_error(simcord_env, app_commands.MissingPermissions)
        assert text == "For this you need the permission Manage Server in this server."
    for command, option in (("setup", "timezone"), ("setup", "weekdays"), ("retire", "question")):
        filled = {"channel": here.channel, "time": "8"} if command == "setup" else {}
        assert await here.stranger.autocomplete(here.channel, f"daily {command}", option, "", **filled) == []
    assert await services.store.schedules.all() == ()


async def test_there_is_no_daily_quiz_of_a_direct_message(manager: MemberActor) -> None:
    with pytest.raises(simcord.SetupError):
        await manager.user.slash("daily show")


async def test_setting_up_echoes_the_next_posts_and_posts_nothing(
    here: Place, manager: MemberActor, services: Services
) -> None:
    assert (await set_up(manager, here)).split("\n") == [
        "### The daily quiz is set up",
        f"**Channel** <#{here.channel.id}>",
        "**Time** 12:00, Europe/Berlin",
        "**Days** every day",
        "**Quiz** 5 questions, open for 20 hours",
        "**Ping** nobody",
        "**Thread** none",
        "**Weekly recap** none",
        "**Next posts**",
        *(f"- {stamp(berlin(day, 12))}" for day in (1, 2, 3)),
        "-# This posts nothing by itself. /daily preview shows the next questions to you alone.",
    ]
    assert here.channel.last_message is None
    guild, channel = here.guild.id, here.channel.id
    since = services.clock.now()
    assert await kept(services, here) == Schedule(guild, channel, time(12), "Europe/Berlin", since)


async def test_all_that_can_be_set_is_kept_and_echoed(here: Place, manager: MemberActor, services: Services) -> None:
    role = here.guild.create_role("quizzers", mentionable=True)
    options: dict[str, Any] = {
        "time": "8pm",
        "timezone": "new york",
        "questions": 10,
        "open_hours": 1,
        "weekdays": "mon, wed and fri",
        "role": role,
        "thread": True,
        "recap_day": "Sunday",
        "recap_time": "18.30",
    }
    text = await set_up(manager, here, **options)
    for line in (
        "**Time** 20:00, America/New_York",
        "**Days** Monday, Wednesday and Friday",
        "**Quiz** 10 questions, open for 1 hour",
        f"**Ping** <@&{role.id}>",
        "**Thread** one below each quiz",
        "**Weekly recap** Sunday at 18:30",
        f"- {stamp(datetime(2027, 3, 2, 1, tzinfo=UTC))}",
    ):
        assert line in text.split("\n")
    assert "will not ping" not in text
    found = await kept(services, here)
    assert found == replace(found, questions=10, open_hours=1, weekdays=frozenset({0, 2, 4}), role=role.id, thread=True)
    assert found.recap == Recap(6, time(18, 30))
    await set_up(manager, here)
    assert (await kept(services, here)).weekdays == EVERY_DAY


async def test_a_role_that_nobody_may_mention_is_told(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services
) -> None:
    """Discord would show its name and tell nobody, unless the bot may mention all."""
    role = here.guild.create_role("quiet")
    assert "will not ping" not in await set_up(manager, here, role=role)
    await allow(simcord_env, here.channel, mention_everyone=False)
    text = await set_up(manager, here, role=role)
    assert f"Discord will not ping <@&{role.id}> yet: open Server Settings" in text
    assert (await kept(services, here)).role == role.id


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"time": "quarter past"}, "That is no time of day: type it like 8:00"),
        ({"time": "25:00"}, "That is no time of day"),
        ({"timezone": "Atlantis"}, "There is no such time zone: type the nearest large city"),
        ({"timezone": "@everyone"}, "time zone"),
        ({"weekdays": "someday"}, "Those are no weekdays"),
        ({"recap_time": "18:00"}, "The recap needs a day"),
        ({"recap_day": "Sunday", "recap_time": "late"}, "That is no time of day"),
    ],
)
async def test_what_nobody_can_understand_is_said_in_one_sentence(  # noqa: PLR0913, PLR0917 - fixtures and a table
    simcord_env: Env, here: Place, manager: MemberActor, services: Services, options: dict[str, Any], says: str
) -> None:
    text = await set_up(manager, here, **options)
    assert_error(simcord_env, SetupError)
    assert says in text
    assert "\n" not in text
    assert "@everyone" not in text
    assert await services.store.schedules.all() == ()


async def test_everybody_is_no_role_to_ping(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services
) -> None:
    assert await set_up(manager, here, role=here.guild.default_role) == NO_PING
    assert_error(simcord_env, RefusedError)
    assert await services.store.schedules.all() == ()


async def test_all_missing_permissions_are_named_and_nothing_is_kept(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services
) -> None:
    await allow(simcord_env, here.channel, embed_links=False, attach_files=False, create_public_threads=False)
    text = await set_up(manager, here, thread=True)
    assert_error(simcord_env, RefusedError)
    assert text == (
        "Nothing was changed. I lack the permissions Embed Links, Attach Files and Create Public Threads in "
        f"<#{here.channel.id}>: open Edit Channel, then Permissions, and allow them for my role."
    )
    assert await services.store.schedules.all() == ()
    await allow(simcord_env, here.channel, create_public_threads=False)
    assert "is set up" in await set_up(manager, here)
    assert "Create Public Threads" in await set_up(manager, here, thread=True)
    assert_error(simcord_env, RefusedError)
    assert not (await kept(services, here)).thread


async def test_a_channel_that_the_bot_does_not_see_is_named(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services
) -> None:
    hidden = here.guild.create_text_channel("hidden")
    await allow(simcord_env, hidden, view_channel=False)
    assert "View Channel" in await set_up(manager, here, channel=hidden)
    assert_error(simcord_env, RefusedError)
    assert await services.store.schedules.all() == ()


async def test_time_zones_are_offered_by_city_and_by_offset(here: Place, manager: MemberActor) -> None:
    async def offered(typed: str) -> dict[str, str]:
        filled = {"channel": here.channel, "time": "8:00"}
        choices = await manager.autocomplete(here.channel, "daily setup", "timezone", typed, **filled)
        return {choice["value"]: choice["name"] for choice in choices}

    assert (await offered("berl"))["Europe/Berlin"].startswith("Berlin")
    assert "America/New_York" in await offered("new york")
    assert "Asia/Kolkata" in await offered("+5:30")
    assert 0 < len(await offered("")) <= 25


async def test_usual_weekdays_are_offered(here: Place, manager: MemberActor, services: Services) -> None:
    filled = {"channel": here.channel, "time": "8:00", "timezone": "Europe/Berlin"}
    choices = await manager.autocomplete(here.channel, "daily setup", "weekdays", "fri", **filled)
    assert [choice["value"] for choice in choices] == ["Monday to Friday", "Monday, Wednesday and Friday"]
    for choice in await manager.autocomplete(here.channel, "daily setup", "weekdays", "", **filled):
        text = await set_up(manager, here, weekdays=choice["value"])
        assert f"**Days** {choice['value']}" in text
    assert (await kept(services, here)).weekdays == {1, 3}


@pytest.mark.parametrize("command", ["show", "pause", "resume", "post", "preview"])
async def test_without_a_quiz_they_say_how_to_make_one(
    simcord_env: Env, here: Place, manager: MemberActor, command: str
) -> None:
    assert await said(manager, here, command) == NO_SCHEDULE
    error = PostError if command in {"post", "preview"} else SetupError
    assert_error(simcord_env, error)


async def test_show_tells_how_it_stands(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services, clock: FixedClock
) -> None:
    await set_up(manager, here)
    assert "No quiz was posted yet." in await said(manager, here, "show")
    clock.advance(timedelta(hours=3))
    await tick(simcord_env)
    quiz = await latest(services, here)
    await services.playing.answer(quiz.id, 0, 0, here.member.id, "Ann")
    await services.reviews.report(quiz.id, 0, here.member.id)
    day = PostingKey(here.guild.id, PostingKind.QUIZ, date(2027, 2, 27))
    await services.store.postings.miss(day, clock.now())
    shown = await used(manager, here, "show")
    text = seen.text(shown)
    assert text.startswith("### The daily quiz is on\n")
    link = f"https://discord.com/channels/{here.guild.id}/{here.channel.id}/{quiz.message}"
    assert f"[Quiz 1 · Monday 1 March 2027]({link}), open until <t:" in text
    assert "1 member has played so far." in text
    assert f"- {stamp(berlin(2, 12))}" in text
    assert "Missed in the last seven days: Saturday 27 February 2027." in text
    assert "1 question was reported by members." in text
    assert "Reported questions" in seen.buttons(shown)
    assert "Nothing can be posted" not in text
    await allow(simcord_env, here.channel, send_messages=False)
    assert "**Nothing can be posted at the moment.** I lack the permissions Send" in await said(manager, here, "show")


async def test_a_thread_that_cannot_be_opened_is_told_beside_a_quiz_that_can_be_posted(
    simcord_env: Env, here: Place, manager: MemberActor, clock: FixedClock
) -> None:
    await set_up(manager, here, thread=True)
    await allow(simcord_env, here.channel, create_public_threads=False)
    for command in ("show", "resume"):
        text = await said(manager, here, command)
        assert "without a thread at the moment.** I lack the permission Create Public Threads" in text
        assert "Nothing can be posted" not in text
    clock.advance(timedelta(hours=3))
    await tick(simcord_env)
    assert len(here.channel.history()) == 1
    assert here.channel.threads == []


async def test_a_paused_quiz_is_not_posted_until_it_is_resumed(
    simcord_env: Env, here: Place, manager: MemberActor, clock: FixedClock
) -> None:
    await set_up(manager, here)
    assert "is paused" in await said(manager, here, "pause")
    assert "is paused" in await said(manager, here, "pause")
    shown = await said(manager, here, "show")
    assert "### The daily quiz is paused" in shown
    assert "Nothing is posted until /daily resume." in shown
    clock.advance(timedelta(days=1, hours=3))
    await tick(simcord_env)
    assert here.channel.last_message is None
    text = await said(manager, here, "resume")
    assert f"- {stamp(berlin(3, 12))}" in text
    await tick(simcord_env)
    assert here.channel.last_message is None
    clock.advance(timedelta(days=1))
    await tick(simcord_env)
    assert len(here.channel.history()) == 1


async def test_a_quiz_is_posted_now_and_once(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services, clock: FixedClock
) -> None:
    await set_up(manager, here)
    text = await said(manager, here, "post")
    (message,) = here.channel.history()
    link = f"https://discord.com/channels/{here.guild.id}/{here.channel.id}/{message.id}"
    assert text.startswith(f"[Quiz 1 · Monday 1 March 2027]({link}) is posted.\n-# It is open until <t:")
    again = await said(manager, here, "post")
    assert again.startswith(f"Today's quiz was posted before: [Quiz 1 · Monday 1 March 2027]({link})")
    clock.advance(timedelta(hours=3))
    await tick(simcord_env)
    assert here.channel.history() == [message]
    assert (await latest(services, here)).message == message.id


async def test_posting_where_it_may_not_says_what_is_missing(
    simcord_env: Env, here: Place, manager: MemberActor
) -> None:
    await set_up(manager, here)
    await allow(simcord_env, here.channel, attach_files=False)
    assert "I lack the permission Attach Files" in await said(manager, here, "post")
    assert_error(simcord_env, PostError)
    await allow(simcord_env, here.channel)
    simcord_env.inject_error("POST", "/channels/*/messages", status=500)
    assert "did not say whether it took the quiz" in await said(manager, here, "post")
    assert_error(simcord_env, PostError)


async def test_a_preview_shows_to_one_alone_what_the_quiz_then_asks(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services, clock: FixedClock
) -> None:
    await set_up(manager, here, questions=7)
    shown = await used(manager, here, "preview")
    first = seen.text(shown)
    assert "-# 7 questions · page 1 of 3. Only you see this." in first
    foreseen = first
    for _ in range(2):
        turned = await seen.press(manager, shown, "Next")
        assert turned.id == shown.id
        foreseen += seen.text(turned)
    assert foreseen.count("(right)**") == 7
    assert re.findall(r"^\*\*(\d)\. ", foreseen, re.MULTILINE) == list("1234567")
    assert here.channel.last_message is None
    clock.advance(timedelta(hours=3))
    await tick(simcord_env)
    asked = (await latest(services, here)).questions
    for at, each in enumerate(asked, start=1):
        assert f"**{at}. {one_line(each.prompt, 400)}**" in foreseen
        assert f"{one_line(each.right, 400)} (right)**" in foreseen
        assert f"-# {each.file}:{each.start_line}" in foreseen


async def test_a_stranger_who_presses_buttons_of_managers_changes_nothing(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services
) -> None:
    """Wherever the buttons came from: they may have been made public by somebody."""
    await set_up(manager, here)
    channel = simcord_env.bot.get_channel(here.channel.id)
    assert isinstance(channel, discord.TextChannel)
    question = await channel.send(view=drawn.season_question())
    preview = await channel.send(view=drawn.preview(await services.daily.preview(here.guild.id), 0))
    for message, label in ((question, "Start it"), (question, "Leave it"), (preview, "Next")):
        assert "Manage Server" in seen.text(await seen.press(here.stranger, message, label))
    assert await services.store.schedules.seasons(here.guild.id) == ()


async def test_a_retired_question_counts_for_nobody_until_it_is_put_back(
    here: Place, manager: MemberActor, services: Services
) -> None:
    await set_up(manager, here)
    await said(manager, here, "post")
    quiz = await latest(services, here)
    bad = quiz.questions[2]
    await services.playing.answer(quiz.id, 2, bad.answer, here.member.id, "Ann")
    words = bad.prompt.split()[-1].strip("?")
    offered = await manager.autocomplete(here.channel, "daily retire", "question", words)
    assert bad.id in [choice["value"] for choice in offered]
    assert any(choice["name"].startswith("1: ") and choice["value"] == bad.id for choice in offered)
    (card,) = here.channel.history()
    assert "5 questions" in seen.text(card)
    shown = await used(manager, here, "retire", question=bad.id)
    text = seen.text(shown)
    assert "### This question is taken out." in text
    assert one_line(bad.prompt, 400) in text
    assert f"{one_line(bad.right, 400)} (right)" in text
    assert "Asked last in quiz 1 on Monday 1 March 2027: 1 of 1 answer right" in text
    assert (await services.store.attempts.results(quiz.id))[0].right == 0
    assert "4 questions" in seen.text(here.channel.history()[0])
    (*_, last) = await manager.autocomplete(here.channel, "daily retire", "question", "")
    assert last == {"name": f"1, taken out: {bad.prompt}", "value": bad.id}
    assert "This question was taken out before." in await said(manager, here, "retire", question=bad.id)
    await seen.press(manager, shown, "Put it back")
    assert (await services.store.attempts.results(quiz.id))[0].right == 1


async def test_only_a_question_that_was_asked_here_can_be_retired(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services
) -> None:
    there = place_in(simcord_env, "beta")
    other = manager_of(simcord_env, there)
    await set_up(other, there)
    await said(other, there, "post")
    foreign = (await latest(services, there)).questions[0]
    for typed in (foreign.id, "whatever I type", "x" * 600):
        assert await said(manager, here, "retire", question=typed) == drawn.NOT_OFFERED
        assert_error(simcord_env, RefusedError)
    assert await manager.autocomplete(here.channel, "daily retire", "question", "") == []


async def test_a_season_begins_after_a_second_thought(here: Place, manager: MemberActor, services: Services) -> None:
    await set_up(manager, here)
    left = await seen.press(manager, await used(manager, here, "season"), "Leave it")
    assert seen.text(left) == drawn.SEASON_LEFT
    assert await services.store.schedules.seasons(here.guild.id) == ()
    begun = await seen.press(manager, await used(manager, here, "season"), "Start it")
    assert seen.text(begun) == "Season 2 begins today. /leaderboard shows it, and the earlier ones."
    assert seen.buttons(begun) == {}
    assert await services.store.schedules.seasons(here.guild.id) == (date(2027, 3, 1),)


async def test_who_does_it_too_often_is_asked_to_wait(simcord_env: Env, here: Place, manager: MemberActor) -> None:
    for _ in range(MOST):
        await used(manager, here, "season")
    assert "You are faster than I am." in await said(manager, here, "show")
    assert_error(simcord_env, TooFastError)
