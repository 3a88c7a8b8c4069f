"""Questions and answers, as members meet them."""

from __future__ import annotations

import discord
import pytest
from simcord.asserts import assert_error
from simcord.env import Env

from bot.store.protocol import Store
from cogs.ask import NO_WORDS
from cogs.errors import RefusedError
from cogs.ui.answers import NOT_IN_NOTES
from cogs.ui.presses import NOT_YOURS, THANKS, THANKS_FOR_NOTHING
from tests.discord import seen
from tests.discord.seen import Place, mention, place_in

QUESTION = "default visibility timeout"
ANSWER = "The default visibility timeout is 30 seconds."
PLACE = "Amazon SQS › Visibility timeout · queues.md:5"


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


async def test_a_public_answer(here: Place) -> None:
    """The question in small print, the words of the notes, where they stand, what one can do."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    assert not shown.ephemeral
    assert seen.text(shown).split("\n") == [f"-# {QUESTION}", f"### {ANSWER}", f"-# {PLACE}"]
    assert list(seen.buttons(shown)) == [
        *("Lines around", "Other places", "Ask further"),
        *("Helpful", "Not helpful", "Delete"),
    ]


async def test_a_private_answer_is_seen_by_one_person(here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION, private=True))
    assert shown.ephemeral
    assert ANSWER in seen.text(shown)
    assert "Delete" not in seen.buttons(shown)


async def test_what_the_notes_do_not_say(here: Place) -> None:
    """The nearest topics are buttons, and a press opens one for the presser alone."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question="price of a visibility timeout in euro"))
    assert NOT_IN_NOTES in seen.text(shown)
    assert "Visibility timeout" in seen.buttons(shown)
    found = await seen.press(here.stranger, shown, "Visibility timeout")
    assert found.ephemeral
    assert f"5 - {ANSWER}" in seen.text(found)
    assert NOT_IN_NOTES in seen.text(shown)


async def test_a_topic_of_a_private_answer_leaves_that_in_place(here: Place) -> None:
    question = "price of a visibility timeout in euro"
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=question, private=True))
    found = await seen.press(here.member, shown, "Visibility timeout")
    assert found.id != shown.id
    (line,) = [line for line in seen.text(found).split("\n") if "12 hours" in line]
    assert line.startswith("6 - ")


async def test_lines_around_an_answer(here: Place) -> None:
    """With their numbers and those that are quoted marked, for whoever wants to see them."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    around = await seen.press(here.stranger, shown, "Lines around")
    assert around.ephemeral
    assert seen.text(around).split("\n") == [
        *(f"-# {PLACE}", "```", "  1 # Amazon SQS", "  2", "  3 ## Visibility timeout", "  4"),
        *("> 5 - The default visibility timeout is 30 seconds.", "  6 - The maximum visibility timeout is 12 hours."),
        *("  7", "  8 ## Message size", "  9", "```", "-# The lines marked > are the ones that are quoted."),
    ]


async def test_other_places_of_a_public_answer_are_shown_to_the_presser_alone(here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    before = seen.text(shown)
    others = await seen.press(here.stranger, shown, "Other places")
    assert others.ephemeral
    assert "The maximum visibility timeout is 12 hours." in seen.text(others)
    opened = await seen.press(here.stranger, others, "Open")
    assert "The lines marked > are the ones that are quoted." in seen.text(opened)
    assert seen.text(shown) == before


@pytest.mark.parametrize(("label", "thanks"), [("Helpful", THANKS), ("Not helpful", THANKS_FOR_NOTHING)])
async def test_votes_count(here: Place, store: Store, label: str, thanks: str) -> None:
    """One for each member, the last one: a stranger may vote too."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    for member in (here.member, here.stranger, here.stranger):
        thanked = await seen.press(member, shown, label)
        assert thanked.ephemeral
        assert seen.text(thanked) == thanks
    asked = await store.asked.get(1)
    assert asked is not None
    assert (asked.helpful, asked.unhelpful) == ((2, 0) if label == "Helpful" else (0, 2))


