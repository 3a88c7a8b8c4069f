"""Numbers that are asked for in their own way: answers of a web server, ports, ratios, a single thing."""

from __future__ import annotations

import re
from dataclasses import dataclass

from knowledge.quantities import Quantity
from knowledge.quiz import values
from knowledge.quiz.grammar import VERBS, may_be_noun
from knowledge.quiz.material import Material
from knowledge.quiz.names import plural_of
from knowledge.quiz.sayings import Saying
from knowledge.quiz.values import figures, written

POOL = 10
"""Wrong values that are proposed for a question."""
_STATUS = re.compile(r"(?:\b(?:http|status|error|errors?|code|response)s?\s*$)", re.IGNORECASE)
_STATUS_AFTER = re.compile(r"\s+(?:\([\w ]+\)\s*)?(?:errors?|status|responses?|ok)\b", re.IGNORECASE)
_NAMED_STATUS = re.compile(r"\s+(?:OK|ok)\b")
"""A word after a status that tells which one it is."""
_EXPLAINED = re.compile(r"\s*\([A-Z][\w ]+\)")
_PORT = re.compile(r"\bports?\s*(?:number\s*)?$", re.IGNORECASE)
_ONE = re.compile(
    r"\b(?:only|exactly|just|at most|at least)\s+(?:(?:be|have|has|contain|part of|attached to|associated with|assigned to|used in|in|to|by|of|from)\s+){0,3}$",
    re.IGNORECASE,
)
THING = re.compile(
    r"\s(?P<noun>(?:[a-z-]+/[a-z-]+\s)?(?:[\w'’-]+\s){0,3}?[\w'’-]+)(?=$|[.,;:()/]|\s\(|\s(?:per|to|in|of|for|at|on|with|by|from|and|or|that|which|who|when|if|as|can|is|are|will|must|has|have|per|after|before|associated|assigned|attached|available|used|needed|running)\b)"
)
"""What a number counts: the words up to one that begins something else."""
_SINGULAR = re.compile(r"\s(?:\([^)]*\)\s)?(?:which|that)\s(?:is|has|was)\b")
"""What follows on a thing and tells that there is one."""
NO_COUNT = frozenset(
    "in at on of or and to for with by from per as is are was were be the a an that which when while if than then it they you we out off up"
    " more less other others such ago old long times time else".split()
)
"""Words that no number counts."""


@dataclass(frozen=True, slots=True)
class Ask:
    """A question for a value of a sentence, with its choices; the best wrong ones first."""

    prompt: str
    right: str
    wrong: tuple[str, ...]
    quality: float


def _status(saying: Saying, quantity: Quantity, material: Material) -> Ask | None:
    """An answer of a web server: 404."""
    said, code = saying.text, int(quantity.value)
    before, after = said[: quantity.start], said[quantity.end :]
    if code not in values.STATUSES or not (_STATUS.search(before) or _STATUS_AFTER.match(after)):
        return None
    explained = _EXPLAINED.match(after)
    end = quantity.end + (explained.end() if explained else 0)
    if not saying.whole or not saying.sentence or _NAMED_STATUS.match(after):
        return None
    taken = figures(said)
    wrong = [str(o) for o in values.among(code, values.STATUSES, material.numbers) if str(o) not in taken]
    return Ask(saying.gap(quantity.start, end), str(code), tuple(wrong[:POOL]), 0.75)


def _port(saying: Saying, quantity: Quantity) -> Ask | None:
    said, port = saying.text, int(quantity.value)
    if port not in values.PORTS or not _PORT.search(said[: quantity.start]) or not saying.whole:
        return None
    if re.match(r"\s*(?:,|and|or)\s*\d", said[quantity.end :]):
        return None
    wrong = [str(o) for o in values.among(port, values.PORTS, ()) if str(o) not in figures(said)]
    return Ask(saying.gap(quantity.start, quantity.end), str(port), tuple(wrong[:POOL]), 0.75)


def ratio(saying: Saying, quantity: Quantity, sign: str, end: int) -> Ask | None:
    """Return the question for how many times as much: "5x", "50:1"."""
    said, value = saying.text, int(quantity.value)
    if (
        value < 2
        or value != quantity.value
        or not saying.whole
        or not saying.sentence
        or f"{value}{sign}" in said[end:]
    ):
        return None
    pool = [f"{written(v, '')}{sign}" for v in values.others(value, "", (), said, lambda v: v > 1)]
    wrong = tuple(choice for choice in pool if choice not in said)
    return Ask(saying.gap(quantity.start, end), f"{written(value, '')}{sign}", wrong[:POOL], 0.75)


def _single(saying: Saying, quantity: Quantity) -> Ask | None:
    """A single thing: "only one route table" among "two route tables" and "three route tables"."""
    said = saying.text
    figure, after = said[quantity.start : quantity.end], said[quantity.end :]
    if quantity.value != 1 or figure.casefold() not in {"one", "1"} or not saying.whole or not saying.sentence:
        return None
    thing = THING.match(after)
    before = said[: quantity.start]
    limited = (
        _ONE.search(before)
        or re.search(r"\bonly\b", before)
        or (before.endswith("have ") and thing and after[thing.end() :].startswith(" per "))
    )
    if not thing or not limited or _SINGULAR.match(after[thing.end() :]):
        return None
    if re.search(r"\b(?:one|1)\b", said[2 : quantity.start] + after, re.IGNORECASE) or quantity.start < 5:
        return None
    noun = _noun(thing["noun"])
    if not noun or noun.endswith("s"):
        return None
    wrong = [f"{values.in_words(n) if figure.isalpha() else n} {plural_of(noun)}" for n in (2, 3, 5, 4)]
    return Ask(
        saying.gap(quantity.start, quantity.end + thing.start("noun") + len(noun)),
        f"{figure} {noun}",
        tuple(wrong),
        0.7,
    )


def _noun(words: str) -> str:
    """The noun phrase at the beginning of some words: up to the first verb; empty where none begins."""
    found = words.split()
    verb = next((i for i, word in enumerate(found) if i and word in VERBS and not may_be_noun(word)), len(found))
    return "" if found[0].casefold() in NO_COUNT else " ".join(found[:verb])


def special(saying: Saying, quantity: Quantity, material: Material) -> Ask | None:
    """Return the question for a status, a port or a single thing; None for a number that is none of these."""
    return _status(saying, quantity, material) or _port(saying, quantity) or _single(saying, quantity)


def is_status_or_port(before: str) -> bool:
    """Return whether the words before a number say that it is a status or a port."""
    return bool(_STATUS.search(before) or _PORT.search(before))
