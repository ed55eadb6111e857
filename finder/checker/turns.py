"""Turns at hosts: politeness for every request of a process, whoever makes it.

At most ``per_host`` requests at once to one host and ``in_all`` to all, ``delay`` seconds between two
starts at one host, Crawl-delay and Retry-After kept. Waiting for a host holds no place of the others; a
host that asked us to stay away longer than ``longest_wait`` is not waited for.

What a page in a browser loads is part of one visit, as a person's would be: such requests come before the
others that wait for the host, and a fifth of the delay apart, unless the host asked for a delay itself.
Whoever shows the page bounds their number. After the last the host is left alone for the whole delay.

Where several processes crawl, a turn waits until this one holds the host: see :mod:`finder.checker.holding`.
"""

from __future__ import annotations

import asyncio
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Final, Self

from finder.checker.counted_places import Places
from finder.checker.holding import Holds
from finder.items import Failure
from finder.observe import LookFailed, Stopped

if TYPE_CHECKING:
    from types import TracebackType

    from finder.checker.holding import HostLeases

_FORGET_ABOVE: Final = 20_000
_PART: Final = 0.2  # of a host's delay, between the parts of a page


class _Line:
    """The line in front of one host: who comes next, and when. Parts of pages have a line beside it."""

    __slots__ = ("_asked", "_next_at", "_next_part_at", "delay", "host", "inside", "parts", "places")

    def __init__(self, host: str, per_host: int, delay: float) -> None:
        self.host = host
        self.places = Places(per_host)
        self.parts = Places(1)
        self.inside = Places(per_host)
        self.delay = delay
        self._asked = False
        self._next_at = 0.0
        self._next_part_at = 0.0

    def is_idle(self, per_host: int) -> bool:
        """Whether nobody is in it, of the ``per_host`` who may be inside."""
        return self.places.are_free(per_host) and self.parts.are_free(1) and self.inside.are_free(per_host)

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


class _Turn:
    """A turn at a host, held while its block runs."""

    __slots__ = ("_door", "_holds", "_line", "_part", "_turns")

    def __init__(self, turns: Turns, line: _Line, *, part: bool) -> None:
        self._turns = turns
        self._holds = turns.holds
        self._line = line
        self._part = part
        self._door = line.parts if part else line.places

    async def __aenter__(self) -> Self:
        turns, door = self._turns, self._door
        turns.waiting += 1
        try:
            if turns.is_stopping:
                raise Stopped
            if self._holds:
                self._holds.enter(self._line.host)
            try:
                await self._pass(door)
            except BaseException:
                if self._holds:
                    self._holds.leave(self._line.host)
                raise
        finally:
            turns.waiting -= 1
        turns.in_flight += 1
        return self

    def sent(self) -> None:
        """The request is sent only now: it is from here that the host sees the delay before the next."""
        self._line.started()

    async def _pass(self, door: Places) -> None:
        if not door.take_now():
            await door.take()
        try:
            await self._start()
        except BaseException:
            door.give()
            raise

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._turns.in_flight -= 1
        self._leave()
        self._door.give()
        if self._holds:
            self._holds.ended(self._line.host)
            self._holds.leave(self._line.host)

    async def _start(self) -> None:
        """Take a place among all and in the host, once the host is ours and due."""
        turns, line, holds = self._turns, self._line, self._holds
        while True:
            if holds:
                await holds.take(line.host)
            # A turn that is put off while it waits (Retry-After to a neighbour) waits on.
            while (seconds := line.due(part=self._part) - time.monotonic()) > 0:
                turns.check_wait(seconds, line.delay)
                await turns.pause(seconds)
            if not line.inside.take_now():
                await line.inside.take()
            if not turns.places.take_now():
                try:
                    await turns.places.take()
                except BaseException:
                    line.inside.give()
                    raise
            # The host may have been put off, or given to others, while this waited for a place.
            is_due = line.due(part=self._part) <= time.monotonic() and (not holds or holds.is_ours(line.host))
            if not turns.is_stopping and is_due:
                line.started()
                if holds:
                    holds.started(line.host)
                return
            self._leave()
            if turns.is_stopping:
                raise Stopped

    def _leave(self) -> None:
        self._turns.places.give()
        self._line.inside.give()


