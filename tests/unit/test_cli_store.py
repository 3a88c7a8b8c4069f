"""The command line on the group's state: backup, restore and export, while a bot runs and when something is wrong."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.cli import main
from bot.store import backup as backups
from bot.store.migrations import migrations
from bot.store.protocol.attempts import Attempt
from bot.store.protocol.quizzes import QuizQuestion
from bot.store.sqlite import FILE_NAME, SECRET_NAME, SqliteStore

NOW = datetime(2027, 3, 1, 8, tzinfo=UTC)
DAY = date(2027, 3, 1)
GUILD, OTHER, MEMBER = 10, 20, 987_654_321_098_765_432
REPLACE = Path.replace
UNWRITTEN = "{} cannot be written ({}): name a file in a folder that may be written and has room."
NO_SPACE = "No space left on device"
CHOICES = ("=1+1", "two", "+3", "four")


@dataclass(frozen=True)
class Result:
    """What a run of the program left behind."""

    code: int
    out: str
    err: str

    @property
    def sentence(self) -> str:
        """The one sentence on standard error; fails where there is more or less than one line."""
        (line,) = self.err.splitlines()
        return line


Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `studybot` with these arguments, with `data` as its DATA_DIR."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DATA_DIR", "data")

    def run(*arguments: str | Path) -> Result:
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Result(code, captured.out, captured.err)

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A DATA_DIR where one member has answered a question."""
    asyncio.run(answered(tmp_path / "data", GUILD))
    return tmp_path / "data"


async def answered(data: Path, guild: int, name: str = "Ada", prompt: str = "How many?") -> None:
    """Let a member answer the question of a guild's first quiz."""
    store = SqliteStore(data)
    await store.open()
    question = QuizQuestion("q1", "value", prompt, CHOICES, 1, "Two.", ("Sums",), "sums.md", 3, 3)
    quiz = await store.quizzes.create(guild, DAY, 5, [question], NOW + timedelta(hours=20))
    await store.attempts.add(Attempt(quiz.id, 0, MEMBER, 0, NOW), name)
    await store.close()


def players(database: Path) -> int:
    """How many attempts another program finds in a file."""
    with closing(sqlite3.connect(database)) as db:
        return int(db.execute("SELECT count(*) FROM attempt").fetchone()[0])


@contextmanager
def running(data: Path) -> Iterator[Callable[[str], None]]:
    """A bot that has the database open; what is called writes a fact into it."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    store = SqliteStore(data)
    asyncio.run_coroutine_threadsafe(store.open(), loop).result(30)
    try:
        yield lambda key: asyncio.run_coroutine_threadsafe(store.meta.put(key, key), loop).result(30)
    finally:
        asyncio.run_coroutine_threadsafe(store.close(), loop).result(30)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def facts(database: Path) -> set[str]:
    with closing(sqlite3.connect(database)) as db:
        return {key for (key,) in db.execute("SELECT key FROM meta")}


# backup


def test_a_backup_has_everything_but_the_key(run: Run, data: Path, tmp_path: Path) -> None:
    found = run("backup", "copy.db")
    assert (found.code, found.err) == (0, "")
    assert "copy.db has everything" in found.out
    assert f"{SECRET_NAME} is not in it" in found.out
    assert players(tmp_path / "copy.db") == 1
    assert (data / SECRET_NAME).read_bytes() not in (tmp_path / "copy.db").read_bytes()
    assert {path.name for path in tmp_path.iterdir()} == {"data", "copy.db"}, "it is one file"


def test_a_backup_of_a_running_bot_has_all_that_was_acknowledged(run: Run, data: Path, tmp_path: Path) -> None:
    with running(data) as put:
        put("before")
        assert run("backup", "copy.db").code == 0
        put("after")
    assert facts(tmp_path / "copy.db") == {"before"}
    assert facts(data / FILE_NAME) == {"before", "after"}


@pytest.mark.usefixtures("data")
def test_a_backup_replaces_nothing_unasked(run: Run, tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear")
    found = run("backup", "copy.db")
    assert (found.code, found.sentence) == (1, "copy.db is there already: name another file, or add --force.")
    assert (tmp_path / "copy.db").read_text() == "dear"
    assert run("backup", "copy.db", "--force").code == 0
    assert players(tmp_path / "copy.db") == 1


@pytest.mark.parametrize("target", ["data/study.db", "data"])
def test_no_force_replaces_the_database_itself_or_a_folder(run: Run, data: Path, target: str) -> None:
    found = run("backup", target, "--force")
    assert (found.code, found.sentence) == (1, f"{target} is there already: name another file.")
    assert players(data / FILE_NAME) == 1


def test_there_is_nothing_to_back_up_before_the_first_start(run: Run, tmp_path: Path) -> None:
    found = run("backup", "copy.db")
    assert (found.code, found.sentence) == (
        1,
        "There is no study.db in DATA_DIR yet: the first start of the bot makes it.",
    )
    assert list(tmp_path.iterdir()) == []


def test_a_damaged_database_makes_no_backup(run: Run, data: Path, tmp_path: Path) -> None:
    damage(data / FILE_NAME)
    found = run("backup", "copy.db")
    assert found.code == 1
    assert "damaged" in found.sentence
    assert {path.name for path in tmp_path.iterdir()} == {"data"}


@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("command", [("backup", "none/copy.db"), ("export", "--output", "none/copy.csv")])
def test_a_folder_that_is_not_there(run: Run, command: tuple[str, ...]) -> None:
    found = run(*command)
    assert (found.code, found.sentence) == (1, UNWRITTEN.format(command[-1], "No such file or directory"))


@pytest.mark.usefixtures("data")
def test_an_export_takes_no_device_and_no_folder_for_a_file(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for target in ("pipe", "data"):
        found = run("export", "--output", target)
        assert (found.code, found.sentence) == (1, UNWRITTEN.format(target, "it is no file"))
    assert (tmp_path / "pipe").is_fifo()


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A folder that may be read and not written."""
    folder = tmp_path / "forbidden"
    folder.mkdir(mode=0o500)
    yield folder
    folder.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
