"""One network for one process: every request goes through the same politeness and the same guard."""

from __future__ import annotations

import ipaddress
import math
import re
import ssl
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from finder.checker import (
    Archive,
    Controls,
    HttpTransport,
    Inquiry,
    InquiryRules,
    Looker,
    LookRules,
    Names,
    NetworkWatch,
    Robots,
    Turns,
    product_tokens,
)
from finder.urls import host, resolve

try:
    import resource
except ImportError:  # Windows, which has no such limit
    resource = None  # type: ignore[assignment]

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings

    from finder.case import Confirmation
    from finder.checker import Copies, Renderer
    from finder.quirks import Quirks

_HEADERS = {
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
    "Accept-Language": "en,*;q=0.5",
    "Accept-Encoding": "gzip, deflate",
}


_MANY_FILES: Final = 16_384
# The database, the log, the name servers and some dozens of connections.
_FEWEST_FILES: Final = 128
# Least values; a whole number where the least value is one.
_LEAST: Final[dict[str, int | float]] = {
    "FINDER_ARCHIVE_DELAY": 0.0,
    "FINDER_BACKLOG": 1,
    "FINDER_CONCURRENCY": 1,
    "FINDER_CONNECT_TIMEOUT": 0.001,
    "FINDER_CONTROL_PAUSE": 0.0,
    "FINDER_DNS_TIMEOUT": 0.001,
    "FINDER_ENOUGH_WORK": 1,
    "FINDER_HOST_CONCURRENCY": 1,
    "FINDER_HOST_DELAY": 0.0,
    "FINDER_LEASE": 1.0,
    "FINDER_LONGEST_WAIT": 0.0,
    "FINDER_MAX_CRAWL_DELAY": 0.0,
    "FINDER_MAX_HOSTS": 1,
    "FINDER_MAX_REDIRECTS": 0,
    "FINDER_PAGE_MAX_BYTES": 1,
    "FINDER_RETRY_DELAY": 0.0,
    "FINDER_TARGET_MAX_BYTES": 1,
    "FINDER_TIMEOUT": 0.001,
}


_PLAIN_HOST: Final = re.compile(r"[^\s/@]+")
_PROGRESS: Final = ("live", "plain", "log", "off")


class SettingsError(ValueError):
    """A setting that cannot be understood."""


class Network:
    """Names, turns, robots.txt and transport as the settings say, the watch, and the looker over them.

    Must be made inside a running event loop.
    """

    _of: ClassVar[WeakKeyDictionary[Crawler, Network]] = WeakKeyDictionary()

    def __init__(self, settings: BaseSettings) -> None:
        _allow_many_files()
        headers = {**_HEADERS, "User-Agent": settings["USER_AGENT"]}
        longest_wait = settings.getfloat("FINDER_LONGEST_WAIT")
        self.names = Names(
            servers=settings.getlist("FINDER_DNS_SERVERS"),
            allowed=_networks(settings.getlist("FINDER_ALLOW_NETWORKS")),
            ports=_port_map(settings.getlist("FINDER_PORT_MAP")),
            control=settings.getlist("FINDER_CONTROL_HOSTS"),
            timeout=settings.getfloat("FINDER_DNS_TIMEOUT"),
        )
        self.turns = Turns(
            delay=settings.getfloat("FINDER_HOST_DELAY"),
            per_host=settings.getint("FINDER_HOST_CONCURRENCY"),
            in_all=settings.getint("FINDER_CONCURRENCY"),
            longest_wait=longest_wait,
        )
        self._transport = HttpTransport(
            self.names,
            timeout=settings.getfloat("FINDER_TIMEOUT"),
            connect_timeout=settings.getfloat("FINDER_CONNECT_TIMEOUT"),
            ca_file=settings.get("FINDER_CA_FILE") or "",
            proxy=settings.get("FINDER_PROXY") or "",
        )
        controls = Controls(
            self.names,
            settings.getlist("FINDER_CONTROL_HOSTS"),
            timeout=settings.getfloat("FINDER_CONNECT_TIMEOUT"),
            proxy=settings.get("FINDER_PROXY") or "",
        )
        self.watch = NetworkWatch(controls, pause=settings.getfloat("FINDER_CONTROL_PAUSE"))
        self.robots = Robots(
            self._transport,
            self.names,
            self.turns,
            self.watch,
            agents=_agents(settings),
            headers=headers,
            max_delay=settings.getfloat("FINDER_MAX_CRAWL_DELAY"),
            retry_delay=settings.getfloat("FINDER_RETRY_DELAY"),
        )
        rules = LookRules(
            headers=headers,
            max_redirects=settings.getint("FINDER_MAX_REDIRECTS"),
            retry_delay=settings.getfloat("FINDER_RETRY_DELAY"),
            longest_wait=longest_wait,
        )
        self.looker = Looker(self._transport, self.names, self.turns, self.robots, self.watch, rules)
        self.archive = self._archive(settings)
        self._rules = InquiryRules(
            max_bytes=settings.getint("FINDER_TARGET_MAX_BYTES"),
            pause=settings.getfloat("FINDER_RETRY_DELAY"),
        )

    def inquiry(
        self,
        confirmation: Confirmation | None = None,
        quirks: Quirks | None = None,
        copies: Copies | None = None,
        renderer: Renderer | None = None,
    ) -> Inquiry:
        """What examines targets over this network."""
        rules = replace(self._rules, confirmation=confirmation or self._rules.confirmation)
        return Inquiry(self.looker, self.turns, rules, quirks=quirks, copies=copies, renderer=renderer)

    @classmethod
    def of(cls, crawler: Crawler) -> Network:
        """The network of a crawl, made at its first use."""
        if crawler not in cls._of:
            cls._of[crawler] = cls(crawler.settings)
        return cls._of[crawler]

    def _archive(self, settings: BaseSettings) -> Archive:
        cdx_url, replay_url = settings["FINDER_CDX_URL"], settings["FINDER_REPLAY_URL"]
        for archive_host in {host(cdx_url), host(replay_url)}:
            self.turns.set_delay(archive_host, settings.getfloat("FINDER_ARCHIVE_DELAY"))
        return Archive(self.looker, cdx_url=cdx_url, replay_url=replay_url)

    def stop(self) -> None:
        """Begin nothing any more: whoever waits, for a turn or for our network, is told so at once."""
        self.turns.stop()
        self.watch.stop()

    async def close(self) -> None:
        """Let go of every connection."""
        await self.watch.close()
        await self._transport.close()
        await self.names.close()


