"""URL identity: what a browser would request, one spelling for one page, and whose page it is."""

from __future__ import annotations

import ada_url
import pytest
from hypothesis import given
from hypothesis import strategies as st
from publicsuffixlist import PublicSuffixList

from finder.urls import (
    host,
    hostname,
    identity,
    key,
    origin,
    prospect,
    public_suffixes,
    registrable_domain,
    resolve,
    site,
)

ESCAPES = ["%", "%2", "%2e", "%2F", "%41", "%7E", "%25", "%zz"]
MARKS = [".", "..", "/", "//", "\\", "?", "&", "=", "#", ";", ":", "@", "~", "+", "'", "|"]
WORDS = ["a", "é", "日本", "utm_source=x", "fbclid=1", "id=1"]
PIECES = st.sampled_from([*ESCAPES, *MARKS, *WORDS])
PATHS = st.lists(PIECES, max_size=8).map("".join) | st.text(max_size=20)
HOSTS = st.sampled_from(
    ["a.example", "A.Example.", "bücher.example", "127.1", "[::1]", "a.example:8080", "a.example:80"]
)


@given(st.sampled_from(["http", "https", "HTTP"]), HOSTS, PATHS)
def test_an_identity_stays_as_it_is(scheme: str, name: str, path: str) -> None:
    url = resolve(f"{scheme}://{name}/{path}")
    if url is None:
        return
    once = identity(url)
    assert identity(once) == once
    assert resolve(once) == once
    assert "#" not in once
    assert once.isascii()
    assert hostname(once) == hostname(identity(once))


@given(
    st.from_regex(r"https?://[a-zA-Z0-9.-]{1,20}", fullmatch=True)
    | st.sampled_from(
        ["http://a.example", "https://xn--a.example", "http://a.xn--p1ai", "http://-a--b-.example"]
    ),
    st.sampled_from(["", "/"]),
    st.lists(PIECES | st.sampled_from(["a.b", "-", "'", '"', "<", "^", "`", "{", "\n", " "]), max_size=8).map(
        "".join
    ),
)
def test_an_address_that_is_taken_as_it_is_would_be_parsed_to_the_same(
    start: str, slash: str, path: str
) -> None:
    href = start + slash + path
    try:
        parsed = ada_url.URL(href)
    except ValueError:
        assert resolve(href) is None
        return
    parsed.hash = parsed.username = parsed.password = ""
    if not parsed.hostname.endswith("."):
        assert resolve(href) == parsed.href


@given(st.text(max_size=60), st.none() | st.just("http://a.example/dir/page?x"))
def test_no_link_text_raises(href: str, base: str | None) -> None:
    url = resolve(href, base)
    assert url is None or url.startswith(("http://", "https://"))


def test_ten_spellings_of_an_address_are_one() -> None:
    spellings = [
        "http://harbour.example/tides/a~b?x=1",
        "HTTP://Harbour.EXAMPLE/tides/a~b?x=1",
        "http://harbour.example:80/tides/a~b?x=1",
        "http://harbour.example./tides/a~b?x=1",
        "http://harbour.example/tides/a%7Eb?x=1",
        "http://harbour.example/%74ides/a%7eb?x=1",
        "http://harbour.example/./x/../tides/a~b?x=1",
        "http:\\\\harbour.example\\tides\\a~b?x=1",
        " http://har\nbour.example/ti\tdes/a~b?x=1#part ",
        "http://harbour.example/tides/a~b?utm_source=news&x=1&fbclid=2",
        "http://me:secret@harbour.example/tides/a~b?x=1&",
    ]
    assert {identity(resolve(spelling) or "") for spelling in spellings} == {spellings[0]}


def test_what_may_be_another_page_keeps_its_own_identity() -> None:
    different = [
        "http://harbour.example/tides",
        "https://harbour.example/tides",
        "http://www.harbour.example/tides",
        "http://harbour.example:8080/tides",
        "http://harbour.example/tides/",
        "http://harbour.example/Tides",
        "http://harbour.example//tides",
        "http://harbour.example/tides?a=1&b=2",
        "http://harbour.example/tides?b=2&a=1",
        "http://harbour.example/tides?a=1",
        "http://harbour.example/tides?a=1&a=1",
        "http://harbour.example/tides?a",
        "http://harbour.example/a%2Fb",
        "http://harbour.example/a/b",
        "http://harbour.example/a+b",
        "http://harbour.example/a%20b",
        "http://harbour.example/a%2Bb",
    ]
    assert [identity(url) for url in different] == different


def test_parameters_that_only_tell_where_a_visitor_came_from_are_left_out() -> None:
    assert identity("http://a.example/?utm_source=x&UTM_Medium=y&gclid=1&_ga=2") == "http://a.example/"
    assert identity("http://a.example/?utm%5Fsource=x") == "http://a.example/"
    assert identity("http://a.example/?id=1&gclid=2&page=3") == "http://a.example/?id=1&page=3"
    assert identity("http://a.example/?utm=1&xutm_source=2") == "http://a.example/?utm=1&xutm_source=2"
    assert identity("http://a.example/?") == "http://a.example/"


