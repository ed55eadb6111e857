"""Sitemaps: every form that they have, and everything that passes for one."""

from __future__ import annotations

import gzip
import sys
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.process import measured
from finder import sitemaps
from finder.sitemaps import NotASitemap, SitemapReading, parse_sitemap, read_sitemaps, sitemaps_of
from finder.urls import resolve
from tests.checker.opened import visit

if TYPE_CHECKING:
    from finder.network import Network
    from tests.world import World

NAMESPACE = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"'


def urlset(*addresses: str, head: str = '<?xml version="1.0" encoding="UTF-8"?>\n') -> bytes:
    """A sitemap as most are."""
    rows = "".join(f"<url><loc>{address}</loc></url>" for address in addresses)
    return f"{head}<urlset {NAMESPACE}>{rows}</urlset>".encode()


def index(*addresses: str) -> bytes:
    """A sitemap of sitemaps."""
    rows = "".join(f"<sitemap><loc>{address}</loc></sitemap>" for address in addresses)
    return f'<?xml version="1.0"?><sitemapindex {NAMESPACE}>{rows}</sitemapindex>'.encode()


def packed(body: bytes) -> bytes:
    """A gzip file that is the same at every call."""
    return gzip.compress(body, mtime=0)


def reading(world: World, *starts: str, max_pages: int = 1000) -> SitemapReading:
    """What the sitemaps at some addresses say."""
    return visit(world, lambda network: read_sitemaps(network.looker, starts, max_pages))


@pytest.mark.parametrize(
    "body",
    [
        urlset("https://a.example/1", "https://a.example/2"),
        urlset("https://a.example/1", "https://a.example/2", head=""),
        urlset("\n  https://a.example/1\n", "<![CDATA[https://a.example/2]]>"),
        b"\xef\xbb\xbf" + urlset("https://a.example/1", "https://a.example/2"),
        b"\n\n " + urlset("https://a.example/1", "https://a.example/2"),
        urlset("https://a.example/1", "https://a.example/2").replace(NAMESPACE.encode(), b""),
        urlset("https://a.example/1", "https://a.example/2")
        .replace(b"loc>", b"LOC>")
        .replace(b"LOC", b"loc"),
        packed(urlset("https://a.example/1", "https://a.example/2")),
        b"https://a.example/1\r\nhttps://a.example/2\r\n",
        b"\xef\xbb\xbfhttps://a.example/1\nhttps://a.example/2",
        packed(b"https://a.example/1\nhttps://a.example/2"),
    ],
)
def test_every_form_of_sitemap_is_read(body: bytes) -> None:
    pages, further = parse_sitemap(body)
    assert [address.strip() for address, _ in pages] == ["https://a.example/1", "https://a.example/2"]
    assert not further


def test_the_last_change_is_kept_as_it_is_written() -> None:
    row = "<url><loc>https://a.example/</loc><lastmod>2026-11-01</lastmod><priority>1</priority></url>"
    body = f"<urlset {NAMESPACE}>{row}</urlset>".encode()
    assert parse_sitemap(body) == ([("https://a.example/", "2026-11-01")], [])


def test_an_index_names_further_sitemaps() -> None:
    assert parse_sitemap(index("https://a.example/1.xml", "2.xml")) == (
        [],
        ["https://a.example/1.xml", "2.xml"],
    )


@pytest.mark.parametrize(
    ("body", "word"),
    [
        (b"", "empty"),
        (b" \r\n\t", "empty"),
        (b"\xef\xbb\xbf", "empty"),
        (packed(b""), "empty"),
        (b"<!DOCTYPE html><html><body>Not found</body></html>", "web page"),
        (b"\n<HTML lang=en><body>Not found</body></HTML>", "web page"),
        (b"<!-- hello --><html><body></body></html>", "html"),
        (b'<?xml version="1.0"?><rss><channel></channel></rss>', "rss"),
        (b"Page not found", "neither"),
        (b'{"pages": []}', "neither"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "neither"),
        (b"<", "not readable"),
        (b'<?xml version="1.0"?>', "not readable"),
        (b"\x1f\x8bnothing packed", "unpacked"),
    ],
)
def test_what_is_no_sitemap_is_told_in_words(body: bytes, word: str) -> None:
    with pytest.raises(NotASitemap, match=word):
        parse_sitemap(body)


