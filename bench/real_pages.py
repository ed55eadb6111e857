"""How well and how fast finder reads real pages, with trafilatura beside it; leaves predictions to be scored.

FOLDER holds html.jsonl.xz and pages.jsonl, mentions.jsonl or both. What finder says of each case is left in
OUT/pages.jsonl and OUT/mentions.jsonl.
"""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from rich.console import Console
from rich.table import Column, Table

from bench.__main__ import machine
from bench.arguments import count
from bench.matching_cases import BrokenDataError
from bench.mention_predictions import mention_prediction
from bench.page_cases import MENTIONS, PAGES, read_cases, write_lines
from bench.page_peers import trafilatura
from bench.page_predictions import page_prediction
from bench.page_speed import beside, by_names
from bench.placement_scores import main_scores
from finder.exports.cells import clean

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bench.page_cases import Case
    from bench.page_peers import Peer
    from bench.placement_scores import Score

Predictions = dict[str, list[dict[str, Any]]]

_PEERS: Final = Path(__file__).resolve().parent.parent / ".venv-peers"
_PREDICT: Final = {PAGES: page_prediction, MENTIONS: mention_prediction}
_EXAMPLES: Final = """examples:
  python -m bench.real_pages --data FOLDER --out RESULTS
  python -m bench.real_pages --data FOLDER --no-peers --rounds 5

exit codes: 0 measured; 1 the data or a file is missing or broken; 2 wrong usage
"""


def main() -> int:
    """Read the command line, leave the predictions, measure; the exit status."""
    args = _arguments()
    try:
        cases = read_cases(args.data, args.limit)
        predictions: Predictions = {
            name: [_PREDICT[name](case) for case in found] for name, found in cases.items()
        }
        if args.out:
            args.out.mkdir(parents=True, exist_ok=True)
            for name, found in predictions.items():
                write_lines(args.out / name, found)
        figures = _measured(args, cases, predictions)
        if args.json:
            args.json.write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    except BrokenDataError as error:
        _say(str(error))
        return 1
    except OSError as error:
        _say(f"{error.filename}: {error.strerror}")
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.real_pages",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    add("--data", type=Path, metavar="FOLDER", help="the pages and cases")
    add("--out", type=Path, metavar="FOLDER", help="where to leave the predictions")
    add("--limit", type=count, metavar="N", help="the first N cases of each file only")
    add("--rounds", type=count, default=3, metavar="N", help="the least time of N is told (3)")
    add("--names", type=_numbers, default=[0, 10, 1_000, 10_000], metavar="N,N", help="how many to look for")
    add("--no-peers", action="store_true", help="finder alone")
    add("--peers", type=Path, default=_PEERS, metavar="FOLDER", help="environment of the peers")
    add("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    args = parser.parse_args()
    if not args.data:
        parser.exit(2, "bench-pages: say where the pages are: DATA=FOLDER of make, --data FOLDER without\n")
    return args


def _numbers(text: str) -> list[int]:
    return [count(part) if part != "0" else 0 for part in text.split(",")]


def _measured(
    args: argparse.Namespace, cases: Mapping[str, list[Case]], predictions: Predictions
) -> dict[str, Any]:
    """Show the figures; give them by name."""
    pages = cases.get(PAGES) or cases[MENTIONS]
    if not args.no_peers and not (args.peers / "bin/trafilatura").exists():
        _say(f"no trafilatura in {args.peers.name} (tools/setup peers makes it): finder alone")
    alone = args.no_peers or not (args.peers / "bin/trafilatura").exists()
    with nullcontext() if alone else trafilatura(args.peers.absolute(), pages) as peer:
        scores = _scores(cases.get(PAGES, []), predictions.get(PAGES, []), peer)
        spent = beside(pages, peer, args.rounds)
    names = by_names(pages, args.names, args.rounds)
    _show(scores, spent, names)
    return {
        "machine": machine(),
        "pages": len(pages),
        "main_f1": {
            tool: {tier: score.f1 for tier, score in tiers.items()} for tool, tiers in scores.items()
        },
        "ms_per_page": spent,
        "ms_per_page_by_names": names,
    }


def _scores(
    cases: list[Case], predictions: list[dict[str, Any]], peer: Peer | None
) -> dict[str, dict[str, Score]]:
    said = {"finder": {each["id"]: each["links"] for each in predictions}}
    if peer is not None:
        said["trafilatura"] = peer.links
    return {tool: main_scores(cases, links) for tool, links in said.items()}


def _show(
    scores: Mapping[str, Mapping[str, Score]], spent: Mapping[str, float], names: Mapping[int, float]
) -> None:
    numbers = [Column(name, justify="right") for name in ("precision", "recall", "F1")]
    placement = Table("links of the main text", "tier", *numbers)
    for tool, tiers in scores.items():
        for tier, score in tiers.items():
            figures = (f"{value:.3f}" for value in (score.precision, score.recall, score.f1))
            placement.add_row(tool, tier, *figures)
    time = Table("reading a page", Column("CPU ms", justify="right"))
    for tool, milliseconds in spent.items():
        time.add_row(tool, f"{milliseconds:.2f}")
    for number, milliseconds in names.items():
        time.add_row(f"finder, some pages, {number:,} names", f"{milliseconds:.2f}")
    console = Console(highlight=False)
    for table in (placement, time):
        console.print(table)


def _say(text: str) -> None:
    print(f"bench-pages: {' '.join(clean(text).split())}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
