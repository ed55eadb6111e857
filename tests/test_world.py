"""The world itself: what it promises and how it misbehaves, seen through real sockets."""

from __future__ import annotations

import contextlib
import gc
import gzip
import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
import threading
import time
import tracemalloc
import warnings
import zlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

import dns.exception
import dns.rcode
import dns.resolver
import pytest

from tests.world import (
    Answer,
    BadHeaders,
    ConsentLoop,
    Drip,
    Endless,
    Garbage,
    GzipBomb,
    HangUp,
    HeadDiffers,
    Huge,
    Interim,
    Later,
    Request,
    Reset,
    Sequence,
    Silent,
    Truncated,
    World,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.world import Behaviour
    from tests.world.site import Tls

QUICK = 0.2


@dataclass
class Said:
    """What a client got to see."""

    status: int
    body: bytes
    headers: http.client.HTTPMessage


def address(world: World, host: str) -> str:
    """Where the world's own DNS says that a host is."""
    return str(resolver(world).resolve(host, "A")[0])


def resolver(world: World) -> dns.resolver.Resolver:
    """A resolver that asks the world only."""
    made = dns.resolver.Resolver(configure=False)
    made.nameservers = ["127.0.0.1"]
    made.port = world.dns_port
    made.lifetime = 2.0
    return made


@contextlib.contextmanager
def client(
    world: World, host: str, *, tls: bool = False, timeout: float = 2.0
) -> Iterator[http.client.HTTPConnection]:
    """A connection to a host of the world."""
    port = world.https_port if tls else world.http_port
    with contextlib.ExitStack() as stack:
        raw = stack.enter_context(socket.create_connection((address(world, host), port), timeout))
        if tls:
            context = ssl.create_default_context(cafile=world.ca_file)
            raw = stack.enter_context(context.wrap_socket(raw, server_hostname=host))
        connection = http.client.HTTPConnection(host, timeout=timeout)
        connection.sock = raw
        stack.callback(connection.close)
        yield connection


def ask(
    world: World,
    host: str,
    path: str = "/",
    method: str = "GET",
    *,
    tls: bool = False,
    timeout: float = 2.0,
    **headers: str,
) -> Said:
    """Ask once over a connection of its own."""
    with client(world, host, tls=tls, timeout=timeout) as connection:
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, headers={"Connection": "close", **sent})
        answer = connection.getresponse()
        return Said(answer.status, answer.read(), answer.headers)


