"""Connections: which are kept and for how long, which address is connected to, and requests of any size."""

from __future__ import annotations

import asyncio
import errno
import ipaddress
import socket
import ssl
from collections import deque
from contextlib import asynccontextmanager, closing, suppress
from typing import TYPE_CHECKING, Any

import pytest

from finder.checker import HttpTransport, Names
from finder.checker.dial import dial, interleaved
from finder.checker.narrow import narrow_socket
from finder.items import Failure
from finder.observe import LookFailed
from tests.world.certificates import Authority

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Coroutine, Sequence
    from pathlib import Path

    from finder.checker.dial import Endpoint

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
WHOLE = OK + b"Content-Length: 5\r\n\r\ntides"
CHUNKED = OK + b"Transfer-Encoding: chunked\r\n\r\n5\r\ntides\r\n0\r\n\r\n"


class Server:
    """Gives the same bytes for each head that comes, and counts connections, those open and requests."""

    def __init__(self, *said: bytes) -> None:
        self._said = said
        self.connections = 0
        self.open = 0
        self.requests: list[bytes] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.open += 1
        try:
            while True:
                self.requests.append(await reader.readuntil(b"\r\n\r\n"))
                for each in self._said:
                    writer.write(each)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.open -= 1
        finally:
            writer.close()


@asynccontextmanager
async def serving(
    *said: bytes, tls: ssl.SSLContext | None = None
) -> AsyncIterator[tuple[Server, str, HttpTransport]]:
    """A server, its address, and a transport that may reach it."""
    server = Server(*said)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, limit=2**22, ssl=tls)
    names = Names(allowed=[ipaddress.ip_network("127.0.0.0/8")])
    transport = HttpTransport(names, timeout=5)
    try:
        yield server, f"http{'s' * bool(tls)}://127.0.0.1:{listening.sockets[0].getsockname()[1]}/", transport
    finally:
        await transport.close()
        await names.close()
        listening.close()
        await until(lambda: server.open == 0)


async def until(holds: Callable[[], bool]) -> None:
    """Wait for something that is about to happen."""
    async with asyncio.timeout(5):
        while not holds():  # noqa: ASYNC110 - a socket tells nobody that it is closed
            await asyncio.sleep(0.005)


def connections(*said: bytes, tls: ssl.SSLContext | None = None) -> int:
    """How many connections three requests take."""

    async def go() -> int:
        async with serving(*said, tls=tls) as (server, url, transport):
            for _ in range(3):
                assert (await transport.get(url, {}, 1000)).body == b"tides"
                await asyncio.sleep(0.01)
            return server.connections

    return asyncio.run(go())


@pytest.mark.parametrize("said", [WHOLE, CHUNKED, b"HTTP/1.1 103 Early Hints\r\n\r\n" + WHOLE])
def test_a_connection_whose_answer_came_whole_is_used_again(said: bytes) -> None:
    assert connections(said) == 1


