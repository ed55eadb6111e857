"""Sitemaps: found, followed and read, whatever form they have."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from finder.items import Failure
from finder.observe import LookFailed
from finder.urls import identity, origin, resolve

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from finder.checker import Looker, Robots
    from finder.items import Fetch

MAX_BYTES: Final = 60 * 2**20  # the protocol allows 50 MB
_MAX_FILES: Final = 1000
_MAX_DEPTH: Final = 4
# 50,000 pages, as many as the protocol allows, with a link for each of sixty languages.
_MAX_ELEMENTS: Final = 3_000_000
_ENTRIES: Final = frozenset({"url", "sitemap"})
_USUAL_PLACES: Final = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml", "/wp-sitemap.xml")
_NOT_THERE: Final = frozenset({404, 410})
_BUSY: Final = frozenset({408, 425, 429})


@dataclass(slots=True)
class SitemapReading:
    """What the sitemaps of a site list (address → last change, as written), and which were wrong.

    Of the wrong ones, ``missing`` are not there and ``unanswered`` may well be another time.
    """

    pages: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    missing: set[str] = field(default_factory=set)
    unanswered: set[str] = field(default_factory=set)


@dataclass(slots=True)
class OwnSitemaps:
    """What the sitemaps of our sites list, of our own pages only.

    ``problems`` are of sitemaps that somebody named, not of those tried on the chance; ``complete`` says
    whether all that there are could be read; ``without`` are the sites that list no page.
    """

    pages: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)
    complete: bool = True
    without: list[str] = field(default_factory=list)


class NotASitemap(ValueError):  # noqa: N818 - an outcome, told to the user as it is
    """A file that is no sitemap, in words."""


def parse_sitemap(body: bytes) -> tuple[list[tuple[str, str]], list[str]]:
    """The pages (address, last change) and the further sitemaps that a sitemap file lists.

    Takes XML sitemaps and indexes, plain text lists, each also gzipped. Raises :class:`NotASitemap`.
    """
    body = _unpacked(body)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:9].lower()
    if not start:
        raise NotASitemap("is empty")
    if not start.startswith(b"<"):
        return _text_list(body), []
    if start.startswith((b"<!doctype", b"<html")):
        raise NotASitemap("is a web page, not a sitemap")
    try:
        kind, entries = _xml_entries(body)
    except (SyntaxError, ValueError, StopIteration) as error:
        raise NotASitemap(f"is not readable as XML ({str(error) or 'it has no element'})") from error
    if kind == "sitemapindex":
        return [], [address for address, _ in entries]
    if kind != "urlset":
        raise NotASitemap(f"is <{kind}>, not a sitemap")
    return entries, []


def _xml_entries(body: bytes) -> tuple[str, list[tuple[str, str]]]:
    """What the root of a sitemap is called, and each address in it with its last change.

    Raises ``SyntaxError``, ``ValueError`` and ``StopIteration`` for what cannot be read.
    """
    sitemap = Sitemap(body)
    entries, open_entries = list[tuple[str, str]](), 0
    for count, (event, element) in enumerate(sitemap.xmliter):
        if count > 2 * _MAX_ELEMENTS:
            raise ValueError(f"it has more than {_MAX_ELEMENTS:,} elements")
        is_entry = _tag(element) in _ENTRIES
        if event == "start":
            open_entries += is_entry
            continue
        if is_entry:
            open_entries -= 1
            said = {_tag(part): (part.text or "").strip() for part in element}
            if "loc" in said:
                entries.append((said["loc"], said.get("lastmod", "")))
        if not open_entries:
            _forget(element)
    return sitemap.type, entries


def _forget(element: Any) -> None:
    """Let go of an element that was read, and of those before it: a large file would fill the memory."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _tag(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


async def read_sitemaps(looker: Looker, starts: Iterable[str], max_pages: int) -> SitemapReading:
    """Read sitemaps and those that they name, until ``max_pages`` addresses are known."""
    reading = SitemapReading()
    waiting = [(identity(url), 0) for url in starts]
    seen: set[str] = set()
    while waiting and len(seen) < _MAX_FILES and len(reading.pages) < max_pages:
        url, depth = waiting.pop(0)
        if url in seen or depth > _MAX_DEPTH:
            continue
        seen.add(url)
        look = await looker.look(url, max_bytes=MAX_BYTES)
        if look.fetch.status != 200:
            _note_no_answer(reading, url, look.fetch)
            continue
        try:
            pages, further = parse_sitemap(look.body)
        except NotASitemap as problem:
            reading.problems[url] = str(problem)
            continue
        room = islice(further, max(0, _MAX_FILES - len(waiting)))
        waiting += [(identity(found), depth + 1) for name in room if (found := resolve(name.strip(), url))]
        for name, lastmod in pages:
            if len(reading.pages) < max_pages and (found := resolve(name.strip(), url)):
                reading.pages.setdefault(identity(found), lastmod)
    return reading


