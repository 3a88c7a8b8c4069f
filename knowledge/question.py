"""What a question asks for: its concepts, each with every way the notes may put it, and the form of its answer."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from knowledge.forms import Form, counted_in, family_of, form_of, kind_of
from knowledge.index import WordCount
from knowledge.lexicon import MEANS, SAME, Expansion, Lexicon, Phrase
from knowledge.quantities import Family
from knowledge.spelling import (
    COMMON_ENGLISH,
    corrections,
    english_frequency,
    expansions,
    informativeness,
    likely_frequency,
    variants,
)
from knowledge.words import scan, spellings, stem

LONGEST_QUESTION = 4_000
"""Characters: Discord's longest message. What stands after them is not read."""
MOST_WORDS = 60
"""Content words. A longer question is cut to its most informative words."""
MOST_ALTERNATIVES = 14


@dataclass(frozen=True, slots=True)
class Concept:
    """One thing that the question is about.

    `ways` are the terms that may stand for it in the notes, the word itself first; `weight` is how much it tells
    places apart (0 to 1); `name` is true for a proper name (a service, a person), `known` where the notes have it.
    """

    word: str
    ways: tuple[Expansion, ...]
    weight: float
    name: bool
    known: bool
    foreign: bool = False
    """A name of the field, or what is written like one, that the notes never mention."""
    single: tuple[tuple[str, float], ...] = ()
    """The ways of one term, heaviest first, for quick look-ups; `joint` has the others."""
    joint: tuple[Expansion, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """A question understood. `counted` is the concept behind "how many …", `family` the kind of value wanted."""

    text: str
    concepts: tuple[Concept, ...]
    form: Form
    family: Family | None = None
    counted: Concept | None = None
    kind: re.Pattern[str] | None = None
    """How an answer of the kind asked for is written, where the question names a kind ("which header …")."""
    corrected: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the notes' words tell: built once for a knowledge base and its scopes."""

    spellings: Sequence[str]
    counts: Sequence[int]
    """How often each of the spellings occurs."""
    by_word: Mapping[str, WordCount]
    by_initial: Mapping[str, Sequence[str]]
    """The spellings by their first letter."""
    terms: Mapping[str, tuple[int, int]]
    blocks: int
    """How many blocks the notes have; `terms` gives for each term how often it occurs, and how often as a name."""
    lexicon: Lexicon
    keys: Sequence[str]
    """The single terms that the lexicon knows."""
    longest: int
    """Terms in the longest phrase of the lexicon."""
    names: frozenset[Phrase]
    """Names of the field's things, whether or not the notes mention them."""
    name_terms: frozenset[str]
    """The terms that these names are made of: none of them is a slip of another word."""
    occurs: Callable[[Phrase], bool]
    """Tells whether a phrase stands anywhere in the notes."""

    def is_name(self, term: str) -> bool:
        """True for a term that the notes mostly write as a name."""
        count, names = self.terms.get(term, (0, 0))
        return count > 0 and names >= 0.6 * count

    def has(self, terms: Phrase) -> bool:
        """True where every term occurs in the notes."""
        return all(term in self.terms for term in terms)


def vocabulary(
    entries: Sequence[WordCount],
    lexicon: Lexicon,
    blocks: int,
    names: frozenset[Phrase] = frozenset(),
    occurs: Callable[[Phrase], bool] = bool,
) -> Vocabulary:
    """Return the vocabulary of the notes with the lexicon that goes with them."""
    terms: dict[str, tuple[int, int]] = {}
    by_initial: dict[str, list[str]] = {}
    for entry in entries:
        by_initial.setdefault(entry.word[0], []).append(entry.word)
        count, named = terms.get(entry.term, (0, 0))
        terms[entry.term] = (count + entry.count, named + entry.names)
    return Vocabulary(
        [e.word for e in entries],
        [e.count for e in entries],
        {e.word: e for e in entries},
        by_initial,
        terms,
        max(blocks, 1),
        lexicon,
        [key[0] for key in lexicon if len(key) == 1],
        min(max((len(key) for key in lexicon), default=1), 6),
        names,
        frozenset(term for name in names for term in name),
        occurs,
    )


_HINTS = frozenset(
    "long much many big large small far often fast old high deep way ways come bunch time order place part".split()
)
STOP_WORDS = frozenset(
    """a about after again all also am an and any anybody anyone are as at be because been before being but by can
    cant could d did do does doesn doing don dont each either else even ever every for from get gets getting give
    given go goes going gonna got gotta had has hasn have having he hello help her here hey hi him his how i id if ill
    im in into is isn it its ive just know let like ll lol m make makes many may maybe me mean means might mine more
    most much must my nah need needs no nope of off oh ok okay on once one ones only or other our out over own people
    please pls plz ppl quick question really remind rn s said same say says see shall she should so some somehow
    somebody someone something stuff such sure t tell thank thanks that the their them then there these they thing
    things this those though tho through to too u up ur us use used uses using ve very vs wanna want wants was way we
    well were what whats when where which while who whom whose why will with without won wont would yeah yep yes yo
    you your again actually anyway basically bro called come dude exactly explain find folks guys happen happens
    hear idk kinda look looking new pick put r re remember run said short show sort suppose talk think tried trying
    understand wat wats wich whats wht whys hows wheres y n w b/c bc cuz having gimme lemme guess dunno exam note notes
    different difference between compare compared versus define definition meaning describe example instead possible
    does work works happen name called kind sorts another anything everything nothing keep keeps keeping kept takes take
    taking took didnt isnt arent wasnt doesnt shouldnt wouldnt couldnt hasnt havent whos thats theres always now already
    itself myself yourself themselves sits sitting supposed everybody everyone nobody whether mind matter care wdym
    shud cud wud b4 tbh imo btw asap fyi dumb silly stupid boss wait per diff diffs differ differs def
    defs nr num wen heck hell""".split()
)

FORM_WEIGHT = 0.25
"""How much a phrase counts that only hints at the kind of answer wanted ("how long", "what happens when")."""


@dataclass(frozen=True, slots=True)
class _Token:
    """A word of the question with what it may have been meant to be, likeliest first."""

    word: str
    options: tuple[tuple[str, float], ...]

    @property
    def term(self) -> str:
        return stem(self.options[0][0]) if self.options else stem(self.word)

    @property
    def stop(self) -> bool:
        return self.word in STOP_WORDS or bool(self.options and self.options[0][0] in STOP_WORDS)


def understand(text: str, words: Vocabulary) -> Question:
    """Understand a question against the notes' vocabulary.

    Never raises; a question without a single content word has no concepts.
    """
    text = text[:LONGEST_QUESTION].replace("# of", "number of")
    tokens = _tokens(text, words)
    plain = " ".join(token.options[0][0] if token.options else token.word for token in tokens)
    concepts = _concepts(tokens, words)
    if len(concepts) > MOST_WORDS:
        concepts = sorted(concepts, key=lambda c: -c.weight)[:MOST_WORDS]
    form = form_of(plain)
    counted = stem(counted_in(plain))
    return Question(
        text,
        tuple(concepts),
        form,
        family_of(plain),
        next((c for c in concepts if counted and any(counted in way.terms for way in c.ways)), None),
        kind_of(plain),
        tuple((t.word, t.options[0][0]) for t in tokens if t.options and t.options[0][0] != t.word),
    )


def _tokens(text: str, words: Vocabulary) -> list[_Token]:
    spelt: list[str] = []
    for found in scan(text.lower() if text.isupper() and len(text.split()) > 2 else text):
        parts = spellings(found.surface)
        spelt += parts[:-1] if len(parts) > 1 else parts
    joined = {a + b for a, b in pairwise(spelt)} & words.by_word.keys()
    tokens = []
    for i, word in enumerate(spelt):
        pairs = (spelt[i - 1] + word if i else "", word + spelt[i + 1] if i + 1 < len(spelt) else "")
        tokens.append(_Token(word, () if _familiar(word, words) or joined & set(pairs) else _options(word, words)))
    return tokens


def _familiar(word: str, words: Vocabulary) -> bool:
    """True for a word that needs no correction: the notes, the lexicon or the field's names know it."""
    term = stem(word)
    known = word in STOP_WORDS or word in words.by_word or term in words.terms
    return known or (term,) in words.lexicon or term in words.name_terms


def _options(word: str, words: Vocabulary) -> tuple[tuple[str, float], ...]:
    if word.endswith("s") and (word[:-1] in words.by_word or (word[:-1],) in words.lexicon):
        return ((word[:-1], 1.0),)  # the plural of an abbreviation: "ips", "gsis"
    found = corrections(word, words.spellings, words.counts)
    by_lexicon = corrections(word, words.keys)
    return tuple(sorted({**dict(by_lexicon), **dict(found)}.items(), key=lambda pair: -pair[1])[:3])


def _concepts(tokens: Sequence[_Token], words: Vocabulary) -> list[Concept]:
    concepts: list[Concept] = []
    i = 0
    while i < len(tokens):
        length, concept = _phrase(tokens, i, words) or _joined(tokens, i, words) or (1, _single(tokens[i], words))
        if concept is not None and all(concept.ways != c.ways or not c.ways for c in concepts):
            concepts.append(concept)
        i += length
    return concepts


def _phrase(tokens: Sequence[_Token], start: int, words: Vocabulary) -> tuple[int, Concept] | None:
    """The longest phrase of the lexicon that begins here and leads to something that the notes have (or never name)."""
    for length in range(min(words.longest, len(tokens) - start), 0, -1):
        part = tokens[start : start + length]
        key = tuple(token.term for token in part)
        everyday = length == 1 and english_frequency(part[0].word) >= 10 * COMMON_ENGLISH
        if key in words.names and not everyday and not _mentioned(key, words):
            word = " ".join(t.word for t in part)
            return length, Concept(word, (), 1.0, name=True, known=False, foreign=True)
        if length == 1:
            return None
        usable = [e for e in words.lexicon.get(key, ()) if words.has(e.terms)]
        if usable:
            spelt = [Expansion(key, 1.0)] if words.has(key) else []
            hint = all(token.stop or token.word in _HINTS for token in part)
            return length, _concept(
                " ".join(t.word for t in part), [*spelt, *usable], words, FORM_WEIGHT if hint else 1.0
            )
    return None


def _mentioned(key: Phrase, words: Vocabulary) -> bool:
    """True where the notes know a name, by itself or by another name of it."""
    if words.has(key) and words.occurs(key):
        return True
    aliases = [e for e in words.lexicon.get(key, ()) if e.weight > SAME]
    return "".join(key) in words.terms or any(words.has(e.terms) and words.occurs(e.terms) for e in aliases)


def _joined(tokens: Sequence[_Token], start: int, words: Vocabulary) -> tuple[int, Concept] | None:
    """Two words here that the notes write as one ("back off")."""
    if start + 1 >= len(tokens):
        return None
    first, second = tokens[start], tokens[start + 1]
    whole = first.word + second.word
    if whole not in words.by_word or len(whole) < 4 or first.stop or second.stop:
        return None
    apart = (stem(first.word), stem(second.word))
    ways = [Expansion((stem(whole),), 1.0), *([Expansion(apart, 1.0)] if words.has(apart) else [])]
    ways += [e for e in words.lexicon.get((stem(whole),), ()) if words.has(e.terms)]
    return 2, _concept(f"{first.word} {second.word}", ways, words)


def _single(token: _Token, words: Vocabulary) -> Concept | None:
    term = stem(token.word)
    if token.stop or (len(token.word) < 2 and not token.word.isdigit()):
        return None
    ways = [Expansion((term,), 1.0)] if term in words.terms else []
    ways += [e for e in words.lexicon.get((term,), ()) if words.has(e.terms)]
    for option, likely in token.options:
        meant = stem(option)
        ways += [Expansion((meant,), likely)] if meant in words.terms else []
        ways += [Expansion(e.terms, e.weight * likely) for e in words.lexicon.get((meant,), ()) if words.has(e.terms)]
    near = words.by_initial.get(token.word[0], ())
    if term in words.terms:
        ways += [Expansion((stem(slip),), 0.9) for slip in variants(token.word, near)]
    elif not ways:
        short = expansions(token.word, near, [words.by_word[spelling].count for spelling in near])
        ways = _apart(token.word, words) or [Expansion((stem(long),), likely) for long, likely in short]
    return _concept(token.word, ways, words)


def _apart(word: str, words: Vocabulary) -> list[Expansion]:
    """One word here that the notes write as two ("deadletter")."""
    for cut in range(3, len(word) - 2):
        parts = (word[:cut], word[cut:])
        if all(p in words.by_word and words.by_word[p].count > 1 and p not in STOP_WORDS for p in parts):
            return [Expansion((stem(parts[0]), stem(parts[1])), 0.9)]
    return []


def _concept(word: str, ways: Sequence[Expansion], words: Vocabulary, factor: float = 1.0) -> Concept:
    best: dict[Phrase, float] = {}
    for way in ways:
        best[way.terms] = max(best.get(way.terms, 0.0), way.weight)
    ranked = sorted(best.items(), key=lambda item: -item[1])[:MOST_ALTERNATIVES]
    if not ranked:
        foreign = (
            len(word) > 2
            and word.isalpha()
            and likely_frequency(word) < COMMON_ENGLISH
            and english_frequency(word) == 0
        )
        return Concept(word, (), informativeness(word), name=foreign, known=False, foreign=foreign)
    strong = [terms for terms, weight in ranked if weight > MEANS] or [terms for terms, _ in ranked]
    count = sum(min(words.terms[term][0] for term in terms) for terms in strong)
    rarity = max(0.08, math.log((words.blocks + 1) / (count + 1)) / math.log(words.blocks + 1))
    if ranked[0][1] <= MEANS:
        factor *= 0.8
    name = any(words.is_name(term) for terms, weight in ranked if weight > 0.8 for term in terms)
    return Concept(
        word,
        tuple(Expansion(t, w) for t, w in ranked),
        rarity * factor,
        name,
        known=True,
        single=tuple((t[0], w) for t, w in ranked if len(t) == 1),
        joint=tuple(Expansion(t, w) for t, w in ranked if len(t) > 1),
    )
