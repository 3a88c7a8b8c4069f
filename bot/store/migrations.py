"""How the file of the store came to its present form, step by step.

Steps are only ever added at the end: a step that was released is never changed, renamed or taken out, because files
out there were made by it. A new table is a new step here, a module with its queries, and a part of the protocol.
"""

from __future__ import annotations

from sqlite_utils import Database, Migrations

from bot.store.protocol import StoreError

migrations = Migrations("studybot")


def upgrade(db: Database) -> None:
    """Bring a file to the newest form, as one unit.

    Raises StoreError, and changes nothing, when the file was written by a newer program.
    """
    db.execute("BEGIN IMMEDIATE")  # two programs that start at once upgrade one after the other
    try:
        check_known(db)
        migrations.apply(db)
        db.execute("COMMIT")
    except BaseException:
        db.rollback()
        raise


def check_known(db: Database) -> None:
    """Raise StoreError when a file was written by a newer program."""
    pending = {step.name for step in migrations.pending(db)}
    applied = {step.name for step in migrations.applied(db)}
    if not applied <= steps() - pending:
        raise StoreError("The database was written by a newer Studybot: update this one, or restore an older backup.")


def steps() -> frozenset[str]:
    """Return the names of all steps that this program knows."""
    return frozenset(step.name for step in migrations.pending(Database(memory=True)))


@migrations()
def create_meta(db: Database) -> None:
    """Small facts of the program itself, by name."""
    db.execute("CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID")


@migrations()
def create_asked(db: Database) -> None:
    """Questions that were asked, and votes on their answers. Times are microseconds since 1970, UTC."""
    # AUTOINCREMENT: an id is never used again, so that an old button cannot lead to a new question.
    db.execute(
        """
        CREATE TABLE asked (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild INTEGER,
            text TEXT NOT NULL,
            asked_at INTEGER NOT NULL,
            found INTEGER NOT NULL CHECK (found IN (0, 1)),
            private INTEGER NOT NULL CHECK (private IN (0, 1)),
            settled INTEGER NOT NULL DEFAULT 0 CHECK (settled IN (0, 1))
        ) STRICT
        """
    )
    db.execute("CREATE INDEX asked_by_guild ON asked (guild, asked_at)")
    db.execute(
        """
        CREATE TABLE vote (
            asked_id INTEGER NOT NULL REFERENCES asked (id) ON DELETE CASCADE,
            voter BLOB NOT NULL,
            helpful INTEGER NOT NULL CHECK (helpful IN (0, 1)),
            PRIMARY KEY (asked_id, voter)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE VIEW asked_question AS
        WITH
            counted AS (
                SELECT
                    asked.*,
                    (SELECT count(*) FROM vote WHERE asked_id = asked.id AND helpful) AS helpful,
                    (SELECT count(*) FROM vote WHERE asked_id = asked.id AND NOT helpful) AS unhelpful
                FROM asked
            ),
            judged AS (
                SELECT *, unhelpful > 0 AND unhelpful >= helpful AS voted_down FROM counted
            )
        SELECT *, NOT settled AND (NOT found OR voted_down) AS gap FROM judged
        """
    )
