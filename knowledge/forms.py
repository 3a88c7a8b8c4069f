"""The form of answer that a question asks for, read off its wording alone."""

from __future__ import annotations

import re
from enum import StrEnum

from knowledge.quantities import UNITS, Family


class Form(StrEnum):
    """The form of the answer that a question asks for."""

    VALUE = "value"
    """A number, with or without a unit."""
    LIST = "list"
    DEFINITION = "definition"
    DIFFERENCE = "difference"
    WHY = "why"
    HOWTO = "howto"
    WHICH = "which"
    YESNO = "yesno"
    OPEN = "open"


_OPENERS = r"(?:(?:so|ok|okay|hey|hi|wait|and|but|um|again|pls|please|quick question|question|yo|guys|also|then) )*"
_MEASURED = (
    r"(?:time ?out|retention|period|size|limit|delay|memory|ram|latency|throughput|port|price|cost|rate|interval|duration"
    r"|length|lifetime|ttl|quota|iops|bandwidth|percentage|ratio|range|concurrency|age|year|date|temperature|number|amount"
    r"|count|window|storage|height|depth|width|distance|speed|weight|mass|resolution|granularity|population)"
)
_DIFFERENCE = re.compile(
    r"\b(?:vs|versus|difference|diff|distinguish\w*|as opposed to|compared? (?:to|with|and)|compare)\b"
    r"|\bdiffer(?:s|ent|ently)? (?:from|to|than|between|in|when)\b|\bdiffer$|\bhow (?:is|are|do|does) .* (?:differ|different)\b"
)
_WHY = re.compile(
    r"\b(?:why|whys|how come|reason|what causes?|cause of|caused by|what went wrong|what is wrong)\b|(?:^|, ?)y\b| y$"
    r"|\bwhat (?:does|do) (?:it|that|this) (?:even |actually )?mean\b"
)
_YESNO = re.compile(
    rf"^{_OPENERS}(?:is|are|am|does|do|did|can|could|will|would|should|has|have|was|were|must|may|isnt|arent|doesnt|cant)\b"
    r"(?!.*\b(?:some|any)(?:one|body) (?:explain|tell|remind))|\bor (?:not|nah|no)\b|\bpossible\b$"
)
_PLURAL = r"(?:\w+[^s\W]s|criteria|phases|stuff|things)"
_LIST = re.compile(
    rf"\b(?:list|enumerate|name (?:the|all|some|\w+) {_PLURAL}|order of|types of|kinds of|steps|in (?:what|which) order|contents?"
    rf"|(?:what|which|wich|wat)(?: \w+)?(?: are| r| were)? (?:the )?(?:\d+|two|three|four|five|six|seven)\b"
    rf"|(?:what|which|wich|wat|whats|what are|what r) (?:all )?(?:the )?(?:\w+ ){{0,2}}(?:types|kinds|sorts|options|opts|ways|methods"
    r"|functions|strategies|formats|families|phases|stages|steps|components|parts|criteria|points|periods|stuff|things|modes"
    r"|languages|targets|sources|sections|classes|policies|features|benefits|integrations|events|services)"
    rf"|\d+ (?:types|kinds|points|ways|methods|options|phases|modes|steps)|what (?:are|r) (?:the )?(?:\w+ ){{0,3}}{_PLURAL})\b"
)
_MEANT = re.compile(r"\bwhat (?:does|do|did) .* (?:mean|stand for)\b|\b(?:definition|meaning|explain|define)\b")
_VALUE = re.compile(
    r"^(?!.*\b(?:which|wich|who)\b).*\b(?:biggest|largest|smallest|longest|shortest|finest|fewest)\b|"
    r"\b(?:(?:how|hw) (?:many|much|mny|mch|meny|long|often|big|large|far|old|fast|tall|high|deep|wide|heavy|small|late|soon|frequently"
    r"|short|quickly)|max|maximum|maximal|min|minimum|minimal|limits?|number of|percent|percentage|latency|retention"
    r"|(?:biggest|largest|smallest|longest|shortest|highest|lowest|finest|oldest|default|what|which|whats|in which|in what) (?:\w+ ){0,3}"
    + _MEASURED
    + r"|"
    + _MEASURED
    + r" (?:of|for|in)\b|what year|charged?|costs?|price|fee)\b"
    rf"|^{_OPENERS}(?:when (?:did|was|were)|at what)\b"
)
_BESIDE_THE_POINT = re.compile(rf"^{_OPENERS}(?:what happens|how (?:do|to|should|would|could) )")
"""How a question begins that mentions a limit, a cost, a period, but does not ask for it."""
_HOWTO = re.compile(
    r"\b(?:how|hw|hwo)(?: \w+)? (?:do|does|can|could|should|shud|to|would|u|you|i|2|we|did|is|are)\b|\bhow\??$|^how\b|\bway to\b|\bwhat (?:can|could|should|do) (?:i|we|you|u) (?:do|use|set up)\b"
)
_WHICH = re.compile(
    r"\b(?:which|wich|whcih|who|whom|where|wat|what|whats) (?:\w+ ){0,3}(?:service|option|thing|tool|command|cmd|api|call|policy|file|header|hdr"
    r"|strategy|mode|type|class|feature|exception|error|kind|method|section|parameter|param|setting|store|key|flag|property)\b"
    r"|\b(?:which|wich|whcih|who|whom|where|when)\b"
)
_DEFINITION = re.compile(
    rf"^{_OPENERS}(?:(?:can|could) (?:someone|somebody|anyone|anybody|you|u) (?:pls |please )?(?:explain|describe|tell me)|explain|describe|define"
    r"|definition of|meaning of|tell me about|(?:what|wat|wut|waht|whats|wats|wht)(?: even| exactly| the hell)?(?: is| are| s| was| were)?\b)"
    r"|\b(?:definition|meaning|explained|explanation|mean|means)$|\bwhat (?:does|do|did) .*(?:do|mean|for)\b"
)
_ORDER = (
    (Form.DIFFERENCE, _DIFFERENCE),
    (Form.WHY, _WHY),
    (Form.YESNO, _YESNO),
    (Form.DEFINITION, _MEANT),
    (Form.VALUE, _VALUE),
    (Form.LIST, _LIST),
    (Form.HOWTO, _HOWTO),
    (Form.WHICH, _WHICH),
    (Form.DEFINITION, _DEFINITION),
)
_FAMILIES = (
    (
        re.compile(
            r"\bhow much (?:does|do|is|are|will|would|did)\b.*\b(?:cost|pay|charge)|\b(?:price|pricing|costs?|charged?|fees?)\b"
        ),
        Family.MONEY,
    ),
    (
        re.compile(
            r"\b(?:how|hw) (?:long|often|soon|late|frequently|old|quickly)\b|\b(?:time ?out|duration|retention|latency|delay|interval|ttl|longest|"
            r"lifetime)\b"
        ),
        Family.TIME,
    ),
    (
        re.compile(
            r"\b(?:how|hw) (?:big|large|small)\b|\b(?:size|memory|ram|storage|payload|disk space|bandwidth|biggest|largest|smallest)\b"
        ),
        Family.SIZE,
    ),
    (re.compile(r"\b(?:how|hw) (?:tall|far|wide|deep|thick)\b|\b(?:length|height|diameter|distance)\b"), Family.LENGTH),
    (re.compile(r"\b(?:percent|percentage|share of)\b"), Family.PERCENT),
    (re.compile(r"\b(?:how|hw) (?:many|mny|meny)\b|\bnumber of\b"), Family.COUNT),
)
_KINDS = (
    (r"(?:api )?calls?|apis?|operation|action|method", r"\b(?:[A-Z][a-z]+){2,}\b|\b[a-z]+:[A-Z]\w+"),
    (
        r"exceptions?|errors?|error code|status code",
        r"\b(?:[A-Z]\w+){1,}(?:Exception|Error|Exceeded)\b|\b[45]\d\d\b|\b[45]xx\b",
    ),
    (r"headers?|hdr", r"\b[xX]-[\w-]+|\b[A-Z]\w+(?:-[A-Z]\w+)+"),
    (r"files?|config|script", r"\b[\w-]+\.(?:ya?ml|json|config|toml|py|js|md|txt|xml|zip|sh|ini|cfg|rb)\b|\.\w{4,}/"),
    (
        r"commands?|cmd|cli",
        r"(?:^|[\s`$>])(?:aws|eb|sam|docker|git|npm|pip|python3?|kubectl|curl|ssh|sts|cfn) [a-z-]+|--[a-z-]+|\b[a-z]+(?:-[a-z]+)+\b",
    ),
    (r"url|uri|address|endpoint|link", r"https?://|\b\d+\.\d+\.\d+\.\d+\b|\b\w+\.(?:com|org|net|io)\b"),
    (r"env(?:ironment)? var(?:iable)?s?|variable", r"\b[A-Z]+(?:_[A-Z0-9]+)+\b"),
    (r"ports?", r"\bport\b.*\d|\d.*\bport\b"),
    (r"polic(?:y|ies)|permissions?", r"\b(?:[A-Z][a-z]+){2,}\b|\bpolic(?:y|ies)\b"),
    (
        r"services?|tools?|thing|product|feature",
        r"(?<=[a-z] )[A-Z][\w-]+|\b[A-Z][a-z]+[A-Z]\w*|\b[A-Z]{2,}\d?\b|^[A-Z]\w+",
    ),
    (
        r"parameters?|params?|propert(?:y|ies)|settings?|flag|keys?|attribute|field|section",
        r"\b(?:[A-Z][a-z0-9]+){2,}\b|\b[a-z]+_[a-z_]+\b|\b[a-z]+:[A-Za-z]+|^[A-Z][a-z]+\b",
    ),
    (r"who|whom|whose", r"\b[A-Z][a-z]+ (?:[A-Z][a-z.]+|[IVX]+\b)"),
    (
        r"when|what year|which year|date",
        r"\b1\d{3}\b|\b20\d\d\b|\b(?:January|February|March|April|May|June|July|August|September|October|November|December)\b",
    ),
)
_ASKED_KINDS = tuple(
    (
        re.compile(
            rf"\b(?:which|what|whats|wich|wat|name of the|where)\b.{{0,24}}?\b(?:{asked})\b"
            if asked[:3] not in {"who", "whe"}
            else rf"\b(?:{asked})\b"
        ),
        re.compile(given),
    )
    for asked, given in _KINDS
)
_COUNTED = re.compile(r"\b(?:(?:how|hw) (?:many|mny|meny)|number of)\s+((?:[\w'/@-]+\s*){1,5})")
_AFTER_NOUN = frozenset(
    """a an the can could do does did is are was were will would should may must i you u we they he it per in on for of at to from
    with that have has had am get gets go fit come come back be before after which when per one each my your there""".split()
)


