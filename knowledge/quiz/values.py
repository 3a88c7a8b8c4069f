"""Values as choices: written in one way, with others of their kind that are plausible and wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from itertools import count, takewhile

from knowledge.claims import SAME
from knowledge.quantities import UNITS, Family, Quantity
from knowledge.quiz.choices import number

FARTHEST = 12.0
"""How many times smaller or larger a wrong value may be; beyond that nobody would take it for the right one."""
APART = 1.3
"""By which factor two choices differ at least, where they are no small whole numbers."""
WRONG = 3
"""Wrong values that a question needs."""

_FULL = {
    "s": "second", "sec": "second", "secs": "second", "min": "minute", "mins": "minute", "h": "hour",
    "hr": "hour", "hrs": "hour", "d": "day", "y": "year", "yr": "year", "yrs": "year", "msec": "ms", "us": "µs",
    "b": "byte", "kb": "KB", "kib": "KiB", "mb": "MB", "mib": "MiB", "gb": "GB", "gib": "GiB", "tb": "TB", "tib": "TiB",
    "pb": "PB", "percent": "%", "centuries": "century", "°c": "°C", "°f": "°F",
}  # fmt: skip
_SYMBOLS = frozenset("m ms ns µs kb kib mb mib gb gib tb tib pb nm µm mm cm km mg g kg °c °f % $ € £ usd".split())
_LADDERS: dict[str, Sequence[float]] = {
    "second": (1, 2, 3, 5, 8, 10, 12, 15, 20, 30, 40, 45, 60, 90, 120, 180, 240, 300, 450, 600, 900, 1200, 1800, 2700, 3600),
    "minute": (1, 2, 3, 4, 5, 8, 10, 15, 20, 30, 40, 45, 60, 90, 120),
    "hour": (1, 2, 3, 4, 5, 6, 8, 10, 12, 18, 24, 36, 48, 72, 96),
    "day": (1, 2, 3, 4, 5, 7, 10, 14, 21, 28, 30, 35, 45, 60, 90, 120, 180, 365),
    "week": (1, 2, 3, 4, 5, 6, 8, 10, 12, 26),
    "month": (1, 2, 3, 4, 6, 9, 12, 15, 18, 24, 36),
    "°C": (4, 10, 15, 20, 25, 30, 37, 40, 50, 55, 60, 65, 70, 72, 80, 85, 90, 95, 100, 120, 150, 180, 200, 250, 300),
    "%": (1, 2, 5, 10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 95, 99),
}  # fmt: skip
"""What people state in a unit. A lone m is left as it stands: it may be minutes or metres."""
_COUNTED: Sequence[float] = (
    *range(1, 11), 12, 15, 16, 20, 24, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 120, 150, 200, 250, 300, 400, 500, 600, 750, 800, 900,
)  # fmt: skip
"""What people state of anything else, up to a thousand."""
STATUSES = (200, 201, 202, 204, 301, 302, 304, 400, 401, 403, 404, 405, 408, 409, 429, 500, 501, 502, 503, 504)
"""Answers of a web server."""
PORTS = (
    20,
    21,
    22,
    23,
    25,
    53,
    80,
    110,
    143,
    443,
    465,
    587,
    993,
    995,
    1433,
    1521,
    3306,
    3389,
    5432,
    6379,
    8000,
    8080,
    8443,
    27017,
)
"""Ports that are known by their number."""
_WORDS = tuple("zero one two three four five six seven eight nine ten eleven twelve".split())
_SPELT = re.compile(
    rf"\b(?:{'|'.join(_WORDS)}|(?:thir|four|fif|six)teen|twenty|thirty|hundred|thousand|million|billion|trillion)\b"
)
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")


def unit_of(quantity: Quantity, text: str) -> str:
    """Return the unit of a quantity as a choice writes it, singular; empty for a plain number."""
    if quantity.family is Family.COUNT:
        return ""
    plain = _SPELT.sub("", re.sub(r"[\d.,\s-]+", " ", _core(quantity, text)).lower()).replace(" ", "").replace("μ", "µ")
    if quantity.family is Family.MONEY:
        return "$" if not plain or plain in {"$", "usd", "dollar", "dollars"} else plain
    name = _FULL.get(plain, plain)
    if name not in _SYMBOLS and name.lower() in UNITS and name.endswith("s") and name[:-1].lower() in UNITS:
        name = name[:-1]
    return name


def _core(quantity: Quantity, text: str) -> str:
    """The number and the unit, without the divisor of a rate."""
    core = text[quantity.start : quantity.end]
    return re.sub(r"\s?(?:/|per|an?\b|each)\s*[a-z]+$", "", core, flags=re.IGNORECASE) if quantity.per else core


def factor_of(unit: str, family: Family) -> float:
    """Return how many base units one of this unit is; 0 where that is not known."""
    if family in {Family.COUNT, Family.MONEY, Family.PERCENT}:
        return 1.0
    return UNITS.get(unit.lower(), (family, 0.0))[1]


def written(value: float, unit: str, *, plain: bool = False) -> str:
    """Return a number with its unit as a choice shows it: `12 hours`, `1 day`, `256 KB`, `1,000`, `$5`.

    `plain` leaves out the commas, as for a year or a port.
    """
    rounded = float(f"{value:.6g}")
    digits = f"{rounded:.10f}".rstrip("0").rstrip(".") if rounded != int(rounded) else f"{int(rounded)}"
    if not plain and "." not in digits and len(digits) > 3:
        digits = f"{int(digits):,}"
    if unit in {"$", "€", "£"}:
        return f"{unit}{digits}0" if re.search(r"\.\d$", digits) else f"{unit}{digits}"
    if unit == "%":
        return f"{digits}%"
    if not unit:
        return digits
    if unit.lower() in _SYMBOLS or unit in {"kelvin", "celsius", "fahrenheit"}:
        return f"{digits} {unit}"
    plural = unit if rounded == 1 else {"century": "centuries"}.get(unit, f"{unit}s")
    return f"{digits} {plural}"


def in_words(value: float) -> str:
    """Return a small whole number as a word; empty for any other."""
    return _WORDS[int(value)] if value == int(value) and 0 <= value < len(_WORDS) else ""


def is_year(quantity: Quantity, text: str) -> bool:
    """True for a plain number that reads as a year: four digits, and no noun that it counts."""
    figure, after = text[quantity.start : quantity.end], text[quantity.end :]
    counts = bool(
        re.match(
            r"\s+(?!(?:and|or|to|in|at|on|by|was|were|with|for|after|before|when|until|as|the|of|from|during|but|he|she|it|they|that)\b)[a-z]{3,}",
            after,
        )
    )
    return (
        quantity.family is Family.COUNT
        and bool(re.fullmatch(r"1[0-9]{3}|20[0-4]\d", figure))
        and not re.match(r"\s*(?:/|per\b)", after)
        and not counts
    )


def others(value: float, unit: str, known: Iterable[float], key: str, fits: Callable[[float], bool]) -> list[float]:
    """Return other values to stand beside one, in its unit, the nearest first; `fits` says which may be used.

    Some are smaller and some larger, how many of each depends on `key` alone, so that the right one is as often the
    smallest as the largest. Those that are `known`, because the notes state them of something else, come before others.
    """
    value = float(f"{value:.10g}")
    near = {float(f"{k:.10g}") for k in known if plausible(k, value)}
    stated = sorted(k for k in near if _is_round(k) or k in _natural(unit, k))
    steps = {*_natural(unit, value), *stated}
    usable = [s for s in steps if plausible(s, value) and _as_round(s, value) and fits(s)]
    below = _apart([s for s in usable if s < value], value, stated)
    above = _apart([s for s in usable if s > value], value, stated)
    smaller = max(min(number(key, WRONG + 1), len(below)), WRONG - len(above))
    chosen = [*below[:smaller], *above[: WRONG - smaller]]
    rest = [*below[smaller:], *above[WRONG - smaller :]]
    return [*chosen, *sorted(rest, key=lambda s: max(s / value, value / s))]


def _as_round(other: float, value: float) -> bool:
    """True for a number that is as whole and as round as a value is: one round number among others would stand out."""
    if value != int(value):
        return True
    return other == int(other) and (value % 10 != 0 or other % 5 == 0 or other in {1, 2} or value in {60, 90})


def other_ranges(low: float, high: float, unit: str, key: str) -> list[tuple[float, float]]:
    """Return ranges to stand beside one, the nearest first: both ends moved the same way among what people state."""
    steps = list(_natural(unit, high))
    if low not in steps or high not in steps:
        return []
    first, last = steps.index(low), steps.index(high)
    moves = sorted(
        (move for move in range(-3, 4) if move), key=lambda move: (abs(move), number(f"{key}/{move}", 1 << 32))
    )
    return [
        (steps[first + move], steps[last + move]) for move in moves if first + move >= 0 and last + move < len(steps)
    ]


def _apart(values: list[float], value: float, stated: Sequence[float]) -> list[float]:
    """The nearest ones that can be told from each other; of two that are close the one that is stated."""
    kept: list[float] = []
    for other in sorted(values, key=lambda v: (max(v / value, value / v) * (0.7 if v in stated else 1.0), v)):
        if all(_differ(other, seen) for seen in (value, *kept)):
            kept.append(other)
    return kept


def _differ(a: float, b: float) -> bool:
    small = max(a, b) <= 12 and a == int(a) and b == int(b)
    return a != b if small else max(a, b) >= APART * min(a, b)


def _natural(unit: str, value: float) -> Sequence[float]:
    """The numbers that people state in a unit, as far as they are of the same making as a value."""
    if value != int(value):
        digits = len(f"{value:.10f}".rstrip("0").split(".")[1])
        halves = 5 if f"{value:.{digits}f}".endswith("5") and value > 1 else 1
        near = (
            round(round(value * by * 10**digits / halves) * halves / 10**digits, digits)
            for by in (0.25, 0.4, 0.5, 0.6, 0.75, 1.4, 1.5, 2, 2.5, 3, 4)
        )
        return [other for other in near if not f"{other:.{digits}f}".endswith("0")]
    ladder = _LADDERS.get(unit)
    if ladder and value in ladder:
        return ladder
    if unit == "%" and value > 100:
        return range(100, 1001, 100)
    whole = int(value)
    if whole > (2 if unit.endswith(("B", "byte", "bit")) else 60) and whole & (whole - 1) == 0:
        return [whole * by for by in (0.125, 0.25, 0.5, 2.0, 4.0, 8.0)]
    if whole >= 1024 and whole % 1024 == 0:
        return [1024.0 * step for step in _COUNTED]
    if not ladder and _is_round(value):
        scale = next(10**power for power in count(0, 3) if value <= 1000 * 10**power)
        return [step * scale for step in _COUNTED] + [step * scale * 10 for step in (100, 150, 200, 300, 500)]
    return [_rounded_like(value, value * by) for by in (0.5, 0.75, 1.25, 1.5, 2, 2.5)]


def _is_round(value: float) -> bool:
    if value != int(value):
        return False
    scale = next(10**power for power in count(0, 3) if value <= 1000 * 10**power)
    return value / scale in _COUNTED or value / scale == 1000


def _rounded_like(value: float, other: float) -> float:
    """Another value with as many zeros at its end as a whole value has."""
    zeros = len(list(takewhile(lambda digit: digit == "0", reversed(str(int(value))))))
    return float(round(other / 10**zeros) * 10**zeros)


def plausible(a: float, b: float) -> bool:
    """True for two values that differ, and not beyond belief."""
    if a <= 0 or b <= 0:
        return False
    return abs(a - b) > SAME * max(a, b) and max(a / b, b / a) <= FARTHEST


def among(value: int, table: Sequence[int], known: Iterable[int]) -> list[int]:
    """Return other numbers of a table: those that begin alike and are known first, then the nearest."""
    stated = set(known)
    rest = [other for other in table if other != value]
    return sorted(rest, key=lambda o: (str(o)[0] != str(value)[0], o not in stated, abs(o - value)))


def near_years(year: int, known: Iterable[int], key: str, fits: Callable[[int], bool]) -> list[int]:
    """Return other years, the best first: those that the notes mention within a generation, then neighbours."""
    noted = {k for k in known if 1 <= abs(k - year) <= 30 and fits(k)}
    nearby = {year + step for step in (-9, -6, -4, -3, 2, 3, 5, 8) if fits(year + step)} - noted
    ranked = [*sorted(noted, key=lambda k: (abs(k - year), k)), *sorted(nearby, key=lambda k: (abs(k - year), k))]
    before, after = [k for k in ranked if k < year], [k for k in ranked if k > year]
    smaller = min(number(key, WRONG + 1), len(before))
    chosen = [*before[:smaller], *after[: WRONG - smaller]]
    return [*chosen, *(k for k in ranked if k not in chosen)]


def figures(text: str) -> frozenset[str]:
    """Return the numbers that stand in a text, without their commas."""
    return frozenset(found.replace(",", "") for found in _NUMBER.findall(text))
