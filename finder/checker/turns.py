"""Turns at hosts: politeness for every request of a process, whoever makes it.

At most ``per_host`` requests at once to one host and ``in_all`` to all, ``delay`` seconds between two
starts at one host, Crawl-delay and Retry-After kept. Waiting for a host holds no place of the others; a
host that asked us to stay away longer than ``longest_wait`` is not waited for.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from finder.items import Failure
from finder.observe import LookFailed, Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_FORGET_ABOVE: Final = 20_000


@dataclass(slots=True)
class _Line:
    places: asyncio.Semaphore
    delay: float
    next_at: float = 0.0
    users: int = 0


class Turns:
    """The lines in front of all hosts. Times are in seconds."""

    def __init__(
        self, *, delay: float = 1.0, per_host: int = 1, in_all: int = 200, longest_wait: float = 60.0
    ) -> None:
        self._delay = delay
        self._longest_wait = longest_wait
        self._per_host = per_host
        self._places = asyncio.Semaphore(in_all)
        self._lines: dict[str, _Line] = {}
        self._stopping = asyncio.Event()
        self.waiting = 0
        self.in_flight = 0

    @asynccontextmanager
    async def turn(self, host: str) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` and hold it while the block runs.

        Raises :class:`LookFailed` with ``ASKED_TO_WAIT`` when the host does not want us back that soon, and
        :class:`Stopped` after :meth:`stop`.
        """
        if self._stopping.is_set():
            raise Stopped
        line = self._line(host)
        line.users += 1
        self.waiting += 1
        entered = False
        try:
            async with line.places, self._start(line):
                self.waiting -= 1
                self.in_flight += 1
                entered = True
                yield
        finally:
            line.users -= 1
            if entered:
                self.in_flight -= 1
            else:
                self.waiting -= 1

    def stop(self) -> None:
        """Give no more turns: whoever waits for one is told so at once."""
        self._stopping.set()
        # Nobody who gets a place now starts anything, so there may be one for each who waits.
        for line in self._lines.values():
            for _ in range(line.users):
                line.places.release()
        for _ in range(self.waiting):
            self._places.release()

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep at least ``seconds`` between two starts at ``host`` (Crawl-delay)."""
        line = self._line(host)
        line.delay = max(line.delay, seconds)
        line.next_at = max(line.next_at, time.monotonic() + line.delay)

    def hold(self, host: str, seconds: float) -> None:
        """Ask ``host`` for nothing in the next ``seconds`` (Retry-After)."""
        line = self._line(host)
        line.next_at = max(line.next_at, time.monotonic() + seconds)

    async def pause(self, seconds: float) -> None:
        """Sleep. Raises :class:`Stopped` when the crawl stops meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopped

    @asynccontextmanager
    async def _start(self, line: _Line) -> AsyncIterator[None]:
        """Hold a place among all while the block runs, which begins when the host is due."""
        while True:
            await self._wait(line)
            await self._places.acquire()
            # The host may have been put off while this waited for a place.
            if self._stopping.is_set() or line.next_at <= time.monotonic():
                break
            self._places.release()
        try:
            if self._stopping.is_set():
                raise Stopped
            line.next_at = time.monotonic() + line.delay
            yield
        finally:
            self._places.release()

    async def _wait(self, line: _Line) -> None:
        # A turn that is put off while it waits (Retry-After to a neighbour) waits on.
        while (seconds := line.next_at - time.monotonic()) > 0:
            if seconds > max(self._longest_wait, line.delay):
                raise LookFailed(Failure.ASKED_TO_WAIT, f"{seconds:.0f} s")
            await self.pause(seconds)

    def _line(self, host: str) -> _Line:
        line = self._lines.get(host)
        if line is None:
            if len(self._lines) >= _FORGET_ABOVE:
                self._forget_idle()
            line = self._lines[host] = _Line(asyncio.Semaphore(self._per_host), self._delay)
        return line

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._lines = {
            host: line
            for host, line in self._lines.items()
            if line.users or line.next_at > now or line.delay != self._delay
        }


def retry_after(value: str) -> float | None:
    """Seconds that a Retry-After header asks for (a number or an HTTP date); ``None`` without one."""
    if value.isascii() and value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except (ValueError, OverflowError):
        return None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    return max(0.0, (moment - datetime.now(UTC)).total_seconds())
