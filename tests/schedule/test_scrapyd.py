"""A real Scrapyd runs campaigns: with finder installed beside it, and from an egg."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tests.crawl.middling import put_middling_web
from tests.crawl.undertaking import Undertaking
from tests.schedule.scrapyd_server import PASSWORD, ROOT, rows, scrapyd, until
from tests.schedule.small import GONE, LIST, small_campaign

if TYPE_CHECKING:
    from tests.schedule.scrapyd_server import Scrapyd
    from tests.world import World


def found(acme: Undertaking) -> list[tuple[str, str]]:
    """The leads in the database."""
    return sorted((row["page_url"], row["dead_url"]) for row in rows(acme, "select * from lead"))


def runs(acme: Undertaking, spider: str = "resource_pages") -> list[dict[str, Any]]:
    """The runs of a spider, the newest first."""
    every = json.loads(acme.run("runs", "--json").out)
    return [run for run in every if run["spider"] == spider]


def targets(acme: Undertaking) -> int:
    """How many verdicts there are."""
    return len(rows(acme, "select 1 from target where state = 'settled'"))


def is_finished(acme: Undertaking) -> bool:
    """Whether a run is done."""
    return bool(rows(acme, "select 1 from crawl_run where finished_at is not null"))


def test_installed_beside_scrapyd_four_jobs_share_a_campaign_and_a_kill_of_scrapyd_loses_nothing(
    world: World, tmp_path: Path
) -> None:
    pages, expected = put_middling_web(world, seed=1, latency=0.1)
    acme = Undertaking(tmp_path, world, pages)
    acme.write()
    with scrapyd(tmp_path / "scrapyd") as server:
        with pytest.raises(HTTPError, match="401"):
            urlopen(f"{server.url}/daemonstatus.json", timeout=60)
        spiders = server.ask("listspiders.json?project=finder")["spiders"]
        assert {"own_content", "resource_pages", "mentions", "backlinks", "contacts", "verify"} <= set(
            spiders
        )
        jobs = [server.schedule(acme, "resource_pages") for _ in range(4)]
        until(lambda: targets(acme) >= 5, "nothing is looked at")
        server.kill()
        server.start()
        # The jobs go on without it.
        until(lambda: is_finished(acme), "the run does not end")
    (run,) = runs(acme)
    assert run["state"] == "finished"
    assert found(acme) == expected
    assert {share["job"] for share in run["shares"]} <= set(jobs)
    assert len(run["shares"]) > 1, "several shared the work"
    assert run["log"].endswith(f"/{run['job']}.log")
    assert len(world.requests(path="/gone/1")) == len({each.host for each in world.requests(path="/gone/1")})


def test_a_cancelled_job_was_stopped_a_killed_one_has_crashed_and_the_next_goes_on(
    world: World, tmp_path: Path, node: Scrapyd
) -> None:
    acme = small_campaign(world, tmp_path, latency=0.5, alive=11)
    cancelled = node.schedule(acme, "resource_pages")
    until(lambda: targets(acme) >= 1, "nothing is looked at")
    node.ask("cancel.json", project="finder", job=cancelled)
    node.wait(cancelled)
    assert runs(acme)[0]["state"] == "stopped"
    before, killed = targets(acme), node.schedule(acme, "resource_pages")
    until(lambda: targets(acme) > before, "it does not go on")
    os.kill(node.pid(killed), signal.SIGKILL)
    node.wait(killed)
    assert acme.run("runs").code == 3
    assert [share["state"] for share in runs(acme)[0]["shares"]] == ["stopped", "crashed"]
    node.wait(node.schedule(acme, "resource_pages"))
    assert runs(acme)[0]["state"] == "finished"
    assert acme.run("runs").code == 0
    assert found(acme) == [(LIST, GONE)]


def test_deployed_as_an_egg_a_campaign_gives_its_leads(world: World, tmp_path: Path) -> None:
    acme = small_campaign(world, tmp_path)
    with scrapyd(tmp_path / "scrapyd", settings="") as server:
        project = copy_of_project(tmp_path / "project", "9.9.9", server.url)
        done = subprocess.run(
            [str(Path(sys.executable).with_name("scrapyd-deploy")), "local"],
            cwd=project,
            capture_output=True,
            text=True,
        )
        assert '"status": "ok"' in done.stdout, done.stdout + done.stderr
        server.wait(server.schedule(acme, "resource_pages"))
    assert found(acme) == [(LIST, GONE)]
    agents = {record.user_agent for record in world.requests(host="slow.example")}
    assert agents == {"Mozilla/5.0 (compatible; finder/9.9.9)"}, "the code of the egg"


def copy_of_project(folder: Path, version: str, url: str) -> Path:
    """What is deployed, as another version; the target of its scrapy.cfg is ``url``."""
    for name in ("finder", "pipelines"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder)
    (folder / "finder" / "__init__.py").write_text(f'__version__ = "{version}"\n', encoding="utf-8")
    said = (ROOT / "scrapy.cfg").read_text(encoding="utf-8").replace("http://127.0.0.1:6800/", f"{url}/")
    said += f"username = finder\npassword = {PASSWORD}\n"
    (folder / "scrapy.cfg").write_text(said, encoding="utf-8")
    return folder
