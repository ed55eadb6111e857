"""Mentions: pages that may name us, from other people's sites, sitemaps and feeds, lists and web archives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from finder.archive_places import ArchivePlaces
from finder.facts import page_facts
from finder.feeds import feeds_of
from finder.frontier import Frontier
from finder.network import Network
from finder.opportunities import on_page
from finder.pages import decode, read_page
from finder.place_ledger import PlaceLedger
from finder.places import WebPlaces, read_places
from finder.source_spider import SourcePagesSpider
from finder.storage.listings import Listing
from finder.storage.places import Place
from finder.urls import identity

if TYPE_CHECKING:
    from collections.abc import Coroutine, Iterable

    from scrapy.http import Response

    from finder.campaign import Campaign
    from finder.items import SourcePage
    from finder.storage.batches import PageReport
    from finder.storage.source_pages import PageJob
    from finder.warc import ArchivedPage

_SITEMAPS_DEEP: Final = 4
_PLACES_AT_ONCE: Final = 8


class MentionsSpider(SourcePagesSpider):
    """Reads pages for what they say of us; their links are the business of resource pages."""

    name = "mentions"
    ledger: PlaceLedger

    def frontier(self) -> Frontier:
        """The pages and places that the campaign names under ``[mentions]``."""
        return frontier_of(self.campaign)

    def new_ledger(self, frontier: Frontier) -> PlaceLedger:
        """Places are shared out as pages are."""
        return PlaceLedger(self.database, self.campaign, self.name, frontier)

    def beside(self) -> Iterable[Coroutine[Any, Any, None]]:
        """Places are read while the pages that they list are."""
        looker = Network.of(self.crawler).looker
        web = WebPlaces(looker, self.campaign.is_own, self.campaign.looked_for)
        yield read_places(self.ledger, web.kinds, web.read, _PLACES_AT_ONCE)
        if self.campaign.mentions.archives:
            most = self.crawler.settings.getint("FINDER_PAGE_MAX_BYTES")
            files = ArchivePlaces(self.ledger, self.promises, self.campaign.looked_for, most)
            yield read_places(self.ledger, files.kinds, files.read, at_once=1)

    def promises(self, archived: ArchivedPage) -> bool:
        """Whether an archived page gives an opportunity, so that it has to be seen what it says by now."""
        if self.campaign.is_own(archived.url):
            return False
        try:
            page = read_page(
                decode(archived.body, archived.content_type), archived.url, self.names, about=False
            )
        except Exception:  # a hostile page may break the reader, never the crawl
            self.logger.exception("the archived %s could not be read", archived.url)
            return False
        return bool(on_page(page_facts(page, self.campaign), self.campaign.kinds))

    def report(self, job: PageJob, page: SourcePage, response: Response) -> PageReport:
        """The opportunities of the page itself; of a site also where to go on, and its feeds."""
        site = next((each for each in self.campaign.mentions.sites if each.url == job.seed), None)
        crawled = site is not None and job.origin == "site"
        limit = site.max_pages if site else 0
        feeds: list[Place] = []
        if site and crawled and job.depth_left == site.depth:
            html = decode(response.body, (response.headers.get("Content-Type") or b"").decode("latin-1"))
            found = map(identity, feeds_of(html, response.url))
            feeds = [Place("feed", each, job.seed, limit, named_by=job.url) for each in found]
        onward = self.onward(job, page, limit) if crawled else []
        return self.page_report(job, page, response.meta["fetch"], onward, links=None, next_places=feeds)


def frontier_of(campaign: Campaign) -> Frontier:
    """The pages and places of a campaign's ``[mentions]``; reads its files and standard input."""
    mentions, once = campaign.mentions, campaign.looked_for
    listed = [
        Listing(identity(entry.url), "file", 0, name, once_for=once)
        for name in mentions.files
        for entry in campaign.mention_entries(name)
        if not entry.fault and not campaign.is_own(entry.url)
    ]
    listed += [
        Listing(identity(site.url), "site", site.depth, site.url, site.max_pages) for site in mentions.sites
    ]
    places = [Place("feed", identity(url), url) for url in mentions.feeds]
    places += [
        Place("archive", str(path), name)
        for name in mentions.archives
        for path in campaign.mention_archives(name)
    ]
    places += [Place("sitemap", identity(url), url, depth_left=_SITEMAPS_DEEP) for url in mentions.sitemaps]
    return Frontier(listed, mentions.max_pages, places)
