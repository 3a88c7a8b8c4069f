"""Asking the notes for a guild: what was asked is remembered, and never by whom."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from hashlib import blake2b

from bot.clock import Clock
from bot.store.protocol import AskedQuestion, Store
from bot.study.completing import Completer
from bot.study.followup import follow
from bot.study.gaps import Gap, Why, grouped
from bot.study.library import Library
from knowledge.model import Answer, Passage
from knowledge.question import LONGEST_QUESTION

KEPT = timedelta(days=90)
"""How long a question is remembered that needs nobody's attention."""
GAPS_KEPT = timedelta(days=365)
"""How long one is remembered that the notes do not answer, if nobody deals with it."""
GAPS_READ = 500
"""Questions, the latest, that the list of gaps is made from."""
MOST_GAPS = 25

_JOINERS = frozenset("\u200c\u200d")
"""Characters without width that some scripts and emoji are written with."""


class QuestionError(Exception):
    """A question cannot be asked. Its text is one sentence that is safe to show and says what to do."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that was asked, with its answer.

    `question` is how it was understood: a follow-up is made whole. `about` is the earlier question whose subject was
    carried on, empty where the question stands alone. `guild` is None for a direct message.
    """

    id: int
    question: str
    guild: int | None
    answer: Answer
    about: str = ""


class Asking:
    """Answers from the notes, and what people made of them. `guild` is None everywhere for a direct message.

    Every method may raise StoreError, and NotesError where the notes cannot be read.
    """

    def __init__(self, library: Library, store: Store, clock: Clock) -> None:
        self._library, self._store, self._clock = library, store, clock
        self._completer = Completer(library, store)

    async def ask(self, question: str, guild: int | None, *, about: int | None = None, private: bool = False) -> Asked:
        """Answer a question and remember it.

        `about` is the id of an earlier question that this one replies to; it is left alone where it is unknown or of
        another guild. A private question is never offered to others. Raises QuestionError for one without a word.
        """
        text = cleaned(question)
        earlier = None if about is None else await self._of(about, guild)
        if earlier is None:
            return await self._remembered(text, guild, await self._library.ask(text, guild), private=private)
        followed = await follow(_GuildNotes(self._library, guild), text, earlier.text)
        carried_on = earlier.text if followed.carried else ""
        whole = followed.question[:LONGEST_QUESTION]
        return await self._remembered(whole, guild, followed.answer, private=private, about=carried_on)

    async def again(self, asked_id: int, guild: int | None) -> Asked | None:
        """Answer a remembered question from the notes as they are now; None where it is unknown or of another guild."""
        found = await self._of(asked_id, guild)
        if found is None:
            return None
        return Asked(found.id, found.text, found.guild, await self._library.ask(found.text, guild))

    async def vote(self, asked_id: int, guild: int | None, member: int, *, helpful: bool) -> bool:
        """Keep what a member thinks of an answer, in place of what that member thought before.

        False where the question is unknown or of another guild.
        """
        if await self._of(asked_id, guild) is None:
            return False
        kept = await self._store.asked.vote(asked_id, self._voter(asked_id, member), helpful=helpful)
        self._completer.changed(guild)
        return kept

    async def completions(self, typed: str, guild: int | None) -> tuple[str, ...]:
        """Return at most 25 questions that a half-typed one may become, best first; good starters for an empty one."""
        return await self._completer.near(typed, guild)

    async def search(self, words: str, guild: int | None, most: int = 10) -> tuple[Passage, ...]:
        """Return the passages that speak of these words, best first. Raises QuestionError where there is no word."""
        return await self._library.search(cleaned(words), guild, most)

    async def gaps(self, guild: int) -> tuple[Gap, ...]:
        """Return what this guild's notes lack, the most often asked first; what they answer by now is settled."""
        open_gaps: list[Gap] = []
        for gap in grouped(await self._store.asked.gaps(guild, GAPS_READ)):
            if len(open_gaps) == MOST_GAPS:
                break
            if gap.why is Why.NOT_FOUND and (await self._library.ask(gap.question, guild)).answered:
                await self.settle(guild, gap.asked_ids)
            else:
                open_gaps.append(gap)
        return tuple(open_gaps)

    async def settle(self, guild: int, asked_ids: Collection[int]) -> int:
        """Take gaps of this guild off its list for good; return how many of these questions were gaps."""
        return await self._store.asked.settle(guild, asked_ids)

    async def forget(self) -> int:
        """Delete what has been remembered for long enough; return how many questions that were."""
        now = self._clock.now()
        return await self._store.asked.forget(before=now - KEPT, gaps_before=now - GAPS_KEPT)

    async def _of(self, asked_id: int, guild: int | None) -> AskedQuestion | None:
        found = await self._store.asked.get(asked_id)
        return found if found is not None and found.guild == guild else None

    async def _remembered(
        self, text: str, guild: int | None, answer: Answer, *, private: bool, about: str = ""
    ) -> Asked:
        now = self._clock.now()
        asked_id = await self._store.asked.add(text, guild, now, found=answer.answered, private=private)
        self._completer.changed(guild)
        return Asked(asked_id, text, guild, answer, about)

    def _voter(self, asked_id: int, member: int) -> bytes:
        """Who votes, as a hash that says nothing without the key, and differs from question to question."""
        key, salt = self._store.secret, asked_id.to_bytes(8, "big")
        return blake2b(str(member).encode(), digest_size=16, key=key, salt=salt).digest()


@dataclass(frozen=True, slots=True)
class _GuildNotes:
    """The notes as one guild may read them."""

    library: Library
    guild: int | None

    async def ask(self, question: str) -> Answer:
        return await self.library.ask(question, self.guild)

    async def search(self, words: str) -> Sequence[Passage]:
        return await self.library.search(words, self.guild)


def cleaned(question: str) -> str:
    """Return a question on one line, without what cannot be seen, and as long as one may be.

    Raises QuestionError where no word is left.
    """
    seen = "".join(
        c for c in question if c.isspace() or c in _JOINERS or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    text = " ".join(seen.split())[:LONGEST_QUESTION].rstrip()
    if not any(c.isalnum() for c in text):
        raise QuestionError("There is no question in that: write a few words, such as the name of a topic.")
    return text
