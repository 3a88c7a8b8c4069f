"""Numbers and units as notes write them: what is found, what it is in base units, and what is no quantity."""

from __future__ import annotations

import pytest

from knowledge.quantities import Family, quantities

TIME, SIZE, LENGTH, MASS = Family.TIME, Family.SIZE, Family.LENGTH, Family.MASS
TEMPERATURE, MONEY, PERCENT, COUNT = Family.TEMPERATURE, Family.MONEY, Family.PERCENT, Family.COUNT


@pytest.mark.parametrize(
    ("text", "family", "value"),
    [
        ("900 s", TIME, 900),
        ("15 minutes", TIME, 900),
        ("15-minute", TIME, 900),
        ("12h", TIME, 43_200),
        ("12 hrs", TIME, 43_200),
        ("100ms", TIME, 0.1),
        ("5 µs", TIME, 5e-6),
        ("5 us", TIME, 5e-6),
        ("5 nm", LENGTH, 5e-9),
        ("1.5 h", TIME, 5_400),
        ("14 days", TIME, 1_209_600),
        ("one week", TIME, 604_800),
        ("fifteen minutes", TIME, 900),
        ("thirty-day", TIME, 2_592_000),
        ("3600s", TIME, 3_600),
        ("256KB", SIZE, 262_144),
        ("256 KiB", SIZE, 262_144),
        ("3 GB", SIZE, 3_221_225_472),
        ("3,072 MB", SIZE, 3_221_225_472),
        ("1.5 TB", SIZE, 1_649_267_441_664),
        ("10 mm", LENGTH, 0.01),
        ("10 µm", LENGTH, 1e-5),
        ("10 μm", LENGTH, 1e-5),  # the Greek letter, not the sign for micro
        ("42 km", LENGTH, 42_000),
        ("2 kg", MASS, 2_000),
        ("37 °C", TEMPERATURE, 37),
        ("98.6°F", TEMPERATURE, 98.6),
        ("20%", PERCENT, 20),
        ("99.999999999 %", PERCENT, 99.999999999),
        ("$0.20", MONEY, 0.2),
        ("$ 5", MONEY, 5),
        ("5 $", MONEY, 5),
        ("€1,000.50", MONEY, 1_000.5),
        ("£3.50", MONEY, 3.5),
        ("5 USD", MONEY, 5),
        ("5 cents", MONEY, 0.05),
        ("$3 million", MONEY, 3_000_000),
        ("1,000", COUNT, 1_000),
        ("10,000,000", COUNT, 10_000_000),
        ("5k", COUNT, 5_000),
        ("1.5M", COUNT, 1_500_000),
        ("3 million", COUNT, 3_000_000),
        ("two hundred", COUNT, 200),
        ("twelve", COUNT, 12),
        ("twice", COUNT, 2),
        ("1789", COUNT, 1_789),
    ],
)
def test_quantity(text: str, family: Family, value: float) -> None:
    """A quantity is found as one, in the base unit of its family, and its place is all of it."""
    (found,) = quantities(f"About {text}.")
    assert (found.family, found.value) == (family, value)
    assert (found.start, found.end) == (6, 6 + len(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("900 s", "15 minutes"),
        ("3 GB", "3,072 MB"),
        ("10,240 MB", "10 GB"),
        ("0.7 s", "700 ms"),
        ("0.01 mm", "10 µm"),
        ("4 days", "96 hours"),
        ("256 KB", "256 KiB"),
        ("$0.05", "5 cents"),
        ("1M requests", "1 million requests"),
    ],
)
def test_the_same_in_another_unit(one: str, other: str) -> None:
    """One quantity written in two ways has one value."""
    assert quantities(one)[0].value == quantities(other)[0].value


@pytest.mark.parametrize(
    ("text", "value", "noun", "per"),
    [
        ("5 read replicas", 5, "read", ""),
        ("one copy", 1, "copy", ""),
        ("two hundred shards", 200, "shards", ""),
        ("5K messages", 5_000, "messages", ""),
        ("1,000 requests per second", 1_000, "requests", "second"),
        ("10,000 requests/s", 10_000, "requests", "s"),
        ("3 per shard", 3, "", "shard"),
        ("5 a day", 5, "", "day"),
        ("300 / s", 300, "", "s"),
        ("a 3-tier model", 3, "tier", ""),
    ],
)
def test_counts(text: str, value: float, noun: str, per: str) -> None:
    """A count names what is counted, and a rate what it is counted by."""
    (found,) = quantities(text)
    assert (found.family, found.value, found.noun, found.per) == (COUNT, value, noun, per)


@pytest.mark.parametrize(
    ("text", "family", "per"),
    [
        ("100 MB/s", SIZE, "s"),
        ("5 GB per month", SIZE, "month"),
        ("$0.20 per million", MONEY, "million"),
        ("$5 a month", MONEY, "month"),
    ],
)
def test_rates(text: str, family: Family, per: str) -> None:
    """The divisor of a rate belongs to it."""
    (found,) = quantities(text)
    assert (found.family, found.per, text[found.start : found.end]) == (family, per, text)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("0 seconds to 12 hours (default 30 seconds)", ["0 seconds", "12 hours", "30 seconds"]),
        ("3 KB and 2 MB", ["3 KB", "2 MB"]),
        ("$0.20 per 1M requests", ["$0.20", "1M"]),
        ("4, 5 and 6", ["4", "5", "6"]),
        ("10 KB, 20 KB, 30 KB", ["10 KB", "20 KB", "30 KB"]),
        ("1789-1799", ["1789", "1799"]),
    ],
)
def test_several(text: str, found: list[str]) -> None:
    """Quantities are found in the order of the text, each in its place."""
    assert [text[q.start : q.end] for q in quantities(text)] == found


@pytest.mark.parametrize(
    "text",
    [
        "EC2",
        "AES-256",
        "t2.micro",
        "v1.2.3",
        "169.254.169.254",
        "10.0.0.0/16",
        "1.000.000",
        "no numbers",
        "a hundredfold",
        "",
    ],
)
def test_no_quantity(text: str) -> None:
    """Numbers that are part of a name, an address or a version are no quantities."""
    assert quantities(text) == ()


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("3 US regions", "us"),
        ("in the 1960s", "s"),
        ("the late 1670s", "s"),
        ("5 M", "m"),
        ("12 S", "s"),
        ("2 A records", ""),
    ],
)
def test_letters_that_are_no_unit(text: str, noun: str) -> None:
    """A capital, a country or a decade's s is not taken for a unit of time or size."""
    (found,) = quantities(text)
    assert (found.family, found.noun) == (COUNT, noun)


def test_an_endless_number_is_read() -> None:
    """A number of a hundred thousand digits is one quantity, not an error."""
    (found,) = quantities("9" * 100_000 + " s")
    assert found.family is TIME
