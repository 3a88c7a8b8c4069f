"""Which term fits a description, and which description fits a term."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.choices import wrong_choices
from knowledge.quiz.descriptions import as_choice, descriptions_beside, meanings, says_what
from knowledge.quiz.grammar import Form, Number, form_of, number_of, plural
from knowledge.quiz.material import Material
from knowledge.quiz.model import FEWEST_CHOICES, LONGEST_PROMPT, MOST_CHOICES, Draft, QuizKind
from knowledge.quiz.notebook import STOP_TERMS, Line, content
from knowledge.quiz.rivals import core, explained_with, is_listed, listed_beside, rivals, without_maker
from knowledge.quiz.subjects import NAME, PHRASE, TERM, Statement, Subject, is_a
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.telling import FEWEST_TERMS, is_meaning, meaning, tells, to_the_point
from knowledge.quiz.things import same_thing
from knowledge.spelling import english_frequency
from knowledge.words import fold, scan, stem

MOST_OF_ONE = 6
"""Questions on one subject."""
TRUE_OF_LISTED = 0.9
"""What `TRUE_OF` is for the terms of one list: their author tells them apart."""
POOL = 12
FEWEST_CHOSEN = 2
"""Terms of a description that is one of the choices."""
FEWEST_WRONG = FEWEST_CHOICES - 1
_DESCRIBES = re.compile(
    r"\b(?:meaning|description|definition|explanation|notes?|details?|content|contents|contains|what it (?:is|does))\b",
    re.IGNORECASE,
)
MOST_COLUMN_WORDS = 6
SHORTEST_INSIDE = 5
"""Letters of a name that tells itself within a longer word: "segment" in "subsegments"."""
FEWEST_WORDS = 4
"""Words of a description that is quoted."""
_NEEDS = re.compile(r"(?:(?:just|only)\s)?needs?\b|no\b", re.IGNORECASE)
"""How a description begins that only says what something wants or lacks."""
_COMPLETED = re.compile(r"\b(?:from|to|by|with|for|of|in|on|at|as)\s*:?\s*$", re.IGNORECASE)
"""How a line ends that the lines below complete: they say what they are with regard to it, and not what they are."""


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions from the term to its description and from the description to its term."""
    for subject in material.subjects:
        above = next(iter(material.notebook.above(material.notebook[subject.line])), None)
        if above and above.kind is not Kind.HEADING and _COMPLETED.search(above.text):
            continue
        asked = 0
        for statement in sorted(subject.statements, key=lambda s: not s.direct):
            if asked < MOST_OF_ONE and tells(statement, subject, material, FEWEST_CHOSEN):
                enough = tells(statement, subject, material)
                made = [
                    *(_to_term(subject, statement, material) if enough else ()),
                    *_to_description(subject, statement, material),
                ]
                asked += bool(made)
                yield from made


def about_it(about: str, question: str) -> str:
    """Return a question after what it is about, where there is something to say of that."""
    return f"{about}: {question}" if about else question[0].upper() + question[1:]


def _to_term(subject: Subject, statement: Statement, material: Material) -> Iterator[Draft]:
    sentence = subject.group[0] in {NAME, PHRASE}
    said = to_the_point(statement.text)
    line = material.notebook[statement.line]
    about = _about(line, subject.name, material)
    name, owner = _parted(subject, statement, material)
    if owner and not content(owner) <= content(about):
        about = f"{about}{phrasing.SEPARATOR}{owner}" if about else owner
    pool = _names(subject, statement, about, material)
    terms = content(said)
    clear = statement.direct and is_listed(subject, material)
    scant = len(terms) <= FEWEST_TERMS and bool(content(name) & terms)
    if len(pool) < FEWEST_WRONG or scant or not (about or clear or len(terms) > FEWEST_TERMS + (not statement.direct)):
        return
    column = _column(subject, 0, material)
    if not column and form_of(said) is not Form.VERB and not sentence and _is_scant(said):
        return
    question = f"which {column} “{said}”?" if column else _which(said, name, sentence=sentence)
    draft = Draft(
        QuizKind.DEFINITION,
        about_it(about, question),
        name,
        tuple(_written_like(without_maker(other), name) for other in pool),
        line.index,
        line.text,
        f"{subject.name}: {statement.text}",
        0.5 + 0.2 * statement.direct + 0.1 * is_listed(subject, material) + 0.1 * bool(about),
    )
    if (
        len(draft.prompt) <= LONGEST_PROMPT
        and _has_enough(draft, subject, material)
        and not _is_half_told(draft, said, material)
    ):
        yield draft


