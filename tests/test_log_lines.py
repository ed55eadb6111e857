"""What is logged when a pipeline fails on an item."""

from __future__ import annotations

import subprocess
import sys

import pytest

_CRAWL = """
import sys
from scrapy import Spider
from scrapy.crawler import AsyncCrawlerProcess
from finder import settings
from finder.storage import StorageError

class Fails:
    def process_item(self, item):
        raise {"storage": StorageError("the disk is full"), "ours": ValueError("a fault")}[sys.argv[1]]

class One(Spider):
    name = "one"
    async def start(self):
        yield {"number": 1}

given = {"LOG_FORMATTER": settings.LOG_FORMATTER, "LOG_LEVEL": "INFO", "ITEM_PIPELINES": {Fails: 1}}
process = AsyncCrawlerProcess(given)
process.crawl(One)
process.start()
"""


@pytest.mark.parametrize(("why", "said"), [("storage", False), ("ours", True)])
def test_a_traceback_is_for_faults_of_ours_not_for_the_database(why: str, said: bool) -> None:
    done = subprocess.run(
        [sys.executable, "-c", _CRAWL, why], capture_output=True, text=True, timeout=60, check=True
    )
    assert ("Traceback" in done.stderr) is said
    assert "'item_error/" not in done.stderr
    assert "'finish_reason': 'finished'" in done.stderr
