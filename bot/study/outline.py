"""The headings of the notes as a tree to walk through: the files, their headings, what stands below those."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.base import Topic
from knowledge.model import Passage

ROOT = "0"
"""The key of the place above all files."""


@dataclass(frozen=True, slots=True)
class Place:
    """A heading, a file, or the root: what it is called, what stands above and below, and where its own lines are.

    `key` is a short name that stays the same while the file and the headings above do, wherever the lines move.
    `first` and `last` are its lines before the next heading: 0 where it has none, as the root, and `last` None where no
    heading follows.
    """

    key: str
    title: str
    file: str = ""
    path: tuple[str, ...] = ()
    first: int = 0
    last: int | None = 0
    passages: int = 0
    above: str = ROOT
    below: tuple[str, ...] = ()


Outline = Mapping[str, Place]
"""The places by their keys. The root is always there."""


def outline(topics: Sequence[Topic]) -> Outline:
    """Return the tree of these headings, which come in order of file and line.

    A file that has one title above all its other headings is that title.
    """
    files: dict[str, list[Topic]] = defaultdict(list)
    for topic in topics:
        files[topic.file].append(topic)
    places: dict[str, Place] = {}
    tops: list[Place] = []
    for file, found in files.items():
        headings = _headings(file, found)
        first, *others = (place for place in headings.values() if place.above == _key(file))
        top = _file(file, (first, *others)) if others else replace(first, above=ROOT)
        tops.append(top)
        places |= headings | {top.key: top}
    root = Place(ROOT, "", passages=sum(top.passages for top in tops), below=tuple(top.key for top in tops))
    return {ROOT: root, **places}


def _file(file: str, tops: Sequence[Place]) -> Place:
    passages = sum(top.passages for top in tops)
    return Place(_key(file), file, file, passages=passages, below=tuple(top.key for top in tops))


def _headings(file: str, topics: Sequence[Topic]) -> dict[str, Place]:
    """The places of the headings of one file; the uppermost hang under the file."""
    times: Counter[tuple[str, ...]] = Counter()
    below: dict[str, list[str]] = defaultdict(list)
    found: list[tuple[Topic, str, str]] = []
    open_keys = [_key(file)]
    for topic in topics:
        times[topic.path] += 1
        key = _heading_key(file, topic.path, times[topic.path])
        del open_keys[len(topic.path) :]
        found.append((topic, key, open_keys[-1]))
        below[open_keys[-1]].append(key)
        open_keys.append(key)
    ends = [*(topic.line - 1 for topic in topics[1:]), None]
    return {
        key: Place(key, topic.path[-1], file, topic.path, topic.line, end, topic.passages, above, tuple(below[key]))
        for (topic, key, above), end in zip(found, ends, strict=True)
    }


def key_of(heading: str, found: Iterable[Passage]) -> str | None:
    """Return the key of the heading of this text above one of these passages, the first that hangs under it.

    None where none does. Of headings with the same text under the same ones, it is that of the first.
    """
    for passage in found:
        if heading in passage.heading:
            path = passage.heading[: passage.heading.index(heading) + 1]
            return _heading_key(passage.file, path)
    return None


def _heading_key(file: str, path: Sequence[str], time: int = 1) -> str:
    """The key of a heading; `time` counts those of the same path."""
    return _key(file, *path, "" if time == 1 else str(time))


def _key(*names: str) -> str:
    return hashlib.blake2s("\0".join(names).encode("utf-8", "surrogatepass"), digest_size=6).hexdigest()
