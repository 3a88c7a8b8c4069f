"""Replies to an answer: what is carried on, what is replaced, and what stands alone."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.study.followup import follow
from bot.study.reply import Shape, read
from knowledge.base import KnowledgeBase
from knowledge.model import Answer, Passage

NOTES = {
    "sqs.md": """\
# Amazon SQS

Amazon SQS is a managed message queue. Consumers pull messages from it.

## Visibility timeout

- **Visibility timeout**: the time in which a received message is hidden from other consumers.
- Default visibility timeout: 30 seconds.
- Maximum visibility timeout: 12 hours.
- `ChangeMessageVisibility` changes it for one message.
- A longer timeout prevents that a message is processed twice, because no other consumer sees it.

## Messages

- Maximum message size: 256 KB.
- Default message retention: 4 days.
- Maximum message retention: 14 days.
- Messages in flight: at most 120,000.

## Standard and FIFO queues

- Throughput of a standard queue: nearly unlimited.
- Throughput of a FIFO queue: 300 messages per second.
- Order in a standard queue: best effort.
- Order in a FIFO queue: strict.

## Security

- Encryption at rest: with a key of KMS.

## Dead-letter queue

- **Dead-letter queue (DLQ)**: collects messages that could not be processed.
""",
    "lambda.md": """\
# AWS Lambda

AWS Lambda runs functions without servers.

## Limits

- Default timeout: 3 seconds.
- Maximum timeout: 15 minutes.
- Default memory: 128 MB.
- Maximum memory: 10,240 MB.
- Temporary storage in `/tmp`: 512 MB.

## Runtimes

Lambda runs these languages:

- Python
- Java
- Go

## Triggers

- An SQS queue can trigger a function: set its visibility timeout to six times the timeout of the function.
""",
    "sns.md": """\
# Amazon SNS

Amazon SNS sends messages to subscribers.

## Topics

- **Topic**: the channel to which a publisher sends.
- Maximum number of topics: 100,000 per account.
- Maximum message size: 256 KB for SNS, too.
""",
    "cells.md": """\
# Cells

## Organelles

- **Mitochondria**: make ATP, the energy of the cell. Length of mitochondria: 1 to 10 µm.
- **Chloroplasts**: do photosynthesis, only in plants. Length of chloroplasts: 5 to 10 µm.
- **Ribosomes**: join amino acids into proteins. Length of ribosomes: about 25 nm.

Mitochondria and chloroplasts have DNA of their own.

## Mitosis

