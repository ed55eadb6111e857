"""One part of a score."""

from __future__ import annotations

from typing import NamedTuple


class Part(NamedTuple):
    """How good one side of a lead is, 0-1 (``None``: nothing is known of it, it does not count), and why."""

    value: float | None
    why: str = ""


def rounded(value: float) -> float:
    """A value as it is kept: between 0 and 1, four digits."""
    return round(min(max(value, 0.0), 1.0), 4)
