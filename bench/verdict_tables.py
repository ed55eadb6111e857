"""The tables of ``python -m bench.verdicts``."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Final

from rich.console import Console
from rich.table import Column, Table

from bench.scores import VERDICTS, Counts, Share, by_kind, false_deaths, totals, wrong

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bench.trial import Judged, Outcome

_WIDTH: Final = 132
_LONGEST: Final = 200


def show(outcomes: Mapping[str, Sequence[Outcome]], title: str, *, open_to_see: bool, misses: bool) -> None:
    """Print what each tool made of the same worlds; addresses and evidence only where all may be seen."""
    console = Console(width=_WIDTH, highlight=False)
    judged = {tool: [each for one in of_tool for each in one.judged] for tool, of_tool in outcomes.items()}
    console.print(_kinds(judged, title))
    console.print(_totals(outcomes, title))
    for tool, found in judged.items():
        _deaths(console, tool, false_deaths(found), open_to_see=open_to_see)
    if misses and open_to_see:
        _misses(console, wrong(judged["finder"]))


def _kinds(judged: Mapping[str, Sequence[Judged]], title: str) -> Table:
    """A line for each kind: truth, number, each tool's dead/alive/uncertain and share of right ones."""
    table = Table(
        "kind", "truth", Column("n", justify="right"), title=f"{title}: dead/alive/uncertain by kind"
    )
    for tool in judged:
        table.add_column(tool, justify="right")
        table.add_column("right", justify="right")
    family = ""
    for line in zip(*(by_kind(found) for found in judged.values()), strict=True):
        first = line[0]
        if first.family != family:
            table.add_section()
            family = first.family
        cells = [cell for counts in line for cell in (_given(counts), _percent(counts.right))]
        table.add_row(first.kind, first.truth, str(first.given.total()), *cells)
    return table


def _given(counts: Counts) -> str:
    return "/".join(str(counts.given[verdict]) for verdict in VERDICTS)


def _percent(share: Share) -> str:
    return "-" if share.value is None else f"{100 * share.part // share.whole}%"


def _totals(outcomes: Mapping[str, Sequence[Outcome]], title: str) -> Table:
    table = Table("", *(Column(tool, justify="right") for tool in outcomes), title=f"{title}: totals")
    figures = [totals(of_tool) for of_tool in outcomes.values()]
    for name in figures[0]:
        table.add_row(name, *(_figure(each[name]) for each in figures))
    return table


def _figure(figure: Share | float) -> str:
    return f"{figure:.2f}" if isinstance(figure, float) else str(figure)


def _deaths(console: Console, tool: str, deaths: Sequence[Judged], *, open_to_see: bool) -> None:
    """What was called dead and is not; of held-out worlds only how often in each kind."""
    if not deaths:
        console.print(f"{tool}: no false deaths")
        return
    console.print(f"{tool}: {len(deaths)} false deaths")
    if open_to_see and tool == "finder":
        for each in deaths:
            console.print(
                f"  {each.kind} ({each.truth}): {each.reason}: {each.url}", markup=False, soft_wrap=True
            )
        return
    for (kind, truth), number in sorted(Counter((each.kind, each.truth) for each in deaths).items()):
        console.print(f"  {kind} ({truth}): {number}", markup=False)


def _misses(console: Console, missed: Sequence[Judged]) -> None:
    console.print(f"finder: {len(missed)} wrong verdicts")
    for each in sorted(missed, key=lambda judged: (judged.family, judged.kind, judged.url)):
        said = f"{each.verdict}, {each.reason}: {' '.join(each.evidence.split())[:_LONGEST]}"
        console.print(f"  {each.kind} ({each.truth}) {each.url}\n    {said}", markup=False, soft_wrap=True)
