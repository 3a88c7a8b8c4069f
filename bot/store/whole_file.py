"""A file that is there as a whole or not at all."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkstemp


@contextmanager
def whole_file(target: Path) -> Iterator[Path]:
    """Yield an empty file beside the target to write to, which only this user may read.

    At the end it takes the place of the target in one step. Where writing fails, the target stays as it is.

    Raises OSError where a folder or a device is in its place, and where the system refuses.
    """
    if target.exists() and not target.is_file():
        raise OSError(errno.EEXIST, "it is no file", str(target))  # the place of a device is not to be taken
    handle, name = mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(handle)
    new = Path(name)
    try:
        yield new
        with new.open("rb") as file:
            os.fsync(file.fileno())
        new.replace(target)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
