"""Places on a large leaderboard: a process of its own that prints what looking took, in seconds, as JSON.

`python -m tests.bench.boards MEMBERS DAYS` fills a store with a quiz of five questions on each day, all of them
answered by every member. One look is a page and the place of whoever looks. Something was written before, so that
nothing is remembered.
"""

from __future__ import annotations

import asyncio
import json
import random
import sqlite3
import sys
from collections.abc import Mapping
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from bot.store.protocol.board import EVER, Span
from bot.store.protocol.quizzes import QuizQuestion
from bot.store.sqlite import FILE_NAME, SqliteStore

QUESTIONS, TOPICS = 5, 20
FIRST_DAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
TIMES = 15
GUILD = 1


async def make(folder: Path, members: list[int], days: int, rng: random.Random) -> None:
    """Fill a store."""
    store = SqliteStore(folder)
    await store.open()
    ids = []
    for day in range(days):
        questions = [_question(day * QUESTIONS + place) for place in range(QUESTIONS)]
        on = FIRST_DAY + timedelta(days=day)
        ids.append((await store.quizzes.create(GUILD, on, 1, questions, NOW + timedelta(days=day + 1))).id)
    await store.close()
    with closing(sqlite3.connect(folder / FILE_NAME)) as db:
        db.executemany("INSERT INTO member (guild, id, name) VALUES (1, ?, ?)", [(m, f"member {m}") for m in members])
        for quiz in ids:
            db.executemany(
                "INSERT INTO attempt (quiz, member, place, choice, at) VALUES (?, ?, ?, ?, 0)",
                ((quiz, member, place, rng.randrange(4)) for member in members for place in range(QUESTIONS)),
            )
            db.commit()


def _question(number: int) -> QuizQuestion:
    topic = ("Notes", f"Topic {number % TOPICS}")
    return QuizQuestion(f"q{number}", "kind", "What?", ("a", "b", "c", "d"), number % 4, "", topic, "a.md", 1, 1)


async def look(folder: Path, members: list[int], days: int) -> dict[str, Any]:
    """Return the median of looking at each period, and of counting the attempts."""
    store = SqliteStore(folder)
    await store.open()
    last = FIRST_DAY + timedelta(days=days - 1)
    week, month = Span(last - timedelta(days=6), last), Span(last - timedelta(days=29), last)
    looks: Mapping[str, tuple[Span, str | None]] = {
        "week": (week, None),
        "month": (month, None),
        "all": (EVER, None),
        "a topic": (EVER, "topic 3"),
        "the topic of all": (EVER, "notes"),
    }
    times: dict[str, list[float]] = {name: [] for name in looks}
    for turn in range(TIMES):
        for name, (span, topic) in looks.items():
            await store.meta.put("turn", f"{turn} {name}")
            started = perf_counter()
            await store.board.standings(GUILD, span, topic=topic, first_row=10 * turn)
            await store.board.standing(GUILD, span, members[turn], topic=topic)
            times[name].append(perf_counter() - started)
    await store.close()
    return {name: median(each) for name, each in times.items()}


def count(path: Path) -> tuple[int, float]:
    """Return how many attempts there are, and the median of counting them."""
    times = []
    with closing(sqlite3.connect(path)) as db:
        for _ in range(TIMES):
            started = perf_counter()
            (attempts,) = db.execute("SELECT count(*) FROM attempt").fetchone()
            times.append(perf_counter() - started)
    return attempts, median(times)


def main(members: int, days: int) -> None:
    """Fill a store and measure."""
    rng = random.Random(1)
    ids = rng.sample(range(10**17, 10**18), members)
    with TemporaryDirectory(prefix="studybot-bench-") as name:
        folder = Path(name)
        asyncio.run(make(folder, ids, days, rng))
        attempts, counting = count(folder / FILE_NAME)
        looks = asyncio.run(look(folder, ids, days))
        stored = (folder / FILE_NAME).stat().st_size
    json.dump({"attempts": attempts, "count": counting, "looks": looks, "stored": stored}, sys.stdout)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
