"""The questions of a guild: from the notes that it sees, made once until these change."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.study.library import Library, Scopes
from bot.study.questions import Questions, make_aside, make_questions
from knowledge.files import NotesError
from knowledge.quiz.model import Question
from tests.conftest import WriteNotes
from tests.unit.test_library import BLUE, RED, add, build_here

SHARED = """# Queues

- **Dead-letter queue**: takes the messages that could not be processed
- **Delay queue**: hides new messages for some time
- **FIFO queue**: keeps the messages in the order in which they were sent
- **Standard queue**: delivers with the highest throughput
"""
OWN = SHARED.replace("Queues", "Letters").replace("queue", "box").replace("messages", "letters")


@pytest.fixture
async def library(write: WriteNotes, tmp_path: Path) -> AsyncIterator[Library]:
    found = Library(write({"queues.md": SHARED}), tmp_path / "data", build_here)
    await found.start()
    yield found
    await found.close()


class Maker:
    """Makes questions in a thread, and knows for whom."""

    def __init__(self) -> None:
        self.made: list[Scopes] = []

    async def __call__(self, notes: Path, data_dir: Path, scopes: Scopes) -> tuple[Question, ...]:
        """Make them, and remember for whom."""
        self.made.append(scopes)
        return await asyncio.to_thread(make_questions, notes, data_dir, scopes)


def files(questions: tuple[Question, ...]) -> set[str]:
    return {question.file for question in questions}


async def test_they_are_made_in_another_process(library: Library) -> None:
    made = await Questions(library, make_aside).of(None)
    assert files(made) == {"queues.md"}
    assert made == await asyncio.to_thread(make_questions, library.notes, library.data_dir, ("shared",))


async def test_a_guild_is_asked_from_the_notes_that_it_sees(library: Library) -> None:
    add(library.data_dir, RED, "own.md", OWN)
    await library.refresh()
    maker = Maker()
    questions = Questions(library, maker)
    assert files(await questions.of(RED)) == {"queues.md", "ours/own.md"}
    assert files(await questions.of(BLUE)) == files(await questions.of(None)) == {"queues.md"}
    assert len(maker.made) == 2


async def test_they_are_made_once_until_the_notes_are_read_again(library: Library) -> None:
    maker = Maker()
    questions = Questions(library, maker)
    first, second = await asyncio.gather(questions.of(None), questions.of(None))
    assert first is second
    (library.notes / "queues.md").write_text(OWN, encoding="utf-8")
    await library.refresh()
    assert {question.topic for question in await questions.of(None)} == {("Letters",)}
    assert len(maker.made) == 2


async def test_sets_that_nobody_asked_for_lately_are_forgotten(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.study.questions.MOST_SETS", 2)
    maker = Maker()
    questions = Questions(library, maker)
    for guild in (1, 2, 3):
        add(library.data_dir, guild, "own.md", "# A\n\ntext\n")
    await library.refresh()
    for guild in (1, 2, 1, 3, 1, 2):
        await questions.of(guild)
    assert [scopes[-1] for scopes in maker.made] == [(await library.scopes(guild))[-1] for guild in (1, 2, 3, 2)]


async def test_what_goes_wrong_is_raised_and_tried_again(library: Library) -> None:
    troubles = [NotesError("no")]

    async def make(notes: Path, data_dir: Path, scopes: Scopes) -> tuple[Question, ...]:
        if troubles:
            raise troubles.pop()
        return await Maker()(notes, data_dir, scopes)

    questions = Questions(library, make)
    with pytest.raises(NotesError, match="no"):
        await questions.of(None)
    assert await questions.of(None)
