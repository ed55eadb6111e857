"""HTTP that is broken in ways browsers forgive, over real sockets: read at the first request."""

from __future__ import annotations

import asyncio
import gzip
from typing import TYPE_CHECKING

import pytest

from finder.items import Failure
from tests.checker.opened import look, looks, opened, visit
from tests.world import Answer, BadHeaders, Garbage, HangUp, Interim, Pieces, Sequence

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.checker import Look
    from finder.network import Network
    from tests.world import Behaviour, World

PAGE = b"<title>Tides</title><h1>Tides</h1>"
OK = b"HTTP/1.1 200 OK"
TYPE = b"Content-Type: text/html"
LENGTH = b"Content-Length: %d" % len(PAGE)
CHUNKED = b"Transfer-Encoding: chunked"
CHUNK = b"%x\r\n%b\r\n" % (len(PAGE), PAGE)


def raw(*lines: bytes, body: bytes = PAGE) -> HangUp:
    """Bytes of an answer as they stand, then the end of the connection."""
    return HangUp(b"\r\n".join([*lines, b"", body]))


FORGIVEN: dict[str, Behaviour] = {
    "bad-lines": BadHeaders(PAGE),
    "space-before-colon": raw(OK, b"Content-Type : text/html", LENGTH),
    "nul": raw(OK, TYPE, b"X: a\0b", LENGTH),
    "bare-cr": raw(OK, TYPE, b"X: a\rb", LENGTH),
    "length-twice": raw(OK, TYPE, LENGTH, LENGTH),
    "length-list": raw(OK, TYPE, LENGTH + b", %d" % len(PAGE)),
    "lengths-differ": raw(OK, TYPE, LENGTH, b"Content-Length: 5"),
    "length-word": raw(OK, TYPE, b"Content-Length: many"),
    "length-huge": raw(OK, TYPE, b"Content-Length: " + b"9" * 40),
    "length-and-chunks": raw(OK, TYPE, LENGTH, CHUNKED, body=CHUNK + b"0\r\n\r\n"),
    "chunks-and-length": raw(OK, TYPE, CHUNKED, LENGTH, body=CHUNK + b"0\r\n\r\n"),
    "chunks-newlines": raw(OK, TYPE, CHUNKED, body=CHUNK.replace(b"\r", b"") + b"0\n\n"),
    "many-headers": Answer(PAGE, headers={f"X-{number}": "y" for number in range(500)}),
    "big-header": Answer(PAGE, headers={"X-Long": "x" * 100_000}),
    "no-head": Garbage(PAGE),
    "glued-status": raw(b"HTTP/1.0 200OK", TYPE, LENGTH),
    "two-spaces": raw(b"HTTP/1.1  200 OK", TYPE, LENGTH),
    "version": raw(b"HTTP/1 200 OK", TYPE, LENGTH),
    "more-than-length": raw(OK, TYPE, LENGTH, body=PAGE + b"<!-- and more -->"),
    "interim": Interim((100, 103), BadHeaders(PAGE)),
    "gzip": raw(OK, TYPE, b"no colon", b"Content-Encoding: gzip", body=gzip.compress(PAGE)),
    "dribbling": Pieces((b"HTTP/1.1 200 OK\r\nno co", b"lon\r\n", b"\r", b"\n" + PAGE[:9], PAGE[9:]), 0.02),
}


def asked(world: World, names: Iterable[str]) -> dict[str, int]:
    """How often the front page of each host was asked for, as the hosts say."""
    return {name: len(world.requests(f"{name}.example", "/")) for name in names}


def test_what_browsers_forgive_is_read_at_the_first_request(world: World) -> None:
    seen = looks(world, FORGIVEN)
    read = {name: (look.fetch.status, look.body, look.fetch.cut) for name, look in seen.items()}
    assert read == dict.fromkeys(FORGIVEN, (200, PAGE, ""))
    # What begins without HTTP on the connection that robots.txt came by may be the end of that.
    requests = dict.fromkeys(FORGIVEN, 1) | {"no-head": 2}
    assert {name: look.fetch.requests for name, look in seen.items()} == requests
    assert asked(world, FORGIVEN) == requests


def test_what_is_not_http_stays_so_and_its_requests_are_counted(world: World) -> None:
    behaviours: dict[str, Behaviour] = {
        "mail": Garbage(),
        "waiting-mail": Pieces((b"220 mail.example ESMTP\r\n",), closes=False),
        "ssh": Garbage(b"SSH-2.0-OpenSSH_9.2p1 Debian\r\n"),
        "zeros": Garbage(bytes(3000)),
        "text": Garbage(b"Warning: something in line 3\n\nHTTP/1.1 200 OK\r\n\r\n"),
        "huge-head": Answer("", headers={"X-Long": "x" * 300_000}),
    }
    seen = looks(world, behaviours)
    assert {look.fetch.failure for look in seen.values()} == {Failure.NOT_HTTP}
    assert {name: look.fetch.requests for name, look in seen.items()} == asked(world, behaviours)
    # Once on the connection that robots.txt came by, and once on one of its own.
    assert {look.fetch.requests for look in seen.values()} == {2}


