"""A sentence of the notes with a gap where a name, a term or a word of contrast stood."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from knowledge.quiz import phrasing
from knowledge.quiz.contrasts import contrasts
from knowledge.quiz.grammar import plural
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.names import TERM, Mention, forms, is_common, written_like
from knowledge.quiz.notebook import Line, content
from knowledge.quiz.phrases import as_phrase
from knowledge.quiz.phrasing import enumerates
from knowledge.quiz.sayings import Saying
from knowledge.quiz.standing import head_of, stands_for_itself
from knowledge.quiz.subjects import Subject
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.things import same_thing
from knowledge.words import scan

SHORTEST = 22
"""Characters of a sentence with a gap."""
FEWEST_TERMS = 3
"""Terms that are left when a name is taken out of a sentence; one less where something says what it is about."""
ALONE, ALONE_WITHOUT_NAME = 4, 6
"""Terms that are left where nothing else says what the sentence is about: with another name in it, and without one or
where the subject is asked for."""
SHORT, TRUE_OF_SHORT, TRUE_OF_COMMON = 4, 0.34, 0.42
"""Terms of a sentence so short that a third of it is enough to be said of something else too; and the share of a sentence
on a common word."""
POOL = 8
FEWEST_OTHERS = 3
"""Other names of a class that stand beside one; two, where the class has no more."""
LONGEST_TERM = 4
"""Words."""
LONG_WORD = 6
"""Letters of a name from which on it is told by a compound that has it."""
SERVICES = " services"
"""How the classes end whose names do much, and much of the same."""
OVERLAPPING = " compute services"
"""How the classes end whose names do the same: each can stand where another one does."""
EVERYDAY = " everyday "
"""What the classes have whose names are everyday words: worth asking for only where a sentence says how far something
reaches."""
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:such as|like|for example|for instance|examples?|including|includes?|e\.g|among|either|or similar|vs|versus"
    r"|similar\w*|alternative\w*|etc|no limit|unlimited)\b",
    re.IGNORECASE,
)
"""Words of sentences that name one thing of several that would do."""
_JOINING = re.compile(r"s?\s*(?:,|/|&|\+|,?\s*(?:and|or))\s*(?:[\w-]+\s+)?", re.IGNORECASE)
_GRAIN = re.compile(r"\b(?:per|a single|only one|entire|whole)\s$", re.IGNORECASE)
"""What stands before a thing of which a sentence says how far something reaches."""
_COUNTED = re.compile(r"\b(?:(?:an?|every|each|one|per|\d+)\s(?:\w+\s)?|access(?:ing)?\s)$", re.IGNORECASE)
"""What stands before the name of a service where something of it is meant, or any service would do."""
_MAKER = re.compile(r"\b(?:AWS|Amazon)\s+$")
_GLOSS = re.compile(r"^\s*\((?:[A-Z][^()]*|[a-z ]+)\)")
FEWEST_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class _Gap:
    """What is taken out of a sentence, and what else could stand there, the most fitting first."""

    start: int
    end: int
    right: str
    others: tuple[str, ...]
    fewest: int
    """Wrong choices that the question needs at least."""
    quality: float
    common: bool = False
    """True for a common word: more is true of the others, too."""
    contrasts: bool = False
    """True for a word of contrast: fewer words make clear what is asked."""


_Terms = dict[str, dict[str, tuple[str, tuple[Subject, ...]]]]


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions that ask for the name, the term or the word of contrast which a sentence of the notes has."""
    terms = _terms(material)
    for saying in material.sayings:
        said = saying.text
        if (
            not saying.whole
            or saying.lead
            or len(said) < SHORTEST
            or enumerates(said)
            or not (saying.sentence or _is_readable(saying, material))
            or (saying.line.term and not saying.about)
        ):
            continue
        mentions = list(material.names.mentions(said))
        if not _ONE_OF_SEVERAL.search(said):
            for gap in (*_of_names(saying, mentions, material), *_of_terms(saying, mentions, terms, material)):
                yield from _draft(gap, saying, mentions, material)
        for found in contrasts(said):
            clear = bool(saying.about) and saying.sentence
            gap = _Gap(found.start, found.end, found.word, found.others, 2, 0.65, contrasts=clear)
            yield from _draft(gap, saying, mentions, material)


