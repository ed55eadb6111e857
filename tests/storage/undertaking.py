"""A campaign in a database, crawled by hand: pages read, targets looked at, finds made leads."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import select

from finder.items import (
    Confidence,
    Fetch,
    Find,
    JudgedLink,
    Lead,
    Link,
    Opportunity,
    Outcome,
    PageFacts,
    SourcePage,
    Suggestion,
    Target,
    Verdict,
)
from finder.opportunities import KINDS, on_link
from finder.storage import batches, finds, listings, runs, tables, workers
from finder.storage.batches import Batch, PageReport, Recorded
from finder.storage.links import Freshness
from finder.storage.listings import Listing
from finder.storage.targets import Settled
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Table

    from finder.storage import Connection, Database

NEVER: Final = Freshness("2000-01-01T00:00:00Z", "2000-01-01T00:00:00Z")
ALWAYS: Final = Freshness("2999-01-01T00:00:00Z", "2999-01-01T00:00:00Z")


def judge_link(page: PageFacts, judged: JudgedLink) -> list[Opportunity]:
    """What a link gives; example.org is ours."""
    return [] if "example.org" in judged.link.url else on_link(page, judged, KINDS)


def link(url: str, anchor: str = "a link", **more: Any) -> Link:
    """An outbound link."""
    return Link(url=url, spelling=url, anchor=anchor, **more)


def mention(url: str) -> Opportunity:
    """A reason to write that is about a page itself."""
    return Opportunity(
        "unlinked_mention", f"unlinked_mention {url}", url, "named_without_link", "It names us."
    )


def settled(target: Target, outcome: str, at: str = "2026-01-01T00:00:00Z") -> Settled:
    """A look at a target that came to an outcome."""
    fetch = Fetch(target.url, status=404 if outcome == "dead" else 200, fetched_at=at)
    return Settled(target, fetch, Verdict(Outcome(outcome), "a_reason", f"It is {outcome}.", Confidence.HIGH))


def to_lead(find: Find, *offers: str) -> Find:
    """A find as it leaves the pipelines, with the pages that fit, best first."""
    pages = [
        Suggestion(url, f"About {url}", 0.9 - place / 10, {}, "It fits") for place, url in enumerate(offers)
    ]
    leads = [
        Lead(find.opportunity, "prospect.example", round(100 * page.score), {"match": page.score}, page)
        for page in pages
    ]
    leads.append(Lead(find.opportunity, "prospect.example", 50, {"match": 0.5}))
    find.lead, find.other_leads = leads[0], tuple(leads[1:])
    return find


@dataclass(slots=True)
class Undertaking:
    """A campaign with a run in progress and this process at work on it."""

    database: Database
    name: str = "acme"
    max_targets: int = 1000
    max_leads_per_page: int = 0
    spider: str = "resource_pages"
    campaign: int = field(init=False)
    run: int = field(init=False)
    worker: int = field(init=False)

    def __post_init__(self) -> None:
        self.worker = self.database.write(workers.register)
        self.begin()

    def begin(self, digest: str = "one") -> runs.Run:
        """Begin a run, or join the one that is not finished."""
        run = self.database.write(runs.begin, self.name, digest, self.spider)
        self.campaign, self.run = run.campaign_id, run.id
        return run

    def next_run(self) -> None:
        """Finish this run and begin the next."""
        self.database.write(runs.finish, self.run, "finished")
        self.begin()

    def list_pages(self, *urls: str, max_pages: int = 10_000, **more: Any) -> int:
        """Put source pages on the list; returns how many came new."""
        pages = [
            Listing(**{"url": url, "origin": "list", "depth_left": 0, "seed": url, **more}) for url in urls
        ]
        return self.database.write(listings.list_pages, self.campaign, self.run, pages, max_pages)

    def read(self, url: str, *links: Link | str, fresh: Freshness = NEVER, **more: Any) -> Recorded:
        """List a source page if need be, and read it."""
        self.list_pages(url)
        return self.database.write(self.record, url, links, fresh, **more)

    def record(
        self,
        connection: Connection,
        /,
        url: str,
        links: Sequence[Link | str] | None,
        fresh: Freshness,
        **more: Any,
    ) -> Recorded:
        """What :meth:`read` writes; without ``links`` for a page that is looked at alone."""
        table = tables.source_page
        query = select(table.c.id).where(table.c.url == url, table.c.campaign_id == self.campaign)
        every = links and [each if isinstance(each, Link) else link(each) for each in links]
        values: dict[str, Any] = {
            "page": SourcePage(url=url, title="A page", language="en"),
            "fetch": Fetch(url, status=200, fetched_at="2026-01-01T00:00:00Z"),
            "linked_own": (),
            "opportunities": (),
            "next_pages": (),
        }
        report = PageReport(page_id=connection.execute(query).scalar_one(), links=every, **(values | more))
        return batches.record_pages(
            connection, self.campaign, self.run, [report], judge_link, fresh, self.max_targets, 10_000
        )

    def target(self, url: str) -> Target:
        """The row of an address that a link leads to."""
        query = select(tables.target.c.id, tables.target.c.url, tables.target.c.host)
        found = query.where(
            tables.target.c.url == identity(url), tables.target.c.campaign_id == self.campaign
        )
        return Target(*self.database.read(lambda connection: connection.execute(found).one()))

    def look(self, outcome: str, *urls: str, at: str = "2026-01-01T00:00:00Z") -> int:
        """Look at targets; returns how many finds that gave."""
        looks = [settled(self.target(url), outcome, at) for url in urls]
        return self.store(Batch(looks=looks))[1]

    def store(self, batch: Batch) -> tuple[int, int]:
        """Write a batch; returns how many new leads and new finds that gave."""
        return self.database.write(
            batches.store_batch,
            self.campaign,
            self.run,
            self.worker,
            batch,
            judge_link,
            self.max_leads_per_page,
        )

    def claim(self) -> list[Find]:
        """Claim every find that waits."""
        return self.database.write(finds.claim_finds, self.campaign, self.worker, 1_000_000)

    def qualify(self, *offers: str) -> int:
        """Make every waiting find a lead that offers one of these pages; returns how many leads are new."""
        return self.store(Batch(leads=[to_lead(find, *offers) for find in self.claim()]))[0]

    def rows(self, table: Table, *names: str) -> list[Any]:
        """What a table holds, in the order of its rows: tuples, or plain values for one column."""
        columns = [table.c[name] for name in names]
        query = select(*columns).order_by(*table.primary_key.columns)
        rows = self.database.read(lambda connection: connection.execute(query).all())
        return [row[0] if len(names) == 1 else tuple(row) for row in rows]
