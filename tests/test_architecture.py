"""Who may import whom, and what an import may do: read from the source, held against the rules of the design."""

from __future__ import annotations

import ast
import re
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import NamedTuple

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = ("knowledge", "bot", "cogs")
SOURCES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))

ONLY_IN = {
    "discord": ("cogs/*", "bot/client*", "bot/client/*"),
    "sqlite_utils": ("knowledge/index.py", "bot/store/*"),
    "sqlite3": ("knowledge/index.py", "bot/store/*"),
    "apscheduler": ("bot/scheduler.py",),
    "markdown_it": ("knowledge/reader.py", "knowledge/inline.py", "knowledge/index.py"),
    "PIL": ("bot/study/board/canvas.py", "bot/study/board/fonts.py", "bot/study/board/shapes.py"),
    "dotenv": ("bot/settings.py",),
    "click": ("bot/cli.py",),
    "rich": ("bot/cli.py", "bot/screen.py"),
    "prompt_toolkit": ("bot/prompt.py",),
    "watchfiles": ("bot/study/watch.py",),
}
"""Where a library may be imported; elsewhere nobody is to know that it is used."""

ONLY_FROM = {
    "knowledge/*": ("knowledge",),
    "bot/study/*": ("knowledge", "bot.study", "bot.store.protocol", "bot.clock"),
    "bot/store/*": ("knowledge", "bot.study", "bot.store"),
    "cogs/*": ("knowledge", "bot.invite", "bot.store.protocol", "bot.study", "cogs"),
    "bot/*": ("knowledge", "bot", "cogs"),
}
"""What of ours a module may import: the first pattern that fits its path says so."""

PACKAGES = {
    "PIL": "pillow",
    "discord": "discord.py",
    "dotenv": "python-dotenv",
    "markdown_it": "markdown-it-py",
    "spellchecker": "pyspellchecker",
    "Stemmer": "pystemmer",
}
"""What a library is called where it is installed from, where that is another name."""

NEVER_IN_KNOWLEDGE = frozenset({"asyncio", "random", "time", "datetime", "socket", "urllib", "http", "threading"})
"""The knowledge is pure: it knows no clock, no chance, no network, no tasks."""


class Import(NamedTuple):
    """A module that is imported, and the line where."""

    module: str
    line: int


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def imports(path: Path) -> list[Import]:
    """Every import of a source file, wherever it stands in it, by full name."""
    found: list[Import] = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found += [Import(alias.name, node.lineno) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{name_of(path)}:{node.lineno}: imports are written in full"
            found += [Import(f"{node.module}.{alias.name}", node.lineno) for alias in node.names]
    return found


def within(module: str, *packages: str) -> bool:
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def run_at_import(body: list[ast.stmt]) -> Iterator[ast.AST]:
    """All that a module does when it is imported: everything but the bodies of its functions."""
    waiting: list[ast.AST] = list(body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            waiting += [*node.decorator_list, *node.args.defaults, *(d for d in node.args.kw_defaults if d)]
        elif not isinstance(node, ast.Lambda):
            waiting += ast.iter_child_nodes(node)


def reads_settings(node: ast.AST) -> bool:
    """True for a look into the environment or a call that loads settings; naming `os.environ` alone reads nothing."""
    if isinstance(node, ast.Subscript):
        return _last_name(node.value) == "environ"
    if not isinstance(node, ast.Call):
        return False
    asked = node.func.value if isinstance(node.func, ast.Attribute) else None
    return (
        _last_name(node.func) in {"getenv", "load_settings", "load_dotenv", "dotenv_values"}
        or (asked is not None and _last_name(asked) == "environ")
        or any(_last_name(argument) == "environ" for argument in node.args)
    )


def _last_name(node: ast.AST) -> str:
    return node.attr if isinstance(node, ast.Attribute) else node.id if isinstance(node, ast.Name) else ""


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_direction(path: Path) -> None:
    """Rooms import in one direction: cogs -> bot.study -> knowledge -> nothing of ours."""
    allowed = next(packages for pattern, packages in ONLY_FROM.items() if fnmatch(name_of(path), pattern))
    wrong = [found for found in imports(path) if within(found.module, *ROOMS) and not within(found.module, *allowed)]
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_libraries_stay_where_they_belong(path: Path) -> None:
    """A library that has its place is imported nowhere else."""
    wrong = [
        found
        for found in imports(path)
        for library, places in ONLY_IN.items()
        if within(found.module, library) and not any(fnmatch(name_of(path), place) for place in places)
    ]
    assert wrong == []


@pytest.mark.parametrize("path", [path for path in SOURCES if name_of(path).startswith("knowledge/")], ids=name_of)
def test_knowledge_is_pure(path: Path) -> None:
    """What the notes say depends on the notes alone."""
    assert [found for found in imports(path) if found.module.split(".")[0] in NEVER_IN_KNOWLEDGE] == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_nothing_is_configured_by_an_import(path: Path) -> None:
    """No module reads the environment or the settings when it is imported; what it needs is handed to it."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    wrong = [node for node in run_at_import(tree.body) if reads_settings(node)]
    assert wrong == []


@pytest.mark.parametrize("path", SOURCES, ids=name_of)
def test_no_function_changes_its_module(path: Path) -> None:
    """There are no globals: no function rebinds a name of its module."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Global)] == []


def test_every_package_is_a_room() -> None:
    """Every folder with source in it is one that the rules above know."""
    with_source = {path.relative_to(ROOT).parts[0] for path in ROOT.glob("*/__init__.py")}
    assert with_source == set(ROOMS)


def test_every_import_is_declared() -> None:
    """What is imported comes with Python, is ours, or is a dependency that the project names."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    declared = {re.split(r"[^\w.-]", dependency)[0].lower() for dependency in project["dependencies"]}
    imported = {found.module.split(".")[0] for path in SOURCES for found in imports(path)}
    foreign = imported - set(ROOMS) - sys.stdlib_module_names
    missing = {name for name in foreign if PACKAGES.get(name, name.lower().replace("_", "-")) not in declared}
    assert missing == set()


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("X = os.environ['A']", True),
        ("X = dict(os.environ)", True),
        ("def f(a=getenv('A')): pass", True),
        ("async def f(*, a=os.getenv('A')): pass", True),
        ("class A:\n    x = os.environ.get('A')", True),
        ("if True:\n    settings = load_settings({})", True),
        ("@decorator(os.environ)\ndef f(): pass", True),
        ("def f(environ=os.environ): pass", False),
        ("def f():\n    return os.environ['A']", False),
        ("class A:\n    def f(self):\n        return os.getenv('A')", False),
        ("x = lambda: os.environ['A']", False),
        ("from bot.settings import load_settings", False),
    ],
)
def test_the_rule_about_settings(source: str, *, expected: bool) -> None:
    """The rule tells what runs at import from what runs when it is called."""
    assert any(reads_settings(node) for node in run_at_import(ast.parse(source).body)) is expected
