"""How good suggestions are: ranking, the decision to offer one, what is offered as shipped, calibration."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import inf, nan, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

from bench.matching_cases import TRACKS
from bench.scores import Share

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from bench.matching_cases import Case, Prediction

PRECISIONS: Final = (95, 90, 80)
"""In percent: at which precision of offers the recall is told."""

_DEPTH: Final = 10
_BINS: Final = 10
_REMOVED: Final = "removed"


class Answer(NamedTuple):
    """One case and what a ranker said of it."""

    case: Case
    ranked: tuple[str, ...]
    score: float | None

    @property
    def place(self) -> int | None:
        """The place of the first right page, from 1."""
        places = (place for place, page in enumerate(self.ranked, 1) if page in self.case.relevant)
        return next(places, None)

    @property
    def right(self) -> bool:
        """Whether the first page is a right one."""
        return self.place == 1

    @property
    def certainty(self) -> float:
        """The score of the first page; of none, minus infinity: it is offered at no threshold."""
        return -inf if self.score is None or not self.ranked else self.score


@dataclass(frozen=True, slots=True)
class Ranking:
    """Where the right page stands, over ``n`` answerable cases; ``ci95`` is half of hit@1's interval."""

    n: int
    hit_at_1: float
    hit_at_3: float
    mrr_at_10: float
    ci95: float


@dataclass(frozen=True, slots=True)
class Reach:
    """The recall that offers have at some precision, and the threshold for it (None: never so precise)."""

    recall: float
    threshold: float | None


@dataclass(frozen=True, slots=True)
class Decision:
    """How well the score tells when the first page should be offered, whatever the threshold.

    ``roc_auc``: the chance that an answerable case scores above one that is not. Precision is right offers
    of all offers, recall right offers of all answerable cases; ``area_pr`` is the area under both.
    ``recall_at`` is by precision in percent.
    """

    n: int
    answerable: int
    none: int
    roc_auc: float
    area_pr: float
    best_f1: float
    threshold: float | None
    precision: float
    recall: float
    recall_at: dict[int, Reach]


@dataclass(frozen=True, slots=True)
class Offers:
    """What is offered at one threshold; false offers are those for cases without an answer, by why."""

    min_score: float
    precision: Share
    recall: Share
    false_offers: dict[str, Share]


@dataclass(frozen=True, slots=True)
class Bin:
    """The first suggestions with a score in a tenth of 0-1: their mean score, and how many were right."""

    low: float
    mean_score: float
    right: Share


@dataclass(frozen=True, slots=True)
class Calibration:
    """Whether a score is the chance of being right: Brier score, expected calibration error, bins."""

    n: int
    brier: float
    ece: float
    bins: tuple[Bin, ...]


def answers(cases: Iterable[Case], predictions: Mapping[str, Prediction]) -> list[Answer]:
    """Each case with its prediction; a case without one has no suggestion."""
    return [
        Answer(case, found.ranked, found.score) if found else Answer(case, (), None)
        for case, found in ((case, predictions.get(case.id)) for case in cases)
    ]


def ranking(some: Sequence[Answer]) -> Ranking | None:
    """Hits and mean reciprocal rank of these cases; None of none."""
    count = len(some)
    if not count:
        return None
    places = [answer.place or inf for answer in some]
    first = sum(place == 1 for place in places) / count
    third = sum(place <= 3 for place in places) / count
    reciprocal = sum(1 / place for place in places if place <= _DEPTH) / count
    return Ranking(count, first, third, reciprocal, 1.96 * sqrt(first * (1 - first) / count))


def by_track(some: Sequence[Answer]) -> dict[str, dict[str, Ranking | None]]:
    """Of each track with answers: all cases, the hard and the easy ones."""
    found = {}
    for track in TRACKS[:3]:
        of_track = [answer for answer in some if answer.case.track == track]
        hard = [answer for answer in of_track if not answer.case.easy]
        easy = [answer for answer in of_track if answer.case.easy]
        found[track] = {"all": ranking(of_track), "hard": ranking(hard), "easy": ranking(easy)}
    return found


def by_field(some: Sequence[Answer], field: str) -> dict[str, dict[str, Ranking]]:
    """Of each value of a case's field (``corpus``, ``origin``): the ranking of each track that has it."""
    values = sorted({getattr(answer.case, field) for answer in some if answer.case.relevant})
    found: dict[str, dict[str, Ranking]] = {}
    for value in values:
        chosen = [one for one in some if one.case.relevant and getattr(one.case, field) == value]
        rankings = {
            track: ranking([answer for answer in chosen if answer.case.track == track]) for track in TRACKS
        }
        found[value] = {track: known for track, known in rankings.items() if known}
    return found


