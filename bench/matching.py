"""Which own page is suggested for a dead link: finder, RapidFuzz and BM25 on real redirects, side by side.

FOLDER holds cases.jsonl, one <corpus>.pages.jsonl.gz for each corpus and, if there is one, corpora.json.
Predictions are JSON lines: id, ranked (page ids, best first), score (how sure it is of the first).
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench.__main__ import machine
from bench.arguments import count
from bench.matching_cases import BrokenDataError, read_cases, read_predictions, write_predictions
from bench.matching_rankers import FINDER, RANKERS
from bench.matching_report import Outcome
from bench.matching_runs import measure, predictions_of
from bench.matching_speed import speed
from finder.exports.cells import clean
from finder.matching import BrokenWeightsError, Weights

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.matching_cases import Prediction

Figures = dict[str, Any]

_WIDTH: Final = 150
_STANDARD_OUTPUT: Final = "-"
_EXAMPLES: Final = """examples:
  python -m bench.matching --data FOLDER --out RESULTS
  python -m bench.matching --data FOLDER --corpus mdn-es --rankers finder --misses 20
  python -m bench.matching --data FOLDER --compare RESULTS/predictions.jsonl
  python -m bench.matching --speed --links 5000

exit codes: 0 measured; 1 the data or a file is missing or broken; 2 wrong usage
"""


def main() -> int:
    """Read the command line and run one of the two measurements; the exit status."""
    args = _arguments()
    try:
        figures = _speed(args) if args.speed else _quality(args)
        text = json.dumps(figures, indent=2, ensure_ascii=False) + "\n"
        if args.json == _STANDARD_OUTPUT:
            sys.stdout.write(text)
        elif args.json:
            Path(args.json).write_text(text, encoding="utf-8")
    except BrokenDataError as error:
        _say(str(error))
        return 1
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}")
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.matching",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--data", type=Path, metavar="FOLDER", help="the cases and own pages")
    add(
        "--out", type=Path, metavar="FOLDER", help="where to leave the predictions; FILE.jsonl: finder's only"
    )
    add("--corpus", action="append", default=[], metavar="NAME", help="this corpus only; may be repeated")
    add("--limit", type=count, metavar="N", help="the first N cases of each corpus only")
    add("--rankers", type=_rankers, default=[*RANKERS], metavar="A,B", help=f"of {', '.join(RANKERS)}")
    add("--weights", type=Path, metavar="FILE", help="weights for finder other than those it comes with")
    add("--compare", type=Path, metavar="FILE", help="predictions of another run to set finder's against")
    add("--misses", type=count, default=0, metavar="N", help="show N of each sort of mistake")
    add("--jobs", type=count, default=1, metavar="N", help="corpora side by side (1); spoils the times")
    add("--speed", action="store_true", help="time and memory only, with made-up pages and links")
    add("--pages", type=count, default=10_000, metavar="N", help="of --speed (10000)")
    add("--links", type=count, default=100_000, metavar="N", help="of --speed (100000)")
    add("--seed", type=int, default=1, metavar="N", help="of --speed (1)")
    add(
        "--json",
        nargs="?",
        const=_STANDARD_OUTPUT,
        metavar="FILE",
        help="figures as JSON; no FILE: no tables",
    )
    args = parser.parse_args()
    if not args.speed and not args.data:
        parser.exit(
            2, "bench-matching: say where the cases are: DATA=FOLDER of make, --data FOLDER without\n"
        )
    return args


def _rankers(text: str) -> list[str]:
    """Those named, finder first: the memory of its process is its own then."""
    names = text.split(",")
    if unknown := set(names) - RANKERS.keys():
        known = ", ".join(RANKERS)
        raise argparse.ArgumentTypeError(f"no ranker {', '.join(sorted(unknown))}; there are {known}")
    return [name for name in RANKERS if name in names]


def _speed(args: argparse.Namespace) -> Figures:
    figures = speed(args.pages, args.links, args.seed)
    if args.json != _STANDARD_OUTPUT:
        for name, value in figures.items():
            print(f"{name:22} {value:>12,}")
    return {"machine": machine(), "speed": figures}


def _quality(args: argparse.Namespace) -> Figures:
    """Let the rankers answer; show and keep what came of it."""
    weights = _weights(args.weights)
    cases = read_cases(args.data, args.corpus, args.limit)
    before = read_predictions(args.compare) if args.compare else None
    _make_room(args.out)
    explain = bool(args.misses)
    runs = []
    for some in measure(args.data, cases, args.rankers, weights, explain=explain, jobs=args.jobs):
        _say(f"{some[0].corpus}: {len(some[0].predictions):,} cases, {some[0].pages:,} own pages")
        runs += some
    predictions = {name: predictions_of(name, runs) for name in args.rankers}
    _keep(args.out, predictions)
    outcome = Outcome.of(cases, runs, predictions, before, weights.min_score)
    if args.json != _STANDARD_OUTPUT:
        _show(outcome, args.misses, weights.min_score)
    return {"machine": machine(), **outcome.figures()}


def _show(outcome: Outcome, misses: int, min_score: float) -> None:
    # Here, because the processes whose memory is measured load this module, and these need a lot.
    from rich.console import Console

    from bench.matching_misses import show_misses
    from bench.matching_tables import show, show_changes

    console = Console(width=_WIDTH, highlight=False)
    show(console, outcome.reports, outcome.runs)
    if outcome.changes:
        show_changes(console, outcome.changes)
    if misses and FINDER in outcome.answers:
        considered = {case: told for run in outcome.runs for case, told in run.considered.items()}
        lost = {case for change in outcome.changes.values() for case in change.lost}
        some = outcome.answers[FINDER]
        show_misses(console, some, considered, most=misses, min_score=min_score, lost=lost)


def _weights(path: Path | None) -> Weights:
    try:
        return Weights.read(path) if path else Weights.shipped()
    except BrokenWeightsError as error:
        raise BrokenDataError(f"{path}: {error}") from error


def _make_room(out: Path | None) -> None:
    """Before the work begins: the folder of the predictions."""
    if out:
        (out.parent if out.suffix == ".jsonl" else out).mkdir(parents=True, exist_ok=True)


def _keep(out: Path | None, predictions: Mapping[str, Mapping[str, Prediction]]) -> None:
    """finder's as ``predictions.jsonl`` or as the named file; in a folder the others' beside it."""
    if out is None:
        return
    for name, found in predictions.items():
        if out.suffix != ".jsonl":
            file = "predictions.jsonl" if name == FINDER else f"predictions-{name}.jsonl"
            write_predictions(out / file, found.values())
        elif name == FINDER:
            write_predictions(out, found.values())


def _say(text: str) -> None:
    print(f"bench-matching: {' '.join(clean(text).split())}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
