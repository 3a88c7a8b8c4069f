"""The board as a picture: a card with its own background, so that it looks the same in dark and light surroundings.

Lengths are pixels. The picture is meant to be seen at half its size or less, so everything in it is large.
"""

from __future__ import annotations

from dataclasses import dataclass

from bot.study.board.canvas import Canvas, face
from bot.study.board.captions import accuracy_text
from bot.study.board.fonts import drawable, fitted
from bot.study.board.shapes import FACE_MIDDLE, MEDALS, Colour, arrow, flame, medal
from bot.study.board.standings import Row

WIDTH = 1600
MARGIN = 44
HEADER = 228
"""From the upper edge to the first row: title, caption, names of the columns."""
ROW, GAP = 98, 10
CORNER, BAND_CORNER = 40, 24

PLACE, PLACE_WIDTH = 122, 124
"""Where the middle of the places is; the other columns follow, in order."""
MOVED = 196
NAME, NAME_ALONE = 322, 204
"""Where names begin, with and without changes of place before them."""
POINTS, POINTS_WIDTH = 890, 270
ACCURACY_END = 1334
STREAK, STREAK_WIDTH = 1394, 146
NAME_SIZES = (46, 42, 38)
"""A long name is drawn smaller before it is cut."""
MEDAL = 86
BAR = 14

BAND: Colour = (37, 40, 57)
BAND_OF_MEDAL: Colour = (46, 50, 73)
TRACK: Colour = (64, 68, 96)
FILLED: Colour = (128, 144, 255)
TEXT: Colour = (246, 247, 252)
MUTED: Colour = (178, 184, 208)
UP: Colour = (110, 218, 156)
DOWN: Colour = (255, 146, 138)


@dataclass(frozen=True, slots=True)
class BoardPicture:
    """What a picture shows: the same values give the same picture."""

    title: str
    caption: tuple[str, ...]
    rows: tuple[Row, ...]


def name_drawn(row: Row) -> str:
    """Return what stands in the picture for the name of a row, uncut: what can be drawn of it, else its place."""
    return drawable(row.name) or f"Member in place {row.place:,}"


def draw(picture: BoardPicture) -> bytes:
    """Return the picture of a board with at least one row, as PNG."""
    height = HEADER + len(picture.rows) * (ROW + GAP) - GAP + MARGIN
    canvas = Canvas.card(WIDTH, height, glow=HEADER)
    with_moves = any(row.moved is not None for row in picture.rows)
    _draw_header(canvas, picture, with_moves=with_moves)
    most = max(row.points for row in picture.rows)
    for index, row in enumerate(picture.rows):
        _draw_row(canvas, row, HEADER + index * (ROW + GAP), most, with_moves=with_moves)
    return canvas.png()


def _draw_header(canvas: Canvas, picture: BoardPicture, *, with_moves: bool) -> None:
    left, room = MARGIN + 10, WIDTH - 2 * (MARGIN + 10)
    caption = "  ·  ".join(filter(None, map(drawable, picture.caption)))
    canvas.text((left, 76), fitted(drawable(picture.title), face(64), room), TEXT, 64)
    canvas.text((left, 138), fitted(caption, face(36, bold=False), room), MUTED, 36, bold=False)
    middle = HEADER - 30
    for x, name, side in (
        (NAME if with_moves else NAME_ALONE, "Member", "l"),
        (POINTS, "Points", "l"),
        (ACCURACY_END, "Accuracy", "r"),
        (STREAK, "Streak", "l"),
    ):
        canvas.text((x, middle), name, MUTED, 30, bold=False, side=side)


def _draw_row(canvas: Canvas, row: Row, top: int, most: int, *, with_moves: bool) -> None:
    middle = top + ROW // 2
    band = BAND_OF_MEDAL if row.place in MEDALS else BAND
    canvas.band((MARGIN, top, WIDTH - MARGIN, top + ROW), band, BAND_CORNER)
    _draw_place(canvas, row.place, middle)
    if with_moves:
        _draw_move(canvas, row.moved, middle)
    _draw_name(canvas, row, NAME if with_moves else NAME_ALONE, middle)
    _draw_points(canvas, row.points, most, middle)
    canvas.text((ACCURACY_END, middle), accuracy_text(row.accuracy), TEXT, 42, bold=False, side="r")
    _draw_streak(canvas, row.streak, middle)


def _draw_place(canvas: Canvas, place: int, middle: int) -> None:
    metal = MEDALS.get(place)
    if metal is None:
        canvas.number((PLACE, middle), place, MUTED, 44, PLACE_WIDTH, side="m")
        return
    canvas.shape(medal(metal, MEDAL), (PLACE - MEDAL // 2, middle - MEDAL // 2))
    canvas.number((PLACE, middle + (FACE_MIDDLE - 0.5) * MEDAL), place, metal.numeral, 42, MEDAL, side="m")


def _draw_move(canvas: Canvas, moved: int | None, middle: int) -> None:
    if moved is None:
        canvas.text((MOVED, middle), "new", MUTED, 30, bold=False)
    elif moved == 0:
        canvas.text((MOVED, middle), "–", MUTED, 34, bold=False)
    else:
        colour = UP if moved > 0 else DOWN
        canvas.shape(arrow(colour, 28, up=moved > 0), (MOVED, middle - 14))
        canvas.number((MOVED + 38, middle), abs(moved), colour, 34, NAME - MOVED - 54)


def _draw_name(canvas: Canvas, row: Row, left: int, middle: int) -> None:
    if not drawable(row.name):
        canvas.text((left, middle), name_drawn(row), MUTED, 38, bold=False)
        return
    room = POINTS - 36 - left
    name = name_drawn(row)
    size = next((size for size in NAME_SIZES if face(size).getlength(name) <= room), NAME_SIZES[-1])
    canvas.text((left, middle), fitted(name, face(size), room), TEXT, size)


def _draw_points(canvas: Canvas, points: int, most: int, middle: int) -> None:
    canvas.number((POINTS, middle - 15), points, TEXT, 44, POINTS_WIDTH)
    top = middle + 20
    canvas.band((POINTS, top, POINTS + POINTS_WIDTH, top + BAR), TRACK, BAR // 2)
    if points:
        filled = max(BAR, round(POINTS_WIDTH * points / most))
        canvas.band((POINTS, top, POINTS + filled, top + BAR), FILLED, BAR // 2)


def _draw_streak(canvas: Canvas, days: int, middle: int) -> None:
    if not days:
        canvas.text((STREAK + 12, middle), "–", MUTED, 42, bold=False)
        return
    canvas.shape(flame(46), (STREAK - 6, middle - 26))
    canvas.number((STREAK + 50, middle), days, TEXT, 42, STREAK_WIDTH - 50)
