"""The verdict on a trial: what is in the database and in the channels, against what was said and what was due."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.store.protocol import Store
from bot.store.protocol.attempts import AttemptRecord
from bot.store.protocol.board import EVER
from bot.store.protocol.postings import PostingKey, PostingKind
from bot.store.protocol.quizzes import Quiz
from bot.store.sqlite import FILE_NAME, SqliteStore
from bot.study.daily.schedule import day_of, due_at
from tests.crash.channel import ChannelFile, Message
from tests.crash.program import MEMBERS, SCHEDULES
from tests.crash.trial import Answer, Heard

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of answers and postings, and everything that is wrong, a sentence each."""

    kept: int
    lost: int
    quizzes: int
    results: int
    doubled: int
    missing: int
    wrong: tuple[str, ...]


async def judge(data_dir: Path, channel: Path, heard: Heard) -> Verdict:
    """Return the verdict on a trial that came to rest."""
    unsound = _unsound(data_dir / FILE_NAME)
    messages = ChannelFile(channel).messages
    store = SqliteStore(data_dir)
    await store.open()
    try:
        records = [record for schedule in SCHEDULES for record in await store.attempts.records(schedule.guild)]
        quizzes = await _quizzes(store, {message.quiz for message in messages} | {record.quiz for record in records})
        miscounted = [*await _boards(store, records), *await _results(store, quizzes.values(), records)]
        unknown = [message for message in messages if not await _is_known(store, message)]
    finally:
        await store.close()
    lost = _lost(heard.kept, quizzes, records)
    posted = Counter(message.key for message in messages)
    doubled, missing = posted - Counter(set(posted)), _due(quizzes.values(), heard.rested) - set(posted)
    kinds = Counter(key.kind for key in posted)
    wrong = (
        *heard.wrong,
        *unsound,
        *miscounted,
        *(f"Answer {answer} was acknowledged and is lost." for answer in lost),
        *(f"{key} was posted {posted[key]} times." for key in doubled),
        *(f"{key} was not posted." for key in missing),
        *(f"{message} is not what the program takes for the message." for message in unknown),
    )
    return Verdict(
        kept=len(records),
        lost=len(lost),
        quizzes=kinds[PostingKind.QUIZ],
        results=kinds[PostingKind.RESULTS],
        doubled=doubled.total(),
        missing=len(missing),
        wrong=wrong,
    )


def _unsound(file: Path) -> list[str]:
    """What SQLite finds wrong with the file itself."""
    with closing(sqlite3.connect(file)) as database:
        found = [row[0] for row in database.execute("PRAGMA quick_check")]
        dangling = database.execute("PRAGMA foreign_key_check").fetchall()
    return [f"The database is damaged: {each}" for each in found if each != "ok"] + [
        f"A row of {row[0]} has lost what it belongs to." for row in dangling
    ]


async def _quizzes(store: Store, ids: Collection[int]) -> dict[int, Quiz]:
    found = [await store.quizzes.get(quiz_id) for quiz_id in sorted(ids)]
    return {quiz.id: quiz for quiz in found if quiz is not None}


async def _is_known(store: Store, message: Message) -> bool:
    posting = await store.postings.get(message.key)
    return posting is not None and posting.message == message.id


def _lost(
    acknowledged: Mapping[Answer, int], quizzes: Mapping[int, Quiz], records: Sequence[AttemptRecord]
) -> list[Answer]:
    """The answers that were acknowledged and are not kept, or not once, or not as they were."""
    kept = defaultdict[Answer, list[str]](list)
    for record in records:
        kept[record.quiz, record.place, record.member].append(record.choice)
    return sorted(
        (quiz, place, member)
        for (quiz, place, member), choice in acknowledged.items()
        if quiz not in quizzes or kept[quiz, place, member] != [quizzes[quiz].questions[place].choices[choice]]
    )


async def _boards(store: Store, records: Sequence[AttemptRecord]) -> list[str]:
    """The boards that are not what a recount of the attempts gives."""
    wrong = []
    for schedule in SCHEDULES:
        board = await store.board.standings(schedule.guild, EVER, most=MEMBERS)
        sums = {row.member: (row.right, row.answered) for row in board.rows}
        recount = _recount(record for record in records if record.guild == schedule.guild and record.counted)
        if sums != recount:
            wrong.append(f"The board of guild {schedule.guild} is not what its answers add up to.")
    return wrong


async def _results(store: Store, quizzes: Collection[Quiz], records: Sequence[AttemptRecord]) -> list[str]:
    """The results of quizzes that are not what a recount of the attempts gives."""
    wrong = []
    for quiz in quizzes:
        own = [record for record in records if record.quiz == quiz.id]
        results = await store.attempts.results(quiz.id)
        sums = {result.member: (result.right, result.answered) for result in results if result.answered}
        chosen = [sum(counts) for counts in await store.attempts.choices(quiz.id)]
        if (
            sums != _recount(record for record in own if record.counted)
            or {result.member for result in results} != {record.member for record in own}
            or chosen != [sum(record.place == place for record in own) for place in range(len(chosen))]
        ):
            wrong.append(f"The results of quiz {quiz.id} are not what its answers add up to.")
    return wrong


def _recount(records: Iterator[AttemptRecord]) -> dict[int, tuple[int, int]]:
    """For each member how many answers are right, and how many there are."""
    right, answered = Counter[int](), Counter[int]()
    for record in records:
        right[record.member] += record.right
        answered[record.member] += 1
    return {member: (right[member], answered[member]) for member in answered}


def _due(quizzes: Collection[Quiz], now: datetime | None) -> set[PostingKey]:
    """All that had to be posted up to a moment; nothing where that is not known."""
    if now is None:
        return set()
    due = {PostingKey(quiz.guild, PostingKind.RESULTS, quiz.day) for quiz in quizzes if quiz.closes_at <= now}
    for schedule in SCHEDULES:
        day = day_of(schedule, schedule.since)
        while (moment := due_at(schedule, day)) is not None and moment <= now:
            if moment >= schedule.since:
                due.add(PostingKey(schedule.guild, PostingKind.QUIZ, day))
            day += _DAY
    return due
