"""Serves the sites of the world: takes connections, reads requests, lets behaviours deal with them."""

from __future__ import annotations

import asyncio
import socket
import ssl
import struct
import time
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from tests.world.answers import Answer, Request, Wire, parse_request
from tests.world.doors import Door, Speaks
from tests.world.log import Record, RequestLog
from tests.world.names import UdpNames, serve_tcp

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine

    from tests.world.certificates import Certificates
    from tests.world.doors import Doors
    from tests.world.names import Names
    from tests.world.site import Site

EXPECTED = (ConnectionError, OSError, EOFError, asyncio.LimitOverrunError)
# asyncio ends a failed handshake without sending OpenSSL's alert, so the callback that has no other way
# to the socket sends it: level fatal, then the description.
HANDSHAKING: ContextVar[socket.socket] = ContextVar("HANDSHAKING")
ALERT = b"\x15\x03\x03\x00\x02\x02%c"
BAD_REQUEST = b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
ELSEWHERE = Answer("<h1>No such site here</h1>", 421)


class Serving:
    """The world at work, inside one event loop."""

    def __init__(
        self,
        site: Callable[[str], Site | None],
        names: Names,
        log: RequestLog,
        certificates: Certificates,
        suffix: str = "",
    ) -> None:
        self._site = site
        self._names = names
        self._log = log
        self._certificates = certificates
        self._suffix = suffix
        self._tasks: set[asyncio.Task[None]] = set()
        self._connections: set[socket.socket] = set()
        self._numbers = count(1)
        self._tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._tls.sni_callback = self._choose_certificate

    async def run(self, doors: Doors, ready: Callable[[], None], stop: asyncio.Event) -> None:
        """Serve until ``stop`` is set, then end every connection."""
        loop = asyncio.get_running_loop()
        datagrams, _ = await loop.create_datagram_endpoint(lambda: UdpNames(self._names), sock=doors.dns_udp)
        for door in doors.listening:
            loop.add_reader(door.socket, self._take_connection, door)
        ready()
        await stop.wait()
        datagrams.close()
        for door in doors.listening:
            loop.remove_reader(door.socket)
        while self._tasks:
            for task in tuple(self._tasks):
                task.cancel()
            await asyncio.wait(self._tasks)
        for connection in self._connections:
            connection.close()  # of a task that was cancelled before it began
        await asyncio.sleep(0)  # transports tell of their end in the loop's next round

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _take_connection(self, door: Door) -> None:
        with suppress(OSError):
            connection, _ = door.socket.accept()
            connection.setblocking(False)
            self._connections.add(connection)
            self._begin(self._connection(door, connection))

    async def _connection(self, door: Door, connection: socket.socket) -> None:
        self._connections.discard(connection)
        loop = asyncio.get_running_loop()
        with connection, suppress(*EXPECTED):
            match door.speaks:
                case Speaks.DNS:
                    await serve_tcp(self._names, connection)
                case Speaks.RESET:
                    await loop.sock_recv(connection, 1)
                    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                case Speaks.SILENCE:
                    while await loop.sock_recv(connection, 65536):
                        pass
                case Speaks.PLAIN:
                    await loop.sock_recv(connection, 65536)
                    await loop.sock_sendall(connection, BAD_REQUEST)
                case _:
                    await self._conversation(door, connection)

    async def _conversation(self, door: Door, connection: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        HANDSHAKING.set(connection)
        reader = asyncio.StreamReader(loop=loop)
        protocol = asyncio.StreamReaderProtocol(reader, loop=loop)
        transport, _ = await loop.connect_accepted_socket(
            lambda: protocol, connection, ssl=self._tls if door.speaks is Speaks.TLS else None
        )
        writer = asyncio.StreamWriter(transport, protocol, reader, loop)
        number = next(self._numbers)
        try:
            while await self._exchange(door, number, reader, writer):
                pass
            writer.close()
            await writer.wait_closed()
        finally:
            # Python 3.11.2 stumbles over an abort of TLS that is closed already.
            with suppress(AttributeError):
                transport.abort()

    async def _exchange(
        self, door: Door, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> bool:
        raw = await reader.readuntil(b"\r\n\r\n")
        request = parse_request(raw, door.scheme)
        if request is None:
            writer.write(BAD_REQUEST)
            return False
        request = replace(request, host=request.host.removesuffix(self._suffix))
        wire = Wire(request, reader, writer, self._log, self._note(request, door, number))
        try:
            await reader.readexactly(int(request.headers.get("content-length", "0")))
            site = self._site(request.host)
            if site is not None and site.latency:
                await asyncio.sleep(site.latency)
            await (ELSEWHERE if site is None else site.behaviour_for(request.path)).play(wire)
        finally:
            wire.finish()
        return wire.keep_alive

    def _note(self, request: Request, door: Door, number: int) -> int:
        return self._log.start(
            Record(
                host=request.host,
                method=request.method,
                path=request.path,
                scheme=request.scheme,
                user_agent=request.headers.get("user-agent", ""),
                headers=request.headers,
                started=time.monotonic(),
                port=door.port,
                connection=number,
            )
        )

    def _choose_certificate(
        self, handshake: ssl.SSLObject, name: str | None, _: ssl.SSLContext
    ) -> int | None:
        site = self._site(name or "")
        if name is None or site is None:
            return _alert(ssl.ALERT_DESCRIPTION_UNRECOGNIZED_NAME)
        if site.tls == "alert":
            return _alert(ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE)
        handshake.context = self._certificates.context(name, site.tls)
        return None


def _alert(description: int) -> int:
    HANDSHAKING.get().send(ALERT % description)
    return description
