"""Two processes on one campaign beside one: how much sooner they are done, and whether hosts notice."""

from __future__ import annotations

import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import within
from bench.crawl import check, crawling
from bench.politeness import politeness
from bench.process import finder, measured
from bench.rows import Row
from bench.web import Shape, Web

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.process import Cost

_DELAY: Final = 0.05
_OPTION: Final = "--workers"


def run(*, quick: bool) -> Iterator[Row]:
    """The same crawl with one and with two."""
    pages, hosts, rounds = (20, 200, 1) if quick else (60, 600, 2)
    yield from within.rows("bench.workers:measure", pages=pages, hosts=hosts, rounds=rounds)


def measure(*, enclosed: bool, pages: int, hosts: int, rounds: int) -> Iterator[Row]:
    """A row for one process and one for two, the best of the rounds of each."""
    shape = Shape(pages, 50, hosts)
    best: dict[int, tuple[float, dict[str, float]]] = {}
    with Web(shape, enclosed=enclosed) as web:
        for _ in range(rounds):
            for number in (1, 2):
                wall, figures = _crawled(web, number)
                within.say(f"{number} at work: {wall:.1f} s")
                best[number] = min(best.get(number, (wall, figures)), (wall, figures), key=lambda it: it[0])
    for number, (wall, figures) in best.items():
        times = {"times_one": best[1][0] / wall} if number > 1 else {}
        what = f"{number} at work, {shape.targets:,} links, {hosts:,} hosts, {_DELAY} s"
        yield Row(what, {**figures, **times})


def _crawled(web: Web, number: int) -> tuple[float, dict[str, float]]:
    web.asked()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        command = crawling(web, Path(folder), {"FINDER_HOST_DELAY": str(_DELAY)})
        costs = _together(command, number)
    for cost in costs:
        check(web, cost.output)
    wall = max(cost.wall for cost in costs)
    figures = {
        "wall_s": wall,
        "cpu_ms_per_link": 1_000 * sum(cost.cpu for cost in costs) / web.shape.targets,
        "peak_mb": max(cost.peak_mb for cost in costs),
        **politeness(web.asked(), _DELAY),
    }
    return wall, figures


def _together(command: list[str], number: int) -> list[Cost]:
    """Run a crawl with so many processes: by its option if it has one, else so many of one campaign."""
    if _OPTION in finder("crawl", "--help").output:
        return [measured(*command, _OPTION, str(number))]
    with ThreadPoolExecutor(number) as threads:
        return list(threads.map(lambda _: measured(*command), range(number)))
