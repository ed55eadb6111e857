"""A database on a thread of its own, for an event loop that must not wait for a disk."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING, Concatenate, ParamSpec, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from finder.storage.database import Database

P = ParamSpec("P")
T = TypeVar("T")


class StorageThread:
    """Does on one thread, one after another, what :class:`finder.storage.Database` does."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="finder-storage")

    async def migrate(self) -> None:
        """See :meth:`finder.storage.Database.migrate`."""
        await self._run(self._database.migrate)

    async def write(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See :meth:`finder.storage.Database.write`."""
        return await self._run(partial(self._database.write, work, *args, **kwargs))

    async def read(
        self, work: Callable[Concatenate[Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """See :meth:`finder.storage.Database.read`."""
        return await self._run(partial(self._database.read, work, *args, **kwargs))

    def close(self) -> None:
        """End the thread; the database stays open."""
        self._thread.shutdown()

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)
