"""The library: who may read what, what stays when notes change or go, and that it all ends in order."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from bot.study.library import Library, build_aside, guild_notes_dir, note_sources
from knowledge.files import NotesError, Source, StorageError
from knowledge.index import Summary, build
from knowledge.model import SHARED_SCOPE
from tests.conftest import WriteNotes

SHARED = "# Queues\n\n- The maximum visibility timeout is 12 hours.\n"
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


def add(data: Path, guild: int, name: str, text: str) -> None:
    folder = guild_notes_dir(data, guild)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")


async def answered(library: Library, question: str, guild: int | None) -> str:
    return (await library.ask(question, guild)).answer


async def test_it_answers_searches_and_shows(library: Library) -> None:
    found = await library.ask("max visibility timeout?", None)
    assert "12 hours" in found.answer
    assert [passage.file for passage in await library.search("visibility", None, 1)] == ["queues.md"]
    assert [topic.path for topic in await library.topics(None)] == [("Queues",)]
    assert [(line.number, line.quoted) for line in await library.around("queues.md", 3, 3, None, 1)] == [
        (2, False),
        (3, True),
    ]
    assert library.summary.files == 1


async def test_a_guild_sees_the_shared_notes_and_its_own_and_no_others(library: Library, data: Path) -> None:
    """Every way in is tried for every guild, also where both gave their note the same name."""
    add(data, RED, "own.md", "# Mascot\n\n- The mascot of the group is a walrus.\n")
    add(data, BLUE, "own.md", "# Mascot\n\n- The mascot of the group is a heron.\n")
    assert (await library.refresh()).files == 3
    for guild, own, other in ((RED, "walrus", "heron"), (BLUE, "heron", "walrus"), (None, "", "walrus")):
        answer = await library.ask("what is the mascot of the group", guild)
        found = await library.search("mascot walrus heron", guild)
        everything = f"{answer} {found} {await library.topics(guild)}"
        assert other not in everything
        assert own in answer.answer
        assert "12 hours" in await answered(library, "max visibility timeout?", guild)
    lines = await library.around("ours/own.md", 3, 3, BLUE)
    assert "heron" in "".join(line.text for line in lines)
    with pytest.raises(NotesError, match="no file"):
        await library.around("ours/own.md", 3, 3, None)


async def test_an_own_note_is_never_taken_for_a_shared_one_of_the_same_name(library: Library, data: Path) -> None:
    add(data, RED, "queues.md", "# Other queues\n\n- In our shop the queue is 3 people long.\n")
    await library.refresh()
    shared, own = await library.around("queues.md", 3, 3, RED), await library.around("ours/queues.md", 3, 3, RED)
    assert ("visibility" in str(shared), "shop" in str(own)) == (True, True)


async def test_notes_of_a_guild_go_with_their_folder(library: Library, data: Path) -> None:
    add(data, RED, "own.md", "# Mascot\n\n- The mascot is a walrus.\n")
    await library.refresh()
    assert await library.search("mascot", RED)
    (guild_notes_dir(data, RED) / "own.md").unlink()
    assert (await library.refresh()).removed == 1
    assert not await library.search("mascot", RED)


@pytest.mark.parametrize("name", ["shared", "12a", "-5", "\uff11\uff12", "g12"])
def test_only_folders_named_by_a_guild_are_read(data: Path, tmp_path: Path, name: str) -> None:
    (data / "guilds" / name).mkdir(parents=True)
    (data / "guilds" / "12").touch()
    assert [source.scope for source in note_sources(tmp_path, data)] == [SHARED_SCOPE]


async def test_aliases_are_taken_up_while_it_runs_and_broken_ones_change_nothing(library: Library, notes: Path) -> None:
    aliases = notes / "aliases.toml"
    assert not await library.search("invis", None)
    aliases.write_text('invis = "visibility timeout"\n', encoding="utf-8")
    await library.refresh()
    assert await library.search("invis", None)
    aliases.write_text("invis = = =", encoding="utf-8")
    with pytest.raises(NotesError, match=r"aliases\.toml"):
        await library.refresh()
    assert "aliases.toml" in library.trouble
    assert await library.search("invis", None)
    aliases.unlink()
    await library.refresh()
    assert library.trouble == ""
    assert not await library.search("invis", None)


async def test_notes_that_are_gone_leave_the_old_ones_in_use(library: Library, notes: Path) -> None:
    away = notes.rename(notes.with_name("away"))  # noqa: ASYNC240 - nothing else waits
    with pytest.raises(NotesError, match="There is no folder or file"):
        await library.refresh()
    assert "There is no folder or file" in library.trouble
    assert "12 hours" in await answered(library, "max visibility timeout?", None)
    away.rename(notes)
    await library.refresh()
    assert library.trouble == ""


async def test_questions_are_answered_from_the_old_notes_while_new_ones_are_read(write: WriteNotes, data: Path) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()

    async def slow(sources: Sequence[Source], data_dir: Path) -> Summary:
        begun.set()
        await go_on.wait()
        return await build_here(sources, data_dir)

    library = Library(write({"queues.md": SHARED}), data, slow)
    await library.start()
    write({"queues.md": SHARED.replace("12 hours", "13 hours")})
    refreshing = asyncio.create_task(library.refresh())
    await begun.wait()
    assert "12 hours" in await answered(library, "max visibility timeout?", None)
    go_on.set()
    await refreshing
    assert "13 hours" in await answered(library, "max visibility timeout?", None)
    await library.close()


async def test_what_was_asked_before_it_closes_is_answered_and_then_nothing(library: Library) -> None:
    asked = [asyncio.create_task(library.ask("max visibility timeout?", None)) for _ in range(20)]
    await asyncio.sleep(0)
    await library.close()
    await library.close()
    assert all("12 hours" in found.answer for found in await asyncio.gather(*asked))
    with pytest.raises(NotesError, match="not open"):
        await library.ask("max visibility timeout?", None)


async def test_notes_that_are_not_there_stop_the_start(tmp_path: Path, data: Path) -> None:
    library = Library(tmp_path / "none", data)
    with pytest.raises(NotesError, match="There is no folder or file"):
        await library.start()
    await library.close()


async def test_a_process_of_its_own_reads_as_well(write: WriteNotes, data: Path) -> None:
    sources = (Source(SHARED_SCOPE, write({"queues.md": SHARED})),)
    done = await build_aside(sources, data)
    assert (done.files, done.changed) == (1, 1)
    assert build(sources, data).changed == 0
    with pytest.raises(NotesError, match="There is no folder or file"):
        await build_aside((Source(SHARED_SCOPE, data / "none"),), data)


async def test_a_process_that_fails_is_one_sentence(monkeypatch: pytest.MonkeyPatch, data: Path) -> None:
    monkeypatch.setattr("bot.study.aside.sys.executable", "/bin/false")
    with pytest.raises(StorageError, match="could not be read again"):
        await build_aside((), data)


async def test_a_process_is_ended_with_the_task_that_waits_for_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    begun: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
    start = asyncio.create_subprocess_exec

    async def endless(*_: str, **options: Any) -> asyncio.subprocess.Process:
        process = await start("sleep", "600", **options)
        begun.put_nowait(process)
        return process

    monkeypatch.setattr(asyncio, "create_subprocess_exec", endless)
    reading = asyncio.create_task(build_aside((), tmp_path))
    process = await begun.get()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert process.returncode == -signal.SIGKILL
