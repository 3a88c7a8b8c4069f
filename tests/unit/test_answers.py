"""From a question to the words of the notes that answer it, with their place, or to an honest "not in the notes"."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from knowledge.base import KnowledgeBase
from knowledge.files import NotesError, Source
from knowledge.model import Answer, Passage

BREAD = """\
# Bread

## Sourdough

Sourdough is bread raised by wild yeast and bacteria instead of baker's yeast.

- Bulk fermentation lasts 5 hours at room temperature
- Maximum proofing time: 16 hours in the refrigerator
- Oven temperature: 240 °C

## Brioche

Brioche is an enriched French bread with butter and eggs.

- Bulk fermentation lasts 90 minutes at room temperature
- Maximum proofing time: 12 hours in the refrigerator
- Oven temperature: 180 °C

## Stages of baking bread

1. Mixing
2. Kneading
3. Proofing
4. Shaping
5. Baking

## Flour

| Flour | Protein | Ash |
| --- | --- | --- |
| Rye | 9 percent | 1.2 percent |
| Manitoba | 15 percent | 0.5 percent |
| Spelt | 13 percent | 0.8 percent |

## History of the oven

The first ovens were pits in the ground that were lined with hot stones and covered with leaves. In Egypt bakers \
stacked loaves in clay moulds above an open fire and sold them by the temple gates. Roman bakers built domed ovens of \
brick that held their heat for a whole day. The largest oven of Pompeii baked 80 loaves at a time. In the Middle Ages \
a village shared one oven, and the lord took a fee from everybody who used it. The cast iron stove came into kitchens \
in the eighteenth century and burned wood or coal. Gas replaced coal in the towns, because it could be turned off at \
once. Electric ovens followed when the grid had reached most of the houses.
"""
BRICKMAKE = """\
# Brickmake

Brickmake is a build tool for made-up projects.

## Cache

- The cache keeps results for 30 days
- Default cache size: 5 GB
- The cache is cleared with `brickmake sweep`

## Runner

- The runner keeps logs for 7 days
- Default worker count: 8
- A runner that fails exits with `RunnerLostException`

## Local mode and cluster mode

- **Local mode**: every task runs in a process on this machine
- **Cluster mode**: tasks are sent to remote machines by a scheduler

### What happens when a task exceeds its time limit?

The task is killed and marked as expired.
"""
FILES = {"bread.md": BREAD, "tools/brickmake.md": BRICKMAKE}

Asked = Callable[[dict[str, str], str], Answer]


def write(folder: Path, files: dict[str, str]) -> Path:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def line_of(name: str, text: str, after: str = "") -> tuple[str, int]:
    """The file and the line (the first one behind `after`) that a text stands in."""
    lines = FILES[name].splitlines()
    start = next((n for n, line in enumerate(lines) if after and after in line), 0)
    return name, next(n for n, line in enumerate(lines, start=1) if n > start and text in line)


def covers(passage: Passage, place: tuple[str, int]) -> bool:
    return passage.file == place[0] and passage.start_line <= place[1] <= passage.end_line


@pytest.fixture(scope="module")
def kitchen(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Notes on two subjects that have nothing to do with each other."""
    folder = tmp_path_factory.mktemp("kitchen")
    with KnowledgeBase(write(folder / "notes", FILES), folder / "data") as base:
        base.refresh()
        yield base


@pytest.fixture
def asked(tmp_path: Path) -> Iterator[Asked]:
    """Ask one question of notes that are given as text by file."""
    bases: list[KnowledgeBase] = []

    def ask(files: dict[str, str], question: str) -> Answer:
        folder = tmp_path / str(len(bases))
        bases.append(KnowledgeBase(write(folder / "notes", files), folder / "data"))
        bases[-1].refresh()
        return bases[-1].ask(question)

    yield ask
    for base in bases:
        base.close()


