"""The notes for those who manage a server: files of its own, what was left out, what is missing."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import discord
import hypothesis
import pytest
import simcord
from discord import app_commands
from discord.ui import LayoutView
from hypothesis import given
from hypothesis import strategies as st
from simcord.actors import MemberActor
from simcord.asserts import assert_error
from simcord.env import Env

from bot.client import StudyBot
from bot.settings import Settings
from bot.study.asking import MOST_GAPS
from bot.study.gaps import Gap, Why
from bot.study.guild_notes import TWICE, WRONG_TYPE, Added, Additions, Changes, GuildNotes, Listing, Removal
from bot.study.library import Library, guild_notes_dir
from bot.study.note_folder import OwnFile
from bot.study.pace import MOST, TooFastError
from bot.study.services import Services
from cogs import notes as cog
from cogs.errors import RefusedError
from cogs.ui import notes as drawn
from cogs.ui.notes import GONE, NOTHING_MISSING
from knowledge.files import NotesError, Skipped
from knowledge.index import KnownFile
from tests.discord import seen
from tests.discord.conftest import FixedClock, build_here
from tests.discord.seen import Place, place_in

WALRUS = b"# Mascot\n\n- The mascot of the group is a walrus.\n"
HERON = b"# Mascot\n\n- The mascot of the group is a heron.\n"
COMMANDS = ("list", "reload", "add", "remove", "gaps")


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


@pytest.fixture
def manager(simcord_env: Env, here: Place) -> MemberActor:
    return manager_of(simcord_env, here)


def manager_of(env: Env, place: Place) -> MemberActor:
    """Return somebody who may manage the server and nothing more."""
    role = place.guild.create_role("manager", permissions=discord.Permissions(manage_guild=True))
    return place.guild.add_member(env.create_user(f"{place.guild.name}-manager"), roles=[role])


def open_to_all(env: Env, place: Place) -> None:
    """Let everybody in a server see the commands, as its settings can."""
    everyone = place.guild.default_role
    place.guild.set_command_permissions(env.bot.command_ids["notes"], {everyone: True})  # type: ignore[attr-defined] # ours


async def used(who: MemberActor, place: Place, command: str, **options: Any) -> Any:
    """Use a command; return what it showed to that person alone."""
    shown = seen.answer(await who.slash(place.channel, f"notes {command}", **options))
    assert shown.ephemeral
    return shown


async def said(who: MemberActor, place: Place, command: str, **options: Any) -> str:
    return seen.text(await used(who, place, command, **options))


async def sent(env: Env, place: Place, view: LayoutView) -> discord.Message:
    """Have the bot send a message that everybody in a server sees."""
    channel = env.bot.get_channel(place.channel.id)
    assert isinstance(channel, discord.TextChannel)
    return await channel.send(view=view)


async def test_only_managers_are_offered_the_commands(simcord_bot: StudyBot, here: Place, manager: MemberActor) -> None:
    names = {f"notes {command}" for command in COMMANDS}
    assert names <= set(manager.available_commands(here.channel))
    assert not names & set(here.stranger.available_commands(here.channel))
    (group,) = [command for command in simcord_bot.tree.get_commands() if command.name == "notes"]
    wire = group.to_dict(simcord_bot.tree)
    assert (wire["default_member_permissions"], wire["contexts"]) == (discord.Permissions(manage_guild=True).value, [0])


async def test_a_server_that_shows_them_to_all_lets_only_managers_use_them(
    simcord_env: Env, here: Place, settings: Settings
) -> None:
    """Every command is checked in code as well, and so is what is offered while one types."""
    folder = guild_notes_dir(settings.data_dir, here.guild.id)
    folder.mkdir(parents=True)
    (folder / "secret.md").write_bytes(WALRUS)
    open_to_all(simcord_env, here)
    options: dict[str, dict[str, Any]] = {"add": {"file": ("a.md", HERON)}, "remove": {"name": "secret.md"}}
    for command in COMMANDS:
        text = await said(here.stranger, here, command, **options.get(command, {}))
        assert_error(simcord_env, app_commands.MissingPermissions)
        assert text == "For this you need the permission Manage Server in this server."
    assert await here.stranger.autocomplete(here.channel, "notes remove", "name", "s") == []
    assert [path.name for path in folder.iterdir()] == ["secret.md"]


async def test_a_press_by_a_stranger_changes_nothing(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services, settings: Settings
) -> None:
    """Wherever the button came from; nor does that of another server."""
    there = place_in(simcord_env, "beta")
    await used(manager, here, "add", file=("mascot.md", WALRUS))
    await services.asking.ask("who founded the club", here.guild.id)
    file, gaps = OwnFile("mascot.md", 1), await services.asking.gaps(here.guild.id)
    question = await sent(simcord_env, here, drawn.confirmation(file))
    for label in ("Remove it", "Keep it"):
        assert "Manage Server" in seen.text(await seen.press(here.stranger, question, label))
    missing = await sent(simcord_env, here, drawn.gaps_page(gaps, 0))
    refused = await here.stranger.select(missing, [str(gaps[0].asked_ids[0])])
    assert "Manage Server" in seen.text(seen.answer(refused))
    elsewhere = await sent(simcord_env, there, drawn.confirmation(file))
    assert seen.text(await seen.press(manager_of(simcord_env, there), elsewhere, "Remove it")) == GONE
    assert (guild_notes_dir(settings.data_dir, here.guild.id) / "mascot.md").exists()
    assert len(await services.asking.gaps(here.guild.id)) == 1


async def test_files_are_added_for_the_members_of_one_server(
    simcord_env: Env, here: Place, manager: MemberActor
) -> None:
    there = place_in(simcord_env, "beta")
    shown = await said(manager, here, "add", file=("mascot.md", WALRUS))
    assert "- **mascot.md** was added: 1 passage. Answers name it ours/mascot.md." in shown
    assert "Only this server sees its own notes." in shown
    await said(manager_of(simcord_env, there), there, "add", file=("mascot.md", HERON))
    for place, own, foreign in ((here, "walrus", "heron"), (there, "heron", "walrus")):
        question = "what is the mascot of the group"
        answer = seen.text(seen.answer(await place.member.slash(place.channel, "ask", question=question)))
        found = seen.text(seen.answer(await place.member.slash(place.channel, "search", words="mascot of the group")))
        assert own in answer
        assert "ours/mascot.md:3" in answer
        assert foreign not in answer + found


async def test_each_of_five_files_gets_its_own_sentence(here: Place, manager: MemberActor, settings: Settings) -> None:
    text = await said(
        manager,
        here,
        "add",
        file=("../../x.md", WALRUS),
        file2=("CON.txt", "# \u00dcbung\n\nGr\u00fc\u00dfe an alle.\n".encode("cp1252")),
        file3=(".env", b"DISCORD_TOKEN=x"),
        file4=("a\u202e.md", HERON),
        file5=("picture.md", b"\x89PNG\0\0"),
    )
    assert "- **../../x.md** was added: 1 passage. Answers name it ours/x.md." in text
    assert r"- **CON.txt** was added: 1 passage. Answers name it ours/\_CON.txt." in text
    assert "  - it is not UTF-8; it was read as cp1252" in text
    assert f"- **.env** was not added: {WRONG_TYPE}." in text
    assert "- **a.md** was added" in text
    assert "- **picture.md** was not added: it is not text" in text
    folder = guild_notes_dir(settings.data_dir, here.guild.id)
    assert sorted(path.name for path in folder.iterdir()) == ["_CON.txt", "a.md", "x.md"]
    again = await said(manager, here, "add", file=("x.md", HERON), file2=("X.md", WALRUS))
    assert "- **x.md** replaced the file of the same name: 1 passage." in again
    assert f"- **X.md** was not added: {TWICE}." in again


async def test_a_file_too_large_is_not_taken(here: Place, manager: MemberActor) -> None:
    text = await said(manager, here, "add", file=("big.md", b"word " * 300_000), file2=("small.md", WALRUS))
    assert "- **big.md** was not added: it has 1.5 MB and the limit is 1 MB: split it up." in text
    assert "- **small.md** was added" in text


async def test_a_file_that_discord_does_not_hand_over_holds_up_no_other(
    here: Place, manager: MemberActor, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = discord.Attachment.read

    async def lost(attachment: discord.Attachment) -> bytes:
        if attachment.filename == "lost.md":
            raise ConnectionResetError
        return await read(attachment)

    monkeypatch.setattr(discord.Attachment, "read", lost)
    text = await said(manager, here, "add", file=("lost.md", WALRUS), file2=("small.md", WALRUS))
    assert f"- **lost.md** was not added: {cog.NOT_FETCHED}." in text
    assert "- **small.md** was added" in text


@pytest.mark.parametrize(
    ("filename", "title", "name"),
    [
        ("notes.md", None, "notes.md"),
        ("bung.md", "Übung", "Übung.md"),
        ("bung.md", "Übung.md", "Übung.md"),
        ("_.exe", "x.md", "x.md.exe"),
    ],
)
def test_the_name_is_the_one_that_its_sender_gave(filename: str, title: str | None, name: str) -> None:
    """Discord takes letters beyond ASCII out of the name of a file, and keeps them in its title."""
    data: Any = {"id": 1, "size": 1, "filename": filename, "url": "", "proxy_url": "", "title": title}
    assert cog._upload(discord.Attachment(data=data, state=SimpleNamespace(http=None))).name == name  # type: ignore[arg-type] # all it needs


async def test_a_file_is_removed_after_a_question(here: Place, manager: MemberActor, settings: Settings) -> None:
    await used(manager, here, "add", file=("mascot.md", WALRUS), file2=("other.md", HERON))
    offered = await manager.autocomplete(here.channel, "notes remove", "name", "MAS")
    assert [choice["value"] for choice in offered] == ["mascot.md"]
    question = await used(manager, here, "remove", name="ours/mascot.md")
    assert "Remove **ours/mascot.md** (1 KB) for good?" in seen.text(question)
    assert seen.text(await seen.press(manager, question, "Keep it")) == "**ours/mascot.md** stays."
    question = await used(manager, here, "remove", name="mascot.md")
    assert seen.text(await seen.press(manager, question, "Remove it")) == "**ours/mascot.md** was removed."
    folder = guild_notes_dir(settings.data_dir, here.guild.id)
    assert [path.name for path in folder.iterdir()] == ["other.md"]
    found = seen.answer(await here.member.slash(here.channel, "search", words="walrus mascot"))
    assert "walrus." not in seen.text(found)


@pytest.mark.parametrize("name", ["none.md", "../../../notes/queues.md", "queues.md", ""])
async def test_only_own_files_are_removed(
    simcord_env: Env, here: Place, manager: MemberActor, settings: Settings, name: str
) -> None:
    assert await said(manager, here, "remove", name=name) == GONE
    assert_error(simcord_env, RefusedError)
    assert (settings.notes_dir / "queues.md").exists()


async def test_the_list_shows_what_was_read_and_what_was_left_out(
    here: Place, manager: MemberActor, settings: Settings, clock: FixedClock
) -> None:
    (settings.notes_dir / "open.md").write_bytes(b"# A\n\n```\nnever closed\n")
    (settings.notes_dir / "binary.md").write_bytes(b"\0")
    await used(manager, here, "add", file=("mascot.md", WALRUS))
    text = await said(manager, here, "list")
    assert f"4 files, 8 passages. Last read <t:{int(clock.now().timestamp())}:R>." in text
    assert "**Left out**\n- binary.md: it is not text" in text
    assert "**Only this server sees (1 of 50 files, 1 KB of 5 MB)**\n- ours/mascot.md: 1 passage, 1 KB" in text
    assert "- queues.md: 4 passages, 1 KB" in text
    assert "- open.md: 1 passage, 1 KB\n  - line 3: the block that starts here is never closed" in text


async def test_a_server_does_not_see_what_is_the_matter_with_files_of_another(
    simcord_env: Env, here: Place, manager: MemberActor, settings: Settings, services: Services
) -> None:
    folder = guild_notes_dir(settings.data_dir, here.guild.id)
    folder.mkdir(parents=True)
    (folder / "secret.md").write_bytes(b"\0")
    (folder / "open.md").write_bytes(b"# A\n\n```\nnever closed\n")
    await services.library.refresh()
    there = place_in(simcord_env, "beta")
    other = manager_of(simcord_env, there)
    assert "ours/secret.md" in await said(manager, here, "list")
    for command in ("list", "reload"):
        text = await said(other, there, command)
        assert "secret" not in text
        assert "open" not in text


async def test_many_files_are_listed_page_by_page(
    here: Place, manager: MemberActor, settings: Settings, services: Services
) -> None:
    """Every file once, in order."""
    for number in range(100):
        (settings.notes_dir / f"{number:03}.md").write_text(f"- Fact {number}.\n", encoding="utf-8")
    await services.library.refresh()
    shown = await used(manager, here, "list")
    pages = [seen.text(shown)]
    while "Next" in seen.buttons(shown):
        pages.append(seen.text(await seen.press(manager, shown, "Next")))
    assert [page.split("\n")[-1] for page in pages] == [
        f"-# Page {n} of {len(pages)}" for n in range(1, len(pages) + 1)
    ]
    listed = [number for page in pages for number in re.findall(r"- (\d{3})\.md", page)]
    assert listed == [f"{number:03}" for number in range(100)]
    assert seen.text(await seen.press(manager, shown, "Back")) == pages[-2]


async def test_reading_again_shows_what_changed(here: Place, manager: MemberActor, settings: Settings) -> None:
    assert "Nothing has changed since they were last read." in await said(manager, here, "reload")
    (settings.notes_dir / "queues.md").write_text("# Queues\n\n- A queue is a line of people.\n", encoding="utf-8")
    (settings.notes_dir / "functions.md").unlink()
    (settings.notes_dir / "binary.md").write_bytes(b"\0")
    text = await said(manager, here, "reload")
    assert "**Read**\n- queues.md: 1 passage, 1 KB\n**Gone**\n- functions.md\n**Left out**\n- binary.md: it" in text
    answer = seen.answer(await here.member.slash(here.channel, "ask", question="what is a queue"))
    assert "A queue is a line of people." in seen.text(answer)


@pytest.mark.incidents
async def test_notes_that_cannot_be_read_are_a_sentence(
    simcord_env: Env, here: Place, manager: MemberActor, settings: Settings
) -> None:
    (settings.notes_dir / "aliases.toml").write_text("= = =", encoding="utf-8")
    text = await said(manager, here, "reload")
    assert_error(simcord_env, NotesError)
    assert "aliases.toml cannot be used" in text
    assert "Incident" in text
    assert "**There is trouble with the notes.**" in await said(manager, here, "list")
    added = await said(manager, here, "add", file=("mascot.md", WALRUS))
    assert "- **mascot.md** was added: 1 passage." in added
    assert "aliases.toml cannot be used" in added
    settings.notes_dir.rename(settings.notes_dir.with_name("away"))
    added = await said(manager, here, "add", file=("other.md", WALRUS))
    assert "- **other.md** was added, and is not read yet." in added
    assert "There is no folder or file" in added


async def test_gaps_are_listed_together_and_without_names(
    simcord_env: Env, here: Place, manager: MemberActor, services: Services, clock: FixedClock
) -> None:
    there = place_in(simcord_env, "beta")
    for question in ("who founded the club?", "Who founded the CLUB"):
        await here.member.slash(here.channel, "ask", question=question)
    clock.advance(timedelta(minutes=5))
    answered = seen.answer(await here.member.slash(here.channel, "ask", question="default visibility timeout"))
    await seen.press(here.stranger, answered, "Not helpful")
    await there.member.slash(there.channel, "ask", question="where is the treasure of beta")
    shown = await used(manager, here, "gaps")
    text = seen.text(shown)
    last = int(clock.now().timestamp())
    assert f"**Who founded the CLUB**\n-# asked 2 times, last <t:{last - 300}:R>: not in the notes" in text
    assert f"**default visibility timeout**\n-# asked once, last <t:{last}:R>: its answer was voted unhelpful" in text
    assert "treasure" not in text
    for name in (here.member.user.name, here.stranger.user.name, str(here.member.id), str(here.stranger.id)):
        assert name not in text
    chosen = [seen.options(shown)["Who founded the CLUB"]]
    left = seen.answer(await manager.select(shown, chosen))
    assert left.id == shown.id
    assert list(seen.options(left)) == ["default visibility timeout"]
    assert seen.text(seen.answer(await manager.select(left, list(seen.options(left).values())))) == NOTHING_MISSING
    assert await said(manager, here, "gaps") == NOTHING_MISSING
    assert len(await services.asking.gaps(there.guild.id)) == 1


async def test_gaps_are_paged(here: Place, manager: MemberActor, services: Services) -> None:
    for number in range(12):
        await services.asking.ask(f"who is person {number} of the club", here.guild.id)
    shown = await used(manager, here, "gaps")
    first = list(seen.options(shown).values())
    second = list(seen.options(await seen.press(manager, shown, "Next")).values())
    assert len({*first, *second}) == 12
    settled = seen.answer(await manager.select(shown, second))
    assert list(seen.options(settled).values()) == first


async def test_who_does_it_too_often_is_asked_to_wait(simcord_env: Env, here: Place, manager: MemberActor) -> None:
    for _ in range(MOST):
        await used(manager, here, "gaps")
    assert "You are faster than I am." in await said(manager, here, "reload")
    assert_error(simcord_env, TooFastError)


async def test_there_are_no_notes_of_a_direct_message(manager: MemberActor) -> None:
    with pytest.raises(simcord.SetupError):
        await manager.user.slash("notes list")


async def test_old_buttons_work_after_a_restart(
    simcord_env: Env, here: Place, manager: MemberActor, settings: Settings, services: Services
) -> None:
    await used(manager, here, "add", file=("mascot.md", WALRUS))
    question = await used(manager, here, "remove", name="mascot.md")
    library = Library(settings.notes_dir, settings.data_dir, build_here)
    again = replace(services, library=library, notes=GuildNotes(settings.data_dir, library))
    bot = StudyBot(settings, again)
    await simcord_env.restart_bot(bot)
    try:
        assert "was removed" in seen.text(await seen.press(manager, question, "Remove it"))
    finally:
        await bot.close()


TEXT = st.text(max_size=400) | st.sampled_from(
    ["*" * 300, "\u115f", "\U0001f600" * 200, "`@everyone`" * 40, "", "\u202e"]
)
KNOWN = st.builds(
    KnownFile,
    scope=st.just("g1"),
    path=TEXT,
    sha256=st.just(""),
    size=st.integers(0, 10**9),
    passages=st.integers(0, 10**6),
    warnings=st.lists(TEXT, max_size=4).map(tuple),
)
SKIPPED = st.builds(Skipped, path=TEXT, reason=TEXT)
OWN = st.builds(OwnFile, name=TEXT, size=st.integers(0, 10**9))
ADDED = st.builds(Added, TEXT, TEXT, st.booleans(), TEXT, st.none() | KNOWN)
GAP = st.builds(
    Gap,
    question=TEXT,
    why=st.sampled_from(Why),
    times=st.integers(1, 10**6),
    last=st.datetimes(datetime(2026, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - made aware
    asked_ids=st.integers(1, 2**63 - 1).map(lambda number: (number,)),
)


def several(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(of, max_size=most).map(tuple)


@given(
    st.builds(
        Listing,
        several(KNOWN, 20),
        several(KNOWN, 40),
        several(SKIPPED, 20),
        several(OWN, 5),
        st.none() | st.just(datetime(2027, 1, 1, tzinfo=UTC)),
        TEXT,
    ),
    st.integers(0, 999),
)
@hypothesis.settings(max_examples=40)
def test_a_list_of_whatever_files_fits_into_a_message(listing: Listing, page: int) -> None:
    """Building a message holds it to the limits of Discord."""
    drawn.list_page(listing, page)


@hypothesis.settings(max_examples=40)
@given(st.builds(Changes, several(KNOWN, 40), several(TEXT, 40), several(SKIPPED, 20)))
def test_whatever_changed_fits_into_a_message(changes: Changes) -> None:
    drawn.changes(changes)


@given(st.builds(Additions, several(ADDED, 5), TEXT), OWN, st.builds(Removal, st.booleans(), TEXT))
def test_whatever_became_of_files_fits_into_a_message(done: Additions, file: OwnFile, removal: Removal) -> None:
    drawn.additions(done)
    drawn.confirmation(file)
    drawn.kept(file)
    drawn.removed(file, removal)


@given(st.lists(GAP, max_size=MOST_GAPS, unique_by=lambda gap: gap.asked_ids).map(tuple), st.integers(0, 999))
def test_whatever_is_missing_fits_into_a_message(gaps: tuple[Gap, ...], page: int) -> None:
    drawn.gaps_page(gaps, page)
