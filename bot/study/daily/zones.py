"""Time zones as people look for them: by city, country, old name, abbreviation, or by what the clock shows there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache

from rapidfuzz.distance import OSA

from bot.study.daily.zone_cities import CITIES
from bot.study.daily.zone_table import NEVER_MEANT, UTC_NAME, Entry, entries, iana_names, plain, zone_info
from bot.study.wording import listed

SHORTEST_SLIP = 4
"""Letters of a city from which on a slip is forgiven."""
LONGEST = 60
"""Characters that are looked at of what was typed: more than any zone has."""
_OFFSET = re.compile(r"(?:utc|gmt|z)?\s*([+\u2212-])\s*(\d{1,2})(?:[:.]?([0-5]\d))?")
_ASIDE = re.compile(r"\(.*")


class ZoneError(ValueError):
    """Nobody can tell what time zone is meant. Its text is one sentence that says what to type."""


@dataclass(frozen=True, slots=True)
class Zone:
    """A time zone by its IANA name, with its city and how far its clock is ahead of UTC now."""

    name: str
    city: str
    offset: timedelta

    @property
    def label(self) -> str:
        """How it is offered: "Berlin, Europe (UTC+02:00)"."""
        if self.name == UTC_NAME:
            return UTC_NAME
        region = _spaced(self.name.split("/")[-2]) if "/" in self.name else ""
        minutes = round(self.offset / timedelta(minutes=1))
        sign = "-" if minutes < 0 else "+"
        return f"{self.city}{', ' if region else ''}{region} (UTC{sign}{abs(minutes) // 60:02}:{abs(minutes) % 60:02})"


def find_zones(typed: str, now: datetime, most: int = 25) -> tuple[Zone, ...]:
    """Return the zones that somebody may mean, best first; with nothing typed those of the largest cities.

    What was typed is a city (with slips, without accents), a country, a name of the IANA data, an abbreviation such as
    CET, or an offset such as "+2". Names that only stand for another zone are found when they are typed exactly.
    """
    return tuple(_zone(name, now) for _, name in _found(typed, now)[:most])


def zone_named(typed: str, now: datetime) -> Zone:
    """Return the zone that was typed: an exact IANA name, or a city, country or old name that only one zone has.

    Raises ZoneError.
    """
    name = _exact(typed)
    if name is not None:
        return _zone(name, now)
    found = _found(typed, now)
    best = [name for fit, name in found if fit == found[0][0] and fit in _SURE]
    large = [name for name in best if name in CITIES]
    for names in (best, large):
        if len(names) == 1:
            return _zone(names[0], now)
    near = listed([_zone(name, now).city for _, name in found[:3]], "or")
    if near:
        raise ZoneError(f"Nobody can tell which time zone that is: type the city, such as {near}.")
    raise ZoneError("There is no such time zone: type the nearest large city, such as Berlin, New York or Kolkata.")


# How well something fits, best first.
_CITY, _ALIAS, _COUNTRY, _CLOCK, _CITY_START, _ALIAS_START, _COUNTRY_START, _WORDS, _SLIP = range(9)
_SURE = frozenset({_CITY, _ALIAS, _COUNTRY, _CITY_START, _ALIAS_START, _WORDS})
"""Fits that leave no doubt, where only one zone, or one with a large city, fits so well."""


def _found(typed: str, now: datetime) -> list[tuple[int, str]]:
    """How well each zone fits that does, best first, with its name."""
    exact = _exact(typed)
    found = [(fit, name) for fit, _, name in sorted(_fitting(typed[:LONGEST], now)) if name != exact]
    if exact is not None:
        stands_for_itself = any(entry.name == exact for entry in entries())
        found.insert(0 if stands_for_itself else 1, (_CITY, exact))
    return found


def _fitting(typed: str, now: datetime) -> Iterator[tuple[int, tuple[int, int], str]]:
    offset = _offset(typed)
    words = plain(_ASIDE.sub("", typed))
    for entry in entries():
        if offset is not None:
            fit = _CLOCK if _zone(entry.name, now).offset == offset else None
        elif not words:
            fit = None if typed.strip() else _WORDS
        else:
            fit = _by_name(entry, words, now.year)
        if fit is not None:
            yield fit, entry.rank, entry.name


def _by_name(entry: Entry, typed: str, year: int) -> int | None:
    fits = (
        (_CITY, typed == entry.city),
        (_ALIAS, typed in entry.aliases),
        (_COUNTRY, typed in entry.countries),
        (_CLOCK, typed.upper() in _abbreviations(entry.name, year)),
        (_CITY_START, entry.city.startswith(typed)),
        (_ALIAS_START, any(alias.startswith(typed) for alias in entry.aliases)),
        (_COUNTRY_START, any(country.startswith(typed) for country in entry.countries)),
        (_WORDS, all(any(known.startswith(word) for known in entry.words) for word in typed.split())),
        (_SLIP, _is_slip(typed, entry.city)),
    )
    return next((fit for fit, does in fits if does), None)


def _is_slip(typed: str, city: str) -> bool:
    allowed = 1 if len(typed) < 2 * SHORTEST_SLIP else 2
    return len(typed) >= SHORTEST_SLIP and OSA.distance(typed, city, score_cutoff=allowed) <= allowed


def _exact(typed: str) -> str | None:
    """The IANA name that was typed, in whatever case."""
    name = iana_names().get(typed.strip().replace(" ", "_").casefold())
    return None if name in NEVER_MEANT else name


def _offset(typed: str) -> timedelta | None:
    """How far a clock is ahead of UTC: "+2", "utc+5:30", "gmt-3"."""
    found = _OFFSET.fullmatch(typed.strip().casefold())
    if found is None:
        return None
    ahead = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
    return ahead if found[1] == "+" else -ahead


def _zone(name: str, now: datetime) -> Zone:
    return Zone(
        name, _spaced(name.rsplit("/", maxsplit=1)[-1]), now.astimezone(zone_info(name)).utcoffset() or timedelta()
    )


@cache
def _abbreviations(name: str, year: int) -> frozenset[str]:
    """What a zone's time is called in winter and summer of a year, with the name that covers both: EST, EDT, ET."""
    called = {datetime(year, month, 1, tzinfo=zone_info(name)).tzname() or "" for month in (1, 7)}
    called = {each for each in called if each.isalpha()}
    return frozenset(called | {f"{each[0]}T" for each in called if len(called) > 1 and len(each) == 3})


def _spaced(part: str) -> str:
    return part.replace("_", " ")
