"""Notes that nobody wrote: Markdown of any size from a seed, and questions about any notes.

The text behaves like that of real notes where it matters to a search: English function words between the words of a
vocabulary of some 50,000 whose frequencies follow Zipf's law and the commonest of which are short, with English
endings; files with a subject and words of their own, headings, nested bullets, definitions, values with units, names
in capitals.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from pathlib import Path
from random import Random

VOCABULARY = 15_000
"""Words before endings: with them, some 50,000 occur in 200,000 passages."""
ZIPF_SHIFT = 20
"""Words that are commoner than the commonest content word: the function words, which are drawn apart."""
FUNCTION_WORDS = tuple(
    "the of and to a in is it you that for on are with as be at this have from or by not but what all when we can an"
    " your which their if do will each how than been has its more these".split()
)
ONSETS = tuple("b c d f g h j k l m n p r s t v w br cl cr dr fl gr pl pr qu sh sl sp st str th tr".split())
VOWELS = tuple("a e i o u ai ea ee io ou".split())
CODAS = (*[""] * 20, *"b d k l m n p r s t x ck ld nd ng nt rd rm rt st".split())
ENDINGS = (*[""] * 12, "s", "s", "ed", "ing")
AMOUNTS = (1, 2, 5, 10, 15, 30, 64, 100, 256, 400, 1_000, 10_000)
UNITS = tuple("seconds minutes hours days KB MB GB requests messages items ms %".split())
BOUNDS = tuple("maximum minimum default".split())
OPENINGS = (
    "what is the max {} of {}",
    "what is the default {} of the {}",
    "how long can the {} be for {}",
    "which {} is used for {}",
    "why does the {} need {}",
    "how do i set the {} of a {}",
    "{} {}",
)
MISSPELT = 0.3
"""Share of the questions in which one word is misspelt."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class Place:
    """A passage of the notes: its file, relative to the notes folder, its first line and its text."""

    file: str
    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """A question; where it was made from a passage, that passage's place."""

    text: str
    file: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Language:
    """Words with their frequencies, cumulated for `Random.choices`."""

    words: Sequence[str]
    content: Sequence[float] = field(repr=False)
    function: Sequence[float] = field(repr=False)

    @classmethod
    def of(cls, random: Random, size: int = VOCABULARY) -> Language:
        """Make a language of `size` words out of syllables."""
        words: dict[str, None] = {}
        while len(words) < size:
            syllables = random.choices((1, 2, 3, 4), (1, 5, 6, 2))[0]
            word = "".join(
                random.choice(ONSETS) + random.choice(VOWELS) + random.choice(CODAS) for _ in range(syllables)
            )
            if 3 < len(word) < 14:
                words[word] = None
        return cls(
            tuple(sorted(words, key=lambda word: len(word) + 4 * random.random())),
            tuple(accumulate(1 / (rank + ZIPF_SHIFT) for rank in range(size))),
            tuple(accumulate(1 / (rank + 1) for rank in range(len(FUNCTION_WORDS)))),
        )


