"""Which word a student meant: slips, short forms, and words that are not to be corrected."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.spelling import corrections, english_frequency, expansions, informativeness, variants

VOCABULARY = """visibility timeout retention throughput message queue lambda function encryption capacity value price
provisioned table header synchronous typical direct symmetric ordered dynamodb cloudformation kinesis partition
permission policy resource sns sqs iam ebs mitosis meiosis definition retry limit batch 256 t2""".split()
COUNTS = [5] * len(VOCABULARY)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("visibilty", "visibility"),
        ("visiblity", "visibility"),
        ("visability", "visibility"),
        ("timout", "timeout"),
        ("tiemout", "timeout"),
        ("retension", "retention"),
        ("throughtput", "throughput"),
        ("trhoughput", "throughput"),
        ("mesage", "message"),
        ("queu", "queue"),
        ("lamda", "lambda"),
        ("fucntion", "function"),
        ("encription", "encryption"),
        ("capcity", "capacity"),
        ("dynmodb", "dynamodb"),
        ("cloudfromation", "cloudformation"),
        ("kenesis", "kinesis"),
        ("permision", "permission"),
        ("polcy", "policy"),
        ("meosis", "meiosis"),
        ("mitosys", "mitosis"),
        ("symetric", "symmetric"),
        ("lmit", "limit"),
    ],
)
def test_slips_are_corrected(typed: str, meant: str) -> None:
    """A slip is corrected to the word of the notes that was meant, and to no other."""
    assert [word for word, _ in corrections(typed, VOCABULARY, COUNTS)] == [meant]


@pytest.mark.parametrize("typed", ["rice", "dynamo", "able", "bench", "found", "direction", "tale"])
def test_english_words_are_not_corrected(typed: str) -> None:
    """A well-known English word was meant as it stands, whatever the notes know: "rice" is not "price"."""
    assert corrections(typed, VOCABULARY, COUNTS) == []


@pytest.mark.parametrize("typed", ["sqa", "snss", "ib", "q", "", "512", "t3", "a1b2c3", "日本語", "😀", "xyzzyxyz"])
def test_what_has_no_correction(typed: str) -> None:
    """Short names have too many neighbours, and numbers, other scripts and mere letters none."""
    assert corrections(typed, VOCABULARY, COUNTS) == []


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("asynchronous", "synchronous"),
        ("atypical", "typical"),
        ("indirect", "direct"),
        ("unordered", "ordered"),
        ("unprovisioned", "provisioned"),
        ("nonvirulent", "virulent"),
        ("disallowed", "allowed"),
        ("illegible", "legible"),
        ("immutable", "mutable"),
        ("irreducible", "reducible"),
        ("deactivated", "activated"),
    ],
)
def test_opposites_are_no_corrections(typed: str, known: str) -> None:
    """A prefix that turns the meaning round is no slip, in neither direction, however often the other word occurs."""
    assert corrections(typed, [known], [10_000]) == []
    assert corrections(known, [typed], [10_000]) == []
    assert variants(typed, [known]) == variants(known, [typed]) == []


@pytest.mark.parametrize(("typed", "known"), [("asynchronus", "synchronous"), ("asymetric", "symmetric")])
def test_misspelt_opposites_are_no_corrections(typed: str, known: str) -> None:
    """A misspelt word is not corrected to its opposite, where the notes know only that."""
    assert corrections(typed, [known], [10_000]) == []


def test_the_likelier_correction_is_first() -> None:
    """The fewer slips the better, then the word that occurs more often; all are likelihoods."""
    found = corrections("partiton", ["partitions", "partition"], [1, 1])
    assert found[0][0] == "partition"
    found = corrections("mitasis", ["metasis", "mitosis"], [1, 1_000])
    assert found[0][0] == "mitosis"
    assert all(0 < likely < 1 for _, likely in found)


def test_corrections_are_few() -> None:
    """No more corrections are given than were asked for."""
    neighbours = [f"cloudform{letter}tion" for letter in "bcdefghijk"]
    assert len(corrections("cloudformxtion", neighbours, most=2)) == 2


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("val", "value"),
        ("hdr", "header"),
        ("perm", "permission"),
        ("msg", "message"),
        ("func", "function"),
        ("tbl", "table"),
    ],
)
def test_short_forms(typed: str, meant: str) -> None:
    """A short form is the beginning of a word, or its first letter and consonants."""
    assert expansions(typed, VOCABULARY, COUNTS)[0][0] == meant


@pytest.mark.parametrize("typed", ["the", "in", "s", "", "timeouts", "x1y", "zzz", "lam bda"])
def test_what_is_no_short_form(typed: str) -> None:
    """Common words, single letters, long words and what fits no word are short for nothing."""
    assert expansions(typed, VOCABULARY, COUNTS) == []


def test_a_word_that_occurs_once_has_no_short_form() -> None:
    """Nobody abbreviates a word that the notes use but once."""
    assert expansions("perm", ["permission"], [1]) == []
    assert expansions("perm", ["permission"], [2]) != []


def test_slips_in_the_notes() -> None:
    """A word is also found where the notes themselves misspell it; proper words beside it are other words."""
    assert variants("definitions", ["definations", "definition", "definitions", "defections"]) == ["definations"]


def test_english_frequencies() -> None:
    """The dictionary knows English words from what is none."""
    assert english_frequency("the") > english_frequency("queue") > 0
    assert english_frequency("xyzzyxyz") == 0


def test_informativeness() -> None:
    """The rarer a word in English, the more it says; a name says most."""
    assert 0.2 <= informativeness("the") < informativeness("queue") < informativeness("cloudformation") == 1.0


@given(st.text(max_size=30), st.lists(st.text(min_size=1, max_size=15), max_size=8))
def test_any_text_can_be_judged(word: str, spellings: list[str]) -> None:
    """Whatever was typed and whatever the notes know, only words of the notes are offered, each once."""
    counts = [2] * len(spellings)
    distinct = list(dict.fromkeys(spellings))
    for found in (corrections(word, distinct), expansions(word, spellings, counts)):
        assert all(spelling in spellings and 0 < likely <= 1 for spelling, likely in found)
    offered = [spelling for spelling, _ in corrections(word, distinct)]
    assert len(offered) == len(set(offered))
    assert set(variants(word, spellings)) <= set(spellings) - {word}
