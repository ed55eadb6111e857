"""Weights fitted to the judgements of one campaign, and whether they do better on prospects left out."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, replace
from math import log, sqrt
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.matching.features import WEIGHED_AS
from finder.matching.fitting import Judged, fit, with_less
from finder.matching.model import chances

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from finder.matching.candidates import Agreements, OwnWords
    from finder.matching.model import Weights
    from finder.matching.query import Query
    from finder.matching.sparse import Floats

FEWEST: Final = 20
FOLDS: Final = 5
# How near to the weights in force new ones stay: a few dozen judgements bend them, and do not make them.
CAUTION: Final = 5.0
# From so many judgements on a threshold of their own is chosen, so that of the offers so many are right.
FOR_THRESHOLD: Final = 100
PRECISION: Final = 0.93
_LEAST_LIKELY: Final = 1e-12
_HUNDREDTHS: Final = tuple(number / 100 for number in range(1, 100))


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a person says of our pages for one lead.

    ``right`` is the URL of the page that is right; without it, that of ``wrong`` is not right (another may
    be); without both, no page of ours fits. ``exclude`` holds URLs that are no offer for the lead.
    """

    query: Query
    prospect: str
    right: str = ""
    wrong: str = ""
    exclude: frozenset[str] = frozenset()


class Case(NamedTuple):
    """A judgement with the candidates it is about: their URLs, what can be offered, what the language costs.

    ``foreign`` is 1 for a page in another language than the source page, else 0.
    """

    judgement: Judgement
    judged: Judged
    urls: tuple[str, ...]
    free: NDArray[np.bool_]
    foreign: Floats


class Cases(NamedTuple):
    """The judgements that can teach something, and how many cannot, by why."""

    used: list[Case]
    unused: Counter[str]

    @property
    def right(self) -> int:
        """How many say which page is right."""
        return sum(bool(case.judgement.right) for case in self.used)

    @property
    def prospects(self) -> int:
        """Of how many prospects they are."""
        return len({case.judgement.prospect for case in self.used})


class Tally(NamedTuple):
    """How weights do: mean log-likelihood of what people said, and offers from a threshold on.

    ``right`` and ``wrong`` offers, right pages that are ``withheld``, and offers of a page that nobody has
    judged, where another one was wrong (``unknown``).
    """

    likelihood: float
    right: int
    wrong: int
    withheld: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Refit:
    """New weights, and how old and new ones do on prospects that they were not fitted on.

    ``before`` and ``after`` are counted at the threshold in force, ``chosen`` at that of the new weights.
    ``error`` is the standard error of the gain in likelihood, judgements of one prospect taken together.
    """

    weights: Weights
    folds: int
    before: Tally
    after: Tally
    chosen: Tally
    error: float

    @property
    def gain(self) -> float:
        """By how much the mean log-likelihood rises."""
        return self.after.likelihood - self.before.likelihood

    @property
    def helps(self) -> bool:
        """Whether it rises by more than chance alone would let it."""
        return self.gain > self.error


def cases_of(judgements: Iterable[Judgement], words: OwnWords) -> Cases:
    """Compare judged leads with our present pages."""
    numbers = {entry.page.url: number for number, entry in enumerate(words.entries)}
    found = Cases([], Counter())
    for judgement in judgements:
        agreements = words.agreements(judgement.query)
        why_not = _teaches_nothing(judgement, agreements, numbers)
        if why_not:
            found.unused[why_not] += 1
        else:
            found.used.append(_case(judgement, agreements, words))
    return found


def lacking(cases: Cases) -> str:
    """What is missing for a fit, as a sentence; empty if nothing is."""
    number, right = len(cases.used), cases.right
    said = (
        f"{number} judgements can be used ({right} of a right page, {number - right} of none or a wrong one)"
    )
    if number < FEWEST:
        return f"{said}; at least {FEWEST} are needed, {FEWEST - number} more"
    if not right or right == number:
        return f"{said}; both sorts are needed"
    return f"{said}, all at one prospect; at least two are needed" if cases.prospects < 2 else ""


