"""What the notes describe: terms, headings and names with what is said of each, in groups of the same kind."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.lexicon import ALIAS, phrase
from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.grammar import ARTICLES, Form, form_of, is_predicate, subject_of, verb_here
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.phrasing import GENERAL
from knowledge.words import fold, scan, stem

LONGEST_DESCRIPTION = 200
"""Characters of what is said of a thing."""
LONGEST_NAME = 48
MOST_NAME_WORDS = 6
MOST_LISTED_WORDS = 4
"""Words of a name that nothing but its place in a list of terms shows to be one."""
FEWEST_LISTED = 3
"""Terms that make a list of terms."""
WIDEST_GAP = 1
"""Paragraphs between two terms of one list."""

TERM, NAME, PHRASE = "term", "name", "phrase"
"""Sorts of groups: terms that a line defines, names at the beginning of a sentence, other subjects of sentences."""

_TERM_END = re.compile(r"^\s*(?::|\s[-–—=]+>?)\s*")
_BRACKETED = re.compile(r"\s*\([^()]*\)")
_ATTRIBUTE_OF = re.compile(
    r"(?:\w+\s){0,2}(?:purpose|location|mode|place|price|cost|limit|size|effect|advantage|disadvantage|use|uses|number|name|key|benefits?|issues?|problems?|feature|features|idea|concept|kind|type|format|default"
    r"|maximum|minimum|result|condition|conditions|part|parts|order|way|ways|reason|cause|causes|length|period|time|source|sources|example|examples|means"
    r"|scope|owner|value|values|state|status|role|task|goal|aim|basis|meaning|sign|symptom|content|contents|lifetime|duration|retention|latency|url|address|capacity|fields?)"
    r"\s(?:of|for|to|in|on)\s",
    re.IGNORECASE,
)
"""Labels that name a property of something, and nothing by themselves."""
_ARTICLE = re.compile(rf"^(?:{'|'.join(sorted(ARTICLES))})\s+", re.IGNORECASE)
_QUANTIFIER = re.compile(r"^(?:all|every|each)\s+", re.IGNORECASE)
_PROPERTY = re.compile(r"\s(?:of|for|in|on|to|with)\s")
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
    settings overview options properties considerations introduction architecture exception exceptions""".split()
)
"""Words that alone, or at the end of a name, name a property and no thing."""
_QUESTIONS = frozenset(
    "two three four five six several using why how what when where which who whom whose vs versus".split()
)
_NO_START = frozenset(
    """must can cannot you your we our for in if while to able as with without from use uses used using best good bad more most all some any
    each every one two three first second third there here remember see also and or but yes on by at based after before during until since because so
    than then only do does don't never always this that these those it they not no supports support has have is are works allows allow
    higher lower fastest faster slower better newer older oldest newest made main great need needs target targets less non""".split()
)
"""Words with which a label begins that names no thing of its own."""
_QUALITIES = frozenset(
    "managed limited secure continuous free fast slow cheap simple easy flexible scalable reliable durable serverless private public alone just only".split()
)
"""Words that say alone how something is, and no thing."""
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
    written: str = ""
    """The subject of a sentence as the sentence has it, with its article: "the desired capacity"."""


def subjects(notebook: Notebook) -> tuple[Subject, ...]:
    """Return all subjects of the notes, in order."""
    found = [*_defined(notebook), *_headed(notebook), *_named(notebook)]
    told = (s for s in found if s.statements and not phrasing.has_slip(s.name, notebook))
    return tuple(sorted(told, key=lambda s: (s.line, s.name)))


def is_thing(name: str) -> bool:
    """True for words that can be a choice by themselves: a short name, no label and no piece of a sentence."""
    words = [fold(word.surface) for word in scan(name)]
    return (
        _may_be_thing(name, words)
        and len(words) <= MOST_NAME_WORDS
        and (words[0] not in _NO_START or (len(words) > 1 and is_titled(name)))
        and not GENERAL.issuperset(words)
        and words[-1] not in _NO_START
        and (form_of(name) in {Form.NOUN, Form.GERUND} or is_titled(name))
    )


def _may_be_thing(name: str, words: Sequence[str]) -> bool:
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
        and (words[-1] not in _NO_START or is_titled(name))
        and not _COUNTED.fullmatch(name)
        and not (_LABELS | _QUALITIES).issuperset(words)
        and not _ATTRIBUTE_OF.match(name)
        and (is_predicate(name) or words[0] in _NO_START or is_titled(name))
    )


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
    return _CATEGORY.sub("", _BRACKETED.sub("", text)).strip(" .:-–—*\"'")


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
        sure = sum(map(is_thing, names))
        listed = len(run) >= FEWEST_LISTED and 2 * sure >= len(run)
        for line, name in zip(run, names, strict=True):
            words = [fold(word.surface) for word in scan(name)]
            if _is_property(name, line):
                continue
            if is_thing(name) or (listed and len(words) <= MOST_LISTED_WORDS and _may_be_thing(name, words)):
                said = [Statement(text, line.index, direct=True) for text in _told(line, name, notebook)]
                yield Subject(name, line.index, (TERM, run[0].index), (*said, *_below(line, name, notebook)))


def _is_property(name: str, line: Line) -> bool:
    """True for a term that names a property of what its heading names: "Hosts of the agent" below "CloudWatch agent"."""
    found = _PROPERTY.search(name)
    return found is not None and content(name[found.end() :]) <= content(" ".join(line.headings[-2:]))


