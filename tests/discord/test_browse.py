"""Looking around in the notes: searching, and walking through the topics."""

from __future__ import annotations

from pathlib import Path

import discord
import pytest
from simcord.asserts import assert_error
from simcord.env import Env

from bot.settings import Settings
from bot.study.asking import QuestionError
from bot.study.services import Services
from cogs.errors import RefusedError
from cogs.ui import ids
from cogs.ui.ids import Act
from cogs.ui.layout import button, message, rows
from cogs.ui.lookups import CHANGED
from cogs.ui.topics import GONE, NO_TOPICS
from tests.conftest import WriteNotes
from tests.discord import seen
from tests.discord.seen import Place, place_in

MOONS = "".join(f"## Moon {n}\n\nMoon {n} of Saturn takes {n} days for its orbit.\n\n" for n in range(1, 31))
LONG = "".join(f"- Ring {n} of Saturn consists of ice and of dust, as far as anybody knows today.\n" for n in range(60))
NOTES = {
    "moons.md": f"# Moons of Saturn\n\nSaturn has many moons.\n\n{MOONS}",
    "rings.md": f"# Rings of Saturn\n\n{LONG}",
}


@pytest.fixture
def settings(write: WriteNotes, tmp_path: Path) -> Settings:
    return Settings(notes_dir=write(NOTES), data_dir=tmp_path / "data")


@pytest.fixture
def here(simcord_env: Env) -> Place:
    return place_in(simcord_env, "alpha")


async def test_a_search_pages_through_what_it_found(here: Place) -> None:
    """For the one alone who searches; each page takes the place of the one before."""
    shown = seen.answer(await here.member.slash(here.channel, "search", words="orbit of Saturn"))
    assert shown.ephemeral
    pages = [seen.text(shown)]
    while "Next" in seen.buttons(shown):
        assert (await seen.press(here.member, shown, "Next")).id == shown.id
        pages.append(seen.text(shown))
    assert [page.split("\n")[-1] for page in pages] == [
        f"-# Page {n} of {len(pages)}" for n in range(1, len(pages) + 1)
    ]
    found = [line for page in pages for line in page.split("\n") if line.startswith("-#") and "moons.md" in line]
    assert len(found) == len(set(found)) == 10
    await seen.press(here.member, shown, "Back")
    assert seen.text(shown) == pages[-2]


async def test_a_place_that_was_found_is_opened(here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "search", words="orbit of moon 7"))
    opened = await seen.press(here.member, shown, "Open")
    assert opened.ephemeral
    assert "> 31 Moon 7 of Saturn takes 7 days for its orbit." in seen.text(opened)


async def test_a_search_in_vain_says_so(here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "search", words="zebra *crossing*"))
    assert shown.ephemeral
    assert seen.text(shown).startswith(r"Nothing in the notes speaks of zebra \*crossing\*.")


async def test_a_search_needs_words(simcord_env: Env, here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "search", words="***"))
    assert_error(simcord_env, QuestionError)
    assert shown.ephemeral
    assert "write a few words" in seen.text(shown)


async def test_a_topic_without_a_place_is_searched_for(simcord_env: Env, here: Place) -> None:
    channel = simcord_env.bot.get_channel(here.channel.id)
    assert isinstance(channel, discord.TextChannel)
    sent = await channel.send(view=message(*rows([button("Moon 7", ids.of_search("orbit of moon 7", Act.MORE))])))
    found = await seen.press(here.member, sent, "Moon 7")
    assert found.ephemeral
    assert "Moon 7 of Saturn takes 7 days for its orbit." in seen.text(found)


async def walk(here: Place, shown: object, *titles: str) -> str:
    """Choose one topic after the other; return what is shown at the end."""
    for title in titles:
        await here.member.select(shown, [seen.options(shown)[title]])  # type: ignore[arg-type] # as SimCord hands it out
    return seen.text(shown)


async def test_topics_are_a_tree_to_walk_through(here: Place) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "topics"))
    assert shown.ephemeral
    assert list(seen.options(shown)) == ["Moons of Saturn", "Rings of Saturn"]
    assert "Saturn has many moons." in await walk(here, shown, "Moons of Saturn")
    assert list(seen.options(shown)) == [f"Moon {n}" for n in range(1, 26)]
    await seen.press(here.member, shown, "Next")
    assert list(seen.options(shown)) == [f"Moon {n}" for n in range(26, 31)]
    assert "117 ## Moon 29" in await walk(here, shown, "Moon 29")
    assert seen.options(shown) == {}
    await seen.press(here.member, shown, "Up")
    assert list(seen.options(shown)) == [f"Moon {n}" for n in range(26, 31)]
    await seen.press(here.member, shown, "Up")
    assert list(seen.options(shown)) == ["Moons of Saturn", "Rings of Saturn"]


async def test_a_long_topic_is_read_page_by_page(here: Place) -> None:
    """Every line of it once, in order."""
    shown = seen.answer(await here.member.slash(here.channel, "topics"))
    pages = [await walk(here, shown, "Rings of Saturn")]
    while "Next" in seen.buttons(shown):
        pages.append(seen.text(await seen.press(here.member, shown, "Next")))
    lines = [line for page in pages for line in page.split("\n") if "Ring " in line]
    assert [line.split("Ring ")[1].split(" ")[0] for line in lines] == [str(n) for n in range(60)]


async def test_a_topic_that_was_edited_away_says_so(here: Place, settings: Settings, services: Services) -> None:
    """One that only moved is found again."""
    shown = seen.answer(await here.member.slash(here.channel, "topics"))
    await walk(here, shown, "Moons of Saturn")
    text = NOTES["moons.md"].replace("Saturn has many moons.", "Saturn has many moons.\n\nSome are large.")
    (settings.notes_dir / "moons.md").write_text(text.replace("## Moon 3\n", "## Moon three\n"), encoding="utf-8")
    await services.library.refresh()
    gone = await here.member.select(shown, [seen.options(shown)["Moon 3"]])
    assert seen.text(gone.response) == GONE
    assert "19 ## Moon 4" in await walk(here, shown, "Moon 4")


async def test_a_place_that_was_edited_away_says_so(here: Place, settings: Settings, services: Services) -> None:
    shown = seen.answer(await here.member.slash(here.channel, "search", words="ring of ice and dust"))
    await seen.press(here.member, shown, "Next")
    (settings.notes_dir / "rings.md").unlink()
    await services.library.refresh()
    assert seen.text(await seen.press(here.member, shown, "Open")) == CHANGED


async def test_notes_without_headings_have_no_topics(
    simcord_env: Env, here: Place, settings: Settings, services: Services
) -> None:
    (settings.notes_dir / "moons.md").write_text("Saturn has many moons.", encoding="utf-8")
    (settings.notes_dir / "rings.md").unlink()
    await services.library.refresh()
    shown = seen.answer(await here.member.slash(here.channel, "topics"))
    assert_error(simcord_env, RefusedError)
    assert seen.text(shown) == NO_TOPICS
