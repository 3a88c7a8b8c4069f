"""What members reached in a span of days, summed up from the blocks of it."""

from __future__ import annotations

import json
from collections import OrderedDict
from typing import NamedTuple

from sqlite_utils import Database

from bot.store.protocol.board import Span
from bot.store.sqlite.blocks import blocks, widened
from bot.store.sqlite.values import key

MOST_REMEMBERED = 16
"""Boards. One of 10,000 members takes about 2 MB."""


class Score(NamedTuple):
    """What a member reached, with at least one answer that counts."""

    member: int
    right: int
    answered: int
    hidden: bool


class Wanted(NamedTuple):
    """Which scores are wanted: of a guild and its days, of all questions or those below a heading."""

    guild: int
    span: Span
    topic: str | None = None

    @property
    def folded(self) -> str | None:
        """The heading as the file has it: without case."""
        return None if self.topic is None else self.topic.casefold()


class Scores:
    """The scores of all members, in the order of the board; those of the last boards as long as nothing is written.

    To be used by one connection: whoever looks at a board asks for its rows, for a place and for other pages.
    """

    def __init__(self) -> None:
        self._version = -1
        self._remembered: OrderedDict[Wanted, tuple[Score, ...]] = OrderedDict()

    def of(self, db: Database, wanted: Wanted) -> tuple[Score, ...]:
        """Return the scores, hidden members' too: most right ones first, then fewest wrong ones, then by member."""
        version = db.execute("PRAGMA data_version").fetchone()[0]
        if version != self._version:
            self._version = version
            self._remembered.clear()
        if wanted not in self._remembered:
            self._remembered[wanted] = _summed(db, wanted)
            if len(self._remembered) > MOST_REMEMBERED:
                self._remembered.popitem(last=False)
        return self._remembered[wanted]


def _summed(db: Database, wanted: Wanted) -> tuple[Score, ...]:
    sql = "SELECT min(day), max(day) FROM quiz WHERE guild = ?"
    known = db.execute(sql, [key(wanted.guild)]).fetchone()
    if None in known:
        return ()
    first, last = widened(wanted.span.first.toordinal(), wanted.span.last.toordinal(), *known)
    sql = """
        WITH
            summed AS MATERIALIZED (
                SELECT tally.member, sum(tally.right) AS right, sum(tally.answered) AS answered
                FROM json_each(:blocks) AS block
                CROSS JOIN tally
                WHERE tally.board = (SELECT id FROM board WHERE guild = :guild AND topic IS :topic)
                    AND tally.size = json_extract(block.value, '$[0]')
                    AND tally.block = json_extract(block.value, '$[1]')
                GROUP BY tally.member
            )
        SELECT
            member, right, answered,
            member IN (SELECT id FROM member INDEXED BY member_hidden WHERE guild = :guild AND hidden) AS hidden
        FROM summed WHERE answered > 0
        ORDER BY right DESC, answered - right, member
    """
    values = {
        "guild": wanted.guild,
        "topic": wanted.folded,
        "blocks": json.dumps(blocks(first, last)),
    }
    rows = db.execute(sql, values)
    return tuple(Score(member, right, answered, bool(hidden)) for member, right, answered, hidden in rows)
