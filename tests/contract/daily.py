"""Short ways to say what happens on the days of a group."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.store.protocol import Store
from bot.store.protocol.attempts import Attempt, Outcome, Recorded
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion

GUILD, OTHER = 10, 2**63 - 1
DAY = date(2027, 3, 1)
NOW = datetime(2027, 3, 1, 8, 0, 0, 123_456, tzinfo=UTC)
CLOSES = NOW + timedelta(hours=20)
CHANNEL = 77
UNKNOWN_IDS = (-1, 0, 99, 2**63, -(2**63) - 1, 10**30)
RIGHT, WRONG = 1, 0


def day(number: int) -> date:
    """The day so many days after the first."""
    return DAY + timedelta(days=number)


def question(name: str = "q", *, topic: Sequence[str] = ("SQS", "Limits"), choices: int = 4) -> QuizQuestion:
    """A question whose right choice is the second, RIGHT."""
    return QuizQuestion(
        id=name,
        kind="definition",
        prompt=f"What is «{name}»? 😀",
        choices=tuple(f"choice {number}" for number in range(choices)),
        answer=RIGHT,
        explanation="It is what it is.",
        topic=tuple(topic),
        file="sqs.md",
        start_line=3,
        end_line=4,
    )


async def quiz_on(store: Store, on: date = DAY, *questions: QuizQuestion, guild: int = GUILD) -> Quiz:
    """Make the quiz of a day, with two questions `a` and `b` where none are given."""
    asked = questions or (question("a"), question("b"))
    return await store.quizzes.create(guild, on, CHANNEL, asked, CLOSES)


async def posted(store: Store, on: date = DAY, *questions: QuizQuestion, guild: int = GUILD) -> Quiz:
    """Make and post the quiz of a day."""
    quiz = await quiz_on(store, on, *questions, guild=guild)
    assert await store.postings.sent(PostingKey(guild, PostingKind.QUIZ, on), CHANNEL, 1000 + quiz.id, NOW)
    found = await store.quizzes.get(quiz.id)
    assert found is not None
    return found


async def answer(  # noqa: PLR0913 - one for each part of an attempt
    store: Store, quiz: Quiz, member: int, choice: int, place: int = 0, *, minutes: int = 0, name: str = ""
) -> Recorded:
    """Answer a question so many minutes after NOW."""
    attempt = Attempt(quiz.id, place, member, choice, NOW + timedelta(minutes=minutes))
    return await store.attempts.add(attempt, name or f"member {member}")


async def answers(store: Store, quiz: Quiz, choices: dict[int, str]) -> None:
    """Let members answer: `+` is right, `-` wrong, `.` nothing, one for each place in order."""
    for member, signs in choices.items():
        for place, sign in enumerate(signs):
            if sign != ".":
                recorded = await answer(store, quiz, member, RIGHT if sign == "+" else WRONG, place)
                assert recorded.outcome is Outcome.KEPT
