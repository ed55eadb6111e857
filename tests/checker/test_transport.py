"""The transport over real sockets: every way to misbehave is an answer or a failure with its right name."""

from __future__ import annotations

import asyncio
import gzip
import json
import resource
import time
import zlib
from dataclasses import asdict
from typing import TYPE_CHECKING

import pytest

from finder.items import Failure
from tests.checker.opened import failure, look, looks, opened, visit
from tests.world import (
    Answer,
    BadHeaders,
    Drip,
    Endless,
    Garbage,
    GzipBomb,
    HangUp,
    Huge,
    Interim,
    Reset,
    Silent,
    Truncated,
)

if TYPE_CHECKING:
    from finder.network import Network
    from tests.world import Behaviour, World
    from tests.world.site import Tls

OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
PAGE = b"<title>Tides</title><h1>Tides</h1>"


def raw(*lines: bytes, body: bytes = b"") -> HangUp:
    """Bytes of an answer as they stand: lines of the head, then a body with its length."""
    return HangUp(b"\r\n".join([*lines, b"Content-Length: %d" % len(body), b"", body]))


def test_every_way_to_give_no_answer_has_its_name(world: World) -> None:
    expected: dict[str, tuple[Behaviour, Failure]] = {
        "reset": (Reset(), Failure.RESET),
        "closed": (HangUp(), Failure.RESET),
        "half-head": (HangUp(b"HTTP/1.1 200 OK\r\nContent-"), Failure.RESET),
        "mail-server": (Garbage(), Failure.NOT_HTTP),
        "zeros": (Garbage(bytes(3000)), Failure.NOT_HTTP),
        "huge-header": (Answer("", headers={"X-Long": "x" * 300_000}), Failure.NOT_HTTP),
        "many-headers": (Answer("", headers={f"X-{n}": "y" * 50 for n in range(9000)}), Failure.NOT_HTTP),
    }
    seen = looks(world, {name: behaviour for name, (behaviour, _) in expected.items()})
    assert {name: look.fetch.failure for name, look in seen.items()} == {
        name: failure for name, (_, failure) in expected.items()
    }
    assert {look.fetch.status for look in seen.values()} == {None}


def test_a_host_is_not_blamed_for_the_time_in_which_we_stood_still_ourselves(world: World) -> None:
    site = world.site("fine.example")
    site.page("/", PAGE)
    world.site("silent.example").answer("/", Silent())

    async def go(network: Network) -> list[Failure | None]:
        await network.looker.look("http://fine.example/", max_bytes=65536)
        site.latency = 0.2
        asyncio.get_running_loop().call_later(0.1, time.sleep, 0.8)
        # With a bound on its requests a look is one try.
        looks = [
            network.looker.look(f"http://{host}.example/", max_bytes=65536, most_requests=9)
            for host in ("fine", "silent")
        ]
        return [seen.fetch.failure for seen in await asyncio.gather(*looks)]

    assert visit(world, go, FINDER_TIMEOUT=0.5) == [None, Failure.READ_TIMEOUT]
    # What came meanwhile is heard; who said nothing is given the time once more.
    assert [len(world.requests(f"{host}.example")) for host in ("fine", "silent")] == [2, 2]


def test_a_server_that_never_says_a_word_is_left(world: World) -> None:
    world.site("silent.example").answer("/", Silent())
    assert failure(world, "http://silent.example/", FINDER_TIMEOUT=0.3) is Failure.READ_TIMEOUT


def test_refused_and_silent_ports_are_told_apart(world: World) -> None:
    world.dns.refused("refused.example")
    world.site("tls-silent.example", tls="silent")
    assert failure(world, "http://refused.example/") is Failure.REFUSED
    assert (
        failure(world, "https://tls-silent.example/", FINDER_CONNECT_TIMEOUT=0.2) is Failure.CONNECT_TIMEOUT
    )


def test_an_answer_that_breaks_off_is_an_answer_all_the_same(world: World) -> None:
    seen = looks(
        world,
        {
            "reset": Reset(PAGE, promised=1000),
            "short": Truncated(PAGE),
            "short-gzip": Truncated(PAGE * 100, gzipped=True),
            "drip": Drip(PAGE * 1000, pause=0.02, step=40),
        },
        FINDER_TIMEOUT=1,
    )
    assert {look.fetch.status for look in seen.values()} == {200}
    assert {look.fetch.cut for look in seen.values()} == {"broken_off"}
    assert {look.fetch.requests for look in seen.values()} == {2}
    assert (seen["reset"].body, seen["short"].body) == (PAGE, PAGE)
    assert seen["short-gzip"].body
    assert seen["drip"].body.startswith(PAGE)


def test_a_slow_answer_is_waited_for(world: World) -> None:
    seen = looks(world, {"slow": Drip(PAGE, pause=0.01, step=3)})["slow"]
    assert (seen.body, seen.fetch.truncated) == (PAGE, False)


def test_bodies_without_end_cost_as_much_as_is_wanted_of_them(world: World) -> None:
    behaviours: dict[str, Behaviour] = {
        "endless": Endless(),
        "huge": Huge(),
        "huge-chunks": Huge(chunked=True),
        "bomb": GzipBomb(),
    }
    looks(world, {"warm": Answer("x")})
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.monotonic()
    seen = looks(world, behaviours)
    assert {(look.fetch.status, len(look.body), look.fetch.cut) for look in seen.values()} == {
        (200, 65536, "limit")
    }
    # Kilobytes on Linux: nothing near the 200 MB that three of them would unpack to.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 60_000
    assert time.monotonic() - started < 20


