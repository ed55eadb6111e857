"""Runs spiders as processes of this machine, where a campaign names no Scrapyd."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING

from finder.schedule.scrapyd import NodeError

if TYPE_CHECKING:
    from collections.abc import Sequence


class Here:
    """This machine; ``campaign`` is the path of the campaign file. What a spider logs goes to our output.

    ``apart``: what ends this process, such as a Ctrl-C or a closed terminal, leaves the spiders alone.
    """

    name = ""

    def __init__(self, campaign: str, *, apart: bool = False) -> None:
        self._campaign = campaign
        self._apart = apart
        self._processes: dict[str, subprocess.Popen[bytes]] = {}

    def log_url(self, spider: str, job: str) -> str:  # noqa: ARG002 - as of a Scrapyd
        """None: the log is where the output of this process goes."""
        return ""

    def load(self) -> int:
        """How many spiders run."""
        return sum(process.poll() is None for process in self._processes.values())

    def run(self, spider: str, job: str, settings: Sequence[str]) -> None:
        """Have a spider run as ``job``, with settings ``NAME=VALUE``. Raises :class:`NodeError`."""
        given = [part for setting in settings for part in ("-s", setting)]
        arguments = ["crawl", spider, "-a", f"campaign={self._campaign}", "-a", f"_job={job}", *given]
        try:
            self._processes[job] = subprocess.Popen(  # noqa: S603 - our own program
                [sys.executable, "-m", "scrapy", *arguments],
                stdin=subprocess.DEVNULL,
                start_new_session=self._apart,
                env={**os.environ, "SCRAPY_SETTINGS_MODULE": "finder.settings"},
            )
        except OSError as error:
            raise NodeError(f"this machine cannot begin a process: {error.strerror}") from error

    def is_there(self, job: str) -> bool | None:
        """Whether a job runs; of one that another process began nothing is known (``None``)."""
        process = self._processes.get(job)
        return process.poll() is None if process else None

    def wait(self) -> None:
        """Until every process has ended: its work is done a little before."""
        for process in self._processes.values():
            process.wait()
