"""How well the notes are answered from: a set of questions with known answers, and the figures it gives.

A set has one JSON object a line: `id`, `question`, `style`, `type`, `gold` (a list of alternatives, each a list of
strings that must all occur in the answer), `evidence` (every place in the notes that answers it) and `answerable`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path, PurePosixPath
from typing import Any

from knowledge.files import NotesError
from knowledge.model import Answer, Passage

LONGEST_ANSWER = 600
"""Characters. A longer answer is never right, whatever it holds: reading on is what the student wanted to be spared."""
DEEPEST = 10
"""How many passages count for the mean reciprocal rank."""

_MARKS = str.maketrans("", "", "*_`#>|\\")
_FIELDS: Mapping[str, tuple[type, str]] = {
    "id": (str, "a text"),
    "question": (str, "a text"),
    "style": (str, "a text"),
    "type": (str, "a text"),
    "gold": (list, "a list of lists of texts"),
    "evidence": (list, "a list of places"),
    "answerable": (bool, "true or false"),
}


class Grouping(StrEnum):
    """What the figures can be told apart by."""

    STYLE = "style"
    TYPE = "type"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A place in the notes that answers a question; lines are 1-based and inclusive."""

    file: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set, and what answers it. One that the notes do not answer has neither gold nor evidence."""

    id: str
    question: str
    style: str
    type: str
    gold: tuple[tuple[str, ...], ...]
    evidence: tuple[Evidence, ...]
    answerable: bool


Pair = tuple[Case, Answer]
"""A question of the set and what was answered to it."""


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of a set: counts, and shares in per cent of the questions that they concern (0 where there are none)."""

    asked: int
    """Questions that the notes answer."""
    right: float
    hit_at: tuple[tuple[int, float], ...]
    """For 1, 3 and 5: how often one of the first so many passages overlaps the evidence."""
    mean_reciprocal_rank: float
    silent: float
    """Questions that the notes answer, but which were declined."""
    wrong: float
    off: int
    """Questions that the notes do not answer."""
    declined: float

    def named(self) -> tuple[tuple[str, int | float], ...]:
        """Return the figures that concern at least one question, by the names they are reported under."""
        found: list[tuple[str, int | float]] = []
        if self.asked:
            found += [("n", self.asked), ("right", self.right)]
            found += [(f"hit@{depth}", share) for depth, share in self.hit_at]
            found += [(f"mrr@{DEEPEST}", self.mean_reciprocal_rank), ("silent", self.silent), ("wrong", self.wrong)]
        if self.off:
            found += [("off", self.off), ("declined", self.declined)]
        return tuple(found)


