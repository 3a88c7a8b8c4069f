"""The messages of a private run, of the leaderboard and of a review: within Discord's limits whatever is in them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from discord.ui import LayoutView, MediaGallery
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.store.protocol.attempts import Outcome
from bot.store.protocol.board import EVER, Span
from bot.store.protocol.quizzes import Quiz, QuizQuestion
from bot.store.protocol.reviews import Report
from bot.study.board.improvement import ImprovedRow, Improvement
from bot.study.board.standings import Page, Period, Row
from bot.study.board.streaks import Streak
from bot.study.daily.playing import Answered, Summary, Turn, TurnState
from bot.study.daily.review import Reviewed
from cogs.ui import board, quiz_ids, quiz_run, reviews
from cogs.ui.quiz_ids import ReviewAct
from knowledge.base import Line

LARGEST_ID = 2**63 - 1
NOW = datetime(2027, 3, 1, 9, tzinfo=UTC)
PIECES = ["x" * 700, "a_b*" * 300, "\N{ROCKET}" * 400, "```\n" * 50, "\n" * 30, "@everyone ", "\u202e", "<@1>"]
TEXTS = st.one_of(st.text(max_size=60), st.lists(st.sampled_from(PIECES), max_size=4).map("".join))
TEMPLATES = [
    template
    for name, template in vars(quiz_ids).items()
    if isinstance(template, re.Pattern) and not name.startswith("_")
]


def texts(view: LayoutView) -> list[str]:
    return [item.content for item in view.walk_children() if hasattr(item, "content")]


def text(view: LayoutView) -> str:
    return "\n".join(texts(view))


def buttons(view: LayoutView) -> dict[str, Any]:
    items: list[Any] = list(view.walk_children())
    return {item.label: item for item in items if getattr(item, "label", None)}


def sound(view: LayoutView) -> bool:
    """Return whether every id is known to just one kind of press, and nobody is pinged."""
    ids = [item.custom_id for item in buttons(view).values()]
    pinged = any("@everyone" in each or "<@1>" in each for each in texts(view))
    return not pinged and all(sum(t.fullmatch(custom_id) is not None for t in TEMPLATES) == 1 for custom_id in ids)


@st.composite
def questions(draw: st.DrawFn) -> QuizQuestion:
    choices = tuple(draw(st.lists(TEXTS, min_size=2, max_size=10)))
    answer = draw(st.integers(0, len(choices) - 1))
    first = draw(st.integers(1, 9_999_999))
    topic = tuple(draw(st.lists(TEXTS, max_size=3)))
    return QuizQuestion(
        "q" * 80, "value", draw(TEXTS), choices, answer, draw(TEXTS), topic, draw(TEXTS), first, first + 3,
        retired=draw(st.booleans()),
    )  # fmt: skip


@st.composite
def quizzes(draw: st.DrawFn) -> Quiz:
    asked = tuple(draw(st.lists(questions(), min_size=1, max_size=10)))
    return Quiz(LARGEST_ID, 1, date(2027, 3, 1), draw(st.integers(1, 10**6)), 1, NOW, asked)


def reached(marks: Sequence[bool | None], place: int = 3, players: int = 12, streak: Streak = Streak(6, 1)) -> Summary:  # noqa: B008 - frozen
    return Summary(sum(mark is True for mark in marks), len(marks), streak, tuple(marks), place, players)


@settings(max_examples=40)
@given(quizzes(), st.data())
def test_every_run_can_be_sent(quiz: Quiz, data: st.DataObject) -> None:
    """Building a message holds it to the limits, so that it is built is all that is to be shown."""
    place = data.draw(st.integers(0, len(quiz.questions) - 1))
    question = quiz.questions[place]
    order = tuple(data.draw(st.permutations(range(len(question.choices)))))
    chosen = data.draw(st.sampled_from(order))
    asking = Turn(quiz, TurnState.ASKING, place, order, 1, 5)
    assert sound(quiz_run.run(asking))
    assert [label for label in buttons(quiz_run.run(asking)) if len(label) == 1] == list("ABCDEFGHIJ"[: len(order)])
    end = Turn(quiz, TurnState.DONE, summary=reached([True] * 10))
    for following in (asking, end):
        answered = Answered(quiz, question, place, order, chosen, False, Outcome.KEPT, following)  # noqa: FBT003 - as it comes
        assert sound(quiz_run.verdict(answered))
    everything = tuple(data.draw(st.sampled_from([None, *range(len(each.choices))])) for each in quiz.questions)
    assert sound(quiz_run.own_answers(quiz, everything))


@settings(max_examples=20)
@given(quizzes(), TEXTS, st.lists(st.sampled_from([True, False, None]), max_size=10))
def test_every_end_can_be_sent(quiz: Quiz, name: str, marks: list[bool | None]) -> None:
    for state in (TurnState.DONE, TurnState.CLOSED):
        assert sound(quiz_run.run(Turn(quiz, state, summary=reached(marks))))
    assert sound(quiz_run.shared_result(quiz, reached(marks), name))


QUESTION = QuizQuestion(
    "k", "value", "What is the *maximum* timeout?", ("1 hour", "12 hours", "3 days", "none"), 1, "At most 12 hours.",
    ("SQS",), "sqs.md", 12, 12,
)  # fmt: skip
QUIZ = Quiz(4, 1, date(2027, 3, 1), 12, 1, NOW, (QUESTION, QUESTION))
ORDER = (2, 1, 0, 3)
ASKING = Turn(QUIZ, TurnState.ASKING, 1, ORDER, 2, 2)


def answered(chosen: int | None, following: Turn = ASKING, **changes: Any) -> Answered:
    first = Answered(QUIZ, QUESTION, 0, ORDER, chosen, False, Outcome.KEPT, following)  # noqa: FBT003 - as it comes
    return replace(first, **changes)


def test_a_question_is_asked_in_the_order_of_the_member() -> None:
    view = quiz_run.run(ASKING)
    head, choices, small = texts(view)
    assert head.split("\n") == ["-# Quiz 12 · Question 2 of 2", r"### What is the \*maximum\* timeout?"]
    assert choices.split("\n") == ["**A.** 3 days", "**B.** 12 hours", "**C.** 1 hour", "**D.** none"]
    assert "later with Play" in small
    assert {label: item.custom_id for label, item in buttons(view).items()} == {
        letter: f"q:4:1:{index}" for letter, index in zip("ABCD", ORDER, strict=True)
    }


def test_ten_choices_are_in_rows_of_five() -> None:
    question = replace(QUESTION, choices=tuple(map(str, range(10))))
    quiz = replace(QUIZ, questions=(question,))
    view = quiz_run.run(Turn(quiz, TurnState.ASKING, 0, tuple(range(10)), 1, 1))
    assert [len(row["components"]) for row in view.to_components() if row["type"] == 1] == [5, 5]  # type: ignore[no-untyped-call] # as the library has it


def test_a_right_answer_is_called_right() -> None:
    view = quiz_run.verdict(answered(1))
    said = text(view)
    assert "### ✓ Right" in said
    assert "✓ **B.** 12 hours **(right, your answer)**" in said
    assert "wrong" not in said.casefold()
    assert said.endswith("> At most 12 hours.\n-# sqs.md:12")
    assert list(buttons(view)) == ["Next", "Report"]


def test_a_wrong_answer_shows_what_would_have_been_right() -> None:
    end = Turn(QUIZ, TurnState.DONE, summary=reached([False, True]))
    view = quiz_run.verdict(answered(0, end))
    assert "### ✗ Wrong" in text(view)
    assert "✗ **C.** 1 hour **(wrong, your answer)**" in text(view)
    assert "✓ **B.** 12 hours **(right)**" in text(view)
    assert "**A.** 3 days\n" in text(view)
    assert list(buttons(view)) == ["See result", "Report"]


def test_a_second_answer_shows_the_first_one() -> None:
    view = quiz_run.verdict(answered(0, repeated=True, state=Outcome.REPEATED))
    assert quiz_run.ANSWERED_BEFORE in text(view)
    assert "✗ **C.** 1 hour **(wrong, your answer)**" in text(view)


CLOSED = Turn(QUIZ, TurnState.CLOSED)


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (answered(None, CLOSED, state=Outcome.CLOSED), quiz_run.TOO_LATE),
        (answered(None, state=Outcome.RETIRED), quiz_run.TAKEN_OUT),
        (answered(None, question=None, state=Outcome.UNKNOWN), quiz_run.UNKNOWN_CHOICE),
        (answered(None, Turn(None, TurnState.UNKNOWN), quiz=None, question=None), quiz_run.UNKNOWN),
    ],
)
def test_an_answer_that_was_not_kept_says_why_and_leads_on(late: Answered, said: str) -> None:
    shown = text(quiz_run.verdict(late))
    assert said in shown
    assert "✓" not in shown
    if late.next is ASKING:
        assert "Question 2 of 2" in shown


def test_the_end_says_how_one_did_in_words_too() -> None:
    shown = text(quiz_run.run(Turn(QUIZ, TurnState.DONE, summary=reached([True, False, None]))))
    assert shown.split("\n")[:6] == [
        "### Quiz 12: 1 of 3 right",
        "🟩🟥⬜",
        "-# right, wrong, not answered",
        "**10 points**",
        "Streak: 6 quiz days in a row, and 1 freeze for missed days",
        "Place 3 of 12 players so far",
    ]
    closed = text(quiz_run.run(Turn(QUIZ, TurnState.CLOSED, summary=reached([True], 1, 1, Streak(1)))))
    assert "Streak: 1 quiz day in a row\nPlace 1 of 1 player\n" in closed
    assert "takes no more answers" in closed


def test_a_quiz_of_which_nothing_is_left_says_so() -> None:
    assert text(quiz_run.run(Turn(QUIZ, TurnState.DONE, summary=reached([])))) == quiz_run.NOTHING_LEFT


def test_what_is_shared_tells_nothing_but_how_one_did() -> None:
    shown = text(quiz_run.shared_result(QUIZ, reached([True, False]), "*Ann*"))
    assert shown == "**\\*Ann\\*** · Quiz 12: 1 of 2 right\n🟩🟥\n-# right, wrong"


def test_ones_own_answers_are_shown_with_the_right_ones() -> None:
    quiz = replace(QUIZ, questions=(QUESTION, QUESTION, replace(QUESTION, retired=True)))
    title, *shown = texts(quiz_run.own_answers(quiz, (1, 0, None)))
    assert title == "### Your answers · Quiz 12"
    source = ["> At most 12 hours.", "-# sqs.md:12"]
    asked = r"**What is the \*maximum\* timeout?**"
    assert [each.split("\n") for each in shown] == [
        [f"**1.** {asked}", "✓ Right, your answer: 12 hours", *source],
        [f"**2.** {asked}", "✗ Wrong, your answer: 1 hour", "✓ Right: 12 hours", *source],
        [
            f"**3.** {asked}",
            "Taken out: it counts for nobody.",
            "✗ You did not answer it.",
            "✓ Right: 12 hours",
            *source,
        ],
    ]


ROWS = st.builds(
    Row,
    st.integers(1, 10**6),
    st.integers(1, LARGEST_ID),
    TEXTS,
    st.integers(0, 10**7),
    st.just(3),
    st.just(7),
    st.integers(0, 9_999),
    st.one_of(st.none(), st.integers(-(10**6), 10**6)),
)


@settings(max_examples=40)
@given(st.lists(ROWS, max_size=10), st.sampled_from(Period), st.one_of(st.none(), TEXTS), st.booleans(), st.data())
def test_every_page_of_the_board_can_be_sent(
    rows: list[Row],
    period: Period,
    topic: str | None,
    hidden: bool,  # noqa: FBT001 - drawn
    data: st.DataObject,
) -> None:
    own = data.draw(st.one_of(st.none(), ROWS))
    season = 2 if period is Period.SEASON else None
    page = Page(period, Span(EVER.first, NOW.date()), tuple(rows), 1, 3, 25, topic, season, own, hidden)
    for private in (True, False):
        assert sound(board.board(page, b"png", 3, private=private).view)
    improved = tuple(ImprovedRow(1, row.member, row.name, 0.2, 0.7, 0.5, 9) for row in rows)
    own_gain = ImprovedRow(None, 1, "me", -0.1, 0.4, 0.5, 9)
    found = Improvement(page.span, data.draw(st.sampled_from([None, page.span])), improved, own_gain)
    assert sound(board.gains(found, period, 3, private=True))


ANN = Row(1, 1, "*Ann*", 120, 12, 16, 6, 2)
BOB = Row(1, 2, "Bob", 120, 12, 12, 0, None)
CAT = Row(3, 3, "\u200b", 10, 1, 1, 1, 0)
WEEK = Span(date(2027, 3, 1), date(2027, 3, 3))
PAGE = Page(Period.WEEK, WEEK, (ANN, BOB, CAT), 0, 1, 3)


def test_the_board_says_places_points_and_progress_in_words() -> None:
    shown = board.board(PAGE, b"png", 1, private=False)
    assert texts(shown.view)[-1].split("\n") == [
        r"🥇 Gold · **1. \*Ann\***: 120 points, 75% right, streak 6 days, up 2",
        "🥇 Gold · **1. Bob**: 120 points, 100% right, new",
        "🥉 Bronze · **3. Somebody**: 10 points, 100% right, streak 1 day, same place",
    ]
    assert texts(shown.view)[0] == "### Leaderboard · This week\n-# 1 to 3 March 2027 · 3 members"


def test_the_picture_is_described_in_words() -> None:
    shown = board.board(PAGE, b"png", 1, private=False)
    (gallery,) = [item for item in shown.view.walk_children() if isinstance(item, MediaGallery)]
    assert gallery.items[0].media.url == "attachment://leaderboard.png"
    assert "1. *Ann*: 120 points" in (gallery.items[0].description or "")
    assert [file.filename for file in shown.files] == ["leaderboard.png"]
    without = board.board(PAGE, None, 1, private=False)
    assert without.files == ()
    assert texts(without.view) == texts(shown.view)


def test_an_empty_board_says_how_it_fills() -> None:
    shown = board.board(replace(PAGE, rows=(), members=0, topic="*SQS*"), None, 1, private=False)
    assert r"Nobody has answered a quiz question about \*SQS\* this week yet." in texts(shown.view)[-1]
    assert board.HOW_IT_FILLS in texts(shown.view)[-1]
    assert buttons(shown.view)["Month"]


@pytest.mark.parametrize(
    ("page", "said"),
    [
        (replace(PAGE, own=replace(ANN, place=14, member=9)), "You: place 14, 120 points, 75% right, streak 6 days"),
        (replace(PAGE, own=ANN), ""),
        (
            replace(PAGE, own=replace(ANN, member=9), hidden=True),
            "You are hidden, and nobody else sees this. You would stand at place 1: 120 points",
        ),
    ],
)
def test_a_private_board_tells_of_ones_own_place_and_a_public_one_does_not(page: Page, said: str) -> None:
    private, public = (text(board.board(page, None, 1, private=private).view) for private in (True, False))
    assert "You" not in public
    assert said in private if said else private == public


@pytest.mark.parametrize(
    ("page", "seasons", "labels"),
    [
        (PAGE, 1, ["Week", "Month", "All time", "Most improved", "Hide me"]),
        (
            replace(PAGE, pages=3, number=1, hidden=True),
            2,
            ["Back", "Next", "Week", "Month", "Season", "All time", "Most improved", "Show me"],
        ),
        (
            replace(PAGE, period=Period.SEASON, season=2),
            3,
            ["Week", "Month", "Season", "All time", "Most improved", "Season 1", "Season 3", "Hide me"],
        ),
    ],
)
def test_the_board_leads_to_other_pages_periods_and_seasons(page: Page, seasons: int, labels: list[str]) -> None:
    assert list(buttons(board.board(page, None, seasons, private=True).view)) == labels


def test_where_everybody_is_new_nobody_is_called_so() -> None:
    """As the picture has it."""
    page = replace(PAGE, rows=tuple(replace(row, moved=None) for row in PAGE.rows))
    assert "new" not in text(board.board(page, None, 2, private=True).view)


def test_the_improvement_board_says_from_where_to_where() -> None:
    improved = (ImprovedRow(1, 1, "Ann", 0.25, 0.75, 0.5, 16), ImprovedRow(2, 2, "Bob", 0.1, 0.6, 0.5, 10))
    own = ImprovedRow(None, 3, "Cat", -0.125, 0.375, 0.5, 8)
    shown = text(board.gains(Improvement(WEEK, WEEK, improved, own), Period.WEEK, 1, private=True))
    assert shown.split("\n") == [
        "### Most improved · This week",
        "-# 1 to 3 March 2027, against the four weeks before",
        "🥇 Gold · **1. Ann**: 75% right, 50% before (+25)",
        "🥈 Silver · **2. Bob**: 60% right, 50% before (+10)",
        "You: 38% right, 50% before (-12)",
    ]
    assert board.NOBODY_IMPROVED in text(board.gains(Improvement(WEEK, WEEK), Period.WEEK, 1, private=True))
    assert board.NOTHING_BEFORE in text(board.gains(Improvement(EVER, None), Period.ALL, 1, private=True))


LINES = st.lists(st.tuples(TEXTS, st.booleans()), max_size=12).map(
    lambda rows: tuple(Line(number, line, quoted) for number, (line, quoted) in enumerate(rows, 9_999_990))
)


@settings(max_examples=40)
@given(questions(), LINES, st.integers(0, 3), st.sampled_from(ReviewAct), st.booleans())
def test_every_review_can_be_sent(
    question: QuizQuestion,
    lines: tuple[Line, ...],
    reporters: int,
    act: ReviewAct,
    done: bool,  # noqa: FBT001 - drawn
) -> None:
    reviewed = Reviewed(Report(question.id, 1, 0, reporters, NOW), question, replace(QUIZ, questions=(question,)), 3, 9)
    case = reviews.Case(reviewed, (7,) * len(question.choices), lines)
    assert sound(reviews.reported(case, 4, 9))
    assert sound(reviews.decided(case, act, done=done, more=True))


def test_a_review_shows_what_helps_to_decide() -> None:
    reviewed = Reviewed(Report("k", 4, 0, 2, NOW - timedelta(hours=1)), QUESTION, QUIZ, 1, 4)
    lines = (Line(11, "## Timeout", False), Line(12, "At most 12 hours.", True))  # noqa: FBT003 - as it comes
    view = reviews.reported(reviews.Case(reviewed, (2, 1, 1, 0), lines), 0, 2)
    head, choices, source, page = texts(view)
    assert "Quiz 12 · Monday 1 March 2027 · Reported by 2 members" in head
    assert choices.split("\n") == [
        "- 1 hour (chosen 2×)",
        "- ✓ right: 12 hours (chosen 1×)",
        "- 3 days (chosen 1×)",
        "- none (chosen 0×)",
        "1 member of 4 got it right.",
    ]
    assert source == "-# sqs.md:12\n```\n  11 ## Timeout\n> 12 At most 12 hours.\n```"
    assert page == "-# 1 of 2 reported questions"
    assert list(buttons(view)) == ["Retire", "Keep", "Next"]
    retired = replace(reviewed, question=replace(QUESTION, retired=True))
    gone = reviews.decided(reviews.Case(retired, (2, 1, 1, 0), ()), ReviewAct.RETIRE, done=True, more=False)
    assert list(buttons(gone)) == ["Put back"]
    assert reviews.NO_LINES in text(gone)
