"""Of which sort an anchor is, in several languages."""

from __future__ import annotations

import pytest

from finder.backlink_profile import Anchors, AnchorSort, PageNames
from finder.brands import Brand

TIDES = "https://www.acme.example/tide-tables/"
PRICES = "https://www.acme.example/p/17"
ANCHORS = Anchors(
    [Brand("Acme", aliases=("Müller & Söhne", "アクメ"), products=("BuoyLight",))],
    ["acme.example", "acmegarden.example"],
    {
        "http://acme.example/tide-tables": PageNames(
            "Gezeiten und Tide Tables of the North | Acme", "The tides"
        ),
        PRICES: PageNames("Preise für Gärtner – Acme", "Unsere Preise"),
    },
)
BRAND, MORE, URL = AnchorSort.BRAND, AnchorSort.BRAND_AND_MORE, AnchorSort.URL
EXACT, OTHER, GENERIC = AnchorSort.EXACT_PHRASE, AnchorSort.OTHER_PHRASE, AnchorSort.GENERIC


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("Acme", BRAND),
        ("ACME", BRAND),
        ("the Acme website", BRAND),
        ("Visit Acme »", BRAND),
        ("Acme’s blog", BRAND),
        ("Mueller und Soehne", BRAND),
        ("アクメ", BRAND),
        ("Buoy Light", BRAND),
        ("Acme Garden", BRAND),
        ("Acme tide tables", MORE),
        ("Pflanzen von Müller & Söhne", MORE),
        ("https://www.acme.example/tide-tables/?a=b", URL),
        ("http://acme.example/a…", URL),
        ("www.acme.example", URL),
        ("acme.example", URL),
        ("ACME.EXAMPLE/tides", URL),
        ("shop.acme.example...", URL),
        ("bbc.co.uk", URL),
        ("Node.js", OTHER),
        ("e.g.", OTHER),
        ("click here", GENERIC),
        ("Click here to read more", GENERIC),
        ("hier klicken", GENERIC),
        ("en savoir plus", GENERIC),
        ("haz clic aquí", GENERIC),
        ("читать далее", GENERIC),
        ("続きを読む", GENERIC),
        ("点击这里", GENERIC),
        ("اقرأ المزيد", GENERIC),
        ("»", GENERIC),
        ("[12]", GENERIC),
        ("la mer", OTHER),
        ("garden furniture", OTHER),
        ("садовая мебель", OTHER),
        ("庭の家具", OTHER),
    ],
)
def test_anchors_that_need_no_page_are_sorted_by_their_words(text: str, sort: AnchorSort) -> None:
    assert ANCHORS.sort(text, PRICES) is sort


@pytest.mark.parametrize(
    ("text", "url", "sort"),
    [
        ("Gezeiten und Tide Tables of the North", TIDES, EXACT),
        ("tides", TIDES, EXACT),
        ("tide tables", TIDES, EXACT),
        ("tide  Tables", "https://acme.example/tide-tables", EXACT),
        ("tide tables", PRICES, OTHER),
        ("tide tables of Cuxhaven", TIDES, OTHER),
        ("Preise für Gärtner", PRICES, EXACT),
        ("unsere Preise", PRICES, EXACT),
        ("tide tables", "https://www.acme.example/unknown/tide-tables.html", EXACT),
        ("tide tables", "", OTHER),
    ],
)
def test_the_words_of_the_linked_page_are_an_exact_phrase(text: str, url: str, sort: AnchorSort) -> None:
    assert ANCHORS.sort(text, url) is sort


def test_without_text_an_anchor_is_an_image_or_empty() -> None:
    assert ANCHORS.sort(" \n", PRICES, image=True) is AnchorSort.IMAGE
    assert ANCHORS.sort("", PRICES) is AnchorSort.EMPTY
    assert ANCHORS.sort("Acme", PRICES, image=True) is BRAND


def test_a_brand_with_a_dot_is_a_name_and_what_is_ruled_out_is_none() -> None:
    anchors = Anchors([Brand("Booking.example", not_in=("Booking.example clone",))], ["booking.example"], {})
    assert anchors.sort("Booking.example") is BRAND
    assert anchors.sort("a Booking.example clone") is OTHER


def test_without_brands_the_domain_is_a_name_of_ours() -> None:
    assert Anchors([], ["acme-garden.example"], {}).sort("Acme Garden") is BRAND
