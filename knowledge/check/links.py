"""Links and images that lead nowhere: to a file that is not there, or to a heading that its note has not."""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence

from knowledge.check.model import Finding, Page, Rule, quoted
from knowledge.inline import targets
from knowledge.model import Block, Kind

Exists = Callable[[str], bool]
"""Tells whether there is a file or folder with this path, relative to the folder of the notes."""

_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|www\.|\\", re.IGNORECASE)
"""How a target begins that is no relative one: an address, a path of the machine or of a web site."""
_DEFINED = re.compile(r"^[ >]*\[[^\]^][^\]]*\]:\s*<?([^\s>]+)", re.MULTILINE)
_ESCAPED = re.compile(r"(?:%[0-9a-f]{2})+", re.IGNORECASE)
_ANCHOR = re.compile(r"<[a-z][^<>]*?\b(?:id|name)\s*=\s*[\"']?([^\"'\s<>]+)|\{#([\w-]+)\}", re.IGNORECASE)
_NOT_IN_ANCHOR = re.compile(r"[^\w\- ]")
_TOP = frozenset({"", "top"})


def dead_links(pages: Sequence[Page], exists: Exists) -> Iterator[Finding]:
    """Find relative links and images of the notes that lead nowhere. What leads out of the folder is not looked at."""
    anchors = {page.path: _anchors(page) for page in pages}
    for page in pages:
        for block in page.note.blocks:
            for target in _targets(page, block) if block.kind is not Kind.CODE else ():
                if _ELSEWHERE.match(target) or not (wrong := _wrong(target, page.path, anchors, exists)):
                    continue
                yield Finding(Rule.DEAD_LINK, page.path, _line(page, block, target), wrong)


def _targets(page: Page, block: Block) -> list[str]:
    source = page.source(block)
    if block.kind is Kind.MARKUP and (defined := _DEFINED.findall(source)):
        return [str(target) for target in defined]
    return targets(source) if "](" in source or "<" in source else []


def _wrong(target: str, path: str, anchors: Mapping[str, frozenset[str]], exists: Exists) -> str:
    """What is wrong with a relative target; empty where nothing is."""
    place, _, anchor = _ESCAPED.sub(_unescaped, target).partition("#")
    place = place.partition("?")[0]
    file = posixpath.normpath(posixpath.join(posixpath.dirname(path), place)) if place else path
    if file == ".." or file.startswith("../"):
        return ""
    if file not in anchors and not exists(file):
        return f"{quoted(target)} leads to no file: correct the link, or add the file."
    known = anchors.get(file)
    if known is None or anchor.lower() in _TOP or _slug(anchor) in known:
        return ""
    return f"{quoted(target)} leads to no heading of {file}: correct the part after #."


def _unescaped(found: re.Match[str]) -> str:
    return bytes.fromhex(found.group().replace("%", "")).decode(errors="replace")


def _line(page: Page, block: Block, target: str) -> int:
    """The line on which a target stands in its block; the first line where it is written in another way."""
    lines = range(block.start, block.end + 1)
    return next((number for number in lines if target in page.lines[number - 1]), block.start)


def _anchors(page: Page) -> frozenset[str]:
    """The anchors of a note as GitHub makes them of its headings, and those that its author set."""
    found = {str(name or label).lower() for name, label in _ANCHOR.findall(page.file.text)}
    seen: Counter[str] = Counter()
    for block in page.note.blocks:
        if block.kind is Kind.HEADING and block.level <= 6:
            slug = _slug(block.text)
            found.add(f"{slug}-{seen[slug]}" if seen[slug] else slug)
            seen[slug] += 1
    return frozenset(found)


def _slug(text: str) -> str:
    return _NOT_IN_ANCHOR.sub("", text.strip().lower()).replace(" ", "-").strip("-")
