"""The knowledge base file: derived data, rebuilt at any time, never half-written.

A change is made on a copy beside the file and swapped in at the end, so that a crash or a full disk leaves the old
knowledge base working. Files are told apart by the hash of their content: one changed file re-reads one file.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import markdown_it
import Stemmer
from sqlite_utils import Database

from knowledge.files import NoteFile, NotesError, Skipped, Source, StorageError, read_notes
from knowledge.model import Block, Kind
from knowledge.reader import read_note, split_lines
from knowledge.words import scan, spellings, stem, terms_of

_ANALYSIS = ("files.py", "index.py", "inline.py", "model.py", "reader.py", "words.py")
"""The modules that decide what is stored: a knowledge base made by other code than theirs is rebuilt."""
FILE_NAME = "knowledge.db"
LOCK_NAME = ".knowledge.lock"
_ASIDE = ".knowledge-"
LONGEST_WAIT = 300
"""Seconds for which a build waits for another one to end."""
BELOW_CHARACTERS = 700
"""How much of what a block owns counts as its own context: about one answer."""

_TABLES = """
create table meta (key text primary key, value text not null) strict;
create table file (
    id integer primary key, scope text not null, path text not null, sha256 text not null, text text not null,
    words text not null, warnings text not null, unique (scope, path)
) strict;
create table block (
    id integer primary key, scope text not null, file integer not null references file (id), parent integer,
    last integer not null, kind text not null, start integer not null, "end" integer not null, level integer not null,
    lead integer not null, term text not null, text text not null,
    own text not null, above text not null, below text not null
) strict;
create index block_by_file on block (file);
create table word (
    scope text not null, word text not null, term text not null, count integer not null, names integer not null,
    primary key (scope, word)
) strict, without rowid;
create table short_form (
    file integer not null references file (id), scope text not null, short text not null, long text not null
) strict;
create index short_form_by_file on short_form (file);
create virtual table search using fts5 (
    scope, own, above, below, content='block', content_rowid='id', tokenize='unicode61 remove_diacritics 0'
);
create virtual table vocabulary using fts5vocab (search, col);
"""
_INSERT_SEARCH = (
    "insert into search (rowid, scope, own, above, below) select id, scope, own, above, below from block where file = ?"
)
_DELETE_SEARCH = (
    "insert into search (search, rowid, scope, own, above, below)"
    " select 'delete', id, scope, own, above, below from block where file = ?"
)
_SHORT_FORM = re.compile(r"\b((?:[A-Za-z][\w'-]*[ -]){1,7}[A-Za-z][\w'-]*)\s*\(([A-Z][A-Za-z0-9]{1,9}?)s?\)")
_LONG_FORM = re.compile(r"\b([A-Z][A-Za-z0-9]{1,9}?)s?\s*\(([A-Za-z][\w'-]*(?:[ -][A-Za-z][\w'-]*){1,7})\)")
_LISTED_FORM = re.compile(r"\b([A-Z][A-Z0-9]{1,6})(?:\s-|,|:)\s+([A-Za-z][\w'-]*(?:[ -][A-Za-z][\w'-]*){1,6})")

Key = tuple[str, str]
"""A note's scope and path."""
Stamp = tuple[int, int]
"""A file on disk, told apart from the one that is swapped in for it."""
Progress = Callable[[int, int], None]
"""Called with the number of notes learnt so far and the number there are to learn; never where nothing changed."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a build did. `changed` counts files read anew, `rebuilt` says why everything was read again."""

    files: int = 0
    passages: int = 0
    changed: int = 0
    removed: int = 0
    skipped: tuple[Skipped, ...] = ()
    warnings: tuple[str, ...] = ()
    rebuilt: str = ""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a build would find. `base` says whether there is a knowledge base, `fault` why it would be made anew."""

    base: bool
    fault: str
    files: int
    changed: int
    removed: int
    skipped: tuple[Skipped, ...]


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A note as the knowledge base has it: hash and bytes of its text, and what its author should know."""

    scope: str
    path: str
    sha256: str
    size: int
    passages: int
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Record:
    """A block as stored, with the terms that the search compares."""

    id: int
    file: int
    parent: int | None
    last: int
    kind: Kind
    start: int
    end: int
    level: int
    lead: bool
    term: str
    text: str
    own: str
    above: str
    below: str
    rank: float = 0.0
    """How well the full-text index thinks that it fits, where it was found by that."""


