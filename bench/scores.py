"""How good verdicts are: counts by kind, precision and recall of *dead*, false deaths, requests."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.trial import Judged, Outcome

VERDICTS: Final = ("dead", "alive", "uncertain")
# Of which families recall is told apart; of each only what is dead counts.
GROUPS: Final = {
    "soft_404, removed": ("soft_404", "removed"),
    "parked, suspended, default_server": ("parked", "suspended", "default_server"),
    "taken_over": ("taken_over",),
}


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    part: int
    whole: int

    @property
    def value(self) -> float | None:
        """The share as a fraction; None of nothing."""
        return self.part / self.whole if self.whole else None

    def __str__(self) -> str:
        if self.value is None:
            return "-"
        # Rounded down, so that 1.0000 is nothing but all.
        return f"{self.part * 10_000 // self.whole / 10_000:.4f} ({self.part}/{self.whole})"


@dataclass(frozen=True, slots=True)
class Counts:
    """How often each verdict was given for the targets of one kind."""

    family: str
    kind: str
    truth: str
    given: Counter[str]

    @property
    def right(self) -> Share:
        """How many were given the true verdict."""
        return Share(self.given[self.truth], self.given.total())


def by_kind(judged: Iterable[Judged]) -> list[Counts]:
    """The counts of each kind, those of a family side by side."""
    found: dict[tuple[str, str, str], Counter[str]] = {}
    for each in judged:
        found.setdefault((each.family, each.kind, each.truth), Counter())[each.verdict] += 1
    return [Counts(*key, given) for key, given in sorted(found.items())]


def precision(judged: Iterable[Judged]) -> Share:
    """Of what is called dead, how much is; what nobody can know from here and is called dead is wrong."""
    called = [each for each in judged if each.verdict == "dead"]
    return Share(sum(each.truth == "dead" for each in called), len(called))


def recall(judged: Iterable[Judged], families: Sequence[str] = ()) -> Share:
    """Of what is dead (in these families, or all), how much is called dead."""
    dead = [each for each in judged if each.truth == "dead" and (not families or each.family in families)]
    return Share(sum(each.verdict == "dead" for each in dead), len(dead))


def false_deaths(judged: Iterable[Judged]) -> list[Judged]:
    """What is called dead and is not."""
    return [each for each in judged if each.verdict == "dead" and each.truth != "dead"]


def wrong(judged: Iterable[Judged]) -> list[Judged]:
    """What is given another verdict than the true one."""
    return [each for each in judged if each.verdict != each.truth]


def totals(outcomes: Sequence[Outcome]) -> dict[str, Share | float]:
    """The figures of one tool over all its trials, by name."""
    judged = [each for outcome in outcomes for each in outcome.judged]
    deaths = false_deaths(judged)
    figures: dict[str, Share | float] = {
        "right verdicts": Share(len(judged) - len(wrong(judged)), len(judged)),
        "precision of dead": precision(judged),
        "recall of dead": recall(judged),
    }
    figures.update({f"recall, {name}": recall(judged, families) for name, families in GROUPS.items()})
    figures |= {
        "false deaths: alive": sum(each.truth == "alive" for each in deaths),
        "false deaths: uncertain": sum(each.truth == "uncertain" for each in deaths),
        "without an answer": sum(each.reason == "no answer" for each in judged),
        "requests per target": sum(outcome.requests for outcome in outcomes) / max(len(judged), 1),
        "most for one target": max((outcome.most for outcome in outcomes), default=0),
        "wall seconds": sum(outcome.wall for outcome in outcomes),
        "CPU seconds": sum(outcome.cpu for outcome in outcomes),
    }
    return figures


def as_json(figures: dict[str, Share | float]) -> dict[str, Any]:
    """Figures as JSON has them: a share as its fraction and what it is made of."""
    return {
        name: {"value": figure.value, "part": figure.part, "whole": figure.whole}
        if isinstance(figure, Share)
        else round(figure, 3)
        for name, figure in figures.items()
    }
