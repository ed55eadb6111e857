"""`finder crawl`: own content when it is missing or old, then resource pages, then where mentions may be."""

from __future__ import annotations

import asyncio
import logging
import sys
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import click

from finder.campaign import load_campaign
from finder.cli import EXIT_PROBLEM
from finder.cli.crawl_summary import summary
from finder.cli.opening import campaign_argument, campaign_file
from finder.cli.running import (
    EXIT_INCOMPLETE,
    end_on_signals,
    ending,
    log_to_stderr,
    run_in_reactor,
    totals_of,
)
from finder.cli.settings import crawl_settings, settings_option, to_go_on
from finder.cli.workers import SHARED_SPIDERS, Helpers, cores
from finder.schedule.tasks import crawl_spiders, own_content_is_due
from finder.storage import Database, own_pages, runs
from finder.storage.queries.contacts import contact_totals

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.crawler import AsyncCrawlerRunner, Crawler
    from scrapy.settings import Settings

    from finder.campaign import Campaign
    from finder.report.facts import ProspectTotals
    from finder.storage.queries.run import RunTotals


@dataclass(slots=True)
class _Crawl:
    """One call of the command: what it was asked for, and what became of it."""

    path: str
    campaign: Campaign
    settings: Settings
    own_content: str
    workers: int
    # What further processes are to be told.
    arguments: list[str]
    code: int = 0
    interrupted: bool = False
    said: list[str] = field(default_factory=list)
    totals: dict[str, RunTotals] = field(default_factory=dict)
    contacts: ProspectTotals | None = None
    rendered: int = 0

    def interrupt(self) -> None:
        self.interrupted = True


@click.command("crawl")
@campaign_argument
@click.option(
    "--own-content",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Read our own pages first: when missing or older than own.refresh_after, always, or never.",
)
@click.option(
    "--workers",
    type=click.IntRange(min=1),
    default=cores,
    show_default="the cores of this machine",
    help="At most so many processes; a further one begins only when there is enough to do for it.",
)
@settings_option
@click.option("-v", "--verbose", is_flag=True, help="Log every page that could not be read, and more.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def crawl_command(
    campaign: str | None,
    own_content: str,
    workers: int,
    overrides: tuple[str, ...],
    *,
    verbose: bool,
    quiet: bool,
) -> None:
    """Crawl a campaign: read its source pages, look at every target, keep leads in the database.

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Where
    it has [mentions], their sites, feeds, sitemaps, lists and archives come after that, then the pages that
    link to you, if there are any that were imported ([backlinks]). At last the sites that leads are about are
    searched for whom to write to ([contacts]).

    A crawl that was stopped or killed goes on where it was when the same command is given again.

    \b
    Examples:
      finder crawl acme.toml
      finder crawl acme.toml --own-content never
      finder crawl acme.toml -s FINDER_HOST_DELAY=3 -s USER_AGENT="acme-bot (+https://acme.example/bot)"
      cat pages.txt | finder crawl acme.toml      (with sources.files = ["-"])

    \b
    Exit codes: 0 done, 1 a problem with the campaign file, the own pages or the database (said in one line),
    2 wrong usage, 3 done but not to be trusted as a whole (no source page could be read, or a fault of ours
    left finds behind), 4 our own network is down (nothing was concluded from that), 130 stopped by Ctrl-C.
    """
    end_on_signals()
    path = campaign_file(campaign)
    loaded = load_campaign(path)
    settings = crawl_settings(overrides, verbose=verbose, quiet=quiet)
    log_to_stderr(logging.INFO if verbose else logging.WARNING)
    arguments = [part for each in overrides for part in ("-s", each)] + (["-v"] if verbose else [])
    job = _Crawl(path, loaded, settings, own_content, workers, arguments)
    run_in_reactor(settings, lambda runner: _crawl(job, runner), job.interrupt)
    for line in job.said:
        click.echo(line, err=True)
    if job.totals and not quiet:
        click.echo(summary(job.path, job.campaign, job.totals, job.contacts, job.rendered))
    sys.exit(job.code)