@dataclass(frozen=True, slots=True)
class WordCount:
    """A word of the notes: how often it occurs, and how often it is written as a name (`Lambda`, `IAM`)."""

    word: str
    term: str
    count: int
    names: int


@dataclass(frozen=True, slots=True)
class _Base:
    """The knowledge base as it was found: which file it was, why it must be rebuilt, and the notes that it knows."""

    stamp: Stamp
    fault: str
    known: dict[Key, tuple[int, str]]


@dataclass(frozen=True, slots=True)
class _Scan:
    """What is on disk now: the notes to read anew, the keys of all, and what could not be used."""

    fresh: dict[Key, NoteFile]
    present: frozenset[Key]
    skipped: tuple[Skipped, ...]


def build(sources: Sequence[Source], data_dir: Path, progress: Progress | None = None) -> Summary:
    """Bring `data_dir/knowledge.db` up to date with the notes and say what was done.

    Raises NotesError when a source cannot be read at all, or when `data_dir` cannot be written; the knowledge base
    that was there then stays as it was.
    """
    target = data_dir / FILE_NAME
    try:
        data_dir.mkdir(parents=True, exist_ok=True)
        while True:
            base = _inspect(target)
            found = _scan(sources, {key: sha256 for key, (_, sha256) in base.known.items()})
            gone = base.known.keys() - found.present
            if base.stamp != _NO_FILE and not (base.fault or found.fresh or gone):
                break
            with _only_builder(data_dir):
                if _stamp(target) == base.stamp:  # else another build was faster: look again
                    stale = [base.known[key][0] for key in (gone | found.fresh.keys()) if key in base.known]
                    _replace(target, stale, found.fresh, progress, afresh=bool(base.fault))
                    break
        passages, warnings = _contents(target)
    except (OSError, sqlite3.Error) as error:
        cause = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise StorageError(
            f"The knowledge base could not be written to {data_dir} ({cause}): "
            "free some space there, or set DATA_DIR to a folder that may be written."
        ) from error
    return Summary(len(found.present), passages, len(found.fresh), len(gone), found.skipped, warnings, base.fault)


def outlook(sources: Sequence[Source], data_dir: Path) -> Outlook:
    """Return what `build` would find, and change nothing. Raises NotesError when a source cannot be read at all."""
    base = _inspect(data_dir / FILE_NAME)
    found = _scan(sources, {key: sha256 for key, (_, sha256) in base.known.items()})
    gone = base.known.keys() - found.present
    return Outlook(base.stamp != _NO_FILE, base.fault, len(found.present), len(found.fresh), len(gone), found.skipped)


def _scan(sources: Sequence[Source], known: dict[Key, str]) -> _Scan:
    fresh: dict[Key, NoteFile] = {}
    present: set[Key] = set()
    skipped: list[Skipped] = []
    for source in sources:
        for note in read_notes(source.root):
            if isinstance(note, Skipped):
                skipped.append(replace(note, scope=source.scope))
                continue
            key = (source.scope, note.path)
            present.add(key)
            if known.get(key) != note.sha256:
                fresh[key] = note
    return _Scan(fresh, frozenset(present), tuple(skipped))


@cache
def _format() -> str:
    """Name the format of the knowledge base, by the code that makes it."""
    here = Path(__file__).parent
    code = b"".join((here / name).read_bytes() for name in _ANALYSIS)
    return hashlib.sha256(code + f"{markdown_it.__version__} {Stemmer.version()}".encode()).hexdigest()


def _open(path: Path) -> Database:
    return Database(sqlite3.connect(path, timeout=10))


