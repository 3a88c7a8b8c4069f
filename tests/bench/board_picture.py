"""Draws the picture of the leaderboard: a process of its own that prints what it took, in seconds, as JSON."""

from __future__ import annotations

import json
import sys
from io import BytesIO
from statistics import median
from time import perf_counter

from bot.study.board.standings import PAGE, Row

TIMES = 21
NAMES = ("Anna", "Zoë Łukasz", "Nguyễn Văn Đức", "Анна Иванова", "maximilian_the_third_of_bavaria", "李明", "🔥 Sam")


def main() -> None:
    """Draw pictures with ten different rows each, none twice."""
    started = perf_counter()
    from PIL import Image

    from bot.study.board.picture import BoardPicture, draw

    def drawn(number: int) -> bytes:
        return draw(BoardPicture("This week", ("1 to 7 March 2027", f"{number:,} members"), _rows(number)))

    png = drawn(0)
    first = perf_counter() - started
    times = []
    for number in range(1, TIMES + 1):
        started = perf_counter()
        drawn(number)
        times.append(perf_counter() - started)
    image = Image.open(BytesIO(png))
    image.load()
    started = perf_counter()
    image.save(BytesIO(), "PNG")
    figures = {"first": first, "median": median(times), "longest": max(times), "bare": perf_counter() - started}
    json.dump({**figures, "size": len(png)}, sys.stdout)


def _rows(number: int) -> tuple[Row, ...]:
    return tuple(
        Row(place, place, NAMES[(place + number) % len(NAMES)], 10 * (500 - place + number), 70, 100, place, place - 4)
        for place in range(1, PAGE + 1)
    )


if __name__ == "__main__":
    main()
