"""Which of our pages to offer for a find, or none."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from finder.items import Suggestion
from finder.matching import OwnPageIndex, Weights
from finder.matching.finds import query_of
from finder.same_page import Aliases
from finder.storage import own_addresses, own_pages, promises, runs
from finder.urls import identity
from finder.words import is_generic_anchor

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.items import Find, OwnPage
    from finder.matching import Query
    from finder.spider import FinderSpider

_HOME_PAGE_SCORE = 0.5
_MOST_FURTHER = 3


class MatchPipeline:
    """Adds the own page that fits best and is not linked yet; without one our home page, but for dead links.

    A page of ours that is dead is never offered, whatever our list of pages says.

    Where a page may be offered in so many leads only, it adds those that fit next; what each lead gets is
    decided when it is stored.
    """

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
        matching = self._spider.campaign.matching
        dead = (identity(why.dead_url),) if why.dead_url else ()
        linked = self._aliases.pages_at((*why.linked_own, *dead))
        item.suggestion = index.suggest(query, min_score=matching.min_score, exclude=linked)
        if item.suggestion is None and why.linked_own:
            item.why_none = self._linked_already(index, query, self._aliases.pages_at(dead))
        if matching.max_leads_per_page:
            item.further = tuple(self._further(index, query, item.suggestion, linked))
        if why.kind == "lost_link":
            self._add_page_led_to(item, linked)
        if (why.brand or why.image_url or why.rivals) and self._home and self._home.url not in linked:
            self._add_home_page(item, self._home)
        return item

    def _linked_already(self, index: OwnPageIndex, query: Query, itself: Collection[str]) -> str:
        """The page that would be offered if the source page did not link to it, in words; else nothing."""
        least = self._spider.campaign.matching.min_score
        fitting = index.suggest(query, min_score=least, exclude=itself)
        return f"{fitting.url} fits, and the page links to it already" if fitting else ""

    def _further(
        self, index: OwnPageIndex, query: Query, best: Suggestion | None, linked: Collection[str]
    ) -> Iterator[Suggestion]:
        """What would be offered if there were no better page, next best first."""
        taken: set[str] = set()
        while best and len(taken) < _MOST_FURTHER:
            taken.add(best.url)
            least = self._spider.campaign.matching.min_score
            best = index.suggest(query, min_score=least, exclude=linked, without=taken)
            if best:
                yield best

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
        self._number = number = database.read(runs.campaign_id, name) or 0
        home = identity(self._spider.campaign.own.sites[0])
        self._home = database.read(own_addresses.page_at, number, home) if number else None
        self._aliases = database.read(own_addresses.aliases, number) if number else Aliases(())
        return OwnPageIndex(database.read(own_pages.offerable, number) if number else [], self._weights())

    def _weights(self) -> Weights:
        campaign = self._spider.campaign
        return Weights.read(campaign.path(name)) if (name := campaign.matching.weights) else Weights.shipped()

    def _add_page_led_to(self, item: Find, linked: Collection[str]) -> None:
        """Where a lost link led, if that can be read: whoever linked to it once wanted that page."""
        found = self._spider.database.read(own_addresses.page_at, self._number, item.opportunity.linked_url)
        if found and found.url not in linked:
            title, parts = found.title or found.url, {"the lost link led there": 1.0}
            item.suggestion = Suggestion(found.url, title, 1.0, parts, "the lost link led to it")

    def _add_home_page(self, item: Find, home: OwnPage) -> None:
        """Our home page, if no page fits or those that do are offered too often already."""
        found = item.opportunity
        about = "our image is shown" if found.image_url else "rivals of ours are linked"
        about = f"{found.brand} is named" if found.brand else about
        why = f"{about}{'' if item.suggestion else ' and no single page fits'}: our home page"
        title, parts = home.title or found.brand or home.url, {"home page": _HOME_PAGE_SCORE}
        offer = Suggestion(home.url, title, _HOME_PAGE_SCORE, parts, why)
        if item.suggestion is None:
            item.suggestion = offer
        elif self._spider.campaign.matching.max_leads_per_page:
            item.further = (*(other for other in item.further if other.url != home.url), offer)
