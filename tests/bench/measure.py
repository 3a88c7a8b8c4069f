"""Runs every step in a process of its own and makes figures out of what they report.

This process stays small on purpose: where a process is started by another, Linux counts the peak memory of the one
that starts as that of the one that is started.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

REPEATS = 3
"""Times that everything is measured; medians count, because a machine is seldom idle."""
LONG = 30.0
"""Seconds. What takes longer to index is indexed once."""

AT_ONCE = 200
"""Members who ask the bot at the same moment."""
PEERS = ("bm25s", "tantivy")
"""The systems that have to be installed."""


@dataclass(frozen=True, slots=True)
class Lab:
    """Who is compared, by which Python, and whom to tell what is going on."""

    systems: Sequence[str]
    peers_python: str
    """The Python that has the other systems. Ours runs without them: sqlite-utils loads NumPy where it finds it."""
    say: Callable[[str], None]

    def python(self, system: str) -> str:
        """Return the Python that runs a system."""
        return self.peers_python if system in PEERS else sys.executable


@dataclass(frozen=True, slots=True)
class Notes:
    """What was indexed, and how long reading alone takes, which the others are spared."""

    files: int
    passages: int
    characters: int
    read: float


@dataclass(frozen=True, slots=True)
class Figures:
    """What one system needs on some notes: seconds, milliseconds for `p50` and `p95`, MB for what is kept and used."""

    system: str
    index: float
    change: float
    first: float
    p50: float
    p95: float
    index_memory: float
    ask_memory: float
    stored: float
    found: float | None
    """Share of the questions whose passage is in the first ten; None where the questions name no passage."""
    process: float | None = None
    """A whole process that answers one question; only measured on a folder of notes."""

    def ratio_to(self, other: Figures, name: str) -> float | None:
        """Return how many times as much as another system this one needs."""
        mine, theirs = getattr(self, name), getattr(other, name)
        return mine / theirs if mine is not None and theirs else None


@dataclass(frozen=True, slots=True)
class Chat:
    """The bot in a simulated Discord, in milliseconds; `crowd` and `reload` in seconds."""

    bare: float
    """The median of the bare calls of the knowledge base, in the same process."""
    first: float
    """The median from the gateway event of a question to the first response."""
    held_asking: float
    """The longest that anything held the event loop while questions were answered."""
    held_reloading: float
    """The same while a changed file was read again and questions went on coming in."""
    reload: float
    crowd: float
    """Until all of the members who asked at once had their answers."""

    @property
    def ratio(self) -> float:
        """How many times the bare call people wait."""
        return self.first / self.bare


@dataclass(frozen=True, slots=True)
class Picture:
    """The picture of the leaderboard with ten rows, in milliseconds; `size` in bytes."""

    first: float
    """In a process that has drawn nothing yet: the imports, the font and its glyphs included."""
    median: float
    longest: float
    bare: float
    """Pillow writing the finished picture as PNG with its defaults, and nothing else."""
    size: int

    def as_json(self) -> dict[str, Any]:
        """Return everything for a file."""
        return {"title": "picture of the leaderboard", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Presses:
    """How long members waited for the acknowledgement of presses that were sent within one second, in milliseconds."""

    p50: float
    p95: float
    last: float
    unanswered: int


@dataclass(frozen=True, slots=True)
class Members:
    """Members who play the daily quiz together; `kept` counts the answers that are in the store and were told so."""

    members: int
    opened: Presses
    answered: Presses
    kept: int

    def as_json(self) -> dict[str, Any]:
        """Return everything for a file."""
        return {"title": "members who play together", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers that many members give at the same time: seconds of one, and of one that SQLite commits by itself."""

    ours: float
    bare: float

    def as_json(self) -> dict[str, Any]:
        """Return everything for a file."""
        return {"title": "answers to a quiz", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Boards:
    """Looks at a large leaderboard: milliseconds of each period, and of counting the attempts; `stored` in bytes."""

    members: int
    attempts: int
    looks: Mapping[str, float]
    count: float
    stored: int

    def as_json(self) -> dict[str, Any]:
        """Return everything for a file."""
        return {"title": "places on a leaderboard", **asdict(self)}


@dataclass(frozen=True, slots=True)
class Comparison:
    """All systems on the same notes."""

    title: str
    notes: Notes
    figures: tuple[Figures, ...]
    chat: Chat | None = None

    def as_json(self) -> dict[str, Any]:
        """Return everything for a file."""
        return asdict(self)


def generated(passages: int, lab: Lab) -> Comparison:
    """Compare the systems on generated notes with about this many passages."""
    with TemporaryDirectory(prefix="studybot-bench-") as folder:
        work = Path(folder)
        lab.say(f"{passages:,} passages: writing the notes")
        notes = Notes(**_step(sys.executable, "prepare", folder, str(passages)))
        figures = tuple(_measure(work, name, lab) for name in lab.systems)
        chat = _chat(work, lab)
        return Comparison(f"{notes.passages:,} passages in {notes.files:,} generated files", notes, figures, chat)


def folder_of_notes(path: Path, questions: Path | None, lab: Lab) -> Comparison:
    """Compare the systems on a copy of somebody's notes, whole processes included."""
    with TemporaryDirectory(prefix="studybot-bench-") as folder:
        work = Path(folder)
        notes = Notes(**_step(sys.executable, "adopt", folder, str(path), *([str(questions)] if questions else [])))
        figures = tuple(_measure(work, name, lab, whole=True) for name in lab.systems)
        chat = _chat(work, lab)
        return Comparison(f"{path.name}: {notes.passages:,} passages in {notes.files:,} files", notes, figures, chat)


def picture(lab: Lab) -> Picture:
    """Measure how long the picture of the leaderboard takes."""
    lab.say("the picture of the leaderboard")
    found = json.loads(_run(sys.executable, ["-m", "tests.bench.board_picture"], {}))
    return Picture(**{name: value if name == "size" else 1000 * value for name, value in found.items()})


def members(lab: Lab) -> Members:
    """Measure how long many members wait who play the daily quiz at the same time."""
    lab.say("members who play together")
    found = json.loads(_run(sys.executable, ["-m", "tests.bench.members"], {}))
    opened, answered = (_presses(found[each], found["members"]) for each in ("opened", "answered"))
    return Members(found["members"], opened, answered, min(found["kept"], found["told"]))


def answers(lab: Lab) -> Answers:
    """Measure how many answers at the same time are kept."""
    lab.say("answers to a quiz")
    return Answers(**json.loads(_run(sys.executable, ["-m", "tests.bench.answers"], {})))


def boards(members: int, days: int, lab: Lab) -> Boards:
    """Measure how long a look at the leaderboard takes where so many members answered on so many days."""
    lab.say(f"the leaderboard of {members:,} members and {days} days")
    found = json.loads(_run(sys.executable, ["-m", "tests.bench.boards", str(members), str(days)], {}))
    looks = {name: 1000 * seconds for name, seconds in found["looks"].items()}
    return Boards(members, found["attempts"], looks, 1000 * found["count"], found["stored"])


def _presses(waited: Sequence[float], sent: int) -> Presses:
    times = [1000 * seconds for seconds in sorted(waited)]
    return Presses(_percentile(times, 0.50), _percentile(times, 0.95), times[-1], sent - len(times))


def _measure(work: Path, name: str, lab: Lab, *, whole: bool = False) -> Figures:
    lab.say(f"  {name}: indexing")
    python = lab.python(name)
    built = [_step(python, "index", str(work), name)]
    while len(built) < REPEATS and built[0]["index"] < LONG:
        built.append(_step(python, "index", str(work), name))
    lab.say(f"  {name}: asking")
    asked = [_step(python, "ask", str(work), name) for _ in range(REPEATS)]
    # The median of each question over the processes; then the percentiles over the questions.
    times = sorted(median(each) for each in zip(*(run["times"] for run in asked), strict=True))
    found = asked[0]["found"]
    return Figures(
        system=name,
        index=median(run["index"] for run in built),
        change=median(seconds for run in built for seconds in run["change"]),
        first=median(run["first"] for run in asked),
        p50=_percentile(times, 0.50) * 1000,
        p95=_percentile(times, 0.95) * 1000,
        index_memory=median(run["memory"] for run in built),
        ask_memory=median(run["memory"] for run in asked),
        stored=built[0]["stored"] / 1e6,
        found=None if found is None else found / len(times),
        process=_whole_process(python, work, name) if whole else None,
    )


def _chat(work: Path, lab: Lab) -> Chat:
    lab.say("  the bot in a simulated Discord")
    found = json.loads(_run(sys.executable, ["-m", "tests.bench.chat_bot", str(work)], {}))
    return Chat(**{name: value if name in {"reload", "crowd"} else 1000 * value for name, value in found.items()})


def _percentile(ordered: Sequence[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _whole_process(python: str, work: Path, name: str) -> float:
    """Seconds from starting Python to its end with one answer, the index being there: `studybot ask`, from cold."""
    question = json.loads((work / "questions.json").read_text(encoding="utf-8"))[0][0]
    if name == "Studybot":
        command = ["-m", "bot", "ask", "--json", question]
    else:
        command = ["-m", "tests.bench.worker", "once", str(work), name, question]
    environment = {"NOTES_DIR": str(work / "notes"), "DATA_DIR": str(work / name)}
    _run(python, command, environment)
    times = []
    for _ in range(2 * REPEATS + 1):
        started = perf_counter()
        _run(python, command, environment)
        times.append(perf_counter() - started)
    return median(times)


def _step(python: str, *arguments: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(_run(python, ["-m", "tests.bench.worker", *arguments], {}))
    return found


def _run(python: str, arguments: Sequence[str], environment: Mapping[str, str]) -> str:
    # Without random hashes: one run is to be like another.
    given = {**os.environ, "PYTHONHASHSEED": "0", **environment}
    command = [python, *arguments]
    return subprocess.run(command, env=given, stdout=subprocess.PIPE, check=True, encoding="utf-8").stdout
