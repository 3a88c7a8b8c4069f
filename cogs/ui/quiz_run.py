"""The private run of a member through the daily quiz: a question, the verdict on an answer, what it came to.

What is right or wrong is said in words and by a sign; colours and squares only underline it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from string import ascii_uppercase
from typing import Any

from discord import ButtonStyle, Colour
from discord.ui import Container, Item, LayoutView, Separator, TextDisplay
from discord.utils import format_dt

from bot.store.protocol.attempts import Outcome
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.study.daily.playing import Answered, Summary, Turn, TurnState, grid
from bot.study.wording import counted
from cogs.ui.layout import AnyButton, button, message, rows, says, small
from cogs.ui.limits import ROW
from cogs.ui.places import file_and_lines
from cogs.ui.quiz_ids import QuizAct, of_choice, of_quiz, of_report
from cogs.ui.text import one_line, size
from cogs.ui.wording import member_name

UNKNOWN = "I do not know this quiz: it is no longer kept, or it belongs to another server."
UNKNOWN_QUESTION = "I do not know this question of the quiz. Press Play to go on."
UNKNOWN_CHOICE = "I do not know this choice of the quiz."
TAKEN_OUT = "This question was taken out of the quiz meanwhile: it counts for nobody."
TOO_LATE = "That answer came too late: the quiz had closed by then."
ANSWERED_BEFORE = "You had answered this one already. Your first answer counts."
NOTHING_LEFT = "All questions of this quiz were taken out: there is nothing left to play."

RIGHT, WRONG = "✓", "✗"
"""Signs beside the words; every font has them."""

_GREEN, _RED = Colour.green(), Colour.red()
_LONGEST_PROMPT = 700
_LONGEST_EXPLANATION = 700
_ALL_CHOICES = 1_900
_BESIDE_CHOICE = 40
"""Characters for the letter of a choice and for what is said of it."""
_ALL_ANSWERS = 3_900
"""Characters of all of one's answers together: the rest is for their headline."""
_ROOMS = (400, 200, 100, 50, 25)
"""Characters for each part of one's answer to a question: the most with which all questions fit into one message."""
_LARGE = 120
"""Characters up to which a question is set as a headline."""
_LONGEST_NAME = 80
_WHY_NOT: Mapping[Outcome, str] = {Outcome.CLOSED: TOO_LATE, Outcome.RETIRED: TAKEN_OUT}
"""Why an answer is not kept."""
_WORDS: Mapping[bool | None, str] = {True: "right", False: "wrong", None: "not answered"}


def run(turn: Turn, said: str = "") -> LayoutView:
    """Return where a member is in a quiz: at a question, or at the end. What has to be `said` stands above it."""
    if turn.quiz is None:
        return says(UNKNOWN)
    above = [TextDisplay[LayoutView](said)] if said else []
    if turn.place is not None:
        return message(*above, *_question(turn.quiz, turn.place, turn.order))
    if turn.summary is None:
        return message(*above, TextDisplay(_closed(turn.quiz)))
    return message(*above, *_summary(turn.quiz, turn.summary, closed=turn.state is TurnState.CLOSED, shared=False))


def verdict(answered: Answered) -> LayoutView:
    """Return what became of an answer, with the way on."""
    quiz, question, chosen = answered.quiz, answered.question, answered.chosen
    if quiz is None or question is None or chosen is None:
        return run(answered.next, _WHY_NOT.get(answered.state, UNKNOWN_CHOICE))
    said = f"### {RIGHT} Right" if answered.right else f"### {WRONG} Wrong"
    repeated = [small(ANSWERED_BEFORE)] if answered.repeated else []
    choices = _judged(question, answered.order, chosen)
    box = Container[LayoutView](
        TextDisplay("\n".join([_where(quiz, answered.place), said, *repeated])),
        TextDisplay("\n".join([f"**{one_line(question.prompt, _LONGEST_PROMPT)}**", *choices])),
        Separator(),
        TextDisplay(_explained(question, _LONGEST_EXPLANATION)),
        accent_colour=_GREEN if answered.right else _RED,
    )
    onward = _onward(quiz, asking=answered.next.state is TurnState.ASKING)
    return message(box, *rows([onward, button("Report", of_report(quiz.id, answered.place))]))


def done(quiz: Quiz, reached: Summary, *, closed: bool, shared: bool) -> LayoutView:
    """Return what a member reached in a quiz; once `shared`, it cannot be shared again from there."""
    return message(*_summary(quiz, reached, closed=closed, shared=shared))


def shared_result(quiz: Quiz, reached: Summary, name: str) -> LayoutView:
    """Return what everybody may see of a member's run: which were right, never what was chosen."""
    who = member_name(name, _LONGEST_NAME)
    title = f"**{who}** · Quiz {quiz.number:,}: {reached.right} of {reached.of} right"
    return says("\n".join([title, *_squares(reached)]))


def own_answers(quiz: Quiz, chosen: Sequence[int | None]) -> LayoutView:
    """Return what a member chose in a closed quiz, for each of its questions."""
    items: list[Item[Any]] = [TextDisplay(f"### Your answers · Quiz {quiz.number:,}")]
    for text in _own_answers(quiz.questions, chosen):
        items += [Separator(), TextDisplay(text)]
    return message(Container(*items))


