"""Resource pages: the source pages of the campaign, what follows them, and the sites it names."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from finder.case import Confirmation
from finder.checker import Checker
from finder.frontier import Frontier
from finder.network import Network
from finder.quirks import Quirks
from finder.source_spider import SourcePagesSpider
from finder.storage.listings import Listing
from finder.target_ledger import TargetLedger
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from scrapy.http import Response

    from finder.campaign import Campaign
    from finder.items import SourcePage
    from finder.storage.batches import PageReport
    from finder.storage.source_pages import PageJob


class ResourcePagesSpider(SourcePagesSpider):
    """Reads every source page once, and has every target of its outbound links looked at once."""

    name = "resource_pages"
    checker: Checker
    ledger: TargetLedger

    def frontier(self) -> Frontier:
        """The source pages that the campaign lists, and the first page of each site."""
        return frontier_of(self.campaign)

    def new_ledger(self, frontier: Frontier) -> TargetLedger:
        """Targets are shared out as pages are."""
        backlog = self.crawler.settings.getint("FINDER_BACKLOG")
        return TargetLedger(self.database, self.campaign, self.name, frontier, backlog=backlog)

    def beside(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Targets are looked at while pages are still being read."""
        settings, campaign = self.crawler.settings, self.campaign
        network = Network.of(self.crawler)
        inquiry = network.inquiry(
            Confirmation(campaign.verdicts.failures, campaign.verdicts.apart),
            Quirks({quirk.host: quirk.reason for quirk in campaign.quirks}),
            self.ledger.kept_copies(network.archive) if campaign.verdicts.archive else None,
            renderer=self.browser,
        )
        self.checker = Checker(
            inquiry,
            self.ledger,
            max_hosts=settings.getint("FINDER_MAX_HOSTS"),
            per_host=settings.getint("FINDER_HOST_CONCURRENCY"),
        )
        self.ledger.on_new_targets = self.checker.wake
        yield self.checker.run()

    def report(self, job: PageJob, page: SourcePage, response: Response) -> PageReport:
        """Every outbound link, the opportunities of the page itself, and the pages that follow it."""
        links = page.outbound_links[: self.campaign.limits.max_links_per_page]
        return self.page_report(job, page, response.meta["fetch"], self._next_pages(job, page), links=links)

    def _next_pages(self, job: PageJob, page: SourcePage) -> list[Listing]:
        if job.origin == "site":
            limits = {site.url: site.max_pages for site in self.campaign.sources.sites}
            return self.onward(job, page, limits.get(job.seed, 0))
        if job.depth_left <= 0:
            return []
        return [
            Listing(url, "pagination", job.depth_left - 1, job.seed)
            for url in dict.fromkeys(map(identity, page.next_urls))
        ]


def frontier_of(campaign: Campaign) -> Frontier:
    """The source pages of a campaign; reads its list files and standard input."""
    sources = campaign.sources
    listed = [Listing(url, "list", sources.pagination, url) for url in campaign.source_urls()]
    listed += [Listing(site.url, "site", site.depth, site.url, site.max_pages) for site in sources.sites]
    return Frontier(listed, sources.max_pages)
