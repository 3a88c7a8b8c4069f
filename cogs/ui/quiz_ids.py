"""What a press on a message of the daily quiz, of the board or of a review says; see `cogs/ui/ids.py`.

The messages that the bot posts by itself are found again by these ids, so their form must never change.
"""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from hashlib import blake2s

from bot.study.board.standings import Period


class QuizAct(StrEnum):
    """What a button of a whole quiz does."""

    PLAY = "play"
    """Begins or resumes the private run. This id marks the public message of the quiz."""
    NEXT = "next"
    """Shows the next question."""
    SHARE = "share"
    """Shows the others how one did."""
    RESULTS = "results"
    """Shows privately what one chose. This id marks the message with the results."""


class ReviewAct(StrEnum):
    """What a manager decides about a question."""

    RETIRE = "retire"
    KEEP = "keep"
    REINSTATE = "reinstate"


class BoardAct(StrEnum):
    """What somebody does about the own row of the board."""

    HIDE = "hide"
    SHOW = "show"


class DailyAct(StrEnum):
    """What a button of `/daily` does."""

    PREVIEW = "preview"
    """Turns to the page of this number of the next quiz."""
    SEASON = "season"
    """Starts a season."""
    NO_SEASON = "no-season"
    """Leaves the season as it is."""


_QUIZ = r"q:(?P<quiz>[0-9]{1,19})"
_PLACE = r"(?P<place>[0-9]{1,2})"
QUIZ = re.compile(rf"{_QUIZ}:(?P<act>{'|'.join(QuizAct)})")
CHOICE = re.compile(rf"{_QUIZ}:{_PLACE}:(?P<choice>[0-9]{{1,2}})")
REPORT = re.compile(rf"{_QUIZ}:{_PLACE}:report")
REVIEW = re.compile(rf"v:(?P<act>{'|'.join(ReviewAct)}):(?P<question>[\w-]{{1,80}})", re.ASCII)
REPORTED = re.compile(r"v:list(?::(?P<page>[0-9]{1,4}))?")
RECAP = re.compile(r"b:recap:(?P<guild>[0-9]{1,20}):(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})")
BOARD = re.compile(
    rf"b:(?P<period>{'|'.join(Period)}):(?P<season>[0-9]{{1,6}}):(?P<page>[0-9]{{1,6}}):(?P<topic>[0-9a-f]{{16}}|-)"
)
OPENED = re.compile(rf"b:open:(?P<period>{'|'.join(Period)}):(?P<season>[0-9]{{1,6}}):(?P<topic>[0-9a-f]{{16}}|-)")
GAINS = re.compile(rf"b:gains:(?P<period>{'|'.join(Period)})")
HIDING = re.compile(rf"b:(?P<act>{'|'.join(BoardAct)})")
PREVIEW = re.compile(rf"d:{DailyAct.PREVIEW}:(?P<page>[0-9]{{1,3}})")
SEASON = re.compile(rf"d:(?P<act>{DailyAct.SEASON}|{DailyAct.NO_SEASON})")


def of_quiz(quiz: int, act: QuizAct) -> str:
    """Return the id of a button of this quiz."""
    return f"q:{quiz}:{act}"


def of_choice(quiz: int, place: int, choice: int) -> str:
    """Return the id of the button that chooses: `choice` is the index in the question, not the letter shown."""
    return f"q:{quiz}:{place}:{choice}"


def of_report(quiz: int, place: int) -> str:
    """Return the id of the button that reports a question."""
    return f"q:{quiz}:{place}:report"


def of_review(act: ReviewAct, question: str) -> str:
    """Return the id of the button that decides about the question with this id."""
    return f"v:{act}:{question}"


def of_reported(page: int | None = None) -> str:
    """Return the id of a button that turns to a page of the reported questions; without one, that opens them."""
    return "v:list" if page is None else f"v:list:{page}"


def of_recap(guild: int, day: date) -> str:
    """Return the id of the button below the recap of this day: it marks that message."""
    return f"b:recap:{guild}:{day.isoformat()}"


def of_board(period: Period, page: int, *, season: int | None = None, topic: str | None = None) -> str:
    """Return the id of a button that turns to a page of the board, from 0."""
    return f"b:{period}:{season or 0}:{page}:{topic_key(topic)}"


def of_opened(period: Period, *, season: int | None = None, topic: str | None = None) -> str:
    """Return the id of a button that opens the board at the page of whoever presses it."""
    return f"b:open:{period}:{season or 0}:{topic_key(topic)}"


def of_gains(period: Period) -> str:
    """Return the id of a button that shows who improved most."""
    return f"b:gains:{period}"


def of_hiding(act: BoardAct) -> str:
    """Return the id of the button that hides or shows the one who presses it."""
    return f"b:{act}"


def of_preview(page: int) -> str:
    """Return the id of a button that turns to a page of the next quiz."""
    return f"d:{DailyAct.PREVIEW}:{page}"


def of_season(act: DailyAct) -> str:
    """Return the id of a button that starts a season, or does not."""
    return f"d:{act}"


def topic_key(topic: str | None) -> str:
    """Return a short key for a topic, which may be longer than an id may be; "-" for none. Case does not matter."""
    if topic is None:
        return "-"
    return blake2s(topic.casefold().encode("utf-8", "surrogateescape"), digest_size=8).hexdigest()