def _question(quiz: Quiz, place: int, order: Sequence[int]) -> list[Item[Any]]:
    question = quiz.questions[place]
    prompt = one_line(question.prompt, _LONGEST_PROMPT)
    asked = f"### {prompt}" if size(prompt) <= _LARGE else f"**{prompt}**"
    until = small(f"Open until {format_dt(quiz.closes_at, 'f')}. You may stop here, and go on later with Play.")
    box = Container[LayoutView](
        TextDisplay(f"{_where(quiz, place)}\n{asked}"),
        TextDisplay("\n".join(_choices(question, order))),
        TextDisplay(until),
    )
    letters = [button(_letter(at), of_choice(quiz.id, place, index)) for at, index in enumerate(order)]
    return [box, *rows(*(letters[first : first + ROW] for first in range(0, len(letters), ROW)))]


def _letter(at: int) -> str:
    return ascii_uppercase[at]


def _choices(question: QuizQuestion, order: Sequence[int]) -> list[str]:
    """The choices as a member sees them, a line for each."""
    room = _ALL_CHOICES // len(order) - _BESIDE_CHOICE
    return [f"**{_letter(at)}.** {one_line(question.choices[index], room)}" for at, index in enumerate(order)]


def _judged(question: QuizQuestion, order: Sequence[int], chosen: int) -> Iterator[str]:
    """The same lines, with what was chosen and what is right."""
    for index, line in zip(order, _choices(question, order), strict=True):
        if index == question.answer:
            yield f"{RIGHT} {line} **({'right, your answer' if index == chosen else 'right'})**"
        elif index == chosen:
            yield f"{WRONG} {line} **(wrong, your answer)**"
        else:
            yield line


def _where(quiz: Quiz, place: int) -> str:
    """Which question of which quiz, as small print; one that was taken out has no number."""
    count = quiz.counted
    number = f" · Question {count.index(place) + 1} of {len(count)}" if place in count else ""
    return small(f"Quiz {quiz.number:,}{number}")


def _explained(question: QuizQuestion, room: int) -> str:
    """What the notes say, and where."""
    explanation = one_line(question.explanation, room)
    return "\n".join([*([f"> {explanation}"] if explanation else []), small(file_and_lines(question))])


def _onward(quiz: Quiz, *, asking: bool) -> AnyButton:
    onward = button("Next" if asking else "See result", of_quiz(quiz.id, QuizAct.NEXT))
    onward.style = ButtonStyle.primary
    return onward


def _summary(quiz: Quiz, reached: Summary, *, closed: bool, shared: bool) -> list[Item[Any]]:
    if not reached.of:
        return [TextDisplay(NOTHING_LEFT)]
    title = f"### Quiz {quiz.number:,}: {reached.right} of {reached.of} right"
    so_far = "" if closed else " so far"
    lines = [
        f"**{counted(reached.points, 'point')}**",
        _streak(reached),
        f"Place {reached.place:,} of {counted(reached.players, 'player')}{so_far}",
        small(_closed(quiz) if closed else f"The results come {format_dt(quiz.closes_at, 'R')}."),
    ]
    box = Container[LayoutView](TextDisplay("\n".join([title, *_squares(reached)])), TextDisplay("\n".join(lines)))
    share = button("Shared" if shared else "Share", of_quiz(quiz.id, QuizAct.SHARE), enabled=not shared)
    return [box, *rows([share])]


def _squares(reached: Summary) -> list[str]:
    """One square for each question, and the same in words: not everybody sees squares."""
    return [grid(reached), small(", ".join(_WORDS[mark] for mark in reached.marks))]


def _streak(reached: Summary) -> str:
    freezes = reached.streak.freezes
    kept = f", and {counted(freezes, 'freeze')} for missed days" if freezes else ""
    return f"Streak: {counted(reached.streak.days, 'quiz day')} in a row{kept}"


def _closed(quiz: Quiz) -> str:
    when = format_dt(quiz.closed_at or quiz.closes_at, "R")
    return f"Quiz {quiz.number:,} closed {when} and takes no more answers. Its results are posted in this channel."


def _own_answers(questions: Sequence[QuizQuestion], chosen: Sequence[int | None]) -> list[str]:
    """The same for all questions, as much of each as fits."""
    texts: list[str] = []
    for room in _ROOMS:
        pairs = enumerate(zip(questions, chosen, strict=True), start=1)
        texts = [f"**{number}.** {_own_answer(question, choice, room)}" for number, (question, choice) in pairs]
        if sum(map(size, texts)) <= _ALL_ANSWERS:
            break
    return texts


def _own_answer(question: QuizQuestion, chosen: int | None, room: int) -> str:
    """A question with one's own answer, the right one and why, with at most `room` characters for each part."""
    lines = [f"**{one_line(question.prompt, 2 * room)}**"]
    if question.retired:
        lines.append("Taken out: it counts for nobody.")
    if chosen == question.answer:
        lines.append(f"{RIGHT} Right, your answer: {one_line(question.right, room)}")
    else:
        own = (
            "You did not answer it."
            if chosen is None
            else f"Wrong, your answer: {one_line(question.choices[chosen], room)}"
        )
        lines += [f"{WRONG} {own}", f"{RIGHT} Right: {one_line(question.right, room)}"]
    return "\n".join([*lines, _explained(question, room)])
