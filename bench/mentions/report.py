"""The tables: all figures of each way to answer, finder's kind by kind, and the wrong ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from rich.table import Table

from bench.mentions.scoring import right, score

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from bench.mentions.cases import Case
    from bench.mentions.scoring import Scores, Share

FINDER: Final = "finder"
_FIGURES: Final = {
    "verdict": "verdict",
    "precision": "unl. prec.",
    "recall": "unl. rec.",
    "false_alarms": "false al.",
    "mentions": "mentions",
    "linked": "linked",
    "linked_elsewhere": "elsewhere",
    "elsewhere_found": "found",
}


def scores_by(field: str, cases: Sequence[Case], answers: Sequence[dict[str, Any]]) -> dict[str, Scores]:
    """The figures of each kind, language or layout."""
    groups: dict[str, list[int]] = {}
    for number, case in enumerate(cases):
        groups.setdefault(getattr(case, field), []).append(number)
    return {
        name: score((cases[number].truth, answers[number]) for number in numbers)
        for name, numbers in groups.items()
    }


def show(
    console: Console, title: str, cases: Sequence[Case], ways: dict[str, Sequence[dict[str, Any]]]
) -> None:
    """Finder's kinds with the verdicts of the simple ways beside them, its languages and layouts, and all."""
    others = [name for name in ways if name != FINDER]
    for field in ("kind", "lang", "layout"):
        table = _table(f"{title}, by {field}", field, others)
        rows = {name: scores_by(field, cases, answers) for name, answers in ways.items()}
        for name, found in rows[FINDER].items():
            table.add_row(name, *_row(found), *(_shown(rows[other][name].verdict) for other in others))
        console.print(table)
    table = _table(f"{title}, {len(cases)} cases", "all", [])
    for name, answers in ways.items():
        table.add_row(
            name, *_row(score((case.truth, each) for case, each in zip(cases, answers, strict=True)))
        )
    console.print(table)


def wrong(cases: Sequence[Case], answers: Sequence[dict[str, Any]]) -> Iterator[str]:
    """A line for each case of which something is wrong."""
    for case, answer in zip(cases, answers, strict=True):
        truth = case.truth
        if not right(truth, answer) or not truth.mentions[0] <= answer["mentions"] <= truth.mentions[1]:
            yield (
                f"{case.id}  {case.lang}/{case.layout}  {case.brand.name!r}: "
                f"{truth.verdict} {truth.mentions[0]}, answered {answer['verdict']} {answer['mentions']}. "
                f"{case.note}"
            )


def _table(title: str, first: str, others: Sequence[str]) -> Table:
    table = Table(first, title=title, title_justify="left")
    for column in ("n", *_FIGURES.values(), *others):
        table.add_column(column, justify="right")
    return table


def _row(found: Scores) -> list[str]:
    return [str(found.cases), *(_shown(getattr(found, name)) for name in _FIGURES)]


def _shown(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.3f}"
