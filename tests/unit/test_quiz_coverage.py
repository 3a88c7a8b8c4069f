"""How much of the notes is asked for: what counts as a fact, under which heading, and what the totals say."""

from __future__ import annotations

import pytest

from knowledge.quiz.coverage import Coverage, Section, coverage, is_fact
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook

NOTE = """Cells are the smallest unit of life.

# The cell

## Organelles

- The nucleus holds the DNA of the cell
- Ribosomes build proteins from amino acids
  - they are made of RNA and protein
- Mitochondria

The parts of a chloroplast are these:

- thylakoids, which catch the light
- stroma

| Organelle | What it does in the cell |
| --- | --- |
| Vacuole | keeps water and waste apart |

```
cell = Cell(organelles=["nucleus", "ribosome"])
```

## Division

Mitosis gives two equal cells.

**Which cells divide by meiosis?**

- [ ] The cells of the skin
- [x] The cells that become gametes
- [ ] The cells of the liver

## Nothing yet

## To do

- Read the chapter on plant cells again
"""
ORGANELLES = ("The cell", "Organelles")


def question(line: int, file: str = "cell.md") -> Question:
    return Question(f"{file}:{line}", QuizKind.GAP, "Which?", ("x", "y", "z"), 0, "x", (), file, line, line)


def notebook(text: str = NOTE, path: str = "cell.md") -> Notebook:
    return Notebook([(path, text)], {})


def test_facts_are_counted_under_the_heading_that_they_stand_under() -> None:
    found = coverage(notebook(), [question(7), question(7), question(8), question(32)])
    assert found.sections == (
        Section("cell.md", 1, (), 1, 0),
        Section("cell.md", 5, ORGANELLES, 5, 3),
        Section("cell.md", 25, ("The cell", "Division"), 1, 0),
        Section("cell.md", 29, ("The cell", "Division", "Which cells divide by meiosis?"), 1, 1),
    )


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("Ribosomes build proteins from amino acids.", True),
        ("- Ribosomes build all proteins", True),
        ("1. Ribosomes build all proteins", True),
        ("- [x] Ribosomes build all proteins", True),
        ("- [ ] Ribosomes build all fats", False),
        ("Ribosomes build proteins", False),
        ("# Ribosomes build all proteins", False),
        ("```\nribosomes build all proteins\n```", False),
        ("---", False),
        ("[ribosomes]: https://example.org/a/b/c 'all about them'", False),
    ],
)
def test_a_fact_is_a_line_that_says_something(text: str, *, fact: bool) -> None:
    lines = notebook(text)
    assert [is_fact(line, lines) for line in lines.lines] == [fact]


def test_lines_that_only_lead_to_others_and_asides_are_no_facts() -> None:
    lines = notebook(
        "# Further reading\n\n- a book about cells and genes\n\n# Cells\n\nThe kinds of cells are:\n\n- nerve\n"
    )
    assert not any(is_fact(line, lines) for line in lines.lines)
    to_do = notebook("# Cells\n\nTo do:\n\n1. read the chapter on the membrane again\n2. draw a picture of all parts\n")
    assert not any(is_fact(line, to_do) for line in to_do.lines)
    assert make_questions(to_do) == ()
    table = notebook(
        "| What it is called | What it does there |\n|---|---|\n| Vacuole | keeps water and waste apart |\n"
    )
    assert [line.block.start for line in table.lines if is_fact(line, table)] == [3]


def test_the_worst_sections_come_first_and_the_totals_add_up() -> None:
    none_of_two, none_of_nine = Section("a.md", 1, ("A",), 2, 0), Section("b.md", 1, ("B",), 9, 0)
    some, all_, more = Section("a.md", 9, ("C",), 4, 1), Section("a.md", 19, ("D",), 3, 3), Section("c.md", 1, (), 0, 1)
    found = Coverage((none_of_two, some, all_, none_of_nine, more))
    assert found.worst_first == (none_of_nine, none_of_two, some, all_, more)
    assert (found.facts, found.questions) == (18, 5)
    assert found.unasked == (none_of_two, none_of_nine)
    assert found.rich == (some, all_, none_of_nine)
    assert found.share == pytest.approx(2 / 3)


def test_notes_without_a_section_of_three_facts_leave_nothing_out() -> None:
    assert coverage(notebook("# A\n\n- one short fact here\n"), []).share == 1
    assert coverage(notebook(""), []) == Coverage(())


def test_two_sections_of_one_name_are_told_apart() -> None:
    found = coverage(notebook("# A\n\n- one short fact here\n\n# A\n\n- another short fact here\n"), [question(7)])
    assert [(s.line, s.facts, s.questions) for s in found.sections] == [(1, 1, 0), (5, 1, 1)]
