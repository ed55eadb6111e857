"""What agreements are worth: the file of weights, the chances they give, and learning them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from finder.items import OwnPage
from finder.matching import BrokenWeightsError, OwnPageIndex, Query, Weights
from finder.matching.candidates import OwnWords
from finder.matching.features import FEATURES
from finder.matching.fitting import Judged, fit, with_less
from finder.matching.model import chances, pieces

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://own.example"
SUBJECTS = (
    "sextant",
    "barometer",
    "anchor chain",
    "storm sail",
    "bilge pump",
    "log book",
    "radar",
    "compass",
)
PAGES = [OwnPage(f"{SITE}/{number}", f"All about the {each}") for number, each in enumerate(SUBJECTS)]
EVIDENCE = arrays(np.float64, st.integers(0, 8), elements=st.floats(-700, 700))


def test_shipped_weights_come_back_from_their_text_as_they_are(tmp_path: Path) -> None:
    shipped = Weights.shipped()
    file = tmp_path / "some.toml"
    file.write_text(shipped.as_toml(), "utf-8")
    assert Weights.read(file) == shipped


def test_shipped_weights_use_only_features_that_are_computed() -> None:
    words = OwnWords(PAGES)
    query = Query(
        "https://gone.example/weather/radar#radar", *["radar"] * 4, "", "radar", "radar", "radar radar"
    )
    agreements = words.agreements(query)
    computed = {g.name: set(found) for g, found in zip(agreements.groups, agreements.features, strict=True)}
    assert computed.keys() >= FEATURES.keys()
    for group, curves in Weights.shipped().curves.items():
        assert curves.keys() <= computed[group]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("base = ", "base = true #", "base must be a number, not True"),
        ("min_score = ", "min_score = 1", "min_score must be at least 0 and at most 1"),
        ("present = -", "present = ", "anchor.present must be at most 0"),
        ("letters = [", "letters = [-", "anchor.letters must be at least 0"),
        ("letters = [", "letters = [1.0, ", "anchor.letters must be 3 numbers"),
        ("letters = ", "colour = ", "there is no anchor.colour"),
        ("[groups.anchor]", "[groups.wind]", "there is no group wind"),
        ("language = ", "tongue = ", "it lacks 'language'"),
        ("base = ", "base ", "not a file of weights"),
        ("base = ", "groups = 7\nbase = ", "not a file of weights"),
    ],
)
def test_a_broken_file_of_weights_is_told_in_one_line(
    tmp_path: Path, before: str, after: str, said: str
) -> None:
    file = tmp_path / "some.toml"
    text = Weights.shipped().as_toml()
    assert before in text
    file.write_text(text.replace(before, after, 1), "utf-8")
    with pytest.raises(BrokenWeightsError, match="not a file of weights") as caught:
        Weights.read(file)
    assert said in str(caught.value)
    assert "\n" not in str(caught.value)


@given(EVIDENCE)
def test_chances_leave_the_rest_to_none_of_them(evidence: np.ndarray) -> None:
    found = chances(evidence)
    assert ((found >= 0) & (found <= 1)).all()
    assert found.sum() <= 1 + 1e-9
    assert chances(np.sort(evidence)) == pytest.approx(np.sort(found))


@given(arrays(np.float64, 2, elements=st.floats(0, 1)))
def test_a_curve_never_falls(values: np.ndarray) -> None:
    low, high = pieces(np.sort(values))
    assert (low <= high).all()


def _judged(words: OwnWords, query: Query, right: int | None) -> Judged:
    agreements = words.agreements(query)
    return Judged(agreements, (agreements.pages == right).astype(np.float64), none=right is None)


def _taught() -> list[Judged]:
    words = OwnWords(PAGES)
    known = [
        _judged(
            words, Query(anchor=f"the {each}", context=f"read about the {SUBJECTS[number - 1]} too"), number
        )
        for number, each in enumerate(SUBJECTS)
    ]
    strange = ["sourdough", "tax return", "knitting", "football results", "bilge water law", "sail of prices"]
    return known * 3 + [
        _judged(words, Query(anchor=each, context="all about that"), None) for each in strange
    ]


def test_what_is_taught_is_learned() -> None:
    learned = fit(_taught(), Weights.flat(), caution=1.0)
    index = OwnPageIndex(PAGES, replace(learned, min_score=0.5))
    for number, each in enumerate(SUBJECTS):
        offer = index.suggest(Query(anchor=f"the {each}"))
        assert offer is not None
        assert offer.url == f"{SITE}/{number}"
    assert index.suggest(Query(anchor="knitting patterns")) is None


def test_caution_keeps_weights_near_those_to_start_from() -> None:
    start = Weights.shipped()
    bold, careful = (fit(_taught(), start, caution=caution) for caution in (0.1, 1e7))

    def way(weights: Weights) -> float:
        return sum(
            abs(new - old)
            for group, curves in weights.curves.items()
            for name, curve in curves.items()
            for new, old in zip(curve, start.curves[group].get(name, (0.0, 0.0, 0.0)), strict=True)
        )

    assert way(careful) < 0.05 < way(bold)


def test_learned_weights_can_be_written_and_read(tmp_path: Path) -> None:
    file = tmp_path / "learned.toml"
    file.write_text(fit(_taught(), Weights.flat(), caution=1.0).as_toml(), "utf-8")
    assert Weights.read(file).curves["anchor"]


def test_nothing_known_is_nothing_to_learn_from() -> None:
    words = OwnWords(PAGES)
    unknown = _judged(words, Query(anchor="the radar"), 99)
    with pytest.raises(ValueError, match="no case has a known answer"):
        fit([unknown, _judged(words, Query(anchor="zzz"), None)], Weights.flat(), caution=1.0)


def test_a_case_is_also_learned_from_with_less_known() -> None:
    words = OwnWords(PAGES)
    whole = _judged(words, Query("https://gone.example/radar", "the radar", target_title="Radar"), 6)
    variants = list(with_less(whole))
    said = [{group.name for group in each.agreements.groups} for each in variants]
    assert said[0] == {"anchor", "address", "former_title"}
    assert {"former_title"} in said
    assert {"address"} in said
    assert [each.weight for each in variants[1:]] == [variants[1].weight] * (len(variants) - 1)
    assert variants[1].weight < whole.weight


def test_the_sentence_around_a_link_teaches_about_mentions() -> None:
    words = OwnWords(PAGES)
    *_, last = with_less(_judged(words, Query(anchor="the radar", context="Look at the radar first."), 6))
    assert [group.name for group in last.agreements.groups] == ["mention"]
    assert last.agreements.groups[0].words == ("look", "at", "the", "radar", "first")
