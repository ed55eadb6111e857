"""One request, one answer: the narrow seam behind which the HTTP library can be exchanged."""

from __future__ import annotations

import ssl
from typing import TYPE_CHECKING, Final, Protocol

from finder.checker.answer import Answer, Errand, nothing
from finder.checker.direct_way import DirectWay
from finder.checker.proxy_way import ProxyWay
from finder.checker.pulse import Pulse
from finder.items import Failure
from finder.observe import LookFailed, certificate_fault, observe

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from finder.checker.names import Names

_MAX_KEPT: Final = 20_000
_DEAF: Final = 0.25  # the share of a host's time in which we may have been deaf


class _Way(Protocol):
    """How requests leave: straight to their hosts or through a proxy."""

    async def get(self, errand: Errand, fault: str) -> Answer:
        """See :meth:`finder.checker.direct_way.DirectWay.get`."""

    async def close(self) -> None:
        """Let go of every connection."""


class HttpTransport:
    """The default transport: over connections of our own, through a ``proxy`` (its address) by aiohttp.

    ``timeout`` bounds a whole request, ``connect_timeout`` its connection (seconds). Connections on which
    little is wanted are narrow and kept apart.

    A host is asked again at once, in the same turn, in three cases: a faulty certificate is noted and the
    page read all the same; a connection that was kept open and is closed is opened anew; time that ran out
    while we did not listen ourselves says nothing of the host, so it is given once more. Turns are given
    above, for a look's whole exchange with a host: ``requests`` of the answer or failure counts what it took.
    """

    def __init__(
        self,
        names: Names,
        *,
        timeout: float = 20.0,
        connect_timeout: float = 10.0,
        ca_file: str = "",
        proxy: str = "",
    ) -> None:
        self._pulse = Pulse()
        self._patience = {
            Failure.CONNECT_TIMEOUT: connect_timeout * _DEAF,
            Failure.READ_TIMEOUT: timeout * _DEAF,
        }
        verified, unverified = _verifying(ca_file), ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        unverified.check_hostname = False
        unverified.verify_mode = ssl.CERT_NONE
        times = {"timeout": timeout, "connect_timeout": connect_timeout}
        self._way: _Way = (
            ProxyWay(names, proxy, verified, unverified, **times)
            if proxy
            else DirectWay(names, verified, unverified, **times)
        )
        self._faulty: dict[str, str] = {}

    async def get(
        self,
        url: str,
        headers: Mapping[str, str],
        max_bytes: int,
        *,
        pages_only: bool = False,
        on_sent: Callable[[], None] = nothing,
    ) -> Answer:
        """See :class:`~finder.checker.answer.Transport`."""
        try:
            errand = Errand(url, headers, max_bytes, pages_only=pages_only, on_sent=on_sent)
        except ValueError as error:
            raise observe(error) from error
        try:
            answer = await self._heard(errand)
        except LookFailed as failed:
            failed.requests = errand.requests
            raise
        answer.requests = errand.requests
        return answer

    async def close(self) -> None:
        self._pulse.stop()
        await self._way.close()

    async def _heard(self, errand: Errand) -> Answer:
        """The answer; where time ran out of which we slept a good part ourselves, that of a second time."""
        lost = self._pulse.lost()
        try:
            return await self._answer(errand)
        except LookFailed as failed:
            patience = self._patience.get(failed.failure)
            if patience is None or self._pulse.lost() - lost < patience:
                raise
        return await self._answer(errand)

    async def _answer(self, errand: Errand) -> Answer:
        """The answer, whatever is wrong with the certificate."""
        fault = self._faulty.get(errand.site, "") if errand.scheme == "https" else ""
        if not fault:
            try:
                return await self._way.get(errand, "")
            except ssl.SSLCertVerificationError as error:
                fault = certificate_fault(error)
                self._remember(errand.site, fault)
        return await self._way.get(errand, fault)

    def _remember(self, site: str, fault: str) -> None:
        """Keep what is wrong with a site's certificate; the oldest are forgotten beyond a bound."""
        if len(self._faulty) >= _MAX_KEPT:
            self._faulty.pop(next(iter(self._faulty)))
        self._faulty[site] = fault


def _verifying(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
