"""What the notes say of a thing: whether it is enough to know the thing by, and how it stands in a question."""

from __future__ import annotations

import re

from knowledge.quiz import phrasing
from knowledge.quiz.grammar import Form, form_of, has_verb, is_predicate, plural, subject_of
from knowledge.quiz.material import Material
from knowledge.quiz.names import is_common
from knowledge.quiz.notebook import Notebook, content
from knowledge.quiz.rivals import FEWEST_ALONE, is_listed
from knowledge.quiz.subjects import TERM, Statement, Subject, is_a
from knowledge.quiz.things import is_alias, is_spelt
from knowledge.spelling import english_frequency
from knowledge.words import fold

SHORTEST = 20
"""Characters of a description."""
SHORTEST_LISTED = 8
"""Characters of a description in a list of terms, where its neighbours say what kind of thing is described."""
FEWEST_TERMS = 3
ALIKE = 0.6
"""Share of what is said from which on two statements say about the same."""
_NEGATIVE = re.compile(
    r"(?:do|does|is|are|can|has|have|will|was|were)(?: not|n't)\b|cannot\b|no\b|not\b|non\b", re.IGNORECASE
)
_JUDGED = re.compile(
    r"^(?:(?:is|are|was)\s+that|recommends?)\b|\b(?:be|is|are|was)\s+(?:(?:in)?correct|right|wrong)\b|\b(?:would|should)\b"
    r"|^(?:is|are) (?:(?:an? )?(?:useful|helpful|great|good|perfect|deprecated)|(?:extremely|very|really) \w+)\b",
    re.IGNORECASE,
)
"""What is no fact of the thing: the verdict of an author."""
_ADVICE = re.compile(r"(?:never|always|make sure|ensure|consider|try|avoid)\b", re.IGNORECASE)
_SPECIFIC = re.compile(r"\d(?!(?:st|nd|rd|th)\b)|[A-Z]{2}|[a-z][A-Z]|\s[A-Z]")
"""Marks of a name or a figure, with which few words are enough."""
_PRAISE = re.compile(
    r"(?:limit|limits|limitation|limitations|great|good|ideal|useful|easy|easily|simple|free|full|fully|managed|integrated|integration|integrate|pay|automatic|automatically|support|supports|many|most|mostly)\b", re.IGNORECASE
)  # fmt: skip
"""How lines begin that say of many things how good they are."""
_HEAD_END = re.compile(r"[,;:(]|\s(?:of|for|to|that|which|in|on|by|with|from|and|where|when)\s")
"""Where the head of a noun phrase ends."""
_SETTING = re.compile(r"[=≥≤]\s*\d")
"""A figure that somebody has set: another example has another one."""
_ABILITY = re.compile(r"(?:can|could|may|might|must)\b", re.IGNORECASE)
_LIMITED = re.compile(r"(?<![A-Za-z])\d|\b(?:only|not)\b")
"""What makes of an ability a fact that holds of few things."""
_DEFINITE = re.compile(
    r"\bif the (?P<condition>[a-z-]+) (?:is|are|has|have)\b|^(?:is|are)\s.*\b(?:to|of|for) the (?P<thing>(?:[\w-]+ ){1,3}[a-z]+)$"
)
"""A thing that is spoken of as known, with nothing behind it that says which one is meant."""
_SHARED = re.compile(
    r"(?:works?|integrates?|relies|rely) (?:with|on)\b|can be (?:used|integrated|combined) with\b|(?:has|have) at least (?:one|an?)\b|can be (?:seen|viewed|found|accessed|managed)\b|(?:is|are) (?:(?:a )?part of|mandatory|required|optional|(?:\w+ly )?supported)\b"
    r"|(?:is|are) (?:\w+ly )?(?:compatible|proprietary|free|serverless|managed|scalable|available|durable|regional|global|secure)\b",
    re.IGNORECASE,
)  # fmt: skip
"""What is true of many things."""
_MEANS = re.compile(r"(?:is|are)\s+(?=(?:an?|the)\s)")
"""How a sentence begins that says what its subject is."""
_TAIL = re.compile(r",?\s+(?:so|so that)\s+.*|\.\(.*|,\s+(?:you|they|we)\s+\w+\s.*")
"""What follows on a statement that is whole without it."""
_POINTING = re.compile(r"\b(?:them|these|those|this)\b|\bone (?:for|if|when)\b", re.IGNORECASE)
_CONDITION = re.compile(r"\b(?:if|when|once|unless|in case)\b[^,]*$")
_RELATIVE = re.compile(r"\s(?:that|which|who|where|when)\s[^,]*")
_ALSO = re.compile(r"\balso\s+")
"""What is true of others too, or an addition to what was said."""
_ORDINAL = re.compile(r"\b\d+(?:st|nd|rd|th)\b")


