"""Looking at links, end to end: finder beside lychee, linkinator, LinkChecker, plain Scrapy and bare GETs.

Each program runs as a whole process from source pages to its last link, in turn, on the same web. Figures are
medians over the rounds; ``finder_times_*`` say how many times as much finder took in the same round.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from bench import within
from bench.contenders import Contender, contenders
from bench.rows import Row
from bench.web import Shape, Web, target_path

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bench.process import Cost

# Slow ones have one turn, and look at fewer links when there are many.
_SLOW: Final = {"linkinator": 10_000, "naive": 5_000, "linkchecker": 2_000}
# Its start takes long, so what a link costs is told from two sizes.
_BY_DIFFERENCE: Final = "linkchecker"
_LINKS_PER_PAGE: Final = 50
_ALMOST_ALL: Final = 0.999
_HTTP: Final = {"links": 10_000, "hosts": 1_000, "tls": False, "rounds": 3, "tools": []}
_TLS: Final = {
    "links": 3_000,
    "tls": True,
    "rounds": 3,
    "tools": ["finder", "lychee", "lychee-head", "raw"],
}
_QUICK: Final = {"links": 500, "hosts": 100, "rounds": 1}
_FULL: Final = {"links": 100_000, "hosts": 10_000}


@dataclass(frozen=True, slots=True)
class _Run:
    """What one program took for so many links."""

    cost: Cost
    links: int
    cpu_ms: float
    """For a link."""


def run(*, quick: bool, full: bool = False) -> Iterator[Row]:
    """Plain links to hosts with ten links each, and links with TLS to a host each."""
    sizes = _QUICK if quick else _FULL if full else {}
    for case in (_HTTP, _TLS):
        given = {**case, **sizes}
        if case is _TLS:
            given["hosts"] = given["links"]
        yield from within.rows("bench.links:measure", **given)


def measure(
    *, enclosed: bool, links: int, hosts: int, tls: bool, rounds: int, tools: list[str]
) -> Iterator[Row]:
    """A row for each program; finder alone where this is no network of its own."""
    known = contenders() if enclosed else {"finder": contenders()["finder"]}
    chosen = {name: known[name] for name in known if not tools or name in tools}
    shape = Shape(links // _LINKS_PER_PAGE, _LINKS_PER_PAGE, hosts, tls)
    runs: list[dict[str, _Run]] = []
    started = time.perf_counter()
    with Web(shape, enclosed=enclosed) as web:
        for number in range(rounds):
            within.say(f"round {number + 1} of {rounds}, {shape.targets:,} links{', TLS' if tls else ''}")
            runs.append(_round(web, chosen, first=number == 0))
    wall = time.perf_counter() - started
    within.say(f"the web itself was busy for {web.cpu:.1f} of {wall:.1f} s")
    what = f"{shape.targets:,} links, {hosts:,} hosts{', https' if tls else ''}"
    for name in chosen:
        yield Row(f"{name}, {what}", _figures(name, runs))


def _round(web: Web, chosen: dict[str, Contender], *, first: bool) -> dict[str, _Run]:
    taken = {}
    for name, contender in chosen.items():
        if name in _SLOW and not first:
            continue
        links = min(web.shape.targets, _SLOW.get(name, web.shape.targets))
        taken[name] = _taken(web, contender, links)
        if name == _BY_DIFFERENCE:
            taken[name] = _difference(taken[name], _taken(web, contender, links // 2))
        within.say(f"{name}: {taken[name].cpu_ms:.3f} ms a link")
    return taken


def _taken(web: Web, contender: Contender, links: int) -> _Run:
    """Run one; raises RuntimeError when it did not ask for all links."""
    pages = web.shape.source_urls()[: links // _LINKS_PER_PAGE]
    web.asked()
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        cost = contender(web, pages, Path(folder))
    wanted = {f"/{target_path(number)}".encode() for number in range(links)}
    found = len(wanted & {asked.path for asked in web.asked()})
    if found < _ALMOST_ALL * links:
        told = f"{cost.output[-1000:]}\n{cost.errors[-2000:]}"
        raise RuntimeError(f"{found} of {links} links were asked for:\n{told}")
    return _Run(cost, links, 1_000 * cost.cpu / links)


def _difference(more: _Run, less: _Run) -> _Run:
    further = more.links - less.links
    return _Run(more.cost, more.links, 1_000 * (more.cost.cpu - less.cost.cpu) / further)


def _figures(name: str, runs: Sequence[dict[str, _Run]]) -> dict[str, float]:
    own = [taken[name] for taken in runs if name in taken]
    figures = {
        "links": own[0].links,
        "cpu_ms_per_link": median(run.cpu_ms for run in own),
        "least_cpu_ms_per_link": min(run.cpu_ms for run in own),
        "links_per_s": median(run.links / run.cost.wall for run in own),
        "pages_per_s": median(run.links / _LINKS_PER_PAGE / run.cost.wall for run in own),
        "peak_mb": median(run.cost.peak_mb for run in own),
    }
    both = [(taken["finder"], taken[name]) for taken in runs if name in taken and "finder" in taken]
    if name != "finder" and both:
        ratios = [finder.cpu_ms / other.cpu_ms for finder, other in both]
        figures["finder_times_cpu"] = median(ratios)
        figures["finder_times_cpu_least"] = min(ratios)
        figures["finder_times_peak"] = median(
            finder.cost.peak_mb / other.cost.peak_mb for finder, other in both
        )
    return figures


def main() -> None:
    """One case of one's own: ``python -m bench.links --links 20000 --tools finder,lychee``."""
    parser = argparse.ArgumentParser(prog="python -m bench.links", description=main.__doc__)
    parser.add_argument("--links", type=int, default=_HTTP["links"])
    parser.add_argument("--hosts", type=int, default=_HTTP["hosts"])
    parser.add_argument("--tls", action="store_true")
    parser.add_argument("--rounds", type=int, default=_HTTP["rounds"])
    parser.add_argument("--tools", default="", help=f"of {','.join(contenders())}; none: all")
    args = vars(parser.parse_args())
    args["tools"] = [name for name in args["tools"].split(",") if name]
    for row in within.rows("bench.links:measure", **args):
        print(json.dumps({row.case: row.figures}))


if __name__ == "__main__":
    main()
