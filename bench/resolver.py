"""Links a second when each has a host of its own and the name server takes 80 ms: finder beside others.

finder once with one process, and once as it comes: with one for each core.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import within
from bench.contenders import contenders
from bench.crawl import crawl
from bench.rows import Row
from bench.web import Shape, Web, target_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.contenders import Contender
    from bench.process import Cost

_SECONDS: Final = 0.08
_MIDDLE: Final = (0.1, 0.9)


def run(*, quick: bool) -> Iterator[Row]:
    """New names only."""
    yield from within.rows("bench.resolver:measure", links=500 if quick else 10_000)


def measure(*, enclosed: bool, links: int) -> Iterator[Row]:
    """A row for each program."""
    shape = Shape(links // 50, 50, links, page_bytes=12_000)
    with Web(shape, enclosed=enclosed, resolver_seconds=_SECONDS) as web:
        for name, contender in _contenders(enclosed=enclosed):
            within.say(f"{name}: {links:,} new names")
            web.asked()
            with tempfile.TemporaryDirectory(prefix="bench-") as folder:
                cost = contender(web, shape.source_urls(), Path(folder))
            figures = {
                "links_per_s_in_the_middle": _rate(web),
                "links_per_s": links / cost.wall,
                "cpu_ms_per_link": 1_000 * cost.cpu / links,
            }
            yield Row(f"{name}, {links:,} links and hosts, names take {_SECONDS * 1_000:.0f} ms", figures)


def _contenders(*, enclosed: bool) -> Iterator[tuple[str, Contender]]:
    known = contenders()
    yield "finder", known["finder"]
    yield "finder, all cores", _with_all_cores
    # Without a network of its own the others find nothing of this web.
    for name in ("raw", "lychee") if enclosed else ():
        if name in known:
            yield name, known[name]


def _with_all_cores(web: Web, pages: Sequence[str], folder: Path) -> Cost:  # noqa: ARG001 (as the others)
    return crawl(web, options=("--workers", f"{os.cpu_count()}"))


def _rate(web: Web) -> float:
    """Links a second between the first tenth and the last, without start and end of the program."""
    paths = {f"/{target_path(number)}".encode() for number in range(web.shape.targets)}
    first: dict[bytes, float] = {}
    for each in web.asked():
        if each.path in paths:
            first.setdefault(each.path, each.came)
    times = sorted(first.values())
    start, end = (int(share * len(times)) for share in _MIDDLE)
    return (end - start) / (times[end] - times[start])
