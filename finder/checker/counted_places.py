"""A number of places that are held for a while: at a host, or among all requests."""

from __future__ import annotations

import asyncio
import sys
from collections import deque


class Places:
    """So many places, given in the order in which they are asked for; a free one costs next to nothing."""

    __slots__ = ("_free", "_queue")

    def __init__(self, free: int) -> None:
        self._free = free
        self._queue: deque[asyncio.Future[None]] | None = None

    def take_now(self) -> bool:
        """Take a free place, if there is one."""
        if self._free <= 0:
            return False
        self._free -= 1
        return True

    async def take(self) -> None:
        """Wait for a place, where none is free."""
        if self._queue is None:
            self._queue = deque()
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._queue.append(waiter)
        try:
            await waiter
        except BaseException:
            if waiter.done() and not waiter.cancelled():
                self.give()
            raise

    def give(self) -> None:
        """Give a place back, to whoever waits for one."""
        while self._queue:
            waiter = self._queue.popleft()
            if not waiter.done():
                waiter.set_result(None)
                return
        self._free += 1

    def open(self) -> None:
        """Let everybody in, who waits and who comes."""
        self._free = sys.maxsize // 2
        for _ in range(len(self._queue or ())):
            self.give()

    def are_free(self, number: int) -> bool:
        """Whether so many places are free."""
        return self._free >= number
