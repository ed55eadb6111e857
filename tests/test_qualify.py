"""Qualifying: which finds become leads, and a score that grows with each of its parts."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from finder.items import Confidence, Find, Opportunity, Placement, Suggestion
from finder.qualify import Unqualified, qualify

WEIGHTS = {"confidence": 30.0, "match": 35.0, "placement": 20.0, "rel": 15.0}
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
        confidence=confidence, placement=placement, rel=rel,
    )  # fmt: skip
    suggestion = None if score is None else Suggestion("https://ours.example/", "Ours", score)
    return Find(1, why, prospect, suggestion)


def test_the_best_find_has_a_hundred_points() -> None:
    lead = qualify(find(), WEIGHTS)
    assert (lead.score, lead.prospect) == (100, "blog.example")
    assert lead.score_parts == {"confidence": 1.0, "match": 1.0, "placement": 1.0, "rel": 1.0}
    assert lead.suggestion is not None


def test_a_find_without_a_page_to_offer_is_a_lead_with_fewer_points() -> None:
    lead = qualify(find(score=None), WEIGHTS)
    assert (lead.score, lead.suggestion, lead.score_parts["match"]) == (65, None, 0.0)


@pytest.mark.parametrize(
    ("given", "reason"),
    [(find(Confidence.LOW), "low_confidence"), (find(prospect=""), "no_prospect")],
)
def test_what_is_no_lead_is_told_in_one_word(given: Find, reason: str) -> None:
    with pytest.raises(Unqualified) as told:
        qualify(given, WEIGHTS)
    assert str(told.value) == reason


@given(finds, weights)
def test_a_score_lies_between_nothing_and_a_hundred(given: Find, weighed: dict[str, float]) -> None:
    lead = qualify(given, weighed)
    assert 0 <= lead.score <= 100
    assert all(0 <= part <= 1 for part in lead.score_parts.values())


@given(finds, weights, st.floats(0.01, 100))
def test_only_the_ratios_of_weights_matter(given: Find, weighed: dict[str, float], factor: float) -> None:
    scaled = {name: weight * factor for name, weight in weighed.items()}
    assert abs(qualify(given, weighed).score - qualify(given, scaled).score) <= 1


@given(finds, weights, st.floats(0, 1), st.floats(0, 1))
def test_a_better_match_never_lowers_the_score(
    given: Find, weighed: dict[str, float], one: float, other: float
) -> None:
    low, high = (
        qualify(replace(given, suggestion=Suggestion("https://ours.example/", "", score)), weighed).score
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
        qualify(replace(given, opportunity=replace(given.opportunity, **{part: value})), weighed).score  # type: ignore[arg-type]
        for value in values
    ]
    assert scores == sorted(scores)


@given(finds)
def test_a_part_without_weight_does_not_count(given: Find) -> None:
    only_match = {"confidence": 0.0, "match": 1.0, "placement": 0.0, "rel": 0.0}
    score = given.suggestion.score if given.suggestion else 0
    assert abs(qualify(given, only_match).score - 100 * score) <= 1
    assert qualify(given, dict.fromkeys(WEIGHTS, 0.0)).score == 0
