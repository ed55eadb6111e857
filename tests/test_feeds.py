"""Feeds of every sort are read into addresses and moments; what is none is said in words."""

from __future__ import annotations

import socket
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from finder.feeds import NotAFeed, feeds_of, parse_feed
from finder.moments import iso_of, last_moment

if TYPE_CHECKING:
    from pathlib import Path

FEED = "https://blog.example/feeds/all.xml"
RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0">
<channel><title>Blog</title>
<item><link>https://blog.example/a</link><pubDate>Wed, 25 Nov 2020 08:00:00 +0100</pubDate></item>
<item><link>../b</link></item>
<item><link>https://feeds.example/~r/c</link><feedburner:origLink>https://blog.example/c</feedburner:origLink></item>
<item><guid>https://blog.example/d</guid></item>
<item><title>No address</title></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom" xml:base="https://blog.example/posts/"><title>B</title>
<entry><link rel="alternate" href="a"/><published>2020-11-24T00:00:00Z</published>
<updated>2020-11-25T07:00:00Z</updated></entry></feed>"""
RDF = """<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>B</title></channel>
<item><link>https://blog.example/a</link><dc:date>2020-11-25T07:00:00Z</dc:date></item></rdf:RDF>"""
SEVEN = "2020-11-25T07:00:00Z"


def read(feed: str) -> list[tuple[str, str]]:
    """Address and moment of each entry."""
    return [(url, "" if at is None else iso_of(at)) for url, at in parse_feed(feed.encode(), FEED)]


def test_rss_atom_and_rdf_give_addresses_and_moments() -> None:
    assert read(RSS) == [
        ("https://blog.example/a", SEVEN),
        ("https://blog.example/b", ""),
        ("https://blog.example/c", ""),
        ("https://blog.example/d", ""),
    ]
    assert read(ATOM) == [("https://blog.example/posts/a", SEVEN)]
    assert read(RDF) == [("https://blog.example/a", SEVEN)]


@pytest.mark.parametrize(
    "never", ["Mon, 30 Nov -0001 00:00:00 +0000", "0000-00-00T00:00:00Z", "9999-12-31T23:59:59-23:59"]
)
def test_a_date_that_no_calendar_has_costs_neither_the_entry_nor_the_feed(never: str) -> None:
    items = f"<item><link>/a</link><pubDate>{never}</pubDate></item>"
    items += f"<item><link>/b</link><updated>{never}</updated><pubDate>{SEVEN}</pubDate></item>"
    feed = f'<rss version="2.0"><channel>{items}</channel></rss>'
    assert read(feed) == [("https://blog.example/a", ""), ("https://blog.example/b", SEVEN)]


def test_a_feed_that_breaks_off_gives_what_it_has() -> None:
    assert [url for url, _ in read(RSS[: RSS.index("<item><guid>")])][:1] == ["https://blog.example/a"]


@pytest.mark.parametrize(
    ("body", "said"),
    [
        ("", "is empty"),
        ("<!doctype html><title>Blog</title>", "is a web page, not a feed"),
        ('{"version": "1"}', "is not readable as a feed"),
        ("<rss><channel><item>", "is not readable as a feed"),
        ('<!DOCTYPE r [<!ENTITY a "b">]><rss><channel/></rss>', "declares entities of its own"),
    ],
)
def test_what_is_no_feed_is_said(body: str, said: str) -> None:
    with pytest.raises(NotAFeed, match=said):
        read(body)


@pytest.mark.parametrize("charset", ["utf-8", "utf-16", "utf-16-be", "utf-32", "cp037", "utf-7"])
def test_entities_of_its_own_are_seen_in_every_character_set(charset: str) -> None:
    laughs = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 12))
    feed = RSS.replace("?>", f' encoding="{charset}"?><!DOCTYPE b [<!ENTITY l0 "ha">{laughs}]>', 1)
    body = feed.replace("Blog", "&l11;").encode(charset)
    if charset == "utf-7":
        body = body.replace(b"<!ENTITY", b"+ADw-!ENTITY")
    with pytest.raises(NotAFeed, match="declares entities"):
        parse_feed(body, FEED)


def test_ten_megabytes_of_tags_are_left_at_once() -> None:
    started = time.process_time()
    with pytest.raises(NotAFeed, match="more than 500,000 tags"):
        parse_feed(f"<rss><channel><item>{'<a>b' * 2_500_000}".encode(), FEED)
    # It took two minutes.
    assert time.process_time() - started < 5


def test_the_name_of_a_file_or_an_address_as_a_feed_is_neither_opened_nor_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(RSS)
    monkeypatch.setattr(socket, "socket", None)
    for body in (str(file), "https://blog.example/feed", f"file://{file}"):
        with pytest.raises(NotAFeed):
            read(body)


def test_a_feed_without_entries_is_one(tmp_path: Path) -> None:
    assert read('<rss version="2.0"><channel><title>New</title></channel></rss>') == []


def test_a_huge_feed_gives_its_first_entries_in_bounded_time() -> None:
    items = "<item><link>https://blog.example/{}</link><description>{}</description></item>"
    feed = "".join(items.format(number, "&lt;p&gt;" * 50) for number in range(6000))
    began = time.monotonic()
    found = read(f'<rss version="2.0"><channel>{feed}</channel></rss>')
    assert len(found) == 5000
    assert time.monotonic() - began < 30


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=200), st.integers(0, len(RSS)))
@example("0\xa0", 58)
def test_anything_is_a_feed_or_not(text: str, place: int) -> None:
    for feed in (text, RSS[:place] + text + RSS[place:]):
        try:
            read(feed)
        except NotAFeed:
            continue


def test_a_page_names_its_feeds() -> None:
    html = """<head><base href="/blog/"><link rel="alternate" type="application/rss+xml" href="feed">
    <link REL="Alternate nofollow" TYPE="application/atom+xml; charset=utf-8" href="https://x.example/atom">
    <link rel="alternate" hreflang="de" href="/de/"><link rel="stylesheet" type="text/css" href="a.css">
    <link rel="alternate" type="application/rss+xml" href="javascript:x"></head>"""
    assert feeds_of(html, "https://blog.example/") == [
        "https://blog.example/blog/feed",
        "https://x.example/atom",
    ]
    assert feeds_of("", "https://blog.example/") == []


@pytest.mark.parametrize(
    ("said", "moment"),
    [
        ("2026-01-02", "2026-01-02T23:59:59Z"),
        ("2026-01-02T10:00:00+02:00", "2026-01-02T08:00:00Z"),
        ("2026-01-02T10:00:00.123Z", "2026-01-02T10:00:00Z"),
        ("2026-01-02T10:00", "2026-01-02T10:00:00Z"),
        ("2999-01-01", ""),
        ("9999-12-31T23:59:59-10:00", ""),
        ("yesterday", ""),
        ("", ""),
    ],
)
def test_dates_of_sitemaps_mean_the_last_moment_that_they_may(said: str, moment: str) -> None:
    assert last_moment(said) == moment


def test_a_moment_that_cannot_be_is_none() -> None:
    assert [iso_of(number) for number in (1e20, -1e20, 9e10)] == ["", "", ""]
