"""How late finder's event loop is while pages are read and after that; the storage thread's share of CPU."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import probe, within
from bench.crawl import crawl
from bench.rows import Row
from bench.web import Shape, Web

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


def run(*, quick: bool) -> Iterator[Row]:
    """One crawl with a probe in it: at first pages are read and targets looked at, then only the latter."""
    yield from within.rows("bench.lag:measure", pages=40 if quick else 100, hosts=200 if quick else 500)


def measure(*, enclosed: bool, pages: int, hosts: int) -> Iterator[Row]:
    """The row of the crawl."""
    shape = Shape(pages, 50, hosts)
    with Web(shape, enclosed=enclosed) as web, tempfile.TemporaryDirectory(prefix="bench-") as folder:
        file = Path(folder, "probe.jsonl")
        cost = crawl(web, *probe.given(file))
        seen = probe.seen(file)
    reading, only_looking = seen["reading"], seen["only_looking"]
    figures = {
        "p99_ms_while_pages_are_read": 1_000 * _p99(reading),
        "p99_ms_without_pages": 1_000 * _p99(only_looking),
        "times": _p99(reading) / _p99(only_looking),
        "longest_ms_while_pages_are_read": 1_000 * max(reading),
        "longest_ms_without_pages": 1_000 * max(only_looking),
        "storage_percent_of_cpu": 100 * seen["storage_cpu"] / seen["cpu"],
        "wall_s": cost.wall,
    }
    yield Row(f"{shape.targets:,} links of {pages} pages, {hosts:,} hosts", figures)


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]