def _has_enough(draft: Draft, subject: Subject, material: Material) -> bool:
    """True for a draft with as many wrong choices as can be; with one less where there are hardly more such things."""
    wrong = wrong_choices(draft)
    if len(wrong) != FEWEST_WRONG:
        return len(wrong) > FEWEST_WRONG
    if is_listed(subject, material):
        return len(material.groups[subject.group]) <= MOST_CHOICES
    if beside := explained_with(subject.name, material.notebook[draft.line], material):
        return len(beside) <= MOST_CHOICES
    return subject.group[0] == NAME and all(_stands_near(name, draft, material) for name in wrong)


def _stands_near(name: str, draft: Draft, material: Material) -> bool:
    """True for a name that the notes mention in the section of a question."""
    notebook = material.notebook
    section = notebook[draft.line].section
    return any(notebook[index].section == section for index in material.support.lines_about(name))


def _is_half_told(draft: Draft, said: str, material: Material) -> bool:
    """True where words that stand in the question have one of the right choice that most other choices do not have."""
    above = content(" ".join(material.notebook[draft.line].headings))
    others = [content(choice) for choice in wrong_choices(draft)]
    told = (content(draft.right) & content(said)) - above
    inside = len(draft.right) >= SHORTEST_INSIDE and any(fold(draft.right) in fold(word) for word in said.split())
    return inside or any(2 * sum(term in other for other in others) < len(others) for term in told)


def _about(line: Line, name: str, material: Material, said: str = "") -> str:
    """What a line is about: what stands above it, or the question of its heading that it answers."""
    about = material.about(line, name, said)
    question = line.headings[-1].strip(" *_") if line.headings else ""
    if about or not question.endswith("?") or len(question) > phrasing.LONGEST_HEADING:
        return about
    return "" if content(question) & content(f"{name} {said}") else f"Under “{question}”"


def _parted(subject: Subject, statement: Statement, material: Material) -> tuple[str, str]:
    """A name as a choice, and what it belongs to where that stands before it: "tables" of "DynamoDB"."""
    whole = without_maker(subject.name)
    listed = statement.direct and is_listed(subject, material)
    name = whole if listed else core(whole, material)
    return name, whole.removesuffix(name).strip() if whole.endswith(name) else ""


def _written_like(other: str, name: str) -> str:
    """A common name with a capital where the right one begins with one."""
    common = english_frequency(fold(other.split(maxsplit=1)[0])) > 0 and name[0].isupper()
    return other[0].upper() + other[1:] if common else other


def _is_scant(said: str) -> bool:
    """True for a few words that only point: a description has a head and four words."""
    return len(said.replace("-", " ").split()) < FEWEST_WORDS or bool(_NEEDS.match(said))


def _which(said: str, name: str, *, sentence: bool) -> str:
    """The question for the thing of which something is said."""
    form = form_of(said)
    if form is Form.VERB or sentence:
        lowered = said[0].lower() + said[1:] if said[1:2].islower() or said[1:2] == " " else said
        number = number_of(said)
        many = number is Number.MANY or (number is Number.ANY and plural(name))
        return f"{'which of these' if many else 'which one'} {lowered}?"
    if form is Form.NOUN and said[:1].islower():
        return f"what is described as “{said}”?"
    return f"what fits this description? “{said}”"


