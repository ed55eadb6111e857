"""Qualifying: which finds become leads, and a score that grows with each of its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.campaign.scoring import Scoring as Table
from finder.items import Confidence, Find, Lead, Opportunity, Placement, Suggestion
from finder.markers import Dealing, Marker
from finder.qualify import Background, Scoring, Unqualified, qualify
from finder.quality import PARTS, Field

TODAY = "2026-11-23"
WEIGHTS = Table().model_dump()
CONFIDENCES = [Confidence.MEDIUM, Confidence.HIGH]
RELS = [("sponsored",), ("ugc",), ("nofollow",), ()]
PLACEMENTS = [
    Placement.NAVIGATION,
    Placement.FOOTER,
    Placement.HEADER,
    Placement.COMMENTS,
    Placement.RELATED,
    Placement.SIDEBAR,
    Placement.MAIN,
]

weights = st.fixed_dictionaries({name: st.floats(0, 100) for name in WEIGHTS})
finds = st.builds(
    lambda confidence, placement, rel, score: find(confidence, placement, rel, score),
    st.sampled_from(CONFIDENCES),
    st.sampled_from(Placement),
    st.lists(st.sampled_from(["nofollow", "ugc", "sponsored", "noopener"]), max_size=3).map(tuple),
    st.none() | st.floats(0, 1),
)


def find(
    confidence: Confidence = Confidence.HIGH,
    placement: Placement = Placement.MAIN,
    rel: tuple[str, ...] = (),
    score: float | None = 1.0,
    prospect: str = "blog.example",
) -> Find:
    """A find with what counts for its score."""
    why = Opportunity(
        "broken_link", "key", "https://blog.example/", "gone", "It is gone.",
        confidence=confidence, placement=placement, rel=rel, dead_url="https://gone.example/", anchor="Tides",
        page_title="Tides", page_published="2026-10-01",
    )  # fmt: skip
    suggestion = (
        None
        if score is None
        else Suggestion("https://ours.example/", "Tides and currents of the North Sea", score)
    )
    return Find(1, why, prospect, suggestion)


def lead_of(given: Find, weighed: dict[str, float] = WEIGHTS, background: Background | None = None) -> Lead:
    """The lead that a find makes."""
    return qualify(given, Scoring(weighed, Field()), TODAY, background=background or Background())


def test_the_best_find_has_a_hundred_points_but_for_what_is_said_of_it_by_few_words() -> None:
    lead = lead_of(find(), background=Background(markers=(), links=10))
    assert (lead.prospect, lead.suggestion is not None) == ("blog.example", True)
    assert {name for name, value in lead.score_parts.items() if value == 1.0} == set(PARTS) - {
        "mention",
        "rivals",
        "relevance",
    }
    assert lead.score > 95


def test_a_part_of_which_nothing_is_known_does_not_count() -> None:
    lead = lead_of(find())
    assert "naturalness" not in lead.score_parts
    assert "indexability" not in lead.score_parts


def test_a_find_without_a_page_to_offer_is_a_lead_with_fewer_points() -> None:
    lead = lead_of(find(score=None))
    assert (lead.suggestion, lead.score_parts["match"]) == (None, 0.0)
    assert lead.score < lead_of(find()).score
    assert "no page of ours to offer" in lead.score_why


def test_what_speaks_against_writing_is_told_with_the_words_of_the_page() -> None:
    sells = Marker(Dealing.SELLS_LINKS, "We sell links.")
    lead = lead_of(find(), background=Background(markers=(sells,)))
    assert (lead.risk, lead.risk_evidence) == ("sells_links", "We sell links.")
    assert lead.score_parts["naturalness"] == 0.0


@pytest.mark.parametrize(
    ("given", "reason"),
    [(find(Confidence.LOW), "low_confidence"), (find(prospect=""), "no_prospect")],
)
def test_what_is_no_lead_is_told_in_one_word(given: Find, reason: str) -> None:
    with pytest.raises(Unqualified) as told:
        lead_of(given)
    assert str(told.value) == reason


@given(finds, weights)
def test_a_score_lies_between_nothing_and_a_hundred(given: Find, weighed: dict[str, float]) -> None:
    lead = lead_of(given, weighed)
    assert 0 <= lead.score <= 100
    assert all(0 <= part <= 1 for part in lead.score_parts.values())


@given(finds, weights, st.floats(0.01, 100))
def test_only_the_ratios_of_weights_matter(given: Find, weighed: dict[str, float], factor: float) -> None:
    scaled = {name: weight * factor for name, weight in weighed.items()}
    assert abs(lead_of(given, weighed).score - lead_of(given, scaled).score) <= 1


@given(finds, weights, st.floats(0, 1), st.floats(0, 1))
def test_a_better_match_never_lowers_the_score(
    given: Find, weighed: dict[str, float], one: float, other: float
) -> None:
    low, high = (
        lead_of(replace(given, suggestion=Suggestion("https://ours.example/", "Tides", score)), weighed).score
        for score in sorted((one, other))
    )
    assert low <= high


@pytest.mark.parametrize(
    ("part", "values"), [("confidence", CONFIDENCES), ("placement", PLACEMENTS), ("rel", RELS)]
)
@given(given=finds, weighed=weights)
def test_a_better_part_never_lowers_the_score(
    part: str, values: list[object], given: Find, weighed: dict[str, float]
) -> None:
    scores = [
        lead_of(replace(given, opportunity=replace(given.opportunity, **{part: value})), weighed).score  # type: ignore[arg-type]
        for value in values
    ]
    assert scores == sorted(scores)


@given(finds)
def test_a_part_without_weight_does_not_count(given: Find) -> None:
    only_match = dict.fromkeys(WEIGHTS, 0.0) | {"match": 1.0}
    score = given.suggestion.score if given.suggestion else 0
    assert abs(lead_of(given, only_match).score - 100 * score) <= 1
    assert lead_of(given, dict.fromkeys(WEIGHTS, 0.0)).score == 0