def test_a_bomb_is_not_unpacked() -> None:
    with pytest.raises(NotASitemap, match="unpacked"):
        parse_sitemap(gzip.compress(bytes(70 * 2**20), 1))


def test_broken_xml_gives_what_can_be_read_of_it() -> None:
    body = urlset("https://a.example/1", "https://a.example/?a=1&b=2", "https://a.example/3")
    assert len(parse_sitemap(body)[0]) == 3
    assert len(parse_sitemap(body[: body.rindex(b"<url>") + 20])[0]) >= 2


def test_entities_are_never_expanded_or_fetched() -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE b [<!ENTITY l0 "ha">{laughs}]>'
    started = time.monotonic()
    pages, _ = parse_sitemap(urlset("https://a.example/1", "https://a.example/&l11;", head=bomb))
    assert pages[0][0] == "https://a.example/1"
    assert sum(len(address) for address, _ in pages) < 1000
    thief = '<?xml version="1.0"?><!DOCTYPE b [<!ENTITY f SYSTEM "file:///etc/hostname">]>'
    pages, _ = parse_sitemap(urlset("https://a.example/1", "https://a.example/&f;", head=thief))
    assert {address for address, _ in pages} <= {
        "https://a.example/1",
        "https://a.example/",
        "https://a.example/&f;",
    }
    assert time.monotonic() - started < 10


def test_a_full_sitemap_is_read_quickly() -> None:
    body = urlset(*(f"https://a.example/{number}" for number in range(50_000)))
    started = time.monotonic()
    assert len(parse_sitemap(gzip.compress(body))[0]) == 50_000
    assert time.monotonic() - started < 20


@pytest.mark.parametrize("part", ["<a/>", "<loc/>", "<a><b/></a>"])
def test_elements_that_say_nothing_take_no_memory(part: str) -> None:
    # The process asks for its own peak: that of a child, as its parent is told, is never below the parent's.
    code = (
        "from pathlib import Path\n"
        "from finder.sitemaps import parse_sitemap\n"
        f"parse_sitemap(b'<urlset>' + {part.encode()!r} * (4_000_000 // {len(part)}) + b'</urlset>')\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))"
    )
    # 4 MB of them took 200 MB, the 60 MB that are read 1.6 GB.
    assert int(measured(sys.executable, "-c", code).output) < 120_000  # KB


def test_a_sitemap_of_too_many_elements_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_MAX_ELEMENTS", 50)
    assert len(parse_sitemap(urlset(*(f"https://a.example/{number}" for number in range(20))))[0]) == 20
    for body in (urlset(*(f"https://a.example/{number}" for number in range(90))), b"<urlset>" + b"<a>" * 90):
        with pytest.raises(NotASitemap, match="more than 50 elements"):
            parse_sitemap(body)


@settings(max_examples=60)
@given(st.binary(max_size=300) | st.binary(max_size=100).map(lambda data: b"<urlset><url>" + data))
def test_nothing_that_is_sent_raises_anything_else(body: bytes) -> None:
    try:
        pages, further = parse_sitemap(body)
    except NotASitemap:
        return
    assert all(isinstance(text, str) for pair in pages for text in pair)
    assert all(isinstance(text, str) for text in further)


