"""Values that disagree: the same attribute of the same thing with another value in another place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, zip_longest

from knowledge.check.matching import Saying, met, of_one_thing
from knowledge.check.meaning import meaning, value_term
from knowledge.check.model import Finding, Rule, quoted
from knowledge.check.statements import Statement
from knowledge.claims import WORDS, Bound, Claim, contradict, is_range, stated
from knowledge.quantities import Family, Quantity, quantities
from knowledge.words import stem

_SETTLED = re.compile(
    r"\b(?:at the time|era|as of|since|until|formerly|previously|originally|used to be|nowadays|today|now|currently"
    r"|(?:in|before|after) (?:\w+ ){0,2}(?:19|20)\d\d)\b",
    re.IGNORECASE,
)
"""Words with which a line tells when its value holds."""
_EXAMPLE = re.compile(
    r"\b(?:e\.?g\b|ex\b|example|instance|suppose|say|imagine|consider|if (?:you|we)\b)", re.IGNORECASE
)
_CLAUSE = re.compile(r"[;,)]\s+|\s*\(")
_TO = re.compile(r"\s*(?:-|–|to|and|or)\s*")
_SAYS_LITTLE = frozenset(
    stem(word) for word in "period time value number total amount range most least default".split()
)
"""Terms that one wording of an attribute has and another has not; the bound is compared by itself."""

Kind = tuple[Family, str]
"""What a quantity measures, and per what; what it counts is one of the terms."""


@dataclass(frozen=True)
class _Value(Saying):
    claim: Claim
    of: tuple[Kind, Bound | None]


def disagreements(found: Iterable[Statement]) -> Iterator[Finding]:
    """Find values that contradict an earlier one; a line that tells when its value holds is settled."""
    told: set[tuple[str, int]] = set()
    unsettled = chain.from_iterable(
        sentences for block, sentences in groupby(found, lambda s: s.block) if not _SETTLED.search(block.text)
    )
    values = (value for statement in unsettled for value in _values(statement))
    for earlier, later in met((value, _keys(value)) for value in values):
        place = (later.statement.page.path, later.statement.block.start)
        if place not in told and _same_attribute(earlier, later) and contradict(earlier.claim, later.claim):
            told.add(place)
            other = earlier.statement
            message = (
                f"{quoted(later.statement.text)} disagrees with {other.place}, {quoted(other.text)}: "
                "correct one of them, or write when each holds."
            )
            yield Finding(Rule.DISAGREEMENT, *place, message)


def _keys(value: _Value) -> Iterator[Hashable]:
    """A few terms by which values of one attribute find each other: the longest, since they are the rarest."""
    for terms in (value.says, value.statement.near):
        for term in sorted(terms, key=lambda term: (len(term), term))[-3:]:
            yield value.of, term


def _same_attribute(a: _Value, b: _Value) -> bool:
    """True where neither says anything of its value that the other does not, with what stands above it."""
    return a.of == b.of and a.says <= b.whole and b.says <= a.whole and of_one_thing(a, b)


def _values(statement: Statement) -> Iterator[_Value]:
    """The values of a sentence, as far as it is plain which is which."""
    text = statement.text
    if _EXAMPLE.search(text):
        return
    under = (statement.page.path, statement.block.parent)
    for clause, about, kind, found in _measured(text):
        said = (statement.meaning if about == text else meaning(about)).terms - _SAYS_LITTLE
        said |= {value_term(quantity) for quantity in _whole(about) if _kind(quantity) != kind}
        # A value that is no bound has to be all that the sentence says of something.
        alone = said and clause == text and all(q.family is not Family.COUNT or q.noun for q in found)
        for bound in (*Bound, None) if alone else Bound:
            chosen = stated(clause, found, bound)
            if chosen is not None:
                claim = Claim(chosen, frozenset(), under)  # its names are among the terms
                yield _Value(statement, said, claim, (kind, bound))


def _measured(text: str) -> Iterator[tuple[str, str, Kind, list[Quantity]]]:
    """Yield the parts of a sentence that have one value of a kind, or a range: all of it, or one of its clauses.

    With each comes what it is about: the first clause of a sentence holds for the others too.
    """
    several = sum(words.search(text) is not None for words in WORDS.values()) > 1
    alone = {} if several else {kind: found for kind, found in _kinds(text).items() if _is_plain(text, found)}
    for kind, found in alone.items():
        yield text, text, kind, found
    first, *others = _CLAUSE.split(text)
    for clause, about in ((first, first), *((other, f"{first}, {other}") for other in others)):
        for kind, found in _kinds(clause).items():
            if kind not in alone and _is_plain(clause, found):
                yield clause, about, kind, found


def _is_plain(text: str, found: Sequence[Quantity]) -> bool:
    return len({quantity.value for quantity in found}) == 1 or is_range(text)


def _kinds(text: str) -> dict[Kind, list[Quantity]]:
    kinds: dict[Kind, list[Quantity]] = defaultdict(list)
    for quantity in quantities(text):
        kinds[_kind(quantity)].append(quantity)
    return kinds


def _whole(text: str) -> Iterator[Quantity]:
    """The quantities of a text without the lower ends of ranges, whose unit stands at the other end."""
    found = quantities(text)
    for quantity, following in zip_longest(found, found[1:]):
        if following is None or not _TO.fullmatch(text, quantity.end, following.start):
            yield quantity


def _kind(quantity: Quantity) -> Kind:
    return quantity.family, quantity.per
