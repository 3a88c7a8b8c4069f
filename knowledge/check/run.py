"""The check as a whole: every rule over all notes, and the findings in order."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import chain
from pathlib import Path

from knowledge.check.duplicates import duplicates
from knowledge.check.headings import empty_headings
from knowledge.check.links import Exists, dead_links
from knowledge.check.model import Finding, Page, Rule, page
from knowledge.check.quizzes import unusable_questions
from knowledge.check.reading import misread, skipped
from knowledge.check.statements import Statement, statements
from knowledge.check.subjects import facts_without_subject
from knowledge.check.values import disagreements
from knowledge.files import NoteFile, Skipped

OF_A_PAGE: tuple[Callable[[Page], Iterator[Finding]], ...] = (
    empty_headings,
    facts_without_subject,
    misread,
    unusable_questions,
)
"""The rules that look at one note at a time."""
OF_STATEMENTS: tuple[Callable[[Sequence[Statement]], Iterator[Finding]], ...] = (duplicates, disagreements)
"""The rules that compare what all the notes state."""


def check(files: Iterable[NoteFile | Skipped], exists: Exists) -> tuple[Finding, ...]:
    """Return what is to be mended in some notes, by file and line; never raises for any text.

    `files` are the notes as `knowledge.files.read_notes` gives them. `exists` tells whether there is a file or folder
    at a path relative to the folder of the notes.
    """
    files = tuple(files)
    pages = tuple(page(file) for file in files if isinstance(file, NoteFile))
    stated = tuple(statements(pages))
    found = chain(
        (skipped(file) for file in files if isinstance(file, Skipped)),
        *(rule(one) for rule in OF_A_PAGE for one in pages),
        *(rule(stated) for rule in OF_STATEMENTS),
        dead_links(pages, exists),
    )
    order = list(Rule)
    return tuple(sorted(found, key=lambda finding: (finding.file, finding.line, order.index(finding.rule))))


def beside(root: Path) -> Exists:
    """Return the look at the disk that `check` needs for notes in the folder `root`, or in the file `root`."""
    folder = root.parent if root.is_file() else root
    return lambda path: os.path.lexists(folder / path)