def _name_of(line: Line) -> str:
    """The term of a line; of a title above a list ("SQS - Delay Queue"), its last part."""
    said = clean_name(description(line))
    repeats = content(line.term) <= content(" ".join(line.headings[-1:])) and 0 < len(said.split()) <= MOST_LISTED_WORDS
    if line.children and (is_titled(said) or repeats):
        return said
    return clean_name(line.term or line.text.rstrip(":"))


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
        name = clean_name(_without_general(phrasing.heading_name(line.text)))
        if is_thing(name):
            group = (f"heading {line.block.level}", -1 if line.parent is None else line.parent)
            yield Subject(name, line.index, group, tuple(_below(line, name, notebook)))


def _named(notebook: Notebook) -> Iterator[Subject]:
    """Names and other things at the beginning of a sentence, with what the sentence says of them."""
    for line in notebook.lines:
        if line.kind not in {Kind.PARAGRAPH, Kind.ITEM} or line.block.lead or phrasing.is_aside(line):
            continue
        told = phrasing.sentences(line.text)
        for sentence in told[1:] if line.term else told:
            said = phrasing.bare(sentence)
            found = subject_of(said)
            if found is None:
                continue
            predicate = phrasing.shortened(phrasing.trimmed(found[1]), LONGEST_DESCRIPTION)
            name = clean_name(_ARTICLE.sub("", found[0], count=1))
            if phrasing.stands_alone(f"{found[0]} {predicate}", notebook) and (sort := _sort(name, notebook)):
                if line.term and sort == PHRASE:
                    continue  # a part of what the line defines
                group = (sort, -1 if line.section is None else line.section)
                written = _without_capital(_QUANTIFIER.sub("", found[0]), notebook)
                yield Subject(name, line.index, group, (Statement(predicate, line.index, direct=True),), written)


def _without_capital(text: str, notebook: Notebook) -> str:
    """Return words without the capital that only begins a sentence."""
    first, *others = text.split()
    name = first[1:] != first[1:].lower() or notebook.is_name(first.removesuffix("'s").removesuffix("’s"))
    if first.lower() in ARTICLES:
        return text[0].lower() + text[1:]
    return text if name or any(word[:1].isupper() for word in others) else text[0].lower() + text[1:]


def _sort(name: str, notebook: Notebook) -> str:
    """Whether the subject of a sentence is a name or some other thing; empty for what is nothing to ask about."""
    words = [fold(word.surface) for word in scan(name)]
    if (
        not words
        or words[0] in _QUALITIES
        or words[-1] in _QUALITIES
        or (len(words) == 1 and words[0] in _EVERYDAY)
        or words[-1] in _PLAIN_SUBJECTS
        or words[0] in _NO_START
        or not _may_be_thing(name, words)
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
    """What the lines directly below say of what stands above them: predicates without a subject of their own."""
    for child in notebook.below(line):
        if child.kind not in {Kind.ITEM, Kind.PARAGRAPH} or child.block.lead or child.block.term:
            continue
        first = child.index == line.children[0]
        sentence = phrasing.bare(phrasing.sentences(child.text)[0])
        said = said_of(name, sentence, pronouns=first)
        if said == sentence and subject_of(sentence):
            continue  # a sentence with a subject of its own
        said = phrasing.trimmed(said)
        thing = first and is_predicate(said) and (_is_a(said) or line.kind is Kind.HEADING)
        if (form_of(said) is Form.VERB or thing) and phrasing.stands_alone(said, notebook):
            yield Statement(said, child.index, direct=False)


def _is_a(said: str) -> bool:
    return bool(re.match(r"(?:an?|the)\s", said, re.IGNORECASE))


def _told(line: Line, name: str, notebook: Notebook) -> Iterator[str]:
    """The sentences of a line as what they say of its term, those that can be read without their neighbours."""
    described = description(line)
    if clean_name(described) == name:
        return
    for i, sentence in enumerate(phrasing.sentences(described)):
        said = said_of(name, phrasing.bare(_DASHES.split(sentence)[0]), pronouns=i == 0)
        if not i and said == sentence:
            said = _without_name(said, name)
        said = phrasing.shortened(phrasing.trimmed(said), LONGEST_DESCRIPTION)
        if i and form_of(said) is not Form.VERB:
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
    words = _BRACKETED.sub("", sentence).split()
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


def same_thing(a: str, b: str, notebook: Notebook) -> bool:
    """True for two names of one thing: the same words, one within the other, or one the alias of the other."""
    x, y = content(a), content(b)
    if not x or not y:
        return fold(a) == fold(b)
    return x <= y or y <= x or is_alias(a, b, notebook)


def is_alias(a: str, b: str, notebook: Notebook) -> bool:
    """True for two names of which one stands for the other: an abbreviation, a nickname."""
    return any(
        frozenset(terms) <= content(other) for one, other in ((a, b), (b, a)) for terms in _meant(one, notebook)
    )  # fmt: skip


def are_related(a: str, b: str, notebook: Notebook) -> bool:
    """True for two names that share a word, an abbreviation counting as what it stands for: "ALB", "load balancers"."""
    x, y = (content(name).union(*_meant(name, notebook)) for name in (a, b))
    return bool(x & y)


def _meant(name: str, notebook: Notebook) -> list[tuple[str, ...]]:
    """The terms of what a name stands for."""
    return [way.terms for way in notebook.lexicon.get(phrase(name), ()) if way.weight >= ALIAS]
