"""Questions when things are not as they should be: hostile text, many at once, restarts, Discord's own failures."""

from __future__ import annotations

import asyncio
import itertools
import re
from dataclasses import replace
from pathlib import Path

import discord
import pytest
from simcord import interactions
from simcord.actors import MemberActor
from simcord.asserts import assert_error
from simcord.enums import InteractionType
from simcord.env import Env
from simcord.results import InteractionResult

from bot.client import StudyBot
from bot.settings import Settings
from bot.study.asking import Asked, Asking, QuestionError
from bot.study.library import Library, guild_notes_dir
from bot.study.pace import MOST, TooFastError
from bot.study.services import Services
from cogs.ui import answers, delivery
from cogs.ui.lookups import CHANGED
from cogs.ui.presses import TOO_OLD
from tests.conftest import WriteNotes
from tests.discord import seen
from tests.discord.conftest import NOTES, build_here
from tests.discord.seen import Place, mention, place_in

QUESTION = "default visibility timeout"
ANSWER = "The default visibility timeout is 30 seconds."
HOSTILE = """# Passwords @everyone

- The password of the printer is **[hunter2](https://evil.example/x)** and ||`secret`|| @here <@&1> ``` \u202e!
- # The password of the scanner > is _not_ <@123456789012345678> </ask:1>
"""
PORTS = "# Ports of a server\n\n" + "".join(f"## Port {n}\n\nPort {n} of a server is open.\n\n" for n in range(20, 30))


@pytest.fixture
def settings(write: WriteNotes, tmp_path: Path) -> Settings:
    notes = write({**NOTES, "hostile.md": HOSTILE, "ports.md": PORTS})
    return Settings(notes_dir=notes, data_dir=tmp_path / "data")


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


def everything(place: Place) -> list[discord.Message]:
    """Return all messages of the bot in a channel, those for one person included."""
    backend = place.channel._env.backend
    return [message for message in place.channel.history() if message.author.id == backend.bot_user.id]


@pytest.mark.parametrize(
    "question",
    [
        "password of the printer",
        "@everyone password of the printer <@&1>",
        "[password](<x>) of the ```printer",
        "\u202epassword\u2066 of the\u200b printer",
    ],
)
async def test_nothing_works_that_notes_or_questions_smuggle(simcord_env: Env, here: Place, question: str) -> None:
    """No ping, no hidden address, no format of theirs; the words are all there."""
    shown = [
        seen.answer(await here.member.slash(here.channel, "ask", question=question)),
        seen.answer(await here.member.slash(here.channel, "search", words=question)),
    ]
    await here.member.send(here.channel, f"{mention(simcord_env)} {question}")
    for message in (*shown, here.channel.history()[-1]):
        text = seen.text(message)
        assert "hunter2" in text
        unescaped = re.sub(r"\\.", "", text)
        for trick in ("@everyone", "@here", "[", "`", "||", "<", "\u202e", "\u2066"):
            assert trick not in unescaped
    assert not any(message.mentions or message.mention_everyone for message in everything(here)[:2])


async def test_a_question_of_four_thousand_characters_is_answered(here: Place) -> None:
    """It is asked whole and repeated in short."""
    question = f"{QUESTION}? {'please tell me. ' * 260}"[:4_000]
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=question))
    first = seen.text(shown).split("\n")[0]
    assert first.startswith(f"-# {QUESTION}? please")
    assert first.endswith("…")
    assert len(first) <= 310


@pytest.mark.parametrize(
    "question", ["\u05de\u05d4 \u05d6\u05d4 SQS", "\u0645\u0627 \u0647\u0648 SQS", "\U0001f469\u200d\U0001f4bb SQS"]
)
async def test_questions_of_other_scripts_are_answered_kindly(here: Place, question: str) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=question))
    assert seen.text(shown).startswith(f"-# {question}\n")


@pytest.mark.parametrize("question", ["???", "\u200b", "\U0001f600", "_ _"])
async def test_a_question_without_a_word_is_refused_kindly(simcord_env: Env, here: Place, question: str) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=question))
    assert_error(simcord_env, QuestionError)
    assert shown.ephemeral
    assert "write a few words" in seen.text(shown)


