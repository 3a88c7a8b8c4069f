"""What one uses for a purpose, and for what purpose one uses it: "To check unused roles, use the access advisor"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.choices import number, wrong_choices
from knowledge.quiz.grammar import VERBS, Form, form_of, is_predicate, plural, subject_of
from knowledge.quiz.kinds.definition import alike, asked
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_CHOICE, LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.notebook import Line, content
from knowledge.quiz.subjects import are_related, same_thing
from knowledge.quiz.support import TRUE_OF
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

    @property
    def is_aim(self) -> bool:
        """True for a purpose that is something to do, and no occasion."""
        return not self.lead.endswith((" for", " if", " when"))


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions for what is used, and for what it is used for."""
    uses = [use for line in material.notebook.lines for use in _uses(line, material)]
    for use in uses:
        yield from _to_means(use, uses, material)
        yield from _to_purpose(use, uses, material)


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


def _to_means(use: _Use, uses: list[_Use], material: Material) -> Iterator[Draft]:
    notebook, terms = material.notebook, content(use.purpose)
    pool: list[str] = []
    for name in _rivals(use, uses, material):
        related = any(same_thing(name, other, notebook) for other in (use.means, *pool)) or are_related(
            name, use.means, notebook
        )
        if not related and not content(name) & terms and material.support.says(name, terms) < TRUE_OF:
            pool.append(name)
            if len(pool) == POOL:
                break
    about = material.about(use.line, use.means)
    prompt = asked(about, f"what {use.lead} {_lower(use.purpose)}?")
    if len(prompt) <= LONGEST_PROMPT:
        yield Draft(
            QuizKind.DEFINITION, prompt, use.means, tuple(pool), use.line.index, use.line.text, f"{use.purpose}: {use.means}",
            0.75 + 0.05 * bool(about),
        )  # fmt: skip


def _rivals(use: _Use, uses: list[_Use], material: Material) -> Iterator[str]:
    """What else one uses: things of the same class, of the same list, and what the notes use for something else."""
    kind = material.kind_of(use.means)
    if kind:
        yield from material.names.of_kind(kind, use.line.section, use.purpose)
    yield from (s.name for s in material.company(use.means, use.line.path))
    for other in _nearest(use, uses, material):
        if material.kind_of(other.means) == kind and plural(other.means) is plural(use.means):
            yield other.means


def _nearest(use: _Use, uses: list[_Use], material: Material) -> list[_Use]:
    """Other uses, those on the same topics first."""
    topics, chapter = phrasing.topics(use.line), material.chapter(use.line)
    others = (other for other in uses if other.line.index != use.line.index)
    return sorted(
        others,
        key=lambda other: (
            other.lead != use.lead, material.chapter(other.line) != chapter, not phrasing.topics(other.line) & topics, number(f"{use.purpose}/{other.purpose}", 1 << 32),
        ),
    )[:60]  # fmt: skip


def _to_purpose(use: _Use, uses: list[_Use], material: Material) -> Iterator[Draft]:
    right = _aim(use)
    if not right:
        return
    pool: list[str] = []
    for other in _nearest(use, uses, material):
        aim = _aim(other)
        related = same_thing(use.means, other.means, material.notebook) or are_related(
            use.means, other.means, material.notebook
        )
        wrong = not content(use.means) & content(aim) and material.support.says(use.means, content(aim)) < TRUE_OF
        if aim and wrong and not related and not any(alike(aim, known) for known in (right, *pool)):
            pool.append(aim)
            if len(pool) == POOL:
                break
    if "lets" not in use.lead and "use" not in use.lead:
        return
    question = f"what {'are' if plural(use.means) else 'is'} “{use.means}” used for?"
    for about in (material.about(use.line, use.means), material.about(use.line, use.means, right)):
        draft = Draft(
            QuizKind.DEFINITION, asked(about, question), right, tuple(pool), use.line.index, use.line.text, f"{use.means}: {use.purpose}",
            0.65 + 0.05 * bool(about),
        )  # fmt: skip
        if wrong_choices(draft):
            yield draft
            return


def _aim(use: _Use) -> str:
    """A purpose as a choice: "to check unused roles"; empty where it is too long or no such thing."""
    short = phrasing.shortened(use.purpose, LONGEST_CHOICE - 3)
    return f"to {_lower(short)}" if short and use.is_aim else ""


def _lower(words: str) -> str:
    return words[0].lower() + words[1:] if words[1:2].islower() else words
