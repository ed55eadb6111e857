"""Our own network is cut: the crawl concludes nothing, says so, stops with its own code, goes on later."""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.crawl.middling import put_middling_web
from tests.crawl.test_kill_and_go_on import settled_in
from tests.crawl.undertaking import OWN, QUICK, Undertaking, list_page, page, put_own_site, without_times
from tests.forked import finder
from tests.world import Drip, Reset, World

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SEED = 7
SAID = "finder: our own network is down (control.example cannot be reached); nothing was concluded from it."
LISTED = "http://lists.example/list"


def build(world: World) -> None:
    """A web that takes a few seconds to crawl, for a process of its own."""
    put_middling_web(world, SEED, latency=0.1)


class Apart:
    """A world in a process of its own that can be killed and comes back at the same ports."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._file = folder / "world.json"
        # Below the ports that the system gives to outgoing connections, one of which might take it meanwhile.
        self._ports = random.sample(range(20_000, 32_000), 3)
        self._process: subprocess.Popen[str] | None = None

    def settings(self) -> dict[str, str]:
        settings: dict[str, str] = json.loads(self._file.read_text(encoding="utf-8"))
        return settings

    def come(self) -> None:
        names = ("--http-port", "--https-port", "--dns-port")
        ports = [word for name, port in zip(names, self._ports, strict=True) for word in (name, str(port))]
        told = ["--ports-file", str(self._file)]
        command = [sys.executable, "-m", "tests.world", "tests.crawl.test_network_down:build", *ports, *told]
        # What it leaves behind when it is killed goes with the folder of the test.
        here = {**os.environ, "TMPDIR": str(self._folder)}
        self._process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=here)
        assert self._process.stdout is not None
        assert self._process.stdout.readline(), "the world did not come"

    def go(self) -> None:
        if self._process:
            self._process.kill()
            self._process.communicate()
            self._process = None


@contextmanager
def world_apart(folder: Path) -> Iterator[Apart]:
    world = Apart(folder)
    world.come()
    try:
        yield world
    finally:
        world.go()


def rows(acme: Undertaking, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(acme.folder / "finder.sqlite3")) as database:
        return database.execute(query).fetchall()


def wait_for(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not come to that"
        time.sleep(0.05)


def has_settled(acme: Undertaking, enough: int) -> bool:
    return len(settled_in(acme.folder / "finder.sqlite3")) >= enough


def crawl_until(
    acme: Undertaking, condition: Callable[[], bool], cut: Callable[[], None], *more: str
) -> None:
    """Crawl, cut the network when it has come to that, and expect the crawl to stop for it in one line."""
    with acme.running("crawl", "-q", *more) as process:
        wait_for(condition)
        cut()
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 4, errors
    assert errors.startswith(f"{SAID} Go on when it is back with: finder crawl {acme.path} -s ")
    assert errors.count("\n") == 1


def test_cut_in_the_middle_nothing_is_concluded_and_the_leads_come_when_it_is_back(tmp_path: Path) -> None:
    for name in ("calm", "cut"):
        (tmp_path / name).mkdir()
    pages, expected = put_middling_web(World(), SEED)
    with world_apart(tmp_path) as world:
        calm, acme = (Undertaking(tmp_path / name, world, pages) for name in ("calm", "cut"))  # type: ignore[arg-type]
        calm.crawl()
        acme.write()
        # Twice: with source pages still to be read, and with targets only.
        for enough in (10, 60):
            crawl_until(acme, partial(has_settled, acme, enough), world.go)
            judged = {(row["url"], row["verdict"]) for row in acme.targets() if row["verdict"]}
            assert judged <= {(row["url"], row["verdict"]) for row in calm.targets()}
            assert (
                rows(acme, "select url, detail from source_page where state = 'failed' or detail != ''") == []
            )
            assert rows(acme, "select * from worker") == []
            world.come()
        acme.crawl()
        assert rows(acme, "select count(*) from crawl_run where spider = 'resource_pages'") == [(1,)]
        assert without_times(acme.leads()) == without_times(calm.leads())
    assert sorted((lead["page_url"], lead["dead_url"]) for lead in acme.leads()) == expected


def test_cut_while_own_content_is_read_no_own_page_is_given_up(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    own = world.site(OWN, latency=0.1)
    own.page("/", page("Acme Sailing", "<p>Welcome aboard.</p>"))
    for number in range(40):
        own.page(f"/{number}", page(f"Guide {number}", "<p>All about it.</p>"))
    own.sitemap([f"http://{OWN}/{number}" for number in range(40)])
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    crawl_until(acme, lambda: len(world.requests(OWN)) > 12, world.stop)
    states = dict(rows(acme, "select state, count(*) from own_page group by state"))  # type: ignore[arg-type]
    assert set(states) == {"ok", "pending"}
    assert rows(acme, "select 1 from own_page where failures > 0 or detail != ''") == []
    assert rows(acme, "select 1 from own_page where read_run is null and state != 'pending'") == []
    assert rows(acme, "select spider, finished_at from crawl_run") == [("own_content", None)]


@pytest.mark.parametrize("own_content", ["auto", "never"])
def test_cut_from_the_very_start_nothing_is_concluded(world: World, tmp_path: Path, own_content: str) -> None:
    put_own_site(world)
    world.site("lists.example").page("/list", list_page("List", [("http://gone.example/", "Tide tables")]))
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    words = acme.words("crawl", "-q", "--own-content", own_content, "-s", "FINDER_CA_FILE=")
    world.stop()
    done = finder(words)
    assert done.returncode == 4, done.stderr
    assert done.stderr.startswith(f"{SAID} Go on when it is back with: finder crawl {acme.path} -s ")
    assert done.stderr.count("\n") == 1
    assert rows(acme, "select 1 from source_page where state != 'pending' or worker_id is not null") == []
    assert rows(acme, "select 1 from own_page where read_run is not null") == []
    assert rows(acme, "select finished_at from crawl_run") == [(None,)]


def test_all_controls_are_named_and_tried(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    controls = "FINDER_CONTROL_HOSTS=one.example,two.example,control.example"
    words = acme.words("crawl", "-q", "-s", "FINDER_CA_FILE=", "-s", controls)
    world.stop()
    done = finder(words)
    assert done.returncode == 4, done.stderr
    assert "(one.example and 2 others cannot be reached)" in done.stderr


@pytest.mark.parametrize("spider", ["own_content", "resource_pages"])
def test_scrapy_crawl_ends_with_that_finish_reason(world: World, tmp_path: Path, spider: str) -> None:
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    settings = {**world.settings(), **QUICK, "FINDER_CA_FILE": ""}
    given = [part for name, value in settings.items() for part in ("-s", f"{name}={value}")]
    world.stop()
    done = subprocess.run(
        [sys.executable, "-m", "scrapy", "crawl", spider, "-a", f"campaign={acme.path}", *given],
        cwd=tmp_path,
        env={**os.environ, "SCRAPY_SETTINGS_MODULE": "finder.settings", "PYTHONPATH": str(Path.cwd())},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert "'finish_reason': 'network_down'" in done.stderr
    assert "Our own network is down: control.example cannot be reached" in done.stderr
    assert "Traceback" not in done.stderr


def test_hosts_and_names_that_fail_while_the_controls_work_stop_nothing(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    world.dns.refused("refused.example")
    world.dns.servfail("servfail.example")
    world.dns.silence("silent.example")
    world.site("reset.example").answer("/*", Reset())
    # When all others are done, these are all that is left, and nobody answers any more.
    world.site("slow.example", latency=3)
    hosts = ("refused", "servfail", "silent", "reset", "slow", "gone")
    links = [(f"http://{host}.example/{number}", f"{host} {number}") for host in hosts for number in range(3)]
    world.site("lists.example").page("/list", list_page("List", links))
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    result = acme.run("crawl", "-q", "-s", "FINDER_TIMEOUT=1.5", "-s", "FINDER_DNS_TIMEOUT=0.5")
    assert result.code == 0, result.err
    assert result.err == ""
    reasons = {row["url"].split("/")[2].split(".")[0]: row["reason"] for row in acme.targets()}
    assert reasons == {
        "refused": "connection_refused",
        "servfail": "dns_failed",
        "silent": "dns_failed",
        "reset": "connection_reset",
        "slow": "timeout",
        "gone": "no_such_host",
    }


def test_controls_that_never_work_are_warned_of_once_and_stop_nothing(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    world.dns.refused("refused.example")
    links = [(f"http://{name}.example/", name) for name in ("refused", "gone", "fine")]
    links += [(f"http://fine.example/{number}", "fine") for number in range(12)]
    world.site("fine.example", latency=0.1).fallback(page("Fine", "<p>Here.</p>"))
    world.site("lists.example").page("/list", list_page("List", links))
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    result = acme.run("crawl", "-q", "-s", "FINDER_CONTROL_HOSTS=refused.example", "--own-content", "never")
    assert result.code == 0, result.err
    warnings = result.err.splitlines()
    assert len(warnings) == 1
    assert "FINDER_CONTROL_HOSTS" in warnings[0]
    reasons = {row["url"]: row["reason"] for row in acme.targets()}
    assert reasons["http://refused.example/"] == "connection_refused"
    assert reasons["http://fine.example/"] == "answers"


def test_a_page_that_broke_off_at_the_cut_is_read_again(world: World, tmp_path: Path) -> None:
    put_own_site(world)
    world.site("lists.example").answer("/list", Drip(b"<html><body><p>" + b"x" * 500, pause=0.05))
    acme = Undertaking(tmp_path, world, [LISTED])
    acme.write()
    crawl_until(acme, lambda: bool(world.requests("lists.example")), world.stop, "--own-content", "never")
    assert rows(acme, "select state from source_page") == [("pending",)]