@pytest.mark.usefixtures("data")
@pytest.mark.parametrize("command", [("backup",), ("export", "--output")])
def test_a_folder_that_may_not_be_written(run: Run, forbidden: Path, command: tuple[str, ...]) -> None:
    found = run(*command, forbidden / "copy")
    assert found.code == 1
    assert "cannot be written (Permission denied)" in found.sentence
    assert list(forbidden.iterdir()) == []


@pytest.fixture
def fill_disk(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """What is called leaves no copy of a database room for more than three pages."""
    connected = backups._connected

    def small(path: Path) -> sqlite3.Connection:
        db = connected(path)
        db.execute("PRAGMA max_page_count = 3")
        return db

    return lambda: monkeypatch.setattr(backups, "_connected", small)


@pytest.mark.usefixtures("data")
def test_a_full_disk_leaves_the_earlier_backup(run: Run, fill_disk: Callable[[], None], tmp_path: Path) -> None:
    (tmp_path / "copy.db").write_text("dear")
    fill_disk()
    found = run("backup", "copy.db", "--force")
    assert (found.code, found.sentence) == (1, UNWRITTEN.format("copy.db", NO_SPACE))
    assert (tmp_path / "copy.db").read_text() == "dear"
    assert {path.name for path in tmp_path.iterdir()} == {"data", "copy.db"}


# restore


@pytest.fixture
def copy(run: Run, data: Path, tmp_path: Path) -> Path:
    """A backup; afterwards somebody else has answered too."""
    assert run("backup", "copy.db").code == 0
    asyncio.run(answered(data, OTHER))
    assert players(data / FILE_NAME) == 2
    return tmp_path / "copy.db"


def damage(database: Path) -> None:
    content = bytearray(database.read_bytes())
    content[4096:12288] = bytes(8192)
    database.write_bytes(content)


def names_in(data: Path) -> set[str]:
    return {path.name for path in data.iterdir()}


def test_a_restored_backup_is_the_database_and_the_old_one_is_kept(run: Run, data: Path, copy: Path) -> None:
    found = run("restore", copy)
    assert (found.code, found.err) == (0, "")
    assert "kept as study.db.before-restore-1 in DATA_DIR" in found.out
    assert players(data / FILE_NAME) == 1
    assert players(data / "study.db.before-restore-1") == 2
    assert copy.exists()
    assert "before-restore-2" in run("restore", copy).out
    assert players(data / "study.db.before-restore-1") == 2
    assert names_in(data) == {
        FILE_NAME,
        SECRET_NAME,
        "study.db.before-restore-1",
        "study.db.before-restore-2",
    }
    asyncio.run(answered(data, OTHER))
    assert players(data / FILE_NAME) == 2, "the bot works on with it"


def test_a_backup_of_an_older_program_is_brought_up_to_date_at_the_next_start(
    run: Run, data: Path, tmp_path: Path
) -> None:
    with closing(sqlite3.connect(tmp_path / "old.db", isolation_level=None)) as old:
        migrations.apply(Database(old), stop_before="create_schedules")
        old.execute("INSERT INTO asked (guild, text, asked_at, found, private) VALUES (?, 'What?', 0, 0, 0)", [GUILD])
    assert run("restore", "old.db").code == 0

    async def start() -> None:
        store = SqliteStore(data)
        await store.open()
        assert [gap.text for gap in await store.asked.gaps(GUILD, 5)] == ["What?"]
        await store.close()

    asyncio.run(start())
    asyncio.run(answered(data, OTHER))
    assert players(data / FILE_NAME) == 1


def test_a_restored_backup_needs_nothing_before_it(run: Run, copy: Path, tmp_path: Path) -> None:
    for path in (tmp_path / "data").iterdir():
        path.unlink()
    (tmp_path / "data").rmdir()
    found = run("restore", copy)
    assert (found.code, found.out) == (0, f"The state is that of {copy} now.\n")
    assert players(tmp_path / "data" / FILE_NAME) == 1


def test_nothing_is_restored_under_a_running_bot(
    run: Run, data: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backups, "BUSY_SECONDS", 0.01)
    with running(data) as put:
        found = run("restore", copy)
        assert found.code == 1
        assert found.sentence.startswith("Another program holds study.db")
        put("after")
    assert players(data / FILE_NAME) == 2
    assert facts(data / FILE_NAME) == {"after"}
    assert names_in(data) == {FILE_NAME, SECRET_NAME}


def test_what_a_crash_left_in_the_log_is_kept_too(
    run: Run, data: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    crashed = data.with_name("crashed")
    with running(data) as put:
        put("last")
        shutil.copytree(data, crashed)
    assert f"{FILE_NAME}-wal" in names_in(crashed)
    monkeypatch.setenv("DATA_DIR", str(crashed))
    assert run("backup", "crashed.db").code == 0
    assert facts(crashed.with_name("crashed.db")) == {"last"}
    assert run("restore", copy).code == 0
    assert facts(crashed / FILE_NAME) == set()
    assert facts(crashed / "study.db.before-restore-1") == {"last"}
    assert names_in(crashed) == {FILE_NAME, SECRET_NAME, "study.db.before-restore-1"}


def test_a_backup_takes_the_place_of_a_damaged_database(run: Run, data: Path, copy: Path) -> None:
    (data / FILE_NAME).write_bytes(b"no database, but some text that is long enough" * 100)
    (data / f"{FILE_NAME}-wal").write_bytes(b"what is left of its log")
    assert run("restore", copy).code == 0
    assert players(data / FILE_NAME) == 1
    assert (data / "study.db.before-restore-1").read_bytes().startswith(b"no database")
    assert (data / "study.db.before-restore-1-wal").read_bytes() == b"what is left of its log"


def foreign(path: Path) -> None:
    path.unlink()
    with closing(sqlite3.connect(path)) as db:
        db.execute("CREATE TABLE meta (key TEXT)")


def newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as db:
        db.execute("UPDATE _sqlite_migrations SET name = 'of the future' WHERE name = 'create_meta'")
        db.commit()


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        pytest.param(lambda path: path.unlink(), "There is no file {}: name a backup.", id="missing"),
        pytest.param(lambda path: path.write_bytes(b""), "{} is no backup of Studybot", id="empty"),
        pytest.param(lambda path: path.write_bytes(b"notes" * 999), "{} is no backup of Studybot", id="no database"),
        pytest.param(foreign, "{} is no backup of Studybot", id="foreign"),
        pytest.param(damage, "{} is damaged: restore another backup.", id="damaged"),
        pytest.param(newer, "{} cannot be restored: The database was written by a newer", id="newer"),
    ],
)
def test_what_is_no_sound_backup_is_not_restored(
    run: Run, data: Path, copy: Path, spoil: Callable[[Path], object], said: str
) -> None:
    spoil(copy)
    found = run("restore", copy)
    assert (found.code, found.out) == (1, "")
    assert found.sentence.startswith(said.format(copy))
    assert players(data / FILE_NAME) == 2
    assert names_in(data) == {FILE_NAME, SECRET_NAME}


