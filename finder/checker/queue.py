"""The checker: claimed hosts side by side, the targets of one host one after another."""

from __future__ import annotations

import asyncio
import contextlib
from collections import deque
from typing import TYPE_CHECKING, Final, Protocol

from finder.observe import Stopped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from finder.checker.inquiry import Examined, Inquiry
    from finder.items import Target

_IDLE_SECONDS: Final = 1.0


class HostWork(Protocol):
    """Where the checker gets its work and where it reports; the ledger is one."""

    async def claim_hosts(self, limit: int) -> Sequence[str]:
        """Up to ``limit`` hosts that have targets waiting, now ours alone."""

    async def targets_of(self, host: str) -> Sequence[Target]:
        """The next waiting targets of a claimed host; none gives the host back."""

    async def examined(self, target: Target, examined: Examined) -> None:
        """A target was looked at and judged."""


class Checker:
    """Examines the targets of up to ``max_hosts`` hosts at a time, ``per_host`` at once of each."""

    def __init__(self, inquiry: Inquiry, work: HostWork, *, max_hosts: int = 400, per_host: int = 1) -> None:
        self._inquiry = inquiry
        self._work = work
        self._max_hosts = max_hosts
        self._per_host = per_host
        self._visits: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._error: BaseException | None = None

    @property
    def hosts(self) -> int:
        """How many hosts are being visited."""
        return len(self._visits)

    def wake(self) -> None:
        """There may be new work."""
        self._wake.set()

    async def run(self) -> None:
        """Take work until cancelled. What the work itself raises, or :class:`NetworkDown`, ends the run."""
        try:
            while True:
                self._wake.clear()
                room = self._max_hosts - len(self._visits)
                claimed = await self._work.claim_hosts(room) if room > 0 else ()
                for host in claimed:
                    visit = asyncio.create_task(self._visit(host))
                    self._visits.add(visit)
                    visit.add_done_callback(self._ended)
                if not claimed:
                    # Work that other processes left behind announces itself to nobody.
                    # (Not wait_for: before Python 3.12 it loses a cancellation that comes with the event.)
                    with contextlib.suppress(TimeoutError):
                        async with asyncio.timeout(_IDLE_SECONDS):
                            await self._wake.wait()
                if self._error:
                    raise self._error
        finally:
            await self._stop()

    def _ended(self, visit: asyncio.Task[None]) -> None:
        self._visits.discard(visit)
        error = None if visit.cancelled() else visit.exception()
        while isinstance(error, BaseExceptionGroup):
            error = error.exceptions[0]
        if error and not isinstance(error, Stopped):
            self._error = error
        self._wake.set()

    async def _visit(self, host: str) -> None:
        while targets := await self._work.targets_of(host):
            waiting = deque(targets)
            if self._per_host == 1 or len(waiting) == 1:
                await self._look_at(waiting)
                continue
            async with asyncio.TaskGroup() as group:
                for _ in range(min(self._per_host, len(waiting))):
                    group.create_task(self._look_at(waiting))

    async def _look_at(self, waiting: deque[Target]) -> None:
        while waiting:
            target = waiting.popleft()
            await self._work.examined(target, await self._inquiry.examine(target))

    async def _stop(self) -> None:
        visits = list(self._visits)
        for visit in visits:
            visit.cancel()
        await asyncio.gather(*visits, return_exceptions=True)
        await self._inquiry.close()
