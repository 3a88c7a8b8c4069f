"""Discord's limits, and one check that holds whatever we build to them before Discord does.

discord.py checks few of them itself; the others would be a refused message, which nobody gets.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from discord import ComponentType
from discord.ui import LayoutView, Modal

from cogs.ui.text import size

MESSAGE = 2_000
"""Characters of the content of a message."""
TEXTS = 4_000
"""Characters of all texts of a layout together."""
COMPONENTS = 40
"""Components of a layout, those inside others too."""
CUSTOM_ID = 100
LABEL = 80
"""Characters on a button."""
ROW = 5
"""Buttons in a row."""
OPTIONS = 25
"""Options of a select, and choices of an autocomplete."""
OPTION = 100
"""Characters of an option's label, value or description, and of a choice's name or value."""
PLACEHOLDER = 150
ALT = 1_024
"""Characters of the description of a picture, for those who do not see it."""
EMBEDS = 10
EMBED_FIELDS = 25
EMBED_TOTAL = 6_000
_EMBED_PARTS = {"title": 256, "description": 4_096}
_EMBED_FIELD_PARTS = {"name": 256, "value": 1_024}
_EMBED_FOOTER, _EMBED_AUTHOR = 2_048, 256
MODAL_TITLE = 45
MODAL_ITEMS = 5
_MODAL_LABEL, _MODAL_DESCRIPTION, _MODAL_VALUE, _MODAL_PLACEHOLDER = 45, 100, 4_000, 100

_SELECTS = frozenset(
    kind.value
    for kind in (
        ComponentType.select,
        ComponentType.user_select,
        ComponentType.role_select,
        ComponentType.mentionable_select,
        ComponentType.channel_select,
    )
)

Payload = Mapping[str, Any]
"""A piece of a message as it goes over the wire."""


class LimitError(ValueError):
    """What was built is more than Discord takes. Its text says what, in figures, and nothing of the content."""


def check_layout(view: LayoutView) -> None:
    """Raise LimitError where a layout is more than Discord takes."""
    components = view.to_components()  # type: ignore[no-untyped-call] # discord.py says no type here
    _none(message_faults({"components": components}))


def check_modal(modal: Modal) -> None:
    """Raise LimitError where a modal is more than Discord takes."""
    _none(modal_faults(modal.to_dict()))


def _none(faults: Iterable[str]) -> None:
    found = list(faults)
    if found:
        raise LimitError("; ".join(found))


def message_faults(message: Payload) -> Iterator[str]:
    """Yield what of a message, as it goes over the wire, Discord would refuse."""
    yield from _text(message.get("content"), MESSAGE, "content")
    yield from _embed_faults(message.get("embeds") or ())
    yield from _component_faults(message.get("components") or ())


def modal_faults(modal: Payload) -> Iterator[str]:
    """Yield what of a modal Discord would refuse."""
    items = modal["components"]
    yield from _needed(modal.get("title"), MODAL_TITLE, "title of a modal")
    yield from _needed(modal.get("custom_id"), CUSTOM_ID, "custom_id of a modal")
    yield from _number(items, MODAL_ITEMS, "items of a modal", least=1)
    for item in items:
        yield from _text(item.get("label"), _MODAL_LABEL, "label of a modal")
        yield from _text(item.get("description"), _MODAL_DESCRIPTION, "description in a modal")
    yield from _each_fault(list(_walk(items)))


def choice_faults(choices: Sequence[Payload]) -> Iterator[str]:
    """Yield what of the choices of an autocomplete Discord would refuse."""
    yield from _number(choices, OPTIONS, "choices")
    for choice in choices:
        yield from _needed(choice["name"], OPTION, "name of a choice")
        yield from _needed(str(choice["value"]), OPTION, "value of a choice")


def _embed_faults(embeds: Sequence[Payload]) -> Iterator[str]:
    yield from _number(embeds, EMBEDS, "embeds")
    total = 0
    for embed in embeds:
        fields = embed.get("fields") or ()
        yield from _number(fields, EMBED_FIELDS, "fields of an embed")
        texts = [(embed.get(part), most, f"{part} of an embed") for part, most in _EMBED_PARTS.items()]
        texts.append((embed.get("footer", {}).get("text"), _EMBED_FOOTER, "footer of an embed"))
        texts.append((embed.get("author", {}).get("name"), _EMBED_AUTHOR, "author of an embed"))
        for field in fields:
            for part, most in _EMBED_FIELD_PARTS.items():
                yield from _needed(field.get(part), most, f"{part} of a field")
                total += size(field.get(part) or "")
        for text, most, what in texts:
            yield from _text(text, most, what)
            total += size(text or "")
    if total > EMBED_TOTAL:
        yield f"{total} characters of embeds, at most {EMBED_TOTAL}"


def _component_faults(components: Sequence[Payload]) -> Iterator[str]:
    everything = list(_walk(components))
    texts = [item["content"] for item in everything if item["type"] == ComponentType.text_display.value]
    ids = Counter(item["custom_id"] for item in everything if item.get("custom_id"))
    yield from _number(everything, COMPONENTS, "components")
    if sum(map(size, texts)) > TEXTS:
        yield f"{sum(map(size, texts))} characters of text, at most {TEXTS}"
    if not all(text.strip() for text in texts):
        yield "an empty text"
    yield from (f"a custom_id {times} times" for times in ids.values() if times > 1)
    yield from _each_fault(everything)


def _each_fault(components: Iterable[Payload]) -> Iterator[str]:
    for item in components:
        if "custom_id" in item:
            yield from _needed(item["custom_id"], CUSTOM_ID, "custom_id")
        if item["type"] == ComponentType.action_row.value:
            yield from _number(item["components"], ROW, "items of a row", least=1)
        elif item["type"] == ComponentType.button.value:
            yield from _needed(item.get("label") or item.get("emoji", {}).get("name"), LABEL, "label of a button")
        elif item["type"] in _SELECTS:
            yield from _select_faults(item)
        elif item["type"] == ComponentType.media_gallery.value:
            for picture in item["items"]:
                yield from _text(picture.get("description"), ALT, "description of a picture")
        elif item["type"] == ComponentType.text_input.value:
            yield from _text(item.get("placeholder"), _MODAL_PLACEHOLDER, "placeholder in a modal")
            yield from _text(item.get("value"), _MODAL_VALUE, "text in a modal")


def _select_faults(select: Payload) -> Iterator[str]:
    yield from _text(select.get("placeholder"), PLACEHOLDER, "placeholder")
    if select["type"] != ComponentType.select.value:
        return
    options = select.get("options", ())
    yield from _number(options, OPTIONS, "options", least=1)
    if len({option["value"] for option in options}) < len(options):
        yield "two options of one value"
    for option in options:
        yield from _needed(option["label"], OPTION, "label of an option")
        yield from _needed(option["value"], OPTION, "value of an option")
        yield from _text(option.get("description"), OPTION, "description of an option")


def _walk(components: Iterable[Payload]) -> Iterator[Payload]:
    """Every component with those inside it."""
    for item in components:
        yield item
        inside = [item[key] for key in ("accessory", "component") if key in item]
        yield from _walk([*item.get("components", ()), *inside])


def _text(text: str | None, most: int, what: str) -> Iterator[str]:
    if text is not None and size(text) > most:
        yield f"{what}: {size(text)} characters, at most {most}"


def _needed(text: str | None, most: int, what: str) -> Iterator[str]:
    if not (text or "").strip():
        yield f"{what}: empty"
    yield from _text(text, most, what)


def _number(things: Sequence[object], most: int, what: str, *, least: int = 0) -> Iterator[str]:
    if not least <= len(things) <= most:
        yield f"{len(things)} {what}, {least} to {most}"
