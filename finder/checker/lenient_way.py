"""A request whose answer is read leniently, over a connection of its own."""

from __future__ import annotations

import asyncio
import ipaddress
import re
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Final

from finder.checker.answer import Answer, Errand, header_text, plain_headers
from finder.checker.body import BodyReader
from finder.checker.lenient import MAX_HEAD, Framing, Head, may_begin_answer, parse_head
from finder.checker.narrow import Narrowing, narrow_socket, wide_socket
from finder.items import Failure
from finder.observe import LookFailed, observe

if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping

    import yarl

    from finder.checker.names import Names

_READ: Final = 8 * 1024
_MAX_INTERIM: Final = 10
_MAX_ADDRESSES: Final = 3
_INTERIM: Final = frozenset({100, 102, 103})
_NO_HEADER_TEXT: Final = re.compile(r"[\r\n\0]")


class LenientWay:
    """Asks the addresses that :class:`~finder.checker.names.Names` allows; every look is a connection.

    ``timeout`` bounds a whole request, ``connect_timeout`` its connection (seconds).
    """

    def __init__(self, names: Names, *, timeout: float, connect_timeout: float) -> None:
        self._names = names
        self._timeout = timeout
        self._connect_timeout = connect_timeout

    async def get(self, errand: Errand, tls: ssl.SSLContext) -> Answer:
        """As :meth:`finder.checker.answer.Transport.get`; ``tls`` is for addresses of https only.

        Raises :class:`LookFailed`; what is not HTTP for browsers either is ``NOT_HTTP``.
        """
        deadline = asyncio.get_running_loop().time() + self._timeout
        try:
            async with asyncio.timeout_at(deadline):
                stream, writer = await self._connect(errand, tls if errand.url.scheme == "https" else None)
            try:
                return await _exchange(errand, stream, writer, deadline)
            finally:
                # Python 3.11.2 stumbles over an abort of TLS that is closed already.
                with suppress(AttributeError):
                    writer.transport.abort()
        except (TimeoutError, OSError, ValueError) as error:
            raise observe(error) from error

    async def _connect(
        self, errand: Errand, tls: ssl.SSLContext | None
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        name = errand.url.raw_host or ""
        failed: Exception = OSError("no address")
        for family, *address in (await self._addresses(name, errand.url.port or 0))[:_MAX_ADDRESSES]:
            try:
                return await self._connect_to(family, tuple(address), name, tls, narrow=errand.is_short)
            except TimeoutError:
                failed = LookFailed(Failure.CONNECT_TIMEOUT)
            except OSError as error:
                failed = error
        raise failed

    async def _connect_to(
        self, family: int, address: tuple[Any, ...], name: str, tls: ssl.SSLContext | None, *, narrow: bool
    ) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        make = narrow_socket if narrow else wide_socket
        connection = make((family, socket.SOCK_STREAM, socket.IPPROTO_TCP))
        async with asyncio.timeout(self._connect_timeout):
            try:
                await asyncio.get_running_loop().sock_connect(connection, address)
            except BaseException:
                connection.close()
                raise
            # From here on asyncio closes it, whatever comes: doing so twice could hit another connection.
            return await asyncio.open_connection(
                sock=connection, ssl=tls, server_hostname=name.rstrip(".") if tls else None, limit=_READ
            )

    async def _addresses(self, name: str, port: int) -> list[tuple[int, str, int]]:
        """Family, address and port to connect to. An address in the place of a name keeps its port."""
        found = await self._names.resolve(name, port)
        with suppress(ValueError):
            ipaddress.ip_address(name)
            return [(each["family"], each["host"], port) for each in found]
        return [(each["family"], each["host"], each["port"]) for each in found]


def _request(url: yarl.URL, headers: Mapping[str, str]) -> bytes:
    said = {"Host": url.host_port_subcomponent or "", **headers, "Connection": "close"}
    lines = [f"{name}: {_NO_HEADER_TEXT.sub(' ', value)}" for name, value in said.items()]
    path = re.sub(r"[\x00-\x20]", "", url.raw_path_qs)
    return "\r\n".join([f"GET {path} HTTP/1.1", *lines, "", ""]).encode("utf-8", "replace")


async def _exchange(
    errand: Errand, stream: asyncio.StreamReader, writer: asyncio.StreamWriter, deadline: float
) -> Answer:
    """Send the request and read its answer, until ``deadline`` (the loop's time)."""
    async with asyncio.timeout_at(deadline):
        writer.write(_request(errand.url, errand.headers))
        head, rest = await _read_head(stream)
    plain = plain_headers(head.headers)
    reader = BodyReader(plain.get("content-encoding", ""), errand.limit(head.status, plain))
    narrowing = Narrowing(writer.transport if errand.is_short else None)
    try:
        async with asyncio.timeout_at(deadline):
            await _read_body(stream, Framing(head), rest, reader, narrowing)
    except (TimeoutError, OSError):
        reader.cut = "broken_off"
    cookies = tuple(header_text(value) for name, value in head.headers if name == b"set-cookie")
    return Answer(head.status, plain, reader.body, reader.cut, cookies)


async def _read_head(stream: asyncio.StreamReader) -> tuple[Head, bytes]:
    """The first head that is not an interim one, and what came behind it."""
    data = b""
    for _ in range(_MAX_INTERIM):
        while (head := parse_head(data)) is None:
            if len(data) >= MAX_HEAD or not may_begin_answer(data):
                raise LookFailed(Failure.NOT_HTTP, "no head of an answer")
            piece = await stream.read(_READ)
            if not piece:
                raise LookFailed(Failure.RESET, "closed before the end of its head")
            data += piece
        data = data[head.size :]
        if head.status not in _INTERIM:
            return head, data
    raise LookFailed(Failure.NOT_HTTP, "too many interim answers")


async def _read_body(
    stream: asyncio.StreamReader, framing: Framing, rest: bytes, reader: BodyReader, narrowing: Narrowing
) -> None:
    """Read the body as far as it is wanted; what breaks off after the head is an answer all the same."""
    piece = rest
    while reader.feed(framing.feed(piece)):
        if framing.is_over:
            break
        piece = await stream.read(_READ)
        narrowing.took(len(piece))
        if not piece:
            break
    else:
        return
    if not framing.is_whole:
        reader.cut = "broken_off"