@contextmanager
def _only_builder(data_dir: Path) -> Iterator[None]:
    """Hold the sole right to replace the knowledge base, and clear away what a build that was killed left behind.

    The lock is SQLite's own, on a file that stays empty: the system releases it however its holder ends.
    """
    lock = sqlite3.connect(data_dir / LOCK_NAME, timeout=1, isolation_level=None)
    try:
        for second in range(LONGEST_WAIT):
            try:
                lock.execute("pragma journal_mode = memory")  # no second file, which a kill would leave behind
                lock.execute("begin exclusive")
                break
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode != sqlite3.SQLITE_BUSY or second == LONGEST_WAIT - 1:
                    raise
        for leftover in data_dir.glob(f"{_ASIDE}*"):
            leftover.unlink(missing_ok=True)
        yield
    finally:
        lock.close()


_NO_FILE: Stamp = (0, 0)


def _stamp(path: Path) -> Stamp:
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        return _NO_FILE
    return (status.st_ino, status.st_mtime_ns)


def _inspect(path: Path) -> _Base:
    stamp = _stamp(path)
    if stamp == _NO_FILE:
        return _Base(stamp, "", {})
    try:
        with _open(path) as db:
            rows = list(db.query("select value from meta where key = 'format'"))
            if not rows or rows[0]["value"] != _format():
                return _Base(stamp, "it was made by another version", {})
            if list(db.query("pragma quick_check(1)")) != [{"quick_check": "ok"}]:
                return _Base(stamp, "it was damaged", {})
            files = db.query("select id, scope, path, sha256 from file")
            return _Base(stamp, "", {(row["scope"], row["path"]): (row["id"], row["sha256"]) for row in files})
    except sqlite3.DatabaseError:
        return _Base(stamp, "it was damaged", {})


def _contents(path: Path) -> tuple[int, tuple[str, ...]]:
    with _open(path) as db:
        counted = next(
            db.query("select count(*) as n from block where kind not in (?, ?)", (Kind.HEADING, Kind.MARKUP))
        )
        told = [
            f"{row['path']}, {warning}"
            for row in db.query("select path, warnings from file where warnings <> '[]' order by scope, path")
            for warning in json.loads(row["warnings"])
        ]
    return counted["n"], tuple(told)


def _replace(
    target: Path, stale: Sequence[int], fresh: dict[Key, NoteFile], progress: Progress | None, *, afresh: bool
) -> None:
    """Make the change on a copy beside `target`, then swap the copy in."""
    handle, name = tempfile.mkstemp(prefix=_ASIDE, suffix=".db", dir=target.parent)
    os.close(handle)
    aside = Path(name)
    try:
        if target.exists() and not afresh:
            shutil.copyfile(target, aside)
        with _open(aside) as db:
            db.execute("pragma journal_mode = memory")
            db.execute("pragma synchronous = off")  # the copy is synced once, as a whole, before it is swapped in
            if not db.table("meta").exists():
                db.conn.executescript(_TABLES)
                db.table("meta").insert({"key": "format", "value": _format()})
            with db.atomic():
                for file in stale:
                    _forget(db, file)
                for done, ((scope, _), note) in enumerate(fresh.items(), 1):
                    _learn(db, scope, note)
                    if progress:
                        progress(done, len(fresh))
        with aside.open("rb") as written:
            os.fsync(written.fileno())
        aside.replace(target)
    finally:
        aside.unlink(missing_ok=True)


def _forget(db: Database, file: int) -> None:
    row = next(db.query("select scope, words from file where id = ?", (file,)))
    counts = [(count, names, row["scope"], word) for word, _, count, names in json.loads(row["words"])]
    db.conn.executemany("update word set count = count - ?, names = names - ? where scope = ? and word = ?", counts)
    db.conn.executemany(
        "delete from word where scope = ? and word = ? and count <= 0", [(scope, word) for _, _, scope, word in counts]
    )
    db.execute(_DELETE_SEARCH, (file,))
    for table in ("block", "short_form"):
        db.execute(f"delete from {table} where file = ?", (file,))
    db.execute("delete from file where id = ?", (file,))


