"""The sentences of the notes that a gap can be left in, each with the words that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.grammar import Form, form_of, has_own_start, has_verb
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.subjects import clean_name, description, is_thing

GAP = "____"
_ARTICLE = re.compile(r"\b([Aa])n?(?=\s+$)")
SHORTEST, LONGEST = 10, 230
"""Characters of a sentence."""
_REMARK = re.compile(
    r"^(?:(?:however|also|additionally|moreover|furthermore|in addition|likewise),\s+(?=\w)"
    r"|(?:please\s+)?(?:(?:take\s+)?note(?:\s+as\s+well)?|remember|keep in mind)\s+that\s+(?=\w))",
    re.IGNORECASE,
)
_DASH = re.compile(r"\s+[-–—]\s+\S")
_UNFIT = re.compile(
    r"\(\?+\)|\?\?|\d\s*[×*x+]\s*\d[\d.,]*\s?\w{0,8}\s*=|\b(?:scenario|in this case|correct one|correct answer|incorrect)\b",
    re.IGNORECASE,
)
"""What shows that an author was not sure, works out a sum, or speaks of a case that stands elsewhere."""
_COMPARED = re.compile(r"\bvs\b|\bversus\b|\bcompared\b", re.IGNORECASE)
_SIGN = re.compile(r"([<>]=?)(?=\d)")
_PRONOUN = re.compile(r"(?:It|They)\s+(?!(?:is|was)\s+(?!an?\b|the\b|only\b|used\b))(?=[a-z])")
"""A pronoun that stands for what is named above; not that of "it is possible"."""
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_NO_SUBJECT = re.compile(
    r"(?:(?:finally|next|afterwards|default|max\w*|min\w*|limit\w*|up to|at (?:most|least)|about|can|must|may|has|have|with|without|useful|suitable|good|great)\b|[~<>\d])",
    re.IGNORECASE,
)
"""How a sentence begins that leaves out what it speaks of."""


@dataclass(frozen=True, slots=True)
class Saying:
    """A sentence of a line without its full stop; `about` says what it is about, empty where nothing does."""

    text: str
    line: Line
    about: str
    whole: bool
    """True where it can be read without its neighbours."""
    lead: bool = False
    """True where it introduces a list."""

    def gap(self, start: int, end: int) -> str:
        """Return the question for what stands from `start` to `end`."""
        lead = f"{self.about}: fill the gap." if self.about else "Fill the gap."
        before = _ARTICLE.sub(r"\1(n)", self.text[:start])  # "an" would tell how the answer begins
        return f"{lead} “{before}{GAP}{self.text[end:]}”"


def sayings(notebook: Notebook, is_name: Callable[[str], bool]) -> Iterator[Saying]:
    """Yield what the notes say, sentence by sentence; of a row with two cells "the one: the other".

    `is_name` says of a text whether it holds a name of something.
    """
    for line in notebook.lines:
        if (
            line.kind not in {Kind.PARAGRAPH, Kind.ITEM, Kind.ROW}
            or phrasing.is_aside(line)
            or _UNFIT.search(line.text)
        ):
            continue
        above = phrasing.context(line, notebook)
        for i, said in enumerate(_sentences(line)):
            text = _named(said, above, line) if not i else said
            if not SHORTEST <= len(text) <= LONGEST or phrasing.illustrates(text) or (line.block.lead and i):
                continue
            about = _about(above, line, text)
            if i and about == above and (_NO_SUBJECT.match(text) or not _has_subject(text, about, is_name)):
                continue  # its subject stands in the sentence before
            if _COMPARED.search(about) and (_NO_SUBJECT.match(text) or form_of(text) is Form.VERB):
                continue  # one of two is its subject, and which one is left open
            text = _readable(text, notebook)
            whole = phrasing.stands_alone(text, notebook) and not _is_loose(line, text, about, notebook)
            yield Saying(text, line, about, whole, line.block.lead and bool(line.children))


def _has_subject(text: str, about: str, is_name: Callable[[str], bool]) -> bool:
    return is_name(text) or bool(content(text) & content(about)) or (bool(about) and form_of(text) is Form.NOUN)


def _is_loose(line: Line, text: str, about: str, notebook: Notebook) -> bool:
    """True for a fragment below a line that does not stand in what it is about: "normally 8 sous"."""
    above = notebook[line.parent] if line.parent is not None else line
    return (
        above.kind is Kind.ITEM
        and not line.term
        and not is_sentence(text)
        and len(content(above.text)) > 1
        and not content(above.text) & content(f"{about} {text}")
    )


def _sentences(line: Line) -> list[str]:
    if line.kind is Kind.ROW:
        return [f"{line.term}: {description(line)}"] if line.term else []
    found = []
    for sentence in phrasing.sentences(_defined(line)):
        bare = phrasing.bare(_SIGN.sub(r"\1 ", sentence))
        plain = _REMARK.sub("", bare)
        found.append(plain if plain == bare else plain[:1].upper() + plain[1:])
    return found


def _defined(line: Line) -> str:
    """The text of a line, a dash after what it defines written as a colon: a dash in a sentence reads as an aside."""
    dashed = line.term and line.text.startswith(line.term) and _DASH.match(line.text[len(line.term) :])
    return f"{line.term}: {description(line)}" if dashed else line.text


def _named(text: str, above: str, line: Line) -> str:
    """A sentence with the name of what stands above in place of a pronoun at its beginning."""
    name = above.rsplit(" › ", 1)[-1]
    pronoun = _PRONOUN.match(text)
    return f"{name} {text[pronoun.end() :]}" if pronoun and line.kind is Kind.ITEM and is_thing(name) else text


def _readable(text: str, notebook: Notebook) -> str:
    """A sentence without what points elsewhere in brackets or after a comma, where that makes it whole."""
    if phrasing.stands_alone(text, notebook):
        return text
    for shorter in (_PARENTHESES.sub("", text), phrasing.trimmed(text)):
        if len(shorter) >= SHORTEST and has_own_start(shorter) and phrasing.stands_alone(shorter, notebook):
            return shorter
    return text


def _about(above: str, line: Line, text: str) -> str:
    """What a line hangs under, and what it defines where the sentence leaves its subject out."""
    term = clean_name(line.term)
    if not term or text.startswith(line.term) or line.kind is Kind.ROW:
        return above
    if content(term) <= content(above) or not (
        _NO_SUBJECT.match(text) or form_of(text) in {Form.VERB, Form.IMPERATIVE}
    ):
        return above
    joined = f"{above} › {term}" if above else term
    return joined if len(joined) <= phrasing.LONGEST_CONTEXT else term


def is_sentence(text: str) -> bool:
    """True for words with a verb, that do more than list things."""
    return has_verb(text) and not phrasing.enumerates(text)
