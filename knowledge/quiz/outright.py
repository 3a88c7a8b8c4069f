"""Values asked outright: "what is the maximum ...?", "how many ... can ... at most?", where a line's form allows."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from knowledge.quantities import Family, Quantity
from knowledge.quiz import phrasing
from knowledge.quiz.notebook import Notebook, content
from knowledge.quiz.sayings import Saying
from knowledge.quiz.things import clean_name

_HOLE = "\x00"
_BOUND = r"(?P<bound>max(?:imum)?|min(?:imum)?|default)"
_BOUNDS = {
    "max": "maximum", "maximum": "maximum", "min": "minimum", "minimum": "minimum", "default": "default", "up to": "maximum",
    "at most": "maximum", "maximum of": "maximum", "at least": "minimum", "minimum of": "minimum", "no more than": "maximum",
}  # fmt: skip
_MOST = r"(?:up to|at most|no more than|a maximum of|max(?:imum)?\.?)"
_REST = r"(?P<rest>(?:\s(?:per|for|of|in|to|from|on|with)\s[^,;()\d]{2,60}[^,;()\d\s])?)(?:\s*(?:\([^()]*\)|,.*|;.*|by default|max(?:imum)?|at most))?\s*\.?$"
_ATTRIBUTE = re.compile(
    rf"^(?:the\s|its\s)?{_BOUND}\.?\s(?P<what>[\w/()'’-][\w\s/()'’-]{{2,80}}?)(?:\s(?:is|are|of)|\s?[:=–]|\s-)?\s{_HOLE}{_REST}",
    re.IGNORECASE,
)
_BARE = re.compile(rf"^{_BOUND}\s*(?:value\s|setting\s)?(?:is|are|of|to|:|=|-|–)?\s*{_HOLE}{_REST}", re.IGNORECASE)
_IS = re.compile(
    rf"^(?:the\s)?(?P<what>[\w'’-][\w\s/'’-]{{2,60}}?)\s(?:is|are)\s(?P<most>{_MOST}\s)?{_HOLE}(?P<default>\sby default)?{_REST}",
    re.IGNORECASE,
)
_UP_TO = re.compile(
    rf"^(?:(?:(?:has|with) )?an?\s)?(?:{_MOST}|limit(?:ed|ation)?(?: of| to)?)\s{_HOLE}\s(?P<what>[\w'’-][\w\s'’/-]{{1,60}}?){_REST}",
    re.IGNORECASE,
)
_LIMIT = re.compile(
    rf"^{_HOLE}\s(?P<what>[\w'’-][\w\s'’/-]{{1,50}}?)\s(?:limit|at most|max(?:imum)?)\s*$", re.IGNORECASE
)
_CAN = re.compile(
    rf"^(?P<who>[\w'’-][\w\s'’/-]{{0,60}}?)\s(?P<can>can|may|must)(?:\salso)?\s(?P<does>[a-z]+(?:\s[a-z]+)?)\s(?P<most>{_MOST}|at least)\s{_HOLE}"
    rf"\s(?P<what>[a-z'’-]+(?:\s(?!for|and|or|to|in|of|per)[a-z'’-]+){{0,3}}){_REST}",
    re.IGNORECASE,
)  # fmt: skip
_LARGE = re.compile(
    rf"^(?P<who>[\w'’-][\w\s'’/-]{{2,60}}?)\s(?:(?:can|may)\sbe\s(?:{_MOST}|as (?:large|long) as)|(?:can't|cannot|can not|must not|may not)\sexceed)\s{_HOLE}(?:\sin size|\slong)?(?P<more>$|[\s,;(].*$)",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    rf"^(?P<who>[\w'’-][\w\s'’/-]{{2,60}}?)\s(?:is|are)\slimited\sto\s{_HOLE}\sin\ssize\s*$", re.IGNORECASE
)
_LABELLED = re.compile(
    rf"^(?P<most>up to|at most|max\.?|maximum(?: of)?|at least|min\.?|minimum(?: of)?|about|around|~|default(?:s to)?(?: is)?|only)?\s*{_HOLE}(?:\s?(?:each|in total|long|in size|thick|wide))?"
    r"(?:\s*(?:\([^()]*\)|,.{0,80}|;.{0,80}|by default|max(?:imum)?|at most|or less|or fewer))?\s*\.?$",
    re.IGNORECASE,
)
_MEASURED = re.compile(
    r"\b(?:time|timeout|period|size|limit|delay|memory|latency|throughput|port|price|cost|rate|interval|duration|length|lifetime|ttl|quota|number|amount"
    r"|count|window|storage|depth|concurrency|capacity|retention|age|width|height|weight|mass|speed|temperature|diameter|population|distance"
    r"|frequency|resolution|granularity|share|percentage|year|thickness)s?(?:\s(?:of|for|in)\s.+)?$",
    re.IGNORECASE,
)
_CLAUSES = re.compile(r"[,;]\s+(?:and |but |with )?|\s+(?:and|but)\s+(?=(?:the\s)?(?:max|min|default)|can go)")
_CONDITION = re.compile(r"(?:for|if|when|with|in|on|at|to|while|until|after|before)\b", re.IGNORECASE)
_MORE = re.compile(
    rf"^(?:(?:it )?can (?:go|be increased|be raised|be extended|be set) )?(?:with )?(?:an? )?(?P<most>up to|at most|max(?:imum)?(?: of| is)?|min(?:imum)?(?: of| is)?|default(?: is| of)?)\s{_HOLE}{_REST}",
    re.IGNORECASE,
)
_THERE = re.compile(
    rf"^there (?:are|is) {_HOLE}\s(?P<what>[a-zA-Z'’-][^\W\d][^\d.,;:]{{1,80}}?)(?P<available>\savailable)?:?$",
    re.IGNORECASE,
)
_HAS = re.compile(
    rf"^(?P<who>[\w'’-][\w\s'’/-]{{1,40}}?)(?<!can)(?<!must)(?<!may)\s(?P<has>has|have)\s{_HOLE}\s(?P<what>[\w'’-][\w\s'’/-]{{1,40}}?):?$",
    re.IGNORECASE,
)
_ANYBODY = re.compile(r"(?:you|we|one|it)$", re.IGNORECASE)
_COMPARED = re.compile(r"^(?:less|lower|low|high|higher|more|near)\b|\b(?:at|in|on|per) a\b", re.IGNORECASE)
LONGEST_NAME = 9
"""Words of what is asked for."""


_STATED = re.compile(
    rf"^(?:the\s)?(?:{_BOUND}\s)?(?P<what>[\w'’-][\w\s/'’-]{{2,60}}?)(?:\s(?:is|are)|:)\s\d", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A value that is asked for: `text` is its sentence, or a clause of it, with a hole."""

    text: str
    quantity: Quantity
    saying: Saying
    notebook: Notebook

    @property
    def counted(self) -> bool:
        """Whether it is a number of things."""
        return self.quantity.family is Family.COUNT

    def usable(self, *parts: str) -> bool:
        """Return whether parts of the sentence can stand in a question."""
        return all(phrasing.stands_alone(part, self.notebook) and len(part.split()) <= LONGEST_NAME for part in parts)

    def inside(self, name: str) -> str:
        """Return a name as it is written inside a sentence: without the capital that begins one."""
        first, second, *_ = (*name.split(), "", "")
        proper = self.notebook.is_name(first) or (second[:1].isupper() and second[1:].islower())
        common = first in {"A", "An", "The"} or (first[1:].islower() and not proper)
        return name[0].lower() + name[1:] if common else name


