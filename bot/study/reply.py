"""How a reply hangs on what was said before, by its wording alone: can it stand alone, and what does it name itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum

from knowledge.lexicon import Phrase, phrase
from knowledge.question import STOP_WORDS
from knowledge.words import scan, spellings


class Shape(Enum):
    """How a reply hangs on what was said before; each value is an example."""

    BARE = "why?"
    """It names nothing and asks the earlier question in another way."""
    LEANING = "and the default?"
    """A piece of a question: what it names takes the place of something in the earlier one."""
    POINTING = "is it encrypted?"
    """It points back with a word such as "it"."""
    OPEN = "what is a topic?"
    """It may well stand alone."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word that carries meaning: as written, its terms, and where it stands in its text."""

    surface: str
    terms: Phrase
    start: int
    end: int

    @property
    def bound(self) -> bool:
        """Whether it says which value of a thing is meant, and not of which thing."""
        return self.surface.casefold() in _BOUNDS


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply as it was read: its text without what only joins it to the talk before, and the words it names itself."""

    text: str
    shape: Shape
    words: tuple[Word, ...]


MOST_LEANING = 2
"""Words that a piece of a question names; one that names more can be a question of its own."""
MOST_POINTING = 4
"""Words beside one that points back; in longer talk it points to something that stands there too."""

_BOUNDS = frozenset(
    """max maximum maximal min minimum minimal default defaults average typical usual normal biggest largest longest
    highest smallest shortest lowest fastest slowest fewest""".split()
)
_QUANTITY = r"(?:long|much|many|big|large|small|far|often|fast|old|high|deep|soon|heavy|tall|wide|quickly|frequently)"
_JOINT = re.compile(
    r"(?:(?:and|but|or|also|so|then|ok|okay|hm+|well|cool|nice|great|thanks|thx|ty|please|pls)\b[\s,.!]*)+",
    re.IGNORECASE,
)
_ABOUT = re.compile(r"(?:(?:what|how|wat) (?:about|of)|(?:the )?same for|for)\b\s*", re.IGNORECASE)
_PREPOSITION = re.compile(r"(?:in|on|with|by|of|at|to|from|without|per|as|under|during|between)\b", re.IGNORECASE)
_SENTENCE = re.compile(
    r"\b(?:what|whats|what's|which|who|whom|whose|when|where|why|how|is|are|was|were|am|do|does|did|can|could|will|would"
    r"|should|shall|may|might|must|has|have|had|isn'?t|aren'?t|doesn'?t|don'?t|can'?t|name|list|explain|describe|define"
    r"|tell|give|show)\b",
    re.IGNORECASE,
)
_ASKS_ANEW = re.compile(
    rf"(?:why|how come|how {_QUANTITY}|how|when|where|who|(?:since|until) when)(?:'?s)?\b", re.IGNORECASE
)
_ASKED = re.compile(rf"^(?:what|which|who|whom|{_ASKS_ANEW.pattern})(?:'?s)?\b\s*", re.IGNORECASE)
_WHY = re.compile(r"why|how come", re.IGNORECASE)
_POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|he|him|his|she|her|hers|ones?|same|former|latter|both|neither|more|else|examples?)\b"
    r"|(?:^|\b(?:is|are|was|were|do|does|did|can|could|will|would|of|for|in|on|about|with|what|which|why|how|to|at|than|like)"
    r"\s+)(?:that|this|these|those)\b",
    re.IGNORECASE,
)
_NO_POINTER = re.compile(r"\bmore than\b|\bone (?=\w)", re.IGNORECASE)
_CLAUSE = re.compile(
    r",|\b(?:before|after|so|if|when|while|because|until|unless|but|and|or|which|that|although|whether|than)\b",
    re.IGNORECASE,
)
_QUANTIFIED = re.compile(rf"\bhow {_QUANTITY}\b|^(?:since|until) when\b", re.IGNORECASE)


def read(text: str) -> Reply:
    """Say how a reply hangs on what was said before."""
    joint = _JOINT.match(text)
    rest = text[joint.end() :] if joint else text
    about = _ABOUT.match(rest)
    rest = (rest[about.end() :] if about else rest).strip()
    words = content(_QUANTIFIED.sub("", rest))
    return Reply(rest or text, _shape(rest, words, joined=bool(joint), about=bool(about)), words)


def _shape(rest: str, words: tuple[Word, ...], *, joined: bool, about: bool) -> Shape:
    pointing = _points_back(rest)
    if not words:
        bare = _ASKS_ANEW.match(rest) and (not pointing or _WHY.match(rest))
        return Shape.BARE if bare else Shape.POINTING if pointing else Shape.OPEN
    if pointing and not about:
        return Shape.POINTING
    piece = _SENTENCE.search(rest) is None
    if about or (_PREPOSITION.match(rest) and (piece or len(words) <= MOST_LEANING)):
        return Shape.LEANING
    most = MOST_POINTING if joined else MOST_LEANING
    return Shape.LEANING if piece and len(words) <= most else Shape.OPEN


def _points_back(rest: str) -> bool:
    """Whether a reply has a word such as "it" for something that it does not name itself."""
    plain = _NO_POINTER.sub("", rest)
    pointer = _POINTER.search(plain)
    if pointer is None or len(content(plain)) > MOST_POINTING:
        return False
    *clauses, _ = _CLAUSE.split(plain[: pointer.start()])
    return not any(content(clause) for clause in clauses)  # "does a function end when it fails" names it itself


def asked_anew(reply: Reply, question: str) -> str:
    """Return a question asked in the way of a bare reply: "what is the limit" and "why?" give "why is the limit"."""
    asking = _ASKS_ANEW.match(reply.text)
    return f"{asking.group()} {_ASKED.sub('', question)}" if asking else question


def content(text: str) -> tuple[Word, ...]:
    """Return the words of a text that carry meaning."""
    found = (Word(word.surface, phrase(word.surface), word.start, word.end) for word in scan(text))
    return tuple(word for word in found if word.terms and not _idle(word.surface))


def _idle(surface: str) -> bool:
    return all(spelling in STOP_WORDS for spelling in spellings(surface))
