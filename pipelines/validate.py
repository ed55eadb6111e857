"""A find must be about a page of somebody else, with an address a person can open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from finder.urls import prospect, resolve

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.campaign import Campaign
    from finder.items import Find


class ValidatePipeline:
    """Drops finds on our own pages or without a usable address; names the prospect of the others."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        spider = self._crawler.spider
        self._campaign: Campaign = spider.campaign  # type: ignore[union-attr]

    def process_item(self, item: Find) -> Find:
        why = item.opportunity
        if resolve(why.page_url) is None or not why.key or not why.evidence:
            raise DropItem("unusable")
        # That a page of ours is dead is a reason of its own kinds.
        own_target = why.kind == "broken_link" and self._campaign.is_own(why.dead_url)
        if self._campaign.is_own(why.page_url) or own_target:
            raise DropItem("own_site")
        item.prospect = prospect(why.page_url)
        return item
