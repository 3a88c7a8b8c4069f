"""The door of the knowledge base to the quiz: whose notes are asked for, and how long questions are kept."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from knowledge import base as base_module
from knowledge.base import KnowledgeBase
from knowledge.files import NotesError, Source
from knowledge.index import _ANALYSIS
from knowledge.model import SHARED_SCOPE
from knowledge.quiz.model import Question, QuizKind

WriteNotes = Callable[[Mapping[str, str | bytes]], Path]

ASKED = "**{}?**\n\n- [x] the right one\n- [ ] the wrong one\n"


@pytest.fixture
def knowledge(write: WriteNotes, tmp_path: Path) -> Iterator[KnowledgeBase]:
    """Shared notes in two files, and those of one guild."""
    own = tmp_path / "own"
    own.mkdir()
    (own / "mine.md").write_text(ASKED.format("What is mine"), encoding="utf-8")
    notes = write({"b.md": ASKED.format("What is second"), "a.md": ASKED.format("What is first")})
    with KnowledgeBase(notes, tmp_path / "data", [Source("g1", own)]) as base:
        base.refresh()
        yield base


def prompts(questions: tuple[Question, ...]) -> list[str]:
    return [question.prompt for question in questions]


def test_questions_come_from_the_notes_of_the_scopes_in_order_of_path(knowledge: KnowledgeBase) -> None:
    assert prompts(knowledge.questions()) == ["What is first?", "What is second?"]
    assert prompts(knowledge.questions(["g1"])) == ["What is mine?"]
    assert prompts(knowledge.questions([SHARED_SCOPE, "g1"])) == ["What is first?", "What is second?", "What is mine?"]
    assert knowledge.questions(["g2"]) == ()
    assert [section.file for section in knowledge.coverage(["g1"]).sections] == ["mine.md"]


def test_questions_are_made_once_for_the_same_notes_scopes_and_seed(knowledge: KnowledgeBase) -> None:
    first = knowledge.questions()
    assert knowledge.questions() is first
    assert knowledge.questions(seed=1) is not first
    assert knowledge.questions([SHARED_SCOPE, "g1"]) is not first
    assert knowledge.questions() is first


def test_questions_are_made_anew_when_the_notes_or_the_aliases_change(knowledge: KnowledgeBase, notes: Path) -> None:
    first = knowledge.questions()
    (notes / "a.md").write_text(ASKED.format("What is new"), encoding="utf-8")
    assert knowledge.questions() is first
    knowledge.refresh()
    second = knowledge.questions()
    assert prompts(second) == ["What is new?", "What is second?"]
    (notes / "aliases.toml").write_text('new = "second"\n', encoding="utf-8")
    knowledge.refresh()
    assert knowledge.questions() is not second


def test_only_so_many_sets_of_questions_are_kept(knowledge: KnowledgeBase, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(base_module, "MOST_QUIZZES", 2)
    first = knowledge.questions(seed=0)
    second = knowledge.questions(seed=1)
    knowledge.questions(seed=2)
    assert knowledge.questions(seed=1) is second
    assert knowledge.questions(seed=0) is not first


def test_without_a_knowledge_base_there_is_one_sentence(tmp_path: Path) -> None:
    with KnowledgeBase(tmp_path, tmp_path / "nowhere") as base, pytest.raises(NotesError, match="studybot index"):
        base.questions()


def test_typed_answers_are_judged_by_the_words_of_the_notes(write: WriteNotes, tmp_path: Path) -> None:
    notes = write(
        {"cells.md": "- Endocytosis takes things in\n- Xocytosis lets them out\n", "aliases.toml": "inlet = 'intake'"}
    )
    question = Question("q", QuizKind.GAP, "Which?", ("xocytosys", "intake", "z"), 0, "x", (), "cells.md", 1, 1)
    with KnowledgeBase(notes, tmp_path / "data") as base:
        base.refresh()
        assert base.grade(question, "xocytosis").right is False  # a word of the notes is no slip of another one
        assert base.grade(question, "xocytosix").right is True
        assert base.grade(question, "inlet").matched == "intake"


def test_how_questions_are_made_does_not_outdate_the_knowledge_base() -> None:
    assert not [name for name in _ANALYSIS if "quiz" in name]
