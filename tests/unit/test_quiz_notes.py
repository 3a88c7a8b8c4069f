"""The questions that real notes give: every rule kept, enough of them, and ids that last as long as their lines.

The floors guard against regressions; they are about a tenth below what the notes gave when they were set.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from knowledge import lexicon
from knowledge.base import KnowledgeBase
from knowledge.index import FILE_NAME
from knowledge.model import Block
from knowledge.quiz.generate import make_questions
from knowledge.quiz.grading import cards, grade
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook
from knowledge.quiz.rules import violations, violations_together
from knowledge.reader import read_note
from knowledge.words import words_of

ROOT = Path(__file__).parents[2]
SUBJECTS = ROOT / "tests" / "data" / "subjects"
FLOORS = {ROOT / "notes": 660, SUBJECTS / "biology": 155, SUBJECTS / "history": 104, SUBJECTS / "python": 26}
ENOUGH = 60
"""Questions from which on shares of them say something."""


@dataclass(frozen=True, slots=True)
class Made:
    """Notes by their path, and the questions that they gave."""

    notes: Mapping[str, str]
    questions: tuple[Question, ...]
    floor: int


def make(notes: Mapping[str, str], seed: int = 0) -> tuple[Question, ...]:
    return make_questions(Notebook(notes.items(), lexicon.shipped()), seed)


@pytest.fixture(scope="module", params=FLOORS, ids=lambda folder: folder.name)
def made(request: pytest.FixtureRequest) -> Made:
    """The questions of the shipped notes, and of three other subjects."""
    folder: Path = request.param
    notes = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.md"))}
    return Made(notes, make(notes), FLOORS[folder])


@pytest.fixture(scope="module")
def biology() -> Mapping[str, str]:
    """Two notes, which are quick to make questions of."""
    return {path.name: path.read_text(encoding="utf-8") for path in sorted((SUBJECTS / "biology").glob("*.md"))}


def test_every_question_keeps_every_rule(made: Made) -> None:
    assert {q.prompt: violations(q) for q in made.questions if violations(q)} == {}
    assert violations_together(made.questions) == ()


def test_there_are_enough_from_every_file(made: Made) -> None:
    assert len(made.questions) >= made.floor
    about_notes = {"README.md"}  # it tells of the folder, and of no subject
    assert {question.file for question in made.questions} >= set(made.notes) - about_notes


def test_the_place_is_a_line_of_the_file_and_the_explanation_what_it_says(made: Made) -> None:
    blocks = {path: read_note(text).blocks for path, text in made.notes.items()}
    for question in made.questions:
        at = {(b.start, b.end): i for i, b in enumerate(blocks[question.file])}[question.start_line, question.end_line]
        block = blocks[question.file][at]
        if question.kind in {QuizKind.BELONGS, QuizKind.ORDER}:
            assert _is_within(question.explanation, _with_its_list(block, at, blocks[question.file])), question
        else:
            assert question.explanation == block.text


def _with_its_list(block: Block, at: int, blocks: tuple[Block, ...]) -> str:
    """What a line of a list says, with the line above the list and the other lines of it."""
    first = at if block.last > at or block.parent is None else block.parent
    return " ".join(b.text for b in blocks[first : blocks[first].last + 1])


def _is_within(explanation: str, text: str) -> bool:
    """True where the words stand in the text, in their order."""
    words = iter(words_of(text))
    return all(word in words for word in words_of(explanation))


def test_the_topic_is_the_headings_above_the_line(made: Made) -> None:
    """A heading that is the question itself is no topic."""
    lines = {(line.path, line.block.start): line for line in Notebook(made.notes.items(), {}).lines}
    for question in made.questions:
        above = lines[question.file, question.start_line].headings
        assert question.topic == tuple(heading for heading in above if heading != question.prompt)


def test_they_come_in_order_of_file_and_line(made: Made) -> None:
    places = [(question.file, question.start_line) for question in made.questions]
    assert places == sorted(places)


def test_the_right_choices_are_spread_evenly_over_the_places(made: Made) -> None:
    shown = [q for q in made.questions if q.kind is not QuizKind.AUTHORED and len(q.choices) == 4]
    places = Counter(question.answer for question in shown)
    if len(shown) >= ENOUGH:
        assert all(0.15 <= places[place] / len(shown) <= 0.35 for place in range(4)), places


def test_every_card_takes_its_answer_and_none_of_its_other_choices(made: Made) -> None:
    for question in cards(made.questions):
        verdicts = [grade(question, choice).right for choice in question.choices]
        assert verdicts == [i == question.answer for i in range(len(question.choices))], question


def test_the_seed_only_moves_the_choices(biology: Mapping[str, str]) -> None:
    def unplaced(question: Question) -> Question:
        return replace(question, choices=tuple(sorted(question.choices)), answer=0)

    first, again, other = make(biology), make(biology), make(biology, seed=1)
    assert first == again
    assert [unplaced(q) for q in first] == [unplaced(q) for q in other]
    assert [q.answer for q in first] != [q.answer for q in other]
    assert [q.right for q in first] == [q.right for q in other]


def test_ids_do_not_depend_on_the_order_of_the_files(biology: Mapping[str, str]) -> None:
    turned = make(dict(reversed(list(biology.items()))))
    assert {q.id: q.prompt for q in turned} == {q.id: q.prompt for q in make(biology)}


def test_ids_outlast_a_new_index_and_lines_that_moved(biology: Mapping[str, str], tmp_path: Path) -> None:
    folder, data = tmp_path / "notes", tmp_path / "data"
    folder.mkdir()
    for name, text in biology.items():
        (folder / name).write_text(text, encoding="utf-8")
    with KnowledgeBase(folder, data) as knowledge:
        knowledge.refresh()
        first = knowledge.questions()
        assert {q.id for q in first} == {q.id for q in make(biology)}
        (data / FILE_NAME).unlink()
        knowledge.refresh()
        assert knowledge.questions() == first
        for name, text in biology.items():
            (folder / name).write_text(f"\n\n{text}", encoding="utf-8")
        knowledge.refresh()
        assert [(q.id, q.start_line) for q in knowledge.questions()] == [(q.id, q.start_line + 2) for q in first]


LIMITS = """# Amazon SQS

