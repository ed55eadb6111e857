"""Whatever the HTML, read_contacts answers, within bounds."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.pages.contacts import read_contacts

PAGE = "https://www.harbour-ledger.example/2024/notes.html"
MEGABYTES = 5_000_000
PIECES = st.sampled_from(
    [
        *(
            "a@b.de",
            " [at] ",
            "(at)",
            " dot ",
            "@",
            "mailto:",
            "&#64;",
            "%40",
            "<b>",
            "</b>",
            "<p>",
            "<code>",
            "</code>",
        ),
        *(
            "<a href='mailto:",
            "'>",
            "<span data-cfemail='1f",
            "<bdo dir=rtl>",
            "</bdo>",
            "<script>document.write('",
        ),
        *(
            "' + '",
            "')</script>",
            "<style>.x{display:none}</style>",
            "<span class=x>",
            "\u202e",
            "[",
            ",",
            "NOSPAM",
        ),
        *(
            "<script type=application/ld+json>",
            '{"email":',
            '"a@b.de"',
            "}</script>",
            "<img alt='@'>",
            "\ud800",
            "\0",
        ),
        *(
            "<form action='mailto:a@b.de'><textarea>",
            "<a data-user=a data-domain=b.de>",
            "<a href=https://x.com/abc>",
        ),
    ]
)
BIG = {
    "signs": "@",
    "signs with spaces": " @ ",
    "local parts": "a.b-c",
    "local parts with dots": "a [dot] b",
    "domains": "a@b.",
    "addresses": "a@b.de ",
    "addresses glued": "a@b.de",
    "words for signs": " [at] a [dot] ",
    "brackets": "[(",
    "spoken": "a at b dot ",
    "links": "<a href='mailto:a@b.de'>x</a>",
    "recipients": "<a href='mailto:" + "a@b.de," * 500 + "'>x</a>",
    "encoded": "<span data-cfemail=1f7e5f7d313b7a>x</span>",
    "backwards": "<bdo dir=rtl>ed.b@a</bdo>",
    "backwards inside": "<bdo dir=rtl><span style=direction:rtl>",
    "hidden": "a<i style='display:none'>x</i>@",
    "code": "<pre><code>a@b.de</code></pre>",
    "preformatted": "<pre>a@b.de;\n",
    "pictures": "a<img alt='@'>b.de ",
    "small scripts": "<script>document.write('a' + '@' + 'b.de')</script>",
    "style sheets": "<style>" + ".a{display:none}" * 200 + "</style>",
    "attributes": "<i data-user=a data-domain=b.de></i>",
    "forms": "<form><textarea></textarea><input name=mail></form>",
    "profiles": "<li><a href=https://twitter.com/abcd>x</a>",
    "contact pages": "<li><a href=/kontakt>Kontakt</a>",
    "noscript": "<noscript>a@b.de</noscript>",
    "capitals": "A AT B DOT ",
    "names": "Anna Maria Anna Maria a@b.de ",
    "markers": "NOSPAM@NOSPAM.",
    "wide": "a＠b．de ",
    "turned": "\u202eed.b@a",
    "dots in words": "a" + "_dot_a" * 14 + "!b at c.com ",
    "scripts that write much": "<script>a='"
    + "x@y.de " * 600
    + "';"
    + "document.write(a);" * 100
    + "</script>",
}


@given(st.lists(st.one_of(PIECES, st.text(max_size=8)), max_size=40).map("".join))
@settings(max_examples=250, deadline=None)
def test_any_tag_soup_gives_contacts_within_the_limits(html: str) -> None:
    page = read_contacts(html, PAGE)
    for contact in page.contacts:
        assert len(contact.snippet) <= 300
        assert contact.found_on == PAGE


@pytest.mark.parametrize("name", BIG)
def test_five_megabytes_of_anything_are_read_in_bounded_time(name: str) -> None:
    part = BIG[name]
    started = time.process_time()
    page = read_contacts(part * (MEGABYTES // len(part)), PAGE)
    # A second or two when nothing else is going on.
    assert time.process_time() - started < 12
    assert len(page.contacts) < 300


@pytest.mark.parametrize(
    "start",
    [
        "<a href='mailto:",
        "<a href='javascript:",
        "<span data-cfemail='",
        "<script>document.write('",
        "<script>",
        "<style>",
        "<p style='",
        "<meta name=email content='",
        "<bdo dir=rtl>",
        "<a data-domain='",
        "<script type=application/ld+json>",
    ],
)
def test_bait_in_one_place_is_read_in_bounded_time(start: str) -> None:
    for bait in ("a@", "1f", "' + '", "\\'", "[[", "{display:none", "a [at] ", '{"email":', "a,", "a." * 4):
        started = time.process_time()
        read_contacts(start + bait * (1_000_000 // len(bait)), PAGE)
        assert time.process_time() - started < 8


def test_scripts_nested_deep_and_doubling_are_read() -> None:
    doubling = "<script>var a = 'mailto:a@b.de'; " + "a = a + a; " * 500 + "document.write(a)</script>"
    deep = "<script>document.write(" + "[" * 5_000 + "'a@b.de'" + "]" * 5_000 + ")</script>"
    assert len(read_contacts(doubling + deep, PAGE).contacts) <= 2


def test_a_script_that_joins_anew_and_anew_gives_no_more_than_a_page_has_room_for() -> None:
    long = "y" * 900
    joined = f".split('').join('{long}')" * 8
    replaced = f".replace('y', '{long}')" * 8
    listed = f"[{'a,' * 900}a].join('{long}')"
    for changed in (f"a{joined}", f"a{replaced}", listed + joined):
        script = f"<script>var a = '{long}@'; document.write({changed})</script>"
        assert read_contacts(script, PAGE).contacts == ()


def test_what_is_for_readers_without_scripts_is_not_read_again_for_each_element_around_it() -> None:
    started = time.process_time()
    read_contacts(("x@\u0627</style><noscript>" * 4_000) + "<noscript>ada@a.example</noscript>", PAGE)
    # It took five seconds of 100 KB.
    assert time.process_time() - started < 2
