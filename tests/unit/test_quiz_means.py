"""What one uses for a purpose, and sentences that do not say it."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question
from knowledge.quiz.notebook import Notebook

DATABASES = "RDS, Aurora, Redshift, DynamoDB and Neptune are databases."


def made(sentence: str) -> list[Question]:
    """The questions for what is used in a sentence."""
    note = f"# Data\n\n{DATABASES}\n\n- {sentence}\n"
    questions = make_questions(Notebook([("note.md", note)], lexicon.shipped()))
    return [question for question in questions if question.prompt.startswith(("What ", "Data: what "))]


@pytest.mark.parametrize(
    ("sentence", "asked"),
    [
        ("Use Redshift to run heavy reports on columns", "do you use to run heavy reports on columns?"),
        ("You can use Redshift to run heavy reports on columns", "do you use to run heavy reports on columns?"),
        ("To run heavy reports on columns, use Redshift", "do you use to run heavy reports on columns?"),
        ("If reports on columns take too long, use Redshift", "do you use if reports on columns take too long?"),
        ("With Redshift, you can run heavy reports on columns", "lets you run heavy reports on columns?"),
        ("Redshift lets you run heavy reports on columns", "lets you run heavy reports on columns?"),
        ("Redshift is used to run heavy reports on columns", "is used to run heavy reports on columns?"),
        ("Run heavy reports on columns using Redshift", "do you use to run heavy reports on columns?"),
    ],
)
def test_what_is_used_is_asked_for(sentence: str, asked: str) -> None:
    [found] = made(sentence)

    assert found.prompt.endswith(asked)
    assert found.right == "Redshift"
    assert set(found.choices) <= {"RDS", "Aurora", "Redshift", "DynamoDB", "Neptune", "ElastiCache"}


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("Use it to run heavy reports on columns", id="a pronoun"),
        pytest.param("Use Redshift or Aurora to run heavy reports on columns", id="one of two"),
        pytest.param("Use Redshift to run", id="no purpose"),
        pytest.param("Use Redshift to run the reports of Redshift", id="the purpose names it"),
        pytest.param("Run heavy reports on columns without using Redshift", id="what is not used"),
        pytest.param("Use a long spoon to run heavy reports on columns", id="nothing of a known class"),
    ],
)
def test_sentences_that_do_not_say_what_to_use(sentence: str) -> None:
    assert made(sentence) == []


def test_a_name_with_the_word_for_what_it_is_stands_among_such_names() -> None:
    note = """# Traces

There are the BatchGetTraces API, the GetTraceSummaries API, the PutTraceSegments API and the GetServiceGraph API.

- Use the PutTraceSegments API to send raw documents from your own program
"""
    questions = make_questions(Notebook([("note.md", note)], lexicon.shipped()))
    [found] = [question for question in questions if "what do you use" in question.prompt.lower()]

    assert found.right == "PutTraceSegments API"
    assert all(choice.endswith(" API") for choice in found.choices)


def test_three_choices_are_enough_for_a_class_of_three_alone() -> None:
    assert len(made("Use SSE-S3 to leave the whole care of all keys to the store")[0].choices) == 3
    assert len(made("Use Redshift to leave the whole care of all keys to the store")[0].choices) == 4
