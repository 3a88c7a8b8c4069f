"""Laws of the scores: whatever is done in whatever order, every sum is a recount of the attempts in every engine."""

from __future__ import annotations

import asyncio
import itertools
from collections import Counter
from collections.abc import Coroutine
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from bot.store.memory import MemoryStore
from bot.store.protocol import Store
from bot.store.protocol.attempts import Attempt, AttemptRecord
from bot.store.protocol.board import EVER, Span
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import QuizQuestion
from bot.store.sqlite import SqliteStore
from bot.store.sqlite.blocks import SIZES

T = TypeVar("T")
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
CLOSES = NOW + timedelta(hours=20)
FIRST_DAY = date.fromordinal(64 * 11_563 - 3)
"""Three days before a block of every size begins."""
GUILDS = (1, 2)
TOPICS = {"a": ("SQS", "Limits"), "b": ("sqs",), "c": ("Größe",), "d": ()}

guilds = st.sampled_from(GUILDS)
days = st.sampled_from((0, 1, 2, 3, 4, 7, 18, 19, 20, 67, 70)).map(lambda number: FIRST_DAY + timedelta(days=number))
names = st.sampled_from(sorted(TOPICS))
members = st.integers(1, 4)
quizzes = st.sampled_from((1, 2, 3, 4, 1, 2, 3, 4, 5, 6))
"""Most often one of those that there are from the beginning on."""
places = st.sampled_from((0, 1, 2, 0, 1, 2, 3))
choices_at_once = st.lists(st.tuples(quizzes, places, members, st.integers(0, 2)), max_size=12)
spans = st.builds(Span, days, days) | st.just(EVER)
topics = st.sampled_from((None, "SQS", "limits", "GRÖSSE", "none"))


