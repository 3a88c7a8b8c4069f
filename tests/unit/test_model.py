"""The values that pass between the rooms of the knowledge."""

from __future__ import annotations

import dataclasses
import inspect

import pytest

from knowledge import model
from knowledge.model import Answer, Kind, Passage

VALUES = [value for _, value in inspect.getmembers(model, dataclasses.is_dataclass) if isinstance(value, type)]


@pytest.mark.parametrize("value", VALUES)
def test_values_are_frozen_and_plain(value: type) -> None:
    """A value cannot be changed by whom it is handed to, takes no other fields, and does nothing by itself."""
    names = {field.name for field in dataclasses.fields(value)}
    written = {name for name, member in vars(value).items() if inspect.isfunction(member) and not name.startswith("_")}
    assert written == set()
    instance = value(**dict.fromkeys(names))
    for name in (*names, "another"):
        with pytest.raises((dataclasses.FrozenInstanceError, TypeError)):
            setattr(instance, name, 1)


def test_values_can_be_kept_in_a_set() -> None:
    """Equal values are one: they can be keys."""
    passage = Passage("a.md", 1, 2, ("A",), "text")
    assert {passage, Passage("a.md", 1, 2, ("A",), "text")} == {passage}
    assert (
        len(
            {Answer("q", answered=False, answer="", confidence=0.0)}
            | {Answer("q", answered=True, answer="a", confidence=1.0)}
        )
        == 2
    )


def test_kinds_are_stored_by_their_name() -> None:
    """A kind is its own name, so that a knowledge base can be read by eye."""
    assert [str(kind) for kind in Kind] == ["heading", "paragraph", "item", "row", "code", "markup"]
    assert all(Kind(str(kind)) is kind for kind in Kind)
