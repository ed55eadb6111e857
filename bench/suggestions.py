"""Which own page to offer: generated dead links against generated own pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench.matching_speed import speed
from bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(*, quick: bool) -> Iterator[Row]:
    """The index once, then one suggestion for each link."""
    pages, links = (200, 100) if quick else (2_000, 1_000)
    report = speed(pages, links, seed=1)
    figures = {name: float(report[name]) for name in ("index_s", "match_s", "ms_per_match")}
    yield Row(f"{links} dead links, {pages} own pages", figures)
