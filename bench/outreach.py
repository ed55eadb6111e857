"""Leads of an outreach team: how long it waits for a table, and for the files that its tools take."""

from __future__ import annotations

import csv
import tempfile
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.crawl import write_campaign
from bench.process import Cost, apart, finder
from bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

_LEADS_A_PAGE: Final = 50
_LISTS: Final = {
    "filter and sort": "--kind broken_link --match --min-score 60 --sort prospect --limit 50",
    "text": "--text anchor --sort last_seen --limit 50",
    "best per prospect": "--best-per-prospect --limit 50",
    "all, to a pipe": "",
}
_FILES: Final = {
    "csv": "-o leads.csv",
    "csv, only new": "-o new.csv --only-new",
    "csv, 2 per prospect": "-o some.csv --per-prospect 2 --no-mark",
    "csv, row per prospect": "-o prospects.csv --row-per prospect --no-mark",
    "jsonl": "-o leads.jsonl --no-mark",
    "xlsx": "-o leads.xlsx --no-mark",
    "hunter": "--profile hunter -o hunter.csv",
    "lemlist": "--profile lemlist -o lemlist.csv",
    "salesforce, split": "--profile salesforce-loader -o sf.csv --split-size 5000",
}


def run(*, quick: bool) -> Iterator[Row]:
    """Make leads with contacts, then list and export them with the command, each time as a process."""
    leads = 2_000 if quick else 50_000
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        campaign = str(write_campaign(folder, ["http://lists.example/"]))
        yield Row(f"{leads} leads", apart(_write, campaign, leads))
        for words, options in _LISTS.items():
            yield _row(f"leads: {words}", finder("leads", campaign, *options.split()))
        for words, options in _FILES.items():
            given = options.split()
            place = given.index("-o") + 1
            given[place] = str(folder / given[place])
            yield _row(f"export: {words}", finder("export", campaign, *given))
        _look_at(folder, leads)


def _row(case: str, cost: Cost) -> Row:
    return Row(case, {"wall_s": cost.wall, "cpu_s": cost.cpu, "peak_mb": cost.peak_mb})


def _look_at(folder: Path, leads: int) -> None:
    """Raise RuntimeError when a file does not hold what it should."""
    with (folder / "leads.csv").open(encoding="utf-8", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream)) - 1
    with zipfile.ZipFile(folder / "leads.xlsx") as book:
        in_sheet = book.read("xl/worksheets/sheet1.xml").count(b"<row ") - 1
    if not rows == in_sheet == leads:
        raise RuntimeError(f"{rows} rows in the CSV and {in_sheet} in the workbook, for {leads} leads")


def _write(campaign: str, leads: int) -> dict[str, float]:
    from bench.made_leads import LeadWriter, give_contacts

    LeadWriter(campaign).fill(leads // _LEADS_A_PAGE)
    return {"contacts": give_contacts(campaign)}