def groups(some: Sequence[Answer]) -> dict[str, list[Answer]]:
    """Cases by shape, all of them, and those with unanswerable cases of one sort only."""
    found = {track: [answer for answer in some if answer.case.shape == track] for track in TRACKS[:3]}
    found["all"] = list(some)
    found["foreign"] = [answer for answer in some if answer.case.none_kind != _REMOVED]
    found["removed"] = [one for one in some if one.case.relevant or one.case.none_kind == _REMOVED]
    return found


def decisions(some: Sequence[Answer]) -> dict[str, Decision | None]:
    """The decision in each of the groups."""
    return {name: decision(group) for name, group in groups(some).items()}


def decision(some: Sequence[Answer]) -> Decision | None:
    """All figures of one group; None unless it has cases with and without an answer."""
    answerable = [answer.certainty for answer in some if answer.case.relevant]
    unanswerable = [answer.certainty for answer in some if not answer.case.relevant]
    if not answerable or not unanswerable:
        return None
    area = previous = 0.0
    best: tuple[float, float | None, float, float] = (0.0, None, 0.0, 0.0)
    recall_at = dict.fromkeys(PRECISIONS, Reach(0.0, None))
    for threshold, precision, recall in _curve(some, len(answerable)):
        area += precision * (recall - previous)
        previous = recall
        f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
        best = max(best, (f1, threshold, precision, recall), key=lambda known: known[0])
        for percent in PRECISIONS:
            if precision >= percent / 100 and recall >= recall_at[percent].recall:
                recall_at[percent] = Reach(recall, threshold)
    roc_auc = area_under_roc(answerable, unanswerable)
    return Decision(len(some), len(answerable), len(unanswerable), roc_auc, area, *best, recall_at)


def _curve(some: Iterable[Answer], answerable: int) -> Iterator[tuple[float, float, float]]:
    """Threshold, precision and recall, from the surest offer down; equal scores are offered together."""
    offers = sorted((one for one in some if one.certainty > -inf), key=lambda one: -one.certainty)
    right = offered = 0
    for threshold, tied in groupby(offers, key=lambda one: one.certainty):
        for answer in tied:
            offered += 1
            right += answer.right
        yield threshold, right / offered, right / answerable


def area_under_roc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """The chance that a positive is above a negative; equal ones count half. NaN when one side is empty."""
    if not positive or not negative:
        return nan
    marked = sorted([(score, True) for score in positive] + [(score, False) for score in negative])
    seen, ranks = 0, 0.0
    for _, group in groupby(marked, key=lambda pair: pair[0]):
        tied = [is_positive for _, is_positive in group]
        ranks += (seen + (len(tied) + 1) / 2) * sum(tied)
        seen += len(tied)
    count = len(positive)
    return (ranks - count * (count + 1) / 2) / (count * len(negative))


def offers(some: Sequence[Answer], min_score: float) -> Offers:
    """What comes of offering every first page with ``min_score`` or more."""
    offered = [answer for answer in some if answer.certainty >= min_score]
    right = sum(answer.right for answer in offered)
    none = [answer for answer in some if not answer.case.relevant]
    kinds = {"all": none} | {
        kind: [answer for answer in none if answer.case.none_kind == kind]
        for kind in sorted({answer.case.none_kind for answer in none} - {_REMOVED})
    }
    kinds["foreign"] = [answer for answer in none if answer.case.none_kind != _REMOVED]
    kinds[_REMOVED] = [answer for answer in none if answer.case.none_kind == _REMOVED]
    false = {
        kind: Share(sum(answer.certainty >= min_score for answer in of_kind), len(of_kind))
        for kind, of_kind in kinds.items()
    }
    return Offers(min_score, Share(right, len(offered)), Share(right, len(some) - len(none)), false)


def calibration(some: Iterable[Answer]) -> Calibration | None:
    """Scores against how often the first page was right, over the cases with a suggestion.

    None when there is none, or when scores are not within 0-1.
    """
    told = [(answer.certainty, answer.right) for answer in some if answer.certainty > -inf]
    if not told or not all(0 <= score <= 1 for score, _ in told):
        return None
    binned: dict[int, list[tuple[float, bool]]] = {}
    for score, right in told:
        binned.setdefault(min(int(score * _BINS), _BINS - 1), []).append((score, right))
    bins = tuple(_bin(number, found) for number, found in sorted(binned.items()))
    brier = sum((score - right) ** 2 for score, right in told) / len(told)
    ece = sum(abs(one.mean_score * one.right.whole - one.right.part) for one in bins) / len(told)
    return Calibration(len(told), brier, ece, bins)


def _bin(number: int, found: Sequence[tuple[float, bool]]) -> Bin:
    mean = sum(score for score, _ in found) / len(found)
    return Bin(number / _BINS, mean, Share(sum(right for _, right in found), len(found)))
