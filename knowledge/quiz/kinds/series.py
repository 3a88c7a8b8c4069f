"""What does not belong where a sentence names several things of one class: "works with files in CSV, JSON or Parquet"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.names import Mention
from knowledge.quiz.notebook import content
from knowledge.quiz.sayings import GAP, Saying
from knowledge.quiz.support import TRUE_OF
from knowledge.quiz.things import same_thing

FEWEST_NAMED = 3
FEWEST_TERMS = 2
"""Terms of a sentence beside what it names."""
_BETWEEN = re.compile(r",?\s*(?:(?:and|or|&)\s+)?|\s*/\s*")
_OPEN = re.compile(
    r"\b(?:such as|like|e\.?g|etc|for example|for instance|including|includes?|among others|mostly|usually|or others?)\b|\.\.\.|…",
    re.IGNORECASE,
)
"""Words that leave open what else belongs there."""
_NAMED_BEFORE = re.compile(r"(?:,|/|\band|\bor|&)\s*$")
_NAMED_AFTER = re.compile(r"\s*(?:,\s*(?:and\s|or\s)?[A-Z.]|/|&|(?:and|or)\s)")


def drafts(material: Material) -> Iterator[Draft]:
    """Yield a question for each series of names: which other name of their class does not stand there."""
    for saying in material.sayings:
        series = _series(saying, material)
        if saying.whole and not saying.lead and len(series) >= FEWEST_NAMED and _is_closed(saying, series):
            yield from _draft(saying, series, material)


def _is_closed(saying: Saying, series: list[Mention]) -> bool:
    """True where nothing else is named beside the names, and nothing is left open."""
    before, after = saying.text[: series[0].start], saying.text[series[-1].end :]
    return not (_OPEN.search(saying.line.text) or _NAMED_BEFORE.search(before) or _NAMED_AFTER.match(after))


def _series(saying: Saying, material: Material) -> list[Mention]:
    """The first names of one class in a sentence that follow on each other as an enumeration."""
    run: list[Mention] = []
    for mention in sorted(material.names.mentions(saying.text), key=lambda m: m.start):
        follows = run and run[-1].kind == mention.kind
        if not follows or not _BETWEEN.fullmatch(saying.text, run[-1].end, mention.start):
            if len(run) >= FEWEST_NAMED:
                break
            run = []
        run.append(mention)
    return run


def _draft(saying: Saying, series: list[Mention], material: Material) -> Iterator[Draft]:
    first, last = series[0], series[-1]
    rest = content(saying.text[: first.start] + saying.text[last.end :])
    gap = f"{saying.text[: first.start]}{GAP}{saying.text[last.end :]}"
    lead = f"{saying.about}: which" if saying.about else "Which"
    prompt = f"{lead} one does not fit the gap? “{gap}”"
    named = [mention.name for mention in series]
    strangers = [
        name
        for name in material.names.beside(first, saying.line)
        if not content(name) & content(saying.line.text)
        and not any(same_thing(name, other, material.notebook) for other in named)
        and material.support.says(name, rest) < TRUE_OF
    ]
    if strangers and len(rest) >= FEWEST_TERMS and len(prompt) <= LONGEST_PROMPT:
        yield Draft(
            QuizKind.BELONGS, prompt, strangers[0], tuple(named), saying.line.index, saying.line.text,
            f"{saying.text} not", 0.65 + 0.05 * bool(saying.about),
        )  # fmt: skip
