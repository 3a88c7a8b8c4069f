"""The command line: what each command prints, which exit code it has, and that no input brings a traceback."""

from __future__ import annotations

import io
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.app import knowledge_dir, open_app
from bot.cli import cli, main
from bot.settings import Settings
from knowledge.base import KnowledgeBase
from knowledge.files import NotesError

ROOT = Path(__file__).parents[2]
SETTINGS = ("NOTES_DIR", "DATA_DIR", "DISCORD_TOKEN")
SQS = """# SQS

## Visibility timeout

- Maximum visibility timeout of a message: 12 hours
- Default visibility timeout of a message: 30 seconds

## Retention

- Default retention period of a message: 4 days
"""
QUESTION = "what is the maximum visibility timeout of a message?"
CELLS = """# Cells

## Parts

- **Nucleus**: holds the DNA of an animal cell
- **Ribosome**: builds proteins from amino acids
- **Mitochondrion**: releases energy from sugar
- **Vacuole**: keeps water and waste apart

## Quiz

**Which cells divide by meiosis?**

- [ ] The cells of the skin
- [x] The cells that become gametes
- [ ] The cells of the liver
- [ ] All of them
"""
KEYS = ["question", "answered", "answer", "confidence", "passages", "disagreements", "suggestions"]


@dataclass(frozen=True)
class Result:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on standard error; fails where there is more or less than one line."""
        (line,) = self.err.splitlines()
        assert "Traceback" not in line
        return line


Run = Callable[..., Result]


@pytest.fixture(autouse=True)
def notes(tmp_path: Path) -> Path:
    """A folder with one note, in a working directory where it is the default."""
    folder = tmp_path / "notes"
    folder.mkdir()
    (folder / "sqs.md").write_text(SQS, encoding="utf-8")
    return folder


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `studybot` with these arguments and this standard input, in `tmp_path`, with default settings."""
    monkeypatch.chdir(tmp_path)
    for name in SETTINGS:
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        code = main(arguments)
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


def process(folder: Path, *arguments: str, **environ: str) -> subprocess.Popen[bytes]:
    """Start Python in a folder with default settings; the first arguments are Python's own."""
    kept = {name: value for name, value in os.environ.items() if name not in SETTINGS}
    return subprocess.Popen(  # noqa: S603 - our own program with our own arguments
        [sys.executable, *arguments],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(ROOT), **environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )


def started(folder: Path, *arguments: str, stdin: bytes = b"", **environ: str) -> Result:
    """Run the program as a process of its own."""
    with process(folder, "-m", "bot", *arguments, **environ) as running:
        out, err = running.communicate(stdin, timeout=60)
    return Result(running.returncode, out.decode(), err.decode())


# ask


def test_ask_prints_the_answer_then_its_place(run: Run) -> None:
    found = run("ask", QUESTION)
    assert (found.code, found.err) == (0, "")
    said, place = found.out.splitlines()[0], found.out.splitlines()[-1]
    assert "12 hours" in said
    assert place.startswith("  SQS › Visibility timeout · sqs.md:5")


def test_ask_takes_a_question_without_quotes(run: Run) -> None:
    assert run("ask", *QUESTION.split()) == run("ask", QUESTION)


def test_ask_says_when_it_is_not_in_the_notes_and_that_is_no_failure(run: Run) -> None:
    found = run("ask", "who won the football world cup")
    assert (found.code, found.out.splitlines()[0]) == (0, "That is not in the notes.")


def test_ask_json_has_the_shape_that_other_programs_rely_on(run: Run) -> None:
    found = run("ask", "--json", QUESTION)
    assert found.code == 0
    (line,) = found.out.splitlines()
    value = json.loads(line)
    assert list(value) == KEYS
    assert value["question"] == QUESTION
    assert value["answered"] is True
    assert 0 <= value["confidence"] <= 1
    best = value["passages"][0]
    assert list(best) == ["file", "start_line", "end_line", "heading", "text", "score"]
    assert (best["file"], best["heading"]) == ("sqs.md", ["SQS", "Visibility timeout"])
    assert best["start_line"] <= 5 <= best["end_line"]
    assert (value["disagreements"], value["suggestions"]) == ([], [])