def form_of(question: str) -> Form:
    """Return the form of the answer that a lower-cased question asks for."""
    found = next((form for form, pattern in _ORDER if pattern.search(question)), Form.OPEN)
    if found is Form.VALUE and _BESIDE_THE_POINT.search(question):
        return Form.HOWTO if question.lstrip().startswith("how") else Form.OPEN
    return found


def counted_in(question: str) -> str:
    """Return what a lower-cased question wants counted, the head of "how many read replicas can …": `replicas`."""
    found = _COUNTED.search(question)
    head = ""
    for word in found.group(1).split() if found else ():
        if word in _AFTER_NOUN:
            break
        head = word
    return head


def family_of(question: str) -> Family | None:
    """Return what kind of quantity a lower-cased question asks for; None where its wording does not say."""
    counted = UNITS.get(counted_in(question))
    if counted is not None and len(counted_in(question)) > 1:
        return counted[0]
    return next((family for pattern, family in _FAMILIES if pattern.search(question)), None)


def kind_of(question: str) -> re.Pattern[str] | None:
    """Return how an answer of the kind that a lower-cased question asks for is written; None where it names no kind.

    "Which header …" asks for something like `X-Forwarded-For`, "which API call …" for something like `PutItem`.
    """
    return next((given for asked, given in _ASKED_KINDS if asked.search(question)), None)
