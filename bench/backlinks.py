"""Backlinks: how long a supplier's export takes to be taken in, beside only reading its cells."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from bench.crawl import write_campaign
from bench.process import Cost, apart, finder
from bench.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator

# As Ahrefs names the columns of its widest export.
_AHREFS: Final = (
    *("Referring page title", "Referring page URL", "Language", "Platform", "Referring page HTTP code"),
    *("Domain rating", "UR", "Domain traffic", "Referring domains", "Linked domains", "External links"),
    *("Page traffic", "Keywords", "Target URL", "Left context", "Anchor", "Right context"),
    *("Redirect Chain URLs", "Redirect Chain status codes", "Type", "Is spam", "Content", "Nofollow", "UGC"),
    *("Sponsored", "Rendered", "Raw", "Lost status", "Drop reason", "Discovered status", "First seen"),
    *("Last seen", "Lost", "Author", "Page type", "Page category", "Links in group"),
)
_SEMRUSH: Final = (
    *("Page ascore", "Source title", "Source url", "Target url", "Anchor", "External links"),
    *("Internal links", "Nofollow", "Sponsored", "Ugc", "Text", "Frame", "Form", "Image", "Sitewide"),
    *("First seen", "Last seen", "New link", "Lost link"),
)
_OWN: Final = "https://www.acme.example"
_ANCHORS: Final = ("Acme", "acme.example", "the tide table guide", "click here", "", "how to tie a knot")


def run(*, quick: bool) -> Iterator[Row]:
    """Write exports of two suppliers about the same links, take them in, and the first one again."""
    rows = 10_000 if quick else 1_000_000
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        campaign = str(write_campaign(folder, ["http://lists.example/"]))
        ahrefs, semrush = folder / "ahrefs.csv", folder / "semrush.csv"
        written = apart(_write, ahrefs, semrush, rows)
        yield Row(f"{rows} rows of Ahrefs, read as cells", apart(_read_cells, ahrefs))
        yield _taken("taken in", finder("import", campaign, str(ahrefs), "-q"), rows, written["ahrefs_mb"])
        yield _row("the same file again", finder("import", campaign, str(ahrefs), "-q"))
        yield _row("its rows again", finder("import", campaign, str(ahrefs), "-q", "--again"))
        cost = finder("import", campaign, str(semrush), "-q")
        yield _taken("as many of Semrush, merged", cost, rows, written["semrush_mb"])
        database = next(folder.glob("*.sqlite3"))
        yield Row("database", {"mb": database.stat().st_size / 1e6})
        yield _row("profile", finder("backlinks", campaign, "--json"))


def _row(case: str, cost: Cost) -> Row:
    return Row(case, {"wall_s": cost.wall, "cpu_s": cost.cpu, "peak_mb": cost.peak_mb})


def _taken(case: str, cost: Cost, rows: int, size: float) -> Row:
    if f"{rows:,} taken" not in cost.output:
        raise RuntimeError(f"not all {rows:,} rows were taken: {cost.output}")
    figures = _row(case, cost).figures
    return Row(case, {**figures, "file_mb": size, "us_per_row": cost.cpu / rows * 1e6})


def _read_cells(path: Path) -> dict[str, float]:
    started = time.process_time()
    with path.open(encoding="utf-16", newline="") as stream:
        rows = sum(1 for _ in csv.reader(stream, delimiter="\t")) - 1
    cpu = time.process_time() - started
    return {"cpu_s": cpu, "us_per_row": cpu / rows * 1e6}


def _write(ahrefs: Path, semrush: Path, rows: int) -> dict[str, float]:
    """Both name the same links, as far as a page of theirs has one; hosts as often as a Zipf law has it."""
    luck = random.Random(7)
    weights = [1 / n for n in range(1, 50_001)]
    hosts = luck.choices(range(50_000), weights, k=rows)
    with (
        ahrefs.open("w", encoding="utf-16", newline="") as first,
        semrush.open("w", encoding="utf-8", newline="") as second,
    ):
        one = csv.writer(first, delimiter="\t", quoting=csv.QUOTE_ALL)
        other = csv.writer(second)
        one.writerow(_AHREFS)
        other.writerow(_SEMRUSH)
        for number, host in enumerate(hosts):
            link = _link(number, host, luck)
            one.writerow(_of_ahrefs(link))
            other.writerow(_of_semrush(link))
    return {"ahrefs_mb": ahrefs.stat().st_size / 1e6, "semrush_mb": semrush.stat().st_size / 1e6}


def _link(number: int, host: int, luck: random.Random) -> dict[str, str]:
    day = f"20{luck.randint(19, 26)}-{luck.randint(1, 12):02}-{luck.randint(1, 28):02}"
    query = f"?id={number}" if number % 4 == 0 else ""
    return {
        "page": f"https://www.site{host}.example.org/blog/{number}/what-we-read-this-week{query}",
        "title": f"What we read this week, number {number}: boats, knots & tides",
        "target": f"{_OWN}/guides/page-{min(number % 977, number % 53)}/",
        "anchor": luck.choice(_ANCHORS),
        "first": f"{day} {luck.randint(0, 23):02}:14:55",
        "last": f"2026-10-{luck.randint(1, 30):02} 02:11:09",
        "nofollow": luck.choice(("true", "false", "false")),
        "rating": str(host % 90),
    }


def _of_ahrefs(link: dict[str, str]) -> tuple[str, ...]:
    return (
        *(
            link["title"],
            link["page"],
            "en",
            "wordpress",
            "200",
            link["rating"],
            "14",
            "8100",
            "2",
            "37",
            "96",
        ),
        *("120", "31", link["target"], "For beginners see", link["anchor"], "by the people of Acme.", "", ""),
        *("text", "false", "true", link["nofollow"], "false", "false", "false", "true", "", "", ""),
        *(link["first"], link["last"], "", "Jo Rivera", "Article", "/Sports/Boating", "1"),
    )


def _of_semrush(link: dict[str, str]) -> tuple[str, ...]:
    return (
        *(link["rating"], link["title"], link["page"], link["target"], link["anchor"], "96", "40"),
        *(link["nofollow"], "false", "false", "true", "false", "false", "false", "false"),
        *(link["first"], link["last"], "false", "false"),
    )