def tells(statement: Statement, subject: Subject, material: Material, fewest: int = FEWEST_TERMS) -> bool:
    """True for a statement that says enough to know its subject by, without naming it.

    `fewest` are the terms that one needs which stands in a list of terms.
    """
    text = statement.text
    listed = statement.direct and is_listed(subject, material)
    terms = content(_ORDINAL.sub("", text))
    few = is_specific(text)
    few_terms = len(terms) < FEWEST_TERMS
    alone = subject.group[0] == TERM and not is_listed(subject, material)
    return (
        len(text) >= (SHORTEST_LISTED if listed else SHORTEST)
        and (
            len(terms) >= (FEWEST_ALONE if alone else fewest if listed else FEWEST_TERMS)
            or (listed and len(terms) > 1 and few)
        )
        and len(text.split()) >= (2 if listed else FEWEST_TERMS)
        and not _POINTING.search(text)
        and not (listed and _speaks_of_another(text, material))
        and (listed or not _ALSO.search(text))
        and (listed or (is_predicate(text) and not _ADVICE.match(text)))
        and (statement.direct or _tells_below(text) or _opens(statement, subject, material))
        and not phrasing.illustrates(text)
        and (form_of(text) is Form.VERB or not phrasing.enumerates(text))
        and not denies(text)
        and (listed or not _points_back(text, statement, material))
        and (listed or form_of(text) is Form.VERB or not is_sentence(text))
        and not _JUDGED.search(text)
        and not _SHARED.match(text)
        and (
            listed or not _ABILITY.match(text) or _LIMITED.search(text) or _without_names(text, material) > FEWEST_TERMS
        )
        and not is_setting(text)
        and not material.support.gives_away(text, subject.name, material.shared_terms(subject))
        and not ((few_terms or not statement.direct) and is_spelt(subject.name, text, material.notebook))
        and not any(is_alias(word, subject.name, material.notebook) for word in text.split() if word.isupper())
    )


def _points_back(text: str, statement: Statement, material: Material) -> bool:
    """True for words that speak of a thing as known ("the load") which neither they nor what stands above has named."""
    line = material.notebook[statement.line]
    known = content(" ".join((*line.headings, *(above.text for above in material.notebook.above(line)))))
    found = _DEFINITE.finditer(text)
    return any(
        not content(match["thing"] or match["condition"]) & (known | content(text[: match.start()])) for match in found
    )


def _without_names(text: str, material: Material) -> int:
    """How many terms a text has beside the names of other things."""
    proper = (mention for mention in material.names.mentions(text) if not is_common(mention.known))
    named = frozenset[str]().union(*(content(mention.name) for mention in proper))
    return len(content(text) - named)


def _speaks_of_another(text: str, material: Material) -> bool:
    """True for a sentence with a known name as its subject."""
    named = any(not mention.start and not is_common(mention.known) for mention in material.names.mentions(text))
    return named and subject_of(text) is not None


def _tells_below(text: str) -> bool:
    """True for a line below a name that says what the thing is or does; what one can do with it may be done with others."""
    if phrasing.leans(text) or _ABILITY.match(text) or _PRAISE.match(text):
        return False
    if is_a(text):
        return not is_sentence(text)
    return form_of(text) is Form.VERB


def _opens(statement: Statement, subject: Subject, material: Material) -> bool:
    """True for the first line below a name where it begins with what the thing is: "managed queue for messages"."""
    line = material.notebook[subject.line]
    head = _HEAD_END.split(statement.text, maxsplit=1)[0].split()
    return (
        line.children[:1] == (statement.line,)
        and bool(head)
        and (head[-1] if len(head) > 1 else head[0][1:]).islower()
        and not plural(head[-1])
        and form_of(statement.text) is Form.NOUN
        and not is_sentence(statement.text)
        and not _PRAISE.match(statement.text)
    )


def is_sentence(text: str) -> bool:
    """True for words with a subject of their own: "The ratio of them is 50"."""
    if form_of(text) is Form.IMPERATIVE:
        return False
    first, *others = (part.strip() for part in _RELATIVE.sub("", text).split(","))
    return has_verb(first) or any(has_verb(part) and form_of(part) is not Form.VERB for part in others)


def denies(statement: str) -> bool:
    """True for what a thing is not or does not do: much of that is true of others as well."""
    return bool(_NEGATIVE.match(statement))


def is_specific(text: str) -> bool:
    """True for words with a name or a figure, of which few are enough."""
    return bool(_SPECIFIC.search(text))


def is_setting(text: str) -> bool:
    """True for words with a figure that somebody has set: "at least 2 hosts = 75%"."""
    return bool(_SETTING.search(text))


def is_meaning(text: str) -> bool:
    """True for words that say what a thing is, and not what it does."""
    return bool(_MEANS.match(text))


def meaning(text: str) -> str:
    """Return what a sentence says that its subject is, without "is"; other words as they are."""
    return _MEANS.sub("", text, count=1)


def to_the_point(text: str) -> str:
    """Return a statement without an "also" and without what follows on it, where enough is left."""
    text = _ALSO.sub("", text, count=1)
    short = _TAIL.sub("", text)
    whole = len(content(short)) >= FEWEST_TERMS and phrasing.balanced(short) and not _CONDITION.search(short)
    return short if whole else text


def alike(a: str, b: str) -> bool:
    """True for two statements that say about the same."""
    x, y = content(a), content(b)
    return len(x & y) >= ALIKE * min(len(x), len(y))


def uncapitalised(text: str, notebook: Notebook) -> str:
    """Return words without the capital that only begins them, so that one choice looks like another."""
    first, second, *_ = (*text.split(maxsplit=2), "", "")
    if first in {"A", "An", "The"}:
        return text[0].lower() + text[1:]
    common = first[1:].islower() and not second[:1].isupper() and not notebook.is_name(first)
    return text[0].lower() + text[1:] if common and english_frequency(fold(first)) else text
