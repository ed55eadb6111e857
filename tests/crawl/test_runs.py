"""`finder runs`: a crawl that did its work, one that failed and one that was killed are told apart."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from contextlib import closing
from typing import TYPE_CHECKING, Any

from tests.crawl.middling import put_middling_web
from tests.crawl.undertaking import Undertaking
from tests.forked import finder

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World


def runs(acme: Undertaking, code: int) -> list[dict[str, Any]]:
    """The runs as programs read them, the newest first."""
    result = acme.run("runs", "--json")
    assert result.code == code, result.err + result.out
    return list(json.loads(result.out))


def settled(acme: Undertaking) -> int:
    """How many targets have a verdict so far."""
    file = acme.folder / "finder.sqlite3"
    if not file.exists():
        return 0
    with closing(sqlite3.connect(file)) as database:
        if not database.execute("select 1 from sqlite_master where name = 'target'").fetchone():
            return 0
        return int(database.execute("select count(*) from target where state = 'settled'").fetchone()[0])


def told(acme: Undertaking) -> int:
    """How many targets the last sign of life tells of."""
    if not settled(acme):
        return 0
    with closing(sqlite3.connect(acme.folder / "finder.sqlite3")) as database:
        query = "select max(json_extract(counters, '$.targets')) from run_share"
        return int(database.execute(query).fetchone()[0] or 0)


def test_a_killed_crawl_has_crashed_and_is_finished_when_it_was_gone_on_with(
    world: World, tmp_path: Path
) -> None:
    pages, expected = put_middling_web(world, seed=1, latency=0.15)
    acme = Undertaking(tmp_path, world, pages)
    acme.write()
    with acme.running("crawl", "-s", "FINDER_HEARTBEAT=0.1") as process:
        deadline = time.monotonic() + 30
        while told(acme) < 3 and time.monotonic() < deadline:
            time.sleep(0.05)
        # It must not be done before we have looked.
        os.kill(process.pid, signal.SIGSTOP)
        (running, own) = runs(acme, 0)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    assert (own["spider"], own["state"]) == ("own_content", "finished")
    assert (running["spider"], running["state"], running["ended_at"]) == ("resource_pages", "running", None)
    (crashed, _) = runs(acme, 3)
    assert (crashed["state"], crashed["crashes"]) == ("crashed", 1)
    assert crashed["counters"]["targets"] >= 1
    shown = finder(["runs", "show", str(crashed["id"]), str(acme.path)])
    assert finder(["runs", "show", "9" * 20, str(acme.path)]).returncode == 2
    assert shown.returncode == 3, shown.stderr
    assert f"Run {crashed['id']}: resource_pages, crashed" in shown.stdout

    acme.crawl()
    (finished, _) = runs(acme, 0)
    assert (finished["id"], finished["state"], finished["crashes"]) == (crashed["id"], "finished", 1)
    assert [share["state"] for share in finished["shares"]] == ["crashed", "finished"]
    assert 0 < finished["counters"]["leads"] <= len(expected), "what came after the last sign of life is lost"
    assert finished["seconds"] >= 0
    assert acme.run("runs").out.splitlines()[1].split("\t")[1:3] == ["resource_pages", "finished"]


def test_a_failed_crawl_says_why_and_a_stopped_one_that_it_was_stopped(world: World, tmp_path: Path) -> None:
    pages, _ = put_middling_web(world, seed=2, latency=0.1)
    acme = Undertaking(tmp_path, world, pages)
    acme.write()
    with acme.running("crawl") as process:
        deadline = time.monotonic() + 30
        while settled(acme) < 2 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=30)
    assert [run["state"] for run in runs(acme, 0)] == ["stopped", "finished"]
    down = acme.run("crawl", "--own-content", "never", "-s", "FINDER_DNS_SERVERS=127.0.0.1:9")
    assert down.code == 4, down.err
    (failed, _) = runs(acme, 3)
    assert (failed["state"], failed["finish_reason"]) == ("failed", "network_down")
    assert [share["state"] for share in failed["shares"]] == ["stopped", "failed"]
