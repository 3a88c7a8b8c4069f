"""Notes on disk: which are found, how their bytes become text, and what is said of those that cannot be used."""

from __future__ import annotations

import errno
import hashlib
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge import files
from knowledge.files import NoteFile, NotesError, Skipped, check_root, decode, read_file, read_notes

WriteNotes = Callable[[Mapping[str, str | bytes]], Path]

NOT_TEXT = "it is not text: save it as a plain text file in UTF-8"


def texts(root: Path) -> dict[str, str]:
    """What the notes below a folder say; a file that was skipped says why."""
    return {found.path: found.text if isinstance(found, NoteFile) else found.reason for found in read_notes(root)}


def decoded(raw: bytes) -> NoteFile:
    found = decode(raw, "a.md")
    assert isinstance(found, NoteFile)
    return found


def test_notes_are_found_in_every_folder_in_order_of_path(write: WriteNotes) -> None:
    """Notes are what has the suffix of one, in whatever case, in this folder and below; nothing else is read."""
    root = write(
        {"b.md": "1", "a/z.TXT": "2", "a/b/c.markdown": "3", "c.MD": "4", "d.pdf": "5", "md": "6", "e.md.bak": "7"}
    )
    assert texts(root) == {"a/b/c.markdown": "3", "a/z.TXT": "2", "b.md": "1", "c.MD": "4"}
    assert list(texts(root)) == sorted(texts(root))


def test_hidden_files_are_left_alone(write: WriteNotes) -> None:
    """What its owner has hidden is neither read nor reported, nor are the notes of an editor in a hidden folder."""
    assert texts(write({".a.md": "1", ".git/b.md": "2", "a/.obsidian/c.md": "3", "d.md": "4"})) == {"d.md": "4"}


def test_a_single_file(write: WriteNotes) -> None:
    """The notes may be one file, whatever its name, in whose folder nothing else is read."""
    root = write({"lecture": "said", "other.md": "not asked for"})
    assert texts(root / "lecture") == {"lecture": "said"}


def test_an_empty_folder(notes: Path) -> None:
    """A folder without notes has none, and is no error."""
    assert texts(notes) == {}


def test_a_note_is_known_by_the_hash_of_its_bytes(write: WriteNotes) -> None:
    """Two files with the same bytes have the same hash; one byte makes another."""
    found = {
        note.path: note.sha256
        for note in read_notes(write({"a.md": "x", "b.md": "x", "c.md": "x\n"}))
        if isinstance(note, NoteFile)
    }
    assert found["a.md"] == found["b.md"] == hashlib.sha256(b"x").hexdigest()
    assert found["c.md"] != found["a.md"]


@pytest.mark.parametrize("use", [check_root, lambda root: list(read_notes(root))], ids=["check", "read"])
@pytest.mark.parametrize("name", ["missing", "missing/below", "a.md/below", "nul\0byte"])
def test_a_missing_folder(write: WriteNotes, use: Callable[[Path], object], name: str) -> None:
    """A folder that is not there is named in one sentence that says what to do."""
    root = write({"a.md": "1"}) / name
    with pytest.raises(
        NotesError, match=r"There is no folder or file .*: create it, or name another with --notes or NOTES_DIR"
    ):
        use(root)


def test_a_name_that_is_too_long(notes: Path) -> None:
    """A name that no file can have is no traceback."""
    with pytest.raises(NotesError, match=r"cannot be read \(File name too long\)"):
        check_root(notes / ("x" * 300))


def test_a_device_is_no_folder_of_notes(notes: Path) -> None:
    """What is neither a folder nor a file, and might never end, is not read."""
    os.mkfifo(notes / "pipe")
    with pytest.raises(NotesError, match="is neither a folder nor a file"):
        check_root(notes / "pipe")


