"""How late finder's event loop is while pages are read and after that; the storage thread's share of CPU.

On a machine that does other things, too, the loop is late because its process waits for a core: then the CPU
that it took between two ticks of 10 ms (``cpu_ms``) says how long it was away.
"""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import probed, within
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
        cost = crawl(web, *probed.given(file))
        seen = probed.seen(file)
    figures: dict[str, float] = {}
    for number, what in enumerate(("ms", "cpu_ms")):
        reading, only_looking = (
            [each[number] for each in seen[when]] for when in ("reading", "only_looking")
        )
        figures |= {
            f"p99_{what}_while_pages_are_read": 1_000 * _p99(reading),
            f"p99_{what}_without_pages": 1_000 * _p99(only_looking),
            f"times_p99_{what}": _p99(reading) / _p99(only_looking),
            f"longest_{what}_while_pages_are_read": 1_000 * max(reading),
            f"longest_{what}_without_pages": 1_000 * max(only_looking),
        }
    figures["storage_percent_of_cpu"] = 100 * seen["storage_cpu"] / seen["cpu"]
    figures["wall_s"] = cost.wall
    yield Row(f"{shape.targets:,} links of {pages} pages, {hosts:,} hosts", figures)


def _p99(values: Sequence[float]) -> float:
    return sorted(values)[len(values) * 99 // 100]
