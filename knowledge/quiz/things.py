"""Which words can name a thing by themselves, and which two names mean the same one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from knowledge.lexicon import ALIAS, phrase
from knowledge.quiz.grammar import Form, form_of, is_predicate
from knowledge.quiz.notebook import Notebook, content
from knowledge.quiz.phrasing import GENERAL
from knowledge.words import fold, scan

LONGEST_NAME = 48
MOST_NAME_WORDS = 6
MOST_LISTED_WORDS = 4
"""Words of a name that nothing but its place in a list of terms shows to be one."""
OFTEN = 60
"""Lines that may hold a word which still tells something."""
BRACKETED = re.compile(r"\s*\([^()]*\)")
_ATTRIBUTE_OF = re.compile(
    r"(?:\w+\s){0,2}(?:purpose|location|mode|place|price|cost|limit|size|effect|advantage|disadvantage|use|uses|number|name|key|benefits?|issues?|problems?|feature|features|idea|concept|kind|type|format|default"
    r"|maximum|minimum|result|condition|conditions|part|parts|order|way|ways|reason|cause|causes|length|period|time|source|sources|example|examples|means"
    r"|scope|owner|value|values|state|status|role|task|goal|aim|basis|meaning|sign|symptom|content|contents|lifetime|duration|retention|latency|url|address|capacity|fields?|language|level|kinds?|types?|risk|danger|chance)"
    r"\s(?:of|for|to|in|on)\s",
    re.IGNORECASE,
)
"""Labels that name a property of something, and nothing by themselves."""
_MANY_OF = re.compile(r"[A-Z]?[a-z]+(?<![suis])s\s(?:for|of|that|to|in|on|with|by|from)\s")
"""Labels of a list of things: "Languages for the reader"."""
_CATEGORY = re.compile(r"^\s*[\w ]{2,20}:\s+(?=\S)")
_COUNTED = re.compile(
    r"(?:method|step|option|part|phase|stage|level|type|case|example|way|figure|table|question|answer)\s+\d+",
    re.IGNORECASE,
)
"""Names that only count."""
_LABELS = frozenset(
    """note notes example examples idea tip tips advantage advantages disadvantage disadvantages pro pros con cons purpose benefit benefits reason
    result default defaults max maximum min minimum limit limits other others important practice practices optimization solution solutions
    answer step steps about format case cases input definition meaning description summary requirement requirements ability possibility
    prerequisites prerequisite ex nb evidence cause rule reference concept price pricing cost costs scaling features
    settings rate ratio overview options properties considerations introduction architecture exception exceptions""".split()
)
"""Words that alone, or at the end of a name, name a property and no thing."""
_QUESTIONS = frozenset(
    "two three four five six several too very using why how what when where which who whom whose vs versus".split()
)
NO_START = frozenset(
    """must can cannot you your we our for in if while to able as with without from use uses used using best good bad more most all some any
    each every one two three first second third there here remember see also and or but yes on by at based after before during until since because so
    than then only do does don't never always this that these those it they not no supports support has have is are works allows allow
    higher lower fastest faster slower better newer older oldest newest made main great need needs target targets less non""".split()
)
"""Words with which a label begins that names no thing of its own."""
QUALITIES = frozenset(
    "managed limited secure continuous free fast slow cheap simple easy flexible scalable reliable durable serverless private public alone just only".split()
)
"""Words that say alone how something is, and no thing."""


def is_thing(name: str) -> bool:
    """True for words that can be a choice by themselves: a short name, no label and no piece of a sentence."""
    words = [fold(word.surface) for word in scan(name)]
    return (
        may_be_thing(name, words)
        and len(words) <= MOST_NAME_WORDS
        and (words[0] not in NO_START or (len(words) > 1 and is_titled(name)))
        and not GENERAL.issuperset(words)
        and words[-1] not in NO_START
        and (form_of(name) in {Form.NOUN, Form.GERUND} or is_titled(name))
    )


def may_be_thing(name: str, words: Sequence[str]) -> bool:
    """True for words that can name a thing where a list of terms says so: "All at once", "Path Based"."""
    return (
        bool(words)
        and 2 <= len(name) <= LONGEST_NAME
        and not name[0].isdigit()
        and name.count("(") == name.count(")")
        and not re.search(r"[?!…{}<>|=]|https?:|\.\.\.|,.*,|\betc\b", name)
        and bool(re.search(r"[^\W\d]{2}", name))
        and not _QUESTIONS.intersection(words)
        and words[-1] not in _LABELS
        and (words[-1] not in NO_START or is_titled(name))
        and not _COUNTED.fullmatch(name)
        and not (_LABELS | QUALITIES).issuperset(words)
        and not is_label(name)
        and not (len(words) == 1 and name.endswith("-based"))
        and (is_predicate(name) or words[0] in NO_START or is_titled(name))
    )


def is_label(name: str) -> bool:
    """True for words that name a property of a thing, and no thing: "risk of a group", "languages for readers"."""
    return bool(_ATTRIBUTE_OF.match(name) or _MANY_OF.match(name))


def is_titled(name: str) -> bool:
    """True for words that are written as a name: each with a capital."""
    words = name.split()
    inside = {"of", "and", "for", "the"}
    return (
        0 < len(words) <= MOST_LISTED_WORDS
        and words[-1] not in inside
        and all(w[:1].isupper() or w in inside for w in words)
    )


def clean_name(text: str) -> str:
    """Return a term or heading as a choice: without what stands in brackets, numbering and marks at its ends."""
    return _CATEGORY.sub("", BRACKETED.sub("", text)).strip(" .:-–—*\"'")


def same_thing(a: str, b: str, notebook: Notebook) -> bool:
    """True for two names of one thing: the same words, one within the other, or one the alias of the other."""
    x, y = content(a), content(b)
    if not x or not y:
        return fold(a) == fold(b)
    return x <= y or y <= x or is_alias(a, b, notebook)


def is_alias(a: str, b: str, notebook: Notebook) -> bool:
    """True for two names of which one stands for the other: an abbreviation, a nickname."""
    return _are_initials(a, b) or any(
        frozenset(terms) <= content(other) for one, other in ((a, b), (b, a)) for terms in _meant(one, notebook)
    )


def is_spelt(name: str, text: str, notebook: Notebook) -> bool:
    """True where a text has a telling word of what an abbreviation stands for: "queue" for SQS."""
    words = frozenset(term for terms in _meant(name, notebook) if len(terms) == len(name) for term in terms)
    return name.isupper() and any(len(notebook.lines_with.get(term, ())) <= OFTEN for term in words & content(text))


def _are_initials(a: str, b: str) -> bool:
    """True for two names of which one is the initials of the other, where abbreviations stay whole: CLB, "Classic LB"."""
    shortened = any(word.isupper() for name in (a, b) for word in name.split())
    return shortened and a.count(" ") != b.count(" ") and len(_initials(a)) > 1 and _initials(a) == _initials(b)


@lru_cache(maxsize=4_096)
def _initials(name: str) -> str:
    return "".join(word if word.isupper() else word[:1].upper() for word in name.split())


def _meant(name: str, notebook: Notebook) -> list[tuple[str, ...]]:
    """The terms of what a name stands for."""
    return [way.terms for way in notebook.lexicon.get(phrase(name), ()) if way.weight >= ALIAS]
