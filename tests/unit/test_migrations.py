"""Every step from one form of the store's file to the next, tested from the form before it."""

from __future__ import annotations

import sqlite3
from hashlib import sha256

import pytest
from sqlite_utils import Database, Migrations

from bot.store.migrations import migrations, steps, upgrade
from bot.store.protocol import StoreError

RELEASED = [
    ("create_meta", "a0145aaf6b87b57e"),
    ("create_asked", "14abf0667c03a221"),
    ("create_schedules", "7866b106a7109966"),
    ("create_posting", "d981996424b02b99"),
    ("create_quiz", "3ae9ba85255bb4de"),
    ("create_attempt", "70f5ed883a1b0da6"),
    ("create_board", "d41ef0d4b193822e"),
    ("add_finished", "3ca10a76ff0ce7c6"),
    ("add_hindered", "6e0701ea1e01e940"),
]
"""The steps in order, each with what the file looks like after it. Lines are added here and never changed."""

NAMES = [name for name, _ in RELEASED]


def before(step: str) -> Database:
    """A file as it was just before a step, as a program of that time left it."""
    db = Database(sqlite3.connect(":memory:", isolation_level=None))
    migrations.apply(db, stop_before=step)
    return db


def form(db: Database) -> str:
    """A digest of all tables, indexes and views of ours."""
    rows = db.execute("SELECT sql FROM sqlite_schema WHERE sql NOT NULL AND name NOT LIKE '%sqlite%' ORDER BY rowid")
    return sha256("\n".join(" ".join(sql.split()) for (sql,) in rows).encode()).hexdigest()[:16]


def test_steps_are_only_added() -> None:
    """A step that is out there is never renamed, taken out, or put in another place."""
    db = before(NAMES[0])
    upgrade(db)
    assert [step.name for step in migrations.applied(db)] == NAMES
    assert steps() == set(NAMES)


@pytest.mark.parametrize(("step", "digest"), RELEASED)
def test_a_released_step_makes_what_it_always_made(step: str, digest: str) -> None:
    following = NAMES[NAMES.index(step) + 1 :][:1]
    db = before(following[0]) if following else before("")
    assert form(db) == digest


def test_create_asked_leaves_the_facts_of_the_program() -> None:
    db = before("create_asked")
    db.execute("INSERT INTO meta VALUES ('commands', 'abc')")
    upgrade(db)
    assert list(db.query("SELECT * FROM meta")) == [{"key": "commands", "value": "abc"}]
    assert list(db.query("SELECT * FROM asked_question")) == []


def test_create_schedules_leaves_the_questions_that_were_asked() -> None:
    db = before("create_schedules")
    db.execute("INSERT INTO asked (guild, text, asked_at, found, private) VALUES (1, 'q', 2, 1, 0)")
    db.execute("INSERT INTO vote VALUES (1, x'00', 0)")
    asked = list(db.query("SELECT * FROM asked_question"))
    upgrade(db)
    assert list(db.query("SELECT * FROM asked_question")) == asked


@pytest.mark.parametrize("step", NAMES[NAMES.index("create_posting") :])
def test_the_tables_of_the_quiz_join_a_file_that_has_a_schedule(step: str) -> None:
    db = before(step)
    db.execute("INSERT INTO schedule VALUES (1, 2, '08:00:00', 'UTC', 0, 5, 20, 127, NULL, 0, NULL, NULL, 0, '')")
    upgrade(db)
    assert [row["guild"] for row in db.query("SELECT * FROM schedule")] == [1]
    for name in ("posting", "quiz_now", "question_now", "member", "attempt", "score", "tally"):
        assert list(db.query(f"SELECT * FROM {name}")) == []  # noqa: S608 - our own names


def test_add_finished_knows_which_results_are_settled() -> None:
    db = before("add_finished")
    for day in (1, 2, 3, 4):
        db.execute("INSERT INTO quiz (guild, day, number, channel, closes_at) VALUES (1, ?, 1, 1, 0)", [day])
    for day, message, at in ((2, None, None), (3, 8, 9), (4, None, 9)):  # claimed, sent, missed
        sql = "INSERT INTO posting (kind, guild, day, channel, message, at) VALUES ('results', 1, ?, ?, ?, ?)"
        db.execute(sql, [day, message, message, at])
    upgrade(db)
    assert [day for (day,) in db.execute("SELECT day FROM quiz WHERE NOT finished ORDER BY day")] == [1, 2]


@pytest.mark.parametrize("step", NAMES)
def test_an_upgrade_that_fails_changes_nothing(step: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is one unit: where a step fails, those before it are undone as well, and it can be tried again."""
    db = before(step)
    unchanged = form(db)
    with monkeypatch.context() as patched:
        patched.setattr(migrations, "_migrations", [*migrations._migrations, *_failing()._migrations])
        with pytest.raises(LookupError):
            upgrade(db)
    assert form(db) == unchanged
    upgrade(db)
    assert form(db) == RELEASED[-1][1]


def _failing() -> Migrations:
    failing = Migrations("studybot")

    @failing()
    def fail(db: Database) -> None:
        db.execute("CREATE TABLE half (done TEXT) STRICT")
        raise LookupError

    return failing


def test_upgrading_twice_changes_nothing() -> None:
    db = before(NAMES[0])
    upgrade(db)
    upgrade(db)
    assert form(db) == RELEASED[-1][1]


def test_a_file_of_a_newer_program_is_left_alone() -> None:
    db = before(NAMES[-1])
    db.execute("INSERT INTO _sqlite_migrations VALUES (NULL, 'studybot', 'create_portals', '2030-01-01')")
    unchanged = form(db)
    with pytest.raises(StoreError, match="newer"):
        upgrade(db)
    assert form(db) == unchanged
