"""From a draft to a question: its wrong choices are chosen, its right one is put in its place."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.quiz.model import FEWEST_CHOICES, LONGEST_CHOICE, MOST_CHOICES, Draft, QuizKind
from knowledge.quiz.notebook import STOP_TERMS
from knowledge.words import fold, scan, spellings, stem

_NAME = re.compile(r"\w*[A-Z]\w*[A-Z]\w*")
"""A word with several capitals."""
_ABBREVIATION = re.compile(r"[A-Z]{3}")
_PREFIX = {"pre": re.compile(r"\bbefore\b", re.IGNORECASE), "post": re.compile(r"\bafter\b", re.IGNORECASE)}
WIDEST = 2.2
"""How many times longer a wrong choice may be than the right one, or the right one than it."""
SLACK = 18
"""Characters of difference that nobody minds."""


def number(text: str, below: int) -> int:
    """Return a number from 0 up to (not including) `below` that is always the same for a text, and else by chance."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) % below


def tag(*parts: str) -> str:
    """Return a short name that is always the same for the same parts."""
    return hashlib.blake2b("\x1f".join(parts).encode(), digest_size=6).hexdigest()


@lru_cache(maxsize=1_024)
def wrong_choices(draft: Draft) -> tuple[str, ...]:
    """Return the wrong choices of a draft, best first: of similar length, all different, giving nothing away.

    There are fewer than `FEWEST_CHOICES - 1` where the draft is not good for a question.
    """
    if len(draft.right) > LONGEST_CHOICE:
        return ()
    seen = {same_choice(draft.right)}
    fitting: list[str] = []
    for choice in draft.pool:
        if len(choice) <= LONGEST_CHOICE and same_choice(choice) not in seen and is_similar(choice, draft.right):
            seen.add(same_choice(choice))
            fitting.append(choice)
    chosen = fitting[: MOST_CHOICES - 1]
    longer = [choice for choice in fitting if len(choice) >= len(draft.right)]
    if longer and not any(len(choice) >= len(draft.right) for choice in chosen):
        chosen[-1] = longer[0]  # the longest one must not be the right one as a rule
    told = is_told if draft.kind is QuizKind.AUTHORED else gives_away
    if len(chosen) < FEWEST_CHOICES - 1 or told(draft.prompt, draft.right, chosen):
        return ()
    return tuple(chosen)


def is_told(prompt: str, right: str, wrong: Sequence[str]) -> bool:
    """True where a prompt holds half of the words that only the right choice has, or a name: a long scenario shares some."""
    own = _words(right).difference(*map(_words, wrong)) & _words(prompt)
    return 2 * len(own) >= len(_words(right)) or bool(own & _words(" ".join(_NAME.findall(right))))


def gives_away(prompt: str, right: str, wrong: Sequence[str]) -> bool:
    """True where the prompt holds a word that, of all choices, only the right one has, or spells the right one out."""
    told = _words(prompt) & _words(right)
    return bool(told.difference(*map(_words, wrong))) or _spelt_out(right, prompt) or _prefixed(right, prompt)


@lru_cache(maxsize=8_192)
def _words(text: str) -> frozenset[str]:
    """The words of a text that carry meaning, with the longer parts of compounds and the abbreviations in them."""
    words = scan(text)
    found = (spellings(word.surface) for word in words)
    terms = ((stem(part), i == len(parts) - 1) for parts in found for i, part in enumerate(parts))
    short = {stem(fold(part)) for word in words for part in word.surface.split("-") if _ABBREVIATION.fullmatch(part)}
    return frozenset(short) | {
        term for term, whole in terms if term not in STOP_TERMS and len(term) > (1 if whole else 3)
    }


def _spelt_out(short: str, text: str) -> bool:
    """True where a text has the words, one after the other, whose initials are an abbreviation; or the abbreviation of words."""
    words = [word.surface for word in scan(text)]
    if short.isupper() and short.isalpha() and len(short) > 1:
        return short.casefold() in "".join(word[0] for word in words).casefold()
    initials = "".join(word.surface[0] for word in scan(short)).upper()
    return len(initials) > 2 and any(word in {initials, f"{initials}s"} for word in words)


def _prefixed(right: str, prompt: str) -> bool:
    """True where one says with a prefix what the other says with a word: "pre build", "before the build"."""
    return any(
        (_PREFIX[prefix].search(one) and re.search(rf"\b{prefix}\b", other, re.IGNORECASE))
        for prefix in _PREFIX
        for one, other in ((right, prompt), (prompt, right))
    )


def same_choice(choice: str) -> str:
    """Return what makes a choice differ from another: its letters and digits."""
    return "".join(c for c in fold(choice) if c.isalnum())


def is_similar(choice: str, right: str) -> bool:
    """True for two choices of which neither stands out by its length."""
    short, long = sorted((len(choice), len(right)))
    return long - short <= SLACK or long <= WIDEST * short


def in_place(right: str, wrong: Sequence[str], key: str) -> tuple[tuple[str, ...], int]:
    """Return the choices with the right one at a place that `key` decides, and that place."""
    position = number(f"{key}/position", len(wrong) + 1)
    rest = sorted(wrong, key=lambda choice: number(f"{key}/{choice}", 1 << 32))
    return (*rest[:position], right, *rest[position:]), position
