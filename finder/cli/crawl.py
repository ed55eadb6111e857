"""`finder crawl`: own content when it is missing or old, then resource pages, then where mentions may be."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TextIO

import click

from finder.campaign import load_campaign
from finder.cli import EXIT_INTERRUPTED, EXIT_PROBLEM
from finder.cli.settings import network_settings, settings_option
from finder.storage import Database, own_pages, runs
from finder.storage.queries.run import run_totals

if TYPE_CHECKING:
    from scrapy.crawler import AsyncCrawlerRunner, Crawler
    from scrapy.settings import Settings

    from finder.campaign import Campaign
    from finder.storage.queries.run import RunTotals

EXIT_INCOMPLETE = 3
EXIT_NETWORK_DOWN = 4
_STOP_SECONDS = 0.05


@dataclass(slots=True)
class _Crawl:
    """One call of the command: what it was asked for, and what became of it."""

    path: str
    campaign: Campaign
    settings: Settings
    own_content: str
    code: int = 0
    interrupted: bool = False
    said: list[str] = field(default_factory=list)
    totals: dict[str, RunTotals] = field(default_factory=dict)


@click.command("crawl")
@click.argument("campaign", type=click.Path())
@click.option(
    "--own-content",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Read our own pages first: when missing or older than own.refresh_after, always, or never.",
)
@settings_option
@click.option("-v", "--verbose", is_flag=True, help="Log every page that could not be read, and more.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def crawl_command(
    campaign: str, own_content: str, overrides: tuple[str, ...], *, verbose: bool, quiet: bool
) -> None:
    """Crawl a campaign: read its source pages, look at every target, keep leads in the database.

    Where the campaign has [mentions], their sites, feeds, sitemaps, lists and archives come after that.

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
    _end_on_signals()
    loaded = load_campaign(campaign)
    settings = _settings(overrides, verbose=verbose, quiet=quiet)
    _log_to_stderr(logging.INFO if verbose else logging.WARNING)
    job = _Crawl(campaign, loaded, settings, own_content)
    _run(job)
    for line in job.said:
        click.echo(line, err=True)
    if job.totals and not quiet:
        click.echo(_summary(job))
    sys.exit(job.code)


def _settings(overrides: tuple[str, ...], *, verbose: bool, quiet: bool) -> Settings:
    progress = "off" if quiet else "live" if sys.stderr.isatty() else "plain"
    level = "INFO" if verbose else "WARNING"
    return network_settings(overrides, {"LOG_LEVEL": level, "FINDER_PROGRESS": progress})


class _ToStderr(logging.StreamHandler[TextIO]):
    """Writes to whatever standard error is at that moment: a live progress line stands in for it."""

    def emit(self, record: logging.LogRecord) -> None:
        self.stream = sys.stderr
        super().emit(record)


def _log_to_stderr(level: int) -> None:
    handler = _ToStderr()
    handler.setFormatter(logging.Formatter("%(levelname)s: %(message)s"))
    logging.basicConfig(level=level, handlers=[handler])
    logging.getLogger("twisted").setLevel(logging.ERROR)


def _run(job: _Crawl) -> None:
    """Run the whole job in Scrapy's reactor, which is asyncio's event loop."""
    from scrapy.crawler import AsyncCrawlerRunner
    from scrapy.utils.defer import deferred_from_coro
    from scrapy.utils.reactor import install_reactor

    install_reactor(job.settings["TWISTED_REACTOR"], job.settings["ASYNCIO_EVENT_LOOP"])
    from twisted.internet import reactor
    from twisted.internet.task import react

    runner = AsyncCrawlerRunner(job.settings)

    problems: list[Exception] = []

    async def main() -> None:
        try:
            _stop_on_signals(job, runner, reactor)
            await _crawl(job, runner)
        except Exception as problem:  # raised again below, outside of the reactor, which would only log it
            problems.append(problem)

    with contextlib.suppress(SystemExit):
        react(lambda _reactor: deferred_from_coro(main()))
    if problems:
        raise problems[0]


def _end_on_signals() -> None:
    """Until the crawl has begun there is nothing to stop in good order."""

    def end(_number: int, _frame: object) -> None:
        click.echo("Stopped before the crawl began.", err=True)
        # At once: an exception may come up in a callback of the event loop, which would swallow it.
        os._exit(EXIT_INTERRUPTED)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, end)


def _stop_on_signals(job: _Crawl, runner: AsyncCrawlerRunner, reactor: Any) -> None:
    def stop(_number: int, _frame: object) -> None:
        # A second signal ends the process at once: nothing is lost by that either.
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_DFL)
        job.interrupted = True
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


