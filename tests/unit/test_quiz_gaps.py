"""Sentences with a gap: which names, terms and words of contrast are asked for, beside what, and which are not."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.names import Names
from knowledge.quiz.notebook import Notebook


def made(note: str) -> tuple[Question, ...]:
    """The sentences with a gap that a note gives."""
    questions = make_questions(Notebook([("note.md", note)], lexicon.shipped()))
    return tuple(question for question in questions if question.kind is QuizKind.GAP)


def wrong(question: Question) -> set[str]:
    return set(question.choices) - {question.right}


@pytest.mark.parametrize(
    ("heading", "sentence", "right"),
    [
        ("Beanstalk", "The environment sends its logs to ____ every hour", "S3"),
        ("Kinesis", "A record goes to one ____, chosen by its key", "shard"),
        ("DynamoDB", "The writes are spread over the ____ by their key", "partitions"),
        ("Access", "If there is no header, ____ assumes the default key of the user", "KMS"),
        ("Treaties", "The peace of 1783 was signed in ____ by both sides", "Paris"),
        ("Double helix", "Two hydrogen bonds join adenine to ____ in the strands", "thymine"),
        ("Cell", "The code for a protein is copied inside the ____", "nucleus"),
        ("Servers", "The settings of the server are written in ____", "YAML"),
        ("Balancers", "Faults of the server are answered with a(n) ____ status", "5xx"),
    ],
)
def test_a_name_leaves_a_gap_among_names_of_its_class(heading: str, sentence: str, right: str) -> None:
    written = sentence.replace("a(n)", "a").replace("____", right)
    found = next(q for q in made(f"# {heading}\n\n- {written}.\n") if q.right == right)
    names = Names(Notebook([], lexicon.shipped()))

    assert found.prompt == f"{heading}: fill the gap. “{sentence}”"
    assert len({mention.kind for choice in found.choices for mention in names.mentions(choice)}) == 1


@pytest.mark.parametrize(
    ("sentence", "right", "others"),
    [
        ("Data is encrypted ____ by the storage service", "at rest", {"in transit", "in use"}),
        ("A standard queue delivers a message ____", "at least once", {"exactly once", "at most once"}),
        ("The results of a query are always sorted in ____", "ascending order", {"descending order", "random order"}),
    ],
)
def test_a_word_of_contrast_leaves_a_gap(sentence: str, right: str, others: set[str]) -> None:
    [found] = made(f"# Storage\n\n- {sentence.replace('____', right)}.\n")

    assert found.prompt == f"Storage: fill the gap. “{sentence}”"
    assert (found.right, wrong(found)) == (right, others)


@pytest.mark.parametrize(
    "sentence",
    [
        pytest.param("The function can be invoked from S3, SNS or SQS with an event.", id="one of several"),
        pytest.param("Services such as S3 invoke the function with an event.", id="an example"),
        pytest.param("The function does not need S3 to store its event.", id="denied"),
        pytest.param("For static pages of the site, S3 is a good choice and fast.", id="praise"),
        pytest.param("S3 keeps the files of all the users of the site.", id="at the beginning"),
        pytest.param("When S3 is slow the function has to wait for its event.", id="a condition"),
        pytest.param("Logs of the function are sent to an S3 bucket of the owner.", id="a part of a name"),
        pytest.param("The function is stored on the S3-compatible disk of the team.", id="a part of a compound"),
        pytest.param("The function may use another S3 for its logs.", id="one of many"),
        pytest.param("It writes to S3.", id="too little"),
        pytest.param("S3: storage", id="no sentence"),
    ],
)
def test_no_gap(sentence: str) -> None:
    assert [q for q in made(f"# Functions\n\n- {sentence}\n") if "S3" in q.right] == []


def test_what_the_section_is_about_is_no_gap() -> None:
    assert made("# Versions in S3\n\n- The old versions of a file are kept in S3 for good.\n") == ()


def test_a_word_that_is_a_name_elsewhere_is_no_gap() -> None:
    note = "# Furniture\n\n- The big table stands in the kitchen of the house.\n"

    assert made(note) == ()


def test_a_name_is_swallowed_with_its_maker_and_its_gloss() -> None:
    note = "# Functions\n\n- The logs of all functions are kept in Amazon S3 (Simple Storage Service) for a month.\n"
    [found] = [q for q in made(note) if q.right == "S3"]

    assert "“The logs of all functions are kept in ____ for a month”" in found.prompt


def test_no_wrong_choice_is_true_elsewhere_in_the_notes() -> None:
    note = (
        "# Functions\n\n- The logs of a function are sent to S3 every hour.\n\n"
        "# Disks\n\n- The logs of a function are sent to EFS every hour too.\n"
    )

    assert all(not {"S3", "EFS"} <= set(q.choices) for q in made(note))


def test_no_wrong_choice_stands_in_the_sentence() -> None:
    note = "# Functions\n\n- Pages that were read from EBS are sent to S3 every hour.\n"

    assert all("EBS" not in wrong(q) for q in made(note) if q.right == "S3")


def test_a_term_that_a_list_explains_is_asked_for_among_its_siblings() -> None:
    note = """# Cells

## Energy

- Glycolysis: splits glucose in two
- Fermentation: runs where oxygen is missing
- Photosynthesis: makes sugar from light

## Plants

- In the dark a leaf stops its photosynthesis and lives off its starch.
"""
    [found] = made(note)

    assert found.prompt == "Cells › Plants: fill the gap. “In the dark a leaf stops its ____ and lives off its starch”"
    assert found.right == "photosynthesis"
    assert wrong(found) == {"glycolysis", "fermentation"}


def test_a_term_is_not_asked_for_in_its_own_list() -> None:
    note = """# Cells

- Glycolysis: splits glucose in two, without the help of photosynthesis
- Fermentation: runs where oxygen is missing
- Photosynthesis: makes sugar from light
"""

    assert made(note) == ()


SLOTS = """# Service

- Alarms can be enabled at the queue level.
- Names are given at the message level.
- Tags may be set at the reader level.
- Rates are counted at the account level.
"""


def test_what_stands_in_the_same_place_elsewhere_is_a_wrong_choice() -> None:
    found = {question.right: question for question in made(SLOTS)}

    assert found["queue"].prompt == "Service: fill the gap. “Alarms can be enabled at the ____ level”"
    assert wrong(found["queue"]) == {"message", "reader", "account"}


def test_of_three_places_no_question_is_made() -> None:
    assert made("\n".join(SLOTS.splitlines()[:-1])) == ()


def test_an_enumeration_of_contrasts_is_no_gap() -> None:
    assert made("# Volumes\n\n- Data is encrypted at rest and in transit by the storage service.\n") == ()


def test_the_article_before_a_gap_does_not_tell_how_the_answer_begins() -> None:
    note = "# Access\n\n- The servers of the group get their rights by an IAM role that is attached.\n"
    [found] = made(note)

    assert "“The servers of the group get their rights by a(n) ____ that is attached”" in found.prompt


def test_each_sentence_of_a_line_stands_alone() -> None:
    note = "# Functions\n\n- Logs of a function are kept for a month. They are sent to S3 every hour by the agent.\n"

    assert all("They" not in question.prompt for question in made(note))


def test_a_remark_before_a_sentence_is_left_out() -> None:
    note = "# Functions\n\n- Note that the logs of a function are sent to S3 every hour.\n"
    [found] = made(note)

    assert "“The logs of a function are sent to ____ every hour”" in found.prompt
