"""Finds that are good enough become leads with a score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from finder.items import Confidence
from finder.qualify import Unqualified, qualify
from finder.storage import site_links

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.campaign import Campaign
    from finder.items import Find, Lead
    from finder.storage import Database


class QualifyPipeline:
    """Adds the lead, or drops the find with the reason why it is none."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        return cls(crawler)

    def open_spider(self) -> None:
        spider = self._crawler.spider
        campaign: Campaign = spider.campaign  # type: ignore[union-attr]
        self._database: Database = spider.database  # type: ignore[union-attr]
        self._weights: dict[str, float] = campaign.scoring.model_dump()
        self._least_sure = Confidence(campaign.verdicts.min_confidence)
        self._bounded = bool(campaign.matching.max_leads_per_page)

    def process_item(self, item: Find) -> Find:
        if item.opportunity.mention_worth:
            item.linked_from = self._database.read(site_links.linked_from, item.id, item.prospect)
        try:
            item.lead = self._lead(item)
        except Unqualified as reason:
            raise DropItem(str(reason)) from reason
        if self._bounded and item.suggestion:
            others = (*item.further, None)
            item.other_leads = tuple(self._lead(replace(item, suggestion=other)) for other in others)
        return item

    def _lead(self, item: Find) -> Lead:
        return qualify(item, self._weights, self._least_sure)
