"""`finder schedule`: tasks run when they are due, once, on this machine or on the least busy Scrapyd."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from finder.storage import Database, runs, scheduling
from tests.crawl.undertaking import QUICK
from tests.forked import finder
from tests.schedule.scrapyd_server import PASSWORD, rows, until
from tests.schedule.small import small_campaign
from tests.schedule.webhook import webhook
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.crawl.undertaking import Undertaking
    from tests.schedule.scrapyd_server import Scrapyd
    from tests.world import World


def settings(world: World) -> list[str]:
    """What goes along with every spider in this world."""
    given = {**world.settings(), **QUICK, "FINDER_HEARTBEAT": "0.2", "LOG_LEVEL": "WARNING"}
    return [part for name, value in given.items() for part in ("-s", f"{name}={value}")]


@contextmanager
def scheduler(acme: Undertaking) -> Iterator[subprocess.Popen[bytes]]:
    """`finder schedule run`, ended after the test at the latest; what it says is in a file."""
    command = ["schedule", "run", str(acme.path), "--poll", "0.2", *settings(acme.world)]
    with (
        (acme.folder / "said.txt").open("ab") as said,
        subprocess.Popen(
            [sys.executable, "-m", "finder", *command], stderr=said, stdout=said, start_new_session=True
        ) as process,
    ):
        try:
            yield process
        finally:
            process.kill()


def jobs(acme: Undertaking) -> list[str]:
    return [row["spider"] for row in rows(acme, "select spider from scheduled_job order by rowid")]


def state(acme: Undertaking) -> str:
    return next((row["state"] for row in rows(acme, "select state from scheduled_task")), "")


def at_work(acme: Undertaking) -> list[int]:
    """The processes that work at a run."""
    return [row["pid"] for row in rows(acme, "select pid from run_share where ended_at is null")]


def end_spiders(acme: Undertaking) -> None:
    """What a scheduler began goes on without it: not beyond the test."""
    for entry in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):
            if os.fsencode(f"campaign={acme.path}") in entry.read_bytes():
                os.kill(int(entry.parent.name), signal.SIGKILL)


def test_a_schedule_of_seconds_fires_leaves_out_while_one_runs_and_survives_a_kill(
    world: World, tmp_path: Path
) -> None:
    acme = small_campaign(world, tmp_path, '[schedule]\ncrawl = "*/2 * * * * *"', latency=0.6)
    with scheduler(acme) as process:
        until(lambda: jobs(acme) == ["own_content", "resource_pages"], "the second spider is not posted")
        until(lambda: len(world.requests("slow.example")) >= 1, "nothing is looked at")
        # As when its terminal is closed, only harder.
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert state(acme) == "running"
    with scheduler(acme) as process:
        until(lambda: len(jobs(acme)) > 2, "it is not begun again")
        process.terminate()
        assert process.wait(timeout=60) == 0
    end_spiders(acme)
    # Neither was the spider that ran started twice, nor did the times in between pile up.
    assert jobs(acme) == ["own_content", "resource_pages", "resource_pages"]
    asked = [record.path for record in world.requests("slow.example")]
    assert {asked.count(f"/{number}") for number in range(4)} == {1}
    said = (tmp_path / "said.txt").read_text(encoding="utf-8")
    assert "still runs: left out" in said
    assert "crawl finished" in said
    assert "Traceback" not in said


def test_what_a_killed_process_left_half_done_is_seen_through_before_a_task_begins(
    world: World, tmp_path: Path
) -> None:
    acme = small_campaign(world, tmp_path, '[schedule]\nsecond_looks = "0 5 * * *"')
    words = [str(acme.path), "--poll", "0.1", *settings(world)]
    database = Database(f"sqlite:///{tmp_path / 'finder.sqlite3'}")
    database.migrate()
    number, moment = database.write(runs.enrol, acme.name), runs.now()
    assert database.write(scheduling.take, number, "second_looks", moment, moment, ["second_looks"]) is None
    done = finder(["schedule", "now", "second_looks", *words])
    assert (done.returncode, "left out" in done.stderr) == (0, False), done.stderr
    assert jobs(acme) == 2 * ["second_looks"]
    assert [row["finish_reason"] for row in rows(acme, "select * from run_share")] == 2 * ["finished"]
    database.close()


def test_tasks_go_to_the_node_that_is_up_and_people_are_told_of_unhealthy_runs_and_crashes(
    world: World, tmp_path: Path, node: Scrapyd
) -> None:
    with webhook() as hook:
        down = f"http://127.0.0.1:{free_port()}"
        keys = 'username_env = "NODE_USER", password_env = "NODE_PASSWORD"'
        nodes = f'nodes = [{{ url = "{down}" }}, {{ url = "{node.url}", {keys} }}]'
        told = '[notify]\nurls_env = "HOOK"\n[expect]\nsource_pages = 2'
        acme = small_campaign(world, tmp_path, f'[schedule]\ncrawl = "0 3 * * 1"\n{nodes}\n{told}')
        words = ["schedule", "now", "crawl", str(acme.path), "--poll", "0.2", *settings(world)]
        unknown = finder(words)
        assert unknown.returncode == 1
        assert "wants $NODE_USER, which is not set" in unknown.stderr
        keys_given = {"NODE_USER": "finder", "NODE_PASSWORD": PASSWORD, "HOOK": hook.url()}
        done = finder(words, environment=keys_given)
        assert done.returncode == 0, done.stderr
        assert f"left aside: {down} cannot be reached" in done.stderr
        assert jobs(acme) == ["own_content", "resource_pages"]
        listed = acme.run("runs", "--json")
        (run, own) = json.loads(listed.out)
        assert (listed.code, run["state"], own["state"]) == (3, "unhealthy", "finished")
        assert run["unmet"] == ["1 source pages read, at least 2 expected"]
        (notice,) = hook.received
        assert notice["title"] == "finder: acme, crawl finished, unhealthy"
        assert (
            f"Unhealthy: resource_pages: {run['unmet'][0]}\nNew leads: 1 (1 broken_link)\n"
            in notice["message"]
        )
        assert run["log"] == f"{node.url}/logs/finder/resource_pages/{run['job']}.log"
        assert len(rows(acme, "select * from lead")) == 1

        world.site("lists.example").latency = 5.0
        begun = [sys.executable, "-m", "finder", *words]
        with subprocess.Popen(begun, env={**os.environ, **keys_given}, stderr=subprocess.PIPE) as process:
            until(lambda: len(jobs(acme)) == 3 and bool(at_work(acme)), "it is not begun")
            busy = finder(words, environment=keys_given)
            assert (busy.returncode, "crawl is left out: crawl is running" in busy.stderr) == (0, True)
            os.kill(at_work(acme)[0], signal.SIGKILL)
            _, errors = process.communicate(timeout=60)
        assert process.returncode == 3, errors
        assert b"crawl failed: resource_pages crashed" in errors
        assert hook.received[1]["title"] == "finder: acme, crawl failed"
        assert hook.received[1]["message"].startswith("Why: resource_pages crashed\n")
    (task,) = json.loads(finder(["schedule", "list", str(acme.path), "--json"]).stdout)
    assert (task["state"], task["detail"]) == ("failed", "resource_pages crashed")


def test_times_that_no_clock_can_wait_for_are_refused() -> None:
    for option, value in (
        ("--poll", "inf"),
        ("--poll", "nan"),
        ("--poll", "3601.0"),
        ("--wait", "nan"),
        ("--wait", "inf"),
    ):
        refused = finder(["schedule", "now", "crawl", "nowhere.toml", option, value])
        assert refused.returncode == 2, refused.stderr
        assert f"Invalid value for '{option}': {value} is " in refused.stderr
