"""Questions that the author of the notes wrote: with their own choices, or with the answer below and choices from elsewhere."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.grammar import VERBS, Form, form_of
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_CHOICE, LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.names import MAKER
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.slips import has_slip
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.things import clean_name, same_thing

MOST_WRITTEN = 10
"""Choices of a hand-written question."""
SHORTEST_ANSWER = 8
TOPIC = 0.2
"""Share of the weight of a question's terms that another one has when both are on the same topic."""
BOLD = 7
"""The level of a bold line that stands for a heading."""
ANSWERED_WITHIN = 3
"""Paragraphs below a question of which the author may have made one bold as its answer."""
FEWEST_TERMS = 10
"""Terms of a single sentence that is left of a scenario and can still be asked by itself."""
MOST_ALIKE = 60
"""Questions that may have a term which still says that two of them are alike."""
_SEVERAL = re.compile(
    r"\((?:select|choose|pick)\b[^)]*\)|\b(?:select|choose|pick) (?:two|three|2|3|all)\b", re.IGNORECASE
)
_QUESTION = re.compile(r"\?|___|^(?:choose|pick|select|complete|fill)\b", re.IGNORECASE)
"""What a line with choices has that is no list of tasks."""
_OFFERED = re.compile(
    r"\b(?P<asked>[Ww]hich|[Ww]hat)(?: one)? of the following\s+(?P<first>\w+)(?:\s+(?P<second>\w+))?"
)
_BOLD = re.compile(r"\*\*[^*]+\*\*\.?")
_THE_FOLLOWING = re.compile(r"\b(?:the|these) following\b", re.IGNORECASE)
_YES = re.compile(r"(?:yes|no)\b", re.IGNORECASE)
_POINTING = re.compile(r"\b(?:it|this|these|they|that one|them|he|she)\b", re.IGNORECASE)
_BACKWARDS = re.compile(r"(?:it|this|these|they|he|she|his|her|their|its|however|then|so|also)\b", re.IGNORECASE)
_TURN = re.compile(r"(?:however|but|then|so|also|therefore|in addition),?\s+(?=[a-z])", re.IGNORECASE)
_ENDS = re.compile(r"\s(?:that|which|so that|and|to)\s")
"""Where an answer that is too long may end."""
_AFTER_OBJECT = re.compile(
    r"(?:\s(?:clusters?|instances?|services?))?(?:$|\s(?:to|for|in|with|and|before|instead|on)\b)", re.IGNORECASE
)
"""What follows on the thing that an answer does something with."""
_ORDERED = re.compile(r"\S+\s(?:up\s)?(?:(?:an?|the|your)\s)?")
"""An order before its thing; a further word ("use cross-region ...") is no word for others of the class."""
_ARTICLE = re.compile(r"\ban?\s$")
_MAKER = re.compile(r"(?:AWS|Amazon)\s$")
_NAME_END = re.compile(r"[,;:.(]\s*|\s(?:because|since|with|for)\s")
_ORDERS = VERBS | {"setup", "implement", "utilise", "utilize", "leverage"}


@dataclass(frozen=True, slots=True)
class _Pair:
    """A question of the notes with its answer, short enough for a choice."""

    question: str
    answer: str
    heading: Line
    line: Line


def drafts(material: Material) -> Iterator[Draft]:
    """Yield the hand-written questions as they stand, and those whose wrong choices have to be found."""
    yield from _ticked(material.notebook)
    pairs: list[_Pair] = []
    for line in material.notebook.lines:
        if _asks(line):
            yield from _offered(line, material.notebook)
            if pair := _pair(line, material):
                pairs.append(pair)
    index = defaultdict[str, list[_Pair]](list)
    for pair in pairs:
        for term in content(pair.question):
            index[term].append(pair)
    for pair in pairs:
        yield from _draft(pair, index, material)


def _asks(line: Line) -> bool:
    return (
        line.kind is Kind.HEADING
        and line.text.rstrip(" *_").endswith("?")
        and not _SEVERAL.search(line.text)
        and not phrasing.is_aside(line)
    )


def _ticked(notebook: Notebook) -> Iterator[Draft]:
    """Task lists with one tick."""
    for line in notebook.lines:
        if not _QUESTION.search(line.text) or phrasing.is_aside(line):
            continue
        choices = [child for child in notebook.below(line) if child.block.ticked is not None]
        ticked = [i for i, child in enumerate(choices) if child.block.ticked]
        if len(ticked) == 1 and len(choices) == len(line.children):
            yield from _written(line.text.rstrip(":"), [child.text for child in choices], ticked[0], choices[ticked[0]])


