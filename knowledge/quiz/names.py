"""Names in a text and the class that each belongs to: what else could stand in its place."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
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
    ("computing endings of names", re.compile(r"(?<![\w.])\.[a-z]{2,8}\b(?![\w/.])")),
    ("file", re.compile(r"(?<![\w/.-])\.?[\w-]+\.(?:ya?ml|json|config|toml|ini|py|xml|zip|sh|txt|md)\b")),
    ("flag", re.compile(r"(?<!\S)--[a-z][a-z-]+\b")),
    ("variable", re.compile(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b(?!:[A-Z])")),
    ("parameter", re.compile(r"\b(?:[A-Z][a-z]+)+(?:Seconds|Ids?|Uri|Arn)\b")),
    ("call", re.compile(r"\b(?:Get|Put|Create|Delete|Update|Describe|List|Send|Receive|Change|Purge|Batch|Add|Remove|Assume|Generate"
     r"|Decrypt|Encrypt|Publish|Subscribe|Invoke|Start|Stop|Set|Query|Scan|Transact|Initiate|Complete|Upload|Register|Enable|Disable"
     r"|Attach|Detach|Run|Terminate|Copy|Restore|Rotate|Tag)(?:[A-Z][a-z]+)+\b")),
)  # fmt: skip
"""Classes of names that their form alone tells, in the order in which they are tried."""
SHAPES = frozenset(kind for kind, _ in _SHAPES)
_SHAPED = re.compile(r"[a-z0-9][A-Z]|Error|Exce|_|:[:A-Z]|\.[a-z]|--|[xX]-")
"""What a text has that holds a name of such a class, or one in one word with capitals inside."""
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
FEW = 8
"""Names of a class from which on those are left out that the notes mention only once."""
NEVER_RIGHT = "~"
"""What stands before a name or a word that is only a wrong choice: it may mean something else where it stands."""
MANY, ENOUGH = 60, 24
"""Names of a class in a place of which only some are looked at; names that are enough to choose among."""
_UNIT = re.compile(r"\bunits of (?P<thing>.+)")
"""A class of common words that mean something else elsewhere."""


Place = int | str | tuple[str, ...] | None
"""A section, a file, a chapter, or the notes as a whole."""


@dataclass(frozen=True, slots=True)
class Mention:
    """A name in a text, from `start` to `end`, and its class; `known` is the name as the class has it."""

    name: str
    kind: str
    start: int
    end: int
    known: str = ""
    many: bool = False
    """True for its plural."""


class Names:
    """The names in the notes, by class."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        listed = lexicon.classes()
        self._listed = {
            way: (ways.partition("|")[0], kind, False)
            for ways, kind in listed.items()
            if not ways.startswith(NEVER_RIGHT)
            for way in ways.split("|")
        }
        """Names that are known as they are written: the first of those that mean the same, the class, whether many."""
        common = [(way, known) for way, known in self._listed.items() if is_common(known[0])]
        self._common = {
            form: (name, kind, many)
            for way, (name, kind, _) in common
            if is_common(way)
            for many, form in enumerate(forms(way))
        }
        """Common names, in small letters: known by their plural and with capitals too."""
        self._listed |= {f"{way}s": (name, kind, True) for way, (name, kind, _) in common if way.isupper()}
        self._longest: dict[str, int] = defaultdict(int)
        """For each first word of a name, in small letters, the most words that such a name has."""
        for words in (_plain(name).split() for name in (*self._listed, *self._common)):
            self._longest[words[0]] = max(self._longest[words[0]], len(words))
        self._found = lru_cache(maxsize=32_768)(lambda text: tuple(self._mentions(text)))
        self._members: dict[str, list[str]] = defaultdict(list)
        for ways, kind in listed.items():
            self._members[kind].append(ways.removeprefix(NEVER_RIGHT).partition("|")[0])

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
    def _names_at(self) -> dict[tuple[str, Place], tuple[str, ...]]:
        """For each class and place, the names that are mentioned there, in the order of the alphabet."""
        found: dict[tuple[str, Place], set[str]] = defaultdict(set)
        for line in self._notebook.lines:
            if line.kind not in {Kind.MARKUP, Kind.CODE}:
                for mention in self.mentions(line.text):
                    for place in _places(line):
                        found[mention.kind, place].add(mention.known)
        return {key: tuple(sorted(names)) for key, names in found.items()}

    @cached_property
    def _repeated(self) -> frozenset[tuple[str, str]]:
        """The classes and names that more than one line mentions."""
        lines: Counter[tuple[str, str]] = Counter()
        for line in self._notebook.lines:
            if line.kind not in {Kind.MARKUP, Kind.CODE}:
                lines.update((mention.kind, mention.known) for mention in self.mentions(line.text))
        return frozenset(name for name, count in lines.items() if count > 1)

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
        if not _SHAPED.search(text):
            return
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
            longest = self._longest.get(_plain(words[i].surface).partition(" ")[0], 0)
            for length in range(min(longest, len(words) - i), 0, -1):
                start, end = words[i].start, words[i + length - 1].end
                name = text[start:end]
                if found := self._listed.get(name) or self._common.get(_plain(name)):
                    known, kind, many = found
                    yield Mention(name, kind, start, end, known, bool(many))
                    i += length - 1
                    break
            i += 1

    def kind_of(self, name: str) -> str:
        """Return the class of a name; empty where it is not known."""
        bare = MAKER.sub("", name)
        if bare in self._listed and not is_common(bare):
            return self._listed[bare][1]
        return next((kind for kind, pattern in _SHAPES if pattern.fullmatch(bare)), "")

    def of_kind(self, kind: str, section: int | None, key: str) -> list[str]:
        """Return the names of a class that the notes mention more than once or in this section.

        Those of the section come first, the others in an order that depends on `key` alone.
        """
        names = self._names_at.get((kind, None), ())
        near = self._names_at.get((kind, _section(section)), ())
        known = names if len(names) < FEW else [n for n in names if n in near or (kind, n) in self._repeated]
        return sorted(known, key=lambda name: (name not in near, number(f"{key}/{name}", 1 << 32)))

    def size(self, kind: str) -> int:
        """Return how many names of a class are known: those that are listed and those of the notes."""
        return len({*self._names_at.get((kind, None), ()), *self._members.get(kind, ())})

    def beside(self, mention: Mention, line: Line) -> list[str]:
        """Return what else could stand in the place of a name, written as it is: the names of its class.

        First those of the same section, then of the same chapter, of the same file, of the notes, of the class.
        """
        if mention.kind in _BROAD or (is_common(mention.known) and not self._is_at_home(mention, line)):
            return []
        found: dict[str, None] = {}
        for names in (*(self._names_at.get((mention.kind, p), ()) for p in _places(line)), self._members[mention.kind]):
            if len(found) < ENOUGH:
                found |= dict.fromkeys(_shuffled(names, line.text))
            if mention.kind == "variable":
                break  # words in capitals are too different to be told apart further off
        others = [name for name in found if name != mention.known]
        return [written_like(name, mention) for name in others] if is_common(mention.known) else others

    def _is_at_home(self, mention: Mention, line: Line) -> bool:
        """True where a common word is sure to be a name of its class: its line, or what stands above, names what it is a unit of."""
        unit = _UNIT.search(mention.kind)
        told = (line.text, *line.headings, *(other.text for other in self._notebook.above(line)))
        shouted = mention.name.isupper() and _plain(mention.name) in forms(mention.known)
        return not shouted and (unit is None or _speaks_of(unit["thing"].split(" or "), told))


