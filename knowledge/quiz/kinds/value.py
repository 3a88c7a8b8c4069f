"""What is the maximum, the default, the number: a value that the notes state."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from knowledge.claims import SAME, bound_of
from knowledge.quantities import UNITS, Family, Quantity, quantities
from knowledge.quiz import outright, values
from knowledge.quiz.grammar import Form, form_of
from knowledge.quiz.material import Material
from knowledge.quiz.model import LONGEST_PROMPT, Draft, QuizKind
from knowledge.quiz.notebook import Line, content
from knowledge.quiz.numerals import NO_COUNT, POOL, THING, Ask, is_status_or_port, ratio, special
from knowledge.quiz.phrasing import sentences
from knowledge.quiz.sayings import GAP, Saying
from knowledge.quiz.things import clean_name
from knowledge.quiz.values import figures, written

FEWEST_TERMS, FEWEST_TERMS_ALONE = 3, 4
"""Terms of a sentence with a gap, those of what it is about included, and where nothing says what it is about."""
ABOUT_THE_SAME = 0.62
"""Share of a statement that another line must say for its values to count as values of the same thing."""
ALIKE = 0.6
"""Share of the words of a sentence that another has too where both speak of the same thing."""
_INVITATION = re.compile(r"fill the gap", re.IGNORECASE)
_BOUNDS = re.compile(r"\b(?:max\w*|min(?:imum)?|defaults?|limit\w*|up to|between|at (?:most|least))\b", re.IGNORECASE)
_NAMED = re.compile(
    r"[\[v#/.:x^*+-]$|(?<![<>])=$|\b(?:version|part|layer|tier|step|option|type|level|method|chapter|section|unit|phase|generation|v)\s*$",
    re.IGNORECASE,
)
"""What stands before a number that is part of a name or of a sum."""
_NO_VALUE = re.compile(r"\s*(?:[AaPp]\.?[Mm]\b|o'clock)|[/^*=x+]\s*\d|(?!x\b)\w|\.\w|\s*\+|(?:st|nd|rd|th)\b")
"""What stands after a number that is a time of day, part of a sum, or of a word."""
_RANGE_AFTER = re.compile(r"^\s*(?:-|–|or)\s*(?=\d)")
_RANGE = re.compile(
    r"\s*[:–—-]\s*(?:about |around )?(?P<low>\d[\d,.]*)\s?(?:-|–|to)\s?(?P<high>\d[\d,.]*)\s?(?P<unit>[A-Za-zµ%°]+)"
)
_RANGE_BEFORE = re.compile(r"\d\s*\w*\s*(?:-|–|or|x|\*)\s*$")
_THRESHOLD = re.compile(
    r"\b(?:more|less|fewer|greater|larger|smaller|higher|lower|longer|shorter|older|younger) than|\b(?:at least|at most|over|under|above|below|exceeds?)\b|[<>≥≤]",
    re.IGNORECASE,
)
_SUPPOSED = re.compile(r"\b(?:if|when|whether|say|such as|like|for instance)\b[^,;]*$", re.IGNORECASE)
"""A condition whose figure is an example, unless it is a threshold."""
_BOASTED = re.compile(r"\bclaims?\b|\bup to\s$", re.IGNORECASE)
"""What stands before a share or a ratio that praises a thing."""
_DENIED = re.compile(r"^(?:not|no)\b(?!.*(?:\bbut\b|,\s(?:you|max)\b))", re.IGNORECASE)
_POINTED = re.compile(r"\b(?:these|those|this|that)\s+$", re.IGNORECASE)
_STATUS_LIKE = re.compile(r"[1-5]\d\ds")
_STATUS_WORD = re.compile(r"\bHTTP\b|\berrors?\b")
_MODIFIES = re.compile(r"\s(?:periods?|intervals?|windows?|increments?|steps?)\b")
"""What a value may stand before like an adjective."""
_SHARES = {25: "quarter", 50: "half", 100: "all", 200: "twice"}
"""Words that say a percentage."""
_SCALES = {"million": 1e6, "billion": 1e9, "trillion": 1e12}
_SCALED = re.compile("|".join(_SCALES), re.IGNORECASE)
_LOWER_END = re.compile(r"(\d[\d,.]*)\s*(?:to|-|–|and)\s*$")
_SORTS = frozenset(
    "types kinds sorts ways methods options modes components patterns things steps categories models forms strategies tiers".split()
)
"""What is counted only to be listed: how many there are is not worth knowing."""


def drafts(material: Material) -> Iterator[Draft]:
    """Yield questions for the values in the notes: asked outright where the line's form allows, else as a gap."""
    for saying in material.sayings:
        found = quantities(saying.text)
        for i in range(len(found)):
            ask = _ask(saying, found, i, material)
            if ask and len(ask.prompt) <= LONGEST_PROMPT:
                kind = QuizKind.GAP if GAP in ask.prompt else QuizKind.VALUE
                line, fact = saying.line, f"{saying.text} {ask.right}"
                yield Draft(kind, ask.prompt, ask.right, ask.wrong, line.index, line.text, fact, ask.quality)


