"""How soon links are settled politely, hosts being of very different size: finder beside plain Scrapy.

Both pause 0.2 s between two requests to a host. The biggest host says when the last link is settled; how many
are settled sooner is a matter of whose turn it is. Times are those of the server, from its first request.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import within
from bench.contenders import naive
from bench.crawl import crawl
from bench.politeness import politeness, reached
from bench.rows import Row
from bench.web import Shape, Web, target_path

if TYPE_CHECKING:
    from collections.abc import Iterator

_DELAY: Final = 0.2
_SHARES: Final = (0.2, 0.4, 0.6, 0.8, 1.0)
_PLAIN: Final = (
    "SCHEDULER_PRIORITY_QUEUE=scrapy.pqueues.ScrapyPriorityQueue",
    f"DOWNLOAD_DELAY={_DELAY}",
    "RANDOMIZE_DOWNLOAD_DELAY=0",
    "CONCURRENT_REQUESTS_PER_DOMAIN=1",
    "CONCURRENT_REQUESTS=100",
    "ROBOTSTXT_OBEY=1",
)


def run(*, quick: bool, full: bool = False) -> Iterator[Row]:
    """Links whose hosts have shares as in Zipf's law."""
    pages, hosts = (6, 60) if quick else (60, 500) if full else (12, 200)
    yield from within.rows("bench.polite:measure", pages=pages, hosts=hosts)


def measure(*, enclosed: bool, pages: int, hosts: int) -> Iterator[Row]:
    """A row for finder, and one for Scrapy where it can be run."""
    shape = Shape(pages, 50, hosts, zipf=1.0)
    what = f"{shape.targets:,} links, {hosts:,} hosts by Zipf, {_DELAY} s"
    with Web(shape, enclosed=enclosed) as web:
        within.say(f"finder: {what}")
        crawl(web, {"FINDER_HOST_DELAY": str(_DELAY)})
        ours = _figures(web)
        yield Row(f"finder, {what}", ours)
        if not enclosed:
            return
        within.say(f"Scrapy: {what}")
        with tempfile.TemporaryDirectory(prefix="bench-") as folder:
            naive(web, shape.source_urls(), Path(folder), *_PLAIN)
        theirs = _figures(web)
        name = f"until_{_SHARES[-2]:.0%}_s"
        yield Row(f"Scrapy, {what}", {**theirs, f"finder_times_{name}": ours[name] / theirs[name]})


def _figures(web: Web) -> dict[str, float]:
    asked = web.asked()
    paths = {f"/{target_path(number)}".encode() for number in range(web.shape.targets)}
    times = reached(asked, paths, _SHARES)
    untils = {f"until_{share:.0%}_s": seconds for share, seconds in zip(_SHARES, times, strict=True)}
    return {**untils, **politeness(asked, _DELAY)}
