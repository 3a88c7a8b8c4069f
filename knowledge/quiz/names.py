"""Names in a text and the class that each belongs to: what else could stand in its place."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from knowledge import lexicon
from knowledge.model import Kind
from knowledge.quiz.choices import number
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.words import scan

_SHAPES = (
    ("error", re.compile(r"\b[A-Z]\w+(?:Exception|Error|Exceeded)\b")),
    ("header", re.compile(r"\b(?:x|X(?=-[A-Z]))-[a-zA-Z]+(?:-\w+)+\b")),
    ("function", re.compile(r"\bFn::\w+\b")),
    ("resource", re.compile(r"\bAWS::\w+(?:::\w+)+\b")),
    ("permission", re.compile(r"\b[a-z][a-z0-9]+:[A-Z]\w+\b")),
    ("file", re.compile(r"(?<![\w/.-])\.?[\w-]+\.(?:ya?ml|json|config|toml|ini|py|xml|zip|sh|txt|md)\b")),
    ("flag", re.compile(r"(?<!\S)--[a-z][a-z-]+\b")),
    ("variable", re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b")),
    ("parameter", re.compile(r"\b(?:[A-Z][a-z]+)+(?:Seconds|Ids?|Uri|Arn)\b")),
    ("call", re.compile(r"\b(?:Get|Put|Create|Delete|Update|Describe|List|Send|Receive|Change|Purge|Batch|Add|Remove|Assume|Generate"
     r"|Decrypt|Encrypt|Publish|Subscribe|Invoke|Start|Stop|Set|Query|Scan|Transact|Initiate|Complete|Upload|Register|Enable|Disable"
     r"|Attach|Detach|Run|Terminate|Copy|Restore|Rotate|Tag)(?:[A-Z][a-z]+)+\b")),
)  # fmt: skip
"""Classes of names that their form alone tells, in the order in which they are tried."""
_LABELLED = re.compile(
    r"\b(?P<name>(?:[A-Z][a-z0-9]+){2,}|[a-z]+(?:[A-Z][a-z0-9]+)+)(?: API)? (?P<label>parameter|property|field|option|setting|attribute)s?\b"
)
"""A name in one word with capitals inside, and the word that says what kind of thing it is."""
_BROAD = frozenset(lexicon.named_groups())
"""Classes of things that are too different to stand in each other's place: all services of a maker."""
MAKER = re.compile(r"^(?:AWS|Amazon)\s+(?=\S)")
"""What stands before the names of one maker's things, and is no part of them."""
TERM = "term"
"""The class of what a list of the notes explains."""
CONTRAST = "contrasts "
"""How the class of words begins that contrast with each other."""
FEW = 8
"""Names of a class from which on those are left out that the notes mention only once."""
LONGEST = 4
"""Words of a listed name."""
_UNIT = re.compile(r"\bunits of (?P<thing>.+)")
"""A class of common words that mean something else elsewhere."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, from `start` to `end`, and its class; `known` is the name as the class has it."""

    name: str
    kind: str
    start: int
    end: int
    known: str = ""


