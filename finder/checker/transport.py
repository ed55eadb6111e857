"""One request, one answer: the narrow seam behind which the HTTP library can be exchanged."""

from __future__ import annotations

import ssl
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

import aiohttp
import yarl

from finder.checker.body import BodyReader
from finder.observe import LookFailed, certificate_fault, observe

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import SimpleNamespace

    from finder.checker.names import Names
    from finder.items import Cut

_MAX_HEADER: Final = 64 * 1024
_CUT_OFF: Final = (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError)
_ONE_VALUE: Final = frozenset({"content-type", "etag", "last-modified", "location", "retry-after"})


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer to one request, redirects not followed.

    ``headers`` have lower-case names; repeated ones are joined by commas, of those that can have one value
    only the first counts. All are clean text; a ``location`` is ASCII, with other bytes as percent-escapes.
    ``set_cookies`` are the Set-Cookie lines one by one. ``body`` is decoded and at most as long as asked
    for; ``cut`` says why that is not all of it, as in :class:`~finder.items.Fetch`.
    """

    status: int
    headers: Mapping[str, str]
    body: bytes = b""
    cut: Cut = ""
    set_cookies: tuple[str, ...] = ()
    tls_fault: str = ""


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


class Transport(Protocol):
    """What a transport must do. Raises :class:`~finder.observe.LookFailed`, and nothing else."""

    async def get(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """GET ``url`` once; read at most ``max_bytes`` of the decoded body."""

    async def close(self) -> None:
        """Let go of every connection."""


class AiohttpTransport:
    """The default transport: aiohttp on the names we resolved.

    ``timeout`` bounds a whole request, ``connect_timeout`` its connection (seconds). A faulty certificate
    is noted and the page read all the same. ``proxy``: address of an HTTP proxy for every request.
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
        self._timeout = aiohttp.ClientTimeout(total=timeout, sock_connect=connect_timeout)
        self._verify = _ssl_context(ca_file)
        if proxy:
            names.proxy = yarl.URL(proxy).host or ""
        trace = aiohttp.TraceConfig()
        trace.on_connection_reuseconn.append(_note_kept)
        self._session = aiohttp.ClientSession(
            trace_configs=[trace],
            connector=aiohttp.TCPConnector(
                resolver=names, use_dns_cache=False, limit=0, keepalive_timeout=10, enable_cleanup_closed=True
            ),
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            timeout=self._timeout,
            max_line_size=_MAX_HEADER,
            max_field_size=_MAX_HEADER,
        )
        # Else aiohttp sends every GET that was cut off again at once, past our turns and our count.
        self._session._retry_connection = False
        self._faulty: dict[str, str] = {}

    async def get(self, url: str, headers: Mapping[str, str], max_bytes: int) -> Answer:
        """See :class:`Transport`. A host whose certificate failed is asked again without verification."""
        address = yarl.URL(url, encoded=True)
        site = str(address.origin())
        if site in self._faulty:
            return await self._ask(address, headers, max_bytes, self._faulty[site])
        try:
            return await self._ask(address, headers, max_bytes, "")
        except aiohttp.ClientConnectorCertificateError as error:
            self._faulty[site] = certificate_fault(error)
        return await self._ask(address, headers, max_bytes, self._faulty[site])

    async def close(self) -> None:
        await self._session.close()

    async def _ask(self, url: yarl.URL, headers: Mapping[str, str], max_bytes: int, fault: str) -> Answer:
        check: ssl.SSLContext | bool = False if fault else self._verify
        way = _Way()
        try:
            async with self._session.get(
                url,
                headers=headers,
                allow_redirects=False,
                ssl=check,
                proxy=self._proxy,
                trace_request_ctx=way,
            ) as response:
                reader = await _read(response, max_bytes)
                return Answer(
                    response.status,
                    _plain_headers(response),
                    reader.body,
                    reader.cut,
                    tuple(response.headers.getall("Set-Cookie", ())),
                    fault,
                )
        except (LookFailed, aiohttp.ClientConnectorCertificateError):
            raise
        except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
            if not (way.kept and isinstance(error, _CUT_OFF)):
                raise observe(error) from error
        # The host closed the connection that it had kept open, as it may at any time: that says nothing.
        return await self._ask(url, headers, max_bytes, fault)


async def _read(response: aiohttp.ClientResponse, max_bytes: int) -> BodyReader:
    """Read the body as far as it is wanted; what breaks off after the headers is an answer all the same."""
    reader = BodyReader(response.headers.get("Content-Encoding", ""), max_bytes)
    try:
        async for chunk in response.content.iter_chunked(16 * 1024):
            if not reader.feed(chunk):
                response.close()
                break
    except (TimeoutError, aiohttp.ClientError, OSError):
        reader.cut = "broken_off"
        response.close()
    return reader


def _plain_headers(response: aiohttp.ClientResponse) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in response.headers.items():
        lowered = name.lower()
        raw = value.encode("utf-8", "surrogateescape")
        text = _escaped(raw) if lowered == "location" else _text(raw)
        if lowered not in joined:
            joined[lowered] = text
        elif lowered not in _ONE_VALUE:
            joined[lowered] = f"{joined[lowered]}, {text}"
    return joined


def _escaped(raw: bytes) -> str:
    """An address as browsers read it from a header: bytes beyond ASCII are escaped one by one."""
    return "".join(chr(byte) if byte < 128 else f"%{byte:02X}" for byte in raw)


def _text(raw: bytes) -> str:
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _ssl_context(ca_file: str) -> ssl.SSLContext:
    context = ssl.create_default_context()
    if ca_file:
        context.load_verify_locations(ca_file)
    return context
