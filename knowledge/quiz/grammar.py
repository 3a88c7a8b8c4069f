"""As much English grammar as a question needs: how a description begins, and where the subject of a sentence ends."""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import lru_cache

from knowledge.words import fold


class Form(StrEnum):
    """How a description begins, and so what can be asked for it."""

    NOUN = "noun"
    """A thing: "a queue that ...", "time for which ..."."""
    VERB = "verb"
    """What something does: "encrypts the objects ..."."""
    IMPERATIVE = "imperative"
    """What to do: "use a queue"."""
    GERUND = "gerund"
    """A doing: "storing our code"."""
    OTHER = "other"


class Number(StrEnum):
    """How many a verb speaks of."""

    ONE = "one"
    MANY = "many"
    ANY = "any"
    """Verbs that have one form for both: "can", "must"."""


VERBS = frozenset(
    """abolish abort accept access act activate add adjust adopt advance affect aggregate aim allocate allow analyse
    analyze anchor annex answer append apply appoint archive arise arrest arrive ask assign associate assume attach
    attend audit authenticate authorise authorize automate average avoid back balance batch bear become begin behead
    belong betray bill bind block blockade boost boot break bring buffer build bundle cache calculate call cancel
    capture carry cast catalyse catalyze catch cause cease change charge check choose clean clear close collect
    combine come communicate compare compile compress comprise compute condense configure connect conquer consist
    consume contain continue control convert coordinate copy correspond cost count cover create cross crown cut
    cycle damage date deal debug declare decode decouple decrease decrypt defeat defend define delay delegate delete
    deliver demand deny depend depict deploy deregister derive describe destroy detach detect determine develop
    differ diffuse digest direct disable discard display distribute divide do download drain drive drop duplicate
    earn elect eliminate embed emerge emigrate emit enable enclose encode encrypt end enforce enrol ensure enter
    erect escape establish evaluate examine exceed exchange exclude execute exhaust exist expect expel expire
    explain export expose express extend extract facilitate fail fall favour feature fetch fight fill filter find
    finish fire fit fix flee float flow flush follow forbid force form forward found frame free fulfil fund further
    gain gather generate get give glue go govern grant group grow guarantee hand handle happen hash have help hide
    hit hold host hydrate hydrolyse identify ignore imply import impose improve include increase index indicate
    infer influence inform inherit inhibit initialise initialize inject insert inspect install integrate intend
    interact intercept interpret interrupt intervene introduce invade invalidate invoke involve isolate issue
    iterate join keep kick kill know label lack last launch lay lead learn leave lend let lets level lie limit line
    link list listen live load lock log look loop lose lower maintain make man manage map mark mask master match
    mean measure meet mention merge migrate mimic minimise minimize mirror modify monitor mount move multiply mutate
    name narrow need negotiate nest nominate notice notify number observe obtain occupy occur offer open operate
    oppose optimise optimize orchestrate order organise organize originate outline override overthrow own oxidise
    pack package parse partition pass patch pay peer penetrate perform permit persist photosynthesise pin place plan
    point poll populate postpone power precede predict prefer prepare preserve press prevent print prioritise
    prioritize proceed process produce profile program promote prompt propagate propose protect prove provide
    provision publish pull pump pursue push put qualify query queue quit raise randomise randomize range rank reach
    react read rebel rebuild recall receive reckon recognise recognize recombine recommend record recover recycle
    redirect reduce reencrypt refer reference reflect refresh refuse regain register regulate reign reject relate
    relay release relieve rely remain remember remind remove rename render renew repair repeat replace replicate
    reply report represent repress reproduce request require reserve reset reside resist resize resolve respire
    respond restart restore restrict result resume retain retrieve retry return reuse reverse revoke revolt rewrite
    ride ripple rise roll rotate round route rule run rush sack sample satisfy save say scale scan schedule score seal
    search secrete secure see seize select send separate serve set shape share shift ship show shrink shut sign
    simplify simulate sit skip slice slow smooth solve sort span spawn speak specialise specialize specify speed
    spend spill spin split spoil spread squash stage stand start state stay stem step stop store stream strengthen
    stretch strip struggle submit subscribe substitute suffer suggest suit sum summarise summarize summon supply
    support surrender surround survive suspend sustain swap swell switch sync synchronise synchronize synthesise
    synthesize take target teach tell tend terminate test threaten thrive throttle throw tie time touch trace track
    trade train transcribe transfer transform translate transmit transport travel treat trigger try tune turn
    understand undo unite unlock unwind unzip update upgrade upload use utilise utilize validate value vanish vary
    verify version view visit visualise visualize vote wait want warn wash watch weaken weigh win wipe wish withdraw
    withstand work wrap write yield zip""".split()
)
_NOUNS_TOO = frozenset(
    """access advance aim answer archive attach average back balance batch bill block boost boot break buffer build
    bundle cache call cast cause change charge check compute control copy cost cover cross crown cycle damage date
    debug decrease delay delegate deploy display drain escape exchange execute export feature fetch fight filter
    finish fire fit force form frame fund gain glue group guarantee handle hash help hold host import increase index
    influence interrupt issue kick label lack launch lead leave level limit line link list live load lock log look
    loop man map mark mask master match measure merge move name need nest notice number offer order override package
    partition pass patch peer pin place plan point poll power press print process produce profile program prompt
    pull pump push query queue range rank reach read record reference reign release reply report request reserve
    reset result retry return revolt ride ripple rise rotate round route rule rush sample scale scan schedule score
    seal search secure set shape share shift ship show sign slice sort span speed split stage start state stem step
    stop store stream strip struggle sum supply support switch target test throttle tie time touch trace track trade
    train transfer transform treat trigger try turn update upgrade upload use value version view visit vote wait
    watch wish wrap write yield zip""".split()
)
"""Verbs whose form with an s may just as well be the plural of a noun."""


