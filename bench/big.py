"""A SQLite database with a million links (--full: ten): known addresses looked up, leads listed, its size."""

from __future__ import annotations

import random
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Final

from bench.crawl import write_campaign
from bench.process import apart, finder
from bench.rows import Row
from bench.within import say

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

_LINKS: Final = 1_000_000
_FULL: Final = 10_000_000
_QUICK: Final = 20_000
_KEYS: Final = (500, 1)
_TIMES: Final = 40


def run(*, quick: bool, full: bool = False) -> Iterator[Row]:
    """Fill a database, then look at it as a crawl and a person do."""
    links = _QUICK if quick else _FULL if full else _LINKS
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        campaign = str(write_campaign(folder, ["http://lists.example/"]))
        say(f"filling a database with {links:,} links")
        filled = apart(_fill, campaign, links)
        size = sum(part.stat().st_size for part in folder.glob("*.sqlite3*"))
        yield Row(
            f"{links:,} links in SQLite",
            {**filled, "file_mb": size / 2**20, "bytes_per_link": size / links},
        )
        yield Row("look up whether links are known", apart(_look_up, campaign, links))
        for words in ("leads --limit 50", "status"):
            costs = [finder(words.split()[0], campaign, *words.split()[1:]) for _ in range(3)]
            figures = {
                "wall_s": median(cost.wall for cost in costs),
                "least_wall_s": min(cost.wall for cost in costs),
                "cpu_s": median(cost.cpu for cost in costs),
                "peak_mb": max(cost.peak_mb for cost in costs),
            }
            yield Row(f"finder {words}", figures)


def _fill(campaign: str, links: int) -> dict[str, float]:
    from bench.many_links import fill

    started = time.perf_counter()
    leads = fill(campaign, links)
    return {"leads": leads, "filling_s": time.perf_counter() - started}


def _look_up(campaign: str, links: int) -> dict[str, float]:
    """Milliseconds for addresses that are known, picked by chance, as a crawl asks for those of a page."""
    from bench.many_links import target_url
    from finder.campaign import load_campaign
    from finder.items import Link
    from finder.storage import Database, runs
    from finder.storage.links import target_ids

    loaded = load_campaign(campaign)
    database = Database(loaded.database_url)
    number = database.read(runs.campaign_id, loaded.name)
    assert number is not None
    chance = random.Random(0)
    figures: dict[str, float] = {}

    def look_up(connection: Connection, wanted: int) -> float:
        urls = [target_url(chance.randrange(links)) for _ in range(wanted)]
        asked = [Link(url, url, "", "", "") for url in urls]
        started = time.perf_counter()
        known = target_ids(connection, number, asked)
        seconds = time.perf_counter() - started
        if len(known) != len(set(urls)):
            raise RuntimeError("links that are there were not found")
        return seconds

    for wanted in _KEYS:
        times = [1_000 * database.read(look_up, wanted) for _ in range(_TIMES)]
        words = f"{wanted}_links" if wanted > 1 else "one_link"
        figures |= {f"first_ms_for_{words}": times[0], f"ms_for_{words}": median(times[1:])}
    database.close()
    return figures