def _is_readable(saying: Saying, material: Material) -> bool:
    """True for words without a verb that can be read without what stands above: no piece of the sentence that leads to them."""
    line = saying.line
    above = None if line.parent is None else material.notebook[line.parent]
    led = above is not None and above.block.lead and not content(above.text) <= content(saying.about)
    return bool(saying.about) and (bool(line.term) or (not line.children and saying.text[0].isupper() and not led))


def _of_names(saying: Saying, mentions: list[Mention], material: Material) -> Iterator[_Gap]:
    """Names of a class, each with its maker before it and what explains it in brackets."""
    said = saying.text
    for mention in mentions:
        maker = _MAKER.search(said[: mention.start])
        gloss = _GLOSS.match(said[mention.end :])
        start = maker.start() if maker else mention.start
        end = mention.end + (gloss.end() if gloss else 0)
        fewest = min(FEWEST_OTHERS, material.names.size(mention.kind) - 1)
        if fewest < 2 or not _is_asked(mention, start, end, saying, material):
            continue
        others = tuple(
            name
            for name in material.names.beside(mention, saying.line)
            if not any(same_thing(name, m.name, material.notebook) for m in mentions)
        )
        quality = 0.6 + 0.1 * bool(saying.about)
        yield _Gap(start, end, mention.name, others, fewest, quality, common=is_common(mention.known))


def _is_asked(mention: Mention, start: int, end: int, saying: Saying, material: Material) -> bool:
    """True for a name that is worth asking for: not what the section is about, none of several, no everyday word.

    A service is not asked for where the sentence begins with it: what one service does, others do too.
    """
    said = saying.text
    before, after = said[:start], said[end:]
    proper = " " in mention.kind and mention.known[:1].isupper()
    service, everyday = mention.kind.endswith(SERVICES), EVERYDAY in mention.kind
    precise = " " in mention.known and is_common(mention.known)
    return (
        not mention.kind.endswith(OVERLAPPING)
        and stands_for_itself(saying, start, end, head_of(mention.kind), precise=precise)
        and not any(
            m.known == mention.known and not content(m.name) & content(mention.name)
            for m in material.names.mentions(saying.about)
        )
        and not (proper and _is_topic(mention.name, saying, material))
        and not any(_joined(said, mention, m) for m in material.names.mentions(said) if m.kind == mention.kind)
        and (not everyday or bool(_GRAIN.search(before)) or after.startswith(" level"))
        and not (service and (not before.strip() or _COUNTED.search(before)))
    )


def _joined(said: str, a: Mention, b: Mention) -> bool:
    """True for two names in one enumeration."""
    first, second = sorted((a, b), key=lambda m: m.start)
    return first is not second and bool(_JOINING.fullmatch(said[first.end : second.start]))


def _is_topic(name: str, saying: Saying, material: Material) -> bool:
    """True for a name that stands in a heading above or in what the line hangs under: the whole section is about it.

    Not where that has others of its class too, as in "RDS vs Aurora".
    """
    terms = content(name)
    for text in (
        *saying.line.headings,
        *(line.text for line in material.notebook.above(saying.line)),
        saying.line.term,
    ):
        if terms <= content(text):
            kinds = Counter(m.kind for m in material.names.mentions(text))
            several = any(kinds[m.kind] > 1 for m in material.names.mentions(text) if content(m.name) == terms)
            if not several or not saying.sentence:
                return True
    return False


def _terms(material: Material) -> _Terms:
    """For each file, the terms that a list explains, by their singular and plural, with their list."""
    found: _Terms = defaultdict(dict)
    for group, members in material.groups.items():
        names = [
            s.name
            for s in members
            if len(s.name.split()) < LONGEST_TERM and (as_phrase(s.name) or s.name[1:] != s.name[1:].lower())
        ]
        if group[0] == "term" and len(names) >= FEWEST_MEMBERS:
            for name in names:
                for form in forms(name):
                    found[material.notebook[members[0].line].path].setdefault(form, (name, tuple(members)))
    return dict(found)


