"""What could not be read as it was meant: skipped files, guessed encodings, blocks never closed, stray lines."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from knowledge.check.model import Finding, Page, Rule, quoted
from knowledge.files import Skipped

_AT_LINE = re.compile(r"line (\d+): ")
_HARMLESS = re.compile(
    r"\[\^[^\]]+\]:.*"  # a footnote
    r"|(?:(?:\d+[.)]|[-*+])\s*)*"  # an empty item
    r"|\[[^\]]+\]:(?:\s*<?\S*[/.#:@].*)?"  # the target of a link,
    r"|<?(?!\[)\S*[/.#:@]\S*"  # whose address may stand on the next line
)
"""What nobody misses where it stands."""
_LABEL = re.compile(r"\[[^\[\]]+\]")
"""The name of a link, here and where it is used."""


def skipped(file: Skipped) -> Finding:
    """Return the finding for a file that was not read at all."""
    return Finding(Rule.UNREADABLE, file.path, 1, f"The file was skipped: {file.reason}.")


def misread(page: Page) -> Iterator[Finding]:
    """Find where a note was read in another way than its author may have meant."""
    if page.file.warning:
        yield Finding(Rule.UNREADABLE, page.path, 1, f"{_sentence(page.file.warning)}.")
    line, warned = 1, set()
    for warning in page.note.warnings:
        at = _AT_LINE.match(warning)
        line = int(at.group(1)) if at else line  # what names no line goes on from the one before
        warned.add(line)
        told = f"{_sentence(_AT_LINE.sub('', warning, count=1))}: write the line that ends it."
        yield Finding(Rule.UNREADABLE, page.path, line, told)
    labels = Counter(_LABEL.findall(page.file.text)) if page.note.unplaced else Counter()
    for line in page.note.unplaced:
        text = page.lines[line - 1].strip(" \t>")
        label = _LABEL.match(text)
        if line not in warned and not _HARMLESS.fullmatch(text) and not (label and labels[label.group()] > 1):
            told = f"{quoted(text)} is no text to Markdown, which shows nothing of it: write it in another way."
            yield Finding(Rule.UNREADABLE, page.path, line, told)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]