def _allow_many_files() -> None:
    """Let this process have as many connections (files, to the system) as it may; by default that is few."""
    if resource is None:
        return
    soft, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY_FILES if most == resource.RLIM_INFINITY else min(_MANY_FILES, most)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def check_open_files() -> None:
    """Raise :class:`SettingsError` where this process may not have as many files open as a crawl needs."""
    if resource is None:
        return
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    if most != resource.RLIM_INFINITY and most < _FEWEST_FILES:
        raise SettingsError(
            f"this process may have {most} files open at once, connections among them, and a crawl needs "
            f"{_FEWEST_FILES}; raise the limit (ulimit -n 4096)"
        )


def check_settings(settings: BaseSettings) -> None:
    """Raise :class:`SettingsError` for a setting of the network that cannot be understood or cannot work."""
    _networks(settings.getlist("FINDER_ALLOW_NETWORKS"))
    _port_map(settings.getlist("FINDER_PORT_MAP"))
    _check_ways_out(settings)
    for name, least in _LEAST.items():
        _check_number(name, settings[name], least)
    for name in ("USER_AGENT", "FINDER_ROBOTS_NAME"):
        text = str(settings[name] or "")
        if not text.strip() or not text.isprintable():
            raise SettingsError(f"{name}: give one line of text")
    for name in ("FINDER_CDX_URL", "FINDER_REPLAY_URL"):
        address = str(settings[name] or "")
        if resolve(address) is None or "?" in address or "#" in address:
            raise SettingsError(
                f"{name}: give the address of an archive, such as https://web.archive.org/web"
            )
    if ca_file := settings.get("FINDER_CA_FILE"):
        try:
            ssl.create_default_context(cafile=ca_file)
        except OSError as error:
            said = error.strerror or "no certificates (PEM) in it"
            raise SettingsError(f"FINDER_CA_FILE: {ca_file} cannot be read: {said}") from error


def _check_ways_out(settings: BaseSettings) -> None:
    """Raise :class:`SettingsError` for name servers, control hosts or a proxy that are written wrongly."""
    for server in settings.getlist("FINDER_DNS_SERVERS"):
        try:
            there = urlsplit(f"//{f'[{server}]' if server.count(':') > 1 and '[' not in server else server}")
            ipaddress.ip_address(there.hostname or "")
            _ = there.port
        except ValueError as error:
            raise SettingsError(f"FINDER_DNS_SERVERS: {server} is neither ip nor ip:port") from error
    for name in settings.getlist("FINDER_CONTROL_HOSTS"):
        if not _PLAIN_HOST.fullmatch(name):
            raise SettingsError(f"FINDER_CONTROL_HOSTS: {name} is no host such as example.com")
    proxy = settings.get("FINDER_PROXY")
    if proxy and resolve(proxy) is None:
        # Without its text, which may hold a password.
        raise SettingsError("FINDER_PROXY: write it like http://user:password@host:port")
    if settings["FINDER_PROGRESS"] not in _PROGRESS:
        raise SettingsError(f"FINDER_PROGRESS: give one of {', '.join(_PROGRESS)}")


def _check_number(name: str, value: object, least: float) -> None:
    kind = "a whole number" if isinstance(least, int) else "a number"
    try:
        number = type(least)(str(value))
    except ValueError as error:
        raise SettingsError(f"{name}: {value} is not {kind}") from error
    if not math.isfinite(number) or number < least:
        raise SettingsError(f"{name}: {value} is not {kind} from {least} on")


def _agents(settings: BaseSettings) -> list[str]:
    """The names whose rules we obey: the one that is set, and those that the User-Agent goes by."""
    return list(
        dict.fromkeys([settings["FINDER_ROBOTS_NAME"].lower(), *product_tokens(settings["USER_AGENT"])])
    )


def _networks(texts: list[str]) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    try:
        return [ipaddress.ip_network(text.strip()) for text in texts if text.strip()]
    except ValueError as error:
        raise SettingsError(f"FINDER_ALLOW_NETWORKS: {error}; give networks such as 10.0.0.0/8") from error


def _port_map(texts: list[str]) -> dict[int, int]:
    try:
        pairs = [text.split(":") for text in texts if text.strip()]
        return {int(port): int(other) for port, other in pairs}
    except ValueError as error:
        raise SettingsError("FINDER_PORT_MAP: give pairs of ports such as 80:8080,443:8443") from error
