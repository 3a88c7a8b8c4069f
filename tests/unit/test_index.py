"""The knowledge base file: what a build does to it, what it leaves alone, and what happens when things go wrong."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge import index as index_module
from knowledge.base import KnowledgeBase
from knowledge.files import NotesError, Skipped, Source
from knowledge.index import FILE_NAME, LOCK_NAME, Index, Summary, build
from knowledge.model import SHARED_SCOPE, Kind, Note
from knowledge.reader import read_note

WriteNotes = Callable[[Mapping[str, str | bytes]], Path]
Content = dict[str, list[tuple[Any, ...]]]

ROOT = Path(__file__).parents[2]
SQS = "# SQS\n\nSimple Queue Service (SQS) holds messages.\n\n- Retention: 4 days\n  - at most 14 days\n"
SNS = "# SNS\n\n- Topics push messages\n- A message has at most 256 KB\n"
LAMBDA = "# Lambda\n\n| Setting | Most |\n|---|---|\n| Timeout | 15 minutes |\n"

CONTENT = {
    "files": "select scope, path, sha256, text, words, warnings from file order by scope, path",
    "blocks": """
        select f.scope, f.path, b.id - f.first, b.scope, b.parent - f.first, b.last - f.first, kind, start, "end",
            level, lead, term, b.text, own, above, below
        from block b
        join (select *, (select min(id) from block where file = file.id) as first from file) f on f.id = b.file
        order by f.scope, f.path, b.id""",
    "words": "select * from word order by scope, word",
    "short forms": """
        select f.path, s.scope, short, long from short_form s join file f on f.id = s.file order by 1, 2, 3, 4""",
    "search": "select * from vocabulary order by term, col",
}


def content(data: Path) -> Content:
    """Everything that a knowledge base holds, but for the numbers that it gives to files and blocks."""
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.execute("insert into search (search, rank) values ('integrity-check', 1)")
        connection.rollback()
        assert connection.execute("pragma integrity_check").fetchall() == [("ok",)]
        return {name: connection.execute(sql).fetchall() for name, sql in CONTENT.items()}


def afresh(*sources: Source) -> Content:
    """What a knowledge base of these notes holds when it is built in one go."""
    with tempfile.TemporaryDirectory() as folder:
        build(sources, Path(folder))
        return content(Path(folder))


def made_in(data: Path) -> set[str]:
    return {path.name for path in data.iterdir()} - {LOCK_NAME}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where the knowledge base is kept; not there yet."""
    return tmp_path / "state" / "data"


@pytest.fixture
def index(data: Path) -> Iterator[Index]:
    """A reader of the knowledge base, which need not be there yet."""
    reader = Index(data / FILE_NAME)
    yield reader
    reader.close()


def shared(notes: Path) -> list[Source]:
    return [Source("shared", notes)]


