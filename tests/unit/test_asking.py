"""Asking for a guild: what is remembered, who may see it, and what it is good for later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.store.memory import MemoryStore
from bot.study.asking import Asked, Asking, QuestionError, cleaned
from bot.study.gaps import Why
from bot.study.library import Library
from knowledge.files import Source
from knowledge.index import Summary, build

GUILD, OTHER = 1, 2
SQS = """\
# Amazon SQS

## Visibility timeout

- Default visibility timeout: 30 seconds.
- Maximum visibility timeout: 12 hours.

### Why is a message processed twice?

The work takes longer than the visibility timeout.
"""
OWN_NOTE = """\
# Our exam

## Room

- The exam is in room 4711.
"""
VISIBILITY = "what is the max visibility timeout of sqs"


class FixedClock:
    """A clock that is set by hand."""

    def __init__(self) -> None:
        self.time = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        """The moment that it is set to."""
        return self.time


async def build_here(sources: Sequence[Source], data_dir: Path) -> Summary:
    """Read notes in a thread: a process of its own takes longer to start."""
    return await asyncio.to_thread(build, sources, data_dir)


@pytest.fixture(scope="module")
def folders(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """Shared notes and those of one guild, read only once for all tests."""
    notes, data = tmp_path_factory.mktemp("notes"), tmp_path_factory.mktemp("data")
    (notes / "sqs.md").write_text(SQS, encoding="utf-8")
    (data / "guilds" / str(GUILD)).mkdir(parents=True)
    (data / "guilds" / str(GUILD) / "exam.md").write_text(OWN_NOTE, encoding="utf-8")
    return notes, data


@pytest.fixture
async def library(folders: tuple[Path, Path]) -> AsyncIterator[Library]:
    opened = Library(*folders, build_here)
    await opened.start()
    yield opened
    await opened.close()


@pytest.fixture
def store() -> MemoryStore:
    return MemoryStore()


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock()


@pytest.fixture
def asking(library: Library, store: MemoryStore, clock: FixedClock) -> Asking:
    return Asking(library, store, clock)


async def test_a_question_is_answered_and_remembered(asking: Asking, store: MemoryStore, clock: FixedClock) -> None:
    asked = await asking.ask(f"  {VISIBILITY}\n", GUILD)
    assert (asked.question, asked.guild, asked.about) == (VISIBILITY, GUILD, "")
    assert "12 hours" in asked.answer.answer
    kept = await store.asked.get(asked.id)
    assert kept is not None
    assert (kept.text, kept.guild, kept.found, kept.asked_at) == (VISIBILITY, GUILD, True, clock.time)


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("what\n is\tsqs", "what is sqs"),
        ("\u200bsqs\u2060\ufeff", "sqs"),
        ("\u202eslq\u202c \x1b[31m", "slq [31m"),
        ("\u0645\u06cc\u200c\u062e 👩\u200d💻", "\u0645\u06cc\u200c\u062e 👩\u200d💻"),
        ("a" * 5000, "a" * 4000),
        ("\ud800what", "what"),
        ("C++?", "C++?"),
    ],
)
def test_a_question_is_cleaned_of_what_cannot_be_seen(question: str, text: str) -> None:
    assert cleaned(question) == text


@pytest.mark.parametrize("question", ["", " \n", "???", "\u200b\u200b", "👍", "\u202e"])
async def test_a_question_without_a_word_is_refused(asking: Asking, store: MemoryStore, question: str) -> None:
    with pytest.raises(QuestionError, match="write a few words"):
        await asking.ask(question, GUILD)
    with pytest.raises(QuestionError):
        await asking.search(question, GUILD)
    assert await store.asked.get(1) is None


async def test_a_reply_keeps_the_subject_and_a_chain_goes_on(asking: Asking) -> None:
    first = await asking.ask(VISIBILITY, GUILD)
    second = await asking.ask("and the default?", GUILD, about=first.id)
    assert (second.question, second.about) == ("what is the default visibility timeout of sqs", VISIBILITY)
    assert "30 seconds" in second.answer.answer
    third = await asking.ask("and the max?", GUILD, about=second.id)
    assert (third.question, third.about) == (VISIBILITY, second.question)


@pytest.mark.parametrize("guild", [OTHER, None])
async def test_a_reply_to_a_question_of_another_guild_stands_alone(asking: Asking, guild: int | None) -> None:
    room = await asking.ask("in which room is the exam", GUILD)
    assert "4711" in room.answer.answer
    reply = await asking.ask("and the default?", guild, about=room.id)
    assert (reply.question, reply.about) == ("and the default?", "")


async def test_a_reply_to_a_forgotten_question_stands_alone(asking: Asking) -> None:
    assert (await asking.ask("default visibility timeout", GUILD, about=99)).about == ""


async def test_a_question_is_answered_again_where_it_was_asked(asking: Asking) -> None:
    asked = await asking.ask("in which room is the exam", GUILD)
    assert await asking.again(asked.id, GUILD) == Asked(asked.id, asked.question, GUILD, asked.answer)
    assert [await asking.again(asked.id, guild) for guild in (OTHER, None)] == [None, None]
    assert await asking.again(99, GUILD) is None
    direct = await asking.ask(VISIBILITY, None)
    assert await asking.again(direct.id, None) is not None
    assert await asking.again(direct.id, GUILD) is None


async def test_votes_count_once_for_each_member(asking: Asking, store: MemoryStore) -> None:
    asked = await asking.ask(VISIBILITY, GUILD)
    for member, helpful in [(7, True), (7, False), (8, True), (7, False)]:
        assert await asking.vote(asked.id, GUILD, member, helpful=helpful)
    assert not await asking.vote(asked.id, OTHER, 9, helpful=False)
    assert not await asking.vote(99, GUILD, 9, helpful=False)
    kept = await store.asked.get(asked.id)
    assert kept is not None
    assert (kept.helpful, kept.unhelpful) == (1, 1)


async def test_a_vote_names_nobody(asking: Asking, store: MemoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is stored differs from question to question, and without the key nobody can work out whose it is."""
    voters: list[bytes] = []

    async def vote(_: int, voter: bytes, *, helpful: bool) -> bool:
        voters.append(voter)
        return helpful

    monkeypatch.setattr(store.asked, "vote", vote)
    first, second = await asking.ask(VISIBILITY, GUILD), await asking.ask(VISIBILITY, GUILD)
    for asked in (first, first, second):
        await asking.vote(asked.id, GUILD, 1234, helpful=True)
    store.secret = bytes(32)
    await asking.vote(first.id, GUILD, 1234, helpful=True)
    assert voters[0] == voters[1]
    assert len(set(voters)) == 3
    assert not any(b"1234" in voter for voter in voters)


