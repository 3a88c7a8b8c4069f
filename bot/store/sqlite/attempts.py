"""The part `attempts` of the store in SQLite."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol.attempts import Attempt, AttemptRecord, Outcome, Recorded, Result
from bot.store.sqlite.values import key, moment, stored


class SqliteAttempts:
    """The attempts; see `AttemptStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def add(self, attempt: Attempt, name: str) -> Recorded:
        """Keep an attempt, and how the member is called now, where the quiz takes answers at the time of the attempt.

        Anything but KEPT has changed nothing.
        """
        ids = [key(attempt.quiz), key(attempt.place), key(attempt.member)]

        def write(db: Database) -> Recorded:
            row = db.execute(
                "SELECT choice, at FROM attempt WHERE quiz = ? AND place = ? AND member = ?", ids
            ).fetchone()
            if row is not None:
                kept = Attempt(attempt.quiz, attempt.place, attempt.member, row[0], moment(row[1]))
                return Recorded(Outcome.REPEATED, kept)
            guild, outcome = _outcome(db, attempt)
            if outcome is not Outcome.KEPT:
                return Recorded(outcome)
            sql = "INSERT INTO attempt (quiz, place, member, choice, at) VALUES (?, ?, ?, ?, ?)"
            db.execute(sql, [*ids, attempt.choice, stored(attempt.at)])
            sql = """
                INSERT INTO member (guild, id, name) VALUES (?, ?, ?)
                ON CONFLICT DO UPDATE SET name = excluded.name WHERE name <> excluded.name
            """
            db.execute(sql, [guild, attempt.member, name])
            return Recorded(Outcome.KEPT, attempt)

        return await self._file.write(write)

    async def of(self, quiz: int, member: int) -> tuple[Attempt, ...]:
        """Return the attempts of a member at a quiz, by the place of the question."""

        def read(db: Database) -> tuple[Attempt, ...]:
            sql = "SELECT place, choice, at FROM attempt WHERE quiz = ? AND member = ? ORDER BY place"
            rows = db.execute(sql, [key(quiz), key(member)])
            return tuple(Attempt(quiz, place, member, choice, moment(at)) for place, choice, at in rows)

        return await self._file.read(read)

    async def players(self, quiz: int) -> int:
        """Return how many members have answered at least one question of a quiz."""

        def read(db: Database) -> int:
            # On the board of all questions each of them has one row for the day, also where nothing counts any more.
            sql = """
                SELECT count(*) FROM quiz
                JOIN board ON board.guild = quiz.guild AND board.topic IS NULL
                JOIN tally ON tally.board = board.id AND tally.size = 1 AND tally.block = quiz.day
                WHERE quiz.id = ?
            """
            return int(db.execute(sql, [key(quiz)]).fetchone()[0])

        return await self._file.read(read)

    async def choices(self, quiz: int) -> tuple[tuple[int, ...], ...]:
        """Return for each question of a quiz how often each choice was chosen; () where there is no such quiz."""

        def read(db: Database) -> tuple[tuple[int, ...], ...]:
            sizes = db.execute(
                "SELECT json_array_length(choices) FROM question WHERE quiz = ? ORDER BY place", [key(quiz)]
            )
            counts = [[0] * size for (size,) in sizes]
            sql = "SELECT place, choice, count(*) FROM attempt WHERE quiz = ? GROUP BY place, choice"
            for place, choice, times in db.execute(sql, [key(quiz)]):
                counts[place][choice] = times
            return tuple(map(tuple, counts))

        return await self._file.read(read)

    async def results(self, quiz: int) -> tuple[Result, ...]:
        """Return what everybody reached in a quiz, hidden members too."""

        def read(db: Database) -> tuple[Result, ...]:
            sql = """
                SELECT
                    attempt.member, member.name, member.hidden,
                    sum(NOT retired AND choice = answer) AS right,
                    sum(NOT retired) AS answered
                FROM attempt
                JOIN question_now ON question_now.quiz = attempt.quiz AND question_now.place = attempt.place
                JOIN member ON member.guild = question_now.guild AND member.id = attempt.member
                WHERE attempt.quiz = ?
                GROUP BY attempt.member
                ORDER BY right DESC, answered - right, max(attempt.at), attempt.member
            """
            rows = db.execute(sql, [key(quiz)])
            return tuple(Result(by, name, right, answered, bool(hidden)) for by, name, hidden, right, answered in rows)

        return await self._file.read(read)

    async def records(self, guild: int) -> tuple[AttemptRecord, ...]:
        """Return all attempts of a guild, in order of day, place of the question, time and member."""
        return await self._file.read(lambda db: tuple(_records(db, guild)))

    async def guilds(self) -> tuple[int, ...]:
        """Return the guilds with attempts, in order."""

        def read(db: Database) -> tuple[int, ...]:
            sql = """
                SELECT DISTINCT guild FROM quiz
                WHERE EXISTS (SELECT 1 FROM attempt WHERE quiz = quiz.id) ORDER BY guild
            """
            return tuple(guild for (guild,) in db.execute(sql))

        return await self._file.read(read)


def _outcome(db: Database, attempt: Attempt) -> tuple[int, Outcome]:
    """What is to become of an attempt where there was none, and the guild of its quiz."""
    sql = """
        SELECT quiz.guild, closes_at, closed_at, json_array_length(choices), retired
        FROM question_now JOIN quiz ON quiz.id = question_now.quiz WHERE quiz = ? AND place = ?
    """
    row = db.execute(sql, [key(attempt.quiz), key(attempt.place)]).fetchone()
    if row is None or key(attempt.member) is None:
        return 0, Outcome.UNKNOWN
    guild, closes_at, closed_at, choices, retired = row
    if attempt.choice not in range(choices):
        return guild, Outcome.UNKNOWN
    if closed_at is not None or stored(attempt.at) >= closes_at:
        return guild, Outcome.CLOSED
    return guild, Outcome.RETIRED if retired else Outcome.KEPT


def _records(db: Database, guild: int) -> Iterator[AttemptRecord]:
    questions = list(db.query("SELECT * FROM question_now WHERE guild = ? ORDER BY day, place", [key(guild)]))
    names = dict(db.execute("SELECT id, name FROM member WHERE guild = ?", [key(guild)]).fetchall())
    sql = "SELECT member, choice, at FROM attempt WHERE quiz = ? AND place = ? ORDER BY at, member"
    for question in questions:
        texts: list[Any] = json.loads(question["choices"])
        for member, choice, at in db.execute(sql, [question["quiz"], question["place"]]):
            yield AttemptRecord(
                guild=guild,
                day=date.fromordinal(question["day"]),
                quiz=question["quiz"],
                place=question["place"],
                question=question["id"],
                prompt=question["prompt"],
                member=member,
                name=names[member],
                choice=texts[choice],
                right=choice == question["answer"],
                counted=not question["retired"],
                at=moment(at),
            )
