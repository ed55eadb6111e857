"""A further process of `finder crawl`: takes part in one run, and ends with the process that started it."""

from __future__ import annotations

import logging
import os
import signal
import sys
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from finder.cli import main
from finder.cli.running import ending, log_to_stderr, run_in_reactor
from finder.cli.settings import network_settings, settings_option

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerRunner


@dataclass(slots=True)
class _Share:
    """What this process was started for, and what became of it."""

    path: str
    spider: str
    run: int
    code: int = 0
    interrupted: bool = False

    def interrupt(self) -> None:
        self.interrupted = True


@click.command("share")
@click.argument("campaign", type=click.Path())
@click.argument("spider")
@click.argument("run", type=int)
@click.option("--while-open", "lifeline", type=int, required=True, help="A pipe that ends with the starter.")
@settings_option
@click.option("-v", "--verbose", is_flag=True)
def share_command(
    campaign: str, spider: str, run: int, lifeline: int, overrides: tuple[str, ...], *, verbose: bool
) -> None:
    """Take part in a run that another process has begun, until nothing is left of it."""
    level = logging.INFO if verbose else logging.WARNING
    more = {"LOG_LEVEL": logging.getLevelName(level), "FINDER_PROGRESS": "off", "FINDER_HEARTBEAT": "1"}
    settings = network_settings(overrides, dict(more))
    log_to_stderr(level)
    threading.Thread(target=_end_with, args=(lifeline,), daemon=True).start()
    share = _Share(campaign, spider, run)
    run_in_reactor(settings, lambda runner: _crawl(share, runner), share.interrupt, quiet=True)
    sys.exit(share.code)


def _end_with(lifeline: int) -> None:
    """Stop when the starter has ended, in whatever way; at once if we were told to stop before."""
    os.read(lifeline, 1)
    os.kill(os.getpid(), signal.SIGTERM)


async def _crawl(share: _Share, runner: AsyncCrawlerRunner) -> None:
    crawler = runner.create_crawler(share.spider)
    await runner.crawl(crawler, campaign=share.path, run=share.run)
    # What there is to say of the end says the process that started this one.
    share.code, _ = ending(crawler, "", interrupted=share.interrupted, what="", kept="")


if __name__ == "__main__":
    main(share_command)
