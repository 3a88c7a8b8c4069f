"""Which term fits a description, and which description fits a term."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.choices import number, wrong_choices
from knowledge.quiz.grammar import Form, Number, form_of, is_predicate, number_of, plural
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_CHOICE, LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.notebook import STOP_TERMS, content
from knowledge.quiz.subjects import FEWEST_LISTED, NAME, PHRASE, TERM, Statement, Subject, is_alias, same_thing
from knowledge.quiz.support import TRUE_OF
from knowledge.words import fold, scan, stem

SHORTEST = 20
"""Characters of a description."""
SHORTEST_LISTED = 10
"""Characters of a description in a list of terms, where its neighbours say what kind of thing is described."""
SHORTEST_SAID = 15
"""Characters of a statement that is a choice."""
FEWEST_TERMS = 3
MOST_OF_ONE = 6
"""Questions on one subject."""
TRUE_OF_LISTED = 0.7
"""What `TRUE_OF` is for the terms of one list: their author tells them apart."""
ALIKE = 0.6
"""Share of what is said from which on two statements say about the same."""
POOL = 12
_NEGATIVE = re.compile(
    r"(?:do|does|is|are|can|has|have|will|was|were)(?: not|n't)\b|cannot\b|no\b|not\b|non\b", re.IGNORECASE
)
_JUDGED = re.compile(r"^(?:is|are|was)\s+that\b|\b(?:be|is|are|was)\s+(?:in)?correct\b|\bwould\b", re.IGNORECASE)
_ADVICE = re.compile(r"(?:never|always|make sure|ensure|consider|try|avoid)\b", re.IGNORECASE)
SPECIFIC = re.compile(r"\d|[A-Z]{2}|[a-z][A-Z]|\s[A-Z]")
"""Marks of a name or a figure, with which few words are enough."""
_SHARED = re.compile(
    r"(?:works?|integrates?) with\b|can be (?:used|integrated|combined) with\b"
    r"|(?:is|are) (?:\w+ly )?(?:compatible|proprietary|free|serverless|managed|scalable|available|durable|regional|global|secure)\b",
    re.IGNORECASE,
)
"""What is true of many things."""
ENABLES = re.compile(r"(?:(?:lets?|allows?|enables?|helps?) you|(?:is|are|can be|may be) used to)\b", re.IGNORECASE)
"""What a thing is used for, which is asked for otherwise."""
_DESCRIBES = re.compile(
    r"\b(?:meaning|description|definition|explanation|notes?|details?|content|contents|contains|what it (?:is|does))\b",
    re.IGNORECASE,
)
MOST_COLUMN_WORDS = 6
_MEANS = re.compile(r"(?:is|are)\s+(?=(?:an?|the)\s)")
"""How a sentence begins that says what its subject is."""


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions from the term to its description and from the description to its term."""
    for subject in material.subjects:
        asked = 0
        for statement in sorted(subject.statements, key=lambda s: not s.direct):
            if asked < MOST_OF_ONE and tells(statement, subject, material):
                made = [*_to_term(subject, statement, material), *_to_description(subject, statement, material)]
                asked += bool(made)
                yield from made


def tells(statement: Statement, subject: Subject, material: Material) -> bool:
    """True for a statement that says enough to know its subject by, without naming it."""
    text = statement.text
    listed = statement.direct and is_listed(subject, material)
    terms = content(text)
    return (
        len(text) >= (SHORTEST_LISTED if listed else SHORTEST)
        and (len(terms) >= FEWEST_TERMS or (listed and len(terms) > 1 and bool(SPECIFIC.search(text))))
        and (listed or len(text.split()) >= FEWEST_TERMS)
        and (listed or (is_predicate(text) and not _ADVICE.match(text)))
        and not phrasing.illustrates(text)
        and not phrasing.enumerates(text)
        and (listed or not denies(text))
        and not _JUDGED.search(text)
        and not _SHARED.match(text)
        and not material.support.gives_away(text, subject.name, material.shared_terms(subject))
        and not any(is_alias(word, subject.name, material.notebook) for word in text.split() if word.isupper())
    )


def sounds(statement: Statement) -> bool:
    """True for a statement that can stand in a question as what is said of some thing."""
    text = statement.text
    return (
        len(text) >= SHORTEST_SAID
        and len(content(text)) > 1
        and not phrasing.illustrates(text)
        and not _JUDGED.search(text)
        and not _SHARED.match(text)
    )


def denies(statement: str) -> bool:
    """True for what a thing is not or does not do: much of that is true of others as well."""
    return bool(_NEGATIVE.match(statement))


def is_listed(subject: Subject, material: Material) -> bool:
    """True for a term of a list of terms: what stands with it is said of it, and not of something else."""
    return subject.group[0] == TERM and len(material.groups[subject.group]) >= FEWEST_LISTED


def asked(about: str, question: str) -> str:
    """Return a question after what it is about, where there is something to say of that."""
    return f"{about}: {question}" if about else question[0].upper() + question[1:]


