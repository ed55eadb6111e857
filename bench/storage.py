"""The database: what a crawl writes, and how long people wait for their leads."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench.crawl import write_campaign
from bench.process import apart, finder
from bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEADS_A_PAGE = 50


def run(*, quick: bool) -> Iterator[Row]:
    """Write leads as a crawl does, then list and export them with the command."""
    leads = 2_000 if quick else 50_000
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        campaign = str(write_campaign(folder, ["http://lists.example/"]))
        written = apart(_write_leads, campaign, leads)
        size = sum(part.stat().st_size for part in folder.glob("*.sqlite3*"))
        written["kb_per_lead"] = size / 1_024 / leads
        yield Row(f"write {leads} leads", written)
        output = folder / "leads.csv"
        asked = {
            "leads --limit 50": ("leads", campaign, "--limit", "50"),
            "leads --text": ("leads", campaign, "--text", "anchor 1234", "--limit", "50"),
            "export": ("export", campaign, "-o", str(output)),
            "status": ("status", campaign),
            "report": ("report", campaign, "-o", str(folder / "report.html")),
        }
        for words, arguments in asked.items():
            cost = finder(*arguments)
            figures = {"wall_s": cost.wall, "cpu_s": cost.cpu, "peak_mb": cost.peak_mb}
            if words == "export" and (rows := output.read_bytes().count(b"\n")) <= leads:
                raise RuntimeError(f"only {rows} rows were exported")
            yield Row(words, figures)


def _write_leads(campaign: str, leads: int) -> dict[str, float]:
    from bench.made_leads import LeadWriter

    started = time.perf_counter()
    writer = LeadWriter(campaign)
    writer.fill(leads // _LEADS_A_PAGE)
    spent = {f"cpu_ms_per_{what[:-1]}": 1_000 * seconds / leads for what, seconds in writer.spent.items()}
    return {"wall_s": time.perf_counter() - started, **spent}