def _written(question: str, choices: Sequence[str], right: int, line: Line) -> Iterator[Draft]:
    if (
        2 <= len(choices) <= MOST_WRITTEN
        and len(question) <= LONGEST_PROMPT
        and all(len(choice) <= LONGEST_CHOICE for choice in choices)
    ):
        wrong = tuple(choice for i, choice in enumerate(choices) if i != right)
        yield Draft(
            QuizKind.AUTHORED, question, choices[right], wrong, line.index, line.text, f"{question} {choices[right]}", 1.0,
            as_written=True, position=right,
        )  # fmt: skip


def _offered(heading: Line, notebook: Notebook) -> Iterator[Draft]:
    """A question with its choices in the lines below, of which one stands there again in bold."""
    below = notebook.below(heading)
    choices = [
        child for child in below if child.kind in {Kind.PARAGRAPH, Kind.ITEM} and len(child.text) <= LONGEST_CHOICE
    ][: len(below) - 1]
    bold = next((child for child in below if _is_bold(child, notebook)), None)
    question = _shortened(heading.text)
    if bold is None or not 3 <= len(choices) <= MOST_WRITTEN or not question:
        return
    said = content(bold.text)
    right = [
        i
        for i, child in enumerate(choices)
        if content(child.text) == said
        or (2 * len(content(child.text) & said) > len(said) and content(child.text) <= said)
    ]
    if len(right) == 1 and choices[-1].index < bold.index:
        yield from _written(question, [child.text for child in choices], right[0], choices[right[0]])


def _is_bold(line: Line, notebook: Notebook) -> bool:
    """True for a line that is bold as a whole."""
    heading = line.kind is Kind.HEADING and line.block.level == BOLD
    return heading or (line.kind is Kind.PARAGRAPH and bool(_BOLD.fullmatch(notebook.source(line).strip())))


def _pair(heading: Line, material: Material) -> _Pair | None:
    question = _shortened(heading.text)
    if not question or has_slip(question, material.notebook):
        return None
    found = _answer(heading, material)
    return _Pair(question, found[0], heading, found[1]) if found else None


def _shortened(heading: str) -> str:
    """The question at the end of a heading with as many whole sentences of its story as there is room for.

    The last ones say what is wrong; where they lean on what is left out, the first ones say what it is about.
    """
    *story, asked = phrasing.sentences(heading)
    question = _without_offer(asked)
    kept = _last(story, question) or _first(story, question)
    text = " ".join((*kept, question))
    scenario = bool(kept) or len(content(text)) >= FEWEST_TERMS or not _OFFERED.search(asked)
    whole = text.endswith("?") and len(text) <= LONGEST_PROMPT and not _BACKWARDS.match(text)
    return text if scenario and whole and len(content(text)) > 2 and not _THE_FOLLOWING.search(text) else ""


def _last(story: Sequence[str], question: str) -> list[str]:
    """The last sentences of a story for which there is room before its question, the first of them no pointer back."""
    kept: list[str] = []
    for sentence in reversed(story):
        if len(" ".join((sentence, *kept, question))) > LONGEST_PROMPT:
            break
        kept.insert(0, sentence)
    if kept and len(kept) < len(story) and (turned := _TURN.match(kept[0])):
        kept[0] = kept[0][turned.end()].upper() + kept[0][turned.end() + 1 :]
    while kept and _BACKWARDS.match(kept[0]):
        kept.pop(0)
    return kept


def _first(story: Sequence[str], question: str) -> list[str]:
    """The first sentences of a story for which there is room before its question."""
    kept: list[str] = []
    for sentence in story:
        if len(" ".join((*kept, sentence, question))) > LONGEST_PROMPT:
            break
        kept.append(sentence)
    return kept


def _without_offer(sentence: str) -> str:
    """A question without its offer, "which feature will help" for "which of the following features will help"."""

    def asked(found: re.Match[str]) -> str:
        which, first, second = found["asked"], found["first"], found["second"] or ""
        if first in {"would", "could", "should", "is", "are", "can", "will", "do", "does"} or (
            first.endswith("s") and first[:-1] in VERBS and second in {"a", "an", "the"}
        ):
            return f"{'what' if which.islower() else 'What'} {first}{' ' + second if second else ''}"
        single = first[:-1] if first.endswith("s") and not first.endswith("ss") else first
        follows = (
            {"are": "is", "do": "does", "have": "has"}.get(second, second)
            if single != first and second != "do"
            else second
        )
        return f"{which} {single}{' ' + follows if follows else ''}"

    return _OFFERED.sub(asked, sentence)