@pytest.mark.parametrize(
    ("question", "text", "after"),
    [
        ("what is the maximum proofing time of sourdough", "16 hours", ""),
        ("what is the maximum proofing time of brioche", "12 hours", "## Brioche"),
        ("oven temperature of sourdough", "240 °C", ""),
        ("oven temperature of brioche", "180 °C", "## Brioche"),
        ("how long is the bulk fermentation of brioche", "90 minutes", "## Brioche"),
        ("how long is the bulk fermentation of sourdough", "5 hours", ""),
    ],
)
def test_value_of_the_thing_named(kitchen: KnowledgeBase, question: str, text: str, after: str) -> None:
    """Of one attribute under two headings, the line of the thing that the question names is the answer."""
    answer = kitchen.ask(question)
    assert answer.answered
    assert text in answer.answer.splitlines()[0]
    assert covers(answer.passages[0], line_of("bread.md", text, after))


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("how long does the cache keep results", "30 days"),
        ("how long does the runner keep logs", "7 days"),
        ("default cache size", "5 GB"),
        ("which exception does a failed runner give", "RunnerLostException"),
        ("how do i clear the cache", "brickmake sweep"),
    ],
)
def test_line_with_its_place(kitchen: KnowledgeBase, question: str, text: str) -> None:
    """A question for one fact gets its line, with the file (in its folder), the line and the headings above it."""
    answer = kitchen.ask(question)
    first = answer.passages[0]
    assert answer.answered
    assert text in answer.answer
    assert covers(first, line_of("tools/brickmake.md", text))
    assert first.heading[0] == "Brickmake"
    assert text in first.text


SPELLINGS = (
    "what is the maximum proofing time of sourdough",
    "max proofing time sourdough",
    "whats the max proffing time for sourdoh",
    "SOURDOUGH MAX PROOFING TIME",
    "how long can sourdough be proofed at most",
    "maxmimum proofing time of sour dough??",
    "hey guys whats sourdough's longest proofing time pls",
    "what is the sourdough maximum-proofing-time",
)


@pytest.mark.parametrize("question", SPELLINGS)
def test_in_any_spelling(kitchen: KnowledgeBase, question: str) -> None:
    """However a question is typed, the same line answers it."""
    answer = kitchen.ask(question)
    assert answer.answered
    assert answer.answer.splitlines()[0] == "Maximum proofing time: 16 hours in the refrigerator"
    assert covers(answer.passages[0], line_of("bread.md", "16 hours"))


@pytest.mark.parametrize("question", ["what are the stages of baking bread", "list the stages of bread baking"])
def test_list(kitchen: KnowledgeBase, question: str) -> None:
    """A question for a list gets all of it, in its order."""
    answer = kitchen.ask(question)
    assert answer.answer.splitlines()[:5] == ["Mixing", "Kneading", "Proofing", "Shaping", "Baking"]


@pytest.mark.parametrize(
    "question", ["local mode vs cluster mode", "what is the difference between local mode and cluster mode"]
)
def test_both_sides(kitchen: KnowledgeBase, question: str) -> None:
    """A comparison gets what the notes say about either side."""
    answer = kitchen.ask(question)
    assert "every task runs in a process on this machine" in answer.answer
    assert "tasks are sent to remote machines by a scheduler" in answer.answer


ROCKS = {
    "granite.md": "# Granite\n\nGranite is a rock that cools slowly below the ground.\n\n- Colour: pink or grey\n",
    "basalt.md": "# Basalt\n\nBasalt is a rock that cools quickly from lava.\n\n- Colour: black\n",
    "marble.md": "# Marble\n\nMarble is limestone changed by heat.\n",
}


@pytest.mark.parametrize("question", ["granite vs basalt", "what is the difference between granite and basalt"])
def test_both_sides_are_found_in_two_files(asked: Asked, question: str) -> None:
    """The two sides of a comparison may stand in different files: both are found before anything else."""
    answer = asked(ROCKS, question)
    assert {passage.file for passage in answer.passages[:2]} == {"granite.md", "basalt.md"}


@pytest.mark.parametrize("question", ["granite vs basalt", "what is the difference between granite and basalt"])
def test_both_sides_are_quoted_from_two_files(asked: Asked, question: str) -> None:
    """The two sides of a comparison are quoted together, wherever they stand."""
    answer = asked(ROCKS, question)
    assert "cools slowly below the ground" in answer.answer
    assert "cools quickly from lava" in answer.answer


@pytest.mark.parametrize(
    "question",
    ["what happens when a task exceeds its time limit", "What happens when a task exceeds its time limit?"],
)
def test_question_heading(kitchen: KnowledgeBase, question: str) -> None:
    """A heading that is the question is answered by what stands below it."""
    answer = kitchen.ask(question)
    assert answer.answer.splitlines()[0] == "The task is killed and marked as expired."
    assert covers(answer.passages[0], line_of("tools/brickmake.md", "is killed"))


def test_definition(kitchen: KnowledgeBase) -> None:
    """A thing's definition is the line that says what it is."""
    assert kitchen.ask("what is sourdough").answer.startswith("Sourdough is bread raised by wild yeast")


