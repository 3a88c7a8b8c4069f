"""What we build is held to Discord's limits before Discord refuses it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from discord import ButtonStyle, Embed, MediaGalleryItem, SelectOption
from discord.app_commands import Choice
from discord.ui import (
    ActionRow,
    Button,
    Container,
    Label,
    LayoutView,
    MediaGallery,
    Modal,
    Section,
    Select,
    TextDisplay,
    TextInput,
)

from cogs.ui.layout import button, message
from cogs.ui.limits import LimitError, choice_faults, message_faults, modal_faults

ROCKET = "\N{ROCKET}"


def select(options: int = 1, length: int = 1) -> ActionRow[LayoutView]:
    names = [f"{number}".rjust(length, "x") for number in range(options)]
    return ActionRow(Select(custom_id="s", options=[SelectOption(label=name, value=name) for name in names]))


def gallery(description: str) -> MediaGallery[LayoutView]:
    return MediaGallery(MediaGalleryItem("attachment://a.png", description=description))


@pytest.mark.parametrize(
    "build",
    [
        lambda: [TextDisplay("x" * 4_000)],
        lambda: [Container(*(TextDisplay("x" * 100) for _ in range(39)))],
        lambda: [ActionRow(*(button("x" * 80, f"{number}".rjust(100, "x")) for number in range(5)))],
        lambda: [select(25, 100)],
        lambda: [gallery("x" * 1_024)],
    ],
)
def test_what_discord_takes_is_built(build: Callable[[], list[Any]]) -> None:
    assert message(*build()).children


@pytest.mark.parametrize(
    ("build", "fault"),
    [
        (lambda: [TextDisplay("x" * 2_000), Container(TextDisplay("x" * 2_001))], "4001 characters of text"),
        (lambda: [TextDisplay(ROCKET * 2_001)], "4002 characters of text"),
        (lambda: [TextDisplay(" \n")], "an empty text"),
        (lambda: [ActionRow(button("a", "x" * 101))], "custom_id: 101 characters"),
        (lambda: [ActionRow(Button(label="x" * 81, custom_id="a"))], "label of a button: 81 characters"),
        (lambda: [ActionRow(Button(label=" ", custom_id="a", style=ButtonStyle.danger))], "label of a button: empty"),
        (lambda: [ActionRow(button("a", "same"), button("b", "same"))], "a custom_id 2 times"),
        (lambda: [ActionRow()], "0 items of a row"),
        (lambda: [select(0)], "0 options"),
        (lambda: [select(2, 101)], "label of an option: 101 characters"),
        (lambda: [ActionRow(Select(custom_id="s", placeholder="x" * 151))], "placeholder: 151 characters"),
        (lambda: [gallery("x" * 1_025)], "description of a picture: 1025 characters"),
        (lambda: [Section(TextDisplay("x"), accessory=button("a", "x" * 101))], "custom_id: 101 characters"),
    ],
)
def test_what_discord_refuses_is_not_built(build: Callable[[], list[Any]], fault: str) -> None:
    with pytest.raises(LimitError, match=fault):
        message(*build())


@pytest.mark.parametrize(
    ("payload", "fault"),
    [
        ({"content": "x" * 2_001}, "content: 2001 characters, at most 2000"),
        ({"embeds": [{}] * 11}, "11 embeds, 0 to 10"),
        ({"embeds": [{"title": "x" * 257}]}, "title of an embed: 257 characters, at most 256"),
        ({"embeds": [{"description": "x" * 4_097}]}, "description of an embed: 4097 characters, at most 4096"),
        ({"embeds": [{"footer": {"text": "x" * 2_049}}]}, "footer of an embed: 2049 characters, at most 2048"),
        ({"embeds": [{"author": {"name": "x" * 257}}]}, "author of an embed: 257 characters, at most 256"),
        ({"embeds": [{"fields": [{"name": "x", "value": "x"}] * 26}]}, "26 fields of an embed, 0 to 25"),
        ({"embeds": [{"fields": [{"name": "x" * 257, "value": "x"}]}]}, "name of a field: 257 characters, at most 256"),
        (
            {"embeds": [{"fields": [{"name": "x", "value": "x" * 1_025}]}]},
            "value of a field: 1025 characters, at most 1024",
        ),
        ({"embeds": [{"fields": [{"name": "x", "value": ""}]}]}, "value of a field: empty"),
        ({"embeds": [{"description": "x" * 3_001}] * 2}, "6002 characters of embeds, at most 6000"),
        ({"components": [{"type": 10, "content": "x"}] * 41}, "41 components, 0 to 40"),
    ],
)
def test_faults_of_a_message(payload: dict[str, Any], fault: str) -> None:
    assert list(message_faults(payload)) == [fault]


def test_a_full_embed_is_no_fault() -> None:
    full = Embed(title="x" * 256, description="x" * 4_096)
    full.add_field(name="x" * 256, value="x" * 1_024)
    assert list(message_faults({"content": "x" * 2_000, "embeds": [full.to_dict()]})) == []


def modal(title: str = "t", *, label: str = "l", description: str = "d", items: int = 1, **field: Any) -> Modal:
    built = Modal(title=title, custom_id="m")
    for _ in range(items):
        built.add_item(Label(text=label, description=description, component=TextInput(**field)))
    return built


@pytest.mark.parametrize(
    ("built", "faults"),
    [
        (modal("x" * 45, label="x" * 45, description="x" * 100, items=5, placeholder="x" * 100), []),
        (modal("x" * 46), ["title of a modal: 46 characters, at most 45"]),
        (modal(label="x" * 46), ["label of a modal: 46 characters, at most 45"]),
        (modal(description="x" * 101), ["description in a modal: 101 characters, at most 100"]),
        (modal(placeholder="x" * 101), ["placeholder in a modal: 101 characters, at most 100"]),
        (modal(default="x" * 4_001), ["text in a modal: 4001 characters, at most 4000"]),
        (modal(items=0), ["0 items of a modal, 1 to 5"]),
    ],
)
def test_faults_of_a_modal(built: Modal, faults: list[str]) -> None:
    assert list(modal_faults(built.to_dict())) == faults


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        ([Choice(name="x", value="x")] * 26, "26 choices, 0 to 25"),
        ([Choice(name="x" * 101, value="x")], "name of a choice: 101 characters, at most 100"),
        ([Choice(name="x", value="x" * 101)], "value of a choice: 101 characters, at most 100"),
        ([Choice(name=" ", value="x")], "name of a choice: empty"),
    ],
)
def test_faults_of_choices(choices: list[Choice[str]], fault: str) -> None:
    assert list(choice_faults([choice.to_dict() for choice in choices])) == [fault]
