"""The results of a closed quiz as one message: who did well, and how each question was answered.

Where the questions are long, all are shortened alike until the message fits: first the words of what was wrong, then
the bars, last what was asked and what is right.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from discord.ui import Container, Item, LayoutView, Separator, TextDisplay

from bot.store.protocol.quizzes import QuizQuestion
from bot.study.board.captions import accuracy_text
from bot.study.board.standings import Period
from bot.study.daily.announcing import Results
from bot.study.wording import counted, listed
from cogs.ui import quiz_ids
from cogs.ui.layout import button, message, rows, small
from cogs.ui.limits import TEXTS
from cogs.ui.quiz_card import quiz_title
from cogs.ui.quiz_ids import QuizAct
from cogs.ui.text import one_line, size
from cogs.ui.wording import member_name, ordinal

YOUR_ANSWERS = "Your answers"
LEADERBOARD = "Leaderboard"
WORTH_A_LOOK = "Worth a look"

_LONGEST_NAME = 32
_MOST_NAMES = 5
"""Names of one place, or of new streaks."""
_FULL, _EMPTY = "█", "░"


@dataclass(frozen=True, slots=True)
class _Detail:
    """How much of each question is shown: characters of its parts, cells of a bar, wrong choices with a line each."""

    prompt: int
    right: int
    wrong: int
    source: int
    bar: int
    wrongs: int


_DETAILS = (
    _Detail(prompt=320, right=200, wrong=200, source=80, bar=10, wrongs=25),
    _Detail(prompt=320, right=120, wrong=80, source=80, bar=10, wrongs=6),
    _Detail(prompt=240, right=90, wrong=50, source=60, bar=10, wrongs=4),
    _Detail(prompt=180, right=80, wrong=36, source=50, bar=5, wrongs=3),
    _Detail(prompt=140, right=70, wrong=28, source=40, bar=0, wrongs=3),
    _Detail(prompt=96, right=56, wrong=20, source=30, bar=0, wrongs=3),
)
"""From all to what always fits."""


def results(found: Results) -> LayoutView:
    """Return the results of a quiz, with as much of its questions as there is room for."""
    head = "\n".join(_head(found))
    for detail in _DETAILS:
        questions = [_question(found, place, detail) for place in range(len(found.quiz.questions))]
        if size(head) + sum(map(size, questions)) <= TEXTS:
            break
    box = Container[LayoutView](TextDisplay(head))
    for question in questions:
        for item in _below(question):
            box.add_item(item)
    yours = button(YOUR_ANSWERS, quiz_ids.of_quiz(found.quiz.id, QuizAct.RESULTS))
    board = button(LEADERBOARD, quiz_ids.of_opened(Period.SEASON))
    return message(box, *rows([yours, board]))


def _below(text: str) -> tuple[Item[Any], ...]:
    return Separator(), TextDisplay(text)


def _head(found: Results) -> Iterator[str]:
    yield f"### {quiz_title(found.quiz)}: results"
    yield f"{counted(found.played, 'member')} played." if found.played else "Nobody played this time."
    for place, standings in groupby(found.podium, key=lambda standing: standing.place):
        equals = [standing.result for standing in standings]
        reached = f"{equals[0].right} of {len(found.quiz.counted)} right"
        yield f"**{ordinal(place)}** {_names([result.name for result in equals])}: {reached}"
    if found.streaks:
        told = [
            f"{member_name(each.name, _LONGEST_NAME)} ({counted(each.streak.days, 'day')})" for each in found.streaks
        ]
        yield f"**New streaks** {_some(told)}"


def _names(names: Sequence[str]) -> str:
    return _some([member_name(name, _LONGEST_NAME) for name in names])


def _some(words: Sequence[str]) -> str:
    more = len(words) - _MOST_NAMES
    return listed([*words[:_MOST_NAMES], f"{more} more"] if more > 0 else words)


def _question(found: Results, place: int, detail: _Detail) -> str:
    question, chosen = found.quiz.questions[place], found.choices[place]
    prompt = one_line(question.prompt, detail.prompt)
    if question.retired:
        return "\n".join([f"~~{prompt}~~", small("Taken out by those who manage the quiz: it does not count.")])
    number = found.quiz.counted.index(place) + 1
    looked = [f"**{WORTH_A_LOOK}:** few got it right"] if place in found.hard else []
    answers = counted(sum(chosen), "answer") if any(chosen) else "no answers"
    source = " · ".join([*looked, answers, _source(question, detail.source)])
    return "\n".join([f"**{number}. {prompt}**", *_shares(question, chosen, detail), small(source)])


def _shares(question: QuizQuestion, chosen: Sequence[int], detail: _Detail) -> Iterator[str]:
    """A line for each choice: the right one, then the wrong ones, those chosen most often first.

    Where nobody answered, just the right one.
    """
    right, answers = question.answer, sum(chosen)
    if not answers:
        yield f"**{one_line(question.choices[right], detail.right)}** (right)"
        return
    wrong = sorted((each for each in range(len(chosen)) if each != right), key=lambda each: -chosen[each])
    yield f"{_share(chosen[right], answers, detail.bar)} **{one_line(question.choices[right], detail.right)}** (right)"
    for each in wrong[: detail.wrongs]:
        yield f"{_share(chosen[each], answers, detail.bar)} {one_line(question.choices[each], detail.wrong)}"
    if others := wrong[detail.wrongs :]:
        yield f"{_share(sum(chosen[each] for each in others), answers, detail.bar)} others"


def _share(part: int, whole: int, cells: int) -> str:
    """A share as a bar, where there is one, and in percent."""
    share = part / whole
    full = round(cells * share)
    bar = f"`{_FULL * full}{_EMPTY * (cells - full)}` " if cells else ""
    return f"{bar}{accuracy_text(share)}"


def _source(question: QuizQuestion, limit: int) -> str:
    first, last = question.start_line, question.end_line
    return f"{one_line(question.file, limit)}:{first if first == last else f'{first}-{last}'}"
