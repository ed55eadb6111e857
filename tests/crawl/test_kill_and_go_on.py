"""A crawl that is killed goes on where it was: nothing lost, nothing twice, nothing settled asked again."""

import random
import signal
import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest

from tests.crawl.middling import put_middling_web
from tests.crawl.undertaking import Undertaking, without_times
from tests.world import World


def settled_in(file: Path) -> set[str]:
    """The targets that a database has a verdict for."""
    if not file.exists():
        return set()
    with closing(sqlite3.connect(file)) as database:
        if not database.execute("select 1 from sqlite_master where name = 'target'").fetchone():
            return set()
        return {url for (url,) in database.execute("select url from target where state = 'settled'")}


def runs_in(file: Path) -> int:
    """How many runs over the source pages there were: a killed one and what goes on with it are one."""
    with closing(sqlite3.connect(file)) as database:
        query = "select count(*) from crawl_run where spider = 'resource_pages'"
        return int(database.execute(query).fetchone()[0])


def asked_after(world: World, moment: float) -> set[str]:
    return {f"http://{record.host}{record.path}" for record in world.requests() if record.started > moment}


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_killed_again_and_again_the_leads_are_those_of_an_undisturbed_run(
    world: World, tmp_path: Path, seed: int
) -> None:
    chance = random.Random(seed)
    pages, expected = put_middling_web(world, seed, latency=0.15)
    calm, killed = (Undertaking(tmp_path / name, world, pages) for name in ("calm", "killed"))
    for one in (calm, killed):
        one.folder.mkdir()
        one.write()
    calm.crawl()
    for _ in range(3):
        with killed.running("crawl"):
            time.sleep(chance.uniform(0.8, 2.6))
        moment, settled = time.monotonic(), settled_in(killed.folder / "finder.sqlite3")
    killed.crawl()

    assert not settled & asked_after(world, moment), "a settled target was asked again"
    leads = killed.leads()
    assert without_times(leads) == without_times(calm.leads())
    assert sorted((lead["page_url"], lead["dead_url"]) for lead in leads) == expected
    assert {int(lead["sightings"]) for lead in leads} == {runs_in(killed.folder / "finder.sqlite3")}


def test_ctrl_c_stops_cleanly_says_how_to_go_on_and_goes_on(world: World, tmp_path: Path) -> None:
    pages, expected = put_middling_web(world, seed=5, latency=0.1)
    acme = Undertaking(tmp_path, world, pages)
    acme.write()
    with acme.running("crawl") as process:
        deadline = time.monotonic() + 30
        while len(settled_in(acme.folder / "finder.sqlite3")) < 5 and time.monotonic() < deadline:
            time.sleep(0.05)
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=30)
    assert process.returncode == 130, errors
    assert f"go on with: finder crawl {acme.path} -s " in errors
    assert "-s FINDER_CONTROL_HOSTS=control.example" in errors, "by the same settings"
    assert "Traceback" not in errors
    with closing(sqlite3.connect(acme.folder / "finder.sqlite3")) as database:
        assert database.execute("select count(*) from worker").fetchone() == (0,)
    acme.crawl()
    assert sorted((lead["page_url"], lead["dead_url"]) for lead in acme.leads()) == expected
