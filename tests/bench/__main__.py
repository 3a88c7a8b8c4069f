"""`make bench`: compare, print tables, keep the figures in a file where one is named."""

from __future__ import annotations

import argparse
import json
import platform
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from tests.bench.measure import AT_ONCE, PEERS, Chat, Comparison, Figures, Lab, folder_of_notes, generated

SIZES = (2_000, 20_000, 200_000)
SYSTEMS = ("FTS5", "Studybot", *PEERS)
REFERENCE = "FTS5"
"""Bare SQLite FTS5: every figure is also given as a ratio to it."""

# Name of the figure, heading, number format.
COLUMNS = (
    ("index", "index s", ".2f"),
    ("change", "changed file s", ".3f"),
    ("first", "open + first s", ".3f"),
    ("p50", "p50 ms", ".2f"),
    ("p95", "p95 ms", ".2f"),
    ("index_memory", "MB to index", ".0f"),
    ("ask_memory", "MB to ask", ".0f"),
    ("stored", "MB on disk", ".1f"),
    ("process", "process s", ".3f"),
)
LIMITS = {"index": 1.5, "change": 0.3, "p95": 20.0, "process": 1.0, "index_memory": 150.0, "ask_memory": 150.0}
"""What a study group's folder of notes must not exceed."""
CHAT_RATIO, CHAT_HELD = 3.0, 50.0
"""How many times the bare call people on Discord may wait, and for how many milliseconds the event loop may be held."""
LARGE, LARGE_LIMITS = 150_000, {"p95": 60.0}
"""What must not be exceeded from this many passages on."""

EXPLANATION = """\
Every system runs in processes of its own on the same passages; medians of three. In brackets: times bare FTS5.
index: from nothing. Studybot reads the Markdown files and is given nothing else; the others are given the passages
  ready-made ("reading" says what that spares them).
changed file: one file was changed, until it can be asked for. bm25s cannot change an index and builds it again.
p50, p95: one question, warm, over the questions; a whole answer from Studybot, ten passages from the others, which
  get the question without its stop words. found: the first ten have the passage that the question was made from, by
  itself or within a longer one.
Discord: the bot in a simulated Discord, the simulation's own work included, both in one process.
process: a whole process that answers one question (`studybot ask`), the index being there."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the comparisons that were asked for."""
    options = _parser().parse_args(arguments)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that temporary folders go in this case, too
    print(
        f"Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {platform.machine()}\n\n{EXPLANATION}\n"
    )
    lab = Lab(options.systems, options.peers_python, _say)
    sizes = () if options.only_notes else options.sizes
    done: list[Comparison] = []
    try:
        for size in sizes:
            done.append(generated(size, lab))
            _show(done[-1], LARGE_LIMITS if size >= LARGE else {})
        done.append(folder_of_notes(options.notes, options.questions, lab))
        _show(done[-1], LIMITS)
    except subprocess.CalledProcessError as error:
        _say(f"A step failed ({error}): what it said stands above.")
        return 1
    finally:
        if options.json:
            options.json.write_text(json.dumps([each.as_json() for each in done], indent=1) + "\n", encoding="utf-8")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description="Compare Studybot with other systems.")
    parser.add_argument("--sizes", type=int, nargs="+", default=SIZES, metavar="N", help="passages of generated notes")
    parser.add_argument("--notes", type=Path, default=Path("notes"), metavar="DIR", help="a folder of notes")
    parser.add_argument("--questions", type=Path, metavar="FILE", help='JSON lines with a "question", for the folder')
    parser.add_argument("--only-notes", action="store_true", help="leave the generated notes out")
    parser.add_argument(
        "--systems", nargs="+", choices=SYSTEMS, default=SYSTEMS, metavar="NAME", help=", ".join(SYSTEMS)
    )
    parser.add_argument(
        "--peers-python", default=sys.executable, metavar="FILE", help=f"the Python that has {' and '.join(PEERS)}"
    )
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to a file, too")
    return parser


def _show(comparison: Comparison, limits: dict[str, float]) -> None:
    """Print one table, and what was asked for beside what was reached."""
    reference = next((f for f in comparison.figures if f.system == REFERENCE), None)
    columns = [c for c in COLUMNS if any(getattr(f, c[0]) is not None for f in comparison.figures)]
    rows = [["system", *(heading for _, heading, _ in columns), "found"]]
    for figures in comparison.figures:
        cells = [_cell(figures, reference, name, form) for name, _, form in columns]
        rows.append([figures.system, *cells, "" if figures.found is None else f"{figures.found:.0%}"])
    print(f"## {comparison.title} (reading: {comparison.notes.read:.2f} s)\n\n{_table(rows)}\n")
    ours = next((f for f in comparison.figures if f.system == "Studybot"), None)
    if ours:
        headings = {name: heading for name, heading, _ in COLUMNS}
        for name, limit in limits.items():
            reached = getattr(ours, name)
            print(f"{headings[name]}: {reached:.3g}, at most {limit:g}: {_held(reached, limit)}")
    if comparison.chat:
        _show_chat(comparison.chat)
    print(flush=True)


def _show_chat(chat: Chat) -> None:
    print(
        f"Discord: first response after {chat.first:.1f} ms, {chat.ratio:.2g} times a bare call ({chat.bare:.1f} ms),"
        f" at most {CHAT_RATIO:g}: {_held(chat.ratio, CHAT_RATIO)}"
    )
    for what, longest in (("answering", chat.held_asking), ("answering and reading notes", chat.held_reloading)):
        print(f"  event loop held while {what}: {longest:.0f} ms, at most {CHAT_HELD:g}: {_held(longest, CHAT_HELD)}")
    print(
        f"  a changed file could be asked for after {chat.reload:.2f} s; {AT_ONCE} at once: {chat.crowd:.1f} s for all"
    )


def _held(reached: float, limit: float) -> str:
    return "held" if reached <= limit else "EXCEEDED"


def _cell(figures: Figures, reference: Figures | None, name: str, form: str) -> str:
    value = getattr(figures, name)
    if value is None:
        return ""
    ratio = figures.ratio_to(reference, name) if reference and reference is not figures else None
    if not ratio:
        return format(value, form)
    return f"{value:{form}} (×{ratio:.2g})" if ratio < 100 else f"{value:{form}} (×{ratio:.0f})"


def _table(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = [_line([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in rows]
    rule = _line(["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    return "\n".join([lines[0], rule, *lines[1:]])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
