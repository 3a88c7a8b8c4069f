"""What a question is understood as: its words judged against the words of the notes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.base import KnowledgeBase
from knowledge.files import NotesError
from knowledge.forms import Form
from knowledge.lexicon import phrase
from knowledge.model import SHARED_SCOPE
from knowledge.quantities import Family
from knowledge.question import LONGEST_QUESTION, MOST_ALTERNATIVES, MOST_WORDS, Concept, Question, understand

OBSERVATORY = """\
# Observatory

## Telescope

The telescope has a parabolic mirror of 2 metres. The telescope is cooled before sunset.
Its eyepiece turns with the telescope. The observatory closes in heavy wind.
The telescope writes a logfile for every exposure; the logfile is kept for a year.
Stars of high luminosity need a short exposure. The luminosity of a star is measured twice.
The autoguider corrects drift. The maximum exposure lasts 900 seconds.
The main camera takes a dark frame after each exposure. A dark frame is subtracted from every exposure.
The price of a visit includes a tour.

- Local Sidereal Time (LST) is shown on the wall
- ZHR (Zenith Hourly Rate) counts meteors
- The central computer has one IP and one API for robots
- The file transfer protocol is turned off
"""
ALIASES = """\
[aliases]
scope = "telescope"
"big eye" = ["parabolic mirror", "spyglass"]
gizmo = "thingamajig"
"""

Understand = Callable[[str], Question]


def base_of(folder: Path, **files: str) -> KnowledgeBase:
    notes = folder / "notes"
    notes.mkdir()
    for name, text in files.items():
        (notes / name.replace("_", ".")).write_text(text, encoding="utf-8")
    base = KnowledgeBase(notes, folder / "data")
    base.refresh()
    return base


@pytest.fixture(scope="module")
def observatory(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Understand]:
    """Understand questions against the observatory's notes, which come with aliases of their own."""
    with base_of(tmp_path_factory.mktemp("observatory"), notes_md=OBSERVATORY, aliases_toml=ALIASES) as base:
        words = base.vocabulary((SHARED_SCOPE,))
        yield lambda text: understand(text, words)


def ways(concept: Concept) -> set[tuple[str, ...]]:
    return {way.terms for way in concept.ways}


def all_ways(question: Question) -> set[tuple[str, ...]]:
    return {way.terms for concept in question.concepts for way in concept.ways}


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("telescpoe", "telescope"),
        ("telescoppe", "telescope"),
        ("tlescope", "telescope"),
        ("luminostiy", "luminosity"),
        ("luminocity", "luminosity"),
        ("exposre", "exposure"),
        ("parablic", "parabolic"),
        ("observatry", "observatory"),
        ("autogiuder", "autoguider"),
    ],
)
def test_misspelt(observatory: Understand, written: str, meant: str) -> None:
    """A misspelt word stands for the word of the notes that it is a slip of, and the question says so."""
    question = observatory(f"how good is the {written}")
    assert (written, meant) in question.corrected
    assert phrase(meant) in all_ways(question)


@pytest.mark.parametrize("word", ["rice", "stare", "mirror", "telescope", "wing"])
def test_good_english_is_left_alone(observatory: Understand, word: str) -> None:
    """A well-known word is not taken for a slip of another one that the notes happen to have."""
    question = observatory(f"about the {word}")
    assert question.corrected == ()
    assert all_ways(question) <= {phrase(word)}


def test_correction_counts_less(observatory: Understand) -> None:
    """A word as the notes have it counts more than a slip of it."""
    (right,) = observatory("luminosity").concepts
    (slip,) = observatory("luminostiy").concepts
    assert right.ways[0].weight == 1
    assert 0.5 <= slip.ways[0].weight < 1


@pytest.mark.parametrize(
    ("written", "as_in_notes"),
    [
        ("log file", "logfile"),
        ("auto guider", "autoguider"),
        ("eye piece", "eyepiece"),
        ("auto-guider", "autoguider"),
        ("darkframe", "dark frame"),
        ("dark-frame", "dark frame"),
    ],
)
def test_joined_and_split(observatory: Understand, written: str, as_in_notes: str) -> None:
    """Words that the notes join or split otherwise are the same words."""
    found = {term for way in all_ways(observatory(written)) for term in way}
    assert set(phrase(as_in_notes)) <= found


