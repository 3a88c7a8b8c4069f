"""Settings: the environment over `.env` over defaults, and nothing read before it is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot import Settings
from bot.settings import NAMES, SettingsError, load_settings

ROOT = Path(__file__).parents[2]


def test_without_any_setting_notes_and_data_lie_in_the_working_directory(tmp_path: Path) -> None:
    assert load_settings({}, tmp_path / ".env") == Settings(Path("notes"), Path("data"), "")


def test_the_environment_wins_over_the_file_and_the_file_over_the_default(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("NOTES_DIR=from-file\nDISCORD_TOKEN=from-file\n", encoding="utf-8")
    found = load_settings({"NOTES_DIR": "from-environment"}, dotenv)
    assert found == Settings(Path("from-environment"), Path("data"), "from-file")


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_variable_counts_as_not_set(tmp_path: Path, empty: str) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("DATA_DIR=state\nNOTES_DIR=\n", encoding="utf-8")
    found = load_settings({"DATA_DIR": empty}, dotenv)
    assert (found.notes_dir, found.data_dir) == (Path("notes"), Path("state"))


@pytest.mark.parametrize(
    ("written", "token"),
    [
        pytest.param("DISCORD_TOKEN=abc.def", "abc.def", id="bare"),
        pytest.param('DISCORD_TOKEN="abc def"', "abc def", id="quoted"),
        pytest.param("DISCORD_TOKEN=a${HOME}b", "a${HOME}b", id="dollar signs are part of it"),
        pytest.param("export DISCORD_TOKEN=abc  # mine", "abc", id="export and comment"),
        pytest.param("DISCORD_TOKEN", "", id="no value"),
    ],
)
def test_a_token_is_read_as_it_is_written(tmp_path: Path, written: str, token: str) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text(written + "\n", encoding="utf-8")
    assert load_settings({}, dotenv).discord_token == token


def test_a_home_folder_may_be_written_as_a_tilde(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert load_settings({"NOTES_DIR": "~/notes"}, tmp_path / ".env").notes_dir == tmp_path / "notes"


def test_the_token_is_never_shown_with_the_settings() -> None:
    settings = Settings(discord_token="MTIz.secret")  # noqa: S106 - of no bot
    assert "MTIz" not in repr(settings)
    assert "MTIz" not in f"{settings}"


def test_a_file_that_is_not_text_is_refused_in_one_sentence(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes(b"NOTES_DIR=\xff\xfe\n")
    with pytest.raises(SettingsError, match="save the file as UTF-8"):
        load_settings({}, dotenv)


def test_the_example_file_explains_exactly_the_settings_there_are() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^([A-Z_]+)=", example, re.MULTILINE)) == NAMES
    for name in NAMES:
        above = example[: example.index(f"{name}=")].rstrip("\n").rpartition("\n")[2]
        assert above.startswith("#"), f"{name} has no explanation above it"


def test_the_example_file_gives_the_defaults() -> None:
    assert load_settings({}, ROOT / ".env.example") == load_settings({}, ROOT / "no such file")


def test_the_settings_of_the_discord_bot_are_read(tmp_path: Path) -> None:
    environ = {"DEV_GUILD_ID": " 123456789012345678 ", "LOG_LEVEL": "Warning", "LOG_FORMAT": "JSON"}
    found = load_settings(environ, tmp_path / ".env")
    assert (found.dev_guild_id, found.log_level, found.log_format) == (123456789012345678, "warning", "json")


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DEV_GUILD_ID", "my server", "Copy Server ID"),
        ("DEV_GUILD_ID", "-5", "Copy Server ID"),
        ("DEV_GUILD_ID", "0", "Copy Server ID"),
        ("DEV_GUILD_ID", "9" * 5_000, "Copy Server ID"),
        ("LOG_LEVEL", "loud", "one of debug, info, warning, error"),
        ("LOG_FORMAT", "xml", "one of text, json"),
    ],
)
def test_a_value_that_cannot_be_used_is_refused_in_one_sentence(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    with pytest.raises(SettingsError) as caught:
        load_settings({name: value}, tmp_path / ".env")
    sentence = str(caught.value)
    assert sentence.startswith(f"{name} must be ")
    assert says in sentence


def test_the_readme_explains_exactly_the_settings_there_are() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert tuple(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE)) == NAMES