class TestBuilding:
    """One changed file re-reads one file."""

    def test_first_build(self, write: WriteNotes, data: Path) -> None:
        """The first build makes the folder and reads everything."""
        summary = build(shared(write({"sqs.md": SQS, "sns.md": SNS})), data)
        assert summary == Summary(files=2, passages=5, changed=2)
        assert made_in(data) == {FILE_NAME}

    def test_nothing_changed(self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Where nothing changed, nothing is written: not the file, nor anything beside it."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        before = (data / FILE_NAME).stat()
        (data / LOCK_NAME).unlink()
        monkeypatch.setattr(index_module, "_replace", None)
        assert build(shared(notes), data) == Summary(files=2, passages=5)
        after = (data / FILE_NAME).stat()
        assert (after.st_ino, after.st_mtime_ns) == (before.st_ino, before.st_mtime_ns)
        assert {path.name for path in data.iterdir()} == {FILE_NAME}

    def test_a_touched_file_has_not_changed(self, write: WriteNotes, data: Path) -> None:
        """Files are compared by their content: a new date is no change."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        write({"sqs.md": SQS})
        assert build(shared(notes), data).changed == 0

    def test_one_changed_file(self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """Only what changed is read anew."""
        notes = write({"sqs.md": SQS, "sns.md": SNS, "lambda.md": LAMBDA})
        build(shared(notes), data)
        write({"sns.md": SNS + "- Filters choose messages\n"})
        read: list[str] = []

        def watched(text: str) -> Note:
            read.append(text)
            return read_note(text)

        monkeypatch.setattr(index_module, "read_note", watched)
        assert build(shared(notes), data) == Summary(files=3, passages=8, changed=1)
        assert read == [SNS + "- Filters choose messages\n"]
        assert content(data) == afresh(*shared(notes))

    def test_a_deleted_file(self, write: WriteNotes, data: Path, index: Index) -> None:
        """A deleted file disappears, with its words and its short forms; what others say as well stays."""
        notes = write({"sqs.md": SQS, "sns.md": f"{SNS}- They may go to SQS\n"})
        build(shared(notes), data)
        assert index.short_forms(["shared"]) == [("sqs", "simple queue service")]
        (notes / "sqs.md").unlink()
        assert build(shared(notes), data) == Summary(files=1, passages=3, removed=1)
        assert index.file_named("sqs.md", ["shared"]) is None
        assert index.short_forms(["shared"]) == []
        assert index.match("queue", 9) == []
        words = {word.word: (word.count, word.names) for word in index.words(["shared"])}
        assert "queue" not in words
        assert words["sqs"] == (1, 1)
        assert content(data) == afresh(*shared(notes))

    def test_a_renamed_file(self, write: WriteNotes, data: Path, index: Index) -> None:
        """A renamed file is found by its new name only."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        (notes / "sqs.md").rename(notes / "queues.md")
        assert build(shared(notes), data) == Summary(files=2, passages=5, changed=1, removed=1)
        assert index.file_named("sqs.md", ["shared"]) is None
        assert index.file_named("queues.md", ["shared"]) is not None
        assert content(data) == afresh(*shared(notes))

    def test_all_files_deleted(self, write: WriteNotes, data: Path) -> None:
        """No notes are a knowledge base without passages."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        (notes / "sqs.md").unlink()
        assert build(shared(notes), data) == Summary(removed=1)
        assert content(data) == afresh(*shared(notes))

    def test_an_empty_folder(self, notes: Path, data: Path) -> None:
        """A folder without notes gives a knowledge base as well, once."""
        assert build(shared(notes), data) == Summary()
        before = (data / FILE_NAME).stat().st_ino
        assert build(shared(notes), data) == Summary()
        assert (data / FILE_NAME).stat().st_ino == before

    def test_skipped_files_and_warnings(self, write: WriteNotes, data: Path) -> None:
        """The summary names what was skipped and what the authors should know, also when nothing was read anew."""
        notes = write({"a.md": "```\nnever closed\n", "b.md": "caf\xe9".encode("latin-1"), "c.md": b"\0"})
        first = build(shared(notes), data)
        assert first.skipped == (Skipped("c.md", "it is not text: save it as a plain text file in UTF-8"),)
        assert first.warnings == (
            "a.md, line 1: the block that starts here is never closed",
            "b.md, it is not UTF-8; it was read as cp1252: better save it as UTF-8",
        )
        second = build(shared(notes), data)
        assert (second.changed, second.skipped, second.warnings) == (0, first.skipped, first.warnings)

    def test_a_file_that_can_no_longer_be_used(self, write: WriteNotes, data: Path) -> None:
        """A note that became something else is forgotten, and named as skipped."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        write({"sns.md": b"\0"})
        summary = build(shared(notes), data)
        assert (summary.files, summary.removed, [skipped.path for skipped in summary.skipped]) == (1, 1, ["sns.md"])

    def test_progress(self, write: WriteNotes, data: Path) -> None:
        """Progress goes up to the number of files that are read, one by one."""
        notes = write({f"{number}.md": SQS for number in range(4)})
        told: list[tuple[int, int]] = []
        build(shared(notes), data, lambda done, total: told.append((done, total)))
        assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]

    def test_missing_notes(self, notes: Path, data: Path) -> None:
        """Notes that are not there are an error that says so, and the knowledge base stays as it was."""
        (notes / "sqs.md").write_text(SQS, encoding="utf-8")
        build(shared(notes), data)
        before = content(data)
        with pytest.raises(NotesError, match="There is no folder or file"):
            build(shared(notes / "nowhere"), data)
        assert content(data) == before


