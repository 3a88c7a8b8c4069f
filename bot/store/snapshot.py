"""The store as it is at one moment, to look at: nobody who works with it is held up, and nothing of it is changed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store.backup import back_up
from bot.store.protocol import StoreError
from bot.store.sqlite import FILE_NAME, SqliteStore


@asynccontextmanager
async def snapshot(database: Path) -> AsyncIterator[SqliteStore]:
    """Open a copy of the store's file, which goes at the end.

    Raises StoreError where there is no such file, or it cannot be copied.
    """
    with TemporaryDirectory(prefix="studybot-") as folder:
        try:
            await asyncio.to_thread(back_up, database, Path(folder) / FILE_NAME)
        except OSError as error:
            cause = error.strerror or type(error).__name__
            raise StoreError(
                f"There is no place for a copy of {database.name} ({cause}): set TMPDIR to a folder with room for it."
            ) from error
        store = SqliteStore(Path(folder))
        await store.open()
        try:
            yield store
        finally:
            await store.close()