def _learn(db: Database, scope: str, note: NoteFile) -> None:
    read = read_note(note.text)
    words = _count_words(read.blocks)
    warnings = [*([note.warning] if note.warning else []), *read.warnings]
    row = {
        "scope": scope,
        "path": note.path,
        "sha256": note.sha256,
        "text": note.text,
        "words": json.dumps(words),
        "warnings": json.dumps(warnings),
    }
    file = db.table("file").insert(row).last_pk
    first = next(db.query("select coalesce(max(id), 0) + 1 as id from block"))["id"]
    db.conn.executemany(
        f"insert into block values ({','.join('?' * 15)})",
        _rows(read.blocks, scope, file, first, _path_terms(note.path)),
    )
    db.execute(_INSERT_SEARCH, (file,))
    db.conn.executemany(
        "insert into word values (?, ?, ?, ?, ?) on conflict (scope, word)"
        " do update set count = count + excluded.count, names = names + excluded.names",
        [(scope, *word) for word in words],
    )
    db.conn.executemany(
        "insert into short_form values (?, ?, ?, ?)",
        [(file, scope, short, long) for short, long in _short_forms(read.blocks)],
    )


def _rows(
    blocks: Sequence[Block], scope: str, file: object, first: int, path_terms: str
) -> Iterator[tuple[object, ...]]:
    blocks = _without_wrong_choices(blocks)
    own = [" ".join(terms_of(b.text)) if b.kind is not Kind.MARKUP else "" for b in blocks]
    above: list[str] = []
    for i, b in enumerate(blocks):
        above.append(path_terms if b.parent is None else f"{own[b.parent]} {above[b.parent]}".strip())
        yield (
            first + i,
            scope,
            file,
            None if b.parent is None else first + b.parent,
            first + b.last,
            b.kind,
            b.start,
            b.end,
            b.level,
            int(b.lead),
            b.term,
            b.text,
            own[i],
            above[i] if own[i] else "",
            _below(blocks, own, i) if own[i] else "",
        )


def _without_wrong_choices(blocks: Sequence[Block]) -> Sequence[Block]:
    """Leave out what is wrong by its author's own word: the choices of a quiz question that are not ticked."""
    answered = {b.parent for b in blocks if b.ticked}
    wrong = (b.ticked is False and b.parent in answered for b in blocks)
    return [replace(b, kind=Kind.MARKUP) if out else b for b, out in zip(blocks, wrong, strict=True)]


def _below(blocks: Sequence[Block], own: Sequence[str], index: int) -> str:
    terms: list[str] = []
    room = BELOW_CHARACTERS
    for i in range(index + 1, blocks[index].last + 1):
        room -= len(blocks[i].text)
        terms.append(own[i])
        if room <= 0:
            break
    return " ".join(terms)


def _path_terms(path: str) -> str:
    """The words of a file's name; a name such as `000_ae91.txt` has none."""
    stemmed = re.sub(r"\.\w+$", "", path)
    return " ".join(stem(part.lower()) for part in re.split(r"[^A-Za-z]+|(?<=\w)\d+", stemmed) if len(part) > 1)


def _count_words(blocks: Iterable[Block]) -> list[tuple[str, str, int, int]]:
    counts: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for block in blocks:
        if block.kind is Kind.MARKUP:
            continue
        for i, word in enumerate(scan(block.text)):
            named = word.surface != word.surface.lower() and (i > 0 or not word.surface[1:].islower())
            for spelling in spellings(word.surface):
                counts[spelling] += 1
                names[spelling] += named
    return [(word, stem(word), count, names[word]) for word, count in counts.items()]


