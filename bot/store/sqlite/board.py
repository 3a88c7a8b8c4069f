"""The part `board` of the store in SQLite."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date

from sqlite_utils import Database

from bot.store.database import DatabaseFile
from bot.store.protocol.board import Hard, Progress, Span, Standing, Standings
from bot.store.sqlite.scores import Score, Scores, Wanted
from bot.store.sqlite.values import key, keys


class SqliteBoard:
    """What follows from the attempts; see `BoardStore`."""

    def __init__(self, file: DatabaseFile) -> None:
        self._file = file
        self._scores = Scores()

    async def standings(
        self, guild: int, span: Span, *, topic: str | None = None, first_row: int = 0, most: int = 10
    ) -> Standings:
        """Return the rows of the board from one on."""

        def read(db: Database) -> Standings:
            shown = _shown(self._scores.of(db, Wanted(guild, span, topic)))
            page = shown[first_row : first_row + most]
            names = _names(db, guild, (score.member for score in page))
            rows = (_standing(shown, row, score, names) for row, score in enumerate(page, start=first_row))
            return Standings(tuple(rows), len(shown))

        return await self._file.read(read)

    async def standing(self, guild: int, span: Span, member: int, *, topic: str | None = None) -> Standing | None:
        """Return where a member stands, for a hidden one where it would; None where nothing of that member counts."""

        def read(db: Database) -> Standing | None:
            if span.first == span.last:
                return _standing_on(db, Wanted(guild, span, topic), member)
            shown = _shown(self._scores.of(db, Wanted(guild, span, topic)), asked_for=member)
            own = next(((row, score) for row, score in enumerate(shown) if score.member == member), None)
            return own and _standing(shown, *own, _names(db, guild, [member]))

        return await self._file.read(read)

    async def places(
        self, guild: int, span: Span, members: Collection[int], *, topic: str | None = None
    ) -> Mapping[int, int]:
        """Return the places of those of some members who have one, for a hidden one where it would have it."""
        wanted = frozenset(members)

        def read(db: Database) -> dict[int, int]:
            scores = self._scores.of(db, Wanted(guild, span, topic))
            shown = _shown(scores)
            return {score.member: _place(shown, score) for score in scores if score.member in wanted}

        return await self._file.read(read)

    async def progress(self, guild: int, span: Span, before: Span, least: int) -> tuple[Progress, ...]:
        """Return the members with at least so many answers, and at least one, in both spans."""

        def read(db: Database) -> tuple[Progress, ...]:
            then = {score.member: score for score in self._scores.of(db, Wanted(guild, before))}
            pairs = [(n, then[n.member]) for n in _shown(self._scores.of(db, Wanted(guild, span))) if n.member in then]
            pairs = [(n, t) for n, t in pairs if min(n.answered, t.answered) >= least]
            pairs.sort(key=lambda pair: (-_gain(*pair), -pair[0].answered, pair[0].member))
            names = _names(db, guild, (n.member for n, _ in pairs))
            return tuple(
                Progress(n.member, names[n.member], n.right, n.answered, t.right, t.answered) for n, t in pairs
            )

        return await self._file.read(read)

    async def played(self, guild: int, members: Collection[int]) -> Mapping[int, frozenset[date]]:
        """Return for each of some members the days on which they answered a question of the quiz, retired ones too."""

        def read(db: Database) -> dict[int, frozenset[date]]:
            sql = """
                SELECT member.value, quiz.day FROM json_each(?) AS member CROSS JOIN quiz
                WHERE quiz.guild = ? AND EXISTS (SELECT 1 FROM attempt WHERE quiz = quiz.id AND member = member.value)
            """
            days: dict[int, list[date]] = {member: [] for member in members}
            for member, day in db.execute(sql, [keys(days), key(guild)]):
                days[member].append(date.fromordinal(day))
            return {member: frozenset(own) for member, own in days.items()}

        return await self._file.read(read)

    async def quiz_days(self, guild: int) -> tuple[date, ...]:
        """Return the days on which a quiz was posted, in order."""

        def read(db: Database) -> tuple[date, ...]:
            sql = "SELECT day FROM quiz_now WHERE guild = ? AND message IS NOT NULL ORDER BY day"
            return tuple(date.fromordinal(day) for (day,) in db.execute(sql, [key(guild)]))

        return await self._file.read(read)

    async def hindered_days(self, guild: int) -> frozenset[date]:
        """Return the days whose quiz was hindered."""

        def read(db: Database) -> frozenset[date]:
            rows = db.execute("SELECT day FROM quiz WHERE guild = ? AND hindered", [key(guild)])
            return frozenset(date.fromordinal(day) for (day,) in rows)

        return await self._file.read(read)

    async def hardest(self, guild: int, span: Span, least: int) -> Hard | None:
        """Return the question with the smallest share of right answers among those with at least so many answers.

        Hidden members count here, as nobody is named. Of several the latest by day, then by place.
        """

        def read(db: Database) -> Hard | None:
            sql = """
                SELECT quiz, place, sum(choice = answer) AS right, count(*) AS answered
                FROM question_now JOIN attempt USING (quiz, place)
                WHERE guild = ? AND day BETWEEN ? AND ? AND NOT retired
                GROUP BY quiz, place HAVING answered >= ?
                ORDER BY right * 1.0 / answered, day DESC, place DESC LIMIT 1
            """
            values = [key(guild), span.first.toordinal(), span.last.toordinal(), least]
            row = db.execute(sql, values).fetchone()
            return None if row is None else Hard(*row)

        return await self._file.read(read)


def _shown(scores: Sequence[Score], asked_for: int | None = None) -> list[Score]:
    """The rows of a board: those who are not hidden, and the one asked for."""
    return [score for score in scores if not score.hidden or score.member == asked_for]


def _place(shown: Sequence[Score], score: Score) -> int:
    """The place of a score: behind all those with more right answers."""
    return bisect_left(shown, -score.right, key=lambda other: -other.right) + 1


def _standing(shown: Sequence[Score], row: int, score: Score, names: Mapping[int, str]) -> Standing:
    return Standing(row, _place(shown, score), score.member, names[score.member], score.right, score.answered)


def _standing_on(db: Database, wanted: Wanted, member: int) -> Standing | None:
    """Where a member stands on a single day. Whoever finishes a quiz asks for that: the others are only counted."""
    sql = """
        WITH
            day AS (
                SELECT member, right, answered FROM tally
                WHERE board = (SELECT id FROM board WHERE guild = :guild AND topic IS :topic)
                    AND size = 1 AND block = :day AND answered > 0
            ),
            shown AS (
                SELECT * FROM day
                WHERE member NOT IN (SELECT id FROM member INDEXED BY member_hidden WHERE guild = :guild AND hidden)
            )
        SELECT
            count(*) FILTER (
                WHERE (-shown.right, shown.answered - shown.right, shown.member)
                    < (-own.right, own.answered - own.right, own.member)
            ),
            count(*) FILTER (WHERE shown.right > own.right) + 1,
            own.right, own.answered
        FROM day AS own LEFT JOIN shown WHERE own.member = :member GROUP BY own.member
    """
    values = {
        "guild": key(wanted.guild),
        "topic": wanted.folded,
        "day": wanted.span.first.toordinal(),
        "member": key(member),
    }
    found = db.execute(sql, values).fetchone()
    if found is None:
        return None
    row, place, right, answered = found
    return Standing(row, place, member, _names(db, wanted.guild, [member])[member], right, answered)


def _gain(now: Score, then: Score) -> float:
    """By how much the share of right answers grew. One division of whole numbers: equal gains come out equal."""
    return (now.right * then.answered - then.right * now.answered) / (now.answered * then.answered)


def _names(db: Database, guild: int, members: Iterable[int]) -> dict[int, str]:
    sql = "SELECT id, name FROM member WHERE guild = ? AND id IN (SELECT value FROM json_each(?))"
    return dict(db.execute(sql, [key(guild), keys(members)]).fetchall())
