"""The daily quiz as its managers see it: what was set up, how it stands, what it would ask next."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from string import ascii_uppercase

from discord import ButtonStyle
from discord.ui import Container, LayoutView, Separator, TextDisplay
from discord.utils import format_dt

from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.store.protocol.schedules import Schedule
from bot.study.daily.posting import Posted
from bot.study.daily.review import Candidate, Reviewed
from bot.study.daily.setup import Overview, SetUp
from bot.study.daily.times import WEEKDAYS, weekdays_text
from bot.study.wording import counted, listed
from cogs.ui import quiz_ids
from cogs.ui.layout import button, message, rows, says, small
from cogs.ui.places import file_and_lines, turning
from cogs.ui.quiz_card import played_text, quiz_title
from cogs.ui.quiz_ids import DailyAct, ReviewAct
from cogs.ui.text import one_line
from cogs.ui.wording import day_words

NOT_OFFERED = "Choose one of the questions that are offered while you type."
SEASON_LEFT = "The season goes on."
ON_PAGE = 3
"""Questions of one page of the preview."""

_LONGEST_PROMPT = 320
_ALL_CHOICES = 700
"""Characters for the choices of one question together."""
_MOST_DAYS = 7


def set_up(done: SetUp, *, silent: bool) -> LayoutView:
    """Return what was set up. With `silent`, the role is one that Discord would not ping."""
    lines = ["### The daily quiz is set up", *_settings(done.schedule), *_posts(done.next_dues)]
    if silent:
        lines.append(_silent(done.schedule))
    lines.append(small("This posts nothing by itself. /daily preview shows the next questions to you alone."))
    return message(Container[LayoutView](TextDisplay("\n".join(lines))))


def overview(found: Overview, in_the_way: str) -> LayoutView:
    """Return how the daily quiz stands, and what is `in_the_way` of it, if anything is."""
    schedule = found.schedule
    state = "paused" if schedule.paused else "on"
    lines = [f"### The daily quiz is {state}", *_settings(schedule)]
    if schedule.paused:
        lines.append("Nothing is posted until /daily resume.")
    else:
        lines += _posts(found.next_dues)
    box = Container[LayoutView](TextDisplay("\n".join(lines)), Separator(), TextDisplay("\n".join(_standing(found))))
    if in_the_way:
        box.add_item(Separator())
        box.add_item(TextDisplay(in_the_way))
    reported = [button("Reported questions", quiz_ids.of_reported())] if found.reports else []
    return message(box, *rows(reported))


def paused(schedule: Schedule) -> LayoutView:
    """Return that nothing is posted from now on."""
    return says(
        f"The daily quiz in <#{schedule.channel}> is paused. A quiz that is open stays open until its end. "
        "Paused days break no streaks. /daily resume goes on."
    )


def resumed(found: Overview, in_the_way: str) -> LayoutView:
    """Return that the quiz goes on, and when, and what is `in_the_way` of it."""
    channel = f"The daily quiz in <#{found.schedule.channel}> goes on."
    return says("\n".join([channel, *_posts(found.next_dues), *([in_the_way] if in_the_way else [])]))


def no_post(missing: str) -> str:
    """Return that nothing can be posted, and why."""
    return f"**Nothing can be posted at the moment.** {missing}"


def no_thread(missing: str) -> str:
    """Return that no thread can be opened below a quiz, and why."""
    return f"**The quiz is posted without a thread at the moment.** {missing}"


def posted(done: Posted) -> LayoutView:
    """Return where the quiz is that was posted, or that was there before."""
    quiz = done.quiz
    said = f"Today's quiz was posted before: {_linked(quiz)}" if done.already else f"{_linked(quiz)} is posted."
    until = f"It is open until {format_dt(quiz.closes_at, 'f')}."
    return says("\n".join([said, small(until)]))


def preview(questions: Sequence[QuizQuestion], number: int) -> LayoutView:
    """Return a page of what the next quiz would ask; a number too high is the last page."""
    last = (len(questions) - 1) // ON_PAGE
    number = min(number, last)
    first = number * ON_PAGE
    page = f" · page {number + 1} of {last + 1}" if last else ""
    about = f"{counted(len(questions), 'question')}{page}. Only you see this. Members get the choices in other orders."
    box = Container[LayoutView](TextDisplay(f"### The next quiz\n{small(about)}"))
    for place, question in enumerate(questions[first : first + ON_PAGE], start=first + 1):
        box.add_item(Separator())
        box.add_item(TextDisplay("\n".join(_asked(question, f"{place}. "))))
    return message(box, *rows(turning(number, last, quiz_ids.of_preview)))


def retired(found: Reviewed, *, before: bool) -> LayoutView:
    """Return which question was taken out, with the button that puts it back; `before` where it was out already."""
    said = "This question was taken out before." if before else "This question is taken out."
    after = "It is not asked any more, and no answer to it counts: everybody's score is as if it had never been asked."
    last = f"Asked last in quiz {found.quiz.number:,} on {day_words(found.quiz.day)}"
    answers = f"{found.right} of {counted(found.answered, 'answer')} right" if found.answered else "nobody answered it"
    box = Container[LayoutView](
        TextDisplay(f"### {said}\n{after}"),
        Separator(),
        TextDisplay("\n".join([*_asked(found.question), small(f"{last}: {answers}")])),
    )
    back = button("Put it back", quiz_ids.of_review(ReviewAct.REINSTATE, found.question.id))
    return message(box, *rows([back]))


def offered(candidate: Candidate) -> str:
    """Return how a question is offered to be taken out, or, where it is out, to be put back."""
    out = ", taken out" if candidate.retired else ""
    return f"{candidate.number}{out}: {candidate.prompt}"


def season_question() -> LayoutView:
    """Return the question whether a season is to start."""
    text = (
        "Start a new season today? The season board of /leaderboard begins anew with today's quiz. "
        "What was before stays to be seen, and nobody's record is lost."
    )
    start = button("Start it", quiz_ids.of_season(DailyAct.SEASON))
    start.style = ButtonStyle.primary
    return message(TextDisplay(text), *rows([start, button("Leave it", quiz_ids.of_season(DailyAct.NO_SEASON))]))


def season_begun(number: int) -> LayoutView:
    """Return that a season has begun."""
    return says(f"Season {number:,} begins today. /leaderboard shows it, and the earlier ones.")


def _settings(schedule: Schedule) -> Iterator[str]:
    yield f"**Channel** <#{schedule.channel}>"
    yield f"**Time** {schedule.time:%H:%M}, {schedule.zone}"
    yield f"**Days** {weekdays_text(schedule.weekdays)}"
    yield f"**Quiz** {counted(schedule.questions, 'question')}, open for {counted(schedule.open_hours, 'hour')}"
    yield f"**Ping** {'nobody' if schedule.role is None else f'<@&{schedule.role}>'}"
    yield f"**Thread** {'one below each quiz' if schedule.thread else 'none'}"
    recap = schedule.recap
    yield f"**Weekly recap** {f'{WEEKDAYS[recap.weekday]} at {recap.time:%H:%M}' if recap else 'none'}"


def _posts(dues: Sequence[datetime]) -> Iterator[str]:
    if dues:
        yield "**Next posts**"
    for due in dues:
        yield f"- {format_dt(due, 'F')} ({format_dt(due, 'R')})"


def _silent(schedule: Schedule) -> str:
    return (
        f"Discord will not ping <@&{schedule.role}> yet: open Server Settings, then Roles, "
        "and allow everybody to mention this role."
    )


def _standing(found: Overview) -> Iterator[str]:
    """The latest quiz, what was missed, what was reported."""
    if found.latest is None:
        yield "No quiz was posted yet."
    else:
        closed = found.latest.closed_at is not None
        state = "closed" if closed else f"open until {format_dt(found.latest.closes_at, 'f')}"
        yield f"{_linked(found.latest)}, {state}. {played_text(found.played, closed=closed)}"
    if found.missed:
        days = [day_words(day) for day in found.missed[-_MOST_DAYS:]]
        yield f"Missed in the last seven days: {listed(days)}."
    if found.reports:
        verb = "was" if found.reports == 1 else "were"
        yield f"{counted(found.reports, 'question')} {verb} reported by members."


def _linked(quiz: Quiz) -> str:
    title = quiz_title(quiz)
    if quiz.message is None:
        return title
    return f"[{title}](https://discord.com/channels/{quiz.guild}/{quiz.channel}/{quiz.message})"


def _asked(question: QuizQuestion, number: str = "") -> Iterator[str]:
    """A question with its choices as they stand, the right one marked."""
    yield f"**{number}{one_line(question.prompt, _LONGEST_PROMPT)}**"
    room = _ALL_CHOICES // len(question.choices)
    for at, choice in enumerate(question.choices):
        text = f"{ascii_uppercase[at]}. {one_line(choice, room)}"
        yield f"**{text} (right)**" if at == question.answer else text
    yield small(file_and_lines(question))