def question(saying: Saying, quantity: Quantity, end: int, notebook: Notebook) -> str:
    """Return the question for a value of a sentence, which ends at `end`; empty where no form fits."""
    holed = f"{saying.text[: quantity.start]}{_HOLE}{saying.text[end:]}"
    whole = _Asked(holed, quantity, saying, notebook)
    asked = _of_label(whole) or _of_form(whole) or _of_clause(whole)
    if not asked:
        return ""
    return f"{saying.about}: {asked}" if saying.about else asked[0].upper() + asked[1:]


def _of_form(asked: _Asked) -> str:
    return _of_count(asked) if asked.counted else _of_measure(asked)


def _of_count(asked: _Asked) -> str:
    """Ask for a number of things."""
    found = _CAN.match(asked.text)
    if found and asked.usable(found["who"], found["what"]) and (asked.saying.about or not _ANYBODY.match(found["who"])):
        end = "at least" if found["most"].lower() == "at least" else "at most"
        return f"how many {found['what']} {found['can'].lower()} {asked.inside(found['who'])} {found['does']} {end}{found['rest']}?"
    if (found := _THERE.match(asked.text)) and asked.usable(found["what"]):
        return f"how many {found['what']} are {'available' if found['available'] else 'there'}?"
    if (found := _HAS.match(asked.text)) and asked.usable(found["who"], found["what"]):
        return (
            f"how many {found['what']} {'does' if found['has'] == 'has' else 'do'} {asked.inside(found['who'])} have?"
        )
    found = _UP_TO.match(asked.text) or _LIMIT.match(asked.text)
    rest = found.groupdict().get("rest", "") if found else ""
    if found and asked.usable(found["what"]) and (asked.saying.about or rest):
        return f"what is the maximum number of {found['what']}{rest}?"
    return ""


