"""Reasons that backlinks give: a dead page of ours, rivals that are linked to, a link that is gone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from finder.items import (
    ArchivedCopy,
    Confidence,
    JudgedLink,
    Link,
    LostLink,
    Opportunity,
    Outcome,
    PageFacts,
    Placement,
    RivalLink,
    Verdict,
)
from finder.opportunities import KINDS, lost_link, on_link, on_page

PAGE = PageFacts("https://blog.example/list", "Harbours", "en")
LINK = Link(
    "http://gone.example/guide", "/guide", "the guide", "See the guide for tides.", "Reading", ("nofollow",)
)
DEAD = Verdict(Outcome.DEAD, "not_found", "It answers 404 Not Found.", Confidence.HIGH)
JUDGED = JudgedLink(LINK, DEAD, own=True, dead_since="2026-11-01T00:00:00Z")


def test_a_link_to_a_dead_page_of_ours_says_which_address_what_it_answers_and_since_when() -> None:
    copy = ArchivedCopy(
        LINK.url, "good", snapshot_url="http://archive.example/1", title="The guide", text="Tides"
    )
    judged = replace(JUDGED, alive_at="2026-10-01T00:00:00Z", copy=copy)
    page = replace(PAGE, linked_own=(LINK.url,))
    (found,) = on_link(page, judged, KINDS)
    assert found == Opportunity(
        kind="broken_backlink",
        key="broken_backlink https://blog.example/list http://gone.example/guide",
        page_url="https://blog.example/list",
        page_title="Harbours",
        page_language="en",
        reason="not_found",
        evidence=(
            "“the guide” on the page leads to our address http://gone.example/guide. "
            "It answers 404 Not Found. So since 2026-11-01."
        ),
        dead_url="http://gone.example/guide",
        dead_since="2026-11-01T00:00:00Z",
        alive_at="2026-10-01T00:00:00Z",
        snapshot_url="http://archive.example/1",
        archived_title="The guide",
        archived_text="Tides",
        anchor="the guide",
        context="See the guide for tides.",
        heading="Reading",
        rel=("nofollow",),
        linked_own=(LINK.url,),
    )


def test_a_page_of_ours_that_leads_away_is_a_reason_without_anchor_copy_or_day() -> None:
    moved = Verdict(Outcome.DEAD, "redirected_away", "It leads to https://new.example/.", Confidence.MEDIUM)
    bad = ArchivedCopy(LINK.url, "only_bad", snapshot_url="http://archive.example/1")
    judged = JudgedLink(replace(LINK, anchor=""), moved, own=True, copy=bad)
    (found,) = on_link(PAGE, judged, KINDS)
    assert (found.reason, found.confidence, found.snapshot_url) == ("redirected_away", Confidence.MEDIUM, "")
    assert found.evidence == (
        "A link of the page without words leads to our address http://gone.example/guide. "
        "It leads to https://new.example/."
    )


RAKES = RivalLink(
    "rakes.example", Link("https://rakes.example/guides/pruning", "", "Pruning guide", "How to prune.")
)
SPADES = RivalLink("spades.example", Link("https://www.spades.example/", "", "here", "Spades are here."))
RIVALS = replace(PAGE, linked_rivals=(SPADES, RAKES), min_rivals=2)


def test_a_page_that_links_to_enough_rivals_and_not_to_us_is_a_reason_that_names_each() -> None:
    (found,) = on_page(RIVALS, KINDS)
    assert (found.kind, found.key) == ("link_intersect", "link_intersect https://blog.example/list")
    assert (found.reason, found.confidence) == ("rivals_linked", Confidence.HIGH)
    assert found.rivals == ("spades.example", "rakes.example")
    assert found.evidence == (
        "The page links to 2 of our rivals and not to us: spades.example (“here”, "
        "https://www.spades.example/); rakes.example (“Pruning guide”, https://rakes.example/guides/pruning)."
    )
    # The link that says most stands for all; what is around each is kept.
    assert (found.linked_url, found.anchor) == (RAKES.link.url, "Pruning guide")
    assert found.context == "Spades are here. · How to prune."
    (hub,) = on_page(replace(RIVALS, lists_sites=True), KINDS)
    assert (hub.reason, "in a list of many sites" in hub.evidence) == ("rivals_in_list", True)


def test_rivals_that_other_pages_of_the_site_link_to_count_beside_one_of_the_page() -> None:
    page = replace(RIVALS, linked_rivals=(RAKES,), rivals_elsewhere=("rakes.example", "hoes.example"))
    (found,) = on_page(page, KINDS)
    assert (found.reason, found.confidence) == ("rivals_across_site", Confidence.MEDIUM)
    assert found.rivals == ("rakes.example",)
    assert found.evidence.endswith("Other pages of its site link to hoes.example, suppliers say.")


@pytest.mark.parametrize(
    "change",
    [
        {"linked_own": ("https://tides.example/",)},
        {"min_rivals": 3},
        {"min_rivals": 0},
        {"linked_rivals": ()},
        {"linked_rivals": (RAKES, RAKES)},
        {"linked_rivals": (), "rivals_elsewhere": ("a.example", "b.example")},
        {"linked_rivals": (RAKES,), "rivals_elsewhere": ("rakes.example",)},
    ],
)
def test_a_page_with_a_link_to_us_or_too_few_rivals_is_none(change: dict[str, Any]) -> None:
    assert on_page(replace(RIVALS, **change), KINDS) == []


def test_a_rival_speaks_by_its_first_link_with_words() -> None:
    bare = RivalLink("rakes.example", Link("https://rakes.example/", "", ""))
    page = replace(RIVALS, linked_rivals=(bare, RAKES, bare, SPADES))
    (found,) = on_page(page, KINDS)
    assert "Pruning guide" in found.evidence
    assert found.rivals == ("rakes.example", "spades.example")


def test_a_lost_backlink_says_who_saw_it_and_keeps_its_key_when_suppliers_say_more() -> None:
    lost = LostLink(
        url="https://tides.example/a",
        anchor="tides",
        rel=(),
        placement=Placement.MAIN,
        since="2024-03-02",
        until="",
        missed=("2026-11-20T00:00:00Z", "2026-11-21T00:00:00Z"),
        witnesses=("Ahrefs saw it from 2024-03-02 until 2026-10-30",),
    )
    found = lost_link(PAGE, lost)
    assert found.evidence == (
        "A link (“tides”) to https://tides.example/a stood on the page from 2024-03-02. Ahrefs saw it from "
        "2024-03-02 until 2026-10-30. It was not on the page: looked at on 2026-11-20, 2026-11-21."
    )
    assert lost_link(PAGE, replace(lost, since="2023-01-01")).key == found.key
    again = lost_link(PAGE, replace(lost, missed=("2027-01-01T00:00:00Z",)))
    assert again.key != found.key
    nowhere = lost_link(PAGE, replace(lost, url="", since=""))
    assert nowhere.evidence.startswith("A link (“tides”) to our site stood on the page.")
