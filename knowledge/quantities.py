"""Numbers with their units, as notes write them: found in text, brought to one base unit, compared."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache


class Family(StrEnum):
    """What a quantity measures; only quantities of one family can be compared."""

    TIME = "time"
    SIZE = "size"
    LENGTH = "length"
    MASS = "mass"
    TEMPERATURE = "temperature"
    MONEY = "money"
    PERCENT = "percent"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Quantity:
    """`value` is in the base unit of its family (seconds, bytes, metres, grams, degrees as written, a plain number).

    `noun` is the counted thing of a COUNT ("5 read replicas": `replicas`), `per` the divisor of a rate ("s").
    """

    value: float
    family: Family
    start: int
    end: int
    noun: str = ""
    per: str = ""


def _table(family: Family, units: dict[str, float]) -> dict[str, tuple[Family, float]]:
    return {name: (family, factor) for names, factor in units.items() for name in names.split()}


# Notes use KB and KiB alike for 1024 bytes ("10,240 MB" is "10 GB"), so both count as 1024 here.
UNITS: dict[str, tuple[Family, float]] = {
    **_table(
        Family.TIME,
        {
            "ns nanosecond nanoseconds": 1e-9,
            "µs us microsecond microseconds": 1e-6,
            "ms msec millisecond milliseconds": 1e-3,
            "s sec secs second seconds": 1,
            "m min mins minute minutes": 60,
            "h hr hrs hour hours": 3600,
            "d day days": 86_400,
            "week weeks": 604_800,
            "month months": 2_629_800,
            "y yr yrs year years": 31_557_600,
            "century centuries": 3_155_760_000,
        },
    ),
    **_table(
        Family.SIZE,
        {
            "b byte bytes": 1,
            "kb kib kilobyte kilobytes": 1024,
            "mb mib megabyte megabytes": 1024**2,
            "gb gib gigabyte gigabytes": 1024**3,
            "tb tib terabyte terabytes": 1024**4,
            "pb petabyte petabytes": 1024**5,
        },
    ),
    **_table(
        Family.LENGTH,
        {
            "nm nanometre nanometres nanometer nanometers": 1e-9,
            "µm um micrometre micrometres micrometer micrometers": 1e-6,
            "mm millimetre millimetres millimeter millimeters": 1e-3,
            "cm centimetre centimetres centimeter centimeters": 1e-2,
            "metre metres meter meters": 1,
            "km kilometre kilometres kilometer kilometers": 1e3,
            "mile miles": 1609.344,
        },
    ),
    **_table(Family.MASS, {"mg milligram milligrams": 1e-3, "g gram grams": 1, "kg kilogram kilograms": 1e3}),
    **_table(Family.TEMPERATURE, {"°c °f kelvin celsius fahrenheit": 1}),
    **_table(Family.PERCENT, {"% percent": 1}),
    **_table(Family.MONEY, {"$ usd dollar dollars € euro euros £": 1, "cent cents": 0.01}),
}
_SCALES = {"hundred": 1e2, "k": 1e3, "thousand": 1e3, "m": 1e6, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_WORD_NUMBERS = {
    w: float(n)
    for n, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen".split()
    )
} | {"twenty": 20.0, "thirty": 30.0, "hundred": 100.0, "thousand": 1000.0, "once": 1.0, "twice": 2.0}
_NUMBER = re.compile(
    r"(?:(?P<money>[$€£])\s?|(?<![\w.,/])(?<![^\W\d_]-))(?P<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?)(?!\.?\d)"
    r"(?:(?:(?P<scale>(?-i:M)|\s?(?:k|thousand|million|billion|trillion))(?![a-z]))?"
    r"(?:[\s-]?(?P<unit>(?!(?:per|an?|each)\b)[a-zµμ]+|[%$€£]|°[cf]))?(?P<per>\s?/\s?[a-z]+|\s(?:per|an?|each)\s[a-z]+)?)?"
    r"|\b(?P<word>zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen"
    r"|twenty|thirty|hundred|thousand|once|twice)\b(?:[\s-](?P<times>hundred|thousand|million|billion|trillion)\b)?"
    r"(?:[\s-](?P<counted>[a-z]+))?",
    re.IGNORECASE,
)
_DECADE = re.compile(r"\b(?:the|early|late|mid)[\s-]$", re.IGNORECASE)


@lru_cache(maxsize=16_384)
def quantities(text: str) -> tuple[Quantity, ...]:
    """Return the quantities in a text, in order. Numbers inside names (`EC2`, `AES-256`) are not quantities."""
    return tuple(_quantities(text))


def _quantities(text: str) -> Iterator[Quantity]:
    for found in _NUMBER.finditer(text):
        if found["word"]:
            noun = (found["counted"] or "").lower()
            value = _WORD_NUMBERS[found["word"].lower()] * _SCALES.get((found["times"] or "").lower(), 1.0)
            unit = UNITS.get(noun) if len(noun) > 1 else None
            family, factor = unit or (Family.COUNT, 1.0)
            end = found.end("counted") if unit else max(found.end("word"), found.end("times"))
            yield Quantity(_exact(value * factor), family, found.start(), end, "" if unit else noun)
            continue
        value = float(found["number"].replace(",", "")) * _SCALES.get((found["scale"] or "").strip().lower(), 1.0)
        unit_name = (found["unit"] or "").lower().replace("μ", "µ")
        per = re.sub(r"^(?:/|per|an?|each)\s*", "", (found["per"] or "").strip().lower())
        if found["money"]:
            yield Quantity(_exact(value), Family.MONEY, found.start(), found.end(), per=per)
        elif unit_name in UNITS and _is_unit(found, text):
            family, factor = UNITS[unit_name]
            yield Quantity(_exact(value * factor), family, found.start(), found.end(), per=per)
        else:
            end = max(found.end("number"), found.end("scale"))
            yield Quantity(_exact(value), Family.COUNT, found.start(), end, unit_name, per)


def _exact(value: float) -> float:
    """The value without the last digits, in which 0.7 seconds and 700 milliseconds differ."""
    return float(f"{value:.15g}")


def _is_unit(found: re.Match[str], text: str) -> bool:
    """No unit: a lone capital after a number, the US of "3 US regions", the s of "the 1960s"."""
    if found["unit"] == "s" and re.fullmatch(r"(?:1\d|20)\d0s", found.group()):
        return _DECADE.search(text, max(0, found.start() - 8), found.start()) is None
    return found["unit"] not in {"M", "D", "S", "Y", "G", "B", "US", "NS"}
