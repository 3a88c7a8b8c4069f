"""Text of strangers made fit for a terminal: of notes, of questions, of arguments, of errors that quote them."""

from __future__ import annotations

import re

LONGEST = 1000
"""Characters of a line that is shown."""

_ESCAPES = re.compile(
    r"\x1b\[[0-?]*[ -/]*[@-~]"  # colours and cursor movements
    r"|\x1b\][^\x07\x1b\n]*(?:\x07|\x1b\\)?"  # window titles, links, the clipboard
    r"|\x1b[PX^_][^\x1b\n]*(?:\x1b\\)?"  # strings for the terminal itself
    r"|\x1b[ -/]*[0-~]"
    r"|\x9b[0-?]*[ -/]*[@-~]"
)
# Embedding and override marks go too: they can turn the rest of a line around, ours included.
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")
_BLANKS = re.compile(r"[\t\x0b\x0c\u2028\u2029]")
_SURROGATES = re.compile(r"[\ud800-\udfff]")


def clean(text: str) -> str:
    """Return a text without anything that drives a terminal: escape sequences, control characters, turned text."""
    text = _CONTROLS.sub("", _ESCAPES.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))
    return _SURROGATES.sub("\N{REPLACEMENT CHARACTER}", _BLANKS.sub(" ", text))


def one_line(text: str, limit: int = LONGEST) -> str:
    """Return a text cleaned and on one line, cut at a word so that it has at most `limit` characters."""
    return cut(" ".join(clean(text).split()), limit)


def cut(text: str, limit: int) -> str:
    """Return a text with at most `limit` characters, an ellipsis included: cut at a word where that leaves enough."""
    if len(text) <= limit:
        return text
    kept = text[: limit - 1]
    at_word = kept.rpartition(" ")[0]
    # A text of one endless word is cut inside the word: what is left would otherwise be nothing.
    return (at_word if len(at_word) > limit // 2 else kept).rstrip(" ,;:-–—") + "…"
