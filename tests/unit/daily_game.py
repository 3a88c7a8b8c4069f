"""A group with daily quizzes in a store in memory, for tests of what members and managers do with them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta

from bot.store.memory import MemoryStore
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.study.daily.playing import Answered, Playing
from bot.study.daily.review import Reviews

GUILD, OTHER_GUILD = 7, 8
ANN, BOB, CAT, DAN, EVE = 101, 102, 103, 104, 105
NAMES = {ANN: "Ann", BOB: "Bob", CAT: "Cat", DAN: "Dan", EVE: "Eve"}
MANAGER = 900
FIRST_DAY = date(2027, 3, 1)
OPEN = timedelta(hours=20)


class FixedClock:
    """A clock that stands where it is put."""

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        """The moment that it stands at."""
        return self.at


def question(key: str, prompt: str = "Which one?", answer: int = 0, choices: Sequence[str] = "wxyz") -> QuizQuestion:
    """A question; its first choice is the right one unless another is named."""
    return QuizQuestion(
        key, "value", prompt, tuple(choices), answer, "The line.", ("Amazon SQS", "Limits"), "sqs.md", 12, 12
    )


def opening(day: date) -> datetime:
    """When the quiz of a day opens."""
    return datetime(day.year, day.month, day.day, 8, tzinfo=UTC)


class Game:
    """A store with a clock, and the services of the daily quiz over them."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = FixedClock(opening(FIRST_DAY))
        self.playing = Playing(self.store, self.clock)
        self.reviews = Reviews(self.store, self.clock)

    async def post(
        self, *keys: str | QuizQuestion, day: int = 0, guild: int = GUILD, open_for: timedelta = OPEN
    ) -> Quiz:
        """Post the quiz of a day, counted from the first one, with these questions; the clock goes there."""
        date_ = FIRST_DAY + timedelta(days=day)
        questions = [question(key) if isinstance(key, str) else key for key in keys or ("a", "b", "c")]
        self.clock.at = opening(date_)
        quiz = await self.store.quizzes.create(guild, date_, 1, questions, self.clock.at + open_for)
        key = PostingKey(guild, PostingKind.QUIZ, date_)
        await self.store.postings.claim(key, self.clock.at, self.clock.at + timedelta(minutes=5))
        await self.store.postings.sent(key, 1, 1000 + quiz.id, self.clock.at)
        return await self.again(quiz)

    async def again(self, quiz: Quiz) -> Quiz:
        """Return a quiz as it is by now."""
        found = await self.store.quizzes.get(quiz.id)
        assert found is not None
        return found

    async def choose(self, quiz: Quiz, member: int, place: int, choice: int) -> Answered:
        """Answer a question of a quiz."""
        return await self.playing.answer(quiz.id, place, choice, member, NAMES.get(member, f"Member {member}"))

    async def play(self, quiz: Quiz, member: int, right: str) -> Answered:
        """Answer the questions of a quiz from the first on: 1 is a right answer, 0 a wrong one, - leaves one out."""
        for place, mark in enumerate(right):
            if mark == "-":
                continue
            asked = quiz.questions[place]
            wrong = (asked.answer + 1) % len(asked.choices)
            answered = await self.choose(quiz, member, place, asked.answer if mark == "1" else wrong)
        return answered

    def close(self, quiz: Quiz) -> None:
        """Go on to the moment at which a quiz closes."""
        self.clock.at = quiz.closes_at

    def restart(self) -> None:
        """Begin anew with nothing but the store."""
        self.playing, self.reviews = Playing(self.store, self.clock), Reviews(self.store, self.clock)