def _ask(saying: Saying, found: tuple[Quantity, ...], i: int, material: Material) -> Ask | None:
    said, quantity = saying.text, found[i]
    if any(m.start < quantity.end and quantity.start < m.end for m in material.names.mentions(said)):
        return None  # a number that belongs to a name
    start, end = quantity.start, _end(quantity, said)
    before, after = said[:start], said[end:]
    if (to_one := re.match(r":1\b", after)) and not before.endswith(":"):
        return ratio(saying, quantity, ":1", end + to_one.end())
    if asked := _range(saying, found, i, material):
        return asked
    if end <= _label_end(saying) and len(found) > i + 1 and not values.is_year(quantity, said):
        return None  # a condition of the value that follows
    status = quantity.family is Family.TIME and _STATUS_LIKE.fullmatch(said[start:end]) and _STATUS_WORD.search(said)
    boast = _BOASTED.search(before) and (after.startswith("x") or values.unit_of(quantity, said) == "%")
    unasked = (_NAMED, _RANGE_BEFORE, _DENIED, _POINTED)
    if (
        status
        or boast
        or any(p.search(before) for p in unasked)
        or _NO_VALUE.match(after)
        or _is_range(quantity, found, i, said)
    ):
        return None
    if re.match(r"x\b", after):
        return ratio(saying, quantity, "x", quantity.end + 1)
    if quantity.family is Family.COUNT and not quantity.per:
        asked = special(saying, quantity, material)
        if asked or is_status_or_port(before):
            return asked
    if (_SUPPOSED.search(before) or _is_order(said)) and not (_THRESHOLD.search(before[-30:]) or bound_of(said)):
        return None
    return _value(saying, found, i, material)


def _label_end(saying: Saying) -> int:
    """Where what a line gives values for ends; 0 where it has no such label."""
    term = saying.line.term
    return len(term) if term and saying.text.startswith(term) else 0


def _range(saying: Saying, found: tuple[Quantity, ...], i: int, material: Material) -> Ask | None:
    """The range that a line gives for its term: "Standard: 3-5 hours"."""
    said, line = saying.text, saying.line
    whole = _RANGE.fullmatch(said[len(line.term) :]) if line.term and said.startswith(line.term) else None
    last = found[-1]
    if whole is None or i + 1 < len(found) or not saying.whole or not saying.about:
        return None
    unit = values.unit_of(last, said)
    low, high = (float(whole[end].replace(",", "")) for end in ("low", "high"))
    beside = [
        m for other in material.notebook.beside(line) if other is not line and (m := _RANGE.fullmatch(_tail(other)))
    ]
    siblings = [f"{m['low']}-{m['high']} {m['unit']}" for m in beside]
    shifted = [f"{written(a, '')}-{written(b, unit)}" for a, b in values.other_ranges(low, high, unit, said)]
    right = f"{written(low, '')}-{written(high, unit)}"
    taken = {right, f"{whole['low']}-{whole['high']} {whole['unit']}"}
    pool = [choice for choice in dict.fromkeys((*siblings, *shifted)) if choice not in taken]
    return Ask(f"{saying.about}: which range belongs to “{clean_name(line.term)}”?", right, tuple(pool[:POOL]), 0.85)


def _tail(line: Line) -> str:
    return line.text[len(line.term) :] if line.term else ""


def _is_range(quantity: Quantity, found: tuple[Quantity, ...], i: int, said: str) -> bool:
    """True for the first of two values of which either will do: "10 or 30 s"."""
    following = found[i + 1] if i + 1 < len(found) else None
    joined = _RANGE_AFTER.match(said[quantity.end :])
    return bool(joined) and (
        following is None or following.family is quantity.family or quantity.family is Family.COUNT
    )


def _is_order(said: str) -> bool:
    return form_of(said) is Form.IMPERATIVE


