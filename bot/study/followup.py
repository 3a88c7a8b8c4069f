"""A reply to the bot's answer: what the notes answer with and without the earlier subject decides how it is meant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from bot.study.carrying import Earlier, completed, spelt
from bot.study.evidence import says_all, titled
from bot.study.reply import Reply, Shape, Word, read
from knowledge.model import Answer, Passage

MOST_WORDS = 12
"""Words that carry meaning; a reply with more says itself what it is about."""


class Notes(Protocol):
    """The notes as one guild may read them."""

    async def ask(self, question: str) -> Answer:
        """Answer a question."""
        ...

    async def search(self, words: str) -> Sequence[Passage]:
        """Return the places that speak of these words, best first."""
        ...


@dataclass(frozen=True, slots=True)
class Followed:
    """A reply with its answer: the question as it was understood, and whether the earlier subject was carried on."""

    question: str
    answer: Answer
    carried: bool


async def follow(notes: Notes, text: str, question: str) -> Followed:
    """Answer a reply to the answer of an earlier question, which is given whole."""
    reply = read(text)
    if len(reply.words) > MOST_WORDS or (reply.shape is Shape.OPEN and not reply.words):
        return await _alone(notes, reply)
    before = await notes.ask(question)
    earlier = Earlier.of(question, before.quotes[0] if before.quotes else None)
    reading = completed(reply, earlier, await _places(notes, reply, earlier))
    carried = Followed(reading.question, await notes.ask(reading.question), carried=True)
    match reply.shape:
        case Shape.BARE | Shape.POINTING:
            return carried
        case Shape.LEANING:
            return await _leaning(notes, reply, carried, turned=reading.turned)
        case Shape.OPEN:
            return _nearer(await _alone(notes, reply), carried, reply, earlier)


async def _places(notes: Notes, reply: Reply, earlier: Earlier) -> list[Passage]:
    """What the notes have on the words of a reply: with all that was asked before, and with its subject alone."""
    if not reply.words:
        return []
    own = spelt(reply.words)
    together = await notes.search(f"{own} {spelt(earlier.words)}")
    return [*together, *await notes.search(f"{own} {earlier.called}")]


async def _alone(notes: Notes, reply: Reply) -> Followed:
    return Followed(reply.text, await notes.ask(reply.text), carried=False)


async def _leaning(notes: Notes, reply: Reply, carried: Followed, *, turned: bool) -> Followed:
    """A piece of a question, carried to what was asked before if the answer to that speaks of it.

    Else by itself, where the notes have something under that name; else there is no answer.
    """
    if _speaks(carried.answer, reply.words):
        return carried
    if not turned and not all(word.bound for word in reply.words):
        own = spelt(reply.words)
        answer = await notes.ask(own)
        if any(titled(place, reply.words) for place in answer.quotes):
            return Followed(own, answer, carried=False)
    return replace(carried, answer=_declined(carried.answer))


def _nearer(alone: Followed, carried: Followed, reply: Reply, earlier: Earlier) -> Followed:
    """A question that can stand alone, unless the notes answer it as plainly nearer to what was talked about."""

    def nearness(followed: Followed) -> tuple[bool, int]:
        if not _speaks(followed.answer, reply.words):
            return False, -1
        place = followed.answer.quotes[0]
        return titled(place, reply.words), len(earlier.shared(place))

    return max(alone, carried, key=nearness)


def _speaks(answer: Answer, words: Sequence[Word]) -> bool:
    return any(says_all(place, words) for place in answer.quotes[:1])


def _declined(answer: Answer) -> Answer:
    """No answer, in place of one to something else."""
    return replace(answer, answered=False, answer="", quotes=(), disagreements=())
