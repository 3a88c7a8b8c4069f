"""The leaderboard as messages: places, points and progress in words, beside a picture of the same."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from discord import File, MediaGalleryItem
from discord.ui import Container, Item, LayoutView, MediaGallery, TextDisplay

from bot.study.board.captions import accuracy_text, alt_text, caption, moved_text, nobody, span_text
from bot.study.board.improvement import LEAST_ANSWERS, ImprovedRow, Improvement
from bot.study.board.standings import POINTS, Page, Period, Row
from bot.study.wording import counted
from cogs.ui.delivery import Illustrated
from cogs.ui.layout import AnyButton, button, message, rows, small
from cogs.ui.limits import ALT
from cogs.ui.places import turning
from cogs.ui.quiz_ids import BoardAct, of_board, of_gains, of_hiding, of_opened
from cogs.ui.text import label, one_line
from cogs.ui.wording import member_name

HOW_IT_FILLS = (
    f"The board fills as members play the daily quiz: press Play below it. Each right answer gives {POINTS} points, "
    "and speed gives nothing."
)
NOBODY_IMPROVED = (
    f"Nobody has improved yet. Whoever gave at least {LEAST_ANSWERS} answers in these days and {LEAST_ANSWERS} in the "
    "four weeks before is compared."
)
NOTHING_BEFORE = "There is nothing before all time to compare it with: choose a week or a month."
NOW_HIDDEN = (
    "You are hidden: the leaderboard, the results and the recap leave you out. You play as before, and your points "
    "go on counting. Only what you share yourself is seen."
)
NOW_SHOWN = "You are shown again: the leaderboard, the results and the recap have you where you stand."
GONE_TOPIC = "No question of the daily quiz was about this topic. Choose one that is offered while you type."
FILE_NAME = "leaderboard.png"

_PERIODS = {Period.WEEK: "Week", Period.MONTH: "Month", Period.SEASON: "Season", Period.ALL: "All time"}
_TITLES = {**_PERIODS, Period.WEEK: "This week", Period.MONTH: "This month"}
_MEDALS = {1: "\N{FIRST PLACE MEDAL} Gold", 2: "\N{SECOND PLACE MEDAL} Silver", 3: "\N{THIRD PLACE MEDAL} Bronze"}
_LONGEST_NAME = 80
_LONGEST_CAPTION = 300


def title_of(page: Page) -> str:
    """Return the title of a page, for the message and for its picture."""
    return f"Leaderboard · {_TITLES[page.period]}{f' {page.season}' if page.season else ''}"


def board(page: Page, picture: bytes | None, seasons: int, *, private: bool) -> Illustrated:
    """Return a page of the board, with its picture where there is one.

    `seasons` is how many seasons there are, the running one included. Only a `private` message tells of whoever looks.
    """
    own = _own(page) if private else []
    said = one_line(" · ".join(caption(page)), _LONGEST_CAPTION)
    head = f"### {title_of(page)}\n{small(said)}"
    if not page.rows:
        empty = f"{one_line(nobody(page), _LONGEST_CAPTION)} {HOW_IT_FILLS}"
        view = message(
            Container(TextDisplay(head), TextDisplay("\n".join([empty, *own]))), *_ways(page, seasons, private)
        )
        return Illustrated(view, ())
    files = () if picture is None else (File(io.BytesIO(picture), FILE_NAME),)
    alt = label(alt_text(page, title_of(page)), ALT)
    shown: list[Item[Any]] = [MediaGallery(MediaGalleryItem(file, description=alt)) for file in files]
    lines = "\n".join([*(line(row, page) for row in page.rows), *own])
    return Illustrated(
        message(Container(TextDisplay(head), *shown, TextDisplay(lines)), *_ways(page, seasons, private)), files
    )


def gains(found: Improvement, period: Period, seasons: int, *, private: bool) -> LayoutView:
    """Return the board of those who improved most."""
    head = f"### Most improved · {_TITLES[period]}"
    if found.before is not None:
        head += f"\n{small(f'{span_text(found.span)}, against the four weeks before')}"
    own = [f"You: {_gain(found.own)}"] if private and found.own and found.own not in found.rows else []
    nobody_yet = NOTHING_BEFORE if found.before is None else NOBODY_IMPROVED
    lines = [f"{_rank(row.place, row.name)}: {_gain(row)}" for row in found.rows] or [nobody_yet]
    periods = [
        button(text, of_gains(each), enabled=each is not period)
        for each, text in _offered(seasons).items()
        if each is not Period.ALL
    ]
    return message(
        Container(TextDisplay(head), TextDisplay("\n".join([*lines, *own]))),
        *rows([*periods, button("Points", of_opened(period))]),
    )


def hiding(*, hidden: bool) -> LayoutView:
    """Return whether a member is hidden now, with the way back."""
    return message(TextDisplay(NOW_HIDDEN if hidden else NOW_SHOWN), *rows([_hiding_button(hidden=hidden)]))


def line(row: Row, page: Page) -> str:
    """Return a row of a page in words."""
    moved = f", {moved_text(row)}" if _compared(page) else ""
    return f"{_rank(row.place, row.name)}: {_score(row)}{moved}"


def _rank(place: int | None, name: str) -> str:
    """The place with the name; the first three have a medal. Those who share a place share it."""
    called = member_name(name, _LONGEST_NAME)
    if place is None:
        return f"**{called}**"
    medal = f"{_MEDALS[place]} · " if place in _MEDALS else ""
    return f"{medal}**{place:,}. {called}**"


def _score(row: Row) -> str:
    streak = f", streak {counted(row.streak, 'day')}" if row.streak else ""
    return f"{counted(row.points, 'point')}, {accuracy_text(row.accuracy)} right{streak}"


def _gain(row: ImprovedRow) -> str:
    return f"{accuracy_text(row.accuracy)} right, {accuracy_text(row.accuracy_before)} before ({row.gained * 100:+.0f})"


def _compared(page: Page) -> bool:
    """Whether anybody had a place before: on the first board that everybody is new goes without saying."""
    return any(row.moved is not None for row in page.rows)


def _own(page: Page) -> list[str]:
    """What a page does not tell whoever looks about the own place."""
    own = page.own
    if own is None:
        return []
    if page.hidden:
        return ["", f"You are hidden, and nobody else sees this. You would stand at place {own.place:,}: {_score(own)}"]
    return [] if own in page.rows else ["", f"You: place {own.place:,}, {_score(own)}"]


def _ways(page: Page, seasons: int, private: bool) -> Sequence[Item[Any]]:  # noqa: FBT001 - handed through
    """The buttons: other pages, other periods, other boards."""
    return rows(
        turning(
            page.number, page.pages - 1, lambda to: of_board(page.period, to, season=page.season, topic=page.topic)
        ),
        [
            button(text, of_opened(period, topic=page.topic), enabled=period is not page.period)
            for period, text in _offered(seasons).items()
        ],
        [
            button("Most improved", of_gains(Period.MONTH if page.period is Period.ALL else page.period)),
            *_other_seasons(page, seasons),
            _hiding_button(hidden=private and page.hidden),
        ],
    )


def _offered(seasons: int) -> dict[Period, str]:
    """The periods that can be told apart: before the first season was begun, a season is all time."""
    return {period: text for period, text in _PERIODS.items() if period is not Period.SEASON or seasons > 1}


def _other_seasons(page: Page, seasons: int) -> list[AnyButton]:
    if page.season is None:
        return []
    beside = [number for number in (page.season - 1, page.season + 1) if 1 <= number <= seasons]
    return [button(f"Season {number}", of_opened(Period.SEASON, season=number, topic=page.topic)) for number in beside]


def _hiding_button(*, hidden: bool) -> AnyButton:
    return button("Show me", of_hiding(BoardAct.SHOW)) if hidden else button("Hide me", of_hiding(BoardAct.HIDE))