def test_ask_json_of_what_is_not_in_the_notes_has_an_empty_answer(run: Run) -> None:
    value = json.loads(run("ask", "--json", "who won the football world cup").out)
    assert (value["answered"], value["answer"]) == (False, "")


def test_ask_answers_standard_input_line_by_line_in_its_order(run: Run) -> None:
    found = run("ask", "--json", stdin=b"\xef\xbb\xbfretention\r\n\n   \nvisibility \xff timeout\n\nno newline")
    asked = [json.loads(line)["question"] for line in found.out.splitlines()]
    assert asked == ["retention", "visibility \N{REPLACEMENT CHARACTER} timeout", "no newline"]


def test_ask_separates_answers_by_an_empty_line(run: Run) -> None:
    found = run("ask", stdin=b"who won the cup\nwho else\n")
    assert found.out.split("\n\n") == ["That is not in the notes.", "That is not in the notes.\n"]


def test_ask_answers_each_line_before_it_reads_the_next(notes: Path) -> None:
    with process(notes.parent, "-m", "bot", "ask", "--json") as running:
        assert running.stdin is not None
        assert running.stdout is not None
        for question in ("first", "second"):
            running.stdin.write(question.encode() + b"\n")
            running.stdin.flush()
            assert json.loads(running.stdout.readline())["question"] == question
        running.stdin.close()
        assert running.wait(timeout=60) == 0


def test_no_command_loads_what_it_does_not_need(notes: Path) -> None:
    code = (
        "import sys; from bot.cli import main\n"
        "main(['--help']); assert 'knowledge' not in sys.modules\n"
        "main(['ask', 'visibility timeout'])\n"
        "loaded = {'rich', 'prompt_toolkit', 'discord', 'apscheduler'} & set(sys.modules); assert not loaded, loaded\n"
    )
    with process(notes.parent, "-c", code) as running:
        _, err = running.communicate(timeout=60)
    assert (running.returncode, err) == (0, b"")


@pytest.mark.parametrize(
    "question",
    [
        pytest.param("", id="empty"),
        pytest.param("   ", id="blank"),
        pytest.param("a" * 100_000, id="100,000 characters in one word"),
        pytest.param("visibility timeout " * 5000, id="100,000 characters in words"),
        pytest.param("😀🎉👩\u200d👧", id="only emoji"),
        pytest.param("مهلة الرؤية القصوى؟", id="right to left"),
        pytest.param("\u202evisibility", id="turned around"),
        pytest.param("\u200b\u200d", id="zero width"),
        pytest.param('"', id="quotation mark"),
        pytest.param('"visibility', id="half a phrase"),
        pytest.param("*", id="star"),
        pytest.param("visib*", id="prefix"),
        pytest.param("NEAR", id="NEAR"),
        pytest.param("NEAR(visibility timeout, 2)", id="NEAR with words"),
        pytest.param("-", id="hyphen"),
        pytest.param(":", id="colon"),
        pytest.param("own:visibility", id="column"),
        pytest.param("AND OR NOT", id="operators"),
        pytest.param("({[^", id="brackets"),
        pytest.param("'; drop table block; --", id="SQL"),
        pytest.param("\x1b[31mred\x00", id="control characters"),
    ],
)
def test_any_question_gets_one_answer_and_no_complaint(run: Run, question: str) -> None:
    found = run("ask", "--json", "--", question)
    assert (found.code, found.err) == (0, "")
    value = json.loads(found.out)
    assert value["question"] == question
    assert value["answer"] if value["answered"] else value["answer"] == ""
    shown = run("ask", "--", question).out
    assert not [c for c in shown if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c == "\u202e")]


# notes and data


