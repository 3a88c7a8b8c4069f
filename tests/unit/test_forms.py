"""What a question's wording tells about its answer: its form, its kind of quantity, what it counts."""

from __future__ import annotations

import pytest

from knowledge.forms import Form, counted_in, family_of, form_of, kind_of
from knowledge.quantities import Family

FORMS = {
    Form.VALUE: (
        "what is the maximum exposure time",
        "how long does the mirror cool",
        "how big is the dome",
        "how much does a ticket cost",
        "how many moons does jupiter have",
        "hw many moons does jupiter have",
        "yo how many planets",
        "number of moons of mars",
        "how often is the mirror cleaned",
        "how tall is everest",
        "what percentage of the air is oxygen",
        "default port of postgres",
        "what is the price of a ticket",
        "what year did galileo die",
        "when was the wall built",
        "smallest aperture",
    ),
    Form.LIST: (
        "list the phases of mitosis",
        "name the phases of mitosis",
        "what are the planets",
        "what types of stars are there",
        "which five planets are visible",
        "what are the three kinds of rock",
        "enumerate the steps of baking bread",
    ),
    Form.DIFFERENCE: (
        "difference between a planet and a star",
        "planet vs star",
        "how does a planet differ from a star",
        "how are comets different from asteroids",
        "compare granite with basalt",
        "diff between basalt and granite",
    ),
    Form.WHY: (
        "why is the sky blue",
        "how come the sky is blue",
        "what causes a tide",
        "what is the reason for tides",
    ),
    Form.YESNO: (
        "is pluto a planet",
        "does the moon rotate",
        "can i use a lens without a filter",
        "do queues keep order or not",
        "hey is pluto a planet",
    ),
    Form.HOWTO: (
        "how do i clean the mirror",
        "how to clean a mirror",
        "how can i align the telescope",
        "hwo do i clean the mirror",
    ),
    Form.WHICH: (
        "which header carries the trace id",
        "who discovered uranus",
        "where is the logfile stored",
        "which exception is thrown",
        "which tool should be used",
    ),
    Form.DEFINITION: (
        "what is a quasar",
        "whats a quasar",
        "wat is a quasar",
        "hey so what is a quasar",
        "define quasar",
        "explain quasars",
        "can someone explain quasars",
        "what does nasa stand for",
        "tell me about quasars",
    ),
    Form.OPEN: ("quasar", "mirror cleaning", ""),
}


@pytest.mark.parametrize(("question", "form"), [(text, form) for form, texts in FORMS.items() for text in texts])
def test_form(question: str, form: Form) -> None:
    """The wording alone tells what form of answer is asked for."""
    assert form_of(question) is form


def test_every_form_has_a_question() -> None:
    """No form is left out of the table above."""
    assert FORMS.keys() == set(Form)


@pytest.mark.parametrize(
    ("question", "family"),
    [
        ("how long does the mirror cool", Family.TIME),
        ("how often is the mirror cleaned", Family.TIME),
        ("how old is the observatory", Family.TIME),
        ("what is the latency", Family.TIME),
        ("how big is the image file", Family.SIZE),
        ("how much memory does it take", Family.SIZE),
        ("how much does a ticket cost", Family.MONEY),
        ("what is the price of a ticket", Family.MONEY),
        ("how tall is everest", Family.LENGTH),
        ("how far is the moon", Family.LENGTH),
        ("what percentage of the air is oxygen", Family.PERCENT),
        ("how many moons does jupiter have", Family.COUNT),
        ("number of moons of mars", Family.COUNT),
        ("how many seconds does a frame take", Family.TIME),
        ("how many gigabytes fit", Family.SIZE),
        ("what is a quasar", None),
        ("why is the sky blue", None),
        ("", None),
    ],
)
def test_family(question: str, family: Family | None) -> None:
    """A question for a quantity tells of which kind it is, be it only by the unit that it counts."""
    assert family_of(question) is family


@pytest.mark.parametrize(
    ("question", "counted"),
    [
        ("how many moons does jupiter have", "moons"),
        ("how many read replicas can i have", "replicas"),
        ("hw many moons", "moons"),
        ("number of moons of mars", "moons"),
        ("how many seconds does a frame take", "seconds"),
        ("how many are there", ""),
        ("how many", ""),
        ("how long does the mirror cool", ""),
        ("", ""),
    ],
)
def test_counted(question: str, counted: str) -> None:
    """What is counted is the noun after "how many", not the words before or behind it."""
    assert counted_in(question) == counted


@pytest.mark.parametrize(
    ("question", "fitting", "unfitting"),
    [
        ("which header carries the trace id", "send X-Trace-Id along", "send the id along"),
        ("which api call creates a user", "call CreateUser", "create a user"),
        ("which exception is thrown", "throws TooHotException", "it gets too hot"),
        ("what file configures the build", "edit build.yml", "edit the build"),
        ("which environment variable sets the key", "set SECRET_KEY", "set the key"),
        ("what url has the manual", "see https://example.com/manual", "see the manual"),
        ("who signed the treaty", "signed by Ada Lovelace", "signed by two people"),
        ("what year did galileo die", "he died in 1642", "he died at home"),
    ],
)
def test_kind(question: str, fitting: str, unfitting: str) -> None:
    """A question that names a kind of thing is answered by what is written like one."""
    kind = kind_of(question)
    assert kind is not None
    assert kind.search(fitting)
    assert not kind.search(unfitting)


@pytest.mark.parametrize(
    "question",
    [
        "what happens when a task exceeds its time limit",
        "what happens after the retention period",
        "how do i raise the limit",
    ],
)
def test_a_question_about_a_limit_need_not_ask_for_it(question: str) -> None:
    """A measured attribute that is merely mentioned is not what is asked for."""
    assert form_of(question) is not Form.VALUE


@pytest.mark.parametrize("question", ["what is a quasar", "how long does it take", "why is the sky blue", ""])
def test_no_kind(question: str) -> None:
    """A question that names no kind of thing expects none."""
    assert kind_of(question) is None