def test_a_host_with_broken_heads_is_asked_once_for_everything(world: World) -> None:
    site = world.site("odd.example", robots=BadHeaders(b"User-agent: *\nDisallow: /secret\n"))
    site.answer("/first", BadHeaders(PAGE))
    site.page("/second", PAGE)

    async def go(network: Network) -> list[Look]:
        urls = [f"http://odd.example/{path}" for path in ("first", "second", "secret")]
        return [await network.looker.look(url, max_bytes=65536) for url in urls]

    first, second, secret = visit(world, go)
    assert (first.body, second.body, secret.fetch.failure) == (PAGE, PAGE, Failure.ROBOTS_DISALLOWED)
    # Two where the request was on its way before we saw that the connection is closed.
    assert {first.fetch.requests, second.fetch.requests} <= {1, 2}
    assert len(world.requests("odd.example", robots=True)) == 3


@pytest.mark.parametrize("tls", [True, "self-signed"])
def test_a_broken_answer_is_read_behind_any_certificate(world: World, tls: bool) -> None:
    world.site("odd.example", tls=tls).answer("/", BadHeaders(PAGE))
    seen = look(world, "https://odd.example/")
    assert (seen.fetch.status, seen.body) == (200, PAGE)
    assert bool(seen.fetch.tls_fault) == (tls == "self-signed")


def test_cookies_and_redirects_of_a_broken_head_are_followed(world: World) -> None:
    site = world.site("odd.example")
    site.answer(
        "/",
        raw(
            b"HTTP/1.1 302 Found", b"no colon", b"Set-Cookie: a=1", b"Set-Cookie: b=2", b"Location: /\xc3\xa9"
        ),
    )
    site.page("/%C3%A9", PAGE)
    seen = look(world, "http://odd.example/")
    assert (seen.fetch.final_url, seen.body) == ("http://odd.example/%C3%A9", PAGE)
    assert world.requests("odd.example", "/%C3%A9")[0].headers["cookie"] == "a=1; b=2"
    assert seen.fetch.requests == 2


def test_a_body_that_ends_wrongly_is_kept(world: World) -> None:
    behaviours: dict[str, Behaviour] = {
        "bad-last-chunk": raw(OK, TYPE, CHUNKED, body=CHUNK + b"zz\r\n\r\n"),
        "bad-chunk-later": Pieces((b"\r\n".join([OK, TYPE, CHUNKED, b"", CHUNK]), b"zz\r\n\r\n")),
        "no-last-chunk": raw(OK, TYPE, CHUNKED, body=CHUNK),
        "lenient-short": raw(OK, TYPE, b"no colon", b"Content-Length: 500"),
        "strict-short": raw(OK, TYPE, b"Content-Length: 500"),
        "lenient-silent": Pieces(
            (b"\r\n".join([OK, b"no colon", b"Content-Length: 99", b"", PAGE]),), closes=False
        ),
        "strict-silent": Pieces((b"\r\n".join([OK, b"Content-Length: 99", b"", PAGE]),), closes=False),
    }
    seen = looks(world, behaviours, FINDER_TIMEOUT=0.7)
    ends = {name: (look.fetch.status, look.body, look.fetch.cut) for name, look in seen.items()}
    assert ends == dict.fromkeys(behaviours, (200, PAGE, "broken_off"))
    assert {name: look.fetch.requests for name, look in seen.items()} == asked(world, behaviours)


def test_requests_that_found_a_kept_connection_closed_are_counted(world: World) -> None:
    site = world.site("closing.example")
    site.answer("/", Sequence(HangUp(), Answer(PAGE)))
    seen = look(world, "http://closing.example/")
    assert (seen.body, seen.fetch.requests) == (PAGE, 2)
    assert asked(world, ["closing"]) == {"closing": 2}


def test_only_addresses_that_may_be_visited_are_connected_to(world: World) -> None:
    world.site("inside.example").answer("/", BadHeaders(PAGE))
    seen = look(world, "http://inside.example/", FINDER_ALLOW_NETWORKS="10.0.0.0/8").fetch
    assert (seen.failure, len(world.requests("inside.example", robots=True))) == (
        Failure.FORBIDDEN_ADDRESS,
        0,
    )


def test_through_a_proxy_everything_is_read_strictly(world: World) -> None:
    world.site("odd.example").answer("/", BadHeaders(PAGE))
    seen = look(world, "http://odd.example/", FINDER_PROXY=f"http://127.0.0.1:{world.http_port}").fetch
    assert (seen.failure, seen.requests) == (Failure.NOT_HTTP, 1)


def test_an_answer_that_never_ends_leaves_no_connection_behind(world: World) -> None:
    world.site("odd.example").answer(
        "/", Pieces((b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n", PAGE), closes=False)
    )

    async def go() -> None:
        async with opened(world, FINDER_TIMEOUT=0.5) as network:
            for scheme in ("http", "https"):
                await network.looker.look(f"{scheme}://odd.example/", max_bytes=10)
        assert not asyncio.all_tasks() - {asyncio.current_task()}

    asyncio.run(go())
