"""The public message of a daily quiz: what it is about, until when, and the button that opens it."""

from __future__ import annotations

from discord import ButtonStyle, Colour
from discord.ui import ActionRow, Container, Item, LayoutView, TextDisplay
from discord.utils import format_dt

from bot.store.protocol.quizzes import Quiz
from bot.study.daily.announcing import QuizCard
from cogs.ui import quiz_ids
from cogs.ui.layout import AnyButton, button, message
from cogs.ui.quiz_ids import QuizAct
from cogs.ui.text import one_line
from cogs.ui.wording import counted, day_words, listed

PLAY = "Play"
MOST_TOPICS = 5

_LONGEST_TOPIC = 60
_OPEN, _CLOSED = Colour.green(), Colour.dark_grey()
"""Only underline what the words say."""


def quiz_card(card: QuizCard) -> LayoutView:
    """Return the public message of a quiz as it is now."""
    quiz = card.quiz
    closed = quiz.closed_at is not None
    lines = [
        f"### {quiz_title(quiz)}",
        _extent(quiz),
        *([] if closed else [_closing(quiz)]),
        _players(card.played, closed=closed),
    ]
    box = Container[LayoutView](
        TextDisplay("\n".join(lines)), ActionRow(_play(quiz)), accent_colour=_CLOSED if closed else _OPEN
    )
    return message(*_ping(card.role), box)


def quiz_title(quiz: Quiz) -> str:
    """Return how a quiz is called: `Quiz 12 · Monday 1 March 2027`."""
    return f"Quiz {quiz.number:,} · {day_words(quiz.day)}"


def topics_of(quiz: Quiz) -> str:
    """Return what a quiz is about, by the uppermost headings; empty where its questions have none."""
    names = {question.topic[0]: None for question in quiz.questions if question.topic}
    shown = [text for name in names if (text := one_line(name, _LONGEST_TOPIC))]
    more = len(shown) - MOST_TOPICS
    return listed([*shown[:MOST_TOPICS], f"{more} more"] if more > 0 else shown)


def _extent(quiz: Quiz) -> str:
    topics = topics_of(quiz)
    about = f" about {topics}" if topics else ""
    return f"{counted(len(quiz.counted), 'question')}{about}. You play alone: nobody sees your answers."


def _closing(quiz: Quiz) -> str:
    return f"Open until {format_dt(quiz.closes_at, 'f')} ({format_dt(quiz.closes_at, 'R')})."


def _players(played: int, *, closed: bool) -> str:
    who = counted(played, "member") if played else "Nobody"
    if closed:
        return f"**Closed.** {who} played."
    return f"{who} {'has' if played <= 1 else 'have'} played so far."


def _play(quiz: Quiz) -> AnyButton:
    """The button that opens the quiz. It stays when the quiz is closed, and says so itself."""
    play = button(PLAY, quiz_ids.of_quiz(quiz.id, QuizAct.PLAY))
    play.style = ButtonStyle.secondary if quiz.closed_at else ButtonStyle.success
    return play


def _ping(role: int | None) -> list[Item[LayoutView]]:
    return [] if role is None else [TextDisplay(f"<@&{role}>")]
