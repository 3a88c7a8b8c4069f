"""The weekly recap: the board of the week as a picture and in words, and the hardest question."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from discord import MediaGalleryItem
from discord.ui import Container, Item, LayoutView, MediaGallery, Separator, TextDisplay

from bot.study.board.boards import RECAP_TITLE
from bot.study.board.captions import LONGEST_ALT, alt_text, caption
from bot.study.daily.announcing import HardestQuestion, WeeklyRecap
from cogs.ui import quiz_ids
from cogs.ui.board import line
from cogs.ui.layout import button, message, rows, small
from cogs.ui.places import file_and_lines
from cogs.ui.results import LEADERBOARD
from cogs.ui.text import label, one_line

PICTURE = "board.png"
"""The name of the file with the picture, by which the message refers to it."""

_LONGEST_CAPTION = 300
_LONGEST_PROMPT = 400
_LONGEST_CHOICE = 200


def weekly_recap(recap: WeeklyRecap) -> LayoutView:
    """Return the message of a recap; the picture goes with it as the file `PICTURE`."""
    picture = MediaGalleryItem(f"attachment://{PICTURE}", description=description(recap))
    box = Container[LayoutView](
        TextDisplay(f"### {RECAP_TITLE}\n{small(_caption(recap))}"),
        MediaGallery(picture),
        TextDisplay("\n".join(line(row, recap.page) for row in recap.page.rows)),
        *_hardest(recap.hardest),
    )
    return message(box, *rows([button(LEADERBOARD, quiz_ids.of_recap(recap.guild, recap.day))]))


def description(recap: WeeklyRecap) -> str:
    """Return what the picture shows, in words, for those who cannot see it."""
    return label(alt_text(recap.page, RECAP_TITLE), LONGEST_ALT)


def _caption(recap: WeeklyRecap) -> str:
    return one_line(" · ".join(caption(recap.page)), _LONGEST_CAPTION)


def _hardest(hardest: HardestQuestion | None) -> Iterator[Item[Any]]:
    if hardest is None:
        return
    question = hardest.quiz.questions[hardest.place]
    yield Separator()
    yield TextDisplay(
        "\n".join(
            [
                "**The hardest question of the week**",
                one_line(question.prompt, _LONGEST_PROMPT),
                f"Right: **{one_line(question.right, _LONGEST_CHOICE)}**",
                small(f"{hardest.right} of {hardest.answered} got it right · {file_and_lines(question)}"),
            ]
        )
    )