@pytest.mark.parametrize("manager", [False, True])
async def test_only_the_asker_deletes_an_answer(simcord_env: Env, here: Place, *, manager: bool) -> None:
    """Who manages the server may delete messages in Discord's own way."""
    role = here.guild.create_role("role", permissions=discord.Permissions(manage_guild=manager))
    other = here.guild.add_member(simcord_env.create_user("other"), roles=[role])
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    refused = await seen.press(other, shown, "Delete")
    assert refused.ephemeral
    assert seen.text(refused) == NOT_YOURS
    assert len(here.channel.history(viewer=here.member)) == 1
    await here.member.click(shown, custom_id=seen.buttons(shown)["Delete"])
    assert here.channel.history(viewer=here.member) == []


async def test_a_mention_is_a_question(simcord_env: Env, here: Place) -> None:
    await here.member.send(here.channel, f"hey {mention(simcord_env)} what is the {QUESTION}?")
    question, shown = here.channel.history()
    assert shown.reference is not None
    assert shown.reference.message_id == question.id
    assert seen.text(shown) == f"### {ANSWER}\n-# {PLACE}"
    assert "Delete" in seen.buttons(shown)
    await here.member.click(shown, custom_id=seen.buttons(shown)["Delete"])
    assert here.channel.history() == [question]


async def test_a_direct_message_is_a_question(here: Place) -> None:
    await here.member.send_dm(QUESTION)
    _, shown = here.member.user.dm_channel.history()
    assert seen.text(shown) == f"### {ANSWER}\n-# {PLACE}"
    assert "Delete" not in seen.buttons(shown)
    around = await seen.press(here.member.user, shown, "Lines around")
    assert "> 5 - The default visibility timeout is 30 seconds." in seen.text(around)


async def test_commands_work_in_direct_messages(here: Place) -> None:
    await here.member.send_dm(QUESTION)
    user = here.member.user
    assert ANSWER in seen.text(seen.answer(await user.slash("ask", question=QUESTION)))
    assert ANSWER in seen.text(seen.answer(await user.slash("search", words=QUESTION)))
    topics = seen.answer(await user.slash("topics"))
    await user.select(topics, [seen.options(topics)["AWS Lambda"]])
    assert list(seen.options(topics)) == ["Limits"]


@pytest.mark.parametrize("words", ["", "   ", "\u200b\u202e", "<@1234567890123456789>", "hi there"])
async def test_a_mention_without_a_question_is_told_how_to_ask(simcord_env: Env, here: Place, words: str) -> None:
    """Not again and again, though."""
    for _ in range(2):
        await here.member.send(here.channel, f"{mention(simcord_env)} {words}")
    hints = [seen.text(message) for message in here.channel.history() if message.author.bot]
    ask = simcord_env.bot.command_ids["ask"]  # type: ignore[attr-defined] # SimCord knows it as a bare client
    (hint,) = hints
    assert f"write your question after my name, or use </ask:{ask}>." in hint


@pytest.mark.parametrize("text", ["no mention at all", "@everyone look", "thanks {me}, cool", "{me} ok great"])
async def test_what_is_no_question_to_the_bot_is_left_alone(simcord_env: Env, here: Place, text: str) -> None:
    await here.member.send(here.channel, text.format(me=mention(simcord_env)))
    assert len(here.channel.history()) == 1


async def test_bots_and_webhooks_are_not_answered(simcord_env: Env, here: Place) -> None:
    robot = here.guild.add_member(simcord_env.create_user("robot", bot=True))
    await robot.send(here.channel, f"{mention(simcord_env)} {QUESTION}")
    await here.guild.create_webhook(here.channel).send(f"{mention(simcord_env)} {QUESTION}")
    assert len(here.channel.history()) == 2


async def test_an_edit_asks_nothing(simcord_env: Env, here: Place) -> None:
    sent = await here.member.send(here.channel, "good morning")
    await here.member.edit(sent, f"{mention(simcord_env)} {QUESTION}")
    assert len(here.channel.history()) == 1


