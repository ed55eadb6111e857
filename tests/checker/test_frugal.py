"""What a look costs a host, as its own socket counts: what it could write until the connection ended."""

from __future__ import annotations

import asyncio
import gzip
import ipaddress
import random
import socket
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from finder.checker import Answer, HttpTransport, Names
from finder.settings import FINDER_TARGET_MAX_BYTES
from tests.checker.opened import look, visit
from tests.world import Answer as Page
from tests.world import Endless, Huge

if TYPE_CHECKING:
    from finder.checker import Look
    from finder.network import Network
    from tests.world import World

LIMIT = 512 * 1024
FILE = 20_000_000
HTML = b"Content-Type: text/html\r\n"
ZIP = b"Content-Type: application/zip\r\n"
HEAD = b"HTTP/1.1 200 OK\r\n"


class Counting:
    """Answers one request after the other with a head and bytes without end, in blocks of one size.

    ``written`` are the bytes that its socket took for each. It says with every word that it cannot keep the
    connection, so that each answer has its own.
    """

    def __init__(self, head: bytes, block: bytes) -> None:
        self._head = head
        self._block = block
        self.written: list[int] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/"
        self._thread = threading.Thread(target=self._serve, name="counting")
        self._thread.start()

    def close(self) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join()

    def _serve(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            with connection:
                connection.settimeout(5)
                connection.recv(65536)
                self.written.append(0)
                self._write(connection)

    def _write(self, connection: socket.socket) -> None:
        try:
            self.written[-1] += connection.send(self._head)
            while self.written[-1] < FILE:
                self.written[-1] += connection.send(self._block)
        except OSError:
            return


def looks(world: World, types: dict[str, str], *, pages_only: bool) -> dict[str, Look]:
    """A look at a page of 50,000 bytes under each of the types, each at a host of its own."""
    for name, kind in types.items():
        world.site(f"{name}.example").page("/", "x" * 50_000, kind)

    async def go(network: Network) -> list[Look]:
        urls = [f"http://{name}.example/" for name in types]
        looks = (network.looker.look(url, max_bytes=65536, pages_only=pages_only) for url in urls)
        return await asyncio.gather(*looks)

    return dict(zip(types, visit(world, go), strict=True))


def ask(url: str, times: int = 5) -> list[Answer]:
    """Targets looked at as the checker does it, one after the other."""

    async def go() -> list[Answer]:
        names = Names(allowed=[ipaddress.ip_network("127.0.0.0/8")])
        transport = HttpTransport(names)
        try:
            return [
                await transport.get(url, {}, FINDER_TARGET_MAX_BYTES, pages_only=True) for _ in range(times)
            ]
        finally:
            await transport.close()
            await names.close()

    return asyncio.run(go())


@pytest.mark.parametrize("block", [1000, 16 * 1024, 2**20])
@pytest.mark.parametrize(
    "head",
    [
        HEAD + HTML + b"Content-Length: %d\r\n\r\n" % FILE,
        HEAD + ZIP + b"Content-Length: %d\r\n\r\n" % FILE,
        HEAD + HTML + b"\r\n",
        HEAD + ZIP + b"\r\n",
        HEAD + b"no header\r\n" + HTML + b"\r\n",
        b"HTTP/1.1 404 Not Found\r\n" + HTML + b"\r\n",
        b"HTTP/1.1 302 Found\r\nLocation: /there\r\n" + HTML + b"\r\n",
    ],
    ids=["page", "file", "endless page", "endless file", "lenient", "not found", "redirect"],
)
def test_whatever_never_ends_costs_less_than_half_a_megabyte(head: bytes, block: int) -> None:
    with closing(Counting(head, b"<p>tides</p>".ljust(block))) as server:
        answers = ask(server.url)
    assert {answer.cut for answer in answers} == {"limit"}
    assert max(server.written) < LIMIT


PAGES = {
    "html": "text/html; charset=latin-1",
    "upper": "Text/HTML",
    "xhtml": "application/xhtml+xml",
    "xml": "text/xml",
    "plain": "text/plain",
    "missing": "",
    "odd": "html",
    "any": "*/*",
}
FILES = {
    "zip": "application/zip",
    "pdf": "application/pdf;x=y",
    "image": "image/png",
    "feed": "application/rss+xml",
}


def test_a_page_is_read_whole_and_of_a_file_the_beginning(world: World) -> None:
    seen = looks(world, PAGES | FILES, pages_only=True)
    read = {name: (len(look.body), look.fetch.cut) for name, look in seen.items()}
    assert read == dict.fromkeys(PAGES, (50_000, "")) | dict.fromkeys(FILES, (2048, "limit"))


def test_files_are_read_whole_where_they_are_wanted(world: World) -> None:
    seen = looks(world, FILES, pages_only=False)
    assert {len(look.body) for look in seen.values()} == {50_000}


def test_a_redirect_with_an_endless_body_leads_on(world: World) -> None:
    site = world.site("a.example")
    site.answer("/", Page(b"x" * 3_000_000, 302, headers={"Location": "/there"}))
    site.page("/there", "<h1>There</h1>")
    seen = look(world, "http://a.example/", max_bytes=10 * 2**20)
    assert (seen.fetch.final_url, seen.body) == ("http://a.example/there", b"<h1>There</h1>")


def test_a_long_page_is_read_in_full_where_much_is_wanted(world: World) -> None:
    text = random.Random(5).randbytes(1_000_000).hex().encode()
    site = world.site("long.example")
    site.page("/plain", text)
    site.page("/gzip", gzip.compress(text), headers={"Content-Encoding": "gzip"})

    async def go(network: Network) -> list[bytes]:
        paths = ("plain", "gzip")
        urls = [f"{scheme}://long.example/{path}" for path in paths for scheme in ("http", "https")]
        sizes = (10 * 2**20, 300_000)
        return [(await network.looker.look(url, max_bytes=size)).body for url in urls for size in sizes]

    assert visit(world, go) == [text, text[:300_000]] * 4


def test_huge_files_and_streams_are_alive_at_once(world: World) -> None:
    site = world.site("big.example")
    site.answer("/film", Huge(FILE, content_type="video/mp4"))
    site.answer("/radio", Endless(pause=0.05, content_type="audio/mpeg"))

    async def go(network: Network) -> list[Look]:
        urls = [f"http://big.example/{path}" for path in ("film", "radio")]
        return [await network.looker.look(url, max_bytes=65536, pages_only=True) for url in urls]

    seen = visit(world, go)
    assert [(look.fetch.status, len(look.body), look.fetch.cut) for look in seen] == [
        (200, 2048, "limit")
    ] * 2
    assert max(look.fetch.elapsed for look in seen) < 3