@pytest.mark.parametrize("command", [("ask", "x"), ("ask", "--json", "x"), ("index",), ("chat",), ("questions",)])
def test_a_missing_folder_of_notes_is_a_failure_in_one_sentence(run: Run, command: tuple[str, ...]) -> None:
    found = run(*command, "--notes", "nowhere")
    assert (found.code, found.out) == (1, "")
    assert found.sentence.startswith("There is no folder or file nowhere: create it, or name another with --notes")


@pytest.mark.parametrize("command", [("ask", "x"), ("index",), ("chat",), ("questions", "--json")])
def test_an_empty_folder_of_notes_is_a_failure_in_one_sentence(
    run: Run, tmp_path: Path, command: tuple[str, ...]
) -> None:
    (tmp_path / "empty").mkdir()
    found = run(*command, "--notes", "empty", stdin=b"x\n")
    assert found.code == 1
    assert found.sentence == "There are no notes in empty: put .md, .markdown or .txt files there."


def test_a_folder_with_nothing_but_a_binary_file_says_why(run: Run, tmp_path: Path) -> None:
    (tmp_path / "odd").mkdir()
    (tmp_path / "odd" / "picture.md").write_bytes(bytes(range(256)) * 40)
    found = run("ask", "x", "--notes", "odd")
    assert found.code == 1
    assert found.sentence.startswith("No file in odd can be used as notes (picture.md: it is not text")
    found = run("ask", "x", "--notes", "odd/picture.md")
    assert found.sentence.startswith("odd/picture.md cannot be used as notes: it is not text")


def test_notes_may_be_a_single_file(run: Run) -> None:
    found = run("ask", QUESTION, "--notes", "notes/sqs.md")
    assert "sqs.md:5" in found.out


def test_notes_come_from_the_environment_and_the_option_wins(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "biology.md").write_text("# Cells\n\n- Length of a bacterium: 2 micrometres\n", encoding="utf-8")
    monkeypatch.setenv("NOTES_DIR", "other")
    assert "biology.md:3" in run("ask", "length of a bacterium").out
    assert "sqs.md:5" in run("ask", QUESTION, "--notes", "notes").out


@pytest.mark.parametrize("data", ["a file", "a file/below", "/proc/no-such-place"])
def test_ask_and_chat_answer_although_nothing_can_be_kept(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: str
) -> None:
    (tmp_path / "a file").write_text("kept", encoding="utf-8")
    monkeypatch.setenv("DATA_DIR", data)
    for command, stdin in ((("ask", QUESTION), b""), (("chat",), QUESTION.encode())):
        found = run(*command, stdin=stdin)
        assert found.code == 0
        assert "12 hours" in found.out
        assert found.sentence.startswith(f"{data} cannot be written, so the knowledge base is only kept until")
    assert (tmp_path / "a file").read_text(encoding="utf-8") == "kept"


def test_index_fails_where_nothing_can_be_kept(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setenv("DATA_DIR", "a file")
    found = run("index")
    assert (found.code, found.out) == (1, "")
    assert "set DATA_DIR to a folder that may be written" in found.sentence


def test_a_spare_knowledge_base_is_gone_at_the_end(
    notes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spare = tmp_path / "spare"
    spare.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(spare))
    (tmp_path / "a file").touch()
    with open_app(Settings(notes, tmp_path / "a file"), spare=True) as app:
        assert list(spare.iterdir())
        assert app.history is None
    assert not list(spare.iterdir())


def test_what_is_wrong_with_the_notes_is_not_blamed_on_the_data_folder(tmp_path: Path) -> None:
    with (
        pytest.raises(NotesError, match="There is no folder or file"),
        open_app(Settings(tmp_path / "nowhere", tmp_path / "data"), spare=True),
    ):
        pass


def test_other_notes_do_not_replace_the_knowledge_base_of_the_configured_ones(run: Run, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "biology.md").write_text("# Cells\n\n- Length: 2 micrometres\n", encoding="utf-8")
    run("index")
    run("ask", "length", "--notes", "other")
    assert "0 read anew, 1 unchanged" in run("index").out
    assert "0 read anew, 1 unchanged" in run("index", "--notes", "other").out
    assert (tmp_path / "data" / "knowledge.db").exists()
    assert len(list((tmp_path / "data" / "other").iterdir())) == 1


def test_the_same_folder_has_one_knowledge_base_however_it_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "link").symlink_to("notes")
    settings = Settings(Path("notes"), Path("data"))
    for written in ("notes", "./notes/", str(tmp_path / "notes"), "notes/../notes", "link"):
        assert knowledge_dir(settings, Path(written)) == Path("data")
    elsewhere = {knowledge_dir(settings, Path(written)) for written in ("other", str(tmp_path / "other"), "a/../other")}
    assert len(elsewhere) == 1


