"""Weights fitted to the judgements of one campaign, and whether they do better on prospects left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.matching.features import WEIGHED_AS
from finder.matching.fitting import Judged, fit
from finder.matching.judgements import FEWEST, Case, Judgement, case_of
from finder.matching.model import chances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from finder.matching.candidates import OwnWords
    from finder.matching.model import Weights
    from finder.matching.query import Query
    from finder.matching.sparse import Floats

FOLDS: Final = 5
# How near to the weights in force new ones stay: a few dozen judgements bend them, and do not make them.
CAUTION: Final = 100.0
# From so many judgements on a threshold of their own is chosen, so that of the offers so many are right.
FOR_THRESHOLD: Final = 100
PRECISION: Final = 0.93
_LEAST_LIKELY: Final = 1e-12
_HUNDREDTHS: Final = tuple(number / 100 for number in range(1, 100))


class Tally(NamedTuple):
    """How weights do: mean log-likelihood of what people said, and offers from a threshold on.

    ``not_judged`` are offers where people only said that another page is wrong.
    """

    log_likelihood: float
    right_offers: int
    wrong_offers: int
    right_withheld: int
    not_judged: int


@dataclass(frozen=True, slots=True)
class Refit:
    """New weights, and how old and new ones do on prospects that they were not fitted on.

    ``before`` and ``after`` are counted at the threshold in force, ``chosen`` at that of the new weights.
    ``error`` is the standard error of the gain in likelihood, judgements of one prospect taken together.
    For ``newly_offered`` of the ``unjudged`` leads the new weights would offer a page.
    """

    weights: Weights
    folds: int
    before: Tally
    after: Tally
    chosen: Tally
    error: float
    unjudged: int
    newly_offered: int

    @property
    def gain(self) -> float:
        """By how much the mean log-likelihood rises."""
        return self.after.log_likelihood - self.before.log_likelihood

    @property
    def helps(self) -> bool:
        """Whether it rises by more than chance explains: by twice the standard error."""
        return self.gain > 2 * self.error


def withheld(queries: Iterable[Query], words: OwnWords, weights: Weights, min_score: float) -> list[Case]:
    """Of links that nobody judged those for which weights offer no page, to be given to :func:`refit`."""
    compared = (case_of(Judgement(query, ""), words.agreements(query), words) for query in queries)
    answers = ((case, _answer(case, weights)) for case in compared if case.urls)
    return [case for case, answer in answers if not answer.page or answer.chance < min_score]


def refit(cases: Sequence[Case], unjudged: Sequence[Case], start: Weights, min_score: float) -> Refit:
    """Fit weights to judgements from those in force, which offer pages from ``min_score`` on.

    There must be cases enough, see :func:`finder.matching.judgements.lacking`. People judge what they are
    offered, and weights that fit that alone would offer pages for everything: so what the weights in force
    say of ``unjudged`` links, for which they offer none (:func:`withheld`), counts like a judgement.
    """
    kept = [judged for case in unjudged for judged in _as_believed(case, start)]
    folds = _folds(cases)
    before = [_answer(case, start) for case in cases]
    after = _left_out(cases, folds, start, kept)
    least = _threshold(before, after, min_score, start.min_score)
    weights = replace(_fitted(cases, start, kept), min_score=least)
    others = [_answer(case, weights) for case in unjudged]
    return Refit(
        weights,
        len(set(folds)),
        _tally(before, min_score),
        _tally(after, min_score),
        _tally(after, least),
        _error(before, after),
        len(others),
        sum(answer.page != "" and answer.chance >= least for answer in others),
    )


class _Answer(NamedTuple):
    """What weights say of a case: how likely its judgement is, the page they would offer, its chance."""

    judgement: Judgement
    likelihood: float
    page: str
    chance: float

    @property
    def is_right(self) -> bool:
        return self.page != "" and self.page == self.judgement.right

    @property
    def is_wrong(self) -> bool:
        right, wrong = self.judgement.right, self.judgement.wrong
        return self.page != "" and self.page != right and (bool(right) or self.page == (wrong or self.page))


def _answer(case: Case, weights: Weights) -> _Answer:
    """As :meth:`finder.matching.OwnPageIndex.suggest` answers."""
    said = _said(case, weights)
    each = chances(weights.base + said)
    likely = float(each @ case.judged.right) + case.judged.none * (1.0 - float(each.sum()))
    offers = np.where((said > 0) & case.free, each, 0.0)
    best = int(offers.argmax())
    page = case.urls[best] if offers[best] > 0 else ""
    return _Answer(case.judgement, log(max(likely, _LEAST_LIKELY)), page, float(offers[best]))


def _said(case: Case, weights: Weights) -> Floats:
    found = case.foreign * weights.language
    pairs = zip(case.judged.agreements.groups, case.judged.agreements.features, strict=True)
    for group, features in pairs:
        found = found + weights.evidence(group.name, features)
    return found


def _left_out(
    cases: Sequence[Case], folds: Sequence[int], start: Weights, kept: Sequence[Judged]
) -> list[_Answer]:
    """What is said of each case by weights that were fitted without its prospect."""
    weights = {
        fold: _fitted([case for case, of in zip(cases, folds, strict=True) if of != fold], start, kept)
        for fold in sorted(set(folds))
    }
    return [_answer(case, weights[fold]) for case, fold in zip(cases, folds, strict=True)]


def _fitted(cases: Iterable[Case], start: Weights, kept: Iterable[Judged]) -> Weights:
    return fit([*(_taught(case) for case in cases), *kept], start, caution=CAUTION)


def _taught(case: Case) -> Judged:
    """A case whose groups are called as what they are weighed like, so that they teach that."""
    agreements = case.judged.agreements
    groups = [group._replace(name=WEIGHED_AS.get(group.name, group.name)) for group in agreements.groups]
    return case.judged._replace(agreements=agreements._replace(groups=groups))


def _as_believed(case: Case, weights: Weights) -> tuple[Judged, Judged]:
    """That no page fits, and that some page does, each as likely as weights say."""
    some = min(float(chances(weights.base + _said(case, weights)).sum()), 1.0)
    taught = _taught(case)
    any_page = np.ones(len(case.urls))
    return taught._replace(weight=1.0 - some), taught._replace(right=any_page, none=False, weight=some)


def _folds(cases: Sequence[Case]) -> list[int]:
    """The fold of each case: those of a prospect together, the folds about equally large."""
    counts = Counter(case.judgement.prospect for case in cases)
    sizes = [0] * min(FOLDS, len(counts))
    fold_of = {}
    for prospect, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        fold = sizes.index(min(sizes))
        fold_of[prospect] = fold
        sizes[fold] += count
    return [fold_of[case.judgement.prospect] for case in cases]


def _tally(answers: Sequence[_Answer], least: float) -> Tally:
    offers = [answer for answer in answers if answer.page and answer.chance >= least]
    right, wrong = sum(each.is_right for each in offers), sum(each.is_wrong for each in offers)
    known = sum(bool(each.judgement.right) for each in answers)
    return Tally(
        sum(answer.likelihood for answer in answers) / len(answers),
        right,
        wrong,
        known - sum(bool(each.judgement.right) for each in offers),
        len(offers) - right - wrong,
    )


def _threshold(before: Sequence[_Answer], after: Sequence[_Answer], in_force: float, present: float) -> float:
    """The lowest threshold at which enough of the judged offers are right; ``present`` if there is none.

    People judge what they were offered. Below the threshold that is in force they have seen nothing, unless
    enough of what it withholds was judged as well.
    """
    if len(after) < FOR_THRESHOLD:
        return present
    withheld = sum(not answer.page or answer.chance < in_force for answer in before)
    lowest = _HUNDREDTHS[0] if withheld >= FEWEST else in_force
    for least in sorted(each for each in (in_force, *_HUNDREDTHS) if each >= lowest):
        tally = _tally(after, least)
        if tally.right_offers and tally.right_offers >= PRECISION * (tally.right_offers + tally.wrong_offers):
            return least
    return present


def _error(before: Sequence[_Answer], after: Sequence[_Answer]) -> float:
    """The standard error of the mean gain in likelihood, where judgements of one prospect are alike."""
    gains = [new.likelihood - old.likelihood for old, new in zip(before, after, strict=True)]
    mean = sum(gains) / len(gains)
    away: defaultdict[str, float] = defaultdict(float)
    for answer, gain in zip(after, gains, strict=True):
        away[answer.judgement.prospect] += gain - mean
    return sqrt(sum(each**2 for each in away.values())) / len(gains)
