"""The knowledge base brought up to date in a process of its own.

Reading notes is work for the processor: in a thread of the bot it would make every question wait (see
`docs/decisions.md`).
"""

from __future__ import annotations

import asyncio
import os
import pickle
import sys
from collections.abc import Sequence
from pathlib import Path

from knowledge.files import NotesError, Source, StorageError
from knowledge.index import Summary, build

NICENESS = 10
"""How far the reading stands back behind the answering, where there are more tasks than processors."""


async def build_aside(sources: Sequence[Source], data_dir: Path) -> Summary:
    """Do what `knowledge.index.build` does, in another process; ends that process when it is cancelled.

    Raises NotesError as `build` does, and StorageError when the process ended without a result.
    """
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", __name__),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the bot, which ends this process itself
    )
    try:
        result, _ = await process.communicate(pickle.dumps((tuple(sources), data_dir)))
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        raise StorageError(f"The notes could not be read again (exit code {process.returncode}): look into the log.")
    outcome: Summary | NotesError = pickle.loads(result)  # noqa: S301 - our own process wrote it
    if isinstance(outcome, NotesError):
        raise outcome
    return outcome


def main() -> None:
    """Build what standard input asks for and write the outcome to standard output."""
    if hasattr(os, "nice"):  # Windows has it not
        os.nice(NICENESS)
    sources, data_dir = pickle.load(sys.stdin.buffer)  # noqa: S301 - `build_aside` wrote it
    try:
        outcome: Summary | NotesError = build(sources, data_dir)
    except NotesError as error:
        outcome = error
    sys.stdout.buffer.write(pickle.dumps(outcome))


if __name__ == "__main__":
    main()
