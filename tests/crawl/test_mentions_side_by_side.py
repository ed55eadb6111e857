"""The spider `mentions` killed in the middle, several at once, and started by Scrapy."""

from __future__ import annotations

import random
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from contextlib import ExitStack, closing
from typing import TYPE_CHECKING

import pytest

from tests.crawl.mention_places import linked, names_us, sitemap, wanted
from tests.crawl.undertaking import Undertaking, put_own_site, without_times
from tests.crawl.warc_files import response, write_warc

if TYPE_CHECKING:
    from pathlib import Path

    from tests.world import World

PAGES = 30
HOSTS = 6


def put_places(world: World, folder: Path, latency: float) -> list[str]:
    """A feed for each of six blogs, a sitemap, an archive; returns the pages that give a lead."""
    put_own_site(world)
    world.site("lists.example").page("/list", names_us().replace("Acme", "Some"))
    expected, records = set(), []
    for host in range(HOSTS):
        blog = f"http://blog{host}.example"
        site = world.site(f"blog{host}.example", latency=latency)
        paths = [f"/{number}" for number in range(PAGES // HOSTS)]
        for number, path in enumerate(paths):
            gives = (number + host) % 3 == 0
            site.page(path, names_us() if gives else linked())
            expected |= {f"{blog}{path}"} if gives else set()
            records.append(response(f"{blog}{path}", names_us()))
        items = "".join(f"<item><link>{blog}{path}</link></item>" for path in paths[:3])
        site.page("/feed.xml", f'<rss version="2.0"><channel>{items}</channel></rss>')
        everything = sitemap(dict.fromkeys(paths, "")).replace("http://blog.example", blog)
        site.page("/map.xml", everything)
    write_warc(folder / "all.warc.gz", records)
    return sorted(expected)


def campaign(folder: Path, world: World, database: str = "") -> Undertaking:
    """A campaign that looks at all of it."""
    acme = Undertaking(folder, world, ["http://lists.example/list"], database=database)
    blogs = [f"http://blog{host}.example" for host in range(HOSTS)]
    wanted(
        acme,
        feeds=[f"{blog}/feed.xml" for blog in blogs],
        sitemaps=[f"{blog}/map.xml" for blog in blogs],
        archives=["all.warc.gz"],
    )
    acme.write()
    return acme


def scrapy(acme: Undertaking, spider: str) -> list[str]:
    """The words of a command that lets Scrapy start a spider."""
    settings = acme.arguments("crawl")[acme.arguments("crawl").index("-s") :]
    return [sys.executable, "-m", "scrapy", "crawl", spider, "-a", f"campaign={acme.path}", *settings]


@pytest.mark.parametrize("seed", [1, 2])
def test_killed_again_and_again_the_leads_are_those_of_an_undisturbed_run(
    world: World, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    for name in ("calm", "killed"):
        (tmp_path / name).mkdir()
        expected = put_places(world, tmp_path / name, latency=0.3)
    calm, killed = (campaign(tmp_path / name, world) for name in ("calm", "killed"))
    calm.crawl()
    for _ in range(3):
        with killed.running("crawl"):
            time.sleep(chance.uniform(1.5, 3.0))
    killed.crawl()
    assert [lead["page_url"] for lead in killed.leads()] == expected
    assert without_times(killed.leads()) == without_times(calm.leads())
    with closing(sqlite3.connect(killed.folder / "finder.sqlite3")) as database:
        states = {state for (state,) in database.execute("select distinct state from place")}
        assert states <= {"read", "unchanged"}
        assert database.execute("select count(*) from worker").fetchone() == (0,)


def test_three_at_once_read_each_place_and_each_page_once(world: World, tmp_path: Path) -> None:
    expected = put_places(world, tmp_path, latency=0.3)
    acme = campaign(tmp_path, world)
    with ExitStack() as stack:
        started = [
            stack.enter_context(
                subprocess.Popen(
                    scrapy(acme, "mentions"), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
                )
            )
            for _ in range(3)
        ]
        for process in started:
            _, errors = process.communicate(timeout=90)
            assert process.returncode == 0, errors
            assert "Traceback" not in errors
    leads = acme.leads()
    assert [lead["page_url"] for lead in leads] == expected
    assert {lead["sightings"] for lead in leads} == {"1"}
    asked = Counter((record.host, record.path) for record in world.requests())
    assert {times for (host, _), times in asked.items() if host.startswith("blog")} == {1}