async def test_completions_are_headings_and_good_questions_of_this_guild(asking: Asking) -> None:
    await asking.ask("which visibility timeout is the default", GUILD)
    await asking.ask("who invented visibility", GUILD)
    await asking.ask("max visibility timeout of sqs please", OTHER)
    await asking.ask("min visibility", None)
    assert await asking.completions("visi", GUILD) == (
        "which visibility timeout is the default",
        "Amazon SQS: Visibility timeout",
    )
    assert await asking.completions("visi", None) == ("Amazon SQS: Visibility timeout",)
    assert await asking.completions("room", GUILD) == ("Our exam: Room",)
    assert await asking.completions("room", OTHER) == ()


async def test_completions_begin_with_something_to_ask(asking: Asking) -> None:
    headings = ("Why is a message processed twice?", "Our exam", "Amazon SQS")
    assert set(await asking.completions("", GUILD)) == set(headings)
    await asking.ask(VISIBILITY, GUILD)
    assert (await asking.completions(" ", GUILD))[0] == VISIBILITY
    assert VISIBILITY not in await asking.completions("", OTHER)


async def test_a_question_that_was_private_or_voted_down_is_not_offered(asking: Asking) -> None:
    await asking.ask("default visibility timeout", GUILD, private=True)
    poor = await asking.ask(VISIBILITY, GUILD)
    assert set(await asking.completions("visibility", GUILD)) == {VISIBILITY, "Amazon SQS: Visibility timeout"}
    await asking.vote(poor.id, GUILD, 7, helpful=False)
    assert await asking.completions("visibility", GUILD) == ("Amazon SQS: Visibility timeout",)


async def test_completions_follow_the_notes(asking: Asking, library: Library, folders: tuple[Path, Path]) -> None:
    assert await asking.completions("kinesis", GUILD) == ()
    new = folders[0] / "kinesis.md"
    new.write_text("# Kinesis\n\n## Shards\n\n- A shard takes 1 MB per second.\n", encoding="utf-8")
    await library.refresh()
    assert await asking.completions("kinesis", GUILD) == ("Kinesis", "Kinesis: Shards")
    new.unlink()
    await library.refresh()


async def test_gaps_are_what_was_not_found_or_did_not_help(asking: Asking) -> None:
    await asking.ask("what is the port of mysql", GUILD)
    await asking.ask("mysql port", GUILD)
    poor = await asking.ask(VISIBILITY, GUILD)
    await asking.vote(poor.id, GUILD, 7, helpful=False)
    await asking.ask("what is kafka", OTHER)
    gaps = await asking.gaps(GUILD)
    assert [(gap.question, gap.why, gap.times) for gap in gaps] == [
        ("mysql port", Why.NOT_FOUND, 2),
        (VISIBILITY, Why.UNHELPFUL, 1),
    ]
    assert await asking.settle(OTHER, gaps[0].asked_ids) == 0
    assert await asking.settle(GUILD, gaps[0].asked_ids) == 2
    assert [gap.why for gap in await asking.gaps(GUILD)] == [Why.UNHELPFUL]


async def test_a_gap_that_the_notes_answer_by_now_is_gone(
    asking: Asking, library: Library, folders: tuple[Path, Path]
) -> None:
    await asking.ask("what is the port of mysql", GUILD)
    new = folders[0] / "mysql.md"
    new.write_text("# MySQL\n\n- Port of MySQL: 3306.\n", encoding="utf-8")
    await library.refresh()
    assert await asking.gaps(GUILD) == ()
    new.unlink()
    await library.refresh()
    assert await asking.gaps(GUILD) == (), "it was dealt with; whoever asks again makes a new gap"


async def test_old_questions_are_forgotten_and_gaps_later(asking: Asking, clock: FixedClock) -> None:
    answered, gap = await asking.ask(VISIBILITY, GUILD), await asking.ask("mysql port", GUILD)
    clock.time += timedelta(days=89)
    assert await asking.forget() == 0
    clock.time += timedelta(days=2)
    assert await asking.forget() == 1
    assert await asking.again(answered.id, GUILD) is None
    assert await asking.again(gap.id, GUILD) is not None
    clock.time += timedelta(days=300)
    assert await asking.forget() == 1


async def test_two_hundred_at_once_are_all_answered_none_twice(asking: Asking) -> None:
    asked = await asyncio.gather(*(asking.ask(VISIBILITY, GUILD) for _ in range(200)))
    assert len({one.id for one in asked}) == 200
    assert all("12 hours" in one.answer.answer for one in asked)
