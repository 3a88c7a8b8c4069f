"""The knowledge base as the rest of the program uses it: built, asked, searched, browsed, read."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import Self

from knowledge import answers, lexicon
from knowledge.files import NotesError, Source
from knowledge.index import FILE_NAME, Index, Progress, Summary, build
from knowledge.model import SHARED_SCOPE, Answer, Passage
from knowledge.question import Vocabulary, understand, vocabulary
from knowledge.ranking import Ranker
from knowledge.search import search
from knowledge.second_look import Candidate, second_look


@dataclass(frozen=True, slots=True)
class Weights:
    """What each feature counts: of a place, of an answer, and of the evidence that there is an answer at all."""

    first: Mapping[str, float]
    second: Mapping[str, float]
    answered: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class Topic:
    """A heading of the notes: where it stands and the headings above it, itself last."""

    file: str
    line: int
    path: tuple[str, ...]
    passages: int


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a note as its file has it; `quoted` where it belongs to the place that was asked for."""

    number: int
    text: str
    quoted: bool


class KnowledgeBase:
    """The notes of a group, ready to be asked. Belongs to the thread that made it; close it when done."""

    def __init__(
        self, notes: Path, data_dir: Path, guilds: Sequence[Source] = (), weights: Weights | None = None
    ) -> None:
        """`notes` is the shared folder (or one file); `guilds` are further folders, each for its own scope.

        `weights` takes the place of the shipped ones (see `docs/decisions.md`). Nothing is read before `refresh`.
        """
        self._weights = weights or shipped_weights()
        self._sources = (Source(SHARED_SCOPE, notes), *guilds)
        self._notes, self._data_dir = notes, data_dir
        self.index = Index(data_dir / FILE_NAME)
        self._vocabularies: dict[tuple[str, ...], Vocabulary] = {}
        self._generation = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the knowledge base file."""
        self.index.close()

    def refresh(self, progress: Progress | None = None) -> Summary:
        """Read what changed in the notes and say what was done; see `knowledge.index.build` for what it raises.

        Raises NotesError too when the group's `aliases.toml` cannot be used.
        """
        lexicon.own_aliases(self._notes)  # what is wrong with it is better said now than with the first question
        return build(self._sources, self._data_dir, progress)

    def ask(self, question: str, scopes: Sequence[str] = (SHARED_SCOPE,)) -> Answer:
        """Answer a question from the notes in these scopes; never raises for any question."""
        candidates, ranker = self._look(question, scopes)
        return replace(answers.answer(self.index, candidates, ranker, self._weights.answered), question=question)

    def search(self, words: str, scopes: Sequence[str] = (SHARED_SCOPE,), most: int = 10) -> tuple[Passage, ...]:
        """Return the passages that speak of these words, best first, whether or not they answer anything."""
        candidates, _ = self._look(words, scopes)
        return answers.passages(self.index, candidates)[:most]

    def topics(self, scopes: Sequence[str] = (SHARED_SCOPE,)) -> tuple[Topic, ...]:
        """Return the headings of the notes, in order of file and line."""
        found: list[Topic] = []
        above: list[tuple[int, str]] = []
        file = ""
        for path, record in self.index.headings(list(scopes)):
            if path != file:
                file, above = path, []
            while above and above[-1][0] >= record.level:
                above.pop()
            above.append((record.level, record.text))
            found.append(Topic(path, record.start, tuple(text for _, text in above), record.last - record.id))
        return tuple(found)

    def around(
        self, file: str, start: int, end: int, margin: int = 4, scopes: Sequence[str] = (SHARED_SCOPE,)
    ) -> tuple[Line, ...]:
        """Return lines `start` to `end` of a note with `margin` lines before and after, as they were when read.

        Raises NotesError when the notes have no such file.
        """
        found = self.index.file_named(file, list(scopes))
        if found is None:
            raise NotesError(f"The notes have no file {file}: /topics lists what there is.")
        lines = self.index.lines(found)
        if lines and not lines[-1]:
            lines.pop()  # what follows the last line break is no line
        first, last = max(1, start - margin), min(len(lines), end + margin)
        return tuple(Line(n, lines[n - 1], start <= n <= end) for n in range(first, last + 1))

    def _look(self, text: str, scopes: Sequence[str]) -> tuple[list[Candidate], Ranker]:
        words = self.vocabulary(scopes)
        ranker = Ranker(understand(text, words), self._weights.first)
        hits = search(self.index, ranker, words, scopes)
        return second_look(self.index, hits, ranker, self._weights.second), ranker

    def vocabulary(self, scopes: Sequence[str]) -> Vocabulary:
        """The words of these scopes; derived anew whenever the knowledge base was replaced."""
        if self.index.generation != self._generation:
            self._vocabularies.clear()
            self._generation = self.index.generation
        key = tuple(scopes)
        if key not in self._vocabularies:
            known = lexicon.merged(
                lexicon.shipped(),
                lexicon.defined_in_notes(self.index.short_forms(key)),
                lexicon.own_aliases(self._notes),
            )
            self._vocabularies[key] = vocabulary(
                self.index.words(key),
                known,
                self.index.size(),
                lexicon.names(),
                lru_cache(4096)(partial(self.index.occurs, scopes=key)),
            )
        return self._vocabularies[key]


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Return the weights that come with the program."""
    text = (resources.files("knowledge") / "data" / "weights.json").read_text(encoding="utf-8")
    return Weights(**json.loads(text))
