"""What a page shows at a glance, and where it sends its visitor on to."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.pages.fingerprint import distance, fingerprint
from finder.pages.onward import onward
from finder.pages.signals import signals_of

URL = "https://a.example/old"


def test_what_a_reader_sees_is_told_apart_from_what_surrounds_it() -> None:
    found = signals_of(
        """<!doctype html><html lang="de-AT"><head><title> Gezeiten  heute </title>
        <meta name=robots content="noindex"><link rel=canonical href="/neu"><script>var secret</script></head>
        <body><nav>Start Suche</nav><main><h1>Gezeiten</h1><h2>Nordsee</h2><p>Flut <a href=/x>und geht</a>.
        <template>niemals</template><p hidden>versteckt</p></main><footer>Impressum</footer>
        <iframe src="https://ads.example/f"></iframe><noscript>Bitte JavaScript einschalten</noscript>
        <form><input type=PASSWORD></form></body></html>""",
        URL,
    )
    assert (found.title, found.h1, found.headings) == ("Gezeiten heute", "Gezeiten", ("Gezeiten", "Nordsee"))
    assert (found.language, found.canonical, found.robots) == ("de", "https://a.example/neu", "noindex")
    for word in ("secret", "niemals", "versteckt", "Impressum", "Start", "JavaScript"):
        assert word not in found.text
    assert "und geht" in found.text
    assert (found.passwords, found.frames, found.scripts, found.links) == (1, 1, 1, 1)
    assert found.hosts == ("ads.example",)
    assert found.silent == "Bitte JavaScript einschalten"


def test_traces_of_parking_services_are_found_in_the_markup() -> None:
    assert signals_of('<html data-adblockkey="x"><script>window.park="y"</script>', URL).marks == (
        "data-adblockkey",
        "window.park=",
    )


def test_plain_text_is_read_as_it_is() -> None:
    assert signals_of("404 <not found>", URL, plain=True).text == "404 <not found>"


@settings(deadline=None)
@given(st.text(max_size=300))
def test_no_text_is_too_odd(text: str) -> None:
    for plain in (True, False):
        found = signals_of(text, URL, plain=plain)
        assert found.main_words <= found.words or found.words == 0 or not plain
    onward(text, URL, text)


def test_fingerprints_differ_little_where_texts_do() -> None:
    words = [f"word{number}" for number in range(200)]
    print_of = fingerprint(words)
    assert distance(print_of, fingerprint([*words, "more"])) < 6
    assert distance(print_of, fingerprint([word[::-1] for word in words])) > 15
    assert fingerprint([]) == 0
    assert -(2**63) <= print_of < 2**63


@pytest.mark.parametrize(
    ("html", "by"),
    [
        ('<meta http-equiv="REFRESH" content="0;URL=/new">', "refresh"),
        ("<meta http-equiv=refresh content=\"5; url='/new'\"><p>We have moved.</p>", "refresh"),
        ("<base href='https://a.example/'><meta http-equiv=refresh content='1, new'>", "refresh"),
        ("<script>window.location = '/new';</script>", "script"),
        ('<script>location.replace("/new")</script><p>One moment</p>', "script"),
        ("<script>top.location.href='https://a.example/new'</script>", "script"),
    ],
)
def test_pages_that_send_their_visitor_on(html: str, by: str) -> None:
    assert onward(html, URL) == ("https://a.example/new", by)


@pytest.mark.parametrize(
    "html",
    [
        "<meta http-equiv=refresh content=300>",
        "<meta http-equiv=refresh content='60; url=/new'>",
        "<meta http-equiv=refresh content='0; url=/old'>",
        "<noscript><meta http-equiv=refresh content='0; url=/enable'></noscript>",
        f"<script>if (old) location = '/new'</script><p>{'An article of many words about tides. ' * 20}</p>",
        "<p>http-equiv and location are words</p>",
    ],
)
def test_pages_that_stay(html: str) -> None:
    assert onward(html, URL) is None


def test_a_refresh_header_counts_as_well() -> None:
    assert onward("", URL, "0; url=/new") == ("https://a.example/new", "refresh")