class Group(RuleBasedStateMachine):
    """A store in a file beside one in memory, both told the same."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = TemporaryDirectory()
        self.memory = MemoryStore()
        self.sqlite = SqliteStore(Path(self.folder.name))
        self.run(self.sqlite.open())

    def teardown(self) -> None:
        """Leave nothing behind."""
        self.run(self.sqlite.close())
        self.runner.close()
        self.folder.cleanup()

    def run(self, work: Coroutine[Any, Any, T]) -> T:
        """Do something in the loop that the file belongs to."""
        return self.runner.run(work)

    def same(self, part: str, method: str, *values: Any, **named: Any) -> Any:
        """Ask both engines, and return what both of them say."""
        return self.run(self._same(part, method, *values, **named))

    async def _same(self, part: str, method: str, *values: Any, **named: Any) -> Any:
        engines: tuple[Store, Store] = (self.memory, self.sqlite)
        said = [await getattr(getattr(engine, part), method)(*values, **named) for engine in engines]
        assert said[0] == said[1]
        return said[1]

    @initialize(choices=choices_at_once)
    def begin(self, choices: list[tuple[int, int, int, int]]) -> None:
        """Every group has quizzes that can be answered, and some are."""
        for number, guild in itertools.product((0, 4), GUILDS):
            self.create(guild, FIRST_DAY + timedelta(days=number), ["a", "b", "c"])
        self.answer_all_at_once(choices)

    @rule(guild=guilds, day=days, asked=st.lists(names, max_size=3))
    def create(self, guild: int, day: date, asked: list[str]) -> None:
        """The quiz of a day is made; there may be one."""
        questions = [
            QuizQuestion(name, "kind", "?", ("0", "1", "2"), 1, "", TOPICS[name], "a.md", 1, 1) for name in asked
        ]
        self.same("quizzes", "create", guild, day, 5, questions, CLOSES)

    @rule(quiz=quizzes, place=places, member=members, choice=st.integers(0, 3))
    def answer(self, quiz: int, place: int, member: int, choice: int) -> None:
        """A member presses a button, perhaps one that was forged."""
        self.same("attempts", "add", Attempt(quiz, place, member, choice, NOW), f"{member} at {place}")

    @rule(choices=choices_at_once)
    def answer_all_at_once(self, choices: list[tuple[int, int, int, int]]) -> None:
        """What comes at once shares a transaction; here each is another attempt, so that the order does not matter."""

        async def together(store: Store) -> list[object]:
            attempts = {choice[:3]: Attempt(*choice, NOW) for choice in choices}
            return await asyncio.gather(*(store.attempts.add(attempt, "x") for attempt in attempts.values()))

        assert self.run(together(self.memory)) == self.run(together(self.sqlite))

    @rule(guild=guilds, kind=st.sampled_from((PostingKind.QUIZ, PostingKind.RESULTS)), day=days)
    def post(self, guild: int, kind: PostingKind, day: date) -> None:
        """The quiz of a day is sent, or its results."""
        self.same("postings", "sent", PostingKey(guild, kind, day), 6, 7, NOW)

    @rule(quiz=quizzes)
    def close(self, quiz: int) -> None:
        """A quiz takes no more answers."""
        self.same("quizzes", "close", quiz, NOW)

    @rule(quiz=quizzes)
    def withdraw(self, quiz: int) -> None:
        """A quiz is taken back, if nobody saw it."""
        self.same("quizzes", "withdraw", quiz)

    @rule(guild=guilds, name=names)
    def retire(self, guild: int, name: str) -> None:
        """A manager retires a question."""
        self.same("reviews", "retire", guild, name, 9, NOW)

    @rule(guild=guilds, name=names)
    def reinstate(self, guild: int, name: str) -> None:
        """A manager takes a question back."""
        self.same("reviews", "reinstate", guild, name)

    @rule(quiz=quizzes, place=places, member=members)
    def report(self, quiz: int, place: int, member: int) -> None:
        """A member finds fault with a question."""
        self.same("reviews", "report", quiz, place, member, NOW)

    @rule(guild=guilds, name=names)
    def keep(self, guild: int, name: str) -> None:
        """A manager decides that a question stays."""
        self.same("reviews", "keep", guild, name, 9, NOW)

    @rule(guild=guilds, member=members, hidden=st.booleans())
    def hide(self, guild: int, member: int, *, hidden: bool) -> None:
        """A member hides, or shows itself again."""
        self.same("members", "hide", guild, member, hidden=hidden)

    @rule()
    def restart(self) -> None:
        """The program ends and starts again."""
        self.run(self.sqlite.close())
        self.sqlite = SqliteStore(Path(self.folder.name))
        self.run(self.sqlite.open())

    @rule(guild=guilds, span=spans, before=spans, topic=topics, least=st.integers(0, 3))
    def look(self, guild: int, span: Span, before: Span, topic: str | None, least: int) -> None:
        """Every view of the board is the same in both."""
        self.same("board", "standings", guild, span, topic=topic, first_row=1, most=2)
        self.same("board", "places", guild, span, range(5), topic=topic)
        self.same("board", "standing", guild, Span(span.first, span.first), 1, topic=topic)
        self.same("board", "progress", guild, span, before, least)
        self.same("board", "hardest", guild, span, least)
        self.same("board", "played", guild, range(5))
        self.same("board", "quiz_days", guild)
        self.same("quizzes", "topics", guild)
        self.same("quizzes", "asked", guild)
        self.same("quizzes", "unfinished", CLOSES)
        self.same("reviews", "reports", guild)

    @rule(quiz=quizzes, member=members)
    def look_at_a_quiz(self, quiz: int, member: int) -> None:
        """Every view of a quiz is the same in both, and adds up."""
        self.same("quizzes", "get", quiz)
        own = self.same("attempts", "of", quiz, member)
        results = self.same("attempts", "results", quiz)
        chosen = self.same("attempts", "choices", quiz)
        assert self.same("attempts", "players", quiz) == len(results)
        assert sum(map(sum, chosen)) >= sum(result.answered for result in results)
        assert (member in {result.member for result in results}) == bool(own)

    @invariant()
    def every_sum_is_a_recount(self) -> None:
        """The boards and the sums in the file are those of the attempts that count."""
        self.run(self._recount())

    async def _recount(self) -> None:
        sums: Counter[tuple[object, ...]] = Counter()
        for guild in GUILDS:
            records = [record for record in await self._same("attempts", "records", guild) if record.counted]
            for topic in (None, "sqs"):
                await self._board_is_a_recount(guild, topic, records)
            for record in records:
                for board in {None, *map(str.casefold, TOPICS[record.question])}:
                    for size in SIZES:
                        key = (guild, board, size, record.day.toordinal() // size, record.member)
                        sums[*key, "right"] += record.right
                        sums[*key, "answered"] += 1
        assert await _sums_of(self.sqlite) == sums

    async def _board_is_a_recount(self, guild: int, topic: str | None, records: list[AttemptRecord]) -> None:
        below = [r for r in records if topic is None or topic in map(str.casefold, TOPICS[r.question])]
        right, answered = Counter(r.member for r in below if r.right), Counter(r.member for r in below)
        for member in list(answered):
            own = await self.sqlite.board.standing(guild, EVER, member, topic=topic)
            assert own is not None
            assert (own.right, own.answered) == (right[member], answered[member])
            if await self._same("members", "hidden", guild, member):
                del answered[member]
        rows = (await self._same("board", "standings", guild, EVER, topic=topic)).rows
        order = sorted(answered, key=lambda m: (-right[m], answered[m], m))
        assert [row.member for row in rows] == order
        assert [row.place for row in rows] == [1 + sum(right[n] > right[m] for n in order) for m in order]


async def _sums_of(store: SqliteStore) -> Counter[tuple[object, ...]]:
    """The sums that are kept in the file."""
    sql = """
        SELECT board.guild, board.topic, size, block, member, right, answered
        FROM tally JOIN board ON board.id = tally.board WHERE answered
    """
    sums: Counter[tuple[object, ...]] = Counter()
    for *key, right, answered in await store._file.read(lambda db: db.execute(sql).fetchall()):
        sums[*key, "right"] = right
        sums[*key, "answered"] = answered
    return sums


Group.TestCase.settings = settings(max_examples=15, stateful_step_count=50)
TestGroup = Group.TestCase
