"""The shapes of the picture, with smooth edges: medals, arrows, flames, bands with round ends.

Pillow draws edges without smoothing, so each shape is drawn several times as large and then made smaller. They are
few, of few sizes, and kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from PIL import Image, ImageDraw

Colour = tuple[int, int, int]
Point = tuple[float, float]

LARGER = 4
CLEAR = (0, 0, 0, 0)
FACE_MIDDLE = 0.4
"""How far down a medal the middle of its face is, as a share of its height."""


@dataclass(frozen=True, slots=True)
class Metal:
    """The colours of a medal: the numeral is drawn dark on a light face, and can be read without seeing colours."""

    face: Colour
    rim: Colour
    numeral: Colour


GOLD = Metal((255, 209, 88), (217, 160, 32), (74, 50, 0))
SILVER = Metal((222, 228, 238), (154, 165, 184), (48, 56, 72))
BRONZE = Metal((236, 170, 116), (188, 116, 60), (76, 38, 6))
MEDALS = {1: GOLD, 2: SILVER, 3: BRONZE}
RIBBON: Colour = (112, 126, 246)
RIBBON_SHADE: Colour = (84, 96, 208)
FLAME: Colour = (255, 150, 70)
HEART: Colour = (255, 216, 122)

# Bezier curves in the unit square: a point, then two control points and the next point for each curve.
FLAME_EDGE: tuple[Point, ...] = (
    (0.55, 0.02),
    *((0.60, 0.30), (0.90, 0.42), (0.86, 0.68)),
    *((0.84, 0.88), (0.68, 1.00), (0.50, 1.00)),
    *((0.30, 1.00), (0.14, 0.88), (0.14, 0.66)),
    *((0.14, 0.50), (0.22, 0.42), (0.27, 0.30)),
    *((0.31, 0.40), (0.35, 0.44), (0.41, 0.46)),
    *((0.38, 0.28), (0.44, 0.12), (0.55, 0.02)),
)
HEART_EDGE: tuple[Point, ...] = (
    (0.51, 0.50),
    *((0.56, 0.62), (0.70, 0.66), (0.68, 0.80)),
    *((0.66, 0.90), (0.58, 0.94), (0.50, 0.94)),
    *((0.40, 0.94), (0.33, 0.88), (0.33, 0.78)),
    *((0.33, 0.66), (0.46, 0.62), (0.51, 0.50)),
)
STEPS = 12
"""Straight pieces that a curve is made of."""


def rounded(width: int, height: int, radius: int) -> Image.Image:
    """Return a mask for a band with round corners."""
    mask = Image.new("L", (width, height), 255)
    corner = _corner(radius)
    flipped, mirror = corner.transpose(Image.Transpose.FLIP_TOP_BOTTOM), Image.Transpose.FLIP_LEFT_RIGHT
    mask.paste(corner, (0, 0))
    mask.paste(corner.transpose(mirror), (width - radius, 0))
    mask.paste(flipped, (0, height - radius))
    mask.paste(flipped.transpose(mirror), (width - radius, height - radius))
    return mask


@lru_cache(maxsize=8)
def _corner(radius: int) -> Image.Image:
    """The mask of an upper left corner."""
    corner = Image.new("L", (radius * LARGER, radius * LARGER), 0)
    ImageDraw.Draw(corner).ellipse((0, 0, 2 * radius * LARGER - 1, 2 * radius * LARGER - 1), fill=255)
    return corner.reduce(LARGER)


@lru_cache(maxsize=8)
def medal(metal: Metal, size: int) -> Image.Image:
    """Return a medal on its ribbon, without numeral, in a square."""

    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.polygon(_scaled([(0.22, 0.5), (0.52, 0.62), (0.4, 1.0), (0.29, 0.88), (0.13, 0.93)], size), fill=RIBBON)
        draw.polygon(_scaled([(0.78, 0.5), (0.48, 0.62), (0.6, 1.0), (0.71, 0.88), (0.87, 0.93)], size), RIBBON_SHADE)
        _disc(draw, size, 0.4, metal.rim)
        _disc(draw, size, 0.335, metal.face)

    return _painted(size, paint)


@lru_cache(maxsize=8)
def arrow(colour: Colour, size: int, *, up: bool) -> Image.Image:
    """Return a triangle that points up or down, in a square."""
    points = [(0.5, 0.16), (0.96, 0.84), (0.04, 0.84)]
    turned = points if up else [(x, 1 - y) for x, y in points]
    return _painted(size, lambda draw: draw.polygon(_scaled(turned, size), fill=colour))


@lru_cache(maxsize=8)
def flame(size: int) -> Image.Image:
    """Return a flame, in a square."""

    def paint(draw: ImageDraw.ImageDraw) -> None:
        draw.polygon(_scaled(_outline(FLAME_EDGE), size), fill=FLAME)
        draw.polygon(_scaled(_outline(HEART_EDGE), size), fill=HEART)

    return _painted(size, paint)


def _painted(size: int, paint: Callable[[ImageDraw.ImageDraw], None]) -> Image.Image:
    image = Image.new("RGBA", (size * LARGER, size * LARGER), CLEAR)
    paint(ImageDraw.Draw(image))
    return image.reduce(LARGER)


def _disc(draw: ImageDraw.ImageDraw, size: int, radius: float, colour: Colour) -> None:
    corners = [(0.5 - radius, FACE_MIDDLE - radius), (0.5 + radius, FACE_MIDDLE + radius)]
    draw.ellipse(_scaled(corners, size), fill=colour)


def _scaled(points: Sequence[Point], size: int) -> list[Point]:
    """Points of the unit square in the pixels of the large drawing."""
    return [(x * size * LARGER, y * size * LARGER) for x, y in points]


def _outline(edge: Sequence[Point]) -> list[Point]:
    """Points along the curves of an edge."""
    curves = [edge[at : at + 4] for at in range(0, len(edge) - 1, 3)]
    return [_on_curve(curve, step / STEPS) for curve in curves for step in range(STEPS)]


def _on_curve(curve: Sequence[Point], t: float) -> Point:
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    return (
        sum(weight * x for weight, (x, _) in zip(weights, curve, strict=True)),
        sum(weight * y for weight, (_, y) in zip(weights, curve, strict=True)),
    )