def _of_terms(saying: Saying, mentions: list[Mention], terms: _Terms, material: Material) -> Iterator[_Gap]:
    """Terms that a list of the same chapter explains, among others of its kind; not within that list."""
    said, line, notebook = saying.text, saying.line, material.notebook
    explained = terms.get(line.path, {})
    words = scan(said)
    for i in range(len(words)):
        for length in range(min(LONGEST_TERM, len(words) - i), 0, -1):
            start, end = words[i].start, words[i + length - 1].end
            name = said[start:end]
            known, company = explained.get(name.casefold(), ("", ()))
            if not known:
                continue
            lines = [notebook[s.line] for s in company]
            near = lines[0].headings[:1] == line.headings[:1] and all(
                line.index not in (other.index, *other.children) for other in lines
            )
            free = not any(start < m.end and m.start < end for m in mentions) and material.is_special(name)
            if near and free and stands_for_itself(saying, start, end) and not _is_topic(name, saying, material):
                mention = Mention(name, TERM, start, end, known, name.casefold() != forms(known)[0])
                others = [
                    written_like(s.name, mention)
                    for s in company
                    if s.name != known and plural(s.name) == plural(known)
                ]
                if not any(content(other) and content(other) <= content(said) for other in others):
                    yield _Gap(start, end, name, tuple(others), 2, 0.65)
            break


def _draft(gap: _Gap, saying: Saying, mentions: Iterable[Mention], material: Material) -> Iterator[Draft]:
    said, notebook = saying.text, material.notebook
    left = f"{said[: gap.start]} {said[gap.end :]}"
    terms = content(left)
    hides = content(gap.right) & content(saying.about)
    about = phrasing.context(saying.line, notebook, without=gap.right) if hides else saying.about
    names = sum(not (gap.start < m.end and m.start < gap.end) for m in mentions)
    explained = bool(saying.about) and saying.sentence and gap.start > 0
    fewest = FEWEST_TERMS - (gap.contrasts or explained) + (gap.common and not gap.start)
    if not saying.sentence and any(not m.start for m in mentions):
        return  # a name and what goes with it: that may be much
    if len(gap.right) >= LONG_WORD and gap.right.casefold() in left.casefold():
        return  # in a compound: "subsegments"
    told = terms & content(gap.right)
    others = [name for name in gap.others if told <= content(name)]
    if len(others) < gap.fewest:
        return
    shared = content(gap.right).intersection(*map(content, others))
    """What all choices have: it tells nothing."""
    left_over = len(terms | shared)
    if left_over < (max(fewest, ALONE) if hides and about != saying.about else fewest):
        return
    if not (about or saying.question or left_over >= (ALONE if names and gap.start else ALONE_WITHOUT_NAME)):
        return
    topics = about.split(phrasing.SEPARATOR) if about else []
    said_of, topic = content(f"{saying.question} {left}"), content(about)
    pool: list[str] = []
    for name in others:
        own = content(name) - shared
        held = own & said_of or (own & topic if " " in name else own <= topic)
        known = any(same_thing(name, other, notebook) for other in (gap.right, *topics, *pool))
        if not held and not known and _is_free(gap, name, saying.line, terms, material):
            pool.append(name)
            if len(pool) == POOL:
                break
    prompt = replace(saying, about=about).gap(gap.start, gap.end)
    if len(pool) >= gap.fewest and len(prompt) <= LONGEST_PROMPT:
        line = saying.line
        fact = f"{said} {gap.right}"
        yield Draft(QuizKind.GAP, prompt, gap.right, tuple(pool), line.index, line.text, fact, gap.quality)


def _is_free(gap: _Gap, name: str, line: Line, terms: frozenset[str], material: Material) -> bool:
    """True for another name of which the notes do not say elsewhere what a sentence with a gap says."""
    limit = TRUE_OF_COMMON if gap.common else TRUE_OF if len(terms) > SHORT else TRUE_OF_SHORT
    return material.support.says(name, terms, but=frozenset({line.index})) < limit
