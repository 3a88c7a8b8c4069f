"""What the notes describe: terms, headings and names with what is said of each, in groups of the same kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.grammar import ARTICLES, Form, form_of, is_predicate, subject_of, verb_here
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.slips import has_slip
from knowledge.quiz.things import (
    BRACKETED,
    MOST_LISTED_WORDS,
    NO_START,
    QUALITIES,
    clean_name,
    is_label,
    is_thing,
    is_titled,
    may_be_thing,
)
from knowledge.words import fold, scan, stem

LONGEST_DESCRIPTION = 200
"""Characters of what is said of a thing."""
FEWEST_LISTED = 3
"""Terms that make a list of terms."""
WIDEST_GAP = 1
"""Paragraphs between two terms of one list."""

TERM, NAME, PHRASE = "term", "name", "phrase"
"""Sorts of groups: terms that a line defines, names at the beginning of a sentence, other subjects of sentences."""

_TERM_END = re.compile(r"^\s*(?::|\s[-–—=]+>?)\s*")
_ARTICLE = re.compile(rf"^(?:{'|'.join(sorted(ARTICLES))})\s+", re.IGNORECASE)
_PLURAL = re.compile(r"(?<=[A-Z]{2})['’]s$")
_CONDITION = re.compile(
    r"(?P<condition>by default|(?:when|if|after|before|until|while|once)\s(?![^,]*\b(?:example|instance|this|that|these|those|it|they)\b)[^,]{12,60}),"
    r"\s+(?:then\s+)?(?P<rest>\S.*)",
    re.IGNORECASE,
)
_WRONG_HERE = re.compile(
    r"is (?:incorrect|wrong|not (?:right|correct)) (?:because|since|as) (?:this|it)\s(?P<verb>(?:is\s)?)(?:just|simply)\s"
)
"""How an answer is rejected by saying what it is: "is wrong because it is just a ..."."""
_PROPERTY = re.compile(r"\s(?:of|for|in|on|to|with)\s")
_USING = re.compile(r"^(?:[Uu]sing|[Ww]ith|[Vv]ia)\s+(?=[A-Z])")
_PLAIN_SUBJECTS = frozenset(
    """difference purpose reason answer idea example solution case way thing things point goal problem advantage disadvantage rest person people
    someone everyone something anything nothing everything none fact question issue note change exception interactions""".split()
)
"""Subjects of sentences that are nothing to ask about."""
_EVERYDAY = frozenset(
    """data application applications app apps object objects user users client clients customer customers file files service services task tasks message
    messages record records instance instances resource resources request requests code content item items value values number system
    process function functions server servers network result results information device devices body cell cells name names""".split()
)
"""Subjects that need a word more to be told from others of their kind."""


@dataclass(frozen=True, slots=True)
class Statement:
    """Something said of a subject: `text` without its full stop; `line` where it stands."""

    text: str
    line: int
    direct: bool
    """True where the line itself says it of its subject; False where the subject stands above."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that the notes describe; `group` names the things beside it: the same kind of thing in the same place."""

    name: str
    line: int
    group: tuple[str, int]
    statements: tuple[Statement, ...]


def subjects(notebook: Notebook) -> tuple[Subject, ...]:
    """Return all subjects of the notes, in order."""
    found = [*_defined(notebook), *_headed(notebook), *_named(notebook)]
    told = (s for s in found if s.statements and not has_slip(s.name, notebook))
    return tuple(sorted(told, key=lambda s: (s.line, s.name)))


def description(line: Line) -> str:
    """Return what a line says of its term; empty where it defines none."""
    if line.kind is Kind.ROW:
        return line.text.split(" | ")[1] if line.term else ""
    if not line.term or not line.text.startswith(line.term):
        return ""
    return _TERM_END.sub("", line.text[len(line.term) :], count=1)


def is_table_head(line: Line) -> bool:
    """True for the row that names the columns of its table."""
    return line.kind is Kind.ROW and bool(line.children)


def _defined(notebook: Notebook) -> Iterator[Subject]:
    """The terms of `term: description` lines, and of lines that only name a thing above its own list."""
    for run in _runs(notebook):
        names = [_name_of(line) for line in run]
        terms = [name for name in names if not is_label(name)]
        listed = len(terms) >= FEWEST_LISTED and 2 * sum(map(is_thing, terms)) >= len(terms)
        for line, name in zip(run, names, strict=True):
            words = [fold(word.surface) for word in scan(name)]
            if _is_property(name, line):
                continue
            if is_thing(name) or (listed and len(words) <= MOST_LISTED_WORDS and may_be_thing(name, words)):
                said = [Statement(text, line.index, direct=True) for text in _told(line, name, notebook)]
                yield Subject(name, line.index, (TERM, run[0].index), (*said, *_below(line, name, notebook)))


def _is_property(name: str, line: Line) -> bool:
    """True for a term that names a property of what its heading names: "Hosts of the agent" below "CloudWatch agent"."""
    found = _PROPERTY.search(name)
    if found is None:
        return False
    above = content(" ".join(line.headings[-2:]))
    return content(name[found.end() :]) <= above or (found[0] == " on " and content(name[: found.start()]) <= above)