@pytest.mark.parametrize(
    ("question", "sentence"),
    [
        (
            "how many loaves did the largest oven of Pompeii bake",
            "The largest oven of Pompeii baked 80 loaves at a time.",
        ),
        ("what did the cast iron stove burn", "The cast iron stove came into kitchens in the eighteenth century"),
        ("when did electric ovens follow", "Electric ovens followed when the grid had reached most of the houses."),
    ],
)
def test_sentence_of_a_long_paragraph(kitchen: KnowledgeBase, question: str, sentence: str) -> None:
    """Of a paragraph that is too long, whole sentences are quoted, and among them the one that answers."""
    answer = kitchen.ask(question)
    (paragraph,) = (line for line in BREAD.splitlines() if sentence in line)
    assert sentence in answer.answer
    quoted = next(line for line in answer.answer.splitlines() if sentence in line)
    assert quoted in paragraph
    assert len(quoted) < len(paragraph)
    assert quoted.endswith(".")


def test_endless_sentence(asked: Asked) -> None:
    """A sentence without an end is cut at a word, with an ellipsis, and the answer stays within its length."""
    endless = "The narwhal " + "swims and dives and " * 400
    answer = asked({"sea.md": f"# Sea\n\n{endless}\n\n## Walrus\n\nThe walrus sleeps on ice.\n"}, "what is a narwhal")
    assert answer.answered
    assert len(answer.answer) <= 600
    cut = next(line for line in answer.answer.splitlines() if line.startswith("The narwhal"))
    assert cut.endswith("…")
    assert set(cut.rstrip("…").split()) <= set(endless.split())


@pytest.mark.parametrize(
    ("question", "row"),
    [
        ("how much protein does manitoba flour have", "15 percent"),
        ("what is the ash content of rye flour", "9 percent | 1.2 percent"),
        ("protein of spelt flour", "13 percent"),
    ],
)
def test_table_row(kitchen: KnowledgeBase, question: str, row: str) -> None:
    """A row of a table is shown with the names of its columns, without which it would mean nothing."""
    lines = kitchen.ask(question).answer.splitlines()
    at = next(n for n, line in enumerate(lines) if row in line)
    assert all(column in " ".join(lines[: at + 1]) for column in ("Flour", "Protein", "Ash"))


@pytest.mark.parametrize(
    "question",
    [
        "what is the price of brioche",
        "how many calories does brioche have",
        "how much sugar is in brioche",
        "how much does brickmake cost per month",
    ],
)
def test_what_the_notes_never_state(kitchen: KnowledgeBase, question: str) -> None:
    """What the notes do not say about a thing they cover is declined, with the nearest topics to look at."""
    answer = kitchen.ask(question)
    assert not answer.answered
    assert answer.answer == ""
    assert answer.quotes == ()
    assert answer.disagreements == ()
    assert any(topic in {"Brioche", "Brickmake"} for topic in answer.suggestions)
    assert all(topic in BREAD + BRICKMAKE for topic in answer.suggestions)
    assert answer.passages


@pytest.mark.parametrize(
    "question",
    [
        "what is kubernetes",
        "how does a Kafka topic work",
        "how do i use Jenkins with brickmake",
        "what is the oven temperature of Zwieblix",
        "how long does Terraform keep logs",
    ],
)
def test_unknown_name(kitchen: KnowledgeBase, question: str) -> None:
    """A question about something that the notes never name is declined, however well its other words fit."""
    answer = kitchen.ask(question)
    assert not answer.answered
    assert answer.answer == ""


SPACE = {
    "probe.md": "# Probe\n\n## Antenna\n\n- Maximum signal delay: 40 minutes\n- Power: 20 W\n",
    "mission.md": "# Mission\n\n## Probe\n\nThe maximum signal delay of the probe antenna is 55 minutes.\n",
}


def test_disagreement(asked: Asked) -> None:
    """Where two files state different values for one thing, both are shown, each with its place."""
    answer = asked(SPACE, "what is the maximum signal delay of the antenna")
    (disagreement,) = answer.disagreements
    sides = {(side.file, side.start_line, side.end_line): side.text for side in disagreement.sides}
    assert sides.keys() == {("probe.md", 5, 5), ("mission.md", 5, 5)}
    assert "40 minutes" in sides["probe.md", 5, 5]
    assert "55 minutes" in sides["mission.md", 5, 5]
    assert disagreement.topic


def test_disagreement_about_a_thing_named_further_up(asked: Asked) -> None:
    """A statement is about what any heading above it names, not only the nearest one."""
    answer = asked(SPACE, "what is the maximum signal delay of the probe antenna")
    assert len(answer.disagreements) == 1


