"""Whether our own network works: a failure that its outage would explain says nothing of a host."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import TYPE_CHECKING, Final, Protocol

from finder.items import Failure
from finder.observe import NetworkDown, Stopped

if TYPE_CHECKING:
    from finder.items import Fetch

log = logging.getLogger(__name__)

# NO_SUCH_HOST too, while our resolver is not proven. The others were told by somebody out there.
_EXPLAINED: Final = frozenset(
    {
        Failure.DNS_FAILED,
        Failure.REFUSED,
        Failure.CONNECT_TIMEOUT,
        Failure.READ_TIMEOUT,
        Failure.RESET,
        Failure.TLS,
        Failure.OTHER,
    }
)
_ENOUGH: Final = 2  # checks in a row: one may fall into a moment's trouble


class ControlCheck(Protocol):
    """What the watch asks when nobody else answers; its words name the controls."""

    def __bool__(self) -> bool:
        """Whether there is anything to ask."""

    async def reachable(self) -> bool:
        """Whether a control takes a connection now."""


class NetworkWatch:
    """Tells failures of hosts from an outage of our own network. One per process.

    What proves the network at a failure is an answer to a request, or a control check, that *began after*
    the failure: whatever began before may have been through when the line was cut. Answers come in all the
    time and cost nothing; a check is made only while somebody waits for one, shared by all that wait, and
    ``pause`` seconds after the one before at the earliest.

    The network is down when no control could be reached at two checks in a row and no host answered since
    the first. Controls that never worked in this crawl while hosts did answer are the wrong ones: they are
    warned of once and not asked again, and no failure is laid to the network any more. To know that in time,
    they are tried once when the first host answers.
    """

    def __init__(self, controls: ControlCheck, *, pause: float) -> None:
        self._controls = controls
        self._pause = pause
        self._proved_at = -math.inf  # beginning of the latest thing that went well, monotonic clock
        self._checked_at = -math.inf  # beginning of the latest check
        self._over_at = -math.inf  # when it was known that checks had failed and the network works again
        self._failing_since = -math.inf  # beginning of the first check of those that fail in a row
        self._failed_checks = 0
        self._vain_checks = 0  # series of failed checks that the answer of a host disproved
        self._worked = False
        self._useless = not controls
        self._stopped = False
        self._waiting = 0
        self._to_try = False
        self._news = asyncio.Event()
        self._checking: asyncio.Task[None] | None = None
        self.down = ""

    def answered(self, began: float) -> None:
        """A host answered, with any status, to a request that ``began`` then (monotonic clock)."""
        self._prove(began)
        if not self._worked and not self._useless:
            self._to_try = True
            self._check_soon()

    async def explains(self, fetch: Fetch) -> bool:
        """Whether an outage that is over by now explains what was just seen: then it is worth another try.

        ``False``: the network worked, or nothing can be told of it, and the facts stand. Waits for proof.
        Raises :class:`NetworkDown`, or :class:`Stopped` after :meth:`stop`: nothing can be concluded then.
        """
        broke_off = fetch.cut == "broken_off"
        return (
            broke_off or _could_be_ours(fetch.failure, proven=fetch.names_proven)
        ) and await self._is_over()

    async def explains_failure(self, failure: Failure) -> bool:
        """The same of a bare failure."""
        return _could_be_ours(failure) and await self._is_over()

    def stop(self) -> None:
        """Keep nobody waiting: the crawl is being stopped."""
        self._stopped = True
        if self._checking:
            self._checking.cancel()
        self._tell()

    async def close(self) -> None:
        """Stop, and let a check under way end."""
        self.stop()
        if self._checking:
            await asyncio.gather(self._checking, return_exceptions=True)

    async def _is_over(self) -> bool:
        failed_at = time.monotonic()
        self._waiting += 1
        try:
            while not self._useless:
                if self.down:
                    raise NetworkDown(self.down)
                if self._stopped:
                    raise Stopped
                if self._proved_at >= failed_at:
                    return self._over_at >= failed_at
                self._check_soon()
                await self._news.wait()
            return False
        finally:
            self._waiting -= 1

    def _check_soon(self) -> None:
        if self._stopped or self.down or (self._checking and not self._checking.done()):
            return
        self._checking = asyncio.create_task(self._check_while_wanted())
        self._checking.add_done_callback(_say_what_broke)

    async def _check_while_wanted(self) -> None:
        while (self._waiting or self._to_try) and not (self._useless or self.down):
            wait = self._checked_at + self._pause - time.monotonic()
            if wait > 0:
                await asyncio.sleep(wait)
            if self._waiting or self._to_try:
                await self._check()
                # Whom that served goes on first, and is not counted as waiting for another.
                await asyncio.sleep(0)

    async def _check(self) -> None:
        began = self._checked_at = time.monotonic()
        self._to_try = False
        if await self._controls.reachable():
            self._worked = True
            self._prove(began)
            return
        log.info("No control host could be reached (%s)", self._controls)
        if not self._failed_checks:
            self._failing_since = began
        self._failed_checks += 1
        self._weigh()
        if self._failed_checks >= _ENOUGH and self._waiting:
            self._give_up()

    def _prove(self, began: float) -> None:
        if began > self._proved_at:
            self._proved_at = began
            self._weigh()
            if self._waiting:
                self._tell()

    def _weigh(self) -> None:
        """Failed checks count for nothing any more when something went well since the first of them."""
        if not self._failed_checks or self._proved_at < self._failing_since:
            return
        self._failed_checks = 0
        self._over_at = time.monotonic()
        if not self._worked:
            self._vain_checks += 1
            if self._vain_checks >= _ENOUGH:
                self._blame_controls()

    def _give_up(self) -> None:
        if self._vain_checks and not self._worked:
            self._blame_controls()
            return
        self.down = f"{self._controls} cannot be reached"
        self._tell()

    def _blame_controls(self) -> None:
        if not self._useless:
            log.warning(
                "%s cannot be reached, though others answer: without a control host an outage of our own "
                "network is not noticed. Set FINDER_CONTROL_HOSTS to names that your network reaches.",
                self._controls,
            )
        self._useless = True
        self._tell()

    def _tell(self) -> None:
        self._news.set()
        self._news = asyncio.Event()


def _could_be_ours(failure: Failure | None, *, proven: bool = True) -> bool:
    return failure in _EXPLAINED or (failure is Failure.NO_SUCH_HOST and not proven)


def _say_what_broke(task: asyncio.Task[None]) -> None:
    if not task.cancelled() and (error := task.exception()):
        log.error("A control check failed in an unforeseen way", exc_info=error)
