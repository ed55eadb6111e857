"""A real Scrapyd for tests, in a folder of its own, and what one asks of it over HTTP."""

from __future__ import annotations

import base64
import json
import os
import sqlite3
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final
from urllib.error import URLError
from urllib.parse import urlencode
from urllib.request import Request, urlopen

from tests.crawl.undertaking import QUICK
from tests.servers import free_port

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from tests.crawl.undertaking import Undertaking

ROOT: Final = Path(__file__).parents[2]
PASSWORD: Final = "tell-nobody"
_SCRAPYD: Final = """[scrapyd]
bind_address = 127.0.0.1
http_port = {port}
username = finder
password = {password}
poll_interval = {poll}
max_proc = 4
jobs_to_keep = 100
jobstorage = scrapyd.jobstorage.SqliteJobStorage
"""
# The package beside Scrapyd, without an egg.
BESIDE: Final = "[settings]\ndefault = finder.settings\nfinder = finder.settings\n"


@dataclass(slots=True)
class Scrapyd:
    """A Scrapyd in ``folder``; ``settings`` is what its scrapy.cfg says beside its own table."""

    folder: Path
    settings: str = BESIDE
    # So often it looks for jobs to begin.
    poll_seconds: float = 0.2
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it, and wait until it answers."""
        self.folder.mkdir(exist_ok=True)
        said = self.settings + _SCRAPYD.format(port=self.port, password=PASSWORD, poll=self.poll_seconds)
        (self.folder / "scrapy.cfg").write_text(said, encoding="utf-8")
        with (self.folder / "scrapyd.log").open("ab") as log:
            self.process = subprocess.Popen(
                [str(Path(sys.executable).with_name("scrapyd")), "--pidfile="],
                cwd=self.folder,
                # What is installed here, or the code of an egg.
                env={**os.environ, "PYTHONPATH": str(ROOT) if self.settings else ""},
                stdout=log,
                stderr=log,
            )
        until(self._answers, "Scrapyd does not start")

    def kill(self) -> None:
        """End it as a power cut would; its jobs go on without it."""
        assert self.process
        self.process.kill()
        self.process.wait()

    def ask(self, name: str, **fields: Any) -> dict[str, Any]:
        """What an endpoint answers; with ``fields`` they are posted."""
        posted = urlencode(fields, doseq=True).encode() if fields else None
        word = base64.b64encode(f"finder:{PASSWORD}".encode()).decode()
        request = Request(f"{self.url}/{name}", posted, {"Authorization": f"Basic {word}"})
        with urlopen(request, timeout=60) as answer:
            said: dict[str, Any] = json.load(answer)
        return said

    def schedule(self, acme: Undertaking, spider: str, **more: Any) -> str:
        """Schedule a spider over a campaign; returns the job."""
        given = {**acme.world.settings(), **QUICK, "FINDER_HEARTBEAT": "0.1", "FINDER_PROGRESS": "off"}
        settings = [f"{name}={value}" for name, value in given.items()]
        said = self.ask(
            "schedule.json",
            project="finder",
            spider=spider,
            campaign=str(acme.path),
            setting=settings,
            **more,
        )
        assert said["status"] == "ok", said
        return str(said["jobid"])

    def state(self, job: str) -> str:
        """What Scrapyd says of a job."""
        return str(self.ask(f"status.json?job={job}&project=finder")["currstate"])

    def wait(self, *jobs: str) -> None:
        """Until jobs have ended."""
        for job in jobs:
            until(lambda job=job: self.state(job) == "finished", f"job {job} does not end")

    def log(self, spider: str, job: str) -> str:
        """What a job logged."""
        return (self.folder / "logs" / "finder" / spider / f"{job}.log").read_text(encoding="utf-8")

    def pid(self, job: str) -> int:
        """The process of a running job."""
        running = self.ask("listjobs.json?project=finder")["running"]
        return int(next(each["pid"] for each in running if each["id"] == job))

    def _answers(self) -> bool:
        try:
            return self.ask("daemonstatus.json")["status"] == "ok"
        except (URLError, ConnectionError):
            return False


def rows(acme: Undertaking, query: str) -> list[sqlite3.Row]:
    """What the campaign's database answers, nothing as long as it has no tables."""
    with closing(sqlite3.connect(acme.folder / "finder.sqlite3")) as database:
        database.row_factory = sqlite3.Row
        try:
            return database.execute(query).fetchall()
        except sqlite3.OperationalError:
            return []


def until(true: Callable[[], bool], otherwise: str, seconds: float = 60) -> None:
    """Wait until something is so."""
    deadline = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < deadline, otherwise
        time.sleep(0.2)


@contextmanager
def scrapyd(folder: Path, settings: str = BESIDE, poll_seconds: float = 0.2) -> Iterator[Scrapyd]:
    """A running Scrapyd that does not outlive the test."""
    server = Scrapyd(folder, settings, poll_seconds)
    try:
        server.start()
        yield server
    finally:
        if server.process:
            server.process.terminate()
            server.process.wait()