@pytest.mark.parametrize(("written", "single"), [("ips", "ip"), ("apis", "api"), ("IPs", "ip"), ("zhrs", "zhr")])
def test_plural_of_an_abbreviation(observatory: Understand, written: str, single: str) -> None:
    """An abbreviation may be written in the plural."""
    question = observatory(f"which {written} are there")
    assert (single,) in all_ways(question)
    assert not any(concept.foreign for concept in question.concepts)


@pytest.mark.parametrize(("written", "meant"), [("ftp", "file transfer protocol"), ("FTP", "file transfer protocol")])
def test_shipped_alias(observatory: Understand, written: str, meant: str) -> None:
    """A shipped short form leads to the long form where the notes have that."""
    (concept,) = observatory(written).concepts
    assert phrase(meant) in ways(concept)
    assert concept.known


@pytest.mark.parametrize("written", ["ddb", "cfn", "dhcp", "cdn"])
def test_alias_without_target(observatory: Understand, written: str) -> None:
    """A shipped alias of something that the notes do not have leads nowhere."""
    question = observatory(written)
    assert all_ways(question) == set()
    assert not any(concept.known for concept in question.concepts)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("lst", "local sidereal time"),
        ("local sidereal time", "lst"),
        ("zhr", "zenith hourly rate"),
        ("zenith hourly rate", "zhr"),
    ],
)
def test_short_forms_of_the_notes(observatory: Understand, written: str, meant: str) -> None:
    """A short form that the notes define stands for its long form, and the other way round."""
    assert phrase(meant) in all_ways(observatory(f"what is the {written}"))


@pytest.mark.parametrize(("written", "meant"), [("scope", "telescope"), ("big eye", "parabolic mirror")])
def test_own_aliases(observatory: Understand, written: str, meant: str) -> None:
    """The group's `aliases.toml` says what its own short names stand for."""
    assert phrase(meant) in all_ways(observatory(f"how wide is the {written}"))


def test_own_alias_without_target(observatory: Understand) -> None:
    """An alias of the group's own counts only where its target stands in the notes."""
    assert phrase("spyglass") not in all_ways(observatory("the big eye"))
    assert all_ways(observatory("the gizmo")) == set()


@pytest.mark.parametrize("content", ["[aliases", 'scope = 3\n"x" = "y"', "scope = [1]"])
def test_unusable_aliases(tmp_path: Path, content: str) -> None:
    """A file of aliases that cannot be used is named in the error, so that it can be put right."""
    with pytest.raises(NotesError, match=r"aliases\.toml"):
        base_of(tmp_path, notes_md=OBSERVATORY, aliases_toml=content)


@pytest.mark.parametrize("written", ["biggest exposure", "longest exposure", "exposure limit"])
def test_everyday_words(observatory: Understand, written: str) -> None:
    """Everyday words lead to what notes say instead, and count less than the word itself."""
    weight = {way.terms: way.weight for concept in observatory(written).concepts for way in concept.ways}
    assert 0 < weight["maximum",] < weight[phrase("exposure")]


@pytest.mark.parametrize("name", ["kubernetes", "dynamodb", "zyxwplm", "Foobarium", "lambda"])
def test_foreign_names(observatory: Understand, name: str) -> None:
    """A name that the notes never mention is noticed as one."""
    question = observatory(f"what is the {name} of the telescope")
    foreign = [concept.word for concept in question.concepts if concept.foreign]
    assert foreign == [name.lower()]


@pytest.mark.parametrize("word", ["bucket", "cold", "breakfast", "telescope", "lst", "ftp", "telescpoe"])
def test_not_foreign(observatory: Understand, word: str) -> None:
    """Neither a word of English nor anything that the notes know, misspelt or short, is a foreign name."""
    assert not any(concept.foreign for concept in observatory(f"the {word}").concepts)


