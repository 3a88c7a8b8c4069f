"""Which statement is true of a thing: what the notes say of it, among what they say of others."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.quiz import phrasing
from knowledge.quiz.choices import wrong_choices
from knowledge.quiz.grammar import Form, Manner, Number, agreeing, form_of, manner_of, number_of, plural
from knowledge.quiz.kinds.definition import ENABLES, FEWEST_TERMS, SPECIFIC, alike, asked, denies, is_listed, sounds
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_CHOICE, Draft, QuizKind
from knowledge.quiz.notebook import content
from knowledge.quiz.subjects import NAME, PHRASE, TERM, Statement, Subject, are_related, same_thing
from knowledge.quiz.support import TRUE_OF

NEAREST = 40
"""Other subjects that are considered for one question."""
POOL = 8
ENOUGH = 3
"""Wrong statements from the chapter; where there are fewer, the rest of the file may serve too."""
MOST_OF_ONE = 4
"""Questions on one subject."""
LONGEST_SUBJECT = 45
_MEASURE = re.compile(r"(?:is|are|can be|must be|was|were)\s+(?:\w+\s+){0,2}\d")
"""A value: what it is a value of is asked for otherwise."""
_UNCERTAIN = re.compile(r"an?\s(?:\S+\s)+(?:of|for|in|on|with|from|running|using)\s", re.IGNORECASE)
"""One of many things that are so and so."""


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions for what the notes say of a thing."""
    for subject in material.subjects:
        sort = subject.group[0]
        if sort != TERM or not is_listed(subject, material):
            for statement in subject.statements[:MOST_OF_ONE]:
                yield from _draft(subject, statement, material)


def _draft(subject: Subject, statement: Statement, material: Material) -> Iterator[Draft]:
    right = said(subject, statement)
    if (
        not right
        or _UNCERTAIN.match(subject.written)
        or (len(content(right)) < FEWEST_TERMS and not SPECIFIC.search(right))
    ):
        return
    if ENABLES.match(right) or len(subject.written) > LONGEST_SUBJECT or not sounds(statement):
        return
    line = material.notebook[statement.line]
    pool = _others(subject, right, material)
    question = f"which statement is true of {_named(subject)}?"
    special = subject.group[0] != PHRASE or " " in subject.name
    for about in (material.about(line, subject.name), material.about(line, subject.name, right)):
        draft = Draft(
            QuizKind.DEFINITION, asked(about, question), right, tuple(pool), line.index, line.text, f"{subject.name} {right}",
            0.55 + 0.1 * bool(about) + 0.1 * statement.direct,
        )  # fmt: skip
        if (about or special) and wrong_choices(draft):
            yield draft
            return


def _named(subject: Subject) -> str:
    """A subject as a question names it: in quotation marks where the notes leave out its article."""
    bare = (
        subject.group[0] == PHRASE
        and subject.written == subject.name[0].lower() + subject.name[1:]
        and not plural(subject.name)
    )
    return f"“{subject.written}”" if bare else subject.written or subject.name


def said(subject: Subject, statement: Statement) -> str:
    """Return a statement as a choice, short enough and without a capital; empty where it cannot be one."""
    short = phrasing.shortened(statement.text, LONGEST_CHOICE)
    predicate = subject.group[0] in {NAME, PHRASE} or (form_of(short) is Form.VERB and statement.direct)
    if subject.group[0] not in {NAME, PHRASE, TERM}:
        predicate = form_of(short) is Form.VERB
    if not predicate or phrasing.leans(short) or _MEASURE.match(short):
        return ""
    return short[0].lower() + short[1:] if short[1:2].islower() else short


def _others(subject: Subject, right: str, material: Material) -> list[str]:
    """What is said of other things of its class or of things nearby, and nowhere of this one, the likeliest first."""
    manner = manner_of(right)
    near = _wrong(_near(subject, material), subject, right, material)
    near = [text for text in near if manner is manner_of(text)] + [
        text for text in near if manner_of(text) not in {manner, Manner.IS_A}
    ]
    if len(near) < ENOUGH and manner is not Manner.IS_A:
        far = _wrong(material.told_near(subject, far=True), subject, right, material)
        near += [text for text in far if manner is manner_of(text) and text not in near]
    return near[:POOL] if any(manner is manner_of(text) for text in near) else []


def _near(subject: Subject, material: Material) -> list[Subject]:
    """The things of the same class, then those that the chapter speaks of, the nearest lines first."""
    line = material.notebook[subject.line]
    classmates = [
        other for other in material.told_of.get(material.kind_of(subject.name), ()) if other.line != line.index
    ]
    classmates.sort(key=lambda other: (material.notebook[other.line].path != line.path, abs(other.line - line.index)))
    return [*classmates[:NEAREST], *material.told_near(subject)]


def _wrong(others: Iterable[Subject], subject: Subject, right: str, material: Material) -> list[str]:
    """What is said of other subjects and not of this one, in a form that agrees with it."""
    notebook = material.notebook
    around = frozenset() if material.kind_of(subject.name) else content(" ".join(notebook[subject.line].headings[-2:]))
    many = number_of(right) is Number.MANY or (number_of(right) is Number.ANY and plural(subject.name))
    found: list[str] = []
    for other in others:
        if same_thing(subject.name, other.name, notebook) or are_related(subject.name, other.name, notebook):
            continue
        beneath = content(" ".join(notebook[other.line].headings[-2:]))
        if content(other.name) <= around or content(subject.name) <= beneath:
            continue  # what is true of the whole may be true of a part
        for statement in other.statements[:MOST_OF_ONE]:
            text = agreeing(said(other, statement), many=many)
            fits = text and not denies(text) and sounds(statement) and _is_wrong(text, right, subject, material)
            if fits and len(found) < POOL and not any(alike(text, earlier) for earlier in found):
                found.append(text)
    return found


def _is_wrong(text: str, right: str, subject: Subject, material: Material) -> bool:
    """True for a statement that the notes do not make of a subject, in these words or in others."""
    told = content(text)
    return (
        not content(subject.name) <= told
        and not alike(text, right)
        and material.support.says(subject.name, told) < TRUE_OF
    )