_ONE = frozenset("is has does was isn't hasn't doesn't wasn't".split())
_MANY = frozenset("are have do were aren't haven't don't weren't".split())
_ANY = frozenset("can may must will would could should cannot can't won't might".split())
_PASTS = frozenset(
    """became began blew broke came chose drew drove fell flew forbade forgot froze gave grew knew overthrew ran rang rode rose sang sank saw shook
    spoke stole swam swore took tore threw went withdrew woke wore wrote""".split()
)
"""Pasts that are no participles."""
_AUXILIARIES = _ONE | _MANY | _ANY | _PASTS
_DETERMINERS = frozenset(
    "a an the this that these those its their your our his her every each all any some no one two three".split()
)
ARTICLES = frozenset("a an the all every each".split())
"""Words that may stand before a subject without being a part of its name."""
_ARTICLES = frozenset("a an the any every each some one two three all its".split())
_AFTER_NOUNS = _AUXILIARIES | frozenset(
    """of that which who whose where when while if in on at by with without within from for as to into onto than then per via using and or but
    so because before after during until since between among through across over under above below like such not""".split()
)
"""What follows the plural of a noun rather than a verb and its object."""
_SMALL = frozenset(
    """if when while where for to in on at by with without from of as up and or but nor not no only also after before
    during until since because so than then how why what which who whom whose that there here you your we our they their it its
    he she his her this these those i my me us them once unless although though despite whether instead rather""".split()
)
"""Words with which no thing begins."""
_INSIDE_SUBJECTS = frozenset("of for and in on with to from or per".split())
_ADVERBS = frozenset(
    "also always automatically currently normally now often only simply still then typically usually never generally mostly".split()
)
_LATE_VERBS = re.compile(
    r",|;|\s(?:that|which|who|whose|when|where|if|so|because|as|until|while|before|after|without|to|for|in|on|by|with|from|of)\s",
    re.IGNORECASE,
)
LONGEST_SUBJECT = 6
"""Words of a subject."""


def _plain(word: str) -> str:
    return fold(word.strip("(\"'`,.:;)"))


def _base(word: str) -> str:
    """The verb of a form that ends in s; empty for other words."""
    if not word.endswith("s") or word.endswith("ss"):
        return ""
    for end, instead in (("ies", "y"), ("es", ""), ("es", "e"), ("s", "")):
        if word.endswith(end) and word[: -len(end)] + instead in VERBS:
            return word[: -len(end)] + instead
    return ""


def may_be_noun(verb: str) -> bool:
    """True for a verb that is just as well a noun: `request`, `store`."""
    return verb in _NOUNS_TOO


def _reads_as_verb(words: Sequence[str], at: int) -> bool:
    """True for a word with an s at its end that is a verb where it stands, and not the plural of a noun.

    The plural of a noun is hardly ever followed by another thing ("stores the objects"), a verb often is.
    """
    first, *others = _plain(words[at]).split("/")
    base = _base(first)
    if not base or base not in _NOUNS_TOO:
        return bool(base)
    if others and _base(others[0]):
        return True
    if words[at][-1] in ",;:.)" or at + 1 == len(words) or words[at + 1][0] == "(":
        return False
    following = _plain(words[at + 1])
    if base in {"help", "let", "need"} and (following in VERBS or following == "to"):
        return True
    if following == "and" and at + 2 < len(words):
        return bool(_base(_plain(words[at + 2]))) and _base(_plain(words[at + 2])) not in _NOUNS_TOO
    if _base(following) and _base(following) not in _NOUNS_TOO:
        return False  # "the number of returns exceeds ..."
    if following.endswith("ed"):  # "requests completed per target", but "supports sorted sets"
        return at + 2 < len(words) and _plain(words[at + 2]) not in _AFTER_NOUNS
    return following in _ADVERBS or (
        following not in _AFTER_NOUNS and (following not in VERBS or following in _NOUNS_TOO)
    )


def _is_order(words: Sequence[str]) -> bool:
    """True for words that begin with what to do: "use a queue"."""
    first = _plain(words[0]).split("/")[0]
    following = _plain(words[1]) if len(words) > 1 else ""
    return first in VERBS and (
        first not in _NOUNS_TOO or following in _DETERMINERS or following in {"only", "up", "out"}
    )


