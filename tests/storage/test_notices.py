"""What there is to tell of a task that has ended, on SQLite and PostgreSQL."""

from __future__ import annotations

from typing import TYPE_CHECKING

from finder.campaign.notices import Expect
from finder.notice import Notice
from finder.storage import runs, scheduling, shares
from finder.storage.queries.notices import notice_of
from finder.storage.shares import Job

if TYPE_CHECKING:
    from tests.storage.undertaking import Undertaking


def test_a_notice_counts_what_came_since_the_task_was_begun(acme: Undertaking) -> None:
    write, number = acme.database.write, acme.campaign
    urls = [f"http://{name}.example/" for name in ("dead", "known", "suspected", "odd")]
    acme.read("http://links.example/", *urls)
    acme.look("dead", urls[1])
    acme.look("uncertain", *urls[1:3])
    write(shares.end, "finished", {"errors": 5, "pages": 1})
    write(runs.finish, acme.run, "finished")
    moment = runs.now()
    write(scheduling.consider, number, "crawl", "0 3 * * *", moment)
    assert write(scheduling.take, number, "crawl", moment, moment, ["resource_pages"]) is None
    (at,) = acme.database.read(scheduling.begun, number)
    assert write(scheduling.post, number, at, "one", "", "")
    acme.run = write(runs.begin, "acme", "one", "resource_pages", Job("one")).id
    acme.read("http://links.example/", *urls)
    acme.look("dead", *urls[:3])
    acme.look("uncertain", urls[3])
    acme.qualify("http://own.example/")
    write(shares.end, "finished", {"errors": 2, "pages": 1, "targets": 4, "uncertain": 2})
    write(runs.finish, acme.run, "finished")
    (at,) = acme.database.read(scheduling.begun, number)
    assert write(scheduling.end, number, at, "finished")
    told = acme.database.read(notice_of, number, "crawl", Expect(uncertain=0.4))
    missed = "resource_pages: 2 of 4 looks uncertain (50.0%), at most 40.0% expected"
    # The one that was dead before and could not be told in between did not die again.
    assert told == Notice("crawl", "finished", leads={"broken_link": 3}, died=2, errors=2, unmet=[missed])
