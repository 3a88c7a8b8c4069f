"""Answers to a quiz that come in at the same time: a process of its own that prints what one took, in seconds, as JSON.

`bare` is SQLite with the same settings that commits each answer by itself, in the same folder.
"""

from __future__ import annotations

import asyncio
import json
import sqlite3
import sys
from contextlib import closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.store.protocol.attempts import Attempt, Outcome
from bot.store.protocol.quizzes import QuizQuestion
from bot.store.sqlite import SqliteStore

CALLERS, ROUNDS = 200, 20
"""Members who answer all questions at the same time, each one after the other, and how often others follow them."""
QUESTIONS = 5
BARE = 1_000
FIRST_ID = 10**17
NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)


async def ours(folder: Path) -> float:
    """Return the seconds of one answer, from the call until it is on the disk, over all of them."""
    store = SqliteStore(folder)
    await store.open()
    questions = [
        QuizQuestion(f"q{n}", "kind", "What?", ("a", "b", "c", "d"), 1, "", ("Notes", f"Topic {n}"), "a.md", 1, 1)
        for n in range(QUESTIONS)
    ]
    quiz = await store.quizzes.create(1, date(2027, 3, 1), 1, questions, NOW + timedelta(days=1))

    async def caller(number: int) -> None:
        for turn in range(ROUNDS):
            member = FIRST_ID + 7919 * (number * ROUNDS + turn)
            for place in range(QUESTIONS):
                recorded = await store.attempts.add(Attempt(quiz.id, place, member, place % 4, NOW), "Ada")
                if recorded.outcome is not Outcome.KEPT:
                    raise RuntimeError(recorded)

    started = perf_counter()
    await asyncio.gather(*map(caller, range(CALLERS)))
    seconds = perf_counter() - started
    if await store.attempts.players(quiz.id) != CALLERS * ROUNDS:
        raise RuntimeError("answers are missing")
    await store.close()
    return seconds / (CALLERS * ROUNDS * QUESTIONS)


def bare(path: Path) -> float:
    """Return the seconds of one answer that SQLite commits by itself."""
    with closing(sqlite3.connect(path, isolation_level=None)) as db:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = FULL")
        db.execute("CREATE TABLE attempt (quiz, member, place, choice, at, PRIMARY KEY (quiz, member, place))")
        started = perf_counter()
        for n in range(BARE):
            values = (1, FIRST_ID + 7919 * n, n % QUESTIONS, n % 4, n)
            db.execute("INSERT INTO attempt VALUES (?, ?, ?, ?, ?)", values)
        return (perf_counter() - started) / BARE


def main() -> None:
    """Measure both."""
    with TemporaryDirectory(prefix="studybot-bench-") as folder:
        before = bare(Path(folder) / "bare.db")
        json.dump({"ours": asyncio.run(ours(Path(folder) / "store")), "bare": before}, sys.stdout)


if __name__ == "__main__":
    main()
