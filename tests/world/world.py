"""The world: its sites, its names, its log; started and stopped as one."""

from __future__ import annotations

import asyncio
import tempfile
import threading
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Self

from tests.world.certificates import Certificates
from tests.world.doors import Doors, Speaks, address_of, open_doors
from tests.world.log import Record, RequestLog, gaps_between, most_at_once
from tests.world.names import Names, ascii_name
from tests.world.serving import Serving
from tests.world.site import Site, Tls

if TYPE_CHECKING:
    from types import TracebackType

    from tests.world.answers import Behaviour

CONTROL_HOST = "control.example"


class World:
    """A web of its own. Sites can be added and changed before it starts and while it runs.

    It serves from a thread of its own, so the code under test may block, run an event loop, or run
    in another process. Fixed ports may be given; 0 is any free one. ``log`` is a file that gets one
    JSON line per finished request. With a ``suffix`` (``.internal``) every host is found under a second
    name as well, ``blog.example.internal``: for programs that refuse to visit names kept for examples.
    """

    def __init__(
        self,
        *,
        http_port: int = 0,
        https_port: int = 0,
        dns_port: int = 0,
        log: Path | None = None,
        suffix: str = "",
    ) -> None:
        self.dns = Names(suffix)
        self._suffix = suffix
        self._ports = (http_port, https_port, dns_port)
        self._sites: dict[str, Site] = {}
        self._log = RequestLog(log)
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._doors: Doors | None = None
        self._thread: threading.Thread | None = None
        self._end: tuple[asyncio.AbstractEventLoop, asyncio.Event] | None = None
        self.site(CONTROL_HOST).page("/", "<title>Control</title><h1>The network is there</h1>")

    def site(
        self,
        host: str,
        *,
        tls: Tls = True,
        http: bool = True,
        latency: float = 0.0,
        robots: str | int | Behaviour | None = None,
    ) -> Site:
        """Put a site on the web, with its name; one of the same name is replaced.

        ``*.host`` stands for every name one level below. See ``Site`` for the rest.
        """
        site = Site(ascii_name(host), tls, http, latency, robots)
        self._sites[site.host] = site
        self.dns.address(site.host, address_of(site))
        return site

    def remove(self, host: str) -> None:
        """Take a site and its name off the web."""
        self._sites.pop(ascii_name(host), None)
        self.dns.remove(host)

    def start(self) -> None:
        """Open the doors and serve. Raises OSError when a fixed port is taken."""
        if self._thread is not None:
            raise RuntimeError("the world is running already")
        self._doors = open_doors(*self._ports)
        self._folder = tempfile.TemporaryDirectory(prefix="world-")
        self._log.open()
        certificates = Certificates(Path(self._folder.name))
        serving = Serving(self._find, self.dns, self._log, certificates, self._suffix)
        started: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, args=(serving, started), name="world")
        self._thread.start()
        started.result()

    def stop(self) -> None:
        """End every connection and close the doors; a world that does not run is left as it is."""
        if self._thread is None:
            return
        if self._end is not None:
            loop, event = self._end
            loop.call_soon_threadsafe(event.set)
        self._thread.join()
        self._thread = self._end = None
        self._log.close()
        if self._doors is not None:
            self._doors.close()
        if self._folder is not None:
            self._folder.cleanup()

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    @property
    def http_port(self) -> int:
        """The real port behind port 80."""
        return self._open().port(Speaks.HTTP)

    @property
    def https_port(self) -> int:
        """The real port behind port 443."""
        return self._open().port(Speaks.TLS)

    @property
    def dns_port(self) -> int:
        """The port of the DNS server, UDP and TCP."""
        return self._open().port(Speaks.DNS)

    @property
    def ca_file(self) -> Path:
        """The certificate of the CA that the honest sites are signed by; there while the world runs."""
        if self._folder is None:
            raise RuntimeError("the world has not been started")
        return Path(self._folder.name) / "ca.pem"

    def settings(self) -> dict[str, str]:
        """The Scrapy settings with which finder lives in this world."""
        return {
            "FINDER_DNS_SERVERS": f"127.0.0.1:{self.dns_port}",
            "FINDER_PORT_MAP": f"80:{self.http_port},443:{self.https_port}",
            "FINDER_ALLOW_NETWORKS": "127.0.0.0/8",
            "FINDER_CONTROL_HOSTS": CONTROL_HOST,
            "FINDER_CA_FILE": str(self.ca_file),
        }

    def settings_arguments(self) -> list[str]:
        """The same as arguments of a command: ``-s NAME=VALUE`` for each."""
        return [part for name, value in self.settings().items() for part in ("-s", f"{name}={value}")]

    def requests(
        self, host: str | None = None, path: str | None = None, *, robots: bool = False
    ) -> tuple[Record, ...]:
        """The requests so far in order of arrival, those for robots.txt only if ``robots``."""
        return self._log.select(host, path, robots=robots)

    def max_in_flight(self, host: str | None = None) -> int:
        """How many requests a host had under way at once, at most, robots.txt included."""
        return most_at_once(self._log.select(host, None, robots=True))

    def gaps(self, host: str | None = None) -> list[float]:
        """Seconds from the arrival of each request of a host to that of the next, robots.txt included."""
        return gaps_between(self._log.select(host, None, robots=True))

    def _open(self) -> Doors:
        if self._doors is None:
            raise RuntimeError("the world has not been started")
        return self._doors

    def _find(self, host: str) -> Site | None:
        host = host.removesuffix(self._suffix)
        return self._sites.get(host) or self._sites.get(f"*.{host.partition('.')[2]}")

    def _run(self, serving: Serving, started: Future[None]) -> None:
        try:
            asyncio.run(self._serve(serving, started))
        except BaseException as error:
            if started.done():
                raise
            started.set_exception(error)

    async def _serve(self, serving: Serving, started: Future[None]) -> None:
        stop = asyncio.Event()
        self._end = (asyncio.get_running_loop(), stop)
        await serving.run(self._open(), lambda: started.set_result(None), stop)
