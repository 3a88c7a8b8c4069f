"""A guild's own notes: files come and go as a whole, none harms another, and no name leads out of the folder."""

from __future__ import annotations

import asyncio
import errno
import os
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.study.guild_notes import TWICE, WRONG_TYPE, Additions, FetchError, GuildNotes, Upload
from bot.study.library import Library, guild_notes_dir
from bot.study.note_folder import (
    MOST_BYTES,
    MOST_BYTES_A_FILE,
    MOST_FILES,
    NotTakenError,
    OwnFile,
    Put,
    amount,
    own_files,
    put,
    remove,
)
from knowledge.files import NotesError, Source, StorageError
from knowledge.index import Summary, build
from tests.conftest import WriteNotes

SHARED = "# Queues\n\n- The maximum visibility timeout is 12 hours.\n"
WALRUS = b"# Mascot\n\n- The mascot of the group is a walrus.\n"
HERON = b"# Mascot\n\n- The mascot of the group is a heron.\n"
RED, BLUE = 111, 222


async def build_here(sources: Sequence[Source], data_dir: Path) -> Summary:
    """Read notes in a thread: for small ones a process of its own takes longer to start than they to read."""
    return await asyncio.to_thread(build, sources, data_dir)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


@pytest.fixture
async def library(write: WriteNotes, data: Path) -> AsyncIterator[Library]:
    found = Library(write({"queues.md": SHARED}), data, build_here)
    await found.start()
    yield found
    await found.close()


@pytest.fixture
def guild_notes(data: Path, library: Library) -> GuildNotes:
    return GuildNotes(data, library)


@pytest.fixture
def folder(data: Path) -> Path:
    """The folder of the red guild; it is not there yet."""
    return guild_notes_dir(data, RED)


def upload(name: str, content: bytes = WALRUS, size: int | None = None) -> Upload:
    async def fetch() -> bytes:
        return content

    return Upload(name, len(content) if size is None else size, fetch)


def on_disk(folder: Path) -> dict[str, bytes]:
    """All that lies in a folder, hidden files included."""
    return {path.name: path.read_bytes() for path in folder.iterdir()} if folder.exists() else {}


def fill(folder: Path, files: int) -> None:
    folder.mkdir(parents=True)
    for number in range(files):
        (folder / f"{number}.md").write_bytes(WALRUS)


def link(folder: Path, target: Path, *names: str) -> None:
    folder.mkdir(parents=True)
    for name in names:
        (folder / name).symlink_to(target)


def refusals(done: Additions) -> dict[str, str]:
    return {file.sent_as: file.refused for file in done.files}


def test_files_are_put_listed_and_removed(folder: Path) -> None:
    assert own_files(folder) == ()
    assert put(folder, "b.md", HERON) == Put("b.md", replaced=False)
    assert put(folder, "A.txt", WALRUS) == Put("A.txt", replaced=False)
    (folder / ".hidden.md").touch()
    (folder / "folder.md").mkdir()
    (folder / "picture.png").touch()
    assert own_files(folder) == (OwnFile("A.txt", len(WALRUS)), OwnFile("b.md", len(HERON)))
    assert remove(folder, "b.md")
    assert not remove(folder, "b.md")
    assert own_files(folder) == (OwnFile("A.txt", len(WALRUS)),)


@pytest.mark.parametrize(
    "name",
    ["../x.md", "../ours/mine.md", "/etc/hostname", "", ".", "..", "folder.md", ".hidden.md", "MINE.md", "a\0.md"],
)
def test_only_what_the_folder_lists_is_removed(folder: Path, name: str) -> None:
    put(folder, "mine.md", WALRUS)
    (folder.parent / "x.md").touch()
    (folder / ".hidden.md").touch()
    (folder / "folder.md").mkdir()
    before = sorted(folder.parent.rglob("*"))
    assert not remove(folder, name)
    assert sorted(folder.parent.rglob("*")) == before


def test_the_files_of_a_guild_have_a_limit(folder: Path) -> None:
    """One more is refused, and one in the place of another is not."""
    fill(folder, MOST_FILES)
    with pytest.raises(NotTakenError, match=r"^this server has 50 files and the limit is 50: remove one first$"):
        put(folder, "more.md", WALRUS)
    assert put(folder, "7.md", HERON).replaced
    assert len(own_files(folder)) == MOST_FILES


def test_the_bytes_of_a_guild_have_a_limit(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / "most.md").write_bytes(b"a" * (MOST_BYTES - 1000))
    with pytest.raises(NotTakenError, match=r"^it has 2 KB, and 5 MB of the 5 MB of this server are used: remove a"):
        put(folder, "more.md", b"word " * 400)
    put(folder, "less.md", WALRUS)
    assert put(folder, "most.md", WALRUS).replaced
    assert sum(file.size for file in own_files(folder)) == 2 * len(WALRUS)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "the disk of the bot is full: whoever runs it has to make room"),
        (errno.EROFS, "the bot may not write to its own folder: whoever runs it has to permit that"),
        (errno.EIO, "the disk of the bot refused it (Input/output error): whoever runs it has to look at DATA_DIR"),
    ],
)
@pytest.mark.parametrize("step", [(os, "fsync"), (Path, "replace"), (Path, "mkdir")])
def test_a_disk_that_refuses_leaves_all_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, number: int, says: str, step: tuple[object, str]
) -> None:
    put(folder, "mascot.md", WALRUS)

    def refuse(*_: Any, **__: Any) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(*step, refuse)
    for name in ("mascot.md", "more.md"):
        with pytest.raises(NotTakenError) as caught:
            put(folder, name, HERON)
        assert str(caught.value) == says
    assert on_disk(folder) == {"mascot.md": WALRUS}


