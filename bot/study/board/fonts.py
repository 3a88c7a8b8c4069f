"""What the font of the picture can draw, measured glyph by glyph, and how wide it is.

The font has Latin, Greek and Cyrillic letters. Scripts that need shaping or run from right to left, Chinese, Japanese,
Korean and emoji are left to the text beside the picture: nothing is ever drawn as an empty box.
"""

from __future__ import annotations

import unicodedata
from enum import Enum
from functools import lru_cache
from pathlib import Path

from PIL.ImageFont import FreeTypeFont, Layout, truetype

ELLIPSIS = "…"

_FOLDER = Path(__file__).parent / "inter"
_NO_CHARACTER = "\uffff"
"""Not a character, and never will be: what a font draws for it is what it draws for all that it lacks."""
_LEFT_OUT = frozenset({"Cc", "Cf", "Cn", "Co", "Cs", "Me", "Mn", "Mc", "Sk", "So", "Zl", "Zp"})
"""Kinds of characters that a name is drawn without: what cannot be seen, piled accents, emoji and other pictures."""
_WORD = frozenset("LN")
"""Letters and digits: a word that lacks one of them would be another word."""


class Weight(Enum):
    """The weights that there are, each a file."""

    MEDIUM = "Inter-Medium.ttf"
    BOLD = "Inter-Bold.ttf"


@lru_cache(maxsize=32)
def font(weight: Weight, size: int) -> FreeTypeFont:
    """Return the font at a size in pixels. Laid out by Pillow itself: the same on every machine."""
    return truetype(_FOLDER / weight.value, size, layout_engine=Layout.BASIC)


def drawable(text: str) -> str:
    """Return what of a text is drawn: its words that the font has, without emoji and what cannot be seen.

    Letters in fancy styles are drawn as plain ones. The result is empty where no letter or digit is left, or a single
    one of a longer name.
    """
    whole = unicodedata.normalize("NFC", text)
    kept = " ".join(filter(None, map(_word, whole.split())))
    left = _letters(kept)
    return kept if left > 1 or left == _letters(whole) == 1 else ""


def fitted(text: str, face: FreeTypeFont, width: float) -> str:
    """Return a text cut with an ellipsis so that it is at most so many pixels wide; empty where nothing fits."""
    if face.getlength(text) <= width:
        return text
    for end in range(len(text) - 1, 0, -1):
        shorter = text[:end].rstrip() + ELLIPSIS
        if face.getlength(shorter) <= width:
            return shorter
    return ""


def _word(word: str) -> str:
    """What of a word is drawn; empty where the font lacks a letter of it."""
    drawn = ""
    for character in word:
        if has_glyph(character):
            drawn += character
            continue
        plain = "".join(c for c in unicodedata.normalize("NFKC", character) if not c.isspace())
        if all(has_glyph(each) for each in plain):
            drawn += plain
        elif _is_word(character):
            return ""
    return drawn


@lru_cache(maxsize=4096)
def has_glyph(character: str) -> bool:
    """Return whether a character can be drawn by itself: the font has it, and something of it is seen."""
    if unicodedata.category(character) in _LEFT_OUT:
        return False
    drawn = _drawn(character)
    return bool(drawn.strip(b"\0")) and drawn != _drawn(_NO_CHARACTER)


def _drawn(character: str) -> bytes:
    return bytes(font(Weight.BOLD, 32).getmask(character))


def _letters(text: str) -> int:
    return sum(map(_is_word, text))


def _is_word(character: str) -> bool:
    return unicodedata.category(character)[0] in _WORD
