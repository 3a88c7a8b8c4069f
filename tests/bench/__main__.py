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

from tests.bench.measure import (
    AT_ONCE,
    PEERS,
    Answers,
    Boards,
    Chat,
    Comparison,
    Figures,
    Lab,
    Members,
    Picture,
    Presses,
    answers,
    boards,
    folder_of_notes,
    generated,
    members,
    picture,
)

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
PICTURE_LIMIT = 150.0
"""Milliseconds that drawing the leaderboard may take."""
ACKNOWLEDGED = 3_000.0
"""Milliseconds after which Discord takes no answer to a press any more."""
ANSWERS_A_SECOND = 1_000.0
"""Answers that must be kept in a second at least."""
BOARDS, BOARD_LIMIT = ((10_000, 20), (1_000, 200)), 50.0
"""Members and days, five questions each, and the milliseconds that a look at their leaderboard may take."""
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
    done: list[Comparison | Picture | Members | Answers | Boards] = []
    try:
        for size in sizes:
            done.append(comparison := generated(size, lab))
            _show(comparison, LARGE_LIMITS if size >= LARGE else {})
        done.append(comparison := folder_of_notes(options.notes, options.questions, lab))
        _show(comparison, LIMITS)
        done.append(drawn := picture(lab))
        _show_picture(drawn)
        done.append(played := members(lab))
        _show_members(played)
        done.append(kept := answers(lab))
        _show_answers(kept)
        for group, days in BOARDS:
            done.append(looked := boards(group, days, lab))
            _show_boards(looked)
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


def _show_picture(drawn: Picture) -> None:
    print(
        f"## Picture of the leaderboard, ten rows\n\n"
        f"median: {drawn.median:.0f} ms, at most {PICTURE_LIMIT:g}: {_held(drawn.median, PICTURE_LIMIT)}\n"
        f"  {drawn.median / drawn.bare:.1f} times what Pillow needs to write it as PNG ({drawn.bare:.0f} ms);"
        f" the longest {drawn.longest:.0f} ms, the first in a new process {drawn.first:.0f} ms;"
        f" {drawn.size / 1000:.0f} kB\n",
        flush=True,
    )


def _show_members(played: Members) -> None:
    print(f"## {played.members} members play together, each press of all within one second\n")
    for what, presses in (("Play", played.opened), ("an answer", played.answered)):
        print(f"{what}: {_waits(presses)}, at most {ACKNOWLEDGED:g}: {_held(presses.last, ACKNOWLEDGED)}")
    print(f"answers kept and told: {played.kept} of {played.members}\n", flush=True)


def _waits(presses: Presses) -> str:
    unanswered = f", {presses.unanswered} UNANSWERED" if presses.unanswered else ""
    return f"acknowledged after {presses.p50:.0f} ms p50, {presses.p95:.0f} p95, {presses.last:.0f} last{unanswered}"


def _show_answers(kept: Answers) -> None:
    a_second = 1 / kept.ours
    held = "held" if a_second >= ANSWERS_A_SECOND else "MISSED"
    print(
        f"## Answers of 200 members at the same time, each on the disk\n\n"
        f"{a_second:,.0f} a second, at least {ANSWERS_A_SECOND:,.0f}: {held}\n"
        f"  {kept.bare / kept.ours:.1f} times as many as SQLite that commits each by itself ({1 / kept.bare:,.0f})\n",
        flush=True,
    )


def _show_boards(looked: Boards) -> None:
    title = f"Leaderboard of {looked.members:,} members, {looked.attempts:,} attempts"
    print(f"## {title} ({looked.stored / 1e6:.0f} MB; to count them: {looked.count:.1f} ms)\n")
    for name, median in looked.looks.items():
        times = median / looked.count
        print(f"{name}: {median:.1f} ms (×{times:.2g}), at most {BOARD_LIMIT:g}: {_held(median, BOARD_LIMIT)}")
    print(flush=True)


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
