"""The settings of a group's own Studybot: from the environment, else from a `.env` file, else a default."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

NAMES = ("NOTES_DIR", "DATA_DIR", "DISCORD_TOKEN")
"""Every variable that is read. `.env.example` explains each."""
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


def load_settings(environ: Mapping[str, str], dotenv_path: Path = DOTENV) -> Settings:
    """Return the settings that the environment and the `.env` file give; an empty variable counts as not set.

    Raises SettingsError when the file is there but cannot be read.
    """
    values = {**_from_file(dotenv_path), **{name: environ[name] for name in NAMES if environ.get(name, "").strip()}}
    default = Settings()
    return Settings(
        _path(values.get("NOTES_DIR", ""), default.notes_dir),
        _path(values.get("DATA_DIR", ""), default.data_dir),
        values.get("DISCORD_TOKEN", "").strip(),
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