def _short_forms(blocks: Iterable[Block]) -> set[tuple[str, str]]:
    """The abbreviations that the notes define: `Simple Queue Service (SQS)`, `SQS (Simple Queue Service)`."""
    found: set[tuple[str, str]] = set()
    for block in blocks:
        if block.kind in {Kind.MARKUP, Kind.CODE}:
            continue
        pairs = [(short, long) for long, short in _SHORT_FORM.findall(block.text)]
        pairs += _LONG_FORM.findall(block.text) + _LISTED_FORM.findall(block.text)
        for short, long in pairs:
            if spelt := _spelt_by(short, long):
                found.add((short.lower(), spelt.lower()))
    return found


def _spelt_by(short: str, long: str) -> str:
    """The end of `long` whose initials spell `short`, or its beginning; empty where none does."""
    words = re.split(r"[ -]+", long)
    letters = re.sub(r"[^A-Za-z]", "", short).lower()
    for count in range(min(len(words), len(letters) + 1), 1, -1):
        for part in (words[-count:], words[:count]):
            initials = "".join(w[0] for w in part).lower()
            content = "".join(w[0] for w in part if w.lower() not in {"of", "and", "the", "for", "to", "in"}).lower()
            if letters in (initials, content):
                return " ".join(part)
    return ""


