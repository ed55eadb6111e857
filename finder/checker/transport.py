"""One request, one answer: the narrow seam behind which the HTTP library can be exchanged."""

from __future__ import annotations

import ssl
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

import aiohttp
import yarl

from finder.checker.answer import Answer, Errand, header_text, plain_headers
from finder.checker.body import BodyReader
from finder.checker.lenient_way import LenientWay
from finder.checker.narrow import Narrowing, narrow_socket
from finder.checker.pulse import Pulse
from finder.items import Failure
from finder.observe import LookFailed, certificate_fault, observe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import SimpleNamespace

    from finder.checker.names import Names

_MAX_HEADER: Final = 64 * 1024
_MAX_KEPT: Final = 20_000
_READ: Final = 8 * 1024  # bytes that aiohttp reads ahead, and we at a time, where little is wanted
_WIDE_READ: Final = 64 * 1024
_DEAF: Final = 0.25  # the share of a host's time in which we may have been deaf
_CUT_OFF: Final = (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)


@dataclass(slots=True)
class _Way:
    """How a request went out: whether over a connection ``kept`` from an earlier one."""

    kept: bool = False


async def _note_kept(
    session: aiohttp.ClientSession,  # noqa: ARG001
    context: SimpleNamespace,
    params: aiohttp.TraceConnectionReuseconnParams,  # noqa: ARG001
) -> None:
    context.trace_request_ctx.kept = True


class AiohttpTransport:
    """The default transport: aiohttp on the names we resolved.

    ``timeout`` bounds a whole request, ``connect_timeout`` its connection (seconds). ``proxy``: address of
    an HTTP proxy for every request. Connections on which little is wanted are narrow and kept apart.

    A host is asked again at once, in the same turn, in four cases: a faulty certificate is noted and the
    page read all the same; a connection that was kept open and is closed is opened anew; what aiohttp cannot
    read (not through a proxy) is read leniently, and from then on all that its origin says; time that ran out
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
        self._proxy = proxy or None
        self._pulse = Pulse()
        self._patience = {
            Failure.CONNECT_TIMEOUT: connect_timeout * _DEAF,
            Failure.READ_TIMEOUT: timeout * _DEAF,
        }
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=connect_timeout)
        self._verify = _ssl_context(ca_file)
        self._unverified = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        self._unverified.check_hostname = False
        self._unverified.verify_mode = ssl.CERT_NONE
        if proxy:
            names.proxy = yarl.URL(proxy).host or ""
        self._narrow = self._session(names, narrow=True)
        self._wide = self._session(names, narrow=False)
        self._lenient = LenientWay(names, timeout=timeout, connect_timeout=connect_timeout)
        self._faulty: dict[str, str] = {}
        self._forgiven: dict[str, str] = {}

    async def get(
        self, url: str, headers: Mapping[str, str], max_bytes: int, *, pages_only: bool = False
    ) -> Answer:
        """See :class:`~finder.checker.answer.Transport`."""
        errand = Errand(yarl.URL(url, encoded=True), headers, max_bytes, pages_only)
        try:
            answer = await self._heard(errand)
        except LookFailed as failed:
            failed.requests = errand.requests
            raise
        return replace(answer, requests=errand.requests)

    async def close(self) -> None:
        self._pulse.stop()
        await self._narrow.close()
        await self._wide.close()

    def _session(self, names: Names, *, narrow: bool) -> aiohttp.ClientSession:
        trace = aiohttp.TraceConfig()
        trace.on_connection_reuseconn.append(_note_kept)
        session = aiohttp.ClientSession(
            trace_configs=[trace],
            connector=aiohttp.TCPConnector(
                resolver=names,
                use_dns_cache=False,
                limit=0,
                keepalive_timeout=10,
                enable_cleanup_closed=True,
                socket_factory=narrow_socket if narrow else None,
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=self._timeout,
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
            read_bufsize=_READ if narrow else _WIDE_READ,
        )
        # Else aiohttp sends every GET that was cut off again at once, past our turns and our count.
        session._retry_connection = False
        return session

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
        """The answer, read strictly, or leniently where that is needed."""
        if errand.site in self._forgiven:
            return await self._leniently(errand)
        try:
            return await self._strictly(errand)
        except LookFailed as failed:
            if failed.failure is not Failure.NOT_HTTP or self._proxy:
                raise
            try:
                answer = await self._leniently(errand)
            except LookFailed:
                # That the second way led nowhere either adds nothing to what the first one said.
                raise failed from None
        _remember(self._forgiven, errand.site, "")
        return answer

    async def _leniently(self, errand: Errand) -> Answer:
        errand.requests += 1
        fault = self._faulty.get(errand.site, "")
        answer = await self._lenient.get(errand, self._unverified if fault else self._verify)
        return replace(answer, tls_fault=fault)

    async def _strictly(self, errand: Errand) -> Answer:
        fault = self._faulty.get(errand.site, "")
        if not fault:
            try:
                return await self._ask(errand, "")
            except aiohttp.ClientConnectorCertificateError as error:
                fault = certificate_fault(error)
                _remember(self._faulty, errand.site, fault)
        return await self._ask(errand, fault)

    async def _ask(self, errand: Errand, fault: str) -> Answer:
        session = self._narrow if errand.is_short else self._wide
        way = _Way()
        errand.requests += 1
        try:
            async with session.get(
                errand.url,
                headers=errand.headers,
                allow_redirects=False,
                ssl=self._unverified if fault else self._verify,
                proxy=self._proxy,
                trace_request_ctx=way,
            ) as response:
                plain = plain_headers(response.raw_headers)
                limit = errand.limit(response.status, plain)
                reader = await _read(response, limit, is_narrow=errand.is_short)
                cookies = tuple(
                    header_text(value)
                    for name, value in response.raw_headers
                    if name.lower() == b"set-cookie"
                )
                return Answer(response.status, plain, reader.body, reader.cut, cookies, fault)
        except (LookFailed, aiohttp.ClientConnectorCertificateError):
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            if not (way.kept and isinstance(error, _CUT_OFF)):
                raise observe(error) from error
        # The host closed the connection that it had kept open, as it may at any time: that says nothing.
        return await self._ask(errand, fault)


def _remember(kept: dict[str, str], site: str, value: str) -> None:
    """Keep something about a site; the oldest are forgotten beyond a bound."""
    if len(kept) >= _MAX_KEPT:
        kept.pop(next(iter(kept)))
    kept[site] = value


async def _read(response: aiohttp.ClientResponse, limit: int, *, is_narrow: bool) -> BodyReader:
    """Read the body as far as it is wanted; what breaks off after the headers is an answer all the same."""
    reader = BodyReader(response.headers.get("Content-Encoding", ""), limit)
    narrowing = Narrowing(response.connection.transport if is_narrow and response.connection else None)
    try:
        async for chunk in response.content.iter_chunked(_READ if is_narrow else _WIDE_READ):
            narrowing.took(len(chunk))
            if not reader.feed(chunk):
                response.close()
                break
    except (TimeoutError, aiohttp.ClientError, OSError):
        reader.cut = "broken_off"
        response.close()
    return reader


def _ssl_context(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
