"""Laws of words, terms and quantities, for every text."""

from __future__ import annotations

import sqlite3
import unicodedata
from collections.abc import Iterator

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from knowledge.index import _TABLES
from knowledge.quantities import UNITS, Family, quantities
from knowledge.words import LONGEST_WORD, SHORTEST_STEMMED, fold, scan, spellings, stem, terms_of, words_of


def is_plain(character: str) -> bool:
    """True for what SQLite's tokenizer, which goes by an old Unicode, knows, and for what stands for no other signs."""
    return (
        unicodedata.ucd_3_2_0.category(character) not in {"Cn", "Cs", "Co"}
        and unicodedata.normalize("NFKC", character) == character
    )


written = st.text(alphabet="abcdeXYZ0123456789 .,-/:@_'’$%+#–\u00ad\u200b", max_size=40)
plain = st.text(alphabet=st.characters().filter(is_plain), max_size=30)
texts = st.one_of(written, plain, st.tuples(written, plain).map("".join))
words = st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=20)


@pytest.fixture(scope="module")
def tokenizer() -> Iterator[sqlite3.Connection]:
    """A table with the tokenizer of the knowledge base, in which only `own` is filled."""
    connection = sqlite3.connect(":memory:")
    connection.executescript(_TABLES + "create virtual table place using fts5vocab (search, instance);")
    yield connection
    connection.close()


@given(texts)
@example("C++, C#, 3.5 and 169.254.169.254")
@example("naïve Größe Ωmega שלום مرحبا 日本語 नमस्ते")
def test_the_index_splits_no_term(tokenizer: sqlite3.Connection, text: str) -> None:
    """SQLite's tokenizer finds in stored terms exactly these terms: what is looked up is what was stored."""
    terms = terms_of(text)
    tokenizer.execute("insert into search (rowid, own) values (1, ?)", (" ".join(terms),))
    found = tokenizer.execute("select term from place where col = 'own' order by offset").fetchall()
    tokenizer.rollback()
    assert [term for (term,) in found] == terms


@given(texts)
def test_words_are_in_their_place(text: str) -> None:
    """Words stand in the text in order, apart from each other, as they were written."""
    text = text.replace("\u00ad", "").replace("\u200b", "")
    end = 0
    for word in scan(text):
        assert end <= word.start < word.end <= len(text)
        assert word.surface == text[word.start : word.end].replace("’", "'")
        end = word.end


@given(texts)
def test_words_are_lower_case_and_short(text: str) -> None:
    """Every word is folded, not empty, and no longer than the longest."""
    for word in words_of(text):
        assert word
        assert fold(word) == word
        assert len(word) <= 3 * LONGEST_WORD  # folding makes one letter of some scripts into up to three


@given(st.text())
def test_folding_is_done_once(text: str) -> None:
    """Case does not survive folding, for text in composed form."""
    text = unicodedata.normalize("NFKC", text)
    assert fold(fold(text)) == fold(text) == fold(text.casefold())


@given(words)
def test_capitals_make_no_difference(word: str) -> None:
    """A word, with a capital or without, has the same terms."""
    assert terms_of(word) == terms_of(word.capitalize())


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=SHORTEST_STEMMED))
def test_short_words_are_kept(word: str) -> None:
    """Abbreviations have no stem but themselves, unless they are numerals."""
    assert stem(word) == word or stem(word).isdigit()


@given(st.lists(words.map(str.capitalize), min_size=2, max_size=3).filter(lambda parts: all(len(p) > 2 for p in parts)))
def test_compounds_are_the_same_however_they_are_joined(parts: list[str]) -> None:
    """Joined by a hyphen, an underline or a slash, a compound has the same spellings."""
    assert spellings("-".join(parts)) == spellings("_".join(parts)) == spellings("/".join(parts))


@given(texts)
def test_terms_are_those_of_the_words(text: str) -> None:
    """There is one term for each word, in the same order."""
    assert terms_of(text) == [stem(word) for word in words_of(text)]


numbers = st.one_of(st.integers(0, 10_000_000), st.integers(0, 100_000).map(lambda number: number / 100))
units = st.sampled_from([unit for unit in UNITS if unit not in {"m", "s", "d", "y", "b", "g", "us", "$", "€", "£"}])


@given(texts | st.lists(st.tuples(numbers, units).map(lambda pair: f"{pair[0]} {pair[1]}")).map(", ".join))
def test_quantities_lie_inside_the_text(text: str) -> None:
    """Quantities stand in the text, in order, apart from each other, and none is negative."""
    end = 0
    for quantity in quantities(text):
        assert end <= quantity.start < quantity.end <= len(text)
        assert quantity.value >= 0
        assert not text[quantity.start : quantity.end].startswith(" ")
        assert not text[quantity.start : quantity.end].endswith(" ")
        end = quantity.end


@given(numbers, units, st.sampled_from(["", " ", "-"]), st.sampled_from(["", ".", ", ", ")", " of memory"]))
def test_a_number_with_a_unit_is_one_quantity(number: float, unit: str, between: str, after: str) -> None:
    """A number and its unit, however joined, are one quantity of the unit's family, and its place is both."""
    text = f"{number:,}{between}{unit}"
    (found,) = quantities(f"at most {text}{after}")
    assert found.family is UNITS[unit][0]
    assert (found.start, found.end) == (8, 8 + len(text))


@given(
    st.integers(1, 1_000_000),
    st.sampled_from(
        [
            ("s", "minutes", 60),
            ("minutes", "hours", 60),
            ("h", "days", 24),
            ("ms", "seconds", 1000),
            ("KB", "MB", 1024),
            ("MB", "GB", 1024),
            ("GiB", "TB", 1024),
            ("mm", "metres", 1000),
            ("g", "kg", 1000),
            ("cents", "dollars", 100),
            ("µm", "mm", 1000),
            ("nm", "μm", 1000),
        ]
    ),
)
def test_the_same_quantity_in_another_unit(number: int, units_and_factor: tuple[str, str, int]) -> None:
    """So many small units are as much as the large one: 900 s are 15 minutes, 3,072 MB are 3 GB."""
    small, large, factor = units_and_factor
    assert quantities(f"{number * factor:,} {small}")[0].value == quantities(f"{number} {large}")[0].value


@given(st.integers(0, 10_000_000))
def test_separators_make_no_difference(number: int) -> None:
    """A number with its thousands set apart is the same number."""
    assert [q.value for q in quantities(f"{number:,}")] == [q.value for q in quantities(f"{number}")] == [number]


@given(words, numbers)
def test_numbers_inside_names_are_no_quantities(word: str, number: float) -> None:
    """`EC2`, `AES-256` and `t2.micro` have no quantity in them."""
    assume(not quantities(word))  # "hundred" is one by itself
    assert quantities(f"{word}{number}") == quantities(f"{word}-{number}") == ()


@given(numbers, st.sampled_from(["retries", "read", "shards"]))
def test_a_number_of_things_is_a_count(number: float, noun: str) -> None:
    """A number before a word that is no unit counts it."""
    (found,) = quantities(f"{number} {noun}")
    assert (found.value, found.family, found.noun) == (number, Family.COUNT, noun)
