"""A sentence of the notes with a gap where a name, a term or a word of contrast stood."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise

from knowledge import lexicon
from knowledge.quantities import UNITS
from knowledge.quiz import phrasing
from knowledge.quiz.choices import number
from knowledge.quiz.grammar import Form, form_of, may_be_noun, plural
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.names import CONTRAST, TERM, Mention, forms, is_common, written_like
from knowledge.quiz.notebook import Line, content
from knowledge.quiz.phrases import as_phrase
from knowledge.quiz.phrasing import enumerates
from knowledge.quiz.sayings import Saying, is_sentence
from knowledge.quiz.subjects import Subject, same_thing
from knowledge.quiz.support import TRUE_OF
from knowledge.words import scan

SHORTEST = 28
"""Characters of a sentence with a gap."""
FEWEST_TERMS = 3
"""Terms that are left when a name is taken out of a sentence."""
ALONE = 5
"""Terms that are left where nothing else says what the sentence is about."""
SHORT, TRUE_OF_SHORT, TRUE_OF_COMMON, TRUE_OF_PLACE = 4, 0.34, 0.42, 0.6
"""Terms of a sentence so short that a third of it is enough to be said of something else too; the share of a sentence on a
common word; and the share where only what stands in the same place is looked at."""
POOL = 12
LONGEST_TERM = 4
"""Words."""
LABELLED = (" formats", " statuses")
"""How the classes end whose names stand before a word for what they are: "a YAML file", "5xx errors"."""
_ONE_OF_SEVERAL = re.compile(
    r"\b(?:such as|like|for example|for instance|examples?|including|includes?|e\.g|among|either|or similar|integrat\w+|compatible|vs|versus"
    r"|similar\w*|alternative\w*|etc)\b",
    re.IGNORECASE,
)
"""Words of sentences that name one thing of several that would do."""
_DENIED = re.compile(
    r"\b(?:not|no|never|none|without|cannot|unlike|than|instead|rather|incorrect|\w+n['’]t)\b", re.IGNORECASE
)
"""Words of clauses that say what is not so: that holds of most things."""
_PRAISED = re.compile(
    r"\b(?:great|good|ideal|nice|perfect|suitable|useful|helpful|well|better|best) (?:for|fit|with|practice|to|suited|choice)\b",
    re.IGNORECASE,
)
"""Words of clauses that praise: what they say of one thing holds of others too."""
_CLAUSE = re.compile(r"[,;:]\s|\s\(|\s(?:but|and|because|so|while|although)\s")
_ENDS = re.compile(
    r"(?:$|[,;)]|\s\(|\s(?:to|for|in|on|at|by|with|from|of|as|and|or|but|is|are|was|were|can|will|must|when|if|so|because|that|which"
    r"|before|after|into|onto|every|each|behind|between|across|against|inside|only|using|via|without|while|through|until|then|does|has|have|where|during|within|per|over|under|directly|automatically|\w{3,}ed)\b)"
)
"""What may follow a name that stands for itself, and does not only say which function, topic or table is meant."""
_HEAD = re.compile(
    r"\s(?:parameter|property|field|option|setting|attribute|header|API|APIs|operation|call|command|file|format|exception|error|event|hook|directory|variable|section|method|function|status|code|response)(?:e?s)?\b"
)
"""What may follow a name besides, because it says what kind of thing is named."""
_OTHERS_BEFORE = re.compile(r"(?:[-/(+&]|\bvs\.?|(?:,|\b(?:and|or))\s*(?:the\s|an?\s)?)\s*(?:AWS\s|Amazon\s)?$")
_SUBJECT_BEFORE = re.compile(
    r"(?:^|,|\b(?:the|an?|each|every|that|which|if|when|because|so|and|but|as|whether|where))\s*$"
)
"""What may stand before the subject of a clause."""
_OPENING = re.compile(
    r"^(?:for|when|if|in|to|by|with|after|before|once|as|using|on|at|from|during)\s[^,]*,\s(?:the\s|an?\s)?$",
    re.IGNORECASE,
)
"""What stands before a clause, and is no part of an enumeration."""
_OTHERS_AFTER = re.compile(
    r"^(?:,\s[^,.]{2,40},|,\s(?:\w+\s){1,4}(?:and|or)\s|\s*(?:/|&|\+|,\s*(?:and|or)?|\b(?:and|or)\b)\s*(?:the\s|an?\s)?(?:[A-Z`]|\w+[A-Z_:]))"
)
"""What shows that a name stands in an enumeration."""
_CONDITION = re.compile(r"^(?:to|when|if|for|while|whenever)\s[^,;:]*$|\b(?:while|whereas)\s[^,;:]*$", re.IGNORECASE)
"""A condition or a comparison in which a name stands: that speaks of one thing as it could of others."""
_GENERAL = re.compile(r"\b(?:additional|another|other|extra)\s$", re.IGNORECASE)
"""A word before a name that says it is one of many."""
_NAME_BEFORE = re.compile(r"\S\s+[A-Z][A-Za-z0-9]+\s$")
"""A word with a capital before a name, which then is a part of it: "New Mexico"."""
_JOINING = re.compile(r"s?\s*(?:,|/|&|\+|,?\s*(?:and|or))\s*(?:\w+\s+)?", re.IGNORECASE)
_MAKER = re.compile(r"\b(?:AWS|Amazon)\s+$")
_GLOSS = re.compile(r"^\s*\((?:[A-Z][^()]*|[a-z ]+)\)")
_SLOTS = (
    re.compile(r"\bat (?:the |an? )?(?P<filler>(?:[\w-]+ )?[\w-]+) level\b"),
    re.compile(
        r"(?<!as )\bper (?P<filler>[A-Za-z]{2,})(?=$|[,.;)]| (?:and|or|to|in|at|for|with|of|is|are|can|when|if)\b)"
    ),
    re.compile(r"\bin the same (?P<filler>[A-Za-z]+(?: [A-Z]\w+)?)(?=$|[,.;)]| (?:as|and|or|to)\b)"),
)
"""Places in a sentence where notes put one of a few words."""
_TIMES = frozenset("second minute hour day week month year se default cent usage".split())
FEWEST_FILLERS = 4
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
    around: frozenset[str] = frozenset()
    """Terms of the place in which it stands, which say nothing of it."""
    told: Mapping[str, Sequence[Line]] | None = None
    """Where the others stand in such a place; only there they may be said of the same."""
    common: bool = False
    """True for a common word: more is true of the others, too."""


_Terms = dict[str, dict[str, tuple[str, tuple[Subject, ...]]]]


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions that ask for the name, the term or the word of contrast which a sentence of the notes has."""
    slots, terms = _slots(material), _terms(material)
    for saying in material.sayings:
        said = saying.text
        if (
            not saying.whole
            or saying.lead
            or len(said) < SHORTEST
            or enumerates(said)
            or not (is_sentence(said) or (saying.about and (saying.line.term or not saying.line.children)))
        ):
            continue
        mentions = list(material.names.mentions(said))
        if not _ONE_OF_SEVERAL.search(said):
            for gap in (*_of_names(saying, mentions, material), *_of_terms(saying, mentions, terms, material)):
                yield from _draft(gap, saying, mentions, material)
        for gap in (*_of_contrasts(saying), *_of_slots(saying, slots)):
            yield from _draft(gap, saying, mentions, material)


