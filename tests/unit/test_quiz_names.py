"""Names in notes: the class that each belongs to, and what else could stand in its place."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.names import Mention, Names, is_common, plural_of, written_like
from knowledge.quiz.notebook import Notebook


def names(note: str = "# Notes\n") -> Names:
    return Names(Notebook([("note.md", note)], lexicon.shipped()))


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("Logs are kept in S3", "S3", "aws storage services"),
        ("Logs are kept in Amazon S3", "S3", "aws storage services"),
        ("Ask Parameter Store for it", "Parameter Store", "aws security services"),
        ("the file is written in YAML", "YAML", "computing formats"),
        ("in Paris", "Paris", "history cities"),
        ("it pairs with thymine", "thymine", "science bases"),
        ("two ribosomes", "ribosomes", "science organelles"),
        ("Route Tables decide", "Route Tables", "aws parts of a network"),
        ("a dead letter queue", "dead letter queue", "aws queues"),
        ("by an ENI", "ENI", "aws parts of a network"),
        ("in two AZs", "AZs", "computing places of a cloud"),
        ("it raises ThrottlingException", "ThrottlingException", "error"),
        ("with the header x-amz-acl", "x-amz-acl", "header"),
        ("by Fn::ImportValue", "Fn::ImportValue", "function"),
        ("as AWS::Lambda::Function", "AWS::Lambda::Function", "resource"),
        ("it needs xray:PutTraceSegments", "xray:PutTraceSegments", "permission"),
        ("in appspec.yml", "appspec.yml", "file"),
        ("run with --dry-run first", "--dry-run", "flag"),
        ("set AWS_PROFILE for it", "AWS_PROFILE", "variable"),
        ("call DeleteMessage then", "DeleteMessage", "aws SQS calls"),
        ("call DeleteCustomer then", "DeleteCustomer", "call"),
        ("at most DelaySeconds", "DelaySeconds", "parameter"),
    ],
)
def test_a_name_is_found_with_its_class(text: str, name: str, kind: str) -> None:
    [found] = names().mentions(text)

    assert (found.name, found.kind) == (name, kind)
    assert text[found.start : found.end] == name


@pytest.mark.parametrize("text", ["a plain sentence", "S3Express", "the parish of it", "rest and play", "1234", ""])
def test_no_name_in_it(text: str) -> None:
    assert names().mentions(text) == ()


def test_the_longest_name_is_found() -> None:
    found = names().mentions("Use Elastic Beanstalk and API Gateway")

    assert [mention.name for mention in found] == ["Elastic Beanstalk", "API Gateway"]


def test_a_name_that_the_notes_label_is_known_without_its_label() -> None:
    note = "# Functions\n\n- The MemorySize setting decides on the memory.\n- Raise MemorySize for more power.\n"

    assert names().mentions("Raise MemorySize") == ()
    assert [mention.kind for mention in names(note).mentions("Raise MemorySize")] == ["setting"]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("Amazon S3", "aws storage services"),
        ("AWS WAF", "aws security services"),
        ("appspec.yml", "file"),
        ("shard", ""),
        ("whatever", ""),
    ],
)
def test_the_class_of_a_name(name: str, kind: str) -> None:
    assert names().kind_of(name) == kind


def beside(note: str, name: str) -> list[str]:
    """What could stand in the place of a name in the last line of a note."""
    notebook = Notebook([("note.md", note)], lexicon.shipped())
    found, line = Names(notebook), notebook.lines[-1]
    return next(found.beside(mention, line) for mention in found.mentions(line.text) if mention.name == name)


def test_names_of_the_same_section_come_first_then_those_of_the_notes() -> None:
    note = "# A\n\nBacked by EFS.\n\n# B\n\nPut on Snowball.\n\nLogs are sent to S3.\n"

    assert beside(note, "S3")[:2] == ["Snowball", "EFS"]
    assert "EBS" in beside(note, "S3")


def test_a_name_never_stands_beside_itself() -> None:
    assert "S3" not in beside("# A\n\nLogs are sent to S3.\n", "S3")


def test_a_common_word_is_a_name_only_where_its_thing_is_spoken_of() -> None:
    assert beside("# Kinesis\n\nEach record is in one shard.\n", "shard")
    assert beside("# Streams\n\nEach record of Kinesis is in one shard.\n", "shard")
    assert beside("# Pottery\n\nHe glued the shard to the vase.\n", "shard") == []


def test_a_common_name_stands_in_the_number_and_capitals_of_the_one_it_replaces() -> None:
    note = "# Network\n\nTwo {} are attached.\n"

    assert "internet gateways" in beside(note.format("route tables"), "route tables")
    assert "Internet Gateways" in beside(note.format("Route Tables"), "Route Tables")


def test_variables_of_other_sections_are_too_different() -> None:
    note = "# A\n\nSet AWS_REGION and MAX_SIZE.\n\n# B\n\nSet LOG_LEVEL.\n\nSet DEBUG_MODE.\n"

    assert beside(note, "DEBUG_MODE") == ["LOG_LEVEL"]


def test_names_of_a_class_that_the_notes_mention() -> None:
    note = "# A\n\nBacked by EFS.\n\n# B\n\nPut on Snowball.\n"
    found = names(note)

    assert set(found.of_kind("aws storage services", None, "any")) == {"EFS", "Snowball"}
    assert found.of_kind("aws storage services", 2, "any")[0] == "Snowball"
    assert found.of_kind("no class", None, "any") == []


@pytest.mark.parametrize(
    ("name", "common"),
    [
        ("shard", True),
        ("route table", True),
        ("Golgi apparatus", True),
        ("S3", False),
        ("Paris", False),
        (".fifo", False),
    ],
)
def test_a_common_name_has_a_word_in_small_letters(name: str, *, common: bool) -> None:
    assert is_common(name) is common


@pytest.mark.parametrize(
    ("noun", "plural"),
    [
        ("policy", "policies"),
        ("key", "keys"),
        ("class", "classes"),
        ("index", "indexes"),
        ("synthesis", "syntheses"),
        ("shard", "shards"),
        ("metadata", "metadata"),
    ],
)
def test_the_plural_of_a_noun(noun: str, plural: str) -> None:
    assert plural_of(noun) == plural


@pytest.mark.parametrize(
    ("name", "mentioned", "known", "shown"),
    [
        ("load balancer", "Route table", "route table", "Load balancer"),
        ("load balancer", "Route Table", "route table", "Load Balancer"),
        ("shard", "Producer", "producer", "Shard"),
        ("zip file", "Docker image", "Docker image", "zip file"),
        ("password", "API key", "API key", "password"),
        ("Fermentation", "photosynthesis", "Photosynthesis", "fermentation"),
        ("EBS", "S3", "S3", "EBS"),
    ],
)
def test_a_name_is_written_like_another(name: str, mentioned: str, known: str, shown: str) -> None:
    assert written_like(name, Mention(mentioned, "kind", 0, len(mentioned), known)) == shown


@pytest.mark.parametrize(
    ("text", "known", "other", "shown"),
    [
        ("two route tables", "route table", "access policy", "access policies"),
        ("two AZs", "availability zone", "region", "regions"),
        ("one AZ", "availability zone", "region", "region"),
    ],
)
def test_names_that_mean_the_same_are_known_as_the_first_of_them_in_their_number(
    text: str, known: str, other: str, shown: str
) -> None:
    [found] = names().mentions(text)

    assert found.known == known
    assert written_like(other, found) == shown


def test_a_class_has_the_names_of_the_list_and_of_the_notes() -> None:
    assert names().size("error") == 0
    assert names("# A\n\nIt raises FirstError and SecondError.\n").size("error") == 2
    assert names().size("computing kinds of disks") == 3
