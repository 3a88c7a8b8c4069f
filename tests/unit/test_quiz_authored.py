"""Questions that the author of a note wrote: taken as they stand, or given wrong choices from the same note."""

from __future__ import annotations

import pytest

from knowledge import lexicon
from knowledge.quiz.generate import make_questions
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook

TICKED = "- [ ] Nucleus\n- [x] Mitochondrion\n- [ ] Ribosome\n"
INDENTED = "".join(f"  {line}\n" for line in TICKED.splitlines())


def made(note: str) -> list[Question]:
    """The hand-written questions of a note."""
    questions = make_questions(Notebook([("note.md", note)], lexicon.shipped()))
    return [question for question in questions if question.kind is QuizKind.AUTHORED]


@pytest.mark.parametrize(
    "note",
    [
        pytest.param(f"# Which organelle makes most of the ATP?\n\n{TICKED}", id="below a heading"),
        pytest.param(f"**Which organelle makes most of the ATP?**\n\n{TICKED}", id="below a bold line"),
        pytest.param(f"- Which organelle makes most of the ATP?\n{INDENTED}", id="below an item"),
    ],
)
def test_a_list_with_one_tick_is_a_question_as_it_stands(note: str) -> None:
    [found] = made(note)

    assert found.prompt == "Which organelle makes most of the ATP?"
    assert found.choices == ("Nucleus", "Mitochondrion", "Ribosome")
    assert found.right == "Mitochondrion"
    assert found.by_hand


def test_two_choices_are_enough_for_an_author() -> None:
    [found] = made("# Is a virus alive by this book?\n\n- [ ] yes\n- [x] no\n")

    assert found.choices == ("yes", "no")


@pytest.mark.parametrize(
    "note",
    [
        pytest.param("# Which are organelles?\n\n- [x] Nucleus\n- [x] Ribosome\n- [ ] Water\n", id="two ticks"),
        pytest.param("# What is to do?\n\n- [ ] wash\n- [ ] cook\n- [ ] eat\n", id="no tick"),
        pytest.param("# To do\n\n- [x] wash the dishes\n- [ ] cook\n- [ ] eat\n", id="a list of tasks"),
        pytest.param("# Which one is it?\n\n- [x] wash\n- [ ] cook\n- a plain item\n", id="not all are choices"),
    ],
)
def test_ticks_that_make_no_question(note: str) -> None:
    assert made(note) == []


def test_choices_below_a_question_of_which_one_stands_there_again_in_bold() -> None:
    question = "## Which gas does a leaf take in for its sugar?"
    note = f"{question}\n\n- Nitrogen\n- Carbon dioxide\n- Oxygen\n\n**Carbon dioxide**\n"
    [found] = made(note)

    assert found.choices == ("Nitrogen", "Carbon dioxide", "Oxygen")
    assert found.right == "Carbon dioxide"


SITE = """## Where should the sessions of the web site be kept so that all servers can read them?

**Add a cache for the sessions**

It is fast.

## How can the private files of the web site be opened for one hour?

**Share pre-signed links with the readers**

They end.

## How can the database of the web site be made ready for a disaster?

**Use a standby replica in a second zone**

It is promoted.

## How can a page of the web site be brought nearer to its visitors?

**Put a content network before the origin**

Less latency.
"""
ANSWERS = {
    "Add a cache for the sessions",
    "Share pre-signed links with the readers",
    "Use a standby replica in a second zone",
    "Put a content network before the origin",
}


def test_a_question_as_a_heading_has_the_answers_of_others_as_wrong_choices() -> None:
    found = made(SITE)

    assert len(found) == 4
    assert {question.right for question in found} == ANSWERS
    assert all(set(question.choices) <= ANSWERS for question in found)
    assert not any(question.by_hand for question in found)


def test_an_answer_that_gives_no_order_is_none() -> None:
    note = SITE.replace("Add a cache for the sessions", "Yes, in a cache").replace("Use a standby", "It is a standby")

    assert {question.right for question in made(note)} <= ANSWERS


def test_several_answers_are_not_asked_for() -> None:
    note = SITE.replace("can read them?", "can read them? (Select two)")

    assert not any("sessions" in question.prompt for question in made(note))


def test_the_choices_of_the_notes_are_not_offered() -> None:
    asked = (
        "A web site has many visitors. Which of the following features brings a page of the web site nearer to them?"
    )
    note = SITE.replace("How can a page of the web site be brought nearer to its visitors?", asked)
    [found] = [question for question in made(note) if question.right == "Put a content network before the origin"]

    assert found.prompt == "A web site has many visitors. Which feature brings a page of the web site nearer to them?"


def test_a_long_story_is_cut_to_whole_sentences() -> None:
    story = "A company has a web site for its shoes. " * 8
    note = SITE.replace("## Where should", f"## {story}Where should")
    [found] = [question for question in made(note) if question.right == "Add a cache for the sessions"]

    assert len(found.prompt) <= 300
    assert found.prompt.startswith("A company has a web site")
    assert found.prompt.endswith("so that all servers can read them?")


def test_an_answer_that_is_a_known_name_stands_among_names() -> None:
    note = """# Caches

- Sessions are kept in Redis.
- Pages are kept in Memcached.
- Headers are kept in Varnish.
- Locks are kept in Hazelcast.

## Which engine would you choose for data that has to survive a restart of its server?

**Redis, because it writes to the disk**
"""
    [found] = made(note)

    assert found.right == "Redis"
    assert set(found.choices) <= {"Redis", "Memcached", "Varnish", "Hazelcast"}


def test_a_long_story_whose_end_leans_on_its_beginning_is_cut_in_the_middle() -> None:
    story = f"A company has a web site. {'They read the pages of the web site. ' * 8}"
    note = SITE.replace("## Where should", f"## {story}Where should")
    [found] = [question for question in made(note) if question.right == "Add a cache for the sessions"]

    assert found.prompt.startswith("A company has a web site. They read")
    assert found.prompt.endswith("so that all servers can read them?")


SESSIONS = "## Where should a web site keep its sessions?\n\n"


@pytest.mark.parametrize(
    ("answer", "right", "other"),
    [
        ("Use Amazon ElastiCache", "Use ElastiCache", "Use Redshift"),
        ("Add an ElastiCache Cluster", "Add an ElastiCache Cluster", "Add a Redshift Cluster"),
        ("Put ElastiCache before the site", "Put ElastiCache before the site", "Put Redshift before the site"),
    ],
)  # fmt: skip
def test_to_do_something_with_a_known_thing_stands_beside_the_same_with_others(
    answer: str, right: str, other: str
) -> None:
    note = f"{SESSIONS}**{answer}**\n\n## Redshift\n\nRedshift, Aurora and Neptune\n"
    [found] = made(note)

    assert found.right == right
    assert other in found.choices


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("Put the text into a cache of ElastiCache", id="named in passing"),
        pytest.param("Use cross-region ElastiCache", id="of a sort that others may not have"),
    ],
)
def test_what_an_answer_does_not_simply_use_is_not_exchanged(answer: str) -> None:
    assert made(f"{SESSIONS}**{answer}**\n\n## Redshift\n\nRedshift, Aurora and Neptune\n") == []
