"""A campaign that was crawled, written by the functions that a crawl uses, without any request."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from click.testing import CliRunner, Result

from finder.campaign import load_campaign
from finder.cli import cli
from finder.items import (
    Confidence,
    Failure,
    Fetch,
    Find,
    Hop,
    Lead,
    Link,
    Opportunity,
    Outcome,
    SourcePage,
    Suggestion,
    Verdict,
)
from finder.opportunities import on_link
from finder.storage import (
    Database,
    batches,
    finds,
    listings,
    pending,
    runs,
    shares,
    source_pages,
    targets,
    workers,
)
from finder.storage.batches import Batch, PageReport
from finder.storage.links import Freshness
from finder.storage.listings import Listing
from finder.storage.tables import lead, run_share
from finder.storage.targets import Settled
from tests.forked import finder as as_process

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence
    from pathlib import Path

DATABASE = "acme.sqlite3"
CAMPAIGN = f"""
name = "acme"
database = "{DATABASE}"

[own]
sites = ["https://acme.example/"]

[[brands]]
name = "Acme"

[sources]
pages = ["https://list.example/links"]
"""
LONG_AGO = Freshness("2000-01-01T00:00:00Z", "2000-01-01T00:00:00Z")
DEAD = Verdict(Outcome.DEAD, "not_found", "It answers 404 Not Found.", Confidence.HIGH)
ALIVE = Verdict(Outcome.ALIVE, "answered", "It answers 200.", Confidence.HIGH)
UNCERTAIN = Verdict(Outcome.UNCERTAIN, "blocked", "It answers 403.", Confidence.LOW)


def gone(url: str, fetched_at: str = "2026-11-23T05:11:00Z") -> Fetch:
    """What a look at an address sees that redirects once and is not there."""
    hops = (Hop(url, 301, f"{url}/"), Hop(f"{url}/", 404))
    headers = {"server": "nginx", "content-type": "text/html"}
    return Fetch(url, "GET", hops, f"{url}/", 404, headers=headers, body_bytes=312, fetched_at=fetched_at)


def silent(url: str) -> Fetch:
    """What a look at an address sees whose host does not answer."""
    hops = (Hop(url, None),)
    return Fetch(
        url, "GET", hops, url, None, Failure.CONNECT_TIMEOUT, "after 20 s", fetched_at="2026-11-24T01:00:00Z"
    )


class Crawled:
    """A campaign file in a folder that holds its empty database, and what a crawl would do with them."""

    def __init__(self, folder: Path, campaign: str = CAMPAIGN) -> None:
        self.folder = folder
        self._fresh = LONG_AGO
        self.file = folder / "acme.toml"
        self.file.write_text(campaign, encoding="utf-8")
        self.database = Database(load_campaign(self.file).database_url)
        self.begin()
        self.worker = self.database.write(workers.register)

    def begin(self) -> None:
        """Begin a run, or join the unfinished one."""
        self.run = self.database.write(runs.begin, "acme", "digest", "resource_pages")

    def finish(self) -> None:
        self.database.write(runs.finish, self.run.id, "finished")

    def page(
        self, url: str, links: Sequence[Link] = (), opportunities: Sequence[Opportunity] = (), title: str = ""
    ) -> int:
        """Read a source page; returns its row."""
        listing = Listing(url, "list", 0, url)
        self.database.write(listings.list_pages, self.run.campaign_id, self.run.id, [listing], 1_000_000)
        jobs = self.database.write(source_pages.claim_pages, self.run.campaign_id, self.worker, 1)
        fetch = Fetch(url, final_url=url, status=200, fetched_at="2026-11-23T05:00:00Z")
        page = SourcePage(url, title=title, language="en")
        report = PageReport(jobs[0].id, page, fetch, links, (), opportunities, ())
        self.database.write(
            batches.record_pages,
            self.run.campaign_id,
            self.run.id,
            [report],
            self.on_link,
            self._fresh,
            1_000_000,
            1_000_000,
        )
        return jobs[0].id

    def again(self, url: str, links: Sequence[Link], title: str = "") -> None:
        """Read a page in a new run, for which every look at a target is too old."""
        self.finish()
        self.begin()
        self._fresh = Freshness("2999-01-01T00:00:00Z", "2999-01-01T00:00:00Z")
        self.page(url, links, title=title)

    def failed_page(self, url: str, detail: str) -> None:
        """List a source page that cannot be read."""
        listing = Listing(url, "list", 0, url)
        self.database.write(listings.list_pages, self.run.campaign_id, self.run.id, [listing], 1_000_000)
        job = self.database.write(source_pages.claim_pages, self.run.campaign_id, self.worker, 1)[0]
        fetch = Fetch(url, final_url=url, status=503)
        self.database.write(source_pages.page_failed, self.run.id, job.id, fetch, detail)

    def look(self, verdict: Verdict, *fetches: Fetch) -> None:
        """Settle the targets of looks with one verdict."""
        hosts = self.database.write(targets.claim_hosts, self.run.campaign_id, self.worker, 1_000_000)
        waiting = self.database.read(pending.pending_of, self.run.campaign_id, hosts, 1_000_000)
        by_url = {target.url: target for some in waiting.values() for target in some}
        looks = [Settled(by_url[fetch.url], fetch, verdict) for fetch in fetches]
        self.store(Batch(looks=looks, hosts=hosts))

    def leads(
        self, suggestion: Suggestion | None = None, score: int = 70, prospect: str = "list.example"
    ) -> None:
        """Let every find that waits become a lead."""
        found = self.database.write(finds.claim_finds, self.run.campaign_id, self.worker, 1_000_000)
        for find in found:
            self._qualify(find, suggestion, score, prospect)
        self.store(Batch(leads=found))

    def store(self, batch: Batch) -> None:
        self.database.write(
            batches.store_batch, self.run.campaign_id, self.run.id, self.worker, batch, self.on_link
        )

    def lead(self, opportunity: Opportunity, suggestion: Suggestion | None = None, score: int = 50) -> None:
        """Read a page that gives one opportunity, which becomes a lead."""
        self.page(opportunity.page_url, opportunities=[opportunity], title=opportunity.page_title)
        self.leads(suggestion, score, prospect="named.example")

    def seen_at(self, moment: str) -> None:
        """Let every lead be seen at one moment, first and last."""
        statement = lead.update().values(first_seen=moment, last_seen=moment)
        self.database.write(lambda connection: connection.execute(statement))

    def stop(self) -> None:
        """The crawl's process is told to end, and does."""
        self.database.write(shares.end, "shutdown", {})
        self.database.write(workers.leave, self.worker)

    def kill(self) -> None:
        """The crawl's process is gone, and nobody says so."""
        long_ago = run_share.update().values(pid=2**22 + 1, heartbeat_at=0.0)
        self.database.write(lambda connection: connection.execute(long_ago))

    @contextmanager
    def broken_table(self, name: str) -> Iterator[None]:
        """A database in which a table is missing."""
        self.database.write(
            lambda connection: connection.exec_driver_sql(f"ALTER TABLE {name} RENAME TO away")
        )
        yield
        self.database.write(
            lambda connection: connection.exec_driver_sql(f"ALTER TABLE away RENAME TO {name}")
        )

    def close(self) -> None:
        self.database.close()

    @staticmethod
    def on_link(page, judged):  # type: ignore[no-untyped-def]
        return on_link(page, judged, ("broken_link",))

    @staticmethod
    def _qualify(find: Find, suggestion: Suggestion | None, score: int, prospect: str) -> None:
        parts = {"confidence": 1.0, "match": suggestion.score if suggestion else 0.0}
        find.lead = Lead(find.opportunity, prospect, score, parts, suggestion)

    def finder(self, *arguments: str) -> Result:
        """Run a command on the campaign in this process."""
        return CliRunner().invoke(cli, [*arguments, str(self.file)])


def mention(url: str, title: str = "", context: str = "We like Acme.", **more: str) -> Opportunity:
    """An unlinked mention on a page."""
    return Opportunity(
        kind="unlinked_mention",
        key=f"unlinked_mention {url}",
        page_url=url,
        page_title=title,
        reason="named_without_link",
        evidence="The page names “Acme” once in its text and has no link to our sites.",
        confidence=Confidence.MEDIUM,
        anchor="Acme",
        context=context,
        brand="Acme",
        **more,  # type: ignore[arg-type]
    )


def finder(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own in a folder, as a user does."""
    return as_process(arguments, folder=folder, environment=environment)
