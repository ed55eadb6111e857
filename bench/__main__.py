"""``python -m bench [NAME ...]``: run the listed benchmarks, each in a process of its own."""

from __future__ import annotations

import argparse
import json
import os
import platform
import time
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from rich.console import Console
from rich.table import Column, Table

from bench.process import apart
from bench.rows import Row, figure, measure
from finder import __version__

# In the order in which they run. Each is a module with `run(*, quick) -> Iterator[Row]`; those of LARGE take
# `full`, too.
BENCHMARKS: Final = {
    "links": "bench.links",
    "crawl": "bench.crawl",
    "asking": "bench.asking",
    "pages": "bench.pages",
    "judging": "bench.judging",
    "storage": "bench.storage",
    "matching": "bench.suggestions",
    "gaps": "bench.gaps",
    "growth": "bench.growth",
    "pending": "bench.pending",
    "polite": "bench.polite",
    "resolver": "bench.resolver",
    "workers": "bench.workers",
    "lag": "bench.lag",
    "big": "bench.big",
    "outreach": "bench.outreach",
    "backlinks": "bench.backlinks",
    "browser": "bench.browser",
}
LARGE: Final = {"links", "growth", "pending", "polite", "big"}


def main() -> None:
    """Read the command line, run what it names, show the rows and keep them."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Measure finder on this machine.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(BENCHMARKS)}; none: all")
    parser.add_argument("--quick", action="store_true", help="small sizes: does it run, not how fast is it")
    parser.add_argument("--full", action="store_true", help=f"the largest sizes ({', '.join(sorted(LARGE))})")
    parser.add_argument("--list", action="store_true", help="say which benchmarks there are")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures to FILE")
    args = parser.parse_args()
    if unknown := set(args.names) - BENCHMARKS.keys():
        parser.error(f"no benchmark {', '.join(sorted(unknown))}; there are {', '.join(BENCHMARKS)}")
    if args.full and (small := set(args.names or BENCHMARKS) - LARGE):
        parser.error(f"no --full for {', '.join(sorted(small))}; there is for {', '.join(sorted(LARGE))}")
    if args.list:
        for name, module in BENCHMARKS.items():
            print(f"{name:10} {(import_module(module).__doc__ or '').splitlines()[0]}")
        return
    report = {"machine": machine(), "quick": args.quick, "full": args.full, "benchmarks": {}}
    for name in args.names or BENCHMARKS:
        rows = apart(measure, BENCHMARKS[name], quick=args.quick, full=args.full)
        show(name, rows)
        report["benchmarks"][name] = {row.case: row.figures for row in rows}
        if args.json:
            args.json.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def machine() -> dict[str, Any]:
    """What the figures were seen on."""
    return {
        "finder": __version__,
        "python": platform.python_version(),
        "system": platform.platform(),
        "cores": len(os.sched_getaffinity(0)),
        "load": [round(load, 2) for load in os.getloadavg()],
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
    }


def show(name: str, rows: list[Row]) -> None:
    """Print one benchmark as a table: a line for each figure of each case."""
    table = Table(
        "case", "figure", Column("", justify="right"), title=f"{name} at {time.strftime('%H:%M:%S')}"
    )
    for row in rows:
        cases = [row.case, *[""] * len(row.figures)]
        for case, (known, value) in zip(cases, row.figures.items(), strict=False):
            table.add_row(case, known, f"{figure(value):,}")
        table.add_section()
    Console().print(table)


if __name__ == "__main__":
    main()
