"""``python -m bench.verdicts``: what finder, LinkChecker and lychee say of the same links, beside the truth.

Worlds of odd seeds are held out: of these only totals and counts by kind are shown and kept, so that nobody
can tune finder to what is in them.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from bench import enclosed, trial
from bench.__main__ import machine
from bench.scores import as_json, by_kind, totals, wrong
from bench.trial import TOOLS, WORLD, Order, Outcome, held_out
from bench.verdict_tables import show

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_PEERS: Final = Path(__file__).resolve().parent.parent / ".venv-peers"


def main() -> None:
    """Read the command line, make the trials, show and keep what came of them."""
    args = _arguments()
    tools = _tools(args)
    outcomes = list(_trials(args, tools))
    report: dict[str, Any] = {"machine": machine(), "per_kind": args.per_kind, "worlds": {}}
    for name, hidden in (("seeds to look at", False), ("held-out seeds", True)):
        seeds = [seed for seed in args.seeds if held_out(seed) == hidden]
        if not seeds:
            continue
        chosen = {
            tool: [each for each in outcomes if each.tool == tool and each.seed in seeds] for tool in tools
        }
        title = f"{name} {', '.join(map(str, seeds))}"
        show(chosen, title, open_to_see=not hidden, misses=args.misses)
        report["worlds"][name] = {
            "seeds": seeds,
            "tools": {tool: kept(found, hidden=hidden) for tool, found in chosen.items()},
        }
    if args.json:
        args.json.write_text(json.dumps(report, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.verdicts", description=__doc__)
    parser.add_argument(
        "--seeds", type=_numbers, default=[2, 3], metavar="N,N", help="worlds; odd ones are held out (2,3)"
    )
    parser.add_argument("--per-kind", type=int, default=4, metavar="N", help="targets of each kind (4)")
    parser.add_argument("--no-peers", action="store_true", help="finder alone")
    parser.add_argument("--misses", action="store_true", help="list what finder got wrong, with its evidence")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    parser.add_argument(
        "-s", "--set", action="append", default=[], metavar="NAME=VALUE", help="a setting of finder's crawl"
    )
    parser.add_argument(
        "--world", default=WORLD, metavar="MODULE:FUNCTION", help=f"another world than {WORLD}"
    )
    parser.add_argument(
        "--peers", type=Path, default=_PEERS, metavar="FOLDER", help="environment of the peers"
    )
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return sorted({int(part) for part in text.split(",")})


def _tools(args: argparse.Namespace) -> Sequence[str]:
    """Those that can be tried here; why not all, in a line."""
    if args.no_peers:
        return TOOLS[:1]
    if enclosed.prefix() is None:
        _say("no network namespace to be had here (unshare --net): without LinkChecker and lychee")
        return TOOLS[:1]
    if not (args.peers / "bin/lychee").exists():
        _say(f"no {args.peers.name} here (tools/setup peers makes it): without LinkChecker and lychee")
        return TOOLS[:1]
    return TOOLS


def _trials(args: argparse.Namespace, tools: Iterable[str]) -> Iterable[Outcome]:
    for seed in args.seeds:
        for tool in tools:
            began = time.perf_counter()
            order = Order(tool, seed, args.per_kind, args.world, args.peers.absolute(), tuple(args.set))
            outcome = trial.run(order)
            told = f"{len(outcome.judged)} targets, {time.perf_counter() - began:.0f} s"
            _say(f"seed {seed}: {tool}: {told}{f': {outcome.note}' if outcome.note else ''}")
            yield outcome


def _say(text: str) -> None:
    print(f"bench-verdicts: {text}", file=sys.stderr, flush=True)


def kept(outcomes: Sequence[Outcome], *, hidden: bool) -> dict[str, Any]:
    """One tool's figures as they are written down; addresses and texts only where all may be seen."""
    judged = [each for outcome in outcomes for each in outcome.judged]
    figures: dict[str, Any] = {"totals": as_json(totals(outcomes))}
    figures["notes"] = [f"seed {outcome.seed}: {outcome.note}" for outcome in outcomes if outcome.note]
    figures["kinds"] = {
        counts.kind: {"truth": counts.truth, **dict(counts.given)} for counts in by_kind(judged)
    }
    if not hidden:
        figures["wrong"] = [
            {"kind": each.kind, "truth": each.truth, "verdict": each.verdict}
            | {"url": each.url, "reason": each.reason, "evidence": each.evidence}
            for each in wrong(judged)
        ]
    return figures


if __name__ == "__main__":
    main()
