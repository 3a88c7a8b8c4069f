"""The store in a file: what is on the disk, who shares a commit, and what is said when the file cannot be used."""

from __future__ import annotations

import asyncio
import os
import sqlite3
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlite_utils import Database

from bot.store import database
from bot.store.database import DatabaseFile
from bot.store.protocol import StoreError
from bot.store.sqlite import FILE_NAME, SECRET_NAME, SqliteStore

NOW = datetime(2027, 3, 28, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The file of the store."""
    return tmp_path / FILE_NAME


@pytest.fixture
async def file(path: Path) -> AsyncIterator[DatabaseFile]:
    opened = DatabaseFile(path)
    await opened.open()
    yield opened
    await opened.close()


def put(key: str, value: str = "") -> database.Unit[str]:
    def write(db: Database) -> str:
        db.execute("INSERT INTO meta (key, value) VALUES (?, ?)", [key, value])
        return key

    return write


def failing(key: str) -> database.Unit[str]:
    def write(db: Database) -> str:
        put(key)(db)
        raise LookupError(key)

    return write


def keys_on_disk(path: Path) -> set[str]:
    """What another program reads from the file now."""
    with sqlite3.connect(path) as other:
        found = {key for (key,) in other.execute("SELECT key FROM meta")}
    other.close()
    return found


async def fails(store: SqliteStore) -> str:
    """What opening the store says, without the name of any folder."""
    with pytest.raises(StoreError) as caught:
        await store.open()
    assert "/" not in str(caught.value)
    return str(caught.value)


async def test_a_reopened_store_has_everything(tmp_path: Path) -> None:
    first = SqliteStore(tmp_path / "new" / "folder")
    await first.open()
    asked_id = await first.asked.add("q", 1, NOW, found=True)
    await first.meta.put("a", "b")
    await first.close()
    again = SqliteStore(tmp_path / "new" / "folder")
    await again.open()
    assert (await again.meta.get("a"), again.secret) == ("b", first.secret)
    assert (await again.asked.get(asked_id)) is not None
    await again.close()
    assert {entry.name for entry in (tmp_path / "new" / "folder").iterdir()} == {FILE_NAME, SECRET_NAME}


async def test_the_secret_is_for_this_user_alone_and_not_in_the_database(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    await store.open()
    await store.close()
    assert (tmp_path / SECRET_NAME).stat().st_mode & 0o077 == 0
    assert store.secret not in (tmp_path / FILE_NAME).read_bytes()


async def test_a_secret_that_was_cut_off_is_made_anew(tmp_path: Path) -> None:
    (tmp_path / SECRET_NAME).write_bytes(b"short")
    store = SqliteStore(tmp_path)
    await store.open()
    await store.close()
    assert len(store.secret) == 32
    assert (tmp_path / SECRET_NAME).read_bytes() == store.secret


async def test_every_commit_is_flushed_and_every_reference_checked(file: DatabaseFile) -> None:
    def pragmas(db: Database) -> list[object]:
        names = ("journal_mode", "synchronous", "foreign_keys")
        return [db.execute(f"PRAGMA {name}").fetchone()[0] for name in names]

    assert await file.write(pragmas) == ["wal", 2, 1]


async def test_every_table_is_strict(file: DatabaseFile) -> None:
    rows = await file.read(lambda db: list(db.query("PRAGMA table_list")))
    loose = {row["name"] for row in rows if row["type"] == "table" and not row["strict"]}
    assert loose <= {"_sqlite_migrations", "sqlite_schema", "sqlite_temp_schema", "sqlite_sequence"}


async def test_what_was_acknowledged_is_on_the_disk(file: DatabaseFile, path: Path) -> None:
    assert await file.write(put("a")) == "a"
    assert keys_on_disk(path) == {"a"}


async def test_a_failing_write_fails_alone(file: DatabaseFile, path: Path) -> None:
    units = [put("a"), failing("b"), put("c"), put("a"), put("d")]
    a, b, c, twice, d = await asyncio.gather(*map(file.write, units), return_exceptions=True)
    assert (a, c, d) == ("a", "c", "d")
    assert isinstance(b, LookupError)
    assert isinstance(twice, sqlite3.IntegrityError)
    assert keys_on_disk(path) == {"a", "c", "d"}


async def test_writes_at_the_same_time_share_a_commit(file: DatabaseFile) -> None:
    statements: list[str] = []
    await file.write(lambda db: db.conn.set_trace_callback(statements.append))
    await asyncio.gather(*(file.write(put(str(number))) for number in range(400)))
    assert statements.count("COMMIT") <= 3
    assert await file.read(lambda db: db.table("meta").count) == 400


async def test_a_write_goes_on_when_its_caller_stops_waiting(file: DatabaseFile, path: Path) -> None:
    waiting = asyncio.create_task(file.write(put("a")))
    await asyncio.sleep(0)
    waiting.cancel()
    await file.write(put("b"))
    assert waiting.cancelled()
    assert keys_on_disk(path) == {"a", "b"}


async def test_closing_finishes_what_was_accepted(path: Path) -> None:
    file = DatabaseFile(path)
    await file.open()
    writes = [asyncio.create_task(file.write(put(str(number)))) for number in range(50)]
    read = asyncio.create_task(file.read(lambda db: db.table("meta").count))
    await asyncio.sleep(0)
    await file.close()
    assert len(await asyncio.gather(*writes)) == 50
    assert await read <= 50
    assert len(keys_on_disk(path)) == 50


async def test_a_closed_store_says_so(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    with pytest.raises(StoreError, match="closed"):
        await store.meta.get("a")
    await store.open()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.meta.put("a", "b")


async def test_a_read_cannot_write(file: DatabaseFile, path: Path) -> None:
    with pytest.raises((StoreError, sqlite3.Error)):
        await file.read(put("a"))
    assert keys_on_disk(path) == set()


async def test_a_full_disk_takes_nothing_down_but_the_write_that_did_not_fit(file: DatabaseFile, path: Path) -> None:
    await file.write(
        lambda db: db.execute(f"PRAGMA max_page_count = {db.execute('PRAGMA page_count').fetchone()[0] + 2}")
    )
    units = [put("a"), put("big", "x" * 100_000), put("b"), put("c", "y" * 100_000)]
    a, big, b, c = await asyncio.gather(*map(file.write, units), return_exceptions=True)
    assert (a, b) == ("a", "b")
    assert "full" in str(big)
    assert isinstance(c, StoreError)
    assert keys_on_disk(path) == {"a", "b"}
    await file.write(lambda db: db.execute("PRAGMA max_page_count = 100000"))
    assert await file.write(put("big", "x" * 100_000)) == "big"


async def test_a_group_that_is_lost_as_a_whole_is_done_one_by_one(file: DatabaseFile, path: Path) -> None:
    """SQLite may roll back everything for one failing statement; the others must not be taken for done."""

    def ruinous(db: Database) -> None:
        db.execute("ROLLBACK")
        raise sqlite3.OperationalError

    a, ruined, b = await asyncio.gather(
        file.write(put("a")), file.write(ruinous), file.write(put("b")), return_exceptions=True
    )
    assert (a, b) == ("a", "b")
    assert isinstance(ruined, sqlite3.OperationalError)
    assert keys_on_disk(path) == {"a", "b"}


async def test_a_file_that_another_program_holds(
    file: DatabaseFile, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY_SECONDS", 0.01)
    await file.write(lambda db: db.execute("PRAGMA busy_timeout = 10"))
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="Another program holds"):
        await file.write(put("a"))
    assert await file.read(lambda db: db.table("meta").count) == 0, "reading goes on"
    assert "Another program holds" in await fails(SqliteStore(path.parent))
    other.execute("ROLLBACK")
    assert await file.write(put("a")) == "a"
    other.close()


@pytest.mark.parametrize(
    ("offset", "junk", "said"),
    [(0, b"These are my notes.", "not a database"), (4096, bytes(8192), "damaged"), (None, b"", "damaged")],
)
async def test_a_damaged_file(tmp_path: Path, offset: int | None, junk: bytes, said: str) -> None:
    store = SqliteStore(tmp_path)
    await store.open()
    await asyncio.gather(*(store.asked.add("x" * 500, 1, NOW, found=True) for _ in range(100)))
    await store.close()
    path = tmp_path / FILE_NAME
    before = path.read_bytes()
    if offset is None:
        path.write_bytes(before[: len(before) // 2])
    else:
        path.write_bytes(before[:offset] + junk + before[offset + len(junk) :])
    damaged = path.read_bytes()
    assert said in await fails(SqliteStore(tmp_path))
    assert path.read_bytes() == damaged, "what is left may be of use to somebody"


async def test_a_file_of_a_newer_program(tmp_path: Path) -> None:
    store = SqliteStore(tmp_path)
    await store.open()
    await store.close()
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'studybot', 'create_portals', '2030-01-01')")
    other.close()
    assert "newer" in await fails(SqliteStore(tmp_path))


async def test_a_data_dir_that_is_a_file(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("")
    assert "DATA_DIR" in await fails(SqliteStore(tmp_path / "data"))


@pytest.fixture
def forbidden(tmp_path: Path) -> Iterator[Path]:
    """A folder that may be read and not written."""
    tmp_path.chmod(0o500)
    yield tmp_path
    tmp_path.chmod(0o700)


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
async def test_a_folder_that_may_not_be_written(forbidden: Path) -> None:
    assert "permission" in await fails(SqliteStore(forbidden))


async def test_a_secret_that_cannot_be_kept_closes_the_file_again(tmp_path: Path) -> None:
    (tmp_path / SECRET_NAME).mkdir()
    assert SECRET_NAME in await fails(SqliteStore(tmp_path))
    (tmp_path / SECRET_NAME).rmdir()
    store = SqliteStore(tmp_path)
    await store.open()
    await store.close()