def _to_term(subject: Subject, statement: Statement, material: Material) -> Iterator[Draft]:
    if ENABLES.match(statement.text) and subject.group[0] in {NAME, PHRASE}:
        return
    line = material.notebook[statement.line]
    about = material.about(line, subject.name)
    pool = _names(subject, statement, about, material)
    terms = content(statement.text)
    if len(pool) < 2 or (not about and len(terms) <= FEWEST_TERMS + (not statement.direct)):
        return
    prompt = asked(about, _question(subject, statement.text))
    if len(prompt) <= LONGEST_PROMPT:
        quality = 0.5 + 0.2 * statement.direct + 0.1 * is_listed(subject, material) + 0.1 * bool(about)
        yield Draft(
            QuizKind.DEFINITION,
            prompt,
            subject.name,
            tuple(pool),
            line.index,
            line.text,
            f"{subject.name}: {statement.text}",
            quality,
        )


def _question(subject: Subject, said: str) -> str:
    form = form_of(said)
    if form is Form.VERB or subject.group[0] in {NAME, PHRASE}:
        lowered = said[0].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said
        return f"{'which of these' if number_of(said) is Number.MANY else 'which one'} {lowered}?"
    if form is Form.NOUN and said[:1].islower():
        return f"what is described as “{said}”?"
    return f"what fits this description? “{said}”"


def _names(subject: Subject, statement: Statement, about: str, material: Material) -> list[str]:
    """The names that could be the answer and are not."""
    terms = content(statement.text)
    shared = material.shared_terms(subject)
    agree = subject.group[0] in {NAME, PHRASE}
    listed = material.groups[subject.group] if is_listed(subject, material) else ()
    beside = {s.name for s in listed}
    lines = frozenset((statement.line, *(s.line for s in listed)))
    found: list[str] = []
    for name in _rivals(subject, statement, material):
        if len(found) == POOL:
            break
        if (
            not any(same_thing(name, other, material.notebook) for other in (subject.name, *found))
            and (not agree or plural(name) is plural(subject.name))
            and (name in beside or not content(name) <= content(about))
            and (name in beside or not _words_in(statement.text, name, shared))
            and material.support.says(name, terms, but=lines) < (TRUE_OF_LISTED if name in beside else TRUE_OF)
        ):
            found.append(name)
    return found


def _words_in(text: str, name: str, shared: frozenset[str]) -> bool:
    """True where a text holds a whole word of a name."""
    words = {stem(fold(word.surface)) for word in scan(text)}
    return bool(words & {stem(fold(word.surface)) for word in scan(name)} - shared - STOP_TERMS)


def _rivals(subject: Subject, statement: Statement, material: Material) -> Iterator[str]:
    """The names that could be the answer as well: those beside the subject, then others of its kind, the nearest first."""
    line = material.notebook[subject.line]
    kind = material.kind_of(subject.name)
    sort = subject.group[0]
    if sort == TERM:
        beside = [s.name for s in material.groups[subject.group]]
        mixed = line.kind is Kind.PARAGRAPH or not is_listed(subject, material)
        yield from (name for name in beside if not mixed or not kind or material.kind_of(name) in {kind, ""})
        yield from (s.name for s in material.namesakes(subject))
        yield from (s.name for s in material.mates(subject))
        if not kind and 1 < len(beside) < FEWEST_LISTED:
            style = _style(subject.name)
            yield from (
                s.name for s in material.terms_near(subject) if _style(s.name) == style and not material.kind_of(s.name)
            )
    elif sort in {NAME, PHRASE}:
        chapter = material.chapter(line)
        company = material.company(subject.name, line.path)
        yield from (s.name for s in company if material.chapter(material.notebook[s.line]) == chapter)
    else:
        told = (s for s in material.groups[subject.group] if any(tells(other, s, material) for other in s.statements))
        yield from (s.name for s in told if material.kind_of(s.name) == kind)
    if kind:
        yield from material.names.of_kind(kind, line.section, subject.name)
    elif sort in {NAME, PHRASE} and (_MEANS.match(statement.text) or _is_long(subject, statement, material)):
        yield from _named_nearby(subject, material)


def _is_long(subject: Subject, statement: Statement, material: Material) -> bool:
    """True for what can only be asked about in full, of a subject that is no everyday word."""
    special = " " in subject.name or material.is_special(subject.name)
    return special and not phrasing.shortened(statement.text, LONGEST_CHOICE)


def _named_nearby(subject: Subject, material: Material) -> Iterator[str]:
    """The subjects of other sentences of the chapter that are written like this one, the nearest first."""
    style = _style(subject.name)
    for other in material.told_near(subject):
        if _style(other.name) == style and not material.kind_of(other.name):
            yield other.name


def _style(name: str) -> tuple[bool, bool, bool, bool]:
    return name.isupper(), name[:1].islower(), plural(name), " " in name


