"""Several processes write into one database: no error, nothing twice, nothing lost."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import text

from finder.storage import Connection, Database, batches, finds, tables
from finder.storage.batches import Batch
from tests.storage.undertaking import NEVER, Undertaking, judge_link, settled, to_lead

# Reads its own pages, which share half of their targets with everybody's; looks at the hosts it gets.
CRAWL = """
import json, sys
from finder.storage import Connection, Database, pending, source_pages, targets
from finder.storage.batches import Batch
from tests.storage.undertaking import Undertaking, settled, to_lead
acme = Undertaking(Database(sys.argv[1]))
me = sys.argv[2]
looks = leads = 0
for number in range(6):
    acme.list_pages(f"https://list{me}.example/{number}")
    shared = [f"https://shared{place}.example/" for place in range(number, number + 6)]
    acme.read(f"https://list{me}.example/{number}", *shared, f"https://own{me}-{number}.example/")
    hosts = acme.database.write(targets.claim_hosts, acme.campaign, acme.worker, 5)
    waiting = acme.database.read(pending.pending_of, acme.campaign, hosts, 9)
    todo = [each for host in hosts for each in waiting[host]]
    looks += len(todo)
    dead = [settled(target, "dead") for target in todo]
    mine = acme.claim()
    leads += acme.store(Batch(looks=dead, hosts=hosts, leads=[to_lead(find) for find in mine]))[0]
acme.database.close()
print(json.dumps([looks, leads]))
"""


def test_four_processes_crawl_into_one_database(url: str) -> None:
    command = [sys.executable, "-W", "error", "-c", CRAWL, url]
    crawls = [
        subprocess.Popen([*command, str(place)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        for place in range(4)
    ]
    said = [crawl.communicate() for crawl in crawls]
    assert [error for _, error in said] == [""] * 4
    counts = [json.loads(out) for out, _ in said]
    acme = Undertaking(Database(url))
    assert len(acme.rows(tables.source_page, "id")) == 24
    assert len(acme.rows(tables.target, "id")) == 11 + 24
    assert len(acme.rows(tables.link, "id")) == 24 * 7
    assert acme.rows(tables.target, "looks").count(1) == sum(looks for looks, _ in counts)
    waiting = acme.rows(tables.target, "state").count("pending")
    assert waiting + sum(looks for looks, _ in counts) == 35
    late = [url for url, state in acme.rows(tables.target, "url", "state") if state == "pending"]
    acme.look("dead", *late)
    acme.qualify()
    assert len(acme.rows(tables.lead, "id")) == 24 * 7
    acme.database.close()


def test_pages_recorded_at_once_keep_to_the_bound_of_targets(acme: Undertaking) -> None:
    acme.max_targets = 20

    def read(place: int) -> int:
        shared = [f"https://shared{number}.example/" for number in range(place, place + 3)]
        own = [f"https://own{place}-{number}.example/" for number in range(3)]
        return acme.read(f"https://list{place}.example/", *shared, *own).new_targets

    with ThreadPoolExecutor(8) as pool:
        new = list(pool.map(read, range(8)))
    states = acme.rows(tables.target, "state")
    assert sum(new) == states.count("pending") == 20
    assert acme.rows(tables.campaign, "targets") == [20]
    assert states.count("left_out") == 8 * 3 + 10 - 20


def test_a_link_and_the_look_at_its_target_do_not_miss_each_other(acme: Undertaking) -> None:
    gone = "https://gone.example/"
    acme.read("https://first.example/", gone)
    acme.list_pages("https://second.example/")
    look = Batch(looks=[settled(acme.target(gone), "dead")])
    started = threading.Event()

    def settle() -> None:
        started.set()
        acme.store(look)

    with ThreadPoolExecutor(1) as pool:

        def read(connection: Connection) -> None:
            acme.record(connection, "https://second.example/", [gone], NEVER)
            pool.submit(settle)
            started.wait()
            connection.execute(text("SELECT 1"))

        acme.database.write(read)
    assert len(acme.claim()) == 2


def test_processes_that_lock_each_other_out_are_tried_again(acme: Undertaking) -> None:
    urls = ["https://a.example/", "https://b.example/"]
    acme.read("https://list.example/", *urls)
    numbers = [acme.target(url).id for url in urls]
    both = threading.Barrier(2, timeout=5)

    def touch(order: list[int]) -> None:
        met = False

        def work(connection: Connection) -> None:
            nonlocal met
            for number in order:
                statement = tables.target.update().where(tables.target.c.id == number)
                connection.execute(statement.values(looks=tables.target.c.looks + 1))
                if not met and acme.database.url.startswith("postgresql"):
                    met = True
                    both.wait()

        acme.database.write(work)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(touch, [numbers, numbers[::-1]]))
    assert acme.rows(tables.target, "looks") == [2, 2]


def test_a_batch_that_fails_leaves_nothing_behind(acme: Undertaking) -> None:
    acme.read("https://list.example/", "https://gone.example/")
    acme.look("dead", "https://gone.example/")
    [find] = acme.claim()

    def interrupted(connection: Connection) -> None:
        batch = Batch(leads=[to_lead(find)])
        batches.store_batch(connection, acme.campaign, acme.run, acme.worker, batch, judge_link)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        acme.database.write(interrupted)
    assert acme.rows(tables.lead, "id") == []
    assert acme.rows(tables.find, "id") == [find.id]
    assert acme.database.write(finds.claim_finds, acme.campaign, acme.worker, 1) == []
