"""The command line: parse, make one call, show the result; what goes wrong becomes one sentence and an exit code.

What a command needs is imported in the command: `studybot ask` answers sooner for every module it does not load.
"""

from __future__ import annotations

import io
import os
import sys
import traceback
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from bot.text import one_line

if TYPE_CHECKING:
    from bot.app import App
    from bot.store.protocol.attempts import AttemptRecord
    from knowledge.index import Progress

PROGRAM = "studybot"
FAILURE, INTERRUPTED = 1, 130
"""Exit codes beside those of `click`, which has 2 for what was asked for in a wrong way."""

_F = TypeVar("_F", bound=Callable[..., Any])


class CommandError(Exception):
    """A command that cannot be done. Its text is one sentence that is safe to show."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command that `argv` (default: the arguments of the process) names, and return its exit code."""
    _accept_any_character()
    try:
        code = cli.main(args=None if argv is None else list(argv), prog_name=PROGRAM, standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        _tell(_usage_sentence(error))
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        return INTERRUPTED
    except BrokenPipeError:
        _drop_output()
        return FAILURE
    except Exception as error:  # the last resort: whatever it is, its reader is not to see a traceback
        _tell(_failure_sentence(error))
        return FAILURE
    return code if isinstance(code, int) else 0


def _accept_any_character() -> None:
    """Write what a terminal of another encoding cannot show as question marks, instead of failing over it."""
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:  # the program was started without it
            setattr(sys, name, io.StringIO())
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _drop_output() -> None:
    """Let the interpreter flush into nothing at its end, where the reader of a pipe is gone."""
    with suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _tell(sentence: str) -> None:
    with suppress(OSError, ValueError):
        print(one_line(sentence), file=sys.stderr, flush=True)


def _usage_sentence(error: click.ClickException) -> str:
    context = error.ctx if isinstance(error, click.UsageError) else None
    said = error.format_message().rstrip(".")
    see = f"see `{context.command_path if context else PROGRAM} --help`."
    # Some end in a guess of what was meant.
    return f"{said} Or {see}" if said.endswith("?") else f"{said}: {see}"


def _failure_sentence(error: Exception) -> str:
    from bot.settings import SettingsError
    from bot.store.protocol import StoreError
    from knowledge.files import NotesError

    if isinstance(error, CommandError | NotesError | SettingsError | StoreError):
        return str(error)
    if isinstance(error, OSError):
        at = f" ({error.filename})" if error.filename else ""
        return f"The system refused: {error.strerror or type(error).__name__}{at}."
    frames = traceback.extract_tb(error.__traceback__)
    at = f" at {Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"This is a bug of Studybot: please report {type(error).__name__}{at} and what you were doing."


def _print_version(context: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not context.resilient_parsing:
        from importlib.metadata import PackageNotFoundError, version

        try:
            number = version(PROGRAM)
        except PackageNotFoundError:
            number = "(not installed)"
        click.echo(f"{PROGRAM} {number}")
        context.exit()


def _notes_option(command: _F) -> _F:
    return click.option(
        "--notes",
        metavar="DIR",
        callback=_notes_path,
        help="A folder of notes (.md, .markdown, .txt) or a single file. Default: NOTES_DIR, else notes/.",
    )(command)


def _notes_path(_: click.Context, parameter: click.Parameter, value: str | None) -> Path | None:
    if value is not None and not value.strip():
        raise click.BadParameter("it is empty", param=parameter)
    return None if value is None else Path(value)


@click.group(no_args_is_help=False, context_settings={"help_option_names": ["-h", "--help"]})
@click.option(
    "--version", is_flag=True, is_eager=True, expose_value=False, callback=_print_version, help="Show the version."
)
def cli() -> None:
    """Answers from your own notes, each with file and line."""


@cli.command()
@_notes_option
def chat(notes: Path | None) -> None:
    """Ask the notes in the terminal: answers, places, topics, questions to practise with.

    Without a terminal, questions are read line by line from standard input.
    """
    from bot.board import Leaderboard
    from bot.chat import COMMANDS, banner, converse
    from bot.clock import SystemClock
    from bot.screen import PlainScreen, is_interactive, screen_for

    clock = SystemClock()
    seed = int(clock.now().timestamp())
    with _opened(notes) as app:
        board = None if app.data_dir is None else Leaderboard(app.data_dir, clock)
        if not is_interactive():
            converse(app.knowledge, _input_lines(), PlainScreen(sys.stdout), seed, board)
            return
        from bot.prompt import typed

        screen = screen_for(sys.stdout)
        screen.show(banner(app, first_time=app.history is None or not app.history.exists()))
        lines = typed({name: c.does for name, c in COMMANDS.items()}, app.history)
        converse(app.knowledge, lines, screen, seed, board)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for other programs.")
@_notes_option
@click.argument("question", nargs=-1)
def ask(question: tuple[str, ...], notes: Path | None, as_json: bool) -> None:
    """Answer QUESTION from the notes; without it, one question per line of standard input."""
    from bot import render
    from bot.screen import screen_for

    with _opened(notes) as app:
        screen = screen_for(sys.stdout)
        if not question and sys.stdin is not None and sys.stdin.isatty():
            _tell("One question a line; Ctrl-D ends.")
        for number, text in enumerate([_readable(" ".join(question))] if question else _input_lines()):
            found = app.knowledge.ask(text)
            if as_json:
                click.echo(render.as_json(text, found))
            else:
                screen.show((*([render.BLANK] if number else []), *render.answer(found)))


@cli.command()
@_notes_option
def index(notes: Path | None) -> None:
    """Build or refresh the knowledge base: only what changed is read anew."""
    from bot import render
    from bot.screen import screen_for

    with _progress() as progress, _app(notes, progress=progress) as app:
        pass
    screen_for(sys.stdout).show(render.summary(app.summary))
    _need_notes(app)


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for other programs.")
@_notes_option
@click.option("--count", type=click.IntRange(min=1), metavar="N", help="Choose N, spread over topics and kinds.")
@click.option("--seed", type=int, default=0, metavar="N", help="Another choice, and other places of the right answers.")
@click.option("--topic", metavar="T", help="Only those under a heading or in a file with these words.")
@click.option("--typed", is_flag=True, help="Only flash cards: questions whose answer can be typed.")
@click.option("--coverage", is_flag=True, help="How many facts and questions each heading has, instead of questions.")
def questions(  # noqa: PLR0913 - one for each option
    *, notes: Path | None, as_json: bool, count: int | None, seed: int, topic: str | None, typed: bool, coverage: bool
) -> None:
    """Show the quiz questions that the notes give, each with its answer and its place."""
    from bot import quiz_render
    from bot.screen import screen_for
    from knowledge.quiz.choosing import about, choose
    from knowledge.quiz.grading import cards

    if coverage and (count is not None or topic is not None or typed):
        raise click.UsageError("--coverage counts all questions: leave out --count, --topic and --typed.")
    with _opened(notes) as app:
        if coverage:
            covered = app.knowledge.coverage()
            lines, blocks = quiz_render.coverage_json(covered), quiz_render.coverage(covered)
        else:
            found = app.knowledge.questions(seed=seed)
            found = cards(found) if typed else found
            found = found if topic is None else about(found, topic)
            found = found if count is None else choose(found, count, seen={}, seed=seed)
            lines, blocks = quiz_render.as_json(found, typed=typed), quiz_render.questions(found, typed=typed)
    if as_json:
        click.echo("".join(f"{line}\n" for line in lines), nl=False)
    else:
        screen_for(sys.stdout).show(blocks)


@cli.group("notes", no_args_is_help=False)
def for_authors() -> None:
    """What helps those who write the notes."""


@for_authors.command("check")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, for other programs.")
@_notes_option
def check_notes(notes: Path | None, as_json: bool) -> int:
    """Look for what is to be mended in the notes, each with its place.

    Headings without content, facts without a subject, facts written down twice, values that disagree, links that lead
    nowhere, what could not be read, quiz questions that cannot be asked. The exit code is 1 where there is any.
    """
    from bot import check_render
    from bot.screen import screen_for
    from bot.settings import load_settings
    from knowledge.check.run import beside, check
    from knowledge.files import read_notes

    root = load_settings(os.environ).notes_dir if notes is None else notes
    files = tuple(read_notes(root))
    if not files:
        raise CommandError(_no_notes(root))
    found = check(files, beside(root))
    if as_json:
        click.echo("".join(f"{line}\n" for line in check_render.as_json(found)), nl=False)
    else:
        screen_for(sys.stdout).show(check_render.findings(found, len(files)))
    return FAILURE if found else 0


@cli.command("eval")
@click.argument("questions", metavar="QUESTIONS.jsonl", type=click.Path(path_type=Path))
@_notes_option
@click.option("--by", type=click.Choice(["style", "type", "file"]), help="Figures of each group, too.")
@click.option("--misses", type=click.IntRange(min=0), default=0, metavar="N", help="Show the first N that went wrong.")
def evaluate(questions: Path, notes: Path | None, by: str | None, misses: int) -> None:
    """Score the answers to a set of questions whose answers are known."""
    from bot import render
    from bot.screen import screen_for
    from knowledge import evaluation

    cases = evaluation.load_cases(questions)
    with _opened(notes) as app:
        pairs = [(case, app.knowledge.ask(case.question)) for case in cases]
    groups = {"all": evaluation.score(pairs)}
    if by:
        groups |= evaluation.score_by(pairs, evaluation.Grouping(by))
    screen_for(sys.stdout).show((*render.figures(groups), *render.misses(evaluation.misses(pairs, misses))))


@cli.command()
def run() -> None:
    """Run the Discord bot until Ctrl-C; DISCORD_TOKEN is its token."""
    from bot.client import StartError
    from bot.run import run as run_bot
    from bot.settings import load_settings

    try:
        run_bot(load_settings(os.environ), click.echo)
    except StartError as error:
        raise CommandError(str(error)) from error


@cli.command()
def doctor() -> int:
    """Check what the Discord bot needs, point by point, and say what to do.

    The exit code is 1 where the bot could not run.
    """
    from bot.client_check import ask_discord
    from bot.clock import SystemClock
    from bot.doctor import State, examine

    fails = 0
    for finding in examine(os.environ, ask_discord, SystemClock()):
        click.echo(finding)
        fails += finding.state is State.FAILS
    click.echo("The bot cannot run yet: mend what FAILS." if fails else "The bot can run: `studybot run`.")
    return FAILURE if fails else 0


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE where it is there already.")
def backup(file: Path, force: bool) -> None:
    """Copy the group's state to FILE, also while the bot runs, and check the copy.

    The key study.key is not in it: keep a copy of it too, if votes are to stay one per voter.
    """
    from bot.store.backup import back_up
    from bot.store.sqlite import SECRET_NAME

    with _writing(file):
        back_up(_database(), file, replace=force)
    click.echo(f"{file} has everything, and was checked.")
    click.echo(f"{SECRET_NAME} is not in it: keep a copy of that too, if votes are to stay one per voter.")


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
def restore(file: Path) -> None:
    """Put the backup FILE in the place of the group's state; end the bot before.

    FILE is checked first. What was there before is kept beside it.
    """
    from bot.store.backup import restore as put_back

    kept = put_back(file, _database())
    click.echo(f"The state is that of {file} now.")
    if kept is not None:
        click.echo(f"What was there before is kept as {kept.name} in DATA_DIR.")


@cli.command()
@click.option("--guild", type=int, metavar="ID", help="The Discord server, where there are several.")
@click.option(
    "--format", "as_", type=click.Choice(["csv", "json"]), default="csv", help="A table, or an object a line."
)
@click.option("--output", type=click.Path(path_type=Path), metavar="FILE", help="Default: standard output.")
def export(guild: int | None, as_: str, output: Path | None) -> None:
    """Write all answers to the daily quizzes of a server: who chose what, when, and whether it was right."""
    import asyncio

    from bot import export_render
    from bot.store.snapshot import snapshot
    from bot.store.whole_file import whole_file

    async def records() -> tuple[AttemptRecord, ...]:
        async with snapshot(_database()) as store:
            return await store.attempts.records(_chosen(guild, await store.attempts.guilds()))

    render = export_render.as_csv if as_ == "csv" else export_render.as_json
    lines = (f"{line}\n" for line in render(asyncio.run(records())))
    if output is None:
        for line in lines:
            click.echo(line, nl=False)
        return
    with _writing(output), whole_file(output) as new, new.open("w", encoding="utf-8", newline="") as file:
        file.writelines(lines)


@contextmanager
def _writing(path: Path) -> Iterator[None]:
    """What the system says to writing a file, as a sentence about it."""
    try:
        yield
    except OSError as error:
        cause = error.strerror or type(error).__name__
        raise CommandError(
            f"{path} cannot be written ({cause}): name a file in a folder that may be written and has room."
        ) from error


def _database() -> Path:
    from bot.settings import load_settings
    from bot.store.sqlite import FILE_NAME

    return load_settings(os.environ).data_dir / FILE_NAME


def _chosen(guild: int | None, guilds: Sequence[int]) -> int:
    """The guild to export: the one that was named, or the only one."""
    if not guilds:
        raise CommandError("Nobody has answered a daily quiz yet: there is nothing to export.")
    if guild is None and len(guilds) == 1:
        return guilds[0]
    if guild is None or guild not in guilds:
        known = ", ".join(map(str, guilds))
        raise click.UsageError(f"Name one of the servers with --guild: {known}")
    return guild


@contextmanager
def _app(notes: Path | None, *, progress: Progress | None = None, spare: bool = False) -> Iterator[App]:
    from bot.app import open_app
    from bot.settings import load_settings

    with open_app(load_settings(os.environ), notes, progress=progress, spare=spare) as app:
        yield app


@contextmanager
def _opened(notes: Path | None) -> Iterator[App]:
    """The program with notes to answer from; what its user should know was said on standard error."""
    with _app(notes, spare=True) as app:
        for notice in app.notices:
            _tell(notice)
        _need_notes(app)
        yield app


def _need_notes(app: App) -> None:
    done = app.summary
    if done.files:
        return
    if not done.skipped:
        raise CommandError(_no_notes(app.notes))
    first = done.skipped[0]
    if app.notes.is_file():
        raise CommandError(f"{app.notes} cannot be used as notes: {first.reason}.")
    raise CommandError(f"No file in {app.notes} can be used as notes ({first.path}: {first.reason}).")


def _no_notes(folder: Path) -> str:
    return f"There are no notes in {folder}: put .md, .markdown or .txt files there."


def _readable(argument: str) -> str:
    """Return an argument with a replacement character for each byte that is not UTF-8."""
    return argument.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _input_lines() -> Iterator[str]:
    """The lines of standard input that are not blank, whatever bytes they hold."""
    if sys.stdin is None:
        return
    for raw in sys.stdin.buffer:
        text = raw.decode("utf-8", errors="replace").lstrip("\ufeff").strip()
        if text:
            yield text


@contextmanager
def _progress() -> Iterator[Progress | None]:
    """Shows on standard error how many files were read, for as long as they are read; nothing without a terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import BarColumn, SpinnerColumn, TextColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), BarColumn(bar_width=30), TextColumn("{task.description}"))
    with Bar(*columns, console=Console(file=sys.stderr), transient=True) as bar:
        task = bar.add_task("Reading the notes", total=None)

        def show(done: int, total: int) -> None:
            if done < total:
                bar.update(task, description=f"Reading note {done:,} of {total:,}", completed=done, total=total)
            else:
                bar.update(task, description=f"{total:,} read, building the knowledge base", total=None)

        yield show
