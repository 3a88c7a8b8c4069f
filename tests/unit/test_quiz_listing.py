"""Lists: what belongs to one, what does not, what comes after what; and lists of which none of that is asked."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook

PLANETS = """# Planets

Inner planets:

- Mercury
- Venus
- Earth
- Mars

Outer planets:

- Jupiter
- Saturn
- Uranus
- Neptune
"""
INNER, OUTER = {"Mercury", "Venus", "Earth", "Mars"}, {"Jupiter", "Saturn", "Uranus", "Neptune"}


def made(note: str, kind: QuizKind) -> dict[str, Question]:
    """The questions of a kind that a note gives, by their prompts."""
    questions = make_questions(Notebook([("note.md", note)], lexicon.shipped()))
    return {question.prompt: question for question in questions if question.kind is kind}


def test_what_belongs_to_a_list() -> None:
    found = made(PLANETS, QuizKind.BELONGS)["Which one is listed under “Inner planets”?"]

    assert found.right in INNER
    assert set(found.choices) - {found.right} < OUTER
    assert found.explanation.startswith("Inner planets: Mercury; Venus")


def test_what_does_not_belong_to_a_list() -> None:
    found = made(PLANETS, QuizKind.BELONGS)["Which one is not listed under “Outer planets”?"]

    assert found.right in INNER
    assert set(found.choices) - {found.right} < OUTER


def test_a_head_that_goes_on_in_its_members_is_completed() -> None:
    note = PLANETS.replace("Inner planets:", "The inner planets are:").replace("Outer planets:", "Giants are:")

    assert set(made(note, QuizKind.BELONGS)) == {
        "Which one completes “The inner planets are ____”?",
        "Which one does not complete “The inner planets are ____”?",
        "Planets: which one completes “Giants are ____”?",
        "Planets: which one does not complete “Giants are ____”?",
    }


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("Examples of inner planets:", id="examples"),
        pytest.param("Planets such as these:", id="such as"),
        pytest.param("Here they are:", id="says nothing"),
        pytest.param("It has:", id="points elsewhere"),
        pytest.param("Some of the inner planets:", id="not all"),
    ],
)
def test_a_head_that_leaves_open_what_belongs_to_it(head: str) -> None:
    note = PLANETS.replace("Inner planets:", head)

    assert all("Outer" in prompt for prompt in made(note, QuizKind.BELONGS))


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("# Shopping\n\nThings to buy:\n\n- milk\n- bread\n- eggs\n- butter\n", id="no other list"),
        pytest.param(PLANETS.replace("- Earth\n- Mars\n", ""), id="two members"),
        pytest.param(
            PLANETS.replace("Jupiter", "Mercury and Jupiter").replace("Saturn", "Venus too"), id="shared names"
        ),
    ],
)
def test_no_list_to_ask_about(note: str) -> None:
    assert not any("Inner" in prompt and "is listed" in prompt for prompt in made(note, QuizKind.BELONGS))


def test_a_word_that_most_members_have_does_not_tell_them() -> None:
    courts = "Kinds of court:\n\n- local court\n- high court\n- supreme court\n"
    note = f"# Law\n\n{courts}\nKinds of paper:\n\n- daily paper\n- weekly\n- monthly\n"

    assert "Which one is listed under “Kinds of court”?" not in made(note, QuizKind.BELONGS)


STEPS = """# Slides

How to make a slide:

