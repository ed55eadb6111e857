"""What to write next: dead targets made up, put together by topic."""

from __future__ import annotations

import csv
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench.crawl import write_campaign
from bench.process import apart, finder
from bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator


def run(*, quick: bool) -> Iterator[Row]:
    """Write the dead targets, then let the command find their topics."""
    targets = 2_000 if quick else 100_000
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        campaign = str(write_campaign(folder, ["http://lists.example/"]))
        leads = apart(_write_gaps, campaign, targets)
        output = folder / "gaps.csv"
        cost = finder("gaps", campaign, "-o", str(output))
        with output.open(encoding="utf-8", newline="") as stream:
            sizes = [int(row["targets"]) for row in csv.DictReader(stream)]
        if sum(sizes) != targets:
            raise RuntimeError(f"{sum(sizes)} of {targets} dead targets are in a topic")
        figures = {"wall_s": cost.wall, "cpu_s": cost.cpu, "peak_mb": cost.peak_mb}
        yield Row(
            f"{targets} dead targets, {leads} leads",
            {**figures, "topics": len(sizes), "targets_of_largest": max(sizes)},
        )


def _write_gaps(campaign: str, targets: int) -> int:
    from bench.made_gaps import Gaps

    return Gaps(targets).write(campaign)
