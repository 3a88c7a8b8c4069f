"""Values in a quiz: how they are asked for and written, what stands beside them, and what is no value to ask for."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quantities import Family, quantities
from knowledge.quiz import values
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook


def made(note: str) -> tuple[Question, ...]:
    """What a note gives."""
    return make_questions(Notebook([("note.md", note)], lexicon.shipped()))


def asked(note: str) -> set[tuple[str, str]]:
    """The questions on values that a note gives, with their answers."""
    return {(q.prompt, q.right) for q in made(note) if q.kind is QuizKind.VALUE}


def gaps(note: str) -> set[tuple[str, str]]:
    """The sentences with a gap where a number stood, with what stood there."""
    return {
        (q.prompt.split("“")[1].removesuffix("”"), q.right)
        for q in made(note)
        if q.kind is QuizKind.GAP and any(c.isdigit() or c in "$%" for c in q.right)
    }


@pytest.mark.parametrize(
    ("note", "prompt", "right"),
    [
        ("# Queues\n- Maximum visibility timeout: 12 h", "Queues: what is the maximum visibility timeout?", "12 hours"),
        ("# Queues\n- The default delay is 0.5 s", "Queues: what is the default delay?", "0.5 seconds"),
        (
            "# Queues\n- The default visibility timeout is 30 s, maximum is 12 hours",
            "Queues: what is the maximum visibility timeout?",
            "12 hours",
        ),
        (
            "# Buckets\n- Up to 100 buckets per account",
            "Buckets: what is the maximum number of buckets per account?",
            "100",
        ),
        (
            "# Elastic Beanstalk\n- Elastic Beanstalk can store at most 1000 application versions.",
            "Elastic Beanstalk: how many application versions can Elastic Beanstalk store at most?",
            "1,000",
        ),
        (
            "# Lambda\n## Limits\n- Environment variables can be up to 4 KB.",
            "Lambda › Limits: how large can environment variables be at most?",
            "4 KB",
        ),
        ("# Topics\n- 100000 topics limit", "Topics: what is the maximum number of topics?", "100,000"),
        (
            "# Heart\n- The human heart has four chambers.",
            "Heart: how many chambers does the human heart have?",
            "four",
        ),
        (
            "# Queues\n## Retention period\n- Default: 4 days",
            "Queues › Retention period: what is the default?",
            "4 days",
        ),
        ("# Tokens\n- Lifetime of the ECR token: 12 h", "Tokens: what is the lifetime of the ECR token?", "12 hours"),
        ("# Wall\n- Height: 3.6 m", "Wall: what is the height?", "3.6 m"),
        (
            "# Resolution\n- light microscope: 200 nm",
            "Resolution: which value belongs to “light microscope”?",
            "200 nm",
        ),
    ],
)
def test_a_value_is_asked_outright(note: str, prompt: str, right: str) -> None:
    assert (prompt, right) in asked(note)


def test_each_bound_of_a_line_is_asked_for() -> None:
    note = "# Queues\n\n- The default visibility timeout is 30 seconds, maximum is 12 hours."

    assert {right for _, right in asked(note)} == {"30 seconds", "12 hours"}


def test_a_range_is_asked_for_beside_the_other_ranges() -> None:
    note = "# Archive\n## Retrieval\n- Expedited: 1-5 minutes\n- Standard: 3-5 hours\n- Bulk: 5-12 hours"
    found = next(q for q in made(note) if q.prompt == "Archive › Retrieval: which range belongs to “Bulk”?")

    assert found.right == "5-12 hours"
    assert {"1-5 minutes", "3-5 hours"} < set(found.choices)


@pytest.mark.parametrize(
    ("note", "sentence", "right"),
    [
        (
            "# Queues\n- Long polling waits up to 20 s for messages to arrive.",
            "Long polling waits up to ____ for messages to arrive",
            "20 seconds",
        ),
        (
            "# Balancers\n- If a group has no targets, the load balancer answers with HTTP 503.",
            "If a group has no targets, the load balancer answers with HTTP ____",
            "503",
        ),
        (
            "# Hosts\n- The bastion host must allow inbound traffic on port 22 from your network.",
            "The bastion host must allow inbound traffic on port ____ from your network",
            "22",
        ),
        (
            "# Volumes\n- The maximum ratio of operations to the size of the volume is 50:1.",
            "The maximum ratio of operations to the size of the volume is ____",
            "50:1",
        ),
        ("# Caches\n- The new one needs 5x the memory.", "The new one needs ____ the memory", "5x"),
        (
            "# Select\n- Queries leave out 80 % of the rows of the whole object.",
            "Queries leave out ____ of the rows of the whole object",
            "80%",
        ),
        (
            "# Revolution\n- The king was executed in 1793 after a close vote.",
            "The king was executed in ____ after a close vote",
            "1793",
        ),
        (
            "# Lambda\n- The first million requests are free, then $0.20 per million requests.",
            "The first million requests are free, then ____ per million requests",
            "$0.20",
        ),
        ("# DNA\n- Human genome: about 3.1 billion base pairs", "Human genome: about ____ base pairs", "3.1 billion"),
        (
            "# Monitoring\n- Basic monitoring sends its data in 5-minute periods at no charge.",
            "Basic monitoring sends its data in ____ periods at no charge",
            "5-minute",
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_outright_is_a_gap(note: str, sentence: str, right: str) -> None:
    assert (sentence, right) in gaps(note)


def test_one_among_several_is_asked_for_with_its_noun() -> None:
    [found] = [
        q for q in made("# Network\n- A subnet can only be part of one zone at a time.") if q.right == "one zone"
    ]

    assert found.prompt == "Network: fill the gap. “A subnet can only be part of ____ at a time”"
    assert set(found.choices) - {"one zone"} == {"two zones", "three zones", "five zones"}


def test_both_ends_of_a_range_in_a_sentence_are_asked_for() -> None:
    found = made("# Sessions\n- The session of a user lasts from 15 minutes to 36 hours.")

    assert {q.right for q in found} == {"15 minutes", "36 hours"}


def test_a_heading_that_asks_stands_before_the_question_for_a_value() -> None:
    note = "# How long are the digests?\n\n| Hash | Size |\n| --- | --- |\n| md5 | 16 bytes |\n| sha1 | 20 bytes |\n"

    assert ("How long are the digests? Which value belongs to “md5”?", "16 bytes") in asked(note)


@pytest.mark.parametrize(
    "line",
    [
        pytest.param("For example, a message can be hidden for 5 minutes.", id="an example"),
        pytest.param("If your queue has 100 messages, the consumer polls twice.", id="a supposed number"),
        pytest.param("A server has exactly one card which is the main card.", id="told by what follows"),
        pytest.param("Custom: at most 75 servers are replaced at a time.", id="a value of one's own"),
        pytest.param("There are 4 types of queues for the messages.", id="how many things are listed"),
        pytest.param("It has four parts:\n    - a\n    - b\n    - c\n    - d", id="how many things follow"),
        pytest.param("Wait 10 or 30 seconds before you poll again.", id="either will do"),
        pytest.param("Use version 2 of the client to read the messages.", id="the number of a version"),
        pytest.param("The two membranes keep their shape.", id="named before"),
        pytest.param("The book was read from page 10 on.", id="a page"),
        pytest.param("The exam started at 10:30 in room 5.", id="a time of day"),
        pytest.param("There are three parts: head, neck and tail.", id="can be counted"),
        pytest.param("It scales to 1000s of requests.", id="a vague number"),
        pytest.param("Up to 20 (?) alarms may be set by one account.", id="the author was not sure"),
        pytest.param("Half at a time: 50 % of the instances", id="said in a word"),
        pytest.param("Custom: at least 75 % of the hosts", id="an example as a label"),
        pytest.param("Up to 4 x 3 KB = 12 KB are read at once", id="a sum"),
        pytest.param("Queries can save up to 80 % of the price.", id="praise"),
        pytest.param("The new engine claims 5x the speed of the old one.", id="a claim"),
        pytest.param("15 minutes", id="nothing but a value"),
    ],
)
def test_no_value_to_ask_for(line: str) -> None:
    assert made(f"# Queues\n\n- {line}\n") == ()


def test_nothing_is_asked_where_the_notes_disagree() -> None:
    one = "# Queues\n- A queue keeps its messages for 4 days by default.\n"
    other = "# Notes\n- A queue keeps its messages for 7 days by default.\n"

    assert made(one)
    assert made(other)
    assert made(one + other) == ()


def test_no_wrong_value_is_stated_for_the_same_thing() -> None:
    remark = "# Remarks on queues\n- The maximum delay of queues is 900 s (not 20 minutes)."
    note = f"# Queues\n- Maximum delay: 15 minutes\n{remark}"
    found = [q for q in made(note) if q.prompt == "Queues: what is the maximum delay?"]

    assert found
    assert not any("20 minutes" in q.choices for q in found)


@pytest.mark.parametrize(
    "note",
    [
        "# Queues\n- Maximum visibility timeout: 12 hours",
        "# Buckets\n- Up to 100 buckets per account",
        "# Lambda\n## Limits\n- Environment variables can be up to 4 KB.",
        "# Wall\n- Height: 3.6 m",
        "# DNA\n- Human genome: about 3.1 billion base pairs",
    ],
)
def test_wrong_values_are_written_like_the_right_one(note: str) -> None:
    for question in (q for q in made(note) if quantities(q.right)):
        figures = [[q.family for q in quantities(choice)] for choice in question.choices]
        assert all(found == figures[0] for found in figures)
        assert len({"." in choice for choice in question.choices}) == 1
        assert len({choice.partition(" ")[2] for choice in question.choices}) == 1


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (12, "hour", "12 hours"),
        (1, "day", "1 day"),
        (0.5, "second", "0.5 seconds"),
        (256, "KB", "256 KB"),
        (120_000, "", "120,000"),
        (5, "$", "$5"),
        (0.2, "$", "$0.20"),
        (80, "%", "80%"),
        (2, "century", "2 centuries"),
        (100, "nm", "100 nm"),
    ],
)
def test_a_value_is_written(value: float, unit: str, text: str) -> None:
    assert values.written(value, unit) == text


def test_a_year_is_written_without_a_comma() -> None:
    assert values.written(1793, "", plain=True) == "1793"


@pytest.mark.parametrize(
    ("text", "unit"),
    [
        ("12 hrs", "hour"),
        ("30 sec", "second"),
        ("5-minute", "minute"),
        ("256 kb", "KB"),
        ("4 MiB", "MiB"),
        ("80 percent", "%"),
        ("$5", "$"),
        ("2 MB/s", "MB"),
        ("fifteen minutes", "minute"),
        ("3.1 billion years", "year"),
        ("20 shards", ""),
    ],
)
def test_the_unit_of_a_value(text: str, unit: str) -> None:
    [quantity] = quantities(text)

    assert values.unit_of(quantity, text) == unit


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("built in 1789", True),
        ("from 1961 on", True),
        ("in 1793 after a close vote", True),
        ("1500 metres", False),
        ("1800 seats", False),
        ("2050", False),
        ("at 1000/s", False),
        ("789", False),
    ],
)
def test_a_year_is_told_from_a_number(text: str, *, year: bool) -> None:
    assert any(values.is_year(quantity, text) for quantity in quantities(text)) is year


@pytest.mark.parametrize(
    ("value", "unit", "in_vain"),
    [
        (12.0, "hour", 0.5),
        (30.0, "second", 31.0),
        (5.0, "", 2.5),
        (4.0, "KB", 5.0),
        (90.0, "%", 110.0),
        (0.5, "second", 0.52),
    ],
)
def test_other_values_are_such_as_people_state(value: float, unit: str, in_vain: float) -> None:
    found = values.others(value, unit, (), "a note", lambda _: True)

    assert len(found) >= values.WRONG
    assert value not in found
    assert in_vain not in found
    assert all(values.plausible(other, value) for other in found)


def test_other_values_fit() -> None:
    assert min(values.others(12, "hour", (), "a note", lambda other: other > 12)) > 12


def test_the_right_value_is_not_always_in_the_middle() -> None:
    places = {
        sorted([8.0, *values.others(8, "", (), f"note {i}", lambda _: True)[: values.WRONG]]).index(8)
        for i in range(40)
    }

    assert places == {0, 1, 2, 3}


def test_a_value_that_the_notes_state_of_something_else_is_one_of_the_others() -> None:
    assert 25 not in values.others(10, "day", (), "a note", lambda _: True)
    assert 25 in values.others(10, "day", (25.0,), "a note", lambda _: True)


def test_other_ranges_move_both_ends() -> None:
    found = values.other_ranges(3, 5, "hour", "a note")

    assert (4, 6) in found
    assert all(low < high and (low, high) != (3, 5) for low, high in found)


def test_statuses_of_the_same_hundred_come_first() -> None:
    assert {str(code)[0] for code in values.among(503, values.STATUSES, ())[:4]} == {"5"}


def test_years_of_the_notes_come_before_their_neighbours() -> None:
    found = values.near_years(1793, [1789, 1799, 1914], "a note", lambda year: year != 1791)

    assert {1789, 1799} & set(found[:3])
    assert 1914 not in found
    assert 1791 not in found
    assert 1793 not in found


def test_the_figures_of_a_text() -> None:
    assert values.figures("1,000 of 2.5 in 10s") == {"1000", "2.5", "10"}


def test_small_numbers_can_be_words() -> None:
    assert [values.in_words(value) for value in (2, 12, 13, 2.5)] == ["two", "twelve", "", ""]


def test_a_factor_brings_a_unit_to_its_base() -> None:
    assert values.factor_of("hour", Family.TIME) == 3600
    assert values.factor_of("%", Family.PERCENT) == 1
    assert values.factor_of("furlong", Family.LENGTH) == 0
