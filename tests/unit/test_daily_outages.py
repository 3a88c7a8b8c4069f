"""Times in which the bot was not there: noticed when it is back, and not held against the members."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bot.store.protocol.quizzes import Quiz
from bot.study.board.boards import Boards
from bot.study.board.standings import Period
from bot.study.daily.outages import KEPT_EVERY, SHORTEST, Outages
from bot.study.daily.results import results_of
from tests.unit.daily_game import ANN, GUILD, Game, opening

HOUR = timedelta(hours=1)


@pytest.fixture
def game() -> Game:
    return Game()


async def there(game: Game, outages: Outages, until: datetime) -> None:
    """Let the bot be there until a moment."""
    while game.clock.at < until:
        await outages.notice()
        game.clock.at += SHORTEST / 2


async def days(game: Game, played: str, away: timedelta) -> Quiz:
    """A quiz a day, which Ann plays (1) or not (0); on the days without her the bot is `away` from the second hour on.

    Returns the last of them, just after it was played.
    """
    outages = Outages(game.store, game.clock)
    for day, mark in enumerate(played):
        quiz = await game.post(day=day)
        await there(game, outages, opening(quiz.day) + HOUR)
        if mark == "1":
            await game.play(quiz, ANN, "111")
        else:
            game.clock.at += away
        if day + 1 < len(played):
            await there(game, outages, opening(quiz.day) + 24 * HOUR)
    return quiz


@pytest.mark.parametrize(("away", "streak"), [(timedelta(), 1), (8 * HOUR, 1), (12 * HOUR, 2)])
async def test_a_streak_goes_over_a_quiz_that_could_hardly_be_played(game: Game, away: timedelta, streak: int) -> None:
    last = await days(game, "101", away)
    board = await Boards(game.store, game.clock).page(GUILD, Period.ALL, ANN)
    turn = await game.playing.turn(last.id, ANN)
    assert turn.summary is not None
    assert (board.rows[0].streak, turn.summary.streak.days) == (streak, streak)


async def test_the_results_tell_of_a_streak_that_an_outage_did_not_break(game: Game) -> None:
    last = await days(game, "1011", 12 * HOUR)
    assert [(new.member, new.streak.days) for new in (await results_of(last, game.store)).streaks] == [(ANN, 3)]


async def test_a_short_absence_is_none(game: Game) -> None:
    quiz = await game.post(open_for=SHORTEST)
    outages = Outages(game.store, game.clock)
    await outages.notice()
    game.clock.at = quiz.closes_at - SHORTEST
    await outages.notice()
    game.clock.at = quiz.closes_at
    await outages.notice()
    assert await game.store.board.hindered_days(GUILD) == frozenset()


async def test_the_first_start_has_missed_nothing(game: Game) -> None:
    await game.post()
    game.clock.at += 19 * HOUR
    await Outages(game.store, game.clock).notice()
    assert await game.store.board.hindered_days(GUILD) == frozenset()


async def test_a_clock_that_is_put_back_starts_anew(game: Game) -> None:
    outages = Outages(game.store, game.clock)
    await outages.notice()
    game.clock.at -= 30 * HOUR
    await outages.notice()
    quiz = await game.post()
    await there(game, outages, quiz.closes_at)
    assert await game.store.board.hindered_days(GUILD) == frozenset()


async def test_that_it_is_there_is_not_written_at_every_tick(game: Game) -> None:
    outages = Outages(game.store, game.clock)
    await outages.notice()
    kept = await game.store.meta.get("awake")
    game.clock.at += KEPT_EVERY / 3
    await outages.notice()
    assert await game.store.meta.get("awake") == kept
    game.clock.at += KEPT_EVERY
    await outages.notice()
    assert await game.store.meta.get("awake") != kept
