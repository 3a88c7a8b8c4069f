"""Facts without a subject: a value, or a line that begins with a pronoun, where nothing says what it speaks of."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.check.meaning import meaning
from knowledge.check.model import Finding, Page, Rule, quoted
from knowledge.claims import bound_of
from knowledge.model import Block, Kind
from knowledge.quantities import Family, quantities

_PASSAGES = frozenset({Kind.PARAGRAPH, Kind.ITEM, Kind.ROW})
_PRONOUN = re.compile(
    r"(?:it|its|they|their|he|his|she|her)\b"
    r"|(?:this|that|these|those) (?:is|are|was|were|means?|can|will|has|have|does|do|should|must|may|allows?|lets?)\b",
    re.IGNORECASE,
)
_STANDS_FOR_NOTHING = re.compile(
    r"it(?:['’]s| is| was) (?!an? |the )(?:\w+ ){1,3}(?:to|that|practice)\b", re.IGNORECASE
)
_STANDS_FOR_THE_NOTE = re.compile(
    r"(?:this|these) (?:is|are) (?:\w+ ){0,3}(?:notes?|file|document|page|summary|list|guide|collection)\b",
    re.IGNORECASE,
)


def facts_without_subject(page: Page) -> Iterator[Finding]:
    """Find values and lines that begin with a pronoun, where no heading and no words above or in them name a thing."""
    named = _named(page)
    for index, block in enumerate(page.note.blocks):
        if block.kind not in _PASSAGES or block.ticked is not None or index in named:
            continue
        if _begins_with_pronoun(block.text):
            told = "begins with a pronoun, and no heading above says what it stands for"
        elif _is_value(block) and not meaning(block.text).subject:
            told = "states a value, and neither the line nor a heading above says of what"
        else:
            continue
        yield Finding(Rule.NO_SUBJECT, page.path, block.start, f"{quoted(block.text)} {told}: name it.")


def _named(page: Page) -> set[int]:
    """The indexes of what hangs under words that name a thing."""
    under: set[int] = set()
    naming: set[int] = set()
    for index, block in enumerate(page.note.blocks):
        if block.parent in naming:
            under.add(index)
        if index in under or (block.last > index and meaning(block.text).subject):
            naming.add(index)
    return under


def _begins_with_pronoun(text: str) -> bool:
    explained = _STANDS_FOR_NOTHING.match(text) or _STANDS_FOR_THE_NOTE.match(text)
    return bool(_PRONOUN.match(text)) and not explained


def _is_value(block: Block) -> bool:
    """True for words with a quantity of something; a bare number may be that of a page or of a chapter."""
    found = quantities(block.text)
    return any(q.family is not Family.COUNT for q in found) or (bool(found) and bound_of(block.text) is not None)
