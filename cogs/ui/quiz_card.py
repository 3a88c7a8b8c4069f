"""The public message of a daily quiz: what it is about, until when, and the button that opens it."""

from __future__ import annotations

import re

from discord import ButtonStyle, Colour
from discord.ui import ActionRow, Container, Item, LayoutView, TextDisplay
from discord.utils import format_dt

from bot.store.protocol.quizzes import Quiz
from bot.study.daily.announcing import QuizCard
from bot.study.wording import counted, listed
from cogs.ui import quiz_ids
from cogs.ui.layout import AnyButton, button, message
from cogs.ui.quiz_ids import QuizAct
from cogs.ui.text import one_line
from cogs.ui.wording import day_words

PLAY = "Play"
PRIVATE = "You play alone: nobody sees your answers."
MOST_TOPICS = 5

_LONGEST_TOPIC = 60
_WORD = re.compile(r"\w+")
_OPEN, _CLOSED = Colour.green(), Colour.dark_grey()
"""Only underline what the words say."""


def quiz_card(card: QuizCard) -> LayoutView:
    """Return the public message of a quiz as it is now."""
    quiz = card.quiz
    closed = quiz.closed_at is not None
    played = played_text(card.played, closed=closed)
    if closed:
        lines = [_extent(quiz), f"**Closed.** {played}"]
    else:
        lines = [f"{_extent(quiz)} {PRIVATE}", _closing(quiz), played]
    box = Container[LayoutView](
        TextDisplay("\n".join([f"### {quiz_title(quiz)}", *lines])),
        ActionRow(_play(quiz)),
        accent_colour=_CLOSED if closed else _OPEN,
    )
    return message(*_ping(card.role), box)


def quiz_title(quiz: Quiz) -> str:
    """Return how a quiz is called: `Quiz 12 · Monday 1 March 2027`."""
    return f"Quiz {quiz.number:,} · {day_words(quiz.day)}"


def topics_of(quiz: Quiz) -> str:
    """Return what a quiz is about, by the uppermost headings; empty where none can be named.

    One that is the answer to a question, as "AWS CloudTrail" to "Which service shows who did it?", is only counted.
    """
    asked = [quiz.questions[place] for place in quiz.counted]
    names = {question.topic[0]: None for question in asked if question.topic}
    told = [name for name in names if not any(_tells(name, question.right) for question in asked)]
    shown = [text for name in told if (text := one_line(name, _LONGEST_TOPIC))][:MOST_TOPICS]
    more = len(names) - len(shown)
    return listed([*shown, f"{more} more"] if shown and more else shown)


def played_text(played: int, *, closed: bool) -> str:
    """Return how many members have played a quiz, as a sentence."""
    who = counted(played, "member") if played else "Nobody"
    if closed:
        return f"{who} played."
    return f"{who} {'has' if played <= 1 else 'have'} played so far."


def _tells(topic: str, answer: str) -> bool:
    """Whether one of them is named in the other, word for word."""
    said, wanted = (set(_WORD.findall(text.casefold())) for text in (topic, answer))
    return bool(said and wanted) and (said <= wanted or wanted <= said)


def _extent(quiz: Quiz) -> str:
    topics = topics_of(quiz)
    return f"{counted(len(quiz.counted), 'question')}{f' about {topics}' if topics else ''}."


def _closing(quiz: Quiz) -> str:
    return f"Open until {format_dt(quiz.closes_at, 'f')} ({format_dt(quiz.closes_at, 'R')})."


def _play(quiz: Quiz) -> AnyButton:
    """The button that opens the quiz. It stays when the quiz is closed, and says so itself."""
    play = button(PLAY, quiz_ids.of_quiz(quiz.id, QuizAct.PLAY))
    play.style = ButtonStyle.secondary if quiz.closed_at else ButtonStyle.success
    return play


def _ping(role: int | None) -> list[Item[LayoutView]]:
    return [] if role is None else [TextDisplay(f"<@&{role}>")]
