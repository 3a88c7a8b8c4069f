"""What runs in a process of its own, so that its time and memory are its own: `python -m tests.bench.worker STEP ...`.

Each step prints one JSON object. The folder that the steps share has `notes/`, `places.jsonl`, `changes.json` and
`questions.json`, made by the step `prepare`, and a folder for the index of each system.
"""

from __future__ import annotations

import json
import resource
import shutil
import sys
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.bench.generator import Place, Question, questions, write_notes
from tests.bench.systems import SYSTEMS, read_places

SEED = 7
QUESTIONS = 200
CHANGES = 3
"""Files that are changed, one after the other; the median time counts."""
WARM_UP = 3
"""Questions that are asked before the clock runs, besides the first, which has its own figure."""

Figures = dict[str, Any]


def prepare(work: Path, passages: int) -> Figures:
    """Write generated notes and all that the other steps need."""
    write_notes(work / "notes", passages, SEED)
    return _prepare(work, None)


def adopt(work: Path, notes: Path, asked: Path | None) -> Figures:
    """Copy a folder of notes (or one file) and make all that the other steps need; the originals are only read."""
    target = work / "notes"
    if notes.is_dir():
        shutil.copytree(notes, target)
    else:
        target.mkdir()
        shutil.copyfile(notes, target / notes.name)
    return _prepare(work, asked)


def _prepare(work: Path, asked: Path | None) -> Figures:
    from knowledge.files import NoteFile, read_notes

    notes = [note for note in read_notes(work / "notes") if isinstance(note, NoteFile)]
    started = perf_counter()
    places = [place for note in notes for place in _places(note.path, note.text)]
    reading = perf_counter() - started
    with (work / "places.jsonl").open("w", encoding="utf-8") as lines:
        lines.writelines(json.dumps([p.file, p.line, p.text]) + "\n" for p in places)
    changes = []
    for number in range(min(CHANGES, len(notes))):
        note = notes[number * len(notes) // CHANGES if len(notes) >= CHANGES else number]
        text = f"{note.text.rstrip()}\n\n- The maximum of change {number} is {number + 41} hours.\n"
        changes.append([note.path, text, [[p.file, p.line, p.text] for p in _places(note.path, text)]])
    (work / "changes.json").write_text(json.dumps(changes), encoding="utf-8")
    chosen = _read_questions(asked) if asked else questions(places, QUESTIONS, SEED)
    (work / "questions.json").write_text(json.dumps([[q.text, q.file, q.line] for q in chosen]), encoding="utf-8")
    size = sum(len(note.text) for note in notes)
    return {"files": len(notes), "passages": len(places), "characters": size, "read": reading}


def _places(path: str, text: str) -> list[Place]:
    from knowledge.model import Kind
    from knowledge.reader import read_note

    blocks = read_note(text).blocks
    return [
        Place(path, b.start, b.text) for b in blocks if b.kind not in {Kind.HEADING, Kind.MARKUP} and b.text.strip()
    ]


def _read_questions(path: Path) -> list[Question]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [Question(json.loads(line)["question"]) for line in lines if line.strip()]


def index(work: Path, name: str) -> Figures:
    """Index from nothing, then again after each of the changes."""
    folder = work / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    system = SYSTEMS[name](work / "notes", folder)
    started = perf_counter()
    system.build(read_places(work / "places.jsonl"))
    built = perf_counter() - started
    changed = []
    originals = {}
    for file, text, rows in json.loads((work / "changes.json").read_text(encoding="utf-8")):
        path = work / "notes" / file
        originals[path] = path.read_bytes()
        path.write_text(text, encoding="utf-8")
        places = [Place(*row) for row in rows]
        started = perf_counter()
        system.change(file, places)
        changed.append(perf_counter() - started)
    for path, content in originals.items():
        path.write_bytes(content)
    stored = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"index": built, "change": changed, "memory": _peak(), "stored": stored}


def ask(work: Path, name: str) -> Figures:
    """Open the index and ask every question once."""
    asked = [Question(*row) for row in json.loads((work / "questions.json").read_text(encoding="utf-8"))]
    started = perf_counter()
    system = SYSTEMS[name](work / "notes", work / name)
    system.open()
    system.ask(asked[0].text)
    opening = perf_counter() - started
    for question in asked[1 : 1 + WARM_UP]:
        system.ask(question.text)
    times = []
    found = 0
    for question in asked:
        started = perf_counter()
        results = system.ask(question.text)
        times.append(perf_counter() - started)
        found += any(file == question.file and first <= question.line <= last for file, first, last in results)
    return {"first": opening, "times": times, "memory": _peak(), "found": found if asked[0].file else None}


def once(work: Path, name: str, question: str) -> Figures:
    """Open the index and ask one question, to be timed as a whole process."""
    system = SYSTEMS[name](work / "notes", work / name)
    system.open()
    return {"results": len(system.ask(question))}


def _peak() -> float:
    """The peak memory of this process in MB."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit / 1e6


def main(step: str, work: Path, *rest: str) -> Figures:
    """Run the step that was named."""
    if step == "prepare":
        return prepare(work, int(rest[0]))
    if step == "adopt":
        return adopt(work, Path(rest[0]), Path(rest[1]) if len(rest) > 1 else None)
    if step == "index":
        return index(work, rest[0])
    if step == "ask":
        return ask(work, rest[0])
    return once(work, rest[0], rest[1])


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])))
