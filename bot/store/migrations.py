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


@migrations()
def create_schedules(db: Database) -> None:
    """When each guild has its quiz, and its seasons. A wall time is ISO text; bit n of weekdays is weekday n.

    A day is a number, as `date.toordinal` counts: half as long as its text, and blocks of days are divisions.
    """
    db.execute(
        """
        CREATE TABLE schedule (
            guild INTEGER PRIMARY KEY,
            channel INTEGER NOT NULL,
            time TEXT NOT NULL,
            zone TEXT NOT NULL,
            since INTEGER NOT NULL,
            questions INTEGER NOT NULL,
            open_hours INTEGER NOT NULL,
            weekdays INTEGER NOT NULL,
            role INTEGER,
            thread INTEGER NOT NULL CHECK (thread IN (0, 1)),
            recap_weekday INTEGER,
            recap_time TEXT,
            paused INTEGER NOT NULL CHECK (paused IN (0, 1)),
            trouble TEXT NOT NULL,
            CHECK ((recap_weekday IS NULL) = (recap_time IS NULL))
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE season (
            guild INTEGER NOT NULL,
            first_day INTEGER NOT NULL,
            PRIMARY KEY (guild, first_day)
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def create_posting(db: Database) -> None:
    """What is posted by itself. `lease` is how long the claim holds; `unsure` that an earlier one simply ran out.

    It is settled once `at` is there: sent with a message, else missed.
    """
    db.execute(
        """
        CREATE TABLE posting (
            kind TEXT NOT NULL,
            day INTEGER NOT NULL,
            guild INTEGER NOT NULL,
            lease INTEGER,
            unsure INTEGER NOT NULL DEFAULT 0 CHECK (unsure IN (0, 1)),
            channel INTEGER,
            message INTEGER,
            at INTEGER,
            PRIMARY KEY (kind, day, guild),
            CHECK ((channel IS NULL) = (message IS NULL)),
            CHECK (message IS NULL OR at IS NOT NULL)
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def create_quiz(db: Database) -> None:
    """The quizzes with their questions as they were asked, and which questions are retired and reported."""
    # AUTOINCREMENT: as with `asked`, ids are in buttons.
    db.execute(
        """
        CREATE TABLE quiz (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            guild INTEGER NOT NULL,
            day INTEGER NOT NULL,
            number INTEGER NOT NULL,
            channel INTEGER NOT NULL,
            closes_at INTEGER NOT NULL,
            closed_at INTEGER,
            UNIQUE (guild, day)
        ) STRICT
        """
    )
    db.execute(
        """
        CREATE TABLE question (
            quiz INTEGER NOT NULL REFERENCES quiz (id) ON DELETE CASCADE,
            place INTEGER NOT NULL,
            id TEXT NOT NULL,
            kind TEXT NOT NULL,
            prompt TEXT NOT NULL,
            choices TEXT NOT NULL CHECK (json_type(choices) = 'array'),
            answer INTEGER NOT NULL,
            explanation TEXT NOT NULL,
            topic TEXT NOT NULL CHECK (json_type(topic) = 'array'),
            file TEXT NOT NULL,
            start_line INTEGER NOT NULL,
            end_line INTEGER NOT NULL,
            PRIMARY KEY (quiz, place)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE retirement (
            guild INTEGER NOT NULL,
            question TEXT NOT NULL,
            retired_by INTEGER NOT NULL,
            retired_at INTEGER NOT NULL,
            PRIMARY KEY (guild, question)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE report (
            guild INTEGER NOT NULL,
            question TEXT NOT NULL,
            member INTEGER NOT NULL,
            at INTEGER NOT NULL,
            decided_by INTEGER,
            decided_at INTEGER,
            PRIMARY KEY (guild, question, member),
            CHECK ((decided_by IS NULL) = (decided_at IS NULL))
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE VIEW quiz_now AS
        SELECT
            quiz.id, quiz.guild, quiz.day, quiz.number, quiz.closes_at, quiz.closed_at,
            coalesce(posting.channel, quiz.channel) AS channel,
            posting.message,
            CASE WHEN posting.message IS NOT NULL THEN posting.at END AS opened_at
        FROM quiz
        LEFT JOIN posting ON posting.kind = 'quiz' AND posting.day = quiz.day AND posting.guild = quiz.guild
        """
    )
    db.execute(
        """
        CREATE VIEW question_now AS
        SELECT
            question.*,
            quiz.guild,
            quiz.day,
            EXISTS (SELECT 1 FROM retirement WHERE guild = quiz.guild AND question = question.id) AS retired
        FROM question JOIN quiz ON quiz.id = question.quiz
        """
    )


@migrations()
def create_attempt(db: Database) -> None:
    """Who chose what, and how members are called."""
    db.execute(
        """
        CREATE TABLE member (
            guild INTEGER NOT NULL,
            id INTEGER NOT NULL,
            name TEXT NOT NULL DEFAULT '',
            hidden INTEGER NOT NULL DEFAULT 0 CHECK (hidden IN (0, 1)),
            PRIMARY KEY (guild, id)
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute("CREATE INDEX member_hidden ON member (guild, id) WHERE hidden")
    db.execute(
        """
        CREATE TABLE attempt (
            quiz INTEGER NOT NULL,
            member INTEGER NOT NULL,
            place INTEGER NOT NULL,
            choice INTEGER NOT NULL,
            at INTEGER NOT NULL,
            PRIMARY KEY (quiz, member, place),
            FOREIGN KEY (quiz, place) REFERENCES question (quiz, place)
        ) STRICT, WITHOUT ROWID
        """
    )


@migrations()
def create_board(db: Database) -> None:
    """The sums of the attempts that count, by board, block of days and member.

    A board is of a guild, and of all questions or those below a heading. Each day lies in one block of each size: a
    span of days is a few blocks, and each has a row for a member. The triggers hold the sums to the attempts.
    """
    db.execute(
        """
        CREATE TABLE board (
            id INTEGER PRIMARY KEY,
            guild INTEGER NOT NULL,
            topic TEXT
        ) STRICT
        """
    )
    db.execute("CREATE UNIQUE INDEX board_by_topic ON board (guild, coalesce(topic, x''))")
    db.execute(
        """
        CREATE TABLE question_board (
            quiz INTEGER NOT NULL,
            place INTEGER NOT NULL,
            board INTEGER NOT NULL REFERENCES board (id),
            PRIMARY KEY (quiz, place, board),
            FOREIGN KEY (quiz, place) REFERENCES question (quiz, place) ON DELETE CASCADE
        ) STRICT, WITHOUT ROWID
        """
    )
    db.execute(
        """
        CREATE TABLE tally (
            board INTEGER NOT NULL,
            size INTEGER NOT NULL,
            block INTEGER NOT NULL,
            member INTEGER NOT NULL,
            right INTEGER NOT NULL,
            answered INTEGER NOT NULL CHECK (answered >= right),
            PRIMARY KEY (board, size, block, member)
        ) STRICT, WITHOUT ROWID
        """
    )
    # CROSS JOIN, so that SQLite keeps to this order: few questions first, then their attempts.
    db.execute(
        """
        CREATE VIEW score AS
        SELECT
            quiz.id AS quiz, question.place, attempt.member,
            quiz.guild, question.id AS question,
            question_board.board, size.value AS size, quiz.day / size.value AS block,
            attempt.choice = question.answer AS right
        FROM quiz
        CROSS JOIN question ON question.quiz = quiz.id
        CROSS JOIN attempt ON attempt.quiz = quiz.id AND attempt.place = question.place
        CROSS JOIN question_board ON question_board.quiz = quiz.id AND question_board.place = question.place
        CROSS JOIN (SELECT 1 AS value UNION ALL SELECT 4 UNION ALL SELECT 16 UNION ALL SELECT 64) AS size
        """
    )
    db.execute(
        """
        CREATE TRIGGER attempt_kept AFTER INSERT ON attempt BEGIN
            INSERT INTO tally (board, size, block, member, right, answered)
            SELECT board, size, block, member, right, 1 FROM score
            WHERE quiz = NEW.quiz AND place = NEW.place AND member = NEW.member
                AND NOT EXISTS (
                    SELECT 1 FROM retirement AS gone WHERE gone.guild = score.guild AND gone.question = score.question
                )
            ON CONFLICT DO UPDATE SET right = right + excluded.right, answered = answered + 1;
        END
        """
    )
    db.execute(
        """
        CREATE TRIGGER question_retired AFTER INSERT ON retirement BEGIN
            UPDATE tally SET right = tally.right - gone.right, answered = tally.answered - gone.answered
            FROM (
                SELECT board, size, block, member, sum(right) AS right, count(*) AS answered FROM score
                WHERE guild = NEW.guild AND question = NEW.question
                GROUP BY board, size, block, member
            ) AS gone
            WHERE (tally.board, tally.size, tally.block, tally.member)
                = (gone.board, gone.size, gone.block, gone.member);
        END
        """
    )
    db.execute(
        """
        CREATE TRIGGER question_reinstated AFTER DELETE ON retirement BEGIN
            INSERT INTO tally (board, size, block, member, right, answered)
            SELECT board, size, block, member, right, 1 FROM score
            WHERE guild = OLD.guild AND question = OLD.question
            ON CONFLICT DO UPDATE SET right = right + excluded.right, answered = answered + 1;
        END
        """
    )


@migrations()
def add_finished(db: Database) -> None:
    """Which quizzes are finished: their results are settled. What is left to close is found without all the others."""
    db.execute("ALTER TABLE quiz ADD COLUMN finished INTEGER NOT NULL DEFAULT 0 CHECK (finished IN (0, 1))")
    db.execute("CREATE INDEX quiz_unfinished ON quiz (closes_at) WHERE NOT finished")
    db.execute(
        """
        UPDATE quiz SET finished = 1
        FROM posting
        WHERE posting.kind = 'results' AND posting.day = quiz.day AND posting.guild = quiz.guild
            AND posting.at IS NOT NULL
        """
    )
    for event in ("INSERT", "UPDATE"):
        db.execute(
            f"""
            CREATE TRIGGER results_settled_by_{event} AFTER {event} ON posting
            WHEN NEW.kind = 'results' AND NEW.at IS NOT NULL BEGIN
                UPDATE quiz SET finished = 1 WHERE guild = NEW.guild AND day = NEW.day;
            END
            """  # noqa: S608 - one of two words of our own
        )
    db.execute(
        """
        CREATE TRIGGER quiz_kept_after_its_results AFTER INSERT ON quiz
        WHEN EXISTS (
            SELECT 1 FROM posting WHERE kind = 'results' AND day = NEW.day AND guild = NEW.guild AND at IS NOT NULL
        ) BEGIN
            UPDATE quiz SET finished = 1 WHERE id = NEW.id;
        END
        """
    )


@migrations()
def add_hindered(db: Database) -> None:
    """Which quizzes could not be played for more than half of their time: to miss them breaks no streak."""
    db.execute("ALTER TABLE quiz ADD COLUMN hindered INTEGER NOT NULL DEFAULT 0 CHECK (hindered IN (0, 1))")