def test_the_database_is_no_backup_of_itself(run: Run, data: Path) -> None:
    found = run("restore", data / FILE_NAME)
    assert (found.code, found.sentence) == (1, f"{data / FILE_NAME} is the database itself: name a backup.")
    assert names_in(data) == {FILE_NAME, SECRET_NAME}


def test_a_full_disk_restores_nothing(run: Run, data: Path, copy: Path, fill_disk: Callable[[], None]) -> None:
    fill_disk()
    found = run("restore", copy)
    assert found.code == 1
    assert found.sentence.startswith("The system refused: No space left on device")
    assert players(data / FILE_NAME) == 2
    assert names_in(data) == {FILE_NAME, SECRET_NAME}


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_data_dir_that_may_not_be_written(run: Run, data: Path, copy: Path) -> None:
    data.chmod(0o500)
    found = run("restore", copy)
    data.chmod(0o700)
    assert found.code == 1
    assert "Permission denied" in found.sentence
    assert players(data / FILE_NAME) == 2


def test_where_a_file_cannot_have_two_names_it_is_copied(
    run: Run, data: Path, copy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    assert run("restore", copy).code == 0
    assert players(data / FILE_NAME) == 1
    assert players(data / "study.db.before-restore-1") == 2


# export


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_an_export_has_every_attempt(run: Run, data: Path) -> None:
    before = names_in(data)
    found = run("export")
    assert (found.code, found.err) == (0, "")
    assert rows(found.out) == [
        {
            "guild": "10",
            "day": "2027-03-01",
            "quiz": "1",
            "number": "1",
            "question": "q1",
            "prompt": "How many?",
            "member": str(MEMBER),
            "name": "Ada",
            "choice": "'=1+1",
            "right": "False",
            "counted": "True",
            "at": "2027-03-01T08:00:00+00:00",
        }
    ]
    assert names_in(data) == before


@pytest.mark.parametrize(
    ("name", "cell"),
    [
        ("=HYPERLINK(0)", "'=HYPERLINK(0)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\tx", "'\tx"),
        ("\rx", "'\rx"),
        ("  =1", "'  =1"),
        ('a "b", c\nd', 'a "b", c\nd'),
        ("Ünï 😀 שלום", "Ünï 😀 שלום"),
        ("1-1", "1-1"),
    ],
)
def test_no_cell_of_a_table_is_a_formula(run: Run, tmp_path: Path, name: str, cell: str) -> None:
    asyncio.run(answered(tmp_path / "data", GUILD, name=name, prompt=name))
    assert run("export", "--output", "out.csv").code == 0
    (row,) = rows((tmp_path / "out.csv").read_bytes().decode())
    assert (row["name"], row["prompt"]) == (cell, cell)


@pytest.mark.usefixtures("data")
def test_an_export_for_programs_is_an_object_a_line(run: Run) -> None:
    found = run("export", "--format", "json")
    (line,) = found.out.splitlines()
    value = json.loads(line)
    assert (value["member"], value["choice"], value["right"], value["number"]) == (str(MEMBER), "=1+1", False, 1)


def test_an_export_of_a_running_bot(run: Run, data: Path) -> None:
    with running(data):
        assert len(rows(run("export").out)) == 1


def test_of_several_servers_one_is_named(run: Run, data: Path) -> None:
    asyncio.run(answered(data, OTHER, name="Bob"))
    for arguments in ([], ["--guild", "99"], ["--guild", str(10**30)]):
        found = run("export", *arguments)
        assert (found.code, found.out) == (2, "")
        assert found.sentence.startswith("Name one of the servers with --guild: 10, 20")
    assert [row["name"] for row in rows(run("export", "--guild", "20").out)] == ["Bob"]


async def made(data: Path) -> None:
    store = SqliteStore(data)
    await store.open()
    await store.close()


def test_there_is_nothing_to_export_before_somebody_answered(run: Run, tmp_path: Path) -> None:
    assert run("export").sentence.startswith("There is no study.db in DATA_DIR yet")
    asyncio.run(made(tmp_path / "data"))
    found = run("export")
    assert (found.code, found.out) == (1, "")
    assert found.sentence == "Nobody has answered a daily quiz yet: there is nothing to export."


@pytest.mark.usefixtures("data")
def test_an_export_takes_the_place_of_the_earlier_one_as_a_whole(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "out.csv").write_text("earlier")
    with monkeypatch.context() as patched:
        patched.setattr(Path, "replace", _no_space)  # the first file that is put in place is the copy to read from
        assert "set TMPDIR" in run("export", "--output", "out.csv").sentence
        patched.setattr(Path, "replace", _no_space_beside(tmp_path / "out.csv"))
        assert run("export", "--output", str(tmp_path / "out.csv")).sentence == UNWRITTEN.format(
            tmp_path / "out.csv", NO_SPACE
        )
    assert (tmp_path / "out.csv").read_text() == "earlier"
    assert run("export", "--output", "out.csv").out == ""
    assert len(rows((tmp_path / "out.csv").read_text())) == 1
    assert names_in(tmp_path) == {"data", "out.csv"}


def _no_space(*_: object) -> Path:
    raise OSError(28, NO_SPACE)


def _no_space_beside(full: Path) -> Callable[[Path, Path], Path]:
    return lambda path, target: _no_space() if target == full else REPLACE(path, target)
