"""What the commands work with, in one piece."""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.store.protocol import Store
from bot.study.asking import Asking
from bot.study.board.boards import Boards
from bot.study.daily.playing import Playing
from bot.study.daily.posting import DailyQuizzes
from bot.study.daily.review import Reviews
from bot.study.daily.setup import DailySetup
from bot.study.guild_notes import GuildNotes
from bot.study.library import Library
from bot.study.pace import Pace
from bot.study.questions import Questions

BETWEEN_SHARES = timedelta(seconds=10)
"""A press that was meant once and came twice shares nothing twice."""


@dataclass(frozen=True, slots=True)
class Services:
    """All that the Discord commands call. Built and closed by whoever builds the bot."""

    clock: Clock
    rng: random.Random
    """Chance, for whoever needs it."""
    library: Library
    store: Store
    asking: Asking
    pace: Pace
    """How often one person may ask, in whatever way."""
    sharing: Pace
    """How often one person may show everybody a result."""
    notes: GuildNotes
    setup: DailySetup
    daily: DailyQuizzes
    playing: Playing
    reviews: Reviews
    boards: Boards


def assemble(library: Library, store: Store, questions: Questions, clock: Clock, rng: random.Random) -> Services:
    """Return the services over these notes, this state and these quiz questions."""
    boards = Boards(store, clock)
    return Services(
        clock=clock,
        rng=rng,
        library=library,
        store=store,
        asking=Asking(library, store, clock),
        pace=Pace(clock),
        sharing=Pace(clock, most=1, within=BETWEEN_SHARES),
        notes=GuildNotes(library.data_dir, library),
        setup=DailySetup(store, clock),
        daily=DailyQuizzes(store, questions, boards, clock),
        playing=Playing(store, clock),
        reviews=Reviews(store, clock),
        boards=boards,
    )
