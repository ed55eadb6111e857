"""What spiders of source pages share: pages are claimed, read and reported; finds are handed on."""

from __future__ import annotations

import asyncio
from abc import abstractmethod
from typing import TYPE_CHECKING, Any

from scrapy import Request, signals
from scrapy.exceptions import CloseSpider

from finder.download import PageNotFetched
from finder.facts import page_facts
from finder.items import Fetch, Find, LinksToRivals, SourcePage
from finder.ledger import RunIsOver
from finder.network import Network
from finder.observe import NetworkDown, Stopped
from finder.opportunities import on_page
from finder.opportunities.link_intersect import may_hold
from finder.spider import FinderSpider, NotAPage
from finder.standing import page_standing
from finder.storage import StorageError
from finder.storage.batches import PageReport
from finder.storage.listings import Listing
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Coroutine, Iterable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from finder.frontier import Frontier
    from finder.ledger import Ledger
    from finder.storage.source_pages import PageJob


class SourcePagesSpider(FinderSpider):
    """Reads the pages that the ledger gives out. A spider of its own says where they come from."""

    ledger: Ledger

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        crawler.signals.connect(spider._dropped, signals.item_dropped)
        crawler.signals.connect(spider._failed, signals.item_error)
        return spider

    @abstractmethod
    def frontier(self) -> Frontier:
        """Where the spider begins, and how far it goes."""

    @abstractmethod
    def new_ledger(self, frontier: Frontier) -> Ledger:
        """What shares the work on a run with other processes."""

    @abstractmethod
    def report(self, job: PageJob, page: SourcePage, response: Response) -> PageReport:
        """What a page that was read gives."""

    def beside(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Work that goes on beside the reading of pages; an error in it ends the crawl."""
        return ()

    async def start(self) -> AsyncIterator[Any]:
        self._beside: list[asyncio.Task[None]] = []
        try:
            self.ledger = self.new_ledger(self._frontier())
            self.ledger.job, self.ledger.stale_after = self.job, self.stale_after
            self.ledger.join = int(getattr(self, "run", 0))
            run = await self.ledger.open()
            if run.resumed:
                self.logger.info("Going on with run %d where it was.", run.id)
            leases = self.leases(self.ledger.worker)
            for work in (leases.run(), *self.beside()):
                task = asyncio.create_task(work)
                task.add_done_callback(self._beside_ended)
                self._beside.append(task)
            async for job in self.ledger.stream():
                yield job if isinstance(job, Find) else self._request(job)
        except RunIsOver:
            self.logger.info("The run is over.")
        except Exception as error:
            raise self.give_up(error) from error
        finally:
            self.let_go()

    def let_go(self) -> None:
        """Whatever still waits for its turn, when the crawl is stopped, is left for the next time."""
        Network.of(self.crawler).stop()

    def _frontier(self) -> Frontier:
        """See :meth:`frontier`; what cannot be read ends the crawl with one line."""
        try:
            return self.frontier()
        except (OSError, ValueError) as error:
            self.logger.error("A list of pages cannot be read: %s", error)  # noqa: TRY400 - no fault of ours
            raise CloseSpider("unreadable_list") from error

    def _beside_ended(self, task: asyncio.Task[None]) -> None:
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
        except (NetworkDown, StorageError) as error:
            self.ledger.stop(error)
        except Stopped:
            # A look with the browser that was not taken any more: the page is left for the next time.
            return
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
        try:
            page = await self.read(response)
        except NotAPage as reason:
            await self._page_failed(job, response.meta["fetch"], str(reason))
            return
        await self.ledger.page_read(self.report(job, page, response))

    async def _page_failed(self, job: PageJob, fetch: Fetch, detail: str) -> None:
        self.logger.info("%s was not read: %s", job.url, detail)
        try:
            await self.ledger.page_failed(job, fetch, detail)
        except StorageError as error:
            self.ledger.stop(error)

    # --- what a page says to us --------------------------------------------------------------------------

    def page_report(
        self, job: PageJob, page: SourcePage, fetch: Fetch, next_pages: Iterable[Listing], **more: Any
    ) -> PageReport:
        """A report with the opportunities of the page itself; ``more`` is what else it is to hold."""
        facts = page_facts(page, self.campaign)
        ours = self.campaign.is_own(page.url)
        return PageReport(
            page_id=job.id,
            page=page,
            fetch=fetch,
            linked_own=facts.linked_own,
            # Of a part of a page nobody can say what is not on it.
            opportunities=[] if ours or fetch.truncated else on_page(facts, self.campaign.kinds),
            next_pages=list(next_pages),
            kept_reasons=(LinksToRivals.ACROSS_SITE,) if may_hold(facts) else (),
            looked_for=self.campaign.looked_for,
            standing="" if ours else page_standing(facts),
            **more,
        )

    def onward(self, job: PageJob, page: SourcePage, limit: int) -> list[Listing]:
        """The pages of its site that a page of a crawled site leads to; ``limit``: how many of the site."""
        if job.depth_left <= 0 or page.nofollow:
            return []
        inside = (link.url for link in page.links if not link.outbound and "nofollow" not in link.rel)
        return [
            Listing(url, job.origin, job.depth_left - 1, job.seed, limit)
            for url in dict.fromkeys(map(identity, inside))
        ]

    # --- the pipelines, and the end ----------------------------------------------------------------------

    def _dropped(self, item: Any) -> None:
        if isinstance(item, Find):
            self.ledger.dismiss(item)

    def _failed(self, item: Any) -> None:
        if isinstance(item, Find):
            self.ledger.keep(item)

    async def _closed(self) -> None:
        for task in getattr(self, "_beside", []):
            task.cancel()
        await asyncio.gather(*getattr(self, "_beside", []), return_exceptions=True)
        if hasattr(self, "ledger"):
            await self.ledger.close()
        self.database.close()