def raw_answer(world: World, host: str, path: str) -> bytes:
    """All the bytes that come back until the server closes."""
    with socket.create_connection(("127.0.0.1", world.http_port), 2) as plain:
        plain.sendall(f"GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        received = b""
        while data := plain.recv(65536):
            received += data
        return received


def test_a_page_is_served_by_host_over_http_and_over_tls(world: World) -> None:
    world.site("a.example").page("/list", "<h1>A – harbours</h1>")
    world.site("b.example").page("/list", "<h1>B</h1>")
    assert ask(world, "a.example", "/list").body == "<h1>A – harbours</h1>".encode()
    assert ask(world, "b.example", "/list", tls=True).body == b"<h1>B</h1>"
    assert [record.scheme for record in world.requests(path="/list")] == ["http", "https"]


def test_an_unknown_path_gets_a_believable_404_page_or_the_fallback(world: World) -> None:
    site = world.site("a.example")
    missing = ask(world, "a.example", "/nowhere")
    assert missing.status == 404
    assert b"Page not found" in missing.body
    site.fallback(lambda request: f"<p>nothing at {request.path}</p>")
    assert ask(world, "a.example", "/nowhere?a=1").body == b"<p>nothing at /nowhere?a=1</p>"


def test_the_web_can_be_changed_between_two_looks(world: World) -> None:
    site = world.site("a.example")
    site.page("/guide", "first")
    assert ask(world, "a.example", "/guide").body == b"first"
    site.status("/guide", 410)
    assert ask(world, "a.example", "/guide").status == 410
    site.remove("/guide")
    assert ask(world, "a.example", "/guide").status == 404
    world.remove("a.example")
    with pytest.raises(dns.resolver.NXDOMAIN):
        ask(world, "a.example", "/guide")


def test_a_path_is_found_with_its_query_then_without_then_by_the_longest_beginning(world: World) -> None:
    site = world.site("a.example")
    site.page("/cal?m=1", "January")
    site.page("/cal", "any month")
    site.answer("/c*", "short")
    site.answer("/cal/*", "long")
    bodies = [ask(world, "a.example", path).body for path in ("/cal?m=1", "/cal?m=2", "/cal/9", "/cx")]
    assert bodies == [b"January", b"any month", b"long", b"short"]


@pytest.mark.parametrize("status", [200, 204, 304, 401, 403, 404, 410, 429, 451, 500, 503, 522, 999])
def test_every_status_goes_over_the_wire(world: World, status: int) -> None:
    world.site("a.example").status("/x", status, headers={"Retry-After": "7"})
    said = ask(world, "a.example", "/x")
    assert (said.status, said.headers["Retry-After"]) == (status, "7")
    assert world.requests("a.example")[0].status == status


@pytest.mark.parametrize(
    "location", ["/b", "b", "//b.example/", "http://b.example/x", "mailto:a@b.example", ""]
)
def test_a_redirect_sends_the_location_as_it_is_written(world: World, location: str) -> None:
    world.site("a.example").redirect("/a", location, status=308)
    said = ask(world, "a.example", "/a")
    assert (said.status, said.headers["Location"]) == (308, location)


def test_a_consent_loop_ends_for_a_client_with_a_cookie_jar(world: World) -> None:
    world.site("a.example").answer("/", ConsentLoop(Answer("in")))
    outside = ask(world, "a.example")
    assert (outside.status, outside.headers["Location"]) == (302, "/")
    assert ask(world, "a.example", Cookie=outside.headers["Set-Cookie"].partition(";")[0]).body == b"in"


def test_a_conditional_request_gets_304(world: World) -> None:
    stamp = "Mon, 02 Nov 2026 10:00:00 GMT"
    world.site("a.example").page("/", "text", headers={"ETag": '"v1"', "Last-Modified": stamp})
    assert ask(world, "a.example", If_None_Match='W/"v1", "v0"').status == 304
    assert ask(world, "a.example", If_Modified_Since=stamp).status == 304
    assert ask(world, "a.example", If_None_Match='"v2"', If_Modified_Since=stamp).status == 200


@pytest.mark.parametrize("head", [405, 404, 200])
def test_head_may_differ_from_get(world: World, head: int) -> None:
    world.site("a.example").answer("/", HeadDiffers(Answer("", head), Answer("the page", 404)))
    said = ask(world, "a.example", method="HEAD")
    assert (said.status, said.body) == (head, b"")
    assert ask(world, "a.example").body == b"the page"


@pytest.mark.parametrize(
    ("behaviour", "error"),
    [
        (Reset(), ConnectionResetError),
        (Reset(first=b"HTTP/1.1 200 OK\r\n"), ConnectionResetError),
        (Reset(first=b"<h1>", promised=1000), ConnectionResetError),
        (HangUp(), http.client.RemoteDisconnected),
        (Garbage(), http.client.BadStatusLine),
        (Truncated(b"<h1>half a pa"), http.client.IncompleteRead),
        (Silent(), TimeoutError),
        (Endless(pause=5), TimeoutError),
        (Drip(b"slow" * 100, pause=2 * QUICK), TimeoutError),
    ],
)
def test_a_misbehaving_page_fails_as_it_should_and_is_logged(
    world: World, behaviour: Behaviour, error: type[Exception]
) -> None:
    world.site("a.example").answer("/", behaviour)
    with client(world, "a.example", timeout=QUICK) as connection:
        connection.request("GET", "/")
        with pytest.raises(error):
            connection.getresponse().read()
    assert len(world.requests("a.example")) == 1


def test_a_reset_over_tls_is_a_real_one(world: World) -> None:
    world.site("a.example").answer("/", Reset())
    with client(world, "a.example", tls=True) as connection:
        connection.request("GET", "/")
        with pytest.raises((http.client.RemoteDisconnected, ConnectionResetError)):
            connection.getresponse()


def test_a_gzip_body_may_be_cut_short(world: World) -> None:
    world.site("a.example").answer("/", Truncated(b"words " * 1000, gzipped=True))
    with pytest.raises(http.client.IncompleteRead) as caught:
        ask(world, "a.example")
    with pytest.raises(EOFError):
        gzip.decompress(caught.value.partial)


def test_a_bomb_is_small_on_the_wire_and_big_when_unpacked(world: World) -> None:
    world.site("a.example").answer("/", GzipBomb(20_000_000))
    body = ask(world, "a.example").body
    assert len(body) < 200_000
    assert len(zlib.decompress(body, 31)) == 20_000_000


@pytest.mark.parametrize("chunked", [True, False])
def test_a_huge_file_is_whole_and_may_be_left_early(world: World, *, chunked: bool) -> None:
    world.site("a.example").answer("/small.zip", Huge(3_000_001, chunked=chunked))
    world.site("b.example").answer("/big.zip", Huge(10**12, chunked=chunked))
    assert len(ask(world, "a.example", "/small.zip").body) == 3_000_001
    with client(world, "b.example") as connection:
        connection.request("GET", "/big.zip")
        assert connection.getresponse().read(1000) == bytes(1000)
    assert ask(world, "a.example", "/small.zip", "HEAD").body == b""


def test_bad_header_lines_and_interim_answers_go_out_before_the_page(world: World) -> None:
    site = world.site("a.example")
    site.answer("/bad", BadHeaders(body=b"still a page"))
    site.answer("/bare", BadHeaders(body=b"still a page", newline=b"\n"))
    site.answer("/early", Interim((100, 103), Answer("at last"), {"Link": "</a.css>; rel=preload"}))
    assert b"\r\nthis line has no colon\r\n" in raw_answer(world, "a.example", "/bad")
    assert b"\r" not in raw_answer(world, "a.example", "/bare")
    statuses = [
        line for line in raw_answer(world, "a.example", "/early").split(b"\r\n") if b"HTTP/1.1" in line
    ]
    assert [line.split(b" ")[1] for line in statuses] == [b"100", b"103", b"200"]


def test_a_sequence_heals_and_a_late_answer_is_late(world: World) -> None:
    site = world.site("a.example", latency=0.05)
    site.answer("/", Sequence(Answer("", 503), Answer("well again")))
    site.answer("/late", Later(0.05, Answer("x")))
    assert [ask(world, "a.example").status for _ in range(3)] == [503, 200, 200]
    started = time.monotonic()
    ask(world, "a.example", "/late")
    assert time.monotonic() - started >= 0.1


def test_a_function_of_the_request_may_answer(world: World) -> None:
    def by_name(request: Request) -> Answer | Reset:
        return Reset() if "link" in request.headers.get("user-agent", "") else Answer(request.url)

    world.site("a.example").answer("/", by_name)
    assert ask(world, "a.example").body == b"http://a.example/"
    with pytest.raises(ConnectionResetError):
        ask(world, "a.example", User_Agent="linkbot")


def test_robots_txt_is_text_a_status_or_a_behaviour(world: World) -> None:
    site = world.site("a.example", robots="User-agent: *\nCrawl-delay: 2")
    assert b"Crawl-delay" in ask(world, "a.example", "/robots.txt").body
    site.robots = 503
    assert ask(world, "a.example", "/robots.txt").status == 503
    site.robots = Silent()
    with pytest.raises(TimeoutError):
        ask(world, "a.example", "/robots.txt", timeout=QUICK)
    site.robots = None
    assert ask(world, "a.example", "/robots.txt").status == 404
    assert world.requests("a.example") == ()
    assert len(world.requests("a.example", robots=True)) == 4


def test_a_sitemap_can_be_packed(world: World) -> None:
    world.site("a.example").sitemap(["http://a.example/?a=1&b=2"], "/map.xml.gz", gz=True)
    said = ask(world, "a.example", "/map.xml.gz")
    assert said.headers["Content-Type"] == "application/gzip"
    assert b"<loc>http://a.example/?a=1&amp;b=2</loc>" in gzip.decompress(said.body)


@pytest.mark.parametrize(
    ("tls", "words"),
    [
        ("expired", "certificate has expired"),
        ("self-signed", "self-signed certificate"),
        ("unknown-ca", "unable to get local issuer"),
        ("incomplete", "unable to get local issuer"),
        ("wrong-host", "Hostname mismatch"),
        ("alert", "HANDSHAKE_FAILURE"),
        ("plain", "WRONG_VERSION_NUMBER|RECORD_LAYER"),
    ],
)
def test_tls_can_be_at_fault(world: World, tls: Tls, words: str) -> None:
    world.site("a.example", tls=tls).page("/", "plain")
    with pytest.raises(ssl.SSLError, match=words.replace("-", "[- ]")):
        ask(world, "a.example", tls=True)
    assert ask(world, "a.example").body == b"plain"


def test_a_bad_certificate_shows_the_page_to_who_does_not_verify(world: World) -> None:
    world.site("a.example", tls="expired").page("/", "behind it")
    context = ssl._create_unverified_context()
    with client(world, "a.example") as connection:
        plain = socket.create_connection(("127.0.0.1", world.https_port), 2)
        connection.close()
        connection.sock = context.wrap_socket(plain, server_hostname="a.example")
        connection.request("GET", "/")
        assert connection.getresponse().read() == b"behind it"


def test_a_tls_port_may_be_silent_or_reset_and_either_port_may_refuse(world: World) -> None:
    world.site("silent.example", tls="silent").page("/", "x")
    world.site("reset.example", tls="reset").page("/", "x")
    world.site("no-tls.example", tls=False).page("/", "x")
    world.site("only-tls.example", http=False).page("/", "x")
    with pytest.raises(TimeoutError):
        ask(world, "silent.example", tls=True, timeout=QUICK)
    with pytest.raises(ConnectionResetError):
        ask(world, "reset.example", tls=True)
    with pytest.raises(ConnectionRefusedError):
        ask(world, "no-tls.example", tls=True)
    with pytest.raises(ConnectionRefusedError):
        ask(world, "only-tls.example")
    assert [ask(world, h).body for h in ("silent.example", "reset.example", "no-tls.example")] == [b"x"] * 3
    assert ask(world, "only-tls.example", tls=True).body == b"x"


@pytest.mark.parametrize("tcp", [True, False])
def test_names_lead_where_they_were_told_to(world: World, *, tcp: bool) -> None:
    world.site("*.farm.example")
    world.site("bücher.example")
    world.dns.address("private.example", "10.0.0.5", "169.254.169.254")
    world.dns.address("six.example", "::1")
    world.dns.address("many.example", *(f"127.1.0.{number}" for number in range(200)))
    world.dns.alias("www.private.example", "private.example")
    world.dns.alias("lost.example", "nobody.example")
    ask_dns = resolver(world).resolve

    def found(name: str, kind: str = "A") -> list[str]:
        return sorted(one.to_text() for one in ask_dns(name, kind, tcp=tcp))

    assert found("www.private.example") == ["10.0.0.5", "169.254.169.254"]
    assert found("six.example", "AAAA") == ["::1"]
    assert found("x.farm.example") == found("xn--bcher-kva.example") == ["127.0.0.1"]
    assert len(found("many.example")) == 200
    with pytest.raises(dns.resolver.NoAnswer):
        ask_dns("six.example", "A", tcp=tcp)
    for name in ("nobody.example", "lost.example", "www.a.example"):
        with pytest.raises(dns.resolver.NXDOMAIN):
            ask_dns(name, "A", tcp=tcp)
    assert {query.transport for query in world.dns.queries("six.example")} == {"tcp" if tcp else "udp"}


def test_every_host_may_have_a_second_name() -> None:
    with World(suffix=".internal") as world:
        world.site("blog.example").page("/", "<h1>Harbours</h1>")
        world.dns.silence("mute.example")
        for host in ("blog.example", "blog.example.internal"):
            assert address(world, host) == "127.0.0.1"
            for tls in (False, True):
                assert ask(world, host, tls=tls).body == b"<h1>Harbours</h1>"
        assert {record.host for record in world.requests()} == {"blog.example"}
        with pytest.raises(dns.resolver.NXDOMAIN):
            resolver(world).resolve("other.example.internal")


def test_names_fail_stay_silent_or_are_late(world: World) -> None:
    world.dns.servfail("broken.example")
    world.dns.silence("mute.example")
    world.dns.refused("refused.example")
    asking = resolver(world)
    with pytest.raises(dns.resolver.NoNameservers):
        asking.resolve("broken.example")
    with pytest.raises(ConnectionRefusedError):
        ask(world, "refused.example")
    world.dns.delay = 0.1
    started = time.monotonic()
    asking.resolve("control.example")
    assert time.monotonic() - started >= 0.1
    asking.lifetime = QUICK
    with pytest.raises(dns.exception.Timeout):
        asking.resolve("mute.example")


def test_the_name_server_goes_down_and_comes_back(world: World) -> None:
    asking = resolver(world)
    world.dns.down = True
    for name in ("control.example", "nobody.example"):
        with pytest.raises(dns.resolver.NoNameservers):
            asking.resolve(name)
    world.dns.down = False
    assert asking.resolve("control.example")[0].to_text() == "127.0.0.1"


def test_the_log_tells_how_many_were_under_way_and_how_far_apart(world: World) -> None:
    world.site("a.example", latency=0.2).page("/", "x")
    world.site("b.example").page("/", "x")
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(lambda host: ask(world, host, User_Agent="me"), ["a.example"] * 3 + ["b.example"] * 2))
    assert world.max_in_flight("a.example") == 3
    assert len(world.gaps("a.example")) == 2
    record = world.requests("b.example")[0]
    assert (record.method, record.user_agent, record.port) == ("GET", "me", world.http_port)
    assert record.finished is not None
    assert record.started <= record.finished