def _name_of(line: Line) -> str:
    """The term of a line; of a title above a list ("SQS - Delay Queue"), its last part."""
    said = clean_name(description(line))
    repeats = content(line.term) <= content(" ".join(line.headings[-1:])) and 0 < len(said.split()) <= MOST_LISTED_WORDS
    if line.children and (is_titled(said) or repeats):
        return said
    return _USING.sub("", clean_name(line.term or line.text.rstrip(":")))


def _runs(notebook: Notebook) -> Iterator[tuple[Line, ...]]:
    """The lists of terms: lines with a term under the same parent, close to each other."""
    for parent in (None, *notebook.lines):
        run: list[Line] = []
        gap = 0
        for line in notebook.below(parent) if parent else (line for line in notebook.lines if line.parent is None):
            if _has_term(line) and (not run or line.kind is run[0].kind):
                run.append(line)
                gap = 0
                continue
            gap += 1
            apart = gap > WIDEST_GAP and not (run and line.kind is Kind.ITEM is run[0].kind)
            if run and (apart or line.kind is Kind.HEADING or _has_term(line)):
                yield tuple(run)
                run = [line] if _has_term(line) else []
        if run:
            yield tuple(run)


def _has_term(line: Line) -> bool:
    if line.kind not in {Kind.ITEM, Kind.PARAGRAPH, Kind.ROW} or phrasing.is_aside(line) or is_table_head(line):
        return False
    return bool(line.term) or (bool(line.children) and is_titled(clean_name(line.text)))


def _headed(notebook: Notebook) -> Iterator[Subject]:
    """Headings that name a thing, with what stands directly below."""
    for line in notebook.lines:
        if line.kind is not Kind.HEADING or phrasing.is_aside(line):
            continue
        name = _within(clean_name(_without_general(phrasing.heading_name(line.text))), line.headings)
        if is_thing(name):
            group = (f"heading {line.block.level}", -1 if line.parent is None else line.parent)
            yield Subject(name, line.index, group, tuple(_below(line, name, notebook)))


def _within(name: str, headings: Sequence[str]) -> str:
    """The name of a heading without the name of what it belongs to: "Outputs" for "Template outputs" below "Template"."""
    for above in reversed(headings):
        whole, _, part = name.partition(" ")
        if part and fold(whole) == fold(phrasing.heading_name(above)):
            return part
    return name


def _named(notebook: Notebook) -> Iterator[Subject]:
    """Names and other things at the beginning of a sentence, with what the sentence says of them."""
    for line in notebook.lines:
        if line.kind not in {Kind.PARAGRAPH, Kind.ITEM} or line.block.lead or phrasing.is_aside(line):
            continue
        told = phrasing.sentences(line.text)
        for sentence in told[1:] if line.term else told:
            found = subject_of(_turned(_WRONG_HERE.sub(r"\g<verb>", phrasing.bare(sentence))))
            if found is None:
                continue
            predicate = phrasing.shortened(phrasing.trimmed(found[1]), LONGEST_DESCRIPTION)
            name = clean_name(_PLURAL.sub("s", _ARTICLE.sub("", found[0], count=1)))
            if phrasing.stands_alone(f"{found[0]} {predicate}", notebook) and (sort := _sort(name, notebook)):
                if line.term and sort == PHRASE:
                    continue  # a part of what the line defines
                group = (sort, -1 if line.section is None else line.section)
                yield Subject(name, line.index, group, (Statement(predicate, line.index, direct=True),))


def _turned(sentence: str) -> str:
    """A sentence with the condition that it begins with at its end: "the cache is emptied when it is full"."""
    found = _CONDITION.match(sentence)
    if not found:
        return sentence
    condition = found["condition"]
    return f"{found['rest'].split(',')[0]} {condition[0].lower()}{condition[1:]}"


def _sort(name: str, notebook: Notebook) -> str:
    """Whether the subject of a sentence is a name or some other thing; empty for what is nothing to ask about."""
    words = [fold(word.surface) for word in scan(name)]
    if (
        not words
        or words[0] in QUALITIES
        or words[-1] in QUALITIES
        or (len(words) == 1 and words[0] in _EVERYDAY)
        or words[-1] in _PLAIN_SUBJECTS
        or words[0] in NO_START
        or not may_be_thing(name, words)
    ):
        return ""
    return NAME if is_thing(name) and _is_name(name, notebook) else PHRASE


def _is_name(name: str, notebook: Notebook) -> bool:
    """True for what is written as a name, and not only with the capital that begins a sentence."""
    words = name.split()
    if re.search(r"[A-Z]{2}|[a-z][A-Z]|\d", name) or any(word[:1].isupper() for word in words[1:]):
        return True
    return words[0][:1].isupper() and notebook.is_name(words[0])


