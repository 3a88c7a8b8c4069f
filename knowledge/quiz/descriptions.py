"""What is said of things as choices: short, whole, and beside what can stand with it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.quiz import phrasing
from knowledge.quiz.choices import number
from knowledge.quiz.grammar import VERBS, Form, form_of, is_predicate
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_CHOICE
from knowledge.quiz.notebook import content
from knowledge.quiz.rivals import explained_alike, listed_beside
from knowledge.quiz.subjects import Subject, is_a
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.telling import (
    FEWEST_TERMS,
    SHORTEST_LISTED,
    alike,
    is_meaning,
    is_sentence,
    is_setting,
    meaning,
    uncapitalised,
)
from knowledge.quiz.things import BRACKETED, same_thing

POOL = 12
FEWEST_LEFT = 6
"""Words that are left of a description that is cut."""
_GOES_ON = re.compile(
    r",?\s(?:after|before|when|while|in which|where|in order to|so that|for|with|from|by|during|until)\s"
)
"""Where a description goes on to say when, where or what for."""
_OPEN = re.compile(r",[^,]*$|\bboth\b|\bbetween\b")
"""A part of an enumeration at an end."""
_OCCASION = re.compile(r"(?:when|if|where|while|because|once|after|before)\b", re.IGNORECASE)
"""How a description begins that says on what occasion something is used, and not what it is."""
_WHAT = re.compile(r"an?\s", re.IGNORECASE)


def says_what(text: str) -> bool:
    """True for a line below a name that says what it is: "A service that ...", but not "The limit of requests is ..."."""
    return bool(_WHAT.match(text)) and not is_sentence(text)


def as_choice(text: str, material: Material) -> str:
    """Return what is said of a thing as a choice: short, and without the capital that begins it; empty where it cannot be one."""
    short = phrasing.shortened(text, LONGEST_CHOICE) or _cut(text, material)
    fits = len(short) >= SHORTEST_LISTED and not (
        phrasing.leans(short) or phrasing.illustrates(short) or is_setting(short) or _OCCASION.match(short)
    )
    return uncapitalised(short, material.notebook) if fits else ""


def _cut(text: str, material: Material) -> str:
    """A description up to where it goes on to say when or what for: "a rule that is considered" for "... during placement"."""
    plain = BRACKETED.sub("", text)
    for cut in reversed([found.start() for found in _GOES_ON.finditer(plain) if found.start() <= LONGEST_CHOICE]):
        short = plain[:cut]
        if len(short.split()) >= FEWEST_LEFT and len(content(short)) > FEWEST_TERMS and not _ends_open(short):
            return short if phrasing.describes(short, material.notebook) else ""
    return ""


def _ends_open(short: str) -> bool:
    """True for words that end with a verb or within an enumeration, and want more."""
    return bool(_OPEN.search(short)) or short.rsplit(maxsplit=1)[-1].removesuffix("s") in VERBS


def meanings(subject: Subject, right: str, kind: str, material: Material) -> tuple[str, ...]:
    """Return what other things of a class are said to be."""
    found: list[str] = []
    for other in material.told_of_family(kind):
        if same_thing(other.name, subject.name, material.notebook):
            continue
        for statement in other.statements:
            text = as_choice(meaning(statement.text), material)
            meant = statement.direct or is_meaning(statement.text) or says_what(statement.text)
            fits = meant and len(text.split()) >= FEWEST_TERMS and is_a(text) and is_predicate(text)
            if (
                fits
                and not content(other.name) & content(text)
                and not any(alike(text, known) for known in (right, *found))
                and material.support.says(subject.name, content(text)) < TRUE_OF
            ):
                found.append(text)
    near = sorted(found[:POOL], key=lambda other: number(f"{right}/{other}", 1 << 32))
    return tuple(near)


def descriptions_beside(subject: Subject, right: str, material: Material) -> tuple[str, ...]:
    """Return what is said of the terms beside a subject, and of those of lists that explain the same kind of thing."""
    form = form_of(right)
    beside = listed_beside(subject, material)
    found = [text for text in _said(beside, subject, material) if _go_together(text, right)]
    found += [
        text
        for text in _said(explained_alike(subject, material), subject, material)
        if form_of(text) is form and not alike(text, right)
    ]
    found.sort(
        key=lambda other: (
            form_of(other) is not form,
            abs(len(other) - len(right)) > 20,
            number(f"{right}/{other}", 1 << 32),
        )
    )
    return tuple(dict.fromkeys(found))[:POOL]


def _go_together(one: str, other: str) -> bool:
    """True for two descriptions that can stand beside each other: what something does never beside what it is, nor clauses beside a few words."""
    a, b = form_of(one), form_of(other)
    chopped = "," in one and is_sentence(one) and not is_sentence(other)
    return not chopped and all((a is form) is (b is form) for form in (Form.VERB, Form.IMPERATIVE))


def _said(others: Iterable[Subject], subject: Subject, material: Material) -> Iterator[str]:
    """What is directly said of other subjects, short enough for a choice."""
    for other in others:
        statement = other.statements[0]
        text = as_choice(statement.text, material)
        if text and statement.direct and not same_thing(other.name, subject.name, material.notebook):
            yield text
