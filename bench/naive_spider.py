"""A Scrapy spider for broken links as it is written in an afternoon: a request per link, a commit per row."""

from __future__ import annotations

import sqlite3
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import scrapy
from scrapy.crawler import CrawlerProcess

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator, Sequence


class BrokenLinks(scrapy.Spider):
    """Reads pages and asks for every link that leads elsewhere."""

    name = "broken_links"
    pages: Sequence[str] = ()

    async def start(self) -> AsyncIterator[scrapy.Request]:
        """The source pages."""
        for url in self.pages:
            yield scrapy.Request(url)

    def parse(self, response: Any) -> Iterator[scrapy.Request]:
        """A source page: a request for each outbound link."""
        host = urlsplit(response.url).hostname
        for link in response.xpath("//a[@href]"):
            url = response.urljoin(link.attrib["href"])
            if urlsplit(url).hostname != host:
                found = {
                    "page": response.url,
                    "anchor": " ".join(link.xpath(".//text()").getall()),
                    "context": " ".join(link.xpath("ancestor::*[self::p or self::li][1]//text()").getall()),
                }
                yield scrapy.Request(url, self.parse_link, errback=self.failed, cb_kwargs={"found": found})

    def parse_link(self, response: Any, found: dict[str, str]) -> Iterator[dict[str, Any]]:
        """What a link leads to."""
        yield {**found, "url": response.url, "status": response.status}

    def failed(self, failure: Any) -> Iterator[dict[str, Any]]:
        """A link that leads nowhere."""
        yield {**failure.request.cb_kwargs["found"], "url": failure.request.url, "status": 0}


class SqlitePipeline:
    """A row for each item."""

    def open_spider(self) -> None:
        """Make the table."""
        self._database = sqlite3.connect("links.db")
        self._database.execute("create table links (page, url, anchor, context, status)")

    def process_item(self, item: dict[str, Any]) -> dict[str, Any]:
        """Write a row."""
        self._database.execute("insert into links values (:page, :url, :anchor, :context, :status)", item)
        self._database.commit()
        return item

    def close_spider(self) -> None:
        """Done."""
        self._database.close()


SETTINGS = {
    "LOG_LEVEL": "INFO",
    "TELNETCONSOLE_ENABLED": False,
    "CONCURRENT_REQUESTS": 200,
    "HTTPERROR_ALLOW_ALL": True,
    "RETRY_ENABLED": False,
    "ITEM_PIPELINES": {SqlitePipeline: 300},
}


def main() -> None:
    """Crawl the pages in a file: ``naive_spider.py FILE [NAME=VALUE ...]``."""
    file, *more = sys.argv[1:]
    process = CrawlerProcess({**SETTINGS, **dict(each.split("=", 1) for each in more)})
    pages = Path(file).read_text(encoding="utf-8").split()
    process.crawl(BrokenLinks, pages=pages)
    process.start()


if __name__ == "__main__":
    main()
