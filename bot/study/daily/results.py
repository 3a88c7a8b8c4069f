"""The results of a closed quiz: how each question was answered, the podium, and streaks worth a word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.store.protocol import Store
from bot.store.protocol.attempts import Result
from bot.store.protocol.quizzes import Quiz
from bot.study.board.streaks import streak
from bot.study.daily.announcing import MOST_PODIUM, NewStreak, Podium, Results

MOST_NAMED = 10
"""Members on the podium, and members with new streaks: so many equals are named, no more."""
STREAK_WORTH = frozenset({3, 7, 14, 30, 50, 100, 150, 200, 250, 300, 365, 500, 730, 1000})
"""Days of a streak that are worth a word."""
IN_A_ROW = 200
"""Members whose streaks are worked out before others have a turn: in a large group all of them take seconds."""
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
    days = [day for day in await store.board.quiz_days(quiz.guild) if day <= quiz.day]
    hindered = await store.board.hindered_days(quiz.guild)
    worth: list[NewStreak] = []
    for start in range(0, len(seen), IN_A_ROW):
        some = seen[start : start + IN_A_ROW]
        played = await store.board.played(quiz.guild, [result.member for result in some])
        for result in some:
            reached = streak(days, played[result.member], hindered)
            if reached.days in STREAK_WORTH:
                worth.append(NewStreak(result.member, result.name, reached))
    return tuple(sorted(worth, key=lambda each: -each.streak.days)[:MOST_NAMED])
