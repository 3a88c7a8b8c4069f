"""Which questions are chosen: by topic, in turn, without a fact twice, what was not asked before first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import pytest

from knowledge.quiz.choosing import about, choose
from knowledge.quiz.model import Question, QuizKind

SQS = ("Amazon SQS", "Visibility timeout")
FIFO = ("Amazon SQS", "FIFO queues")
EDGE = ("CloudFront", "Functions at the edge")
CELLS = ("The cell", "Mitochondria")


def question(id_: str, topic: Sequence[str] = SQS, *, file: str = "a.md", fact: str = "", line: int = 1) -> Question:
    return Question(id_, QuizKind.GAP, "Which?", ("x", "y"), 0, "x", tuple(topic), file, line, line, fact=fact or id_)


def ids(found: Sequence[Question]) -> list[str]:
    return [question.id for question in found]


NOTES = (
    question("timeout", SQS, file="aws/messaging-choices.md"),
    question("fifo", FIFO, file="aws/messaging-choices.md"),
    question("edge", EDGE, file="aws/web.md"),
    question("atp", CELLS, file="biology.txt"),
)


@pytest.mark.parametrize(
    ("topic", "found"),
    [
        ("SQS", ["timeout", "fifo"]),
        ("sqs", ["timeout", "fifo"]),
        ("Amazon SQS", ["timeout", "fifo"]),
        ("visibility timeouts", ["timeout"]),
        ("the visibility timeout of SQS", ["timeout"]),
        ("SQS: Visibility timeout", ["timeout"]),
        ("timeout visibility", ["timeout"]),
        ("visiblity timout", ["timeout"]),
        ("queue", ["fifo"]),
        ("FIFO QUEUES", ["fifo"]),
        ("messaging", ["timeout", "fifo"]),
        ("messaging choice", ["timeout", "fifo"]),
        ("mesaging-choices", ["timeout", "fifo"]),
        ("aws", ["timeout", "fifo", "edge"]),
        ("biology", ["atp"]),
        ("mitochondria", ["atp"]),
        ("mitocondria", ["atp"]),
        ("cloudfront", ["edge"]),
        ("cloud front", ["edge"]),
        ("cludfront", ["edge"]),
        ("edge function", ["edge"]),
        ("sns", []),
        ("sqz", []),
        ("SQS edge", []),
        ("zebra", []),
        ("md", []),
        ("", []),
        ("  ", []),
        ("the", ["edge", "atp"]),
        ("?!", []),
        ("😀", []),
    ],
)
def test_a_topic_is_words_of_the_headings_or_of_the_name_of_the_file(topic: str, found: list[str]) -> None:
    assert ids(about(NOTES, topic)) == found
    assert sorted(ids(choose(NOTES, 10, topic=topic, seen={}, seed=1))) == sorted(found)


def test_without_a_topic_every_question_may_be_chosen() -> None:
    assert sorted(ids(choose(NOTES, 10, seen={}, seed=0))) == sorted(ids(NOTES))


@pytest.mark.parametrize("n", [0, -1])
def test_none_are_chosen_where_none_are_wanted(n: int) -> None:
    assert choose(NOTES, n, seen={}, seed=0) == ()
    assert choose((), 5, seen={}, seed=0) == ()


def test_two_ways_to_ask_one_fact_are_never_both_chosen() -> None:
    twice = [question("a", fact="same"), question("b", CELLS, fact="same"), question("c")]
    for seed in range(20):
        assert len(choose(twice, 3, seen={}, seed=seed)) == 2


def test_what_was_not_asked_comes_first_then_what_was_asked_longest_ago() -> None:
    questions = [question(name) for name in "abcdef"]
    assert ids(choose(questions, 6, seen={"a": 3, "b": 1, "c": 2, "d": 1.5}, seed=4))[2:] == ["b", "d", "c", "a"]


def test_files_then_headings_then_lines_take_turns() -> None:
    crowd = [question(f"sqs {i}", SQS, line=i // 2) for i in range(20)]
    others = [question("fifo", FIFO), question("cells", CELLS), question("elsewhere", CELLS, file="b.md")]
    for seed in range(10):
        chosen = choose([*crowd, *others], 13, seen={}, seed=seed)
        assert len({(q.file, q.topic[:1]) for q in chosen[:3]}) == 3
        assert len({(q.file, q.topic) for q in chosen[:4]}) == 4
        lines = Counter(q.start_line for q in chosen if q.topic == SQS)
        assert set(lines.values()) == {1}


def test_a_kind_does_not_crowd_out_the_others() -> None:
    many = [question(f"gap {i}", line=i) for i in range(40)]
    few = [
        replace(question(f"{kind} {i}", line=100 + i), kind=kind)
        for kind in (QuizKind.VALUE, QuizKind.ORDER)
        for i in range(20)
    ]
    for seed in range(10):
        kinds = Counter(q.kind for q in choose([*many, *few], 6, seen={}, seed=seed))
        assert len(kinds) == 3
        assert max(kinds.values()) <= 3


def test_another_seed_is_another_choice_and_the_order_of_the_questions_does_not_matter() -> None:
    questions = [question(f"q{i}", line=i) for i in range(30)]
    chosen = [ids(choose(questions, 5, seen={}, seed=seed)) for seed in range(10)]
    assert len({tuple(choice) for choice in chosen}) == 10
    assert [ids(choose(questions[::-1], 5, seen={}, seed=seed)) for seed in range(10)] == chosen


def test_shallow_places_are_not_preferred() -> None:
    questions = [question("shallow", (), file="a.md"), question("deep", ("A", "B", "C"), file="b.md")]
    firsts = {choose(questions, 1, seen={}, seed=seed)[0].id for seed in range(20)}
    assert firsts == {"shallow", "deep"}
