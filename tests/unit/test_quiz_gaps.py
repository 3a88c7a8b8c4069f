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
        ("DynamoDB", "The size is counted per ____ and never for the whole account", "partition"),
        ("S3", "Versions are switched on at the ____ level", "bucket"),
        ("Treaties", "The peace of 1783 was signed in ____ by both sides", "Paris"),
        ("Double helix", "Two hydrogen bonds join adenine to ____ in the strands", "thymine"),
        ("Cell", "The code for a protein is copied inside the ____", "nucleus"),
        ("Servers", "The settings of the server are written in ____", "YAML"),
        ("Balancers", "The small ones send ____ packets to the disks of the servers", "UDP"),
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
        ("The logs of a function are ____", "enabled by default", {"disabled by default", "unavailable by default"}),
        ("A file of metadata ____", "is optional", {"is mandatory", "is forbidden"}),
        (
            "If the quota is reached, the request is ____ by the service",
            "throttled",
            {"terminated", "paused", "restarted"},
        ),
    ],
)
def test_a_word_of_contrast_leaves_a_gap(sentence: str, right: str, others: set[str]) -> None:
    found = next(q for q in made(f"# Storage\n\n- {sentence.replace('____', right)}.\n") if q.right == right)

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
        pytest.param("Every S3 keeps the files of one user of the site.", id="something of it is meant"),
        pytest.param("These photos of the users are kept in S3 for a year.", id="pointed at"),
        pytest.param("S3: storage", id="no sentence"),
        pytest.param("The function has stores of its own (EBS for disks, S3 for files).", id="an example in brackets"),
        pytest.param("For a function of one's own, specify S3.", id="a setting of something"),
        pytest.param("The logs of Multi S3 are kept for the function.", id="a part of a compound name"),
        pytest.param("The function then copies its event to S3.", id="a step after others"),
    ],
)
def test_no_gap(sentence: str) -> None:
    assert [q for q in made(f"# Functions\n\n- {sentence}\n") if "S3" in q.right] == []


def test_what_the_section_is_about_is_no_gap() -> None:
    assert made("# Versions in S3\n\n- The old versions of a file are kept in S3 for good.\n") == ()


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("# Pottery\n\n- He glued the shard to the vase.\n", id="a word that is a name elsewhere"),
        pytest.param("# S3\n\n- The users of the site put their photos in a bucket.\n", id="an everyday word"),
        pytest.param("# Files\n\n- Pages are sent over an SSL security group of theirs.\n", id="a part of a name"),
        pytest.param("# Is it kept?\n\nThe photos of the users are kept in S3.\n", id="named before"),
        pytest.param("# Faults\n\n- The checks of a server must get the status 200 OK.\n", id="told by what follows"),
        pytest.param("# Photos\n\n- Can be sorted by the agent in S3 every hour.\n", id="what"),
        pytest.param("# Photos\n\n- The agent sends all of the old ones to S3 every hour.\n", id="which agent"),
    ],
)
def test_what_is_not_worth_a_gap(note: str) -> None:
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


def test_wrong_choices_share_the_word_of_a_name_that_the_sentence_has() -> None:
    [found] = made("# Queues\n\n- You end the work on a message by a DeleteMessage call.\n")

    assert found.right == "DeleteMessage"
    assert all("Message" in choice for choice in found.choices)


def test_a_name_is_no_gap_where_a_compound_tells_it() -> None:
    asked = {q.right for q in made("# X-Ray\n\n- A segment of a request consists of subsegments for its calls.\n")}

    assert "subsegments" in asked
    assert "segment" not in asked


def test_a_word_of_the_topic_in_a_compound_tells_nothing() -> None:
    note = "# CodeStar\n\n- The editor in the browser for all of its projects comes from Cloud9.\n"
    [found] = [q for q in made(note) if q.right == "Cloud9"]

    assert wrong(found) <= {"CodeCommit", "CodeBuild", "CodeDeploy", "CodePipeline", "CodeArtifact", "CodeGuru", "ECR"}


def test_a_term_that_a_list_explains_is_asked_for_among_its_siblings() -> None:
    note = """# Cells

## Energy

- Glycolysis: splits glucose in two
- Fermentation: runs where air is missing
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
- Fermentation: runs where air is missing
- Photosynthesis: makes sugar from light
"""

    assert made(note) == ()


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        pytest.param("Data is encrypted at rest and in transit by the storage service.", "at rest", id="enumerated"),
        pytest.param("The disks are in parallel or in batches moved by the server.", "in parallel", id="compared"),
        pytest.param(
            "This kind is for disks where a fast network is required by all.", "is required", id="in a relation"
        ),
        pytest.param("The price of a disk in use depends on its size.", "in use", id="only a wrong choice"),
        pytest.param(
            "- The group has\n    - a lower price for temporary data of clients", "temporary", id="a fragment"
        ),
        pytest.param("A disk takes up to 64 volumes of its servers.", "up to", id="a bound"),
        pytest.param("The address is given to the primary disk of its server.", "primary", id="an ordinal"),
    ],
)
def test_no_contrast(sentence: str, right: str) -> None:
    assert [q for q in made(f"# Volumes\n\n- {sentence}\n") if q.right == right] == []


@pytest.mark.parametrize(
    ("sentence", "right"),
    [
        (
            "Each task of a service gets an elastic network interface for calls from outside",
            "elastic network interface",
        ),
        ("So the newest photos are kept in S3 until the end of the year", "S3"),
        ("The photos are kept in S3 until they expire --> it saves money", "S3"),
        ("You split the files of the photos over several availability zones", "availability zones"),
        ("In a WebSocket API, the client and the server may send photos at any time", "WebSocket API"),
        ("By keeping copies in edge locations, CloudFront sends the photos sooner", "edge locations"),
        ("If a reader fails within the visibility timeout, the photo returns to its queue", "visibility timeout"),
        ("The photos are sorted on a Spot Instance for less than the usual price", "Spot Instance"),
        ("It is also possible to sort the photos of a group by CloudWatch alarms", "CloudWatch alarms"),
        ("5xx errors are errors of the server of the photos", "5xx"),
    ],
)
def test_sentences_that_need_some_trimming(sentence: str, right: str) -> None:
    assert right in {question.right for question in made(f"# Photos\n\n- {sentence}.\n")}


@pytest.mark.parametrize("label", ["In the old days", "Exception"])
def test_a_label_that_nothing_above_explains_leaves_no_gap(label: str) -> None:
    assert made(f"# Which one is it?\n\n- {label}: the photos of a year were sent to S3 by the agent.\n") == ()


def test_a_heading_that_asks_stands_before_the_gap_where_nothing_else_says_what_it_is_about() -> None:
    found = made("# Where are the photos?\n\n- The oldest photos of a year are kept in S3.\n")

    assert "Where are the photos? Fill the gap. “The oldest photos of a year are kept in ____”" in {
        q.prompt for q in found
    }


def test_a_class_of_three_is_enough() -> None:
    [found] = [
        q
        for q in made("# Volumes\n\n- The boot volume of a server is kept on an SSD by default.\n")
        if q.right == "SSD"
    ]

    assert wrong(found) == {"HDD", "NVMe"}


def test_what_a_value_is_called_alone_is_no_gap() -> None:
    assert [q for q in made("# Servers\n\n- Place of the servers: Paris\n") if q.right == "Paris"] == []


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
