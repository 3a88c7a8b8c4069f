"""Which belongs to a list, and which does not."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.choices import number
from knowledge.quiz.grammar import Form, form_of, has_verb, plural
from knowledge.quiz.material import Material
from knowledge.quiz.model import Draft, QuizKind
from knowledge.quiz.names import MAKER
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.things import clean_name, same_thing

FEWEST_MEMBERS, FEWEST_LISTED = 3, 2
"""Members of a list that is asked about, and of one that wrong choices may come from."""
LONGEST_HEAD = 110
LONGEST_MEMBER = 60
NEARBY = 16
"""Lists to either side of one that strangers may come from."""
FARTHEST = 60
"""Lines between a list and one that strangers may come from."""
POOL = 10
ASIDES = re.compile(r"\s*\([^()]*\)")
_COUNTED = re.compile(
    r"^(?:there (?:are|is)\s+)?(?:\d+|two|three|four|five|six|seven|eight|nine|ten)\s+(?=[a-z])", re.IGNORECASE
)
_OPEN_HEAD = re.compile(
    r"\b(?:such as|examples?|e\.g|ex|etc|some of|like|this|here|it|they|below|good to know|note|notes|exam|most|usually|often|typically|mostly|mainly|consider|one or more)\b|\bvs\b",
    re.IGNORECASE,
)
"""Words of heads that leave open what else belongs to their list."""
_VERB_AT_END = re.compile(
    r"\b(?:are|is|be|by|for|to|with|contains?|includes?|use|uses|from|have|has|supports?|provides?|captures?|receive|means|of|offers?)$",
    re.IGNORECASE,
)
_OCCASION = re.compile(r"\s(?:when|if|unless|because)\s", re.IGNORECASE)
_COPULA = re.compile(r"\s(?:are|is)$", re.IGNORECASE)
_CODE = re.compile(r"\S*[_./:]\S*|(?:[A-Z][a-z0-9]+){2,}|[a-z]+[A-Z]\w*")
_SENTENCES = re.compile(r"[.!?]\s+")


@dataclass(frozen=True, slots=True)
class _List:
    """A list with its members as they can be choices, each with its line."""

    line: Line
    head: str
    names: tuple[str, ...]
    lines: tuple[Line, ...]
    common: frozenset[str]
    """Terms that more than half of the members have: they tell what is listed, and would tell a stranger."""


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions on the members of introduced lists."""
    lists: dict[str, list[_List]] = defaultdict(list)
    for line in material.notebook.lines:
        aside = phrasing.is_aside(line) or any(
            phrasing.names_aside(above.text) for above in (line, *material.notebook.above(line))
        )
        if not aside and (found := _list(line, material.notebook)):
            lists[line.path].append(found)
    for together in lists.values():
        for listed in together:
            yield from _membership(listed, together, material)


def _list(line: Line, notebook: Notebook) -> _List | None:
    """The list that hangs under a line, where its members are short and say things of one sort."""
    children = notebook.below(line)
    if len(children) < FEWEST_LISTED or any(child.kind is not Kind.ITEM for child in children) or line.kind is Kind.ROW:
        return None
    members = [
        (child, name)
        for child in children
        if not (child.block.lead and child.children) and _is_usable(name := member(child), notebook)
    ]
    sorts = Counter(_sort(name) for _, name in members) or Counter([""])
    kept = [(child, name) for child, name in members if _sort(name) == max(sorts, key=lambda s: sorts[s])]
    if len(kept) < FEWEST_LISTED or 3 * len(kept) < 2 * len(children):
        return None
    counts = Counter(term for _, name in kept for term in content(name))
    if len({MAKER.sub("", name).split()[0].casefold() for _, name in kept}) == 1:
        return None  # what all begin with would tell a stranger
    common = frozenset(term for term, count in counts.items() if 2 * count > len(kept))
    return _List(line, _head(line), tuple(name for _, name in kept), tuple(child for child, _ in kept), common)