def _of_names(saying: Saying, mentions: list[Mention], material: Material) -> Iterator[_Gap]:
    """Names of a class; not what the section is about, and none of several."""
    said, line = saying.text, saying.line
    for mention in mentions:
        start = mention.start - len(found.group()) if (found := _MAKER.search(said[: mention.start])) else mention.start
        gloss = _GLOSS.match(said[mention.end :])
        end = mention.end + (gloss.end() if gloss else 0)
        if (_is_service(mention) and _is_topic(mention.name, saying, material)) or not _stands_for_itself(
            said, start, end, label=" " not in mention.kind or mention.kind.endswith(LABELLED)
        ):
            continue
        if any(_joined(said, mention, other) for other in mentions if other.kind == mention.kind):
            continue
        if not said[:start].strip() and _is_service(mention):
            continue  # what one service does, others do too: what it is good for is asked elsewhere
        others = [
            name
            for name in material.names.beside(mention, line)
            if not any(same_thing(name, m.name, material.notebook) for m in mentions)
        ]
        yield _Gap(
            start, end, mention.name, tuple(others), 3, 0.6 + 0.1 * bool(saying.about), common=is_common(mention.known)
        )


def _joined(said: str, a: Mention, b: Mention) -> bool:
    """True for two names in one enumeration."""
    first, second = sorted((a, b), key=lambda m: m.start)
    return first is not second and bool(_JOINING.fullmatch(said[first.end : second.start]))