def _to_description(subject: Subject, statement: Statement, material: Material) -> Iterator[Draft]:
    """What is said of a subject, among what is said of those beside it or of others of its class."""
    sort, kind = subject.group[0], material.kind_of(subject.name)
    text = statement.text
    if sort != TERM:
        text = meaning(text)
        if not kind or form_of(text) is not Form.NOUN or len(text.split()) < FEWEST_TERMS:
            return
    elif not statement.direct:
        return
    right = phrasing.shortened(text, LONGEST_CHOICE)
    if not right or phrasing.leans(right):
        return
    pool = _descriptions(subject, right, material) if sort == TERM else _meanings(subject, right, kind, material)
    line = material.notebook[statement.line]
    does = form_of(right) is Form.VERB and not _MEANS.match(right)
    verb = "do" if plural(subject.name) else "does"
    question = f"what {verb} “{subject.name}” do?" if does else f"which {_column(subject, material)} “{subject.name}”?"
    for about in (material.about(line, subject.name), material.about(line, subject.name, right)):
        draft = Draft(
            QuizKind.DEFINITION, asked(about, question), right, pool, line.index, line.text, f"{subject.name}: {right}",
            0.65 + 0.1 * bool(about) + 0.1 * is_listed(subject, material),
        )  # fmt: skip
        if wrong_choices(draft):
            yield draft
            return


def _column(subject: Subject, material: Material) -> str:
    """What stands beside a term, and how it belongs to it: by the head of its table, or a description."""
    line = material.notebook[subject.line]
    head = material.notebook[line.parent].text.split(" | ") if line.kind is Kind.ROW and line.parent is not None else []
    named = head[1].strip(" :") if len(head) > 1 else ""
    if not named or _DESCRIBES.search(named) or len(named.split()) > MOST_COLUMN_WORDS:
        return "description fits"
    single = len(named.split()) == 1 and not plural(named) and form_of(named) is Form.NOUN
    return (
        f"{named.lower() if named[1:].islower() else named} belongs to"
        if single
        else f"entry under “{named}” belongs to"
    )


def meaning(text: str) -> str:
    """Return what a sentence says that its subject is, without "is"; other words as they are."""
    return _MEANS.sub("", text, count=1)


def _meanings(subject: Subject, right: str, kind: str, material: Material) -> tuple[str, ...]:
    """What other things of a class are said to be."""
    found: list[str] = []
    for other in material.told_of.get(kind, ()):
        if same_thing(other.name, subject.name, material.notebook):
            continue
        for statement in other.statements:
            text = phrasing.shortened(meaning(statement.text), LONGEST_CHOICE)
            fits = (
                len(text.split()) >= FEWEST_TERMS
                and form_of(text) is Form.NOUN
                and is_predicate(text)
                and not phrasing.illustrates(text)
            )
            if (
                fits
                and not content(other.name) & content(text)
                and not any(alike(text, known) for known in (right, *found))
                and material.support.says(subject.name, content(text)) < TRUE_OF
            ):
                found.append(text)
    found.sort(key=lambda other: number(f"{right}/{other}", 1 << 32))
    return tuple(found[:POOL])


def _descriptions(subject: Subject, right: str, material: Material) -> tuple[str, ...]:
    """What is said of the terms beside a subject, or else of other terms of the chapter, and not of the subject."""
    form = form_of(right)
    beside = material.groups[subject.group]
    near = [text for text in _said(beside, subject, material) if is_listed(subject, material) or form_of(text) is form]
    known = [
        text
        for text in _said((*material.namesakes(subject), *material.mates(subject)), subject, material)
        if form_of(text) is form
    ]
    near += [text for text in known if not alike(text, right)]
    if not near:
        return ()
    near.sort(
        key=lambda other: (
            form_of(other) is not form,
            abs(len(other) - len(right)) > 20,
            number(f"{right}/{other}", 1 << 32),
        )
    )
    far = [
        text
        for text in _said(material.terms_near(subject), subject, material)
        if form_of(text) is form
        and not alike(text, right)
        and material.support.says(subject.name, content(text)) < TRUE_OF
    ]
    found = tuple(dict.fromkeys((*near, *far)))[:POOL]
    return found if any((form_of(text) is Form.VERB) is (form is Form.VERB) for text in found) else ()


def _said(others: Iterable[Subject], subject: Subject, material: Material) -> Iterator[str]:
    """What is directly said of other subjects, short enough for a choice."""
    for other in others:
        statement = other.statements[0]
        text = phrasing.shortened(statement.text, LONGEST_CHOICE)
        fits = len(text) >= SHORTEST_LISTED and not phrasing.illustrates(text)
        if statement.direct and fits and not same_thing(other.name, subject.name, material.notebook):
            yield text


def alike(a: str, b: str) -> bool:
    """True for two statements that say about the same."""
    x, y = content(a), content(b)
    return len(x & y) >= ALIKE * min(len(x), len(y))
