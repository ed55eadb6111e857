"""The benchmark of links: what its web serves and notes, and the arithmetic of the figures."""

from __future__ import annotations

import socket
import ssl
import time
from typing import TYPE_CHECKING

import pytest

from bench.crawl import write_campaign
from bench.made_pages import subject
from bench.many_links import fill, target_url
from bench.pending import measure
from bench.politeness import politeness, reached
from bench.server import Asked
from bench.web import Shape, Web, target_path
from finder.campaign import load_campaign
from finder.items import Link
from finder.storage import Database
from finder.storage.links import target_ids
from finder.storage.queries.run import run_totals

if TYPE_CHECKING:
    from pathlib import Path

SHAPE = Shape(pages=2, links=10, hosts=5)


def path(number: int) -> str:
    """The path of a target."""
    return f"/{target_path(number)}"


def ask(web: Web, *requests: str) -> list[tuple[str, str]]:
    """First line and body of the answers to ``METHOD PATH`` over one connection."""
    port = int(web.settings()["FINDER_PORT_MAP"].partition(":")[2].partition(",")[0])
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        return [_answer(connection, request) for request in requests]


def _answer(connection: socket.socket, request: str) -> tuple[str, str]:
    connection.sendall(f"{request} HTTP/1.1\r\nHost: t1.internal\r\n\r\n".encode())
    with connection.makefile("rb") as file:
        first = file.readline().decode().strip()
        fields = dict(line.decode().split(": ", 1) for line in iter(file.readline, b"\r\n"))
        length = 0 if request.startswith("HEAD") else int(fields["Content-Length"])
        return first, file.read(length).decode()


def test_links_that_wait_are_measured_from_where_their_pages_are_read() -> None:
    few, more = measure(enclosed=False, cases=[(50, 5), (100, 10)])
    assert 35 < few.figures["waiting"] <= 50
    assert 80 < more.figures["waiting"] <= 100
    assert more.figures.keys() - few.figures.keys() == {"times_first", "further_bytes_per_link"}


def test_a_web_has_what_its_shape_says() -> None:
    with Web(SHAPE) as web:
        answers = ask(
            web,
            *("GET /list/1", f"GET {path(10)}", f"GET {path(11)}", "GET /fine/20-not-so", f"HEAD {path(10)}"),
        )
    assert [first[9:12] for first, _ in answers] == ["200", "200", "404", "404", "200"]
    assert all(SHAPE.target_url(number) in answers[0][1] for number in range(10, 20))
    assert subject(1) in answers[0][1]
    assert f"<title>{subject(1)}</title>" in answers[1][1]
    assert answers[4][1] == ""


def test_a_web_notes_what_it_was_asked_and_when_it_answered() -> None:
    with Web(SHAPE) as web:
        started = time.monotonic()
        ask(web, f"GET {path(2)}", f"HEAD {path(3)}")
        slow, fine = web.asked()
        assert web.asked() == []
    assert (slow.host, slow.path) == (b"t1.internal", path(2).encode())
    assert started <= slow.came <= slow.left - 0.05
    assert slow.left <= fine.came <= fine.left
    assert web.cpu > 0


def test_a_broken_request_ends_its_connection_only() -> None:
    with Web(SHAPE) as web:
        port = int(web.settings()["FINDER_PORT_MAP"].partition(":")[2])
        with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
            connection.sendall(b"nonsense\r\n\r\n")
            assert connection.recv(100) == b""
        assert len(ask(web, f"GET {path(3)}")) == 1


def test_each_host_has_a_certificate() -> None:
    with Web(Shape(pages=2, links=10, hosts=15, tls=True)) as web:
        port = int(web.settings()["FINDER_PORT_MAP"].partition(",443:")[2])
        context = ssl.create_default_context(cafile=web.ca_file)
        for host in ("lists0.internal", "t0.internal", "t14.internal"):
            with (
                socket.create_connection(("127.0.0.1", port), timeout=10) as connection,
                context.wrap_socket(connection, server_hostname=host) as secure,
            ):
                secure.sendall(f"HEAD {path(3)} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode())
                assert secure.recv(15) == b"HTTP/1.1 200 OK"


def test_names_take_as_long_as_they_are_told_to() -> None:
    question = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x02t1\x08internal\x00\x00\x01\x00\x01"
    with Web(SHAPE, resolver_seconds=0.08) as web:
        server, _, port = web.settings()["FINDER_DNS_SERVERS"].partition(":")
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as asking:
            asking.settimeout(10)
            started = time.monotonic()
            asking.sendto(question, (server, int(port)))
            answer = asking.recv(512)
    assert time.monotonic() - started >= 0.08
    assert answer[:2] == question[:2]
    assert answer.endswith(b"\x7f\x00\x00\x01")


def test_hosts_may_have_very_different_shares() -> None:
    shape = Shape(pages=20, links=50, hosts=100, zipf=1.0)
    hosts = [shape.target_url(number).split("/")[2] for number in range(1_000)]
    assert 150 < hosts.count("t0.internal") < 230
    assert 70 < hosts.count("t1.internal") < 120
    assert len(set(hosts)) > 80
    even = Shape(pages=20, links=50, hosts=1_000)
    assert len({even.target_url(number).split("/")[2] for number in range(1_000)}) == 1_000


def test_politeness_is_told_from_the_log() -> None:
    asked = [
        Asked(b"a", b"/1", 10.0, 10.1),
        Asked(b"b", b"/2", 10.1, 10.6),
        Asked(b"a", b"/3", 10.5, 10.6),
        Asked(b"b", b"/4", 10.4, 10.7),
        Asked(b"a", b"/5", 10.98, 11.0),
    ]
    figures = politeness(asked, delay=0.5)
    assert figures.pop("smallest_gap_ms") == pytest.approx(300)
    assert figures == {"too_soon": 1, "at_once": 1, "requests": 5}
    paths = {b"/1", b"/2", b"/3", b"/5"}
    assert reached(asked, paths, (0.25, 0.75, 1.0)) == pytest.approx([0.1, 0.6, 1.0])


def test_a_database_of_many_links_is_one_that_finder_knows(tmp_path: Path) -> None:
    campaign = load_campaign(write_campaign(tmp_path, ["http://lists.example/"]))
    assert fill(str(tmp_path / "bench.toml"), 400) == 20
    database = Database(campaign.database_url)
    numbers = {target_url(number): number + 1 for number in (0, 7, 399)}
    links = [Link(url, url, "", "", "") for url in numbers]
    assert database.read(target_ids, 1, links) == numbers
    totals = database.read(run_totals, 1)
    database.close()
    assert (totals.pages_read, totals.links, totals.leads_new) == (8, 400, 20)
    assert totals.verdicts == {("dead", "not_found"): 20, ("alive", "answers"): 380}
