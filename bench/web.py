"""A web on loopback that is faster than whoever crawls it: one process, answers made before.

Every name exists and leads to it. ``/list/N`` are the source pages, each with links of
its own to ``/fine/N-NAME``, ``/gone/N-NAME`` (404) and ``/slow/N-NAME`` (50-300 ms) at other hosts;
anything else is a 404.
"""

from __future__ import annotations

import bisect
import contextlib
import functools
import itertools
import multiprocessing
import resource
import tempfile
import time
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self

from bench.made_pages import plain_page, resource_page, subject
from bench.server import Answer, Asked, Server, Where

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from types import TracebackType

# Not `.example`: lychee never visits names kept for examples.
SUFFIX: Final = "internal"
CONTROL_HOST: Final = f"control.{SUFFIX}"
REAL_PORTS: Final = (80, 443, 53)
_CONNECTIONS: Final = 100_000
_SUBJECTS: Final = 104
_GOLDEN: Final = 0.6180339887498949


@dataclass(frozen=True, slots=True)
class Shape:
    """How large a web is: ``pages`` source pages with ``links`` outbound links each, to ``hosts`` hosts.

    Of ten targets eight are fine, one is gone and one is slow. No target is linked twice. With as many hosts
    as targets each has its own. ``zipf``: the k-th host has a share of targets proportional to k^-zipf.
    """

    pages: int
    links: int
    hosts: int
    tls: bool = False
    zipf: float = 0.0
    page_bytes: int = 54_000
    target_bytes: int = 30_000

    @property
    def targets(self) -> int:
        """How many targets there are."""
        return self.pages * self.links

    @property
    def gone(self) -> int:
        """How many of them are gone."""
        return sum(number % 10 == 1 for number in range(self.targets))

    def source_urls(self) -> list[str]:
        """The addresses of the source pages, ten to a host."""
        return [self._url(f"lists{number // 10}", f"list/{number}") for number in range(self.pages)]

    def target_url(self, number: int) -> str:
        """The address of a target."""
        return self._url(f"t{self._host(number)}", target_path(number))

    def host_names(self) -> list[str]:
        """The hosts of source pages and of targets."""
        labels = [f"lists{number}" for number in range(-(-self.pages // 10))]
        return [f"{label}.{SUFFIX}" for label in [*labels, *(f"t{host}" for host in range(self.hosts))]]

    def _url(self, label: str, path: str) -> str:
        return f"http{'s' if self.tls else ''}://{label}.{SUFFIX}/{path}"

    def _host(self, number: int) -> int:
        if self.hosts >= self.targets:
            return number
        if self.zipf:
            return bisect.bisect(_shares(self.hosts, self.zipf), number * _GOLDEN % 1.0)
        # The links of a page go to as many hosts, and no host has all that is gone.
        return (number * 7 + number // 10) % self.hosts


def target_path(number: int) -> str:
    """The path of a target, without its first slash: as most addresses do it says what the page is about."""
    return f"{ {1: 'gone', 2: 'slow'}.get(number % 10, 'fine') }/{number}-{_slug(_subject_of(number))}"


@functools.cache
def _slug(number: int) -> str:
    return subject(number).lower().replace(" ", "-")


@functools.lru_cache(maxsize=1)
def _shares(hosts: int, exponent: float) -> list[float]:
    """Up to which share of all targets hosts go, the largest first."""
    sizes = [rank**-exponent for rank in range(1, hosts + 1)]
    whole = sum(sizes)
    return [min(1.0, upto / whole) for upto in itertools.accumulate(sizes)][:-1]


class Web:
    """The web of a shape, served by a process of its own while the block runs.

    ``enclosed``: this process is in a network of its own (:mod:`bench.enclosed`), so the web has the real
    ports and is what the system's name server knows. ``resolver_seconds`` is how long that one takes.
    """

    def __init__(self, shape: Shape, *, enclosed: bool = False, resolver_seconds: float = 0.0) -> None:
        self.shape = shape
        self.enclosed = enclosed
        self.cpu = 0.0
        """Seconds of CPU that serving took; known when the block has ended."""
        self._resolver_seconds = resolver_seconds

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="bench-web-")
        self.ca_file = Path(self._folder.name, "ca.pem")
        context = multiprocessing.get_context("spawn")
        self._pipe, other = context.Pipe()
        given = (self.shape, self.enclosed, self._resolver_seconds, self._folder.name, other)
        self._process = context.Process(target=_run, args=given, daemon=True)
        self._process.start()
        self._ports: tuple[int, int, int] = self._pipe.recv()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._pipe.send(None)
        self.cpu = self._pipe.recv()
        self._process.join()
        self._folder.cleanup()

    def asked(self) -> list[Asked]:
        """What was asked since the last call."""
        self._pipe.send(True)
        return [Asked(*each) for each in self._pipe.recv()]

    def settings(self) -> dict[str, str]:
        """The settings with which finder lives in this web."""
        http, https, dns = self._ports
        settings = {
            "FINDER_DNS_SERVERS": f"127.0.0.1:{dns}",
            "FINDER_ALLOW_NETWORKS": "127.0.0.0/8",
            "FINDER_CONTROL_HOSTS": CONTROL_HOST,
        }
        if not self.enclosed:
            settings["FINDER_PORT_MAP"] = f"80:{http}" + (f",443:{https}" if https else "")
        if self.shape.tls:
            settings["FINDER_CA_FILE"] = str(self.ca_file)
        return settings


class _Answers:
    """Whole answers by path, made before the first question. A page is about what links to it say."""

    def __init__(self, shape: Shape) -> None:
        self._targets = shape.targets
        pages = [
            plain_page(number, size=shape.target_bytes, title=subject(number)) for number in range(_SUBJECTS)
        ]
        self._fine = [_answer(b"200 OK", page) for page in pages]
        self._slow = [replace(fine, seconds=0.05 + step % 26 / 100) for step, fine in enumerate(self._fine)]
        self._gone = _answer(b"404 Not Found", b"<title>Not found</title><h1>Not found</h1>")
        self._lists = {b"/list/%d" % page: _list(shape, page) for page in range(shape.pages)}

    def of(self, path: bytes) -> Answer:
        """The answer for a path."""
        number = path[6:].partition(b"-")[0]
        # A made-up neighbour of a target may have its number, but not its name.
        if (
            path.startswith((b"/fine/", b"/slow/"))
            and number.isdigit()
            and int(number) < self._targets
            and path[1:].decode("latin-1") == target_path(int(number))
        ):
            return (self._fine if path[1:2] == b"f" else self._slow)[_subject_of(int(number))]
        return self._lists.get(path, self._gone)


def _subject_of(number: int) -> int:
    return number // 10 % _SUBJECTS


def _list(shape: Shape, page: int) -> Answer:
    numbers = range(page * shape.links, (page + 1) * shape.links)
    urls = [shape.target_url(number) for number in numbers]
    anchors = [subject(_subject_of(number)) for number in numbers]
    return _answer(b"200 OK", resource_page(page, urls, size=shape.page_bytes, anchors=anchors))


def _answer(status: bytes, body: bytes) -> Answer:
    head = b"HTTP/1.1 %b\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    head = head % (status, len(body))
    return Answer(head + body, len(head))


def _may_open_many() -> None:
    """Let this process have as many connections as it can get."""
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    for limit in (_CONNECTIONS, most):
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (limit, max(limit, most)))
            return


def _run(shape: Shape, enclosed: bool, resolver_seconds: float, folder: str, pipe: Connection) -> None:
    _may_open_many()
    http, https, dns = REAL_PORTS if enclosed else (0, 0, 0)
    context = None
    if shape.tls:
        # Only here: whoever measures starts others, and their peaks are never below its own size.
        from bench.certified import certified

        context = certified(shape.host_names(), Path(folder))
    server = Server(_Answers(shape), Where(http, https, dns, enclosed, resolver_seconds, context))
    before = time.process_time()
    pipe.send(server.ports())
    server.serve(pipe)
    pipe.send(time.process_time() - before)
