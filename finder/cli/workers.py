"""Further processes beside the one that a person started, as many as there is work for."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import threading
from dataclasses import dataclass, field
from typing import IO, TYPE_CHECKING, Final

import click

from finder.cli import EXIT_INTERRUPTED, EXIT_PROBLEM
from finder.storage import StorageError

if TYPE_CHECKING:
    from collections.abc import Callable

    from scrapy.crawler import Crawler

    from finder.ledger import Ledger

# Those that share pages and targets; our own site and a prospect's front page are a matter of politeness.
SHARED_SPIDERS: Final = ("resource_pages", "mentions", "backlinks")
_LOOK_SECONDS: Final = 0.1
_TELL_SECONDS: Final = 1.0
_LAST_SECONDS: Final = 60.0


def cores() -> int:
    """How many processor cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@dataclass(slots=True)
class _Helper:
    number: int
    process: subprocess.Popen[str]
    told_to_stop: bool = False

    def stop(self) -> None:
        if not self.told_to_stop and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        self.told_to_stop = True


@dataclass(slots=True)
class Helpers:
    """The further processes of one spider's run: started when there is work for them, ended with it.

    ``most`` processes in all, this one counted. ``enough``: see ``FINDER_ENOUGH_WORK``. ``arguments``: what
    each gets behind campaign, spider and run. ``interrupted``: whether we were told to stop. ``said`` and
    ``code``: what became of those that did not end well. ``pids``: all that were started.
    """

    path: str
    spider: str
    most: int
    enough: int
    arguments: list[str]
    interrupted: Callable[[], bool]
    said: list[str] = field(default_factory=list)
    code: int = 0
    _running: list[_Helper] = field(default_factory=list)
    pids: list[int] = field(default_factory=list)
    _ended: bool = False

    async def watch(self, crawler: Crawler) -> None:
        """Start helpers and hear of their ends until cancelled; call :meth:`end` then.

        Where that cannot go on (the database fails, no process can start) the helpers do, and it is said.
        """
        try:
            await self._watch(crawler)
        except (StorageError, OSError) as error:
            self.said.append(f"finder: the further processes of {self.spider} were not watched: {error}")
            self.code = max(self.code, EXIT_PROBLEM)

    async def _watch(self, crawler: Crawler) -> None:
        told = 0.0
        loop = asyncio.get_running_loop()
        while not self._ended:
            await asyncio.sleep(_LOOK_SECONDS)
            if self.interrupted():
                self._stop()
            ledger: Ledger | None = getattr(crawler.spider, "ledger", None)
            if ledger is None or not ledger.is_open:
                continue
            ledger.before_last = self.end
            await self._hear_of_ends(ledger)
            if ledger.is_open and loop.time() - told >= _TELL_SECONDS:
                await self._see_to(ledger)
                told = loop.time()

    async def end(self) -> None:
        """Nothing is left, or we stop: end every helper, and wait until it has given back what it had.

        No other one is started from then on.
        """
        self._ended = True
        self._stop()
        loop = asyncio.get_running_loop()
        deadline = loop.time() + _LAST_SECONDS
        while any(helper.process.poll() is None for helper in self._running):
            if loop.time() > deadline:
                for helper in self._running:
                    helper.process.kill()
            await asyncio.sleep(_LOOK_SECONDS / 2)
        await self._hear_of_ends(None)

    async def _see_to(self, ledger: Ledger) -> None:
        processes = 1 + len(self._running)
        if self.pids:
            await ledger.count_elsewhere(self.pids, processes)
        if (
            processes < self.most
            and self._goes_on(ledger)
            and await ledger.is_enough_for_another(self.enough)
            # It may have ended while the database was asked.
            and self._goes_on(ledger)
        ):
            self._start(ledger.run.id)

    def _goes_on(self, ledger: Ledger) -> bool:
        return not self._ended and not self.interrupted() and ledger.is_open

    def _start(self, run: int) -> None:
        reads, writes = os.pipe()
        words = [self.path, self.spider, str(run), "--while-open", str(reads), *self.arguments]
        process = subprocess.Popen(  # noqa: S603 - ourselves
            [sys.executable, "-m", "finder.cli.share", *words],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            pass_fds=[reads],
            # Ctrl-C in a terminal is for us to pass on.
            start_new_session=True,
        )
        os.close(reads)
        helper = _Helper(len(self.pids) + 2, process)
        self._running.append(helper)
        self.pids.append(process.pid)
        threading.Thread(target=_pass_on, args=(process.stderr, writes), daemon=True).start()

    def _stop(self) -> None:
        for helper in self._running:
            helper.stop()

    async def _hear_of_ends(self, ledger: Ledger | None) -> None:
        # One at a time: while what it had is taken over, another may end, or be heard of by :meth:`end`.
        while helper := next((each for each in self._running if each.process.poll() is not None), None):
            self._running.remove(helper)
            code = helper.process.returncode
            if code == 0 or (helper.told_to_stop and code in (EXIT_INTERRUPTED, -signal.SIGTERM)):
                continue
            who = f"finder: process {helper.number} of {self.spider} ({helper.process.pid})"
            if code < 0:
                self.said.append(
                    f"{who} was killed by signal {-code}; the others took over what it had in hand."
                )
            else:
                self.said.append(f"{who} ended early (exit code {code}, see above); the others went on.")
                self.code = max(self.code, code)
            if ledger and ledger.is_open:
                await ledger.take_over()


def _pass_on(errors: IO[str], lifeline: int) -> None:
    """What a helper says goes where we speak, which may be above a line of progress; until it has ended."""
    with errors:
        for line in errors:
            click.echo(line, err=True, nl=False)
    os.close(lifeline)
