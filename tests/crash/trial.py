"""A trial: the program is started and killed, again and again; then what it kept is held against what it had said."""

from __future__ import annotations

import multiprocessing
import random
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path

from tests.crash.program import live
from tests.crash.words import FIRST_MOMENT, RATE, Acknowledged, Found, Orders, Rested, Sending, Started, Word, Wrong

LONGEST_LIFE = 0.6
"""Seconds from the start of the program, or from when it says that it has begun, until it is killed at the latest."""
HASTE = 0.02
"""Seconds from the sending of a message until the program is killed, in every second life."""
LAST_LIFE = 60.0
"""Seconds in which the last life has to come to its end."""
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (0, 0, 1, 4, 6, 30, 60, 90))
"""How long the program is down between two lives: short enough for dozens of lives in the rest of a day, after which a
quiz that could not be posted would be given up for good reason."""
KILLED = -9
"""The exit code of a process that was killed."""

Answer = tuple[int, int, int]
"""Quiz, place of the question, member."""


@dataclass(slots=True)
class Heard:
    """All that the program said in all of its lives."""

    kept: dict[Answer, int] = field(default_factory=dict)
    """The choice that was first acknowledged."""
    new: Counter[Answer] = field(default_factory=Counter)
    """How often an answer was acknowledged as the first."""
    acknowledged: int = 0
    sent: int = 0
    found: int = 0
    wrong: list[str] = field(default_factory=list)
    rested: datetime | None = None

    def word(self, word: Word) -> None:
        """Take in a word."""
        match word:
            case Acknowledged():
                self._acknowledged(word)
            case Started():
                pass
            case Sending():
                self.sent += 1
            case Found():
                self.found += 1
            case Wrong():
                self.wrong.append(word.what)
            case Rested():
                self.rested = word.now

    def _acknowledged(self, word: Acknowledged) -> None:
        answer = (word.quiz, word.place, word.member)
        self.acknowledged += 1
        self.new[answer] += word.new
        first = self.kept.setdefault(answer, word.choice)
        if first != word.choice:
            self.wrong.append(f"Answer {answer} was {first} at first, and is {word.choice} now.")
        if self.new[answer] > 1:
            self.wrong.append(f"Answer {answer} was taken as the first for {self.new[answer]} times.")


class Trial:
    """One trial, in a folder of its own."""

    def __init__(self, folder: Path, rng: random.Random, say: Callable[[str], None] = lambda _: None) -> None:
        self.data_dir, self.channel = folder / "data", folder / "channel.jsonl"
        self.data_dir.mkdir()
        self.heard = Heard()
        self._rng, self._say = rng, say
        self._now = FIRST_MOMENT + timedelta(hours=9)  # half of the quizzes of the first day are due
        self._context: ForkServerContext = multiprocessing.get_context("forkserver")
        self._context.set_forkserver_preload(["tests.crash.program"])

    def run(self, kills: int) -> None:
        """Kill the program so many times, then let it come to rest."""
        self._import_once()
        for number in range(1, kills + 1):
            self._life(patient=number % 2 == 0)
            self._now += self._rng.choice(PAUSES)
            if number % 50 == 0:
                self._say(f"{number} kills, {self.heard.acknowledged:,} answers acknowledged")
        self._last_life()

    def _import_once(self) -> None:
        """Have the modules imported before the first life: every life is forked from a process that has them."""
        process = self._context.Process(target=bool)
        process.start()
        process.join()

    def _life(self, *, patient: bool) -> None:
        """Start the program and kill it; where the parent is `patient`, only after the program has begun to work."""
        began = time.monotonic()
        process, words = self._start(last=False)
        try:
            if patient:
                words.poll(LAST_LIFE)
            until = time.monotonic() + self._rng.uniform(0, LONGEST_LIFE)
            self._listen(words, until, hasty=self._rng.random() < 0.5)
        finally:
            process.kill()
        self._hear_out(words)
        process.join()
        self._now += RATE * timedelta(seconds=time.monotonic() - began)
        if process.exitcode != KILLED:
            self.heard.wrong.append(f"The program ended by itself, with {process.exitcode}.")

    def _last_life(self) -> None:
        process, words = self._start(last=True)
        try:
            self._listen(words, time.monotonic() + LAST_LIFE, hasty=False)
            process.join(LAST_LIFE)
        finally:
            process.kill()
        words.close()
        if self.heard.rested is None:
            self.heard.wrong.append("The program did not come to rest.")

    def _start(self, *, last: bool) -> tuple[ForkServerProcess, Connection]:
        words, its_end = self._context.Pipe(duplex=False)
        orders = Orders(self.data_dir, self.channel, self._now, self._rng.getrandbits(32), last)
        process = self._context.Process(target=live, args=(orders, its_end), daemon=True)
        process.start()
        its_end.close()
        return process, words

    def _listen(self, words: Connection, until: float, *, hasty: bool) -> None:
        """Take in what the program says up to a time; with `hasty`, no longer than shortly after it sends something."""
        while (left := until - time.monotonic()) > 0 and words.poll(left):
            try:
                word = words.recv()
            except EOFError:
                break
            self.heard.word(word)
            if hasty and isinstance(word, Sending):
                until = min(until, time.monotonic() + self._rng.uniform(0, HASTE))

    def _hear_out(self, words: Connection) -> None:
        """Take in what the program had said before it was killed."""
        try:
            while True:
                self.heard.word(words.recv())
        except (EOFError, OSError):  # the last word may have been cut off
            words.close()
