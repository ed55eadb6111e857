"""Is a brand named on a page, in the text, and linked? finder's answers on made-up pages, and others'.

Without --held only the half is used that finder may be improved on. The held-back half differs in sentences,
brands, layouts and traps; look at its figures, not at its pages.
"""

from __future__ import annotations

import argparse
import json
import sys
from itertools import islice
from pathlib import Path
from typing import Any, Final

from rich.console import Console

from bench.__main__ import machine
from bench.arguments import count
from bench.mentions.answers import answer
from bench.mentions.baselines import substring, whole_words
from bench.mentions.kinds import KINDS
from bench.mentions.making import make
from bench.mentions.report import FINDER, scores_by, show, wrong
from bench.mentions.scoring import score
from bench.mentions.writing import write

_WIDTH: Final = 160
_STANDARD_OUTPUT: Final = "-"
_EXAMPLES: Final = """examples:
  python -m bench.mentions
  python -m bench.mentions --kind typing_error --kind plain --errors 20
  python -m bench.mentions --write FOLDER
  python -m bench.mentions --held --json figures.json

exit codes: 0 measured; 1 a file cannot be written; 2 wrong usage
"""


def main() -> int:
    """Make the cases, let finder and the simple ways answer, show what came of it; the exit status."""
    args = _arguments()
    half = "held" if args.held else "dev"
    chosen = [kind for kind in KINDS if not args.kind or kind.name in args.kind]
    cases = list(make(half, chosen))
    try:
        if args.write:
            write(args.write, cases)
        ways: dict[str, Any] = {FINDER: [answer(case.html, case.url, case.brand.profile()) for case in cases]}
        if not args.no_baselines:
            ways |= _simple(cases)
        figures = {
            "machine": machine(),
            "half": half,
            "ways": {name: _figures(cases, ways[name]) for name in ways},
        }
        if args.json and args.json != _STANDARD_OUTPUT:
            Path(args.json).write_text(json.dumps(figures, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        print(f"bench-mentions: {error.filename}: {error.strerror}", file=sys.stderr)
        return 1
    if args.json == _STANDARD_OUTPUT:
        print(json.dumps(figures, indent=2))
        return 0
    console = Console(width=_WIDTH, highlight=False, markup=False)
    show(console, f"Mentions ({half})", cases, ways)
    for line in islice(wrong(cases, ways[FINDER]), args.errors):
        console.print(line, soft_wrap=True)
    return 0


def _simple(cases: list[Any]) -> dict[str, Any]:
    """The simple ways; without trafilatura one of them only."""
    words = whole_words(cases)
    if words is None:
        print(
            "bench-mentions: no .venv-peers (tools/setup peers): no whole words of trafilatura",
            file=sys.stderr,
        )
    found = {"substring": [substring(case) for case in cases]}
    return found if words is None else {**found, "whole words": words}


def _figures(cases: list[Any], answers: list[Any]) -> dict[str, Any]:
    pairs = [(case.truth, each) for case, each in zip(cases, answers, strict=True)]
    groups = {
        field: {name: found.figures() for name, found in scores_by(field, cases, answers).items()}
        for field in ("kind", "lang", "layout")
    }
    return {"all": score(pairs).figures(), **groups}


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m bench.mentions",
        description=__doc__,
        epilog=_EXAMPLES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add = parser.add_argument
    names = [kind.name for kind in KINDS]
    add("--held", action="store_true", help="the half that is held back while finder is built")
    add(
        "--kind",
        action="append",
        default=[],
        choices=names,
        metavar="KIND",
        help="this kind only; may be repeated",
    )
    add("--errors", type=count, default=0, metavar="N", help="show N cases of which something is wrong")
    add("--write", type=Path, metavar="FOLDER", help="leave pages and truths there")
    add("--no-baselines", action="store_true", help="finder alone")
    add(
        "--json",
        nargs="?",
        const=_STANDARD_OUTPUT,
        metavar="FILE",
        help="figures as JSON; no FILE: no tables",
    )
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