@pytest.mark.parametrize(
    ("files", "question"),
    [
        pytest.param(
            {
                "probe.md": "# Probe\n\n- Maximum signal delay: 40 minutes\n- Minimum signal delay: 4 minutes\n",
            },
            "what is the maximum signal delay of the probe",
            id="bounds of one thing",
        ),
        pytest.param(
            {"probe.md": "# Probe\n\nSignal delay:\n\n- Maximum to Mars: 20 minutes\n- Maximum to Ceres: 50 minutes\n"},
            "what is the maximum signal delay of the probe",
            id="lines of one list",
        ),
        pytest.param(
            {
                "a.md": "# Probe\n\n- Maximum signal delay: 2 hours\n",
                "b.md": "# Mission\n\n## Probe\n\n- Maximum signal delay: 120 minutes\n",
            },
            "what is the maximum signal delay of the probe",
            id="one value in two units",
        ),
        pytest.param(
            {
                "a.md": "# Probe\n\n- Maximum signal delay: 2 hours\n",
                "b.md": "# Lander\n\n- Maximum signal delay: 3 hours\n",
            },
            "what is the maximum signal delay of the probe",
            id="two things",
        ),
        pytest.param(
            {
                "a.md": "# Probe\n\n- Maximum signal delay: 2 hours\n",
                "b.md": "# Mission\n\n## Probe\n\n- Maximum battery charge: 9 hours\n",
            },
            "what is the maximum signal delay of the probe",
            id="two attributes",
        ),
        pytest.param(SPACE, "what is the probe antenna", id="no value asked for"),
    ],
)
def test_no_disagreement(asked: Asked, files: dict[str, str], question: str) -> None:
    """Statements that can both hold do not disagree."""
    assert asked(files, question).disagreements == ()


def test_scopes(tmp_path: Path) -> None:
    """A guild's own notes answer only those who ask in its scope."""
    shared = write(tmp_path / "shared", {"sky.md": "# Sky\n\n## Comet\n\nA comet is a ball of ice.\n"})
    first = write(tmp_path / "g1", {"own.md": "# Own\n\n## Zwieblix\n\nA Zwieblix is the mascot of our group.\n"})
    other = write(tmp_path / "g2", {"own.md": "# Other\n\n## Quorbel\n\nA Quorbel is the mascot of their group.\n"})
    with KnowledgeBase(shared, tmp_path / "data", guilds=[Source("g1", first), Source("g2", other)]) as base:
        base.refresh()
        question = "what is a Zwieblix"
        inside = base.ask(question, scopes=("shared", "g1"))
        assert inside.answer == "A Zwieblix is the mascot of our group."
        assert inside.passages[0].file == "own.md"
        assert base.ask("what is a comet", scopes=("shared", "g1")).answer == "A comet is a ball of ice."
        for scopes in (("shared",), ("shared", "g2"), ("g2",)):
            outside = base.ask(question, scopes=scopes)
            assert not outside.answered
            assert "Zwieblix" not in str((outside.passages, outside.suggestions))
            assert all("Zwieblix" not in passage.text for passage in base.search("mascot group", scopes))
            assert not any("Zwieblix" in topic.path for topic in base.topics(scopes))
        assert base.ask(question) == base.ask(question, scopes=("shared",))
        assert [topic.path[-1] for topic in base.topics(("g1",))] == ["Own", "Zwieblix"]
        with pytest.raises(NotesError):
            base.around("own.md", 1, 1)
        assert base.around("own.md", 5, 5, scopes=("g1",))[4].text == "A Zwieblix is the mascot of our group."
        assert base.around("own.md", 5, 5, scopes=("g2",))[4].text == "A Quorbel is the mascot of their group."


def test_refresh(tmp_path: Path) -> None:
    """An edited file answers as it reads now, a new one is found, a deleted one is forgotten."""
    notes = write(tmp_path / "notes", {"bread.md": BREAD})
    question = "what is the maximum proofing time of sourdough"
    with KnowledgeBase(notes, tmp_path / "data") as base:
        base.refresh()
        assert "16 hours" in base.ask(question).answer
        assert not base.ask("what is brickmake").answered
        write(notes, {"bread.md": BREAD.replace("16 hours", "21 hours"), "tools/brickmake.md": BRICKMAKE})
        assert "16 hours" in base.ask(question).answer
        base.refresh()
        assert "21 hours" in base.ask(question).answer
        assert "16 hours" not in base.ask(question).answer
        assert base.ask("what is brickmake").answered
        (notes / "tools" / "brickmake.md").unlink()
        base.refresh()
        assert not base.ask("what is brickmake").answered