def test_codings_are_undone(world: World) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    seen = looks(
        world,
        {
            "gzip": Answer(gzip.compress(PAGE), headers={"Content-Encoding": "gzip"}),
            "zlib": Answer(zlib.compress(PAGE), headers={"Content-Encoding": "deflate"}),
            "raw": Answer(packer.compress(PAGE) + packer.flush(), headers={"Content-Encoding": "deflate"}),
        },
    )
    assert {(look.body, look.fetch.truncated) for look in seen.values()} == {(PAGE, False)}


def test_a_coding_we_cannot_read_leaves_an_answer_without_body(world: World) -> None:
    seen = looks(world, {"brotli": Answer(b"\x0b\x02", headers={"Content-Encoding": "br"})})["brotli"].fetch
    assert (seen.status, seen.body_bytes, seen.cut) == (200, 0, "coding")


def test_what_browsers_forgive_is_an_answer(world: World) -> None:
    seen = looks(
        world,
        {
            "bare-newlines": BadHeaders(PAGE, lines=(), newline=b"\n"),
            "high-bytes": BadHeaders(PAGE, lines=(b"X-Empty:", b"Server: \xff\xfe")),
            "folded": raw(OK + b"X-Folded: one", b" two", body=PAGE),
            "no-reason": raw(b"HTTP/1.1 200", body=PAGE),
            "no-length": HangUp(b"HTTP/1.0 200 OK\r\n\r\n" + PAGE),
            "big-header": Answer(PAGE, headers={"X-Long": "x" * 60_000}),
            "interim": Interim((103, 100), Answer(PAGE)),
        },
    )
    assert {(look.fetch.status, look.body) for look in seen.values()} == {(200, PAGE)}


def test_header_values_are_clean_text_that_a_database_takes(world: World) -> None:
    seen = looks(world, {"latin": raw(OK + b"Server: caf\xe9", b"ETag: \xc3\xa9", body=PAGE)})["latin"]
    assert (seen.fetch.headers["server"], seen.fetch.headers["etag"]) == ("café", "é")
    assert json.dumps(asdict(seen.fetch), ensure_ascii=False).encode("utf-8", "strict")


def test_what_a_server_says_never_breaks_the_words_of_a_failure(world: World) -> None:
    seen = looks(world, {"rude": Garbage(b"\x00\x1b[31m\xff\xfe SSH-2.0\r\n\r\n")})["rude"].fetch
    assert seen.failure is Failure.NOT_HTTP
    assert seen.detail.isprintable()


def test_a_repeated_header_that_can_have_one_value_counts_once(world: World) -> None:
    twice = raw(OK + b"Retry-After: 7", b"Retry-After: 9", b"Vary: a", b"Vary: b", body=PAGE)
    seen = looks(world, {"twice": twice})["twice"].headers
    assert (seen["retry-after"], seen["vary"]) == ("7", "a, b")


@pytest.mark.parametrize(
    ("tls", "fault"),
    [
        ("expired", "expired"),
        ("self-signed", "self-signed"),
        ("unknown-ca", "issuer"),
        ("incomplete", "issuer"),
        ("wrong-host", "mismatch"),
    ],
)
def test_a_faulty_certificate_is_noted_and_the_page_read(world: World, tls: Tls, fault: str) -> None:
    world.site("faulty.example", tls=tls).page("/", PAGE)
    seen = look(world, "https://faulty.example/")
    assert (seen.fetch.status, seen.body) == (200, PAGE)
    assert fault in seen.fetch.tls_fault
    # The faulty host is known after its robots.txt, so the page itself is asked for once.
    assert len(world.requests("faulty.example", "/")) == 1


def test_a_good_certificate_has_no_fault(world: World) -> None:
    world.site("good.example").page("/", PAGE)
    seen = look(world, "https://good.example/")
    assert (seen.body, seen.fetch.tls_fault) == (PAGE, "")


def test_without_a_handshake_there_is_a_failure(world: World) -> None:
    expected: dict[Tls, Failure] = {
        "alert": Failure.TLS,
        "plain": Failure.TLS,
        "reset": Failure.ROBOTS_UNREACHABLE,  # its robots.txt may be there
        False: Failure.REFUSED,
    }
    for tls, why in expected.items():
        world.site("closed.example", tls=tls).page("/", PAGE)
        assert failure(world, "https://closed.example/") is why


def test_requests_say_who_we_are_and_ask_by_get(world: World) -> None:
    world.site("polite.example").page("/", PAGE)
    look(world, "http://polite.example/", USER_AGENT="finder (+https://we.example)")
    records = world.requests("polite.example", robots=True)
    assert [(record.method, record.path) for record in records] == [("GET", "/robots.txt"), ("GET", "/")]
    assert {record.user_agent for record in records} == {"finder (+https://we.example)"}
    assert "cookie" not in records[1].headers
    assert "referer" not in records[1].headers


def test_a_connection_is_used_again_where_the_host_keeps_it(world: World) -> None:
    world.site("kept.example").page("/", PAGE)
    look(world, "https://kept.example/")
    assert len({record.connection for record in world.requests("kept.example", robots=True)}) == 1


def test_a_kept_connection_that_the_host_closed_is_replaced_at_once(world: World) -> None:
    closing = HangUp(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n")
    world.site("closing.example", robots=closing).page("/", PAGE)
    seen = look(world, "http://closing.example/").fetch
    assert seen.status == 200
    # Two where the request was on its way before we saw that the connection is closed.
    assert seen.requests in {1, 2}
    assert len(world.requests("closing.example", "/")) == 1


def test_a_closed_network_leaves_no_connection_behind(world: World) -> None:
    world.site("last.example").answer("/", Endless())

    async def go() -> None:
        async with opened(world) as network:
            await network.looker.look("http://last.example/", max_bytes=10)
        others = asyncio.all_tasks() - {asyncio.current_task()}
        assert not others

    asyncio.run(go())
