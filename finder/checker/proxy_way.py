"""Requests through an HTTP proxy, by aiohttp: what it cannot read is read no other way."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import aiohttp
import yarl

from finder.checker.answer import Answer, header_text, plain_headers
from finder.checker.body import BodyReader
from finder.checker.narrow import Narrowing, narrow_socket
from finder.observe import LookFailed, observe

if TYPE_CHECKING:
    from collections.abc import Callable
    from types import SimpleNamespace

    from finder.checker.answer import Errand
    from finder.checker.names import Names

_MAX_HEADER: Final = 64 * 1024
_READ: Final = 8 * 1024  # bytes that aiohttp reads ahead, and we at a time, where little is wanted
_WIDE_READ: Final = 64 * 1024
_CUT_OFF: Final = (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)


@dataclass(slots=True)
class _Sent:
    """How a request went out: whether over a connection ``kept`` from an earlier one, and whom to tell."""

    on_sent: Callable[[], None]
    kept: bool = False


async def _note_kept(
    session: aiohttp.ClientSession,  # noqa: ARG001
    context: SimpleNamespace,
    params: aiohttp.TraceConnectionReuseconnParams,  # noqa: ARG001
) -> None:
    context.trace_request_ctx.kept = True


async def _tell_sent(
    session: aiohttp.ClientSession,  # noqa: ARG001
    context: SimpleNamespace,
    params: aiohttp.TraceRequestHeadersSentParams,  # noqa: ARG001
) -> None:
    context.trace_request_ctx.on_sent()


class ProxyWay:
    """The same as :class:`~finder.checker.direct_way.DirectWay` through ``proxy``, its address."""

    def __init__(
        self,
        names: Names,
        proxy: str,
        verified: ssl.SSLContext,
        unverified: ssl.SSLContext,
        *,
        timeout: float,
        connect_timeout: float,
    ) -> None:
        self._proxy = proxy
        names.proxy = yarl.URL(proxy).host or ""
        self._verified = verified
        self._unverified = unverified
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=connect_timeout)
        # Connections on which little is wanted are narrow and kept apart.
        self._narrow = self._session(names, narrow=True)
        self._wide = self._session(names, narrow=False)

    async def get(self, errand: Errand, fault: str) -> Answer:
        """The answer; with a ``fault`` known of its certificate that is not looked at.

        Raises :class:`LookFailed`, and :class:`ssl.SSLCertVerificationError` for a fault that is new.
        """
        sent = _Sent(errand.on_sent)
        errand.requests += 1
        try:
            return await self._ask(errand, fault, sent)
        except LookFailed:
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            cause = getattr(error, "certificate_error", None)
            if isinstance(cause, ssl.SSLCertVerificationError):
                raise cause from error
            if not (sent.kept and isinstance(error, _CUT_OFF)):
                raise observe(error) from error
        # The connection that was kept open is closed, as may be at any time: that says nothing.
        return await self.get(errand, fault)

    async def close(self) -> None:
        """Let go of every connection."""
        await self._narrow.close()
        await self._wide.close()

    def _session(self, names: Names, *, narrow: bool) -> aiohttp.ClientSession:
        trace = aiohttp.TraceConfig()
        trace.on_connection_reuseconn.append(_note_kept)
        trace.on_request_headers_sent.append(_tell_sent)
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

    async def _ask(self, errand: Errand, fault: str, sent: _Sent) -> Answer:
        session = self._narrow if errand.is_short else self._wide
        async with session.get(
            yarl.URL(errand.url, encoded=True),
            headers=errand.headers,
            allow_redirects=False,
            ssl=self._unverified if fault else self._verified,
            proxy=self._proxy,
            trace_request_ctx=sent,
        ) as response:
            plain = plain_headers(response.raw_headers)
            limit = errand.limit(response.status, plain)
            reader = await _read(response, limit, is_narrow=errand.is_short)
            cookies = tuple(
                header_text(value) for name, value in response.raw_headers if name.lower() == b"set-cookie"
            )
            return Answer(response.status, plain, reader.body, reader.cut, cookies, fault)


async def _read(response: aiohttp.ClientResponse, limit: int, *, is_narrow: bool) -> BodyReader:
    """Read the body as far as it is wanted; what breaks off after the headers is an answer all the same."""
    reader = BodyReader(response.headers.get("Content-Encoding", ""), limit)
    transport = response.connection.transport if is_narrow and response.connection else None
    narrowing = Narrowing(transport.get_extra_info("socket") if transport else None)
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
