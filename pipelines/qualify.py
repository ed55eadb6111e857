"""Finds that are good enough become leads with a score."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from scrapy.exceptions import DropItem

from finder.items import Confidence
from finder.qualify import Unqualified, qualify
from finder.scoring import scoring_of
from finder.storage import scoring
from finder.storage.runs import now

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

    from finder.campaign import Campaign
    from finder.items import Find, Lead
    from finder.qualify import Background
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
        self._scoring = scoring_of(campaign)
        self._least_sure = Confidence(campaign.verdicts.min_confidence)
        self._bounded = bool(campaign.matching.max_leads_per_page)

    def process_item(self, item: Find) -> Find:
        known = self._database.read(scoring.background_of, item.id, item.prospect)
        if not (item.opportunity.mention_worth or item.opportunity.rivals):
            known = replace(known, linked_from="")
        try:
            item.lead = self._lead(item, known)
        except Unqualified as reason:
            raise DropItem(str(reason)) from reason
        if self._bounded and item.suggestion:
            others = (*item.further, None)
            item.other_leads = tuple(self._lead(replace(item, suggestion=other), known) for other in others)
        return item

    def _lead(self, item: Find, known: Background) -> Lead:
        return qualify(item, self._scoring, now()[:10], self._least_sure, known)