def _answer(heading: Line, material: Material) -> tuple[str, Line] | None:
    """The short answer below a question, and where it stands: a bold line, the term of a line, or a first sentence."""
    notebook = material.notebook
    below = list(notebook.below(heading)[:ANSWERED_WITHIN])
    following = notebook[heading.index + 1] if not below and heading.index + 1 < len(notebook.lines) else None
    if following and following.kind is Kind.HEADING and following.block.level == heading.block.level == 7:
        below = [following]
    if any(line.block.ticked is not None for line in below):
        return None
    for line in below:
        bold = _is_bold(line, notebook)
        if bold or (line.kind in {Kind.PARAGRAPH, Kind.ITEM} and len(line.block.term.split()) > 1):
            return _fitting(clean_name(line.text if bold else line.block.term).strip('"“”'), line, material)
    first = next((line for line in below[:1] if line.kind in {Kind.PARAGRAPH, Kind.ITEM}), None)
    return _fitting(phrasing.bare(phrasing.sentences(first.text)[0]), first, material) if first else None


def _fitting(said: str, line: Line, material: Material) -> tuple[str, Line] | None:
    """An answer as a choice: the name that it begins with, or cut where it goes on about what it is good for."""
    name = _NAME_END.split(said, maxsplit=1)[0]
    if material.names.kind_of(name):
        return MAKER.sub("", name), line
    if len(said) > LONGEST_CHOICE:
        ends = [found.start() for found in _ENDS.finditer(said) if found.start() <= LONGEST_CHOICE]
        said = said[: ends[-1]].rstrip(" ,;:") if ends and len(said[: ends[-1]].split()) > 2 else ""
    fits = (
        SHORTEST_ANSWER <= len(said) <= LONGEST_CHOICE
        and not _YES.match(said)
        and not _POINTING.search(said)
        and "?" not in said
    )
    return (said, line) if fits else None


def _is_order(answer: str) -> bool:
    words = answer.split()
    return form_of(answer) is Form.IMPERATIVE or (words[0].lower() in _ORDERS and words[0][0].isupper())


def _draft(pair: _Pair, index: Mapping[str, Sequence[_Pair]], material: Material) -> Iterator[Draft]:
    terms, line = content(pair.question), pair.line
    right = pair.answer
    if kind := material.names.kind_of(right):
        pool = [
            other
            for other in material.names.of_kind(kind, line.section, pair.question)
            if not same_thing(other, right, material.notebook)
            and material.support.says(other, terms) < TRUE_OF
            and not content(other) & terms
        ]
    elif _is_order(right):
        right, pool = _swapped(pair, material)
        pool = pool or _orders_on_the_topic(pair, index, material)
    else:
        return
    yield Draft(
        QuizKind.AUTHORED,
        pair.question,
        right,
        tuple(pool),
        line.index,
        line.text,
        f"{pair.heading.text} {right}",
        0.75,
    )


def _swapped(pair: _Pair, material: Material) -> tuple[str, list[str]]:
    """An answer that says what to do with a thing, and the same with other things of its class: "use ...", "add a ... cluster"."""
    terms, said = content(pair.question), pair.answer
    for mention in sorted(material.names.mentions(said), key=lambda m: m.start):
        before, after = _MAKER.sub("", said[: mention.start]), said[mention.end :]
        everyday = "everyday" in mention.kind
        plain = bool(_ORDERED.fullmatch(before))
        if _AFTER_OBJECT.match(after) and not everyday and plain:
            others = [
                name
                for name in material.names.beside(mention, pair.line)
                if not (content(name) - content(mention.name)) & terms and material.support.says(name, terms) < TRUE_OF
            ]
            right, *wrong = (f"{_with_article(before, name)}{after}" for name in (mention.name, *others))
            return right, wrong
    return said, []


def _with_article(before: str, name: str) -> str:
    """Words with a name behind them, an article at their end as the name wants it."""
    vowel = name[0] in "AEFHILMNORSX" if name[:2].isupper() else name[0] in "aeiouAEIOU"
    return _ARTICLE.sub("an " if vowel else "a ", before) + name


def _orders_on_the_topic(pair: _Pair, index: Mapping[str, Sequence[_Pair]], material: Material) -> list[str]:
    """What to do in other cases of the same topic."""
    terms, weight = content(pair.question), material.support.weight
    near: dict[_Pair, float] = defaultdict(float)
    for term in terms:
        for other in index[term] if len(index[term]) <= MOST_ALIKE else ():
            near[other] += weight(term) if other.line.path == pair.line.path else 0
    alike = TOPIC * sum(map(weight, terms))
    return [
        other.answer
        for other in sorted(near, key=lambda other: (-near[other], other.line.index))
        if other is not pair
        and near[other] >= alike
        and _is_order(other.answer)
        and not content(other.answer) & (content(pair.answer) | terms)
        and material.support.says(other.answer, terms) < TRUE_OF
    ]
