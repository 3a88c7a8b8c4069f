"""Which terms read as a noun phrase: words in small letters of which the last is a thing."""

from __future__ import annotations

import re

from knowledge.question import STOP_WORDS
from knowledge.quiz.grammar import VERBS, may_be_noun
from knowledge.words import scan

_ADJECTIVE = re.compile(r"(?:able|ible|ous|ful|less|ive|ical|ary|ual|ial|onal|ent|ant|est|ic|ed|ly|ern)$")
_NOUNS_ALL_THE_SAME = frozenset(
    "table cable variable archive drive directive incentive objective perspective library dictionary boundary summary agent event content client component"
    " environment deployment document increment segment element requirement argument statement attachment rest request test manifest"
    " topic metric traffic logic public fabric arithmetic seed feed need speed individual manual credential potential material host cost cluster tenant"
    " variant grant constant participant descent present patient parent student president parliament government movement"
    " treatment agreement settlement amendment investment enzyme gradient nutrient current percent intent extent consent accident incident".split()
)
"""Nouns that end like an adjective."""
_NO_PART = STOP_WORDS | frozenset(
    """able several many various different same new old own certain specific possible available needed required used based
    single multiple additional full whole entire best next last first second current previous main important
    way ways thing things number amount kind type types kinds part parts case cases example lot set rest time times
    hood behalf favour favor sense place mind inside outside reside resides following given via downside upside
    none without between across within during before after until while over under above below back down out off away
    directly automatically currently usually only always never often typically highly fully really simply longer less more
    better faster cheaper bigger smaller larger higher lower most least per etc vs default maximum minimum max min up order
    purpose reason idea fact need help start end use""".split()
)


def as_phrase(term: str) -> str:
    """Return a term as a noun phrase, without the capital that begins a sentence; empty where it reads as none."""
    plain = term[0].lower() + term[1:] if term[1:].islower() else term
    words = [word.surface for word in scan(plain)]
    return plain if words and all(map(_is_part, words)) and _is_noun(words[-1]) else ""


def _is_part(word: str) -> bool:
    return (
        word.islower()
        and word.replace("-", "").isalpha()
        and len(word) > 2
        and word not in _NO_PART
        and not word.endswith("ly")
    )


def _is_noun(word: str) -> bool:
    single = word.removesuffix("s")
    noun = single in _NOUNS_ALL_THE_SAME or not (_ADJECTIVE.search(word) or word.endswith("ing"))
    return noun and (word not in VERBS or may_be_noun(word)) and len(word) > 3
