"""Whatever the HTML, read_page answers, within bounds."""

import sys
import time
from datetime import date

import pytest
from ada_url import URL
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.process import measured
from finder.brands import Brand, Names
from finder.items import Placement, SourcePage
from finder.pages import decode, read_page

URL_OF_PAGE = "https://www.example.co.uk/a/b?c=d"
NAMES = Names([Brand("Acme", aliases=("acme tools",)), Brand("東京"), Brand("-", aliases=("*", "'"))])
TAGS = "a area article aside b base br button dd div dl dt footer form h1 h2 header i img li main math"
TAGS += " meta nav noscript ol option p pre"
TAGS += " q script section select span strong style svg table tbody td template textarea"
TAGS += " title tr ul"
ATTRIBUTES = [
    'href="/x"',
    "href=//other.example/y?z",
    "href='htt\nps://a.example'",
    "href",
    'class="nav sidebar comments"',
    "class=entry-header",
    "hidden",
    "style=display:none",
    'rel="next nofollow"',
    "role=main",
    'alt="Acme"',
    'name=robots content="none"',
    'itemprop="author datePublished"',
    "class=entry-author",
    "class=pub-date",
    'datetime="2020-02-30"',
    'name=author content="By A. B, C & D; &lt;i&gt;E F"',
    'property=article:published_time content="0000-00-00"',
    'type="application/ld+json"',
]
TEXT = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [
            "Acme",
            " ",
            "acme-\ntools. 東京へ! ",
            "&shy;&#0;&nbsp;&amp",
            "3",
            "By Ada Wren, 3. 13. 2015",
            '{"author":',
        ]
    ),
)
TAG = st.builds(
    lambda close, tag, attributes: f"<{close}{tag} {' '.join(attributes)}>",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(TAGS.split()),
    st.lists(st.sampled_from(ATTRIBUTES), max_size=3),
)
SOUP = st.lists(
    st.one_of(TAG, TEXT, st.sampled_from(["<!--", "-->", "<![CDATA[", "<", "\0", "\ud800"])), max_size=40
).map("".join)


@given(st.one_of(st.text(st.characters(codec=None)), SOUP))
@settings(max_examples=300, deadline=None)
def test_any_tag_soup_gives_a_page_with_absolute_links_and_anchors_in_their_contexts(
    html: str,
) -> None:
    page = read_page(html, URL_OF_PAGE, NAMES)
    for link in page.links:
        assert URL(link.url).protocol in ("http:", "https:")
        assert "#" not in link.url
        assert link.placement in Placement
        if not link.image and link.context:
            assert link.anchor in link.context
    for mention in page.mentions:
        assert mention.snippet
    page.text.encode("utf-8")
    assert len(page.authors) <= 10
    assert all(2 <= len(author) <= 100 for author in page.authors)
    for day in (page.published, page.modified):
        assert not day or date(1995, 1, 1) <= date.fromisoformat(day)
    assert_within_limits(page)


@given(SOUP, SOUP, st.integers(1, 400), st.integers(1, 400))
@settings(max_examples=150, deadline=None)
def test_soup_that_is_repeated_and_nested_gives_a_page_within_the_limits(
    start: str, part: str, times: int, more: int
) -> None:
    assert_within_limits(read_page(start + part * times + (start + part) * more, URL_OF_PAGE, NAMES))


def assert_within_limits(page: SourcePage) -> None:
    assert len(page.links) <= 20_000
    assert len(page.mentions) <= 500
    assert len(page.next_urls) <= 10
    assert len(page.headings) <= 50
    assert max(map(len, (page.title, page.summary)), default=0) <= 500
    assert max(map(len, (page.h1, *page.headings)), default=0) <= 300
    assert len(page.text) <= 20_000
    assert 0 <= page.words <= 20_000
    for link in page.links:
        assert len(link.anchor) <= 300
        assert len(link.heading) <= 300
        assert len(link.context) <= 900
        assert len(link.spelling) <= 2_000
        assert len(link.url) <= 8_000 + len(URL_OF_PAGE)


@given(
    st.binary(),
    st.one_of(
        st.text(), st.sampled_from(["text/html; charset=utf-16", "text/html; charset=hex", "a;charset=idna"])
    ),
)
@settings(deadline=None)
def test_any_bytes_decode_to_text(body: bytes, content_type: str) -> None:
    decode(body, content_type).encode("utf-8")


def test_a_page_five_thousand_elements_deep_keeps_its_innermost_link() -> None:
    page = read_page("<div>" * 5_000 + "<a href=/x>deep</a>", URL_OF_PAGE)
    assert [link.anchor for link in page.links] == ["deep"]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000,
        "".join(f"<p><b id={number}>" for number in range(3_000)),
        "<a " + " ".join(f"a{number}=1" for number in range(60_000)) + ">",
        "<!--" * 100_000,
        "<table>" * 5_000,
        "<svg><a xlink:href=/x>" * 2_000,
        "<blockquote>" * 4_000 + "<a href=/x><img></a>" * 20_000,
        "<meta name=robots content=x>" * 50_000,
        "<div class=author>" * 5_000 + "By A B 3 May 2015 " * 20_000,
        "<script type=application/ld+json>" + '{"author":[' * 100_000 + "</script>",
        "<meta name=author content='" + "A b, &lt;" * 200_000 + "'>",
        "<p>by " + "1.1.2015 " * 100_000,
    ],
    ids=[
        "depth",
        "open formatting elements",
        "attributes",
        "comments",
        "tables",
        "svg",
        "items",
        "declarations",
        "authors in authors",
        "deep data",
        "long names",
        "days",
    ],
)
def test_pages_made_to_blow_up_a_parser_are_read(html: str) -> None:
    assert len(read_page(html + "<p>the end</p>", URL_OF_PAGE).links) <= 20_000


