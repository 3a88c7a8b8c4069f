"""Which words of a note can stand in a question by themselves, and how to name what a line is about."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from knowledge.model import Kind
from knowledge.quiz.grammar import coordinated, has_verb
from knowledge.quiz.notebook import Line, Notebook, content
from knowledge.quiz.slips import has_slip
from knowledge.spans import SENTENCE
from knowledge.words import fold, scan

LONGEST_CONTEXT = 90
SEPARATOR = " › "
MOST_WORDS_OF_ITEM = 5
FEWEST_TERMS_LISTED = 4
"""Terms up to which an enumeration of common words says too little."""
MOST_WORDS_LISTED = 3
"""Words of each thing in an enumeration."""
LONGEST_HEADING = 60
SHORTEST_CUT = 25
"""Characters that are left at least where a sentence is cut."""
"""Characters. A longer heading is a sentence and names nothing."""

GENERAL = frozenset(
    """overview introduction intro basics summary general details detail concepts concept terminology terms glossary
    definitions definition notes note tips tip types type kinds settings features feature options limits defaults facts
    important misc miscellaneous useful other others know good remember exam background key main more about what how
    why quiz questions question recap review recapitulation advanced considerations benefits
    advantages disadvantages use cases case usage example examples common properties security pricing performance
    and or the of for with in on to a an is are it its things points part parts chapter section""".split()
)
"""Words of headings that name no subject of their own."""
_STANCE = frozenset(
    """pros cons pro con advantages disadvantages benefits drawbacks downsides similarities differences overview summary basics introduction other misc
    key good to know exam tips tip notes note facts details general section chapter part""".split()
)
"""Words of headings that say how a thing is told, not what it is."""
_ASIDE = re.compile(
    r"\W*(?:(?:useful|other|further|additional|external|more|my|study|exam|recommended)\s+)?(?:to-?\s?dos?|(?:table of )?contents|resources?|references?"
    r"|links?|reading|sources?|bibliography|credits?|acknowledge\w*|changelog|about (?:me|this)\b.*)\W*",
    re.IGNORECASE,
)
"""Headings of what speaks of the notes themselves."""
_TO_DO = re.compile(r"\W*to-?\s?dos?\W*", re.IGNORECASE)
_NUMBERING = re.compile(
    r"^\s*(?:(?:[Pp]art|[Cc]hapter|[Ss]ection|[Uu]nit|[Mm]odule|[Ww]eek|[Dd]ay|[Ll]esson)\s+\d+[.):\s-]+|\d+(?:\.\d+)*[.)]\s+|[IVX]+\.\s+)"
)
_LABEL = re.compile(r"^[^:]{3,40}\b(?:part|chapter|section|unit|module)\s+\d+\s*:\s*", re.IGNORECASE)
_LISTED = re.compile(r":\s[^:]+,[^:]+$")
"""What a heading lists of its contents."""
EASY = r"\s(?:much\s)?(?:easy|easier|possible|simple|simpler|hard|harder)\s(?:to|for)\b"
"""What follows on an "it" that points at nothing: "makes it easy to"."""
_POINTING = re.compile(
    rf"\b(?:it(?!{EASY})|its own|above|below|following|follows|previous|previously|aforementioned|latter|former|here|i(?!/)|me|my|mine|we've"
    r"|let's|todo|tbd|etc|eg|ie|ex)\b|\be\.g\b|\bi\.e\b",
    re.IGNORECASE,
)
"""Words that point away from the sentence: to a neighbour, to the author, to something left out."""
_POINTING_EARLY = re.compile(
    r"(?:\S+\s+){0,3}?(?:they|them|these|those|this|that one|he|she|him|her|his)\b", re.IGNORECASE
)
"""Words that point back, and find nothing to point to so early in a sentence."""
_LEANING = re.compile(r"\b(?:also|too|still|then|this|these|those|they|them|here|there)\b", re.IGNORECASE)
_VAGUE_OPENING = re.compile(
    r"(?:and|but|or|so|also|then|thus|therefore|hence|however|otherwise|instead|moreover|furthermore|besides|which|who|whose|that|there|such"
    r"|for (?:example|instance|this|that|more)|in (?:this|that|addition)|as (?:a result|such|well|mentioned)|note|remember|see|e\.?g|i\.?e|ex|example"
    r"|examples|idea|tip|important|nb|ps)\b",
    re.IGNORECASE,
)
"""How words begin that lean on what stands before them, or that speak to the reader."""
_DEPENDENT_OPENING = re.compile(r"(?:because|where|same|another|both|each|one|other|its|their)\b", re.IGNORECASE)
"""How a sentence begins that leans on its neighbours, where a description of a term may well begin like that."""
_TALK = re.compile(
    r"\b(?:exam|exams|udemy|course|video|lecture|click|screenshot|tutorial|homework|notes?|quiz|question|questions"
    r"|certified|certification|cheat ?sheet|syllabus|answer|wording|keyword|teacher|slide|slides|link|links|docs|documentation|website|blog|refer|read more|learn more|as seen|we saw"
    r"|as stated|mentioned|remember|imagine|suppose|say)\b",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"https?://|www\.|\barn:|\b\w+@\w+\.|\[[^\]]*\]\(")
_CODE = re.compile(r"[{}\\;]|\w=\S|=>|->|-->|::\s|</?\w|\$[A-Za-z_]|(?:^|\s)(?:&\w|[!|])|\w\(\)|^\W*\w+\s*=")
_COMMANDLIKE = re.compile(r"\b\d{3,}\b|\w\.\w{2,4}\b|\s--|[{}<>|=]")
_ILLUSTRATION = re.compile(
    r"\b(?:would|suppose|assume|imagine|if (?:your|you have|we have|there are \d)|let's say|for example|for instance|dev|foo|bar)\b",
    re.IGNORECASE,
)
_LISTING = re.compile(r",\s+(?:and\s+|or\s+)?|\s+/\s+|\s+(?:and|or|\+)\s+")
_OPEN_END = re.compile(
    r"(?:\b(?:a|an|the|of|using|and|or|as|is|are|that|which|when|into|via|than|its|your)|[,(/&+-])$", re.IGNORECASE
)
_VAGUE_HEADING = re.compile(
    r"(?:better|best|more|less|useful|good|great|helpful|if|when|because|so|then|but|and|or|it|this|that|these)\b",
    re.IGNORECASE,
)
_ENDS_OPEN = re.compile(r"\b(?:for|to|with|from|by|in|on|at|of|the|and|or)$", re.IGNORECASE)
_EXAMPLE = re.compile(
    r"\s*\((?:(?:ex|e\.g|eg|i\.e|ie|for example|for instance|example|see)\b[^()]*|[^()]*(?:\betc\b[.…]*|\.\.\.|\bfor example)|\?+)\)",
    re.IGNORECASE,
)
_TRAILING_OFF = re.compile(
    r"(?:,?\s*(?:and so on|etc|to name (?:a few|some))\b[.…]*)\s*$|\s*(?:…|\.\.\.)\s*$", re.IGNORECASE
)
_PARENTHESES = re.compile(r"\s*\([^()]*\)")
_CLAUSE = re.compile(r"[,;(]|\s[-–—]\s|\s(?:in|with|by|as) the following\b")
_ADDED = re.compile(
    r";\s|\s[-–—]\s|\s(?:by the|compared (?:to|with)|so that|in order to|because|instead of)\b|,\s(?:which|that|and then|who|where|so|but|because|since|as|with|without|for|when|while|if|unless"
    r"|using|including|such as|like|instead|not|even|rather|depending|by|through|until|at|in|on|from|whereas|although|though|to|especially|unlike|usually|mostly"
    r"|based|allowing|making|enabling|giving|providing|meaning|resulting|causing|leading|depending)\b"
)
"""Where something is added to a sentence that is whole without it."""
_ADJECTIVE_END = re.compile(r"(?:ed|ing|al|ary|ive|ful|less|ous|able|ible|ic|ly|est)$")
"""How words end of which another one may follow after a comma: "frequently accessed, heavy"."""
_SO_IF = re.compile(r",?\s+(?:so|and|but|then)\s+(?:if|when|while|once)\b")
_CONDITION = re.compile(
    r"(?:if|when|while|once|although|though|since|because|as|unless|after|before|given)\b", re.IGNORECASE
)
_SMALL_SENTENCE = re.compile(r"(?<=[a-z)\]]{3}\.)(?<!\betc\.)\s+(?=[a-z]{2})")
"""Where the next sentence begins without a capital."""
_MAKER = re.compile(r"^(?:AWS|Amazon)\s+(?=\S)")
_BREAKS = re.compile(r"[?!…]|\s\+\s?\d|\.\.\.|\*|_{2,}|\s[-–—]\s|[\"“”].*[\"“”].*[\"“”]|#")


def sentences(text: str) -> list[str]:
    """Return the sentences of a text, in order."""
    found = (part for sentence in SENTENCE.split(text) for part in _SMALL_SENTENCE.split(sentence))
    return [sentence.strip() for sentence in found if sentence.strip()]


def bare(sentence: str) -> str:
    """Return a sentence without the full stop at its end, and without examples in brackets or an "etc" that trails off."""
    whole = _TRAILING_OFF.sub("", _EXAMPLE.sub("", sentence)).strip()
    return whole.rstrip(".;,: ").strip()


def trimmed(text: str) -> str:
    """Return a sentence without the part after a comma in which it begins to point elsewhere ("..., it is ...").

    Empty where no whole sentence is left: a condition without what follows from it.
    """
    whole = text
    while (found := _POINTING.search(text)) and (
        cuts := [m.start() for m in _CLAUSE.finditer(text, 0, found.start() + 1)]
    ):
        text = text[: cuts[-1]].strip()
    if text == whole:
        return text
    text = _TRAILING_OFF.sub("", _SO_IF.split(text)[0])
    return "" if _CONDITION.match(text) else text


def shortened(text: str, longest: int) -> str:
    """Return a sentence without its last clauses, so that it has at most `longest` characters; empty where it cannot be.

    What stands in brackets goes first. It is cut where a clause begins that only adds to what was said, never inside an
    enumeration.
    """
    if len(text) <= longest:
        return text
    text = _PARENTHESES.sub("", text).strip()
    lone = text.find(",") if text.count(",") == 1 and not _ADJECTIVE_END.search(text.split(",")[0]) else 0
    cuts = [len(text), lone, coordinated(text), *(m.start() for m in _ADDED.finditer(text))]
    short = _TRAILING_OFF.sub("", text[: max((cut for cut in cuts if 0 < cut <= longest), default=0)]).strip()
    return short if len(short) >= SHORTEST_CUT and not _OPEN_END.search(short) and balanced(short) else ""


def leans(text: str) -> bool:
    """True for words that lean on what stood before: "this", "them", "also"."""
    return bool(_LEANING.search(text))


def names_aside(text: str) -> bool:
    """True for words that name what speaks of the notes: a table of contents, links, things to do."""
    return bool(_ASIDE.fullmatch(text))


def is_aside(line: Line) -> bool:
    """True for what speaks of the notes and not of their subject: lists of links, of contents, of things to do."""
    return any(names_aside(heading) for heading in line.headings)


def is_to_do(line: Line, notebook: Notebook) -> bool:
    """True for what hangs under a line that introduces things to do."""
    return any(_TO_DO.fullmatch(above.text) for above in notebook.above(line))


def stands_alone(text: str, notebook: Notebook) -> bool:
    """True for words that can be read without their neighbours: whole, free of pointers, of code and of slips."""
    return not _DEPENDENT_OPENING.match(text) and describes(text, notebook)


def describes(text: str, notebook: Notebook) -> bool:
    """True for words that can be read beside the term that they describe."""
    return (
        text[:1].isalnum()
        and not _POINTING.search(text)
        and not _POINTING_EARLY.match(text)
        and not _VAGUE_OPENING.match(text)
        and not _TALK.search(text)
        and not _ADDRESS.search(text)
        and not _CODE.search(text)
        and not _BREAKS.search(text)
        and not _OPEN_END.search(text)
        and balanced(text)
        and not has_slip(text, notebook)
    )


def enumerates(text: str) -> bool:
    """True for words that only list things: "GitHub / CodeCommit / S3", "metrics, logs, alarms"."""
    parts = [part.split() for part in _LISTING.split(text) if part]
    if any(len(words) > MOST_WORDS_LISTED or words[0] in {"not", "no"} for words in parts):
        return False
    names = all(words[0][:1].isupper() for words in parts[1:])
    return len(parts) > 1 and (names or (len(parts) > 2 and len(content(text)) <= FEWEST_TERMS_LISTED))


def illustrates(text: str) -> bool:
    """True for a sentence that works out an example or a suggestion, and states no fact."""
    return bool(_ILLUSTRATION.search(text))


def balanced(text: str) -> bool:
    """True where every bracket and quotation mark of a text is closed."""
    return (
        all(text.count(a) == text.count(b) for a, b in ("()", "[]", "“”"))
        and not text.count('"') % 2
        and not text.count("`") % 2
    )


def context(line: Line, notebook: Notebook, *, without: str = "") -> str:
    """Return the headings and the nearest list item that say what a line is about, as "SQS › Visibility timeout".

    Headings that say nothing by themselves ("Overview"), whole sentences, and those with a word of `without` are left
    out. Empty where nothing says it.
    """
    hidden = content(without)
    kept: list[str] = []
    for name in _names_above(line, notebook):
        own = content(name)
        if own & hidden or any(own <= content(other) for other in kept):
            continue
        kept = [other for other in kept if not content(other) <= own]
        if len(kept) == 2 or len(SEPARATOR.join([name, *kept])) > LONGEST_CONTEXT:
            break
        kept.insert(0, name)
        if _is_proper(name):
            break
    return "" if all(_is_general(name) for name in kept) else SEPARATOR.join(kept)


def _names_above(line: Line, notebook: Notebook) -> Iterator[str]:
    """What a line hangs under, as names, the nearest first, up to the first that is a sentence of its own."""
    for above in notebook.above(line):
        if above.kind is Kind.HEADING:
            name = heading_name(above.text)
            answers = above.parent is not None and notebook[above.parent].text.endswith("?")
            if _is_stance(above.text) and not answers:
                continue
            if not name or answers:
                return  # a question or a sentence has a subject of its own, and what stands above may be another
        elif above.kind is Kind.ROW:
            continue
        else:
            name = heading_name(_PARENTHESES.sub("", _titled(above)))
            if (
                len(name.split()) > MOST_WORDS_OF_ITEM
                or _VAGUE_OPENING.match(name)
                or _ENDS_OPEN.search(name)
                or has_verb(name)
                or _POINTING.search(name)
            ):
                continue
        if name and not _is_stance(name):
            yield name


@lru_cache(maxsize=4_096)
def _is_stance(heading: str) -> bool:
    return _STANCE.issuperset(fold(word.surface) for word in scan(heading))


_OPENED = re.compile(
    r"^(?!(?i:you|we|i|there|it|they|if|when|for|to|in|on|with|how|what|why|below|above|here)\b)(?P<subject>[A-Z][^,;:.?]{2,40}?)\s"
    r"(?:is|are|can|has|have|must|may|usually|includes?|contains?|comes?|consists?)\b"
)


_SMALL_IN_TITLES = frozenset("a an and at by for from in of on or the to vs vs. with &".split())
_TITLE_PARTS = re.compile(r"\w\s[-–—]\s\w")
"""A dash between the two parts of a title: "SQS - Delay Queue"."""


def _titled(line: Line) -> str:
    """The words of a list item that name what hangs under it: its term or its subject, or a title as a whole."""
    plain = _PARENTHESES.sub("", line.text).strip()
    words = plain.split()
    if line.children and len(words) <= MOST_WORDS_OF_ITEM and _TITLE_PARTS.search(plain):
        return plain
    if line.block.term:
        return line.block.term
    opened = _OPENED.match(line.text) if len(sentences(line.text)) == 1 else None
    if opened:
        return opened["subject"]
    named = all(word[0].isupper() or word in _SMALL_IN_TITLES for word in words) or (
        len(words) <= 2 and len(line.children) > 2
    )
    return plain if line.block.lead or named else ""


def _is_general(name: str) -> bool:
    return GENERAL.issuperset(fold(word.surface) for word in scan(name))


def _is_proper(heading: str) -> bool:
    """True for a heading that names a thing of its own: with capitals inside, or with the name of a maker."""
    return bool(re.search(r"\b[A-Z][A-Z0-9]+\b|[a-z][A-Z]|\b(?:AWS|Amazon)\b", heading))


def heading_name(heading: str) -> str:
    """Return a heading as the name of something; empty where it is a sentence, a question or a label."""
    name = _LISTED.sub("", _NUMBERING.sub("", _LABEL.sub("", heading))).strip(" :-–—.*#")
    if (
        len(name) > LONGEST_HEADING
        or heading.strip().endswith("?")
        or _COMMANDLIKE.search(name)
        or _ASIDE.fullmatch(name)
        or _TALK.search(name)
    ):
        return ""
    return name if re.search(r"[^\W\d]", name) and not _VAGUE_HEADING.match(name) else ""


def statements(line: Line) -> Iterator[str]:
    """Yield the sentences of a line that may be asked about, its term and its box taken away."""
    if line.kind in {Kind.PARAGRAPH, Kind.ITEM} and not line.block.lead:
        yield from sentences(line.text)


def topics(line: Line) -> frozenset[str]:
    """Return what tells the topics of a line: the names of the headings above it, without a maker, brackets and capitals."""
    names = (_MAKER.sub("", _PARENTHESES.sub("", heading_name(heading))) for heading in line.headings)
    return frozenset(name.casefold() for name in names if name)