def test_one_connection_carries_many_requests_quickly(world: World) -> None:
    for number in range(300):
        world.site(f"h{number}.example").page("/", "x" * 2000)
    with client(world, "h0.example") as connection:
        for number in range(600):
            connection.request("GET", "/", headers={"Host": f"h{number % 300}.example"})
            assert connection.getresponse().read() == b"x" * 2000
    assert len({record.connection for record in world.requests()}) == 1
    assert len({record.host for record in world.requests()}) == 300


def test_stopping_leaves_no_thread_socket_or_warning(tmp_path: Path) -> None:
    tracemalloc.start()
    before = threading.active_count()
    log = tmp_path / "log.jsonl"
    with warnings.catch_warnings(record=True) as caught, contextlib.ExitStack() as stack:
        warnings.simplefilter("always")
        world = World(log=log)
        world.site("a.example").answer("/", Silent())
        world.site("a.example").answer("/", Endless())
        with world:
            for _ in range(3):
                plain = socket.create_connection(("127.0.0.1", world.http_port))
                stack.enter_context(plain)
                plain.sendall(b"GET / HTTP/1.1\r\nHost: a.example\r\n\r\n")
                assert plain.recv(1)
                stack.enter_context(socket.create_connection(("127.0.0.1", world.https_port)))
                stack.enter_context(socket.create_connection(("127.0.0.1", world.dns_port)))
        gc.collect()
    tracemalloc.stop()
    assert [str(warning.message) for warning in caught] == []
    assert threading.active_count() == before
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert [(line["host"], line["status"]) for line in lines] == [("a.example", 200)] * 3


