"""The settings of a group's own Studybot: from the environment, else from a `.env` file, else a default."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

NAMES = ("NOTES_DIR", "DATA_DIR", "DISCORD_TOKEN", "DEV_GUILD_ID", "LOG_LEVEL", "LOG_FORMAT")
"""Every variable that is read. `.env.example` explains each."""
LOG_LEVELS = ("debug", "info", "warning", "error")
LOG_FORMATS = ("text", "json")
DOTENV = Path(".env")
"""The file that is read beside the environment, in the working directory."""


class SettingsError(Exception):
    """The settings cannot be read. Its text is one sentence that is safe to show and says what to do."""


@dataclass(frozen=True, slots=True)
class Settings:
    """Where the notes are, where the program keeps its files, and who it is on Discord."""

    notes_dir: Path = Path("notes")
    """A folder, or a single file. Never written to."""
    data_dir: Path = Path("data")
    discord_token: str = field(default="", repr=False)  # a log that shows the settings must not show the token
    dev_guild_id: int | None = None
    """The Discord server that alone gets the commands, for development; None for all servers."""
    log_level: str = "info"
    """The least that the log of the Discord bot tells, one of LOG_LEVELS."""
    log_format: str = "text"
    """One of LOG_FORMATS."""


def load_settings(environ: Mapping[str, str], dotenv_path: Path = DOTENV) -> Settings:
    """Return the settings that the environment and the `.env` file give; an empty variable counts as not set.

    Raises SettingsError when the file is there but cannot be read, or a value is none that the setting can have.
    """
    values = {**_from_file(dotenv_path), **{name: environ[name] for name in NAMES if environ.get(name, "").strip()}}
    default = Settings()
    return Settings(
        _path(values.get("NOTES_DIR", ""), default.notes_dir),
        _path(values.get("DATA_DIR", ""), default.data_dir),
        values.get("DISCORD_TOKEN", "").strip(),
        _id(values, "DEV_GUILD_ID", default.dev_guild_id),
        _choice(values, "LOG_LEVEL", LOG_LEVELS, default.log_level),
        _choice(values, "LOG_FORMAT", LOG_FORMATS, default.log_format),
    )


def _from_file(path: Path) -> dict[str, str]:
    if not path.is_file():
        return {}
    from dotenv import dotenv_values  # most runs have no such file and need not wait for its parser

    try:
        # No interpolation: a token is taken as it stands, whatever dollar signs it has.
        found = dotenv_values(path, interpolate=False)
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise SettingsError(f"The settings in {path} cannot be read ({cause}): correct it, or take it away.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"The settings in {path} cannot be read: save the file as UTF-8.") from error
    return {name: found[name] or "" for name in NAMES if name in found}


def _path(value: str, default: Path) -> Path:
    """A path as written, with `~` as the home folder: in a `.env` file no shell has put it in place."""
    if not value.strip():
        return default
    try:
        return Path(value.strip()).expanduser()
    except RuntimeError:
        return Path(value.strip())


def _id(values: Mapping[str, str], name: str, default: int | None) -> int | None:
    value = values.get(name, "").strip()
    if not value:
        return default
    if not (value.isascii() and value.isdecimal() and len(value) <= 20 and 0 < int(value) < 1 << 63):
        raise SettingsError(
            f"{name} must be the id of a Discord server, a number of 17 to 20 digits: "
            "with Discord's developer mode on, right-click the server and choose Copy Server ID."
        )
    return int(value)


def _choice(values: Mapping[str, str], name: str, choices: Sequence[str], default: str) -> str:
    value = values.get(name, "").strip().lower()
    if value and value not in choices:
        raise SettingsError(f"{name} must be one of {', '.join(choices)}.")
    return value or default