class Author:
    """Writes the lines of one file: about one subject, with words that come back."""

    def __init__(self, random: Random, language: Language) -> None:
        self._random, self._language = random, language
        self._own = self._content(40)
        self.subject = " ".join(word.capitalize() for word in self._content(2))
        initials = "".join(word[0] for word in self.subject.split())
        self._names = (self.subject, initials + self._content(1)[0][0].upper(), self._content(1)[0].capitalize())

    def title(self) -> str:
        """Return the text of a heading."""
        return " ".join(self.words(self._random.randint(1, 4), function=0.1)).capitalize()

    def words(self, count: int, function: float = 0.42) -> list[str]:
        """Return `count` words; `function` is the share of function words."""
        found: list[str] = []
        for _ in range(count):
            chance = self._random.random()
            if chance < function:
                found += self._random.choices(FUNCTION_WORDS, cum_weights=self._language.function)
            elif chance < function + 0.03:
                found.append(self._random.choice(self._names))
            else:
                word = self._random.choice(self._own) if chance < function + 0.2 else self._content(1)[0]
                found.append(word + self._random.choice(ENDINGS))
        return found

    def sentence(self, least: int = 10, most: int = 26) -> str:
        """Return a sentence, now and then with a value in it."""
        words = self.words(self._random.randint(least, most))
        if self._random.random() < 0.15:
            words += ["up", "to", self.value()]
        text = " ".join(words)
        return f"{text[0].upper()}{text[1:]}."

    def value(self) -> str:
        """Return a number with a unit."""
        return f"{self._random.choice(AMOUNTS):,} {self._random.choice(UNITS)}"

    def bullet(self) -> str:
        """Return the text of a bullet: a sentence, a definition or a value."""
        form = self._random.random()
        if form < 0.2:
            return f"**{' '.join(self.words(2, function=0)).capitalize()}**: {self.sentence(9, 22)}"
        if form < 0.35:
            name = " ".join(self.words(self._random.randint(2, 4), function=0))
            return f"{self._random.choice(BOUNDS).capitalize()} {name}: {self.value()}, {' '.join(self.words(7))}"
        return self.sentence()

    def _content(self, count: int) -> list[str]:
        return self._random.choices(self._language.words, cum_weights=self._language.content, k=count)


def write_notes(root: Path, passages: int, seed: int) -> None:
    """Write Markdown files with about this many passages below `root`, 60 to 100 in a file, 50 files in a folder."""
    random = Random(seed)
    language = Language.of(random)
    number = 0
    while passages > 0:
        count = min(passages, random.randint(60, 100))
        path = root / f"part-{number // 50:03}" / f"note-{number:05}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(_lines(random, Author(random, language), count)) + "\n", encoding="utf-8")
        passages -= count
        number += 1


def _lines(random: Random, author: Author, passages: int) -> Iterator[str]:
    yield f"# {author.subject}"
    while passages > 0:
        yield ""
        yield f"{random.choice(('##', '##', '###'))} {author.title()}"
        yield ""
        if random.random() < 0.3:
            yield author.sentence(14, 30)
            yield ""
            passages -= 1
        for place in range(min(passages, random.randint(3, 12))):
            nested = place > 0 and random.random() < 0.3
            yield f"{'  ' if nested else ''}- {author.bullet()}"
            passages -= 1


def questions(places: Sequence[Place], count: int, seed: int) -> list[Question]:
    """Make questions out of the words of passages: 4 to 6 of them, some misspelt, with stop words around them."""
    random = Random(seed)
    fit = [place for place in places if len(_content_words(place.text)) >= 6]
    made = []
    for place in random.choices(fit or places, k=count):
        known = _content_words(place.text)
        words = random.sample(known, min(len(known), random.randint(4, 6)))
        if random.random() < MISSPELT:
            longest = max(range(len(words)), key=lambda i: len(words[i]))
            words[longest] = misspelt(random, words[longest])
        half = len(words) // 2
        text = random.choice(OPENINGS).format(" ".join(words[:half]), " ".join(words[half:]))
        made.append(Question(text, place.file, place.line))
    return made


def _content_words(text: str) -> list[str]:
    words = ("".join(c for c in word if c.isalnum() or c == "-").strip("-").lower() for word in text.split())
    return list(dict.fromkeys(w for w in words if len(w) > 2 and w not in FUNCTION_WORDS))


def misspelt(random: Random, word: str) -> str:
    """Return a word as fingers slip: two letters swapped, one left out, doubled or another."""
    if len(word) < 5:
        return word
    at = random.randrange(1, len(word) - 1)
    slip = random.randrange(4)
    if slip == 0:
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + ("", word[at] * 2, random.choice(LETTERS))[slip - 1] + word[at + 1 :]
