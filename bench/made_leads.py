"""Leads written through the storage in the transactions in which a crawl writes them."""

from __future__ import annotations

import time
from collections import defaultdict
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from finder.campaign import load_campaign
from finder.contacts import Contact, ContactKind, How, Role
from finder.items import (
    Confidence,
    Fetch,
    Find,
    Hop,
    JudgedLink,
    Link,
    Opportunity,
    Outcome,
    PageFacts,
    SourcePage,
    Suggestion,
    Verdict,
)
from finder.opportunities import on_link
from finder.qualify import qualify
from finder.scoring import scoring_of
from finder.storage import (
    Database,
    batches,
    contacts,
    finds,
    listings,
    pending,
    runs,
    source_pages,
    workers,
)
from finder.storage.batches import Batch, PageReport
from finder.storage.links import Freshness
from finder.storage.listings import Listing
from finder.storage.targets import Settled
from finder.urls import prospect

_LINKS = 50
_PAGES_AT_ONCE = 10
_FINDS_AT_ONCE = 200
_PROSPECTS_AT_ONCE = 100
_NOT_FOUND = Verdict(Outcome.DEAD, "not_found", "It answers 404 Not Found.", Confidence.HIGH)


class LeadWriter:
    """Fills the database of a campaign; ``spent`` is seconds of CPU by what they went into."""

    def __init__(self, path: str) -> None:
        self._campaign = load_campaign(path)
        self._database = Database(self._campaign.database_url)
        self._database.migrate()
        self._scoring = scoring_of(self._campaign)
        self._write = self._database.write
        self._run = self._write(runs.begin, self._campaign.name, self._campaign.digest, "resource_pages")
        self._worker = self._write(workers.register)
        old = (datetime.now(UTC) - timedelta(days=7)).isoformat()
        self._fresh = Freshness(old, old)
        self.spent: dict[str, float] = defaultdict(float)

    def fill(self, pages: int) -> None:
        """Write pages with fifty dead links each, the looks at those, and the leads that they make."""
        for first in range(0, pages, _PAGES_AT_ONCE):
            self._record(range(first, min(first + _PAGES_AT_ONCE, pages)))
            self._settle()
            self._qualify()
        self._write(workers.leave, self._worker)
        self._write(runs.finish, self._run.id, "finished")
        self._database.close()

    def _record(self, numbers: range) -> None:
        listed = [Listing(f"http://lists{number}.example/list", "list", 0, "") for number in numbers]
        ids = self._run.campaign_id, self._run.id
        self._write(listings.list_pages, *ids, listed, 1_000_000)
        started = time.process_time()
        jobs = self._write(source_pages.claim_pages, ids[0], self._worker, len(listed))
        reports = [_report(job.id, job.url) for job in jobs]
        self._write(batches.record_pages, *ids, reports, self._on_link, self._fresh, 1_000_000, 1_000_000)
        self.spent["links"] += time.process_time() - started

    def _settle(self) -> None:
        ids = self._run.campaign_id, self._run.id
        started = time.process_time()
        while handed := self._write(pending.hand_out, ids[0], self._worker, 400, 200):
            waiting = (target for some in handed.values() for target in some)
            looks = [Settled(target, _gone(target.url), _NOT_FOUND) for target in waiting]
            batch = Batch(looks=looks, hosts=list(handed))
            self._write(batches.store_batch, *ids, self._worker, batch, self._on_link)
        self.spent["looks"] += time.process_time() - started

    def _qualify(self) -> None:
        ids = self._run.campaign_id, self._run.id
        started = time.process_time()
        while claimed := self._write(finds.claim_finds, ids[0], self._worker, _FINDS_AT_ONCE):
            batch = Batch(leads=[self._lead(find) for find in claimed])
            self._write(batches.store_batch, *ids, self._worker, batch, self._on_link)
        self.spent["leads"] += time.process_time() - started

    def _lead(self, find: Find) -> Find:
        find.prospect = prospect(find.opportunity.page_url)
        score = find.id % 100 / 100
        find.suggestion = Suggestion(
            f"http://www.acme.example/guide/{find.id % 500}",
            f"The guide with the number {find.id % 500}",
            score,
            {"title": score, "text": score / 2},
            "both are about anchors and tides",
        )
        find.lead = qualify(find, self._scoring, runs.now()[:10])
        return find

    def _on_link(self, page: PageFacts, judged: JudgedLink) -> list[Opportunity]:
        return on_link(page, judged, self._campaign.kinds)


def give_contacts(path: str) -> int:
    """Give nine of ten prospects of a campaign an address to write to; returns how many leads have one."""
    campaign = load_campaign(path)
    database = Database(campaign.database_url)
    number = database.read(runs.campaign_id, campaign.name)
    if number is None:
        raise RuntimeError(f"{path}: nothing crawled yet")
    worker = database.write(workers.register)
    given = 0
    never = "2000-01-01T00:00:00Z"
    while jobs := database.write(contacts.claim_prospects, number, worker, _PROSPECTS_AT_ONCE, never):
        for job in jobs:
            found = [(_contact(job.id, job.name), "")] if job.id % 10 else []
            given += database.write(contacts.store_contacts, job, found, f"http://{job.name}/contact")
    database.write(workers.leave, worker)
    database.close()
    return given


def _contact(number: int, name: str) -> Contact:
    who = ("Jo Rivera", "Anna-Lena von der Heide", "", "J. R. Example")[number % 4]
    page = f"http://{name}/contact"
    sort = Role.PERSONAL if who else Role.ROLE
    return Contact(
        ContactKind.EMAIL, f"editor{number}@{name}", who, sort, page, How.MAILTO, "Write to us", own_site=True
    )


def _report(page_id: int, url: str) -> PageReport:
    number = page_id * _LINKS
    links = tuple(
        Link(
            url := f"http://t{each % 20_000}.example/article/{each}",
            url,
            f"The anchor {each} of a link",
            f"The anchor {each} of a link, with a sentence of usual length around it to say what it is for.",
            "Things that are worth a visit",
        )
        for each in range(number, number + _LINKS)
    )
    page = SourcePage(url, f"A list of links with the number {page_id}", language="en", links=links)
    return PageReport(page_id, page, replace(_gone(url), status=200), links, (), (), ())


def _gone(url: str) -> Fetch:
    moment = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    headers = {"content-type": "text/html; charset=utf-8", "content-length": "42", "server": "nginx"}
    return Fetch(url, hops=(Hop(url, 404),), final_url=url, status=404, headers=headers, fetched_at=moment)
