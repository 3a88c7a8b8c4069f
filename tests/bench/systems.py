"""The systems that are compared, behind one interface. Each loads what it needs when it is made: no other pays for it.

Studybot reads the Markdown files; the others are given the text of the passages that Studybot reads from them, and
the words of a question without English stop words, which is the best that they can be given.
"""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from tests.bench.generator import Place

BEST = 10
"""Results that each system returns."""
STOP_WORDS = frozenset(
    "a about all an and any are as at be been but by can could did do does for from had has have how i if in into is"
    " it its me more my no not of on or our should so than that the their them then there these they this to up was we"
    " were what when where which who why will with would you your".split()
)

Found = Sequence[tuple[str, int, int]]
"""The file, the first and the last line of each result, best first. What is given passages knows their first lines."""


class System(Protocol):
    """Something that finds passages. `folder` is its own, and empty at first; what it keeps there it can open again."""

    def __init__(self, notes: Path, folder: Path) -> None: ...

    def build(self, places: Iterable[Place]) -> None:
        """Index all passages from nothing."""

    def change(self, file: str, places: Sequence[Place]) -> None:
        """Bring the index up to date after one file was changed: these are its passages now."""

    def open(self) -> None:
        """Open what `build` left, to be asked."""

    def ask(self, question: str) -> Found:
        """Return the best passages for a question."""


def read_places(path: Path) -> Iterator[Place]:
    """Read the passages from a file of JSON lines, one at a time."""
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield Place(*json.loads(line))


def keywords(question: str) -> list[str]:
    """Return the words of a question that are no stop words; all of them where it has no others."""
    words = re.findall(r"\w+", question.lower())
    return [word for word in words if word not in STOP_WORDS] or words


class Studybot:
    """The knowledge base of this project, as the rest of the program uses it."""

    def __init__(self, notes: Path, folder: Path) -> None:
        from knowledge.base import KnowledgeBase

        self._base = KnowledgeBase(notes, folder)

    def build(self, places: Iterable[Place]) -> None:
        """Read and index the notes folder; the ready-made passages are not used."""
        del places
        self._base.refresh()

    def change(self, file: str, places: Sequence[Place]) -> None:
        """Find the changed file and index it anew."""
        del file, places
        self._base.refresh()

    def open(self) -> None:
        """Do nothing: the first question opens the knowledge base."""

    def ask(self, question: str) -> Found:
        """Answer the question and return its passages."""
        return [(found.file, found.start_line, found.end_line) for found in self._base.ask(question).passages]


class BareFts5:
    """SQLite's own full-text index with the Porter stemmer, and nothing else: what the others are measured by."""

    def __init__(self, notes: Path, folder: Path) -> None:
        del notes
        self._db = sqlite3.connect(folder / "fts5.db")

    def build(self, places: Iterable[Place]) -> None:
        """Put all passages into one table, in one transaction."""
        with self._db:
            self._db.execute(
                "create virtual table place using fts5 (file unindexed, line unindexed, text, tokenize=porter)"
            )
            self._db.execute("create table span (file text primary key, first integer, last integer)")
            self._insert(places)
            self._db.execute("insert into span select file, min(rowid), max(rowid) from place group by file")

    def change(self, file: str, places: Sequence[Place]) -> None:
        """Delete the rows of the file and insert the new ones."""
        with self._db:
            first, last = self._db.execute("select first, last from span where file = ?", (file,)).fetchone()
            self._db.execute("delete from place where rowid between ? and ?", (first, last))
            newest = self._db.execute("select max(rowid) from place").fetchone()[0] or 0
            self._insert(places)
            self._db.execute(
                "update span set first = ?, last = ? where file = ?", (newest + 1, newest + len(places), file)
            )

    def open(self) -> None:
        """Do nothing: it was opened when it was made."""

    def ask(self, question: str) -> Found:
        """Rank by BM25 the rows that have any of the words."""
        expression = " OR ".join(f'"{word}"' for word in keywords(question)) or '""'
        sql = "select file, line, line from place where place match ? order by rank limit ?"
        return self._db.execute(sql, (expression, BEST)).fetchall()

    def _insert(self, places: Iterable[Place]) -> None:
        rows = ((place.file, place.line, place.text) for place in places)
        self._db.executemany("insert into place (file, line, text) values (?, ?, ?)", rows)