def test_a_file_that_the_disk_keeps_is_one_sentence(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(folder, "mascot.md", WALRUS)

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(Path, "unlink", refuse)
    with pytest.raises(StorageError, match=r"^The file cannot be removed: the bot may not write to its own folder"):
        remove(folder, "mascot.md")


def test_what_a_killed_program_left_behind_is_cleared_away(folder: Path) -> None:
    folder.mkdir(parents=True)
    (folder / ".new-half").write_bytes(b"# Ha")
    put(folder, "mascot.md", WALRUS)
    assert on_disk(folder) == {"mascot.md": WALRUS}


@pytest.mark.parametrize("above", [0, 1])
def test_a_folder_that_leads_elsewhere_is_not_used(folder: Path, tmp_path: Path, above: int) -> None:
    elsewhere = tmp_path / "elsewhere"
    (elsewhere / "ours").mkdir(parents=True)
    (elsewhere / "x.md").write_bytes(HERON)
    linked = [folder, folder.parent][above]
    linked.parent.mkdir(parents=True)
    linked.symlink_to(elsewhere, target_is_directory=True)
    with pytest.raises(NotTakenError, match="the folder is a link"):
        put(folder, "a.md", WALRUS)
    with pytest.raises(StorageError, match="the folder is a link"):
        own_files(folder)
    with pytest.raises(StorageError, match="the folder is a link"):
        remove(folder, "x.md")
    assert sorted(path.name for path in elsewhere.rglob("*")) == ["ours", "x.md"]


@pytest.mark.parametrize(
    ("size", "words"), [(0, "0 KB"), (1, "1 KB"), (1024, "1 KB"), (1024**2, "1 MB"), (1024**2 + 1, "1.1 MB")]
)
def test_bytes_in_words(size: int, words: str) -> None:
    assert amount(size) == words


async def test_a_file_that_is_added_answers_for_its_guild_alone(
    guild_notes: GuildNotes, library: Library, folder: Path
) -> None:
    done = await guild_notes.add(RED, [upload("mascot.md")])
    (added,) = done.files
    assert (added.path, added.replaced, added.refused, done.trouble) == ("ours/mascot.md", False, "", "")
    assert added.known is not None
    assert added.known.passages == 1
    assert on_disk(folder) == {"mascot.md": WALRUS}
    assert "walrus" in (await library.ask("what is the mascot of the group", RED)).answer
    assert "walrus" not in f"{await library.ask('what is the mascot of the group', BLUE)}"


async def test_a_file_of_the_same_name_is_replaced_and_that_is_said(guild_notes: GuildNotes, folder: Path) -> None:
    """Also where only the case differs: some file systems take the two for one."""
    await guild_notes.add(RED, [upload("mascot.md")])
    (added,) = (await guild_notes.add(RED, [upload("Mascot.MD", HERON)])).files
    assert (added.path, added.replaced) == ("ours/mascot.md", True)
    assert on_disk(folder) == {"mascot.md": HERON}


async def test_what_the_reader_warns_of_is_told(guild_notes: GuildNotes) -> None:
    sent = [
        upload("open.md", b"# A\n\n```\nnever closed\n"),
        upload("latin.txt", "# Übung\n\nGrüße.\n".encode("cp1252")),
    ]
    open_block, latin = (await guild_notes.add(RED, sent)).files
    assert open_block.known is not None
    assert latin.known is not None
    assert "never closed" in open_block.known.warnings[0]
    assert "not UTF-8" in latin.known.warnings[0]


async def test_one_that_cannot_be_taken_holds_up_no_other(guild_notes: GuildNotes, folder: Path) -> None:
    async def lost() -> bytes:
        raise FetchError("it was lost")

    async def never() -> bytes:
        raise AssertionError("what is too large is not fetched")

    done = await guild_notes.add(
        RED,
        [
            upload("program.exe"),
            upload("picture.md", b"\x89PNG\0\0\0"),
            upload("empty.md", b" \n"),
            upload("good.md"),
            upload("GOOD.md"),
            Upload("stated.md", MOST_BYTES_A_FILE + 1, never),
            upload("lying.md", b"x" * (MOST_BYTES_A_FILE + 1), size=1),
            Upload("lost.md", 1, lost),
            upload("last.md"),
        ],
    )
    assert refusals(done) == {
        "program.exe": WRONG_TYPE,
        "picture.md": "it is not text: save it as a plain text file in UTF-8",
        "empty.md": "it is empty",
        "good.md": "",
        "GOOD.md": TWICE,
        "stated.md": "it has 1.1 MB and the limit is 1 MB: split it up",
        "lying.md": "it has 1.1 MB and the limit is 1 MB: split it up",
        "lost.md": "it was lost",
        "last.md": "",
    }
    assert on_disk(folder) == {"good.md": WALRUS, "last.md": WALRUS}


async def test_a_link_is_replaced_or_removed_and_never_followed(
    guild_notes: GuildNotes, library: Library, folder: Path, tmp_path: Path
) -> None:
    secret = tmp_path / "secret.md"
    secret.write_text("# Mascot\n\n- The secret mascot is an owl.\n", encoding="utf-8")
    link(folder, secret, "mascot.md", "other.md")
    await library.refresh()
    listing = await guild_notes.listing(RED)
    assert [file.path for file in listing.skipped] == ["ours/mascot.md", "ours/other.md"]
    assert "owl" not in f"{await library.search('secret mascot', RED)}"
    assert (await guild_notes.add(RED, [upload("mascot.md")])).files[0].replaced
    assert (await guild_notes.remove(RED, "other.md")).found
    assert on_disk(folder) == {"mascot.md": WALRUS}
    assert "owl" in secret.read_text(encoding="utf-8")


async def test_a_file_that_is_removed_answers_no_more(guild_notes: GuildNotes, library: Library, folder: Path) -> None:
    await guild_notes.add(RED, [upload("mascot.md"), upload("other.md", HERON)])
    assert not (await guild_notes.remove(BLUE, "mascot.md")).found
    assert (await guild_notes.remove(RED, "mascot.md")).found
    assert on_disk(folder) == {"other.md": HERON}
    assert "walrus" not in f"{await library.search('mascot', RED)}"
    assert not (await guild_notes.remove(RED, "mascot.md")).found


async def test_the_list_says_who_sees_what_and_what_was_left_out(
    guild_notes: GuildNotes, library: Library, notes: Path, data: Path
) -> None:
    await guild_notes.add(RED, [upload("mascot.md")])
    (notes / "binary.md").write_bytes(b"\0\1\2")
    hidden = guild_notes_dir(data, BLUE)
    hidden.mkdir(parents=True)
    (hidden / "secret.md").write_bytes(b"\0")
    await library.refresh()
    red, blue = await guild_notes.listing(RED), await guild_notes.listing(BLUE)
    assert [file.path for file in red.own] == ["ours/mascot.md"]
    assert [file.path for file in red.shared] == ["queues.md"]
    assert [(file.name, file.size) for file in red.stored] == [("mascot.md", len(WALRUS))]
    assert [file.path for file in red.skipped] == ["binary.md"]
    assert [file.path for file in blue.skipped] == ["binary.md", "ours/secret.md"]
    assert (blue.own, red.read_at, red.trouble) == ((), library.read_at, "")


async def test_reading_again_tells_what_changed_for_this_guild(
    guild_notes: GuildNotes, notes: Path, data: Path, write: WriteNotes
) -> None:
    await guild_notes.add(RED, [upload("mascot.md")])
    await guild_notes.add(BLUE, [upload("mascot.md", HERON)])
    assert (await guild_notes.reload(RED)).read == ()
    write({"queues.md": SHARED + "- A queue is a line.\n", "topics.md": "# Topics\n\n- A topic is sent to many.\n"})
    (guild_notes_dir(data, BLUE) / "mascot.md").unlink()
    changes = await guild_notes.reload(RED)
    assert [(file.path, file.passages) for file in changes.read] == [("queues.md", 2), ("topics.md", 1)]
    assert changes.removed == ()
    (notes / "queues.md").unlink()
    assert (await guild_notes.reload(RED)).removed == ("queues.md",)


async def test_notes_that_cannot_be_read_leave_the_file_where_it_is_and_say_why(
    guild_notes: GuildNotes, library: Library, notes: Path, folder: Path
) -> None:
    (notes / "aliases.toml").write_text("= = =", encoding="utf-8")
    done = await guild_notes.add(RED, [upload("mascot.md")])
    assert "aliases.toml" in done.trouble
    assert done.files[0].refused == ""
    assert on_disk(folder) == {"mascot.md": WALRUS}
    assert "aliases.toml" in (await guild_notes.listing(RED)).trouble
    with pytest.raises(NotesError, match=r"aliases\.toml"):
        await guild_notes.reload(RED)
    removal = await guild_notes.remove(RED, "mascot.md")
    assert removal.found
    assert "aliases.toml" in removal.trouble
    (notes / "aliases.toml").unlink()
    await library.refresh()
    assert not await library.search("mascot", RED)


async def test_many_at_once_keep_to_the_limit(guild_notes: GuildNotes, folder: Path) -> None:
    """The room is looked at and taken in one step."""
    fill(folder, MOST_FILES - 2)
    done = await asyncio.gather(*(guild_notes.add(RED, [upload(f"more{number}.md")]) for number in range(5)))
    assert sum(not found.files[0].refused for found in done) == 2
    assert len(own_files(folder)) == MOST_FILES
