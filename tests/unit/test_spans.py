"""What is known of the lines that are quoted, beside their words."""

from __future__ import annotations

from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.model import Passage

NOTE = """\
# Queues

Ways to purge a queue:

- with the console
  - confirm the purge twice
- with the terminal

The purge command of the terminal reads:

```sh
aws sqs purge-queue \\
    --queue-url X
```
"""


@pytest.fixture(scope="module")
def passages(tmp_path_factory: pytest.TempPathFactory) -> tuple[Passage, ...]:
    folder = tmp_path_factory.mktemp("queues")
    notes: Path = folder / "queues.md"
    notes.write_text(NOTE, encoding="utf-8")
    with KnowledgeBase(notes, folder / "data") as knowledge:
        knowledge.refresh()
        return knowledge.search("ways to purge a queue") + knowledge.search("purge-queue queue-url")


def test_a_line_knows_below_how_many_it_hangs(passages: tuple[Passage, ...]) -> None:
    found = next(passage for passage in passages if passage.text.startswith("Ways"))
    assert list(zip(found.text.split("\n"), found.depths, strict=True)) == [
        ("Ways to purge a queue:", 0),
        ("with the console", 1),
        ("confirm the purge twice", 2),
        ("with the terminal", 1),
    ]
    assert found.code == frozenset()


def test_lines_of_code_are_known(passages: tuple[Passage, ...]) -> None:
    found = next(passage for passage in passages if "aws sqs" in passage.text)
    lines = found.text.split("\n")
    assert {lines[number] for number in found.code} == {"aws sqs purge-queue \\", "    --queue-url X"}


def test_every_line_of_every_passage_has_its_depth(passages: tuple[Passage, ...]) -> None:
    assert all(len(passage.depths) == len(passage.text.split("\n")) for passage in passages)
