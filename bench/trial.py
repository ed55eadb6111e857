"""One tool on one world: ``python -m bench.trial`` builds the world afresh, lets the tool loose, tells.

A process of its own for each tool and each seed: some targets behave differently the second time, and the
peers need the namespaces of :mod:`bench.enclosed`. The outcome is printed as JSON.
"""

from __future__ import annotations

import argparse
import csv
import importlib
import io
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol
from urllib.parse import urlsplit

from bench import enclosed, peers
from bench.crawl import write_campaign
from bench.peers import Said, address
from bench.process import Cost, measured
from tests.world import World
from tests.world.names import ascii_name
from tests.world.world import CONTROL_HOST

if TYPE_CHECKING:
    from collections.abc import Sequence

TOOLS: Final = ("finder", "linkchecker", "lychee")
WORLD: Final = "tests.world.kinds:build"
_ROOT: Final = Path(__file__).resolve().parent.parent
_TIMEOUT: Final = 3.0
_SECONDS: Final = 1_200.0
_SETTINGS: Final = {
    "FINDER_HOST_DELAY": "0",
    "FINDER_TIMEOUT": f"{_TIMEOUT}",
    "FINDER_CONNECT_TIMEOUT": f"{_TIMEOUT}",
    "FINDER_DNS_TIMEOUT": f"{_TIMEOUT}",
    "FINDER_RETRY_DELAY": "0.3",
}
_ADDRESS: Final = re.compile(r"\S*\.example\S*")
_NOT_SEEN: Final = Said("uncertain", "no answer")


class Target(Protocol):
    """What is known of a target in advance."""

    url: str
    truth: str
    kind: str
    family: str


class Made(Protocol):
    """A built world."""

    @property
    def targets(self) -> Sequence[Target]:
        """What the links lead to."""
        ...

    @property
    def seed_pages(self) -> Sequence[str]:
        """The source pages with the links."""
        ...


@dataclass(frozen=True, slots=True)
class Judged:
    """A target, what is true of it and what a tool said of it."""

    url: str
    truth: str
    kind: str
    family: str
    verdict: str
    reason: str = ""
    evidence: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a tool made of a world.

    ``requests`` are all but those for robots.txt and to the hosts of source pages, ``most`` is the largest
    number that a host with one target got; ``note`` says what went wrong, if anything did.
    """

    tool: str
    seed: int
    judged: tuple[Judged, ...]
    requests: int
    most: int
    wall: float
    cpu: float
    note: str = ""

    @classmethod
    def loads(cls, text: str) -> Outcome:
        """Read what :func:`main` printed."""
        known: dict[str, Any] = json.loads(text)
        return cls(**{**known, "judged": tuple(Judged(**each) for each in known["judged"])})


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be tried on what."""

    tool: str
    seed: int
    per_kind: int
    world: str = WORLD
    venv: Path = _ROOT / ".venv-peers"
    settings: tuple[str, ...] = field(default=())


def held_out(seed: int) -> bool:
    """Whether nothing of a world but counts may be seen."""
    return seed % 2 == 1


def run(order: Order) -> Outcome:
    """Have a trial made in a process of its own, enclosed where that is to be had."""
    prefix = enclosed.prefix()
    command = [*(prefix or ()), sys.executable, "-m", "bench.trial", *(["--enclosed"] if prefix else [])]
    command += [order.tool, str(order.seed), str(order.per_kind), order.world, str(order.venv)]
    command += order.settings
    child = subprocess.run(command, cwd=_ROOT, check=False, capture_output=True, text=True)
    if child.returncode != 0:
        told = _ADDRESS.sub("(an address)", child.stderr) if held_out(order.seed) else child.stderr
        raise RuntimeError(f"{order.tool} on seed {order.seed}:\n{told[-3000:]}")
    return Outcome.loads(child.stdout)


