"""The ways in which servers misbehave, one value each. All are played over the real connection."""

from __future__ import annotations

import asyncio
import gzip
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.world.answers import HTML, Answer, head_bytes

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from tests.world.answers import Behaviour, Wire


@dataclass(frozen=True, slots=True)
class Silent:
    """Takes the request and never says a word, until the client gives up."""

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        await wire.gone()


@dataclass(frozen=True, slots=True)
class Reset:
    """Resets the connection, before an answer or after ``first`` (with a head, if ``promised``)."""

    first: bytes = b""
    promised: int = 0

    async def play(self, wire: Wire) -> None:
        if self.promised:
            await wire.send_head(200, {"Content-Type": HTML, "Content-Length": str(self.promised)})
        if self.first:
            await wire.send(self.first)
        if self.first or self.promised:
            await asyncio.sleep(0.05)  # a reset overtakes bytes that the client has not read yet
        wire.reset()


@dataclass(frozen=True, slots=True)
class HangUp:
    """Closes the connection in good order without an answer, or after the bytes of ``first``."""

    first: bytes = b""

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        await wire.send(self.first, last=True)


@dataclass(frozen=True, slots=True)
class Garbage:
    """Sends bytes that are not HTTP."""

    data: bytes = b"220 mail.example ESMTP ready\r\n250 pleased to meet you\r\n"

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        await wire.send(self.data, last=True)


@dataclass(frozen=True, slots=True)
class Pieces:
    """Sends raw bytes in pieces that arrive one by one, then closes, or keeps the connection open."""

    parts: tuple[bytes, ...]
    pause: float = 0.05
    closes: bool = True

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        for part in self.parts:
            await wire.send(part)
            await asyncio.sleep(self.pause)
        wire.finish()
        if not self.closes:
            await wire.gone()


@dataclass(frozen=True, slots=True)
class BadHeaders:
    """Sends a page whose head holds lines that are no header lines, as browsers forgive."""

    body: bytes = b"<title>Tides</title><h1>Tides</h1>"
    lines: tuple[bytes, ...] = (b"this line has no colon", b"Bad Name: x", b"X-Empty:", b"X-High: \xff\xfe")
    newline: bytes = b"\r\n"

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        wire.status = 200
        head = [b"HTTP/1.1 200 OK", b"Content-Type: text/html", *self.lines]
        length = b"Content-Length: %d" % len(self.body)
        await wire.send(self.newline.join([*head, length, b"", self.body]), last=True)


@dataclass(frozen=True, slots=True)
class Drip:
    """Sends an honest page a few bytes at a time."""

    body: bytes
    pause: float = 0.05
    step: int = 1

    async def play(self, wire: Wire) -> None:
        await wire.send_head(200, {"Content-Type": HTML, "Content-Length": str(len(self.body))})
        if wire.request.method == "HEAD":
            return
        for start in range(0, len(self.body), self.step):
            await asyncio.sleep(self.pause)
            await wire.send(self.body[start : start + self.step])


@dataclass(frozen=True, slots=True)
class Endless:
    """Sends a body that never ends, as fast as the client reads or with a pause between blocks."""

    block: bytes = b"<p>the tide comes in, the tide goes out</p>\n" * 400
    pause: float = 0.0
    content_type: str = HTML

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        await wire.send_head(200, {"Content-Type": self.content_type, "Connection": "close"})
        while wire.request.method != "HEAD":
            await wire.send(self.block)
            await asyncio.sleep(self.pause)


