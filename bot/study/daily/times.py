"""Times of day and weekdays as people write them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from datetime import time

from bot.study.wording import listed

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
SHORTEST_NAME = 2
"""Letters of a weekday that tell it from all others."""

_WORDS = {"noon": time(12), "midday": time(12), "midnight": time(0)}
_TIME = re.compile(
    r"""(?:at\s+)?
    (?: (?P<hour>\d{1,2}) (?: \s*[:.,h]\s* (?P<minute>\d{2}) (?: :00 )? )? \s* (?: h | hrs | hours | uhr )?
      | (?P<hour_only>\d{1,2}) (?P<minute_only>\d{2}) \s* (?: h | hrs | hours )? )
    \s* (?: o'?clock )? \s* (?P<half>[ap]m?)?""",
    re.VERBOSE,
)
_GROUPS = {
    "every day": range(7),
    "everyday": range(7),
    "all days": range(7),
    "daily": range(7),
    "all": range(7),
    "weekdays": range(5),
    "weekday": range(5),
    "workdays": range(5),
    "working days": range(5),
    "weekends": (5, 6),
    "weekend": (5, 6),
}
_GROUP = re.compile(r"\b(?:" + "|".join(_GROUPS) + r")\b")
_TO = re.compile(r"\s*(?:[-–—]|\b(?:to|through|thru|till|until)\b)\s*")
_BETWEEN = re.compile(r"(?:[\s,;/&+.]|\b(?:and|on|every)\b)+")


class TimeError(ValueError):
    """Nobody can tell what time or days are meant. Its text is one sentence that says what to type."""


def parse_time(text: str) -> time:
    """Return the time of day that somebody wrote: "8:00", "8am", "8", "20.15", "0800", "noon".

    Raises TimeError.
    """
    typed = _plain(text).replace("a.m", "am").replace("p.m", "pm").rstrip(".")
    if typed in _WORDS:
        return _WORDS[typed]
    found = _TIME.fullmatch(typed)
    parsed = None if found is None else _time(found)
    if parsed is None:
        raise TimeError("That is no time of day: type it like 8:00, 20:15 or 8 pm.")
    return parsed


def _time(found: re.Match[str]) -> time | None:
    hour = int(found["hour"] or found["hour_only"])
    minute = int(found["minute"] or found["minute_only"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if found["half"].startswith("p") else 0)
    return time(hour, minute) if hour < 24 and minute < 60 else None


def parse_weekdays(text: str) -> frozenset[int]:
    """Return the weekdays, 0 is Monday, that somebody wrote: "mon-fri", "Mon, Wed", "weekend", "every day".

    Raises TimeError.
    """
    typed = _plain(text)
    named = [day for group in _GROUP.findall(typed) for day in _GROUPS[group]]
    parts = _BETWEEN.split(_TO.sub("-", _GROUP.sub(" ", typed)))
    days = frozenset(named).union(*(_run(part) for part in parts if part))
    if not days:
        raise TimeError(_NO_DAYS)
    return days


_NO_DAYS = "Those are no weekdays: type them like Mon-Fri, Mon Wed Fri, weekend or every day."


def _run(part: str) -> Collection[int]:
    """The weekdays from one to another, also over the end of the week."""
    first, dash, last = part.partition("-")
    start = _weekday(first)
    length = (_weekday(last) - start) % 7 + 1 if dash else 1
    return [(start + step) % 7 for step in range(length)]


def _weekday(name: str) -> int:
    meant = [number for number, day in enumerate(WEEKDAYS) if f"{day}s".lower().startswith(name)]
    if len(name) < SHORTEST_NAME or len(meant) != 1:
        raise TimeError(_NO_DAYS)
    return meant[0]


def weekdays_text(weekdays: Collection[int]) -> str:
    """Return weekdays, one at least, in words: "every day", "Monday to Friday", "Saturday and Sunday"."""
    days = sorted(weekdays)
    if len(days) == len(WEEKDAYS):
        return "every day"
    firsts = [day for day in days if (day - 1) % 7 not in days]
    if len(firsts) == 1 and len(days) > 2:
        return f"{WEEKDAYS[firsts[0]]} to {WEEKDAYS[(firsts[0] + len(days) - 1) % 7]}"
    return listed([WEEKDAYS[day] for day in days])


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold().replace("\u2019", "'").strip()