def refit(cases: Sequence[Case], start: Weights, min_score: float, *, caution: float = CAUTION) -> Refit:
    """Fit weights to judgements from those in force, which offer pages from ``min_score`` on.

    There must be cases enough, see :func:`lacking`.
    """
    folds = _folds(cases)
    before = [_answer(case, start) for case in cases]
    after = _left_out(cases, folds, start, caution)
    least = _threshold(before, after, min_score, start.min_score)
    weights = replace(_fitted(cases, start, caution), min_score=least)
    return Refit(
        weights,
        len(set(folds)),
        _tally(before, min_score),
        _tally(after, min_score),
        _tally(after, least),
        _error(before, after),
    )


NOT_OURS: Final = "the page is none of your pages that can be offered now"
NO_CANDIDATE: Final = "the page agrees with the link in nothing"
NOTHING_AGREES: Final = "none of your pages agrees with the link in anything"


def _teaches_nothing(judgement: Judgement, agreements: Agreements, numbers: dict[str, int]) -> str:
    url = judgement.right or judgement.wrong
    if url and url not in numbers:
        return NOT_OURS
    if url and numbers[url] not in agreements.pages:
        return NO_CANDIDATE
    return "" if len(agreements.pages) else NOTHING_AGREES


def _case(judgement: Judgement, agreements: Agreements, words: OwnWords) -> Case:
    pages = [words.entries[number].page for number in agreements.pages]
    urls = tuple(page.url for page in pages)
    if judgement.right:
        right = [url == judgement.right for url in urls]
    else:
        right = [bool(judgement.wrong) and url != judgement.wrong for url in urls]
    theirs = judgement.query.language
    return Case(
        judgement,
        Judged(agreements, np.array(right, np.float64), none=not judgement.right),
        urls,
        np.array([url not in judgement.exclude for url in urls]),
        np.array([float(_is_foreign(page.language, theirs)) for page in pages]),
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
    said = case.foreign * weights.language
    pairs = zip(case.judged.agreements.groups, case.judged.agreements.features, strict=True)
    for group, features in pairs:
        said = said + weights.evidence(group.name, features)
    each = chances(weights.base + said)
    likely = float(each @ case.judged.right) + case.judged.none * (1.0 - float(each.sum()))
    offers = np.where((said > 0) & case.free, each, 0.0)
    best = int(offers.argmax())
    page = case.urls[best] if offers[best] > 0 else ""
    return _Answer(case.judgement, log(max(likely, _LEAST_LIKELY)), page, float(offers[best]))


def _left_out(cases: Sequence[Case], folds: Sequence[int], start: Weights, caution: float) -> list[_Answer]:
    """What is said of each case by weights that were fitted without its prospect."""
    weights = {
        fold: _fitted([case for case, of in zip(cases, folds, strict=True) if of != fold], start, caution)
        for fold in sorted(set(folds))
    }
    return [_answer(case, weights[fold]) for case, fold in zip(cases, folds, strict=True)]


def _fitted(cases: Iterable[Case], start: Weights, caution: float) -> Weights:
    return fit((variant for case in cases for variant in _taught(case)), start, caution=caution)


def _taught(case: Case) -> Iterable[Judged]:
    agreements = case.judged.agreements
    groups = [group._replace(name=WEIGHED_AS.get(group.name, group.name)) for group in agreements.groups]
    judged = case.judged._replace(agreements=agreements._replace(groups=groups))
    return with_less(judged) if case.judgement.right else (judged,)


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
    """The lowest threshold, in hundredths, at which enough of the judged offers are right, else ``present``.

    People judge what they were offered. Below the threshold that is in force they have seen nothing, unless
    enough of what it withholds was judged as well.
    """
    if len(after) < FOR_THRESHOLD:
        return present
    withheld = sum(not answer.page or answer.chance < in_force for answer in before)
    lowest = _HUNDREDTHS[0] if withheld >= FEWEST else in_force
    for least in (each for each in _HUNDREDTHS if each >= lowest):
        tally = _tally(after, least)
        if tally.right and tally.right >= PRECISION * (tally.right + tally.wrong):
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


def _is_foreign(ours: str, theirs: str) -> bool:
    """Whether two language tags are known and of different languages: ``de-AT`` and ``de`` are not."""
    first, second = (tag.replace("_", "-").split("-")[0].casefold() for tag in (ours, theirs))
    return bool(first and second) and first != second
