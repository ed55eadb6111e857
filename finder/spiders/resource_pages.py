"""Resource pages: the source pages of the campaign, what follows them, and the sites it names."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals

from finder.case import Confirmation
from finder.checker import Checker
from finder.download import PageNotFetched
from finder.facts import page_facts
from finder.items import Fetch, Find, SourcePage
from finder.ledger import Ledger
from finder.network import Network
from finder.observe import NetworkDown, Stopped
from finder.opportunities import on_page
from finder.quirks import Quirks
from finder.spider import FinderSpider, NotAPage
from finder.standing import page_standing
from finder.storage import StorageError
from finder.storage.batches import PageReport
from finder.storage.source_pages import Listing, PageJob
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure


class ResourcePagesSpider(FinderSpider):
    """Reads every source page once, and has every target of its outbound links looked at once."""

    name = "resource_pages"
    ledger: Ledger
    checker: Checker

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        crawler.signals.connect(spider._dropped, signals.item_dropped)
        crawler.signals.connect(spider._failed, signals.item_error)
        return spider

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._site_limits = {site.url: site.max_pages for site in self.campaign.sources.sites}

    async def start(self) -> AsyncIterator[Any]:
        settings = self.crawler.settings
        self.ledger = Ledger(
            self.database, self.campaign, self.name, backlog=settings.getint("FINDER_BACKLOG")
        )
        try:
            run = await self.ledger.open()
            if run.resumed:
                self.logger.info("Going on with run %d where it was.", run.id)
            self._start_checker()
            async for job in self.ledger.stream():
                yield job if isinstance(job, Find) else self._request(job)
        except (StorageError, NetworkDown) as error:
            raise self.give_up(error) from error
        finally:
            # Whatever still waits for its turn, when the crawl is stopped, is left for the next time.
            Network.of(self.crawler).stop()

    def _start_checker(self) -> None:
        settings = self.crawler.settings
        campaign = self.campaign
        network = Network.of(self.crawler)
        inquiry = network.inquiry(
            Confirmation(campaign.verdicts.failures, campaign.verdicts.apart),
            Quirks({quirk.host: quirk.reason for quirk in campaign.quirks}),
            self.ledger.kept_copies(network.archive) if campaign.verdicts.archive else None,
        )
        self.checker = Checker(
            inquiry,
            self.ledger,
            max_hosts=settings.getint("FINDER_MAX_HOSTS"),
            per_host=settings.getint("FINDER_HOST_CONCURRENCY"),
        )
        self.ledger.on_new_targets = self.checker.wake
        self._checking = asyncio.create_task(self.checker.run())
        self._checking.add_done_callback(self._checker_ended)

    def _checker_ended(self, task: asyncio.Task[None]) -> None:
        if not task.cancelled() and (error := task.exception()):
            self.ledger.stop(error)

    def _request(self, job: PageJob) -> Request:
        return Request(
            job.url,
            callback=self.parse,
            errback=self.not_fetched,
            cb_kwargs={"job": job},
            dont_filter=True,
        )

    async def parse(self, response: Response, job: PageJob) -> None:
        """Read a source page and hand everything it gives to the ledger."""
        try:
            await self._record(response, job)
        except StorageError as error:
            self.ledger.stop(error)
        except (
            Exception
        ) as error:  # whatever a page did to us, the ledger must hear of it, or it waits for ever
            self.logger.exception("%s could not be recorded", job.url)
            await self._page_failed(job, response.meta["fetch"], f"we failed on it ({type(error).__name__})")

    async def not_fetched(self, failure: Failure) -> None:
        """A source page that did not answer."""
        job: PageJob = failure.request.cb_kwargs["job"]  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, NetworkDown):
            self.ledger.stop(error)
        if isinstance(error, (Stopped, NetworkDown)):
            return
        if isinstance(error, PageNotFetched):
            fetch = error.fetch
            detail = f"{(fetch.failure or '').replace('_', ' ')} {fetch.detail}".strip()
        else:
            fetch, detail = Fetch(url=job.url, final_url=job.url), str(error)
        await self._page_failed(job, fetch, detail)

    async def _record(self, response: Response, job: PageJob) -> None:
        fetch: Fetch = response.meta["fetch"]
        try:
            page = await self.read(response)
        except NotAPage as reason:
            await self._page_failed(job, fetch, str(reason))
            return
        await self.ledger.page_read(self._report(job, page, fetch))

    async def _page_failed(self, job: PageJob, fetch: Fetch, detail: str) -> None:
        self.logger.info("%s was not read: %s", job.url, detail)
        try:
            await self.ledger.page_failed(job, fetch, detail)
        except StorageError as error:
            self.ledger.stop(error)

    def _report(self, job: PageJob, page: SourcePage, fetch: Fetch) -> PageReport:
        facts = page_facts(page, self.campaign)
        ours = self.campaign.is_own(page.url)
        links = page.outbound_links[: self.campaign.limits.max_links_per_page]
        return PageReport(
            page_id=job.id,
            page=page,
            fetch=fetch,
            links=links,
            linked_own=facts.linked_own,
            # Of a part of a page nobody can say what is not on it.
            opportunities=[] if ours or fetch.truncated else on_page(facts, self.campaign.kinds),
            next_pages=self._next_pages(job, page),
            standing="" if ours else page_standing(facts),
        )

    def _next_pages(self, job: PageJob, page: SourcePage) -> list[Listing]:
        if job.depth_left <= 0:
            return []
        if job.origin == "site":
            onward = [link.url for link in page.links if not link.outbound and "nofollow" not in link.rel]
        else:
            onward = list(page.next_urls)
        origin = "site" if job.origin == "site" else "pagination"
        limit = self._site_limits.get(job.seed, 0) if origin == "site" else 0
        return [
            Listing(url, origin, job.depth_left - 1, job.seed, limit)
            for url in dict.fromkeys(map(identity, onward))
            if not page.nofollow or origin == "pagination"
        ]

    def _dropped(self, item: Any) -> None:
        if isinstance(item, Find):
            self.ledger.dismiss(item)

    def _failed(self, item: Any) -> None:
        if isinstance(item, Find):
            self.ledger.keep(item)

    async def _closed(self) -> None:
        if hasattr(self, "_checking"):
            self._checking.cancel()
            await asyncio.gather(self._checking, return_exceptions=True)
        if hasattr(self, "ledger"):
            await self.ledger.close()
        self.database.close()
