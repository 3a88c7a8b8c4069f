"""The prompt of the terminal chat: what is typed, kept and completed."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.completion import CompleteEvent
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory
from prompt_toolkit.input import PipeInput, create_pipe_input
from prompt_toolkit.output import DummyOutput

from bot.prompt import Commands, typed

COMMANDS = {"/search": "look for words", "/topics": "headings"}
CTRL_C, CTRL_D = "\x03", "\x04"


@pytest.fixture
def keyboard() -> Iterator[PipeInput]:
    """Keys that are pressed as fast as they are read."""
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        yield keys


def test_lines_are_typed_until_ctrl_d(keyboard: PipeInput) -> None:
    keyboard.send_text("what is sqs\r" + "/topics\r" + CTRL_D)
    assert list(typed(COMMANDS, None)) == ["what is sqs", "/topics"]


def test_ctrl_c_drops_the_line_and_the_chat_goes_on(keyboard: PipeInput) -> None:
    keyboard.send_text("half a que" + CTRL_C + "next\r" + CTRL_D)
    assert list(typed(COMMANDS, None)) == ["next"]


def test_what_was_typed_is_there_the_next_time(keyboard: PipeInput, tmp_path: Path) -> None:
    history = tmp_path / "chat_history"
    keyboard.send_text("what is sqs\r" + CTRL_D)
    assert list(typed(COMMANDS, history)) == ["what is sqs"]
    assert "what is sqs" in history.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", ["a folder", "a missing folder/history"])
def test_a_history_that_cannot_be_kept_does_not_end_the_chat(keyboard: PipeInput, tmp_path: Path, place: str) -> None:
    (tmp_path / "a folder").mkdir()
    keyboard.send_text("one\r" + "two\r" + CTRL_D)
    assert list(typed(COMMANDS, tmp_path / place)) == ["one", "two"]


def test_a_disk_that_fills_up_does_not_end_the_chat(
    keyboard: PipeInput, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileHistory, "store_string", full)
    keyboard.send_text("one\r" + "two\r" + CTRL_D)
    assert list(typed(COMMANDS, tmp_path / "chat_history")) == ["one", "two"]


@pytest.mark.parametrize(
    ("before", "offered"),
    [
        ("/", ["/search", "/topics"]),
        ("/TO", ["/topics"]),
        ("/x", []),
        ("", []),
        ("what is /s", []),
        ("/search ", []),
    ],
)
def test_commands_are_completed_at_the_beginning_of_a_line(before: str, offered: list[str]) -> None:
    found = list(Commands(COMMANDS).get_completions(Document(before), CompleteEvent()))
    assert [each.text for each in found] == offered
    assert all(each.start_position == -len(before) for each in found)
