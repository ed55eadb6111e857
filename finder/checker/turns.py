"""Turns at hosts: politeness for every request of a process, whoever makes it.

At most ``per_host`` requests at once to one host and ``in_all`` to all, ``delay`` seconds between two
starts at one host, Crawl-delay and Retry-After kept. Waiting for a host holds no place of the others; a
host that asked us to stay away longer than ``longest_wait`` is not waited for.

Where several processes crawl, they take turns at a host as well: see :class:`HostLeases`.
"""

from __future__ import annotations

import asyncio
import math
import time
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Protocol

from finder.items import Failure
from finder.observe import LookFailed, Stopped

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable

_FORGET_ABOVE: Final = 20_000
_LET_GO_SECONDS: Final = 0.05
# So long a host stays in our hands although another process waits, if there is something to do.
_KEEP_SECONDS: Final = 1.0


class HostLeases(Protocol):
    """Who of several processes may ask a host. All times are seconds from now."""

    @property
    def valid(self) -> bool:
        """Whether the others still believe that we are alive: what we hold is ours only as long."""

    async def take(self, host: str, delay: float) -> None:
        """Wait until ``host`` is ours, which :meth:`Turns.took` is told; ``delay``: what we keep there.

        Raises :class:`Stopped`.
        """

    def give(self, host: str, seconds: float, delay: float) -> None:
        """``host`` is not ours any more; it may be asked again in ``seconds``."""

    def note(self, host: str, seconds: float, delay: float) -> None:
        """``host``, which is ours, may be asked again in ``seconds``: whoever gets it must know."""

    def stop(self) -> None:
        """Whoever waits for a host is told that there will be none."""


@dataclass(slots=True)
class _Line:
    host: str
    places: asyncio.Semaphore
    delay: float
    next_at: float = 0.0
    users: int = 0
    in_flight: int = 0
    # Whether we hold the lease of the host, have asked it since, and whether another process waits for it.
    held: bool = False
    used: bool = False
    wanted: bool = False
    keep_until: float = 0.0
    left_at: float = -math.inf

    @property
    def others_at(self) -> float:
        """When another process may ask the host: it knows when our request ended, and not when it arrived."""
        return max(self.next_at, self.left_at + self.delay)


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
        self._held: dict[str, _Line] = {}
        self._leases: HostLeases | None = None
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
            self._give_wanted(line)

    def stop(self) -> None:
        """Give no more turns: whoever waits for one is told so at once."""
        self._stopping.set()
        if self._leases:
            self._leases.stop()
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
        self._put_off(line, line.delay)

    def hold(self, host: str, seconds: float) -> None:
        """Ask ``host`` for nothing in the next ``seconds`` (Retry-After)."""
        self._put_off(self._line(host), seconds)

    async def pause(self, seconds: float) -> None:
        """Sleep. Raises :class:`Stopped` when the crawl stops meanwhile."""
        try:
            async with asyncio.timeout(seconds):
                await self._stopping.wait()
        except TimeoutError:
            return
        raise Stopped

    # --- hosts that are shared with other processes ---------------------------------------------------

    def share(self, leases: HostLeases) -> None:
        """From now on ask a host only while we hold its lease."""
        self._leases = leases

    def let_go(self, hosts: Iterable[str]) -> None:
        """Others wait for these hosts: give each back when we had a share and nothing is under way."""
        for line in map(self._line, hosts):
            line.wanted = True
            self._give_wanted(line)

    def let_go_idle(self, seconds: float) -> None:
        """Give back the hosts that nobody of us wants and that could have been asked ``seconds`` ago."""
        before = time.monotonic() - seconds
        for line in [line for line in self._held.values() if not line.users and line.others_at < before]:
            self._give(line)

    def lose(self) -> None:
        """Other processes may have got what we held: none of it is ours any more."""
        for line in self._held.values():
            line.held = line.wanted = False
        self._held.clear()

    def took(self, host: str, seconds: float, delay: float) -> None:
        """``host`` is ours: it may be asked in ``seconds``, and each time after ``delay`` at least."""
        line = self._line(host)
        line.delay = max(line.delay, delay)
        line.next_at = max(line.next_at, time.monotonic() + seconds)
        line.held, line.used, self._held[host] = True, False, line
        line.keep_until = time.monotonic() + _KEEP_SECONDS

    def _give_wanted(self, line: _Line) -> None:
        if line.wanted and not line.in_flight and (self._had_share(line) or not line.users):
            self._give(line)

    def _give(self, line: _Line) -> None:
        line.held = line.wanted = False
        self._held.pop(line.host, None)
        if self._leases:
            self._leases.give(line.host, max(0.0, line.others_at - time.monotonic()), line.delay)

    async def _take(self, line: _Line) -> None:
        """Wait until the host is ours among all processes."""
        while self._leases and not self._is_ours(line):
            if line.wanted:
                # It is given back when those of us who are there have come back.
                await self.pause(_LET_GO_SECONDS)
            else:
                await self._leases.take(line.host, line.delay)

    def _is_ours(self, line: _Line) -> bool:
        if self._leases is None:
            return True
        return line.held and self._leases.valid and not (line.wanted and self._had_share(line))

    def _had_share(self, line: _Line) -> bool:
        # Given away unused, or after each request, it would only go to and fro.
        return not line.held or (line.used and line.keep_until <= time.monotonic())

    # --- inside -----------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _start(self, line: _Line) -> AsyncIterator[None]:
        """Hold a place among all while the block runs, which begins when the host is due."""
        while True:
            await self._take(line)
            await self._wait(line)
            await self._places.acquire()
            # The host may have been put off, or given to others, while this waited for a place.
            if self._stopping.is_set() or (self._is_ours(line) and line.next_at <= time.monotonic()):
                break
            self._places.release()
        line.in_flight += 1
        try:
            if self._stopping.is_set():
                raise Stopped
            line.used = True
            line.next_at = time.monotonic() + line.delay
            yield
        finally:
            line.in_flight -= 1
            line.left_at = time.monotonic()
            self._places.release()

    def _put_off(self, line: _Line, seconds: float) -> None:
        line.next_at = max(line.next_at, time.monotonic() + seconds)
        if line.held and self._leases:
            self._leases.note(line.host, max(0.0, line.next_at - time.monotonic()), line.delay)

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
            line = self._lines[host] = _Line(host, asyncio.Semaphore(self._per_host), self._delay)
        return line

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._lines = {
            host: line
            for host, line in self._lines.items()
            if line.users or line.held or line.next_at > now or line.delay != self._delay
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
