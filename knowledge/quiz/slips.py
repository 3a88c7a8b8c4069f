"""Which words of the notes are likely misspelt, so that no question is made of them."""

from __future__ import annotations

import re

from knowledge.quiz.notebook import Notebook
from knowledge.spelling import english_frequency, likely_frequency
from knowledge.words import fold, scan

_GLUED = re.compile(r"(?:then|that|this|which|when|with|from|will|must|should|your|and|the)(?P<rest>\w{4,})")
"""Two words without the blank between them."""
_BRITISH = re.compile(r"is(?=[aei])")
SHORTEST_SLIP, LONG = 4, 9
"""Letters of a word that may be misspelt, and of a long one."""
OFTEN, COMMON = 12, 3_000
"""How often the notes use a word that is none of theirs by mistake, and English a word that stands glued to another."""


def has_slip(text: str, notebook: Notebook) -> bool:
    """True where a word is likely misspelt: no English word, one slip from one, and not used again in the notes.

    A capital marks a name, which may look like a slip of a common word; at the beginning it says less. A long word
    looks like another one only where it is meant.
    """
    for i, word in enumerate(scan(text)):
        plain = fold(word.surface)
        count = notebook.word_counts.get(plain, 0)
        if len(plain) < SHORTEST_SLIP or count >= OFTEN or not (word.surface[1:].islower() and plain.isalpha()):
            continue
        if (
            english_frequency(plain)
            or english_frequency(plain.removesuffix("s"))
            or english_frequency(_american(plain))
        ):
            continue
        lower = 50 if len(plain) >= LONG and count < 2 else 2_000
        glued = _GLUED.fullmatch(plain)
        if likely_frequency(plain) > (lower if word.surface.islower() else 100_000 if i else 20_000) or (
            glued and english_frequency(glued["rest"]) > COMMON
        ):
            return True
    return False


def _american(word: str) -> str:
    return _BRITISH.sub("iz", word).replace("our", "or")
