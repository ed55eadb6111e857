"""An extension for finder's own process: how late its event loop is, and what its threads cost.

:mod:`bench.probed` adds it to a crawl. It writes what it saw as JSON, a line for each spider.
"""

from __future__ import annotations

import asyncio
import json
import os
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy import signals

from bench.probed import FILE

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_TICK: Final = 0.01
_TICKS_PER_LOOK_AT_THREADS: Final = 50
_STORAGE: Final = "storage"


class Probe:
    """Wakes a hundred times a second; notes by how much it was late and what CPU the loop took meanwhile."""

    def __init__(self) -> None:
        self._late: list[tuple[float, float, float]] = []
        self._last_page = 0.0
        self._storage = 0.0

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Probe:
        """As Scrapy makes its extensions."""
        probe = cls()
        crawler.signals.connect(probe._opened, signals.spider_opened)
        crawler.signals.connect(probe._page, signals.response_received)
        crawler.signals.connect(probe._stopped, signals.engine_stopped)
        return probe

    def _opened(self) -> None:
        self._ticking = asyncio.create_task(self._tick())

    def _page(self) -> None:
        self._last_page = time.monotonic()

    async def _tick(self) -> None:
        loop = asyncio.get_running_loop()
        number = 0
        while True:
            due, spent = loop.time() + _TICK, time.thread_time()
            await asyncio.sleep(_TICK)
            now = loop.time()
            self._late.append((now, now - due, time.thread_time() - spent))
            number += 1
            if number % _TICKS_PER_LOOK_AT_THREADS == 0:
                self._look_at_threads()

    def _look_at_threads(self) -> None:
        self._storage = max(self._storage, _cpu_of_threads(_STORAGE))

    def _stopped(self) -> None:
        self._look_at_threads()
        self._ticking.cancel()
        said = {
            "reading": [seen for at, *seen in self._late if at <= self._last_page],
            "only_looking": [seen for at, *seen in self._late if at > self._last_page],
            "storage_cpu": self._storage,
            "cpu": time.process_time(),
        }
        with Path(os.environ[FILE]).open("a", encoding="utf-8") as file:
            file.write(json.dumps(said) + "\n")


def _cpu_of_threads(name: str) -> float:
    """Seconds of CPU that the threads with ``name`` in theirs have taken; Linux only, elsewhere 0."""
    ticks = 0
    for thread in threading.enumerate():
        file = Path(f"/proc/self/task/{thread.native_id}/stat")
        if name in thread.name and file.exists():
            fields = file.read_text(encoding="utf-8").rpartition(") ")[2].split()
            ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")