async def _crawl(job: _Crawl, runner: AsyncCrawlerRunner) -> None:
    database = Database(job.campaign.database_url)
    try:
        await asyncio.to_thread(database.migrate)
        if await asyncio.to_thread(_wants_own_content, job, database):
            await _crawl_spider(job, runner, "own_content")
        if job.code or not await asyncio.to_thread(_has_own_pages, job, database):
            return
        for spider in ("resource_pages", "mentions") if job.campaign.mentions else ("resource_pages",):
            crawler = await _crawl_spider(job, runner, spider)
            ledger = getattr(crawler.spider, "ledger", None)
            if ledger and hasattr(ledger, "run"):
                totals = await asyncio.to_thread(database.read, run_totals, ledger.run.id)
                job.totals[spider] = totals
                _judge(job, spider, totals)
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
    from finder.network import Network

    crawler = runner.create_crawler(name)
    if not job.interrupted:
        await runner.crawl(crawler, campaign=job.path)
    if job.interrupted:
        job.code = EXIT_INTERRUPTED
        job.said.append(f"Stopped. Nothing is lost; go on with: finder crawl {job.path}")
        return crawler
    reason = str(crawler.stats.get_value("finish_reason")) if crawler.stats else ""
    if reason == "network_down":
        job.code = EXIT_NETWORK_DOWN
        job.said.append(
            f"finder: our own network is down ({Network.of(crawler).watch.down}); nothing was concluded from "
            f"it. Go on when it is back with: finder crawl {job.path}"
        )
    elif reason != "finished":
        job.code = EXIT_PROBLEM
        job.said.append(
            f"finder: the crawl ended early ({reason.replace('_', ' ')}); nothing that was found is lost. "
            f"Mend what is said above, then go on with: finder crawl {job.path}"
        )
    return crawler


def _wants_own_content(job: _Crawl, database: Database) -> bool:
    if job.own_content != "auto":
        return job.own_content == "always"
    number = database.read(runs.campaign_id, job.campaign.name)
    if number is None or not database.read(own_pages.count_offerable, number):
        return True
    last = database.read(runs.last_finished, number, "own_content")
    if last is None or last[1] != job.campaign.digest:
        return True
    age = datetime.now(UTC) - datetime.fromisoformat(last[0])
    return age > job.campaign.own.refresh_after


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
    job.code = EXIT_PROBLEM
    job.said.append(
        f"finder: {job.path}: no own page could be read, so there is nothing to offer. Check own.sites, "
        "own.sitemaps or own.pages (`finder status` says what each page answered), or crawl without offers: "
        "--own-content never"
    )
    return False


def _summary(job: _Crawl) -> str:
    totals = list(job.totals.values())
    lines = [
        *(_source_lines(job.totals["resource_pages"]) if job.campaign.sources else ()),
        *(_mention_lines(job.totals["mentions"]) if "mentions" in job.totals else ()),
    ]
    withdrawn = sum(each.leads_withdrawn for each in totals)
    leads, new = sum(each.leads for each in totals), sum(each.leads_new for each in totals)
    lines += [
        f"Leads          {leads} seen, {new} of them new" + (f", {withdrawn} withdrawn" if withdrawn else ""),
        f"Database       {job.campaign.database_url}",
        "",
        f"See them: finder leads {job.path}     Take them along: finder export {job.path}",
    ]
    return "\n".join(lines)


def _source_lines(totals: RunTotals) -> list[str]:
    by_outcome = {
        outcome: sorted(
            ((number, reason) for (each, reason), number in totals.verdicts.items() if each == outcome),
            reverse=True,
        )
        for outcome in ("alive", "dead", "uncertain")
    }
    lines = [
        f"Source pages   {totals.pages_read} read, {totals.pages_failed} not readable",
        f"Links          {totals.links} outbound",
        f"Targets        {totals.looks} looked at",
    ]
    for outcome, reasons in by_outcome.items():
        named = ", ".join(f"{number} {reason}" for number, reason in reasons) if outcome != "alive" else ""
        total = sum(number for number, _ in reasons)
        lines.append(f"  {outcome:<13}{total}" + (f"  ({named})" if named else ""))
    return lines


def _mention_lines(totals: RunTotals) -> list[str]:
    states = totals.places
    read = f"{states.get('read', 0)} read, {states.get('unchanged', 0)} unchanged"
    failed = f", {states['failed']} with a problem (`finder status` says which)" if "failed" in states else ""
    return [
        *([f"Places         {read}{failed}"] if states else []),
        f"Their pages    {totals.pages_read} read, {totals.pages_failed} not readable",
    ]
