"""The picture of the board: what of a name is drawn, its size, and what is kept of it."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from bot.study.board import album
from bot.study.board.album import MOST_KEPT, Album
from bot.study.board.fonts import ELLIPSIS, Weight, drawable, fitted, font, has_glyph
from bot.study.board.picture import NAME, POINTS, WIDTH, BoardPicture, draw, name_drawn
from bot.study.board.standings import Row


def row(place: int = 1, name: str = "Ann", points: int = 100, **more: int | None) -> Row:
    given = {"member": place, "right": points // 10, "answered": points // 10 + 3, "streak": 4, "moved": 2, **more}
    return Row(place=place, name=name, points=points, **given)  # type: ignore[arg-type]


def picture(*rows: Row) -> BoardPicture:
    return BoardPicture("This week", ("1 to 7 March 2027", "12 members"), rows or (row(),))


def opened(png: bytes) -> Image.Image:
    return Image.open(BytesIO(png))


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Ann", "Ann"),
        ("Zoë Łukasz", "Zoë Łukasz"),
        ("Nguyễn Văn Đức", "Nguyễn Văn Đức"),
        ("Анна Иванова", "Анна Иванова"),
        ("Ελένη", "Ελένη"),
        ("J", "J"),
        ("A\u030asa", "Åsa"),
        ("  two   words ", "two words"),
        ("@everyone <b>*", "@everyone <b>*"),
        # Emoji and what cannot be seen are left out.
        ("🔥Anna🔥", "Anna"),
        ("👨\u200d👩\u200d👧 Fam", "Fam"),
        ("🇩🇪 Max", "Max"),
        ("An\u200bna\u202e", "Anna"),
        ("Z̷̡a̸l̵g̶o̷", "Zalgo"),
        # Letters in fancy styles are plain letters.
        ("𝕯𝖆𝖗𝖐 𝓛𝓸𝓻𝓭", "Dark Lord"),  # noqa: RUF001 - that is the point of it
        ("Ａｎｎａ", "Anna"),  # noqa: RUF001 - that is the point of it
        ("Ⓐⓝⓝⓐ", "Anna"),
        # A word without some of its letters would be another word.
        ("李明 Li Ming", "Li Ming"),
        ("שלום Dan", "Dan"),
        ("Tom日本", ""),
        ("日本 2", ""),
        # Nothing that could be drawn.
        ("李明", ""),
        ("محمد", ""),
        ("नमस्ते", ""),
        ("한글", ""),
        ("🔥", ""),
        ("\u3164", ""),
        ("\u200b", ""),
        ("(╯°□°)", ""),
        ("~ ~", ""),
        ("", ""),
    ],
)
def test_only_what_the_font_has_is_drawn(name: str, drawn: str) -> None:
    assert drawable(name) == drawn
    assert name_drawn(row(4, name)) == (drawn or "Member in place 4")


@given(st.text(max_size=40))
def test_nothing_is_ever_drawn_as_a_box(name: str) -> None:
    drawn = name_drawn(row(12, name))
    assert drawn
    assert all(character == " " or has_glyph(character) for character in drawn)


@pytest.mark.parametrize("character", ["\uffff", "日", "🔥", "\u0301", "\ue000", "\u200b", "\n", "\ufe0f"])
def test_a_glyph_that_is_missing_or_cannot_be_seen_is_none(character: str) -> None:
    assert not has_glyph(character)


@given(st.text("WiÅ €.", max_size=60), st.integers(0, 600))
def test_a_text_is_cut_to_its_width(text: str, width: int) -> None:
    face = font(Weight.BOLD, 46)
    shown = fitted(text, face, width)
    assert face.getlength(shown) <= width
    assert shown == text or not shown or text.startswith(shown.removesuffix(ELLIPSIS))


@pytest.mark.parametrize("rows", [1, 3, 10])
def test_the_picture_is_as_wide_as_ever_and_as_high_as_its_rows_need(rows: int) -> None:
    image = opened(draw(picture(*(row(place) for place in range(1, rows + 1)))))
    assert (image.format, image.mode, image.width) == ("PNG", "RGBA", WIDTH)
    assert image.height < 300 + 110 * rows


def test_the_corners_are_clear_and_everything_else_has_its_own_ground() -> None:
    image = opened(draw(picture()))
    alpha = image.getchannel("A")
    right, bottom = image.width - 1, image.height - 1
    assert [alpha.getpixel(corner) for corner in ((0, 0), (right, 0), (0, bottom), (right, bottom))] == [0] * 4
    assert alpha.getpixel((image.width // 2, image.height // 2)) == 255


def test_the_same_content_gives_the_same_picture() -> None:
    assert draw(picture()) == draw(picture())


@pytest.mark.parametrize(
    "changed",
    [
        replace(row(), place=2),
        replace(row(), name="Bob"),
        replace(row(), points=90),
        replace(row(), right=1),
        replace(row(), streak=0),
        replace(row(), moved=0),
        replace(row(), moved=-2),
        replace(row(), moved=None),
    ],
)
def test_whatever_a_row_says_is_seen(changed: Row) -> None:
    assert draw(picture(row(), changed)) != draw(picture(row(), row()))


def test_a_name_that_cannot_be_drawn_leaves_no_trace() -> None:
    assert draw(picture(row(4, "李明"))) == draw(picture(row(4, "🔥")))


@pytest.mark.parametrize("name", ["W" * 32, "i" * 32, "W " * 16, "Ω" * 32])
def test_a_long_name_stays_in_its_column(name: str) -> None:
    long, short = (opened(draw(picture(row(4, each)))).convert("RGB") for each in (name, "Ann"))
    beside = (POINTS - 10, 0, WIDTH, long.height)
    assert long.crop(beside).tobytes() == short.crop(beside).tobytes()


def test_a_huge_change_of_place_stays_in_its_column() -> None:
    huge, small = (opened(draw(picture(row(4, moved=moved)))).convert("RGB") for moved in (99_999, 1))
    beside = (NAME - 4, 0, WIDTH, huge.height)
    assert huge.crop(beside).tobytes() == small.crop(beside).tobytes()


@pytest.mark.parametrize(
    "strange",
    [
        row(10**9, "Ann", 10**12, streak=10**6, moved=-(10**9)),
        row(1, "Ann", 0, right=0, answered=0, streak=0),
    ],
)
def test_any_numbers_can_be_drawn(strange: Row) -> None:
    assert opened(draw(picture(strange))).width == WIDTH


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[BoardPicture]:
    """What was drawn, in order; nothing is drawn for real."""
    found: list[BoardPicture] = []

    def note(picture: BoardPicture) -> bytes:
        found.append(picture)
        return picture.title.encode()

    monkeypatch.setattr(album, "draw", note)
    return found


async def test_the_same_content_is_drawn_once(drawn: list[BoardPicture]) -> None:
    kept = Album()
    asked = [picture(row(place)) for place in (1, 2, 1, 1, 2)]
    assert await asyncio.gather(*map(kept.get, asked)) == [b"This week"] * 5
    assert drawn == [picture(row(1)), picture(row(2))]


async def test_the_one_not_asked_for_the_longest_goes(drawn: list[BoardPicture]) -> None:
    kept = Album()
    for place in (*range(1, MOST_KEPT + 1), 1, MOST_KEPT + 1, 1, 2):
        await kept.get(picture(row(place)))
    assert [each.rows[0].place for each in drawn] == [*range(1, MOST_KEPT + 2), 2]