def _names(subject: Subject, statement: Statement, about: str, material: Material) -> list[str]:
    """The names that could be the answer and are not."""
    terms = content(statement.text)
    shared = material.shared_terms(subject) | content(subject.name)
    agree = subject.group[0] in {NAME, PHRASE}
    listed = listed_beside(subject, material)
    beside = {s.name for s in listed}
    lines = frozenset((statement.line, *(s.line for s in listed)))
    found: list[str] = []
    for name in rivals(subject, statement, material):
        if len(found) == POOL or (beside and name not in beside and len(found) >= FEWEST_WRONG):
            break  # a list is the best company: what stands elsewhere may fit as well
        if (
            not any(same_thing(name, other, material.notebook) for other in (subject.name, *found))
            and (not agree or plural(name) is plural(subject.name))
            and (name in beside or not content(name) <= content(about))
            and (" / " not in name or " / " in subject.name)
            and not (content(name) <= terms if name in beside else _words_in(statement.text, name, shared))
            and material.support.says(name, terms, but=lines) < (TRUE_OF_LISTED if name in beside else TRUE_OF)
        ):
            found.append(name)
    return found


def _words_in(text: str, name: str, shared: frozenset[str]) -> bool:
    """True where a text holds a whole word of a name."""
    words = {stem(fold(word.surface)) for word in scan(text)}
    return bool(words & {stem(fold(word.surface)) for word in scan(name)} - shared - STOP_TERMS)


def _to_description(subject: Subject, statement: Statement, material: Material) -> Iterator[Draft]:
    """What is said of a subject, among what is said of those beside it or of others of its class."""
    is_term, kind = subject.group[0] == TERM, material.kind_of(subject.name)
    right = as_choice(statement.text if is_term else meaning(statement.text), material)
    if not right or not (statement.direct or says_what(statement.text)):
        return
    pool = descriptions_beside(subject, right, material) if is_term else ()
    if len(pool) < FEWEST_WRONG and kind and is_a(right) and len(right.split()) >= FEWEST_TERMS:
        pool = meanings(subject, right, kind, material)
    line = material.notebook[statement.line]
    question = _what(subject, right, material)
    for about in (_about(line, subject.name, material), _about(line, subject.name, material, right)):
        draft = Draft(
            QuizKind.DEFINITION, about_it(about, question), right, pool, line.index, line.text, f"{subject.name}: {right}",
            0.65 + 0.1 * bool(about) + 0.1 * is_listed(subject, material),
        )  # fmt: skip
        if _has_enough(draft, subject, material) and not _is_half_told(draft, subject.name, material):
            yield draft
            return


def _what(subject: Subject, right: str, material: Material) -> str:
    """The question for what is said of a subject."""
    many = plural(subject.name) and "-" not in subject.name
    agrees = number_of(right) in {Number.ANY, Number.MANY if many else Number.ONE}
    if form_of(right) is Form.VERB and not is_meaning(right) and agrees:
        return f"what {'do' if many else 'does'} “{subject.name}” do?"
    return f"which {_column(subject, 1, material) or 'description fits'} “{subject.name}”?"


def _column(subject: Subject, at: int, material: Material) -> str:
    """What stands in a column of a subject's table, and how it belongs to the rest; empty where it only describes or names."""
    line = material.notebook[subject.line]
    head = material.notebook[line.parent].text.split(" | ") if line.kind is Kind.ROW and line.parent is not None else []
    named = [part.strip(" :") for part in head]
    if len(named) < 2 or not named[at] or len(named[at].split()) > MOST_COLUMN_WORDS or _DESCRIBES.search(named[1]):
        return ""
    name = named[at]
    single = len(name.split()) == 1 and not plural(name) and form_of(name) is Form.NOUN
    return (
        f"{name.lower() if name[1:].islower() else name} belongs to" if single else f"entry under “{name}” belongs to"
    )
