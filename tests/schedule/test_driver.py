"""What the scheduler does when a node is down, loses an answer, or does not know what it was given."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest

from finder.campaign import load_campaign
from finder.schedule import driver
from finder.schedule.driver import Scheduler
from finder.schedule.notify import Notices
from finder.schedule.scrapyd import Scrapyd
from finder.schedule.tasks import Task
from finder.storage import Database, runs, scheduling, shares
from finder.storage.scheduling import Obstacle
from finder.storage.shares import Job
from tests.crawl.undertaking import QUICK, Undertaking
from tests.forked import finder
from tests.schedule.relay import relay
from tests.schedule.scrapyd_server import PASSWORD, rows, until
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.schedule import scrapyd_server
    from tests.world import World

LOOKS = Task.SECOND_LOOKS


class Scheduled:
    """A campaign with a database, and schedulers of it in this process."""

    def __init__(self, folder: Path, world: World, extra: str = "") -> None:
        self.acme = Undertaking(folder, world, ["http://lists.example/list"], extra)
        self.acme.write()
        self.campaign = load_campaign(str(self.acme.path))
        self.database = Database(self.campaign.database_url)
        self.database.migrate()
        self.id = self.database.write(runs.enrol, self.campaign.name)
        given = {**world.settings(), **QUICK, "FINDER_HEARTBEAT": "0.2", "LOG_LEVEL": "WARNING"}
        self.settings = [f"{name}={value}" for name, value in given.items()]
        self.said: list[str] = []

    def scheduler(self, *urls: str) -> Scheduler:
        """A scheduler with these nodes."""
        nodes = [Scrapyd(url, "finder", str(self.acme.path), "finder", PASSWORD) for url in urls]
        notices = Notices(self.campaign, self.database, str(self.acme.path), self.said.append)
        return Scheduler(self.campaign, self.database, nodes, self.settings, self.said.append, notices)

    def take(self, task: Task, spider: str) -> None:
        """A task is begun by a process that gets no further."""
        moment = self.database.write(scheduling.claim, self.id, task, runs.now())
        assert self.database.write(scheduling.take, self.id, task, moment, moment, [spider]) is None

    def post(self, job: str, node: str) -> None:
        """The spider of the task is written down as posted."""
        (at,) = self.database.read(scheduling.begun, self.id)
        assert self.database.write(scheduling.post, self.id, at, job, node, "")

    def follow(self, scheduler: Scheduler) -> None:
        """Until nothing runs."""
        until(lambda: not scheduler.follow(), "it does not end")

    def jobs(self) -> list[str]:
        """The node of each job that was posted."""
        return [row["node"] for row in rows(self.acme, "select node from scheduled_job order by rowid")]

    def task(self, name: Task = LOOKS) -> tuple[str, str]:
        """State and detail of a task."""
        row = self.database.read(scheduling.tasks, self.id)[name]
        return row.state, row.detail


@pytest.fixture
def acme(tmp_path: Path, world: World) -> Iterator[Scheduled]:
    made = Scheduled(tmp_path, world)
    yield made
    made.database.close()


def test_a_task_fails_when_every_node_is_down_for_long(
    acme: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = [f"http://127.0.0.1:{free_port()}" for _ in range(2)]
    acme.take(LOOKS, "second_looks")
    scheduler = acme.scheduler(*down)
    assert scheduler.follow() == scheduler.follow() == [LOOKS]
    monkeypatch.setattr(driver, "DOWN_SECONDS", 0.0)
    assert scheduler.follow() == []
    assert acme.task() == ("failed", "no node has been up for 0 seconds")
    assert [line.partition(" cannot be reached")[0] for line in acme.said[:2]] == [
        f"left aside: {url}" for url in down
    ]
    assert acme.jobs() == []


def test_a_task_fails_when_the_node_that_has_it_is_down_for_long(
    acme: Scheduled, monkeypatch: pytest.MonkeyPatch
) -> None:
    down = f"http://127.0.0.1:{free_port()}"
    acme.take(LOOKS, "second_looks")
    acme.post("a", down)
    scheduler = acme.scheduler(down)
    assert scheduler.follow() == [LOOKS]
    monkeypatch.setattr(driver, "DOWN_SECONDS", 0.0)
    assert scheduler.follow() == []
    assert f"second_looks failed: {down} cannot be reached" in acme.task()[1]


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.0 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n"])
def test_a_spider_whose_answer_was_lost_is_asked_for_and_not_given_to_another_node(
    acme: Scheduled, idle_node: scrapyd_server.Scrapyd, answer: bytes
) -> None:
    acme.take(LOOKS, "second_looks")
    before = len(idle_node.ask("listjobs.json")["pending"])
    with relay(idle_node.port, b"POST /schedule.json", answer) as url:
        scheduler = acme.scheduler(url, idle_node.url)
        assert [scheduler.follow() for _ in range(3)] == 3 * [[LOOKS]]
        assert acme.jobs() == [url]
    assert f"second_looks may be there as job {last_job(acme)}" in acme.said[0]
    assert idle_node.state(last_job(acme)) == "pending"
    assert len(idle_node.ask("listjobs.json")["pending"]) == before + 1


def test_a_job_that_never_came_to_its_node_is_posted_anew_and_one_that_came_is_taken_up(
    acme: Scheduled, idle_node: scrapyd_server.Scrapyd, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = idle_node.url
    acme.take(LOOKS, "second_looks")
    acme.post("never-came", url)
    scheduler = acme.scheduler(url)
    assert scheduler.follow() == [LOOKS]
    assert acme.jobs() == [url]
    monkeypatch.setattr(driver, "STARTING_SECONDS", 0.0)
    assert scheduler.follow() == [LOOKS]
    assert acme.jobs() == 2 * [url]
    assert f"{url} knows nothing of job never-came: second_looks is posted anew" in acme.said[0]
    # It is there now, and whoever comes next sees that.
    assert idle_node.state(last_job(acme)) == "pending"
    assert acme.scheduler(url).follow() == scheduler.follow() == [LOOKS]
    assert acme.jobs() == 2 * [url]


def test_a_job_that_waited_long_may_be_unknown_for_a_moment_when_it_begins(
    acme: Scheduled, idle_node: scrapyd_server.Scrapyd, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(driver, "STARTING_SECONDS", 0.3)
    acme.take(LOOKS, "second_looks")
    acme.post("comes-late", idle_node.url)
    scheduler = acme.scheduler(idle_node.url)
    assert scheduler.follow() == [LOOKS]
    idle_node.schedule(acme.acme, "second_looks", jobid="comes-late")
    time.sleep(0.4)
    assert scheduler.follow() == [LOOKS]
    idle_node.ask("cancel.json", project="finder", job="comes-late")
    assert scheduler.follow() == [LOOKS]
    assert acme.jobs() == [idle_node.url]


def test_a_node_that_forgets_what_it_was_given_is_not_asked_for_ever(
    acme: Scheduled, idle_node: scrapyd_server.Scrapyd, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when several nodes are behind one address."""
    monkeypatch.setattr(driver, "STARTING_SECONDS", 0.0)
    took = b'HTTP/1.0 200 OK\r\n\r\n{"status": "ok", "currstate": null}'
    acme.take(LOOKS, "second_looks")
    with relay(idle_node.port, b"POST /schedule.json", took, forwards=False) as url:
        acme.follow(acme.scheduler(url))
        assert acme.jobs() == 3 * [url]
        assert acme.task() == ("failed", f"second_looks: {url} knows nothing of job {last_job(acme)}")


