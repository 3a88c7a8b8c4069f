"""Reviews: members report questions, managers retire, keep or reinstate them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto
from functools import lru_cache

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.store.protocol.reviews import Report
from knowledge.words import words_of

RECENT = 60
"""Quizzes whose questions are offered to be retired."""


class Reported(Enum):
    """What became of a report."""

    NEW = auto()
    AGAIN = auto()
    """The member had reported the question before."""
    UNKNOWN = auto()
    """There is no such question."""


@dataclass(frozen=True, slots=True)
class Reviewed:
    """A question that was asked, with what managers have to know about it.

    `quiz` is the one in which it was asked last; `right` of `answered` got it right there. Where nobody reported it
    since the last decision, the `report` has no reporters, and its time is that of the quiz.
    """

    report: Report
    question: QuizQuestion
    quiz: Quiz
    right: int
    answered: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that a manager may pick by typing: `day` and `number` are those of its last quiz."""

    id: str
    prompt: str
    day: date
    number: int
    retired: bool


class Reviews:
    """Reports and what managers decide. Every method may raise StoreError."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def report(self, quiz_id: int, place: int, member: int) -> Reported:
        """Keep that a member finds fault with the question at a place of a quiz."""
        quiz = await self._store.quizzes.get(quiz_id)
        if quiz is None or place not in range(len(quiz.questions)):
            return Reported.UNKNOWN
        new = await self._store.reviews.report(quiz_id, place, member, self._clock.now())
        return Reported.NEW if new else Reported.AGAIN

    async def reported(self, guild: int) -> tuple[Reviewed, ...]:
        """Return what managers have to decide on: most reported first, then latest."""
        reviewed = [await self._reviewed(report) for report in await self._store.reviews.reports(guild)]
        return tuple(each for each in reviewed if each is not None)

    async def candidates(self, guild: int, typed: str, most: int = 25) -> tuple[Candidate, ...]:
        """Return the questions of recent quizzes whose prompts have the typed words, or words that begin with them.

        Those that members reported come first, then the latest. Retired ones are offered too, to be reinstated.
        """
        reports = await self._store.reviews.reports(guild)
        quizzes = {quiz.id: quiz for quiz in await self._store.quizzes.latest(guild, RECENT)}
        for report in reports:
            if report.quiz not in quizzes and (quiz := await self._store.quizzes.get(report.quiz)):
                quizzes[quiz.id] = quiz
        candidates = _candidates(quizzes.values())
        first = dict.fromkeys(report.question for report in reports)
        ordered = [candidates[question] for question in (first | candidates) if question in candidates]
        return tuple(candidate for candidate in ordered if _matches(typed, candidate.prompt))[:most]

    async def look(self, guild: int, question_id: str) -> Reviewed | None:
        """Return a question that a guild was asked; None where it was not."""
        for report in await self._store.reviews.reports(guild):
            if report.question == question_id:
                return await self._reviewed(report)
        day = (await self._store.quizzes.asked(guild)).get(question_id)
        quiz = None if day is None else await self._store.quizzes.on(guild, day)
        if quiz is None:
            return None
        place = next(place for place, question in enumerate(quiz.questions) if question.id == question_id)
        return await self._reviewed(Report(question_id, quiz.id, place, 0, quiz.opened_at or quiz.closes_at))

    async def retire(self, guild: int, question_id: str, by: int) -> bool:
        """Take a question out: no answer to it counts any more. False where it is out already, or was never asked."""
        return await self._store.reviews.retire(guild, question_id, by, self._clock.now())

    async def reinstate(self, guild: int, question_id: str) -> bool:
        """Take a retired question back, its answers count again; False where it was not retired."""
        return await self._store.reviews.reinstate(guild, question_id)

    async def keep(self, guild: int, question_id: str, by: int) -> bool:
        """Decide that a reported question stays; False where nobody reported it."""
        return await self._store.reviews.keep(guild, question_id, by, self._clock.now())

    async def _reviewed(self, report: Report) -> Reviewed | None:
        quiz = await self._store.quizzes.get(report.quiz)
        if quiz is None:
            return None
        question = quiz.questions[report.place]
        chosen = (await self._store.attempts.choices(quiz.id))[report.place]
        return Reviewed(report, question, quiz, chosen[question.answer], sum(chosen))


def _candidates(quizzes: Iterable[Quiz]) -> dict[str, Candidate]:
    """The questions of quizzes by their ids, in the order of the quizzes; each as the first one asks it."""
    found: dict[str, Candidate] = {}
    for quiz in quizzes:
        for question in quiz.questions:
            candidate = Candidate(question.id, question.prompt, quiz.day, quiz.number, question.retired)
            found.setdefault(question.id, candidate)
    return found


def _matches(typed: str, prompt: str) -> bool:
    words = _words(prompt)
    return all(any(word.startswith(each) for word in words) for each in _words(typed))


@lru_cache(maxsize=4096)  # the same prompts are searched at every key that is pressed
def _words(text: str) -> tuple[str, ...]:
    return tuple(words_of(text))