def test_of_a_hundred_thousand_links_the_first_twenty_thousand_are_kept_in_order() -> None:
    html = "".join(f"<li><a href=/{number}>{number}</a> x" for number in range(100_000))
    links = read_page(html, URL_OF_PAGE).links
    assert len(links) == 20_000
    assert [link.anchor for link in links[:3]] == ["0", "1", "2"]
    assert links[-1].url == "https://www.example.co.uk/19999"


def test_long_attributes_and_texts_are_cut() -> None:
    html = f"<h1>{'h' * 5_000}</h1><p><a href='/{'x' * 5_000}'>{'word ' * 5_000}</a><p>{'text ' * 9_000}"
    page = read_page(html, URL_OF_PAGE)
    link = page.links[0]
    assert (len(link.spelling), len(link.anchor), len(page.text)) == (2_000, 299, 20_000)
    assert len(link.context) <= 400
    assert len(link.heading) <= 300


MEGABYTES = 10_000_000
FLOOD = "<a " + " ".join(f"a{number}" for number in range(15_000)) + ">"
BIG = {
    "text": "<p>word ",
    "text without spaces": "x",
    "text of an unspaced script": "潮",
    "headings": "<h2>heading</h2>",
    "links": "<li><a href=/a/b>link</a> text",
    "outbound links": "<p><a href=https://a.example/>link</a> text",
    "links that pass the page on": "<p><a href='https://b.example/share?url=https://a.example/'>a</a>",
    "links in one paragraph": "word <a href=/a>b</a> ",
    "depth": "<div>" * 5_000 + "x" + "</div>" * 5_000,
    "depth without end": "<div><ul><li>",
    "links among signs": "<a href=https://a.example/>?!</a>",
    "breaks": "<br>",
    "empty elements": "<b></b><span class=a></span><div></div>",
    "names": "<div id=nav-1 class='post-2 sidebar'>a</div>",
    "zones": "<nav>a</nav>",
    "pictures": "<img src=/a alt=b>",
    "quotations": "<q>a</q>",
    "formatting": "<p><b id=1><i>x",
    "tables": "<table><tr><td>x",
    "broken tags": "<a <b '",
    "open quotes": '<a href="',
    "less-than": "<",
    "ampersands": "&",
    "comments": "<!-- x -->",
    "scripts": "<script>x</script>",
    "declarations": "<meta name=a content=b>",
    "drawings": "<svg><title>x</title><a xlink:href=/x>",
    "attributes": FLOOD,
    "sentences": "a. b! c? ",
    "invisible": "a\u00adb\u200b",
    "hidden": "<i hidden>a</i>b",
    "pagination": "<p class=pagination><a href='?page=2'>2</a>",
}


@pytest.mark.parametrize("name", BIG)
def test_ten_megabytes_of_anything_are_read_in_bounded_time(name: str) -> None:
    part = BIG[name]
    html = part * (MEGABYTES // len(part) + 1)
    started = time.process_time()
    assert_within_limits(read_page(html, URL_OF_PAGE))
    # Less than a second when nothing else is going on; without bounds some took a minute.
    assert time.process_time() - started < 10


@pytest.mark.parametrize(
    "start", ["<title>", "<div class='", "<div id='", "<p style='", "<a href='", "<img alt='", "<!--", "<h1>"]
)
def test_ten_megabytes_of_bait_in_one_place_are_read_in_bounded_time(start: str) -> None:
    for bait in ("nav - ", "display: ", "/a?b=http:", "share=&", "a | b : ", "\n"):
        started = time.process_time()
        assert_within_limits(read_page(start + bait * (MEGABYTES // len(bait)), URL_OF_PAGE))
        assert time.process_time() - started < 10


@pytest.mark.parametrize("content_type", ["", "text/html; charset=utf-16", "text/html; charset=shift_jis"])
def test_ten_megabytes_of_a_wrong_encoding_are_read_in_bounded_time(content_type: str) -> None:
    body = bytes(range(256)) * (MEGABYTES // 256)
    started = time.process_time()
    assert_within_limits(read_page(decode(body, content_type), URL_OF_PAGE))
    assert time.process_time() - started < 20


def test_the_memory_that_ten_megabytes_take_is_bounded() -> None:
    # The process asks for its own peak: that of a child, as its parent is told, is never below the parent's.
    code = (
        "from finder.pages import read_page\n"
        "from pathlib import Path\n"
        "for part in ('<li><a href=/a>b</a> c', '<h2>a</h2>', '<b></b>', '<p>a '):\n"
        "    read_page(part * (10_000_000 // len(part)), 'https://a.example/')\n"
        "lines = Path('/proc/self/status').read_text().splitlines()\n"
        "print(next(line.split()[1] for line in lines if line.startswith('VmHWM')))"
    )
    assert int(measured(sys.executable, "-c", code).output) < 400_000  # KB


def test_scripts_full_of_quotes_and_less_than_signs_cost_no_text() -> None:
    script = f"<script>if (a <b && c == 'it\"s') {{ {'x = y ; ' * 4_000} }}</script>"
    html = "<p>" + "word " * 40_000 + script * 3 + "<p><a href=/x>after</a>" + '<p title="">' * 3
    assert [link.anchor for link in read_page(html, URL_OF_PAGE).links] == ["after"]
