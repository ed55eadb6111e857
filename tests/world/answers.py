"""What a site says to a request: the request, the wire it came by, and a plain, honest answer."""

from __future__ import annotations

import socket
import struct
from contextlib import suppress
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Protocol
from urllib.parse import urlsplit

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Mapping

    from tests.world.log import RequestLog

HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it arrived: ``path`` with its query, header names in lower case."""

    host: str
    method: str
    path: str
    scheme: str
    headers: dict[str, str]
    version: str = "HTTP/1.1"

    @property
    def url(self) -> str:
        """The address that was asked for, without the port of the world."""
        return f"{self.scheme}://{self.host}{self.path}"

    @property
    def keeps_alive(self) -> bool:
        """Whether the client wants to go on using the connection."""
        return self.version == "HTTP/1.1" and self.headers.get("connection", "").lower() != "close"


class Behaviour(Protocol):
    """Anything that deals with one request: an honest answer or a misbehaviour."""

    async def play(self, wire: Wire) -> None:
        """Answer the request of ``wire``, or fail to in the way that is wanted."""


class Wire:
    """One exchange on one connection: where a behaviour writes to, and what it can do to the client."""

    def __init__(
        self,
        request: Request,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        log: RequestLog,
        place: int,
    ) -> None:
        self.request = request
        self.keep_alive = request.keeps_alive
        self.status: int | None = None
        self._reader = reader
        self._writer = writer
        self._log = log
        self._place = place
        self._finished = False

    async def send(self, data: bytes, *, last: bool = False) -> None:
        """Write bytes; ``last`` enters the request as finished before the client can see its end."""
        if last:
            self.finish()
        if self._writer.is_closing():
            # Else asyncio warns of every write to TLS that the client has closed.
            raise ConnectionResetError
        self._writer.write(data)
        await self._writer.drain()

    async def send_head(self, status: int, headers: Mapping[str, str], *, last: bool = False) -> None:
        """Write a status line and header lines."""
        self.status = status
        await self.send(head_bytes(status, headers), last=last)

    async def gone(self) -> None:
        """Wait until the client has given up."""
        while await self._reader.read(65536):
            pass

    def hang_up(self) -> None:
        """Close the connection in good order once all is written."""
        self.keep_alive = False

    def reset(self) -> None:
        """Close the connection with a reset."""
        self.keep_alive = False
        self.finish()
        raw = self._writer.get_extra_info("socket")
        with suppress(OSError):
            raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self._writer.transport.abort()

    def finish(self) -> None:
        """Enter the request as dealt with; once is enough."""
        if not self._finished:
            self._finished = True
            self._log.finish(self._place, self.status)


def head_bytes(status: int, headers: Mapping[str, str]) -> bytes:
    """A status line and header lines as they go over the wire."""
    try:
        reason = HTTPStatus(status).phrase
    except ValueError:
        reason = "Unassigned"
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {status} {reason}\r\n{lines}\r\n".encode("latin-1")


@dataclass(frozen=True, slots=True)
class Answer:
    """An honest answer. A given ETag or Last-Modified header makes conditional requests work."""

    body: str | bytes = b""
    status: int = 200
    content_type: str = HTML
    headers: Mapping[str, str] = field(default_factory=dict)

    async def play(self, wire: Wire) -> None:
        """Send the answer, without the body for HEAD and for statuses that have none."""
        body = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Server": "harbour/1.0"}
        if self.content_type:
            headers["Content-Type"] = self.content_type
        headers.update(self.headers)
        if not wire.keep_alive:
            headers["Connection"] = "close"
        wire.status = self.status
        if self.status == HTTPStatus.OK and unchanged(wire.request, self.headers):
            wire.status = HTTPStatus.NOT_MODIFIED.value
        if wire.status in {204, 304}:
            await wire.send_head(wire.status, headers, last=True)
            return
        headers.setdefault("Content-Length", str(len(body)))
        shown = b"" if wire.request.method == "HEAD" else body
        await wire.send(head_bytes(self.status, headers) + shown, last=True)


def unchanged(request: Request, headers: Mapping[str, str]) -> bool:
    """Whether a conditional request already has what would be sent (If-None-Match goes first)."""
    known = request.headers.get("if-none-match")
    if known is not None:
        return headers.get("ETag", "?") in {tag.strip().removeprefix("W/") for tag in known.split(",")}
    since = request.headers.get("if-modified-since")
    return since is not None and since == headers.get("Last-Modified")


@dataclass(frozen=True, slots=True)
class Told:
    """A function of the request decides what happens; a text is an HTML page."""

    function: Callable[[Request], Behaviour | str]

    async def play(self, wire: Wire) -> None:
        """Ask the function and play what it says."""
        said = self.function(wire.request)
        await (Answer(said) if isinstance(said, str) else said).play(wire)


def parse_request(raw: bytes, scheme: str) -> Request | None:
    """Read a request's head; None when it is not one."""
    first, *lines = raw.decode("latin-1").rstrip("\r\n").split("\r\n")
    parts = first.split(" ")
    if len(parts) != 3:
        return None
    headers: dict[str, str] = {}
    for line in lines:
        name, _, value = line.partition(":")
        headers[name.strip().lower()] = value.strip()
    method, path, version = parts
    host = headers.get("host", "").lower()
    if not path.startswith("/"):
        split = urlsplit(path)
        host, path = split.netloc.lower(), path.partition(split.netloc)[2] or "/"
    return Request(host.partition(":")[0], method, path, scheme, headers, version)
