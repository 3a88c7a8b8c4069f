"""The sentences of the notes that a gap can be left in, each with the words that say what it is about."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from knowledge.model import Kind
from knowledge.quiz import phrasing
from knowledge.quiz.grammar import LONGEST_SUBJECT, Form, form_of, has_own_start, has_verb, plural, verb_here
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.subjects import description
from knowledge.quiz.things import clean_name, is_thing

GAP = "____"
_ARTICLE = re.compile(r"\b([Aa])n?(?=\s+$)")
_PEOPLE = frozenset(("You", "We", "They"))
MOST_WORDS_OF_TITLE = 4
SHORTEST, LONGEST = 10, 270
"""Characters of a sentence."""
_REMARK = re.compile(
    r"^(?:(?:however|also|additionally|moreover|furthermore|in addition|likewise|therefore|hence|thus|then),\s+(?=\w)"
    r"|it(?:['’]s| is) (?:now |also )?possible to\s+(?=\w)"
    r"|(?:and|but|so|also|then)\s+(?!if\b|that\b|far\b|on\b|called\b)(?=\w)"
    r"|(?:please\s+)?(?:(?:take\s+)?note(?:\s+as\s+well)?|remember|keep in mind)\s+that\s+(?=\w))",
    re.IGNORECASE,
)
_EACH = re.compile(r"Each\s(?!of\b|one\b|other\b|time\b)(?=[A-Za-z])")
"""How a sentence begins that speaks of all things of a kind."""
_ADDED = re.compile(r"\s(?:[-–—]+>?|[-=]>|=>)\s")
"""Where something is added to a sentence behind a dash or an arrow."""
LONGEST_QUESTION = 80
"""Characters of a heading that asks what the lines below it answer."""
_DEFINITE = re.compile(r"(?:The|Your|Our)\s(?:[a-z]|[A-Z]\w*\s?$)")
"""How a sentence begins that speaks of a thing that was named before."""
_UNNAMED = re.compile(
    r"(?:if\s|when\s)?(?:the|this)\s(?P<thing>function|agent|header|value|parameter|(?:ip )?address|sdk|api|cli|file|command|option|setting|service|tool|app"
    r"|application|system|process|method|number|name|type|key|limit|request|response|switch|field|property|user|client|server|customer)s?\s"
    r"(?!of\b|in\b|for\b|that\b|which\b|to\b|with\b|from\b|on\b|name\b)",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of a thing of which there are many."""
_STORY = re.compile(
    r"^(?:(?!(?:if|when|whenever|first|after|once|and)\b)[\w'’:-]+\s){0,6}then\b|\bthe (?:high|low|slow|long|increased|sudden)\s\w+\s\w+$",
    re.IGNORECASE,
)
"""Words that go on with a story: a step after others, a trouble that was told of."""
_PASSIVE = re.compile(r"(?:can|must|may|should)(?: only)? be \w+ed\b", re.IGNORECASE)
"""How a sentence begins that leaves out to what something is done."""
_POINTED = re.compile(r"\b(?:these|those)\s\w|^(?:all|the)\s(?:two|three|four|five)\b", re.IGNORECASE)
"""What points at things that were named before."""
_PURPOSE = re.compile(r"(?:To|For|When|If)\s", re.IGNORECASE)
"""How a title begins that names no thing."""
_DASH = re.compile(r"\s+[-–—]\s+\S")
_UNFIT = re.compile(
    r"\(\?+\)|\?\?|\d\s*[×*x+]\s*\d[\d.,]*\s?\w{0,8}\s*=|:\s(?:yes|no)$|\b(?:scenario|in this case|correct one|correct answer|incorrect)\b",
    re.IGNORECASE,
)
"""What shows that an author was not sure, works out a sum, or speaks of a case that stands elsewhere."""
_EXAMPLES = frozenset(("custom", "example", "for example"))
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
    sentence: bool
    """True where it has a verb, and does more than list things."""
    lead: bool = False
    """True where it introduces a list."""
    question: str = ""
    """The heading above, where that asks what the sentence answers, and nothing else says what it is about."""

    def gap(self, start: int, end: int) -> str:
        """Return the question for what stands from `start` to `end`."""
        lead = f"{self.about}: fill the gap." if self.about else f"{self.question} Fill the gap.".lstrip()
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
            or phrasing.is_to_do(line, notebook)
            or _UNFIT.search(line.text)
            or line.term.casefold() in _EXAMPLES
        ):
            continue
        above = phrasing.context(line, notebook)
        above = "" if _PURPOSE.match(above) else above
        for i, said in enumerate(_sentences(line)):
            text = _named(said, above, line) if not i else said
            if not SHORTEST <= len(text) <= LONGEST or phrasing.illustrates(text) or (line.block.lead and i):
                continue
            about = _about(above, line, text)
            if i and about == above and (_NO_SUBJECT.match(text) or not _has_subject(text, about, is_name)):
                continue  # its subject stands in the sentence before
            if _COMPARED.search(about) and (_NO_SUBJECT.match(text) or form_of(text) is Form.VERB):
                continue  # one of two is its subject, and which one is left open
            text, whole = _readable(text, notebook)
            whole = whole and not _leaves_open(text, about)
            whole = whole and not (_DEFINITE.match(text) and not about and not _question(line, about))
            sentence = is_sentence(text)
            own = sentence and form_of(text) is not Form.VERB and not _NO_SUBJECT.match(text)
            whole = whole and (own or i > 0 or not _is_loose(line, text, about, notebook))
            lead = line.block.lead and bool(line.children)
            yield Saying(text, line, about, whole, sentence, lead, _question(line, about))


