"""The tables of ``python -m bench.matching``."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, Final

from rich.table import Column, Table

from bench.matching_rankers import FINDER
from bench.matching_scores import PRECISIONS
from finder.cli.output import cell

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from rich.console import Console
    from rich.text import Text

    from bench.matching_report import Change, Report
    from bench.matching_runs import Run
    from bench.matching_scores import Calibration, Decision, Offers, Ranking
    from bench.scores import Share

_TRACKS: Final = {
    "a": "a: address, anchor, context",
    "b": "b: anchor, context",
    "c": "c: with an archived copy",
}
_HITS: Final = "hit@1 hit@3   MRR"


def show(console: Console, reports: Mapping[str, Report], runs: Sequence[Run]) -> None:
    """Print what each ranker made of the same cases, and what that took."""
    console.print(_tracks(reports))
    console.print(_rankings("corpus", {name: one.corpora for name, one in reports.items()}))
    console.print(_rankings("origin", {name: one.origins for name, one in reports.items()}))
    console.print(_decisions(reports))
    for name, one in reports.items():
        if one.offers:
            console.print(_offers(name, one))
            if one.calibration:
                console.print(_calibration(name, one.calibration))
    console.print(_costs(runs))


def show_changes(console: Console, found: Mapping[str, Change]) -> None:
    """Print how many first pages are right now and were not, and the other way round."""
    table = Table(
        "track, corpus", *_right("n", "gained", "lost"), title="finder against the other predictions"
    )
    for name, change in found.items():
        table.add_row(cell(name), str(change.n), str(len(change.gained)), str(len(change.lost)))
    console.print(table)


def _right(*names: str | Text) -> Iterator[Column]:
    return (Column(name, justify="right", no_wrap=True) for name in names)


def _tracks(reports: Mapping[str, Report]) -> Table:
    columns = _right("n", *(f"{name}\n{_HITS}" for name in reports))
    table = Table("track", "cases", *columns, title="Where the right page stands")
    for track, words in _TRACKS.items():
        for sort in ("all", "hard", "easy"):
            found = [one.tracks[track][sort] for one in reports.values()]
            if found[0]:
                label = words if sort == "all" else ""
                table.add_row(label, sort, str(found[0].n), *map(_hits, found))
        table.add_section()
    return table


def _rankings(field: str, found: Mapping[str, Mapping[str, Mapping[str, Ranking]]]) -> Table:
    """A line for each value of the field and track, the rankers side by side."""
    columns = _right("n", *(f"{name}\n{_HITS}" for name in found))
    table = Table(field, "track", *columns, title=f"Where the right page stands, by {field}")
    first = next(iter(found.values()))
    for value, tracks in first.items():
        for track, ranking in tracks.items():
            cells = (_hits(each[value][track]) for each in found.values())
            table.add_row(cell(value or "-"), track, str(ranking.n), *cells)
        table.add_section()
    return table


def _hits(ranking: Ranking | None) -> str:
    if ranking is None:
        return "-"
    return f"{ranking.hit_at_1:.3f} {ranking.hit_at_3:.3f} {ranking.mrr_at_10:.3f}"


def _decisions(reports: Mapping[str, Report]) -> Table:
    """A line for each group of cases and ranker."""
    reach = (f"recall at {percent} %\n(threshold)" for percent in PRECISIONS)
    columns = _right("n", "ROC", "PR", "best F1\n(threshold)", *reach)
    title = "Whether to offer the first page: area under ROC and precision/recall, at any threshold"
    table = Table("cases", "ranker", *columns, title=title)
    first = next(iter(reports.values()))
    for group in chain(first.decisions, first.corpus_decisions):
        label = cell(group)
        for name, one in reports.items():
            found = (one.decisions | one.corpus_decisions)[group]
            if found:
                table.add_row(label, name, *_decision(found))
                label = cell()
        table.add_section()
    return table


def _decision(found: Decision) -> list[str]:
    return [
        str(found.n),
        f"{found.roc_auc:.3f}",
        f"{found.area_pr:.3f}",
        _at(found.best_f1, found.threshold),
        *(_at(reach.recall, reach.threshold) for reach in found.recall_at.values()),
    ]


def _at(value: float, threshold: float | None) -> str:
    return f"{value:.3f} ({'-' if threshold is None else f'{threshold:.3f}'})"


def _offers(name: str, found: Report) -> Table:
    """What is offered at the ranker's own threshold: right ones, and those where nothing fits."""
    kinds = list(found.offers["all"].false_offers)
    columns = _right("precision", "recall", *(cell("false", kind) for kind in kinds))
    title = f"Offers of {name} from {found.offers['all'].min_score:.3f} on; false: where nothing fits, by why"
    table = Table("cases", *columns, title=title)
    for group, one in found.offers.items():
        table.add_row(cell(group), *_offer(one, kinds))
    table.add_section()
    for group, one in found.corpus_offers.items():
        table.add_row(cell(group), *_offer(one, kinds))
    return table


def _offer(found: Offers, kinds: Sequence[str]) -> list[str]:
    false = (found.false_offers.get(kind) for kind in kinds)
    return [_share(found.precision), _share(found.recall), *map(_parts, false)]


def _share(share: Share) -> str:
    return "-" if share.value is None else f"{share.value:.3f} ({_parts(share)})"


def _parts(share: Share | None) -> str:
    return f"{share.part}/{share.whole}" if share and share.whole else "-"


def _calibration(name: str, found: Calibration) -> Table:
    title = f"Scores of {name} as chances: Brier score {found.brier:.4f}, expected error {found.ece:.4f}"
    table = Table(*_right("score from", "n", "mean score", "first was right"), title=title)
    for one in found.bins:
        table.add_row(
            f"{one.low:.1f}", str(one.right.whole), f"{one.mean_score:.3f}", f"{one.right.value:.3f}"
        )
    return table


def _costs(runs: Sequence[Run]) -> Table:
    columns = _right("own pages", "index s", "match ms", "median", "95 %", "most", "peak MB")
    table = Table(
        "ranker", "corpus", *columns, title="What it took: CPU of all threads, memory of the process"
    )
    for run in sorted(runs, key=lambda run: run.ranker != FINDER):
        ms = run.match_ms
        spread = (f"{value:.2f}" for value in (ms.mean, ms.median, ms.p95, ms.most))
        peak = f"{run.peak_mb:.0f}" if run.ranker == FINDER else ""
        table.add_row(run.ranker, cell(run.corpus), f"{run.pages:,}", f"{run.index_s:.2f}", *spread, peak)
    return table
