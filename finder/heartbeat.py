"""Says in the database that this process works at its run, how far it is, and how it ended.

Scrapyd calls a job finished whether it did its work or was killed; what is written here knows the difference.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any

from scrapy import signals

from finder.items import Outcome
from finder.spider import FinderSpider
from finder.storage import Database, StorageError, shares

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self

    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)


class _FirstError(logging.Handler):
    """Keeps the first error that is logged: the others mostly follow from it."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said = ""

    def emit(self, record: logging.LogRecord) -> None:
        self.said = self.said or record.getMessage()


class HeartbeatExtension:
    """Writes a sign of life every ``FINDER_HEARTBEAT`` seconds, and at the end how it ended."""

    def __init__(self, crawler: Crawler, interval: float) -> None:
        self._crawler = crawler
        self._interval = interval
        self._reason = ""
        self._first_error = _FirstError()

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        extension = cls(crawler, crawler.settings.getfloat("FINDER_HEARTBEAT"))
        crawler.signals.connect(extension._opened, signals.spider_opened)
        crawler.signals.connect(extension._closed, signals.spider_closed)
        # When the spider has written its last, and all is counted.
        crawler.signals.connect(extension._stopped, signals.engine_stopped)
        return extension

    def _opened(self, spider: Any) -> None:
        if isinstance(spider, FinderSpider):
            self._database = Database(spider.campaign.database_url)
            logging.getLogger().addHandler(self._first_error)
            self._beating = asyncio.create_task(self._beat())

    def _closed(self, reason: str) -> None:
        self._reason = reason

    async def _stopped(self) -> None:
        if not hasattr(self, "_beating"):
            return
        self._beating.cancel()
        await asyncio.gather(self._beating, return_exceptions=True)
        logging.getLogger().removeHandler(self._first_error)
        await self._write(shares.end, self._reason, self._counters(), self._first_error.said)
        self._database.close()

    async def _beat(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            await self._write(shares.beat, self._counters())

    async def _write(self, work: Callable[..., None], *args: Any) -> None:
        try:
            await asyncio.to_thread(self._database.write, work, *args)
        except StorageError as error:
            # The spider hears of a database that failed, and ends.
            log.debug("No sign of life could be written: %s", error)

    def _counters(self) -> dict[str, int]:
        """How far this process is: what its ledger or its spider counts, and errors."""
        spider, stats = self._crawler.spider, self._crawler.stats
        counts = getattr(getattr(spider, "ledger", None), "counts", None)
        if counts is not None:
            named = {
                "pages": counts.pages_read,
                "unreadable": counts.pages_failed,
                "links": counts.links,
                "targets": counts.looks,
                "dead": counts.outcomes[Outcome.DEAD],
                "uncertain": counts.outcomes[Outcome.UNCERTAIN],
                "leads": counts.leads,
            }
        else:
            of = {"pages": "pages_read", "sites": "prospects_searched", "contacts": "addresses_found"}
            named = {name: getattr(spider, attribute, 0) for name, attribute in of.items()}
        errors = stats.get_value("log_count/ERROR", 0) if stats else 0
        return {name: number for name, number in (named | {"errors": errors}).items() if number}
