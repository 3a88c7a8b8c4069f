"""The leaderboard: pages of it, the improvement board, seasons, who is hidden, and the weekly recap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date
from zoneinfo import ZoneInfoNotFoundError

from bot.clock import Clock
from bot.store.protocol import Store
from bot.store.protocol.board import Progress, Span, Standing
from bot.study.board import improvement as improving
from bot.study.board import periods
from bot.study.board.album import Album
from bot.study.board.captions import caption
from bot.study.board.improvement import LEAST_ANSWERS, Improvement
from bot.study.board.kept_streaks import streaks_of
from bot.study.board.picture import BoardPicture
from bot.study.board.standings import PAGE, POINTS, Page, Period, Row
from bot.study.board.still_open import open_days
from bot.study.daily.announcing import HardestQuestion, WeeklyRecap
from bot.study.daily.results import HARD_LEAST
from bot.study.daily.schedule import day_of

RECAP_TITLE = "The week on the board"


@dataclass(frozen=True, slots=True)
class _Part:
    """What of a guild's attempts a board is made of, and the days that places are compared with."""

    guild: int
    period: Period
    span: Span
    before: Span | None
    topic: str | None = None
    season: int | None = None


class Boards:
    """The boards of all guilds. Everything follows from the attempts in the store at the time of asking."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._album = Album()

    async def page(  # noqa: PLR0913 - each is a choice of whoever looks
        self,
        guild: int,
        period: Period,
        viewer: int | None,
        *,
        topic: str | None = None,
        number: int | None = None,
        season: int | None = None,
    ) -> Page:
        """Return a page of the board: by its number from 0, else the one that `viewer` is on, else the first.

        A number beyond the last page means the last. `season` is the number of a season, where the period is one; None
        is the present one, and so is a number that no season has.
        """
        today, seasons = await self._calendar(guild)
        span = periods.span_of(period, today, seasons)
        numbered = None
        if period is Period.SEASON:
            numbered = season if season is not None and 1 <= season <= len(seasons) else len(seasons)
            span = seasons[numbered - 1]
        part = _Part(guild, period, span, periods.before(period, span, seasons), topic, numbered)
        return await self._page(part, viewer, number)

    async def week(self, guild: int, day: date) -> Page:
        """Return the first page of the board of the seven days up to and with a day."""
        span = Span(day - periods.WEEK + periods.DAY, day)
        return await self._page(_Part(guild, Period.WEEK, span, periods.before(Period.WEEK, span, ())), None, 0)

    async def improvement(self, guild: int, period: Period, viewer: int | None) -> Improvement:
        """Return who answers better in a period than in the four weeks before it."""
        today, seasons = await self._calendar(guild)
        span = periods.span_of(period, today, seasons)
        before = periods.four_weeks_before(span)
        if before is None:
            return Improvement(span, None)
        progress = await self._store.board.progress(guild, span, before, LEAST_ANSWERS)
        own = None if viewer is None else await self._own_progress(guild, span, before, viewer)
        return improving.improvement(span, before, progress, own)

    async def recap(self, guild: int, day: date) -> WeeklyRecap | None:
        """Return the seven days up to and with a day looked back on; None where nobody answered in them."""
        page = await self.week(guild, day)
        if not page.rows:
            return None
        picture = await self.picture(page, RECAP_TITLE)
        return WeeklyRecap(guild, day, page, picture, await self._hardest(guild, page.span))

    async def picture(self, page: Page, title: str) -> bytes:
        """Return a page that has rows as a picture, PNG. It is drawn once for the same content, off the event loop."""
        return await self._album.get(BoardPicture(title, caption(page), page.rows))

    async def topics(self, guild: int, typed: str, most: int = 25) -> tuple[str, ...]:
        """Return topics that a guild was asked about and that have all the words typed, most often asked first."""
        words = typed.casefold().split()
        topics = await self._store.quizzes.topics(guild)
        return tuple(topic for topic in topics if all(word in topic.casefold() for word in words))[:most]

    async def hide(self, guild: int, member: int, hidden: bool) -> None:  # noqa: FBT001 - what is kept, not an option
        """Keep whether a member is left out of what others see of the board."""
        await self._store.members.hide(guild, member, hidden=hidden)

    async def hidden(self, guild: int, member: int) -> bool:
        """Return whether a member is left out of what others see of the board."""
        return await self._store.members.hidden(guild, member)

    async def start_season(self, guild: int) -> int:
        """Begin a season today and return its number. The earlier ones stay."""
        return await self._store.schedules.start_season(guild, await self._today(guild))

    async def seasons(self, guild: int) -> tuple[Span, ...]:
        """Return the days of all seasons in order; the first one goes back to the beginning, the last one is now."""
        _, seasons = await self._calendar(guild)
        return seasons

    async def _calendar(self, guild: int) -> tuple[date, tuple[Span, ...]]:
        today = await self._today(guild)
        return today, periods.seasons_of(await self._store.schedules.seasons(guild), today)

    async def _today(self, guild: int) -> date:
        schedule = await self._store.schedules.get(guild)
        now = self._clock.now()
        try:
            return now.astimezone(UTC).date() if schedule is None else day_of(schedule, now)
        except ZoneInfoNotFoundError:  # managers are told of that; the board does not need it that exactly
            return now.astimezone(UTC).date()

    async def _page(self, part: _Part, viewer: int | None, number: int | None) -> Page:
        own = None if viewer is None else await self._standing(part, part.span, viewer)
        wanted = max(number, 0) if number is not None else own.row // PAGE if own else 0
        standings, total = await self._standings(part, wanted)
        pages = max(1, -(-total // PAGE))
        if wanted >= pages:
            wanted = pages - 1
            standings, total = await self._standings(part, wanted)
        told = await self._rows(part, (*standings, *((own,) if own else ())))
        return Page(
            period=part.period,
            span=part.span,
            rows=told[: len(standings)],
            number=wanted,
            pages=pages,
            members=total,
            topic=part.topic,
            season=part.season,
            own=told[-1] if own else None,
            hidden=viewer is not None and await self.hidden(part.guild, viewer),
        )

    async def _standings(self, part: _Part, page: int) -> tuple[tuple[Standing, ...], int]:
        found = await self._store.board.standings(
            part.guild, part.span, topic=part.topic, first_row=page * PAGE, most=PAGE
        )
        return found.rows, found.total

    async def _standing(self, part: _Part, span: Span, member: int) -> Standing | None:
        return await self._store.board.standing(part.guild, span, member, topic=part.topic)

    async def _rows(self, part: _Part, standings: Sequence[Standing]) -> tuple[Row, ...]:
        members = list({standing.member for standing in standings})
        streaks = await streaks_of(self._store, part.guild, members, self._clock.now())
        places: Mapping[int, int] = {}
        if part.before is not None:
            places = await self._store.board.places(part.guild, part.before, members, topic=part.topic)
        return tuple(
            Row(
                place=standing.place,
                member=standing.member,
                name=standing.name,
                points=standing.right * POINTS,
                right=standing.right,
                answered=standing.answered,
                streak=streaks[standing.member].days,
                moved=places[standing.member] - standing.place if standing.member in places else None,
            )
            for standing in standings
        )

    async def _own_progress(self, guild: int, span: Span, before: Span, member: int) -> Progress | None:
        """The progress of one member, hidden or not; None for one who answered too little."""
        now = await self._store.board.standing(guild, span, member)
        then = await self._store.board.standing(guild, before, member)
        if now is None or then is None or min(now.answered, then.answered) < LEAST_ANSWERS:
            return None
        return Progress(member, now.name, now.right, now.answered, then.right, then.answered)

    async def _hardest(self, guild: int, span: Span) -> HardestQuestion | None:
        """The hardest question of some days; one that can still be answered is not told of."""
        still_open = await open_days(self._store, guild, self._clock.now())
        last = min([span.last, *(day - periods.DAY for day in still_open)])
        hard = await self._store.board.hardest(guild, Span(span.first, last), HARD_LEAST)
        quiz = None if hard is None else await self._store.quizzes.get(hard.quiz)
        if hard is None or quiz is None:
            return None
        return HardestQuestion(quiz, hard.place, hard.right, hard.answered)
