"""What goes on from an earlier question: a reply made a whole question. Pure functions over places of the notes.

A line of the notes that says the reply's own words, and as many of the earlier ones as any, tells which of the earlier
words go on and which the reply stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise, takewhile
from pathlib import PurePath
from typing import Self

from bot.study.evidence import headed, lines, names, says, says_all, title
from bot.study.reply import Reply, Shape, Word, asked_anew, content
from knowledge.model import Passage
from knowledge.words import terms_of

MOST_WORDS = 24
"""Words of the earlier question that can go on."""

_AND = re.compile(r"\s*(?:,|/|&|,?\s*(?:and|or|nor|vs\.?|versus)\s)\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Earlier:
    """The question before, whole, and the place that answered it: None where none did.

    `words` are those of the question that carry meaning: `subject` those that name what the whole note is about, and
    `rest` what is asked of it.
    """

    question: str
    place: Passage | None
    words: tuple[Word, ...]
    subject: tuple[Word, ...]
    rest: tuple[Word, ...]

    @classmethod
    def of(cls, question: str, place: Passage | None) -> Self:
        """Return what is to be known of a question and its place."""
        words = content(question)[:MOST_WORDS]
        about = title(place) if place else frozenset()
        subject = tuple(word for word in words if about.issuperset(word.terms))
        return cls(question, place, words, subject, tuple(word for word in words if word not in subject))

    @property
    def called(self) -> str:
        """What the whole note is about: as the question calls it, else in the fewest words that do."""
        if self.place is None:
            return ""
        stem = PurePath(self.place.file).stem
        short = stem if title(self.place).issuperset(terms_of(stem)) else self.place.heading[0]
        return spelt(self.subject) or short

    def shared(self, place: Passage) -> tuple[str, ...]:
        """Return the headings that a place has in common with the answer, outermost first."""
        if self.place is None or place.file != self.place.file:
            return ()
        pairs = takewhile(lambda pair: pair[0] == pair[1], zip(place.heading, self.place.heading, strict=False))
        return tuple(heading for heading, _ in pairs)

    def near(self, place: Passage) -> bool:
        """Whether a place is about the same subject, as far as one can know."""
        return self.place is None or (place.file, place.heading[:1]) == (self.place.file, self.place.heading[:1])


@dataclass(frozen=True, slots=True)
class Reading:
    """A reply as a whole question; `turned` where it has turned from the earlier subject to another."""

    question: str
    turned: bool = False


def completed(reply: Reply, earlier: Earlier, places: Sequence[Passage]) -> Reading:
    """Return a reply as a whole question.

    `places` are what the notes have on the words of the reply and of the earlier question, best first.
    """
    if reply.shape is Shape.BARE:
        return Reading(asked_anew(reply, earlier.question))
    fitting = _saying(places, reply.words)
    within = _closest([place for place in fitting if earlier.near(place)], earlier)
    if reply.shape is not Shape.LEANING:
        return Reading(_aside(reply.text, earlier, within or earlier.place))
    if all(word.bound for word in reply.words):
        return Reading(_replaced(reply, earlier, []))
    elsewhere = [place for place in fitting if not earlier.near(place) and names(reply.words, title(place))]
    turned = max(elsewhere, key=lambda place: _said(place, earlier.rest), default=None)
    if turned is not None:
        return Reading(_turned(reply, earlier, turned), turned=True)
    return Reading(_exchanged(reply, earlier, within, places) if within else _replaced(reply, earlier, []))


def _saying(places: Sequence[Passage], words: Sequence[Word]) -> list[Passage]:
    """The lines of the places that say all these words; whole places where no line does."""
    found = [line for line in lines(places) if says_all(line, words)] if words else []
    return found or [place for place in places if words and says_all(place, words)]


def _closest(places: Sequence[Passage], earlier: Earlier) -> Passage | None:
    """The place that says most of the earlier question, and of the headings above its answer."""
    path = content(" ".join(earlier.place.heading)) if earlier.place else ()
    asked = {word.terms for word in earlier.words}
    above = [word for word in path if word.terms not in asked]

    def closeness(place: Passage) -> tuple[float, int]:
        said = _said(place, earlier.words) + 0.5 * _said(place, above)
        return said, len(earlier.shared(place))

    return max(places, key=closeness, default=None)


def _said(place: Passage, words: Iterable[Word]) -> int:
    """How much of these words a place says; which value is meant counts double: it is not to be lost."""
    return sum(2 if word.bound else 1 for word in words if says(place, word))


def _turned(reply: Reply, earlier: Earlier, place: Passage) -> str:
    """The earlier question about the new subject, which a place speaks of."""
    about = title(place)
    if not all(word.bound or about.issuperset(word.terms) for word in reply.words):
        return spelt((*_kept_bounds(reply, earlier, place), *reply.words))  # it names what it asks as well
    gone = [word for word in earlier.rest if not says(place, word)]
    if 2 * len(gone) > len(earlier.rest):  # what was asked is asked all the same, and not something else
        gone = []
    return _replaced(reply, earlier, [*earlier.subject, *gone])


def _exchanged(reply: Reply, earlier: Earlier, place: Passage, places: Sequence[Passage]) -> str:
    """The earlier question about the same subject, with the words of the reply for those that they stand for."""
    known = lines((*places, *((earlier.place,) if earlier.place else ())))
    like = _slot(reply.words, earlier.words, place) or _peer(reply.words, earlier.rest, known)
    gone = like or _joined(reply.words, earlier.rest, place) or [w for w in earlier.rest if not says(place, w)]
    if 2 * len(gone) > len(earlier.rest) > 1:
        return _aside(spelt((*_kept_bounds(reply, earlier, place), *reply.words)), earlier, place)
    question = _replaced(reply, earlier, gone)
    if not earlier.called or any(title(place).issuperset(word.terms) for word in content(question)):
        return question
    return f"{question} ({earlier.called})"


def _kept_bounds(reply: Reply, earlier: Earlier, place: Passage) -> list[Word]:
    """The earlier words that say which value is meant, where the reply does not say so and the place does."""
    if any(word.bound for word in reply.words):
        return []
    return [word for word in earlier.rest if word.bound and says(place, word)]


def _peer(new: Sequence[Word], asked: Sequence[Word], known: Sequence[Passage]) -> list[Word]:
    """The earlier word that the notes treat as they treat one of the reply: both head lines of the same section."""
    sections = {(line.file, line.heading) for line in known if any(headed(line, word) for word in new)}
    beside = [line for line in known if (line.file, line.heading) in sections]
    return [word for word in asked if any(headed(line, word) for line in beside)][:1]


def _slot(new: Sequence[Word], asked: Sequence[Word], place: Passage) -> list[Word]:
    """The earlier word before one that the notes put a word of the reply before: "standard queue", "FIFO queue"."""
    pairs = set(pairwise(terms_of(" ".join((*place.heading, place.text)))))
    before = [word for word, after in pairwise(asked) if any((w.terms[-1], after.terms[0]) in pairs for w in new)]
    return before[:1]


def _joined(new: Sequence[Word], asked: Sequence[Word], place: Passage) -> list[Word]:
    """The earlier word that a place names in one breath with one of the reply: "mitochondria and chloroplasts"."""
    pairs = [(a, b) for a, b in pairwise(content(place.text)) if _AND.fullmatch(place.text[a.end : b.start])]
    beside = {(a.terms, b.terms) for a, b in pairs} | {(b.terms, a.terms) for a, b in pairs}
    return [word for word in asked if any((word.terms, other.terms) in beside for other in new)][:1]


def _replaced(reply: Reply, earlier: Earlier, gone: Sequence[Word]) -> str:
    """The earlier question without some of its words; where the first of them stood, with what is new in the reply."""
    if any(word.bound for word in reply.words):
        gone = list(dict.fromkeys((*gone, *(word for word in earlier.rest if word.bound))))
    question = earlier.question.rstrip("?!. ")
    if not gone:
        return f"{question} {reply.text.rstrip('?!. ')}"
    known = {term for word in earlier.words if word not in gone for term in word.terms}
    new = spelt(word for word in reply.words if not known.issuperset(word.terms))
    for word in sorted(gone, key=lambda word: -word.start):
        question = question[: word.start] + (new if word is gone[0] else "") + question[word.end :]
    return " ".join(question.split())


def _aside(text: str, earlier: Earlier, place: Passage | None) -> str:
    """A text with what it is about behind it: the headings that a place shares with the answer."""
    path = earlier.shared(place) if place else ()
    names_it = {term for heading in path for term in terms_of(heading)}
    about = " › ".join((earlier.called, *path[1:]))
    if not path or not any(names_it.issuperset(word.terms) for word in earlier.words):
        about = spelt(word for word in earlier.words if not word.bound and (place is None or says(place, word)))
    return f"{text.rstrip('?!. ')} ({about})" if about else text


def spelt(words: Iterable[Word]) -> str:
    """Return words as they were written."""
    return " ".join(word.surface for word in words)
