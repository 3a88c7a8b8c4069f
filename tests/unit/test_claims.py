"""Values as sentences claim them: which bound they are, and which contradict each other."""

from __future__ import annotations

import pytest

from knowledge.claims import Bound, Claim, bound_of, contradict, is_range, lists_several, stated
from knowledge.quantities import quantities


def claim(text: str, under: str = "", *names: str) -> Claim:
    return Claim(quantities(text)[0], frozenset(names), under)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("max size", Bound.MOST),
        ("up to 3 queues", Bound.MOST),
        ("the lowest latency", Bound.LEAST),
        ("30 s by default", Bound.DEFAULT),
        ("the default limit", Bound.MOST),
        ("the size", None),
    ],
)
def test_the_bound_that_a_text_speaks_of(text: str, expected: Bound | None) -> None:
    assert bound_of(text) is expected


@pytest.mark.parametrize(
    ("sentence", "bound", "expected"),
    [
        ("max 12 hours", Bound.MOST, 43_200),
        ("1 s to 20 s", Bound.MOST, 20),
        ("1 s to 20 s", Bound.LEAST, 1),
        ("4 days by default, at most 14 days", Bound.DEFAULT, 345_600),
        ("4 days", None, 345_600),
        ("max 12 hours", None, None),
        ("4 days or 5 days", None, None),
        ("4 days", Bound.MOST, None),
        ("4 days", Bound.DEFAULT, None),
        ("no value", Bound.MOST, None),
    ],
)
def test_the_value_that_a_sentence_states(sentence: str, bound: Bound | None, expected: float | None) -> None:
    found = stated(sentence, quantities(sentence), bound)
    assert (found.value if found else None) == expected


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        pytest.param(claim("12 hours", "a"), claim("10 hours", "b"), True, id="other values"),
        pytest.param(claim("12 hours", "a"), claim("720 minutes", "b"), False, id="the same in other units"),
        pytest.param(claim("1000 MB", "a"), claim("1024 MB", "b"), True, id="nearly the same"),
        pytest.param(claim("1000 MB", "a"), claim("1010 MB", "b"), False, id="a matter of rounding"),
        pytest.param(claim("12 hours", "a"), claim("12 KB", "b"), False, id="other families"),
        pytest.param(claim("3 MB/s", "a"), claim("5 MB", "b"), False, id="a rate and a size"),
        pytest.param(claim("12 hours", "a"), claim("10 hours", "a"), False, id="lines of one list"),
        pytest.param(
            claim("1 h", "a", "sqs"), claim("2 h", "b", "sns"), False, id="each names what the other does not"
        ),
        pytest.param(claim("1 h", "a", "sqs"), claim("2 h", "b"), True, id="one names more"),
    ],
)
def test_claims_that_cannot_both_hold(a: Claim, b: Claim, *, expected: bool) -> None:
    assert contradict(a, b) is expected
    assert contradict(b, a) is expected


@pytest.mark.parametrize(
    ("heading", "expected"),
    [
        ("SQS, SNS & Kinesis", True),
        ("EC2 and EBS", True),
        ("SQS vs. SNS", True),
        ("Kinesis", False),
        ("f(a, b)", False),
    ],
)
def test_headings_that_list_several_things(heading: str, *, expected: bool) -> None:
    assert lists_several(heading) is expected


def test_ranges() -> None:
    assert is_range("between 1 and 20 seconds")
    assert is_range("1–20 s")
    assert not is_range("1 s, then 20 s")