def test_nested_sitemaps_are_followed_in_every_form(world: World) -> None:
    site = world.site("a.example")
    site.page(
        "/sitemap.xml", index("http://a.example/more.xml", "/list.txt", "https://b.example/packed.xml.gz")
    )
    site.page("/more.xml", index("/deep.xml"))
    site.page("/deep.xml", urlset("http://a.example/deep", "/relative", "http://a.example/deep#part"))
    site.page("/list.txt", "http://a.example/listed\nhttps://other.example/elsewhere\n", "text/plain")
    world.site("b.example").sitemap(["https://b.example/packed?utm_source=map"], "/packed.xml.gz", gz=True)

    seen = reading(world, "http://a.example/sitemap.xml")
    assert set(seen.pages) == {
        "http://a.example/deep",
        "http://a.example/relative",
        "http://a.example/listed",
        "https://other.example/elsewhere",
        "https://b.example/packed",
    }
    assert not seen.problems


def test_indexes_that_name_each_other_are_read_once(world: World) -> None:
    site = world.site("a.example")
    site.page("/1.xml", index("/2.xml", "/1.xml", "/3.xml"))
    site.page("/2.xml", index("/1.xml", "/2.xml#x", "/3.xml"))
    site.page("/3.xml", urlset("/page"))
    assert set(reading(world, "http://a.example/1.xml").pages) == {"http://a.example/page"}
    assert len(world.requests()) == 3


def test_an_index_without_end_is_left(world: World) -> None:
    site = world.site("a.example")
    site.fallback(lambda request: index(f"{request.path}x", f"{request.path}y").decode())
    assert not reading(world, "http://a.example/s").pages
    assert len(world.requests()) < 40


def test_of_a_long_index_no_more_is_kept_than_is_read(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sitemaps, "_MAX_FILES", 3)
    resolved: list[str] = []

    def noting(name: str, base: str) -> str | None:
        resolved.append(name)
        return resolve(name, base)

    monkeypatch.setattr(sitemaps, "resolve", noting)
    site = world.site("a.example")
    site.page("/s", index(*(f"/{number}.xml" for number in range(500))))
    site.page("/0.xml", index(*(f"/0/{number}.xml" for number in range(500))))
    reading(world, "http://a.example/s")
    assert len(world.requests()) < 10
    assert len(resolved) < 10


def test_no_more_sitemaps_are_read_than_pages_are_wanted(world: World) -> None:
    site = world.site("a.example")
    site.page("/s", index(*(f"/{number}.xml" for number in range(9))))
    for number in range(9):
        site.page(f"/{number}.xml", urlset(*(f"/{number}/{page}" for page in range(10))))
    assert len(reading(world, "http://a.example/s", max_pages=25).pages) == 25
    assert len(world.requests()) == 4


def test_what_is_wrong_with_a_sitemap_is_told_by_its_address(world: World) -> None:
    site = world.site("a.example", robots="User-agent: *\nDisallow: /closed")
    site.page(
        "/s", index("/gone.xml", "/html.xml", "/closed.xml", "http://nowhere.example/s.xml", "mailto:x")
    )
    site.page("/html.xml", "<!doctype html><title>Hello</title>")
    assert reading(world, "http://a.example/s").problems == {
        "http://a.example/gone.xml": "answers 404",
        "http://a.example/html.xml": "is a web page, not a sitemap",
        "http://a.example/closed.xml": "cannot be read: robots disallowed",
        "http://nowhere.example/s.xml": "cannot be read: no such host",
    }


def test_a_sitemap_inside_our_network_is_not_read(world: World) -> None:
    world.site("a.example").page("/s", index("http://10.0.0.1/s.xml", "http://[::ffff:10.0.0.1]/s.xml"))
    seen = reading(world, "http://a.example/s")
    assert set(seen.problems.values()) == {"cannot be read: forbidden address"}


def test_robots_txt_names_sitemaps_and_usual_places_stand_by(world: World) -> None:
    world.site(
        "a.example", robots="Sitemap: /one.xml\nSitemap: https://b.example/two.xml\nSitemap: mailto:x\n"
    )

    async def ask(network: Network) -> tuple[list[str], list[str]]:
        return await sitemaps_of(network.robots, "http://a.example")

    named, usual = visit(world, ask)
    assert named == ["http://a.example/one.xml", "https://b.example/two.xml"]
    assert usual[0] == "http://a.example/sitemap.xml"
