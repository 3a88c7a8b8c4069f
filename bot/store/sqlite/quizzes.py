"""The part `quizzes` of the store in SQLite."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.store.sqlite.values import key, keys, moment, moment_or_none, stored


class SqliteQuizzes:
    """The quizzes; see `QuizStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file

    async def create(
        self, guild: int, day: date, channel: int, questions: Sequence[QuizQuestion], closes_at: datetime
    ) -> Quiz:
        """Keep a new quiz and return it; where guild and day have one, that one is returned as it is."""

        def write(db: Database) -> Quiz:
            if not (found := _on(db, guild, day)):
                sql = """
                    INSERT INTO quiz (guild, day, number, channel, closes_at)
                    SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4 FROM quiz WHERE guild = ?1
                """
                quiz_id = db.execute(sql, [guild, day.toordinal(), channel, stored(closes_at)]).lastrowid or 0
                for place, question in enumerate(questions):
                    _keep(db, guild, quiz_id, place, question)
                found = _on(db, guild, day)
            return found[0]

        return await self._file.write(write)

    async def withdraw(self, quiz_id: int) -> bool:
        """Delete a quiz that was never posted; False, and nothing is changed, where it was, or somebody answered."""

        def write(db: Database) -> bool:
            sql = """
                DELETE FROM quiz WHERE id = (SELECT id FROM quiz_now WHERE id = ? AND message IS NULL)
                AND NOT EXISTS (SELECT 1 FROM attempt WHERE quiz = quiz.id)
            """
            return db.execute(sql, [key(quiz_id)]).rowcount > 0

        return await self._file.write(write)

    async def close(self, quiz_id: int, at: datetime) -> bool:
        """Take no more answers; False where it is closed already or there is none."""

        def write(db: Database) -> bool:
            sql = "UPDATE quiz SET closed_at = ? WHERE id = ? AND closed_at IS NULL"
            return db.execute(sql, [stored(at), key(quiz_id)]).rowcount > 0

        return await self._file.write(write)

    async def hinder(self, began: datetime, ended: datetime) -> int:
        """Keep that nobody could play from one time to another; return how many posted quizzes are hindered by that."""

        def write(db: Database) -> int:
            sql = """
                UPDATE quiz SET hindered = 1 WHERE id IN (
                    SELECT id FROM quiz_now WHERE opened_at IS NOT NULL
                    AND 2 * (min(closes_at, :ended) - max(opened_at, :began)) > closes_at - opened_at
                )
            """
            return db.execute(sql, {"began": stored(began), "ended": stored(ended)}).rowcount

        return await self._file.write(write)

    async def get(self, quiz_id: int) -> Quiz | None:
        """Return a quiz; None where there is none of this id."""

        def read(db: Database) -> Quiz | None:
            return next(iter(_quizzes(db, db.query("SELECT * FROM quiz_now WHERE id = ?", [key(quiz_id)]))), None)

        return await self._file.read(read)

    async def on(self, guild: int, day: date) -> Quiz | None:
        """Return the quiz of a guild and day; None where it has none."""
        return await self._file.read(lambda db: next(iter(_on(db, guild, day)), None))

    async def latest(self, guild: int, most: int) -> tuple[Quiz, ...]:
        """Return the posted quizzes of a guild, latest first."""

        def read(db: Database) -> tuple[Quiz, ...]:
            sql = "SELECT * FROM quiz_now WHERE guild = ? AND message IS NOT NULL ORDER BY day DESC LIMIT ?"
            return _quizzes(db, db.query(sql, [key(guild), most]))

        return await self._file.read(read)

    async def unfinished(self, now: datetime) -> tuple[Quiz, ...]:
        """Return the quizzes that have to close by `now` and whose results are not settled, by day, then by id."""

        def read(db: Database) -> tuple[Quiz, ...]:
            sql = """
                SELECT * FROM quiz_now
                WHERE id IN (SELECT id FROM quiz WHERE NOT finished AND closes_at <= ?) AND message IS NOT NULL
                ORDER BY day, id
            """
            return _quizzes(db, db.query(sql, [stored(now)]))

        return await self._file.read(read)

    async def asked(self, guild: int) -> Mapping[str, date]:
        """Return the ids of the questions that a guild was asked, each with the last day."""

        def read(db: Database) -> dict[str, date]:
            sql = "SELECT id, max(day) FROM question_now WHERE guild = ? GROUP BY id"
            return {question: date.fromordinal(day) for question, day in db.execute(sql, [key(guild)])}

        return await self._file.read(read)

    async def topics(self, guild: int) -> tuple[str, ...]:
        """Return the headings above the questions that a guild was asked, most often asked first, then in their order.

        Headings that differ in case alone are one.
        """

        def read(db: Database) -> list[tuple[str, int]]:
            return db.execute(
                "SELECT topic, count(*) FROM question_now WHERE guild = ? GROUP BY topic", [key(guild)]
            ).fetchall()

        return _headings(await self._file.read(read))


def _headings(topics: Sequence[tuple[str, int]]) -> tuple[str, ...]:
    """The headings of heading paths, which come as JSON, each with how often it was asked."""
    asked: Counter[str] = Counter()
    spellings: dict[str, set[str]] = defaultdict(set)
    for path, times in topics:
        headings = json.loads(path)
        for heading in headings:
            spellings[heading.casefold()].add(heading)
        asked.update(dict.fromkeys(map(str.casefold, headings), times))
    return tuple(min(spellings[folded]) for folded in sorted(asked, key=lambda folded: (-asked[folded], folded)))


def _keep(db: Database, guild: int, quiz: int, place: int, question: QuizQuestion) -> None:
    """Keep a question, and to which boards of the guild attempts at it belong."""
    row = {
        "quiz": quiz,
        "place": place,
        "id": question.id,
        "kind": question.kind,
        "prompt": question.prompt,
        "choices": json.dumps(question.choices, ensure_ascii=False),
        "answer": question.answer,
        "explanation": question.explanation,
        "topic": json.dumps(question.topic, ensure_ascii=False),
        "file": question.file,
        "start_line": question.start_line,
        "end_line": question.end_line,
    }
    db.execute(
        """
        INSERT INTO question (
            quiz, place, id, kind, prompt, choices, answer, explanation, topic, file, start_line, end_line
        ) VALUES (
            :quiz, :place, :id, :kind, :prompt, :choices, :answer, :explanation, :topic, :file, :start_line, :end_line
        )
        """,
        row,
    )
    for topic in {None, *map(str.casefold, question.topic)}:
        db.execute("INSERT INTO board (guild, topic) VALUES (?, ?) ON CONFLICT DO NOTHING", [guild, topic])
        sql = "INSERT INTO question_board SELECT ?, ?, id FROM board WHERE guild = ? AND topic IS ?"
        db.execute(sql, [quiz, place, guild, topic])


def _on(db: Database, guild: int, day: date) -> tuple[Quiz, ...]:
    sql = "SELECT * FROM quiz_now WHERE guild = ? AND day = ?"
    return _quizzes(db, db.query(sql, [key(guild), day.toordinal()]))


def _quizzes(db: Database, rows: Any) -> tuple[Quiz, ...]:
    """The quizzes of some rows, in their order, with their questions."""
    quizzes = list(rows)
    sql = "SELECT * FROM question_now WHERE quiz IN (SELECT value FROM json_each(?)) ORDER BY quiz, place"
    found = db.query(sql, [keys(row["id"] for row in quizzes)])
    questions = {quiz: tuple(map(_question, group)) for quiz, group in groupby(found, itemgetter("quiz"))}
    return tuple(_quiz(row, questions.get(row["id"], ())) for row in quizzes)


def _quiz(row: dict[str, Any], questions: tuple[QuizQuestion, ...]) -> Quiz:
    return Quiz(
        id=row["id"],
        guild=row["guild"],
        day=date.fromordinal(row["day"]),
        number=row["number"],
        channel=row["channel"],
        closes_at=moment(row["closes_at"]),
        questions=questions,
        message=row["message"],
        opened_at=moment_or_none(row["opened_at"]),
        closed_at=moment_or_none(row["closed_at"]),
    )


def _question(row: dict[str, Any]) -> QuizQuestion:
    return QuizQuestion(
        id=row["id"],
        kind=row["kind"],
        prompt=row["prompt"],
        choices=tuple(json.loads(row["choices"])),
        answer=row["answer"],
        explanation=row["explanation"],
        topic=tuple(json.loads(row["topic"])),
        file=row["file"],
        start_line=row["start_line"],
        end_line=row["end_line"],
        retired=bool(row["retired"]),
    )
