"""Words of a sentence that contrast with others of a small set: "exactly once", "at rest"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge import lexicon
from knowledge.quiz.names import NEVER_RIGHT
from knowledge.quiz.standing import is_condition, is_denied, is_one_of_several

_COMPARES = re.compile(r",?\s+(?:and|or)\s|,\s(?!(?:you|so|but|which|the|then)\s)|\s[\w-]+\s(?:as|from|than)\b")
"""What stands after a word of contrast that is enumerated or compared with others."""
_IN_RELATION = re.compile(r"\b(?:where|when|if|that|which|who)\b[^,]*$")
"""What stands before words that only say which thing is meant."""


@dataclass(frozen=True, slots=True)
class Contrast:
    """A word in a sentence, from `start` to `end`, and the others that contrast with it."""

    word: str
    start: int
    end: int
    others: tuple[str, ...]


@lru_cache(maxsize=1)
def _sets() -> tuple[re.Pattern[str], dict[str, tuple[int, tuple[str, ...]]]]:
    """The words that contrast with others: a pattern for them, and for each its set and the others of that, each once."""
    others: dict[str, tuple[int, tuple[str, ...]]] = {}
    for which, members in enumerate(lexicon.contrasts()):
        for member in members:
            rest = tuple(o.partition("|")[0].removeprefix(NEVER_RIGHT) for o in members if o is not member)
            if not member.startswith(NEVER_RIGHT):
                others.update(dict.fromkeys(member.split("|"), (which, rest)))
    longest_first = sorted(others, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), others


def contrasts(said: str) -> Iterator[Contrast]:
    """Yield the words of a sentence that can be asked for: one of its set, in no enumeration, condition or denial."""
    pattern, others = _sets()
    held = list(pattern.finditer(said))
    for found in held:
        which, rest = others[found.group()]
        alone = sum(others[other.group()][0] == which for other in held) == 1
        before, after = said[: found.start()], said[found.end() :]
        related = found.group().startswith(("is ", "are ")) and _IN_RELATION.search(before)
        if (
            alone
            and (before or found.group()[0].isupper())
            and not (is_one_of_several(before) or _COMPARES.match(after) or related)
            and not is_condition(before)
            and not is_denied(said, found.start())
        ):
            yield Contrast(found.group(), *found.span(), rest)
