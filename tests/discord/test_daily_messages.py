"""What the group sees: the card, the results, the recap, whatever stands in notes and however members are called."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import hypothesis
import pytest
from discord.ui import LayoutView
from hypothesis import given
from hypothesis import strategies as st

from bot.store.protocol.attempts import Result
from bot.store.protocol.reviews import Report
from bot.store.protocol.schedules import Schedule
from bot.study.board.standings import Period
from bot.study.board.streaks import Streak
from bot.study.daily.announcing import NewStreak, Podium, QuizCard, Results
from bot.study.daily.review import Reviewed
from bot.study.daily.setup import Overview, SetUp
from bot.study.wording import counted, listed
from cogs.ui import daily as drawn
from cogs.ui import quiz_ids
from cogs.ui.limits import TEXTS
from cogs.ui.quiz_card import quiz_card
from cogs.ui.quiz_ids import QuizAct
from cogs.ui.recap import description, weekly_recap
from cogs.ui.results import results
from cogs.ui.text import size
from cogs.ui.wording import day_words, ordinal
from tests.discord import daily, seen
from tests.discord.daily import HOSTILE, question


def wire(view: LayoutView) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = view.to_components()  # type: ignore[no-untyped-call] # discord.py says no type here
    return found


def text(view: LayoutView) -> str:
    return "\n".join(part["content"] for part in seen.parts(wire(view)) if part["type"] == 10)


def buttons(view: LayoutView) -> dict[str, dict[str, Any]]:
    return {part["label"]: part for part in seen.parts(wire(view)) if part["type"] == 2}


def test_a_card_says_all_that_one_needs_to_decide() -> None:
    view = quiz_card(QuizCard(daily.quiz(), 0, 55))
    closes = int(daily.quiz().closes_at.timestamp())
    assert text(view).split("\n") == [
        "<@&55>",
        "### Quiz 12 · Monday 1 March 2027",
        "3 questions about Amazon SQS and AWS Lambda. You play alone: nobody sees your answers.",
        f"Open until <t:{closes}:f> (<t:{closes}:R>).",
        "Nobody has played so far.",
    ]
    (play,) = buttons(view).values()
    assert (play["label"], play["custom_id"], play["disabled"]) == ("Play", "q:5:play", False)


@pytest.mark.parametrize(
    ("played", "said"),
    [(0, "Nobody has played"), (1, "1 member has played"), (2, "2 members have played"), (1200, "1,200 members have")],
)
def test_a_card_counts_who_has_played(played: int, said: str) -> None:
    assert said in text(quiz_card(QuizCard(daily.quiz(), played)))


def test_a_closed_card_says_so_and_keeps_its_button() -> None:
    """What is pressed explains itself; what is gone explains nothing."""
    view = quiz_card(QuizCard(daily.quiz(closed_at=daily.OPENS + timedelta(hours=20)), 9))
    assert "**Closed.** 9 members played." in text(view)
    assert "Open until" not in text(view)
    assert "You play alone" not in text(view)
    assert buttons(view)["Play"]["disabled"] is False


def test_a_card_names_a_few_topics_and_counts_the_questions_that_count() -> None:
    asked = [question(str(n), topic=(f"Topic {n}", "Part")) for n in range(9)]
    said = text(quiz_card(QuizCard(daily.quiz(questions=[*asked, question("x", topic=(), retired=True)]))))
    assert "9 questions about Topic 0, Topic 1, Topic 2, Topic 3, Topic 4 and 4 more." in said
    assert "1 question. You play" in text(quiz_card(QuizCard(daily.quiz(questions=[question(topic=())]))))


@pytest.mark.parametrize(
    ("topic", "right"),
    [("AWS CloudTrail", "CloudTrail"), ("Queues", "Queues and topics"), ("CloudTrail", "cloudtrail")],
)
def test_a_card_names_no_topic_that_is_the_answer_to_a_question(topic: str, right: str) -> None:
    """Also where another question is about the same."""
    asked = [
        question("a", topic=(topic,), choices=("X-Ray", right)),
        question("b", topic=(topic,)),
        question("c", topic=("Amazon S3",)),
    ]
    said = text(quiz_card(QuizCard(daily.quiz(questions=asked))))
    assert "3 questions about Amazon S3 and 1 more. You play" in said
    said = text(quiz_card(QuizCard(daily.quiz(questions=asked[:2]))))
    assert "2 questions. You play" in said
    assert "about Amazon EC2. You" in text(
        quiz_card(QuizCard(daily.quiz(questions=[question(topic=("Amazon EC2",), choices=("1", "2"))])))
    )


def test_results_tell_of_each_question_what_was_right_and_what_was_chosen() -> None:
    asked = [question("a"), question("b", prompt="Second?", start_line=6, end_line=8), question("c", retired=True)]
    found = daily.results(daily.quiz(questions=asked))
    assert text(results(found)).split("\n") == [
        "### Quiz 12 · Monday 1 March 2027: results",
        "2 members played.",
        "**1st** Ann and Bob: 2 of 2 right",
        "**New streaks** Ann (7 days) and Bob (7 days)",
        "**1. What is the maximum visibility timeout?**",
        "`█████░░░░░` 50% **12 hours** (right)",
        "`██░░░░░░░░` 25% 4 days",
        "`█░░░░░░░░░` 12% 15 minutes",
        "`█░░░░░░░░░` 12% 14 days",
        "-# **Worth a look:** few got it right · 8 answers · queues.md:6",
        "**2. Second?**",
        "`█████░░░░░` 50% **12 hours** (right)",
        "`██░░░░░░░░` 25% 4 days",
        "`█░░░░░░░░░` 12% 15 minutes",
        "`█░░░░░░░░░` 12% 14 days",
        "-# 8 answers · queues.md:6-8",
        "~~What is the maximum visibility timeout?~~",
        "-# Taken out by those who manage the quiz: it does not count.",
    ]
    shown = {label: part["custom_id"] for label, part in buttons(results(found)).items()}
    assert shown == {
        "Your answers": quiz_ids.of_quiz(5, QuizAct.RESULTS),
        "Leaderboard": quiz_ids.of_opened(Period.SEASON),
    }


def test_results_that_nobody_played_still_have_the_answers() -> None:
    found = daily.results(daily.quiz(), names=(), choices=(0, 0, 0, 0))
    said = text(results(found))
    assert "Nobody played this time." in said
    assert said.count("\n**12 hours** (right)\n-# ") == said.count("no answers · ") == 3
    assert "%" not in said
    assert "streaks" not in said


def test_equals_share_a_place_and_the_next_has_the_one_after_all_of_them() -> None:
    standings = [
        Podium(1, Result(1, "Ann", 3, 3)),
        Podium(1, Result(2, "Bob", 3, 3)),
        Podium(3, Result(3, "Cid", 1, 3)),
    ]
    said = text(results(replace(daily.results(daily.quiz()), podium=tuple(standings))))
    assert "**1st** Ann and Bob: 3 of 3 right\n**3rd** Cid: 1 of 3 right" in said


def test_the_longest_name_that_discord_knows_is_shown_whole() -> None:
    name = "Bartholomew Maximilian Alexander"
    assert len(name) == 32
    assert text(results(daily.results(daily.quiz(), names=[name]))).count(name) == 2


def long_words(length: int) -> str:
    """A text of so many characters whose words can be told from each other: no cut inside one goes unseen."""
    words = " ".join(f"word{number:03}x" for number in range(length // 8))
    return words[:length].rpartition(" ")[0]


def test_ten_long_questions_fit_into_one_message_and_no_word_is_cut() -> None:
    asked = [
        question(str(n), prompt=long_words(300), choices=tuple(f"{k}{long_words(78)}" for k in "abcd"), file="n" * 30)
        for n in range(10)
    ]
    names = [f"Member number {number}" for number in range(10)]
    found = daily.results(daily.quiz(questions=asked), names=names)
    found = replace(found, hard=frozenset(range(10)))
    said = text(results(found))
    assert TEXTS - 1_200 < size(said) <= TEXTS
    assert all(re.fullmatch(r"[a-d]?word\d\d\dx…?", word) for word in re.findall(r"\S*wor\S*", said.replace("*", "")))
    for place in range(1, 11):
        assert f"**{place}. word000x" in said
    assert said.count("(right)") == said.count("Worth a look") == 10
    assert said.count(":6") == 10
    assert said.count("%") == 40


def test_short_questions_are_shown_whole() -> None:
    asked = [question(str(n), prompt=f"{long_words(300)} {n}?") for n in range(4)]
    said = text(results(daily.results(daily.quiz(questions=asked))))
    assert "…" not in said
    assert all(f"{n}?**" in said for n in range(4))


def test_a_recap_shows_the_board_as_a_picture_and_in_words() -> None:
    view = weekly_recap(daily.recap(hardest=question()))
    said = text(view)
    assert said.startswith("### The week on the board\n-# 23 February to 1 March 2027 · 12 members")
    assert "Ann" in said
    assert "240 points, 80% right" in said
    assert "**The hardest question of the week**\nWhat is the maximum visibility timeout?\nRight: **12 hours**" in said
    assert "-# 2 of 9 got it right · queues.md:6" in said
    (gallery,) = [part for part in seen.parts(wire(view)) if part["type"] == 12]
    (item,) = gallery["items"]
    assert item["media"]["url"] == "attachment://board.png"
    assert item["description"] == description(daily.recap())
    assert "1. Ann: 240 points" in item["description"]
    assert buttons(view)["Leaderboard"]["custom_id"] == "b:recap:7:2027-03-01"
    assert "hardest" not in text(weekly_recap(daily.recap()))


HARMLESS = re.compile(r"@(?:everyone|here)|<@[&!]?\d|(?<!\\)\]\(|[\u202a-\u202e\u2066-\u2069]")
"""What must not be left of a hostile text."""


@pytest.mark.parametrize(
    "hostile", [HOSTILE, "\u202e" * 5, "\U0001f9d1\u200d\U0001f680" * 40, "العربية " * 9, "*" * 99]
)
def test_no_text_of_strangers_pings_hides_or_turns_around(hostile: str) -> None:
    asked = question(prompt=hostile, choices=(hostile, "12 hours", hostile), topic=(hostile,), file=f"{hostile}.md")
    quiz = daily.quiz(questions=[asked, replace(asked, id="b", retired=True)])
    messages = [
        quiz_card(QuizCard(quiz)),
        results(daily.results(quiz, names=[hostile] * 10)),
        weekly_recap(daily.recap(name=hostile, hardest=asked)),
    ]
    for view in messages:
        assert not HARMLESS.search(text(view))


WORDS = st.text(max_size=320) | st.sampled_from(["*" * 300, "\u115f", "\U0001f600" * 200, HOSTILE * 3, "", "x" * 300])
ASKED = st.builds(
    question,
    key=st.just("a"),
    prompt=WORDS,
    choices=st.lists(WORDS, min_size=2, max_size=10).map(tuple),
    topic=st.lists(WORDS, max_size=3).map(tuple),
    file=WORDS,
    start_line=st.integers(1, 10**6),
    end_line=st.integers(1, 10**6),
    retired=st.booleans(),
)


@hypothesis.settings(max_examples=60)
@given(st.lists(ASKED, min_size=1, max_size=10), st.lists(WORDS, max_size=10), st.integers(0, 10**6))
def test_whatever_was_asked_fits_into_a_message(asked: Sequence[Any], names: Sequence[str], answers: int) -> None:
    """Building a message holds it to the limits of Discord."""
    quiz = daily.quiz(questions=asked)
    quiz_card(QuizCard(quiz, answers, 5))
    chosen = tuple(tuple(answers for _ in each.choices) for each in asked)
    podium = tuple(Podium(1 + number % 3, Result(1, name, 1, 1)) for number, name in enumerate(names))
    streaks = tuple(NewStreak(1, name, Streak(1_000, 0)) for name in names)
    results(Results(quiz, answers, chosen, frozenset(quiz.counted), podium, streaks))
    weekly_recap(daily.recap(name=names[0] if names else "", hardest=asked[0]))


@hypothesis.settings(max_examples=30)
@given(st.lists(ASKED, min_size=1, max_size=10), st.integers(0, 999), st.integers(0, 10**6))
def test_whatever_managers_look_at_fits_into_a_message(asked: Sequence[Any], page: int, answers: int) -> None:
    quiz = daily.quiz(questions=asked)
    schedule = Schedule(
        7, 70, time(8), "America/Argentina/ComodRivadavia", daily.OPENS, 10, 24, frozenset({0, 2, 4}), 5
    )
    dues = (daily.OPENS,) * 3
    days = (daily.DAY,) * 7
    drawn.preview(asked, page)
    drawn.retired(Reviewed(Report("a", 5, 0, 0, daily.OPENS), asked[0], quiz, answers, answers), before=False)
    drawn.set_up(SetUp(schedule, dues), silent=True)
    drawn.overview(Overview(schedule, dues, quiz, answers, days, answers), "I lack all permissions. " * 20)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (counted(1, "hour"), "1 hour"),
        (counted(1_200, "member"), "1,200 members"),
        (listed([]), ""),
        (listed(["a"]), "a"),
        (listed(["a", "b", "c"]), "a, b and c"),
        (day_words(daily.DAY), "Monday 1 March 2027"),
        (
            " ".join(map(ordinal, (1, 2, 3, 4, 11, 12, 13, 21, 102, 111, 1_003))),
            "1st 2nd 3rd 4th 11th 12th 13th 21st 102nd 111th 1,003rd",
        ),
    ],
)
def test_small_words(said: str, expected: str) -> None:
    assert said == expected
