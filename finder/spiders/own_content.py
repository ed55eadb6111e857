"""Own content: what our own pages say, so that the right one can be offered."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any, Final

from scrapy import Request, signals

from finder.download import PageNotFetched
from finder.network import Network
from finder.observe import NetworkDown, Stopped
from finder.pages.scripted import says_little
from finder.pages.thin import thin
from finder.sitemaps import OwnSitemapReader
from finder.spider import FinderSpider, NotAPage
from finder.storage import StorageError, own_pages, runs, workers
from finder.storage.own_pages import FAILURES_IN_A_ROW, UNSEEN, OwnJob, OwnListing, OwnOutcome
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from twisted.python.failure import Failure

    from finder.items import Fetch, SourcePage

_PAGES_AT_ONCE: Final = 16
_GONE: Final = (404, 410)
_IDLE_SECONDS: Final = 1.0


class OwnContentSpider(FinderSpider):
    """Learns the own pages from sitemaps, a list, or a polite crawl; asks again only for what changed.

    Several processes share the work. ``pages_read`` and ``pages_waiting``: how far the run is, for people.
    """

    name = "own_content"
    of_own_site = True
    pages_read = 0
    pages_waiting = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider._closed, signals.spider_closed)
        return spider

    async def start(self) -> AsyncIterator[Any]:
        self._open: set[int] = set()
        self._wake = asyncio.Event()
        self._down: NetworkDown | None = None
        try:
            await self._begin()
            # The crawl is being stopped: what was not listed is listed the next time.
            with contextlib.suppress(Stopped):
                await self._list_own()
                async for request in self._requests():
                    yield request
                await self._finish()
            self._check_sharing()
        except Exception as error:
            raise self.give_up(error) from error
        finally:
            Network.of(self.crawler).stop()

    async def _begin(self) -> None:
        await asyncio.to_thread(self.database.migrate)
        campaign = self.campaign
        self._run = await self._write(runs.begin, campaign.name, campaign.digest, self.name, self.job)
        if self._run.campaign_changed:
            # What an unfinished run has listed is not what the campaign wants now.
            await self._write(runs.finish, self._run.id, "campaign_changed")
            self._run = await self._write(runs.begin, campaign.name, campaign.digest, self.name, self.job)
        self._worker: int = await self._write(workers.register, self.stale_after)
        await self._write(workers.release_dead, self._worker)
        self._sharing = asyncio.create_task(self.leases(self._worker).run())

    async def _list_own(self) -> None:
        own = self.campaign.own
        listings = [OwnListing(identity(url)) for url in self.campaign.own_page_urls()]
        listed, sites, self._complete = bool(listings), list(own.sites), True
        if own.content in ("auto", "sitemap"):
            from_sitemaps, sites = await self._from_sitemaps()
            listings += from_sitemaps
        crawled = own.content == "crawl" or (own.content == "auto" and not listed)
        self._starts = list(map(identity, sites)) if crawled else []
        # Home pages always: they are offered where a brand is named and no single page fits.
        homes = [OwnListing(url) for url in map(identity, own.sites) if url not in self._starts]
        starts = [OwnListing(url, depth=own.depth) for url in self._starts]
        await self._list([*homes, *listings, *starts])

    async def _from_sitemaps(self) -> tuple[list[OwnListing], list[str]]:
        """The pages that our sitemaps list, and the sites without."""
        own, network = self.campaign.own, Network.of(self.crawler)
        reader = OwnSitemapReader(network.looker, network.robots, self.campaign.is_own, own.max_pages)
        if own.sitemaps:
            found = await reader.read_named(own.sitemaps, own.sites)
        else:
            found = await reader.read_sites(own.sites)
        for url, problem in found.problems.items():
            self.logger.error("own sitemap %s %s; correct own.sitemaps or the site", url, problem)
        self._complete = found.complete
        return [OwnListing(url, lastmod) for url, lastmod in found.pages.items()], found.without

    async def _requests(self) -> AsyncIterator[Request]:
        while True:
            if self._down:
                raise self._down
            self._check_sharing()
            self._wake.clear()
            room = _PAGES_AT_ONCE - len(self._open)
            jobs = await self._claim(room) if room > 0 else []
            self._open.update(job.id for job in jobs)
            for job in jobs:
                yield self._request(job)
            if jobs:
                continue
            if not self._open and not self.pages_waiting:
                return
            await self._pause()

    def _check_sharing(self) -> None:
        """Without our leases no page is asked for: what ended them ends the crawl."""
        if self._sharing.done():
            self._sharing.result()

    async def _pause(self) -> None:
        """Until a page was settled here, or for a moment: other processes may have listed more, or died."""
        try:
            async with asyncio.timeout(_IDLE_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            await self._write(workers.release_dead, self._worker)

    async def _finish(self) -> None:
        run = self._run
        outcome: OwnOutcome | None = await self._write(
            own_pages.finish_own,
            run.campaign_id,
            run.id,
            self._starts,
            complete=self._complete,
            min_words=self.campaign.own.min_words,
        )
        if outcome and outcome.nothing_read and outcome.offerable:
            self.logger.warning(
                "no own page could be read this time; going on with the %d known from before",
                outcome.offerable,
            )

    def _request(self, job: OwnJob) -> Request:
        # Of a page that is as it was we only hear so: ask like that only if we know where it leads.
        known = job.known and (job.onward is not None or not self._crawls(job))
        conditions = {"If-None-Match": job.etag, "If-Modified-Since": job.last_modified} if known else {}
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
        except (Stopped, NetworkDown) as error:
            # A look with the browser that was not taken any more: the page is left for the next time.
            self._note(error)
        except StorageError as error:
            raise self.give_up(error) from error
        except Exception as error:  # a page that is not settled would be asked for again and again
            self.logger.exception("%s could not be recorded", job.url)
            detail = f"we failed on it ({type(error).__name__})"
            await self._failed(job, "failed", response.status, detail)
        finally:
            self._done(job)

    async def not_fetched(self, failure: Failure) -> None:
        """An own page that did not answer."""
        job: OwnJob = failure.request.cb_kwargs["job"]  # type: ignore[attr-defined]
        error = failure.value
        if isinstance(error, (Stopped, NetworkDown)):
            self._note(error)
            return
        detail = (
            str(error.fetch.failure).replace("_", " ") if isinstance(error, PageNotFetched) else str(error)
        )
        try:
            await self._failed(job, "failed", None, detail)
        except StorageError as problem:
            raise self.give_up(problem) from problem
        finally:
            self._done(job)

    def _note(self, ended: Stopped | NetworkDown) -> None:
        if isinstance(ended, NetworkDown):
            self._down = ended
            self._wake.set()

    async def _record(self, response: Response, job: OwnJob) -> None:
        if response.status == 304:
            await self._list_onward(job, job.onward or ())
            await self._write(own_pages.own_unchanged, self._run.id, job.id)
            self.pages_read += 1
            return
        try:
            page = await self.read(response)
        except NotAPage as reason:
            state = "gone" if response.status in _GONE else "not_html" if response.status == 200 else "failed"
            await self._failed(job, state, response.status, str(reason))
            return
        state, detail = self._state(job, page)
        fetch: Fetch = response.meta["fetch"]
        onward = self._onward(page, state, fetch)
        # Listed before the page is settled: a run in which nothing is left to read is finished.
        await self._list_onward(job, onward)
        if fetch.cut == "scripts" and "rendered" not in response.meta and says_little(page):
            # What it says is not known, so that it is neither thin nor as it was.
            await self._write(own_pages.own_failed, self._run.id, job.id, "failed", response.status, UNSEEN)
            return
        await self._write(
            own_pages.own_read,
            self._run.id,
            job.id,
            state,
            page,
            response.status,
            dict(fetch.headers),
            onward if self._starts else None,
            detail,
        )
        self.pages_read += 1

    async def _failed(self, job: OwnJob, state: str, status: int | None, detail: str) -> None:
        if state == "failed" and job.failures + 1 < FAILURES_IN_A_ROW:
            # A page with a bad moment does not take those along that it leads to.
            await self._list_onward(job, job.onward or ())
        await self._write(own_pages.own_failed, self._run.id, job.id, state, status, detail)

    def _state(self, job: OwnJob, page: SourcePage) -> tuple[str, str]:
        """What a page is by itself, and why it is thin."""
        if identity(page.url) != job.url:
            return "redirected", ""
        if page.noindex:
            return "noindex", ""
        if page.canonical and identity(page.canonical) != job.url:
            return "duplicate", ""
        little = thin(job.url, page.title, page.h1, page.words, self.campaign.own.min_words)
        return ("thin", little) if little else ("ok", "")

    def _crawls(self, job: OwnJob) -> bool:
        return bool(self._starts) and job.depth > 0

    def _onward(self, page: SourcePage, state: str, fetch: Fetch) -> list[tuple[str, int]]:
        """Where a page leads among our own, and how many link steps off that is.

        To its real address (and those in between, to which others may link), and on a crawl to the pages that
        it links to.
        """
        onward = {identity(link.url): 1 for link in page.links} if self._starts else {}
        if state == "redirected":
            onward |= {identity(url): 0 for url in (*(hop.url for hop in fetch.hops[1:]), page.url)}
        elif state == "duplicate":
            onward[identity(page.canonical)] = 0
        ours = [(url, steps) for url, steps in onward.items() if self.campaign.is_own(url)]
        return ours[: self.campaign.own.max_pages]

    async def _list_onward(self, job: OwnJob, onward: Iterable[tuple[str, int]]) -> None:
        await self._list(
            [
                OwnListing(url, depth=job.depth - steps)
                for url, steps in onward
                if not steps or (self._crawls(job) and steps <= job.depth)
            ]
        )

    async def _list(self, listings: list[OwnListing]) -> None:
        run, limit = self._run, self.campaign.own.max_pages
        if listings:
            await self._write(own_pages.list_own, run.campaign_id, run.id, listings, limit)

    async def _claim(self, room: int) -> list[OwnJob]:
        run = self._run
        jobs: list[OwnJob] = await self._write(
            own_pages.claim_own, run.campaign_id, run.id, self._worker, room
        )
        self.pages_waiting = await asyncio.to_thread(
            self.database.read, own_pages.count_unread, run.campaign_id, run.id
        )
        return jobs

    async def _write(self, work: Any, *args: Any, **kwargs: Any) -> Any:
        return await asyncio.to_thread(self.database.write, work, *args, **kwargs)

    def _done(self, job: OwnJob) -> None:
        self._open.discard(job.id)
        self._wake.set()

    async def _closed(self) -> None:
        if hasattr(self, "_sharing"):
            self._sharing.cancel()
            await asyncio.gather(self._sharing, return_exceptions=True)
            try:
                await self._write(workers.leave, self._worker)
            except StorageError as error:
                self.logger.error("%s", error)  # noqa: TRY400
        self.database.close()