async def sitemaps_of(robots: Robots, site: str) -> tuple[list[str], list[str]]:
    """Where the sitemaps of an origin are: those its robots.txt names, and the usual places to try else."""
    try:
        names = await robots.sitemaps(site)
    except LookFailed:
        names = []  # the usual places will not answer either, and say why
    named = [found for name in names if (found := resolve(name, site))]
    return named, [f"{site}{path}" for path in _USUAL_PLACES]


class OwnSitemapReader:
    """Reads the sitemaps of our own sites, wherever those are. ``is_own`` tells an address of ours."""

    def __init__(self, looker: Looker, robots: Robots, is_own: Callable[[str], bool], max_pages: int) -> None:
        self._looker = looker
        self._robots = robots
        self._is_own = is_own
        self._max_pages = max_pages

    async def read_named(self, sitemaps: Iterable[str], sites: Iterable[str]) -> OwnSitemaps:
        """Read the sitemaps that the campaign names."""
        found = OwnSitemaps()
        if not await self._read(found, sitemaps, named=True):
            found.without = list(sites)
        return found

    async def read_sites(self, sites: Iterable[str]) -> OwnSitemaps:
        """Find and read the sitemaps of sites; of one that lives elsewhere by now, those it has there."""
        found, tried = OwnSitemaps(), set[str]()
        for site in sites:
            if origin(site) in tried:
                continue
            tried.add(origin(site))
            if await self._read_origin(found, origin(site)):
                continue
            moved_to = await self._home_of(site)
            if moved_to in tried or not await self._read_origin(found, moved_to):
                found.without.append(site)
            tried.add(moved_to)
        return found

    async def _read_origin(self, found: OwnSitemaps, site: str) -> bool:
        named, usual = await sitemaps_of(self._robots, site)
        if named and await self._read(found, named, named=True):
            return True
        for place in usual:
            if place not in named and await self._read(found, [place], named=False):
                return True
        return False

    async def _read(self, found: OwnSitemaps, starts: Iterable[str], *, named: bool) -> bool:
        """Whether the sitemaps list any page of ours."""
        reading = await read_sitemaps(self._looker, starts, self._max_pages)
        ours = {url: lastmod for url, lastmod in reading.pages.items() if self._is_own(url)}
        found.pages |= ours
        # One that was tried on the chance and lists nothing is no sitemap of ours, whatever it is.
        wrong = reading.problems.keys() - reading.missing if named or ours else reading.unanswered
        found.complete = found.complete and not wrong
        if named or ours:
            found.problems |= reading.problems
        return bool(ours)

    async def _home_of(self, site: str) -> str:
        """The origin at which a site lives: its own, or the one of ours that its home page sends us to."""
        home = (await self._looker.look(identity(site), max_bytes=1024)).fetch.final_url
        return origin(home) if self._is_own(home) else origin(site)


def _note_no_answer(reading: SitemapReading, url: str, fetch: Fetch) -> None:
    reading.problems[url] = _no_answer(fetch)
    if fetch.status in _NOT_THERE:
        reading.missing.add(url)
    elif fetch.status is None:
        if fetch.failure is not Failure.ROBOTS_DISALLOWED:
            reading.unanswered.add(url)
    elif fetch.status >= 500 or fetch.status in _BUSY:
        reading.unanswered.add(url)


def _no_answer(fetch: Fetch) -> str:
    if fetch.status is None:
        return f"cannot be read: {(fetch.failure or '').replace('_', ' ')}"
    return f"answers {fetch.status}"


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return gunzip(body, max_size=MAX_BYTES)
    except (OSError, EOFError, ValueError, gzip.BadGzipFile, zlib.error) as error:
        raise NotASitemap(f"cannot be unpacked ({error})") from error


def _text_list(body: bytes) -> list[tuple[str, str]]:
    lines = body.decode("utf-8-sig", "replace").split()
    pages = [(line, "") for line in lines if line.startswith(("http://", "https://"))]
    if not pages or len(pages) < len(lines):
        raise NotASitemap("is neither XML nor a list of addresses")
    return pages
