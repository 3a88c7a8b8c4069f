"""The results of a closed quiz: how each question was answered, the podium, and streaks worth a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.store.protocol import Store
from bot.store.protocol.attempts import Result
from bot.store.protocol.quizzes import Quiz
from bot.study.board.kept_streaks import streaks_of
from bot.study.daily.announcing import MOST_PODIUM, NewStreak, Podium, Results

MOST_NAMED = 10
"""Members on the podium, and members with new streaks: so many equals are named, no more."""
STREAK_WORTH = frozenset({3, 7, 14, 30, 50, 100, 150, 200, 250, 300, 365, 500, 730, 1000})
"""Days of a streak that are worth a word."""
HARD_SHARE = 1 / 3
"""A question that a smaller share got right is worth a look."""
HARD_LEAST = 3
"""Answers that a question needs before its share means anything."""


async def results_of(quiz: Quiz, store: Store) -> Results:
    """Return what a closed quiz led to. Raises StoreError."""
    results = await store.attempts.results(quiz.id)
    choices = await store.attempts.choices(quiz.id)
    streaks = await _new_streaks(quiz, results, store)
    return Results(quiz, len(results), choices, _hard(quiz, choices), _podium(results), streaks)


def _hard(quiz: Quiz, choices: Sequence[Sequence[int]]) -> frozenset[int]:
    """The places of the questions that too few got right."""
    return frozenset(
        place
        for place in quiz.counted
        if sum(choices[place]) >= HARD_LEAST
        and choices[place][quiz.questions[place].answer] < HARD_SHARE * sum(choices[place])
    )


def _podium(results: Sequence[Result]) -> tuple[Podium, ...]:
    """The first places among those who are seen and got something right; `results` have the most right ones first."""
    return tuple(standing for standing in _placed(results) if standing.place <= MOST_PODIUM)[:MOST_NAMED]


def _placed(results: Sequence[Result]) -> Iterator[Podium]:
    seen = [result for result in results if result.right and not result.hidden]
    first_with: dict[int, int] = {}
    for row, result in enumerate(seen, start=1):
        yield Podium(first_with.setdefault(result.right, row), result)


async def _new_streaks(quiz: Quiz, results: Sequence[Result], store: Store) -> tuple[NewStreak, ...]:
    """The streaks that reached a number worth a word, longest first."""
    seen = [result for result in results if not result.hidden]
    members = [result.member for result in seen]
    streaks = await streaks_of(store, quiz.guild, members, quiz.closes_at, quiz.day)
    new = (NewStreak(result.member, result.name, streaks[result.member]) for result in seen)
    worth = (each for each in new if each.streak.days in STREAK_WORTH)
    return tuple(sorted(worth, key=lambda each: -each.streak.days)[:MOST_NAMED])
