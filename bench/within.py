"""Rows of a benchmark measured in a network of its own, where that is to be had (:mod:`bench.enclosed`).

In there the web on loopback has the real ports, hosts have addresses of their own, and programs that know
nothing of finder's settings find it as they would find the web. Elsewhere only finder is measured.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bench import enclosed
from bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_ROOT = Path(__file__).resolve().parent.parent


def rows(function: str, **given: Any) -> Iterator[Row]:
    """The rows that ``module:function`` gives, called with ``enclosed=...`` and what is ``given``.

    Given is what JSON knows. Raises RuntimeError when it fails; what it said is on stderr.
    """
    prefix = enclosed.prefix()
    if prefix is None:
        say("no network of its own is to be had here: finder is measured alone")
    command = [*(prefix or ()), sys.executable, "-m", "bench.within", *(["--enclosed"] if prefix else [])]
    with subprocess.Popen(
        [*command, function, json.dumps(given)], cwd=_ROOT, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdout
        for line in child.stdout:
            yield Row(**json.loads(line))
    if child.returncode:
        raise RuntimeError(f"{function} ended with {child.returncode}")


def say(words: str) -> None:
    """Tell who waits how far it is."""
    print(f"bench: {words}", file=sys.stderr, flush=True)


def main() -> None:
    """Give the rows of one benchmark as JSON, a row a line."""
    parser = argparse.ArgumentParser(prog="python -m bench.within", description=__doc__)
    parser.add_argument("--enclosed", action="store_true", help="this is a namespace of our own")
    parser.add_argument("function", metavar="MODULE:FUNCTION")
    parser.add_argument("given", type=json.loads)
    args = parser.parse_args()
    if args.enclosed:
        enclosed.set_up()
    module, _, function = args.function.partition(":")
    for row in getattr(import_module(module), function)(enclosed=args.enclosed, **args.given):
        print(json.dumps(dataclasses.asdict(row)), flush=True)


if __name__ == "__main__":
    main()
