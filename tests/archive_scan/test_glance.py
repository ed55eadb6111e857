"""The quick look before a page is read may let pages through for nothing, and must never hold one back."""

from __future__ import annotations

from typing import Final
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from finder.archive_scan.glance import Glance
from finder.archive_scan.scanner import Scanner
from finder.archive_scan.sought import Sought, sought_of
from finder.brands import Brand, Names
from finder.campaign import Campaign
from finder.pages.tree import parse
from finder.warc import ArchivedPage

PAGE: Final = "http://blog.example/post"
DEAD: Final = "http://gone.example/tide-tables?a=1"
RIVAL: Final = "rival.example"
NAMES: Final = ("Acme Sailing", "Müller & Söhne", "McHarbor's", "Harborline Yachting Supplies", "Яхта-Клуб")


def sought(names: tuple[str, ...] = NAMES) -> Sought:
    """What a campaign with these brands, one rival and one dead page looks for."""
    campaign = Campaign.model_validate(
        {
            "name": "acme",
            "own": {"sites": ["http://www.acme.example/"]},
            "brands": [{"name": name} for name in names],
            "backlinks": {"rivals": [RIVAL]},
        }
    )
    return sought_of(campaign, [DEAD])


SCANNER: Final = Scanner(sought())
READER: Final = Scanner(sought())
READER._glance.may_hold = lambda _: True  # type: ignore[method-assign]
NEEDLES: Final = Names([Brand(name) for name in NAMES]).needles()


def agree(html: str) -> int:
    """How many hints a page gives, which are the same with the quick look and without."""
    page = ArchivedPage(PAGE, html.encode("utf-8", "replace"), "text/html; charset=utf-8")
    found = READER.hints(page)
    assert SCANNER.hints(page) == found
    return len(found)


def lets_through(html: str) -> bool:
    """Whether a page is read at all."""
    return Glance(sought(), NEEDLES).may_hold(parse(html))


@pytest.mark.parametrize(
    "text",
    [
        "Acme Sailing",
        "ACME&nbsp;SAILING",
        "&#65;cme Sai&shy;ling",
        "<b>A</b>cme <i>Sail</i>ing",
        "Acme<!-- x --> Sailing",
        "Acme<script>var x = 1</script> Sailing",
        "Acme<span hidden>x</span> Sailing",
        "Acme<span style='display: none'>x</span> Sailing",
        "Acme<span aria-hidden=true>®</span> Sailing",
        "Acme<br>Sailing",
        "Acme<noscript>x</noscript>Sailing Acme Sailing",
        "<a href=/x>Acme<button> Sail</button>ing</a>",
        "Acme<button>x</button> Sailing",
        "Acme\u200b Sai\u2060ling",
        "Acme Sailling",
        "Acme Saiilng",
        "Acem Sailing",
        "Mueller und Soehne",
        "M&uuml;ller &amp; S&ouml;hne",
        "Mu\u0308ller & So\u0308hne",
        "McHarbors",
        "Mc Harbors",
        "Harbroline Yachting Suplies",
        "Harborline Yahcting Supplise",
        "Яхта-Клуб",
        "Яхта клубе",
    ],
)
def test_a_page_that_names_us_is_let_through_however_it_is_written(text: str) -> None:
    html = f"<main><h1>A post</h1><p>We often buy from {text} these days.</p></main>"
    agree(html)
    assert lets_through(html)


@pytest.mark.parametrize(
    "href",
    [
        "http://gone.example/tide-tables?a=1",
        "HTTP://GONE.EXAMPLE:80/tide-tables?a=1#part",
        "//gone.example/tide-tables?a=1&utm_source=x",
        "http:&#x2F;/gone&#46;example/tide-tables?a=1",
        "http://%67one.example/tide%2Dtables?a=1",
        "http://go\nne.exa\tmple/tide-tables?a=1",
        "http:\\\\gone.example\\tide-tables?a=1",
        "http://gone。example/tide-tables?a=1",
        "http://ｇｏｎｅ.example/tide-tables?a=1",
        "http://gone.example./x/../tide-tables?a=1",
        f"http://out.example/away?to={quote(DEAD, safe='')}",
        f"http://out.example/away?to={quote(quote(DEAD, safe=''), safe='')}",
        "http://www.rival.example/",
        "https:RIVAL.example/x",
    ],
)
def test_a_page_that_links_to_what_is_sought_gives_it_however_the_address_is_written(href: str) -> None:
    assert agree(f"<main><p>A good <a href='{href}'>list</a>.</p></main>") == 1


def test_a_link_below_a_base_on_the_dead_host_is_found() -> None:
    assert agree("<base href=http://gone.example/><p><a href='tide-tables?a=1'>x</a></p>") == 1


def test_pages_that_say_nothing_to_us_are_not_read() -> None:
    html = "<p>Nothing of <a href='http://other.example/a%20b?x=é'>ours</a> here.</p><script>gone()</script>"
    assert not lets_through(html)
    assert agree(html) == 0


PIECES: Final = st.sampled_from(
    """
    Acme acme Ac me Sailing Sail ing Sailling &nbsp; &shy; A x
    <b> </b> <p> </p> <br> <div> </div> <td> <li> <span|hidden> </span> <i|aria-hidden=true> </i>
    <script>x</script> <style>x</style> <textarea>x</textarea> <template>x</template> <iframe>x</iframe>
    <button> </button> <select> </select> <option> <svg> </svg> <title> </title> <desc> </desc> <head>
    <noscript> </noscript> <canvas> </canvas> <object> </object> <video> </video> <math> </math> <frameset>
    <img|src=/i.png|alt='Acme|Sailing'> <!--x--> <p|style='display:none'> <body|hidden> <table> </table>
    <a|href='http://gone.example/tide-tables?a=1'> <a|href=//rival.example/> </a> <a|href=/>
    <base|href='http://gone.example/'> <a|href='tide-tables?a=1'> |
    """.replace("\n", " ").split(" ")
).map(lambda piece: piece.replace("|", " "))


@given(st.lists(PIECES, max_size=25))
@example(["<span hidden>", "Acme", "</span>", "Acme", " ", "Sailing"])
def test_whatever_a_page_is_made_of_nothing_is_lost(pieces: list[str]) -> None:
    agree("".join(pieces))