@pytest.mark.parametrize(
    ("href", "url"),
    [
        ("page", "https://a.example/dir/page"),
        ("../up", "https://a.example/up"),
        ("../../../up", "https://a.example/up"),
        ("/root", "https://a.example/root"),
        ("//b.example", "https://b.example/"),
        ("?q", "https://a.example/dir/here?q"),
        ("", "https://a.example/dir/here?x"),
        ("#part", "https://a.example/dir/here?x"),
        ("\\\\b.example\\c", "https://b.example/c"),
        ("https:page", "https://a.example/dir/page"),
        ("http:/b.example", "http://b.example/"),
        ("http:b.example", "http://b.example/"),
        ("https:////b.example//c", "https://b.example//c"),
        ("  \thttp://b.example/a b  ", "http://b.example/a%20b"),
        ("ja\nva", "https://a.example/dir/java"),
        ("http://ＢＵＣＨ.example/", "http://buch.example/"),
        ("http://bücher.example/ü?ü", "http://xn--bcher-kva.example/%C3%BC?%C3%BC"),
        ("http://faß.example/", "http://xn--fa-hia.example/"),
        ("http://b.example/%zz", "http://b.example/%zz"),
        ("http://0x7f.1/", "http://127.0.0.1/"),
        ("http://2130706433/", "http://127.0.0.1/"),
        ("http://[::FFFF:127.0.0.1]/", "http://[::ffff:7f00:1]/"),
        ("http://b.example:443/", "http://b.example:443/"),
        ("https://b.example:443/", "https://b.example/"),
        ("http://b%2Eexample/", "http://b.example/"),
    ],
)
def test_links_resolve_as_a_browser_resolves_them(href: str, url: str) -> None:
    assert resolve(href, "https://a.example/dir/here?x") == url


@pytest.mark.parametrize(
    "href",
    [
        "mailto:us@a.example",
        "javascript:void(0)",
        "java\nscript:alert(1)",
        "tel:+49",
        "data:text/html,x",
        "ftp://a.example/",
        "file:///etc/passwd",
        "about:blank",
        "blob:https://a.example/x",
        "http://",
        "http://[::1",
        "http://a.example:99999/",
        "http://a b.example/",
        "http://a<b>.example/",
        "http://256.0.0.1/",
        "http://1.2.3.4.5/",
        "http://a.example/" + "x" * 8000,
        "http://\ud800.example/",
        "http://../page.example/x",
        "http://./",
        "https://..:8080//page.example/",
    ],
)
def test_what_a_browser_would_not_request_is_none(href: str) -> None:
    assert resolve(href, "https://a.example/") is None


@given(st.text())
def test_a_key_is_a_signed_number_of_64_bits(text: str) -> None:
    assert -(2**63) <= key(text) < 2**63
    assert key(text) == key(text)


def test_a_key_is_the_same_in_every_process_and_version() -> None:
    # Rows of existing databases are found by these numbers.
    assert key("https://a.example/") == 9036103942708129340
    assert key("https://a.example") != key("https://a.example/")


def test_keys_use_both_signs_and_do_not_collide() -> None:
    keys = {key(f"https://a.example/{number}") for number in range(20_000)}
    assert len(keys) == 20_000
    assert 9_000 < sum(number < 0 for number in keys) < 11_000


def test_the_parts_of_an_address_are_told() -> None:
    url = "https://Bücher.example:8443/x?y"
    assert host(url) == "xn--bcher-kva.example:8443"
    assert hostname(url) == "xn--bcher-kva.example"
    assert origin(url) == "https://xn--bcher-kva.example:8443"
    assert origin("http://a.example:80/x") == "http://a.example"


@pytest.mark.parametrize(
    ("name", "domain"),
    [
        ("a.example", "a.example"),
        ("www.deep.a.example", "a.example"),
        ("WWW.A.Example.", "a.example"),
        ("blog.shop.co.uk", "shop.co.uk"),
        ("co.uk", "co.uk"),
        ("jane.github.io", "jane.github.io"),
        ("x.jane.github.io", "jane.github.io"),
        ("github.io", "github.io"),
        ("www.xn--bcher-kva.de", "xn--bcher-kva.de"),
        ("www.xn--85x722f.xn--55qx5d.cn", "xn--85x722f.xn--55qx5d.cn"),
        ("a.b.kawasaki.jp", "a.b.kawasaki.jp"),
        ("www.city.kawasaki.jp", "city.kawasaki.jp"),
        ("localhost", "localhost"),
        ("127.0.0.1", "127.0.0.1"),
        ("[::1]", "::1"),
        ("", ""),
    ],
)
def test_the_domain_that_somebody_registered(name: str, domain: str) -> None:
    assert registrable_domain(name) == domain


def test_two_addresses_are_of_one_site_by_their_domain() -> None:
    assert site("http://www.a.example/x") == site("https://shop.a.example:8443/")
    assert site("http://a.github.io/") != site("http://b.github.io/")
    assert site("http://a.co.uk/") != site("http://b.co.uk/")
    assert site("https://[::1]:8080/") == "::1"


@pytest.mark.parametrize(
    ("url", "who"),
    [
        ("https://www.a.example/blog", "a.example"),
        ("https://jane.github.io/blog", "jane.github.io"),
        ("https://jane.blogspot.com/2020", "jane.blogspot.com"),
        ("https://medium.com/@jane/story-1", "medium.com/@jane"),
        ("https://medium.com/@joe", "medium.com/@joe"),
        ("https://medium.com/", "medium.com"),
        ("https://github.com//jane//boat", "github.com/jane"),
        ("https://www.linkedin.com/in/jane?x", "linkedin.com/in/jane"),
        ("https://www.linkedin.com/feed", "linkedin.com"),
        ("https://old.reddit.com/r/sailing/comments/1", "reddit.com/r/sailing"),
    ],
)
def test_a_prospect_is_who_one_would_write_to(url: str, who: str) -> None:
    assert prospect(url) == who


@pytest.mark.parametrize("private", [True, False])
def test_the_public_suffixes_are_those_that_the_library_reads(private: bool) -> None:
    ours, theirs = public_suffixes(private=private), PublicSuffixList(only_icann=not private)
    assert vars(ours) == vars(theirs)
