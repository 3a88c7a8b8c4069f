"""What the commands work with, in one piece."""

from __future__ import annotations

import random
from dataclasses import dataclass

from bot.clock import Clock
from bot.store.protocol import Store
from bot.study.asking import Asking
from bot.study.guild_notes import GuildNotes
from bot.study.library import Library
from bot.study.pace import Pace


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
    notes: GuildNotes