def _is_service(mention: Mention) -> bool:
    """True for a proper name of a list: what it names has chapters of its own, unlike a call, a header, a parameter."""
    return " " in mention.kind and mention.known[:1].isupper()


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
            if not several or not is_sentence(saying.text):
                return True
    return False


def _stands_for_itself(said: str, start: int, end: int, *, label: bool = False) -> bool:
    """True for a part of a sentence that is one thing by itself: no beginning, no part of a name or of an enumeration."""
    before, after = said[:start], said[end:]
    clause = _clause(said, start)
    does = _SUBJECT_BEFORE.search(before) and _does_something(after)
    return (
        (bool(before.strip(" “\"'")) or is_sentence(said))
        and not any(found.search(before) for found in (_NAME_BEFORE, _GENERAL, _CONDITION))
        and bool(does or _ENDS.match(after) or (label and _HEAD.match(after)))
        and (bool(does and _OPENING.match(before)) or not _OTHERS_BEFORE.search(before))
        and not _OTHERS_AFTER.match(after)
        and not any(found.search(clause) for found in (_DENIED, _PRAISED))
    )


def _does_something(after: str) -> bool:
    """True for words that say what something does: "specifies the version", not "functions of the account"."""
    verb = after.partition(" ")[2].partition(" ")[0]
    return form_of(after) is Form.VERB and not may_be_noun(verb.removesuffix("s"))


def _clause(said: str, at: int) -> str:
    """The clause of a sentence in which a place lies."""
    cuts = [0, *(found.end() for found in _CLAUSE.finditer(said)), len(said)]
    return next(said[a:b] for a, b in pairwise(cuts) if a <= at < b or b == len(said))


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
            if near and free and _stands_for_itself(said, start, end) and not _is_topic(name, saying, material):
                mention = Mention(name, TERM, start, end, known)
                others = [
                    written_like(s.name, mention)
                    for s in company
                    if s.name != known and plural(s.name) == plural(known)
                ]
                if not any(content(other) and content(other) <= content(said) for other in others):
                    yield _Gap(start, end, name, tuple(others), 2, 0.65)
            break


@lru_cache(maxsize=1)
def _contrasts() -> tuple[re.Pattern[str], dict[str, tuple[str, tuple[str, ...]]]]:
    """The words that contrast with others: a pattern for them, and for each its set and the others of that, each once."""
    others: dict[str, tuple[str, tuple[str, ...]]] = {}
    sets: dict[str, list[list[str]]] = defaultdict(list)
    for words, kind in lexicon.classes().items():
        if kind.startswith(CONTRAST):
            sets[kind].append(words.split("|"))
    for kind, members in sets.items():
        for member in members:
            rest = tuple(other[0] for other in members if other is not member)
            others.update(dict.fromkeys(member, (kind, rest)))
    longest_first = sorted(others, key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(re.escape, longest_first))})\b"), others


def _of_contrasts(saying: Saying) -> Iterator[_Gap]:
    """Words that contrast with others of a small set: "exactly once", "at rest"."""
    said = saying.text
    pattern, others = _contrasts()
    held = list(pattern.finditer(said))
    for found in held:
        kind, rest = others[found.group()]
        alone = sum(others[other.group()][0] == kind for other in held) == 1
        before, after = said[: found.start()], said[found.end() :]
        listed = _OTHERS_BEFORE.search(before) or re.match(r",?\s+(?:and|or)\s|,\s", after)
        if (
            alone
            and before
            and not listed
            and not _CONDITION.search(before)
            and not _DENIED.search(_clause(said, found.start()))
        ):
            yield _Gap(found.start(), found.end(), found.group(), rest, 2, 0.65)


