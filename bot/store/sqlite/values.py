"""How values stand in the file, where SQLite has no kind of its own for them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from json import dumps

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_IDS = range(-(2**63), 2**63)


def stored(moment: datetime) -> int:
    """Return a moment as microseconds since 1970, UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def moment(microseconds: int) -> datetime:
    """Return the moment that was stored so, in UTC."""
    return _EPOCH + microseconds * _MICROSECOND


def moment_or_none(microseconds: int | None) -> datetime | None:
    """Return the moment that was stored so; None where none was."""
    return None if microseconds is None else moment(microseconds)


def key(number: int) -> int | None:
    """Return an id as it is looked up; None, which equals nothing, for one that no row can have.

    A forged button may carry a number of any size, and SQLite holds 64 bits.
    """
    return number if number in _IDS else None


def keys(numbers: Iterable[int]) -> str:
    """Return those ids that a row can have, as an array for `json_each`."""
    return dumps([number for number in numbers if number in _IDS])
