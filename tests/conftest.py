"""What the tests of every room share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from knowledge.model import Note
from knowledge.reader import read_note, split_lines

# How long an example takes, on whatever machine, says nothing about its truth.
settings.register_profile("studybot", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("studybot")

WriteNotes = Callable[[Mapping[str, str | bytes]], Path]


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """An empty folder of notes."""
    folder = tmp_path / "notes"
    folder.mkdir()
    return folder


@pytest.fixture
def write(notes: Path) -> WriteNotes:
    """Write files, given by their path and content, into the folder of notes; return the folder."""

    def write_files(files: Mapping[str, str | bytes]) -> Path:
        for name, content in files.items():
            path = notes / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)
        return notes

    return write_files


@pytest.fixture(scope="session")
def read_lawfully() -> Callable[[str], Note]:
    """Read a note and hold it to the laws that every text must keep."""

    def read(text: str) -> Note:
        note = read_note(text)
        lines = split_lines(text.removeprefix("\ufeff"))
        placed: list[int] = []
        open_blocks: list[int] = []
        last = list(range(len(note.blocks)))
        for index, block in enumerate(note.blocks):
            assert 1 <= block.start <= block.end <= len(lines)
            placed += range(block.start, block.end + 1)
            assert block.parent is None or 0 <= block.parent < index
            while open_blocks and open_blocks[-1] != block.parent:
                last[open_blocks.pop()] = index - 1
            assert open_blocks or block.parent is None, "a block hangs under one that had ended before it"
            open_blocks.append(index)
        for index in open_blocks:
            last[index] = len(note.blocks) - 1
        assert [block.last for block in note.blocks] == last
        assert placed == sorted(set(placed)), "a line lies in two blocks, or the blocks are out of order"
        blank = {number for number, line in enumerate(lines, start=1) if not line.strip()}
        assert set(range(1, len(lines) + 1)) - blank <= set(placed)
        return note

    return read
