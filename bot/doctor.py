"""`studybot doctor`: whether the Discord bot could run here, point by point, and what to do where it could not."""

from __future__ import annotations

import shutil
import stat
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.clock import Clock
from bot.invite import HOW_TO_GET_ONE, client_id, invite_link
from bot.settings import DOTENV, Settings, SettingsError, load_settings
from bot.store.checkup import check_up
from bot.store.protocol import StoreError
from bot.store.sqlite import FILE_NAME as STORE_FILE
from bot.study.library import note_sources
from bot.study.wording import counted
from bot.text import one_line
from knowledge.files import NotesError, Source
from knowledge.index import FILE_NAME as KNOWLEDGE_FILE
from knowledge.index import Index, Outlook, outlook
from knowledge.lexicon import own_aliases

OLDEST_PYTHON = (3, 11)
RELEASED = 2026
"""The year before which no right clock stands."""
LEAST_ROOM = 200 * 1024**2
"""Bytes: below that the disk may soon be full."""
MOST_SKIPPED = 5
ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Asia/Kolkata")
"""Zones of which a machine with time zone data has each."""


class State(StrEnum):
    """How a point stands: well, to be looked at, or so that the bot could not run."""

    OK = "ok"
    LOOK = "look"
    FAILS = "FAILS"


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found at a point, in one sentence; where something is wrong, it says what to do."""

    state: State
    about: str
    said: str

    def __str__(self) -> str:
        return f"{self.state:<6}{self.about:<16}{one_line(self.said)}"


@dataclass(frozen=True, slots=True)
class Standing:
    """What Discord says of a token: whether it accepts it, None where it could not be asked.

    `said` is the name of the bot, or why Discord could not be asked.
    """

    accepted: bool | None
    said: str = ""


AskDiscord = Callable[[str], Standing]


def examine(
    environ: Mapping[str, str], ask_discord: AskDiscord, clock: Clock, dotenv: Path = DOTENV
) -> Iterator[Finding]:
    """Yield what is found, point by point. Nothing is made or changed.

    Without settings that can be read there is little to examine.
    """
    yield python(sys.version_info[:3])
    yield from the_time(clock)
    try:
        settings = load_settings(environ, dotenv)
    except SettingsError as error:
        yield Finding(State.FAILS, "Settings", str(error))
        return
    yield from the_settings(settings, dotenv)
    yield token(settings.discord_token, ask_discord)
    yield data(settings.data_dir)
    yield from notes(settings)
    yield database(settings.data_dir)
    yield from install_link(settings)


def python(version: Sequence[int]) -> Finding:
    """Return whether this is a Python that Studybot works with."""
    number = ".".join(map(str, version))
    if tuple(version) >= OLDEST_PYTHON:
        return Finding(State.OK, "Python", number)
    oldest = ".".join(map(str, OLDEST_PYTHON))
    return Finding(State.FAILS, "Python", f"{number} is too old: install {oldest} or newer, then Studybot with it.")


def the_time(clock: Clock) -> Iterator[Finding]:
    """Yield whether the clock can be right, and whether the machine knows the time zones."""
    now = f"{clock.now():%Y-%m-%d %H:%M} UTC"
    if clock.now().year >= RELEASED:
        yield Finding(State.OK, "Clock", now)
    else:
        yield Finding(State.FAILS, "Clock", f"It says {now}, which is past: set it, or Discord cannot be reached.")
    missing = [zone for zone in ZONES if not _is_zone(zone)]
    if missing:
        what = "Install the package tzdata of your system, or `.venv/bin/python -m pip install tzdata`."
        yield Finding(State.LOOK, "Time zones", f"There is no {', '.join(missing)} here. {what}")
    else:
        yield Finding(State.OK, "Time zones", "known")


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except ZoneInfoNotFoundError:
        return False
    return True


def the_settings(settings: Settings, dotenv: Path) -> Iterator[Finding]:
    """Yield where the settings come from, who may read them, and who gets the commands."""
    if not dotenv.is_file():
        yield Finding(State.OK, "Settings", f"from the environment alone; there is no {dotenv} in this folder")
    elif dotenv.stat().st_mode & stat.S_IROTH:
        advice = f"Everybody on this machine can read {dotenv}: `chmod 600 {dotenv}` keeps the token to you."
        yield Finding(State.LOOK, "Settings", advice)
    else:
        yield Finding(State.OK, "Settings", f"from {dotenv} and the environment")
    if settings.dev_guild_id is not None:
        only = f"Only the server {settings.dev_guild_id} gets them: without DEV_GUILD_ID all servers do."
        yield Finding(State.LOOK, "Commands", only)


def token(value: str, ask_discord: AskDiscord) -> Finding:
    """Return whether there is a token, and whether Discord accepts it. The token itself is never told."""
    if not value:
        return Finding(State.FAILS, "Token", f"There is none: {HOW_TO_GET_ONE}")
    owner = client_id(value)
    if owner is None:
        return Finding(State.FAILS, "Token", f"What DISCORD_TOKEN holds is no Discord token: {HOW_TO_GET_ONE}")
    standing = ask_discord(value)
    if standing.accepted is None:
        said = f"It is of the bot {owner}. Discord could not be asked whether it is valid: {standing.said}."
        return Finding(State.LOOK, "Token", said)
    if not standing.accepted:
        return Finding(State.FAILS, "Token", f"Discord does not accept it: {HOW_TO_GET_ONE}")
    return Finding(State.OK, "Token", f"accepted by Discord, for the bot {standing.said} ({owner})")


def data(folder: Path) -> Finding:
    """Return whether DATA_DIR can be written, or could be made, and how much room is left."""
    try:
        there = _nearest(folder)
        with tempfile.TemporaryFile(dir=there) as trial:
            trial.write(b"x")
        free = shutil.disk_usage(there).free
    except OSError as error:
        cause = error.strerror or type(error).__name__
        said = f"{folder} cannot be written ({cause}): set DATA_DIR to a folder that may be written."
        return Finding(State.FAILS, "DATA_DIR", said)
    if free < LEAST_ROOM:
        return Finding(State.LOOK, "DATA_DIR", f"{folder} has {_in_words(free)} left: make room on that disk.")
    made = "" if there == folder else ", which the first start makes"
    return Finding(State.OK, "DATA_DIR", f"{folder}{made}; {_in_words(free)} free")


def _nearest(folder: Path) -> Path:
    """A folder, or what is there of the way to it."""
    return next(place for place in (folder, *folder.absolute().parents) if place.exists())


def _in_words(size: int) -> str:
    return f"{size / 1024**3:,.1f} GB" if size >= 1024**3 else f"{size / 1024**2:,.0f} MB"


def notes(settings: Settings) -> Iterator[Finding]:
    """Yield whether the notes and the aliases can be read, what is left out, and how the knowledge base stands."""
    try:
        sources = note_sources(settings.notes_dir, settings.data_dir)
        found = outlook(sources, settings.data_dir)
    except NotesError as error:
        yield Finding(State.FAILS, "Notes", str(error))
        return
    except OSError as error:
        cause = error.strerror or type(error).__name__
        yield Finding(State.FAILS, "Notes", f"They cannot be read ({cause}: {error.filename}): permit this user to.")
        return
    yield _files(settings.notes_dir, found, servers=len(sources) - 1)
    for skipped in found.skipped[:MOST_SKIPPED]:
        yield Finding(State.LOOK, "Notes", f"{skipped.path} is left out: {skipped.reason}.")
    if len(found.skipped) > MOST_SKIPPED:
        more = len(found.skipped) - MOST_SKIPPED
        yield Finding(State.LOOK, "Notes", f"{more} more are left out: `studybot index` lists them all.")
    yield _aliases(settings.notes_dir)
    yield _knowledge(found)
    yield from _warnings(settings.data_dir, sources, found)


def _files(root: Path, found: Outlook, servers: int) -> Finding:
    if not found.files:
        return Finding(State.LOOK, "Notes", f"There are none in {root}: put .md, .markdown or .txt files there.")
    own = f" and of {counted(servers, 'server')}" if servers else ""
    return Finding(State.OK, "Notes", f"{counted(found.files, 'file')} in {root}{own}")


def _aliases(root: Path) -> Finding:
    try:
        own = own_aliases(root)
    except NotesError as error:
        return Finding(State.FAILS, "Aliases", str(error))
    return Finding(State.OK, "Aliases", counted(len(own), "name") if own else "none, and none are needed")


def _knowledge(found: Outlook) -> Finding:
    about = "Knowledge base"
    if not found.base:
        return Finding(State.OK, about, "not made yet: the first start makes it")
    if found.fault:
        return Finding(State.OK, about, f"the next start makes it anew, because {found.fault}")
    changes = found.changed + found.removed
    if changes:
        return Finding(State.OK, about, f"{counted(changes, 'note')} changed: the next start reads them")
    return Finding(State.OK, about, "up to date")


def _warnings(data_dir: Path, sources: Sequence[Source], found: Outlook) -> Iterator[Finding]:
    """What the authors of the notes should know, as far as the notes were read."""
    if not found.base or found.fault:
        return
    try:
        with closing(Index(data_dir / KNOWLEDGE_FILE)) as index:
            places = sum(len(file.warnings) for file in index.files([source.scope for source in sources]))
    except NotesError as error:
        yield Finding(State.LOOK, "Knowledge base", str(error))
        return
    if places:
        yield Finding(State.LOOK, "Notes", f"{counted(places, 'place')} should be mended: `studybot index` lists them.")


def database(data_dir: Path) -> Finding:
    """Return whether the state of the groups can be read, and whether it is of this version."""
    try:
        found = check_up(data_dir / STORE_FILE)
    except StoreError as error:
        return Finding(State.FAILS, STORE_FILE, str(error))
    if not found.there:
        return Finding(State.OK, STORE_FILE, "not made yet: the first start makes it")
    if found.behind:
        return Finding(State.OK, STORE_FILE, "sound, of an older version: the next start brings it up to date")
    return Finding(State.OK, STORE_FILE, "sound")


def install_link(settings: Settings) -> Iterator[Finding]:
    """Yield the link with which a server invites the bot, where the token says which bot that is."""
    owner = client_id(settings.discord_token)
    if owner is not None:
        yield Finding(State.OK, "Install link", invite_link(owner))
