"""Series: sentences that name several things of one class, and which other one does not belong there."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question
from knowledge.quiz.notebook import Notebook


def made(sentence: str) -> list[Question]:
    """The questions on the series of a sentence."""
    questions = make_questions(Notebook([("note.md", f"# Reader\n\n- {sentence}\n")], lexicon.shipped()))
    return [question for question in questions if "does not fit the gap" in question.prompt]


@pytest.mark.parametrize(
    ("sentence", "gap"),
    [
        ("The reader opens files in CSV, JSON or Parquet format", "The reader opens files in ____ format"),
        ("The reader opens files in CSV / JSON / Parquet format", "The reader opens files in ____ format"),
        ("Files in JSON, XML, and YAML can be opened", "Files in ____ can be opened"),
    ],
)
def test_another_name_of_the_class_does_not_fit(sentence: str, gap: str) -> None:
    [found] = made(sentence)

    assert found.prompt == f"Reader: which one does not fit the gap? “{gap}”"
    assert found.right not in sentence
    assert all(choice in sentence for choice in found.choices if choice != found.right)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The reader opens files in CSV or JSON format", id="only two"),
        pytest.param("The reader opens files in CSV, JSON, Docker and Linux format", id="of several classes"),
        pytest.param("The reader opens files such as CSV, JSON or Parquet files", id="examples"),
        pytest.param("The reader opens files in CSV, JSON, Parquet and Zebra format", id="another name beside them"),
        pytest.param("The reader opens files in Zebra, CSV, JSON or Parquet format", id="another name before them"),
        pytest.param("CSV, JSON, Parquet", id="no sentence"),
    ],
)
def test_a_series_that_is_open_or_mixed_is_not_asked(sentence: str) -> None:
    assert made(sentence) == []