class Names:
    """The names in the notes, by class."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        listed = lexicon.classes()
        self._listed = {name: kind for name, kind in listed.items() if not kind.startswith(CONTRAST)}
        """Names that are known as they are written."""
        self._common = {
            form: (name, kind)
            for name, kind in self._listed.items()
            if name[-1:].islower() and is_common(name)
            for form in forms(name)
        }
        """Common names, in small letters: known by their plural and with capitals too."""
        self._found = lru_cache(maxsize=32_768)(lambda text: tuple(self._mentions(text)))
        self._members: dict[str, list[str]] = defaultdict(list)
        for name, kind in listed.items():
            self._members[kind].append(name)

    @cached_property
    def _labelled(self) -> dict[str, str]:
        """Names that the notes label somewhere: "the DelaySeconds parameter"."""
        found: dict[str, str] = {}
        for line in self._notebook.lines:
            if line.kind not in {Kind.MARKUP, Kind.CODE}:
                for label in _LABELLED.finditer(line.text):
                    if label["name"] not in self._listed:
                        found.setdefault(label["name"], label["label"])
        return found

    @cached_property
    def _places(self) -> dict[str, dict[str, list[Line]]]:
        """For each class and name, the lines that mention it."""
        found: dict[str, dict[str, list[Line]]] = defaultdict(lambda: defaultdict(list))
        for line in self._notebook.lines:
            if line.kind not in {Kind.MARKUP, Kind.CODE}:
                for mention in self.mentions(line.text):
                    found[mention.kind][mention.known].append(line)
        return {kind: dict(places) for kind, places in found.items()}

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Return the names in a text whose class is known, in no order."""
        return self._found(text)

    def _mentions(self, text: str) -> Iterator[Mention]:
        taken: list[tuple[int, int]] = []
        for mention in (*self._of_list(text), *self._of_shape(text)):
            if not any(start < mention.end and mention.start < end for start, end in taken):
                taken.append((mention.start, mention.end))
                yield mention

    def _of_shape(self, text: str) -> Iterator[Mention]:
        for kind, pattern in _SHAPES:
            for found in pattern.finditer(text):
                yield Mention(found.group(), kind, *found.span(), found.group())
        for word in scan(text):
            if word.surface in self._labelled:
                yield Mention(word.surface, self._labelled[word.surface], word.start, word.end, word.surface)

    def _of_list(self, text: str) -> Iterator[Mention]:
        words = scan(text)
        i = 0
        while i < len(words):
            for length in range(min(LONGEST, len(words) - i), 0, -1):
                start, end = words[i].start, words[i + length - 1].end
                name = text[start:end]
                known, kind = (
                    (name, self._listed[name]) if name in self._listed else self._common.get(_plain(name), ("", ""))
                )
                if kind:
                    yield Mention(name, kind, start, end, known)
                    i += length - 1
                    break
            i += 1

    def kind_of(self, name: str) -> str:
        """Return the class of a name; empty where it is not known."""
        bare = MAKER.sub("", name)
        if bare in self._listed and not is_common(bare):
            return self._listed[bare]
        return next((kind for kind, pattern in _SHAPES if pattern.fullmatch(bare)), "")

    def of_kind(self, kind: str, section: int | None, key: str) -> list[str]:
        """Return the names of a class that the notes mention more than once or in this section.

        Those of the section come first, the others in an order that depends on `key` alone.
        """
        places = self._places.get(kind, {})
        known = [
            n
            for n, lines in places.items()
            if len(lines) > 1 or len(places) < FEW or any(line.section == section for line in lines)
        ]
        return sorted(
            known,
            key=lambda name: (all(line.section != section for line in places[name]), number(f"{key}/{name}", 1 << 32)),
        )

    def beside(self, mention: Mention, line: Line) -> list[str]:
        """Return what else could stand in the place of a name, written as it is: the names of its class.

        First those of the same section, then of the same chapter, of the same file, of the notes, of the class.
        """
        if mention.kind in _BROAD:
            return []
        places, members = self._places.get(mention.kind, {}), self._members.get(mention.kind, [])
        ranked = sorted(
            {*places, *members} - {mention.known} if mention.kind != "variable" else self._together(mention, line),
            key=lambda name: (_distance(line, places.get(name, ())), number(f"{line.text}/{name}", 1 << 32)),
        )
        if not is_common(mention.known):
            return ranked
        return [written_like(name, mention) for name in ranked] if self._is_at_home(mention, line) else []

    def _is_at_home(self, mention: Mention, line: Line) -> bool:
        """True where a common word is sure to be a name of its class: a heading above names what it is a unit of."""
        unit = _UNIT.search(mention.kind)
        above = (*line.headings, *(other.text for other in self._notebook.above(line)))
        return not mention.name.isupper() and (
            unit is None or any(content(unit["thing"]) <= content(text) for text in above)
        )

    def _together(self, mention: Mention, line: Line) -> list[str]:
        """The names of a class in the section of a line: words in capitals are too different to be told apart further off."""
        places = self._places.get(mention.kind, {})
        return [
            name
            for name, lines in places.items()
            if name != mention.known and any(other.section == line.section for other in lines)
        ]


def _distance(line: Line, mentioned: Iterable[Line]) -> int:
    """How far from a line a name is at home: 0 in its section, 1 in its chapter, 2 in its file, 3 in the notes, 4 nowhere."""
    return min(
        (
            0
            if other.section == line.section
            else 1
            if _chapter(other) == _chapter(line)
            else 2
            if other.path == line.path
            else 3
            for other in mentioned
        ),
        default=4,
    )


def _chapter(line: Line) -> tuple[str, tuple[str, ...]]:
    return line.path, line.headings[:2]


def is_common(name: str) -> bool:
    """True for a name of more than a proper name: one with a word in small letters."""
    words = name.replace("-", " ").split()
    return all(word.isalpha() for word in words) and any(word[0].islower() and len(word) > 2 for word in words)


def _plain(name: str) -> str:
    return name.replace("-", " ").replace("’", "'").casefold()


def forms(name: str) -> tuple[str, ...]:
    """The singular and the plural of a common name, in small letters."""
    return _plain(name), _plain(plural_of(name))


def plural_of(noun: str) -> str:
    """Return the plural of a noun phrase, as far as English is regular."""
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    if noun.endswith("sis"):
        return f"{noun[:-2]}es"
    return f"{noun}es" if re.search(r"(?:s|x|ch|sh)$", noun) else f"{noun}s"


def written_like(name: str, mention: Mention) -> str:
    """Return a common name in the number and with the capitals in which another of its class is mentioned."""
    many = _plain(mention.name) != _plain(mention.known) and _plain(mention.name) == _plain(plural_of(mention.known))
    shown = plural_of(name) if many and name[-1:].islower() else name
    if mention.name[0].islower() and shown[1:2].islower() and (mention.kind == TERM or not is_common(mention.known)):
        return shown[0].lower() + shown[1:]
    words = mention.name.split()
    if is_common(mention.known) and len(words) == 1 and words[0][0].isupper():
        return shown[0].upper() + shown[1:]
    if is_common(mention.known) and all(word[0].isupper() for word in words):
        return " ".join(word[0].upper() + word[1:] for word in shown.split())
    if is_common(mention.known) and mention.name[0].isupper():
        return shown[0].upper() + shown[1:]
    return shown
