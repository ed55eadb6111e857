"""Looks at targets without judging or storing them: names, turns, robots.txt, connections and TLS."""

from __future__ import annotations

import asyncio
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from scrapy.settings import Settings

from bench import certificate
from bench.process import apart, peak_mb
from bench.rows import Row
from bench.web import Shape, Web
from finder.network import Network

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_DOMAIN: Final = "web.example"
_AT_ONCE: Final = 200
_BYTES: Final = 64 * 1024


@dataclass(frozen=True, slots=True)
class Case:
    """So many ``looks`` at targets, ``per_host`` of them at each host."""

    scheme: str
    looks: int
    per_host: int
    name_delay: float = 0.0

    def __str__(self) -> str:
        names = f", a name takes {1_000 * self.name_delay:.0f} ms" if self.name_delay else ""
        return f"{self.looks:,} looks by {self.scheme}, {self.per_host} per host{names}"

    def hosts(self) -> Iterator[list[str]]:
        """The addresses of each host."""
        for first in range(0, self.looks, self.per_host):
            numbers = range(first, first + self.per_host)
            yield [f"{self.scheme}://t{first}.{_DOMAIN}/fine/{number}" for number in numbers]


CASES: Final = (
    Case("http", 10_000, 20),
    Case("http", 5_000, 1),
    Case("https", 10_000, 20),
    Case("https", 3_000, 1),
    Case("http", 5_000, 1, name_delay=0.08),
)
QUICK_CASES: Final = tuple(Case(case.scheme, 200, case.per_host, case.name_delay) for case in CASES)


@dataclass(frozen=True, slots=True)
class _Taken:
    cpu: float
    wall: float
    mb: float


def run(*, quick: bool) -> Iterator[Row]:
    """Each case in a process of its own. Each host's robots.txt is asked for as well."""
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        trusted, chain = certificate.make(Path(folder), f"*.{_DOMAIN}")
        for case in QUICK_CASES if quick else CASES:
            with Web(Shape(1, case.looks, 1), chain, case.name_delay) as web:
                taken = apart(ask, case, web.settings() | {"FINDER_CA_FILE": str(trusted)})
            figures = {
                "cpu_ms_per_look": 1_000 * taken.cpu / case.looks,
                "looks_per_s": case.looks / taken.wall,
                "grown_kb_per_host": 1_024 * taken.mb / (case.looks / case.per_host),
                "web_busy_percent": 100 * web.cpu / taken.wall,
            }
            yield Row(str(case), figures)


def ask(case: Case, settings: dict[str, str]) -> _Taken:
    """Look at all targets of a case. Raises RuntimeError when one was not there."""
    return asyncio.run(_ask(case, settings))


async def _ask(case: Case, given: dict[str, str]) -> _Taken:
    settings = Settings()
    settings.setmodule("finder.settings")
    settings.update({**given, "FINDER_HOST_DELAY": 0, "FINDER_RETRY_DELAY": 0})
    network = Network(settings)
    hosts = iter(list(case.hosts()))
    before = peak_mb()
    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(_visit(network, hosts) for _ in range(_AT_ONCE)))
    taken = _Taken(time.process_time() - cpu, time.perf_counter() - wall, peak_mb() - before)
    await network.close()
    return taken


async def _visit(network: Network, hosts: Iterable[list[str]]) -> None:
    for urls in hosts:
        for url in urls:
            seen = await network.looker.look(url, max_bytes=_BYTES, pages_only=True)
            if seen.fetch.status != 200:
                raise RuntimeError(f"{url}: {seen.fetch.status} {seen.fetch.failure} {seen.fetch.detail}")
