"""Whether our own network works: what its outage explains is never concluded from."""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from finder.items import Failure
from finder.observe import LookFailed, Stopped

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from finder.checker.names import Names
    from finder.checker.transport import Transport
    from finder.items import Fetch

log = logging.getLogger(__name__)

_OURS_AS_WELL: Final = frozenset(
    {
        *(Failure.REFUSED, Failure.CONNECT_TIMEOUT, Failure.READ_TIMEOUT, Failure.RESET, Failure.TLS),
        *(Failure.NO_SUCH_HOST, Failure.DNS_FAILED, Failure.OTHER),
    }
)
_KEPT: Final = 2.0  # seconds for which a proof from before a look still counts
_ROUNDS: Final = 2
_PORTS: Final = (443, 80)
_CONNECT_SECONDS: Final = 5.0


class NetworkWatch:
    """Proves our network at as little cost as can be.

    An answer of any host, since a look that failed began, is proof enough. Without one, a connection to one
    of the ``control`` names (that surely exist) is tried, twice with ``pause`` seconds between. If that fails
    as well, the network is down: :attr:`down` says so in words, ``on_down`` is called, and the look is given
    up with :class:`~finder.observe.Stopped`. Where control names never worked although hosts answered, they
    are wrong for this network: that is said once, and nothing is stopped for it.
    """

    def __init__(
        self,
        names: Names,
        transport: Transport,
        control: Sequence[str],
        *,
        pause: float,
        proxied: bool = False,
    ) -> None:
        self._names = names
        self._transport = transport
        self._control = tuple(control)
        self._pause = pause
        self._proxied = proxied
        self._proved_at = float("-inf")
        self._answers = False
        self._worked = False
        self._warned = False
        self._first: asyncio.Task[bool] | None = None
        self._trying: asyncio.Task[bool] | None = None
        self.down = ""
        self.on_down: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Try the control names once at the first look: later it counts whether they ever worked."""
        if self._first is None:
            self._first = asyncio.ensure_future(self._connects())

    async def close(self) -> None:
        """End what is under way."""
        trying = [task for task in (self._first, self._trying) if task]
        for task in trying:
            task.cancel()
        await asyncio.gather(*trying, return_exceptions=True)

    async def vouch(self, fetch: Fetch, began: float) -> None:
        """Return when the outcome of a look that began at ``began`` (monotonic) is not our network's doing.

        Raises :class:`~finder.observe.Stopped` when it may be.
        """
        if fetch.status is not None:
            self._proved_at, self._answers = time.monotonic(), True
            return
        if fetch.failure not in _OURS_AS_WELL or self._is_told(fetch):
            return
        if self._proved_at < began - _KEPT and not await self._is_up():
            self._go_down()

    def _is_told(self, fetch: Fetch) -> bool:
        """Whether a name was not found while a control name was: the network told us so."""
        return fetch.failure is Failure.NO_SUCH_HOST and fetch.names_proven

    async def _is_up(self) -> bool:
        if self._trying is None or self._trying.done():
            self._trying = asyncio.ensure_future(self._rounds())
        return await asyncio.shield(self._trying)

    async def _rounds(self) -> bool:
        if self._first and not self._first.done():
            await asyncio.wait([self._first])
        began = time.monotonic()
        for turn in range(_ROUNDS):
            if turn:
                await asyncio.sleep(self._pause)
            if self._proved_at >= began or await self._connects():
                return True
        return self._are_wrong()

    def _are_wrong(self) -> bool:
        """Whether the control names are of no use here."""
        if self._worked or not self._answers:
            return False
        if not self._warned:
            self._warned = True
            log.warning(
                "The control names (%s) cannot be reached although other hosts answer; an outage of our own "
                "network would not be noticed. Set FINDER_CONTROL_HOSTS to names that this network has.",
                ", ".join(self._control),
            )
        return True

    async def _connects(self) -> bool:
        for name in self._control:
            if await (self._answers_by_proxy(name) if self._proxied else self._connects_to(name)):
                self._proved_at, self._worked = time.monotonic(), True
                return True
        return False

    async def _connects_to(self, name: str) -> bool:
        for port in _PORTS:
            with suppress(LookFailed, OSError, TimeoutError):
                found = (await self._names.resolve(name, port))[0]
                async with asyncio.timeout(_CONNECT_SECONDS):
                    _, writer = await asyncio.open_connection(found["host"], found["port"])
                writer.close()
                with suppress(OSError):
                    await writer.wait_closed()
                return True
        return False

    async def _answers_by_proxy(self, name: str) -> bool:
        with suppress(LookFailed):
            return (await self._transport.get(f"http://{name}/", {}, 1)).status < 500
        return False

    def _go_down(self) -> None:
        if not self.down:
            first, *others = self._control or ("no control name",)
            more = f" and {len(others)} other{'s' if len(others) > 1 else ''}" if others else ""
            self.down = f"{first}{more} cannot be reached"
            log.error("Our own network is down: %s. Nothing is concluded from it.", self.down)
            self.on_down()
        raise Stopped
