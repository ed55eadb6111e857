"""What a link costs finder as links, hosts and waiting links become more, and what memory each takes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bench import within
from bench.crawl import crawl
from bench.rows import Row
from bench.web import Shape, Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.process import Cost

# Links and hosts. Each is compared with the first of its list.
_LINKS: Final = ((1_000, 500), (10_000, 500))
_HOSTS: Final = ((5_000, 10), (5_000, 100), (5_000, 5_000))
_FULL_LINKS: Final = ((1_000, 500), (10_000, 500), (100_000, 500))
_FULL_HOSTS: Final = ((50_000, 100), (50_000, 5_000), (50_000, 50_000))
# Twenty links at each host.
_FULL_MILLION: Final = ((10_000, 500), (1_000_000, 50_000))
_FULL_PENDING: Final = ((10_000, 100), (500_000, 50_000))
_LINKS_PER_PAGE: Final = 50


def run(*, quick: bool, full: bool = False) -> Iterator[Row]:
    """Crawls one after another, all links of each waiting before the first half is looked at."""
    cases: tuple[tuple[tuple[int, int], ...], ...] = (_LINKS, _HOSTS)
    if quick:
        cases = (((250, 50), (500, 50)), ((500, 10), (500, 500)))
    if full:
        cases = (_FULL_LINKS, _FULL_HOSTS, _FULL_PENDING, _FULL_MILLION)
    for case in cases:
        yield from within.rows("bench.growth:measure", cases=case)


def measure(*, enclosed: bool, cases: list[tuple[int, int]]) -> Iterator[Row]:
    """A row for each size, compared with the first."""
    first: tuple[int, Cost] | None = None
    for links, hosts in cases:
        within.say(f"{links:,} links, {hosts:,} hosts")
        with Web(shape_of(links, hosts), enclosed=enclosed) as web:
            # Pages are read as long as there are any, so that as many links wait as can.
            cost = crawl(web, {"FINDER_BACKLOG": str(2 * links)})
        figures = {
            "cpu_ms_per_link": 1_000 * cost.cpu / links,
            "links_per_s": links / cost.wall,
            "peak_mb": cost.peak_mb,
        }
        if first and links > first[0]:
            figures["further_cpu_ms_per_link"] = 1_000 * (cost.cpu - first[1].cpu) / (links - first[0])
        figures |= compared(links, cost, first)
        first = first or (links, cost)
        yield Row(f"{links:,} links, {hosts:,} hosts", figures)


def shape_of(links: int, hosts: int) -> Shape:
    """A web of so many links, on pages that take little time to read."""
    return Shape(links // _LINKS_PER_PAGE, _LINKS_PER_PAGE, hosts, page_bytes=12_000)


def compared(links: int, cost: Cost, first: tuple[int, Cost] | None) -> dict[str, float]:
    """What a link cost beside those of the ``first`` row (links, cost), and the memory of each further."""
    if first is None:
        return {}
    before, least = first
    figures = {"times_first": (cost.cpu / links) / (least.cpu / before)}
    if links > before:
        figures["further_bytes_per_link"] = 2**20 * (cost.peak_mb - least.peak_mb) / (links - before)
    return figures
