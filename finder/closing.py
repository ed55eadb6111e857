"""Lets Scrapy 2.19 end a crawl that is stopped while items from ``start()`` are in the pipelines.

Its scraper looks whether it may close when a *response* is done, never when such an item is: stopped in
between, the crawl would wait for ever.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Final

from scrapy import signals

if TYPE_CHECKING:
    from typing import Self

    from scrapy.crawler import Crawler

_AFTER_ITEM: Final = 0.05  # seconds; the scraper counts an item as done just after its signals


class ClosingExtension:
    """Tells the scraper that it may close, when the last item is done while the crawl is being closed."""

    def __init__(self, crawler: Crawler) -> None:
        self._crawler = crawler
        self._timer: asyncio.TimerHandle | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler)
        for signal in (signals.item_scraped, signals.item_dropped, signals.item_error):
            crawler.signals.connect(extension._item_done, signal)
        return extension

    def _item_done(self) -> None:
        if self._timer is None:
            self._timer = asyncio.get_running_loop().call_later(_AFTER_ITEM, self._look_again)

    def _look_again(self) -> None:
        self._timer = None
        engine, spider = self._crawler.engine, self._crawler.spider
        slot = engine.scraper.slot if engine else None
        if spider and slot and slot.closing and not slot.closing.called and slot.is_idle():
            slot.closing.callback(spider)
