"""The ledger with a real database and a crawl that answers at once: ends, gives back, loses nothing."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import text

from finder.campaign import load_campaign
from finder.case import Case
from finder.checker import Examined
from finder.items import Confidence, Fetch, Find, Outcome, SourcePage, Verdict
from finder.spiders.resource_pages import frontier_of
from finder.storage import Database, StorageError, tables
from finder.storage.batches import PageReport
from finder.target_ledger import TargetLedger
from tests.storage.undertaking import Undertaking, link, to_lead

if TYPE_CHECKING:
    from pathlib import Path

    from finder.campaign import Campaign
    from finder.storage.source_pages import PageJob

CAMPAIGN = """
name = "acme"
kinds = ["broken_link"]
[own]
sites = ["https://example.org/"]
[sources]
pages = [{pages}]
"""
PAGES = [f"https://list{number}.example/" for number in range(40)]
DEAD = "https://gone.example/"


VERDICTS = {
    404: Verdict(Outcome.DEAD, "not_found", "It answers 404.", Confidence.HIGH),
    200: Verdict(Outcome.ALIVE, "answers", "It answers 200.", Confidence.HIGH),
}


class Crawl:
    """Reads every page (with a link to one dead target, and one of its own), qualifies every find."""

    def __init__(self, ledger: TargetLedger) -> None:
        self.ledger = ledger
        self.looked: list[str] = []
        self.read: list[str] = []
        self.faulty: set[str] = set()

    async def run(self) -> None:
        """Crawl until nothing is left."""
        await self.ledger.open()
        checker = asyncio.create_task(self.check())
        try:
            async for work in self.ledger.stream():
                await self.find(work) if isinstance(work, Find) else await self.page(work)
        finally:
            checker.cancel()
            await asyncio.gather(checker, return_exceptions=True)
            await self.ledger.close()

    async def find(self, find: Find) -> None:
        """A find goes through the pipelines."""
        if find.opportunity.page_url in self.faulty:
            self.ledger.keep(find)
        elif "dismissed" in find.opportunity.anchor:
            self.ledger.dismiss(find)
        else:
            self.ledger.lead(to_lead(find))

    async def page(self, job: PageJob) -> None:
        """A page is read."""
        self.read.append(job.url)
        links = [link(DEAD), link(f"{DEAD}{len(self.read)}", "dismissed"), link(f"{job.url}alive")]
        page, fetch = SourcePage(url=job.url), Fetch(job.url, status=200, fetched_at="2026-01-01T00:00:00Z")
        await self.ledger.page_read(PageReport(job.id, page, fetch, links, (), (), ()))

    async def check(self) -> None:
        """Targets are looked at, host by host."""
        while True:
            for host in await self.ledger.claim_hosts(3):
                while targets := await self.ledger.targets_of(host):
                    for target in targets:
                        self.looked.append(target.url)
                        status = 404 if DEAD in target.url else 200
                        hour = "2026-01-01T00:00:00Z"
                        case = Case(Fetch(target.url, status=status, fetched_at=hour))
                        await self.ledger.examined(target, Examined(case, "", VERDICTS[status]))
            await asyncio.sleep(0.01)


def ledger_of(database: Database, campaign: Campaign) -> TargetLedger:
    """One process's share of the campaign's crawl."""
    return TargetLedger(database, campaign, "resource_pages", frontier_of(campaign), backlog=30)


@pytest.fixture
def campaign(tmp_path: Path) -> Campaign:
    """A campaign with forty source pages."""
    path = tmp_path / "acme.toml"
    path.write_text(CAMPAIGN.format(pages=", ".join(f'"{page}"' for page in PAGES)), encoding="utf-8")
    return load_campaign(path)


@pytest.fixture
def crawl(database: Database, campaign: Campaign) -> Crawl:
    """A crawl of the campaign that has not begun."""
    return Crawl(ledger_of(database, campaign))


def rows(database: Database, table: str, column: str) -> list[Any]:
    """A column of a table."""
    return database.read(lambda connection: list(connection.scalars(text(f"SELECT {column} FROM {table}"))))


def test_a_crawl_ends_when_nothing_is_left_and_everything_is_written(
    crawl: Crawl, database: Database
) -> None:
    asyncio.run(asyncio.wait_for(crawl.run(), 60))
    assert sorted(crawl.read) == sorted(PAGES)
    assert len(crawl.looked) == len(set(crawl.looked)) == 81
    assert set(rows(database, "target", "state")) == {"settled"}
    assert len(rows(database, "lead", "id")) == 40
    assert rows(database, "find", "id") == []
    assert rows(database, "crawl_run", "finish_reason") == ["finished"]
    counts = crawl.ledger.counts
    assert (counts.pages_read, counts.looks, counts.leads) == (40, 81, 40)


def test_closing_in_the_middle_gives_back_every_claim_and_the_next_goes_on(
    crawl: Crawl, campaign: Campaign, database: Database
) -> None:
    async def some() -> None:
        await crawl.ledger.open()
        async for work in crawl.ledger.stream():
            await crawl.find(work) if isinstance(work, Find) else await crawl.page(work)
            if len(crawl.read) == 5:
                for host in await crawl.ledger.claim_hosts(2):
                    await crawl.ledger.targets_of(host)
                break
        await crawl.ledger.close()

    asyncio.run(some())
    for table in ("source_page", "target_host", "find"):
        assert set(rows(database, table, "worker_id")) <= {None}
    assert rows(database, "worker", "id") == []
    assert rows(database, "crawl_run", "finish_reason") == [""]
    rest = Crawl(ledger_of(database, campaign))
    asyncio.run(asyncio.wait_for(rest.run(), 60))
    assert sorted(crawl.read + rest.read) == sorted(PAGES)
    assert rows(database, "crawl_run", "finish_reason") == ["finished"]
    assert len(rows(database, "lead", "id")) == 40


def test_finds_that_a_step_fails_on_do_not_hold_the_crawl_up(crawl: Crawl, database: Database) -> None:
    crawl.faulty = {PAGES[3]}
    asyncio.run(asyncio.wait_for(crawl.run(), 60))
    assert len(rows(database, "lead", "id")) == 39
    kept = rows(database, "find", "kept")
    assert kept
    assert all(kept)


def test_a_target_on_every_page_does_not_fill_the_backlog(crawl: Crawl, database: Database) -> None:
    async def read_all() -> None:
        crawl.ledger._backlog = 90
        await crawl.ledger.open()
        async for work in crawl.ledger.stream():
            assert not isinstance(work, Find)
            await crawl.page(work)
            if len(crawl.read) == len(PAGES):
                break
        assert crawl.ledger.waiting == 81
        await crawl.ledger.close()

    asyncio.run(asyncio.wait_for(read_all(), 60))


def test_what_others_looked_at_does_not_hold_the_pages_back(crawl: Crawl, database: Database) -> None:
    async def alone() -> None:
        await crawl.ledger.open()
        async for work in crawl.ledger.stream():
            if not isinstance(work, Find):
                await crawl.page(work)
            else:
                crawl.ledger.dismiss(work)
            # Another process looks at everything that waits, as soon as this one would stop.
            if crawl.ledger.waiting >= 30:
                await asyncio.to_thread(database.write, look_at_all)
            if len(crawl.read) == len(PAGES):
                break
        await crawl.ledger.close()

    asyncio.run(asyncio.wait_for(alone(), 60))


@pytest.mark.parametrize("table", ["look", "link"])
def test_a_write_that_fails_ends_the_crawl_and_nothing_settled_is_lost(
    crawl: Crawl, campaign: Campaign, database: Database, table: str
) -> None:
    database.write(lambda connection: connection.execute(text(f"ALTER TABLE {table} RENAME TO hidden")))
    with pytest.raises(StorageError):
        asyncio.run(asyncio.wait_for(crawl.run(), 60))
    assert set(rows(database, "target", "state")) <= {"pending"}
    assert rows(database, "crawl_run", "finish_reason") == [""]
    database.write(lambda connection: connection.execute(text(f"ALTER TABLE hidden RENAME TO {table}")))
    rest = Crawl(ledger_of(database, campaign))
    asyncio.run(asyncio.wait_for(rest.run(), 60))
    assert len(rows(database, "lead", "id")) == 40
    assert rows(database, "crawl_run", "finish_reason") == ["finished"]


def test_an_error_behind_the_scenes_ends_the_stream_whatever_it_is(crawl: Crawl) -> None:
    async def odd() -> None:
        await crawl.ledger.open()
        try:
            crawl.ledger._batching._batch.looks.append("no look at all")  # type: ignore[arg-type]
            async for _ in crawl.ledger.stream():
                await asyncio.sleep(0.05)
        finally:
            await crawl.ledger.close()

    with pytest.raises(AttributeError):
        asyncio.run(asyncio.wait_for(odd(), 60))


def look_at_all(connection: Any) -> None:
    """Another process settles all targets."""
    settled = {"state": "settled", "outcome": "alive", "checked_at": "2999-01-01T00:00:00Z"}
    connection.execute(tables.target.update().values(settled))
    connection.execute(tables.target_host.update().values(pending=False))


def test_two_ledgers_share_the_work(crawl: Crawl, campaign: Campaign, database: Database) -> None:
    second = Database(database.url)
    other = Crawl(ledger_of(second, campaign))

    async def both() -> None:
        await asyncio.gather(crawl.run(), other.run())

    asyncio.run(asyncio.wait_for(both(), 60))
    second.close()
    assert sorted(crawl.read + other.read) == sorted(PAGES)
    assert len(crawl.looked + other.looked) == len(set(crawl.looked + other.looked))
    assert len(rows(database, "lead", "id")) == 40
    acme = Undertaking(database)
    assert len(acme.rows(tables.sighting, "lead_id")) == 40
