"""What a crawl is doing, while it does it: a live line in a terminal, plain lines elsewhere."""

from __future__ import annotations

import asyncio
import logging
import sys
import time
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

from finder.network import Network

if TYPE_CHECKING:
    from typing import Self

    from rich.live import Live
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)


class ProgressExtension:
    """Tells pages, links, verdicts, leads, hosts and the time left.

    ``FINDER_PROGRESS``: ``live`` (one line that changes, on standard error), ``plain`` (a line every
    ``FINDER_PROGRESS_INTERVAL`` seconds, on standard error), ``log`` (the same to the log) or ``off``.
    """

    def __init__(self, crawler: Crawler, mode: str, interval: float) -> None:
        self._crawler = crawler
        self._mode = mode
        self._interval = 0.5 if mode == "live" else interval
        self._live: Live | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        mode = crawler.settings.get("FINDER_PROGRESS") or "off"
        if mode == "off":
            raise NotConfigured
        extension = cls(crawler, mode, crawler.settings.getfloat("FINDER_PROGRESS_INTERVAL"))
        crawler.signals.connect(extension._opened, signals.spider_opened)
        crawler.signals.connect(extension._closed, signals.spider_closed)
        return extension

    def _opened(self) -> None:
        self._started = time.monotonic()
        if self._mode == "live":
            # Only here: most crawls have no terminal.
            from rich.console import Console
            from rich.live import Live

            self._live = Live(console=Console(stderr=True), auto_refresh=False, transient=True)
            self._live.start()
        self._task = asyncio.create_task(self._tell_often())

    def _closed(self) -> None:
        self._task.cancel()
        if self._live:
            self._live.stop()

    async def _tell_often(self) -> None:
        while True:
            await asyncio.sleep(self._interval)
            self._tell(self.line())

    def _tell(self, line: str) -> None:
        if self._live:
            from rich.text import Text

            self._live.update(Text(line), refresh=True)
        elif self._mode == "plain":
            print(line, file=sys.stderr, flush=True)  # noqa: T201
        else:
            log.info("%s", line)

    def line(self) -> str:
        """The state of the crawl in one line."""
        spider, elapsed = self._crawler.spider, time.monotonic() - self._started
        ledger = getattr(spider, "ledger", None)
        if hasattr(spider, "prospects_searched"):
            searched, found = (getattr(spider, name) for name in ("prospects_searched", "addresses_found"))
            return f"{_clock(elapsed)}  contacts: {searched} sites searched · {found} leads with an address"
        if ledger is None:
            read, waiting = (getattr(spider, name, 0) for name in ("pages_read", "pages_waiting"))
            return f"{_clock(elapsed)}  our own pages: {read} read, {waiting} waiting"
        counts = ledger.total
        if hasattr(ledger, "pages_left"):
            return (
                f"{_clock(elapsed)}  {ledger.looked_again} on {counts.pages_read} pages and "
                f"{counts.looks} targets looked at again · {ledger.pages_left} pages left"
            )
        if hasattr(ledger, "places_read"):
            records = f" ({ledger.records} archived records)" if ledger.records else ""
            return (
                f"{_clock(elapsed)}  {ledger.places_read} places{records} and {counts.pages_read} of their "
                f"pages read · {counts.leads} leads"
            )
        outcomes = counts.outcomes
        left = ledger.waiting / (counts.looks / elapsed) if counts.looks else 0.0
        hosts = getattr(getattr(spider, "checker", None), "hosts", 0)
        turns = Network.of(self._crawler).turns
        return (
            f"{_clock(elapsed)}  {counts.pages_read} pages, {counts.links} links · "
            f"{counts.looks} targets looked at ({outcomes['dead']} dead, {outcomes['alive']} alive, "
            f"{outcomes['uncertain']} uncertain), "
            f"{ledger.waiting} waiting at {hosts} hosts, {turns.in_flight} in flight · {counts.leads} leads"
            + (f" · {ledger.processes} processes" if ledger.processes > 1 else "")
            + (f" · about {_clock(left)} left" if ledger.waiting and left else "")
        )


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
