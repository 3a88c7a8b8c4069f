"""The knowledge base as the rest of the program uses it: built, asked, searched, browsed, read, quizzed."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Self

from knowledge import answers, lexicon
from knowledge.files import NotesError, Source
from knowledge.index import FILE_NAME, Index, KnownFile, Progress, Summary, build
from knowledge.model import SHARED_SCOPE, Answer, Passage
from knowledge.question import Vocabulary, understand, vocabulary
from knowledge.ranking import Ranker
from knowledge.search import search
from knowledge.second_look import Candidate, second_look

if TYPE_CHECKING:
    from knowledge.quiz.coverage import Coverage
    from knowledge.quiz.grading import Verdict
    from knowledge.quiz.model import Question
    from knowledge.quiz.notebook import Notebook

MOST_VOCABULARIES = 64
"""Vocabularies that are kept: each is as large as the words of its scopes, and quickly derived again."""
MOST_QUIZZES = 16
"""Sets of questions that are kept: each is about as large as its notes, and derived again in seconds."""


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
        self._aliases: lexicon.Lexicon = {}
        self._vocabularies: dict[tuple[str, ...], Vocabulary] = {}
        self._quizzes: dict[tuple[tuple[str, ...], int], tuple[Question, ...]] = {}
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
        self.renew()  # what is wrong with the aliases is better said before the notes are read
        return build(self._sources, self._data_dir, progress)

    def renew(self) -> None:
        """Take up the group's `aliases.toml` as it is now; `refresh` does this too.

        Raises NotesError, and keeps to the aliases it had, when the file cannot be used.
        """
        aliases = lexicon.own_aliases(self._notes)
        if aliases != self._aliases:
            self._aliases = aliases
            self._forget()

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

    def files(self, scopes: Sequence[str] = (SHARED_SCOPE,)) -> tuple[KnownFile, ...]:
        """Return the notes in these scopes as they were when they were read, in order of path."""
        return tuple(self.index.files(list(scopes)))

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

    def questions(self, scopes: Sequence[str] = (SHARED_SCOPE,), seed: int = 0) -> tuple[Question, ...]:
        """Return the quiz questions that the notes in these scopes give, in order of file and line.

        They are the same for the same notes and seed; `seed` decides where the right choices stand.
        """
        from knowledge.quiz.generate import make_questions

        self._follow()
        key = tuple(scopes), seed
        if key not in self._quizzes:
            if len(self._quizzes) == MOST_QUIZZES:
                del self._quizzes[next(iter(self._quizzes))]
            self._quizzes[key] = make_questions(self._notebook(scopes), seed)
        return self._quizzes[key]

    def coverage(self, scopes: Sequence[str] = (SHARED_SCOPE,)) -> Coverage:
        """Return, heading by heading, how much of the notes in these scopes the questions ask for."""
        from knowledge.quiz.coverage import coverage

        return coverage(self._notebook(scopes), self.questions(scopes))

    def grade(self, question: Question, typed: str, scopes: Sequence[str] = (SHARED_SCOPE,)) -> Verdict:
        """Judge an answer that was typed to a question, by the words of the notes in these scopes."""
        from knowledge.quiz.grading import grade

        return grade(question, typed, self.vocabulary(scopes))

    def _notebook(self, scopes: Sequence[str]) -> Notebook:
        from knowledge.quiz.notebook import Notebook

        return Notebook(self.index.texts(scopes), self.vocabulary(scopes).lexicon)

    def _look(self, text: str, scopes: Sequence[str]) -> tuple[list[Candidate], Ranker]:
        words = self.vocabulary(scopes)
        ranker = Ranker(understand(text, words), self._weights.first)
        hits = search(self.index, ranker, words, scopes)
        return second_look(self.index, hits, ranker, self._weights.second), ranker

    def vocabulary(self, scopes: Sequence[str]) -> Vocabulary:
        """The words of these scopes; derived anew whenever the knowledge base was replaced."""
        self._follow()
        key = tuple(scopes)
        if key not in self._vocabularies:
            if len(self._vocabularies) == MOST_VOCABULARIES:
                del self._vocabularies[next(iter(self._vocabularies))]
            known = lexicon.merged(
                lexicon.shipped(),
                lexicon.defined_in_notes(self.index.short_forms(key)),
                self._aliases,
            )
            self._vocabularies[key] = vocabulary(
                self.index.words(key),
                known,
                self.index.size(),
                lexicon.names(),
                lru_cache(4096)(partial(self.index.occurs, scopes=key)),
            )
        return self._vocabularies[key]

    def _follow(self) -> None:
        """Derive everything anew whose notes were replaced meanwhile."""
        if self.index.generation != self._generation:
            self._forget()
            self._generation = self.index.generation

    def _forget(self) -> None:
        self._vocabularies.clear()
        self._quizzes.clear()


@lru_cache(maxsize=1)
def shipped_weights() -> Weights:
    """Return the weights that come with the program."""
    text = (resources.files("knowledge") / "data" / "weights.json").read_text(encoding="utf-8")
    return Weights(**json.loads(text))
