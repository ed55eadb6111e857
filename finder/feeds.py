"""Feeds: the addresses that RSS, Atom and RDF list, and where a page says that its feeds are."""

from __future__ import annotations

import calendar
import warnings
from io import BytesIO
from typing import TYPE_CHECKING, Any, Final

import feedparser  # type: ignore[import-untyped]
from feedparser.encodings import convert_to_utf8  # type: ignore[import-untyped]

from finder.pages.tree import parse
from finder.urls import resolve

if TYPE_CHECKING:
    from collections.abc import Iterator
    from time import struct_time

MOST_BYTES: Final = 10 * 2**20
_MOST_ENTRIES: Final = 5000
_MOST_FEEDS: Final = 20
# Each costs its reader forty microseconds; what stands in a text as markup counts as well.
_MOST_TAGS: Final = 500_000
_SORTS: Final = frozenset({"application/rss+xml", "application/atom+xml", "application/rdf+xml"})
# The address of an entry itself, where a service put its own in the place of it.
_OWN_ADDRESS: Final = ("feedburner_origlink", "link", "id")


class NotAFeed(ValueError):  # noqa: N818 - an outcome, told to the user as it is
    """Something that is no feed, in words."""


def parse_feed(body: bytes, url: str) -> list[tuple[str, float | None]]:
    """The entries of the feed at ``url``: address, and when it was changed last (seconds since 1970, UTC).

    At most the first 5,000 entries. Raises :class:`NotAFeed`. Makes no request.
    """
    if not body.strip():
        raise NotAFeed("is empty")
    feed = _parsed(body, url)
    entries = list(_entries(feed, url))
    if not entries and (feed.bozo or not feed.version):
        start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:200].lower()
        page = start.startswith((b"<!doctype html", b"<html"))
        raise NotAFeed("is a web page, not a feed" if page else "is not readable as a feed")
    return entries


def _parsed(body: bytes, url: str) -> Any:
    # Many a feed is sent as something else; its XML declaration knows the charset.
    headers = {"content-location": url, "content-type": "application/xml"}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            # In whatever charset: in some nobody sees by the bytes alone what is declared.
            text = convert_to_utf8(headers, body, {})
            fault = _fault(text)
            # Bytes alone would be tried as the name of a file.
            feed = (
                None
                if fault
                else feedparser.parse(BytesIO(body), response_headers=headers, sanitize_html=False)
            )
        except Exception as error:  # whatever a hostile feed does to its reader, it is none
            raise NotAFeed("is not readable as a feed") from error
    if fault:
        raise NotAFeed(fault)
    return feed


def _fault(text: bytes) -> str:
    """Why a feed is not read at all: what it would do to its reader."""
    if b"<!ENTITY" in text:
        return "declares entities of its own, as no feed needs to"
    return f"has more than {_MOST_TAGS:,} tags" if text.count(b"<") > _MOST_TAGS else ""


def feeds_of(html: str, url: str) -> list[str]:
    """The feeds that the page at ``url`` names for itself (``<link rel=alternate>``), at most twenty."""
    tree = parse(html)
    base = tree.css_first("base[href]")
    start = (resolve(base.attributes.get("href") or "", url) if base else None) or url
    found: dict[str | None, None] = {}
    for link in tree.css("link[rel][href]"):
        sort = (link.attributes.get("type") or "").partition(";")[0].strip().lower()
        if sort in _SORTS and "alternate" in (link.attributes.get("rel") or "").lower().split():
            found[resolve((link.attributes.get("href") or "").strip(), start)] = None
    return [feed for feed in found if feed][:_MOST_FEEDS]


def _entries(feed: Any, url: str) -> Iterator[tuple[str, float | None]]:
    for entry in feed.entries[:_MOST_ENTRIES]:
        named = (str(dict.get(entry, name) or "").strip() for name in _OWN_ADDRESS)
        found = next((each for name in named if name and (each := resolve(name, url))), None)
        if found:
            yield found, _changed(entry)


def _changed(entry: Any) -> float | None:
    # dict.get: feedparser's own gives the date of publication for one of a change, with a warning.
    times = [dict.get(entry, name) for name in ("updated_parsed", "published_parsed")]
    known = [moment for time in times if time and (moment := _seconds(time)) is not None]
    return max(known, default=None)


def _seconds(time: struct_time) -> float | None:
    """Seconds since 1970; ``None`` for a year that no calendar has, as some programs write for "never"."""
    try:
        return float(calendar.timegm(time))
    except (ValueError, OverflowError):
        return None
