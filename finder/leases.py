"""The hosts that this process may ask while others crawl, too, by leases in the database that all share.

Every request waits for its turn at the host (:class:`finder.checker.Turns`), whatever it is for: a page, a
target, robots.txt, a redirect, a browser. So does this: the first turn at a host waits until it is ours. From
then on no other process asks it, until it is given back: when nobody of us wants it any more, or, if another
process waits, when we had our share and nothing is under way. When it may be asked again goes with it.
"""

from __future__ import annotations

import asyncio
import math
import time
from typing import TYPE_CHECKING, Final

from finder.observe import Stopped
from finder.storage import leases, workers
from finder.storage.leases import Clock, Exchange
from finder.storage.thread import StorageThread

if TYPE_CHECKING:
    from finder.checker import Turns
    from finder.storage import Database

_GATHER_SECONDS: Final = 0.05  # between two exchanges with the database at least
_LOOK_SECONDS: Final = 0.25  # between two looks for hosts that others have, or want of us
_IDLE_SECONDS: Final = 1.0
_BEATS: Final = 6  # in the time after which we are taken for dead
_SURE: Final = 0.75  # of that time we are surely not


class Leases:
    """See :class:`finder.checker.holding.HostLeases`. Nothing is given out unless :meth:`run` runs.

    ``stale_after``: seconds of silence after which others take this worker for dead; it gives a sign of life
    six times as often.
    """

    def __init__(self, database: Database, worker: int, turns: Turns, stale_after: float) -> None:
        self._storage = StorageThread(database)
        self._worker = worker
        self._stale_after = stale_after
        self._wishes = Exchange()
        self._refused: dict[str, float] = {}
        self._waiting: dict[str, asyncio.Future[None]] = {}
        self._wake = asyncio.Event()
        self._stopped = False
        # When it was registered is not ours to know: its first sign of life is that of :meth:`run`.
        self._beaten_at = -math.inf
        self._exchanged_at = 0.0
        self._holds = turns.share(self)

    # --- see finder.checker.holding.HostLeases ------------------------------------------------------------

    @property
    def valid(self) -> bool:
        return _now() - self._beaten_at < self._stale_after * _SURE

    async def take(self, host: str, delay: float) -> None:
        if self._stopped:
            raise Stopped
        future = self._waiting.get(host)
        if future is None:
            future = self._waiting[host] = asyncio.get_running_loop().create_future()
            self._wishes.wanted[host] = delay
            self._wake.set()
        # Whoever waits may be gone by then, and the host is ours all the same.
        await asyncio.shield(future)

    def give(self, host: str, seconds: float, delay: float) -> None:
        self._wishes.noted.pop(host, None)
        self._wishes.given[host] = Clock(seconds, delay)
        self._wake.set()

    def note(self, host: str, seconds: float, delay: float) -> None:
        self._wishes.noted[host] = Clock(seconds, delay)
        self._wake.set()

    def stop(self) -> None:
        self._stopped = True
        for future in self._waiting.values():
            if not future.done():
                future.set_exception(Stopped())
                # Nobody may wait for it any more.
                future.exception()

    # --- the work -----------------------------------------------------------------------------------------

    async def run(self) -> None:
        """Take and give hosts until cancelled. Raises :class:`finder.storage.StorageError`."""
        looked = idle = 0.0
        try:
            while True:
                await self._beat()
                now = time.monotonic()
                if now - looked >= _LOOK_SECONDS:
                    looked = now
                    await self._look()
                if now - idle >= _IDLE_SECONDS:
                    idle = now
                    self._holds.let_go_idle(_IDLE_SECONDS)
                await self._exchange()
                await self._pause()
        finally:
            # Nobody gets a host any more.
            self.stop()
            self._storage.close()

    async def _look(self) -> None:
        """Hear who waits for what we hold, and ask again for what others held."""
        wanted = await self._storage.read(leases.wanted_by_others, self._worker)
        # What we wait for may have been handed to us, without our knowing yet; what we gave is not ours.
        known = self._waiting.keys() | self._wishes.given.keys()
        self._holds.let_go(host for host in wanted if host not in known)
        self._wishes.wanted |= self._refused
        self._refused = {}

    async def _beat(self) -> None:
        """Give a sign of life if it is time; what we held while we gave none may be another's by now."""
        if not self.valid:
            self._holds.lose()
        began = _now()
        if began - self._beaten_at >= self._stale_after / _BEATS:
            await self._storage.write(workers.beat, self._worker)
            self._beaten_at = began

    async def _exchange(self) -> None:
        wishes, self._wishes = self._wishes, Exchange()
        if not wishes:
            return
        self._exchanged_at = time.monotonic()
        granted = await self._storage.write(leases.exchange, self._worker, wishes)
        for host, clock in granted.items():
            self._holds.took(host, clock.seconds, clock.delay)
            future = self._waiting.pop(host)
            if not future.done():
                future.set_result(None)
        self._refused |= {host: delay for host, delay in wishes.wanted.items() if host not in granted}

    async def _pause(self) -> None:
        """Until something is wanted of the database; if that is often, until more has come along with it."""
        self._wake.clear()
        if not self._wishes:
            try:
                async with asyncio.timeout(_LOOK_SECONDS):
                    await self._wake.wait()
            except TimeoutError:
                return
        await asyncio.sleep(self._exchanged_at + _GATHER_SECONDS - time.monotonic())


def _now() -> float:
    """Seconds that go on while the machine sleeps, where the system counts them."""
    return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))
