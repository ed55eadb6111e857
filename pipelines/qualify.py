"""Finds that are good enough become leads with a score."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from finder.qualify import Unqualified, qualify

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.items import Find


class QualifyPipeline:
    """Adds the lead, or drops the find with the reason why it is none."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        spider = self._crawler.spider
        self._weights: dict[str, float] = spider.campaign.scoring.model_dump()  # type: ignore[union-attr]

    def process_item(self, item: Find) -> Find:
        try:
            item.lead = qualify(item, self._weights)
        except Unqualified as reason:
            raise DropItem(str(reason)) from reason
        return item
