"""Time zones as people look for them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from bot.study.daily.zone_cities import CITIES
from bot.study.daily.zone_table import entries, iana_names
from bot.study.daily.zones import Zone, ZoneError, find_zones, zone_named

SUMMER, WINTER = datetime(2027, 7, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("berlin", "Europe/Berlin"),
        ("Berl", "Europe/Berlin"),
        ("Berlín", "Europe/Berlin"),
        ("berlni", "Europe/Berlin"),
        ("Berlin, Europe (UTC+02:00)", "Europe/Berlin"),
        ("berlin germany", "Europe/Berlin"),
        ("germany", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("new yrok", "America/New_York"),
        ("NYC", "America/New_York"),
        ("san francisco", "America/Los_Angeles"),
        ("são paulo", "America/Sao_Paulo"),
        ("sao paulo", "America/Sao_Paulo"),
        ("kolkata", "Asia/Kolkata"),
        ("calcutta", "Asia/Kolkata"),
        ("bombay", "Asia/Kolkata"),
        ("india", "Asia/Kolkata"),
        ("saigon", "Asia/Ho_Chi_Minh"),
        ("kiev", "Europe/Kyiv"),
        ("buenos aires", "America/Argentina/Buenos_Aires"),
        ("uk", "Europe/London"),
        ("iceland", "Atlantic/Reykjavik"),
        ("tasmania", "Australia/Hobart"),
        ("utc", "UTC"),
        ("Etc/GMT+3", "Etc/GMT+3"),
        ("us/eastern", "America/New_York"),
        ("GB", "Europe/London"),
        ("est", "America/New_York"),
        ("ET", "America/New_York"),
        ("PST", "America/Los_Angeles"),
        ("usa", "America/New_York"),
        ("europe", "Europe/London"),
        ("", "UTC"),
    ],
)
def test_the_first_zone_offered_is_the_one_that_is_meant(typed: str, first: str) -> None:
    assert find_zones(typed, SUMMER)[0].name == first


@pytest.mark.parametrize(
    ("typed", "ahead", "cities"),
    [
        ("+2", timedelta(hours=2), {"Berlin", "Johannesburg"}),
        ("UTC+2", timedelta(hours=2), {"Paris"}),
        ("utc+5:30", timedelta(hours=5, minutes=30), {"Kolkata", "Colombo"}),
        ("+05:45", timedelta(hours=5, minutes=45), {"Kathmandu"}),
        ("+0530", timedelta(hours=5, minutes=30), {"Kolkata"}),
        ("gmt-3", timedelta(hours=-3), {"Sao Paulo"}),
        ("\u22122:30", timedelta(hours=-2, minutes=-30), {"St Johns"}),
        ("+10:30", timedelta(hours=10, minutes=30), {"Lord Howe"}),
    ],
)
def test_zones_are_found_by_what_their_clock_shows_now(typed: str, ahead: timedelta, cities: set[str]) -> None:
    found = find_zones(typed, SUMMER)
    assert {zone.offset for zone in found} == {ahead}
    assert cities <= {zone.city for zone in found}


def test_the_offset_is_that_of_now() -> None:
    assert [zone_named("Berlin", at).label for at in (SUMMER, WINTER)] == [
        "Berlin, Europe (UTC+02:00)",
        "Berlin, Europe (UTC+01:00)",
    ]


@pytest.mark.parametrize(
    ("zone", "label"),
    [
        (Zone("Europe/Berlin", "Berlin", timedelta(hours=2)), "Berlin, Europe (UTC+02:00)"),
        (Zone("America/Argentina/Salta", "Salta", timedelta(hours=-3)), "Salta, Argentina (UTC-03:00)"),
        (Zone("America/St_Johns", "St Johns", timedelta(hours=-2, minutes=-30)), "St Johns, America (UTC-02:30)"),
        (Zone("America/North_Dakota/Center", "Center", timedelta(hours=-6)), "Center, North Dakota (UTC-06:00)"),
        (Zone("GB", "GB", timedelta()), "GB (UTC+00:00)"),
        (Zone("UTC", "UTC", timedelta()), "UTC"),
    ],
)
def test_a_label_names_the_city_and_the_offset(zone: Zone, label: str) -> None:
    assert zone.label == label


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        ("europe/berlin", "Europe/Berlin"),
        ("America/New York", "America/New_York"),
        ("US/Eastern", "US/Eastern"),
        ("GB", "GB"),
        ("Asia/Calcutta", "Asia/Calcutta"),
        ("CET", "CET"),
        ("Lond", "Europe/London"),
        ("spain", "Europe/Madrid"),
        ("z", "UTC"),
        ("Berlin, Europe (UTC+02:00)", "Europe/Berlin"),
    ],
)
def test_one_zone_is_named(typed: str, name: str) -> None:
    assert zone_named(typed, SUMMER).name == name


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("+5:30", "Kolkata or Colombo"),
        ("EST", "New York, Toronto or "),
        ("pacific", "Los Angeles, Vancouver or "),
        ("united states", "New York, Chicago or Los Angeles"),
        ("berlni", "Berlin"),
        ("", "UTC, London or Berlin"),
    ],
)
def test_where_several_zones_fit_near_ones_are_named(typed: str, near: str) -> None:
    with pytest.raises(ZoneError) as caught:
        zone_named(typed, SUMMER)
    assert str(caught.value).startswith(f"Nobody can tell which time zone that is: type the city, such as {near}")


@pytest.mark.parametrize("typed", ["xyzzyq", "++", "💥", "<@1>", "z" * 4000, "../../etc/passwd", "\x00", "+99"])
def test_nonsense_is_refused_with_what_to_type(typed: str) -> None:
    assert find_zones(typed, SUMMER) == ()
    with pytest.raises(ZoneError, match=r"^There is no such time zone: type the nearest large city, such as Berlin"):
        zone_named(typed, SUMMER)


def test_a_name_that_only_stands_for_another_zone_is_not_offered_first() -> None:
    for typed in ("US/Eastern", "GB", "Asia/Calcutta", "CET", "Iceland"):
        first, second = find_zones(typed, SUMMER)[:2]
        assert second.name == typed
        assert first.name in {entry.name for entry in entries()}
        assert first.offset == second.offset


def test_every_zone_is_found_by_its_exact_name() -> None:
    for name in iana_names().values():
        if name not in {"EST", "MST"}:
            assert zone_named(name, SUMMER).name == name


def test_every_zone_that_is_offered_is_found_by_its_city() -> None:
    for entry in entries():
        assert entry.name in {zone.name for zone in find_zones(entry.city, SUMMER)}


def test_there_are_never_more_than_asked_for() -> None:
    assert len(find_zones("a", SUMMER)) == 25
    assert len(find_zones("", SUMMER, 3)) == 3


def test_the_large_cities_are_in_zones_that_are_offered() -> None:
    assert set(CITIES) <= {entry.name for entry in entries()}