async def test_a_mention_in_a_thread_is_answered_there(simcord_env: Env, here: Place) -> None:
    simcord_env.backend.create_thread(here.channel.id, "exam", owner_id=here.member.id)
    (thread,) = here.channel.threads
    await here.member.send(thread, f"{mention(simcord_env)} {QUESTION}")
    assert ANSWER in seen.text(thread.history()[-1])


async def test_a_reply_goes_on_from_an_answer(simcord_env: Env, here: Place) -> None:
    """It is shown as it was understood."""
    await here.member.send(here.channel, f"{mention(simcord_env)} {QUESTION}")
    shown = here.channel.history()[-1]
    await here.stranger.send(here.channel, "and the maximum?", reply_to=shown)
    followed = seen.text(here.channel.history()[-1])
    assert followed.startswith("-# Understood as: maximum visibility timeout")
    assert "The maximum visibility timeout is 12 hours." in followed


async def test_thanks_for_an_answer_ask_nothing(simcord_env: Env, here: Place) -> None:
    await here.member.send(here.channel, f"{mention(simcord_env)} {QUESTION}")
    await here.member.send(here.channel, "Thank you so much!", reply_to=here.channel.history()[-1])
    assert len(here.channel.history()) == 3


async def test_a_reply_that_discord_hides_is_told_what_to_do(here: Place) -> None:
    """Discord does not show a bot the replies to what it answered to a command."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION))
    for _ in range(2):
        await here.member.send(here.channel, "and the maximum?", reply_to=shown)
    _, _, hint, _ = here.channel.history()
    assert "press **Ask further** below it, or mention me" in seen.text(hint)


@pytest.mark.parametrize("private", [False, True])
async def test_ask_further_goes_on_from_an_answer(here: Place, *, private: bool) -> None:
    """What follows a private answer is private."""
    shown = seen.answer(await here.member.slash(here.channel, "ask", question=QUESTION, private=private))
    asking = await here.member.click(shown, custom_id=seen.buttons(shown)["Ask further"])
    assert asking.modal is not None
    field = next(part["component"]["custom_id"] for part in asking.modal["components"])
    followed = seen.answer(await here.member.submit_modal(asking, {field: "and the maximum?"}))
    assert followed.ephemeral is private
    assert "The maximum visibility timeout is 12 hours." in seen.text(followed)


async def test_ask_the_notes_answers_a_message(here: Place) -> None:
    sent = await here.member.send(here.channel, f"does anybody know the {QUESTION}?")
    shown = seen.answer(await here.stranger.context_menu(here.channel, "Ask the notes", sent))
    assert not shown.ephemeral
    assert ANSWER in seen.text(shown)


async def test_ask_the_notes_needs_words(simcord_env: Env, here: Place) -> None:
    sent = await here.member.send(here.channel, "<:what:123456789012345678>")
    shown = seen.answer(await here.stranger.context_menu(here.channel, "Ask the notes", sent))
    assert_error(simcord_env, RefusedError)
    assert shown.ephemeral
    assert seen.text(shown) == NO_WORDS


async def test_what_is_typed_is_completed(here: Place) -> None:
    choices = await here.member.autocomplete(here.channel, "ask", "question", "visib")
    assert any("isibility timeout" in choice["name"] for choice in choices)
    assert all(choice["name"] == choice["value"] for choice in choices)


async def test_a_completion_that_is_too_long_is_not_offered(here: Place) -> None:
    """A question that had to be cut would be another one."""
    for question in (f"{QUESTION} {'of a queue ' * 20}", f"{QUESTION} of a queue"):
        await here.member.slash(here.channel, "ask", question=question)
    names = [choice["name"] for choice in await here.member.autocomplete(here.channel, "ask", "question", QUESTION)]
    assert f"{QUESTION} of a queue" in names
    assert max(map(len, names)) <= 100
