"""Whatever the names and the page, reading it answers, and every mention stands where it says."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.brands import Brand, Names
from finder.pages import read_page

if TYPE_CHECKING:
    from finder.items import SourcePage

URL = "https://blog.example/"
KNOWN = [
    "Acme",
    "C++",
    "R&D",
    ".NET",
    "3M",
    "4chan",
    "Yahoo!",
    'Toys"R"Us',
    "monday.com",
    "Node.js",
    "-",
    "*",
]
KNOWN += [
    "a",
    "ß",
    "İ",
    "🍕",
    "東京",
    "ไทย",
    "삼성",
    "ויקס",
    "أرامكو",
    "दीप",
    "e\u0301",
    "\u0301",
    "\u200b",
    "\x1e",
    "'",
]
ANY_NAME = st.sampled_from(KNOWN) | st.text(st.characters(exclude_categories=()), max_size=12)
NAMES = st.lists(ANY_NAME, max_size=3).map(tuple)
BRAND = st.builds(
    Brand,
    name=ANY_NAME,
    aliases=NAMES,
    products=NAMES,
    people=NAMES,
    context=NAMES,
    near=st.just(()) | NAMES,
    not_near=st.just(()) | NAMES,
    not_in=NAMES,
    common_word=st.booleans(),
    case=st.sampled_from(["auto", "exact", "any"]),
)
TAGS = st.sampled_from(
    [
        "<p>",
        "<b>",
        "<br>",
        "<wbr>",
        "<li>",
        "<h2>",
        "<pre>",
        "<blockquote>",
        "<footer>",
        "<a href='//x.example/'>",
        "</a>",
    ]
)
LANGUAGE = st.sampled_from(["", "en", "de", "fr", "ko", "ar", "he", "pl", "fi", "xx"])


def standing_where_they_say(page: SourcePage) -> int:
    """The number of mentions, each of which is at its place in its snippet."""
    for mention in page.mentions:
        assert mention.found
        assert mention.snippet[mention.at : mention.at + len(mention.found)] == mention.found
        assert mention.why
    return len(page.mentions)


@settings(deadline=None)
@given(st.data(), st.lists(BRAND, max_size=3), LANGUAGE)
def test_any_names_on_any_page_are_read_and_stand_where_they_say(
    data: st.DataObject, brands: list[Brand], language: str
) -> None:
    said = [name for brand in brands for name, _ in brand.names()] + [
        " ",
        "s",
        "’s ",
        ". ",
        "-",
        "/",
        "\u200d",
    ]
    pieces = st.sampled_from(said) | TAGS | st.text(st.characters(exclude_categories=()), max_size=8)
    html = "".join(data.draw(st.lists(pieces, max_size=30)))
    page = read_page(f"<html lang='{language}'><title>{html[:20]}</title><main>{html}", URL, Names(brands))
    assert standing_where_they_say(page) <= 500


@pytest.mark.parametrize(
    "name",
    [
        "C++",
        "R&D",
        ".NET",
        "3M",
        "4chan",
        "Yahoo!",
        "Web3",
        "Booking.com",
        "Node.js",
        "monday.com",
        'Toys"R"Us',
        "🍕",
        "東京",
    ],
)
def test_a_name_with_signs_is_found_in_text_and_as_a_link(name: str) -> None:
    written = name.replace("&", "&amp;")
    html = (
        f"<main><p>We like {written}.</p><p><a href=//x.example/>{written}</a></p><h2>{written}</h2></main>"
    )
    page = read_page(html, URL, Names([Brand(name)]))
    assert standing_where_they_say(page) == 3
    assert [mention.link_url for mention in page.mentions] == ["", "https://x.example/", ""]
    assert {mention.found for mention in page.mentions} == {name}


BAIT = {
    "names alone": "Acme " * 2_000_000,
    "names and phrases": "<p>" + "Acme Valley data " * 600_000,
    "names in blocks": "<p>Acme Valley data " * 150_000,
    "words of the campaign": "<p>" + ("data " * 30 + "Acme ") * 60_000,
    "links in one block": "<p>" + "<a href=/x>y</a>" * 30_000 + "Acme " * 5_000,
    "links of names": "<p>" + "<a href=/x>Acme</a> " * 60_000,
    "slashes": "<p>" + "/Acme-" * 1_600_000,
    "hyphens": "<p>" + "-Acme" * 2_000_000,
    "dots": "<p>" + "Acme." * 2_000_000,
    "long tokens": "<p>" + ("x" * 300 + "-Acme ") * 30_000,
    "signs at names": ("<p>" + "\"'“(" * 20 + "Acme" + " ”)." * 20) * 20_000,
    "marks": ("<p>" + "\u0301" * 100 + "Acme" + "\u0301" * 100) * 20_000,
    "joiners": "<p>" + "\u200dAcme\u200c " * 1_000_000,
    "one long word": "<p>P" + "a" * 10_000_000,
    "many long words": "<p>"
    + " ".join(f"Planeta{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}um" for n in range(500_000)),
    "nothing but spaces": "<p>Acme" + " " * 10_000_000 + "Acme",
}


@pytest.mark.parametrize("bait", BAIT)
def test_looking_for_names_takes_little_time_on_hostile_pages(bait: str) -> None:
    brand = Brand("Acme", common_word=True, context=("data",), near=("data", "info"), not_in=("Acme Valley",))
    names, none = Names([brand, Brand("Planetarium")]), Names([])
    begin = time.process_time()
    read_page(BAIT[bait], URL, none)
    middle = time.process_time()
    page = read_page(BAIT[bait], URL, names)
    spent = time.process_time() - middle - (middle - begin)
    standing_where_they_say(page)
    assert spent < 2
