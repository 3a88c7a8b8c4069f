"""When two spellings are the same word, and what a compound is made of."""

from __future__ import annotations

import pytest

from knowledge.words import LONGEST_WORD, fold, scan, spellings, stem, terms_of, words_of


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("How long is the timeout?", ["How", "long", "is", "the", "timeout"]),
        ("Lambda@Edge, x-ray; TCP/IP", ["Lambda@Edge", "x-ray", "TCP/IP"]),
        ("s3:GetObject on arn:aws:s3", ["s3:GetObject", "on", "arn:aws:s3"]),
        ("10,240 MB, 1,2 and 3.5", ["10,240", "MB", "1", "2", "and", "3.5"]),
        ("C++ and C# and F#", ["C++", "and", "C#", "and", "F#"]),
        ("it’s `code` – “quoted”", ["it's", "code", "quoted"]),
        ("my_table __init__", ["my_table", "__init__"]),
        ("$5 or 5 $", ["$", "5", "or", "5", "$"]),
        ("co\u00adoperate zero\u200bwidth", ["cooperate", "zerowidth"]),
        ("naïve Größe 日本語 שלום", ["naïve", "Größe", "日本語", "שלום"]),
        ("... !!! --- ' \" 😀", []),
        ("", []),
    ],
)
def test_scan(text: str, expected: list[str]) -> None:
    """A text is taken apart into its words, compounds in one piece."""
    assert [word.surface for word in scan(text)] == expected


@pytest.mark.parametrize(
    ("surface", "expected"),
    [
        ("queue", ("queue",)),
        ("Queue", ("queue",)),
        ("EBS", ("ebs",)),
        ("EC2", ("ec2",)),
        ("Lambda@Edge", ("lambda", "edge", "lambdaedge")),
        ("PutMetricData", ("put", "metric", "data", "putmetricdata")),
        ("put-metric-data", ("put", "metric", "data", "putmetricdata")),
        ("my_table", ("my", "table", "mytable")),
        ("getHTTPResponse", ("get", "http", "response", "gethttpresponse")),
        ("DynamoDB", ("dynamo", "db", "dynamodb")),
        ("X-Ray", ("x", "ray", "xray")),
        ("256KB", ("256", "kb", "256kb")),
        ("3.5GB", ("3.5", "gb", "3.5gb")),
        ("10,240", ("10240",)),
        ("169.254.169.254", ("169.254.169.254",)),
        ("AES-256", ("aes", "256", "aes256")),
        ("SHA256", ("sha256",)),
        ("C++", ("c++",)),
        ("C#", ("c#",)),
        ("node.js", ("node", "js", "nodejs")),
        ("APIs", ("api",)),
        ("VPCs", ("vpc",)),
        ("Alice's", ("alice",)),
        ("users'", ("users",)),
        ("it's", ("it",)),
        ("Größe", ("grosse",)),
        ("ÅNGSTRÖM", ("angstrom",)),
        ("日本語", ("日", "本", "語")),
        ("한국어", ("한", "국", "어")),
        ("ガラス", ("ガ", "ラ", "ス")),
        ("__", ()),
        ("$", ()),
    ],
)
def test_spellings(surface: str, expected: tuple[str, ...]) -> None:
    """A written word stands for its parts, in lower case, and for the compound as a whole."""
    assert spellings(surface) == expected


def test_a_long_run_costs_no_more_than_a_word() -> None:
    """A hash or encoded data is cut short."""
    assert words_of("f" * 100_000) == ["f" * LONGEST_WORD]


def test_a_long_address_keeps_its_words() -> None:
    """Of an address, the last words are found as well as the first."""
    address = "https://docs.aws.amazon.com/streams/latest/dev/kinesis-record-processor-duplicates.html"
    assert {"https", "streams", "kinesis", "duplicates"} <= set(words_of(address))


@pytest.mark.parametrize("text", ["½", "\u2102", "ŀ"])
def test_letters_that_stand_for_others(text: str) -> None:
    """What a compatibility letter stands for is a term that the index does not split."""
    assert all(term.isalnum() and term == term.lower() for term in terms_of(text))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("timeout", "timeouts"),
        ("encrypt", "encrypted"),
        ("deploy", "deploying"),
        ("policy", "policies"),
        ("instance", "Instances"),
        ("Größe", "GRÖSSE"),
        ("naïve", "naive"),
        ("API", "APIs"),
        ("two", "2"),
        ("twelve", "12"),
        ("1,000", "1000"),
        ("user’s", "user's"),
        ("user's", "user"),
        ("putMetricData", "PUT-METRIC-DATA"),
        ("e\u0301tude", "étude"),
    ],
)
def test_same_terms(one: str, other: str) -> None:
    """Spellings of one word have the same terms."""
    assert terms_of(one) == terms_of(other) != []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("EBS", "EB"),  # the s of a short name is no plural
        ("SNS", "SQS"),
        ("C", "C++"),
        ("C++", "C#"),
        ("3.5", "35"),
        ("1.10", "1.1"),
        ("AES-256", "AES-128"),
        ("mitosis", "meiosis"),
        ("synchronous", "asynchronous"),
    ],
)
def test_different_terms(one: str, other: str) -> None:
    """Different words have different terms."""
    assert terms_of(one) != terms_of(other)


@pytest.mark.parametrize(
    ("compound", "apart"),
    [
        ("PutMetricData", "put metric data"),
        ("dead-letter", "dead letter"),
        ("cross-region", "cross region"),
        ("Lambda@Edge", "lambda edge"),
        ("256KB", "256 KB"),
    ],
)
def test_compounds_meet_their_parts(compound: str, apart: str) -> None:
    """A compound is found by its parts written as words of their own, and by all of them written together."""
    assert set(terms_of(apart)) < set(terms_of(compound))
    assert set(terms_of(apart.replace(" ", ""))) <= set(terms_of(compound))


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("encrypted", "encrypt"),
        ("sqs", "sqs"),
        ("ebs", "ebs"),
        ("seven", "7"),
        ("one", "one"),  # "one" is seldom a number: "which one"
        ("c++", "cplusplus"),
        ("c#", "csharp"),
        ("3.5", "3d5"),
        ("schlüssel", "schlüssel"),
    ],
)
def test_stem(word: str, expected: str) -> None:
    """English words become their stem; abbreviations, names with signs and other languages keep their form."""
    assert stem(word) == expected


@pytest.mark.parametrize(
    ("word", "expected"), [("ABC", "abc"), ("Straße", "strasse"), ("ÉTÉ", "ete"), ("Ωmega", "ωmega")]
)
def test_fold(word: str, expected: str) -> None:
    """Case and accents make no difference."""
    assert fold(word) == expected