class Index:
    """Reads a knowledge base. One instance belongs to one thread; it follows the file when a new one is swapped in."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._db: Database | None = None
        self._stamp = _NO_FILE
        self._generation = 0
        self._scopes: frozenset[str] | None = None
        self._paths: dict[int, str] = {}

    @property
    def generation(self) -> int:
        """Changes whenever the file on disk was replaced: what was derived from it must be derived again."""
        self._connect()
        return self._generation

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None

    def _connect(self) -> Database:
        stamp = _stamp(self._path)
        if stamp == _NO_FILE:
            raise NotesError(f"There is no knowledge base at {self._path}: run `studybot index`.")
        if self._db is None or stamp != self._stamp:
            self.close()
            self._db, self._stamp = _open(self._path), stamp
            self._db.conn.execute("pragma query_only = on")
            self._generation += 1
            self._scopes, self._paths = None, {}
        return self._db

    def _query(self, sql: str, values: Sequence[object] = ()) -> list[tuple[Any, ...]]:
        try:
            return self._connect().conn.execute(sql, values).fetchall()
        except sqlite3.DatabaseError as error:
            self.close()
            raise NotesError(f"The knowledge base at {self._path} cannot be read: run `studybot index`.") from error

    def scopes(self) -> frozenset[str]:
        """Return the scopes that have notes."""
        self._connect()
        if self._scopes is None:
            self._scopes = frozenset(scope for (scope,) in self._query("select distinct scope from file"))
        return self._scopes

    def match(self, expression: str, limit: int) -> list[Record]:
        """Return the blocks that an FTS5 expression finds, best first, by weighted BM25."""
        sql = (
            f"select {_columns('b')}, s.rank from (select rowid, bm25(search, 0, 3.0, 1.6, 0.8) as rank from search"
            " where search match ? order by rank limit ?) s join block b on b.id = s.rowid order by s.rank"
        )
        return [_record(row) for row in self._query(sql, (expression, limit))]

    def blocks(self, ids: Iterable[int]) -> dict[int, Record]:
        """Return the blocks with these ids."""
        wanted = list(set(ids))
        found: dict[int, Record] = {}
        for i in range(0, len(wanted), 500):
            part = wanted[i : i + 500]
            sql = f"select {_columns('b')} from block b where id in ({','.join('?' * len(part))})"
            found.update((row[0], _record(row)) for row in self._query(sql, part))
        return found

    def span(self, first: int, last: int) -> list[Record]:
        """Return the blocks from one id to another, in source order."""
        sql = f"select {_columns('b')} from block b where id between ? and ? order by id"
        return [_record(row) for row in self._query(sql, (first, last))]

    def headings(self, scopes: Sequence[str]) -> list[tuple[str, Record]]:
        """Return every heading with the path of its file, in order of file and line."""
        marks = ",".join("?" * len(scopes))
        sql = (
            f"select {_columns('b')}, f.path from block b join file f on f.id = b.file"
            f" where b.kind = ? and b.scope in ({marks}) order by f.scope, f.path, b.id"
        )
        return [(row[-1], _record(row[:-1])) for row in self._query(sql, (Kind.HEADING, *scopes))]

    def path(self, file: int) -> str:
        """Return the path of a file, relative to its notes folder."""
        self._connect()
        if file not in self._paths:
            self._paths[file] = str(self._query("select path from file where id = ?", (file,))[0][0])
        return self._paths[file]

    def file_named(self, path: str, scopes: Sequence[str]) -> int | None:
        """Return the file with this path in one of the scopes; None where there is none."""
        marks = ",".join("?" * len(scopes))
        rows = self._query(f"select id from file where path = ? and scope in ({marks})", (path, *scopes))
        return int(rows[0][0]) if rows else None

    def files(self, scopes: Sequence[str]) -> list[KnownFile]:
        """Return the notes in these scopes, in order of path."""
        sql = (
            "select scope, path, sha256, length(cast(text as blob)), warnings, (select count(*) from block b"
            " where b.file = f.id and b.kind not in (?, ?)) from file f"
            f" where scope in ({','.join('?' * len(scopes))}) order by path, scope"
        )
        rows = self._query(sql, (Kind.HEADING, Kind.MARKUP, *scopes))
        return [
            KnownFile(scope, path, sha256, size, passages, tuple(json.loads(warnings)))
            for scope, path, sha256, size, warnings, passages in rows
        ]

    def texts(self, scopes: Sequence[str]) -> list[tuple[str, str]]:
        """Return the path and the text of every file in these scopes as it was when it was read, in order of path."""
        sql = f"select path, text from file where scope in ({','.join('?' * len(scopes))}) order by path, scope"
        return [(str(path), str(text)) for path, text in self._query(sql, list(scopes))]

    def lines(self, file: int) -> list[str]:
        """Return the lines of a file as they were when it was read."""
        return split_lines(str(self._query("select text from file where id = ?", (file,))[0][0]))

    def frequencies(self, terms: Iterable[str]) -> dict[str, int]:
        """Return for each term in how many blocks it stands in the block's own words."""
        wanted = list(set(terms))
        found = dict.fromkeys(wanted, 0)
        for i in range(0, len(wanted), 500):
            part = wanted[i : i + 500]
            sql = f"select term, doc from vocabulary where term in ({','.join('?' * len(part))}) and col = 'own'"
            found.update(self._query(sql, part))
        return found

    def occurs(self, terms: Sequence[str], scopes: Sequence[str]) -> bool:
        """Return whether a run of terms stands anywhere in the notes of these scopes, in this order."""
        phrase = '"' + " ".join(term.replace('"', "") for term in terms) + '"'
        within = " OR ".join(f'scope : "{scope}"' for scope in scopes)
        expression = f"({within}) AND (own : {phrase})"
        return bool(self._query("select 1 from search where search match ? limit 1", (expression,)))

    def size(self) -> int:
        """Return the number of blocks."""
        return int(self._query("select count(*) from block")[0][0])

    def words(self, scopes: Sequence[str]) -> list[WordCount]:
        """Return the vocabulary of the notes in these scopes."""
        marks = ",".join("?" * len(scopes))
        sql = f"select word, term, sum(count), sum(names) from word where scope in ({marks}) group by word"
        return [WordCount(*row) for row in self._query(sql, list(scopes))]

    def short_forms(self, scopes: Sequence[str]) -> list[tuple[str, str]]:
        """Return the abbreviations that the notes define, as (short, long)."""
        marks = ",".join("?" * len(scopes))
        return [
            (str(short), str(long))
            for short, long in self._query(
                f"select distinct short, long from short_form where scope in ({marks})", list(scopes)
            )
        ]


_FIELDS = tuple('id file parent last kind start "end" level lead term text own above below'.split())


def _columns(table: str) -> str:
    return ", ".join(f"{table}.{name}" for name in _FIELDS)


def _record(row: Sequence[Any]) -> Record:
    values = list(row)
    values[4], values[8] = Kind(values[4]), bool(values[8])
    return Record(*values)