def _slots(material: Material) -> tuple[dict[str, list[Line]], ...]:
    """For each of the places, what the notes put there, and in which lines."""
    found: tuple[dict[str, list[Line]], ...] = tuple(defaultdict(list) for _ in _SLOTS)
    for saying in material.sayings:
        for slot, fillers in zip(_SLOTS, found, strict=True):
            for held in slot.finditer(saying.text):
                if (
                    held["filler"].casefold() not in UNITS
                    and held["filler"].casefold().rstrip("s") not in _TIMES
                    and not held["filler"].split()[0].endswith("est")
                ):
                    fillers[held["filler"]].append(saying.line)
    return found


def _of_slots(saying: Saying, slots: tuple[dict[str, list[Line]], ...]) -> Iterator[_Gap]:
    """What stands in one of the places, among what stands there elsewhere in the notes."""
    said = saying.text
    for slot, fillers in zip(_SLOTS, slots, strict=True):
        held = list(slot.finditer(said))
        if len(held) != 1 or held[0]["filler"] not in fillers:
            continue
        own = held[0]["filler"]
        ranked = sorted(
            (f for f in fillers if f.casefold() != own.casefold()),
            key=lambda f: (all(line.path != saying.line.path for line in fillers[f]), number(f"{said}/{f}", 1 << 32)),
        )
        others = [f.lower() if own.islower() and f[1:].islower() else f for f in ranked]
        if len(others) >= FEWEST_FILLERS - 1 and not _DENIED.search(_clause(said, held[0].start())):
            around = content(held[0].group()) - content(own) | {"level"}
            said_of = {shown: fillers[f] for shown, f in zip(others, ranked, strict=True)}
            yield _Gap(*held[0].span("filler"), own, tuple(others), FEWEST_FILLERS - 1, 0.65, around, said_of)


def _draft(gap: _Gap, saying: Saying, mentions: Iterable[Mention], material: Material) -> Iterator[Draft]:
    said, notebook = saying.text, material.notebook
    left = f"{said[: gap.start]} {said[gap.end :]}"
    terms = content(left) - gap.around
    hides = content(gap.right) & content(saying.about)
    about = phrasing.context(saying.line, notebook, without=gap.right) if hides else saying.about
    names = sum(not (gap.start < m.end and m.start < gap.end) for m in mentions)
    fewest = FEWEST_TERMS - bool(gap.around) + (gap.common and not gap.start)
    if not is_sentence(said) and any(not m.start for m in mentions):
        return  # a name and what goes with it: that may be much
    shared = content(gap.right).intersection(*map(content, gap.others))
    """What all choices have: it tells nothing."""
    known = len(terms | shared)
    if known < (max(fewest, ALONE - 1) if hides and about != saying.about else fewest):
        return
    if terms & (content(gap.right) - shared) or not (
        about or (names and known >= ALONE) or (shared and is_sentence(said))
    ):
        return
    pool: list[str] = []
    for name in gap.others:
        known = any(same_thing(name, other, notebook) for other in (gap.right, *pool))
        told = (content(name) - shared) & content(f"{about} {left}")
        if not known and not told and _is_free(gap, name, saying.line, terms, material):
            pool.append(name)
            if len(pool) == POOL:
                break
    prompt = replace(saying, about=about).gap(gap.start, gap.end)
    if len(pool) >= gap.fewest and len(prompt) <= LONGEST_PROMPT:
        line = saying.line
        yield Draft(
            QuizKind.GAP, prompt, gap.right, tuple(pool), line.index, line.text, f"{said} {gap.right}", gap.quality
        )


def _is_free(gap: _Gap, name: str, line: Line, terms: frozenset[str], material: Material) -> bool:
    """True for another name of which the notes do not say elsewhere what a sentence with a gap says."""
    if gap.told is None:
        limit = TRUE_OF_COMMON if gap.common else TRUE_OF if len(terms) > SHORT else TRUE_OF_SHORT
        return material.support.says(name, terms, but=frozenset({line.index})) < limit
    elsewhere = (content(f"{' '.join(other.headings[-1:])} {other.text}") for other in gap.told[name])
    said = max(sum(map(material.support.weight, terms & found)) for found in elsewhere)
    return said < TRUE_OF_PLACE * sum(map(material.support.weight, terms))
