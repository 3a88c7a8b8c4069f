"""The results of a guild for other programs: a table for spreadsheets, or an object a line."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator

from bot.store.protocol.attempts import AttemptRecord

_COLUMNS = (
    "guild",
    "day",
    "quiz",
    "number",
    "question",
    "prompt",
    "member",
    "name",
    "choice",
    "right",
    "counted",
    "at",
)
_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(records: Iterable[AttemptRecord]) -> Iterator[str]:
    """Yield the lines of a CSV file, the header first. No cell of it is a formula, whatever people call themselves."""
    yield _csv_line(_COLUMNS)
    for record in records:
        yield _csv_line([_harmless(str(value)) for value in _row(record).values()])


def as_json(records: Iterable[AttemptRecord]) -> Iterator[str]:
    """Yield each record as a one-line JSON object."""
    for record in records:
        yield json.dumps(_row(record), ensure_ascii=True)


def _row(record: AttemptRecord) -> dict[str, str | int | bool]:
    """A record by the names of its columns. Ids of Discord are text: many programs round numbers of that length."""
    values = (
        str(record.guild),
        record.day.isoformat(),
        record.quiz,
        record.place + 1,
        record.question,
        record.prompt,
        str(record.member),
        record.name,
        record.choice,
        record.right,
        record.counted,
        record.at.isoformat(),
    )
    return dict(zip(_COLUMNS, values, strict=True))


def _harmless(cell: str) -> str:
    """A cell that a spreadsheet takes for text: an apostrophe keeps it from computing what it says."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_STARTS_A_FORMULA) else cell


def _csv_line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().removesuffix("\r\n")