def test_connections_that_are_kept_give_room_where_no_more_files_may_be_opened(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[socket.socket] = []

    def one_at_once(address: Sequence[Any]) -> socket.socket:
        if any(each.fileno() >= 0 for each in made):
            raise OSError(errno.EMFILE, "Too many open files")
        made.append(narrow_socket(address))
        return made[-1]

    async def go() -> None:
        async with serving(WHOLE) as (_, url, transport), serving(WHOLE) as (_, other, _):
            for address in (url, other, url):
                assert (await transport.get(address, {}, 1000)).body == b"tides"

    monkeypatch.setattr("finder.checker.dial.narrow_socket", one_at_once)
    asyncio.run(go())
    assert len(made) == 3


@pytest.mark.parametrize(
    "said",
    [
        WHOLE.replace(b"1.1", b"1.0"),
        WHOLE.replace(b"\r\n\r\n", b"\r\nConnection: Keep-Alive, Close\r\n\r\n"),
        WHOLE + b"and more",
        CHUNKED.replace(b"0\r\n\r\n", b"0\r\nX-Trailer: y\r\n\r\n"),
        CHUNKED.replace(b"0\r\n\r\n", b"zz\r\n"),
    ],
    ids=["old", "close", "surplus", "trailer", "broken"],
)
def test_any_other_connection_is_not_used_again(said: bytes) -> None:
    assert connections(said) == 3


def test_with_tls_a_connection_is_used_again_unless_more_came_behind_the_answer(tmp_path: Path) -> None:
    leaf = tmp_path / "leaf.pem"
    leaf.write_bytes(Authority("Unknown CA").leaf_pem("a.example"))
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(leaf)
    # The handshake that finds the certificate faulty never becomes a connection for the server.
    assert connections(WHOLE, tls=tls) == 1
    assert connections(WHOLE, b"and more", tls=tls) == 3


def test_of_many_connections_the_oldest_are_let_go_and_all_after_a_while(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("finder.checker.pool._MOST", 2)
    monkeypatch.setattr("finder.checker.pool._KEEP", 0.3)

    async def go() -> None:
        async with serving(WHOLE) as (server, url, transport):
            await asyncio.gather(*(transport.get(url, {}, 1000) for _ in range(5)))
            assert server.connections == 5
            await until(lambda: server.open == 2)
            await transport.get(url, {}, 1000)
            assert server.connections == 5
            await until(lambda: server.open == 0)

    asyncio.run(go())


def test_a_request_longer_than_a_socket_takes_at_once_arrives_whole() -> None:
    long = "x" * 3_000_000

    async def go() -> None:
        async with serving(WHOLE) as (server, url, transport):
            answer = await transport.get(url, {"X-Long": long, "X-Last": "here"}, 1000)
            assert answer.body == b"tides"
            assert server.requests[0].endswith(b"X-Last: here\r\n\r\n")
            assert len(server.requests[0]) > len(long)

    asyncio.run(go())


def test_a_look_that_is_given_up_closes_its_connection() -> None:
    async def go() -> None:
        async with serving(b"") as (server, url, transport):
            asking = asyncio.create_task(transport.get(url, {}, 1000))
            await until(lambda: len(server.requests) == 1)
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await until(lambda: server.open == 0)

    asyncio.run(go())


def test_what_is_no_address_of_the_web_is_a_failure() -> None:
    async def go() -> None:
        async with serving(WHOLE) as (_, _, transport):
            for url in ("ftp://a.example/", "http:///", "http://a.example:x/"):
                with pytest.raises(LookFailed) as failed:
                    await transport.get(url, {}, 1000)
                assert failed.value.failure is Failure.OTHER

    asyncio.run(go())


def dialled(endpoints: list[Endpoint], seconds: float = 5.0) -> tuple[str, float]:
    """Whom a connection was made to, and how long that took."""

    async def go() -> tuple[str, float]:
        loop = asyncio.get_running_loop()
        began = loop.time()
        with closing(await dial(deque(endpoints), narrow=True, deadline=began + seconds)) as connected:
            return connected.getpeername()[0], loop.time() - began

    return asyncio.run(go())


def refusing() -> int:
    """A port at which nobody listens."""
    with closing(socket.create_server(("127.0.0.1", 0))) as unused:
        return int(unused.getsockname()[1])


def deaf() -> tuple[list[socket.socket], int]:
    """A port that takes no more connections, and what keeps it so."""
    listener = socket.create_server(("127.0.0.1", 0), backlog=0)
    waiting = []
    for _ in range(4):
        waiting.append(socket.socket())
        waiting[-1].setblocking(False)
        waiting[-1].connect_ex(listener.getsockname())
    return [listener, *waiting], int(listener.getsockname()[1])


def test_the_first_address_that_takes_a_connection_wins() -> None:
    held, silent = deaf()
    with closing(socket.create_server(("127.0.0.2", 0))) as listening:
        there: Endpoint = (socket.AF_INET, listening.getsockname())
        gone: Endpoint = (socket.AF_INET, ("127.0.0.1", refusing()))
        hanging: Endpoint = (socket.AF_INET, ("127.0.0.1", silent))
        assert dialled([there, gone])[0] == "127.0.0.2"
        assert dialled([gone, there])[0] == "127.0.0.2"
        name, seconds = dialled([hanging, gone, there])
        assert (name, seconds >= 0.2) == ("127.0.0.2", True)
    with pytest.raises(ConnectionRefusedError):
        dialled([gone, gone])
    with pytest.raises(TimeoutError):
        dialled([hanging, gone], seconds=0.4)
    for each in held:
        each.close()


def test_families_take_turns() -> None:
    addresses = [
        ipaddress.ip_address(each) for each in ("1.1.1.1", "1.1.1.2", "2606::1", "2606::2", "2606::3")
    ]
    assert [address for _, (address, _) in interleaved(addresses, 80)] == [
        "1.1.1.1",
        "2606::1",
        "1.1.1.2",
        "2606::2",
        "2606::3",
    ]


@pytest.mark.parametrize("stray", [b"<p>The rest of the page", b"ml>\n", b"HTTP, you know"])
def test_what_is_left_of_an_answer_is_not_taken_for_the_next(stray: bytes) -> None:
    """A host that tells a length too short sends the rest when the next request is under way."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(asyncio.IncompleteReadError, ConnectionError):
            while True:
                path = (await reader.readuntil(b"\r\n\r\n")).split()[1]
                if path == b"/short":
                    writer.write(WHOLE)
                    await asyncio.sleep(0.02)
                    writer.write(stray)
                else:
                    writer.write(b"HTTP/1.1 404 Not Found\r\nContent-Length: 4\r\n\r\ngone")

    async def go(transport: HttpTransport, base: str) -> None:
        assert (await transport.get(f"{base}/short", {}, 99_999)).body == b"tides"
        answer = await transport.get(f"{base}/gone", {}, 99_999)
        assert (answer.status, answer.body, answer.requests) == (404, b"gone", 2)
        # From now on it is asked over a new connection each time.
        await transport.get(f"{base}/short", {}, 99_999)
        answer = await transport.get(f"{base}/gone", {}, 99_999)
        assert (answer.status, answer.requests) == (404, 1)

    asyncio.run(_beside(serve, go))


def test_a_request_that_a_kept_connection_gave_up_waiting_for_is_asked_anew() -> None:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with closing(writer), suppress(asyncio.IncompleteReadError, ConnectionError):
            for said in (WHOLE, b"HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"):
                await reader.readuntil(b"\r\n\r\n")
                writer.write(said)
                await writer.drain()

    async def go(transport: HttpTransport, base: str) -> None:
        for path, requests in (("/one", 1), ("/two", 2)):
            answer = await transport.get(f"{base}{path}", {}, 99_999)
            assert (answer.status, answer.requests) == (200, requests)

    asyncio.run(_beside(serve, go))


async def _beside(
    serve: Callable[[asyncio.StreamReader, asyncio.StreamWriter], Coroutine[None, None, None]],
    go: Callable[[HttpTransport, str], Coroutine[None, None, None]],
) -> None:
    """Run something with a transport and the address of a server."""
    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    transport = HttpTransport(Names(allowed=[ipaddress.ip_network("127.0.0.0/8")]), timeout=3)
    try:
        await go(transport, f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}")
    finally:
        await transport.close()
        server.close()
        # What serves has to see that its connection is closed before the loop is.
        await asyncio.sleep(0.05)
