"""What one uses for a purpose: "To check unused roles, use the access advisor"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.choices import wrong_choices
from knowledge.quiz.grammar import VERBS, Form, form_of, is_predicate, subject_of
from knowledge.quiz.kinds.definition import about_it
from knowledge.quiz.material import Material
from knowledge.quiz.model import FEWEST_CHOICES, LONGEST_PROMPT, MOST_CHOICES, Draft, QuizKind
from knowledge.quiz.notebook import Line, content
from knowledge.quiz.rivals import core, explained_with, of_class
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.telling import is_specific
from knowledge.quiz.things import same_thing
from knowledge.words import fold

POOL = 10
MOST_WORDS = 7
"""Words of what is used."""
FEWEST_TERMS = 3
SHORTEST = 15
_SOMEBODY = r"(?:(?:you|we|they|one|developers|users)\s+(?:can|could|should|must|may|need to|have to)\s+(?:also\s+)?)"
_VERB = r"(?P<verb>use|enable|create|add|attach|install|configure|run|implement|choose|call|set up|turn on|deploy|define|specify)"
_USES = (
    re.compile(
        rf"^(?:in order\s+)?(?P<prep>to|for|if|when)\s+(?P<purpose>[^,]+),\s+(?:then\s+)?{_SOMEBODY}?{_VERB}\s+(?P<means>.+)$",
        re.IGNORECASE,
    ),
    re.compile(
        rf"^{_SOMEBODY}?{_VERB}\s+(?P<means>.+?),?\s+(?:in order\s+)?(?P<prep>to|for|when|if)\s+(?P<purpose>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?:with|using)\s+(?P<means>[^,]+?),?\s+(?P<prep>you can)\s+(?P<purpose>.+)$", re.IGNORECASE),
    re.compile(
        r"^(?P<means>.+?)\s+(?P<prep>lets? you|allows? you to|enables? you to|helps? you(?: to)?)\s+(?P<purpose>.+)$",
        re.IGNORECASE,
    ),
    re.compile(r"^(?P<means>.+?)\s+(?:is|are|can be|may be)\s+(?P<prep>used\s+to)\s+(?P<purpose>.+)$", re.IGNORECASE),
    re.compile(
        rf"^(?:{_SOMEBODY}|can\s+)?(?P<purpose>[a-z]+\s.+?)\s+(?:by\s+)?(?P<prep>using|via)\s+(?P<means>.+)$",
        re.IGNORECASE,
    ),
)
_MEANS_END = re.compile(r"\s+(?:to|for|when|if|that|which|instead|so|because|as|unless|up to)\s|\s*[,(;:]")
_JOINED = re.compile(r"\s(?:and|then|or|\+|&)\s|\+$")
_ONE_OF_MANY = re.compile(r"\s*,.*\b(?:or|and)\b")
_AGAINST = re.compile(
    r"\b(?:without|not|of|than|for|involve|avoid|by|when|if|while|and|or|before|after|from)$", re.IGNORECASE
)
"""Ends of what is said before "using" where nothing is used for it."""
_ARTICLE = re.compile(r"^(?:an?|the)\s+", re.IGNORECASE)
_NO_MEANS = re.compile(
    r"^(?:this|that|these|those|it|them|your|our|their|its|one|some|any|other|another|case|cases)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Use:
    """What is used, for what: `purpose` after `lead` ("do you use to", "lets you") makes a question."""

    means: str
    lead: str
    purpose: str
    line: Line


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions for what one uses for a purpose."""
    for line in material.notebook.lines:
        for use in _uses(line, material):
            yield from _to_means(use, material)


def _uses(line: Line, material: Material) -> Iterator[_Use]:
    if line.kind not in {Kind.PARAGRAPH, Kind.ITEM} or line.block.lead or phrasing.is_aside(line):
        return
    for sentence in phrasing.sentences(line.text):
        said = phrasing.bare(sentence)
        found = next((match for pattern in _USES if (match := pattern.match(said))), None)
        if found is None or phrasing.illustrates(said) or not phrasing.stands_alone(said, material.notebook):
            continue
        whole = _ARTICLE.sub("", found["means"])
        cut = _MEANS_END.search(whole)
        means = whole[: cut.start()] if cut else whole
        if cut and _ONE_OF_MANY.match(whole[cut.start() :]):
            continue
        purpose = phrasing.trimmed(found["purpose"])
        lead = _lead(found)
        if found["prep"].lower() in {"using", "via"} and (_AGAINST.search(purpose) or subject_of(said)):
            continue
        if lead.endswith(" for") and (not lead.endswith(" use for") or " for " in purpose):
            continue
        if lead.endswith((" to", " you")) and fold(purpose.split(" ", 1)[0]) not in VERBS:
            continue
        if (
            _is_means(means)
            and len(purpose) >= SHORTEST
            and len(content(purpose) - content(means)) >= FEWEST_TERMS
            and not content(means) & content(purpose)
        ):
            yield _Use(means.strip(), lead, purpose, line)


def _lead(found: re.Match[str]) -> str:
    """The words between "what" and the purpose in the question for what is used."""
    verb, prep = found.groupdict().get("verb"), " ".join(found["prep"].lower().split())
    if verb:
        return f"do you {verb.lower()} {prep}"
    if prep in {"using", "via"}:
        return "do you use to"
    return "is used to" if prep == "used to" else "lets you"


def _is_means(means: str) -> bool:
    return (
        bool(content(means))
        and len(means.split()) <= MOST_WORDS
        and not _NO_MEANS.match(means)
        and not _JOINED.search(means)
        and means[-1:].isalnum()
        and is_predicate(means)
        and form_of(means) is Form.NOUN
    )


def _to_means(use: _Use, material: Material) -> Iterator[Draft]:
    notebook, terms = material.notebook, content(use.purpose)
    own = frozenset({use.line.index})
    pool: list[str] = []
    for name in _rivals(use, material):
        related = any(same_thing(name, other, notebook) for other in (use.means, *pool))
        if not related and not content(name) & terms and material.support.says(name, terms, but=own) < TRUE_OF:
            pool.append(name)
            if len(pool) == POOL:
                break
    about = material.about(use.line, use.means)
    prompt = about_it(about, f"what {use.lead} {_lower(use.purpose)}?")
    right = core(use.means, material)
    draft = Draft(
        QuizKind.DEFINITION, prompt, right, tuple(pool), use.line.index, use.line.text,
        f"{use.purpose}: {use.means}", 0.75 + 0.05 * bool(about),
    )  # fmt: skip
    enough = FEWEST_CHOICES if material.names.size(material.kind_of(right)) == FEWEST_CHOICES else MOST_CHOICES
    clear = about or len(terms) > FEWEST_TERMS or is_specific(use.purpose)
    if len(prompt) <= LONGEST_PROMPT and clear and len(wrong_choices(draft)) + 1 >= enough:
        yield draft


def _rivals(use: _Use, material: Material) -> list[str]:
    """What else one could use: things of the same class, and of a list that explains what is used."""
    explained = (s.name for s in explained_with(use.means, use.line, material))
    return [*of_class(use.means, use.line, material), *explained]


def _lower(words: str) -> str:
    return words[0].lower() + words[1:] if words[1:2].islower() else words