def _end(quantity: Quantity, said: str) -> int:
    """Where the value ends: the divisor of a rate is left standing, the same value in another unit is not."""
    end = quantity.end
    if quantity.per:
        figure = said[quantity.start : quantity.end]
        end = quantity.start + len(
            re.sub(r"\s?(?:/\s?[a-z]+|\s(?:per|an?|each)\s[a-z]+)$", "", figure, flags=re.IGNORECASE)
        )
    again = re.match(r"\s*(?:=\s*|\()", said[end:])
    if again:
        same = next((q for q in quantities(said) if q.start == end + again.end()), None)
        closed = same is not None and said[same.end : same.end + 1] == ")"
        if same and abs(same.value - quantity.value) <= SAME * quantity.value and closed == ("(" in again.group()):
            end = same.end + closed
    return end


def _value(saying: Saying, found: tuple[Quantity, ...], i: int, material: Material) -> Ask | None:
    said, quantity = saying.text, found[i]
    year = values.is_year(quantity, said)
    if (
        quantity.value <= 0
        or (quantity.family is Family.TIME and quantity.per in UNITS)
        or not (year or quantity.family is not Family.COUNT or _is_count(quantity, said))
    ):
        return None
    if saying.lead and (quantity.family is Family.COUNT or not saying.sentence):
        return None
    end = _end(quantity, said)
    prompt = "" if year or end < quantity.end else outright.question(saying, quantity, end, material.notebook)
    quality = 0.9
    if prompt:
        prompt = f"{saying.question} {prompt}".lstrip()
    else:
        if (
            not saying.whole
            or not (saying.about or saying.question or saying.sentence)
            or (year and not _dates(saying))
        ):
            return None
        if len(_said_of(said)) < (0 if saying.about and _BOUNDS.search(said) else 2):
            return None
        prompt = saying.gap(quantity.start, end)
        quality = 0.6 + 0.1 * bool(saying.about) + 0.1 * saying.sentence
    if len(content(f"{saying.about} {said}")) < (
        FEWEST_TERMS if saying.about or saying.question else FEWEST_TERMS_ALONE
    ):
        return None
    right, pool = _choices(saying, found, i, prompt, material)
    return Ask(prompt, right, tuple(pool[:POOL]), quality) if pool else None


def _is_count(quantity: Quantity, said: str) -> bool:
    """True for a number of things: more than one, and the words after it name them."""
    figure, after = said[quantity.start : quantity.end], said[_end(quantity, said) :]
    if (
        quantity.value <= 3
        and figure.isalpha()
        and re.search(r"\b(?:the|these|both|between)\s$", said[: quantity.start], re.IGNORECASE)
    ):
        return False  # "the two" were named before
    if quantity.value < 2 or (figure.isalpha() and quantity.value > 10):
        return False
    if quantity.per and not quantity.noun:
        return True
    thing = THING.match(after) or re.match(r"(?P<noun>[a-z]{3,})(?=/)|\s(?P<other>[\w-]+)(?= per\b)", after)
    if not thing:
        return False
    if after[thing.end() :].startswith(":"):
        return False  # they are named, and can be counted
    last = re.sub(r"\s(?:limit|maximum)$", "", thing.group()).split()[-1]
    first = thing.group().split()[0].casefold()
    return (
        not _SORTS.intersection(thing.group().casefold().split())
        and first not in NO_COUNT
        and not re.match(r"(?:st|nd|rd|th)\b", first)
        and (last.endswith("s") or last.isupper())
    )


def _dates(saying: Saying) -> bool:
    """True where a year says when something happened, and not from when on a remark holds."""
    return saying.sentence and not re.match(r"(?:as of|since|before|after|until|from)\b", saying.text, re.IGNORECASE)