def test_of_two_nodes_that_are_up_the_less_busy_gets_the_spider(
    acme: Scheduled, node: scrapyd_server.Scrapyd, idle_node: scrapyd_server.Scrapyd
) -> None:
    idle_node.schedule(acme.acme, "second_looks", jobid="waits")
    acme.take(LOOKS, "second_looks")
    scheduler = acme.scheduler(idle_node.url, node.url)
    assert scheduler.follow() == [LOOKS]
    assert acme.jobs() == [node.url]
    acme.follow(scheduler)
    assert acme.task() == ("finished", "")
    assert idle_node.state("waits") == "pending"


def test_now_waits_for_other_tasks_and_is_left_out_beside_the_same_one(acme: Scheduled) -> None:
    words = [str(acme.acme.path), "--poll", "0.1", *(each for s in acme.settings for each in ("-s", s))]
    acme.take(Task.VERIFY, "verify")
    acme.post("theirs", "")
    acme.database.write(runs.begin, acme.campaign.name, acme.campaign.digest, "verify", Job("theirs"))

    short = finder(["schedule", "now", "second_looks", *words, "--wait", "0.3"])
    assert short.returncode == 3
    assert short.stderr.count("second_looks waits: verify is running\n") == 1
    assert "second_looks is left out: verify is running after 0.3 seconds\n" in short.stderr

    same = acme.scheduler().begin_when_free(Task.VERIFY, lambda: None, 60)
    assert same == Obstacle("verify is running", passes=False)

    def pause() -> None:
        assert acme.task()[0] == ""
        acme.database.write(shares.end, "finished", {})

    assert acme.scheduler().begin_when_free(LOOKS, pause, 60) is None
    # The process that began the other task is gone: what it left is seen through.
    assert acme.task(Task.VERIFY) == ("finished", "")
    assert acme.task() == ("running", "")


def test_of_several_that_wait_to_begin_one_task_the_last_does(acme: Scheduled) -> None:
    acme.take(Task.VERIFY, "verify")
    acme.post("theirs", "")

    def pause() -> None:
        acme.database.write(scheduling.claim, acme.id, LOOKS, "2999-01-01T00:00:00Z")
        (at,) = acme.database.read(scheduling.begun, acme.id)
        acme.database.write(scheduling.end, acme.id, at, "finished")

    obstacle = acme.scheduler().begin_when_free(LOOKS, pause, 60)
    assert obstacle == Obstacle("another process sees to it", passes=False)


def last_job(acme: Scheduled) -> str:
    """The job that was posted last."""
    return str(rows(acme.acme, "select job from scheduled_job order by rowid")[-1]["job"])


@pytest.mark.parametrize(("missed", "runs_now"), [("once", [LOOKS]), ("skip", [])])
def test_times_that_were_missed_are_made_up_for_by_one_run_or_left_out(
    tmp_path: Path, world: World, missed: str, runs_now: list[str]
) -> None:
    expression = "0 5 * * *"
    acme = Scheduled(tmp_path, world, f'[schedule]\nsecond_looks = "{expression}"\nmissed = "{missed}"')
    acme.database.write(scheduling.consider, acme.id, LOOKS, expression, "2026-01-01T00:00:00Z")
    scheduler = acme.scheduler()
    scheduler.come_back()
    scheduler.tick()
    assert scheduler.follow() == runs_now
    # Neither later nor twice.
    acme.scheduler().tick()
    assert sum("begins" in line for line in acme.said) == len(runs_now)
    acme.database.close()
