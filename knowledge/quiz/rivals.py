"""What could be the answer as well as a thing that the notes describe: the names of its list, its class, its kin."""

from __future__ import annotations

import re
from bisect import bisect
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from knowledge.lexicon import ALIAS, classes, phrase
from knowledge.model import Kind
from knowledge.quiz.material import Material
from knowledge.quiz.names import SHAPES, Mention, is_common
from knowledge.quiz.notebook import Line, content
from knowledge.quiz.subjects import FEWEST_LISTED, NAME, PHRASE, TERM, Statement, Subject
from knowledge.words import fold

NEAREST = 30
"""Terms before and after one in its list that are considered beside it."""
FEWEST_ALONE = 5
"""Terms of what is said of a term that stands in no list: only what is left out tells it from the rest of its class."""

_MAKER = re.compile(r"^(?:AWS|Amazon)\s+(?=[A-Z])")
_LABELLED = re.compile(
    r"(?P<name>(?=\S*(?:[a-z][A-Z]|\w[-_.:]\w))\S+) (?P<label>API|header|command|parameter|operation|property|exception|event|hook|function|option)"
)
"""A name with the word for what it is behind it."""
_KINDS = re.compile(r"\b(?:kinds|types|sorts)\b", re.IGNORECASE)


def is_listed(subject: Subject, material: Material) -> bool:
    """True for a term of a list of terms: what stands with it is said of it, and not of something else."""
    return subject.group[0] == TERM and len(material.groups[subject.group]) >= FEWEST_LISTED


def rivals(subject: Subject, statement: Statement, material: Material) -> Iterator[str]:
    """Yield the names that could be the answer as well, the nearest first: some twice, some that are the same thing."""
    line = material.notebook[subject.line]
    sort, kind = subject.group[0], material.kind_of(subject.name)
    if kind and not statement.direct:
        yield from of_class(subject.name, line, material)
    if sort == TERM:
        yield from (s.name for s in listed_beside(subject, material))
        yield from (s.name for s in explained_alike(subject, material))
    else:
        yield from (s.name for s in explained_with(subject.name, line, material))
    if sort not in {TERM, NAME, PHRASE} and kind:
        yield from (s.name for s in material.groups[subject.group] if material.kind_of(s.name) == kind)
    others = of_class(subject.name, line, material)
    if sort == TERM and statement.direct:
        above = next(iter(material.notebook.above(line)), line)
        if is_listed(subject, material) and len(content(statement.text)) < FEWEST_ALONE:
            others = []
        elif _KINDS.search(above.text):  # what the notes do not name is none of those kinds
            others = [name for name in others if material.support.lines_about(name)]
    yield from others
    if sort in {NAME, PHRASE} and not kind:
        yield from (other.name for other in material.told_near(subject) if are_kin(other.name, subject.name))


def explained_with(name: str, line: Line, material: Material) -> tuple[Subject, ...]:
    """Return the terms of a list in the chapter of a line that explains a name, those of its class."""
    chapter, kind = material.chapter(line), material.kind_of(name)
    lists = (
        material.groups[term.group]
        for term in material.terms_named(name)
        if is_listed(term, material)
        and term.statements[0].direct
        and material.chapter(material.notebook[term.line]) == chapter
    )
    return tuple(other for other in next(lists, ()) if not kind or material.kind_of(other.name) == kind)


def listed_beside(subject: Subject, material: Material) -> tuple[Subject, ...]:
    """Return the nearest terms of the list of a subject, those that are plainly another kind of thing left out."""
    if not is_listed(subject, material):
        return ()
    members = material.groups[subject.group]
    here = bisect(members, subject.line, key=lambda member: member.line)
    mixed = material.notebook[subject.line].kind is Kind.PARAGRAPH
    kind = material.kind_of(subject.name)
    return tuple(
        other
        for other in members[max(here - NEAREST, 0) : here + NEAREST]
        if (theirs := material.kind_of(other.name)) == kind
        or not ((mixed and kind and theirs) or {kind, theirs} & SHAPES)
    )


def explained_alike(subject: Subject, material: Material) -> tuple[Subject, ...]:
    """Return the terms of other lists that explain the same name, or a thing of the same kind by its last word.

    A list of the same section explains something else of its terms: their price, their owner.
    """
    section = material.notebook[subject.line].section
    namesakes = (s for s in material.namesakes(subject) if material.notebook[s.line].section != section)
    return (*namesakes, *material.mates(subject))


def of_class(name: str, line: Line, material: Material) -> list[str]:
    """Return the other names of the class of a name, in its number, those that stand nearest to its line first."""
    bare = core(name, material)
    whole = next((m for m in material.names.mentions(bare) if (m.start, m.end) == (0, len(bare))), None)
    if whole:
        return material.names.beside(whole, line)
    kind = material.kind_of(bare)
    if kind:
        return material.names.of_kind(kind, line.section, name)
    labelled = _LABELLED.fullmatch(bare)
    if labelled and (named := material.kind_of(labelled["name"])):
        return [f"{other} {labelled['label']}" for other in material.names.of_kind(named, line.section, name)]
    return []


def without_maker(name: str) -> str:
    """Return a name without its maker, where a name is left: "Amazon EC2", but "AWS managed policy" as a whole."""
    return _MAKER.sub("", name)


def core(name: str, material: Material) -> str:
    """Return a name as a choice: as its class has it, without its maker and the named thing that it belongs to.

    "Key Management Service" gives "KMS", "DynamoDB table" gives "table".
    """
    bare = without_maker(name)
    if material.kind_of(bare):
        return bare
    ways = material.notebook.lexicon.get(phrase(bare), ())
    if known := next((listed for way in ways if way.weight >= ALIAS and (listed := _listed().get(way.terms))), ""):
        return known
    *owners, last = sorted(material.names.mentions(bare), key=lambda mention: mention.start) or [Mention("", "", 0, 0)]
    whole = owners and not owners[0].start and last.end == len(bare)
    together = all(second.start == first.end + 1 for first, second in pairwise((*owners, last)))
    return last.name if whole and together and not any(is_common(owner.known) for owner in owners) else bare


@lru_cache(maxsize=1)
def _listed() -> dict[tuple[str, ...], str]:
    """The names of the classes by their terms."""
    return {phrase(name): name.split("|")[0] for name in reversed(list(classes())) if name[0].isalnum()}


def are_kin(a: str, b: str) -> bool:
    """True for two names of several words of which the last one is the same: "global indexes", "local indexes"."""
    one, other = fold(a).split(), fold(b).split()
    return min(len(one), len(other)) > 1 and one[-1] == other[-1]
