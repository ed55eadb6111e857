"""Runs, the list of source pages, and who has claimed what."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import insert, update

from finder.storage import (
    Database,
    batches,
    finds,
    listings,
    pending,
    runs,
    shares,
    source_pages,
    tables,
    targets,
    workers,
)
from finder.storage.batches import Batch
from finder.storage.listings import Listing
from finder.urls import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.storage.undertaking import Undertaking

SITE = "https://site.example/"
# Claims a page, a host and a find of the campaign, says so, and waits to be killed.
WORK = """
import json, sys
from finder.storage import Database, finds, source_pages, targets, workers
database = Database(sys.argv[1])
campaign = int(sys.argv[2])
me = database.write(workers.register)
page = database.write(source_pages.claim_pages, campaign, me, 1)[0].url
host = database.write(targets.claim_hosts, campaign, me, 1)[0]
find = database.write(finds.claim_finds, campaign, me, 1)[0].id
print(json.dumps([me, page, host, find]), flush=True)
sys.stdin.read()
"""


def pages(number: int) -> list[str]:
    """Addresses of source pages."""
    return [f"https://list.example/{place}" for place in range(number)]


def begin(url: str) -> tuple[int, bool]:
    """Begin or join the run from another process."""
    database = Database(url)
    run = database.write(runs.begin, "acme", "digest", "resource_pages")
    database.close()
    return run.id, run.resumed


@pytest.fixture
def busy(acme: Undertaking) -> Iterator[subprocess.Popen[str]]:
    """Another process that has claimed one page, one host and one find."""
    acme.read("https://list.example/read", "https://gone.example/", "https://fine.example/")
    acme.look("dead", "https://gone.example/")
    acme.list_pages("https://one.example/", "https://two.example/")
    command = [sys.executable, "-c", WORK, acme.database.url, str(acme.campaign)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        yield process
        process.kill()


def claim_pages(acme: Undertaking, worker: int, limit: int) -> list[str]:
    """Claim source pages for a worker; returns their addresses."""
    jobs = acme.database.write(source_pages.claim_pages, acme.campaign, worker, limit)
    return [job.url for job in jobs]


def claimed(acme: Undertaking) -> list[int]:
    """The workers that have claims."""
    claiming = (tables.source_page, tables.target_host, tables.find)
    return [number for table in claiming for number in acme.rows(table, "worker_id") if number]


# --- runs -------------------------------------------------------------------------------------------------


def test_two_processes_that_begin_at_once_share_one_run(url: str) -> None:
    with ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("spawn")) as pool:
        begun = list(pool.map(begin, [url] * 4))
    assert len({number for number, _ in begun}) == 1
    assert sorted(resumed for _, resumed in begun) == [False, True, True, True]


def test_a_run_is_resumed_until_it_is_finished(acme: Undertaking) -> None:
    first = acme.run
    assert acme.begin().resumed
    assert acme.run == first
    acme.database.write(runs.finish, first, "finished")
    assert not acme.begin().resumed
    assert acme.run > first
    assert acme.rows(tables.crawl_run, "finish_reason") == ["finished", ""]
    assert acme.database.read(runs.last_finished, acme.campaign, "resource_pages")
    assert acme.database.read(runs.last_finished, acme.campaign, "own_content") is None


def test_a_changed_campaign_file_is_noticed_once(acme: Undertaking) -> None:
    assert not acme.begin("one").campaign_changed
    acme.database.write(runs.begin, acme.name, "two", "own_content")
    assert acme.begin("two").campaign_changed
    assert not acme.begin("two").campaign_changed
    acme.database.write(runs.finish, acme.run, "finished")
    last = acme.database.read(runs.last_finished, acme.campaign, "resource_pages")
    assert last is not None
    assert last[1] == "two"


def test_each_spider_has_a_run_of_its_own(acme: Undertaking) -> None:
    own = acme.database.write(runs.begin, "acme", "one", "own_content")
    assert (own.resumed, own.campaign_id) == (False, acme.campaign)


# --- the list of pages ------------------------------------------------------------------------------------


def test_listing_pages_again_in_a_run_changes_nothing(acme: Undertaking) -> None:
    assert acme.list_pages(*pages(3)) == 3
    acme.read(pages(3)[0])
    assert acme.list_pages(*pages(3), origin="site") == 0
    assert acme.rows(tables.source_page, "state", "origin") == [
        ("read", "list"),
        ("pending", "list"),
        ("pending", "list"),
    ]


def test_the_next_run_reads_every_page_again(acme: Undertaking) -> None:
    acme.read(pages(1)[0])
    acme.next_run()
    assert acme.list_pages(*pages(1)) == 1
    assert acme.rows(tables.source_page, "state") == ["pending"]


def test_a_run_lists_no_more_pages_than_allowed(acme: Undertaking) -> None:
    assert acme.list_pages(*pages(3), max_pages=2) == 2
    assert acme.list_pages(*pages(5), max_pages=4) == 2
    assert acme.list_pages(*pages(9), max_pages=4) == 0
    acme.next_run()
    assert acme.list_pages(*pages(9), max_pages=4) == 4


def test_a_seed_lists_no_more_pages_than_its_limit(acme: Undertaking) -> None:
    of_seed = [Listing(url, "site", 1, SITE, limit=3) for url in pages(5)]
    others = [Listing(f"https://else.example/{n}", "site", 1, "https://else.example/") for n in range(2)]
    listed = acme.database.write(listings.list_pages, acme.campaign, acme.run, [*of_seed, *others], 100)
    assert listed == 5
    assert acme.database.read(listings.count_listed, acme.campaign, acme.run, SITE) == 3
    assert acme.database.read(listings.count_listed, acme.campaign, acme.run) == 5


def test_pending_pages_of_seeds_that_left_the_campaign_are_dropped(acme: Undertaking) -> None:
    acme.list_pages(*pages(3))
    acme.read(pages(3)[2])
    kept = [pages(3)[0]]
    assert acme.database.write(listings.drop_unlisted, acme.campaign, kept) == 1
    assert acme.rows(tables.source_page, "state") == ["pending", "dropped", "read"]
    assert acme.list_pages(*pages(3)) == 1
    assert acme.rows(tables.source_page, "state") == ["pending", "pending", "read"]


# --- claims -----------------------------------------------------------------------------------------------


def test_claims_of_eight_threads_are_disjoint_and_complete(acme: Undertaking) -> None:
    acme.list_pages(*(f"https://list{place}.example/" for place in range(200)))
    me = [acme.database.write(workers.register) for _ in range(8)]
    took: list[list[int]] = [[] for _ in me]

    def claim(place: int) -> None:
        while jobs := acme.database.write(source_pages.claim_pages, acme.campaign, me[place], 7):
            assert len(jobs) <= 7
            took[place] += [job.id for job in jobs]

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(claim, range(8)))
    every = [number for some in took for number in some]
    assert sorted(every) == acme.rows(tables.source_page, "id")


def test_one_host_with_many_pages_does_not_take_the_place_of_the_others(acme: Undertaking) -> None:
    acme.list_pages(*(f"https://big.example/{place}" for place in range(50)))
    acme.list_pages(*(f"https://small{place}.example/" for place in range(6)))
    first = claim_pages(acme, acme.worker, 5)
    assert len({host(url) for url in first}) == 5
    rest = claim_pages(acme, acme.worker, 27)
    assert Counter(map(host, first + rest))["big.example"] == 4
    assert len(first + rest) == 10
    assert claim_pages(acme, acme.worker, 27) == []
    acme.read("https://big.example/0")
    assert claim_pages(acme, acme.worker, 27) == ["https://big.example/4"]


def test_pages_of_a_host_are_in_the_hand_of_one_worker_at_a_time(acme: Undertaking) -> None:
    acme.list_pages(*pages(9), "https://else.example/")
    other = acme.database.write(workers.register)
    assert claim_pages(acme, acme.worker, 1) == ["https://else.example/"]
    mine = claim_pages(acme, acme.worker, 2)
    assert claim_pages(acme, other, 9) == []
    for url in mine:
        acme.read(url)
    assert len(claim_pages(acme, other, 9)) == 4
    assert claim_pages(acme, acme.worker, 9) == []


def test_eight_workers_that_claim_at_once_never_share_a_host(acme: Undertaking) -> None:
    acme.list_pages(*(f"https://h{place % 10}.example/{place}" for place in range(100)))
    me = [acme.database.write(workers.register) for _ in range(8)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda worker: claim_pages(acme, worker, 3), me))
    claims = {row for row in acme.rows(tables.source_page, "host", "worker_id") if row[1]}
    assert len(claims) == len({name for name, _ in claims}) == 10


def test_claims_take_exactly_their_limit_and_hosts_belong_to_one_worker(acme: Undertaking) -> None:
    acme.read("https://list.example/", *(f"https://h{n}.example/" for n in range(10)))
    other = acme.database.write(workers.register)
    mine = acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 4)
    rest = acme.database.write(targets.claim_hosts, acme.campaign, other, 100)
    assert (len(mine), len(rest)) == (4, 6)
    assert sorted(mine + rest) == acme.rows(tables.target_host, "host")


def test_a_host_given_back_waits_only_while_it_has_waiting_targets(acme: Undertaking) -> None:
    acme.read("https://list.example/", "https://a.example/1", "https://a.example/2", "https://b.example/")
    acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 10)
    acme.look("alive", "https://a.example/1", "https://b.example/")
    acme.store(Batch(hosts=["a.example", "b.example"]))
    assert acme.rows(tables.target_host, "host", "pending", "worker_id") == [
        ("a.example", True, None),
        ("b.example", False, None),
    ]
    waiting = acme.database.read(pending.pending_of, acme.campaign, ["a.example"], 10)["a.example"]
    assert [target.url for target in waiting] == ["https://a.example/2"]


def test_claims_of_a_killed_process_are_given_back(acme: Undertaking, busy: subprocess.Popen[str]) -> None:
    assert busy.stdout
    other, page, name, find = json.loads(busy.stdout.readline())
    assert claimed(acme) == [other] * 3
    busy.send_signal(signal.SIGKILL)
    busy.wait()
    assert acme.database.write(workers.release_dead, acme.worker) == 3
    assert acme.rows(tables.worker, "id") == [acme.worker]
    jobs = acme.database.write(source_pages.claim_pages, acme.campaign, acme.worker, 10)
    assert page in [job.url for job in jobs]
    assert name in acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 10)
    assert [each.id for each in acme.claim()] == [find]


def test_claims_of_a_living_process_are_kept(acme: Undertaking, busy: subprocess.Popen[str]) -> None:
    assert busy.stdout
    other = json.loads(busy.stdout.readline())[0]
    assert acme.database.write(workers.release_dead, acme.worker) == 0
    assert claimed(acme) == [other] * 3
    assert acme.claim() == []
    # However long the machine slept, or its disk was busy.
    _age(acme, other, 100_000)
    assert acme.database.write(workers.release_dead, acme.worker) == 0
    assert other in acme.rows(tables.worker, "id")


def test_a_process_with_the_number_of_one_that_died_is_another(acme: Undertaking) -> None:
    [row] = acme.rows(tables.worker, "node", "pid", "process_started")
    node, pid, started = row
    assert not workers.is_gone(node, pid, started, 0.0)
    assert workers.is_gone(node, pid, f"{started}0", 0.0)
    # The same number elsewhere says nothing about a process here.
    assert not workers.is_gone(f"{node} elsewhere", pid, f"{started}0", 0.0)


def test_a_worker_of_another_machine_is_gone_when_its_heart_stops(acme: Undertaking) -> None:
    acme.list_pages(*pages(1))
    far = {"node": "far.example", "pid": os.getpid(), "process_started": "1", "heartbeat_at": 0.0}
    statement = insert(tables.worker).values(far).returning(tables.worker.c.id)
    other = acme.database.write(lambda connection: connection.execute(statement).scalar_one())
    acme.database.write(source_pages.claim_pages, acme.campaign, other, 1)
    acme.database.write(workers.beat, other)
    assert acme.database.write(workers.release_dead, acme.worker) == 0
    _age(acme, other, workers.STALE_AFTER + 1)
    assert acme.database.write(workers.release_dead, acme.worker) == 1
    assert acme.database.write(workers.release_dead, acme.worker) == 0
    # It may only have slept, and goes on.
    assert len(acme.database.write(source_pages.claim_pages, acme.campaign, other, 1)) == 1
    _age(acme, other, 100_000)
    assert acme.database.write(workers.release_dead, acme.worker) == 1
    assert acme.rows(tables.worker, "id") == [acme.worker]


@pytest.mark.parametrize("url", ["postgresql"], indirect=True)
def test_clocks_of_machines_need_not_agree(acme: Undertaking, monkeypatch: pytest.MonkeyPatch) -> None:
    """SQLite is on one machine."""
    monkeypatch.setattr(workers, "this_machine", lambda: "far.example")
    other = acme.database.write(workers.register)
    monkeypatch.setattr(workers, "this_machine", lambda: "here.example")
    monkeypatch.setattr(time, "time", lambda: 0.0)
    acme.database.write(workers.beat, other)
    acme.database.write(shares.beat, {})
    monkeypatch.setattr(time, "time", lambda: 4e9)
    assert acme.database.write(workers.release_dead, acme.worker) == 0
    assert other in acme.rows(tables.worker, "id")
    assert acme.database.read(shares.at_work, acme.campaign) == [acme.spider]


def test_a_worker_that_leaves_gives_everything_back(acme: Undertaking) -> None:
    acme.list_pages(*pages(3))
    acme.database.write(source_pages.claim_pages, acme.campaign, acme.worker, 2)
    acme.database.write(workers.leave, acme.worker)
    assert claimed(acme) == []
    assert acme.rows(tables.worker, "id") == []


def test_work_is_left_until_the_last_find_is_done(acme: Undertaking) -> None:
    def left() -> bool:
        return acme.database.read(batches.work_left, acme.campaign)

    assert not left()
    acme.list_pages("https://list.example/")
    assert left()
    acme.read("https://list.example/", "https://gone.example/")
    assert [acme.database.read(batches.count_waiting, acme.campaign, most) for most in (9, 0)] == [1, 0]
    assert left()
    acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 1)
    acme.look("dead", "https://gone.example/")
    acme.store(Batch(hosts=["gone.example"]))
    assert left()
    acme.qualify()
    assert not left()


def test_a_find_that_is_kept_waits_for_the_next_time_and_holds_nothing_up(acme: Undertaking) -> None:
    acme.read("https://list.example/", "https://gone.example/")
    acme.look("dead", "https://gone.example/")
    acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 1)
    acme.store(Batch(hosts=["gone.example"], kept=[find.id for find in acme.claim()]))
    assert acme.claim() == []
    assert not acme.database.read(batches.work_left, acme.campaign)
    acme.database.write(finds.take_up, acme.campaign)
    assert acme.qualify() == 1


def _age(acme: Undertaking, worker: int, seconds: float) -> None:
    age = update(tables.worker).where(tables.worker.c.id == worker)
    older = age.values(heartbeat_at=tables.worker.c.heartbeat_at - seconds)
    acme.database.write(lambda connection: connection.execute(older))
