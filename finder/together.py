"""Several that wait for the same work to be done, which costs hardly more for all of them than for one."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from finder.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

T = TypeVar("T")

# Nobody notices it beside what fetching a page takes.
_GATHER_SECONDS: Final = 0.05


class Together(Generic[T]):
    """Things that are done a few at a time, by ``work``, each as soon as it is reported or a moment later."""

    def __init__(self, work: Callable[[Sequence[T]], Awaitable[None]]) -> None:
        self._work = work
        self._waiting: list[tuple[T, asyncio.Future[None]]] = []
        self._turn = asyncio.Lock()
        self._all_there = asyncio.Event()

    async def done(self, thing: T, expected: int) -> None:
        """Wait until ``work`` was done with a thing; raises what it raised.

        ``expected``: how many may be reported soon, this one among them; it is not waited for others.
        """
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, future))
        if len(self._waiting) >= expected:
            self._all_there.set()
        async with self._turn:
            if not future.done():
                await self._do_all_there()
        await future

    async def _do_all_there(self) -> None:
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(_GATHER_SECONDS):
                await self._all_there.wait()
        self._all_there.clear()
        some, self._waiting = self._waiting, []
        await self._do(some)

    async def _do(self, some: Sequence[tuple[T, asyncio.Future[None]]]) -> None:
        try:
            await self._work([thing for thing, _ in some])
        except Exception as error:
            if len(some) > 1 and not isinstance(error, StorageError):
                # One of them is at fault; the others are not to suffer.
                for one in some:
                    await self._do([one])
            else:
                for _, future in some:
                    _fail(future, error)
        except BaseException:
            for _, future in some:
                future.cancel()
            raise
        else:
            for _, future in some:
                if not future.done():
                    future.set_result(None)


def _fail(future: asyncio.Future[None], error: Exception) -> None:
    if not future.done():
        future.set_exception(error)
        # Who waited for it may have been cancelled.
        future.exception()
