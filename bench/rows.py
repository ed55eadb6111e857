"""What a benchmark gives: rows of named figures."""

from __future__ import annotations

from dataclasses import dataclass, field
from importlib import import_module


@dataclass(frozen=True, slots=True)
class Row:
    """One measured case. The name of a figure ends in its unit: ``peak_mb``, ``pages_per_s``."""

    case: str
    figures: dict[str, float] = field(default_factory=dict)


def figure(value: float) -> float:
    """A number with as many digits as a measurement deserves: three that count."""
    return round(value) if abs(value) >= 100 else float(f"{value:.3g}")


def measure(module: str, *, quick: bool, full: bool) -> list[Row]:
    """Run the benchmark of a module, here."""
    sizes = {"quick": quick, **({"full": True} if full else {})}
    return list(import_module(module).run(**sizes))