def load_cases(path: Path) -> tuple[Case, ...]:
    """Read a set of questions; blank lines are passed over.

    Raises NotesError, with the line and what is wrong with it, when the set cannot be used.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise NotesError(f"The questions in {path} cannot be read ({cause}).") from error
    except UnicodeDecodeError as error:
        raise NotesError(f"The questions in {path} cannot be read: save the file as UTF-8.") from error
    cases: list[Case] = []
    line_of: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        try:
            case = _case(line, line_of)
        except _LineError as error:
            raise NotesError(f"{path}, line {number}: {error}.") from None
        line_of[case.id] = number
        cases.append(case)
    if not cases:
        raise NotesError(f"There are no questions in {path}: it needs one JSON object a line.")
    return tuple(cases)


class _LineError(Exception):
    """What is wrong with a line, in words that follow "line 7: "."""


def _case(line: str, line_of: Mapping[str, int]) -> Case:
    """Read a line; `line_of` says on which lines the ids before it stand."""
    try:
        value = json.loads(line)
    except (ValueError, RecursionError):
        raise _LineError("it is not valid JSON") from None
    if not isinstance(value, dict):
        raise _LineError("it is not a JSON object")
    for name, (kind, words) in _FIELDS.items():
        if name not in value:
            raise _LineError(f'"{name}" is missing')
        if not isinstance(value[name], kind):
            raise _LineError(f'"{name}" is not {words}')
    case = Case(
        value["id"],
        value["question"],
        value["style"],
        value["type"],
        tuple(_alternative(entry) for entry in value["gold"]),
        tuple(_evidence(entry) for entry in value["evidence"]),
        value["answerable"],
    )
    if case.answerable and not case.gold:
        raise _LineError('"gold" is empty, though the question is answerable')
    if case.id in line_of:
        raise _LineError(f'the id "{case.id}" is that of line {line_of[case.id]}')
    return case


def _alternative(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not value or not all(isinstance(text, str) for text in value):
        raise _LineError('"gold" is not a list of lists of texts')
    return tuple(value)


def _evidence(value: Any) -> Evidence:
    if not isinstance(value, dict) or not isinstance(value.get("file"), str):
        raise _LineError('"evidence" needs a "file" in each place')
    start, end = value.get("start"), value.get("end")
    if type(start) is not int or type(end) is not int or not 1 <= start <= end:
        raise _LineError('"evidence" needs "start" and "end", lines counted from 1, in each place')
    return Evidence(value["file"], start, end)


def normalised(text: str) -> str:
    """Return a text as it is compared: case folded, without Markdown marks, white space collapsed."""
    return " ".join(text.translate(_MARKS).casefold().split())


def is_right(case: Case, answer: Answer) -> bool:
    """Return whether an answer holds every string of one alternative and is no longer than an answer may be."""
    if not answer.answered or len(answer.answer) > LONGEST_ANSWER:
        return False
    said = normalised(answer.answer)
    return any(all(normalised(text) in said for text in alternative) for alternative in case.gold)


def is_met(case: Case, answer: Answer) -> bool:
    """Return whether a question got what it deserves: the right answer, or none where the notes have none."""
    return is_right(case, answer) if case.answerable else not answer.answered


def first_hit(case: Case, answer: Answer) -> int | None:
    """Return the rank, from 1, of the first passage that overlaps the evidence; None where none does."""
    for rank, passage in enumerate(answer.passages[:DEEPEST], 1):
        if any(_overlaps(passage, place) for place in case.evidence):
            return rank
    return None


def _overlaps(passage: Passage, place: Evidence) -> bool:
    # A set names a file as it likes: by its name alone, or with the folders above it.
    names = {passage.file, PurePosixPath(passage.file).name}
    return place.file in names and passage.start_line <= place.end and passage.end_line >= place.start


def score(pairs: Iterable[Pair]) -> Figures:
    """Return the figures of some questions and what was answered to them."""
    everything = list(pairs)
    asked = [(case, answer) for case, answer in everything if case.answerable]
    off = [(case, answer) for case, answer in everything if not case.answerable]
    ranks = [first_hit(case, answer) for case, answer in asked]
    right = _per_cent(is_right(case, answer) for case, answer in asked)
    silent = _per_cent(not answer.answered for _, answer in asked)
    return Figures(
        asked=len(asked),
        right=right,
        hit_at=tuple((depth, _per_cent(rank is not None and rank <= depth for rank in ranks)) for depth in (1, 3, 5)),
        mean_reciprocal_rank=_per_cent(1 / rank if rank else 0.0 for rank in ranks),
        silent=silent,
        wrong=100 - right - silent if asked else 0.0,
        off=len(off),
        declined=_per_cent(not answer.answered for _, answer in off),
    )


def _per_cent(values: Iterable[float]) -> float:
    counted = list(values)
    return 100 * sum(counted) / len(counted) if counted else 0.0


def score_by(pairs: Iterable[Pair], grouping: Grouping) -> dict[str, Figures]:
    """Return the figures of each group, by its name in alphabetical order; what belongs to no file is under "-"."""
    groups: dict[str, list[Pair]] = {}
    for pair in pairs:
        groups.setdefault(_GROUP_OF[grouping](pair[0]), []).append(pair)
    return {name: score(groups[name]) for name in sorted(groups)}


_GROUP_OF: Mapping[Grouping, Callable[[Case], str]] = {
    Grouping.STYLE: lambda case: case.style,
    Grouping.TYPE: lambda case: case.type,
    Grouping.FILE: lambda case: case.evidence[0].file if case.evidence else "-",
}


def misses(pairs: Iterable[Pair], most: int) -> Sequence[Pair]:
    """Return the first `most` questions that did not get what they deserve, in the order of the set."""
    return [(case, answer) for case, answer in pairs if not is_met(case, answer)][: max(most, 0)]
