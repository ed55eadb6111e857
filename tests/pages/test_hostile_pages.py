"""Whatever the HTML, read_page answers, within bounds."""

from datetime import date

import pytest
from ada_url import URL
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.brands import Brand, Names
from finder.items import Placement
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