class Tantivy:
    """The Rust search library, with its English stemmer."""

    def __init__(self, notes: Path, folder: Path) -> None:
        import tantivy

        del notes
        self._folder, self._library = folder, tantivy
        self._index: Any = None
        self._searcher: Any = None

    def build(self, places: Iterable[Place]) -> None:
        """Write one document for each passage."""
        fields = self._library.SchemaBuilder()
        fields.add_text_field("text", stored=False, tokenizer_name="en_stem")
        fields.add_text_field("file", stored=True, tokenizer_name="raw")
        fields.add_unsigned_field("line", stored=True)
        self._index = self._library.Index(fields.build(), path=str(self._folder))
        self._write(places, "")

    def change(self, file: str, places: Sequence[Place]) -> None:
        """Delete the documents of the file and write the new ones."""
        self._write(places, file)

    def open(self) -> None:
        """Open the folder for searching."""
        self._index = self._library.Index.open(str(self._folder))
        self._searcher = self._index.searcher()

    def ask(self, question: str) -> Found:
        """Rank by BM25 the documents that have any of the words."""
        query = self._index.parse_query(" ".join(keywords(question)), ["text"])
        hits = self._searcher.search(query, BEST, count=False).hits
        documents = (self._searcher.doc(address) for _, address in hits)
        return [(document["file"][0], document["line"][0], document["line"][0]) for document in documents]

    def _write(self, places: Iterable[Place], stale: str) -> None:
        writer = self._index.writer()
        if stale:
            writer.delete_documents("file", stale)
        for place in places:
            writer.add_document(self._library.Document(text=place.text, file=place.file, line=place.line))
        writer.commit()
        writer.wait_merging_threads()


class Bm25s:
    """BM25 in NumPy. It cannot change an index: one changed file means all of it again."""

    def __init__(self, notes: Path, folder: Path) -> None:
        import bm25s
        import Stemmer

        del notes
        self._folder, self._library, self._stemmer = folder, bm25s, Stemmer.Stemmer("english")
        self._places: list[Place] = []
        self._retriever: Any = None

    def build(self, places: Iterable[Place]) -> None:
        """Score all words of all passages, and save the result."""
        self._places = list(places)
        self._write()

    def change(self, file: str, places: Sequence[Place]) -> None:
        """Build everything again."""
        self._places = [place for place in self._places if place.file != file] + list(places)
        self._write()

    def open(self) -> None:
        """Load the scores and the places that they belong to."""
        self._retriever = self._library.BM25.load(str(self._folder))
        kept = json.loads((self._folder / "places.json").read_text(encoding="utf-8"))
        self._places = [Place(file, line, "") for file, line in kept]

    def ask(self, question: str) -> Found:
        """Rank all passages by the words of the question."""
        tokens = self._tokens([" ".join(keywords(question))])
        best = min(BEST, len(self._places))
        found, _ = self._retriever.retrieve(tokens, k=best, show_progress=False)
        places = (self._places[number] for number in found[0])
        return [(place.file, place.line, place.line) for place in places]

    def _write(self) -> None:
        self._retriever = self._library.BM25()
        self._retriever.index(self._tokens([place.text for place in self._places]), show_progress=False)
        self._retriever.save(str(self._folder))
        kept = json.dumps([(place.file, place.line) for place in self._places])
        (self._folder / "places.json").write_text(kept, encoding="utf-8")

    def _tokens(self, texts: Sequence[str]) -> Any:
        return self._library.tokenize(texts, stopwords="en", stemmer=self._stemmer, show_progress=False)


SYSTEMS: dict[str, type[System]] = {"FTS5": BareFts5, "Studybot": Studybot, "bm25s": Bm25s, "tantivy": Tantivy}
REFERENCE = "FTS5"
"""The system that all others are given as a ratio to."""
