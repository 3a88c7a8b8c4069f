"""The places of the IANA data with all the names that people know their time zones by."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo, available_timezones

from bot.study.daily.zone_cities import CITIES

UTC_NAME = "UTC"
NEVER_MEANT = frozenset({"EST", "MST"})
"""Names of zones without summer time: whoever types them rather means a place that has it."""
_ALSO_CALLED = {
    "US": ("USA", "US", "America"),
    "GB": ("UK", "United Kingdom", "Great Britain", "England", "Scotland", "Wales"),
    "AE": ("UAE", "Emirates"),
}
"""What people call countries otherwise, by code."""
_TABLES = files("tzdata") / "zoneinfo"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a zone is found by, in plain letters. `rank` orders those that fit as well: the most lived in first."""

    name: str
    rank: tuple[int, int]
    city: str
    aliases: frozenset[str]
    countries: frozenset[str]
    words: frozenset[str]


@cache
def zone_info(name: str) -> ZoneInfo:
    """Return the zone of a name: the library itself forgets the ones that are not in use and reads them again.

    Raises ZoneInfoNotFoundError.
    """
    return ZoneInfo(name)


@cache
def iana_names() -> dict[str, str]:
    """Return all IANA names by themselves without case."""
    return {name.casefold(): name for name in available_timezones() if name != "Factory"}


@cache
def entries() -> tuple[Entry, ...]:
    """Return the zones that are offered: one for each place of the IANA table of places, and UTC."""
    countries = {code: (country, *_ALSO_CALLED.get(code, ())) for code, country in _rows("iso3166.tab")}
    places = [(name, countries[code], comment) for code, _, name, comment in map(_padded, _rows("zone.tab"))]
    offered = {name for name, _, _ in places} & set(iana_names().values())
    aliases = _aliases(offered, {plain(country) for called in countries.values() for country in called})
    order = {name: number for number, name in enumerate(CITIES)}
    return (
        _entry(UTC_NAME, (-1, 0), (), "coordinated universal time", {"GMT", "Z", "Zulu"}),
        *(
            _entry(name, (order.get(name, len(order)), number), called, comment, aliases[name])
            for number, (name, called, comment) in enumerate(places)
            if name in offered
        ),
    )


def _entry(
    name: str, rank: tuple[int, int], countries: Iterable[str], comment: str, aliases: AbstractSet[str]
) -> Entry:
    texts = (name, *countries, comment, *aliases)
    return Entry(
        name,
        rank,
        _last(name),
        frozenset(map(_last, aliases)),
        frozenset(map(plain, countries)),
        frozenset(word for text in texts for word in plain(text).split()),
    )


def _aliases(offered: AbstractSet[str], countries: AbstractSet[str]) -> defaultdict[str, set[str]]:
    """Other names of the zones that are offered: old spellings, and cities without a zone of their own.

    The name of a country is none: its old link may lead to another country that has the same time.
    """
    found = defaultdict(set, {name: set(cities) for name, cities in CITIES.items()})
    for line in (_TABLES / "tzdata.zi").read_text(encoding="utf-8").splitlines():
        if line.startswith("L "):
            _, target, alias = line.split()
            if target in offered and alias not in offered | NEVER_MEANT and _last(alias) not in countries:
                found[target].add(alias)
    return found


def _rows(table: str) -> Iterator[list[str]]:
    lines = (_TABLES / table).read_text(encoding="utf-8").splitlines()
    return (line.split("\t") for line in lines if line and not line.startswith("#"))


def _padded(row: list[str]) -> list[str]:
    """A row of the table of places, of which the comment may be missing."""
    return [*row, ""][:4]


def _last(name: str) -> str:
    """The city of a name, in plain letters."""
    return plain(name.rsplit("/", maxsplit=1)[-1])


def plain(text: str) -> str:
    """Return a text in lower case letters without accents and digits; everything else separates words."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    kept = "".join(char for char in letters if not unicodedata.combining(char))
    return " ".join(re.split(r"[\W_]+", kept)).strip()
