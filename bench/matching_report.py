"""All figures of one ranker over the same cases, and what changed against other predictions."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any, Final, Self

from bench.matching_rankers import FINDER
from bench.matching_scores import (
    Answer,
    Calibration,
    Decision,
    Offers,
    Ranking,
    answers,
    by_field,
    by_track,
    calibration,
    decision,
    decisions,
    groups,
    offers,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.matching_cases import Case, Prediction
    from bench.matching_runs import Run


_BEFORE: Final = "before"


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one ranker. ``offers`` are those at its own threshold; empty if it has none."""

    tracks: dict[str, dict[str, Ranking | None]]
    corpora: dict[str, dict[str, Ranking]]
    origins: dict[str, dict[str, Ranking]]
    decisions: dict[str, Decision | None]
    corpus_decisions: dict[str, Decision | None]
    offers: dict[str, Offers]
    corpus_offers: dict[str, Offers]
    calibration: Calibration | None


@dataclass(frozen=True, slots=True)
class Change:
    """The ids of cases whose first page is right only now, and only before; ``n`` are answerable."""

    n: int
    gained: tuple[str, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What rankers said of the same cases, by ranker; ``before`` are the predictions to compare with."""

    cases: Sequence[Case]
    runs: Sequence[Run]
    answers: dict[str, list[Answer]]
    reports: dict[str, Report]
    changes: dict[str, Change]

    @classmethod
    def of(
        cls,
        cases: Sequence[Case],
        runs: Sequence[Run],
        predictions: Mapping[str, Mapping[str, Prediction]],
        before: Mapping[str, Prediction] | None,
        min_score: float,
    ) -> Self:
        """``min_score`` is finder's; the others have no threshold of their own."""
        known = predictions if before is None else {**predictions, _BEFORE: before}
        found = {name: answers(cases, said) for name, said in known.items()}
        reports = {name: report(some, min_score if name == FINDER else None) for name, some in found.items()}
        both = FINDER in found and _BEFORE in found
        changed = changes(found[FINDER], found[_BEFORE]) if both else {}
        return cls(cases, runs, found, reports, changed)

    def figures(self) -> dict[str, Any]:
        """All figures as JSON has them, without predictions."""
        left_out = ("predictions", "considered")
        return {
            "cases": len(self.cases),
            "rankers": {name: asdict(one) for name, one in self.reports.items()},
            "changes": {name: asdict(one) for name, one in self.changes.items()},
            "runs": [
                {name: value for name, value in asdict(run).items() if name not in left_out}
                for run in self.runs
            ],
        }


def report(some: Sequence[Answer], min_score: float | None = None) -> Report:
    """All figures of these answers; offers from ``min_score`` on, if there is one."""
    corpora = by_corpus(some)
    return Report(
        tracks=by_track(some),
        corpora=by_field(some, "corpus"),
        origins=by_field(some, "origin"),
        decisions=decisions(some),
        corpus_decisions={name: decision(group) for name, group in corpora.items()},
        offers=_offers(groups(some), min_score),
        corpus_offers=_offers(corpora, min_score),
        calibration=calibration(some),
    )


def by_corpus(some: Sequence[Answer]) -> dict[str, list[Answer]]:
    """The answers of each corpus."""
    names = dict.fromkeys(answer.case.corpus for answer in some)
    return {name: [answer for answer in some if answer.case.corpus == name] for name in names}


def changes(now: Sequence[Answer], before: Sequence[Answer]) -> dict[str, Change]:
    """What changed in each track and corpus, as ``a mdn-en``. Both are about the same cases in one order."""
    found: dict[str, list[tuple[Answer, Answer]]] = {}
    for pair in zip(now, before, strict=True):
        case = pair[0].case
        if case.relevant:
            found.setdefault(f"{case.track} {case.corpus}", []).append(pair)
    return {name: _change(pairs) for name, pairs in sorted(found.items())}


def _change(pairs: Sequence[tuple[Answer, Answer]]) -> Change:
    gained = tuple(now.case.id for now, before in pairs if now.right and not before.right)
    lost = tuple(now.case.id for now, before in pairs if before.right and not now.right)
    return Change(len(pairs), gained, lost)


def _offers(some: dict[str, list[Answer]], min_score: float | None) -> dict[str, Offers]:
    if min_score is None:
        return {}
    return {name: offers(group, min_score) for name, group in some.items() if group}
