"""Runs spiders in Scrapy's reactor, which is asyncio's event loop, and ends them well when told to."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import sys
from typing import TYPE_CHECKING, Any, TextIO

import click

from finder.cli import EXIT_INTERRUPTED, EXIT_PROBLEM
from finder.storage.queries.run import run_totals

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from scrapy.crawler import AsyncCrawlerRunner, Crawler
    from scrapy.settings import Settings

    from finder.storage import Database
    from finder.storage.queries.run import RunTotals

EXIT_INCOMPLETE = 3
EXIT_NETWORK_DOWN = 4
_STOP_SECONDS = 0.05
_NEW_OBJECTS = 20_000  # between two runs of the garbage collector


class _ToStderr(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment: a live progress line stands in for it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def log_to_stderr(level: int) -> None:
    """Say on standard error what is worth at least ``level`` of :mod:`logging`."""
    handler = _ToStderr()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("twisted").setLevel(logging.ERROR)


def ending(crawler: Crawler, go_on: str, *, interrupted: bool, what: str, kept: str) -> tuple[int, str]:
    """The exit code for how a crawl ended and what to say of that; 0 and nothing if it did its work.

    ``go_on``: the command that goes on with it. ``what`` ended early, and what it has ``kept``, in words.
    """
    from finder.network import Network

    if interrupted:
        return EXIT_INTERRUPTED, f"Stopped. Nothing is lost; go on with: {go_on}"
    reason = str(crawler.stats.get_value("finish_reason")) if crawler.stats else ""
    if reason == "network_down":
        return EXIT_NETWORK_DOWN, (
            f"finder: our own network is down ({Network.of(crawler).watch.down}); nothing was concluded from "
            f"it. Go on when it is back with: {go_on}"
        )
    if reason != "finished":
        return EXIT_PROBLEM, (
            f"finder: {what} ended early ({reason.replace('_', ' ')}); nothing that was {kept} is lost. "
            f"Mend what is said above, then go on with: {go_on}"
        )
    return 0, ""


async def totals_of(crawler: Crawler, database: Database) -> RunTotals | None:
    """What the run of a spider has come to, ``None`` if it ended before it had one."""
    ledger = getattr(crawler.spider, "ledger", None)
    if ledger is None or not hasattr(ledger, "run"):
        return None
    return await asyncio.to_thread(database.read, run_totals, ledger.run.id)


def run_in_reactor(
    settings: Settings,
    work: Callable[[AsyncCrawlerRunner], Awaitable[None]],
    interrupted: Callable[[], None],
    *,
    quiet: bool = False,
) -> None:
    """Run ``work`` with a runner of spiders. A first signal stops them in good order, a second at once.

    ``interrupted`` is called when a signal came, of which nothing is said if ``quiet``. Raises what ``work``
    raises.
    """
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.utils.defer import deferred_from_coro
    from scrapy.utils.reactor import install_reactor

    install_reactor(settings["TWISTED_REACTOR"], settings["ASYNCIO_EVENT_LOOP"])
    from twisted.internet import reactor
    from twisted.internet.task import react

    runner = AsyncCrawlerRunner(settings)

    problems: list[Exception] = []
    # What was loaded stays; and looking through all objects after every 700 new ones finds nothing: what a
    # crawl makes is let go of without that.
    gc.freeze()
    gc.set_threshold(_NEW_OBJECTS, *gc.get_threshold()[1:])

    async def main() -> None:
        try:
            _stop_on_signals(interrupted, runner, reactor, quiet=quiet)
            await work(runner)
        except Exception as problem:  # raised again below, outside of the reactor, which would only log it
            problems.append(problem)

    with contextlib.suppress(SystemExit):
        react(lambda _reactor: deferred_from_coro(main()))
    if problems:
        raise problems[0]


def end_on_signals() -> None:
    """Until the crawl has begun there is nothing to stop in good order."""

    def end(_number: int, _frame: object) -> None:
        click.echo("Stopped before the crawl began.", err=True)
        # At once: an exception may come up in a callback of the event loop, which would swallow it.
        os._exit(EXIT_INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _stop_on_signals(
    interrupted: Callable[[], None], runner: AsyncCrawlerRunner, reactor: Any, *, quiet: bool
) -> None:
    def stop(_number: int, _frame: object) -> None:
        # A second signal ends the process at once: nothing is lost by that either.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        interrupted()
        if not quiet:
            click.echo("Stopping; requests under way are finished (again to end at once).", err=True)
        reactor.callFromThread(lambda: asyncio.ensure_future(_stop(runner)))

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)


async def _stop(runner: AsyncCrawlerRunner) -> None:
    """Stop the crawl under way. One that is only about to start would take no notice: that is waited for."""
    while runner.crawlers:
        for crawler in list(runner.crawlers):
            if _is_running(crawler):
                await crawler.stop_async()
        await asyncio.sleep(_STOP_SECONDS)


def _is_running(crawler: Crawler) -> bool:
    try:
        return bool(crawler.engine and crawler.engine.running)
    except RuntimeError:  # it has no engine yet
        return False