def test_a_damaged_knowledge_base_is_built_anew_with_a_word_about_it(run: Run, tmp_path: Path) -> None:
    run("index")
    (tmp_path / "data" / "knowledge.db").write_bytes(b"not a database" * 100)
    found = run("ask", QUESTION)
    assert found.code == 0
    assert "12 hours" in found.out
    assert found.sentence == "The knowledge base was built anew, because it was damaged."


def test_a_note_that_changed_is_answered_from_at_once(run: Run, notes: Path) -> None:
    assert "12 hours" in run("ask", QUESTION).out
    (notes / "sqs.md").write_text(SQS.replace("12 hours", "13 hours"), encoding="utf-8")
    assert "13 hours" in run("ask", QUESTION).out


# index


def test_index_says_what_was_read_and_what_was_skipped_and_why(run: Run, notes: Path) -> None:
    (notes / "picture.md").write_bytes(bytes(range(256)) * 40)
    (notes / "fence.md").write_text("# Code\n\n```\nnever closed\n", encoding="utf-8")
    found = run("index")
    assert (found.code, found.err) == (0, "")
    rows = found.out.splitlines()
    assert rows[0].startswith("2 files, ")
    assert rows[1] == "2 read anew, 0 unchanged, 0 removed."
    assert any(row.startswith("Skipped picture.md: it is not text") for row in rows)
    assert any(row.startswith("Look at fence.md, line 3") for row in rows)
    (notes / "fence.md").unlink()
    assert "0 read anew, 1 unchanged, 1 removed." in run("index").out


# questions


@pytest.fixture
def cells(notes: Path) -> Path:
    """A note that gives questions, in place of the other one."""
    (notes / "sqs.md").unlink()
    (notes / "cells.md").write_text(CELLS, encoding="utf-8")
    return notes


def as_json(found: Result) -> list[dict[str, Any]]:
    assert (found.code, found.err) == (0, "")
    return [json.loads(line) for line in found.out.splitlines()]


@pytest.mark.usefixtures("cells")
def test_questions_json_has_the_shape_that_other_programs_rely_on(run: Run) -> None:
    found = as_json(run("questions", "--json"))
    assert {tuple(question) for question in found} == {
        ("id", "kind", "prompt", "choices", "answer", "explanation", "topic", "file", "start_line", "end_line")
    }
    id_ = found[-1].pop("id")
    assert re.fullmatch(r"[0-9a-f]{12}", id_)
    assert found[-1] == {
        "kind": "authored",
        "prompt": "Which cells divide by meiosis?",
        "choices": ["The cells of the skin", "The cells that become gametes", "The cells of the liver", "All of them"],
        "answer": 1,
        "explanation": "The cells that become gametes",
        "topic": ["Cells", "Quiz"],
        "file": "cells.md",
        "start_line": 15,
        "end_line": 15,
    }


