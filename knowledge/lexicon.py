"""Words that mean the same: shipped data files, the group's own `aliases.toml`, and what the notes define.

Three strengths. An *alias* is another name of the same thing; *same* words are near-synonyms; *means* leads from a
student's word to what a note may say instead. All keys and targets are compared as terms, so plural and tense do
not matter.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

from knowledge.files import NotesError
from knowledge.words import scan, spellings, stem

ALIAS, SAME, MEANS = 0.95, 0.7, 0.5
"""How much a match by another word counts, where the word itself counts 1."""
ALIASES_FILE = "aliases.toml"
CONTRASTS = "contrasts"
"""The table of the classes that has words of contrast."""
_CLASSES = resources.files("knowledge") / "data" / "classes.toml"

Phrase = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Expansion:
    """Another way to say something: its terms, and how much a match by it counts (0 to 1)."""

    terms: Phrase
    weight: float


Lexicon = Mapping[Phrase, tuple[Expansion, ...]]


@lru_cache(maxsize=16_384)
def phrase(text: str) -> Phrase:
    """Return the terms of a short text, compounds taken apart."""
    terms: list[str] = []
    for word in scan(text):
        parts = spellings(word.surface)
        terms += [stem(part) for part in (parts[:-1] if len(parts) > 1 else parts)]
    return tuple(terms)


@lru_cache(maxsize=1)
def shipped() -> Lexicon:
    """Return the data files that come with the program."""
    data = resources.files("knowledge") / "data"
    pairs: list[tuple[Phrase, Expansion]] = []
    everyday = _load(data / "everyday.toml")
    for group in everyday.get("same", {}).values():
        terms = list(dict.fromkeys(phrase(entry) for entry in group))
        pairs += [(a, Expansion(b, SAME)) for a in terms for b in terms if a != b]
    for said, meant in everyday.get("means", {}).items():
        pairs += [(phrase(said), Expansion(phrase(entry), MEANS)) for entry in meant]
    for field in sorted((data / "aliases").iterdir(), key=lambda entry: entry.name):
        pairs += _aliases(_load(field).get("aliases", {}))
    return _collect(pairs)


@lru_cache(maxsize=1)
def named_groups() -> Mapping[str, tuple[str, ...]]:
    """Return the names of the fields' things, as they are written, by the group in which the data files list them."""
    fields = sorted((resources.files("knowledge") / "data" / "aliases").iterdir(), key=lambda entry: entry.name)
    return {
        f"{field.name.removesuffix('.toml')} {group}": tuple(names)
        for field in fields
        for group, names in _load(field).get("names", {}).items()
    }


@lru_cache(maxsize=1)
def classes() -> Mapping[str, str]:
    """Return for each name that the data files list, as it is written, the class of things that it belongs to."""
    fields = {field: listed for field, listed in _load(_CLASSES).items() if field != CONTRASTS}
    groups = {f"{field} {name}": tuple(names) for field, listed in fields.items() for name, names in listed.items()}
    found: dict[str, str] = {}
    for groups_of_one_file in (groups, named_groups()):
        for group, names in groups_of_one_file.items():
            for name in names:
                found.setdefault(name, group)
    return found


@lru_cache(maxsize=1)
def contrasts() -> tuple[tuple[str, ...], ...]:
    """Return the sets of words of which notes use one where each of the others would make sense too."""
    return tuple(tuple(words) for words in _load(_CLASSES)[CONTRASTS].values())


@lru_cache(maxsize=1)
def names() -> frozenset[Phrase]:
    """Return the names of the fields' things: what a question may be about although the notes never mention it."""
    return frozenset(phrase(name) for group in named_groups().values() for name in group)


def own_aliases(notes: Path) -> Lexicon:
    """Return the group's aliases, from `aliases.toml` in (or beside) its notes; empty where there is none.

    Raises NotesError, with a sentence that names the file and what is wrong, when it cannot be used.
    """
    path = (notes if notes.is_dir() else notes.parent) / ALIASES_FILE
    if not path.is_file():
        return {}
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NotesError(f"{path} cannot be used ({error}): correct it, or take it away.") from error
    aliases = table.get("aliases", table)
    if not isinstance(aliases, dict) or not all(
        isinstance(v, str) or (isinstance(v, list) and all(isinstance(x, str) for x in v)) for v in aliases.values()
    ):
        raise NotesError(f'{path} cannot be used: every line must read  short = "long name"  or  short = ["a", "b"].')
    return _collect(_aliases({k: [v] if isinstance(v, str) else v for k, v in aliases.items()}))


def defined_in_notes(pairs: Iterable[tuple[str, str]]) -> Lexicon:
    """Return the abbreviations that the notes define, usable both ways."""
    both: list[tuple[Phrase, Expansion]] = []
    for short, long in pairs:
        a, b = phrase(short), phrase(long)
        both += [(a, Expansion(b, ALIAS)), (b, Expansion(a, ALIAS))]
    return _collect(both)


def merged(*lexicons: Lexicon) -> Lexicon:
    """Return one lexicon with the entries of all."""
    return _collect((key, expansion) for lexicon in lexicons for key, found in lexicon.items() for expansion in found)


def _aliases(table: Mapping[str, Iterable[str]]) -> list[tuple[Phrase, Expansion]]:
    return [(phrase(said), Expansion(phrase(name), ALIAS)) for said, names in table.items() for name in names]


def _collect(pairs: Iterable[tuple[Phrase, Expansion]]) -> Lexicon:
    found: dict[Phrase, dict[Phrase, float]] = {}
    for key, expansion in pairs:
        if key and expansion.terms and key != expansion.terms:
            known = found.setdefault(key, {})
            known[expansion.terms] = max(known.get(expansion.terms, 0.0), expansion.weight)
    return {key: tuple(Expansion(t, w) for t, w in known.items()) for key, known in found.items()}


def _load(file: Traversable) -> dict[str, dict[str, list[str]]]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