def test_unknown_words_are_kept(observatory: Understand) -> None:
    """A word that the notes do not have stays part of the question, as unknown."""
    known = {concept.word: concept.known for concept in observatory("breakfast at the telescope").concepts}
    assert known == {"breakfast": False, "telescope": True}


def test_names_are_noticed(observatory: Understand) -> None:
    """What the notes write as a name is one, however the question writes it."""
    names = {concept.word: concept.name for concept in observatory("lst and luminosity").concepts}
    assert names == {"lst": True, "luminosity": False}


def test_rare_words_weigh_more(observatory: Understand) -> None:
    """A word that stands in few places tells more than one that stands everywhere."""
    weight = {concept.word: concept.weight for concept in observatory("autoguider exposure").concepts}
    assert weight["autoguider"] > weight["exposure"]


def test_form_family_and_counted(observatory: Understand) -> None:
    """Form, family and what is counted are read off the question, misspelt or not."""
    question = observatory("how many robtos are there")
    assert (question.form, question.family) == (Form.VALUE, Family.COUNT)
    assert question.counted is not None
    assert phrase("robots") in ways(question.counted)
    assert observatory("HOW LONG IS THE EXPOSURE").family is Family.TIME
    assert observatory("# of robots").family is Family.COUNT


def test_filler_is_left_out(observatory: Understand) -> None:
    """Chat filler adds nothing: the same things are asked with and without it."""
    plain = observatory("telescope mirror")
    chatty = observatory("hey guys, can someone pls tell me about the telescope mirror again lol thx")
    assert all_ways(plain) <= all_ways(chatty)
    assert sum(concept.known for concept in chatty.concepts) == len(plain.concepts)


@pytest.mark.parametrize("text", ["", " \n\t", "the of and", "?!", "😀😀", "\u200b\u200e", '"*-:()', "what is it"])
def test_nothing_asked(observatory: Understand, text: str) -> None:
    """A question without a content word has no concepts."""
    assert observatory(text).concepts == ()


def check_lawful(question: Question, text: str) -> None:
    assert len(question.text) <= LONGEST_QUESTION + len("number of") * text.count("# of")
    assert len(question.concepts) <= MOST_WORDS
    for concept in question.concepts:
        assert concept.word
        assert 0 <= concept.weight <= 1
        assert concept.known == bool(concept.ways)
        assert len(concept.ways) <= MOST_ALTERNATIVES
        assert all(0 < way.weight <= 1 and way.terms for way in concept.ways)
        assert set(concept.ways) == {
            *concept.joint,
            *(way for way in concept.ways if len(way.terms) == 1),
        }


ODD = st.sampled_from(
    """" * NEAR( NEAR(a, 2) - : AND OR NOT ( ) ' ; -- DROP TABLE block; telescope exposure telescpoe log file ips
    שלום مرحبا 日本語 한국어 naïve 😀 👩‍👩‍👧 \u200b \u202e \u00ad \ufeff \0 \ud7ff
    10,240 3.5GB x-ray C++ a.b.c @ # of""".replace("\n", " ").split(" ")
)
QUESTIONS = st.one_of(
    st.text(max_size=300),
    st.lists(ODD, max_size=40).map(" ".join),
    st.builds(lambda text, times: (text * times)[:5_000], st.text(min_size=1, max_size=40), st.integers(1, 400)),
    st.builds(
        lambda text, times: (text + " ") * times, st.lists(ODD, min_size=1, max_size=9).map(" ".join), st.just(60)
    ),
)


@settings(max_examples=100)
@given(text=QUESTIONS)
def test_any_text_is_understood(observatory: Understand, text: str) -> None:
    """Any text, up to 5,000 characters of it, is understood as something, within what a question may hold."""
    check_lawful(observatory(text), text)


def test_long_question_is_cut(observatory: Understand) -> None:
    """What stands beyond the length of a message is not read; of very many words the best are kept."""
    assert observatory("x " * LONGEST_QUESTION + "luminosity").concepts == observatory("x " * 2_000).concepts
    many = observatory(" ".join(f"zyx{n}" for n in range(300)) + " luminosity")
    assert len(many.concepts) == MOST_WORDS
