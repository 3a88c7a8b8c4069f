"""The log of the Discord bot: to standard error, with the time and its zone, and never with a token in it."""

from __future__ import annotations

import json
import logging
import re
from datetime import UTC, datetime
from typing import TextIO

HIDDEN = "[hidden]"

_TOKEN = re.compile(r"[\w-]{20,40}\.[\w-]{4,12}\.[\w-]{20,80}", re.ASCII)
_KEYED_PATH = re.compile(r"(/(?:webhooks|interactions)/\d+/)[\w.-]+", re.ASCII)
"""Who knows what follows can answer in the bot's place for a quarter of an hour."""
_USUAL = frozenset(logging.makeLogRecord({}).__dict__) | {"message", "asctime", "taskName"}
_QUIET = {"discord": logging.INFO, "watchfiles": logging.WARNING, "apscheduler": logging.ERROR}
"""Loggers of others, and the level below which what they tell helps nobody."""


def set_up_logs(stream: TextIO, level: str, style: str, token: str) -> None:
    """Send the log to a stream, from `level` on ("debug" to "error"), as lines of "text" or of "json".

    `token`, and whatever has the shape of one, is taken out of every entry.
    """
    handler = logging.StreamHandler(stream)
    handler.setFormatter((JsonLines if style == "json" else TextLines)(token))
    root = logging.getLogger()
    for old in root.handlers[:]:
        root.removeHandler(old)
    root.addHandler(handler)
    root.setLevel(level.upper())
    for name, least in _QUIET.items():
        logging.getLogger(name).setLevel(max(least, root.level))
    logging.captureWarnings(capture=True)


class Hiding(logging.Formatter):
    """A formatter of entries in which nothing secret is left, the traceback included."""

    def __init__(self, token: str = "") -> None:
        super().__init__()
        self._token = token

    def format(self, record: logging.LogRecord) -> str:
        """Return the entry, without what must not be in a log."""
        return self._hide(self.written(record))

    def written(self, record: logging.LogRecord) -> str:
        """Return the entry with all that it says."""
        raise NotImplementedError

    def traceback(self, record: logging.LogRecord) -> str:
        """Return the traceback that belongs to an entry; empty where none does."""
        return self.formatException(record.exc_info) if record.exc_info and record.exc_info[0] else ""

    def _hide(self, text: str) -> str:
        if self._token:
            text = text.replace(self._token, HIDDEN)
        return _KEYED_PATH.sub(rf"\1{HIDDEN}", _TOKEN.sub(HIDDEN, text))


class TextLines(Hiding):
    """One line an entry, the traceback below it."""

    def written(self, record: logging.LogRecord) -> str:
        """Return `2026-11-21T12:05:31.123+01:00 INFO bot.client: message (name=value)`."""
        more = ", ".join(f"{name}={value}" for name, value in _details(record).items())
        message = record.getMessage() + (f" ({more})" if more else "")
        line = f"{_time(record)} {record.levelname} {record.name}: {_one_line(message)}"
        return "\n".join(filter(None, (line, self.traceback(record))))


class JsonLines(Hiding):
    """One object a line."""

    def written(self, record: logging.LogRecord) -> str:
        """Return an object of `time`, `level`, `logger`, `message`, details, and `traceback` where there is one."""
        traceback = self.traceback(record)
        entry = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_details(record),
            **({"traceback": traceback} if traceback else {}),
        }
        return json.dumps(entry, ensure_ascii=False, default=str)


def _time(record: logging.LogRecord) -> str:
    """The moment of an entry in the zone of the machine, with its offset."""
    return datetime.fromtimestamp(record.created, UTC).astimezone().isoformat(timespec="milliseconds")


def _details(record: logging.LogRecord) -> dict[str, object]:
    """What was logged beside the message, as `extra`."""
    return {name: value for name, value in record.__dict__.items() if name not in _USUAL}


def _one_line(text: str) -> str:
    """A message that cannot be taken for two entries, whatever it quotes."""
    return text.replace("\r", "\\r").replace("\n", "\\n")
