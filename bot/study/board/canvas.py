"""The card that the picture is drawn on: its ground, and how texts, numbers and shapes are put there."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, ImageDraw
from PIL.ImageFont import FreeTypeFont

from bot.study.board.fonts import Weight, font
from bot.study.board.shapes import Colour, Point, rounded

CARD: Colour = (24, 26, 38)
GLOW: Colour = (52, 56, 100)
EDGE: Colour = (70, 75, 104)
CORNER, BORDER = 40, 3

CAP_HEIGHT = 0.727
"""Of a capital letter or digit, as a share of the size of the font."""
FASTEST = 1
"""The level of compression: large even areas hardly gain by more, and it takes twice as long."""


def face(size: int, *, bold: bool = True) -> FreeTypeFont:
    """Return the font at a size in pixels."""
    return font(Weight.BOLD if bold else Weight.MEDIUM, size)


class Canvas:
    """An image that is drawn on. Texts are placed by the middle of their capital letters."""

    def __init__(self, image: Image.Image) -> None:
        self._image = image
        self._draw = ImageDraw.Draw(image)

    @classmethod
    def card(cls, width: int, height: int, *, glow: int) -> Canvas:
        """Return an empty card with round corners, an edge, and a glow from above that fades over so many pixels."""
        image = Image.new("RGB", (width, height), EDGE)
        inner = Image.new("RGB", (width - 2 * BORDER, height - 2 * BORDER), CARD)
        fading = Image.linear_gradient("L").transpose(Image.Transpose.FLIP_TOP_BOTTOM).resize((inner.width, glow))
        inner.paste(GLOW, (0, 0), fading)
        image.paste(inner, (BORDER, BORDER), rounded(inner.width, inner.height, CORNER - BORDER))
        return cls(image)

    def text(  # noqa: PLR0913 - a text has all of these
        self, at: Point, text: str, colour: Colour, size: int, *, bold: bool = True, side: str = "l"
    ) -> None:
        """Draw a text; `side` says whether `at` is its left end ("l"), its middle ("m") or its right end ("r")."""
        x, middle = at
        baseline = middle + size * CAP_HEIGHT / 2
        self._draw.text((x, baseline), text, colour, face(size, bold=bold), anchor=f"{side}s")

    def number(  # noqa: PLR0913 - as above
        self, at: Point, number: int, colour: Colour, size: int, room: float, *, side: str = "l"
    ) -> None:
        """Draw a number, smaller where it would be wider than its room."""
        text = f"{number:,}"
        self.text(at, text, colour, min(size, int(size * room / face(size).getlength(text))), side=side)

    def band(self, box: tuple[int, int, int, int], colour: Colour, radius: int) -> None:
        """Draw a band with round corners: left, top, right and bottom."""
        left, top, right, bottom = box
        self._image.paste(colour, (left, top), rounded(right - left, bottom - top, radius))

    def shape(self, shape: Image.Image, at: tuple[int, int]) -> None:
        """Draw a shape with its upper left corner at a place."""
        self._image.paste(shape, at, shape)

    def png(self) -> bytes:
        """Return the card as PNG, with nothing around its round corners. It is drawn on no more."""
        self._image.putalpha(rounded(self._image.width, self._image.height, CORNER))
        written = BytesIO()
        self._image.save(written, "PNG", compress_level=FASTEST)
        return written.getvalue()
