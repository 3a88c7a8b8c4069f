"""The terminal chat: every command, what a line may refer to, and what never reaches the terminal."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from bot.app import App
from bot.chat import COMMANDS, NOTHING_YET, State, banner, converse, respond
from bot.render import Line, Look, plain
from bot.screen import PlainScreen
from knowledge.base import KnowledgeBase
from knowledge.files import NotesError, Skipped
from knowledge.index import Summary
from knowledge.model import SHARED_SCOPE, Answer, Disagreement, Passage, Side
from knowledge.quiz.grading import Verdict, grade
from knowledge.quiz.model import Question, QuizKind

SQS = """# SQS

## Visibility timeout

- Maximum visibility timeout of a message: 12 hours
- Default visibility timeout of a message: 30 seconds

## Dead-letter queue

A dead-letter queue collects the messages that could not be processed.

## Retention

- Default retention period: 4 days
- Maximum retention period: 14 days
"""
LAMBDA = """# Lambda

## Limits

- Maximum duration of a function: 15 minutes
- Maximum memory of a function: 10,240 MB

## What starts a function?

An event, such as a message in a queue.
"""


CELLS = """# Cells

- **Nucleus**: holds the DNA of an animal cell
- **Ribosome**: builds proteins from amino acids
- **Mitochondrion**: releases energy from sugar
- **Vacuole**: keeps water and waste apart

**Which cells divide by meiosis?**