- Prophase: the chromosomes condense.
- Anaphase: the chromatids are pulled apart.
""",
}

VISIBILITY = "what is the max visibility timeout of sqs"
LAMBDA = "what is the max timeout of a lambda"
SIZE = "what is the max message size of sqs"
FIFO = "what is the throughput of a fifo queue"


class Shelf:
    """The notes as the follow-ups see them."""

    def __init__(self, knowledge: KnowledgeBase) -> None:
        self._knowledge = knowledge

    async def ask(self, question: str) -> Answer:
        """Answer a question."""
        return self._knowledge.ask(question)

    async def search(self, words: str) -> Sequence[Passage]:
        """Return the places that speak of these words."""
        return self._knowledge.search(words)


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    folder: Path = tmp_path_factory.mktemp("notes")
    for name, text in NOTES.items():
        (folder / name).write_text(text, encoding="utf-8")
    with KnowledgeBase(folder, tmp_path_factory.mktemp("data")) as knowledge:
        knowledge.refresh()
        yield Shelf(knowledge)


@pytest.mark.parametrize(
    ("earlier", "reply", "understood", "fact"),
    [
        (VISIBILITY, "and the default?", "what is the default visibility timeout of sqs", "30 seconds"),
        (VISIBILITY, "default?", "what is the default visibility timeout of sqs", "30 seconds"),
        (VISIBILITY, "What about the DEFAULT??", "what is the DEFAULT visibility timeout of sqs", "30 seconds"),
        (VISIBILITY, "ok and what is the default?", "what is the default (sqs › Visibility timeout)", "30 seconds"),
        (VISIBILITY, "and the retention?", "max retention (sqs)", "14 days"),
        (VISIBILITY, "why?", "why is the max visibility timeout of sqs", "hidden from other consumers"),
        (
            VISIBILITY,
            "how can i change it?",
            "how can i change it (sqs › Visibility timeout)",
            "ChangeMessageVisibility",
        ),
        (VISIBILITY, "is it encrypted?", "is it encrypted (sqs)", "key of KMS"),
        (VISIBILITY, "tell me more", "tell me more (sqs › Visibility timeout)", "hidden from other consumers"),
        (VISIBILITY, "what about lambda", "what is the max timeout of lambda", "15 minutes"),
        (VISIBILITY, "lambda?", "what is the max timeout of lambda", "15 minutes"),
        (VISIBILITY, "and the memory of lambda?", "max memory lambda", "10,240 MB"),
        (VISIBILITY, "dlq?", "dlq (sqs)", "could not be processed"),
        (LAMBDA, "and sqs?", "what is the max timeout of a sqs", "12 hours"),
        (LAMBDA, "and the memory?", "what is the max memory of a lambda", "10,240 MB"),
        (LAMBDA, "default memory", "what is the default memory of a lambda", "128 MB"),
        (LAMBDA, "in which languages?", "languages (lambda)", "Python"),
        ("what is the longest timeout", "and the default?", "what is the default timeout", "Default"),
        (SIZE, "and retntion?", "what is the max message retntion of sqs", "14 days"),
        (SIZE, "and sns?", "what is the max message size of sns", "for SNS"),
        (FIFO, "and for standard?", "what is the throughput of a standard queue (sqs)", "nearly unlimited"),
        (FIFO, "what about the order", "what is the order of a fifo queue (sqs)", "strict"),
        ("what do mitochondria do", "and chloroplasts?", "what do chloroplasts do (cells)", "photosynthesis"),
        ("length of mitochondria", "and of ribosomes", "length of ribosomes (cells)", "25 nm"),
        ("what happens in prophase", "and in anaphase?", "what happens in anaphase (cells)", "pulled apart"),
    ],
)
async def test_a_subject_is_carried_on(shelf: Shelf, earlier: str, reply: str, understood: str, fact: str) -> None:
    followed = await follow(shelf, reply, earlier)
    assert (followed.question, followed.carried) == (understood, True)
    assert fact in followed.answer.answer


@pytest.mark.parametrize(
    ("reply", "fact"),
    [
        ("what is a dead letter queue", "could not be processed"),
        ("and what is a topic?", "the channel to which"),
        ("what is the max memory of lambda", "10,240 MB"),
        ("how many topics can an account have", "100,000"),
        ("which organelle joins amino acids into proteins", "Ribosomes"),
        ("chloroplasts?", "photosynthesis"),
    ],
)
async def test_a_question_of_its_own_is_not_bent(shelf: Shelf, reply: str, fact: str) -> None:
    followed = await follow(shelf, reply, VISIBILITY)
    assert not followed.carried
    assert fact in followed.answer.answer


@pytest.mark.parametrize(
    ("earlier", "reply"),
    [
        (VISIBILITY, "what port does mysql use"),
        (VISIBILITY, "what about mysql?"),
        (VISIBILITY, "and for kafka"),
        (VISIBILITY, "and the minimum?"),
        (VISIBILITY, "thanks"),
        (VISIBILITY, "ok 👍"),
        (SIZE, "and the default?"),
        (SIZE, "and the colour?"),
        ("who won the world cup", "and in 1954?"),
    ],
)
async def test_what_the_notes_do_not_say_stays_unanswered(shelf: Shelf, earlier: str, reply: str) -> None:
    answer = (await follow(shelf, reply, earlier)).answer
    assert (answer.answered, answer.answer, answer.quotes) == (False, "", ())


async def test_a_chain_of_replies(shelf: Shelf) -> None:
    """Each reply is about the one before it, as that was understood."""
    question, facts = VISIBILITY, []
    for reply in ("and the default?", "and for lambda?", "memory?", "and the max?"):
        followed = await follow(shelf, reply, question)
        question = followed.question
        facts.append(followed.answer.answer)
    assert question == "what is the max memory of lambda"
    assert [fact.split(": ")[1] for fact in facts] == ["30 seconds.", "3 seconds.", "128 MB.", "10,240 MB."]


async def test_a_long_reply_speaks_for_itself(shelf: Shelf) -> None:
    text = "and " + "so the consumers received messages that other consumers had processed already yesterday " * 40
    assert not (await follow(shelf, text[:4000], VISIBILITY)).carried
    assert (await follow(shelf, "and the default?", f"{'please ' * 500}{VISIBILITY}")).carried


PIECES = st.sampled_from(
    [
        *"and the what about for why it is default max sqs lambda fifo queue queues retention of in mysql".split(),
        *"?!,.é'(›-/",
    ]
)
SAID = st.lists(PIECES, min_size=1, max_size=8).map(" ".join)


@given(SAID, SAID)
@settings(max_examples=40)
def test_any_reply_to_anything_is_understood_somehow(shelf: Shelf, earlier: str, reply: str) -> None:
    """Nothing that people type breaks it; an answer is always one of the notes, to a question with words in it."""
    followed = asyncio.run(follow(shelf, reply, earlier))
    assert followed.question.strip()
    assert followed.answer.answered is bool(followed.answer.answer) is bool(followed.answer.quotes)


@pytest.mark.parametrize(
    ("text", "shape", "words"),
    [
        ("why?", Shape.BARE, ()),
        ("ok but why is that", Shape.BARE, ()),
        ("how long?", Shape.BARE, ()),
        ("since when", Shape.BARE, ()),
        ("and the default?", Shape.LEANING, ("default",)),
        ("for fifo queues", Shape.LEANING, ("fifo", "queues")),
        ("and what about the long polling", Shape.LEANING, ("long", "polling")),
        ("in which region?", Shape.LEANING, ("region",)),
        ("is it encrypted?", Shape.POINTING, ("encrypted",)),
        ("how long does it take", Shape.POINTING, ()),
        ("what does that mean?", Shape.POINTING, ()),
        ("when was he born", Shape.POINTING, ("born",)),
        ("tell me more", Shape.POINTING, ()),
        ("what is a topic", Shape.OPEN, ("topic",)),
        ("and how do i delete a bucket", Shape.OPEN, ("delete", "bucket")),
        ("max message size of sqs", Shape.OPEN, ("max", "message", "size", "sqs")),
        ("how long can my function live before it gets killed", Shape.OPEN, ("function", "live", "killed")),
        ("a queue that is ordered by time", Shape.OPEN, ("queue", "ordered", "time")),
        ("what about it?", Shape.POINTING, ()),
        ("what about", Shape.OPEN, ()),
        ("thanks", Shape.OPEN, ()),
        ("", Shape.OPEN, ()),
    ],
)
def test_the_shape_of_a_reply(text: str, shape: Shape, words: Sequence[str]) -> None:
    reply = read(text)
    assert (reply.shape, tuple(word.surface for word in reply.words)) == (shape, tuple(words))
