"""Question sets: what counts as right, as found, as declined; and what is said about a set that cannot be used."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from knowledge.evaluation import (
    Case,
    Evidence,
    Figures,
    Grouping,
    first_hit,
    is_met,
    is_right,
    load_cases,
    misses,
    normalised,
    score,
    score_by,
)
from knowledge.files import NotesError
from knowledge.model import Answer, Passage

LINE = {
    "id": "q1",
    "question": "what is the max timeout",
    "style": "plain",
    "type": "value",
    "gold": [["12 hours"]],
    "evidence": [{"file": "sqs.md", "start": 3, "end": 4}],
    "answerable": True,
}
OFF = {**LINE, "id": "off-1", "gold": [], "evidence": [], "answerable": False}


def case(
    *gold: tuple[str, ...],
    name: str = "q",
    style: str = "plain",
    evidence: tuple[Evidence, ...] = (Evidence("sqs.md", 3, 4),),
) -> Case:
    return Case(name, "what?", style, "value", gold or (("12 hours",),), evidence, answerable=True)


def off(name: str = "off", style: str = "plain") -> Case:
    return Case(name, "what?", style, "value", (), (), answerable=False)


def answer(text: str, *places: tuple[str, int, int]) -> Answer:
    passages = tuple(Passage(file, start, end, (), "") for file, start, end in places)
    return Answer("what?", answered=bool(text), answer=text, confidence=0.5, passages=passages)


DECLINED = answer("")


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        pytest.param("Max **12 Hours**", "max 12 hours", id="marks and case"),
        pytest.param(" a \n\t b  ", "a b", id="white space"),
        pytest.param("| `x_y` | > z \\| # h |", "xy z h", id="table, code, quote, heading"),
        pytest.param("STRASSE straße", "strasse strasse", id="case folding, not lower case"),
        pytest.param("***", "", id="nothing but marks"),
    ],
)
def test_texts_are_compared_without_marks_case_and_spacing(text: str, compared: str) -> None:
    assert normalised(text) == compared


@pytest.mark.parametrize(
    ("gold", "text", "right"),
    [
        pytest.param((("12 hours",),), "The maximum is **12  Hours**.", True, id="inside the answer"),
        pytest.param((("12 hours", "30 s"),), "default 30 s, max 12 hours", True, id="all strings of an alternative"),
        pytest.param((("12 hours", "30 s"),), "max 12 hours", False, id="only one string of an alternative"),
        pytest.param((("12 hours",), ("12h",)), "max 12h", True, id="the second alternative"),
        pytest.param((("12 hours",),), "", False, id="declined"),
        pytest.param((("12 hours",),), "12 hours" + "." * 592, True, id="600 characters"),
        pytest.param((("12 hours",),), "12 hours" + "." * 593, False, id="601 characters"),
    ],
)
def test_an_answer_is_right_when_it_holds_one_alternative_and_is_short_enough(
    gold: tuple[tuple[str, ...], ...],
    text: str,
    right: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert is_right(case(*gold), answer(text)) is right


def test_text_in_an_answer_that_was_declined_is_never_right() -> None:
    assert not is_right(case(("12 hours",)), Answer("what?", answered=False, answer="12 hours", confidence=0.1))


@pytest.mark.parametrize(
    ("places", "rank"),
    [
        pytest.param([("sqs.md", 3, 4)], 1, id="the same lines"),
        pytest.param([("sqs.md", 1, 3)], 1, id="one line in common at the beginning"),
        pytest.param([("sqs.md", 4, 9)], 1, id="one line in common at the end"),
        pytest.param([("sqs.md", 1, 2), ("sqs.md", 5, 5)], None, id="neighbouring lines only"),
        pytest.param([("sns.md", 3, 4), ("sqs.md", 4, 4)], 2, id="another file first"),
        pytest.param([("messaging/sqs.md", 3, 3)], 1, id="in a folder"),
        pytest.param([("sns.md", 3, 4)] * 10 + [("sqs.md", 3, 4)], None, id="eleventh"),
        pytest.param([], None, id="no passages"),
    ],
)
def test_the_first_hit_is_the_first_passage_that_shares_a_line_with_the_evidence(
    places: list[tuple[str, int, int]], rank: int | None
) -> None:
    assert first_hit(case(), answer("x", *places)) == rank


def test_evidence_may_name_a_file_with_its_folder() -> None:
    named = case(evidence=(Evidence("messaging/sqs.md", 3, 4),))
    assert first_hit(named, answer("x", ("messaging/sqs.md", 3, 3))) == 1
    assert first_hit(named, answer("x", ("sqs.md", 3, 3))) is None


def test_figures_are_shares_of_the_questions_that_they_concern() -> None:
    pairs = [
        (case(name="a"), answer("12 hours", ("sqs.md", 3, 3))),
        (case(name="b"), answer("3 hours", ("sns.md", 3, 3), ("sqs.md", 3, 3))),
        (case(name="c"), answer("", ("sns.md", 1, 1), ("sns.md", 2, 2), ("sns.md", 3, 3), ("sqs.md", 4, 4))),
        (case(name="d"), DECLINED),
        (off("e"), DECLINED),
        (off("f"), answer("12 hours", ("sqs.md", 3, 3))),
        (off("g"), DECLINED),
    ]
    assert score(pairs) == Figures(
        asked=4,
        right=25.0,
        hit_at=((1, 25.0), (3, 50.0), (5, 75.0)),
        mean_reciprocal_rank=100 * (1 + 1 / 2 + 1 / 4) / 4,
        silent=50.0,
        wrong=25.0,
        off=3,
        declined=100 * 2 / 3,
    )


def test_figures_that_concern_no_question_are_not_reported() -> None:
    assert score([]).named() == ()
    assert [name for name, _ in score([(off(), DECLINED)]).named()] == ["off", "declined"]
    names = [name for name, _ in score([(case(), DECLINED)]).named()]
    assert names == ["n", "right", "hit@1", "hit@3", "hit@5", "mrr@10", "silent", "wrong"]


def test_figures_can_be_told_apart_by_style_type_and_file() -> None:
    pairs = [
        (case(style="typo"), answer("12 hours")),
        (case(style="plain"), DECLINED),
        (off(style="typo"), DECLINED),
    ]
    assert {name: (found.asked, found.off) for name, found in score_by(pairs, Grouping.STYLE).items()} == {
        "plain": (1, 0),
        "typo": (1, 1),
    }
    assert list(score_by(pairs, Grouping.TYPE)) == ["value"]
    by_file = score_by(pairs, Grouping.FILE)
    assert {name: found.asked + found.off for name, found in by_file.items()} == {"-": 1, "sqs.md": 2}


def test_misses_are_the_first_questions_that_did_not_get_what_they_deserve() -> None:
    wrong, declined, told = case(name="wrong"), case(name="declined"), off("told")
    pairs = [
        (case(name="right"), answer("12 hours")),
        (wrong, answer("3 hours")),
        (off("silent"), DECLINED),
        (declined, DECLINED),
        (told, answer("12 hours")),
    ]
    assert [missed.id for missed, _ in misses(pairs, 10)] == ["wrong", "declined", "told"]
    assert [missed.id for missed, _ in misses(pairs, 2)] == ["wrong", "declined"]
    assert misses(pairs, 0) == []
    assert is_met(*pairs[0])


def test_a_set_is_read_with_blank_lines_a_byte_order_mark_and_windows_line_ends(tmp_path: Path) -> None:
    path = tmp_path / "set.jsonl"
    path.write_bytes(b"\xef\xbb\xbf" + json.dumps(LINE).encode() + b"\r\n\r\n" + json.dumps(OFF).encode())
    first, second = load_cases(path)
    assert first == Case(
        "q1",
        "what is the max timeout",
        "plain",
        "value",
        (("12 hours",),),
        (Evidence("sqs.md", 3, 4),),
        answerable=True,
    )
    assert not second.answerable


def without(name: str) -> str:
    return json.dumps({key: value for key, value in LINE.items() if key != name})


def having(**fields: object) -> str:
    return json.dumps({**LINE, **fields})


@pytest.mark.parametrize(
    ("line", "said"),
    [
        pytest.param("{", "it is not valid JSON", id="broken"),
        pytest.param("[" * 100_000, "it is not valid JSON", id="nested without end"),
        pytest.param("[]", "it is not a JSON object", id="list"),
        pytest.param(without("question"), '"question" is missing', id="no question"),
        pytest.param(without("evidence"), '"evidence" is missing', id="no evidence"),
        pytest.param(having(question=3), '"question" is not a text', id="question of another kind"),
        pytest.param(having(answerable="yes"), '"answerable" is not true or false', id="answerable of another kind"),
        pytest.param(having(gold=["12 hours"]), '"gold" is not a list of lists', id="gold is a flat list"),
        pytest.param(having(gold=[[]]), '"gold" is not a list of lists', id="an alternative that is always right"),
        pytest.param(having(gold=[]), '"gold" is empty', id="nothing can be right"),
        pytest.param(having(evidence=[{"start": 1, "end": 1}]), 'needs a "file"', id="evidence without a file"),
        pytest.param(having(evidence=[{"file": "a", "start": 0, "end": 1}]), "counted from 1", id="line 0"),
        pytest.param(having(evidence=[{"file": "a", "start": 3, "end": 2}]), "counted from 1", id="end before start"),
        pytest.param(having(evidence=[{"file": "a", "start": True, "end": 2}]), "counted from 1", id="not a number"),
        pytest.param(json.dumps(LINE), 'the id "q1" is that of line 1', id="the same id twice"),
    ],
)
def test_a_bad_line_is_refused_with_its_number_and_what_is_wrong(tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "set.jsonl"
    path.write_text(f"{json.dumps(LINE)}\n\n{line}\n", encoding="utf-8")
    with pytest.raises(NotesError) as caught:
        load_cases(path)
    assert str(caught.value).startswith(f"{path}, line 3: ")
    assert said in str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "cannot be read", id="missing"),
        pytest.param(b"", "There are no questions", id="empty"),
        pytest.param(b"\n \n", "There are no questions", id="blank"),
        pytest.param(b"\xff\xff\n", "save the file as UTF-8", id="not text"),
    ],
)
def test_a_set_without_questions_is_refused_in_one_sentence(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "set.jsonl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(NotesError, match=said):
        load_cases(path)
