"""Each plot of the report with the same numbers as a table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from finder.report.facts import SCORE_STEPS, LeadCount, VerdictCount
from finder.report.plots import Bar, bars, columns, stacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from markupsafe import Markup

MOST_BARS: Final = 10
# In the order in which they are shown, with the colour of each.
OUTCOMES: Final[Mapping[str, str]] = {"dead": "dead", "uncertain": "uncertain", "alive": "alive"}


@dataclass(frozen=True, slots=True)
class Table:
    """Rows below a caption; the first column names the row, the others are numbers."""

    caption: str
    columns: Sequence[str]
    rows: Sequence[Sequence[str | int]]


@dataclass(frozen=True, slots=True)
class Figure:
    """A plot with its heading and its numbers; ``legend`` names the parts of a stacked bar."""

    title: str
    plot: Markup
    table: Table
    legend: Sequence[Bar] = ()


def lead_figures(leads: Sequence[LeadCount], scores: Sequence[int]) -> Iterator[Figure]:
    """Leads by kind, by status and by score."""
    kinds, statuses = _summed(leads, "kind"), _summed(leads, "status")
    yield Figure(
        "By kind",
        bars("kinds", "Leads by kind", bars_of(kinds)),
        _matrix("Leads by kind and status", leads, list(kinds), list(statuses)),
    )
    yield Figure(
        "By status",
        bars("statuses", "Leads by status", bars_of(statuses)),
        Table("Leads by status", ("Status", "Leads"), list(statuses.items())),
    )
    steps = [f"{10 * place}" for place in range(SCORE_STEPS)]
    ranges = [f"{10 * n} to {100 if n == SCORE_STEPS - 1 else 10 * n + 9}" for n in range(SCORE_STEPS)]
    yield Figure(
        "By score",
        columns("scores", "Leads by score, in steps of ten", list(map(Bar, steps, scores))),
        Table("Leads by score", ("Score", "Leads"), list(zip(ranges, scores, strict=True))),
    )


def verdict_figures(verdicts: Sequence[VerdictCount]) -> Iterator[Figure]:
    """Targets by verdict, then for each verdict by reason."""
    totals = {name: sum(v.number for v in verdicts if v.outcome == name) for name in OUTCOMES}
    whole = sum(totals.values())
    parts = [Bar(name, totals[name], tone) for name, tone in OUTCOMES.items() if totals[name]]
    rows = [(part.label, part.number, share(part.number, whole)) for part in parts]
    yield Figure(
        "By verdict",
        stacked("verdicts", "Targets by verdict", parts),
        Table("Targets by verdict", ("Verdict", "Targets", "Share"), rows),
        parts,
    )
    for name, tone in OUTCOMES.items():
        reasons = sorted(
            ((v.reason, v.number) for v in verdicts if v.outcome == name), key=lambda r: (-r[1], r[0])
        )
        if reasons:
            title = f"Why {name}"
            yield Figure(
                title,
                bars(f"reasons-{name}", f"{title}: targets by reason", bars_of(dict(reasons), tone)),
                Table(
                    f"{title}: targets by reason",
                    ("Reason", "Targets", "Share"),
                    [(reason, number, share(number, whole)) for reason, number in reasons],
                ),
            )


def share(number: int, whole: int) -> str:
    """A part of a whole in percent, with one place where it is small."""
    percent = 100 * number / whole if whole else 0
    return f"{percent:.0f}%" if percent >= 10 or not number else f"{percent:.1f}%"


def _summed(leads: Sequence[LeadCount], by: str) -> dict[str, int]:
    """Numbers by kind or status, the largest first."""
    sums: dict[str, int] = {}
    for count in leads:
        name = getattr(count, by)
        sums[name] = sums.get(name, 0) + count.number
    return dict(sorted(sums.items(), key=lambda item: (-item[1], item[0])))


def bars_of(numbers: Mapping[str, int], tone: str = "plain") -> list[Bar]:
    """A bar each; what is beyond the room is one together."""
    rows = [Bar(name, number, tone) for name, number in numbers.items()]
    if len(rows) <= MOST_BARS:
        return rows
    shown, rest = rows[: MOST_BARS - 1], rows[MOST_BARS - 1 :]
    return [*shown, Bar(f"{len(rest)} others", sum(row.number for row in rest), "rest")]


def _matrix(caption: str, leads: Sequence[LeadCount], kinds: list[str], statuses: list[str]) -> Table:
    numbers = {(count.kind, count.status): count.number for count in leads}
    rows: list[Sequence[str | int]] = [
        [kind, *(numbers.get((kind, status), 0) for status in statuses)] for kind in kinds
    ]
    return Table(caption, ("Kind", *statuses), rows)
