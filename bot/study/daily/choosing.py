"""What the quiz of a guild and day asks: the same questions whenever they are chosen, as long as the notes stay."""

from __future__ import annotations

import asyncio
import hashlib
from datetime import date
from typing import Protocol

from bot.store.protocol import Store
from bot.store.protocol.quizzes import QuizQuestion
from bot.store.protocol.schedules import Schedule
from knowledge.files import NotesError
from knowledge.quiz.choosing import choose
from knowledge.quiz.model import Question


class NothingToAskError(Exception):
    """The notes give no questions. Its text is one sentence for the managers, safe to show."""


class QuestionSource(Protocol):
    """Gives the questions that the notes of a guild make."""

    async def of(self, guild: int | None) -> tuple[Question, ...]:
        """Return the questions from the notes that this guild sees. Raises NotesError."""
        ...


async def chosen(store: Store, source: QuestionSource, schedule: Schedule, day: date) -> tuple[QuizQuestion, ...]:
    """Return the questions of a quiz: as many as the schedule says, or as there are.

    Those that were never asked come first, and retired ones never. Raises NothingToAskError, StoreError.
    """
    guild = schedule.guild
    try:
        questions = await source.of(guild)
    except NotesError as error:
        raise NothingToAskError(str(error)) from error
    retired = await store.reviews.retired(guild)
    left = [question for question in questions if question.id not in retired]
    if not left:
        raise NothingToAskError("The notes give no questions for a quiz: add notes with /notes add.")
    seen, seed = await store.quizzes.asked(guild), seed_of(guild, day)
    found = await asyncio.to_thread(choose, left, schedule.questions, seen=seen, seed=seed)
    return tuple(map(as_asked, found))


def seed_of(guild: int, day: date) -> int:
    """Return what the choice of a guild's questions on a day depends on by chance."""
    return int.from_bytes(hashlib.blake2b(f"{guild}/{day}".encode(), digest_size=6).digest())


def as_asked(question: Question) -> QuizQuestion:
    """Return a question as a quiz keeps it."""
    return QuizQuestion(
        id=question.id,
        kind=question.kind.value,
        prompt=question.prompt,
        choices=question.choices,
        answer=question.answer,
        explanation=question.explanation,
        topic=question.topic,
        file=question.file,
        start_line=question.start_line,
        end_line=question.end_line,
    )