class Turns:
    """The lines in front of all hosts. Times are in seconds."""

    def __init__(
        self, *, delay: float = 1.0, per_host: int = 1, in_all: int = 200, longest_wait: float = 60.0
    ) -> None:
        self._delay = delay
        self._longest_wait = longest_wait
        self._per_host = per_host
        self._lines: dict[str, _Line] = {}
        self._sleeping: set[asyncio.Future[None]] = set()
        self.places = Places(in_all)
        self.holds: Holds | None = None
        self.is_stopping = False
        self.waiting = 0
        self.in_flight = 0

    def turn(self, host: str, *, part: bool = False) -> _Turn:
        """Wait for a turn at ``host`` (``part``: of a page, see above) and hold it while the block runs.

        Raises, as the block begins, :class:`LookFailed` with ``ASKED_TO_WAIT`` when the host does not want us
        back that soon, and :class:`Stopped` after :meth:`stop`.
        """
        return _Turn(self, self._line(host), part=part)

    def stop(self) -> None:
        """Give no more turns: whoever waits for one is told so at once."""
        self.is_stopping = True
        if self.holds:
            self.holds.stop()
        # Nobody who gets a place now starts anything, so there may be one for each who waits.
        for line in self._lines.values():
            for places in (line.places, line.parts, line.inside):
                places.open()
        self.places.open()
        for waiter in self._sleeping:
            _wake(waiter)

    def set_delay(self, host: str, seconds: float) -> None:
        """Keep at least ``seconds`` between two starts at ``host`` (Crawl-delay)."""
        self._line(host).ask(seconds)
        if self.holds:
            self.holds.put_off(host)

    def hold(self, host: str, seconds: float) -> None:
        """Ask ``host`` for nothing in the next ``seconds`` (Retry-After)."""
        self._line(host).hold(seconds)
        if self.holds:
            self.holds.put_off(host)

    def share(self, leases: HostLeases) -> Holds:
        """From now on ask a host only while we hold its lease."""
        self.holds = Holds(self, leases)
        return self.holds

    def put_off(self, host: str, seconds: float, delay: float) -> None:
        """Ask ``host`` for nothing in the next ``seconds``, and keep ``delay`` between two starts."""
        line = self._line(host)
        line.hold(seconds)
        if delay > line.delay:
            line.ask(delay)

    def delay_of(self, host: str) -> float:
        """The seconds that are kept between two starts at ``host``."""
        return self._line(host).delay

    def seconds_to(self, host: str) -> float:
        """In how many seconds ``host`` may be asked; below zero if it may be."""
        return self._line(host).due(part=False) - time.monotonic()

    async def pause(self, seconds: float) -> None:
        """Sleep. Raises :class:`Stopped` when the crawl stops meanwhile."""
        if not self.is_stopping:
            loop = asyncio.get_running_loop()
            waiter: asyncio.Future[None] = loop.create_future()
            timer = loop.call_later(seconds, _wake, waiter)
            self._sleeping.add(waiter)
            try:
                await waiter
            finally:
                timer.cancel()
                self._sleeping.discard(waiter)
        if self.is_stopping:
            raise Stopped

    def check_wait(self, seconds: float, delay: float) -> None:
        """Raise :class:`LookFailed` where a host is not waited for that long; for its own ``delay`` it is."""
        if seconds > max(self._longest_wait, delay):
            raise LookFailed(Failure.ASKED_TO_WAIT, f"{seconds:.0f} s")

    def _line(self, host: str) -> _Line:
        line = self._lines.get(host)
        if line is None:
            if len(self._lines) >= _FORGET_ABOVE:
                self._forget_idle()
            line = self._lines[host] = _Line(host, self._per_host, self._delay)
        return line

    def _forget_idle(self) -> None:
        now = time.monotonic()
        self._lines = {
            host: line
            for host, line in self._lines.items()
            if not line.is_idle(self._per_host) or line.due(part=False) > now or line.delay != self._delay
        }


def _wake(waiter: asyncio.Future[None]) -> None:
    if not waiter.done():
        waiter.set_result(None)


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
