"""Leads go to the ledger, which writes them in batches and lets go of the find in the same transaction."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.items import Find
    from finder.ledger import Ledger


class StorePipeline:
    """Hands finished leads to the spider's ledger."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def process_item(self, item: Find) -> Find:
        ledger: Ledger = self._crawler.spider.ledger  # type: ignore[union-attr]
        ledger.lead(item)
        return item
