"""Control checks: whether anything at all can be reached from here, told by hosts that surely exist."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Final

import yarl

from finder.observe import LookFailed

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Sequence

    from finder.checker.names import Names

_PORTS: Final = (443, 80)
_HEAD_START: Final = 1.0  # seconds for a host or a port before the next is tried beside it


class Controls:
    """Hosts that surely exist and take connections. Behind a proxy that is the proxy: no other way leads out.

    ``timeout`` bounds one connection (seconds). Nothing is sent over it.
    """

    def __init__(self, names: Names, hosts: Sequence[str], *, timeout: float, proxy: str = "") -> None:
        self._names = names
        self._hosts = tuple(hosts)
        self._timeout = timeout
        self._proxy = yarl.URL(proxy) if proxy else None

    def __bool__(self) -> bool:
        """Whether there is any that could be asked."""
        return bool(self._proxy or self._hosts)

    def __str__(self) -> str:
        """Them in a few words: ``example.com and 2 others``."""
        if self._proxy:
            return f"the proxy {self._proxy.host}"
        first, *others = self._hosts or ("no control host",)
        return f"{first} and {len(others)} other{'s' * (len(others) > 1)}" if others else first

    async def reachable(self) -> bool:
        """Whether one of them takes a connection now; one that refuses proves nothing."""
        if self._proxy:
            return await self._proxy_takes(str(self._proxy.host), self._proxy.port or 80)
        return await _any(partial(self._host_takes, host) for host in self._hosts)

    async def _proxy_takes(self, host: str, port: int) -> bool:
        try:
            ways = await self._names.resolve(host, port)
        except LookFailed:
            return False
        return await _any(partial(self._connects, way["host"], way["port"]) for way in ways)

    async def _host_takes(self, host: str) -> bool:
        try:
            found = await self._names.asked_anew(host)
        except LookFailed:
            return False
        # One of each family: a host with many addresses is not tried at all of them.
        each = {address.version: address for address in reversed(found)}
        doors = [(str(each[family]), self._names.port(port)) for port in _PORTS for family in sorted(each)]
        return await _any(partial(self._connects, address, port) for address, port in doors)

    async def _connects(self, address: str, port: int) -> bool:
        try:
            async with asyncio.timeout(self._timeout):
                _, writer = await asyncio.open_connection(address, port)
        except OSError:
            return False
        writer.close()
        with suppress(OSError):
            await writer.wait_closed()
        return True


async def _any(attempts: Iterable[Callable[[], Awaitable[bool]]]) -> bool:
    """Whether one attempt succeeds; the next begins when one failed, or was given its head start."""
    waiting = list(attempts)
    running: set[asyncio.Future[bool]] = set()
    try:
        while waiting or running:
            if waiting:
                running.add(asyncio.ensure_future(waiting.pop(0)()))
            done, running = await asyncio.wait(
                running, timeout=_HEAD_START if waiting else None, return_when=asyncio.FIRST_COMPLETED
            )
            if any(attempt.result() for attempt in done):
                return True
        return False
    finally:
        for attempt in running:
            attempt.cancel()
        await asyncio.gather(*running, return_exceptions=True)
