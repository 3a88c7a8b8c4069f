"""Words that mean the same: the shipped data, the group's own aliases, and the short forms that notes define."""

from __future__ import annotations

import tomllib
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.files import NotesError
from knowledge.lexicon import (
    ALIAS,
    MEANS,
    SAME,
    Expansion,
    Lexicon,
    defined_in_notes,
    merged,
    names,
    own_aliases,
    phrase,
    shipped,
)

DATA = resources.files("knowledge") / "data"
FIELDS = sorted((DATA / "aliases").iterdir(), key=lambda field: field.name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("visibility timeout", ("visibl", "timeout")),
        ("Visibility Timeouts", ("visibl", "timeout")),
        ("DynamoDB", ("dynamo", "db")),
        ("Lambda@Edge", ("lambda", "edg")),
        ("C++", ("cplusplus",)),
        ("two copies", ("2", "copi")),
        ("...", ()),
    ],
)
def test_phrase(text: str, expected: tuple[str, ...]) -> None:
    """Keys and targets are compared as terms, compounds taken apart."""
    assert phrase(text) == expected


@pytest.mark.parametrize("file", [DATA / "everyday.toml", *FIELDS], ids=lambda file: file.name)
def test_shipped_file(file: Traversable) -> None:
    """A data file parses, so that no key stands in it twice, and each of its entries has words."""
    tables = tomllib.loads(file.read_text(encoding="utf-8"))
    assert set(tables) <= {"same", "means", "aliases", "names"}
    for kind, table in tables.items():
        for key, entries in table.items():
            assert entries, key
            assert len(entries) == len(set(entries)), key
            assert all(phrase(entry) for entry in entries), key
            if kind in {"means", "aliases"}:
                assert phrase(key), key


def test_shipped_strengths() -> None:
    """What is shipped comes in three strengths, the strongest for names of the same thing."""
    assert {expansion.weight for found in shipped().values() for expansion in found} == {ALIAS, SAME, MEANS}
    assert Expansion(phrase("DynamoDB"), ALIAS) in shipped()[phrase("ddb")]
    assert 1 > ALIAS > SAME > MEANS > 0


def test_shipped_same_words_lead_both_ways() -> None:
    """Of words that mean nearly the same, each leads to the other."""
    lexicon = shipped()
    pairs = [(key, e.terms) for key, found in lexicon.items() for e in found if e.weight == SAME]
    assert pairs
    assert all(any(back.terms == key for back in lexicon[target]) for key, target in pairs)


def test_shipped_names() -> None:
    """The names of the fields' things are known, so that a question about one that the notes lack is declined."""
    assert phrase("DynamoDB") in names()
    assert () not in names()


OWN: dict[str, tuple[str, Lexicon]] = {
    "a table": ('[aliases]\nvt = "visibility timeout"\n', {("vt",): (Expansion(("visibl", "timeout"), ALIAS),)}),
    "no table": ('vt = "visibility timeout"\n', {("vt",): (Expansion(("visibl", "timeout"), ALIAS),)}),
    "several names": ('q = ["queue", "quiz"]\n', {("q",): (Expansion(("queue",), ALIAS), Expansion(("quiz",), ALIAS))}),
    "several words": ('"big q" = "queue"\n', {("big", "q"): (Expansion(("queue",), ALIAS),)}),
    "an alias of itself": ('queue = "queues"\n', {}),
    "empty words": ('"" = "queue"\nq = ""\nr = "..."\n', {}),
    "a comment": ("# nothing yet\n", {}),
    "nothing": ("", {}),
}


@pytest.mark.parametrize(("text", "expected"), OWN.values(), ids=OWN)
def test_own_aliases(notes: Path, text: str, expected: Lexicon) -> None:
    """A group writes its aliases in a file beside its notes: a short form, and a long name or several."""
    (notes / "aliases.toml").write_text(text, encoding="utf-8")
    assert own_aliases(notes) == expected


def test_no_own_aliases(notes: Path) -> None:
    """Without such a file there are none."""
    assert own_aliases(notes) == {}


def test_own_aliases_of_a_single_note(notes: Path) -> None:
    """Where the notes are one file, its aliases stand beside it."""
    (notes / "aliases.toml").write_text('q = "queue"', encoding="utf-8")
    (notes / "sqs.md").write_text("# SQS", encoding="utf-8")
    assert set(own_aliases(notes / "sqs.md")) == {("q",)}


@pytest.mark.parametrize(
    "content",
    [
        b"q = [",
        b"q = queue",
        b"q = 'a'\nq = 'b'",
        b"q = 5",
        b"q = ['a', 5]",
        b"[other]\nq = 'a'",
        b"[aliases]\nq = {a = 'b'}",
        b"q = '\xff'",
        b"\0\0\0",
        b"aliases = 5",
    ],
)
def test_own_aliases_that_cannot_be_used(notes: Path, content: bytes) -> None:
    """What is wrong with the file is said in one sentence that names it."""
    (notes / "aliases.toml").write_bytes(content)
    with pytest.raises(NotesError, match=r"aliases\.toml cannot be used") as raised:
        own_aliases(notes)
    assert "\n" not in str(raised.value)


def test_own_aliases_with_a_byte_order_mark(notes: Path) -> None:
    """A file that an editor saved with a byte order mark is read like any other."""
    (notes / "aliases.toml").write_bytes(b'\xef\xbb\xbfq = "queue"')
    assert set(own_aliases(notes)) == {("q",)}


def test_short_forms_of_the_notes() -> None:
    """A short form that the notes define stands for the long one and the other way round."""
    assert defined_in_notes([("sqs", "simple queue service"), ("", "nothing")]) == {
        ("sqs",): (Expansion(("simpl", "queue", "servic"), ALIAS),),
        ("simpl", "queue", "servic"): (Expansion(("sqs",), ALIAS),),
    }


def test_merged() -> None:
    """Merged lexicons have the entries of all; where two agree, the stronger counts."""
    one: Lexicon = {("a",): (Expansion(("b",), SAME), Expansion(("c",), MEANS))}
    other: Lexicon = {("a",): (Expansion(("b",), ALIAS),), ("d",): (Expansion(("e",), SAME),)}
    assert merged(one, other) == {
        ("a",): (Expansion(("b",), ALIAS), Expansion(("c",), MEANS)),
        ("d",): (Expansion(("e",), SAME),),
    }


@pytest.mark.parametrize("alias", ["rq", "ddb"])
@pytest.mark.parametrize(
    ("said", "found"), [("robot queue and DynamoDB", True), ("robots, dynamos and dolphins", False)]
)
def test_an_alias_counts_only_where_its_target_occurs(
    notes: Path, tmp_path: Path, alias: str, said: str, *, found: bool
) -> None:
    """An alias leads to the notes that have what it stands for; in others it is a word that nobody knows."""
    (notes / "aliases.toml").write_text('rq = "robot queue"', encoding="utf-8")
    (notes / "a.md").write_text(f"# Lines\n\nThe line about {said} says so.\n", encoding="utf-8")
    with KnowledgeBase(notes, tmp_path / "data") as base:
        base.refresh()
        assert bool(base.search(alias)) is found