def test_kept_between_starts(tmp_path: Path) -> None:
    """What was read once answers after a restart without being read again."""
    notes = write(tmp_path / "notes", FILES)
    with KnowledgeBase(notes, tmp_path / "data") as base:
        base.refresh()
        before = base.ask(SPELLINGS[0])
    with KnowledgeBase(notes, tmp_path / "data") as base:
        assert base.ask(SPELLINGS[0]) == before


@pytest.mark.parametrize(
    "question",
    [*SPELLINGS, "sourdough vs brioche", "what are the stages of baking bread", "what is the price of brioche", "oven"],
)
def test_answer_is_made_of_its_quotes(kitchen: KnowledgeBase, question: str) -> None:
    """An answer is its quotes, line by line; the first passages are those that were quoted, the others best first."""
    answer = kitchen.ask(question)
    assert answer.question == question
    assert "\n".join(quote.text for quote in answer.quotes) == answer.answer
    assert answer.passages[: 1 if answer.quotes else 0] == answer.quotes[:1]
    scores = [passage.score for passage in answer.passages if passage not in answer.quotes]
    assert scores == sorted(scores, reverse=True)


@pytest.mark.parametrize("words", ["oven", "proofing time", "cache", "logs runner worker", "bread temperature hours"])
def test_search(kitchen: KnowledgeBase, words: str) -> None:
    """A search gives at most ten passages, best first, all of them within their files and speaking of the words."""
    found = kitchen.search(words)
    assert 0 < len(found) <= 10
    scores = [passage.score for passage in found]
    assert scores == sorted(scores, reverse=True)
    for passage in found:
        lines = FILES[passage.file].splitlines()
        assert 1 <= passage.start_line <= passage.end_line <= len(lines)
    first = " ".join((*found[0].heading, found[0].text)).casefold()
    assert any(word[:4] in first for word in words.split())


def test_search_gives_no_more_than_wanted(tmp_path: Path) -> None:
    """However much the notes have, ten passages are given, or as few as were asked for."""
    many = "".join(f"## Planet {n}\n\nPlanet {n} has a moon that is called Moon-{n}.\n\n" for n in range(40))
    with KnowledgeBase(write(tmp_path / "notes", {"sky.md": many}), tmp_path / "data") as base:
        base.refresh()
        assert len(base.search("planet moon")) == len(base.ask("planet moon").passages) == 10
        assert base.search("planet moon", most=3) == base.search("planet moon")[:3]
        assert base.search("Kubernetes") == ()


def test_topics(kitchen: KnowledgeBase) -> None:
    """The topics are the headings in order of file and line, each with the headings above it."""
    topics = kitchen.topics()
    written = [
        (name, number, re.sub(r"^#+ ", "", line))
        for name, text in FILES.items()
        for number, line in enumerate(text.splitlines(), start=1)
        if line.startswith("#")
    ]
    assert [(topic.file, topic.line, topic.path[-1]) for topic in topics] == written
    paths = {topic.path[-1]: topic.path for topic in topics}
    assert paths["Bread"] == ("Bread",)
    assert paths["Sourdough"] == ("Bread", "Sourdough")
    assert paths["Brickmake"] == ("Brickmake",)
    question = "What happens when a task exceeds its time limit?"
    assert paths[question] == ("Brickmake", "Local mode and cluster mode", question)
    assert all(topic.passages > 0 for topic in topics)


@pytest.mark.parametrize(
    ("place", "margin", "shown"),
    [
        ((8, 8), 2, (6, 10)),
        ((1, 1), 4, (1, 5)),
        ((1, 2), 0, (1, 2)),
        ((30, 500), 1, (29, 37)),
        ((37, 37), 9, (28, 37)),
    ],
)
def test_around(kitchen: KnowledgeBase, place: tuple[int, int], margin: int, shown: tuple[int, int]) -> None:
    """The lines around a place are those of the file, as far as it goes, and those of the place are marked."""
    lines = BREAD.splitlines()
    found = kitchen.around("bread.md", *place, margin)
    assert [line.number for line in found] == list(range(shown[0], shown[1] + 1))
    assert all(line.text == lines[line.number - 1] for line in found)
    assert {line.number for line in found if line.quoted} == set(range(place[0], min(place[1], shown[1]) + 1))


@pytest.mark.parametrize("file", ["cake.md", "", "../bread.md", "brickmake.md", "/etc/passwd"])
def test_around_an_unknown_file(kitchen: KnowledgeBase, file: str) -> None:
    """Only what was read as a note can be looked at, under the name that it has there."""
    with pytest.raises(NotesError):
        kitchen.around(file, 1, 3)