def test_a_folder_that_may_not_be_read(notes: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Permissions that are missing are told; as root has them all, the system's answer is made up."""
    monkeypatch.setattr(os, "access", lambda *_: False)
    with pytest.raises(NotesError, match="cannot be read: give this user permission to read it"):
        check_root(notes)


def test_a_subfolder_that_cannot_be_read(write: WriteNotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder below that cannot be read is reported, in its place, and the others are read."""
    root = write({"a.md": "1", "locked/b.md": "2", "z.md": "3"})
    scandir = os.scandir

    def refuse(path: str) -> Any:
        if Path(path).name == "locked":
            raise PermissionError(errno.EACCES, "Permission denied", path)
        return scandir(path)

    monkeypatch.setattr(os, "scandir", refuse)
    assert texts(root) == {"a.md": "1", "locked": "the folder could not be read (Permission denied)", "z.md": "3"}


def test_links(write: WriteNotes, tmp_path: Path) -> None:
    """A link is followed to a note in the folder, and nowhere else."""
    (tmp_path / "secret.md").write_text("secret", encoding="utf-8")
    (tmp_path / "secrets").mkdir()
    (tmp_path / "secrets" / "s.md").write_text("secret", encoding="utf-8")
    root = write({"a.md": "1", "sub/b.md": "2"})
    (root / "inside.md").symlink_to("sub/b.md")
    (root / "outside.md").symlink_to(tmp_path / "secret.md")
    (root / "up.md").symlink_to("../secret.md")
    (root / "broken.md").symlink_to("nowhere.md")
    (root / "loop.md").symlink_to("loop.md")
    (root / "folder").symlink_to(tmp_path / "secrets")
    (root / "around").symlink_to(root)
    assert texts(root) == {
        "a.md": "1",
        "around": "it is a link to a folder, and those are not followed",
        "broken.md": "it was deleted while the notes were read",
        "folder": "it is a link to a folder, and those are not followed",
        "inside.md": "2",
        "loop.md": "it is a link to a place outside the notes folder",
        "outside.md": "it is a link to a place outside the notes folder",
        "sub/b.md": "2",
        "up.md": "it is a link to a place outside the notes folder",
    }


def test_a_folder_named_by_a_link(write: WriteNotes, tmp_path: Path) -> None:
    """The folder itself may be named by a link: its owner named it."""
    (tmp_path / "link").symlink_to(write({"a.md": "1"}))
    assert texts(tmp_path / "link") == {"a.md": "1"}


def test_what_is_no_regular_file(notes: Path) -> None:
    """A pipe with the name of a note is not waited for."""
    os.mkfifo(notes / "pipe.md")
    assert texts(notes) == {"pipe.md": "it is not a regular file"}


def test_a_file_that_is_too_big(write: WriteNotes, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file beyond the limit is skipped with its size and the limit; one just as big is read."""
    monkeypatch.setattr(files, "MAX_BYTES", 2 * 1024**2)
    found = texts(write({"big.md": b"x" * (2 * 1024**2 + 1), "just.md": b"x" * 2 * 1024**2}))
    assert found["big.md"] == "it has 2.0 MB and the limit is 2 MB: split it up"
    assert len(found["just.md"]) == 2 * 1024**2


def test_a_file_deleted_while_the_notes_are_read(write: WriteNotes) -> None:
    """A file that was there when the folder was listed and is gone when its turn comes is reported."""
    reading = read_notes(write({"a.md": "1", "b.md": "2", "c.md": "3"}))
    first = next(reading)
    assert first.path == "a.md"
    (write({}) / "b.md").unlink()
    second, third = reading
    assert second == Skipped("b.md", "it was deleted while the notes were read")
    assert isinstance(third, NoteFile)


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (PermissionError(errno.EACCES, "Permission denied"), "this user may not read it: change its permissions"),
        (OSError(errno.EIO, "Input/output error"), "it could not be read (Input/output error)"),
        (OSError(), "it could not be read (OSError)"),
    ],
)
def test_a_file_that_cannot_be_read(
    write: WriteNotes, monkeypatch: pytest.MonkeyPatch, error: OSError, reason: str
) -> None:
    """A file that the system refuses is reported with the system's reason."""
    root = write({"a.md": "1"})

    def refuse(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(Path, "open", refuse)
    assert read_file(root / "a.md", "a.md") == Skipped("a.md", reason)


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take no such name")
def test_a_name_that_is_not_utf_8(notes: Path) -> None:
    """A file whose name has other bytes is read under a name that can be stored and printed, and no two share one."""
    for name in (b"caf\xe9.md", b"caf\xe8.md"):
        Path(os.fsdecode(os.fsencode(notes) + b"/" + name)).write_text("1", encoding="utf-8")
    assert texts(notes) == {r"caf\xe8.md": "1", r"caf\xe9.md": "1"}


@pytest.mark.parametrize("text", ["", "# Größe\n\n- “5 °C” – naïve\n", "日本語のノート", "😀\r\nb\rc\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-bom", "utf-16-be-bom", "utf-32"])
def test_unicode(text: str, encoding: str) -> None:
    """Every form of Unicode is read as it was written, without the mark at its start and without a word about it."""
    boms = {"utf-16-le-bom": b"\xff\xfe", "utf-16-be-bom": b"\xfe\xff"}
    raw = boms.get(encoding, b"") + text.encode(encoding.removesuffix("-bom"))
    found = decoded(raw)
    assert (found.text, found.warning) == (text, "")


def test_a_broken_end_of_utf_16() -> None:
    """Half a character at the end costs that character, not the note."""
    assert decoded("ab".encode("utf-16")[:-1]).text == "a\ufffd"


LEGACY = {
    "quotes and dashes": ("It’s a “lipid” bilayer – 7 nm thick", "cp1252"),
    "signs": ("37 °C, £5, ±2, ½, 10 µm", "cp1252"),
    "one accent": ("café", "cp1252"),
    "one accent in much text": ("word " * 500 + "naïve", "cp1252"),
    "two beside each other": ("Größe: 5 kg", "cp1252"),
    "Latin-1": ("Señor, ¿qué?", "latin-1"),
    "German": ("Die Größe der Zelle beträgt 10 µm; die Wände sind grün. Müller übt.", "cp1252"),
    "French": ("La cellule végétale possède une paroi; où se trouve le noyau ? À côté.", "cp1252"),
    "Polish": ("Komórka roślinna ma ścianę komórkową, a wodę pobiera przez błonę. Źródło energii", "cp1250"),
    "Russian": ("Клетка является основной единицей живого. Вода проходит через мембрану.", "cp1251"),
    "Russian of Unix": ("Клетка является основной единицей живого. Вода проходит через мембрану.", "koi8_r"),
    "Greek": ("Πρώτη μονάδα της ζωής είναι το κύτταρο.", "cp1253"),
    "Japanese": ("細胞は生物の基本単位です。水は膜を通過します。", "cp932"),
    "Chinese": ("细胞是生物的基本单位。水通过细胞膜。", "gb18030"),
    "Korean": ("세포는 생물의 기본 단위이다. 물은 막을 통과한다.", "euc_kr"),
}


@pytest.mark.parametrize(("text", "encoding"), LEGACY.values(), ids=LEGACY)
def test_what_editors_wrote_before_unicode(text: str, encoding: str) -> None:
    """A note in an older encoding is read as its author wrote it, who is told to save it as UTF-8."""
    found = decoded(f"# {text}\n\n- {text}\n".encode(encoding))
    assert found.text == f"# {text}\n\n- {text}\n"
    assert found.warning.startswith("it is not UTF-8; it was read as ")
    assert found.warning.endswith(": better save it as UTF-8")


def test_a_long_note_in_an_older_encoding() -> None:
    """A guess goes by the first part of a note, which may end inside a character."""
    text = "細胞は生物の基本単位です。\n" * 4_000
    assert decoded(text.encode("cp932")).text == text


@pytest.mark.parametrize(
    "raw",
    [
        b"%PDF-1.7\n\0\0\0",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR",
        "no mark at the start".encode("utf-16-le"),
        bytes(range(1, 256)) * 10,
    ],
    ids=["PDF", "PNG", "UTF-16 without a mark", "every byte"],
)
def test_what_is_not_text(raw: bytes) -> None:
    """A file that is no text is skipped, with a way to make it one."""
    assert decode(raw, "a.md") == Skipped("a.md", NOT_TEXT)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_skipped(raw: bytes) -> None:
    """Whatever the bytes, the text can be stored and printed, and the hash is that of the bytes."""
    found = decode(raw, "a.md")
    if isinstance(found, NoteFile):
        assert found.text.encode("utf-8").decode("utf-8") == found.text
        assert found.sha256 == hashlib.sha256(raw).hexdigest()
    else:
        assert found.reason == NOT_TEXT


@given(st.text(max_size=200).filter(lambda text: "\0" not in text and not text.startswith("\ufeff")))
def test_any_text_saved_as_utf_8_is_read_as_it_is(text: str) -> None:
    """What was saved as UTF-8 comes back, character by character."""
    found = decoded(text.encode("utf-8"))
    assert (found.text, found.warning) == (text, "")
