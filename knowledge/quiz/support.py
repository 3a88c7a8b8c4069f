"""What the notes say of what: the test that a wrong choice is wrong by the notes."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable
from functools import cached_property, lru_cache

from knowledge.model import Kind
from knowledge.quiz.notebook import Notebook, content

TRUE_OF = 0.5
"""Share of a statement's weight from which a line on something is taken to say the same of it."""


class Support:
    """Looks up whether some line says a thing of a subject."""

    def __init__(self, notebook: Notebook) -> None:
        self._notebook = notebook
        self._lines_about = lru_cache(maxsize=4_096)(self._find_lines_about)

    @cached_property
    def _about(self) -> dict[str, frozenset[int]]:
        """For each term, the lines that hold it or stand under a line that does."""
        inherited: list[frozenset[str]] = []
        found: dict[str, set[int]] = defaultdict(set)
        for line, own in zip(self._notebook.lines, self._notebook.terms, strict=True):
            above = frozenset() if line.parent is None else inherited[line.parent]
            inherited.append(
                above
                | (own if line.kind is Kind.HEADING or len(own) < 12 or line.block.lead else content(line.block.term))
            )
            for term in own | above:
                found[term].add(line.index)
        return {term: frozenset(lines) for term, lines in found.items()}

    @cached_property
    def _weights(self) -> dict[str, float]:
        lines = len(self._notebook.lines)
        return {term: math.log(1 + lines / (1 + len(found))) for term, found in self._notebook.lines_with.items()}

    def weight(self, term: str) -> float:
        """Return how much a term says: its inverse document frequency over the lines of the notes."""
        return self._weights.get(term) or math.log(1 + len(self._notebook.lines))

    def gives_away(self, text: str, name: str, shared: frozenset[str] = frozenset()) -> bool:
        """Return whether a text holds so much of a name that one can guess it: half of its weight, or its whole.

        `shared` are the terms that the other choices have too, and that tell nothing.
        """
        own = content(name) - shared or content(name)
        if name.casefold() in text.casefold() and (own or " " in name):
            return not shared >= content(name) or not own
        total = sum(self.weight(term) for term in own)
        return (
            bool(own) and not own <= shared and sum(self.weight(term) for term in own & content(text)) >= 0.45 * total
        )

    def lines_about(self, subject: str) -> frozenset[int]:
        """Return the lines that speak of a subject: all its words stand in them, or above them."""
        return self._lines_about(subject)

    def _find_lines_about(self, subject: str) -> frozenset[int]:
        sets = [self._about.get(term, frozenset()) for term in content(subject)]
        return frozenset.intersection(*sets) if sets else frozenset()

    def says(self, subject: str, statement: Iterable[str], *, but: frozenset[int] = frozenset()) -> float:
        """Return how much of a statement (its terms) one line on the subject says, as a share of its weight."""
        weights = {term: self.weight(term) for term in statement}
        total = sum(weights.values())
        if not total:
            return 0.0
        about = self.lines_about(subject)
        said: dict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for index in self._notebook.lines_with.get(term, frozenset()) & about:
                said[index] += weight
        return max((weight for index, weight in said.items() if index not in but), default=0.0) / total

    def alike(self, statement: Iterable[str], share: float) -> frozenset[int]:
        """Return the lines that, with what stands above them, say at least this share of a statement (its terms)."""
        weights = sorted(((self.weight(term), term) for term in statement), reverse=True)
        total = left = sum(weight for weight, _ in weights)
        said: dict[int, float] = defaultdict(float)
        for weight, term in weights:
            lines = self._about.get(term, frozenset())
            if left < share * total:  # what has nothing so far cannot get there
                few, many = sorted((said.keys(), lines), key=len)
                lines = frozenset(index for index in few if index in many)
            for index in lines:
                said[index] += weight
            left -= weight
        return frozenset(index for index, weight in said.items() if total and weight >= share * total)
