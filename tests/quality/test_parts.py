"""The parts of a score: what each is worth, and what it says of itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.campaign.scoring import Scoring
from finder.items import Confidence, Placement
from finder.markers import Dealing, Marker
from finder.quality import PARTS, Facts, Field, parts_of, risk_of, score_of, why_of

FACTS = Facts(
    confidence=Confidence.HIGH,
    page_url="https://blog.example/tides",
    today="2026-11-23",
    match=0.9,
    anchor="Tide tables",
    page_title="Tides",
    offer_title="Tide tables explained",
    published="2026-03-01",
    markers=(),
    links=40,
)
NO_FIELD = Field()
WEIGHTS = Scoring().model_dump()

facts = st.builds(
    Facts,
    confidence=st.sampled_from(Confidence),
    page_url=st.sampled_from(["http://a.example/", "https://b.example/x/y/z/1/2?c", "https://b.example"]),
    today=st.just("2026-11-23"),
    match=st.floats(0, 1),
    mention_worth=st.none() | st.floats(0, 5),
    linked_from=st.sampled_from(["", "https://b.example/links"]),
    rivals=st.integers(0, 20),
    lists_sites=st.booleans(),
    has_link=st.booleans(),
    anchor=st.text(max_size=30) | st.just("here"),
    context=st.text(max_size=60),
    placement=st.sampled_from(Placement),
    rel=st.lists(st.sampled_from(["nofollow", "ugc", "sponsored", "x"]), max_size=3).map(tuple),
    page_title=st.text(max_size=60),
    offer_title=st.text(max_size=60),
    published=st.sampled_from(["", "2026-11-24", "2031-01-01", "1999-01-01", "no day", "20"]),
    modified=st.sampled_from(["", "2020-02-30", "2019-05-05"]),
    markers=st.none()
    | st.lists(st.builds(Marker, st.sampled_from(Dealing), st.text()), max_size=3).map(tuple),
    noindex=st.booleans(),
    canonical=st.sampled_from(["", "https://b.example/", "http://www.b.example", "https://c.example/x"]),
    failure=st.sampled_from(["", "robots disallowed"]),
    links=st.none() | st.integers(0, 100_000),
    looked=st.integers(0, 5_000),
    dead=st.integers(0, 5_000),
    rank=st.none() | st.integers(1, 10**9),
    rank_source=st.sampled_from(["", "tranco.csv"]),
)


def value(part: str, **changes: Any) -> float | None:
    """What a part is worth with some facts changed."""
    return parts_of(replace(FACTS, **changes), NO_FIELD)[part].value


def why(part: str, **changes: Any) -> str:
    return parts_of(replace(FACTS, **changes), NO_FIELD)[part].why


def test_every_part_has_a_weight_in_the_campaign_and_every_weight_a_part() -> None:
    assert set(WEIGHTS) == set(PARTS) == set(parts_of(FACTS, NO_FIELD))


@settings(deadline=None)
@given(facts)
def test_parts_lie_between_nothing_and_one_and_the_score_below_a_hundred(given: Facts) -> None:
    parts = parts_of(given, Field.of(["tides", "sailing"]))
    assert all(part.value is None or 0 <= part.value <= 1 for part in parts.values())
    assert 0 <= score_of(parts, WEIGHTS) <= 100
    assert "\n" not in why_of(parts) or "\n" in given.page_title + given.anchor + given.context


# From the worst to the best.
@pytest.mark.parametrize(
    ("part", "name", "values"),
    [
        ("source", "rank", [900_000_000, 5_000_000, 100_000, 1_000, 1]),
        ("source", "dead", [40, 20, 10, 3, 0]),
        ("source", "links", [50_000, 900, 300, 120, 100, 3]),
        (
            "source",
            "page_url",
            ["http://a.example/1/2/3/4/5", "https://a.example/1/2/3", "https://a.example/"],
        ),
        ("placement", "placement", [Placement.FOOTER, Placement.SIDEBAR, Placement.MAIN]),
        ("rel", "rel", [("sponsored", "nofollow"), ("ugc",), ("nofollow",), ()]),
        ("rel", "anchor", ["", "here", "Tide tables"]),
        ("freshness", "published", ["1999-01-01", "2015-01-01", "2024-01-01", "2026-01-01"]),
        ("confidence", "confidence", [Confidence.LOW, Confidence.MEDIUM, Confidence.HIGH]),
        ("relevance", "page_title", ["Cakes", "Tide", "Tide tables"]),
    ],
)
@settings(deadline=None)
@given(given=facts)
def test_what_is_better_never_lowers_its_part(part: str, name: str, values: list[Any], given: Facts) -> None:
    given = replace(given, looked=40, dead=5, modified="", has_link=True, rank=50, rank_source="tranco.csv")
    given = replace(
        given, offer_title="Tide tables", anchor="", context="", heading="", published="2020-01-01"
    )
    found = [parts_of(replace(given, **{name: one}), NO_FIELD)[part].value for one in values]
    assert found == sorted(found, key=lambda one: -1 if one is None else one)


def test_a_site_that_is_in_no_place_of_the_list_has_less_than_the_last_one_of_it() -> None:
    last, none = value("source", rank=10**9, rank_source="t"), value("source", rank_source="t")
    assert last is not None
    assert none is not None
    assert last >= none


def test_what_is_not_known_of_a_source_does_not_count() -> None:
    assert value("source", links=None) == value("source", links=5, looked=2, dead=2) == 1.0


@pytest.mark.parametrize(
    ("part", "changes", "wanted"),
    [
        ("placement", {}, "main text"),
        ("placement", {"context": "Tide tables"}, "main text, on a line of its own"),
        ("rel", {"rel": ("noopener",)}, "followed"),
        ("rel", {"rel": ("nofollow",), "anchor": "here"}, "nofollow, the anchor says nothing"),
        ("source", {"looked": 40, "dead": 3}, "3 of 40 links dead"),
        ("source", {"rank": 12_345, "rank_source": "tranco.csv"}, "rank 12,345 in tranco.csv"),
        ("source", {"rank_source": "tranco.csv"}, "not in tranco.csv"),
        ("source", {"page_url": "http://a.example/"}, "no https"),
        ("source", {"links": 1_500}, "1,500 links on the page"),
        ("source", {"published": "2014-03-01"}, "site at least 12 years old"),
        ("freshness", {}, "page dated 2026-03"),
        ("freshness", {"modified": "2026-09-01"}, "page dated 2026-09"),
        ("freshness", {"published": ""}, "undated"),
        ("freshness", {"published": "2031-01-01"}, "undated"),
        ("indexability", {"noindex": True}, "noindex"),
        ("indexability", {"canonical": "https://blog.example/all"}, "canonical elsewhere"),
        ("indexability", {"canonical": "https://shop.example/"}, "a copy of a page of shop.example"),
        ("indexability", {"canonical": "http://www.blog.example/tides/?a=b"}, ""),
        ("indexability", {"failure": "robots disallowed"}, "could not be read last time (robots disallowed)"),
        ("relevance", {}, "about tide"),
        ("relevance", {"offer_title": "Cakes"}, "shares no word with ours"),
        ("match", {"match": 0.0}, "no page of ours to offer"),
        (
            "mention",
            {"mention_worth": 1.0, "linked_from": "https://x.example/"},
            "the site links to us elsewhere",
        ),
    ],
)
def test_a_part_says_what_led_to_it(part: str, changes: dict[str, Any], wanted: str) -> None:
    assert why(part, **changes) == wanted or (wanted == "about tide" and why(part).startswith("about tide"))


def test_a_mention_has_no_link_of_which_anything_could_be_said() -> None:
    assert value("rel", has_link=False) is None
    assert value("mention") is None
    assert value("mention", mention_worth=0.8, linked_from="https://x.example/") == 0.4


def test_the_field_of_the_brands_counts_where_no_page_is_offered() -> None:
    field = Field.of(["tide", "sailing boats"])
    found = parts_of(replace(FACTS, offer_title="", page_title="Sailing with the tides"), field)["relevance"]
    assert found.value == 0.7
    assert parts_of(replace(FACTS, offer_title=""), NO_FIELD)["relevance"].value is None


def test_markers_lower_naturalness_and_only_some_are_a_risk() -> None:
    def of(*whats: Dealing) -> tuple[float | None, str]:
        markers = tuple(Marker(what, f"says {what}") for what in whats)
        return value("naturalness", markers=markers), risk_of(markers).words

    assert of() == (1.0, "")
    assert of(Dealing.AFFILIATE_DISCLOSURE) == (0.7, "")
    assert of(Dealing.WRITE_FOR_US, Dealing.AFFILIATE_DISCLOSURE) == (0.6, "")
    assert of(Dealing.PAID_POST, Dealing.SELLS_LINKS) == (0.0, "sells_links, paid_post")
    assert value("naturalness", markers=None) is None
    assert risk_of(None) == ("", "")


def test_more_rivals_count_more_and_most_in_a_list_of_many_sites() -> None:
    assert value("rivals") is None
    worths = [value("rivals", rivals=number) for number in (1, 2, 3, 4, 5, 50)]
    assert worths == [0.3, 0.5, 0.65, 0.75, 0.8, 0.8]
    assert value("rivals", rivals=5, lists_sites=True) == 1.0
    assert why("rivals", rivals=2, lists_sites=True) == "links to 2 rivals in a list of many sites"
    assert value("rivals", rivals=2, linked_from="https://b.example/links") == 0.25
    assert why("rivals", rivals=1, linked_from="x") == "links to 1 rival, the site links to us elsewhere"
