"""The kinds of opportunity: what each sees, what it lets pass, and that none is forgotten."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

import finder.opportunities
from finder.items import (
    Confidence,
    Image,
    JudgedLink,
    Link,
    Mention,
    Opportunity,
    Outcome,
    PageFacts,
    Placement,
    Sense,
    Verdict,
    Within,
)
from finder.opportunities import KINDS, ON_LINK, ON_PAGE, on_link, on_page
from finder.urls import resolve

PAGE = PageFacts("https://blog.example/list", "Harbours", "en", names=("Tides",))
LINK = Link(
    "http://gone.example/guide", "/guide", "the guide", "See the guide for tides.", "Reading", ("nofollow",)
)
DEAD = Verdict(Outcome.DEAD, "not_found", "It answers 404 Not Found.", Confidence.HIGH)
JUDGED = JudgedLink(LINK, DEAD, dead_since="2026-11-01T00:00:00Z")
MENTION = Mention(
    "Tides", "Tide Tables", "We like Tide Tables.", "Tools", found="Tide Tables", at=8, why="no ordinary word"
)
OTHER_SITE = "https://wiki.example/Tide_Tables"


def broken(page: PageFacts = PAGE, judged: JudgedLink = JUDGED) -> Opportunity | None:
    """The broken link of a page, if it has one."""
    return next(iter(on_link(page, judged, ("broken_link",))), None)


def unlinked(*mentions: Mention, linked_brands: frozenset[str] = frozenset()) -> Opportunity | None:
    """The unlinked mention of a page, if it has one."""
    page = replace(PAGE, mentions=mentions, linked_brands=linked_brands)
    return next(iter(on_page(page, ("unlinked_mention",))), None)


def test_every_kind_is_listed_under_the_name_of_its_file() -> None:
    folder = Path(finder.opportunities.__file__).parent
    names = {file.stem for file in folder.glob("*.py") if file.stem != "__init__"}
    assert names == set(KINDS)
    for name, function in {**ON_LINK, **ON_PAGE}.items():
        assert function.__module__ == f"finder.opportunities.{name}"


def test_a_link_to_a_dead_target_is_a_reason_to_write() -> None:
    found = broken()
    assert found == Opportunity(
        kind="broken_link",
        key="broken_link https://blog.example/list http://gone.example/guide",
        page_url="https://blog.example/list",
        page_title="Harbours",
        page_language="en",
        reason="not_found",
        evidence="It answers 404 Not Found.",
        dead_url="http://gone.example/guide",
        dead_since="2026-11-01T00:00:00Z",
        anchor="the guide",
        context="See the guide for tides.",
        heading="Reading",
        rel=("nofollow",),
    )


@pytest.mark.parametrize("outcome", [Outcome.ALIVE, Outcome.UNCERTAIN])
def test_a_target_that_is_not_dead_is_no_reason(outcome: Outcome) -> None:
    assert broken(judged=replace(JUDGED, verdict=replace(DEAD, outcome=outcome))) is None


def test_a_dead_page_of_our_own_is_no_reason_of_this_kind() -> None:
    assert broken(judged=replace(JUDGED, own=True)) is None


def test_own_pages_that_the_page_links_to_are_handed_on_as_not_to_be_offered() -> None:
    found = broken(replace(PAGE, linked_own=("https://ours.example/a",)))
    assert found is not None
    assert found.linked_own == ("https://ours.example/a",)


def as_read(href: str) -> str:
    """An address as the reading of a page gives it."""
    found = resolve(href)
    assert found is not None
    return found


def test_a_reason_has_one_key_however_its_addresses_are_spelled() -> None:
    link = replace(LINK, url=as_read("HTTP://GONE.example:80/%67uide?utm_source=x"), anchor="guide")
    page = replace(PAGE, url=as_read("https://BLOG.example/./list#top"))
    one, other = broken(), broken(page, replace(JUDGED, link=link))
    assert one is not None
    assert other is not None
    assert one.key == other.key


def test_a_name_in_the_text_without_a_link_to_us_is_a_reason_to_write() -> None:
    found = unlinked(MENTION)
    assert found is not None
    assert (found.kind, found.key) == ("unlinked_mention", "unlinked_mention https://blog.example/list")
    assert (found.brand, found.anchor, found.context) == ("Tides", "Tide Tables", "We like [[Tide Tables]].")
    assert (found.dead_url, found.confidence) == ("", Confidence.MEDIUM)
    assert "Tide Tables" in found.evidence
    assert "once" in found.evidence


def test_the_first_name_in_the_main_text_speaks_for_all() -> None:
    side = replace(MENTION, found="Tides Inc", placement=Placement.SIDEBAR)
    later = replace(MENTION, found="TideTables")
    found = unlinked(side, MENTION, later)
    assert found is not None
    assert (found.anchor, found.placement, found.mentions) == ("Tide Tables", Placement.MAIN, 2)
    assert "2 times" in found.evidence


def test_a_name_in_plain_text_speaks_before_one_in_a_quotation_or_a_link() -> None:
    quoted = replace(MENTION, found="quoted", within=Within.QUOTATION)
    inside = replace(
        MENTION, found="inside", link_url="https://news.example/1", link_text="Why inside is great"
    )
    found = unlinked(inside, quoted, MENTION)
    assert found is not None
    assert found.anchor == "Tide Tables"
    only = unlinked(inside)
    assert only is not None
    assert (only.reason, found.reason) == ("named_inside_link", "named_without_link")
    assert only.mention_worth < found.mention_worth


@pytest.mark.parametrize("sense", [Sense.UNCLEAR, Sense.OTHER])
def test_a_name_that_may_mean_another_is_no_reason_and_is_told_beside_one(sense: Sense) -> None:
    doubtful = replace(MENTION, sense=sense)
    assert unlinked(doubtful) is None
    found = unlinked(doubtful, MENTION)
    assert found is not None
    assert ("1 more may mean something else" in found.evidence) == (sense is Sense.UNCLEAR)


@pytest.mark.parametrize("within", [Within.ALT, Within.CODE])
def test_a_name_that_readers_do_not_read_is_no_reason(within: Within) -> None:
    assert unlinked(replace(MENTION, within=within)) is None


def test_a_name_that_links_to_another_site_is_a_reason_of_its_own_kind() -> None:
    linked = replace(MENTION, link_url=OTHER_SITE, link_text="Tide Tables")
    page = replace(PAGE, mentions=(MENTION, linked))
    (found,) = on_page(page, KINDS)
    assert (found.kind, found.reason, found.linked_url) == (
        "mention_wrong_link",
        "named_with_other_link",
        OTHER_SITE,
    )
    assert "wiki.example" in found.evidence
    assert on_page(replace(page, linked_brands=frozenset({"Tides"})), KINDS) == []


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("https://www.social.example/@tides/", "named_with_profile_link"),
        ("https://social.example/@tides/posts/1", "named_with_profile_link"),
        ("https://social.example/@tidesandmore", "named_with_other_link"),
    ],
)
def test_a_name_that_links_to_a_profile_of_ours_says_so(url: str, reason: str) -> None:
    linked = replace(MENTION, link_url=url, link_text="Tide Tables")
    page = replace(PAGE, mentions=(linked,), profiles=("https://social.example/@tides",))
    (found,) = on_page(page, KINDS)
    assert (found.kind, found.reason) == ("mention_wrong_link", reason)


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("https://blog.example/tag/tides", "Tide Tables"),
        (OTHER_SITE, "What we think of Tide Tables and others"),
    ],
)
def test_a_name_that_links_on_the_site_or_inside_a_longer_link_is_an_unlinked_mention(
    url: str, text: str
) -> None:
    page = replace(PAGE, mentions=(replace(MENTION, link_url=url, link_text=text),))
    assert [found.kind for found in on_page(page, KINDS)] == ["unlinked_mention"]


def test_our_name_on_a_link_to_a_dead_page_of_ours_is_a_wrong_link_unless_it_is_a_broken_backlink() -> None:
    judged = replace(JUDGED, own=True, link=replace(LINK, anchor="the TIDES guide"))
    (found,) = on_link(PAGE, judged, ("mention_wrong_link",))
    assert (found.kind, found.reason, found.dead_url) == (
        "mention_wrong_link",
        "our_page_is_dead",
        "http://gone.example/guide",
    )
    assert on_link(PAGE, replace(judged, link=LINK), ("mention_wrong_link",)) == []
    assert [each.kind for each in on_link(PAGE, judged, KINDS)] == ["broken_backlink"]


IMAGE = Image("https://tides.example/chart.png", "Tide chart", caption="A chart of tides")


def test_an_image_of_ours_without_a_link_to_us_is_a_reason_to_write() -> None:
    (found,) = on_page(replace(PAGE, images=(IMAGE,)), KINDS)
    assert (found.kind, found.image_url, found.context) == ("image_without_credit", IMAGE.url, IMAGE.caption)
    assert IMAGE.url in found.evidence


def test_an_image_of_ours_is_none_with_a_link_to_us_outside_the_text_or_as_a_badge() -> None:
    assert on_page(replace(PAGE, images=(IMAGE,), linked_own=("https://tides.example/",)), KINDS) == []
    for other in (
        replace(IMAGE, placement=Placement.FOOTER),
        replace(IMAGE, url="https://tides.example/b.svg"),
    ):
        assert on_page(replace(PAGE, images=(other,)), KINDS) == []


def test_a_page_that_links_to_us_has_no_unlinked_mention() -> None:
    assert unlinked(MENTION, linked_brands=frozenset({"Tides"})) is None


@pytest.mark.parametrize("placement", [place for place in Placement if place is not Placement.MAIN])
def test_a_name_only_outside_the_main_text_is_no_reason(placement: Placement) -> None:
    assert unlinked(replace(MENTION, placement=placement)) is None


def test_a_page_without_our_name_gives_nothing() -> None:
    assert unlinked() is None


def test_only_the_kinds_that_are_asked_for_are_looked_for() -> None:
    page = replace(PAGE, mentions=(MENTION,))
    assert on_page(page, ("broken_link",)) == on_page(page, ()) == []
    assert on_link(page, JUDGED, ("unlinked_mention",)) == []
    assert [found.kind for found in on_page(page, KINDS) + on_link(page, JUDGED, KINDS)] == [
        "unlinked_mention",
        "broken_link",
    ]