def _head(line: Line) -> str:
    """The words that introduce a list; empty where they do not say what belongs to it."""
    said = _SENTENCES.split(ASIDES.sub("", line.text).rstrip(" :"))[-1].strip()
    said = re.sub(r"\bthe following\b", "these", _COUNTED.sub("", said))
    return said and said[0].upper() + said[1:]


def member(line: Line) -> str:
    """Return what a line of a list names, as a choice: its term, or its words without what stands in brackets."""
    return clean_name(line.block.term) if line.block.term else phrasing.bare(ASIDES.sub("", line.text)).split(" | ")[0]


def _is_usable(name: str, notebook: Notebook) -> bool:
    fits = 2 <= len(name) <= LONGEST_MEMBER and bool(content(name)) and not _OCCASION.search(name)
    return fits and bool(
        _CODE.fullmatch(name) or (phrasing.stands_alone(name, notebook) and not _OPEN_HEAD.search(name))
    )


def _membership(listed: _List, lists: Sequence[_List], material: Material) -> Iterator[Draft]:
    line, head = listed.line, listed.head
    about = re.sub(r"\bthe following\b", "these", phrasing.context(line, material.notebook, without=head))
    if (
        len(listed.names) < FEWEST_MEMBERS
        or len(head) > LONGEST_HEAD
        or _OPEN_HEAD.search(head)
        or (line.kind is Kind.HEADING and material.names.kind_of(head))
        or not _introduces(listed, about, material.notebook)
    ):
        return
    lead = f"{about}: which one" if about else "Which one"
    known = f"{line.text} {'; '.join(listed.names)}"
    strangers = _strangers(listed, lists, material)
    for i in _in_order(len(listed.names), line.text):
        name = listed.names[i]
        wrong = [stranger for stranger in strangers if _style(stranger) == _style(name)]
        alone = (content(name) & listed.common) - frozenset[str]().union(*map(content, wrong))
        if len(wrong) >= FEWEST_MEMBERS and not alone and _has_company(name, wrong):
            asked = f"completes “{head} ____”" if _VERB_AT_END.search(head) else f"is listed under “{head}”"
            yield Draft(
                QuizKind.BELONGS, f"{lead} {asked}?", name, tuple(wrong), listed.lines[i].index, known, f"{head} has {name}",
                0.7 + 0.05 * bool(about),
            )  # fmt: skip
            break
    for i in _in_order(min(3, len(strangers)), head):
        stranger = strangers[i]
        alike = [name for name in listed.names if _style(name) == _style(stranger)]
        shown = (*alike, *(name for name in listed.names if name not in alike))
        if (
            len(alike) > 1
            and _has_company(stranger, shown)
            and not frozenset.intersection(*map(content, shown[:FEWEST_MEMBERS])) - content(stranger)
        ):
            asked = f"does not complete “{head} ____”" if _VERB_AT_END.search(head) else f"is not listed under “{head}”"
            yield Draft(
                QuizKind.BELONGS, f"{lead} {asked}?", stranger, shown, line.index, known, f"{head} not", 0.6 + 0.05 * bool(about),
            )  # fmt: skip
            break


def _has_company(right: str, wrong: Sequence[str]) -> bool:
    """True where the right choice is not the only one of a single word."""
    return " " in right or any(" " not in choice for choice in wrong[:FEWEST_MEMBERS])


def _in_order(count: int, key: str) -> list[int]:
    """The numbers up to `count` in an order that `key` alone decides."""
    return sorted(range(count), key=lambda i: number(f"{key}/{i}", 1 << 32))


