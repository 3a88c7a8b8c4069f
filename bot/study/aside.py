"""Work done in a process of its own.

Reading notes and making questions is work for the processor: in a thread of the bot it would make every answer wait
(see `docs/decisions.md`).
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Callable
from typing import ParamSpec, TypeVar, cast

from knowledge.files import NotesError, StorageError

NICENESS = 10
"""How far the work stands back behind the answering, where there are more tasks than processors."""

_P = ParamSpec("_P")
_T = TypeVar("_T")


async def aside(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """Return what a function of a module returns that is called in another process; ends that process when cancelled.

    Raises NotesError where the function does, and StorageError when the process ended without a result.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the bot, which ends this process itself
    )
    try:
        result, _ = await process.communicate(pickle.dumps((work, args, kwargs)))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise StorageError(f"The notes could not be read again (exit code {process.returncode}): look into the log.")
    outcome: object = pickle.loads(result)  # noqa: S301 - our own process wrote it
    if isinstance(outcome, NotesError):
        raise outcome
    return cast("_T", outcome)


def main() -> None:
    """Do what standard input asks for and write the outcome to standard output."""
    if hasattr(os, "nice"):  # Windows has it not
        os.nice(NICENESS)
    work, args, kwargs = pickle.load(sys.stdin.buffer)  # noqa: S301 - `aside` wrote it
    try:
        outcome: object = work(*args, **kwargs)
    except NotesError as error:
        outcome = error
    sys.stdout.buffer.write(pickle.dumps(outcome))


if __name__ == "__main__":
    main()
