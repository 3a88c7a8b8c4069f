"""What every maker of questions works with: the notes, what they describe, and what they support."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from functools import cached_property

from knowledge.lexicon import classes
from knowledge.model import Kind
from knowledge.quantities import Family, Quantity, quantities
from knowledge.question import STOP_WORDS
from knowledge.quiz import phrasing
from knowledge.quiz.grammar import Form, form_of
from knowledge.quiz.names import Names
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.sayings import Saying, sayings
from knowledge.quiz.subjects import NAME, PHRASE, TERM, Subject, groups, subjects
from knowledge.quiz.support import Support
from knowledge.words import fold, stem

NEAREST = 36
"""Terms before and after one that are considered beside it."""
FEW = 60
"""Lines that may hold a word of a heading which tells one subject from another."""
RARE = 14
"""Lines that may hold a term which is no everyday word of the notes."""


def same_letters(name: str) -> str:
    """Return what two spellings of a name have in common: its letters and digits, small and without accents."""
    return "".join(c for c in fold(name) if c.isalnum())


Place = tuple[str, tuple[str, ...]] | str
"""A chapter, a topic or a file."""


class Material:
    """The notes in the shapes that the makers of questions share, each worked out once."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.support = Support(notebook)
        self.names = Names(notebook)

    def kind_of(self, name: str) -> str:
        """Return the class of a name, however the notes spell it ("Elasticache"); empty where it is not known."""
        return self.names.kind_of(name) or self._kinds.get(
            same_letters(name.removeprefix("AWS ").removeprefix("Amazon ")), ""
        )

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {same_letters(name): kind for name, kind in reversed(list(classes().items())) if len(name) > 3}

    @cached_property
    def sayings(self) -> tuple[Saying, ...]:
        """What the notes say, sentence by sentence, in order."""
        return tuple(sayings(self.notebook, lambda text: bool(self.names.mentions(text))))

    @cached_property
    def numbers(self) -> frozenset[int]:
        """The plain whole numbers that the notes mention."""
        return frozenset(int(q.value) for q in self._stated.get(Family.COUNT, ()) if q.value == int(q.value))

    @cached_property
    def subjects(self) -> tuple[Subject, ...]:
        """What the notes describe, in order."""
        return subjects(self.notebook)

    @cached_property
    def groups(self) -> dict[tuple[str, int], tuple[Subject, ...]]:
        """The subjects by group: the same kind of thing in the same place."""
        return groups(self.subjects)

    @cached_property
    def _stated(self) -> dict[Family, tuple[Quantity, ...]]:
        found: dict[Family, list[Quantity]] = defaultdict(list)
        for line in self.notebook.lines:
            if line.kind is not Kind.MARKUP:
                for quantity in quantities(line.text):
                    found[quantity.family].append(quantity)
        return {family: tuple(stated) for family, stated in found.items()}

    def values(self, family: Family, noun: str) -> frozenset[float]:
        """Return the values of a family that the notes state, in its base unit; of counted things, those of one noun."""
        return self._values.get((family, noun), frozenset())

    @cached_property
    def _values(self) -> dict[tuple[Family, str], frozenset[float]]:
        found: dict[tuple[Family, str], set[float]] = defaultdict(set)
        for family, stated in self._stated.items():
            for quantity in stated:
                found[family, quantity.noun].add(quantity.value)
        return {key: frozenset(values) for key, values in found.items()}

    @cached_property
    def years(self) -> tuple[int, ...]:
        """The years that the notes mention."""
        counts = self._stated.get(Family.COUNT, ())
        return tuple(
            sorted({int(q.value) for q in counts if not q.noun and 1000 <= q.value < 2050 and q.value == int(q.value)})
        )

    @cached_property
    def _terms_of_files(self) -> dict[str, dict[str, tuple[Subject, ...]]]:
        """For each file, the names of its groups of three and more, in lower case, with their groups."""
        found: dict[str, dict[str, tuple[Subject, ...]]] = defaultdict(dict)
        for members in self.groups.values():
            if len(members) > 2 and members[0].group[0] == "term":
                for subject in members:
                    found[self.notebook[subject.line].path].setdefault(subject.name.lower(), members)
        return dict(found)

    def is_special(self, name: str) -> bool:
        """True for a name that few lines use: what stands everywhere is an everyday word here."""
        lines = (len(self.notebook.lines_with.get(term, ())) for term in content(name))
        return min(lines, default=RARE + 1) <= RARE

    def company(self, name: str, path: str) -> tuple[Subject, ...]:
        """Return the terms of the list, in a file, that explains a name; empty where none does."""
        return self._terms_of_files.get(path, {}).get(name.lower(), ())

    @cached_property
    def lists(self) -> tuple[Line, ...]:
        """The lines that introduce a list, in order."""
        return tuple(line for line in self.notebook.lines if line.block.lead and len(line.children) > 2)

    def shared_terms(self, subject: Subject) -> frozenset[str]:
        """Return the terms that most names of a subject's group have."""
        return self._shared[subject.group]

    @cached_property
    def _shared(self) -> dict[tuple[str, int], frozenset[str]]:
        found = {}
        for group, members in self.groups.items():
            counts = Counter(term for member in members for term in content(member.name))
            found[group] = frozenset(term for term, count in counts.items() if count > 1 and 2 * count >= len(members))
        return found

    def chapter(self, line: Line) -> tuple[str, tuple[str, ...]]:
        """Return what tells the chapter of a line from all others: its file and the two highest headings above it."""
        return line.path, line.headings[:2]

    def namesakes(self, subject: Subject) -> tuple[Subject, ...]:
        """Return the terms of other lists that explain the same name in the same connection."""
        found: list[Subject] = []
        own = self._connection(subject)
        for other in self._by_name.get(same_letters(subject.name), ()):
            if other.group != subject.group and (" " in subject.name or own & self._connection(other)):
                found += self.groups[other.group]
        return tuple(found)

    def _connection(self, subject: Subject) -> frozenset[str]:
        """What a list of terms belongs to: the terms of its headings and of the names in it."""
        line = self.notebook[subject.line]
        headings = line.headings[-2:] if len(line.headings) > 2 else line.headings[-1:]
        siblings = frozenset(same_letters(s.name) for s in self.groups[subject.group]) - {same_letters(subject.name)}
        return (
            frozenset(term for term in content(" ".join(headings)) if len(self.notebook.lines_with[term]) <= FEW)
            | siblings
        )

    @cached_property
    def _by_name(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            if subject.group[0] == TERM:
                found[same_letters(subject.name)].append(subject)
        return dict(found)

    def terms_near(self, subject: Subject) -> tuple[Subject, ...]:
        """Return the terms of other lists of the chapter, the nearest lines first."""
        line = self.notebook[subject.line]
        terms = self._terms_in[self.chapter(line)]
        here = bisect(terms, line.index, key=lambda s: s.line)
        near = [s for s in terms[max(here - NEAREST, 0) : here + NEAREST] if s.group != subject.group]
        return tuple(sorted(near, key=lambda s: abs(s.line - line.index)))

    @cached_property
    def _terms_in(self) -> dict[tuple[str, tuple[str, ...]], list[Subject]]:
        """For each chapter, its terms in order."""
        found: dict[tuple[str, tuple[str, ...]], list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            if subject.group[0] == TERM:
                found[self.chapter(self.notebook[subject.line])].append(subject)
        return dict(found)

    def mates(self, subject: Subject) -> tuple[Subject, ...]:
        """Return the terms of other lists of the chapter whose names say the same kind of thing: "rolling deployment"."""
        return tuple(s for s in self._by_kind.get(self._kind(subject), ()) if s.group != subject.group)

    def _kind(self, subject: Subject) -> tuple[tuple[str, tuple[str, ...]], str]:
        words = [fold(word) for word in subject.name.split()]
        named = len(words) > 1 and not STOP_WORDS.intersection(words)
        return self.chapter(self.notebook[subject.line]), stem(words[-1]) if named else ""

    @cached_property
    def _by_kind(self) -> dict[tuple[tuple[str, tuple[str, ...]], str], list[Subject]]:
        found: dict[tuple[tuple[str, tuple[str, ...]], str], list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            if subject.group[0] == TERM and self._kind(subject)[1]:
                found[self._kind(subject)].append(subject)
        return dict(found)

    def about(self, line: Line, name: str, said: str = "") -> str:
        """Return what a question on something with a name is about, by what stands above its line.

        Left out is what has a word of the name, of `said`, and what is a thing of the same kind as the one that is
        asked for: what a list under "RDS" says of Aurora does not speak of RDS.
        """
        found = phrasing.context(line, self.notebook, without=f"{name} {said}")
        field = self.kind_of(name).split(" ")[0]
        parts = found.split(phrasing.SEPARATOR)
        return "" if field and any(self.kind_of(part).split(" ")[0] == field for part in parts) else found

    def told_near(self, subject: Subject, *, far: bool = False) -> tuple[Subject, ...]:
        """Return other subjects of which a sentence on the same topics says something: those of the chapter, then others.

        The nearest come first; with `far`, those of the whole file come last.
        """
        line = self.notebook[subject.line]
        found: dict[int, Subject] = {}
        keys: list[Place] = [self.chapter(line), *sorted(phrasing.topics(line)), *([line.path] if far else [])]
        for key in keys:
            told = self._told_in.get(key, ())
            here = bisect(told, line.index, key=lambda s: s.line)
            near = told[max(here - NEAREST, 0) : here + NEAREST]
            for other in sorted(near, key=lambda s: abs(s.line - line.index)):
                if other.line != line.index:
                    found.setdefault(id(other), other)
        return tuple(found.values())

    @cached_property
    def _told_in(self) -> dict[Place, list[Subject]]:
        """For each chapter and each topic, the subjects of its sentences in order."""
        found: dict[Place, list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            first = subject.statements[0]
            if subject.group[0] in {NAME, PHRASE} or (
                subject.group[0] == TERM and first.direct and form_of(first.text) is Form.VERB
            ):
                line = self.notebook[subject.line]
                keys: list[Place] = [self.chapter(line), *phrasing.topics(line), line.path]
                for key in keys:
                    found[key].append(subject)
        return dict(found)

    @cached_property
    def told_of(self) -> dict[str, tuple[Subject, ...]]:
        """For each class of names, those of which a sentence or the lines under a heading say something."""
        found: dict[str, list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            if subject.group[0] not in {TERM, PHRASE} and (kind := self.kind_of(subject.name)):
                found[kind].append(subject)
        return {kind: tuple(subjects) for kind, subjects in found.items()}
