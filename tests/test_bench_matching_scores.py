"""The benchmark of suggestions: the arithmetic of its scores."""

from __future__ import annotations

from math import inf, isnan
from typing import TYPE_CHECKING, Any

import pytest

from bench.matching_cases import Case, Prediction
from bench.matching_report import changes
from bench.matching_scores import (
    Ranking,
    Reach,
    answers,
    area_under_roc,
    by_field,
    by_track,
    calibration,
    decision,
    decisions,
    offers,
    ranking,
)
from bench.scores import Share

if TYPE_CHECKING:
    from bench.matching_scores import Answer


def case(name: str, track: str = "a", *relevant: str, **more: Any) -> Case:
    return Case(name, track, more.pop("shape", track), "site", frozenset(relevant), **more)


CASES = (
    case("first", "a", "p1"),
    case("second", "a", "p2"),
    case("third", "b", "p3", easy=True),
    case("silent", "a", "p4"),
    case("far", "d", shape="a", none_kind="far"),
    case("removed", "d", shape="b", none_kind="removed"),
)
PREDICTIONS = (
    Prediction("first", ("p1", "p9"), 0.9),
    Prediction("second", ("p9", "p2"), 0.9),
    Prediction("third", ("p3",), 0.5),
    Prediction("far", ("p1",), 0.5),
    Prediction("removed", (), 0.7),
    Prediction("unknown", ("p1",), 1.0),
)


def answered() -> list[Answer]:
    return answers(CASES, {one.id: one for one in PREDICTIONS})


def test_a_case_without_a_prediction_has_no_hit() -> None:
    found = by_track(answered())
    first = found["a"]["all"]
    assert first is not None
    assert (first.n, first.hit_at_1, first.hit_at_3, first.mrr_at_10) == (3, 1 / 3, 2 / 3, 0.5)
    assert found["a"]["hard"] == first
    assert found["a"]["easy"] is None
    assert found["b"]["easy"] == Ranking(1, 1.0, 1.0, 1.0, 0.0)
    assert found["c"]["all"] is None


@pytest.mark.parametrize(("before", "hit_at_3", "mrr"), [(2, 1.0, 1 / 3), (3, 0.0, 1 / 4), (10, 0.0, 0.0)])
def test_what_stands_too_low_does_not_count(before: int, hit_at_3: float, mrr: float) -> None:
    ranked = (*(f"x{number}" for number in range(before)), "p1")
    found = ranking(answers([case("one", "a", "p1", "p2")], {"one": Prediction("one", ranked, 1.0)}))
    assert found is not None
    assert (found.hit_at_1, found.hit_at_3, found.mrr_at_10) == (0.0, hit_at_3, mrr)


def test_rankings_are_told_apart_by_a_field() -> None:
    cases = [case("one", "a", "p1", origin="third-party"), case("two", "c", "p1", origin="same-site")]
    said = {"one": Prediction("one", ("p1",), 1.0), "two": Prediction("two", ("p2",), 1.0)}
    found = by_field(answers(cases, said), "origin")
    assert found["third-party"]["a"].hit_at_1 == 1.0
    assert found["same-site"]["c"].hit_at_1 == 0.0
    assert list(found["same-site"]) == ["c"]


def test_equal_scores_are_offered_together() -> None:
    found = decision(answered())
    assert found is not None
    assert (found.n, found.answerable, found.none) == (6, 4, 2)
    # At 0.9 one of two is right, at 0.5 two of four: a quarter, then a half of the answerable.
    assert (found.best_f1, found.threshold, found.precision, found.recall) == (0.5, 0.5, 0.5, 0.5)
    assert found.area_pr == 0.25
    assert found.recall_at[80] == Reach(0.0, None)
    # Nothing ranked is surely no offer: answerable 0.9, 0.9, 0.5, none against 0.5, none.
    assert found.roc_auc == (4 + 0.5 + 1 + 0.5) / 8


def test_recall_is_told_at_the_lowest_threshold_that_is_so_precise() -> None:
    right = [Prediction(f"r{number}", ("p",), 0.9 - number / 100) for number in range(9)]
    cases = [*(case(one.id, "a", "p") for one in right), case("none", "d")]
    found = decision(answers(cases, {one.id: one for one in (*right, Prediction("none", ("p",), 0.85))}))
    assert found is not None
    # Five right offers, then a false one, then four more right ones: 9 of 10.
    assert found.recall_at[95] == Reach(5 / 9, 0.86)
    assert found.recall_at[90] == Reach(1.0, right[-1].score)
    assert found.recall_at[80] == Reach(1.0, right[-1].score)


def test_without_cases_of_both_sorts_there_is_no_decision() -> None:
    found = decisions(answered())
    assert found["a"] is not None
    assert found["c"] is None
    assert {name: one.none for name, one in found.items() if one} == {
        "a": 1,
        "b": 1,
        "all": 2,
        "foreign": 1,
        "removed": 1,
    }


def test_the_area_under_roc_counts_equal_scores_half() -> None:
    assert area_under_roc([0.9, 0.4], [0.4, -inf]) == (2 + 0.5 + 1) / 4
    assert isnan(area_under_roc([], [0.5]))


def test_offers_are_counted_from_a_threshold_on() -> None:
    found = offers(answered(), 0.5)
    assert (found.precision, found.recall) == (Share(2, 4), Share(2, 4))
    assert found.false_offers == {
        "all": Share(1, 2),
        "far": Share(1, 1),
        "foreign": Share(1, 1),
        "removed": Share(0, 1),
    }
    assert offers(answered(), 0.51).precision == Share(1, 2)


def test_a_ranking_without_a_score_is_never_offered() -> None:
    some = answers([case("one", "a", "p1")], {"one": Prediction("one", ("p1",), None)})
    assert some[0].right
    assert offers(some, -1e9).precision == Share(0, 0)


def test_scores_are_compared_with_how_often_the_first_page_is_right() -> None:
    found = calibration(answered())
    assert found is not None
    assert found.n == 4
    assert found.brier == pytest.approx((0.01 + 0.81 + 0.25 + 0.25) / 4)
    assert [(one.low, one.mean_score, one.right) for one in found.bins] == [
        (0.5, 0.5, Share(1, 2)),
        (0.9, 0.9, Share(1, 2)),
    ]
    assert found.ece == pytest.approx(0.2)


def test_scores_that_are_no_chances_are_not_called_calibrated() -> None:
    assert calibration(answers([case("one", "a", "p1")], {"one": Prediction("one", ("p1",), 1.1)})) is None
    assert calibration(answers([case("one", "a", "p1")], {})) is None


def test_gained_and_lost_cases_are_named() -> None:
    now, before = answered(), answers(CASES, {"second": Prediction("second", ("p2",), 1.0)})
    found = changes(now, before)
    assert (found["a site"].n, found["a site"].gained, found["a site"].lost) == (3, ("first",), ("second",))
    assert found["b site"].gained == ("third",)
