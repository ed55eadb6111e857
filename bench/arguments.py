"""Values that the command lines of the benchmarks take."""

from __future__ import annotations

import argparse


def count(text: str) -> int:
    """A number from 1 on. Raises :class:`argparse.ArgumentTypeError`."""
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} is no number from 1 on")
    return int(text)
