"""`finder crawl` from the first source page to the last lead, without politeness: what its work costs."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import probed
from bench.made_pages import BRAND
from bench.process import Cost, measured
from bench.rows import Row
from bench.web import Shape, Web

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SHAPES = (Shape(200, 50, 500), Shape(800, 50, 2000))
QUICK_SHAPES = (Shape(40, 50, 100),)
_NO_BOUND = 100_000_000
_UNHURRIED = {"FINDER_HOST_DELAY": "0", "FINDER_RETRY_DELAY": "0"}


def run(*, quick: bool) -> Iterator[Row]:
    """A crawl of each shape; of two shapes also what each further link cost."""
    before: tuple[Shape, Cost] | None = None
    for shape in QUICK_SHAPES if quick else SHAPES:
        with Web(shape) as web, tempfile.TemporaryDirectory(prefix="bench-") as folder:
            file = Path(folder, "probe.jsonl")
            cost = crawl(web, *probed.given(file))
            seen = probed.seen(file)
        figures = {
            "wall_s": cost.wall,
            "cpu_s": cost.cpu,
            "pages_per_s": shape.pages / cost.wall,
            "targets_per_s": shape.targets / cost.wall,
            "cpu_ms_per_link": 1_000 * cost.cpu / shape.targets,
            "storage_percent_of_cpu": 100 * seen["storage_cpu"] / seen["cpu"],
            "peak_mb": cost.peak_mb,
            "web_busy_percent": 100 * web.cpu / cost.wall,
        }
        if before:
            more = shape.targets - before[0].targets
            figures["further_cpu_ms_per_link"] = 1_000 * (cost.cpu - before[1].cpu) / more
            figures["further_kb_per_link"] = 1_024 * (cost.peak_mb - before[1].peak_mb) / more
        before = shape, cost
        yield Row(f"{shape.pages} pages x {shape.links} links, {shape.hosts} hosts", figures)


def crawl(
    web: Web,
    settings: Mapping[str, str] | None = None,
    env: Mapping[str, str] | None = None,
    *,
    options: Sequence[str] = (),
) -> Cost:
    """Crawl a web from an empty database. Raises RuntimeError when not everything was found.

    ``settings`` beside those of the web and none of politeness, ``env`` beside our own; by one process, if
    ``options`` say nothing else.
    """
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        cost = measured(
            *crawling(web, Path(folder), settings or {}), *options, env={**os.environ, **(env or {})}
        )
    check(web, cost.output)
    return cost


def crawling(web: Web, folder: Path, settings: Mapping[str, str]) -> list[str]:
    """The command that crawls a web, its campaign and database in ``folder``."""
    campaign = write_campaign(folder, web.shape.source_urls())
    both = {**web.settings(), **_UNHURRIED, **settings}
    given = [part for name, value in both.items() for part in ("-s", f"{name}={value}")]
    alone = ("--own-content", "never", "--workers", "1")
    return [sys.executable, "-m", "finder", "crawl", str(campaign), *alone, *given]


def check(web: Web, summary: str) -> None:
    """Raise RuntimeError when a crawl did not find what the web holds, by what it said at its end."""
    expected = (
        ("Source pages", web.shape.pages),
        ("Targets", web.shape.targets),
        ("dead", web.shape.gone),
        ("Leads", web.shape.gone + web.shape.pages),
    )
    for words, number in expected:
        if not re.search(rf"^\s*{words} +{number}\b", summary, re.MULTILINE):
            raise RuntimeError(f"not a whole crawl: {words} should be {number}:\n{summary}")


def write_campaign(folder: Path, pages: list[str]) -> Path:
    """A campaign file in ``folder`` with a list of source pages beside it."""
    (folder / "pages.txt").write_text("\n".join(pages) + "\n", encoding="utf-8")
    campaign = folder / "bench.toml"
    campaign.write_text(
        f"""name = "bench"
[own]
sites = ["http://www.acme.example/"]
[[brands]]
name = "{BRAND}"
[sources]
files = ["pages.txt"]
max_pages = {_NO_BOUND}
[limits]
max_targets = {_NO_BOUND}
""",
        encoding="utf-8",
    )
    return campaign
