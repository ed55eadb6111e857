"""What every spider shares: the campaign, the database, and readings made of responses."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from scrapy import Spider, signals
from scrapy.exceptions import CloseSpider

from finder.browser.browser import Browser
from finder.campaign import Campaign, CampaignError, Problem, load_campaign
from finder.checker import Look
from finder.leases import Leases
from finder.network import Network
from finder.observe import NetworkDown
from finder.pages import Names, decode, read_page
from finder.pages.robots_tag import forbids_following, forbids_index
from finder.pages.scripted import left_to_scripts, says_little
from finder.storage import Database, StorageError
from finder.storage.shares import Job

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from finder.items import SourcePage

_HTML = ("text/html", "application/xhtml+xml", "")
_LARGE = 500_000  # bytes; a page of this size takes about 30 ms


class NotAPage(ValueError):  # noqa: N818 - an outcome, told to the user as it is
    """A response that is no readable web page, in words."""


class FinderSpider(Spider):
    """A spider of one campaign: ``scrapy crawl NAME -a campaign=FILE``.

    Other arguments are taken and ignored, but for ``_job``, which Scrapyd adds.
    """

    campaign: Campaign
    database: Database
    browser: Browser
    # What our pages say of us, and who wrote them, does not matter; how much they say does.
    of_own_site = False

    def __init__(self, campaign: str = "", name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name, **kwargs)
        if not campaign:
            raise CampaignError([Problem("finder", None, "", "say which campaign: -a campaign=FILE.toml")])
        self.campaign = load_campaign(campaign)
        self.names = Names(self.campaign.brand_profiles)

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.database = Database(spider.campaign.database_url)
        spider.browser = Browser(crawler, spider.campaign.browser)
        crawler.signals.connect(spider.browser.close, signals.spider_closed)
        return spider

    @property
    def stale_after(self) -> float:
        """After so many seconds without a sign of life this process is taken for dead by other machines."""
        return self.crawler.settings.getfloat("FINDER_LEASE")

    def leases(self, worker: int) -> Leases:
        """What shares hosts with other processes, for this one as a worker."""
        return Leases(self.database, worker, Network.of(self.crawler).turns, self.stale_after)

    @property
    def job(self) -> Job:
        """What this process was started as."""
        log_file = self.crawler.settings.get("LOG_FILE") or ""
        return Job(str(getattr(self, "_job", "")), str(log_file))

    async def read(self, response: Response) -> SourcePage:
        """What the page of a response says. Raises :class:`NotAPage`.

        A page that leaves too much to its scripts is read as a browser shows it, and so are those of hosts
        that the campaign names: ``response.meta["rendered"]`` is that look then, ``response.meta["fetch"]``
        its facts. Where it cannot be shown it is cut by its ``scripts``.
        """
        page = await self._read_plain(response)
        fetch = response.meta["fetch"]
        if fetch.truncated or not self._needs_browser(response, page):
            return page
        rendered = await self.browser.render(look_of(response))
        # Scripts may send a browser away from a page that was read here.
        if rendered is None or rendered.fetch.status != 200:
            response.meta["fetch"] = replace(fetch, cut="scripts")
            return page
        response.meta["rendered"] = rendered
        response.meta["fetch"] = rendered.fetch
        shown = await self._read_plain(_shown(response, rendered))
        if left_to_scripts(shown, rendered.body.decode()):
            response.meta["fetch"] = replace(rendered.fetch, cut="scripts")
        return shown

    def _needs_browser(self, response: Response, page: SourcePage) -> bool:
        if self.browser.is_named(response.url):
            return True
        return says_little(page) and left_to_scripts(page, decode(response.body, _content_type(response)))

    async def _read_plain(self, response: Response) -> SourcePage:
        """See :meth:`read`. A large page is read in a thread, so that a hostile one stops nothing else."""
        content_type = _content_type(response)
        kind = content_type.partition(";")[0].strip().lower()
        if response.status != 200:
            raise NotAPage(f"the page answers {response.status}")
        if response.meta["fetch"].cut == "coding":
            raise NotAPage("sent in a coding that we did not ask for, or broken")
        if kind not in _HTML:
            raise NotAPage(f"not a web page but {kind}")
        if b"\x00" in response.body[:1024] and not response.body.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise NotAPage("not a web page but binary data")
        try:
            if len(response.body) < _LARGE:
                return self._read(response, content_type)
            return await asyncio.to_thread(self._read, response, content_type)
        except Exception as error:  # a hostile page may break the reader, never the crawl
            self.logger.exception("%s could not be read", response.url)
            raise NotAPage(f"our reader failed on it ({type(error).__name__})") from error

    def _read(self, response: Response, content_type: str) -> SourcePage:
        html = decode(response.body, content_type)
        if self.of_own_site:
            page = read_page(html, response.url, about=False, words=True)
        else:
            page = read_page(html, response.url, self.names)
        said = response.meta["fetch"].headers.get("x-robots-tag", "")
        return replace(
            page,
            noindex=page.noindex or forbids_index(said),
            nofollow=page.nofollow or forbids_following(said),
        )

    def give_up(self, error: Exception) -> CloseSpider:
        """What to raise when the crawl cannot go on: it ends, the reason is logged.

        That may be the database, our network or a fault of ours, after which Scrapy would take the crawl for
        finished.
        """
        if isinstance(error, CloseSpider):
            return error
        if isinstance(error, NetworkDown):
            self.logger.info("Our own network is down: %s", error)
            return CloseSpider("network_down")
        if isinstance(error, StorageError):
            self.logger.error("%s", error)
            return CloseSpider("storage_failed")
        self.logger.error("%s failed", self.name, exc_info=error)
        return CloseSpider("failed")


def look_of(response: Response) -> Look:
    """The look that a response stands for: with what a browser showed, if one did."""
    rendered: Look | None = response.meta.get("rendered")
    headers = {
        name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
        for name, values in response.headers.items()
    }
    return rendered or Look(response.meta["fetch"], headers, response.body)


def _content_type(response: Response) -> str:
    return (response.headers.get("Content-Type") or b"").decode("latin-1")


def _shown(response: Response, rendered: Look) -> Response:
    """The response as if its server had sent what a browser shows."""
    return response.replace(
        url=rendered.fetch.final_url,
        status=rendered.fetch.status,
        headers=rendered.headers,
        body=rendered.body,
    )