def _choices(
    saying: Saying, found: tuple[Quantity, ...], i: int, prompt: str, material: Material
) -> tuple[str, list[str]]:
    """The value as a choice, and wrong ones; none where another line states another value for the same thing."""
    said, quantity = saying.text, found[i]
    same = _about_the_same(prompt, saying.line, material)
    if any(_contradicts(quantity, saying, material.notebook[index]) for index in same - {saying.line.index}):
        return "", []
    taken = [q for index in same for q in quantities(material.notebook[index].text) if q.family is quantity.family]
    told, key = figures(prompt), f"{said}/{i}"
    if values.is_year(quantity, said):
        stated = {int(q.value) for q in taken}
        years = [int(q.value) for q in found if q is not quantity and values.is_year(q, said)]
        right = str(int(quantity.value))
        pool = [
            str(y)
            for y in values.near_years(
                int(quantity.value),
                material.years,
                key,
                lambda year: year not in stated and all((year > y) == (quantity.value > y) for y in years),
            )
        ]
    else:
        unit = values.unit_of(quantity, said)
        factor = values.factor_of(unit, quantity.family)
        if not factor:
            return "", []
        end = _end(quantity, said)
        beside = [
            q.value
            for q in found
            if not quantity.start <= q.start < end and q.family is quantity.family and q.per == quantity.per
        ]
        if unit == "%" and _SHARES.get(int(quantity.value), GAP) in said.casefold():
            return "", []
        if GAP in prompt and any(abs(b - quantity.value) <= SAME * b for b in beside):
            return "", []  # the same value stands beside it, in another unit or for another thing
        if lower := _LOWER_END.search(said[: quantity.start]):
            beside.append(float(lower[1].replace(",", "")) * factor)

        one_of_many = GAP in prompt and quantity.family is Family.COUNT and quantity.value > 1

        def fits(value: float) -> bool:
            base = value * factor
            free = not any(abs(base - q.value) <= SAME * max(base, q.value) for q in taken)
            return (
                free
                and not (one_of_many and value == 1)
                and all((base > b) == (quantity.value > b) for b in beside if b != quantity.value)
                and not (unit == "%" and value > 100 >= quantity.value)
            )

        known = (v / factor for v in material.values(quantity.family, quantity.noun))
        look, scale = _look(quantity, said, unit)
        right = look(quantity.value / factor / scale)
        pool = [look(v / scale) for v in values.others(quantity.value / factor, unit, known, key, fits)]
    if figures(right) & told:
        return "", []
    return right, [choice for choice in pool if choice and not figures(choice) & told]


def _look(quantity: Quantity, said: str, unit: str) -> tuple[Callable[[float], str], float]:
    """How a value is written here: as a word, as in "5-minute periods", in millions, in full; and in which scale."""
    figure, after = said[quantity.start : _end(quantity, said)], said[quantity.end :]
    if figure.isalpha() and quantity.family is Family.COUNT:
        return values.in_words, 1
    joined = re.fullmatch(r"[\d.,]+([\s-])([a-z]+)", figure)
    if joined and unit and (joined[1] == "-" or _MODIFIES.match(after)) and joined[2] == unit:
        return (lambda value: written(value, "") + joined[1] + unit), 1
    if spelt := _SCALED.search(figure):
        before, behind = (unit, "") if unit in {"$", "€", "£"} else ("", f" {unit}s" if unit else "")
        return (lambda value: f"{before}{written(value, '')} {spelt[0].lower()}{behind}"), _SCALES[spelt[0].lower()]
    return (lambda value: written(value, unit)), 1


def _about_the_same(prompt: str, line: Line, material: Material) -> frozenset[int]:
    """The lines that state the same thing, and the same bound of it: the most, the least, the default."""
    terms = frozenset(t for t in content(_INVITATION.sub("", prompt)) if not t[0].isdigit())
    bound = bound_of(prompt)
    alike = material.support.alike(terms, ABOUT_THE_SAME)
    return frozenset(i for i in alike if bound_of(material.notebook[i].text) is bound) | {line.index}


def _contradicts(quantity: Quantity, saying: Saying, line: Line) -> bool:
    """True where a sentence of another line states one value of the family for the same thing, and another one."""
    if saying.line.term and line.term and content(saying.line.term) != content(line.term):
        return False
    own = _said_of(saying.text) or _said_of(saying.about)
    for sentence in sentences(line.text):
        stated = [q for q in quantities(sentence) if q.family is quantity.family]
        theirs = _said_of(sentence)
        shared = len(own & theirs)
        if len(stated) != 1 or (quantity.family is Family.COUNT and stated[0].noun != quantity.noun):
            continue
        if shared >= ALIKE * len(own) and 2 * shared >= ALIKE * len(theirs) and not _of_another(saying.text, sentence):
            return abs(stated[0].value - quantity.value) > SAME * max(stated[0].value, quantity.value)
    return False


def _said_of(text: str) -> frozenset[str]:
    """The terms of a sentence without its figures, their units and the words for a bound."""
    plain = "".join(" " if any(q.start <= i < q.end for q in quantities(text)) else c for i, c in enumerate(text))
    return content(_BOUNDS.sub(" ", plain))


def _of_another(said: str, elsewhere: str) -> bool:
    """True for two sentences of which each has a name that the other lacks."""
    own, theirs = (frozenset(re.findall(r"\b[A-Z][\w-]*[A-Z][\w-]*", text)) for text in (said, elsewhere))
    return bool(own - theirs) and bool(theirs - own)