- [ ] The cells of the skin
- [x] The cells that become gametes
"""


@pytest.fixture(scope="module")
def knowledge(tmp_path_factory: pytest.TempPathFactory) -> Iterator[KnowledgeBase]:
    """Two small notes."""
    folder = tmp_path_factory.mktemp("chat")
    notes = folder / "notes"
    notes.mkdir()
    (notes / "sqs.md").write_text(SQS, encoding="utf-8")
    (notes / "lambda.md").write_text(LAMBDA, encoding="utf-8")
    with KnowledgeBase(notes, folder / "data") as base:
        base.refresh()
        yield base


class Told(KnowledgeBase):
    """A knowledge base that says what it was told to say."""

    def __init__(self, *answers: Answer) -> None:
        super().__init__(Path("no notes"), Path("no data"))
        self._answers = list(answers)

    def ask(self, question: str, scopes: Sequence[str] = (SHARED_SCOPE,)) -> Answer:
        """Say what comes next, whatever was asked."""
        del question, scopes
        return self._answers.pop(0)


class Quiz(Told):
    """A knowledge base with these questions."""

    def __init__(self, *questions: Question) -> None:
        super().__init__()
        self._questions = questions

    def questions(self, scopes: Sequence[str] = (SHARED_SCOPE,), seed: int = 0) -> tuple[Question, ...]:
        """Give the questions that there are, whatever the seed."""
        del scopes, seed
        return self._questions

    def grade(self, question: Question, typed: str, scopes: Sequence[str] = (SHARED_SCOPE,)) -> Verdict:
        """Judge without the words of any notes."""
        del scopes
        return grade(question, typed)


def talk(knowledge: KnowledgeBase, *lines: str) -> str:
    """Return the text of the last reply of a conversation."""
    state, blocks = State(), ()
    for line in lines:
        state, blocks = respond(knowledge, state, line)  # type: ignore[assignment]
    return plain(blocks)


def answered(*passages: Passage, **more: object) -> Answer:
    text = passages[0].text
    return Answer("q", answered=True, answer=text, confidence=0.9, passages=passages, quotes=passages[:1], **more)  # type: ignore[arg-type]


def declined(*suggestions: str, passages: tuple[Passage, ...] = ()) -> Answer:
    return Answer("q", answered=False, answer="", confidence=0.1, passages=passages, suggestions=suggestions)


def asking(number: int = 1, kind: QuizKind = QuizKind.ORDER, **changed: object) -> Question:
    question = Question(
        id=f"q{number}",
        kind=kind,
        prompt=f"What is asked {number}?",
        choices=("30 seconds", "12 hours", "4 days"),
        answer=1,
        explanation=f"Line {number} says 12 hours",
        topic=("SQS", "Visibility timeout"),
        file="sqs.md",
        start_line=number,
        end_line=number,
        fact=f"fact {number}",
    )
    return replace(question, **changed)  # type: ignore[arg-type]


def passage(text: str, line: int = 5, end: int | None = None, file: str = "sqs.md") -> Passage:
    return Passage(file, line, end or line, ("SQS", "Visibility timeout"), text)


def test_an_answer_comes_first_then_its_place_then_what_to_do_next() -> None:
    state, blocks = respond(Told(answered(passage("max 12 hours"), passage("other", 9))), State(), "max timeout?")
    assert plain(blocks).split("\n") == [
        "max 12 hours",
        " 1  SQS › Visibility timeout · sqs.md:5",
        "    /more for other places, /open 1 for the lines around",
    ]
    assert [block.look for block in blocks if isinstance(block, Line)] == [Look.ANSWER, Look.PLACE, Look.HINT]
    assert [place.start_line for place in state.places] == [5]


def test_a_real_question_is_answered_from_the_notes(knowledge: KnowledgeBase) -> None:
    reply = talk(knowledge, "what is the maximum visibility timeout of a message?")
    assert "12 hours" in reply
    assert "sqs.md:5" in reply


def test_an_answer_of_two_places_shows_each_part_with_its_own() -> None:
    found = Answer(
        "q",
        answered=True,
        answer="max 12 hours\nDefault:\n30 seconds",
        confidence=0.9,
        passages=(passage("max 12 hours"), passage("Default:\n30 seconds", 6, 7)),
        quotes=(passage("max 12 hours"), passage("Default:\n30 seconds", 6, 7)),
    )
    assert talk(Told(found), "timeouts?").split("\n") == [
        "max 12 hours",
        " 1  SQS › Visibility timeout · sqs.md:5",
        "Default:",
        "30 seconds",
        " 2  SQS › Visibility timeout · sqs.md:6-7",
        "    /open N for the lines around",
    ]


def test_notes_that_disagree_are_shown_with_both_sources() -> None:
    clash = Disagreement("memory", (Side("3 GB", "a.md", 3, 3), Side("10,240 MB", "b.md", 7, 8)))
    reply = talk(Told(answered(passage("3 GB"), disagreements=(clash,))), "lambda memory?")
    assert "Your notes disagree about memory:" in reply
    assert reply.index("3 GB") < reply.index("a.md:3") < reply.index("10,240 MB") < reply.index("b.md:7-8")


def test_what_is_not_in_the_notes_is_said_and_the_nearest_topics_are_numbered() -> None:
    assert talk(Told(declined("Retention", "Dead-letter queue")), "price?").split("\n") == [
        "That is not in the notes.",
        "The nearest topics (type a number):",
        " 1  Retention",
        " 2  Dead-letter queue",
    ]


def test_the_number_of_a_topic_searches_for_it(knowledge: KnowledgeBase) -> None:
    offered = State(suggestions=("Retention", "Dead-letter queue"))
    _, blocks = respond(knowledge, offered, "2")
    assert plain(blocks) == talk(knowledge, "/search Dead-letter queue")
    assert "could not be processed" in plain(blocks)


def test_the_number_of_a_place_opens_it(knowledge: KnowledgeBase) -> None:
    state, _ = respond(knowledge, State(), "/search retention period")
    assert plain(respond(knowledge, state, "1")[1]) == plain(respond(knowledge, state, "/open 1")[1])


@pytest.mark.parametrize("number", ["0", "3", "٢", "1" * 5000, "-1"])
def test_a_number_that_nothing_is_counted_by_is_a_question_like_any_other(number: str) -> None:
    told = Told(declined())
    state, blocks = respond(told, State(suggestions=("Retention", "Dead-letter queue")), number)
    assert plain(blocks).startswith("That is not in the notes.")
    assert state == State()


def test_search_lists_places_by_number(knowledge: KnowledgeBase) -> None:
    reply = talk(knowledge, "/search retention period")
    assert reply.startswith(" 1  ")
    assert "sqs.md:14" in reply
    assert "SQS › Retention" in reply


@pytest.mark.parametrize("words", ["zebra", "😀", '"', "NEAR(", "*"])
def test_search_says_that_nothing_was_found(knowledge: KnowledgeBase, words: str) -> None:
    assert talk(knowledge, f"/search {words}").startswith(f'Nothing in the notes speaks of "{words}".')


def test_search_without_words_says_how_it_is_used(knowledge: KnowledgeBase) -> None:
    assert "/search dead letter queue" in talk(knowledge, "/search")


def test_more_goes_on_counting_and_open_reaches_every_number(knowledge: KnowledgeBase) -> None:
    places = [passage(f"line {line}", line) for line in range(1, 9)]
    told = Told(answered(*places))
    state, _ = respond(told, State(), "q")
    state, blocks = respond(told, state, "/more")
    assert [row[:4] for row in plain(blocks).split("\n") if row[1:2].isdigit()] == [f" {n}  " for n in range(2, 7)]
    assert "/more for 2 more" in plain(blocks)
    state, blocks = respond(told, state, "/more")
    assert plain(blocks).startswith(" 7  line 7")
    assert plain(respond(told, state, "/more")[1]) == "There are no other places."
    assert "▌" in plain(respond(knowledge, state, "/open 8")[1])


def test_more_leaves_out_places_inside_one_that_was_shown() -> None:
    told = Told(answered(passage("a list", 4, 9), passage("its item", 6), passage("another file", 6, file="sns.md")))
    state, _ = respond(told, State(), "q")
    assert [place.file for place in state.more] == ["sns.md"]


def test_more_before_any_question_says_what_to_do(knowledge: KnowledgeBase) -> None:
    assert talk(knowledge, "/more") == NOTHING_YET


def test_open_shows_the_lines_around_as_they_are_in_the_file(knowledge: KnowledgeBase) -> None:
    state = State(places=(passage("Default visibility timeout of a message: 30 seconds", 6),))
    _, blocks = respond(knowledge, state, "/open 1")
    assert plain(blocks).split("\n") == [
        "SQS › Visibility timeout · sqs.md:6",
        "   2",
        "   3  ## Visibility timeout",
        "   4",
        "   5  - Maximum visibility timeout of a message: 12 hours",
        "▌  6  - Default visibility timeout of a message: 30 seconds",
        "   7",
        "   8  ## Dead-letter queue",
        "   9",
        "  10  A dead-letter queue collects the messages that could not be processed.",
    ]
    assert plain(respond(knowledge, state, "/open")[1]) == plain(blocks)


def test_open_reads_on_below_a_heading(knowledge: KnowledgeBase) -> None:
    reply = talk(knowledge, "/topics retention", "/open 1")
    assert "▌ 12  ## Retention" in reply
    assert "  15  - Maximum retention period: 14 days" in reply


@pytest.mark.parametrize("number", ["0", "2", "x", "1 2", "-1", "1.0", "²"])
def test_open_says_which_numbers_there_are(knowledge: KnowledgeBase, number: str) -> None:
    _, blocks = respond(knowledge, State(places=(passage("x"),)), f"/open {number}")
    assert plain(blocks) == "/open takes the number 1: the places last shown."


def test_open_before_any_place_was_shown_says_what_to_do(knowledge: KnowledgeBase) -> None:
    assert talk(knowledge, "/open 1") == NOTHING_YET


def test_open_of_a_note_that_is_gone_is_one_sentence(knowledge: KnowledgeBase) -> None:
    state = State(places=(passage("x", file="gone.md"),))
    kept, blocks = respond(knowledge, state, "/open 1")
    assert "gone.md" in plain(blocks)
    assert kept == state


def test_topics_is_a_tree_of_headings_under_their_files(knowledge: KnowledgeBase) -> None:
    assert talk(knowledge, "/topics").split("\n") == [
        "lambda.md",
        "  Lambda",
        "    Limits",
        "    What starts a function?",
        "sqs.md",
        "  SQS",
        "    Visibility timeout",
        "    Dead-letter queue",
        "    Retention",
        "/topics WORDS for those with these words",
    ]


def test_topics_with_words_shows_those_alone_below_the_headings_above_them(knowledge: KnowledgeBase) -> None:
    assert talk(knowledge, "/topics QUEUE dead").split("\n") == [
        "sqs.md",
        "    SQS",
        " 1    Dead-letter queue",
        "/open N reads what stands there",
    ]


def test_topics_without_such_a_heading_points_to_search(knowledge: KnowledgeBase) -> None:
    reply = talk(knowledge, "/topics seconds")
    assert reply.startswith('No heading has "seconds".')
    assert "/search seconds" in reply


def test_help_names_every_command(knowledge: KnowledgeBase) -> None:
    reply = talk(knowledge, "/help")
    assert all(name in reply for name in COMMANDS)
    assert talk(knowledge, "help") == reply


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("/serach retention", "There is no /serach: did you mean /search?"),
        ("/topic", "There is no /topic: did you mean /topics?"),
        ("/q", "There is no /q: did you mean /quit?"),
        ("/", "There is no /: /help lists the commands."),
        ("/\x1b[31mred", "There is no /red: /help lists the commands."),
        ("/" + "x" * 100_000, "There is no /" + "x" * 58 + "…: /help lists the commands."),
    ],
)
def test_an_unknown_command_is_met_with_the_nearest_one(knowledge: KnowledgeBase, typed: str, said: str) -> None:
    assert talk(knowledge, typed) == said


@pytest.mark.parametrize("typed", ["/SEARCH retention", "  /search   retention  "])
def test_a_command_may_be_written_in_capitals_and_with_spaces(knowledge: KnowledgeBase, typed: str) -> None:
    assert talk(knowledge, typed) == talk(knowledge, "/search retention")


@pytest.mark.parametrize("goodbye", ["/quit", "exit", "QUIT", " quit ", "/exit"])
def test_a_conversation_ends_when_one_says_goodbye(
    knowledge: KnowledgeBase, goodbye: str, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = iter(["/help", goodbye, "/topics"])
    converse(knowledge, lines, PlainScreen(sys.stdout))
    assert "/search" in capsys.readouterr().out
    assert next(lines) == "/topics"


def test_blank_lines_are_passed_over(knowledge: KnowledgeBase, capsys: pytest.CaptureFixture[str]) -> None:
    converse(knowledge, ["", "  ", "\t"], PlainScreen(sys.stdout))
    assert capsys.readouterr().out == ""


QUESTION = ["1. What is asked 1?", "   A) 30 seconds", "   B) 12 hours", "   C) 4 days"]
HINT = "Type a letter or the answer itself; /skip for the next question, /stop to end"
EXPLAINED = ["  Line 1 says 12 hours", "  SQS › Visibility timeout · sqs.md:1"]


def test_practice_asks_a_question_with_its_choices() -> None:
    assert talk(Quiz(asking()), "/practice").split("\n") == [*QUESTION, HINT]


@pytest.mark.parametrize(
    ("typed", "verdict", "tally"),
    [
        ("b", "Right: B) 12 hours", "1 question answered, 1 right."),
        ("12 h", "Right: B) 12 hours", "1 question answered, 1 right."),
        ("A", "Wrong. The answer: B) 12 hours", "1 question answered, 0 right."),
        ("4 days", "Wrong. The answer: B) 12 hours", "1 question answered, 0 right."),
        ("/skip", "Skipped. The answer: B) 12 hours", "No question answered, 1 skipped."),
    ],
)
def test_practice_says_right_or_wrong_the_answer_its_line_and_place(typed: str, verdict: str, tally: str) -> None:
    reply = talk(Quiz(asking()), "/practice", typed).split("\n")
    assert reply == [verdict, *EXPLAINED, "", "That was the last one.", tally]


def test_practice_goes_on_with_the_next_question_and_every_second_one_is_typed() -> None:
    quiz = Quiz(*(asking(number, QuizKind.GAP) for number in range(1, 4)))
    state, first = respond(quiz, State(), "/practice")
    state, second = respond(quiz, state, "b")
    _, third = respond(quiz, state, "twelve hours")
    assert "A) 30 seconds" in plain(first)
    _, asked = plain(second).split("\n\n")
    assert re.fullmatch(r"2\. What is asked \d\?  \(type the answer\)", asked)
    verdict, asked = plain(third).split("\n\n")
    assert verdict.startswith("Right: 12 hours\n")
    assert asked.startswith("3. What is asked ")
    assert "A) 30 seconds" in asked


def test_a_line_that_is_no_choice_is_asked_again() -> None:
    quiz = Quiz(asking())
    state, _ = respond(quiz, State(), "/practice")
    after, blocks = respond(quiz, state, "banana")
    assert plain(blocks) == "Type a letter from A to C, or one of the choices; /skip and /stop work too."
    assert after == state


def test_an_explanation_that_is_the_answer_itself_is_not_said_twice() -> None:
    assert talk(Quiz(asking(explanation="12 hours")), "/practice", "b").split("\n")[:2] == [
        "Right: B) 12 hours",
        "  SQS › Visibility timeout · sqs.md:1",
    ]


def test_practice_keeps_to_a_topic() -> None:
    quiz = Quiz(asking(1), asking(2, topic=("Lambda",), file="lambda.md"))
    assert talk(quiz, "/practice lamda").startswith("1. What is asked 2?")
    assert talk(quiz, "/practice zebra").startswith('No question is about "zebra".')


def test_practice_without_questions_says_what_notes_need() -> None:
    assert talk(Quiz(), "/practice").startswith("The notes give no questions: lists, definitions and values")


def test_stop_ends_practice_with_a_tally() -> None:
    quiz = Quiz(*(asking(number) for number in range(1, 6)))
    assert talk(quiz, "/practice", "b", "a", "/skip", "/stop") == "2 questions answered, 1 right, 1 skipped."
    assert talk(quiz, "/practice", "/stop") == "No question answered."


@pytest.mark.parametrize("command", ["/skip", "/stop"])
def test_outside_of_practice_its_commands_say_how_it_starts(knowledge: KnowledgeBase, command: str) -> None:
    assert talk(knowledge, command) == "No question is waiting for an answer: /practice asks some."


@pytest.mark.parametrize("command", ["/help", "/topics", "help"])
def test_any_other_command_ends_practice_and_is_run(knowledge: KnowledgeBase, command: str) -> None:
    quiz = Quiz(asking(1), asking(2))
    state, _ = respond(quiz, State(), "/practice")
    state, _ = respond(quiz, state, "b")
    after, blocks = respond(knowledge, state, command)
    assert plain(blocks) == f"1 question answered, 1 right.\n\n{talk(knowledge, command)}"
    assert after.practice is None


def test_practice_within_practice_starts_anew() -> None:
    reply = talk(Quiz(asking(1), asking(2)), "/practice", "b", "/practice")
    assert reply.startswith("1 question answered, 1 right.\n\n1. What is asked ")


def test_an_unknown_command_does_not_end_practice() -> None:
    quiz = Quiz(asking())
    state, _ = respond(quiz, State(), "/practice")
    after, blocks = respond(quiz, state, "/stp")
    assert plain(blocks) == "There is no /stp: did you mean /stop?"
    assert after == state


def test_the_place_of_the_question_answered_last_can_be_opened(knowledge: KnowledgeBase) -> None:
    state, _ = respond(Quiz(asking(5)), State(), "/practice")
    state, _ = respond(Quiz(asking(5)), state, "b")
    assert "▌ 5  - Maximum visibility timeout of a message: 12 hours" in plain(respond(knowledge, state, "/open 1")[1])


def test_what_was_asked_before_comes_last_when_practice_starts_again() -> None:
    quiz = Quiz(*(asking(number) for number in range(1, 9)))
    state, asked = State(), []
    for line in ["/practice", "b", "b", "b", "/stop", "/practice", "b", "b", "b", "b", "b"]:
        state, blocks = respond(quiz, state, line)
        asked += re.findall(r"What is asked (\d)\?", plain(blocks))
    # The fourth was shown when the first practice ended, but not answered.
    assert set(asked[:3]).isdisjoint(asked[4:9])
    assert set(asked[:3] + asked[4:9]) == set("12345678")


def test_the_seed_decides_the_order() -> None:
    quiz = Quiz(*(asking(number) for number in range(1, 9)))
    firsts = [plain(respond(quiz, State(seed=seed), "/practice")[1]) for seed in range(8)]
    assert firsts == [plain(respond(quiz, State(seed=seed), "/practice")[1]) for seed in range(8)]
    assert len(set(firsts)) > 1


@pytest.mark.parametrize("end", [[], ["/quit"], ["exit"], ["/stop", "/quit"]])
def test_practice_ends_with_one_tally_however_the_conversation_ends(
    end: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    converse(Quiz(asking(1), asking(2)), ["/practice", "b", *end], PlainScreen(sys.stdout))
    out = capsys.readouterr().out
    assert out.count(" answered") == 1
    assert out.endswith("1 question answered, 1 right.\n\n")


def test_questions_from_real_notes_can_be_practised(tmp_path: Path) -> None:
    (tmp_path / "cells.md").write_text(CELLS, encoding="utf-8")
    with KnowledgeBase(tmp_path / "cells.md", tmp_path / "data") as cells:
        cells.refresh()
        state, _ = respond(cells, State(), "/practice cells")
        for _ in range(4):
            assert state.practice is not None
            state, blocks = respond(cells, state, state.practice.now.question.right)
            assert plain(blocks).startswith("Right: ")
            assert "cells.md:" in plain(blocks)


HOSTILE = (
    "max \x1b[31m12\x1b[0m h\x07 \x1b]0;pwned\x07\x1b]8;;http://evil\x1b\\link"
    " \u202egnp.exe\x9b2J\x1b\x1b[31m[2J\r\x00 [bold]x[/bold]"
)


def test_nothing_in_a_note_drives_the_terminal() -> None:
    place = Passage("\x1b[2Ja.md", 1, 1, ("\x1b[5mHeading",), HOSTILE)
    side = Side(HOSTILE, "\x1b[2Jb.md", 1, 1)
    told = Told(
        answered(place, passage(HOSTILE, 9), disagreements=(Disagreement(HOSTILE, (side, side)),)),
        declined(HOSTILE),
    )
    state, first = respond(told, State(), "q")
    _, second = respond(told, state, "/more")
    _, third = respond(told, state, "q")
    quiz = Quiz(asking(1, prompt=HOSTILE, choices=(HOSTILE, "y"), answer=0, explanation=HOSTILE, topic=(HOSTILE,)))
    state, fourth = respond(quiz, State(), "/practice")
    _, fifth = respond(quiz, state, "a")
    shown = plain([*first, *second, *third, *fourth, *fifth])
    assert not [c for c in shown if c != "\n" and (ord(c) < 32 or 127 <= ord(c) < 160 or c in "\u202e\u2028")]
    assert "max 12 h" in shown
    assert "[bold]x[/bold]" in shown


def app(knowledge: KnowledgeBase, **summary: object) -> App:
    return App(Path("notes"), knowledge, Summary(files=2, passages=8, **summary))  # type: ignore[arg-type]


def test_the_first_time_the_banner_has_two_lines_and_a_question_that_the_notes_answer(
    knowledge: KnowledgeBase,
) -> None:
    first, second = plain(banner(app(knowledge), first_time=True)).strip().split("\n")
    assert "2 files, 8 passages" in first
    assert len(first) < 80
    question = second.removeprefix("For example: ")
    assert knowledge.ask(question).answered


def test_later_the_banner_has_one_line(knowledge: KnowledgeBase) -> None:
    assert len(plain(banner(app(knowledge), first_time=False)).strip().split("\n")) == 1


def test_the_banner_tells_of_notes_that_could_not_be_used(knowledge: KnowledgeBase) -> None:
    told = plain(banner(app(knowledge, skipped=(Skipped("a.md", "why"),)), first_time=False))
    assert "1 file could not be used: `studybot index` says why." in told


def test_the_chat_goes_on_when_the_notes_cannot_be_read_any_more() -> None:
    class Gone(Told):
        def ask(self, question: str, scopes: Sequence[str] = (SHARED_SCOPE,)) -> Answer:
            del question, scopes
            raise NotesError("There is no knowledge base: run `studybot index`.")

    state, blocks = respond(Gone(), State(), "q")
    assert plain(blocks) == "There is no knowledge base: run `studybot index`."
    assert not state.over
    assert plain(banner(app(Gone()), first_time=True)).startswith("Ask your notes")
