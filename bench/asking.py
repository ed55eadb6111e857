"""Looks at targets without judging or storing them: names, turns, robots.txt, connections and TLS."""

from __future__ import annotations

import asyncio
import time
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from scrapy.settings import Settings

from bench.process import apart, peak_mb
from bench.rows import Row
from bench.web import Shape, Web
from finder.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_AT_ONCE: Final = 400
_BYTES: Final = 64 * 1024
_LINKS: Final = 50  # of a page, of which the web needs one at least
# Looks, looks at each host, over TLS, seconds that a name takes.
CASES: Final = (
    (10_000, 20, False, 0.0),
    (5_000, 1, False, 0.0),
    (10_000, 20, True, 0.0),
    (3_000, 1, True, 0.0),
    (5_000, 1, False, 0.08),
)
QUICK_LOOKS: Final = 200


@dataclass(frozen=True, slots=True)
class _Taken:
    cpu: float
    wall: float
    mb: float


def run(*, quick: bool) -> Iterator[Row]:
    """Each case in a process of its own. Each host's robots.txt is asked for as well."""
    for most, per_host, tls, seconds in CASES:
        looks = QUICK_LOOKS if quick else most
        shape = Shape(looks // _LINKS, _LINKS, looks // per_host, tls=tls, page_bytes=1_000)
        with Web(shape, resolver_seconds=seconds) as web:
            taken = apart(ask, shape, web.settings())
        figures = {
            "cpu_ms_per_look": 1_000 * taken.cpu / looks,
            "looks_per_s": looks / taken.wall,
            "grown_kb_per_host": 1_024 * taken.mb / shape.hosts,
            "web_busy_percent": 100 * web.cpu / taken.wall,
        }
        names = f", names take {1_000 * seconds:.0f} ms" if seconds else ""
        yield Row(f"{looks:,} looks by http{'s' * tls}, {per_host} per host{names}", figures)


def ask(shape: Shape, settings: dict[str, str]) -> _Taken:
    """Look at all targets of a web. Raises RuntimeError when one gave no answer."""
    return asyncio.run(_ask(shape, settings))


async def _ask(shape: Shape, given: dict[str, str]) -> _Taken:
    settings = Settings()
    settings.setmodule("finder.settings")
    settings.update(
        {**given, "FINDER_HOST_DELAY": 0, "FINDER_RETRY_DELAY": 0, "FINDER_CONCURRENCY": _AT_ONCE}
    )
    hosts: dict[str, list[str]] = defaultdict(list)
    for url in map(shape.target_url, range(shape.targets)):
        hosts[url.split("/")[2]].append(url)
    network = Network(settings)
    before = peak_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    waiting = iter(hosts.values())
    await asyncio.gather(*(_visit(network, waiting) for _ in range(_AT_ONCE)))
    taken = _Taken(time.process_time() - cpu, time.perf_counter() - wall, peak_mb() - before)
    await network.close()
    return taken


async def _visit(network: Network, hosts: Iterable[list[str]]) -> None:
    for urls in hosts:
        for url in urls:
            seen = await network.looker.look(url, max_bytes=_BYTES, pages_only=True)
            if seen.fetch.status not in (200, 404):
                raise RuntimeError(f"{url}: {seen.fetch.status} {seen.fetch.failure} {seen.fetch.detail}")