## Limits

- Maximum message size: 256 KB
- Maximum visibility timeout: 12 hours
- Default visibility timeout: 30 seconds
- Maximum retention period: 14 days
"""


TERMS = """# Cells

## Parts

- **Nucleus**: holds the DNA of an animal cell
- **Ribosome**: builds proteins from amino acids
- **Mitochondrion**: releases energy from sugar
- **Vacuole**: keeps water and waste apart
- **Membrane**: lets only some molecules pass
"""


def ids_of(right: str, text: str) -> list[str]:
    """The ids of the questions whose right choice this is."""
    return [question.id for question in make({"note.md": text}) if question.right == right]


@pytest.mark.parametrize(
    ("text", "right", "old", "new"),
    [
        pytest.param(LIMITS, "256 KB", "Maximum retention", "Longest retention", id="a reworded neighbour"),
        pytest.param(LIMITS, "256 KB", "14 days", "15 days", id="another value of a neighbour"),
        pytest.param(LIMITS, "256 KB", "- Maximum retention period: 14 days\n", "", id="a neighbour less"),
        pytest.param(LIMITS, "256 KB", "- Max", "* Max", id="other bullets"),
        pytest.param(TERMS, "Ribosome", "releases energy from sugar", "frees energy", id="another reworded neighbour"),
        pytest.param(TERMS, "Ribosome", "**Vacuole**", "**Lysosome**", id="another neighbour"),
        pytest.param(TERMS, "Ribosome", "## Parts\n", "## Parts\n\nMost of them are small.\n", id="a line above"),
        pytest.param(TERMS, "Ribosome", "**", "", id="marks of Markdown"),
        pytest.param(TERMS, "Ribosome", "builds proteins", "Builds  proteins", id="capitals and blanks"),
    ],
)
def test_an_id_stays_while_its_line_means_the_same(text: str, right: str, old: str, new: str) -> None:
    assert old in text
    before = ids_of(right, text)
    assert before
    assert ids_of(right, text.replace(old, new)) == before


@pytest.mark.parametrize(
    ("text", "old", "new", "right"),
    [
        pytest.param(LIMITS, "256 KB", "128 KB", "128 KB", id="another value"),
        pytest.param(LIMITS, "Maximum message size", "Minimum message size", "256 KB", id="another bound"),
        pytest.param(LIMITS, "Maximum message size", "Maximum batch size", "256 KB", id="another thing"),
        pytest.param(TERMS, "Ribosome", "Peroxisome", "Peroxisome", id="another term"),
        pytest.param(TERMS, "builds proteins", "breaks proteins", "Ribosome", id="another description"),
    ],
)
def test_a_line_that_means_something_else_is_a_new_question(text: str, old: str, new: str, right: str) -> None:
    assert old in text
    before = {question.id for question in make({"note.md": text}) if old in question.explanation}
    after = ids_of(right, text.replace(old, new))
    assert before
    assert after
    assert before.isdisjoint(after)
