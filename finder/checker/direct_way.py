"""Requests that go straight to hosts, over connections of our own to addresses that we resolved."""

from __future__ import annotations

import asyncio
import errno
import re
import ssl
from collections import OrderedDict
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from finder.checker.connection import Connection
from finder.checker.dial import dial, interleaved
from finder.checker.pool import Pool
from finder.checker.reading import AnswerReader
from finder.items import Failure
from finder.observe import LookFailed, observe

if TYPE_CHECKING:
    import socket
    from collections import deque

    from finder.checker.answer import Answer, Errand
    from finder.checker.dial import Endpoint
    from finder.checker.names import Names

_NO_HEADER_TEXT: Final = re.compile(r"[\r\n\0]")
_MOST_SITES: Final = 20_000
_GAVE_UP_WAITING: Final = 408
_TOO_MANY_FILES: Final = frozenset({errno.EMFILE, errno.ENFILE})
_NO_TARGET: Final = re.compile(r"[\x00-\x20]")


class DirectWay:
    """Asks the addresses that :class:`~finder.checker.names.Names` allows, and no others.

    ``timeout`` bounds a whole request, ``connect_timeout`` its connection (seconds).
    """

    def __init__(
        self,
        names: Names,
        verified: ssl.SSLContext,
        unverified: ssl.SSLContext,
        *,
        timeout: float,
        connect_timeout: float,
    ) -> None:
        self._names = names
        self._verified = verified
        self._unverified = unverified
        self._timeout = timeout
        self._connect_timeout = connect_timeout
        self._loop = asyncio.get_running_loop()
        self._pool = Pool()
        self._wordy: OrderedDict[str, None] = OrderedDict()  # sites that send more than they say

    async def get(self, errand: Errand, fault: str) -> Answer:
        """The answer; with a ``fault`` known of its certificate that is not looked at.

        Raises :class:`LookFailed`, and :class:`ssl.SSLCertVerificationError` for a fault that is new.
        """
        deadline = self._loop.time() + self._timeout
        key = (errand.site, not fault, errand.is_short)
        request = _request(errand)
        while True:
            kept = self._pool.take(key)
            reader = AnswerReader(errand, kept=kept is not None)
            errand.requests += 1
            try:
                connection = kept or await self._connect(errand, fault, deadline)
                errand.on_sent()
                await connection.exchange(request, reader, deadline)
            except ssl.SSLCertVerificationError:
                raise
            except LookFailed:
                if kept is None:
                    raise
                continue
            except (OSError, ValueError) as error:
                if kept is None or isinstance(error, TimeoutError):
                    raise observe(error) from error
                # The host closed the connection that it had kept open, as it may at any time.
                if reader.stray:
                    self._remember_wordy(errand.site)
                continue
            answer = reader.answer(fault)
            if kept and answer.status == _GAVE_UP_WAITING and not reader.keeps:
                # Said to the connection as it grew old, before our request came.
                connection.close()
                continue
            if reader.keeps and errand.site not in self._wordy:
                self._pool.keep(key, connection)
            else:
                connection.close()
            return answer

    async def close(self) -> None:
        """Let go of every connection."""
        self._pool.close()

    def _remember_wordy(self, site: str) -> None:
        self._wordy[site] = None
        if len(self._wordy) > _MOST_SITES:
            self._wordy.popitem(last=False)

    async def _connect(self, errand: Errand, fault: str, deadline: float) -> Connection:
        addresses = await self._names.addresses(errand.host)
        # An address in the place of a name keeps its port.
        port = errand.port if _is_address(errand.host) else self._names.port(errand.port)
        endpoints = interleaved(addresses, port)
        connecting = self._loop.time() + self._connect_timeout
        try:
            return await self._connect_to(endpoints, errand, fault, min(connecting, deadline))
        except TimeoutError as error:
            if connecting < deadline:
                raise LookFailed(Failure.CONNECT_TIMEOUT, observe(error).detail) from error
            raise

    async def _dial(self, endpoints: deque[Endpoint], *, narrow: bool, deadline: float) -> socket.socket:
        """See :func:`dial`; connections that nobody uses give their room to one that is needed."""
        every = tuple(endpoints)
        try:
            return await dial(endpoints, narrow=narrow, deadline=deadline)
        except OSError as error:
            if error.errno not in _TOO_MANY_FILES or not self._pool:
                raise
        self._pool.close()
        endpoints.clear()
        endpoints.extend(every)
        return await dial(endpoints, narrow=narrow, deadline=deadline)

    async def _connect_to(
        self, endpoints: deque[Endpoint], errand: Errand, fault: str, deadline: float
    ) -> Connection:
        narrow, broken = errand.is_short, None
        while True:
            try:
                connected = await self._dial(endpoints, narrow=narrow, deadline=deadline)
            except OSError as error:
                # How the first of its machines failed says more than that another cannot be reached.
                raise broken or error from None
            connection = Connection(connected, narrow=narrow)
            if errand.scheme == "http":
                return connection
            context = self._unverified if fault else self._verified
            try:
                await connection.secure(context, errand.host.rstrip("."), deadline)
            except (TimeoutError, ssl.SSLCertVerificationError):
                raise
            except OSError as error:
                # Another of its machines may know better how to shake hands.
                broken = broken or error
                if not endpoints:
                    raise broken from None
            else:
                return connection


def _is_address(host: str) -> bool:
    """Whether what stands for a host in a URL is an IP address."""
    return ":" in host or host.rpartition(".")[2].isdigit()


def _request(errand: Errand) -> bytes:
    target = _NO_TARGET.sub("", errand.target)
    return b"GET %b HTTP/1.1\r\nHost: %b\r\n%b\r\n" % (
        target.encode("utf-8", "replace"),
        errand.authority.encode("utf-8", "replace"),
        _lines(tuple(errand.headers.items())),
    )


@lru_cache(maxsize=64)
def _lines(headers: tuple[tuple[str, str], ...]) -> bytes:
    """Lines of a head; all but a few looks say the same in them."""
    lines = (f"{name}: {_NO_HEADER_TEXT.sub(' ', value)}\r\n" for name, value in headers)
    return "".join(lines).encode("utf-8", "replace")
