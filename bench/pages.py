"""Reading a source page: HTML in, links with their contexts, text and mentions out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from bench.made_pages import BRAND, resource_page
from bench.rows import Row
from finder.brands import Brand, Names
from finder.pages import read_page

if TYPE_CHECKING:
    from collections.abc import Iterator

# The smallest of several rounds: whatever else the machine does can only add.
_ROUNDS = 5


def run(*, quick: bool) -> Iterator[Row]:
    """Milliseconds for a page: of usual size, of 100 KB, and of 100 KB full of links."""
    names = Names([Brand(BRAND)])
    for size, outbound, internal in ((54_000, 50, 90), (100_000, 50, 90), (100_000, 400, 100)):
        pages = [
            resource_page(number, _targets(outbound), internal=internal, size=size).decode()
            for number in range(5 if quick else 25)
        ]
        read_page(pages[0], "http://lists.example/", names)
        milliseconds = min(_spent(pages, names) for _ in range(_ROUNDS)) / len(pages)
        figures = {
            "ms_per_page": milliseconds,
            "pages_per_s": 1_000 / milliseconds,
            "page_kb": sum(map(len, pages)) / len(pages) / 1_000,
        }
        yield Row(f"{size // 1_000} KB, {outbound + internal} links", figures)


def _targets(count: int) -> list[str]:
    return [f"https://t{number}.example/article/{number}" for number in range(count)]


def _spent(pages: list[str], names: Names) -> float:
    started = time.process_time()
    for number, page in enumerate(pages):
        read_page(page, f"http://lists.example/list/{number}", names)
    return 1_000 * (time.process_time() - started)