async def test_who_asks_too_often_is_asked_to_wait(simcord_env: Env, here: Place) -> None:
    """In whatever way; others are not."""
    for _ in range(MOST - 1):
        await here.member.slash(here.channel, "ask", question=QUESTION, private=True)
    await here.member.send(here.channel, f"{mention(simcord_env)} {QUESTION}")
    refused = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    assert_error(simcord_env, TooFastError)
    assert refused.ephemeral
    assert "Ask again in 60 seconds, please." in seen.text(refused)
    assert ANSWER in seen.text(seen.answer(await here.stranger.slash(here.channel, "ask", question=QUESTION)))


def deferrals(env: Env) -> int:
    """Return how often Discord was told to wait."""
    kind = discord.InteractionResponseType.deferred_channel_message.value
    responses = (request.json for request in env.http_requests if request.path.endswith("/callback"))
    return sum(response is not None and response["type"] == kind for response in responses)


@pytest.fixture
def slowly(services: Services, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every other question take longer than the bot waits before it tells Discord to wait."""
    turns = itertools.count()
    ask, again = services.asking.ask, services.asking.again

    async def slow_ask(question: str, guild: int | None, *, about: int | None = None, private: bool = False) -> Asked:
        await asyncio.sleep(0.03 * (next(turns) % 2 == 0))
        return await ask(question, guild, about=about, private=private)

    async def slow_again(asked_id: int, guild: int | None) -> Asked | None:
        await asyncio.sleep(0.03)
        return await again(asked_id, guild)

    monkeypatch.setattr(delivery, "PATIENCE", 0.01)
    monkeypatch.setattr(services.asking, "ask", slow_ask)
    monkeypatch.setattr(services.asking, "again", slow_again)


@pytest.mark.usefixtures("slowly")
async def test_a_slow_answer_is_deferred_and_given_once(simcord_env: Env, here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    assert ANSWER in seen.text(shown)
    assert deferrals(simcord_env) == 1
    assert len(everything(here)) == 1


@pytest.mark.usefixtures("slowly")
async def test_slow_presses_are_deferred(simcord_env: Env, here: Place) -> None:
    """What they lead to is the same: a message of its own, or another page of this one."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question="is port 25 of a server open"))
    others = await seen.press(here.member, shown, "Other places")
    assert others.ephemeral
    before = seen.text(others)
    assert (await seen.press(here.member, others, "Next")).id == others.id
    assert seen.text(others) != before
    assert deferrals(simcord_env) == 2


async def test_two_hundred_members_at_once(simcord_env: Env, here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    """All are answered, none twice, each with the answer to the own question."""
    monkeypatch.setattr(delivery, "PATIENCE", 60)  # two hundred timers would keep the simulated clock busy
    members = [here.guild.add_member(simcord_env.create_user(f"member{n}")) for n in range(200)]
    results = [fired(simcord_env, here, member, f"{QUESTION} {n}") for n, member in enumerate(members)]
    while not all(result.acknowledged for result in results):  # noqa: ASYNC110 - what happens inside has no event
        await asyncio.sleep(0.01)
    await simcord_env.settle()
    for n, result in enumerate(results):
        assert seen.text(seen.answer(result)).startswith(f"-# {QUESTION} {n}\n")
    assert len(everything(here)) == 200


def fired(env: Env, place: Place, member: MemberActor, question: str) -> InteractionResult:
    """Send a command off without waiting for what comes of it."""
    root = env.backend.find_command("ask", place.guild.id, type=1)
    assert root is not None
    data = {
        "id": root["id"],
        "name": "ask",
        "type": 1,
        "options": [{"name": "question", "type": 3, "value": question}],
    }
    record, payload = interactions.base_payload(
        env.backend,
        type=InteractionType.APPLICATION_COMMAND,
        channel_id=place.channel.id,
        guild_id=place.guild.id,
        user_id=member.id,
        data=data,
    )
    env.backend.emit("INTERACTION_CREATE", payload)
    return InteractionResult(env, record)


async def test_servers_do_not_see_each_other(
    simcord_env: Env, here: Place, settings: Settings, services: Services
) -> None:
    """Neither their notes, nor what was asked there, not even with the button of another server's answer."""
    there = place_in(simcord_env, "beta")
    own = guild_notes_dir(settings.data_dir, here.guild.id)
    own.mkdir(parents=True)
    (own / "own.md").write_text("# Club\n\n- The club room is in the tower of the castle.\n", encoding="utf-8")
    await services.library.refresh()
    question = "where is the club room"
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=question))
    assert "tower of the castle" in seen.text(shown)
    elsewhere = seen.answer(await there.member.slash(there.channel, "ask", question=question))
    assert "tower" not in seen.text(elsewhere)
    assert not await there.member.autocomplete(there.channel, "ask", "question", "club room")
    channel = simcord_env.bot.get_channel(there.channel.id)
    assert isinstance(channel, discord.TextChannel)
    asked = await services.asking.again(1, here.guild.id)
    assert asked is not None
    smuggled = await channel.send(view=answers.answer(asked))
    for label in ("Lines around", "Helpful"):
        assert seen.text(await seen.press(there.member, smuggled, label)) == TOO_OLD


