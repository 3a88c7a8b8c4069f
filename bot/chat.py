"""The terminal chat: a line goes in, a reply comes out, and what the next line may refer to is remembered.

A new command is a function `(knowledge, state, words) -> (state, blocks)` and a row of `COMMANDS`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import islice

from bot import render
from bot.app import App
from bot.render import BLANK, Block, Line, Look
from bot.screen import Screen
from bot.text import one_line
from knowledge.base import KnowledgeBase, Topic
from knowledge.files import NotesError
from knowledge.model import Passage

PLACES_AT_ONCE = 5
LINES_AROUND = 4
LINES_BELOW_HEADING = 12
LONGEST_OPENED = 60
"""Lines of a place that are shown in one go."""
MOST_TOPICS_FOUND = 50
EXAMPLES_TRIED = 8
LONGEST_EXAMPLE = 60
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
            return command.run(knowledge, state, words.strip())
        if text.startswith("/"):
            return state, (_unknown(name),)
        if _is_choice(text, state.suggestions):
            return _search(knowledge, state, state.suggestions[int(text) - 1])
        run = _open if _is_choice(text, state.places) else _ask
        return run(knowledge, state, text)
    except NotesError as error:
        return state, (Line(one_line(str(error)), Look.WARNING),)


def _is_choice(text: str, choices: Sequence[object]) -> bool:
    """Whether a text is the number of one of the choices; the length keeps a million digits from being read."""
    return text.isascii() and text.isdigit() and len(text) <= 6 and 1 <= int(text) <= len(choices)


def _ask(knowledge: KnowledgeBase, state: State, question: str) -> Reply:
    found = knowledge.ask(question)
    if not found.answered:
        state = State(more=_distinct(found.passages), suggestions=found.suggestions)
        return state, (Line(render.NOT_IN_NOTES), *_offered(state))
    blocks: list[Block] = []
    places: list[Passage] = []
    for passage in found.quotes:
        places.append(passage)
        blocks += render.answer_lines(passage.text)
        blocks.append(Line(render.place(passage), Look.PLACE, f"{len(places):>2}  "))
    blocks += render.disagreements(found.disagreements)
    state = State(tuple(places), _distinct(found.passages, places))
    hint = f"/open {'N' if len(places) > 1 else '1'} for the lines around"
    return state, (*blocks, Line(f"/more for other places, {hint}" if state.more else hint, Look.HINT, "    "))


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


def _distinct(found: Iterable[Passage], shown: Sequence[Passage] = ()) -> tuple[Passage, ...]:
    """The passages that add lines to those already shown: a list and its first item are one place to a reader."""
    seen, kept = list(shown), []
    for passage in found:
        if not any(_within(passage, other) for other in seen):
            seen.append(passage)
            kept.append(passage)
    return tuple(kept)


def _within(inner: Passage, outer: Passage) -> bool:
    return inner.file == outer.file and outer.start_line <= inner.start_line and inner.end_line <= outer.end_line


def _search(knowledge: KnowledgeBase, state: State, words: str) -> Reply:
    if not words:
        return state, (Line("Type the words to look for: /search dead letter queue"),)
    found = _distinct(knowledge.search(words))
    if not found:
        return State(), (Line(f"Nothing in the notes speaks of {_quoted(words)}."), *_offered(State()))
    return _more(knowledge, State(more=found), "")


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
    return State((*state.places, *showing), left), (*blocks, Line(hint, Look.HINT, "    "))


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
    return State(places), (*blocks, Line("/open N reads what stands there", Look.HINT))


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
    "/help": Command("/help", "this list", _help),
    "/quit": Command("/quit", "leave (so do exit and Ctrl-D)", _quit),
}
SPOKEN = {"exit": "/quit", "quit": "/quit", "/exit": "/quit", "help": "/help"}
"""Whole lines that mean a command, though they are not written like one of ours."""


def converse(knowledge: KnowledgeBase, lines: Iterable[str], screen: Screen) -> None:
    """Reply to each line on the screen until one says goodbye or there are no more; blank lines are passed over."""
    state = State()
    for line in lines:
        if not line.strip():
            continue
        state, blocks = respond(knowledge, state, line)
        if state.over:
            return
        screen.show((*blocks, BLANK))


def banner(app: App, *, first_time: bool) -> tuple[Block, ...]:
    """Return what a person sees first: what there is to ask, and the first time a question that the notes answer."""
    done = app.summary
    read = f"{render.count(done.files, 'file')}, {render.count(done.passages, 'passage')}"
    blocks: list[Block] = [Line(f"Ask your notes: {read}.", Look.TITLE, tail="  /help lists the commands")]
    if done.skipped:
        skipped = f"{render.count(len(done.skipped), 'file')} could not be used: `studybot index` says why."
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
