"""What holds for every query and every set of own pages."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from finder.items import OwnPage
from finder.matching import OwnPageIndex, Query
from tests.matching.conftest import PAGES, SITE

INDEX = OwnPageIndex(PAGES)
FIELDS = {
    "anchor": "anchor",
    "anchor_elsewhere": "anchor_elsewhere",
    "address": "url",
    "former_title": "target_title",
    "former_text": "target_text",
    "mention": "text",
    "context": "context",
    "heading": "heading",
    "page_title": "page_title",
    "language": "language",
}
KNOWN = st.sampled_from(
    ["tide", "tables", "bowline", "knot", "osmosis", "hull", "Wetter", "Küste", "règles", "潮汐表", "満潮"]
) | st.sampled_from(
    ["the", "how", "to", "of", "harbour", "almanac", "TideTables", "2019", "unknown", "repairing"]
)
PHRASE = st.lists(KNOWN, max_size=6).map(" ".join) | st.text(max_size=40)
ADDRESS = st.lists(KNOWN, max_size=3).map(lambda some: "https://gone.example/" + "/".join(some)) | st.text(
    max_size=40
)
QUERIES = st.builds(
    Query,
    url=ADDRESS,
    anchor=PHRASE,
    context=PHRASE,
    heading=PHRASE,
    page_title=PHRASE,
    language=st.sampled_from(["", "en", "de-AT", "ja", "-"]),
    text=PHRASE,
    target_title=PHRASE,
    target_text=PHRASE,
    anchor_elsewhere=PHRASE,
)
OWN_PAGES = st.builds(
    OwnPage,
    url=st.sampled_from("abcdef").map(lambda name: f"{SITE}/{name}") | ADDRESS,
    title=PHRASE,
    h1=PHRASE,
    headings=st.lists(PHRASE, max_size=2).map(tuple),
    summary=PHRASE,
    text=PHRASE,
    language=st.sampled_from(["", "en", "de"]),
)


@given(QUERIES)
def test_scores_and_parts_lie_between_0_and_1_and_fall(query: Query) -> None:
    ranked = INDEX.rank(query)
    for suggestion in ranked:
        assert 0 < suggestion.score <= 1
        assert all(0 <= part <= 1 for part in suggestion.parts.values())
        assert suggestion.why
    assert [one.score for one in ranked] == sorted((one.score for one in ranked), reverse=True)


@given(QUERIES)
def test_taking_away_the_strongest_part_never_raises_the_score(query: Query) -> None:
    for before in INDEX.rank(query, 1):
        strongest = max(before.parts, key=lambda name: before.parts[name])
        less = replace(query, **{FIELDS[strongest]: ""})
        if strongest == "anchor":  # for which another page's would step in
            less = replace(less, anchor_elsewhere="")
        after = {one.url: one.score for one in INDEX.rank(less, len(PAGES))}
        assert after.get(before.url, 0.0) <= before.score


@given(QUERIES)
def test_the_parts_of_a_score_sum_to_it(query: Query) -> None:
    for suggestion in INDEX.rank(query):
        assert sum(suggestion.parts.values()) == pytest.approx(suggestion.score, abs=1e-5)


@given(QUERIES)
def test_the_chances_of_all_pages_leave_room_for_none_of_them(query: Query) -> None:
    assert sum(suggestion.score for suggestion in INDEX.rank(query, len(PAGES))) <= 1 + 1e-5


@given(QUERIES, st.sets(st.sampled_from([page.url for page in PAGES])))
def test_an_excluded_page_is_never_offered(query: Query, exclude: set[str]) -> None:
    suggestion = INDEX.suggest(query, min_score=0.0, exclude=exclude)
    assert suggestion is None or suggestion.url not in exclude


@given(QUERIES, st.floats(0, 1))
def test_an_offer_reaches_the_asked_score(query: Query, wanted: float) -> None:
    suggestion = INDEX.suggest(query, min_score=wanted)
    assert suggestion is None or suggestion.score >= wanted


@settings(max_examples=50)
@given(st.lists(OWN_PAGES, max_size=5), QUERIES, st.randoms(use_true_random=False))
def test_the_order_of_own_pages_does_not_matter(pages: list[OwnPage], query: Query, rng: object) -> None:
    shuffled = list(pages)
    rng.shuffle(shuffled)  # type: ignore[attr-defined]
    assert OwnPageIndex(shuffled).rank(query) == OwnPageIndex(pages).rank(query)