@lru_cache(maxsize=16_384)
def form_of(description: str) -> Form:
    """Return how a description begins."""
    words = description.split()
    if not words:
        return Form.OTHER
    first = _plain(words[0])
    if first in _AUXILIARIES:
        return Form.VERB
    if first in _ARTICLES:
        return Form.NOUN
    if first in _ADVERBS and len(words) > 1:
        return Form.VERB if _reads_as_verb(words, 1) else Form.OTHER
    if _reads_as_verb(words, 0):
        return Form.VERB
    if first.endswith("ing") and len(first) > 5:
        return Form.GERUND
    if _is_order(words):
        return Form.IMPERATIVE
    return Form.NOUN if first[:1].isalpha() and first not in _SMALL else Form.OTHER


def number_of(predicate: str) -> Number:
    """Return how many a predicate speaks of, by its first verb."""
    words = predicate.split()
    while words and _plain(words[0]) in _ADVERBS:
        words = words[1:]
    first = _plain(words[0]) if words else ""
    if first in _ANY | _PASTS:
        return Number.ANY
    return Number.ONE if first in _ONE or (first not in _MANY and _base(first.split("/")[0])) else Number.MANY


@lru_cache(maxsize=16_384)
def has_verb(text: str) -> bool:
    """True for words that are a sentence: they begin with an order, or a verb stands among them."""
    words = text.split()
    return form_of(text) in {Form.VERB, Form.IMPERATIVE} or any(_is_verb(words, i) for i in range(1, len(words)))


def has_own_start(text: str) -> bool:
    """True for a sentence that begins with its subject, and not with a condition or a word that leads elsewhere."""
    return bool(text) and _plain(text.split(maxsplit=1)[0]) not in _SMALL


def is_predicate(text: str) -> bool:
    """True for words that say something of a subject that stands elsewhere, and are no sentence with one of their own."""
    words = text.split()
    if not words or _plain(words[0]) in _SMALL:
        return False
    if form_of(text) is Form.VERB:
        return True
    head = _LATE_VERBS.split(text, maxsplit=1)[0].split()
    return not any(_is_verb(head, i) or (plural(head[i - 1]) and _plain(head[i]) in VERBS) for i in range(1, len(head)))


def _is_verb(words: Sequence[str], at: int) -> bool:
    return _plain(words[at]) in _AUXILIARIES or _reads_as_verb(words, at)


def subject_of(sentence: str) -> tuple[str, str] | None:
    """Return the subject of a sentence and what is said of it.

    "The agent automatically starts a build" gives ("The agent", "automatically starts a build"). None where the
    sentence does not begin with a thing that a verb follows.
    """
    words = sentence.split()
    start = int(len(words) > 1 and _plain(words[0]) in ARTICLES)
    if (
        len(words) < start + 3
        or _plain(words[start]) in _SMALL
        or _plain(words[start]) in _DETERMINERS
        or _is_order(words[start:])
    ):
        return None
    if not start and (form_of(sentence) is Form.VERB or (words[0].endswith("ing") and len(words[0]) > 5)):
        return None  # something said of what stands above, or a doing: "Running the query returns ..."
    for i in range(start + 1, min(start + LONGEST_SUBJECT + 1, len(words) - 1)):
        if words[i - 1][-1] in ",;:":
            return None
        adverb = _plain(words[i]) in _ADVERBS or words[i].endswith("ly")
        if (
            words[i].islower()
            and words[i][0].isalpha()
            and verb_here(words, i + adverb, many=plural(" ".join(words[start:i])))
        ):
            return " ".join(words[:i]), " ".join(words[i:])
        if adverb or words[i] == "/" or (_plain(words[i]) in _SMALL and _plain(words[i]) not in _INSIDE_SUBJECTS):
            return None
    return None


def coordinated(text: str) -> int:
    """Return where a second predicate begins that "and" joins to the first ("stores the code and starts a build").

    -1 where there is none, or where the first has an enumeration that it may belong to.
    """
    words = text.split()
    for i in range(2, len(words) - 2):
        if words[i] in {"and", "but"} and "," not in " ".join(words[: i - 1]):
            following = _plain(words[i + 1])
            base = _base(following)
            if following in _AUXILIARIES or (base and base not in _NOUNS_TOO):
                return len(" ".join(words[:i]).rstrip(","))
    return -1


def verb_here(words: Sequence[str], at: int, *, many: bool) -> bool:
    """Return whether the word at a place after a subject is its verb; `many` where the subject is more than one thing."""
    if at >= len(words):
        return False
    plain = _plain(words[at])
    if many and plain in VERBS:
        following = _plain(words[at + 1]) if at + 1 < len(words) else ""
        return plain not in _NOUNS_TOO or following in _DETERMINERS or (plain == "need" and following == "to")
    return _is_verb(words, at)


def plural(name: str) -> bool:
    """True where a name reads as more than one thing."""
    last = name.rsplit(maxsplit=1)[-1].strip(",;") if name.split() else ""
    if re.fullmatch(r"[A-Z][A-Z0-9]+s", last):
        return True
    return (
        last.endswith("s")
        and not last.endswith(("ss", "us", "is", "ias", "vas", "ics"))
        and last[1:].islower()
        and len(last) > 3
    )
