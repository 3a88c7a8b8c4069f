"""The leaderboard in the terminal chat: read from the store of the bot, printed as a table."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.board import NOT_YET, Leaderboard, Wish, read_wish
from bot.board_render import NAMELESS, page
from bot.chat import COMMANDS, State, respond
from bot.render import plain
from bot.store.protocol import Store
from bot.store.protocol.attempts import Attempt
from bot.store.protocol.board import Span
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.schedules import Schedule
from bot.store.sqlite import FILE_NAME, SqliteStore
from bot.study.board.standings import Page, Period, Row
from knowledge.base import KnowledgeBase
from tests.unit.daily_game import FixedClock, question

GUILD, OTHER = 7001, 7002
NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)  # a Wednesday
CLOCK = FixedClock(NOW)
KNOWLEDGE = KnowledgeBase(Path("no notes"), Path("no data"))

Fill = Callable[[Store], Coroutine[None, None, None]]


def kept(folder: Path, fill: Fill) -> Leaderboard:
    """Fill a store in a folder, close it, and return what reads it."""

    async def run() -> None:
        store = SqliteStore(folder)
        await store.open()
        await fill(store)
        await store.close()

    asyncio.run(run())
    return Leaderboard(folder, CLOCK)


async def set_up(store: Store, guild: int = GUILD) -> None:
    await store.schedules.put(Schedule(guild, 1, time(8), "Europe/Berlin", NOW - timedelta(days=60)))


async def play(store: Store, guild: int, day: date, right: dict[str, int]) -> None:
    """Post a quiz of two questions; each member, by name, has so many of them right."""
    opened = datetime(day.year, day.month, day.day, 8, tzinfo=UTC)
    quiz = await store.quizzes.create(guild, day, 1, [question("a"), question("b")], opened + timedelta(hours=20))
    key = PostingKey(guild, PostingKind.QUIZ, day)
    await store.postings.claim(key, opened, opened + timedelta(minutes=5))
    await store.postings.sent(key, 1, 1000 + quiz.id, opened)
    for member, (name, number) in enumerate(right.items()):
        for place in range(2):
            await store.attempts.add(Attempt(quiz.id, place, member, int(place >= number), opened), name)


async def two_weeks(store: Store) -> None:
    await set_up(store)
    await play(store, GUILD, date(2027, 2, 24), {"Ann": 2, "李明": 1})
    await play(store, GUILD, date(2027, 3, 3), {"Ann": 1, "李明": 2, "Cat": 1})


def test_the_board_is_a_table_with_the_names_last(tmp_path: Path) -> None:
    board = kept(tmp_path, two_weeks)
    assert plain(board.told("week")).splitlines() == [
        "Leaderboard: 1 to 3 March 2027 · 3 members",
        "place   moved  points  right  streak  member",
        "   1.    up 1      20   100%  2 days  李明",
        "   2.  down 1      10    50%  2 days  Ann",
        "   2.     new      10    50%   1 day  Cat",
    ]


@pytest.mark.parametrize(
    ("words", "days", "members"),
    [
        ("", "up to 3 March 2027", 3),
        ("all", "up to 3 March 2027", 3),
        ("MONTH", "1 to 3 March 2027", 3),
        ("season", "up to 3 March 2027", 3),
        ("limits", "up to 3 March 2027 · limits", 3),
        ("week amazon sqs", "1 to 3 March 2027 · amazon sqs", 3),
        (f"guild {GUILD} week", "1 to 3 March 2027", 3),
    ],
)
def test_period_and_topic_are_chosen(tmp_path: Path, words: str, days: str, members: int) -> None:
    first, *_ = plain(kept(tmp_path, two_weeks).told(words)).splitlines()
    assert first == f"Leaderboard: {days} · {members} members"


def test_without_a_period_it_is_the_season_where_one_was_begun(tmp_path: Path) -> None:
    async def fill(store: Store) -> None:
        await two_weeks(store)
        await store.schedules.start_season(GUILD, date(2027, 3, 2))

    assert plain(kept(tmp_path, fill).told("")).startswith("Leaderboard: 2 to 3 March 2027 · 3 members")


def test_nobody_on_it_is_one_sentence(tmp_path: Path) -> None:
    assert plain(kept(tmp_path, set_up).told("week")) == "Nobody has answered a quiz question this week yet."


def test_of_several_servers_one_is_named(tmp_path: Path) -> None:
    async def fill(store: Store) -> None:
        await two_weeks(store)
        await set_up(store, OTHER)
        await play(store, OTHER, date(2027, 3, 3), {"Dan": 2})

    board = kept(tmp_path, fill)
    for words in ("", "week", "guild 1 week"):
        assert plain(board.told(words)).splitlines() == [
            "Which server? Those with a leaderboard:",
            f"  /leaderboard guild {GUILD}",
            f"  /leaderboard guild {OTHER}",
        ]
    assert "Dan" in plain(board.told(f"guild {OTHER} week"))


def test_where_there_is_no_store_none_is_made(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    assert plain(Leaderboard(folder, CLOCK).told("")) == NOT_YET
    assert not folder.exists()


def test_a_store_without_a_daily_quiz_has_no_board(tmp_path: Path) -> None:
    async def nothing(_: Store) -> None:
        pass

    assert plain(kept(tmp_path, nothing).told("")) == NOT_YET


def test_a_damaged_store_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"no database" * 1000)
    (said,) = plain(Leaderboard(tmp_path, CLOCK).told("")).splitlines()
    assert FILE_NAME in said


@pytest.mark.parametrize(
    ("words", "wish"),
    [
        ("", Wish()),
        ("week", Wish(period=Period.WEEK)),
        ("All  dead letter queues", Wish(period=Period.ALL, topic="dead letter queues")),
        ("weekly", Wish(topic="weekly")),
        ("guild 7", Wish(guild="7")),
        ("guild 7 month s3", Wish(guild="7", period=Period.MONTH, topic="s3")),
        ("guild", Wish(topic="guild")),
    ],
)
def test_what_was_typed_after_the_command(words: str, wish: Wish) -> None:
    assert read_wish(words) == wish


def test_the_chat_knows_the_command(tmp_path: Path) -> None:
    assert "/leaderboard" in plain(respond(KNOWLEDGE, State(), "/help")[1])
    assert set(COMMANDS) >= {"/leaderboard"}
    assert plain(respond(KNOWLEDGE, State(), "/leaderboard")[1]) == NOT_YET
    state = State(leaderboard=kept(tmp_path, two_weeks))
    assert "李明" in plain(respond(KNOWLEDGE, state, "/leaderboard week")[1])


def test_a_name_neither_drives_the_terminal_nor_is_missing() -> None:
    rows = tuple(
        Row(1, member, name, 10, 1, 1, 0) for member, name in enumerate(["a\x1b[31m\nb", "\u200b\x07", "x" * 99])
    )
    found = Page(Period.WEEK, Span(date(2027, 3, 1), date(2027, 3, 3)), rows, 0, 2, 14)
    text = plain(page(found))
    assert "\x1b" not in text
    assert [line.split("  ")[-1] for line in text.splitlines()[2:5]] == ["a b", NAMELESS, f"{'x' * 39}…"]
    assert text.splitlines()[-1] == "11 more members: the whole board is on Discord."
