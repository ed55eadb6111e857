"""Learning what agreements are worth from links whose right page is known, or known to be none."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from finder.matching.features import FEATURES
from finder.matching.model import PIECES, Weights, pieces

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from numpy.typing import NDArray

    from finder.matching.candidates import Agreements
    from finder.matching.sparse import Floats, Ints

_LEAST: Final = 0.005  # evidence: a curve that nowhere rises by more is left out
_STEPS: Final = 400
_RARE: Final = 0.05  # deviation: what hardly ever comes is not weighed more for that
_SMALL: Final = 1e-5  # relative gain of a step at which the search ends


_LESS: Final = (
    {"anchor"},
    {"address", "fragment", "folders"},
    {"context", "heading", "page_title"},
    {"former_title", "former_text"},
    {"anchor", "former_title"},
    {"anchor", "context", "heading", "page_title"},
    {"anchor", "address", "fragment", "folders"},
    {"anchor", "address", "fragment", "folders", "former_text"},
    {"anchor", "address", "fragment", "folders", "context", "heading", "page_title"},
)
_AROUND: Final = {"folders", "context", "heading", "page_title"}  # say too little by themselves
_VARIANT: Final = 0.15  # how much a case with less counts


class Judged(NamedTuple):
    """A query's candidates, and what is known of the answer.

    ``right`` marks the candidates that may be the right one (0 or 1), ``none`` whether there may be none;
    ``weight`` is how much the case counts.
    """

    agreements: Agreements
    right: Floats
    none: bool
    weight: float = 1.0


class Column(NamedTuple):
    """One weight: of a group that is present (no ``feature``), or of one third of a curve."""

    group: str
    feature: str = ""
    third: int = 0


COLUMNS: Final = (
    *(Column(group) for group in FEATURES),
    *(
        Column(group, each, third)
        for group in FEATURES
        for each in FEATURES[group]
        for third in range(PIECES)
    ),
)


def with_less(judged: Judged) -> Iterator[Judged]:
    """A case, and what it would be if less were known: an idle anchor, an opaque address, no copy.

    Without these, parts that mostly come together are weighed as if they always did. The sentence around a
    link, without the link, is also one that mentions what the link leads to: so mentions are learned about.
    """
    yield judged
    names = {group.name for group in judged.agreements.groups}
    seen = {frozenset(names)}
    for less in _LESS:
        left = frozenset(names - less)
        if left <= _AROUND or left in seen:
            continue
        seen.add(left)
        yield judged._replace(agreements=judged.agreements.only(left), weight=_VARIANT * judged.weight)
    if "context" in names:
        yield judged._replace(agreements=judged.agreements.only({"context"}).named("mention"))


@dataclass(frozen=True, slots=True)
class _Cases:
    """All candidates of all cases below each other, with the case of each."""

    values: NDArray[np.float32]
    of: Ints
    starts: Ints
    right: Floats
    none: Floats
    weights: Floats


def fit(judged: Iterable[Judged], start: Weights, *, caution: float) -> Weights:
    """The weights under which the known answers are most likely, not far from those to ``start`` from.

    ``caution``: how many times a weight's distance counts (the strength of a Gaussian prior, per standard
    deviation of what it weighs). Curves stay at or above 0, the weights of presence at or below it. Raises
    ``ValueError`` if no case can teach anything.
    """
    cases = _cases(judged)
    scale = cases.values.std(axis=0)
    scale[scale < _RARE] = _RARE
    values = (cases.values / scale).astype(np.float32)
    before = np.array([*_flat(start) * scale, start.base])
    lowest = np.array([*(0.0 if column.feature else -np.inf for column in COLUMNS), -np.inf])
    highest = np.array([*(np.inf if column.feature else 0.0 for column in COLUMNS), np.inf])

    def loss(weights: Floats) -> tuple[float, Floats]:
        found, slope = _surprise(cases, values, weights)
        away = weights - before
        away[-1] = 0.0
        return found + caution * float(away @ away) / 2, slope + caution * away

    best = _lowest(loss, before, lambda weights: np.clip(weights, lowest, highest))
    return _weights(start, best[:-1] / scale, float(best[-1]))


def _cases(judged: Iterable[Judged]) -> _Cases:
    teaching = [case for case in judged if len(case.right) and (case.none or case.right.any())]
    if not teaching:
        raise ValueError("no case has a known answer among its candidates")
    counts = np.array([len(case.right) for case in teaching])
    return _Cases(
        np.concatenate([_matrix(case.agreements) for case in teaching]),
        np.repeat(np.arange(len(teaching)), counts),
        np.cumsum(counts) - counts,
        np.concatenate([case.right for case in teaching]),
        np.array([float(case.none) for case in teaching]),
        np.array([case.weight for case in teaching]),
    )


def _matrix(agreements: Agreements) -> NDArray[np.float32]:
    place = {column: number for number, column in enumerate(COLUMNS)}
    found = np.zeros((len(agreements.pages), len(COLUMNS)), np.float32)
    for group, features in zip(agreements.groups, agreements.features, strict=True):
        if group.name not in FEATURES:
            continue
        found[:, place[Column(group.name)]] = 1.0
        for name in FEATURES[group.name]:
            first = place[Column(group.name, name)]
            found[:, first : first + PIECES] = pieces(features[name])
    return found


def _surprise(cases: _Cases, values: NDArray[np.float32], weights: Floats) -> tuple[float, Floats]:
    """The negative logarithm of the likelihood of all answers, and its slope."""
    evidence = (values @ weights[:-1].astype(np.float32)).astype(np.float64) + weights[-1]
    highest = np.maximum(np.maximum.reduceat(evidence, cases.starts), 0.0)
    each = np.exp(evidence - highest[cases.of])
    none = np.exp(-highest)
    total = none + np.add.reduceat(each, cases.starts)
    answer = np.add.reduceat(each * cases.right, cases.starts) + none * cases.none
    likely = np.maximum(answer / total, 1e-12)
    off = each / total[cases.of] - each * cases.right / np.maximum(answer, 1e-300)[cases.of]
    off *= cases.weights[cases.of]
    return -float(np.log(likely) @ cases.weights), np.append(off.astype(np.float32) @ values, off.sum())


def _lowest(
    loss: Callable[[Floats], tuple[float, Floats]], start: Floats, bounded: Callable[[Floats], Floats]
) -> Floats:
    """Accelerated projected gradient descent with backtracking and restarts (Beck and Teboulle 2009)."""
    here = ahead = bounded(start)
    value = loss(here)[0]
    rate, momentum = 1e-3, 1.0
    for _ in range(_STEPS):
        at, slope = loss(ahead)
        while True:
            there = bounded(ahead - rate * slope)
            moved = there - ahead
            found = loss(there)[0]
            if found <= at + float(slope @ moved) + float(moved @ moved) / (2 * rate) + 1e-9:
                break
            rate /= 2
        if found > value:
            ahead, momentum = here, 1.0
            continue
        following = (1 + (1 + 4 * momentum**2) ** 0.5) / 2
        ahead = bounded(there + (momentum - 1) / following * (there - here))
        done = value - found < _SMALL * abs(found)
        here, value, momentum, rate = there, found, following, rate * 1.2
        if done:
            break
    return here


def _flat(weights: Weights) -> Floats:
    return np.array(
        [
            weights.curves.get(column.group, {}).get(column.feature, (0.0,) * PIECES)[column.third]
            if column.feature
            else weights.present.get(column.group, 0.0)
            for column in COLUMNS
        ]
    )


def _weights(start: Weights, flat: Floats, base: float) -> Weights:
    found = dict(zip(COLUMNS, flat, strict=True))
    present = {group: float(found[Column(group)]) for group in FEATURES}
    curves = {
        group: {
            name: curve
            for name in FEATURES[group]
            if max(curve := tuple(float(found[Column(group, name, third)]) for third in range(PIECES)))
            >= _LEAST
        }
        for group in FEATURES
    }
    return Weights(base, start.min_score, start.language, present, curves)  # type: ignore[arg-type]
