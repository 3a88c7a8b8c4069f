"""Hostile questions and meagre notes: a plain answer or a plain "not in the notes", never an exception."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.model import Answer

ROOT = Path(__file__).parents[2]

HOSTILE = {
    "empty": "",
    "blank": " \t\r\n\u00a0\u2003",
    "long": "what is the maximum message size " * 3_031,
    "one long word": "x" * 100_000,
    "many different words": " ".join(f"word{n} queue{n}" for n in range(8_000))[:100_000],
    "slips of long words": "visibiliyt tiemout concurrancy idempotancy " * 2_000,
    "digits": "1234567890" * 10_000,
    "opening brackets": "(" * 100_000,
    "quotes": '"' * 100_000,
    "emoji": "😀🎉👩‍👩‍👧🏳️‍🌈🇩🇪" * 200,
    "right to left": "ما هو الحد الأقصى لحجم الرسالة שלום עולם",
    "right to left override": "\u202etuoemit ytilibisiv\u202c sqs",
    "zero width": "s\u200bq\u200bs \u200c\u200d\ufeff max\u00ad message\u2060 size",
    "only zero width": "\u200b\u200c\u200d\u2060\ufeff",
    "combining": "Z̸̢͎a̵̛͎l̶̡̛g̷͙̈o̴̢" * 100,
    "lone surrogate": "sqs \ud800 queue \udfff",
    "nul": "sqs\0queue \0\0",
    "controls": "".join(map(chr, range(32))) + "\x7f\x85\u2028\u2029",
    "cjk": "最大メッセージサイズは何ですか 한국어 질문",
    "quote": '"',
    "star": "*",
    "minus": "-",
    "colon": ":",
    "caret": "^sqs",
    "near": "NEAR(",
    "near of words": "NEAR(sqs queue, 2)",
    "operators": "sqs AND OR NOT queue",
    "column filter": "own : sqs",
    "column set": "{own above} : sqs",
    "prefix search": "que* OR mess*",
    "unbalanced": 'sqs "queue AND (message',
    "sql": "'; DROP TABLE block; --",
    "sql union": "x' UNION SELECT text FROM file --",
    "sql comment": "/* sqs */ -- queue",
    "like": "%_%",
    "path": "../../etc/passwd",
    "markdown": "# **sqs** | `queue` | [a](b) ![c](d) <br>",
    "html": "<script>alert('sqs')</script>",
    "mention": "@everyone <@123456789> sqs",
    "format": "{0} %s %(x)s ${HOME} {{sqs}}",
    "regex": r"(a+)+$ [sqs] \d+ \\ .*",
    "how many": "how many " * 2_000,
    "vs": "vs " * 3_000,
    "numbers with units": "10 GB 5 minutes $3 20% " * 500,
}


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """The notes that the project ships."""
    with KnowledgeBase(ROOT / "notes", tmp_path_factory.mktemp("starter")) as base:
        base.refresh()
        yield base


@pytest.fixture
def base_of(tmp_path: Path) -> Iterator[Callable[[str], KnowledgeBase]]:
    """A knowledge base over one file with this text."""
    bases: list[KnowledgeBase] = []

    def make(text: str) -> KnowledgeBase:
        notes = tmp_path / "notes"
        notes.mkdir()
        (notes / "only.md").write_text(text, encoding="utf-8")
        bases.append(KnowledgeBase(notes, tmp_path / "data"))
        bases[-1].refresh()
        return bases[-1]

    yield make
    for base in bases:
        base.close()


def check_sensible(answer: Answer) -> None:
    assert len(answer.answer) <= 600
    assert answer.answered == bool(answer.answer)
    assert len(answer.passages) <= 10
    assert 0 <= answer.confidence <= 1


@pytest.mark.parametrize("question", HOSTILE.values(), ids=HOSTILE)
def test_hostile_question(starter: KnowledgeBase, question: str) -> None:
    """Whatever is typed is a question: it is answered or declined, and a search for it finds something or nothing."""
    check_sensible(starter.ask(question))
    assert len(starter.search(question)) <= 10


@pytest.mark.parametrize(
    "name", ["empty", "blank", "emoji", "only zero width", "quote", "star", "minus", "colon", "like"]
)
def test_nothing_asked(starter: KnowledgeBase, name: str) -> None:
    """A question without a word is not answered by anything."""
    answer = starter.ask(HOSTILE[name])
    assert (answer.answered, answer.answer, answer.passages) == (False, "", ())


def test_nothing_was_harmed(starter: KnowledgeBase) -> None:
    """After all hostile questions the notes still answer as before."""
    question = "what is the maximum message size of sqs"
    before = starter.ask(question)
    assert before.answered
    for hostile in HOSTILE.values():
        starter.ask(hostile[:200])
    assert starter.ask(question) == before


@pytest.mark.parametrize(
    "decorated",
    [
        '"what" is the maximum message size of sqs',
        "what is the maximum message size of sqs???!!!",
        "what is the *maximum* message size of `sqs`",
        "what is the maximum message size of sqs 😀",
        "-what is the maximum: message size of sqs;",
        "\u200bwhat is the maxi\u00admum message size of s\u200bqs",
        "WHAT IS THE MAXIMUM MESSAGE SIZE OF SQS",
        "what is the maximum\nmessage size\tof   sqs",
    ],
)
def test_marks_do_not_matter(starter: KnowledgeBase, decorated: str) -> None:
    """Signs, emoji and invisible characters around the words change nothing."""
    plain = starter.ask("what is the maximum message size of sqs")
    assert "256 KB" in plain.answer
    assert starter.ask(decorated).answer == plain.answer


@pytest.mark.parametrize("question", ["# of messages per sqs receive call", "sqs " * 2_000])
def test_question_is_repeated_as_asked(starter: KnowledgeBase, question: str) -> None:
    """An answer names the question that it answers, as it was asked."""
    assert starter.ask(question).question == question


def test_unknown_scope(starter: KnowledgeBase) -> None:
    """Someone whose scope has no notes, or who has no scope at all, is told nothing."""
    for scopes in (("nobody",), ('x" OR scope : "shared',), ("",), ()):
        answer = starter.ask("what is the maximum message size of sqs", scopes)
        assert (answer.answered, answer.passages) == (False, ())
        assert starter.topics(scopes) == ()


MEAGRE = {
    "empty file": "",
    "blank lines": "\n\n \n",
    "front matter only": "---\ntitle: x\n---\n",
    "rule only": "---\n",
    "heading only": "# Pulsar\n",
    "empty heading": "#\n",
    "table head only": "| Pulsar | Period |\n| --- | --- |\n",
    "code only": "```\npulsar --period\n```\n",
    "one word": "pulsar",
    "signs": "*** !!! ???\n\n😀\n",
}


@pytest.mark.parametrize("text", MEAGRE.values(), ids=MEAGRE)
@pytest.mark.parametrize(
    "question", ["what is a pulsar", "pulsar period", "how long is the period", "", "pulsar vs quasar"]
)
def test_meagre_notes(base_of: Callable[[str], KnowledgeBase], text: str, question: str) -> None:
    """Notes that say next to nothing are asked, searched and browsed like any others."""
    base = base_of(text)
    check_sensible(base.ask(question))
    assert all(passage.start_line >= 1 for passage in base.search(question))
    assert all(topic.line >= 1 for topic in base.topics())


@pytest.mark.parametrize("text", [MEAGRE["empty file"], MEAGRE["blank lines"], MEAGRE["rule only"]])
def test_no_notes_no_answer(base_of: Callable[[str], KnowledgeBase], text: str) -> None:
    """Where there is nothing to read, nothing is answered, found or listed."""
    base = base_of(text)
    answer = base.ask("what is a pulsar")
    assert (answer.answered, answer.answer, answer.passages, answer.suggestions) == (False, "", (), ())
    assert base.search("pulsar") == ()
    assert base.topics() == ()


def test_notes_without_headings(base_of: Callable[[str], KnowledgeBase]) -> None:
    """Notes need no headings to be answered from."""
    base = base_of(
        "A pulsar is a neutron star that spins.\n\nA quasar is a bright galaxy core.\n\n- Period: 3 seconds\n"
    )
    answer = base.ask("what is a pulsar")
    assert answer.answered
    assert "A pulsar is a neutron star that spins." in answer.answer
    assert (answer.passages[0].file, answer.passages[0].start_line) == ("only.md", 1)
    assert answer.passages[0].heading == ()
    assert base.topics() == ()


def test_one_heading_only(base_of: Callable[[str], KnowledgeBase]) -> None:
    """A heading with nothing below it can be found, and is a topic."""
    base = base_of("# Pulsar\n")
    assert [topic.path for topic in base.topics()] == [("Pulsar",)]
    assert [(p.start_line, p.end_line, p.heading) for p in base.search("pulsar")] == [(1, 1, ("Pulsar",))]
    assert base.ask("pulsar").answer in {"", "Pulsar"}