1. peel an onion
2. lay the skin in water
3. add iodine
4. lower the cover slip
"""
AFTER = "comes directly after"


def test_what_comes_after_a_step() -> None:
    [(prompt, found)] = made(STEPS, QuizKind.ORDER).items()
    steps = ["peel an onion", "lay the skin in water", "add iodine", "lower the cover slip"]
    step = prompt.split("“")[1].removesuffix("”?")

    assert prompt == f"How to make a slide: what {AFTER} “{step}”?"
    assert found.right == steps[steps.index(step) + 1]
    assert step not in found.choices
    assert found.explanation == "peel an onion → lay the skin in water → add iodine → lower the cover slip"


def test_bullets_after_a_numbered_list_are_no_steps() -> None:
    for question in made(f"{STEPS}- mind the glass\n- wash your hands\n", QuizKind.ORDER).values():
        assert "mind the glass" not in question.choices


@pytest.mark.parametrize(
    ("note", "first"),
    [
        ("# Mitosis\n\nPhases in order:\n\n- prophase\n- metaphase\n- anaphase\n- telophase\n- rest\n", "prophase"),
        ("# Pipeline\n\n- Order: Source -> Build -> Test -> Deploy -> Monitor\n", "Source"),
        ("# Pipeline\n\nStages of a release:\n\n- read code\n- build it\n- test\n- deploy\n- watch\n", "read code"),
    ],
)
def test_what_says_that_it_is_in_order(note: str, first: str) -> None:
    found = made(note, QuizKind.ORDER)

    assert any(AFTER in prompt for prompt in found)
    assert {q.right for prompt, q in found.items() if prompt.endswith("what comes first?")} <= {first}


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("# Files\n\n1. open the file\n2. read it\n3. close it\n", id="three steps"),
        pytest.param("# Kinds\n\nKinds in no particular order:\n\n- red\n- green\n- blue\n- black\n", id="no order"),
        pytest.param("# Colours\n\nColours:\n\n- red\n- green\n- blue\n- black\n", id="not said"),
        pytest.param("# Fruit\n\nFruit in order:\n\n- apple\n- pear\n- apple\n- plum\n", id="a step twice"),
        pytest.param(
            "# Types\n\nTypes of error:\n\n1. slip\n2. lapse\n3. mistake\n4. violation\n", id="numbered kinds"
        ),
    ],
)
def test_no_order_to_ask_for(note: str) -> None:
    assert made(note, QuizKind.ORDER) == {}


def test_two_lists_that_disagree_on_a_step_are_not_asked_for_it() -> None:
    other = STEPS.replace("3. add iodine\n4. lower the cover slip", "3. lower the cover slip\n4. add iodine")

    assert all("“lay the skin in water”" not in prompt for prompt in made(STEPS + other, QuizKind.ORDER))


def test_a_step_whose_name_tells_the_next_is_not_asked_for() -> None:
    note = """# Release

The steps in order:

1. Fetch
2. Pre build
3. Build
4. Pack
5. Ship
"""
    prompts = made(note, QuizKind.ORDER)

    assert prompts
    assert not any("“Pre build”" in prompt for prompt in prompts)


def test_a_head_that_leaves_open_what_else_belongs_is_not_asked() -> None:
    for word in ("usually", "often", "mostly"):
        assert made(PLANETS.replace("Inner planets:", f"Near the sun are {word}:"), QuizKind.BELONGS).keys() <= {
            "Planets: which one is listed under “Outer planets”?",
            "Planets: which one is not listed under “Outer planets”?",
            "Which one is listed under “Outer planets”?",
            "Which one is not listed under “Outer planets”?",
        }


def test_steps_that_lean_on_each_other_are_not_asked() -> None:
    note = """# Login

The steps in order:

1. The user opens the page
2. It asks for a name
3. The user writes the name
4. It checks the name
5. The page opens
"""
    assert made(note, QuizKind.ORDER) == {}


def test_a_member_that_says_when_is_none() -> None:
    note = PLANETS.replace("- Mars\n", "- Mars if the sky is clear\n")

    assert not any("Mars" in choice for found in made(note, QuizKind.BELONGS).values() for choice in found.choices)


def test_what_comes_before_a_step() -> None:
    note = "# Flight\n\nThe steps in order:\n\n- board\n- taxi\n- climb\n- cruise\n- descend\n- land\n"
    found = {prompt: q.right for prompt, q in made(note, QuizKind.ORDER).items() if "directly before" in prompt}
    steps = ["board", "taxi", "climb", "cruise", "descend", "land"]

    assert found
    for prompt, right in found.items():
        step = prompt.split("“")[1].removesuffix("”?")
        assert right == steps[steps.index(step) - 1]
