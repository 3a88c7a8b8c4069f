"""Laws that hold for every note and every question: nothing raises, nothing is made up, and what is there is found."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.model import Answer, Passage, Side
from knowledge.reader import read_note, split_lines

WORDS = """mirror lens comet orbit probe antenna signal delay maximum default hours minutes colour dust ring moon crater
    Mars Venus Voyager Kepler NASA XMM cools turns sends between after because not""".split()
VALUES = ["5 minutes", "40 hours", "2 GB", "10,240 MB", "15 %", "$3", "120,000", "7"]
ASKED = [
    "what is the",
    "how long is the",
    "how many",
    "which",
    "difference between",
    "why does the",
    "list the",
    "is the",
]
UNIQUE = "zephyr quartz obelisk juniper walnut falcon meadow anchor violin lantern thistle canyon".split()

word = st.sampled_from(WORDS)
sentence = st.lists(word, min_size=1, max_size=8).map(" ".join)
value = st.tuples(sentence, st.sampled_from(VALUES))
block = st.one_of(
    st.tuples(st.sampled_from("# ## ### ####".split()), sentence).map(" ".join),
    sentence.map(lambda text: f"{text.capitalize()}."),
    sentence.map(lambda text: f"What is {text}?"),
    st.lists(sentence, min_size=1, max_size=4).map(lambda items: "\n".join(f"- {item}" for item in items)),
    value.map(lambda pair: f"- {pair[0]}: {pair[1]}"),
    st.tuples(word, sentence).map(lambda pair: f"- **{pair[0]}**: {pair[1]}"),
    st.lists(value, min_size=1, max_size=3).map(
        lambda rows: "| Thing | Value |\n| --- | --- |\n" + "\n".join(f"| {a} | {b} |" for a, b in rows)
    ),
    sentence.map(lambda text: f"```\n{text}\n```"),
    st.lists(sentence, min_size=12, max_size=30).map(lambda many: ". ".join(s.capitalize() for s in many) + "."),
    st.lists(sentence, min_size=20, max_size=40).map(" ".join),
    st.text(max_size=40),
)
note = st.lists(block, max_size=10).map("\n\n".join)
question = st.one_of(
    st.tuples(st.sampled_from(ASKED), sentence).map(" ".join),
    st.tuples(word, st.just("vs"), word).map(" ".join),
    st.lists(st.sampled_from([*WORDS, "mirrr", "antena", "Zwieblix", '"', "*", "NEAR(", "-", ":"]), max_size=12).map(
        " ".join
    ),
    st.text(max_size=60),
)


@contextmanager
def base_of(*notes: str) -> Iterator[KnowledgeBase]:
    """A knowledge base over notes that are given as text, in the files 0.md, 1.md and so on."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "notes").mkdir()
        for number, text in enumerate(notes):
            (folder / "notes" / f"{number}.md").write_bytes(text.encode())
        with KnowledgeBase(folder / "notes", folder / "data") as base:
            base.refresh()
            yield base


def check_contract(answer: Answer, notes: list[str]) -> None:
    assert len(answer.answer) <= 600
    assert answer.answered == bool(answer.answer)
    assert 0 <= answer.confidence <= 1
    assert len(answer.passages) <= 10
    assert not (answer.answered and answer.suggestions)
    assert answer.answer == "\n".join(quote.text for quote in answer.quotes)
    places: list[Passage | Side] = [*answer.passages, *answer.quotes]
    places += [side for disagreement in answer.disagreements for side in disagreement.sides]
    for place in places:
        lines = split_lines(notes[int(place.file.removesuffix(".md"))])
        assert 1 <= place.start_line <= place.end_line <= len(lines)
    for passage in answer.passages:
        assert passage.text
    scores = [passage.score for passage in answer.passages if passage not in answer.quotes]
    assert scores == sorted(scores, reverse=True)


@settings(max_examples=14)
@given(notes=st.lists(note, min_size=1, max_size=3), questions=st.lists(question, min_size=1, max_size=6))
def test_every_answer_keeps_the_contract(notes: list[str], questions: list[str]) -> None:
    """No question of any notes raises; an answer is short, made of its quotes, and its places exist."""
    with base_of(*notes) as base:
        for text in questions:
            answer = base.ask(text)
            assert answer.question == text
            check_contract(answer, notes)


@settings(max_examples=10)
@given(notes=st.lists(note, min_size=1, max_size=2), questions=st.lists(question, min_size=1, max_size=6))
def test_answers_are_made_of_the_notes(notes: list[str], questions: list[str]) -> None:
    """Every line of an answer stands in the plain text of the notes."""
    plain = [part for text in notes for block in read_note(text).blocks for part in block.text.split("\n")]
    with base_of(*notes) as base:
        for text in questions:
            for line in base.ask(text).answer.split("\n"):
                assert any(line.removesuffix("…").strip() in part for part in plain) or not line


@settings(max_examples=8)
@given(notes=st.lists(note, min_size=1, max_size=2), questions=st.lists(question, min_size=1, max_size=4))
def test_the_same_question_gets_the_same_answer(notes: list[str], questions: list[str]) -> None:
    """Nothing depends on chance, on what was asked before, or on when the notes were read."""
    with base_of(*notes) as first, base_of(*notes) as second:
        before = [first.ask(text) for text in questions]
        assert [first.ask(text) for text in reversed(questions)] == before[::-1]
        assert [second.ask(text) for text in questions] == before


@settings(max_examples=14)
@given(
    notes=st.lists(st.lists(block, max_size=8), min_size=1, max_size=2),
    line=st.permutations(UNIQUE).flatmap(lambda words: st.integers(4, 9).map(lambda n: " ".join(words[:n]))),
    form=st.sampled_from(["{}.", "- {}", "## {}", "- **{}**", "> {}"]),
    place=st.integers(0, 8),
)
def test_a_line_is_found_by_its_own_words(notes: list[list[str]], line: str, form: str, place: int) -> None:
    """Who asks with the exact words of a line that is like no other finds it among the passages."""
    blocks = [text for text in notes[0] if "`" not in text and "~" not in text and "<" not in text and "\0" not in text]
    blocks.insert(place, form.format(line))
    first = "\n\n".join(blocks)
    number = next(n for n, text in enumerate(split_lines(first), start=1) if line in text)
    with base_of(first, *("\n\n".join(rest) for rest in notes[1:])) as base:
        found = base.ask(line).passages
    assert any(p.file == "0.md" and p.start_line <= number <= p.end_line for p in found) or any(
        p.file == "0.md" and line in p.heading for p in found
    )