@pytest.mark.usefixtures("cells")
def test_questions_for_reading_have_their_choices_the_right_one_marked_and_their_place(run: Run) -> None:
    found = run("questions", "--topic", "quiz")
    assert (found.code, found.err) == (0, "")
    assert found.out == (
        "1. Which cells divide by meiosis?\n"
        "   A) The cells of the skin\n"
        "   B) The cells that become gametes  <- right\n"
        "   C) The cells of the liver\n"
        "   D) All of them\n"
        "   Cells › Quiz · cells.md:15\n"
        "\n"
        "1 question.\n"
    )


@pytest.mark.usefixtures("cells")
def test_questions_come_in_order_of_line_and_count_chooses_some_of_them(run: Run) -> None:
    found = as_json(run("questions", "--json"))
    lines = [question["start_line"] for question in found]
    assert lines == sorted(lines)
    chosen = as_json(run("questions", "--json", "--count", "2", "--seed", "0"))
    assert len(chosen) == 2
    assert all(question in found for question in chosen)
    assert run("questions", "--count", "2") == run("questions", "--count", "2", "--seed", "0")
    seeds = {run("questions", "--json", "--count", "2", "--seed", str(seed)).out for seed in range(5)}
    assert len(seeds) > 1
    facts = {(question["start_line"], question["prompt"]) for question in found}
    assert 2 < len(as_json(run("questions", "--json", "--count", "1000"))) <= len(facts)


@pytest.mark.usefixtures("cells")
def test_typed_questions_are_flash_cards_with_their_one_answer(run: Run) -> None:
    found = as_json(run("questions", "--json", "--typed"))
    assert found
    assert all(len(question["choices"]) == 1 and question["answer"] == 0 for question in found)
    assert {question["choices"][0] for question in found} <= {
        "Nucleus",
        "Ribosome",
        "Mitochondrion",
        "Vacuole",
        "DNA",
        "proteins",
    }
    out = run("questions", "--typed", "--topic", "parts").out
    assert "   Answer: " in out
    assert "<- right" not in out
    assert out.endswith(f"\n\n{len(found)} flash cards.\n")


@pytest.mark.usefixtures("cells")
@pytest.mark.parametrize("topic", ["zebra", "", "\x1b[31m", "x" * 100_000])
def test_a_topic_that_nothing_is_about_gives_no_questions(run: Run, topic: str) -> None:
    assert as_json(run("questions", "--json", "--topic", topic)) == []
    assert run("questions", "--topic", topic).out == "0 questions.\n"


def test_notes_that_say_nothing_give_no_questions(run: Run, notes: Path) -> None:
    (notes / "sqs.md").write_text("# Empty\n", encoding="utf-8")
    assert as_json(run("questions", "--json")) == []
    assert "0 sections, 0 facts, 0 questions" in run("questions", "--coverage").out


def test_questions_follow_their_notes(run: Run, cells: Path) -> None:
    before = as_json(run("questions", "--json", "--topic", "quiz"))
    (cells / "cells.md").write_text(f"One line more.\n\n{CELLS}", encoding="utf-8")
    (after,) = as_json(run("questions", "--json", "--topic", "quiz"))
    assert after == before[0] | {"start_line": 17, "end_line": 17}


def test_coverage_shows_the_worst_section_first_and_the_totals(run: Run, cells: Path) -> None:
    (cells / "plants.md").write_text(
        "# Plants\n\n- Is this so much as a fact?\n- Who can tell us that?\n- Nobody, as it seems.\n", encoding="utf-8"
    )
    found = as_json(run("questions", "--coverage", "--json"))
    assert found[0] == {"file": "plants.md", "line": 1, "topic": ["Plants"], "facts": 3, "questions": 0}
    assert {section["line"]: section["facts"] for section in found[1:]} == {3: 4, 12: 1}
    rows = run("questions", "--coverage").out.splitlines()
    assert rows[:2] == ["facts  questions  section", "    3          0  Plants · plants.md:1"]
    assert rows[-2].startswith("3 sections, 8 facts, ")
    assert rows[-2].endswith(" 1 section without a question.")
    assert rows[-1] == "Of those with 3 facts or more, 50% have a question."


