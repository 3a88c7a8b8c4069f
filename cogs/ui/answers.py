"""Answers as messages: what the notes say first, large enough to read on a phone; then where, then what one can do."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from discord import Colour
from discord.ui import Container, Item, LayoutView, Separator, TextDisplay

from bot.study.asking import Asked
from bot.study.outline import key_of
from bot.study.places import distinct
from cogs.ui import ids
from cogs.ui.ids import Act
from cogs.ui.layout import AnyButton, button, message, rows, says, small
from cogs.ui.places import Pages, file_and_lines, page, where, words_of
from cogs.ui.text import label, one_line, size
from knowledge.model import Answer, Disagreement, Passage

NOT_IN_NOTES = "That is not in the notes."
NOTED = "I have noted the question, without your name, for those who write the notes."
MOST_QUOTES = 3
MOST_SIDES = 3
MOST_TOPICS = 5

_LONGEST_QUESTION = 300
_LARGE = 120
"""Characters up to which a line is set as a headline: it is read at a glance, a longer one is not."""
_ALL_QUOTES = 1_300
_FURTHER_QUOTE = 100
"""Characters kept back for each further quote."""
_LONGEST_TOPIC = 120
_LONGEST_SIDE = 300

_DISAGREE = Colour.orange()
"""Only underlines what the words say: that the notes disagree."""


def answer(asked: Asked, *, repeat: bool = False, asker: int | None = None) -> LayoutView:
    """Return the answer to a question.

    With `repeat` it begins with the question, for where readers would not know what was asked. `asker` may delete the
    message; None where nobody has to, as in a private one.
    """
    box = _answered(asked.answer) if asked.answer.answered else _declined(asked)
    delete = [button("Delete", ids.of_delete(asker))] if asker is not None else []
    return message(*_question(asked, repeat=repeat), box, *rows(_reading(asked), [*_judging(asked), *delete]))


def _question(asked: Asked, *, repeat: bool) -> list[TextDisplay[LayoutView]]:
    """The question, where readers would not know it: a follow-up is shown as it was understood."""
    if not (repeat or asked.about):
        return []
    question = one_line(asked.question, _LONGEST_QUESTION)
    return [TextDisplay(small(f"Understood as: {question}" if asked.about else question))]


def _answered(found: Answer) -> Container[LayoutView]:
    items: list[Item[Any]] = []
    for passage, words in zip(quotes(found), _quoted(quotes(found)), strict=True):
        items += [Separator()] if items else []
        items += [TextDisplay(words), TextDisplay(small(where(passage)))]
    for disagreement in found.disagreements[:1]:
        items += [Separator(), TextDisplay(_disagreement(disagreement))]
    return Container(*items, accent_colour=_DISAGREE if found.disagreements else None)


def quotes(found: Answer) -> tuple[Passage, ...]:
    """Return the quotes of an answer that are shown."""
    return found.quotes[:MOST_QUOTES]


def _quoted(found: Sequence[Passage]) -> Iterator[str]:
    """The words of each quote: as headlines where all are short."""
    large = all(map(_is_short, found))
    room = _ALL_QUOTES - _FURTHER_QUOTE * len(found)
    for passage in found:
        words = words_of(passage, room + _FURTHER_QUOTE, large=large)
        room -= size(words) - _FURTHER_QUOTE
        yield words


def _is_short(passage: Passage) -> bool:
    """Whether a quote is one short line, perhaps below one that introduces it."""
    *above, line = passage.text.split("\n")
    introduced = len(above) == 1 and passage.depths == (0, 1)
    return size(line) <= _LARGE and not passage.code and (not above or introduced)


def _disagreement(found: Disagreement) -> str:
    topic = one_line(found.topic, _LONGEST_TOPIC)
    lines = [f"**Your notes disagree about {topic}:**"]
    for side in found.sides[:MOST_SIDES]:
        lines += [f"> {one_line(side.text, _LONGEST_SIDE)}", small(file_and_lines(side))]
    more = len(found.sides) - MOST_SIDES
    return "\n".join([*lines, small(f"and {more} more")] if more > 0 else lines)


def _declined(asked: Asked) -> Container[LayoutView]:
    hint = "These topics come nearest:" if asked.answer.suggestions else "Try other words, or look around with /topics."
    noted = [] if asked.guild is None else [small(NOTED)]
    return Container(TextDisplay("\n".join([f"### {NOT_IN_NOTES}", *noted, hint])))


def _reading(asked: Asked) -> list[AnyButton]:
    """The buttons that lead on: around the quotes and to other places, or to the topics that come nearest."""
    found = asked.answer
    if found.answered:
        around = button("Lines around", ids.of_answer(asked.id, Act.AROUND))
        more = button("Other places", ids.of_answer(asked.id, Act.MORE))
        further = button("Ask further", ids.of_answer(asked.id, Act.FURTHER))
        return [around, *([more] if other_places(found) else []), further]
    topics = {_topic_id(topic, found): topic for topic in found.suggestions[:MOST_TOPICS] if label(topic, 1)}
    return [button(topic, custom_id) for custom_id, topic in topics.items()]


def _topic_id(topic: str, found: Answer) -> str:
    """The id that leads to a topic, or to what the notes say under its name where it is not among the places found."""
    key = key_of(topic, found.passages)
    return ids.of_opening(key) if key else ids.of_search(topic, Act.MORE)


def _judging(asked: Asked) -> list[AnyButton]:
    if asked.answer.answered:
        return [
            button("Helpful", ids.of_answer(asked.id, Act.HELPFUL)),
            button("Not helpful", ids.of_answer(asked.id, Act.UNHELPFUL)),
        ]
    nearest = button("Nearest places", ids.of_answer(asked.id, Act.MORE))
    return [nearest] if other_places(asked.answer) else []


def other_places(found: Answer) -> tuple[Passage, ...]:
    """Return the places beyond those that the answer quotes."""
    return distinct(found.passages, found.quotes)


def places_page(asked: Asked, number: int) -> LayoutView | None:
    """Return a page of the places that the answer does not quote; None where there are none."""
    found = other_places(asked.answer)
    title = "Other places" if asked.answer.answered else "What comes nearest"
    pages = Pages(
        turn=lambda to: ids.of_answer(asked.id, Act.PAGE, to), place=lambda n: ids.of_answer(asked.id, Act.PLACE, n)
    )
    return page(f"{title}: {asked.question}", found, number, pages) if found else None


def search_page(words: str, found: Sequence[Passage], number: int) -> LayoutView:
    """Return a page of what was found for some words; `found` holds one place at least."""
    pages = Pages(
        turn=lambda to: ids.of_search(words, Act.PAGE, to), place=lambda n: ids.of_search(words, Act.PLACE, n)
    )
    return page(f"What the notes say of {words}", found, number, pages)


def nothing_found(words: str) -> LayoutView:
    """Return that the notes do not speak of some words."""
    said = f"Nothing in the notes speaks of {one_line(words, _LONGEST_QUESTION)}."
    return says(f"{said} Try other words, or look around with /topics.")
