"""A web on loopback that is faster than whoever crawls it: one process, raw asyncio, answers made before.

Every name exists and leads to it, over TLS too where there is a certificate. ``/list/N`` are the source
pages, each with links of its own to ``/fine/N``, ``/gone/N`` (404) and ``/slow/N`` (50-300 ms) at other
hosts; anything else is a 404.
"""

from __future__ import annotations

import asyncio
import multiprocessing
import ssl
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Self

from bench.made_pages import plain_page, resource_page
from bench.names import EveryName

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from pathlib import Path
    from types import TracebackType

CONTROL_HOST = "control.example"


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a web is: ``pages`` source pages with ``links`` outbound links each, to ``hosts`` hosts.

    Of ten targets eight are fine, one is gone and one is slow. No target is linked twice.
    """

    pages: int
    links: int
    hosts: int

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return self.pages * self.links

    @property
    def gone(self) -> int:
        """How many of them are gone."""
        return sum(number % 10 == 1 for number in range(self.targets))

    def source_urls(self) -> list[str]:
        """The addresses of the source pages, ten to a host."""
        return [f"http://lists{number // 10}.example/list/{number}" for number in range(self.pages)]

    def target_url(self, number: int) -> str:
        """The address of a target."""
        kind = {1: "gone", 2: "slow"}.get(number % 10, "fine")
        # The links of a page go to as many hosts, and no host has all that is gone.
        return f"http://t{(number * 7 + number // 10) % self.hosts}.example/{kind}/{number}"


class Web:
    """The web of a shape, served by a process of its own while the block runs.

    ``certificate``: a file with its chain and key, for https; ``name_delay``: seconds until a name is told.
    """

    def __init__(self, shape: Shape, certificate: Path | None = None, name_delay: float = 0.0) -> None:
        self.shape = shape
        self._made_of = (shape, certificate, name_delay)
        self.cpu = 0.0
        """Seconds of CPU that serving took; known when the block has ended."""

    def __enter__(self) -> Self:
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        self._process = context.Process(target=_run, args=(*self._made_of, other), daemon=True)
        self._process.start()
        self._ports: tuple[int, int, int] = self._pipe.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send(None)
        self.cpu = self._pipe.recv()
        self._process.join()

    def settings(self) -> dict[str, str]:
        """The settings with which finder lives in this web."""
        http, https, dns = self._ports
        return {
            "FINDER_DNS_SERVERS": f"127.0.0.1:{dns}",
            "FINDER_PORT_MAP": f"80:{http},443:{https}",
            "FINDER_ALLOW_NETWORKS": "127.0.0.0/8",
            "FINDER_CONTROL_HOSTS": CONTROL_HOST,
        }


class _Answers:
    """Whole answers by path, made before the first question."""

    def __init__(self, shape: Shape) -> None:
        self._targets = shape.targets
        self.fine = _answer(b"200 OK", plain_page(0))
        self.gone = _answer(b"404 Not Found", b"<title>Not found</title><h1>Not found</h1>")
        self.lists = {}
        for page in range(shape.pages):
            targets = range(page * shape.links, (page + 1) * shape.links)
            body = resource_page(page, [shape.target_url(number) for number in targets])
            self.lists[b"/list/%d" % page] = _answer(b"200 OK", body)

    def of(self, path: bytes) -> bytes:
        number = path[6:]
        # A made-up neighbour of a target has more digits.
        if path.startswith((b"/fine/", b"/slow/")) and number.isdigit() and int(number) < self._targets:
            return self.fine
        return self.lists.get(path, self.gone)


def _answer(status: bytes, body: bytes) -> bytes:
    head = b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


class _Door(asyncio.Protocol):
    """One connection, kept alive."""

    def __init__(self, answers: _Answers) -> None:
        self._answers = answers
        self._received = b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport: asyncio.Transport = transport  # type: ignore[assignment]

    def data_received(self, data: bytes) -> None:
        self._received += data
        while (end := self._received.find(b"\r\n\r\n")) >= 0:
            head, self._received = self._received[:end], self._received[end + 4 :]
            path = head.split(b" ", 2)[1]
            if path.startswith(b"/slow/") and path[6:].isdigit():
                seconds = 0.05 + int(path[6:]) // 10 % 26 / 100
                asyncio.get_running_loop().call_later(seconds, self._send, path)
            else:
                self._send(path)

    def _send(self, path: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(self._answers.of(path))


def _run(shape: Shape, certificate: Path | None, name_delay: float, pipe: Connection) -> None:
    asyncio.run(_serve(_Answers(shape), certificate, name_delay, pipe))


async def _serve(answers: _Answers, certificate: Path | None, name_delay: float, pipe: Connection) -> None:
    loop = asyncio.get_running_loop()
    udp, _ = await loop.create_datagram_endpoint(lambda: EveryName(name_delay), ("127.0.0.1", 0))
    ports = [await _door(answers, tls) for tls in (None, _context(certificate) if certificate else None)]
    before = time.process_time()
    pipe.send((*ports, udp.get_extra_info("sockname")[1]))
    stopped = asyncio.Event()
    loop.add_reader(pipe.fileno(), stopped.set)
    await stopped.wait()
    pipe.recv()
    pipe.send(time.process_time() - before)


async def _door(answers: _Answers, tls: ssl.SSLContext | None) -> int:
    server = await asyncio.get_running_loop().create_server(
        lambda: _Door(answers), "127.0.0.1", 0, backlog=1024, ssl=tls
    )
    return int(server.sockets[0].getsockname()[1])


def _context(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context