@dataclass(frozen=True, slots=True)
class Huge:
    """Sends a file of ``size`` bytes made on the fly, with its length told or in chunks."""

    size: int = 200_000_000
    chunked: bool = False
    content_type: str = "application/zip"

    async def play(self, wire: Wire) -> None:
        length = {"Transfer-Encoding": "chunked"} if self.chunked else {"Content-Length": str(self.size)}
        await wire.send_head(200, {"Content-Type": self.content_type, **length})
        if wire.request.method == "HEAD":
            return
        for block in self._blocks():
            await wire.send(b"%x\r\n%b\r\n" % (len(block), block) if self.chunked else block)
            await asyncio.sleep(0)  # drain alone does not let others on while the client keeps up
        if self.chunked:
            await wire.send(b"0\r\n\r\n", last=True)

    def _blocks(self) -> Iterator[bytes]:
        block = bytes(65536)
        whole, rest = divmod(self.size, len(block))
        yield from (block for _ in range(whole))
        if rest:
            yield block[:rest]


@dataclass(frozen=True, slots=True)
class GzipBomb:
    """Sends a small gzip body that unpacks to ``size`` bytes."""

    size: int = 200_000_000

    async def play(self, wire: Wire) -> None:
        headers = {"Content-Type": HTML, "Content-Encoding": "gzip", "Connection": "close"}
        wire.hang_up()
        await wire.send_head(200, headers)
        packer = zlib.compressobj(1, zlib.DEFLATED, 31)
        block = b" " * 1_000_000
        for _ in range(self.size // len(block)):
            await wire.send(packer.compress(block))
            await asyncio.sleep(0)
        await wire.send(packer.flush(), last=True)


@dataclass(frozen=True, slots=True)
class Truncated:
    """Promises more bytes than it sends, then closes; ``gzipped`` cuts a gzip body short instead."""

    body: bytes
    missing: int = 100
    gzipped: bool = False

    async def play(self, wire: Wire) -> None:
        wire.hang_up()
        headers = {"Content-Type": HTML}
        body, promised = self.body, len(self.body) + self.missing
        if self.gzipped:
            packed = gzip.compress(self.body)
            headers["Content-Encoding"] = "gzip"
            body = packed[: len(packed) // 2]
            promised = len(packed)
        headers["Content-Length"] = str(promised)
        wire.status = 200
        await wire.send(head_bytes(200, headers) + body, last=True)


@dataclass(frozen=True, slots=True)
class HeadDiffers:
    """Answers HEAD in one way and every other method in another."""

    head: Behaviour
    other: Behaviour

    async def play(self, wire: Wire) -> None:
        await (self.head if wire.request.method == "HEAD" else self.other).play(wire)


@dataclass(slots=True)
class Sequence:
    """Behaves differently each time it is asked, in the given order; the last goes on for ever."""

    behaviours: tuple[Behaviour, ...]
    asked: int = 0

    def __init__(self, *behaviours: Behaviour) -> None:
        self.behaviours = behaviours
        self.asked = 0

    async def play(self, wire: Wire) -> None:
        turn = self.behaviours[min(self.asked, len(self.behaviours) - 1)]
        self.asked += 1
        await turn.play(wire)


@dataclass(frozen=True, slots=True)
class Later:
    """Waits ``delay`` seconds, then behaves."""

    delay: float
    behaviour: Behaviour

    async def play(self, wire: Wire) -> None:
        await asyncio.sleep(self.delay)
        await self.behaviour.play(wire)


@dataclass(frozen=True, slots=True)
class Interim:
    """Sends interim answers (1xx) before the real one."""

    statuses: tuple[int, ...]
    behaviour: Behaviour
    headers: Mapping[str, str] = field(default_factory=dict)

    async def play(self, wire: Wire) -> None:
        for status in self.statuses:
            await wire.send(head_bytes(status, self.headers))
        await self.behaviour.play(wire)


@dataclass(frozen=True, slots=True)
class ConsentLoop:
    """Redirects to itself until the client sends back the cookie it was given."""

    behaviour: Behaviour
    cookie: str = "consent=yes"

    async def play(self, wire: Wire) -> None:
        if self.cookie in wire.request.headers.get("cookie", ""):
            await self.behaviour.play(wire)
            return
        headers = {"Location": wire.request.path, "Set-Cookie": f"{self.cookie}; Path=/"}
        await Answer(status=302, headers=headers).play(wire)
