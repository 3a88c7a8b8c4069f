"""The pieces that messages are built of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from discord import ButtonStyle
from discord.ui import ActionRow, Button, Item, LayoutView, TextDisplay

from cogs.ui.limits import LABEL, check_layout
from cogs.ui.text import label

AnyButton = Button[LayoutView]


def message(*items: Item[Any]) -> LayoutView:
    """Return these items as a message, held to Discord's limits.

    The library keeps nothing of it: a press is known by its custom_id alone (see `cogs/ui/ids.py`), so that messages do
    not pile up in memory for months.
    """
    view = LayoutView(timeout=None)
    for item in items:
        view.add_item(item)
    check_layout(view)
    view.stop()
    return view


def says(text: str) -> LayoutView:
    """Return a message of one text of our own."""
    return message(TextDisplay(text))


def button(text: str, custom_id: str, *, enabled: bool = True) -> AnyButton:
    """Return a button; `text` may be of strangers."""
    return Button(label=label(text, LABEL), custom_id=custom_id, style=ButtonStyle.secondary, disabled=not enabled)


def rows(*groups: Iterable[AnyButton]) -> list[ActionRow[LayoutView]]:
    """Return a row for each group of at most five buttons that has any."""
    return [ActionRow(*group) for group in map(tuple, groups) if group]


def small(text: str) -> str:
    """Return one line as the small print below what matters."""
    return f"-# {text}"


def command(name: str, command_ids: Mapping[str, int]) -> str:
    """Return a command, or one of a group (`notes list`), that can be tapped as far as its id is known."""
    found = command_ids.get(name.partition(" ")[0])
    return f"/{name}" if found is None else f"</{name}:{found}>"
