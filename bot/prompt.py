"""What a person types at a terminal: editing, history, completion of commands."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from prompt_toolkit import PromptSession
from prompt_toolkit.auto_suggest import AutoSuggestFromHistory
from prompt_toolkit.completion import CompleteEvent, Completer, Completion
from prompt_toolkit.document import Document
from prompt_toolkit.history import FileHistory, History, InMemoryHistory
from prompt_toolkit.styles import Style

PROMPT = "› "
_STYLE = Style.from_dict({"prompt": "bold ansicyan", "completion-menu": "noinherit", "completion-menu.completion": ""})


def typed(commands: Mapping[str, str], history: Path | None) -> Iterator[str]:
    """Yield the lines that a person types, until Ctrl-D.

    `commands` are completed and explained by the words they are mapped to; `history` is where lines are kept for the
    next time, None for nowhere.
    """
    session: PromptSession[str] = PromptSession(
        [("class:prompt", PROMPT)],
        style=_STYLE,
        history=_history(history),
        completer=Commands(commands),
        complete_while_typing=True,
        auto_suggest=AutoSuggestFromHistory(),
        reserve_space_for_menu=len(commands),
    )
    while True:
        try:
            yield session.prompt()
        except KeyboardInterrupt:
            continue  # as in a shell: the line is dropped, the chat goes on
        except EOFError:
            return


class Commands(Completer):
    """Completes the name of a command at the beginning of a line."""

    def __init__(self, commands: Mapping[str, str]) -> None:
        self._commands = commands

    def get_completions(self, document: Document, complete_event: CompleteEvent) -> Iterable[Completion]:  # noqa: ARG002 - called by that name
        """Yield the commands that begin like the line, as long as nothing else was typed."""
        before = document.text_before_cursor
        if before.startswith("/") and " " not in before:
            for name, does in self._commands.items():
                if name.startswith(before.casefold()):
                    yield Completion(name, start_position=-len(before), display_meta=does)


class _Lasting(FileHistory):
    """A history that a full disk does not end the chat for."""

    def store_string(self, string: str) -> None:
        """Keep a line, if there is room."""
        with suppress(OSError):
            super().store_string(string)


def _history(path: Path | None) -> History:
    if path is None:
        return InMemoryHistory()
    try:
        path.open("ab").close()
    except OSError:
        return InMemoryHistory()
    return _Lasting(path)
