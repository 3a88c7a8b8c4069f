"""Playing the daily quiz: whose turn is at which question, and what an answer led to.

Nothing is remembered here. Where a member stands follows from the attempts in the store, so that a quiz can be left and
resumed at any time, from any message, also after a restart.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.attempts import Attempt, Outcome
from bot.store.protocol.board import Span
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.study.board.kept_streaks import streaks_of
from bot.study.board.standings import POINTS
from bot.study.board.streaks import Streak
from bot.study.daily.order import shown_order

_SQUARES = {True: "🟩", False: "🟥", None: "⬜"}


class TurnState(Enum):
    """What a member can do at a quiz."""

    ASKING = auto()
    """Answer the question of the turn."""
    DONE = auto()
    """Nothing more: all that counts was answered."""
    CLOSED = auto()
    """Nothing more: the quiz takes no answers any more."""
    UNKNOWN = auto()
    """Nothing: there is no such quiz."""


@dataclass(frozen=True, slots=True)
class Summary:
    """How a member did at a quiz, by the questions that count.

    `marks` say for each of these in order whether it was answered right; None where it was not answered. `streak` is
    that of the day of the quiz. `place` is shared by equals, and hidden members take none from others; it is the last
    one where nothing of the member counts. `players` counts all who have answered a question. Both are those of the
    moment while the quiz is open.
    """

    right: int
    of: int
    streak: Streak
    marks: tuple[bool | None, ...]
    place: int
    players: int

    @property
    def points(self) -> int:
        """The points of the quiz."""
        return POINTS * self.right


@dataclass(frozen=True, slots=True)
class Turn:
    """Where a member stands at a quiz.

    While it is ASKING, `place` is that of the question in the quiz, `order` holds the indices of its choices as this
    member sees them, and `number` counts it among the `of` questions that count, from 1. `chosen` holds the choices
    that the member has made so far, for each question of the quiz, retired ones too. There is a `summary` where it is
    DONE, and where it is CLOSED and the member took part. Where all questions are retired it is DONE, and `of` is 0.
    """

    quiz: Quiz | None
    state: TurnState
    place: int | None = None
    order: tuple[int, ...] = ()
    number: int = 0
    of: int = 0
    chosen: tuple[int | None, ...] = ()
    summary: Summary | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """What an answer led to, and the member's next turn.

    `chosen` is the choice that is kept; None where none is: the quiz was closed, the question was retired meanwhile, or
    there is none (then `question` is None). `repeated` says that the member had answered before: the first choice
    counts, and `right` is about that one. `order` is how the choices are shown to this member.
    """

    quiz: Quiz | None
    question: QuizQuestion | None
    place: int
    order: tuple[int, ...]
    chosen: int | None
    repeated: bool
    state: Outcome
    next: Turn

    @property
    def right(self) -> bool:
        """True where the choice that is kept is the right one."""
        return self.question is not None and self.chosen == self.question.answer


class Playing:
    """Members play the daily quiz, each alone. Every method may raise StoreError."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    async def turn(self, quiz_id: int, member: int) -> Turn:
        """Return where a member stands: this begins a quiz, and resumes it."""
        return await self._turn(await self._store.quizzes.get(quiz_id), member, self._clock.now())

    async def answer(self, quiz_id: int, place: int, choice: int, member: int, name: str) -> Answered:
        """Keep a choice of a member who is called `name` now, and return what became of it.

        It is kept for good when this returns. Only the first choice for a question counts, and none counts from the
        moment on at which the quiz closes. `choice` is the index in the question, not the place where it is shown.
        """
        now = self._clock.now()
        recorded = await self._store.attempts.add(Attempt(quiz_id, place, member, choice, now), name)
        quiz = await self._store.quizzes.get(quiz_id)
        turn = await self._turn(quiz, member, now)
        if quiz is None or place not in range(len(quiz.questions)):
            return Answered(quiz, None, place, (), None, repeated=False, state=recorded.outcome, next=turn)
        question = quiz.questions[place]
        order = shown_order(quiz.id, place, member, question.choices)
        chosen = turn.chosen[place]
        repeated = chosen is not None and recorded.outcome is not Outcome.KEPT
        return Answered(quiz, question, place, order, chosen, repeated, recorded.outcome, turn)

    async def _turn(self, quiz: Quiz | None, member: int, now: datetime) -> Turn:
        if quiz is None:
            return Turn(None, TurnState.UNKNOWN)
        own = {attempt.place: attempt.choice for attempt in await self._store.attempts.of(quiz.id, member)}
        counted, chosen = quiz.counted, tuple(map(own.get, range(len(quiz.questions))))
        if not quiz.is_open(now):
            summary = await self._summary(quiz, member, own, now) if own else None
            return Turn(quiz, TurnState.CLOSED, of=len(counted), chosen=chosen, summary=summary)
        for number, place in enumerate(counted, start=1):
            if place not in own:
                order = shown_order(quiz.id, place, member, quiz.questions[place].choices)
                return Turn(quiz, TurnState.ASKING, place, order, number, len(counted), chosen)
        summary = await self._summary(quiz, member, own, now)
        return Turn(quiz, TurnState.DONE, of=len(counted), chosen=chosen, summary=summary)

    async def _summary(self, quiz: Quiz, member: int, own: Mapping[int, int], now: datetime) -> Summary:
        marks = tuple(own[place] == quiz.questions[place].answer if place in own else None for place in quiz.counted)
        players = await self._store.attempts.players(quiz.id)
        standing = await self._store.board.standing(quiz.guild, Span(quiz.day, quiz.day), member)
        place = standing.place if standing else players
        streaks = await streaks_of(self._store, quiz.guild, [member], now, quiz.day)
        return Summary(marks.count(True), len(marks), streaks[member], marks, place, players)


def grid(summary: Summary) -> str:
    """Return a row of squares, one for each question that counts: right, wrong or not answered."""
    return "".join(_SQUARES[mark] for mark in summary.marks)