# notes check


def test_check_of_clean_notes_finds_nothing_and_needs_no_knowledge_base(run: Run, tmp_path: Path) -> None:
    assert run("notes", "check") == Result(0, "1 file, nothing to mend.\n", "")
    assert run("notes", "check", "--json") == Result(0, "", "")
    assert not (tmp_path / "data").exists()


def test_check_shows_findings_by_rule_each_with_its_place(run: Run, notes: Path) -> None:
    (notes / "sqs.md").write_text(
        f"{SQS}\n## Quotas\n\n## More\n\n[here](gone.md) \x1b[31m[there](#gone)\n", encoding="utf-8"
    )
    (notes / "old.md").write_text("# SQS\n\nmax visibility timeout of a message: 10 hours\n", encoding="utf-8")
    found = run("notes", "check")
    assert (found.code, found.err) == (1, "")
    assert found.out == (
        "Headings without content: 1\n"
        'sqs.md:12  "Quotas" has nothing below it: write what belongs there, remove it, or make the next heading a '
        "deeper one.\n"
        "\n"
        "Values that disagree: 1\n"
        'sqs.md:5  "Maximum visibility timeout of a message: 12 hours" disagrees with old.md:3, "max visibility '
        'timeout of a message: 10 hours": correct one of them, or write when each holds.\n'
        "\n"
        "Links that lead nowhere: 2\n"
        'sqs.md:16  "gone.md" leads to no file: correct the link, or add the file.\n'
        'sqs.md:16  "#gone" leads to no heading of sqs.md: correct the part after #.\n'
        "\n"
        "2 files, 4 findings.\n"
    )


def test_check_json_is_an_object_a_line_by_file_and_line(run: Run, notes: Path) -> None:
    (notes / "a.md").write_bytes(b"\x00\x01")
    (notes / "b.md").write_text("max 12h\n\n# Größe\n", encoding="utf-8")
    found = run("notes", "check", "--json")
    assert (found.code, found.err, found.out.isascii()) == (1, "", True)
    values = [json.loads(row) for row in found.out.splitlines()]
    assert all(list(value) == ["rule", "file", "line", "message"] for value in values)
    assert [(value["rule"], value["file"], value["line"]) for value in values] == [
        ("unreadable", "a.md", 1),
        ("no-subject", "b.md", 1),
        ("empty-heading", "b.md", 3),
    ]


def test_check_of_one_file_looks_for_links_beside_it(run: Run, notes: Path) -> None:
    (notes / "links.md").write_text("# Links\n\n[here](sqs.md) and [there](gone.md)\n", encoding="utf-8")
    found = run("notes", "check", "--notes", "notes/links.md")
    assert found.code == 1
    assert "gone.md" in found.out
    assert "sqs.md" not in found.out


def test_check_of_notes_that_cannot_be_read_is_a_failure_in_one_sentence(run: Run, tmp_path: Path) -> None:
    found = run("notes", "check", "--notes", "nowhere")
    assert (found.code, found.out) == (1, "")
    assert found.sentence.startswith("There is no folder or file nowhere")
    (tmp_path / "empty").mkdir()
    found = run("notes", "check", "--notes", "empty")
    assert (found.code, found.out) == (1, "")
    assert found.sentence == "There are no notes in empty: put .md, .markdown or .txt files there."


# eval


@pytest.fixture
def questions(tmp_path: Path) -> Path:
    """A set of two questions, one of which the notes answer."""
    lines = [
        {
            "id": "a",
            "question": QUESTION,
            "style": "plain",
            "type": "value",
            "gold": [["12 hours"]],
            "evidence": [{"file": "sqs.md", "start": 5, "end": 5}],
            "answerable": True,
        },
        {
            "id": "b",
            "question": "what is the default retention period of a message?",
            "style": "plain",
            "type": "value",
            "gold": [["nobody wrote this"]],
            "evidence": [{"file": "sqs.md", "start": 10, "end": 10}],
            "answerable": True,
        },
        {
            "id": "off-1",
            "question": "who won the football world cup",
            "style": "chatty",
            "type": "which",
            "gold": [],
            "evidence": [],
            "answerable": False,
        },
    ]
    path = tmp_path / "set.jsonl"
    path.write_text("\n".join(json.dumps(line) for line in lines), encoding="utf-8")
    return path