def _of_measure(asked: _Asked) -> str:
    """Ask for a size, a time and the like."""
    about = asked.saying.about
    long = {Family.SIZE: "large", Family.TIME: "long"}.get(asked.quantity.family, "")
    if (found := _ATTRIBUTE.match(asked.text)) and asked.usable(found["what"]):
        return f"what is the {_bound(found['bound'])} {asked.inside(found['what'])}{found['rest']}?"
    if (found := _BARE.match(asked.text)) and _MEASURED.search(_last(about)):
        return f"what is the {_bound(found['bound'])}{found['rest']}?"
    if long and (found := _LARGE.match(asked.text) or _LIMITED.match(asked.text)) and asked.usable(found["who"]):
        return f"how {long} can {asked.inside(found['who'])} be at most?"
    found = _IS.match(asked.text)
    if (
        found
        and _MEASURED.search(found["what"])
        and asked.usable(found["what"])
        and (about or len(content(found["what"])) > 2)
    ):
        bound = "maximum " if found["most"] else "default " if found["default"] else ""
        return f"what is the {bound}{asked.inside(found['what'])}{found['rest']}?"
    return ""


def _of_clause(asked: _Asked) -> str:
    """Ask for the value of one clause of a sentence: "default delay is 0 s, max 900 s"."""
    clauses = _CLAUSES.split(asked.text)
    if _CONDITION.match(asked.text):
        return ""  # what holds for it is no part of its own clause
    at = next(i for i, clause in enumerate(clauses) if _HOLE in clause)
    own = _of_form(replace(asked, text=clauses[at])) if len(clauses) > 1 else ""
    more = _MORE.match(clauses[at])
    if own or not at or not more:
        return own
    what = next((w for clause in reversed(clauses[:at]) if (w := _attribute(clause)) and asked.usable(w)), "")
    if not what and not _MEASURED.search(_last(asked.saying.about)):
        return ""
    return f"what is the {_bound(more['most'])} {asked.inside(what) if what else ''}".strip() + f"{more['rest']}?"


def _attribute(clause: str) -> str:
    """What a clause gives a value for."""
    found = _STATED.match(clause)
    return found["what"] if found and _MEASURED.search(found["what"]) else ""


def _of_label(asked: _Asked) -> str:
    """Ask for the value of a line "term: value"."""
    line = asked.saying.line
    term = clean_name(line.term)
    if not term or not asked.text.startswith(line.term) or _COMPARED.search(term):
        return ""
    found = _LABELLED.match(re.sub(r"^\s*(?::\s*|\s[-–—=]+>?\s*)", "", asked.text[len(line.term) :], count=1))
    if not found:
        return ""
    if term.lower().rstrip(".") in _BOUNDS:
        return f"what is the {_bound(term)}?" if asked.saying.about else ""
    bounded = re.search(r"\b(?:max|min|default|limit)", term, re.IGNORECASE)
    bound = "" if bounded else _BOUNDS.get((found["most"] or "").lower().rstrip("."), "")
    adjective = f"{bound} " if bound else ""
    if (not asked.counted and _MEASURED.search(term)) or (
        asked.counted and re.match(r"(?:max\w* |min\w* )?number of\b", term, re.IGNORECASE)
    ):
        return f"what is the {adjective}{asked.inside(term)}?"
    return f"which {adjective}{'number' if asked.counted else 'value'} belongs to “{term}”?"


def _last(about: str) -> str:
    return about.rsplit(" › ", 1)[-1]


def _bound(word: str) -> str:
    plain = word.lower().rstrip(".")
    return _BOUNDS.get(plain) or _BOUNDS.get(plain.split()[0].rstrip("."), "maximum")
