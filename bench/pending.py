"""What a link costs that waits in the database when a crawl begins, and what memory it takes there."""

from __future__ import annotations

import contextlib
import sqlite3
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench import within
from bench.crawl import check, crawling
from bench.growth import compared, shape_of
from bench.process import Cost, measured
from bench.rows import Row
from bench.web import Web

if TYPE_CHECKING:
    from collections.abc import Iterator

# Links and hosts; each is compared with the first.
_CASES: Final = ((5_000, 100), (20_000, 2_000))
_QUICK: Final = ((250, 10), (500, 50))
_FULL: Final = ((10_000, 100), (500_000, 50_000))
_LOOK_SECONDS: Final = 0.5
_READ: Final = "select count(*) from source_page where state <> 'pending'"
_WAITING: Final = "select count(*) from target where state = 'pending'"


def run(*, quick: bool, full: bool = False) -> Iterator[Row]:
    """Crawls that find all their pages read and hardly a target looked at."""
    cases = _QUICK if quick else _FULL if full else _CASES
    yield from within.rows("bench.pending:measure", cases=cases)


def measure(*, enclosed: bool, cases: list[tuple[int, int]]) -> Iterator[Row]:
    """A row for each size, compared with the first."""
    first: tuple[int, Cost] | None = None
    for links, hosts in cases:
        within.say(f"{links:,} links, {hosts:,} hosts")
        web = Web(shape_of(links, hosts), enclosed=enclosed)
        with web, tempfile.TemporaryDirectory(prefix="bench-") as folder:
            waiting, cost = _crawled(web, Path(folder))
        figures = {
            "waiting": waiting,
            "cpu_ms_per_link": 1_000 * cost.cpu / waiting,
            "links_per_s": waiting / cost.wall,
            "peak_mb": cost.peak_mb,
        }
        figures |= compared(waiting, cost, first)
        first = first or (waiting, cost)
        yield Row(f"{links:,} links, {hosts:,} hosts", figures)


def _crawled(web: Web, folder: Path) -> tuple[int, Cost]:
    """How many links waited when a crawl began whose pages were all read, and what it took to its end."""
    # One host at a time is looked at meanwhile, however many links wait.
    slowly = {"FINDER_MAX_HOSTS": "1", "FINDER_HOST_DELAY": "0.2"}
    few = {**slowly, "FINDER_BACKLOG": str(2 * web.shape.targets)}
    _read_pages(crawling(web, folder, few), folder, web.shape.pages)
    waiting = _asked(folder, _WAITING)
    within.say(f"{waiting:,} of them wait")
    cost = measured(*crawling(web, folder, {}))
    check(web, cost.output)
    return waiting, cost


def _read_pages(command: list[str], folder: Path, pages: int) -> None:
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as crawl:
        while _asked(folder, _READ) < pages:
            if crawl.poll() is not None:
                raise RuntimeError(f"the crawl that reads the pages ended by itself, with {crawl.returncode}")
            time.sleep(_LOOK_SECONDS)
        crawl.terminate()


def _asked(folder: Path, question: str) -> int:
    """A number from the database; 0 as long as it is being made."""
    with contextlib.suppress(sqlite3.OperationalError):
        file = f"file:{folder}/finder.sqlite3?mode=ro"
        with contextlib.closing(sqlite3.connect(file, timeout=60, uri=True)) as database:
            return int(database.execute(question).fetchone()[0])
    return 0