@pytest.mark.usefixtures("questions")
def test_eval_prints_the_figures_of_a_set(run: Run) -> None:
    found = run("eval", "set.jsonl")
    assert (found.code, found.err) == (0, "")
    assert " ".join(found.out.split()) == (
        "all n 2 right 50.0 hit@1 100.0 hit@3 100.0 hit@5 100.0 mrr@10 100.0 silent 0.0 wrong 50.0 off 1 declined 100.0"
    )


@pytest.mark.usefixtures("questions")
def test_eval_by_style_prints_a_line_for_each_and_misses_show_what_went_wrong(run: Run) -> None:
    rows = run("eval", "set.jsonl", "--notes", "notes", "--by", "style", "--misses", "5").out.splitlines()
    assert [row.split()[0] for row in rows[:3]] == ["all", "chatty", "plain"]
    assert rows[4] == "b [plain/value] what is the default retention period of a message?"
    assert rows[5] == "  wanted  nobody wrote this"
    assert "4 days" in rows[6]
    assert len(rows) == 7


def test_eval_of_a_bad_set_is_a_failure_that_names_the_line(run: Run, questions: Path) -> None:
    questions.write_text(questions.read_text(encoding="utf-8") + "\n{}\n", encoding="utf-8")
    found = run("eval", "set.jsonl")
    assert (found.code, found.sentence) == (1, 'set.jsonl, line 4: "id" is missing.')


# chat


def test_chat_in_a_pipe_answers_line_by_line_without_prompt_banner_or_colour(notes: Path) -> None:
    lines = (
        f"{QUESTION}\n\n/open 1\n/topics\n/topics retention\n/search retention\n/more\n/nothing\n/help\n/quit\nnot read"
    )
    found = started(notes.parent, "chat", stdin=lines.encode(), FORCE_COLOR="1", TERM="xterm-256color")
    assert (found.code, found.err) == (0, "")
    assert "\x1b" not in found.out
    replies = found.out.split("\n\n")
    assert "12 hours" in replies[0]
    assert "›" not in replies[0].partition("\n")[0]
    assert "▌ 5  - Maximum visibility timeout of a message: 12 hours" in found.out
    assert "There is no /nothing" in found.out
    assert "/search WORDS" in replies[-2]
    assert replies[-1] == ""


def test_chat_in_a_pipe_ends_with_its_input(run: Run) -> None:
    assert run("chat", stdin=b"") == Result(0, "", "")


# usage, exit codes, the world outside


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        pytest.param([], "Missing command: see `studybot --help`.", id="no command"),
        pytest.param(["sing"], "No such command 'sing': see `studybot --help`.", id="unknown command"),
        pytest.param(["--sing"], "No such option", id="unknown option"),
        pytest.param(["ask", "--jsn"], "No such option", id="misspelt option"),
        pytest.param(["ask", "--sing"], "No such option", id="of a command"),
        pytest.param(["ask", "--notes"], "Option '--notes' requires an argument: see", id="option without value"),
        pytest.param(["ask", "--notes", "", "x"], "Invalid value for '--notes': it is empty: see", id="empty value"),
        pytest.param(["index", "x"], "Got unexpected extra argument (x): see `studybot index --help`.", id="too many"),
        pytest.param(["questions", "x"], "Got unexpected extra argument (x): see", id="questions of something"),
        pytest.param(["questions", "--count", "0"], "Invalid value for '--count': 0 is not in", id="no questions"),
        pytest.param(["questions", "--seed", "x"], "Invalid value for '--seed': 'x' is not a valid", id="no seed"),
        pytest.param(
            ["questions", "--coverage", "--count", "2"], "--coverage counts all questions", id="some coverage"
        ),
        pytest.param(["eval"], "Missing argument 'QUESTIONS.jsonl': see `studybot eval --help`.", id="too few"),
        pytest.param(["eval", "x", "--by", "mood"], "Invalid value for '--by': 'mood' is not one of", id="no choice"),
        pytest.param(["eval", "x", "--misses", "-1"], "Invalid value for '--misses': -1 is not in", id="out of range"),
        pytest.param(["chat", "\x1b[31mx"], "Got unexpected extra argument (x): see", id="control characters"),
    ],
)
def test_a_usage_error_is_one_sentence_and_exit_code_2(run: Run, arguments: list[str], said: str) -> None:
    found = run(*arguments)
    assert (found.code, found.out) == (2, "")
    assert found.sentence.startswith(said)
    assert found.sentence.endswith("--help`.")


