"""Sitemaps: found, followed and read, whatever form they have."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from finder.urls import identity, resolve

if TYPE_CHECKING:
    from collections.abc import Iterable

    from finder.checker import Looker, Robots
    from finder.items import Fetch

_MAX_BYTES: Final = 60 * 2**20  # the protocol allows 50 MB
_MAX_FILES: Final = 1000
_MAX_DEPTH: Final = 4
_USUAL_PLACES: Final = ("/sitemap.xml", "/sitemap_index.xml", "/sitemap-index.xml", "/wp-sitemap.xml")


@dataclass(slots=True)
class SitemapReading:
    """What the sitemaps of a site list (address → last change, as written), and which were wrong."""

    pages: dict[str, str] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)


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
        sitemap = Sitemap(body)
        entries = [
            (str(entry["loc"]), str(entry.get("lastmod") or "")) for entry in sitemap if "loc" in entry
        ]
    except (SyntaxError, ValueError, AttributeError, TypeError, StopIteration) as error:
        raise NotASitemap(f"is not readable as XML ({str(error) or 'it has no element'})") from error
    if sitemap.type == "sitemapindex":
        return [], [address for address, _ in entries]
    if sitemap.type != "urlset":
        raise NotASitemap(f"is <{sitemap.type}>, not a sitemap")
    return entries, []


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
        look = await looker.look(url, max_bytes=_MAX_BYTES)
        if look.fetch.status != 200:
            reading.problems[url] = _no_answer(look.fetch)
            continue
        try:
            pages, further = parse_sitemap(look.body)
        except NotASitemap as problem:
            reading.problems[url] = str(problem)
            continue
        waiting += [(identity(found), depth + 1) for name in further if (found := resolve(name.strip(), url))]
        for name, lastmod in pages:
            if len(reading.pages) < max_pages and (found := resolve(name.strip(), url)):
                reading.pages.setdefault(identity(found), lastmod)
    return reading


async def sitemaps_of(robots: Robots, site: str) -> tuple[list[str], list[str]]:
    """Where the sitemaps of an origin are: those its robots.txt names, and the usual places to try else."""
    named = [found for name in await robots.sitemaps(site) if (found := resolve(name, site))]
    return named, [f"{site}{path}" for path in _USUAL_PLACES]


def _no_answer(fetch: Fetch) -> str:
    if fetch.status is None:
        return f"cannot be read: {(fetch.failure or '').replace('_', ' ')}"
    return f"answers {fetch.status}"


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body
    try:
        return gunzip(body, max_size=_MAX_BYTES)
    except (OSError, EOFError, ValueError, gzip.BadGzipFile, zlib.error) as error:
        raise NotASitemap(f"cannot be unpacked ({error})") from error


def _text_list(body: bytes) -> list[tuple[str, str]]:
    lines = body.decode("utf-8-sig", "replace").split()
    pages = [(line, "") for line in lines if line.startswith(("http://", "https://"))]
    if not pages or len(pages) < len(lines):
        raise NotASitemap("is neither XML nor a list of addresses")
    return pages