NAMES = st.sampled_from(["a.md", "b.md", "c.txt", "sub/a.md"])
TEXTS = st.sampled_from(
    [
        "",
        "\n",
        SQS,
        SNS,
        LAMBDA,
        SQS + SNS,
        "# SQS\n\n- Lambda@Edge\n",
        "The sqs and The SQS\n",
        "- a\n  - b\n    - c\n",
        "```\nx",
    ]
)
SCOPES = st.sampled_from(["shared", "7"])
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), SCOPES, NAMES, TEXTS),
        st.tuples(st.just("delete"), SCOPES, NAMES, st.just("")),
        st.tuples(st.just("rename"), SCOPES, NAMES, st.just("renamed.md")),
        st.tuples(st.just("build"), SCOPES, NAMES, st.just("")),
    ),
    max_size=12,
)


def edit(folder: Path, action: str, name: str, text: str) -> None:
    path = folder / name
    if action == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    elif action == "delete":
        path.unlink(missing_ok=True)
    elif action == "rename" and path.exists():
        path.rename(folder / text)


@settings(max_examples=40)
@given(EDITS)
def test_many_edits_come_to_the_same_as_a_fresh_build(edits: list[tuple[str, str, str, str]]) -> None:
    """However the notes came to what they are, the knowledge base holds what a fresh build of them holds."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        sources = [Source("shared", root / "shared"), Source("7", root / "7")]
        for source in sources:
            source.root.mkdir()
        for action, scope, file, text in edits:
            edit(root / scope, action, file, text)
            if action == "build":
                build(sources, root / "data")
        build(sources, root / "data")
        assert content(root / "data") == afresh(*sources)


class TestScopes:
    """What one guild wrote, another does not see."""

    @pytest.fixture
    def sources(self, tmp_path: Path) -> list[Source]:
        """The shared notes and those of two guilds, with files of the same name."""
        said = {"shared": "Queues hold messages", "7": "Penguins (PG) swim", "8": "Robots (RB) walk"}
        for scope, words in said.items():
            (tmp_path / scope).mkdir()
            (tmp_path / scope / "a.md").write_text(f"# About {scope}\n\nThe {words} at night.\n", encoding="utf-8")
        return [Source(scope, tmp_path / scope) for scope in said]

    def test_each_scope_has_its_own(self, sources: list[Source], data: Path, index: Index) -> None:
        """Files, headings and words are those of the scopes that are asked for."""
        build(sources, data)
        assert index.scopes() == {"shared", "7", "8"}
        assert [record.text for _, record in index.headings(["shared", "7"])] == ["About 7", "About shared"]
        assert index.file_named("a.md", ["7"]) != index.file_named("a.md", ["8"])
        words = {word.word: word.count for word in index.words(["shared", "7"])}
        assert words["the"] == 2
        assert "penguins" in words
        assert "robots" not in words

    def test_a_search_stays_in_its_scopes(self, sources: list[Source], data: Path) -> None:
        """A guild finds its own notes and the shared ones, never another guild's."""
        with KnowledgeBase(sources[0].root, data, sources[1:]) as base:
            base.refresh()
            for scope, own, other in (("7", "penguins", "robots"), ("8", "robots", "penguins")):
                assert base.search(own, ["shared", scope])
                assert base.search("queues", ["shared", scope])
                assert base.search(other, ["shared", scope]) == ()
                everything = base.search("night", ["shared", scope])
                assert len(everything) == 2
                assert not any(other in passage.text.lower() for passage in everything)
            assert base.search("penguins") == ()

    def test_a_scope_that_is_gone(self, sources: list[Source], data: Path, index: Index) -> None:
        """The notes of a guild that is no longer asked for are forgotten."""
        build(sources, data)
        assert build(sources[:2], data).removed == 1
        assert index.scopes() == {"shared", "7"}
        assert content(data) == afresh(*sources[:2])

    def test_the_same_notes_in_two_scopes(self, write: WriteNotes, data: Path, index: Index) -> None:
        """Words are counted for each scope by itself, and added up for both."""
        notes = write({"a.md": "Robots walk"})
        build([Source("7", notes), Source("8", notes)], data)
        assert {word.count for word in index.words(["7"])} == {1}
        assert {word.count for word in index.words(["7", "8"])} == {2}


def spoil(data: Path, offset: int, raw: bytes) -> None:
    with (data / FILE_NAME).open("r+b") as file:
        file.seek(offset)
        file.write(raw)