def _introduces(listed: _List, about: str, notebook: Notebook) -> bool:
    """True for a line that introduces its list: by its colon, because it names several, or its members only name things."""
    line, head = listed.line, listed.head
    if (
        not content(head)
        or len(content(f"{about} {head}")) < (1 if line.kind is Kind.HEADING else 2)
        or not phrasing.stands_alone(_COPULA.sub("", head.replace("these ", "")), notebook)
    ):
        return False
    whole = len(listed.names) == len(line.children)
    short = all(len(name.split()) <= 4 for name in listed.names)
    several = plural(head) or plural(re.split(r"\s(?:of|for|in|to)\s", head)[0])
    return line.block.lead or (line.kind is Kind.ITEM and whole and short) or (line.kind is Kind.HEADING and several)


def _strangers(listed: _List, lists: Sequence[_List], material: Material) -> list[str]:
    """What could stand in a list but does not: members of lists nearby of the same sort, nowhere said of its head.

    Where most members are of known classes, these are other names of them that the notes never mention beside the head.
    """
    notebook, line = material.notebook, listed.line
    inside = content(" ".join((*listed.names, listed.head))) - listed.common
    kinds = Counter(kind for name in listed.names if (kind := material.names.kind_of(name)))
    if 3 * kinds.total() >= 2 * len(listed.names):
        pool = [name for kind in sorted(kinds) for name in material.names.of_kind(kind, line.section, line.text)]
    else:
        pool = []
    pool += [name for other in _near(listed, lists) for name in other.names]
    about = f"{phrasing.context(line, notebook)} {listed.head}"
    topic = [material.support.lines_about(m.name) for m in material.names.mentions(about)]
    found: list[str] = []
    beside = {name for other in _near(listed, lists) if other.line.parent == line.parent for name in other.names}
    for name in pool:
        terms = content(name)
        strange = (
            bool(terms - listed.common)
            and not terms & inside
            and not any(same_thing(name, other, notebook) for other in (*listed.names, *found))
        )
        told = (
            any(" " in kind for kind in kinds)
            and name not in beside
            and any(lines & material.support.lines_about(name) for lines in topic)
        )
        if strange and not told and material.support.says(listed.head, terms) < TRUE_OF and name not in line.text:
            found.append(name)
            if len(found) == POOL:
                break
    return found


def _near(listed: _List, lists: Sequence[_List]) -> list[_List]:
    """The lists of the same chapter whose members are of the same sort, the nearest first."""
    line, sort = listed.line, _sort(listed.names[0])
    at = bisect_left([other.line.index for other in lists], line.index)
    near = [
        other
        for other in lists[max(0, at - NEARBY) : at + NEARBY + 1]
        if other is not listed
        and _is_named(other)
        and _sort(other.names[0]) == sort
        and _chapter(other.line) == _chapter(line)
        and abs(other.line.index - line.index) <= FARTHEST
    ]
    return sorted(near, key=lambda other: (other.line.section != line.section, abs(other.line.index - line.index)))


def _is_named(listed: _List) -> bool:
    """True for a list whose line says what is listed: other lists are all that is said of something."""
    return listed.line.block.lead or plural(listed.head) or len(listed.head.split()) <= 2


def _chapter(line: Line) -> tuple[str, ...]:
    """Where lists have to stand together for one to hold what could stand in another."""
    return (*line.headings, line.text)[:2] if line.kind is Kind.HEADING else line.headings[:2]


def _style(name: str) -> str:
    """How a member is written: as code, as an abbreviation, as a name, or in words, which say something or do something."""
    if _CODE.fullmatch(name):
        return "code"
    if name.isupper():
        return "abbreviation"
    sort, words = _sort(name), len(name.split())
    return f"thing {name[0].isupper()} {words > 4}" if sort == "thing" else f"{sort} {words > 6}"


def _sort(name: str) -> str:
    """What a member is: a thing, something to do, or something said."""
    form = form_of(name)
    if has_verb(name) and form is not Form.IMPERATIVE:
        return "statement"
    if form is Form.IMPERATIVE and len(name.split()) > 1 and not all(word[:1].isupper() for word in name.split()):
        return "deed"
    return "thing"
