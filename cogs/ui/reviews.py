"""Reported questions as those see them who decide about them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from discord.ui import Container, LayoutView, TextDisplay
from discord.utils import format_dt

from bot.study.daily.review import Reviewed
from bot.study.wording import counted
from cogs.ui.layout import AnyButton, button, message, rows, small
from cogs.ui.places import file_and_lines, nearest_lines, turning
from cogs.ui.quiz_card import quiz_title
from cogs.ui.quiz_ids import ReviewAct, of_reported, of_review
from cogs.ui.quiz_run import RIGHT
from cogs.ui.text import one_line
from knowledge.base import Line

NOTHING_REPORTED = "No question waits for a decision. Members report one with the button Report below its answer."
NEVER_ASKED = "This server was never asked that question."
NO_LINES = "The notes no longer have these lines."

_SAID: Mapping[tuple[ReviewAct, bool], str] = {
    (ReviewAct.RETIRE, True): "**Retired.** It counts for nobody any more, and is not asked again.",
    (ReviewAct.RETIRE, False): "**Retired** already: it counts for nobody.",
    (ReviewAct.REINSTATE, True): "**Put back.** Its answers count again, and it may be asked again.",
    (ReviewAct.REINSTATE, False): "It was not retired: its answers count.",
    (ReviewAct.KEEP, True): "**Kept.** It goes on counting, and its reports are settled.",
    (ReviewAct.KEEP, False): "It stays: there was no report left to settle.",
}
_LONGEST_PROMPT = 500
_ALL_CHOICES = 1_200
_BESIDE_CHOICE = 40
_ALL_LINES = 1_400


@dataclass(frozen=True, slots=True)
class Case:
    """A question with what helps to decide about it.

    `counts` say how often each choice was chosen, `lines` are those of the notes around its source; none where the
    notes no longer have it.
    """

    reviewed: Reviewed
    counts: Sequence[int]
    lines: Sequence[Line]


def reported(case: Case, number: int, total: int) -> LayoutView:
    """Return one of the questions that wait for a decision, by its number from 0."""
    page = [small(f"{number + 1} of {counted(total, 'reported question')}")] if total > 1 else []
    return message(
        Container(*map(TextDisplay[LayoutView], [*_question(case), *page])),
        *rows(_decisions(case.reviewed), turning(number, total - 1, of_reported)),
    )


def decided(case: Case, act: ReviewAct, *, done: bool, more: bool) -> LayoutView:
    """Return a question that somebody has decided about; `done` tells whether that changed anything.

    With `more`, other questions wait for a decision.
    """
    onward = [button("Other reported questions", of_reported(0))] if more else []
    return message(
        TextDisplay(_SAID[act, done]),
        Container(*map(TextDisplay[LayoutView], _question(case))),
        *rows([*_decisions(case.reviewed), *onward]),
    )


def _question(case: Case) -> Iterator[str]:
    """All that is known of a question, part by part."""
    reviewed = case.reviewed
    question, report = reviewed.question, reviewed.report
    by = f"Reported by {counted(report.reporters, 'member')}, last {format_dt(report.at, 'R')}"
    where = [quiz_title(reviewed.quiz), *([by] if report.reporters else [])]
    yield "\n".join([small(" · ".join(where)), f"**{one_line(question.prompt, _LONGEST_PROMPT)}**"])
    right = f"{counted(reviewed.right, 'member')} of {reviewed.answered:,} got it right."
    yield "\n".join([*_choices(case), right if reviewed.answered else "Nobody has answered it yet."])
    place = small(file_and_lines(question))
    yield f"{place}\n{nearest_lines(case.lines, _ALL_LINES)}" if case.lines else f"{place}\n{NO_LINES}"


def _choices(case: Case) -> Iterator[str]:
    choices, answer = case.reviewed.question.choices, case.reviewed.question.answer
    room = _ALL_CHOICES // len(choices) - _BESIDE_CHOICE
    for index, (choice, times) in enumerate(zip(choices, case.counts, strict=True)):
        mark = f"{RIGHT} right: " if index == answer else ""
        yield f"- {mark}{one_line(choice, room)} (chosen {times:,}×)"


def _decisions(reviewed: Reviewed) -> list[AnyButton]:
    question = reviewed.question
    if question.retired:
        return [button("Put back", of_review(ReviewAct.REINSTATE, question.id))]
    keep = [button("Keep", of_review(ReviewAct.KEEP, question.id))] if reviewed.report.reporters else []
    return [button("Retire", of_review(ReviewAct.RETIRE, question.id)), *keep]
