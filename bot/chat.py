"""The terminal chat: a line goes in, a reply comes out, and what the next line may refer to is remembered.

A new command is a function `(knowledge, state, words) -> (state, blocks)` and a row of `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from itertools import islice

from bot import quiz_render, render
from bot.app import App
from bot.board import NOT_YET, Leaderboard
from bot.render import BLANK, Block, Line, Look
from bot.screen import Screen
from bot.study import practice as practising
from bot.study.places import distinct
from bot.study.practice import Practice
from bot.study.wording import counted
from bot.text import one_line
from knowledge.base import KnowledgeBase, Topic
from knowledge.files import NotesError
from knowledge.model import Passage
from knowledge.quiz.choosing import about
from knowledge.quiz.grading import Verdict

PLACES_AT_ONCE = 5
LINES_AROUND = 4
LINES_BELOW_HEADING = 12
LONGEST_OPENED = 60
"""Lines of a place that are shown in one go."""
MOST_TOPICS_FOUND = 50
EXAMPLES_TRIED = 8
LONGEST_EXAMPLE = 60
NOT_PRACTISING = "No question is waiting for an answer: /practice asks some."
NOTHING_YET = "No place was shown yet: ask something first, or use /search."


@dataclass(frozen=True, slots=True)
class State:
    """What the next line may refer to."""

    places: tuple[Passage, ...] = ()
    """The places last shown, counted from 1."""
    more: tuple[Passage, ...] = ()
    """The places that were found too, but not shown yet."""
    suggestions: tuple[str, ...] = ()
    """The topics offered instead of an answer, counted from 1."""
    practice: Practice | None = None
    """The questions that are being answered."""
    asked: Mapping[str, int] = field(default_factory=dict)
    """For each question that was asked since the chat began, the how manieth it was."""
    seed: int = 0
    """Decides which questions come, and in which order."""
    leaderboard: Leaderboard | None = None
    """Reads the leaderboard; None where nothing of a group can be kept."""
    over: bool = False


Reply = tuple[State, Sequence[Block]]


@dataclass(frozen=True, slots=True)
class Command:
    """A command of the chat: how it is written, what it does in a few words, and what runs it."""

    usage: str
    does: str
    run: Callable[[KnowledgeBase, State, str], Reply]


def respond(knowledge: KnowledgeBase, state: State, line: str) -> Reply:
    """Return the reply to a line that was typed, and what is remembered of it; never raises NotesError."""
    text = line.strip()
    name, _, words = text.partition(" ")
    command = COMMANDS.get(SPOKEN.get(text.casefold(), name.casefold()))
    try:
        if command:
            return _run(command, knowledge, state, words.strip())
        if text.startswith("/"):
            return state, (_unknown(name),)
        if state.practice is not None:
            return _answer(knowledge, state, state.practice, text)
        if _is_choice(text, state.suggestions):
            return _search(knowledge, state, state.suggestions[int(text) - 1])
        run = _open if _is_choice(text, state.places) else _ask
        return run(knowledge, state, text)
    except NotesError as error:
        return state, (Line(one_line(str(error)), Look.WARNING),)


def _run(command: Command, knowledge: KnowledgeBase, state: State, words: str) -> Reply:
    """Run a command; one that is not about the questions being answered ends them."""
    if state.practice is None or command.run in {_skip, _stop}:
        return command.run(knowledge, state, words)
    state, ended = _stop(knowledge, state, "")
    state, blocks = command.run(knowledge, state, words)
    return state, (*ended, *([BLANK] if blocks else []), *blocks)


def _is_choice(text: str, choices: Sequence[object]) -> bool:
    """Whether a text is the number of one of the choices; the length keeps a million digits from being read."""
    return text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= len(choices)


def _ask(knowledge: KnowledgeBase, state: State, question: str) -> Reply:
    found = knowledge.ask(question)
    if not found.answered:
        state = _showing(state, more=distinct(found.passages), suggestions=found.suggestions)
        return state, (Line(render.NOT_IN_NOTES), *_offered(state))
    blocks: list[Block] = []
    places: list[Passage] = []
    for passage in found.quotes:
        places.append(passage)
        blocks += render.answer_lines(passage.text)
        blocks.append(Line(render.place(passage), Look.PLACE, f"{len(places):>2}  "))
    blocks += render.disagreements(found.disagreements)
    state = _showing(state, tuple(places), distinct(found.passages, places))
    hint = f"/open {'N' if len(places) > 1 else '1'} for the lines around"
    return state, (*blocks, Line(f"/more for other places, {hint}" if state.more else hint, Look.HINT, "    "))


def _showing(
    state: State,
    places: tuple[Passage, ...] = (),
    more: tuple[Passage, ...] = (),
    suggestions: tuple[str, ...] = (),
) -> State:
    """The state once these are shown, and nothing of what was shown before."""
    return replace(state, places=places, more=more, suggestions=suggestions)


def _offered(state: State) -> Iterator[Block]:
    """What to do where the notes have no answer: the nearest topics by number, or other words."""
    if state.suggestions:
        yield Line("The nearest topics (type a number):", Look.PLACE)
        for number, topic in enumerate(state.suggestions, 1):
            yield Line(one_line(topic, render.LONGEST_TOPIC), lead=f"{number:>2}  ")
    elif state.more:
        yield Line("/more for what comes nearest, /topics for what the notes are about", Look.HINT)
    else:
        yield Line("/topics for what the notes are about", Look.HINT)


def _search(knowledge: KnowledgeBase, state: State, words: str) -> Reply:
    if not words:
        return state, (Line("Type the words to look for: /search dead letter queue"),)
    found = distinct(knowledge.search(words))
    if not found:
        state = _showing(state)
        return state, (Line(f"Nothing in the notes speaks of {_quoted(words)}."), *_offered(state))
    return _more(knowledge, _showing(state, more=found), "")


def _more(_: KnowledgeBase, state: State, __: str) -> Reply:
    if not state.more:
        return state, (Line("There are no other places." if state.places else NOTHING_YET),)
    showing, left = state.more[:PLACES_AT_ONCE], state.more[PLACES_AT_ONCE:]
    blocks = [
        block
        for number, passage in enumerate(showing, len(state.places) + 1)
        for block in render.excerpt(number, passage)
    ]
    hint = "/open N for the lines around" + (f", /more for {len(left)} more" if left else "")
    return _showing(state, (*state.places, *showing), left), (*blocks, Line(hint, Look.HINT, "    "))


def _topics(knowledge: KnowledgeBase, state: State, words: str) -> Reply:
    topics = knowledge.topics()
    if not topics:
        return state, (Line("The notes have no headings."),)
    if not words:
        return state, (*render.topics(topics), Line("/topics WORDS for those with these words", Look.HINT))
    found = _with_words(topics, words)
    if not found:
        return state, (
            Line(f"No heading has {_quoted(words)}."),
            Line(f"/search {_echo(words)} looks into the text", Look.HINT),
        )
    shown = found[:MOST_TOPICS_FOUND]
    left = len(found) - len(shown)
    blocks = [*render.found_topics(shown), *([Line(f"... and {left:,} more", Look.PLACE)] if left else [])]
    places = tuple(Passage(t.file, t.line, t.line, t.path, t.path[-1]) for t in shown)
    return _showing(state, places), (*blocks, Line("/open N reads what stands there", Look.HINT))


def _with_words(topics: Iterable[Topic], words: str) -> list[Topic]:
    wanted = words.casefold().split()
    return [topic for topic in topics if all(word in topic.path[-1].casefold() for word in wanted)]


def _open(knowledge: KnowledgeBase, state: State, words: str) -> Reply:
    if not state.places:
        return state, (Line(NOTHING_YET),)
    number = words or "1"
    if not _is_choice(number, state.places):
        choice = f"a number from 1 to {len(state.places)}" if len(state.places) > 1 else "the number 1"
        return state, (Line(f"/open takes {choice}: the places last shown."),)
    passage = state.places[int(number) - 1]
    is_heading = passage.heading[-1:] == (passage.text,)
    last = min(passage.end_line, passage.start_line + LONGEST_OPENED - 1)
    # A heading is opened for what stands below it.
    until = last + LINES_BELOW_HEADING if is_heading else last
    lines = knowledge.around(passage.file, passage.start_line, until, LINES_AROUND)
    return state, render.opened(passage, lines)


def _practice(knowledge: KnowledgeBase, state: State, topic: str) -> Reply:
    questions = knowledge.questions()
    if not questions:
        return state, (Line("The notes give no questions: lists, definitions and values under clear headings do."),)
    fitting = about(questions, topic) if topic else questions
    if not fitting:
        return state, (
            Line(f"No question is about {_quoted(topic)}."),
            Line("/topics for what the notes are about", Look.HINT),
        )
    practice = practising.start(fitting, state.asked, state.seed + len(state.asked))
    hint = Line("Type a letter or the answer itself; /skip for the next question, /stop to end", Look.HINT)
    return replace(state, practice=practice), (*quiz_render.asked(practice), hint)


def _answer(knowledge: KnowledgeBase, state: State, practice: Practice, typed: str) -> Reply:
    after, verdict = practising.answered(practice, typed, knowledge.grade)
    if verdict is None:
        last = practising.LETTERS[len(practice.now.question.choices) - 1]
        return state, (Line(f"Type a letter from A to {last}, or one of the choices; /skip and /stop work too."),)
    return _onward(state, practice, after, verdict)


def _skip(_: KnowledgeBase, state: State, __: str) -> Reply:
    if state.practice is None:
        return state, (Line(NOT_PRACTISING),)
    return _onward(state, state.practice, practising.passed(state.practice), None)


def _onward(state: State, before: Practice, after: Practice, verdict: Verdict | None) -> Reply:
    """From one question to the next: what became of it, then what comes, or how it went where nothing does."""
    question = before.now.question
    state = replace(
        _showing(state, (quiz_render.source(question),)),
        practice=None if after.over else after,
        asked={**state.asked, question.id: len(state.asked)},
    )
    following = (Line("That was the last one."), quiz_render.tally(after)) if after.over else quiz_render.asked(after)
    return state, (*quiz_render.judged(before.now, verdict), BLANK, *following)


def _stop(_: KnowledgeBase, state: State, __: str) -> Reply:
    if state.practice is None:
        return state, (Line(NOT_PRACTISING),)
    return replace(state, practice=None), (quiz_render.tally(state.practice),)


def _leaderboard(_: KnowledgeBase, state: State, words: str) -> Reply:
    return state, (Line(NOT_YET),) if state.leaderboard is None else state.leaderboard.told(words)


def _help(_: KnowledgeBase, state: State, __: str) -> Reply:
    width = max(len(command.usage) for command in COMMANDS.values()) + 2
    rows = [Line(command.does, lead=f"  {command.usage:<{width}}") for command in COMMANDS.values()]
    return state, (Line("Type a question in your own words, or a command:"), *rows)


def _quit(_: KnowledgeBase, state: State, __: str) -> Reply:
    return replace(state, over=True), ()


def _unknown(name: str) -> Line:
    from rapidfuzz import fuzz, process

    begun = [command for command in COMMANDS if len(name) > 1 and command.startswith(name.casefold())]
    # Compared without the slash, which all of them share.
    near = process.extractOne(name[1:].casefold(), [c[1:] for c in COMMANDS], scorer=fuzz.ratio, score_cutoff=60)
    nearest = begun[0] if begun else f"/{near[0]}" if near else ""
    told = f"did you mean {nearest}?" if nearest else "/help lists the commands."
    return Line(f"There is no {_echo(name)}: {told}")


def _quoted(words: str) -> str:
    return f'"{_echo(words)}"'


def _echo(words: str) -> str:
    return one_line(words, 60)


COMMANDS = {
    "/search": Command("/search WORDS", "places that speak of these words, answer or not", _search),
    "/topics": Command("/topics [WORDS]", "what the notes are about: their headings", _topics),
    "/more": Command("/more", "other places for what was asked last", _more),
    "/open": Command("/open [N]", "the lines around the N-th place that was shown", _open),
    "/practice": Command("/practice [TOPIC]", "questions from the notes, one after another", _practice),
    "/skip": Command("/skip", "the next question, without an answer", _skip),
    "/stop": Command("/stop", "no more questions; so does any other command", _stop),
    "/leaderboard": Command(
        "/leaderboard [PERIOD] [TOPIC]", "the daily quiz; PERIOD is week, month, season or all", _leaderboard
    ),
    "/help": Command("/help", "this list", _help),
    "/quit": Command("/quit", "leave (so do exit and Ctrl-D)", _quit),
}
SPOKEN = {"exit": "/quit", "quit": "/quit", "/exit": "/quit", "help": "/help"}
"""Whole lines that mean a command, though they are not written like one of ours."""


def converse(
    knowledge: KnowledgeBase,
    lines: Iterable[str],
    screen: Screen,
    seed: int = 0,
    leaderboard: Leaderboard | None = None,
) -> None:
    """Reply to each line on the screen until one says goodbye or there are no more; blank lines are passed over.

    `seed` decides which questions are asked, and in which order; `leaderboard` is what /leaderboard shows.
    """
    state = State(seed=seed, leaderboard=leaderboard)
    for line in lines:
        if not line.strip():
            continue
        state, blocks = respond(knowledge, state, line)
        if blocks or not state.over:
            screen.show((*blocks, BLANK))
        if state.over:
            return
    if state.practice is not None:
        screen.show((quiz_render.tally(state.practice), BLANK))


def banner(app: App, *, first_time: bool) -> tuple[Block, ...]:
    """Return what a person sees first: what there is to ask, and the first time a question that the notes answer."""
    done = app.summary
    read = f"{counted(done.files, 'file')}, {counted(done.passages, 'passage')}"
    blocks: list[Block] = [Line(f"Ask your notes: {read}.", Look.TITLE, tail="  /help lists the commands")]
    if done.skipped:
        skipped = f"{counted(len(done.skipped), 'file')} could not be used: `studybot index` says why."
        blocks.append(Line(skipped, Look.WARNING))
    if first_time and (example := _example(app.knowledge)):
        blocks.append(Line(example, lead="For example: "))
    return (*blocks, BLANK)


def _example(knowledge: KnowledgeBase) -> str:
    """A question that the notes do answer; empty where none of the first few is."""
    with suppress(NotesError):
        candidates = islice(_questions(knowledge.topics()), EXAMPLES_TRIED)
        return next((question for question in candidates if knowledge.ask(question).answered), "")
    return ""


def _questions(topics: Iterable[Topic]) -> Iterator[str]:
    """The questions that headings suggest: those that are questions, then those with most under them."""
    fitting = [(one_line(topic.path[-1]), topic.passages) for topic in topics if topic.passages]
    short = [(heading, passages) for heading, passages in fitting if len(heading) <= LONGEST_EXAMPLE]
    yield from (heading for heading, _ in short if heading.endswith("?"))
    yield from (f"what is {heading}?" for heading, _ in sorted(short, key=lambda each: -each[1]))
