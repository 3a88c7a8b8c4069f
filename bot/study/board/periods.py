"""Which days a period of the board has, and which days it is compared with. Pure: today is an argument."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from bot.store.protocol.board import EVER, Span
from bot.study.board.standings import Period

DAY = timedelta(days=1)
WEEK = timedelta(days=7)
FOUR_WEEKS = timedelta(days=28)


def seasons_of(begun: Sequence[date], today: date) -> tuple[Span, ...]:
    """Return the seasons from the first days of those that were begun, in order.

    The first season has all that was before; the last one goes on until today.
    """
    firsts = (EVER.first, *begun)
    lasts = (*(first - DAY for first in begun), max(today, firsts[-1]))
    return tuple(Span(first, last) for first, last in zip(firsts, lasts, strict=True))


def span_of(period: Period, today: date, seasons: Sequence[Span]) -> Span:
    """Return the days of a period up to today; a week begins on Monday, the season is the last of `seasons`."""
    match period:
        case Period.WEEK:
            return Span(today - today.weekday() * DAY, today)
        case Period.MONTH:
            return Span(today.replace(day=1), today)
        case Period.SEASON:
            return seasons[-1]
        case Period.ALL:
            return Span(EVER.first, today)


def before(period: Period, span: Span, seasons: Sequence[Span]) -> Span | None:
    """Return the days that those of a period are compared with; None for the first season, which has none.

    All time is compared with all time as it was a week ago.
    """
    match period:
        case Period.WEEK:
            return Span(span.first - WEEK, span.first - DAY)
        case Period.MONTH:
            last = span.first - DAY
            return Span(last.replace(day=1), last)
        case Period.SEASON:
            return (
                next((season for season in seasons if season.last == span.first - DAY), None) if _begun(span) else None
            )
        case Period.ALL:
            return Span(span.first, span.last - WEEK)


def four_weeks_before(span: Span) -> Span | None:
    """Return the four weeks before some days; None where these go back to the beginning."""
    return Span(span.first - FOUR_WEEKS, span.first - DAY) if _begun(span) else None


def _begun(span: Span) -> bool:
    return span.first > EVER.first