def _question(line: Line, about: str) -> str:
    heading = line.headings[-1] if line.headings and not about else ""
    return heading if heading.endswith("?") and len(heading) <= LONGEST_QUESTION else ""


def _has_subject(text: str, about: str, is_name: Callable[[str], bool]) -> bool:
    return is_name(text) or bool(content(text) & content(about)) or (bool(about) and form_of(text) is Form.NOUN)


def _leaves_open(text: str, about: str) -> bool:
    """True for a sentence that leaves open of what it speaks: "the header" or "the SDK" where nothing says which one."""
    unnamed = _UNNAMED.match(text)
    return bool(
        _POINTED.search(text)
        or _STORY.search(text)
        or _PASSIVE.match(text)
        or (unnamed and not content(unnamed["thing"]) <= content(about))
    )


def _is_loose(line: Line, text: str, about: str, notebook: Notebook) -> bool:
    """True for words without a subject, below a line that does not stand in what they are about: "normally 8 sous"."""
    above = notebook[line.parent] if line.parent is not None else line
    told = content(above.text)
    return above.kind is Kind.ITEM and not line.term and len(told) > 1 and not told & content(f"{about} {text}")


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


def _readable(text: str, notebook: Notebook) -> tuple[str, bool]:
    """A sentence, without what points elsewhere where that makes it whole, and whether it is whole."""
    if _stands_alone(text, notebook):
        return text, True
    for shorter in (_PARENTHESES.sub("", text), phrasing.trimmed(text), _ADDED.split(text)[0]):
        if shorter != text and len(shorter) >= SHORTEST and has_own_start(shorter) and _stands_alone(shorter, notebook):
            return shorter, True
    return text, False


def _stands_alone(text: str, notebook: Notebook) -> bool:
    return phrasing.describes(text, notebook) if _EACH.match(text) else phrasing.stands_alone(text, notebook)


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
    return (has_verb(text) or _says_what_many_do(text)) and not phrasing.enumerates(text)


def _says_what_many_do(text: str) -> bool:
    """True for a sentence whose verb looks like a noun: "You split shards", "Snapshots take space", "Use an alarm"."""
    words = text.split()
    if words[0] in _PEOPLE or (
        words[0] == "Use" and len(words) > MOST_WORDS_OF_TITLE and words[1] not in {"of", "cases"}
    ):
        return True
    return any(
        plural(" ".join(words[:i])) and words[i - 1][-1] not in ",;:)" and verb_here(words, i, many=True)
        for i in range(1, min(LONGEST_SUBJECT, len(words) - 1) + 1)
    )