async def test_old_buttons_work_after_a_restart(
    simcord_env: Env, here: Place, settings: Settings, services: Services
) -> None:
    answered = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    found = seen.answer(await here.member.slash(here.channel, "search", words="timeout"))
    topics = seen.answer(await here.member.slash(here.channel, "topics"))
    library = Library(settings.notes_dir, settings.data_dir, build_here)
    bot = StudyBot(settings, replace(services, library=library, asking=Asking(library, services.store, services.clock)))
    await simcord_env.restart_bot(bot)
    try:
        assert "> 5 - The default" in seen.text(await seen.press(here.stranger, answered, "Lines around"))
        assert "The lines marked >" in seen.text(await seen.press(here.member, found, "Open"))
        await here.member.select(topics, [seen.options(topics)["Amazon SQS"]])
        assert "Visibility timeout" in seen.options(topics)
        await here.member.click(answered, custom_id=seen.buttons(answered)["Delete"])
        assert answered.id not in {message.id for message in everything(here)}
    finally:
        await bot.close()


async def test_nothing_of_a_message_is_kept_in_memory(simcord_env: Env, here: Place) -> None:
    """A bot that runs for months would drown in them."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    await seen.press(here.member, shown, "Other places")
    kept = simcord_env.bot._connection._view_store
    assert (kept._views, kept._synced_message_views) == ({}, {})


async def test_a_button_of_an_answer_that_is_no_more_explains_itself(
    here: Place, settings: Settings, services: Services
) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    (settings.notes_dir / "queues.md").write_text("# Nothing\n", encoding="utf-8")
    await services.library.refresh()
    assert seen.text(await seen.press(here.member, shown, "Lines around")) == CHANGED


@pytest.mark.incidents
async def test_without_permission_to_write_the_asker_is_told_in_private(simcord_env: Env, here: Place) -> None:
    simcord_env.inject_error("POST", f"/channels/{here.channel.id}/messages", status=403, code=50013, times=None)
    await here.member.send(here.channel, f"{mention(simcord_env)} {QUESTION}")
    assert_error(simcord_env, discord.Forbidden)
    assert everything(here) == []
    (told,) = here.member.user.dm_channel.history()
    assert "permission" in told.content


@pytest.mark.incidents
@pytest.mark.parametrize(
    ("status", "code", "told"),
    [(404, 10003, "was deleted"), (429, 0, "Discord has trouble"), (500, 0, "Discord has trouble")],
)
async def test_a_failure_of_discord_is_told(simcord_env: Env, here: Place, status: int, code: int, told: str) -> None:
    simcord_env.inject_error("POST", f"/channels/{here.channel.id}/messages", status=status, code=code)
    await here.member.send(here.channel, f"{mention(simcord_env)} {QUESTION}")
    assert_error(simcord_env, discord.HTTPException)
    (message,) = everything(here)
    assert told in message.content


@pytest.mark.incidents
@pytest.mark.parametrize(("status", "code"), [(403, 50001), (404, 10062), (429, 0), (500, 0)])
async def test_a_response_that_discord_refuses_does_no_harm(
    simcord_env: Env, here: Place, status: int, code: int
) -> None:
    """There is one sentence in place of the answer, and the next question is answered."""
    simcord_env.inject_error("POST", "/interactions/*/*/callback", status=status, code=code)
    refused = await here.member.slash(here.channel, "ask", question=QUESTION)
    assert_error(simcord_env, discord.HTTPException)
    assert refused.response is None or "Incident" in seen.text(refused.response)
    assert ANSWER in seen.text(seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION)))


@pytest.mark.incidents
async def test_a_press_that_discord_refuses_is_told(simcord_env: Env, here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    simcord_env.inject_error("POST", "/interactions/*/*/callback", status=500)
    told = await seen.press(here.member, shown, "Lines around")
    assert "Discord has trouble" in seen.text(told)
