"""Text of strangers made fit for Discord: of notes, of questions, of file names.

It is shown letter for letter. Nothing in it pings, hides an address behind other words, opens a header, a quote, a
list, a spoiler or a block of code, turns the rest of the line around, or has a length that nobody sees.
"""

from __future__ import annotations

import re
import unicodedata

ELLIPSIS = "…"

_BREAKS = re.compile(r"\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNSEEN = re.compile(
    "["
    "\x00-\x08\x0e-\x1b\x1f\x7f-\x9f"  # control characters
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u206f"  # what turns text around
    "\xad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u2060-\u2065\u3164\ufeff\uffa0\ufff9-\ufffb"  # no width
    "\U000e0000-\U000e0fff"  # tags
    "]"
)
_JOINERS = re.compile(r"([\u200c\u200d])[\u200c\u200d]+")
_IDLE_JOINER = re.compile(r"[\u200c\u200d](?![^\x00-\x7f])|(?<![^\x00-\x7f])[\u200c\u200d]")
"""A joiner binds emoji and the letters of some scripts. Beside ASCII it does nothing that can be seen."""
_PILE = re.compile(r"([\u0300-\u036f]{4})[\u0300-\u036f]+")
"""More accents on one letter than any language has: they would run over the lines above and below."""
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")

_ADDRESS_OR_MARK = re.compile(r"(https?://[\w.~/?=&%+#,;:-]+)|([\\`*_~|<\[\]])")
_LINE_START = re.compile(r"^( *)(?=[#>+-])", re.MULTILINE)
_NUMBERED = re.compile(r"^( *\d+)(?=\.\s)", re.MULTILINE)
_MENTION = re.compile(r"@(?=everyone|here|[!&]?\d)", re.IGNORECASE)
_FENCE = re.compile(r"`(?=``)")
_APART = "\u200b"
"""Put inside what must not be read as one: this one is ours, those of strangers are gone by then."""

_SKIN_TONES = range(0x1F3FB, 0x1F400)
_FLAG_LETTERS = range(0x1F1E6, 0x1F200)
_JOINER = "\u200d"


def size(text: str) -> int:
    """Return the length of a text as Discord's clients count it: in UTF-16 units, so that an emoji counts two."""
    return len(text) + sum(character > "\uffff" for character in text)


def clean(text: str) -> str:
    """Return a text with plain line breaks and without anything that cannot be seen."""
    text = _UNSEEN.sub("", _BREAKS.sub("\n", text)).expandtabs(4)
    text = _PILE.sub(r"\1", _IDLE_JOINER.sub("", _JOINERS.sub(r"\1", text)))
    return _SURROGATE.sub("\N{REPLACEMENT CHARACTER}", text)


def cut(text: str, limit: int) -> str:
    """Return a clean text with at most `limit` units, an ellipsis included: cut at a word where that leaves enough.

    What is one sign to a reader, such as a flag or a letter with its accents, is never cut apart.
    """
    if size(text) <= limit:
        return text
    end = len(text.encode("utf-16-le")[: 2 * max(limit - 1, 0)].decode("utf-16-le", "ignore"))
    while end and _inside_sign(text, end):
        end -= 1
    at_word = text.rfind(" ", 0, end + 1)
    # A text of one endless word is cut inside the word: what is left would otherwise be nothing.
    return text[: at_word if at_word > end // 2 else end].rstrip(" \n,;:-–—") + ELLIPSIS


def _inside_sign(text: str, at: int) -> bool:
    """Whether what stands before and after a position is one sign to a reader."""
    before, after = text[at - 1], text[at]
    if unicodedata.category(after).startswith("M") or ord(after) in _SKIN_TONES or _JOINER in {before, after}:
        return True
    if ord(after) not in _FLAG_LETTERS:
        return False
    start = at
    while start and ord(text[start - 1]) in _FLAG_LETTERS:
        start -= 1
    return (at - start) % 2 == 1


def escaped(text: str) -> str:
    """Return a clean text so marked that Discord shows just its letters. Bare web addresses stay links."""
    text = _ADDRESS_OR_MARK.sub(lambda found: found[1] or f"\\{found[2]}", text)
    text = _NUMBERED.sub(r"\1\\", _LINE_START.sub(r"\1\\", text))
    return _unmentioned(text)


def _unmentioned(text: str) -> str:
    return _MENTION.sub(f"@{_APART}", text)


def shown(text: str, limit: int) -> str:
    """Return a text of strangers for a message, in its own lines, with at most `limit` units all escapes included."""
    text = _BLANK_LINES.sub("\n\n", clean(text)).strip("\n")
    room = limit
    while size(marked := escaped(cut(text, room))) > limit:
        room -= max(1, (size(marked) - limit) // 2)  # an escape is one unit for one: this never takes too much
    return marked


def one_line(text: str, limit: int) -> str:
    """Return a text of strangers for a message, on one line, with at most `limit` units all escapes included."""
    return shown(_joined(text), limit)


def label(text: str, limit: int) -> str:
    """Return a text of strangers for a button or an option, where Discord knows no marks: one line, cut to `limit`."""
    return cut(_joined(text), limit)


def _joined(text: str) -> str:
    return " ".join(clean(text).split())


def code_block(text: str, limit: int) -> str:
    """Return a text of strangers as a block of code, in its own lines, with at most `limit` units all included."""
    opening, closing = "```\n", "\n```"
    room = limit - len(opening) - len(closing)
    body = clean(text).strip("\n")
    inside = cut(body, room)
    while size(apart := _unmentioned(_FENCE.sub(f"`{_APART}", inside))) > room:
        inside = cut(body, size(inside) - max(1, (size(apart) - room) // 2))
    return f"{opening}{apart or ' '}{closing}"
