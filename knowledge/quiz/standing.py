"""Which part of a sentence is one thing by itself: no piece of a name, of an enumeration, of a condition, of a denial."""

from __future__ import annotations

import re
from itertools import pairwise

from knowledge.quiz.grammar import Form, form_of, may_be_noun
from knowledge.quiz.notebook import content
from knowledge.quiz.sayings import Saying

_DENIED = re.compile(
    r"\b(?:not|nor|neither|no|never|none|without|cannot|unlike|instead|rather|incorrect|\w+n['’]t)\b", re.IGNORECASE
)
"""Words of clauses that say what is not so: that holds of most things."""
_COMPARED = re.compile(r"\bthan\s[^,;]*$", re.IGNORECASE)
"""What stands before a thing that another one is compared with."""
_PRAISED = re.compile(
    r"\b(?:great|good|ideal|nice|perfect|suitable|useful|helpful|well|better|best) (?:for|fit|with|practice|to|suited|choice)\b",
    re.IGNORECASE,
)
"""Words of clauses that praise: what they say of one thing holds of others too."""
_CLAUSE = re.compile(r"[,;:]\s|\s\(|\s(?:but|and|because|so|while|although)\s")
_ENDS = re.compile(
    r"(?:$|[,;)]|\s\(|\s(?:to|for|in|on|at|by|with|from|of|as|and|or|but|is|are|was|were|can|will|must|when|if|so|because|that|which"
    r"|before|after|into|onto|every|each|behind|between|across|against|inside|only|using|via|without|while|through|until|then|does|has|have|where|during|within|per|over|under|there|may|could|should|cannot|also|level|containing|directly|automatically|\w{3,}ed)\b)"
)
"""What may follow a name that stands for itself, and does not only say which function, topic or table is meant."""
_HEAD = re.compile(
    r"\s(?:parameter|property|field|option|setting|attribute|header|API|APIs|operation|call|command|file|format|exception|error|event|hook|directory|variable|section|method|function|status|code|response|document)(?:e?s)?\b"
)
"""What may follow a name besides, because it says what kind of thing is named."""
_HEADS = {
    " formats": _HEAD,
    " calls": _HEAD,
    " status codes": re.compile(r"\s(?:error|response)s?\b"),
    " states of a stack": re.compile(r"\s(?:state|status)\b"),
    " protocols": re.compile(r"\s(?:packets?|traffic)\b"),
    " languages": re.compile(r"\s(?:library|libraries)\b"),
}
"""How the classes end whose names stand before a word for what they are, and that word: "a YAML file", "UDP packets"."""
_OTHERS_BEFORE = re.compile(
    r"(?:[-/(+&]|\bvs\.?|(?:,|\b(?:and|or))\s*(?:the\s|an?\s)?)\s*(?:AWS\s|Amazon\s)?(?:[A-Z][A-Za-z0-9]+\s)?$"
)
_SUBJECT_BEFORE = re.compile(
    r"(?:^|,|\b(?:the|an?|each|every|that|which|if|when|because|so|and|but|as|whether|where))\s*$", re.IGNORECASE
)
"""What may stand before the subject of a clause."""
_OPENING = re.compile(
    r"^(?:for|when|if|in|to|by|with|after|before|once|as|using|on|at|from|during)\s[^,]*,\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
"""What stands before a clause, and is no part of an enumeration."""
_OPENS = re.compile(r"^(?:in|with|for|by|at|on|using|from)\s(?:the\s|an?\s)?$", re.IGNORECASE)
"""What stands before a name that opens a sentence: what follows the comma is no enumeration."""
_BEGINS = re.compile(r"^(?:in|with|for|by|at|on|using|from|after|before|during|when|if|to)\s[^,;:]*$", re.IGNORECASE)
_MAIN_CLAUSE = re.compile(r"^,\s(?:the\s|an?\s|AWS\s|Amazon\s)?[A-Z]\w*\s(?!and\b|or\b)[a-z]+[^,]*$")
"""What follows a name that ends what a sentence begins with: no enumeration."""
_OTHERS_AFTER = re.compile(
    r"^(?:,\s[^,.]{2,40},|,\s(?:\w+\s){1,4}(?:and|or)\s|\sor\s(?:the|an?)\s|\s*(?:/|&|\+|,\s*(?:and|or)?|\b(?:and|or)\b)\s*(?:the\s|an?\s)?(?:[A-Z`]|\w+[A-Z_:]))"
)
"""What shows that a name stands in an enumeration."""
_CONDITION = re.compile(r"^(?:to|when|if|for|while|whenever)\s[^,;:]*$|\b(?:while|whereas)\s[^,;:]*$", re.IGNORECASE)
"""A condition or a comparison in which a name stands: that speaks of one thing as it could of others."""
_FOLLOWS = re.compile(r",\s.*")
"""What follows from a condition."""
FEWEST_TERMS = 3
"""Terms of what follows from a condition that tell which one is meant."""
_GENERAL = re.compile(r"\b(?:additional|another|other|extra|multi)\s$|^for\s[^,]*,\sspecify\s$", re.IGNORECASE)
"""Words before a name that say it is one of many, or that it is a setting of something that was named before."""
_IN_BRACKETS = re.compile(r"\([^()]*$")
_NAME_BEFORE = re.compile(r"(?:\S\s+[A-Z][A-Za-z0-9]+|^[A-Z]\w*[A-Z]\w*)\s$")
"""A word with a capital before a name, which then is a part of it: "New Mexico"."""


def stands_for_itself(
    saying: Saying, start: int, end: int, head: re.Pattern[str] | None = None, *, precise: bool = False
) -> bool:
    """Return whether a part of a sentence is one thing by itself: no beginning, no part of a name or of an enumeration.

    `head` is what may follow it besides, because it says what kind of thing it is. `precise` is true for a term of
    several words: what follows from a condition on that holds of nothing else.
    """
    said = saying.text
    before, after = said[:start], said[end:]
    follows = _FOLLOWS.search(after) if precise else None
    does = _SUBJECT_BEFORE.search(before) and _does_something(after)
    return (
        (bool(before.strip(" “\"'")) or saying.sentence)
        and not (before.rstrip().endswith(":") and not after)
        and not any(found.search(before) for found in (_GENERAL, _NAME_BEFORE))
        and (not _CONDITION.search(before) or (follows is not None and len(content(follows.group())) >= FEWEST_TERMS))
        and bool(does or _ENDS.match(after) or (head and head.match(after)) or (not before and after.startswith(": ")))
        and (bool(does and _OPENING.match(before)) or not _OTHERS_BEFORE.search(before))
        and (_ends_opening(before, after) or not _OTHERS_AFTER.match(after))
        and not _is_example(before, after)
        and not is_denied(said, start)
        and not _PRAISED.search(_clause(said, start))
    )


def _is_example(before: str, after: str) -> bool:
    """True for a place among several things in brackets: those only illustrate what stands before."""
    opened = _IN_BRACKETS.search(before)
    return opened is not None and "," in f"{opened.group()}{after.partition(')')[0]}"


def _ends_opening(before: str, after: str) -> bool:
    """True for a place in what a sentence begins with: the comma after it does not go on with an enumeration."""
    return bool(_OPENS.match(before) or (_BEGINS.match(before) and _MAIN_CLAUSE.match(after)))


def head_of(kind: str) -> re.Pattern[str] | None:
    """Return what may follow a name of a class because it says what kind of thing is named."""
    named = _HEAD if " " not in kind else None
    return next((head for end, head in _HEADS.items() if kind.endswith(end)), named)


def _does_something(after: str) -> bool:
    """True for words that say what something does: "specifies the version", not "functions of the account"."""
    verb = after.partition(" ")[2].partition(" ")[0]
    return form_of(after) in {Form.VERB, Form.IMPERATIVE} and not may_be_noun(verb.removesuffix("s"))


def _clause(said: str, at: int) -> str:
    """The clause of a sentence in which a place lies."""
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(said)), len(said)]
    return next(said[a:b] for a, b in pairwise(cuts) if a <= at < b or b == len(said))


def is_denied(said: str, at: int) -> bool:
    """Return whether the clause in which a place of a sentence lies says what is not so, or what another is compared with."""
    return bool(_DENIED.search(_clause(said, at)) or _COMPARED.search(said[:at]))


def is_one_of_several(before: str) -> bool:
    """Return whether words before a place show that an enumeration goes on there."""
    return bool(_OTHERS_BEFORE.search(before))


def is_condition(before: str) -> bool:
    """Return whether words before a place show that a condition or a comparison goes on there."""
    return bool(_CONDITION.search(before))
