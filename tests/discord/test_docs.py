"""The documents say what is: every command with its options, every setting, every permission, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import discord
import pytest
from discord import app_commands
from simcord.env import Env

from bot.chat import COMMANDS
from bot.client import StudyBot
from bot.invite import PERMISSIONS
from bot.settings import NAMES
from bot.store.sqlite import FILE_NAME, SECRET_NAME
from bot.study.asking import GAPS_KEPT, KEPT
from bot.study.note_folder import MOST_BYTES, MOST_BYTES_A_FILE, MOST_FILES, amount
from cogs.ui.ids import LONGEST_WORDS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
FOR_ALL, FOR_MANAGERS = "Who may use it: everybody", "Who may use it: those with Manage Server, in a server"


@dataclass(frozen=True)
class Described:
    """What is said of a command: its options, each with whether it is needed, and who may use it."""

    options: Mapping[str, bool]
    for_managers: bool


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def documented() -> dict[str, Described]:
    """Return what docs/commands.md says, by the name of the command; a section without one is no command."""
    found: dict[str, Described] = {}
    for section in re.split(r"^## ", text_of("docs/commands.md"), flags=re.MULTILINE)[1:]:
        name, _, body = section.partition("\n")
        said = " ".join(body.split())
        if "Who may use it" not in said:
            continue
        options = dict(re.findall(r"^\| `(\w+)` \| (needed|optional) \|", body, re.MULTILINE))
        assert (FOR_ALL in said) != (FOR_MANAGERS in said), name
        found[name] = Described({option: need == "needed" for option, need in options.items()}, FOR_MANAGERS in said)
    return found


def commands_of(tree: app_commands.CommandTree[Any]) -> Iterator[tuple[str, Described]]:
    for command in tree.get_commands():
        managers = command.default_permissions == discord.Permissions(manage_guild=True)
        assert managers or command.default_permissions is None
        if isinstance(command, app_commands.ContextMenu):
            yield command.name, Described({}, managers)
            continue
        for leaf in command.walk_commands() if isinstance(command, app_commands.Group) else [command]:
            assert isinstance(leaf, app_commands.Command)
            yield f"/{leaf.qualified_name}", Described({p.name: p.required for p in leaf.parameters}, managers)


async def test_every_command_is_described_with_its_options(simcord_env: Env, simcord_bot: StudyBot) -> None:  # noqa: ARG001 - it starts the bot
    assert documented() == dict(commands_of(simcord_bot.tree))


@pytest.mark.parametrize("name", ["commands.md", "discord.md"])
def test_no_command_is_named_that_does_not_exist(name: str) -> None:
    known = {*documented(), *{command.split()[0] for command in documented()}, *COMMANDS}
    assert set(re.findall(r"`(/[a-z]+(?: [a-z]+)?)[^`]*`", text_of(f"docs/{name}"))) <= known


def test_every_permission_is_explained() -> None:
    table = re.findall(r"^\| ([A-Z][A-Za-z ]+) \| ", text_of("docs/discord.md"), re.MULTILINE)
    asked_for = [name.replace("_", " ").title() for name in PERMISSIONS]
    assert table[1 : table.index("You see")] == asked_for


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_no_setting_is_named_that_does_not_exist(document: Path) -> None:
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z]+)+)\b[^`]*`", document.read_text(encoding="utf-8")))
    assert named <= {*NAMES, "FEATURES", "SECOND_FEATURES"}


def test_the_figures_are_those_of_the_program() -> None:
    commands, operations = text_of("docs/commands.md"), text_of("docs/operations.md")
    assert f"at most {amount(MOST_BYTES_A_FILE)}" in commands
    assert f"{MOST_FILES} files and {amount(MOST_BYTES)}" in commands
    assert f"at most {LONGEST_WORDS} characters" in commands
    assert f"{KEPT.days} days" in operations
    assert f"at most {GAPS_KEPT.days} days" in operations
    for name in (FILE_NAME, SECRET_NAME):
        assert f"`{name}`" in operations


def test_every_link_leads_somewhere() -> None:
    for document in DOCUMENTS:
        text = document.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", text, flags=re.DOTALL)):
            path, _, anchor = target.partition("#")
            if path.startswith("http"):
                continue
            file = (document.parent / path).resolve() if path else document
            assert file.exists(), f"{document.name}: {target}"
            assert not anchor or anchor in anchors(file.read_text(encoding="utf-8")), f"{document.name}: {target}"


def anchors(text: str) -> set[str]:
    """Return what can be linked to in a document, as GitHub names it."""
    headings = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_the_service_and_the_image_set_nothing_unknown() -> None:
    """Both run the command that there is, with the lock that there is."""
    service, image = text_of("deploy/studybot.service"), text_of("Dockerfile")
    settings = re.findall(r"\b([A-Z]+_[A-Z]+)=", service + image)
    assert set(settings) == {"DATA_DIR", "NOTES_DIR"}
    assert "ExecStart=/opt/studybot/.venv/bin/studybot run" in service
    assert 'CMD ["run"]' in image
    copied = re.findall(r"^COPY (?!--)(.+) \S+$", image, re.MULTILINE)
    names = {name for line in copied for name in line.split()}
    ignored = {line[1:] for line in text_of(".dockerignore").splitlines() if line.startswith("!")}
    assert names == ignored
    assert all((ROOT / name).exists() for name in names)