def test_a_world_can_be_started_again_and_a_taken_port_is_an_error() -> None:
    world = World()
    with world:
        with pytest.raises(OSError, match="in use"):
            World(http_port=world.http_port, https_port=world.https_port, dns_port=world.dns_port).start()
        with pytest.raises(RuntimeError, match="running already"):
            world.start()
    with world:
        assert ask(world, "control.example", tls=True).status == 200
    world.stop()


def build_small(world: World) -> None:
    """A world for the process below."""
    world.site("a.example").page("/", "from another process")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_a_world_serves_as_a_process_until_it_is_told_to_end(tmp_path: Path, ending: signal.Signals) -> None:
    ports, log = tmp_path / "ports.json", tmp_path / "log.jsonl"
    command = [sys.executable, "-m", "tests.world", "tests.test_world:build_small"]
    with subprocess.Popen(
        [*command, "--ports-file", str(ports), "--log", str(log)], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        line = process.stdout.readline()
        settings = json.loads(ports.read_text())
        port = int(settings["FINDER_PORT_MAP"].split(",")[0].removeprefix("80:"))
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
        connection.request("GET", "/", headers={"Host": "a.example"})
        body = connection.getresponse().read()
        connection.close()
        process.send_signal(ending)
        assert process.wait(5) == 0
    assert body == b"from another process"
    assert all(f"-s {name}={value}" in line for name, value in settings.items())
    assert json.loads(log.read_text())["host"] == "a.example"
