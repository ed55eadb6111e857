"""Turns at hosts: politeness for every request of a process, whoever makes it.

At most ``per_host`` requests at once to one host and ``in_all`` to all, ``delay`` seconds between two
starts at one host, Crawl-delay and Retry-After kept. Waiting for a host holds no place of the others; a
host that asked us to stay away longer than ``longest_wait`` is not waited for.

What a page in a browser loads is part of one visit, as a person's would be: such requests come before the
others that wait for the host, and a fifth of the delay apart, unless the host asked for a delay itself.
Whoever shows the page bounds their number. After the last the host is left alone for the whole delay.
"""

from __future__ import annotations

import asyncio
import time
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final

from finder.items import Failure
from finder.observe import LookFailed, Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

_FORGET_ABOVE: Final = 20_000
_PART: Final = 0.2  # of a host's delay, between the parts of a page


class _Line:
    """The line in front of one host: who comes next, and when. Parts of pages have a line beside it."""

    def __init__(self, per_host: int, delay: float) -> None:
        self.places = asyncio.Semaphore(per_host)
        self.parts = asyncio.Semaphore(1)
        self.inside = asyncio.Semaphore(per_host)
        self.delay = delay
        self.users = 0
        self._asked = False
        self._next_at = 0.0
        self._next_part_at = 0.0

    def due(self, *, part: bool) -> float:
        """When the next may start."""
        return self._next_part_at if part else self._next_at

    def started(self) -> None:
        """Put off the next by the delay."""
        self._put_off(self.delay, self.delay if self._asked else self.delay * _PART)

    def ask(self, seconds: float) -> None:
        """Keep at least so many seconds between two starts from now on, because the host wants that."""
        self._asked = True
        self.delay = max(self.delay, seconds)
        self.hold(self.delay)

    def hold(self, seconds: float) -> None:
        """Let nothing start in so many seconds."""
        self._put_off(seconds, seconds)

    def _put_off(self, seconds: float, part_seconds: float) -> None:
        now = time.monotonic()
        self._next_at = max(self._next_at, now + seconds)
        self._next_part_at = max(self._next_part_at, now + part_seconds)


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
    async def turn(self, host: str, *, part: bool = False) -> AsyncIterator[None]:
        """Wait for a turn at ``host`` (``part``: of a page, see above) and hold it while the block runs.

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
            async with line.parts if part else line.places, self._start(line, part=part):
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
                for places in (line.places, line.parts, line.inside):
                    places.release()
        for _ in range(self.waiting):
            self._places.release()

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep at least ``seconds`` between two starts at ``host`` (Crawl-delay)."""
        self._line(host).ask(seconds)

    def hold(self, host: str, seconds: float) -> None:
        """Ask ``host`` for nothing in the next ``seconds`` (Retry-After)."""
        self._line(host).hold(seconds)

    async def pause(self, seconds: float) -> None:
        """Sleep. Raises :class:`Stopped` when the crawl stops meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopped

    @asynccontextmanager
    async def _start(self, line: _Line, *, part: bool) -> AsyncIterator[None]:
        """Hold a place among all while the block runs, which begins when the host is due."""
        while True:
            await self._wait(line, part=part)
            async with line.inside, self._places:
                if self._stopping.is_set():
                    raise Stopped
                # The host may have been put off while this waited for a place.
                if line.due(part=part) <= time.monotonic():
                    line.started()
                    yield
                    return

    async def _wait(self, line: _Line, *, part: bool) -> None:
        # A turn that is put off while it waits (Retry-After to a neighbour) waits on.
        while (seconds := line.due(part=part) - time.monotonic()) > 0:
            if seconds > max(self._longest_wait, line.delay):
                raise LookFailed(Failure.ASKED_TO_WAIT, f"{seconds:.0f} s")
            await self.pause(seconds)

    def _line(self, host: str) -> _Line:
        line = self._lines.get(host)
        if line is None:
            if len(self._lines) >= _FORGET_ABOVE:
                self._forget_idle()
            line = self._lines[host] = _Line(self._per_host, self._delay)
        return line

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._lines = {
            host: line
            for host, line in self._lines.items()
            if line.users or line.due(part=False) > now or line.delay != self._delay
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
