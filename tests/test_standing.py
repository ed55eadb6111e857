"""How a page stands to a brand: named, linked, or neither."""

from __future__ import annotations

from dataclasses import replace

import pytest

from finder.items import Confidence, Mention, PageFacts, Placement, Sense, Within
from finder.standing import Standing, is_link, is_misdirected, on_page, page_standing, worth

URL = "https://blog.example/post"
MENTION = Mention("Acme", "Acme", "We like Acme.", found="Acme", at=8, confidence=Confidence.HIGH)
SIDE = replace(MENTION, placement=Placement.SIDEBAR)
CODE = replace(MENTION, within=Within.CODE)
UNCLEAR = replace(MENTION, sense=Sense.UNCLEAR)
OTHER = replace(MENTION, sense=Sense.OTHER)
ALT = replace(MENTION, within=Within.ALT)
WIKI = replace(MENTION, link_url="https://wiki.example/Acme", link_text="Acme")


@pytest.mark.parametrize(
    ("mentions", "linked", "standing"),
    [
        ([MENTION], True, Standing.LINKED),
        ([], True, Standing.LINKED),
        ([MENTION], False, Standing.UNLINKED),
        ([SIDE, MENTION], False, Standing.UNLINKED),
        ([UNCLEAR, MENTION], False, Standing.UNLINKED),
        ([SIDE], False, Standing.TEMPLATE_ONLY),
        ([CODE], False, Standing.TEMPLATE_ONLY),
        ([SIDE, UNCLEAR], False, Standing.TEMPLATE_ONLY),
        ([UNCLEAR, OTHER], False, Standing.AMBIGUOUS),
        ([OTHER], False, Standing.NOT_BRAND),
        ([ALT], False, Standing.NONE),
        ([replace(MENTION, brand="Globex")], False, Standing.NONE),
        ([], False, Standing.NONE),
    ],
)
def test_mentions_and_links_tell_the_standing(
    mentions: list[Mention], linked: bool, standing: Standing
) -> None:
    assert on_page(URL, "Acme", mentions, linked=linked).standing is standing


def test_what_readers_of_the_main_text_see_is_counted() -> None:
    found = on_page(URL, "Acme", [MENTION, CODE, SIDE, UNCLEAR, UNCLEAR, OTHER, ALT, MENTION], linked=False)
    assert (found.count, found.unclear) == (2, 2)


def test_products_and_people_are_counted_only_where_the_brand_is_not_named() -> None:
    product = replace(MENTION, is_brand=False)
    assert on_page(URL, "Acme", [product, product, MENTION], linked=False).count == 1
    assert on_page(URL, "Acme", [product, product], linked=False).count == 2


def test_the_best_mention_is_the_best_place_for_a_link() -> None:
    heading, quoted = (replace(MENTION, within=within) for within in (Within.HEADING, Within.QUOTATION))
    unsure = replace(MENTION, confidence=Confidence.MEDIUM)
    assert on_page(URL, "Acme", [quoted, WIKI, heading, MENTION, unsure], linked=False).best is MENTION
    assert on_page(URL, "Acme", [quoted, WIKI, SIDE], linked=False).best is quoted
    assert on_page(URL, "Acme", [SIDE, CODE], linked=False).best is None


def test_worth_is_that_of_the_place_the_sureness_and_the_brand() -> None:
    assert worth(MENTION) == 1.0
    assert worth(replace(MENTION, weight=0.5)) == 0.5
    assert worth(replace(MENTION, weight=0.0)) == 0.0
    values = [
        worth(replace(MENTION, within=within))
        for within in (Within.TEXT, Within.HEADING, Within.QUOTATION, Within.CODE)
    ]
    assert values == sorted(values, reverse=True)
    assert values[-1] == 0.0
    assert worth(WIKI) < worth(replace(MENTION, within=Within.CREDIT))
    assert worth(replace(MENTION, confidence=Confidence.LOW)) < worth(
        replace(MENTION, confidence=Confidence.MEDIUM)
    )


def test_the_first_name_in_the_text_that_is_a_link_to_another_site_is_misdirected() -> None:
    longer = replace(WIKI, link_text="Why we like Acme and others")
    inside = replace(WIKI, link_url="https://www.blog.example/tag/acme")
    second = replace(WIKI, found="ACME")
    found = on_page(
        URL, "Acme", [replace(WIKI, placement=Placement.FOOTER), longer, inside, WIKI, second], linked=False
    )
    assert found.misdirected is WIKI
    assert not is_misdirected(longer, URL)
    assert not is_misdirected(inside, URL)
    assert not is_misdirected(MENTION, URL)
    assert is_link(replace(WIKI, link_text="Acme!"))
    assert on_page(URL, "Acme", [WIKI], linked=True).misdirected is None


@pytest.mark.parametrize(
    ("mentions", "linked", "standing"),
    [
        ([MENTION], {"Globex"}, "unlinked"),
        ([UNCLEAR], {"Globex"}, "linked"),
        ([SIDE], set(), "template_only"),
        ([UNCLEAR, replace(OTHER, brand="Globex")], set(), "ambiguous"),
        ([replace(OTHER, brand="Globex")], set(), "not_brand"),
        ([], set(), ""),
        ([replace(MENTION, brand="Initech")], {"Initech"}, ""),
    ],
)
def test_the_most_telling_brand_speaks_for_the_page(
    mentions: list[Mention], linked: set[str], standing: str
) -> None:
    page = PageFacts(
        URL, "", "en", mentions=tuple(mentions), linked_brands=frozenset(linked), names=("Acme", "Globex")
    )
    assert page_standing(page) == standing