def _speaks_of(things: Iterable[str], texts: Iterable[str]) -> bool:
    return any(content(thing) <= content(text) for text in texts for thing in things)


def _places(line: Line) -> tuple[Place, ...]:
    """The section, the chapter and the file of a line, and None for the notes as a whole."""
    return _section(line.section), (line.path, *line.headings[:2]), line.path, None


def _section(index: int | None) -> int:
    """A section as a place: what stands above the first heading is one as well."""
    return -1 if index is None else index


def _shuffled(names: Sequence[str], key: str) -> list[str]:
    """Names in an order that depends on `key` alone; of many, only some."""
    start = number(key, len(names)) if len(names) > MANY else 0
    return sorted(names[start : start + MANY], key=lambda name: number(f"{key}/{name}", 1 << 32))


def is_common(name: str) -> bool:
    """True for a name of more than a proper name: one with a word in small letters."""
    words = name.replace("-", " ").split()
    return all(word.isalpha() for word in words) and any(word[0].islower() and len(word) > 2 for word in words)


def _plain(name: str) -> str:
    return name.replace("-", " ").replace("’", "'").casefold()


def forms(name: str) -> tuple[str, str]:
    """The singular and the plural of a common name, in small letters."""
    return _plain(name), _plain(plural_of(name))


def plural_of(noun: str) -> str:
    """Return the plural of a noun phrase, as far as English is regular."""
    if noun.endswith(("data", "memory")):
        return noun
    if re.search(r"[^aeiou]y$", noun):
        return f"{noun[:-1]}ies"
    if noun.endswith("sis"):
        return f"{noun[:-2]}es"
    return f"{noun}es" if re.search(r"(?:s|x|ch|sh)$", noun) else f"{noun}s"


def written_like(name: str, mention: Mention) -> str:
    """Return a common name in the number and with the capitals in which another of its class is mentioned."""
    shown = plural_of(name) if mention.many and name[-2:].isalpha() else name
    words = mention.name.split()
    if mention.name[0].islower() and shown[1:2].islower() and (mention.kind == TERM or not is_common(mention.known)):
        return shown[0].lower() + shown[1:]
    if not is_common(mention.known) or words[0][:1].islower() or words[0][:2].isupper() or mention.known[0].isupper():
        return shown
    if len(words) > 1 and all(word[0].isupper() for word in words):
        return " ".join(word[0].upper() + word[1:] for word in shown.split())
    return shown[0].upper() + shown[1:]
