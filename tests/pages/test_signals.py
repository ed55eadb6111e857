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
        <script>var secret</script></head>
        <body><nav>Start Suche</nav><main><h1>Gezeiten</h1><h2>Nordsee</h2><p>Flut <a href=/x>und geht</a>.
        <template>niemals</template><p hidden>versteckt</p></main><footer>Impressum</footer>
        <iframe src="https://ads.example/f"></iframe><noscript>Bitte JavaScript einschalten</noscript>
        <form><input type=PASSWORD></form></body></html>""",
        URL,
    )
    assert (found.title, found.h1, found.headings) == ("Gezeiten heute", "Gezeiten", ("Gezeiten", "Nordsee"))
    assert found.language == "de"
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


@pytest.mark.parametrize("mount", ["<div id=root>", "<div id='__next'>", "<app-root>", "<main ng-app=tides>"])
def test_where_a_framework_of_scripts_writes_is_seen(mount: str) -> None:
    assert signals_of(f"<p>Tides{mount}", URL).app
    assert not signals_of("<p>Tides<div id=approach>", URL).app


def test_a_page_that_is_hidden_until_its_scripts_ran_is_read_as_it_is() -> None:
    for start in ("<html hidden><body>", "<body style='display:none'>", '<html role="banner"><body>'):
        assert signals_of(f"{start}<p>All about <b>tides</b>.", URL).text == "All about\ntides\n."


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("one\u00a0two\u2003three\tfour\x0cfive  six", 6),
        ("plain words ", 2),
        ("naïve “words” – four", 4),
        ("潮汐表", 2),
        ("潮 汐 表 x", 5),
        ("", 0),
    ],
)
@pytest.mark.parametrize("times", [1, 300])
def test_words_are_counted_between_any_white_space(text: str, words: int, times: int) -> None:
    pairs = sum(letter > "\u3000" for letter in text)
    alone = words - pairs // 2
    found = signals_of(f"<p>{f'{text} ' * times}", URL)
    assert found.words == alone * times + pairs * times // 2


@pytest.mark.parametrize(
    ("text", "words"), [("plain words ", 2), ("潮汐表 ", 2.5), ("naïve “words” – four ", 4)]
)
def test_of_more_words_than_matter_about_as_many_are_counted(text: str, words: float) -> None:
    found = signals_of(f"<p>{text * 8_000}", URL)
    assert found.words == pytest.approx(words * 8_000, rel=0.01)


def test_words_behind_much_white_space_are_counted() -> None:
    found = signals_of(f"<pre>{' ' * 40_000}{'tide ' * 300}", URL)
    assert found.words == found.main_words == 300


def test_whom_a_page_names_is_told_of_pages_that_say_little() -> None:
    named = '<a href="http://other.example/">one</a><iframe src="http://frame.example/"></iframe>'
    little = signals_of(f"<p>{'tide ' * 399}{named.replace('one', '')}", URL)
    assert (little.hosts, little.embeds, little.frames) == (
        ("frame.example", "other.example"),
        ("frame.example",),
        1,
    )
    much = signals_of(f"<p>{'tide ' * 400}{named}", URL)
    assert (much.hosts, much.embeds, much.frames) == ((), (), 0)


def test_the_start_of_a_text_is_whole_however_much_white_space_there_is() -> None:
    word = f"tide{' ' * 200}"
    assert signals_of(f"<p>{word * 400}</p><p>Ebb</p>", URL).text == f"{' '.join(['tide'] * 400)}\nEbb"
    assert len(signals_of(f"<p>{'tide ' * 4_000}", URL).text) == 3_000


def test_menus_and_footers_count_as_words_of_the_page_but_not_of_its_main_part() -> None:
    html = "<nav>one two <footer>three</footer></nav><p>a b c d e f</p><div role=banner><nav>four</nav></div>"
    found = signals_of(html, URL)
    assert (found.words, found.main_words, found.text) == (10, 6, "a b c d e f")
    assert signals_of("<nav>one two three four five six</nav><p>a b</p>", URL).main_words == 8


def test_only_a_page_of_few_words_is_known_by_its_skeleton() -> None:
    assert signals_of("<p>Few words <b>here", URL).skeleton_print
    many = " ".join(f"{one}{other}" for one in "abcdefgh" for other in "klmnopqr")
    assert not signals_of(f"<p>{many} <b>here", URL).skeleton_print


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
        ("<script>setTimeout(function(){location\n.assign('/new')}, 9)</script>", "script"),
        ("<meta content='0;url=/new' http-equiv = 'Re&#102;resh'>", "refresh"),
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
