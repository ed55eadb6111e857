"""Which dead targets are gaps, and what is kept of the leads that lead to them."""

from __future__ import annotations

import pytest

from finder.gaps import gap_targets
from finder.gaps.asset import asset_of
from finder.gaps.site import site_name
from tests.gaps.made import lead

TIDES = "https://tides.example/tables"


def test_a_target_that_one_of_our_pages_is_offered_for_on_any_page_is_no_gap() -> None:
    offered = [lead(TIDES, "Tide tables", 1), lead(TIDES, "Tide tables", 2, offered=True)]
    assert gap_targets([*offered, lead("https://knots.example/", "Knots")])[0].url == "https://knots.example/"
    assert len(gap_targets([*offered, lead("https://knots.example/", "Knots")])) == 1


def test_an_offer_for_one_spelling_covers_all_of_them() -> None:
    other = lead("http://www.tides.example/tables/index.html", "Tide tables", offered=True)
    assert gap_targets([lead(TIDES), other]) == []


def test_an_offer_counts_on_pages_that_do_not() -> None:
    assert gap_targets([lead(TIDES), lead(TIDES, offered=True, counted=False)]) == []
    assert gap_targets([lead(TIDES, counted=False)]) == []


def test_spellings_of_one_address_are_one_target_with_the_sums_of_both() -> None:
    (found,) = gap_targets(
        [
            lead("http://www.tides.example/Tables/", "Tide tables", 1, score=40, language="de"),
            lead(TIDES, "Tide tables", 1, archive_url="https://archive.example/1", archived_title="Tides"),
            lead(TIDES, "All the tides", 2),
            lead(TIDES, "Tide tables", 3),
        ]
    )
    assert found.urls == (TIDES, "http://www.tides.example/Tables/")
    assert (list(found.prospects), list(found.source_pages)) == ([1, 2, 3], [1, 2, 3])
    assert (found.leads, found.score, len(found.ids)) == (4, 220, 2)
    assert found.anchors == (("Tide tables", 3), ("All the tides", 1))
    assert (found.archive_url, found.archived_title) == ("https://archive.example/1", "Tides")
    assert found.language == "en"


def test_anchors_that_say_nothing_give_the_text_around_them_instead() -> None:
    (found,) = gap_targets(
        [
            lead(TIDES, "Tide tables", 1, context="Never read"),
            lead(TIDES, "click here", 2, context="For tides click here."),
            lead(TIDES, "https://tides.example/tables", 3, context="Tides: tides.example"),
        ]
    )
    assert found.anchors == (("Tide tables", 1),)
    assert {said.text for said in found.contexts} == {"For tides click here.", "Tides: tides.example"}


def test_what_is_kept_of_a_target_is_bounded() -> None:
    many = [
        lead(TIDES, f"anchor {number} " + "x" * 500, number, heading=str(number)) for number in range(999)
    ]
    (found,) = gap_targets(many)
    assert (len(found.anchors), len(found.headings), found.leads) == (5, 3, 999)
    assert len(found.prospects) == 999
    assert max(len(said.text) for said in found.anchors) == 200


def test_the_most_wanted_come_first() -> None:
    found = gap_targets(
        [
            *(lead("https://a.example/x", "x", 1, source_page_id=page) for page in range(5)),
            *(lead("https://b.example/x", "x", prospect) for prospect in (1, 2)),
            lead("https://c.example/x", "x"),
        ]
    )
    assert [gap.url[8] for gap in found] == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("url", "asset"),
    [
        ("https://a.example/", "site"),
        ("https://a.example/de/index.html", "site"),
        ("https://a.example/tide-tables", "page"),
        ("https://a.example/tables.html", "page"),
        ("https://a.example/tables.PDF?x=1", "pdf"),
        ("https://a.example/data/tides.xlsx", "spreadsheet"),
        ("https://a.example/map.jpg", "image"),
        ("https://a.example/.pdf", "page"),
        ("https://a.example/pdf", "page"),
    ],
)
def test_what_a_link_led_to_is_told_by_its_address(url: str, asset: str) -> None:
    assert asset_of(url) == asset


@pytest.mark.parametrize(
    ("url", "anchors", "name"),
    [
        ("https://www.tidesforall.example/", ["Tides for All"], "Tides for All"),
        ("https://oldpilot.example/", ["The Old Pilot"], "The Old Pilot"),
        ("https://aba.example/", ["American Birding Association"], "American Birding Association"),
        ("https://www.cafemuller.example/", ["Café Muller"], "Café Muller"),
        ("https://www.tidesforall.example/", ["here", "www.tidesforall.example"], "tidesforall.example"),
        ("https://harbour.example/", ["Tide tables of the North Sea"], ""),
        ("https://harbour.example/", ["Harbour", "Tide tables", "Tides of the north"], ""),
        ("https://tidesforall.example/about", ["Tides for All"], ""),
        ("https://x.example/", ["Flags of the world"], ""),
        ("https://x.example/", ["X"], "X"),
    ],
)
def test_a_front_page_whose_links_call_it_by_its_hosts_name_is_a_whole_site(
    url: str, anchors: list[str], name: str
) -> None:
    (found,) = gap_targets([lead(url, anchor, number) for number, anchor in enumerate(anchors)])
    assert site_name(found) == name
