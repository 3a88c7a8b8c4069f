"""The headings of the notes as a tree."""

from __future__ import annotations

import pytest

from bot.study.outline import ROOT, Outline, Place, key_of, outline
from knowledge.base import Topic
from knowledge.model import Passage


def topic(file: str, line: int, *path: str, passages: int = 1) -> Topic:
    return Topic(file, line, path, passages)


TOPICS = (
    topic("a.md", 1, "SQS", passages=9),
    topic("a.md", 3, "SQS", "Settings", passages=4),
    topic("a.md", 5, "SQS", "Settings", "Timeout"),
    topic("a.md", 8, "SQS", "Limits", passages=2),
    topic("b.md", 2, "S3", passages=3),
    topic("b.md", 6, "EC2", passages=5),
)


def drawn(found: Outline, key: str = ROOT) -> object:
    """Return the tree below a place as nested lists of titles."""
    place = found[key]
    below = [drawn(found, each) for each in place.below]
    return [place.title, *below] if below else place.title


def titled(found: Outline, title: str) -> Place:
    return next(place for place in found.values() if place.title == title)


def test_files_and_their_headings_hang_where_they_belong() -> None:
    """A file with one title above all others is that title; another keeps its name."""
    assert drawn(outline(TOPICS)) == ["", ["SQS", ["Settings", "Timeout"], "Limits"], ["b.md", "S3", "EC2"]]


def test_every_place_but_the_root_hangs_below_the_one_that_it_names() -> None:
    found = outline(TOPICS)
    assert all(place.key in found[place.above].below for place in found.values() if place.key != ROOT)
    assert all(found[key].key == key for key in found)


def test_a_place_has_the_lines_before_the_next_heading() -> None:
    found = outline(TOPICS)
    lines = {place.title: (place.first, place.last) for place in found.values()}
    assert lines == {
        "": (0, 0),
        "SQS": (1, 2),
        "Settings": (3, 4),
        "Timeout": (5, 7),
        "Limits": (8, None),
        "b.md": (0, 0),
        "S3": (2, 5),
        "EC2": (6, None),
    }


def test_a_key_outlives_edits_elsewhere() -> None:
    """Lines may move and other headings may come and go; a heading that was renamed has another key."""
    before = outline(TOPICS)
    moved = [topic(t.file, t.line + 7, *t.path) for t in TOPICS if t.path[-1] != "Limits"]
    after = outline(moved)
    assert titled(after, "Timeout").key == titled(before, "Timeout").key
    renamed = outline([topic(t.file, t.line, *(part.replace("SQS", "SNS") for part in t.path)) for t in TOPICS])
    assert titled(renamed, "Timeout").key != titled(before, "Timeout").key


def test_headings_of_the_same_name_are_told_apart() -> None:
    found = outline(
        [topic("a.md", line, "Top", "Notes") if line > 1 else topic("a.md", 1, "Top") for line in (1, 3, 5)]
    )
    assert drawn(found) == ["", ["Top", "Notes", "Notes"]]
    assert [found[key].first for key in titled(found, "Top").below] == [3, 5]


@pytest.mark.parametrize(
    ("heading", "expected"), [("Settings", "Settings"), ("SQS", "SQS"), ("EC2", "EC2"), ("Unheard of", None)]
)
def test_a_heading_above_a_passage_leads_to_its_place(heading: str, expected: str | None) -> None:
    passages = (
        Passage("a.md", 6, 6, ("SQS", "Settings", "Timeout"), "x"),
        Passage("b.md", 7, 7, ("EC2",), "x"),
    )
    key = key_of(heading, passages)
    assert (key and outline(TOPICS)[key].title) == expected


def test_notes_without_headings_have_a_bare_root() -> None:
    assert outline(()) == {ROOT: Place(ROOT, "")}
