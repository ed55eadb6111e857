"""`finder verify`: look at leads again, before writing and after."""

from __future__ import annotations

import logging
import signal
import sys
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import click

from finder.cli.filters import lead_filter, lead_filters, wake_leads
from finder.cli.opening import campaign_argument, open_campaign
from finder.cli.running import EXIT_INCOMPLETE, end_on_signals, ending, log_to_stderr, run_in_reactor
from finder.cli.settings import crawl_settings, settings_option, to_go_on
from finder.lifecycle import Status
from finder.storage.verifying import Wanted, count_wanted
from finder.verification import Verified

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.crawler import AsyncCrawlerRunner

    from finder.cli.opening import Opened
    from finder.verify_ledger import VerifyLedger

# In words, in the order in which they are told.
_WORDS: Final = {
    Verified.HOLDS: "hold",
    Verified.LINK_WON: "have a new link to you",
    Verified.LINK_CHANGED: "have your link, changed",
    Verified.LINK_MISSING: "miss the link that you had won",
    Verified.LINK_BACK: "have your link back",
    Verified.LINK_MENDED: "link to what is no longer dead",
    Verified.LINK_GONE: "have lost the dead link",
    Verified.MENTION_LINKED: "name you with a link now",
    Verified.MENTION_GONE: "have lost the mention",
    Verified.IMAGE_LINKED: "show your image with a link now",
    Verified.RIVALS_GONE: "no longer link to your rivals",
    Verified.LINKED_BESIDE: "link to you beside your rivals now",
    Verified.IMAGE_GONE: "have lost your image",
    Verified.PAGE_GONE: "are on pages that are gone",
    Verified.COULD_NOT_TELL: "could not be told",
}


@dataclass(slots=True)
class _Look:
    """One call: what it was asked for, and what became of it."""

    opened: Opened
    wanted: Wanted
    again: str
    code: int = 0
    interrupted: bool = False
    said: list[str] = field(default_factory=list)
    ledger: VerifyLedger | None = None

    def interrupt(self) -> None:
        self.interrupted = True


@click.command("verify")
@campaign_argument
@lead_filters
@settings_option
@click.option("-v", "--verbose", is_flag=True, help="Log every page that could not be read, and more.")
@click.option("-q", "--quiet", is_flag=True, help="No progress and no summary.")
def verify_command(
    campaign: str | None, overrides: tuple[str, ...], *, verbose: bool, quiet: bool, **options: Any
) -> None:
    """Look at the leads of a CAMPAIGN again: is the reason to write still there, and what came of writing?

    CAMPAIGN is its file; left out, it is $FINDER_CAMPAIGN or the only campaign file here or in data/. Without
    --status: new and accepted leads, and all that are contacted, replied or won. What was looked at lately
    is left alone ([verify] in the campaign file). Leads whose reason is gone close themselves; after contact
    they become fixed or won, and won ones that lost their link become lost.

    A verify that was stopped or killed goes on where it was when the same command is given again.

    \b
    Examples:
      finder verify acme.toml
      finder verify acme.toml --min-score 60 --limit 50
      finder verify --status contacted

    \b
    Exit codes: 0 done, 1 nothing crawled yet or a problem with the campaign file or the database, 2 wrong
    usage, 3 done but not to be trusted as a whole (not one page could be read), 4 our own network is down
    (nothing was concluded from that), 130 stopped by Ctrl-C.
    """
    end_on_signals()
    opened = open_campaign(campaign)
    wake_leads(opened)
    wanted = Wanted(lead_filter(options, opened.campaign), options["order"], options["limit"] or None)
    sys.exit(verify_leads(opened, wanted, overrides, verbose=verbose, quiet=quiet))


def verify_leads(
    opened: Opened,
    wanted: Wanted,
    overrides: tuple[str, ...] = (),
    *,
    again: str = "verify",
    verbose: bool = False,
    quiet: bool = False,
) -> int:
    """Look at leads again and say what was seen; returns the exit code, 0 if all that was due was looked at.

    ``again``: the command that goes on if this is stopped. Can be called once in a process.
    """
    settings = crawl_settings(overrides, verbose=verbose, quiet=quiet)
    log_to_stderr(logging.INFO if verbose else logging.WARNING)
    job = _Look(opened, wanted, again)
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        run_in_reactor(settings, lambda runner: _verify(job, runner), job.interrupt)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    for line in job.said:
        click.echo(line, err=True)
    if job.ledger and not quiet:
        # Standard output is for what the command is about, which may be the leads themselves.
        click.echo("\n".join(_summary(job.ledger)), err=wanted.exported)
        if not (job.code or wanted.exported or job.ledger.verified.total()):
            click.echo(_why_none(opened, wanted), err=True)
    return job.code


def _why_none(opened: Opened, wanted: Wanted) -> str:
    number = opened.read(count_wanted, wanted)
    if not number:
        return "No lead is like what is looked at."
    are = (
        "The one lead that is like that was"
        if number == 1
        else f"All {number:,} leads that are like that were"
    )
    return f"{are} looked at lately, and nothing is due ([verify] in the campaign file)."


async def _verify(job: _Look, runner: AsyncCrawlerRunner) -> None:
    crawler = runner.create_crawler("verify")
    await runner.crawl(crawler, campaign=str(job.opened.file), wanted=job.wanted)
    job.ledger = getattr(crawler.spider, "ledger", None)
    go_on = to_go_on(job.again, job.opened.file)
    job.code, said = ending(crawler, go_on, interrupted=job.interrupted, what="it", kept="seen")
    if said:
        job.said.append(said)
    elif job.ledger and job.ledger.counts.pages_failed and not job.ledger.counts.pages_read:
        job.code = EXIT_INCOMPLETE
        job.said.append("finder: not one page could be read; `finder show ID` says why.")


def _summary(ledger: VerifyLedger) -> Iterator[str]:
    counts = ledger.counts
    yield f"Pages          {counts.pages_read} read, {counts.pages_failed} not readable"
    yield f"Targets        {counts.looks} looked at"
    yield f"Leads          {ledger.verified.total()} looked at"
    for verified, words in _WORDS.items():
        if number := ledger.verified[verified]:
            yield f"  {number:<13}{words}"
    closed = [f"{ledger.closed} closed"] if ledger.closed else []
    ended = [f"{number} {name}" for name in Status if (number := ledger.statuses[name])]
    if told := [*closed, *ended]:
        yield f"Changes        {', '.join(told)}"