def main() -> None:
    """Make one trial, here."""
    parser = argparse.ArgumentParser(prog="python -m bench.trial", description=__doc__)
    parser.add_argument("--enclosed", action="store_true", help="this is a namespace of our own")
    parser.add_argument("tool", choices=TOOLS)
    parser.add_argument("seed", type=int)
    parser.add_argument("per_kind", type=int)
    parser.add_argument("world", metavar="MODULE:FUNCTION")
    parser.add_argument("venv", type=Path)
    parser.add_argument("settings", nargs="*", metavar="NAME=VALUE")
    args = parser.parse_args()
    order = Order(args.tool, args.seed, args.per_kind, args.world, args.venv, tuple(args.settings))
    if args.enclosed:
        enclosed.set_up()
    print(json.dumps(asdict(trial(order, enclosed.PORTS if args.enclosed else (0, 0, 0)))))


def trial(order: Order, ports: tuple[int, int, int]) -> Outcome:
    """Build the world, run the tool on it, count."""
    http, https, dns = ports
    world = World(http_port=http, https_port=https, dns_port=dns, suffix=peers.SUFFIX)
    module, _, function = order.world.partition(":")
    made: Made = getattr(importlib.import_module(module), function)(world, order.seed, order.per_kind)
    with world:
        cost, said, note = (
            _finder(made, world, order) if order.tool == "finder" else _peer(made, world, order)
        )
    requests, most = counted(made, [record.host for record in world.requests()])
    judged = tuple(_judged(target, said) for target in made.targets)
    return Outcome(order.tool, order.seed, judged, requests, most, cost.wall, cost.cpu, note)


def _judged(target: Target, said: dict[str, Said]) -> Judged:
    found = said.get(target.url) or said.get(address(target.url), _NOT_SEEN)
    known = (target.url, target.truth, target.kind, target.family)
    return Judged(*known, found.verdict, found.reason, found.evidence)


def _finder(made: Made, world: World, order: Order) -> tuple[Cost, dict[str, Said], str]:
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        campaign = str(write_campaign(Path(folder), list(made.seed_pages)))
        settings = {**world.settings(), **_SETTINGS}
        given = [f"{name}={value}" for name, value in settings.items()] + list(order.settings)
        arguments = [part for each in given for part in ("-s", each)]
        python = (sys.executable, "-m", "finder")
        cost = measured(
            *(*python, "crawl", campaign, "--own-content", "never", *arguments),
            accepted=(0, 3),
            seconds=_SECONDS,
        )
        shown = measured(*python, "targets", campaign, "--csv", "-").output
    note = "its time was up" if cost.cut else ""
    if cost.status == 3:
        note = "the crawl says that it is not to be trusted as a whole (exit status 3)"
    return cost, finder_said(shown), note


def finder_said(text: str) -> dict[str, Said]:
    """What the CSV of ``finder targets`` says of each address, in each way of writing it."""
    said: dict[str, Said] = {}
    for row in csv.DictReader(io.StringIO(text, newline="")):
        reason = f"{row['reason']} ({row['confidence']})"
        for name in (row["spelling"], row["url"], address(row["spelling"]), address(row["url"])):
            said.setdefault(name, Said(row["verdict"] or "uncertain", reason, row["evidence"]))
    return said


def _peer(made: Made, world: World, order: Order) -> tuple[Cost, dict[str, Said], str]:
    start, read = {
        "linkchecker": (peers.linkchecker, peers.linkchecker_said),
        "lychee": (peers.lychee, peers.lychee_said),
    }[order.tool]
    urls = [target.url for target in made.targets]
    cost = start(order.venv, urls, world.ca_file, timeout=_TIMEOUT, seconds=_SECONDS)
    return cost, read(cost), "its time was up" if cost.cut else ""


def counted(made: Made, hosts: Sequence[str]) -> tuple[int, int]:
    """Of the hosts asked: requests for the sake of targets, and the most that a host with one target got."""
    targets = Counter(_host(target.url) for target in made.targets)
    sources = {_host(url) for url in made.seed_pages} | {CONTROL_HOST}
    asked = Counter(host for host in hosts if host in targets or host not in sources)
    return asked.total(), max((asked[host] for host, number in targets.items() if number == 1), default=0)


def _host(url: str) -> str:
    return ascii_name(urlsplit(url).hostname or "")


if __name__ == "__main__":
    main()