@pytest.mark.parametrize("command", ["", *cli.commands])
def test_every_command_explains_itself(run: Run, command: str) -> None:
    for option in ("--help", "-h"):
        found = run(*([command] if command else []), option)
        assert (found.code, found.err) == (0, "")
        assert found.out.startswith(f"Usage: studybot {command}".rstrip())


def test_help_of_the_program_names_every_command(run: Run) -> None:
    commands = "ask backup chat doctor eval export index notes questions restore run"
    assert set(cli.commands) == set(commands.split())
    assert all(f"\n  {name}" in run("--help").out for name in cli.commands)


def test_version_is_told(run: Run) -> None:
    found = run("--version")
    assert found.code == 0
    assert found.out.startswith("studybot ")


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        pytest.param(NotesError("The notes are gone."), 1, "The notes are gone.", id="notes"),
        pytest.param(OSError(28, "No space left on device"), 1, "The system refused: No space left", id="full disk"),
        pytest.param(
            ValueError("secret detail"), 1, "This is a bug of Studybot: please report ValueError at", id="bug"
        ),
        pytest.param(MemoryError(), 1, "This is a bug of Studybot: please report MemoryError at", id="memory"),
        pytest.param(KeyboardInterrupt(), 130, "", id="Ctrl-C"),
        pytest.param(BrokenPipeError(), 1, "", id="reader gone"),
    ],
)
def test_whatever_fails_is_at_most_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch, error: BaseException, code: int, said: str
) -> None:
    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr(KnowledgeBase, "ask", fail)
    found = run("ask", "x")
    assert found.code == code
    assert found.err.strip().startswith(said)
    assert len(found.err.strip().splitlines()) == bool(said)
    assert "secret detail" not in found.err


def test_broken_settings_are_a_failure_in_one_sentence(run: Run, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"NOTES_DIR=\xff\n")
    found = run("ask", "x")
    assert (found.code, found.sentence) == (1, "The settings in .env cannot be read: save the file as UTF-8.")


@pytest.mark.parametrize("command", [["ask"], ["ask", "--json"], ["chat"]])
def test_a_reader_that_stops_reading_is_no_reason_to_complain(notes: Path, command: list[str]) -> None:
    with process(notes.parent, "-m", "bot", *command) as running:
        assert running.stdout is not None
        running.stdout.close()
        _, err = running.communicate(b"retention\n" * 50, timeout=60)
    assert err == b""


def test_a_terminal_of_another_encoding_gets_question_marks(notes: Path) -> None:
    found = started(notes.parent, "ask", QUESTION, PYTHONIOENCODING="ascii", PYTHONUTF8="0")
    assert found.code == 0
    assert "SQS ? Visibility timeout ? sqs.md:5" in found.out


def test_the_module_is_the_program(tmp_path: Path) -> None:
    found = started(tmp_path, "--help")
    assert (found.code, found.err) == (0, "")
    assert found.out.startswith("Usage: studybot ")