async def _crawl(job: _Crawl, runner: AsyncCrawlerRunner) -> None:
    database = Database(job.campaign.database_url)
    try:
        await asyncio.to_thread(database.migrate)
        if await asyncio.to_thread(_wants_own_content, job, database):
            await _crawl_spider(job, runner, "own_content")
        if job.code or not await asyncio.to_thread(_has_own_pages, job, database):
            return
        for spider in await asyncio.to_thread(database.read, crawl_spiders, job.campaign):
            crawler = await _crawl_spider(job, runner, spider)
            if totals := await totals_of(crawler, database):
                job.totals[spider] = totals
                _judge(job, spider, totals)
            if spider == "contacts":
                job.contacts = await asyncio.to_thread(database.read, contact_totals, job.campaign.name)
            if job.code not in (0, EXIT_INCOMPLETE):
                return
    finally:
        database.close()


def _judge(job: _Crawl, spider: str, totals: RunTotals) -> None:
    """Say what a finished run should not be trusted for."""
    if job.code not in (0, EXIT_INCOMPLETE):
        return
    if spider == "resource_pages" and totals.pages_failed and not totals.pages_read:
        job.code = EXIT_INCOMPLETE
        job.said.append("finder: not one source page could be read; `finder status` says why.")
    if totals.finds_kept:
        job.code = EXIT_INCOMPLETE
        said = f"finder: {totals.finds_kept} finds met a fault of ours (see above) and wait for the next run."
        job.said = [line for line in job.said if "met a fault of ours" not in line] + [said]


async def _crawl_spider(job: _Crawl, runner: AsyncCrawlerRunner, name: str) -> Crawler:
    crawler = runner.create_crawler(name)
    if not job.interrupted:
        async with _helped(job, crawler, name):
            await runner.crawl(crawler, campaign=job.path)
    browser = getattr(crawler.spider, "browser", None)
    job.rendered += browser.rendered if browser else 0
    code, said = ending(
        crawler,
        to_go_on("crawl", job.path),
        interrupted=job.interrupted,
        what="the crawl",
        kept="found",
    )
    if code:
        job.code = code
        job.said.append(said)
    return crawler


@asynccontextmanager
async def _helped(job: _Crawl, crawler: Crawler, spider: str) -> AsyncIterator[None]:
    """Have further processes share the work of a spider, as long as the block runs."""
    if job.workers == 1 or spider not in SHARED_SPIDERS:
        yield
        return
    enough = job.settings.getint("FINDER_ENOUGH_WORK")
    helpers = Helpers(job.path, spider, job.workers, enough, job.arguments, lambda: job.interrupted)
    watching = asyncio.create_task(helpers.watch(crawler))
    try:
        yield
    finally:
        watching.cancel()
        await asyncio.gather(watching, return_exceptions=True)
        await helpers.end()
        job.said += helpers.said
        job.code = job.code or helpers.code


def _wants_own_content(job: _Crawl, database: Database) -> bool:
    if job.own_content != "auto":
        return job.own_content == "always"
    return database.read(own_content_is_due, job.campaign)


def _has_own_pages(job: _Crawl, database: Database) -> bool:
    number = database.read(runs.campaign_id, job.campaign.name)
    if job.own_content == "never" or (number and database.read(own_pages.count_offerable, number)):
        return True
    if number and (little := database.read(own_pages.count_thin, number)):
        job.said.append(
            f"finder: {job.path}: all {little} own pages that could be read say too little to be offered "
            f"(`finder status` names them); own.min_words is {job.campaign.own.min_words}"
        )
        return True
    if number and (unseen := database.read(own_pages.count_unseen, number)):
        job.said.append(
            f"finder: {job.path}: no own page can be offered: {unseen} are written by their scripts, and no "
            "browser showed them (`finder doctor`)"
        )
        return True
    job.code = EXIT_PROBLEM
    job.said.append(
        f"finder: {job.path}: no own page could be read, so there is nothing to offer. Check own.sites, "
        "own.sitemaps or own.pages (`finder status` says what each page answered), or crawl without offers: "
        "--own-content never"
    )
    return False
