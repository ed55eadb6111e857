"""Serves a world as a process: ``python -m tests.world MODULE:FUNCTION``, until SIGTERM or SIGINT.

FUNCTION is called with the world and builds it. One line is printed: the settings as arguments.
"""

from __future__ import annotations

import argparse
import importlib
import json
import shlex
import signal
import sys
from pathlib import Path

from tests.world import World


def main() -> None:
    """Build, start, tell, wait."""
    options = _options()
    module, _, function = options.world.partition(":")
    # Blocked before the world's thread starts, so that the signal waits for sigwait below.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM, signal.SIGINT})
    world = World(
        http_port=options.http_port,
        https_port=options.https_port,
        dns_port=options.dns_port,
        log=options.log,
    )
    sys.path.insert(0, str(Path.cwd()))
    getattr(importlib.import_module(module), function)(world)
    with world:
        if options.ports_file is not None:
            options.ports_file.write_text(json.dumps(world.settings()) + "\n", encoding="utf-8")
        print(shlex.join(world.settings_arguments()), flush=True)
        signal.sigwait({signal.SIGTERM, signal.SIGINT})


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.world", description=__doc__)
    parser.add_argument("world", metavar="MODULE:FUNCTION", help="a function that is given the world")
    parser.add_argument("--ports-file", type=Path, help="a file to write the settings to, as JSON")
    parser.add_argument("--log", type=Path, help="a file that gets one JSON line per request")
    parser.add_argument("--http-port", type=int, default=0)
    parser.add_argument("--https-port", type=int, default=0)
    parser.add_argument("--dns-port", type=int, default=0)
    return parser.parse_args()


if __name__ == "__main__":
    main()