def swap_in(data: Path, script: str) -> None:
    (data / FILE_NAME).unlink()
    with closing(sqlite3.connect(data / FILE_NAME)) as connection:
        connection.executescript(script)


SPOILT: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (
        lambda data: (data / FILE_NAME).write_bytes((data / FILE_NAME).read_bytes()[:10_000]),
        "it was damaged",
    ),
    "empty": (lambda data: (data / FILE_NAME).write_bytes(b""), "it was damaged"),
    "something else": (lambda data: (data / FILE_NAME).write_text("# no database" * 999), "it was damaged"),
    "a spoilt start": (lambda data: spoil(data, 0, b"\xff" * 100), "it was damaged"),
    "another database": (lambda data: swap_in(data, "create table t (x)"), "it was damaged"),
    "another format": (
        lambda data: swap_in(data, "create table meta (key, value); insert into meta values ('format', 'old')"),
        "it was made by another version",
    ),
    "no format": (lambda data: swap_in(data, "create table meta (key, value)"), "it was made by another version"),
}


class TestDamage:
    """A damaged or older file is rebuilt, with a word about it."""

    @pytest.mark.parametrize(("spoiling", "told"), SPOILT.values(), ids=SPOILT)
    def test_spoilt_file(self, write: WriteNotes, data: Path, spoiling: Callable[[Path], object], told: str) -> None:
        """Everything is read again; the summary says why, and the next build says nothing more."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        spoiling(data)
        assert build(shared(notes), data) == Summary(files=2, passages=5, changed=2, rebuilt=told)
        assert content(data) == afresh(*shared(notes))
        assert build(shared(notes), data) == Summary(files=2, passages=5)

    def test_every_page(self, write: WriteNotes, data: Path) -> None:
        """Whichever page of the file is lost, the build notices, or the page was not in use."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        sound, expected = (data / FILE_NAME).read_bytes(), content(data)
        for offset in range(0, len(sound), 4096):
            (data / FILE_NAME).write_bytes(sound)
            spoil(data, offset, bytes(4096))
            build(shared(notes), data)
            assert content(data) == expected, f"page at {offset}"

    def test_other_code_makes_another_format(
        self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """What other code stored is read again: it may have decided otherwise."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        monkeypatch.setattr(index_module, "_format", lambda: "newer")
        assert build(shared(notes), data).rebuilt == "it was made by another version"
        assert build(shared(notes), data).rebuilt == ""

    def test_a_folder_in_its_place(self, write: WriteNotes, data: Path) -> None:
        """Where something stands in the way that is no file, nothing is lost and a sentence says so."""
        (data / FILE_NAME / "precious").mkdir(parents=True)
        with pytest.raises(NotesError, match="could not be written"):
            build(shared(write({"sqs.md": SQS})), data)
        assert (data / FILE_NAME / "precious").exists()
        assert made_in(data) == {FILE_NAME}


def run(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start a process of its own that builds; what it prints can be read line by line."""
    return subprocess.Popen(  # noqa: S603 -- it runs the code below, with folders of the test as arguments
        [sys.executable, "-c", PREAMBLE + code, *map(str, arguments)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


PREAMBLE = """
import resource, sys
from pathlib import Path
from knowledge import index
from knowledge.files import NotesError, Source
notes, data = Path(sys.argv[1]), Path(sys.argv[2])
sources = [Source("shared", notes)]
"""
STOP_IN_THE_MIDDLE = """
read_note = index.read_note
def stop(text):
    print("in the middle", flush=True)
    sys.stdin.readline()
    return read_note(text)
index.read_note = stop
index.build(sources, data)
"""
WITH_LITTLE_SPACE = """
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[3]), resource.RLIM_INFINITY))
try:
    index.build(sources, data)
except NotesError as error:
    print(error)
"""
AGAIN_AND_AGAIN = """
for turn in range(8):
    (notes / f"{sys.argv[3]}.md").write_text(f"# Turn {turn}\\n\\n- of {sys.argv[3]}\\n")
    index.build(sources, data)
print("done")
"""


class TestCrashes:
    """A crash or a full disk leaves the old knowledge base working, and nothing else."""

    @pytest.fixture
    def changed(self, write: WriteNotes, data: Path) -> Path:
        """Notes that were built and have changed since."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        return write({"sns.md": LAMBDA, "new.md": "# New\n\ntext\n"})

    @pytest.mark.parametrize("step", ["read_note", "_forget", "_learn", "_count_words"])
    @pytest.mark.parametrize("error", [RuntimeError("a bug"), KeyboardInterrupt(), MemoryError()], ids=repr)
    def test_an_error_in_the_middle(
        self, changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch, step: str, error: BaseException
    ) -> None:
        """An error, wherever in a build, leaves what was there, and the next build does the work."""
        before = content(data)

        def fail(*_: object) -> None:
            raise error

        with monkeypatch.context() as patch:
            patch.setattr(index_module, step, fail)
            with pytest.raises(type(error)):
                build(shared(changed), data)
        assert made_in(data) == {FILE_NAME}
        assert content(data) == before
        assert build(shared(changed), data).changed == 2
        assert content(data) == afresh(*shared(changed))

    @pytest.mark.parametrize(
        "error", [sqlite3.OperationalError("database or disk is full"), OSError(28, "No space left on device")], ids=str
    )
    def test_a_full_disk(self, changed: Path, data: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
        """A full disk is told in one sentence that names the folder and says what to do."""
        before = content(data)

        def fail(*_: object) -> None:
            raise error

        monkeypatch.setattr(index_module, "_learn", fail)
        with pytest.raises(
            NotesError, match=r"could not be written to .*: free some space there, or set DATA_DIR"
        ) as told:
            build(shared(changed), data)
        assert str(data) in str(told.value)
        assert "full" in str(told.value) or "No space left" in str(told.value)
        assert made_in(data) == {FILE_NAME}
        assert content(data) == before

    @pytest.mark.parametrize("limit", [8_000, 150_000], ids=["no room for the copy", "no room for the change"])
    def test_a_disk_that_really_ends(self, changed: Path, data: Path, limit: int) -> None:
        """The system's own refusal to write on is told like any, and leaves what was there."""
        before = content(data)
        (changed / "long.md").write_text(SQS * 2_000, encoding="utf-8")
        with run(WITH_LITTLE_SPACE, changed, data, limit) as process:
            told, _ = process.communicate()
        assert process.returncode == 0
        assert told.startswith(f"The knowledge base could not be written to {data} (")
        assert made_in(data) == {FILE_NAME}
        assert content(data) == before

    def test_killed_in_the_middle(self, changed: Path, data: Path) -> None:
        """A build that was killed leaves the old knowledge base; what it left beside it goes with the next build."""
        before = content(data)
        with run(STOP_IN_THE_MIDDLE, changed, data) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "in the middle\n"
            process.send_signal(signal.SIGKILL)
        assert content(data) == before
        assert len(made_in(data)) == 2
        assert build(shared(changed), data).changed == 2
        assert made_in(data) == {FILE_NAME}
        assert content(data) == afresh(*shared(changed))

    @pytest.mark.parametrize("parts", [[], ["below"]])
    def test_data_dir_is_a_file(self, write: WriteNotes, tmp_path: Path, parts: list[str]) -> None:
        """A file where the folder should be is told, and stays."""
        (tmp_path / "data").write_text("mine", encoding="utf-8")
        with pytest.raises(NotesError, match="set DATA_DIR to a folder that may be written"):
            build(shared(write({"sqs.md": SQS})), (tmp_path / "data").joinpath(*parts))
        assert (tmp_path / "data").read_text(encoding="utf-8") == "mine"

    @pytest.mark.parametrize("refused", ["mkdir", "connect", "mkstemp"])
    def test_a_data_dir_that_may_not_be_written(
        self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch, refused: str
    ) -> None:
        """Missing permissions are told; as root has them all, the system's answer is made up."""

        def refuse(*_: object, **__: object) -> None:
            if refused == "connect":
                raise sqlite3.OperationalError("unable to open database file")
            raise PermissionError(13, "Permission denied")

        owner: Any = {"mkdir": Path, "connect": sqlite3, "mkstemp": tempfile}[refused]
        notes = write({"sqs.md": SQS})
        monkeypatch.setattr(owner, refused, refuse)
        with pytest.raises(
            NotesError, match=r"could not be written to .* \((Permission denied|unable to open database file)\)"
        ):
            build(shared(notes), data)

    def test_a_current_base_needs_no_permission_to_write(
        self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """Where the notes have not changed, a folder that can only be read is enough."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)

        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(tempfile, "mkstemp", refuse)
        monkeypatch.setattr(index_module, "_only_builder", refuse)
        assert build(shared(notes), data).files == 1


class TestTogether:
    """Builds may run at the same time, and readers while they do."""

    def test_processes_that_build_at_once(self, notes: Path, data: Path) -> None:
        """Whoever builds last, the knowledge base is whole, and the next build completes it."""
        processes = [run(AGAIN_AND_AGAIN, notes, data, name) for name in ("one", "two")]
        assert [process.communicate()[0] for process in processes] == ["done\n", "done\n"]
        build(shared(notes), data)
        assert made_in(data) == {FILE_NAME}
        assert content(data) == afresh(*shared(notes))

    def test_a_build_that_was_overtaken(self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """A build that finds the knowledge base replaced under its hands looks again, and does not undo the other's."""
        notes = write({"sqs.md": SQS, "sns.md": SNS})
        build(shared(notes), data)
        write({"sns.md": LAMBDA})
        scan = index_module._scan

        def overtaken(*arguments: Any) -> Any:
            found = scan(*arguments)
            monkeypatch.setattr(index_module, "_scan", scan)
            write({"sqs.md": SQS + SNS})
            build(shared(notes), data)
            return found

        monkeypatch.setattr(index_module, "_scan", overtaken)
        assert build(shared(notes), data) == Summary(files=2, passages=7)
        assert content(data) == afresh(*shared(notes))

    def test_a_build_waits_for_another(self, write: WriteNotes, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """While another build holds the lock nothing is replaced or cleared away; in the end that is told."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        write({"sqs.md": SNS})
        before = content(data)
        connect = sqlite3.connect
        monkeypatch.setattr(sqlite3, "connect", lambda path, **options: connect(path, **{**options, "timeout": 0}))
        monkeypatch.setattr(index_module, "LONGEST_WAIT", 3)
        in_work = data / ".knowledge-in-work.db"
        in_work.touch()
        with closing(connect(data / LOCK_NAME, isolation_level=None)) as other:
            other.execute("begin exclusive")
            with pytest.raises(NotesError, match="database is locked"):
                build(shared(notes), data)
            assert in_work.exists()
            assert content(data) == before
        assert build(shared(notes), data).changed == 1
        assert not in_work.exists()

    def test_a_change_is_swapped_in(self, write: WriteNotes, data: Path) -> None:
        """Whoever has the old file open reads the old file to its end."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        before = (data / FILE_NAME).read_bytes()
        write({"sqs.md": SNS})
        with (data / FILE_NAME).open("rb") as old:
            build(shared(notes), data)
            assert old.read() == before
        assert (data / FILE_NAME).read_bytes() != before

    def test_an_open_reader_follows(self, write: WriteNotes, data: Path, index: Index) -> None:
        """A reader sees what was swapped in at its next question, and can tell that it was."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        assert index.match("topics", 9) == []
        first = index.generation
        build(shared(notes), data)
        assert index.generation == first
        write({"sqs.md": SNS})
        build(shared(notes), data)
        assert [record.text for record in index.match("own : topic", 9)] == ["Topics push messages"]
        assert index.generation == first + 1

    def test_a_reader_between_two_files(self, write: WriteNotes, data: Path, index: Index) -> None:
        """A reader of a damaged file says what to do, and reads on once it is rebuilt."""
        notes = write({"sqs.md": SQS})
        build(shared(notes), data)
        (data / FILE_NAME).write_bytes(b"no database" * 999)
        with pytest.raises(NotesError, match="run `studybot index`"):
            index.size()
        build(shared(notes), data)
        assert index.size() == 4

    def test_no_file(self, index: Index) -> None:
        """Without a knowledge base, a reader says how to get one."""
        with pytest.raises(NotesError, match=r"There is no knowledge base at .*knowledge\.db: run `studybot index`"):
            index.size()


class TestReading:
    """What the search gets to know of the notes."""

    @pytest.fixture
    def built(self, write: WriteNotes, data: Path, index: Index) -> Index:
        """A knowledge base of a few notes, open for reading."""
        build(shared(write({"sqs.md": SQS, "aws/lambda.md": LAMBDA.replace("\n", "\r\n")})), data)
        return index

    def test_records(self, built: Index) -> None:
        """A block comes with its place, its owner, and the terms of itself, of what is above and of what is below."""
        (item,) = built.match("own : retent", 9)
        assert (item.kind, item.start, item.end, item.text, item.lead) == (Kind.ITEM, 5, 5, "Retention: 4 days", False)
        assert (item.term, item.own, item.below) == ("Retention", "retent 4 day", "at most 14 day")
        assert item.above == "sqs sqs"  # the heading, and the name of the file
        below = built.span(item.id + 1, item.last)
        assert [(record.text, record.parent, record.above) for record in below] == [
            ("at most 14 days", item.id, "retent 4 day sqs sqs")
        ]
        assert built.blocks([item.id, below[0].id, 9_999]) == {
            item.id: built.span(item.id, item.id)[0],
            below[0].id: below[0],
        }
        assert built.path(item.file) == "sqs.md"

    def test_best_first(self, built: Index) -> None:
        """What has a word itself comes before what only stands near it."""
        found = built.match("timeout OR set", 9)
        assert found[0].rank <= found[-1].rank
        assert found[0].text in {"Setting | Most", "Timeout | 15 minutes"}
        assert built.match("timeout OR set", 1) == found[:1]

    def test_lines_of_a_file(self, built: Index) -> None:
        """The lines are those of the file when it was read, whatever ends them."""
        file = built.file_named("aws/lambda.md", ["shared"])
        assert file is not None
        assert built.lines(file) == LAMBDA.split("\n")

    def test_headings(self, built: Index) -> None:
        """Headings come in order of file and line, with the path of their file."""
        assert [(path, record.text) for path, record in built.headings(["shared"])] == [
            ("aws/lambda.md", "Lambda"),
            ("sqs.md", "SQS"),
        ]
        assert built.headings([]) == []

    def test_frequencies(self, built: Index) -> None:
        """A term counts in as many blocks as have it in their own words."""
        assert built.frequencies(["day", "messag", "absent"]) == {"day": 2, "messag": 1, "absent": 0}

    @pytest.mark.parametrize(
        ("terms", "expected"),
        [
            (["simpl", "queue"], True),
            (["queue", "simpl"], False),
            (["simpl", "servic"], False),
            (["sqs"], True),
            (["absent"], False),
            (['mess"ag'], True),
            (["near", "or", "*"], False),
        ],
    )
    def test_occurs(self, built: Index, terms: list[str], *, expected: bool) -> None:
        """A run of terms occurs where they stand beside each other, in this order; nothing in them is an operator."""
        assert built.occurs(terms, [SHARED_SCOPE]) is expected
        assert not built.occurs(terms, ["another"])

    def test_words(self, built: Index) -> None:
        """Words are counted as they are spelt, and as names where they are written like one."""
        words = {word.word: (word.term, word.count, word.names) for word in built.words(["shared"])}
        assert words["days"] == ("day", 2, 0)
        assert words["sqs"] == ("sqs", 2, 2)
        assert words["retention"] == ("retent", 1, 0)  # a capital at the start of a line makes no name

    def test_size(self, built: Index) -> None:
        """The size is the number of blocks, of every kind."""
        assert built.size() == 8

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("Simple Queue Service (SQS) is a queue", [("sqs", "simple queue service")]),
            ("The Amazon Simple Queue Service (SQS)", [("sqs", "simple queue service")]),
            ("SQS (Simple Queue Service)", [("sqs", "simple queue service")]),
            ("SQS: Simple Queue Service", [("sqs", "simple queue service")]),
            ("SQS - Simple Queue Service", [("sqs", "simple queue service")]),
            ("IAM (Identity and Access Management)", [("iam", "identity and access management")]),
            ("TTL (time to live)", [("ttl", "time to live")]),
            ("Dead Letter Queues (DLQs)", [("dlq", "dead letter queues")]),
            ("Simple Queue Service (since 2004)", []),
            ("SQS (for messages)", []),
            ("```\nSQS (Simple Queue Service)\n```", []),
        ],
    )
    def test_short_forms(
        self, write: WriteNotes, data: Path, index: Index, text: str, expected: list[tuple[str, str]]
    ) -> None:
        """A short form is one where the notes say so, and its letters are the first ones of the words."""
        build(shared(write({"a.md": text})), data)
        assert index.short_forms(["shared"]) == expected