def _below(line: Line, name: str, notebook: Notebook) -> Iterator[Statement]:
    """What the lines directly below say of what stands above them: predicates without a subject of their own.

    What follows on a line with another subject may speak of that one.
    """
    strayed = False
    for child in notebook.below(line):
        if child.kind not in {Kind.ITEM, Kind.PARAGRAPH} or child.block.lead or child.block.term:
            continue
        first = child.index == line.children[0]
        listed = line.kind is Kind.HEADING or child.kind is Kind.ITEM
        for i, (said, own) in enumerate(_sayings(name, child.text, pronouns=first)):
            does, thing = (
                form_of(said) is Form.VERB,
                not i and is_predicate(said) and (listed or (first and is_a(said))),
            )
            strayed = own or (strayed and does)
            if not strayed and (does or thing) and phrasing.stands_alone(said, notebook):
                yield Statement(said, child.index, direct=False)


def _sayings(name: str, text: str, *, pronouns: bool) -> Iterator[tuple[str, bool]]:
    """Yield what the sentences of a text say of a thing, each with whether it has another subject of its own.

    An "it" stands for the thing as long as no other subject came between.
    """
    for i, sentence in enumerate(phrasing.sentences(text)):
        plain = phrasing.bare(_DASHES.split(sentence)[0])
        said = said_of(name, plain, pronouns=pronouns and (not i or plain.startswith("It ")))
        own = said == plain and subject_of(plain) is not None
        pronouns = (pronouns or said != plain or form_of(plain) is Form.VERB) and not own
        yield phrasing.trimmed(said), own


def is_a(said: str) -> bool:
    """True for words that say what a thing is."""
    return bool(re.match(r"(?:an?|the)\s", said, re.IGNORECASE))


def _told(line: Line, name: str, notebook: Notebook) -> Iterator[str]:
    """The sentences of a line as what they say of its term, those that can be read without their neighbours."""
    described = description(line)
    title = bool(line.children) and len(described.split()) <= MOST_LISTED_WORDS
    if title or clean_name(described) == name:
        return
    for i, (sentence, own) in enumerate(_sayings(name, described, pronouns=True)):
        said = phrasing.shortened(sentence if i else _without_name(sentence, name), LONGEST_DESCRIPTION)
        if i and (own or form_of(said) is not Form.VERB):
            continue
        if phrasing.describes(said, notebook):
            yield said


def _without_name(said: str, name: str) -> str:
    """A description without the name of its term, where that only stands once more before another thing."""
    rest = said[len(name) :].strip()
    repeated = said.casefold().startswith(f"{name.casefold()} ") and form_of(said) is form_of(rest) is Form.NOUN
    return rest if repeated and rest[:1].islower() else said


_DASHES = re.compile(r"\s+(?:[-–—]+|[-=]+>)\s+")
_PRONOUN = re.compile(
    r"^(?:(?:this|it|they|these|which)(?:'s|\s+(?=\w))\s*(?:(?:is|are|'s)\s+(?=(?:an?|the|one|used)\b)|(?=\w))"
    r"|this\s+(?:\w+\s+)?(?:strategy|method|type|option|mode|policy|process|service|approach|technique|deployment|variable|setting)\s+)",
    re.IGNORECASE,
)
_COPULA = re.compile(r"^(?:is|are|means?)\s+(?=(?:an?|the|\w+ing)\s)")


def said_of(name: str, sentence: str, *, pronouns: bool) -> str:
    """Return what a sentence says of a thing, where it begins with its name or (with `pronouns`) a pronoun for it."""
    pronoun = _PRONOUN.match(sentence) if pronouns else None
    if pronoun:
        return sentence[pronoun.end() :]
    words = BRACKETED.sub("", sentence).split()
    names = [fold(word) for word in name.split()]
    start = int(bool(words) and fold(words[0]) in {"a", "an", "the", "aws", "amazon"})
    shortest = len(names) if "and" in names else min(len(names), 2)
    for length in range(len(names), shortest - 1, -1):
        said = [fold(word) for word in words[start : start + length]]
        rest = words[start + length :]
        if _alike(said, names[-length:]) and len(rest) > 2 and verb_here(rest, 0, many=True):
            return _COPULA.sub("", sentence[sentence.index(rest[0], sum(map(len, words[: start + length]))) :])
    return sentence


def _alike(said: list[str], names: list[str]) -> bool:
    return len(said) == len(names) and all(stem(a) == stem(b) for a, b in zip(said, names, strict=True))


_GENERAL_END = re.compile(
    r"[\s:–—-]*\b(?:overview|basics|introduction|intro|summary|concepts?|features?|details|settings|types?|options?|facts|notes|tips"
    r"|exam tips|terminology|understanding|in general|at a glance|explained)\s*$",
    re.IGNORECASE,
)
_GENERAL_START = re.compile(
    r"^(?:introduction to|overview of|what (?:is|are)(?: an?| the)?|understanding|intro to|about)\s+", re.IGNORECASE
)


def _without_general(name: str) -> str:
    return _GENERAL_START.sub("", _GENERAL_END.sub("", name)).strip()


def groups(found: tuple[Subject, ...]) -> dict[tuple[str, int], tuple[Subject, ...]]:
    """Return the subjects by group."""
    together: dict[tuple[str, int], list[Subject]] = defaultdict(list)
    for subject in found:
        together[subject.group].append(subject)
    return {group: tuple(members) for group, members in together.items()}
