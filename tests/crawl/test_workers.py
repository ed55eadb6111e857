"""`finder crawl --workers`: further processes of one crawl, which come, go and die with it."""

import os
import signal
import sqlite3
import time
from collections import Counter
from contextlib import closing
from pathlib import Path
from subprocess import Popen

import pytest

from tests.crawl.middling import put_middling_web
from tests.crawl.undertaking import Undertaking
from tests.world import World
from tests.world.log import most_at_once

# So slow that there is something to do when the second process has come.
TWO = (
    *("--own-content", "never", "--workers", "2"),
    *("-s", "FINDER_ENOUGH_WORK=1", "-s", "FINDER_HOST_DELAY=1", "-s", "FINDER_MAX_HOSTS=12"),
    *("-s", "FINDER_CONNECT_TIMEOUT=20", "-s", "FINDER_TIMEOUT=20"),
)
AT_ONCE = ("--own-content", "never", "--workers", "1", "-s", "FINDER_HOST_DELAY=0")


def acme_in(world: World, folder: Path, seed: int) -> tuple[Undertaking, list[tuple[str, str]]]:
    pages, expected = put_middling_web(world, seed)
    acme = Undertaking(folder, world, pages)
    acme.write()
    return acme, expected


def helper_at_work(acme: Undertaking, first: Popen[str]) -> int:
    """The process that came to help, once it has hosts in hand."""
    query = "select pid from worker w where exists (select 1 from target_host t where t.worker_id = w.id)"
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and first.poll() is None:
        try:
            with closing(sqlite3.connect(acme.folder / "finder.sqlite3")) as database:
                pids = {pid for (pid,) in database.execute(query)} - {first.pid}
        except sqlite3.OperationalError:
            # There is no table yet.
            pids = set()
        if pids:
            return pids.pop()
        time.sleep(0.05)
    raise AssertionError("nobody came to help")


def is_running(pid: int) -> bool:
    """Whether a process runs; one that has ended and that nobody has asked for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


def found(acme: Undertaking) -> list[tuple[str, str]]:
    return sorted((lead["page_url"], lead["dead_url"]) for lead in acme.leads())


def test_what_a_killed_worker_had_in_hand_is_done_by_the_other_in_the_same_run(
    world: World, tmp_path: Path
) -> None:
    acme, expected = acme_in(world, tmp_path, seed=21)
    with acme.running("crawl", *TWO) as first:
        helper = helper_at_work(acme, first)
        os.kill(helper, signal.SIGKILL)
        out, errors = first.communicate(timeout=90)
    assert first.returncode == 0, errors
    assert f"({helper}) was killed by signal 9; the others took over" in errors
    assert "Traceback" not in errors
    assert out.count("Source pages   24 read") == 1
    assert found(acme) == expected
    for number in range(30):
        assert most_at_once(world.requests(f"t{number}.example", robots=True)) == 1
    with closing(sqlite3.connect(acme.folder / "finder.sqlite3")) as database:
        query = "select count(*) from crawl_run where spider = 'resource_pages'"
        assert database.execute(query).fetchone() == (1,)


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_workers_end_with_the_process_that_started_them_and_the_next_goes_on(
    world: World, tmp_path: Path, how: signal.Signals
) -> None:
    acme, expected = acme_in(world, tmp_path, seed=22)
    with acme.running("crawl", *TWO) as first:
        helper = helper_at_work(acme, first)
        first.send_signal(how)
        _, errors = first.communicate(timeout=60)
    deadline = time.monotonic() + 30
    while is_running(helper) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not is_running(helper)
    assert "Traceback" not in errors
    if how is signal.SIGINT:
        assert first.returncode == 130
        assert errors.count("Stopping") == 1
        assert errors.count("go on with") == 1
    acme.crawl(*AT_ONCE)
    assert found(acme) == expected
    asked = Counter((record.host, record.path) for record in world.requests() if "/gone/" in record.path)
    assert max(asked.values()) <= 2
