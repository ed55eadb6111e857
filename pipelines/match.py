"""Which of our pages to offer for a find, or none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from finder.items import Suggestion
from finder.matching import OwnPageIndex, Weights
from finder.matching.finds import query_of
from finder.storage import own_pages, promises, runs
from finder.urls import identity
from finder.words import is_generic_anchor

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.items import Find, OwnPage
    from finder.spider import FinderSpider

_HOME_PAGE_SCORE = 0.5


class MatchPipeline:
    """Adds the own page that fits best; for a mention without one, our home page."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    async def open_spider(self) -> None:
        self._spider: FinderSpider = self._crawler.spider  # type: ignore[assignment]
        self._index: OwnPageIndex | None = None
        self._making = asyncio.Lock()

    async def process_item(self, item: Find) -> Find:
        index = await self._own_index()
        why = item.opportunity
        query = query_of(why, self._anchors(item))
        campaign = self._spider.campaign
        item.suggestion = index.suggest(
            query, min_score=campaign.matching.min_score, exclude=frozenset(why.linked_own)
        )
        if item.suggestion is None and why.brand and campaign.own.sites[0] not in why.linked_own:
            item.suggestion = self._home_page(why.brand)
        return item

    def _anchors(self, item: Find) -> tuple[str, ...]:
        """What pages call the dead page, if this one only says "here"."""
        why = item.opportunity
        if not why.dead_url or not is_generic_anchor(why.anchor):
            return ()
        return self._spider.database.read(promises.anchors_elsewhere, item.id)

    async def _own_index(self) -> OwnPageIndex:
        # Made at the first find: by then the crawl has begun, and its database has its tables.
        async with self._making:
            if self._index is None:
                self._index = await asyncio.to_thread(self._make_index)
        return self._index

    def _make_index(self) -> OwnPageIndex:
        database, name = self._spider.database, self._spider.campaign.name
        number = database.read(runs.campaign_id, name)
        self._pages: list[OwnPage] = database.read(own_pages.offerable, number) if number else []
        return OwnPageIndex(self._pages, self._weights())

    def _weights(self) -> Weights:
        campaign = self._spider.campaign
        return Weights.read(campaign.path(name)) if (name := campaign.matching.weights) else Weights.shipped()

    def _home_page(self, brand: str) -> Suggestion | None:
        """Our home page, if it is among the pages that can be offered."""
        home = identity(self._spider.campaign.own.sites[0])
        page = next((page for page in self._pages if page.url == home), None)
        if page is None:
            return None
        why = f"{brand} is named and no single page fits: our home page"
        return Suggestion(home, page.title or brand, _HOME_PAGE_SCORE, {"home page": _HOME_PAGE_SCORE}, why)
