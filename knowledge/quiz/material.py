"""What every maker of questions works with: the notes, what they describe, and what they support."""

from __future__ import annotations

from bisect import bisect
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import cached_property, lru_cache

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
"""A chapter or a topic."""


class Material:
    """The notes in the shapes that the makers of questions share, each worked out once."""

    def __init__(self, notebook: Notebook) -> None:
        self.notebook = notebook
        self.support = Support(notebook)
        self.names = Names(notebook)
        self._kind_of = lru_cache(maxsize=65_536)(self._find_kind)

    def kind_of(self, name: str) -> str:
        """Return the class of a name, however the notes spell it ("Elasticache"); empty where it is not known."""
        return self._kind_of(name)

    def _find_kind(self, name: str) -> str:
        spelt = map(same_letters, (name.removeprefix("AWS ").removeprefix("Amazon "), name))
        return self.names.kind_of(name) or next(
            (self._kinds[letters] for letters in spelt if letters in self._kinds), ""
        )

    @cached_property
    def _kinds(self) -> dict[str, str]:
        return {
            same_letters(name): kind
            for ways, kind in reversed(list(classes().items()))
            for name in ways.split("|")
            if len(name) > 3 and name[0].isalnum()
        }

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

    def is_special(self, name: str) -> bool:
        """True for a name that few lines use: what stands everywhere is an everyday word here."""
        lines = (len(self.notebook.lines_with.get(term, ())) for term in content(name))
        return min(lines, default=RARE + 1) <= RARE

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
        for other in self._by_name.get(same_letters(subject.name), ()):
            if other.group != subject.group and (" " in subject.name or self._are_connected(subject, other)):
                found += self.groups[other.group]
        return tuple(found)

    def terms_named(self, name: str) -> tuple[Subject, ...]:
        """Return the terms of lists that are written like a name but for capitals and blanks."""
        return tuple(self._by_name.get(same_letters(name), ()))

    def _are_connected(self, one: Subject, other: Subject) -> bool:
        """True for a name in two lists that have another name in common, or a word in the headings above them."""
        common = self._letters[one.group] & self._letters[other.group]
        return len(common) > 1 or bool(self._told_apart(one) & self._told_apart(other))

    def _told_apart(self, subject: Subject) -> frozenset[str]:
        """The words of the headings of a list that tell it from others."""
        line = self.notebook[subject.line]
        headings = line.headings[-2:] if len(line.headings) > 2 else line.headings[-1:]
        return frozenset(term for term in content(" ".join(headings)) if len(self.notebook.lines_with[term]) <= FEW)

    @cached_property
    def _letters(self) -> dict[tuple[str, int], frozenset[str]]:
        """For each group, its names as they are compared."""
        return {group: frozenset(same_letters(s.name) for s in members) for group, members in self.groups.items()}

    @cached_property
    def _by_name(self) -> dict[str, list[Subject]]:
        found: dict[str, list[Subject]] = defaultdict(list)
        for subject in self.subjects:
            if subject.group[0] == TERM:
                found[same_letters(subject.name)].append(subject)
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
        kind = self.kind_of(name)
        return "" if kind and any(self.kind_of(part) == kind for part in found.split(phrasing.SEPARATOR)) else found

    def told_of_family(self, kind: str) -> Iterator[Subject]:
        """Yield those of which something is said, first of a class, then of the classes that are named like it: "... services"."""
        yield from self.told_of.get(kind, ())
        family = kind.split(maxsplit=1)[0], kind.rsplit(maxsplit=1)[-1]
        for other, told in self.told_of.items():
            if other != kind and (other.split()[0], other.split()[-1]) == family:
                yield from told

    def told_near(self, subject: Subject) -> tuple[Subject, ...]:
        """Return other subjects of which a sentence on the same topics says something, the nearest of the chapter first."""
        line = self.notebook[subject.line]
        found: dict[int, Subject] = {}
        keys: list[Place] = [self.chapter(line), *sorted(phrasing.topics(line))]
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
                keys: list[Place] = [self.chapter(line), *phrasing.topics(line)]
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
