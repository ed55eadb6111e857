"""`finder backlinks check`: look at the pages that link to us by what suppliers say."""

from __future__ import annotations

import logging
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

import click

from finder.backlinks import Event, State, Why
from finder.cli.opening import begin_campaign, campaign_argument
from finder.cli.running import (
    EXIT_INCOMPLETE,
    end_on_signals,
    ending,
    log_to_stderr,
    run_in_reactor,
    totals_of,
)
from finder.cli.settings import crawl_settings, settings_option, to_go_on

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import AsyncCrawlerRunner

    from finder.backlinks_ledger import BacklinksLedger
    from finder.cli.opening import Opened
    from finder.storage.queries.run import RunTotals

# In words, in the order in which they are told.
_STATES: Final = {
    State.LIVE: "live",
    State.MISSING: "missing, to be looked at once more",
    State.LOST: "lost",
    State.UNCERTAIN: "could not be told",
}
_WHYS: Final = {
    Why.LINK_REMOVED: "the link was removed",
    Why.PAGE_GONE: "the page is gone",
    Why.PAGE_MOVED: "the page was moved, without the link",
    Why.PAGE_NOINDEX: "the page is not for search engines",
    Why.TARGET_DEAD: "your page is dead",
    Why.BLOCKED: "the site does not let us in",
    Why.ROBOTS: "robots.txt does not allow it",
    Why.UNREACHABLE: "no answer",
    Why.PART_OF_PAGE: "only a part of the page could be read",
}
_EVENTS: Final = {
    Event.NEW: "new",
    Event.CHANGED: "changed",
    Event.MISSED: "missed",
    Event.LOST: "lost",
    Event.BACK: "back",
}


@dataclass(slots=True)
class _Check:
    """One call: what it was asked for, and what became of it."""

    opened: Opened
    limit: int
    code: int = 0
    interrupted: bool = False
    said: list[str] = field(default_factory=list)
    ledger: BacklinksLedger | None = None
    totals: RunTotals | None = None

    def interrupt(self) -> None:
        self.interrupted = True


@click.command("check")
@campaign_argument
@click.option("--limit", type=click.IntRange(min=1), help="Look at so many pages at most.")
@settings_option
@click.option("-v", "--verbose", is_flag=True, help="Log every page that could not be read, and more.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def check_command(
    campaign: str | None, limit: int | None, overrides: tuple[str, ...], *, verbose: bool, quiet: bool
) -> None:
    """Look at the pages that link to you: is the link still there, how, and does your page answer?

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Pages
    that were looked at lately are left alone ([backlinks] in the campaign file). Links that a page has lost,
    and links to pages of yours that are dead, become leads.

    A check that was stopped or killed goes on where it was when the same command is given again.

    \b
    Examples:
      finder backlinks check acme.toml
      finder backlinks check acme.toml --limit 200

    \b
    Exit codes: 0 done, 1 a problem with the campaign file or the database, 2 wrong usage, 3 done but not to
    be trusted as a whole (not one page could be read), 4 our own network is down (nothing was concluded from
    that), 130 stopped by Ctrl-C.
    """
    end_on_signals()
    job = _Check(begin_campaign(campaign), limit or 0)
    settings = crawl_settings(overrides, verbose=verbose, quiet=quiet)
    log_to_stderr(logging.INFO if verbose else logging.WARNING)
    run_in_reactor(settings, lambda runner: _check(job, runner), job.interrupt)
    for line in job.said:
        click.echo(line, err=True)
    if job.ledger and job.totals and not quiet:
        click.echo("\n".join(_summary(job.ledger, job.totals)))
    sys.exit(job.code)


async def _check(job: _Check, runner: AsyncCrawlerRunner) -> None:
    crawler = runner.create_crawler("backlinks")
    await runner.crawl(crawler, campaign=str(job.opened.file), limit=job.limit)
    job.ledger = getattr(crawler.spider, "ledger", None)
    job.totals = await totals_of(crawler, job.opened.database)
    go_on = to_go_on("backlinks check", job.opened.file)
    job.code, said = ending(crawler, go_on, interrupted=job.interrupted, what="the check", kept="seen")
    if said:
        job.said.append(said)
    elif job.ledger and job.ledger.counts.pages_failed and not job.ledger.counts.pages_read:
        job.code = EXIT_INCOMPLETE
        job.said.append("finder: not one page could be read.")


def _summary(ledger: BacklinksLedger, totals: RunTotals) -> Iterator[str]:
    counts = ledger.counts
    yield f"Pages          {counts.pages_read} read, {counts.pages_failed} not readable"
    if not (counts.pages_read or counts.pages_failed):
        yield "               None was due (backlinks.fresh_for); `finder import` adds more."
    yield f"Your pages     {counts.looks} looked at"
    yield f"Links to you   {ledger.states.total()} looked at, {ledger.new} that no supplier named"
    for state, words in _STATES.items():
        whys = Counter({why: number for (name, why), number in ledger.states.items() if name == state})
        if not whys:
            continue
        told = ", ".join(f"{number} {_WHYS[Why(why)]}" for why, number in whys.most_common() if why)
        yield f"  {whys.total():<13}{words}{f': {told}' if told else ''}"
    changes = [f"{number} {words}" for event, words in _EVENTS.items() if (number := ledger.events[event])]
    if changes:
        yield f"Changes        {', '.join(changes)}"
    closed = f", {ledger.closed} closed" if ledger.closed else ""
    yield f"Leads          {totals.leads} seen, {totals.leads_new} of them new{closed}"
