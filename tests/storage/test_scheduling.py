"""What the schedule knows, on SQLite and PostgreSQL: every step is taken once, whoever sees to it."""

from __future__ import annotations

import sqlite3
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, update

from finder.storage import runs, scheduling, shares, tables, workers
from finder.storage.queries.runs import last_runs, list_runs
from finder.storage.scheduling import Obstacle
from finder.storage.shares import Job

if TYPE_CHECKING:
    import pytest

    from tests.storage.undertaking import Undertaking

MONDAY, TUESDAY = "2026-11-30T03:00:00Z", "2026-12-01T03:00:00Z"


def last_states(acme: Undertaking, number: int) -> dict[str, str]:
    return {run["spider"]: run["state"] for run in acme.database.read(last_runs, number)}


def test_of_four_that_find_a_task_due_one_takes_it_and_one_posts_each_spider(acme: Undertaking) -> None:
    write, number = acme.database.write, acme.database.write(runs.enrol, "other")
    assert write(scheduling.consider, number, "crawl", "0 3 * * *", MONDAY) == MONDAY
    assert write(scheduling.consider, number, "crawl", "0 3 * * *", TUESDAY) == MONDAY
    with ThreadPoolExecutor(4) as pool:
        taken = pool.map(
            lambda _: write(
                scheduling.take, number, "crawl", MONDAY, TUESDAY, ["resource_pages", "contacts"]
            ),
            range(4),
        )
        kept_out = Obstacle("crawl is running", passes=False)
        assert Counter(taken) == {None: 1, kept_out: 3}
        verify = write(scheduling.take, number, "verify", MONDAY, TUESDAY, ["verify"])
        assert verify == Obstacle("crawl is running", passes=True)
        (at,) = acme.database.read(scheduling.begun, number)
        posted = pool.map(lambda job: write(scheduling.post, number, at, job, "here", ""), "abcd")
        assert sorted(posted) == [False, False, False, True]
    (now,) = acme.database.read(scheduling.begun, number)
    assert (now.spider, now.node, now.waiting) == ("resource_pages", "here", ("contacts",))
    assert not write(scheduling.end, number, at, "failed"), "it is further than that"
    assert write(scheduling.end, number, now, "finished")
    assert acme.database.read(scheduling.begun, number) == []
    late = write(scheduling.take, number, "crawl", MONDAY, TUESDAY, [])
    assert late == Obstacle("another process sees to it", passes=False)
    assert write(scheduling.consider, number, "crawl", "0 4 * * *", "2026-12-02T00:00:00Z") > TUESDAY


def test_so_many_runs_are_listed_as_there_are(acme: Undertaking) -> None:
    """SQLite takes 250,000 values with a query at most, PostgreSQL 65,535; here it would be 100."""
    for _ in range(120):
        acme.next_run()
    engine = create_engine(acme.database.url)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.connection.driver_connection.setlimit(sqlite3.SQLITE_LIMIT_VARIABLE_NUMBER, 100)
        listed = list_runs(connection, acme.campaign, 100_000)
    engine.dispose()
    assert len(listed) == 121
    assert {len(run["shares"]) for run in listed} == {1}


def test_a_share_runs_until_it_says_how_it_ended_or_its_heart_stops(
    acme: Undertaking, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, number = acme.database.write, acme.database.write(runs.enrol, "other")

    def begin(spider: str, job: str) -> runs.Run:
        return write(runs.begin, "other", "digest", spider, Job(job, f"/logs/{job}.log"))

    run = begin("resource_pages", "one")
    assert acme.database.read(shares.at_work, number) == ["resource_pages"]
    obstacle = write(scheduling.take, number, "crawl", MONDAY, TUESDAY, [])
    assert obstacle == Obstacle("resource_pages is running", passes=True)
    write(shares.beat, {"pages": 3})
    write(shares.end, "network_down", {"pages": 4}, "no name server answers")
    write(runs.begin, "other", "digest", "resource_pages", Job("two"))
    write(shares.end, "shutdown", {"pages": 1})
    (listed,) = acme.database.read(list_runs, number, 5)
    assert [share["state"] for share in listed["shares"]] == ["failed", "stopped"]
    assert (listed["state"], listed["counters"], listed["error"]) == (
        "stopped",
        {"pages": 5},
        "no name server answers",
    )
    begin("contacts", "three")
    long_ago = update(tables.run_share).values(heartbeat_at=0.0)
    write(lambda connection: connection.execute(long_ago).rowcount)
    monkeypatch.setattr(workers, "this_machine", lambda: "elsewhere")
    assert last_states(acme, number) == {"resource_pages": "stopped", "contacts": "crashed"}
    write(runs.finish, run.id, "finished")
    assert last_states(acme, number)["resource_pages"] == "finished"
