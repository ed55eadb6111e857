"""Own content: what our own pages say, so that the right one can be offered."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, signals

from finder.download import PageNotFetched
from finder.network import Network
from finder.observe import Stopped
from finder.sitemaps import read_sitemaps, sitemaps_of
from finder.spider import FinderSpider, NotAPage
from finder.storage import StorageError, own_pages, runs
from finder.storage.own_pages import OwnJob, OwnListing
from finder.urls import identity, origin

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from finder.items import Fetch, SourcePage

_PAGES_AT_ONCE: Final = 16
_GONE: Final = (404, 410)


class OwnContentSpider(FinderSpider):
    """Learns the own pages from sitemaps, a list, or a polite crawl; asks again only for what changed."""

    name = "own_content"

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        self._open: set[int] = set()
        self._wake = asyncio.Event()
        try:
            await asyncio.to_thread(self.database.migrate)
            await self._begin()
            async for request in self._requests():
                yield request
            await self._write(own_pages.unlist_missing, self._run.campaign_id, self._run.id)
            await self._write(runs.finish, self._run.id, "finished")
        except StorageError as error:
            raise self.give_up(error) from error
        finally:
            Network.of(self.crawler).turns.stop()

    async def _begin(self) -> None:
        campaign = self.campaign
        self._run = await self._write(runs.begin, campaign.name, campaign.digest, self.name)
        self._crawling = False
        listings = [OwnListing(identity(url)) for url in campaign.own_page_urls()]
        if campaign.own.content in ("auto", "sitemap"):
            listings += await self._from_sitemaps()
        if campaign.own.content == "crawl" or (campaign.own.content == "auto" and not listings):
            self._crawling = True
        # The home page is what is offered where a brand is named and no single page fits.
        depth = campaign.own.depth if self._crawling else 0
        await self._list([OwnListing(identity(url), depth=depth) for url in campaign.own.sites])
        await self._list(listings)

    async def _from_sitemaps(self) -> list[OwnListing]:
        own, network = self.campaign.own, Network.of(self.crawler)
        pages: dict[str, str] = {}
        named = [(list(own.sitemaps), True)] if own.sitemaps else []
        for site in dict.fromkeys(map(origin, own.sites)) if not own.sitemaps else ():
            from_robots, usual = await sitemaps_of(network.robots, site)
            named += [(from_robots, True)] if from_robots else [([place], False) for place in usual]
        for starts, expected in named:
            if pages and not expected:
                continue
            reading = await read_sitemaps(network.looker, starts, own.max_pages)
            pages |= reading.pages
            if expected:
                for url, problem in reading.problems.items():
                    self.logger.error("own sitemap %s %s; correct own.sitemaps or the site", url, problem)
        ours = {url: lastmod for url, lastmod in pages.items() if self.campaign.is_own(url)}
        return [OwnListing(url, lastmod) for url, lastmod in ours.items()]

    async def _requests(self) -> AsyncIterator[Request]:
        while True:
            self._wake.clear()
            room = _PAGES_AT_ONCE - len(self._open)
            jobs = await self._due(room) if room > 0 else []
            for job in jobs:
                self._open.add(job.id)
                yield self._request(job)
            if not jobs and not self._open:
                return
            if not jobs:
                await self._wake.wait()

    def _request(self, job: OwnJob) -> Request:
        conditions = {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified} if job.known else {}
        return Request(
            job.url,
            callback=self.parse,
            errback=self.not_fetched,
            headers={name: value for name, value in conditions.items() if value},
            cb_kwargs={"job": job},
            dont_filter=True,
        )

    async def parse(self, response: Response, job: OwnJob) -> None:
        """Write down what an own page says."""
        try:
            await self._record(response, job)
        except StorageError as error:
            raise self.give_up(error) from error
        except Exception as error:  # a page that is not settled would be asked for again and again
            self.logger.exception("%s could not be recorded", job.url)
            detail = f"we failed on it ({type(error).__name__})"
            await self._write(own_pages.own_failed, self._run.id, job.id, "failed", response.status, detail)
        finally:
            self._done(job)

    async def not_fetched(self, failure: Failure) -> None:
        """An own page that did not answer."""
        job: OwnJob = failure.request.cb_kwargs["job"]  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, Stopped):
            return
        detail = str(error.fetch.failure) if isinstance(error, PageNotFetched) else str(error)
        try:
            await self._write(own_pages.own_failed, self._run.id, job.id, "failed", None, detail)
        except StorageError as problem:
            raise self.give_up(problem) from problem
        finally:
            self._done(job)

    async def _record(self, response: Response, job: OwnJob) -> None:
        fetch: Fetch = response.meta["fetch"]
        if response.status == 304:
            await self._write(own_pages.own_unchanged, self._run.id, job.id)
            return
        try:
            page = await self.read(response)
        except NotAPage as reason:
            state = "gone" if response.status in _GONE else "not_html" if response.status == 200 else "failed"
            await self._write(own_pages.own_failed, self._run.id, job.id, state, response.status, str(reason))
            return
        state = self._state(job, page, fetch)
        await self._write(
            own_pages.own_read, self._run.id, job.id, state, page, response.status, dict(fetch.headers)
        )
        await self._list(self._onward(job, page, state))

    def _state(self, job: OwnJob, page: SourcePage, fetch: Fetch) -> str:
        if identity(page.url) != job.url:
            return "redirected"
        if page.noindex or "noindex" in fetch.headers.get("x-robots-tag", "").lower():
            return "noindex"
        if page.canonical and identity(page.canonical) != job.url:
            return "duplicate"
        return "ok"

    def _onward(self, job: OwnJob, page: SourcePage, state: str) -> list[OwnListing]:
        """Where a page leads: to its real address, and on a crawl to the pages that it links to."""
        found = {"redirected": [page.url], "duplicate": [page.canonical]}.get(state, [])
        onward = [OwnListing(identity(url), depth=job.depth) for url in found]
        if self._crawling and job.depth > 0:
            linked = dict.fromkeys(identity(link.url) for link in page.links)
            onward += [OwnListing(url, depth=job.depth - 1) for url in linked]
        return [listing for listing in onward if self.campaign.is_own(listing.url)]

    async def _list(self, listings: list[OwnListing]) -> None:
        run, limit = self._run, self.campaign.own.max_pages
        await self._write(own_pages.list_own, run.campaign_id, run.id, listings, limit)

    async def _due(self, room: int) -> list[OwnJob]:
        return await asyncio.to_thread(
            self.database.read,
            own_pages.due_own,
            self._run.campaign_id,
            self._run.id,
            sorted(self._open),
            room,
        )

    async def _write(self, work: Any, *args: Any) -> Any:
        return await asyncio.to_thread(self.database.write, work, *args)

    def _done(self, job: OwnJob) -> None:
        self._open.discard(job.id)
        self._wake.set()

    def _closed(self) -> None:
        self.database.close()
