"""Laws of the quiz: of what is chosen, of what counts as right, of a run of questions, of whatever notes there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from hypothesis import assume, given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.study.practice import answered, passed, start
from knowledge import lexicon
from knowledge.quiz.choosing import about, choose
from knowledge.quiz.coverage import coverage, is_fact
from knowledge.quiz.generate import make_questions
from knowledge.quiz.grading import cards, grade
from knowledge.quiz.model import Question, QuizKind
from knowledge.quiz.notebook import Notebook
from knowledge.quiz.rules import violations, violations_together
from knowledge.reader import read_note

CELLS = "nucleus ribosome mitochondrion vacuole chloroplast membrane cytoplasm centriole lysosome nucleolus".split()
UNITS = {"seconds": 1, "minutes": 60, "hours": 3600, "days": 86_400}
NEGATIONS = ("not ", "no ", "never ", "not a ", "without ", "non ", "non-", "non", "un", "in", "in-")

choices = st.lists(st.sampled_from(CELLS), min_size=3, max_size=4, unique=True).map(tuple)
question = st.builds(
    Question,
    id=st.integers(0, 40).map("q{}".format),
    kind=st.sampled_from(QuizKind),
    prompt=st.just("Which one is it?"),
    choices=choices,
    answer=st.just(0),
    explanation=st.just("line"),
    topic=st.lists(st.sampled_from("ABC"), max_size=3).map(tuple),
    file=st.sampled_from(["a.md", "b.md", "c.md"]),
    start_line=st.integers(1, 5),
    end_line=st.just(5),
    fact=st.integers(0, 30).map("fact {}".format),
)
questions = st.lists(question, max_size=30, unique_by=lambda q: q.id)
seen = st.dictionaries(st.integers(0, 40).map("q{}".format), st.integers(0, 9))
seeds = st.integers()


@given(questions, st.integers(0, 40), seen, seeds)
def test_a_quiz_is_some_of_the_questions_and_no_fact_comes_twice(
    found: list[Question], n: int, before: dict[str, int], seed: int
) -> None:
    chosen = choose(found, n, seen=before, seed=seed)
    assert set(chosen) <= set(found)
    assert len(chosen) == min(n, len({q.fact for q in found}))
    assert len({q.fact for q in chosen}) == len(chosen)
    assert chosen == choose(found[::-1], n, seen=before, seed=seed)
    assert chosen == choose(found, 40, seen=before, seed=seed)[:n]


@given(questions, seen, seeds)
def test_new_questions_come_first_then_those_asked_longest_ago(
    found: list[Question], before: dict[str, int], seed: int
) -> None:
    chosen = choose(found, 40, seen=before, seed=seed)
    times = [before.get(q.id, -1) for q in chosen]
    assert times == sorted(times)
    for fact in {q.fact for q in found}:
        (kept,) = (q for q in chosen if q.fact == fact)
        assert before.get(kept.id, -1) == min(before.get(q.id, -1) for q in found if q.fact == fact)


@given(questions, st.integers(0, 40), seeds)
def test_no_heading_has_a_second_question_before_all_others_had_one(found: list[Question], n: int, seed: int) -> None:
    chosen = choose(found, n, seen={}, seed=seed)
    everything = Counter((q.file, q.topic) for q in choose(found, 40, seen={}, seed=seed))
    asked = Counter((q.file, q.topic) for q in chosen)
    most = max(asked.values(), default=0)
    assert all(asked[heading] >= min(most - 1, left) for heading, left in everything.items())


@given(questions, st.text(max_size=30), st.integers(0, 5))
def test_a_topic_only_leaves_questions_out(found: list[Question], topic: str, n: int) -> None:
    fitting = about(found, topic)
    assert [q for q in found if q in fitting] == list(fitting)
    assert set(choose(found, n, topic=topic, seen={}, seed=0)) <= set(fitting)
    assert all(q in about(found, " ".join(q.topic)) for q in found if q.topic)


@given(question, st.data())
def test_case_spaces_articles_and_plural_never_make_an_answer_wrong(asked: Question, data: st.DataObject) -> None:
    before, after = (
        data.draw(st.sampled_from(ways)) for ways in (["", "a ", "the ", "  ", "It is a "], ["", ".", " "])
    )
    case = data.draw(st.sampled_from([str.upper, str.lower, str.title]))
    assert grade(asked, f"{before}{case(asked.right)}{after}").right


@given(question, st.data())
def test_a_slip_in_a_long_word_is_forgiven_unless_it_makes_another_word(asked: Question, data: st.DataObject) -> None:
    word = asked.right
    at = data.draw(st.integers(1, len(word) - 2))
    slipped = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + word[at] + word[at:],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                word[:at] + "x" + word[at + 1 :],
            ]
        )
    )
    wrong = [choice for choice in asked.choices if choice != word]
    assume(all(OSA.distance(slipped, choice) > OSA.distance(slipped, word) for choice in wrong))
    assert grade(asked, slipped).right


@given(question, st.integers(1, 3), st.sampled_from(NEGATIONS))
def test_other_choices_and_negations_are_wrong(asked: Question, other: int, negation: str) -> None:
    assert not grade(asked, f"{negation}{asked.right}").right
    wrong = asked.choices[other % len(asked.choices)]
    assume(wrong != asked.right)
    verdict = grade(asked, wrong)
    assert (verdict.right, verdict.matched) == (False, wrong)


@given(question, st.text(max_size=250))
def test_any_text_gets_a_verdict(asked: Question, typed: str) -> None:
    verdict = grade(asked, typed)
    assert verdict.right == (verdict.matched == asked.right)
    assert verdict.expected == asked.right
    assert verdict.matched in {"", *asked.choices}


@given(st.integers(1, 400), st.sampled_from(sorted(UNITS)), st.sampled_from(sorted(UNITS)), st.integers(-3, 3))
def test_a_value_is_right_in_whatever_unit_and_wrong_with_another_number(
    number: int, unit: str, other: str, off: int
) -> None:
    asked = Question("q", QuizKind.VALUE, "How long?", (f"{number} {unit}",), 0, "line", (), "a.md", 1, 1)
    as_seconds = number * UNITS[unit]
    assert grade(asked, f"{as_seconds:,} s").right
    assert grade(asked, f"{number + off}{unit[:1]}").right == (off == 0)
    assert grade(asked, f"{number} {other}").right == (unit == other)


@given(questions, st.lists(st.sampled_from(["a", "b", "d", "nucleus", "zebra", None]), max_size=40), seen)
def test_a_run_of_questions_adds_up(found: list[Question], typed: list[str | None], before: Mapping[str, int]) -> None:
    practice = start(found, before, 0)
    facts = len({q.fact for q in found})
    assert len(practice.turns) == facts
    assert {turn.question for turn in practice.turns if turn.card} <= set(cards(found))
    for each in typed:
        if practice.over:
            break
        after = passed(practice) if each is None else answered(practice, each, grade)[0]
        assert after == practice or after.turns == practice.turns[1:]
        practice = after
        assert practice.right + practice.wrong + practice.skipped + len(practice.turns) == facts


word = st.sampled_from(
    [*CELLS, "holds", "builds", "keeps", "water", "energy", "proteins", "in", "of", "the", "is", "not"]
)
words = st.lists(word, min_size=1, max_size=8).map(" ".join)
amount = st.sampled_from(["12 hours", "256 KB", "4 days", "10,240 MB", "15 %", "$3", "1961", "7"])
block = st.one_of(
    st.tuples(st.sampled_from("# ## ###".split()), words).map(" ".join),
    words.map("{}.".format),
    words.map("What is {}?".format),
    st.lists(words, min_size=2, max_size=5).map(lambda rows: "\n".join(f"{i}. {row}" for i, row in enumerate(rows, 1))),
    st.lists(st.tuples(word, words), min_size=3, max_size=5).map(
        lambda rows: "\n".join(f"- **{term.title()}**: {text}" for term, text in rows)
    ),
    st.lists(st.tuples(words, amount), min_size=1, max_size=4).map(
        lambda rows: "\n".join(f"- Maximum {name}: {value}" for name, value in rows)
    ),
    st.lists(st.tuples(st.sampled_from(" x"), words), min_size=2, max_size=4).map(
        lambda rows: "**Which?**\n" + "\n".join(f"- [{box}] {text}" for box, text in rows)
    ),
    st.lists(st.tuples(word, words), min_size=2, max_size=4).map(
        lambda rows: "| Term | Meaning |\n|---|---|\n" + "\n".join(f"| {term} | {text} |" for term, text in rows)
    ),
    st.text(max_size=40),
)
note = st.lists(block, max_size=8).map("\n\n".join)


@settings(max_examples=20)
@given(st.lists(note, min_size=1, max_size=2), st.integers(0, 3))
def test_whatever_the_notes_every_question_keeps_the_rules_and_its_place(texts: Sequence[str], seed: int) -> None:
    notes = {f"{i}.md": text for i, text in enumerate(texts)}
    notebook = Notebook(notes.items(), lexicon.shipped())
    made = make_questions(notebook, seed)
    assert [q for q in made if violations(q)] == []
    assert violations_together(made) == ()
    assert made == make_questions(Notebook(notes.items(), lexicon.shipped()), seed)
    places = {(name, b.start, b.end) for name, text in notes.items() for b in read_note(text).blocks}
    assert {(q.file, q.start_line, q.end_line) for q in made} <= places
    covered = coverage(notebook, made)
    assert covered.questions == len(made)
    assert covered.facts == sum(is_fact(line, notebook) for line in notebook.lines)
    assert all(grade(q, q.right).right for q in made)
    assert not any(grade(q, choice).right for q in made for choice in q.choices if choice != q.right)
